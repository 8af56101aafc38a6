"""What the pages say is what happens: their commands run, their code runs, their lists are complete."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from build_artefacts.command_reference import reference
from cpp_scorecard.cli import DONE, main
from cpp_scorecard.intake.settings import known_settings
from cpp_scorecard.intake.vocabulary import plain
from cpp_scorecard.sheets.splice.refusals import EXPLANATIONS

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")])
SAMPLE = ROOT / "samples" / "wiltshire-2022-01"


def blocks(page: Path, language: str) -> list[str]:
    """The fenced blocks of `page` in `language`."""
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text("utf-8"), re.DOTALL | re.MULTILINE)


def commands() -> Iterator[tuple[str, str]]:
    """Every command of the product in a shell block, with the page it is on."""
    for page in PAGES:
        for block in blocks(page, "sh"):
            for line in block.splitlines():
                if line.startswith("cpp-scorecard"):
                    yield page.name, line


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as the pages assume.

    The council's workbook and a published card are in it, the samples in try-it, workbooks of councils in councils.
    """
    for name in ("indicators.xlsx", "published.xlsx"):
        (tmp_path / name).write_bytes((SAMPLE / name).read_bytes())
    (tmp_path / "councils").mkdir()
    (tmp_path / "councils" / "wiltshire.xlsx").write_bytes((SAMPLE / "indicators.xlsx").read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("page", "command"), list(commands()))
def test_every_command_on_a_page_runs(page: str, command: str, folder: Path) -> None:
    """A reader pastes the line and it works."""
    if "try-it/" in command:
        assert main(["sample", "-o", "try-it"]) == DONE
    assert main(shlex.split(command)[1:]) == DONE, f"{page}: {command}"


@pytest.mark.parametrize("page", [p for p in PAGES if blocks(p, "python")], ids=lambda p: p.name)
def test_every_python_block_on_a_page_runs(page: Path, folder: Path) -> None:
    """The blocks of a page run one after the other, as a reader would run them."""
    namespace: dict[str, object] = {}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        for block in blocks(page, "python"):
            exec(compile(block, page.name, "exec"), namespace)
    assert printed.getvalue().strip(), "the examples print something"


def test_the_set_up_lines_are_one_line_each_and_install_from_the_lock_files() -> None:
    """One pasteable line makes the environment and the scorecard, another passes the tests."""
    text = (ROOT / "README.md").read_text("utf-8")
    for marker, lock in (("ci:build", "requirements.lock"), ("ci:test", "requirements-dev.lock")):
        found = re.search(rf"<!-- {marker} -->\n```sh\n(.*?)```", text, re.DOTALL)
        assert found is not None
        lines = found[1].strip().splitlines()
        assert len(lines) == 1
        assert f"-r {lock}" in lines[0]
        assert (ROOT / lock).is_file()
    assert len(blocks(ROOT / "README.md", "powershell")) == 2, "each has its equivalent for Windows"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_every_link_on_a_page_leads_to_a_file(page: Path) -> None:
    """No page points at something that is not there."""
    for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text("utf-8")):
        assert "://" in target or (page.parent / target).exists(), target


def test_the_command_line_page_is_what_the_command_line_says() -> None:
    """`docs/command-line.md` is generated: rebuild it with `poe artefacts`."""
    assert (ROOT / "docs" / "command-line.md").read_text("utf-8") == reference()


def test_every_finding_code_is_documented_and_no_other() -> None:
    """A code in a finding is a row of the table on the findings page."""
    documented = set(
        re.findall(r"^\| `([a-z0-9-]+)` \|", (ROOT / "docs" / "findings.md").read_text("utf-8"), re.MULTILINE)
    )
    used: set[str] = set()
    for module in (ROOT / "python" / "cpp_scorecard").rglob("*.py"):
        source = module.read_text("utf-8")
        used |= set(re.findall(r'(?:code=|ask\(\s*|Finding\(\s*|difference\(\s*)"([a-z0-9]+(?:-[a-z0-9]+)+)"', source))
        used |= {
            name
            for line in re.findall(r'(?:code=|ask\(\s*)"[a-z-]+" if .*? else "[a-z-]+"', source)
            for name in re.findall(r'"([a-z-]+)"', line)
        }
    assert used - documented == set()
    assert documented - used == set()


def test_every_setting_is_documented() -> None:
    """A setting that the loader knows is a row of the table on the settings page."""
    page = (ROOT / "docs" / "settings.md").read_text("utf-8")
    documented = {plain(name) for name in re.findall(r"^\| ([A-Z][^|]+?) \|", page, re.MULTILINE)} - {"setting"}
    assert documented == set(known_settings())


def test_the_readme_opens_with_a_picture_of_the_scorecard() -> None:
    """The first thing a visitor sees is what the tool makes."""
    top = (ROOT / "README.md").read_text("utf-8").splitlines()[:10]
    picture = next(found[1] for line in top if (found := re.match(r"!\[.*\]\((.*)\)", line)))
    assert (ROOT / picture).read_bytes().startswith(b"\x89PNG")


def test_every_refusal_of_a_workbook_is_documented() -> None:
    """What `regenerate` never touches is a list; the page shows all of it, with what to do."""
    page = (ROOT / "docs" / "servers.md").read_text("utf-8")
    for reason, explanation in EXPLANATIONS.items():
        message, remedy = (re.sub(r"\{\w+\}", "…", text) for text in (explanation.message, explanation.remedy))
        assert f"| {reason.value} | {message} | {remedy} |" in page
