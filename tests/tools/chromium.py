"""Pages in a browser without a screen: axe-core's verdict on a page, and pictures of it to look at.

Needs Debian's `chromium` (or another build of it) on the path and, for the verdict, AXE_CORE: the file `axe.min.js` of
the npm package `axe-core`. Each call has a profile of its own. Pages are files, and no network is asked.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

VARIABLE = "AXE_CORE"
SECONDS = 120
_NARROWEST = 500
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
_AUDIT = """<script>{axe}</script><script>
addEventListener('load', async () => {{
  const options = {{rules: {{'target-size': {{enabled: true}}, 'color-contrast-enhanced': {{enabled: {enhanced}}}}}}};
  const found = await axe.run(document, options);
  const told = list => list.map(r => ({{id: r.id, help: r.help, nodes: r.nodes.map(n => n.html)}}));
  const answer = document.createElement('pre');
  answer.id = 'axe-answer';
  answer.textContent = JSON.stringify({{
    version: axe.version, passes: found.passes.length,
    violations: told(found.violations), incomplete: told(found.incomplete),
  }});
  document.body.append(answer);
}});
</script>"""


@dataclass(frozen=True, slots=True)
class Audit:
    """What axe-core says of a page: rules that passed, violations, and what it could not decide; one line each."""

    passes: int
    violations: tuple[str, ...]
    undecided: tuple[str, ...]


def program() -> str | None:
    """The command that starts the browser, or None."""
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


def missing(*, audit: bool = True) -> str:
    """Why a browser cannot be used here; empty when it can."""
    if program() is None:
        return "there is no Chromium on the path"
    if audit and not Path(os.environ.get(VARIABLE, "")).is_file():
        return f"{VARIABLE} does not name axe.min.js of the npm package axe-core"
    return ""


def audit(page: Path, *, enhanced: bool = False) -> Audit:
    """Run axe-core with all its rules on a copy of `page` that allows its script; `enhanced` asks for 7 to 1."""
    axe = Path(os.environ[VARIABLE]).read_text("utf-8")
    source = _POLICY.sub("", page.read_text("utf-8"))
    script = _AUDIT.format(axe=axe.replace("</script", "<\\/script"), enhanced=str(enhanced).lower())
    with tempfile.TemporaryDirectory(prefix="audit-") as folder:
        copy = Path(folder, page.name)
        copy.write_text(source.replace("</head>", f"{script}</head>", 1), encoding="utf-8")
        said = _run("--virtual-time-budget=60000", "--dump-dom", copy.as_uri())
    found = re.search(r'<pre id="axe-answer">(.*?)</pre>', said, re.DOTALL)
    if found is None:
        raise RuntimeError(f"axe-core gave no answer for {page.name}")
    answer = json.loads(html.unescape(found[1]))
    told = {
        key: tuple(f"{r['id']}: {r['help']}: {' | '.join(r['nodes'][:3])}" for r in answer[key])
        for key in ("violations", "incomplete")
    }
    return Audit(answer["passes"], told["violations"], told["incomplete"])


def picture(page: Path, target: Path, *, width: int, height: int, scale: float = 1.0) -> None:
    """A picture of the top of `page` in a window of so many CSS pixels: 640 is what 200 % leaves of 1280, 320 400 %."""
    size = (f"--window-size={max(width, _NARROWEST)},{height}", f"--force-device-scale-factor={scale}")
    with _framed(page, "", (width,), height) as frames:
        _run(*size, "--hide-scrollbars", f"--screenshot={target}", frames.as_uri())


def printed(page: Path, target: Path) -> None:
    """The page on paper, as PDF."""
    _run("--no-pdf-header-footer", f"--print-to-pdf={target}", page.as_uri())


def measured(page: Path, script: str, *, widths: tuple[int, ...]) -> list[str]:
    """What `script`, an expression, gives on `page` in windows of so many CSS pixels, one after the other."""
    run = f"<script>addEventListener('load', () => {{ document.title = String({script}); }});</script>"
    collect = """<script>addEventListener('load', () => { document.title = JSON.stringify(
      [...document.querySelectorAll('iframe')].map(frame => frame.contentDocument.title)); });</script>"""
    with _framed(page, run, widths, 900, collect) as frames:
        said = _run(f"--window-size={max(widths)},900", "--virtual-time-budget=5000", "--dump-dom", frames.as_uri())
    found = re.search(r"<title>(.*?)</title>", said, re.DOTALL)
    answers: list[str] = json.loads(html.unescape(found[1])) if found else []
    return answers


@contextmanager
def _framed(page: Path, run: str, widths: tuple[int, ...], height: int, collect: str = "") -> Iterator[Path]:
    """A page with `page` in frames of those widths: no window of the browser is as narrow as a telephone."""
    source = html.escape(_POLICY.sub("", page.read_text("utf-8")).replace("</head>", f"{run}</head>", 1))
    frames = "".join(
        f'<iframe srcdoc="{source}" width="{width}" height="{height}" style="border:0"></iframe>' for width in widths
    )
    with tempfile.TemporaryDirectory(prefix="framed-") as folder:
        made = Path(folder, page.name)
        head = f"<!DOCTYPE html><title></title><meta charset=utf-8><style>body {{ margin: 0 }}</style>{collect}"
        made.write_text(head + frames, encoding="utf-8")
        yield made


def _run(*arguments: str) -> str:
    command = program()
    assert command is not None, "the caller asked `missing` first"
    with tempfile.TemporaryDirectory(prefix="chromium-", ignore_cleanup_errors=True) as profile:
        done = subprocess.run(
            [
                command,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                f"--user-data-dir={profile}",
                *arguments,
            ],
            capture_output=True,
            timeout=SECONDS,
            check=True,
        )
    return done.stdout.decode("utf-8", errors="replace")
