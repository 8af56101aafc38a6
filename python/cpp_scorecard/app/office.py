"""LibreOffice without a screen: a finished workbook as PDF or OpenDocument spreadsheet.

Each conversion has a profile of its own, so that nothing a person has set up in LibreOffice plays a part and a
LibreOffice that is open stays out of it. The time is bounded, and what was started is ended with everything it started.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Literal

from cpp_scorecard.core.errors import Refused

SECONDS = 120.0
"""How long a conversion may take unless the caller says otherwise: a pack takes 5 to 15 seconds."""

Format = Literal["pdf", "ods"]

_FILTERS: dict[Format, str] = {
    # Tagged, so that a screen reader meets tables and not loose words; with the sheets as bookmarks.
    "pdf": 'pdf:calc_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"},'
    '"ExportBookmarks":{"type":"boolean","value":"true"}}',
    "ods": "ods:calc8",
}
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
 <item oor:path="/org.openoffice.Office.Calc/Formula/Load">
  <prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>1</value></prop>
 </item>
 <item oor:path="/org.openoffice.Setup/L10N">
  <prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>en-GB</value></prop>
 </item>
</oor:items>
"""
"""Of the private profile: figures are printed as the file has them (1 is "never recalculate"), in British English."""
_REMEDY = "Install LibreOffice 7.4 or later, or leave out the files that it makes."


def program() -> str | None:
    """The command that starts LibreOffice, or None where there is none."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found or os.name != "nt":
        return found
    places = (os.environ.get(name) for name in ("ProgramFiles", "ProgramFiles(x86)"))
    usual = (Path(place, "LibreOffice", "program", "soffice.com") for place in places if place)
    return next((str(path) for path in usual if path.exists()), None)


def convert(source: Path, to: Format, folder: Path, seconds: float = SECONDS) -> Path:
    """Write `source` as `to` into the existing `folder`, under its own name with another ending; return the file.

    Raises:
        Refused: LibreOffice is not there, does not convert the file, or is not done after `seconds`.
    """
    command = program()
    if command is None:
        raise Refused(f"LibreOffice is not on this computer, so {source.name} cannot become {to.upper()}.", _REMEDY)
    with tempfile.TemporaryDirectory(prefix="cpp-scorecard-office-", ignore_cleanup_errors=True) as private:
        profile, made_in = Path(private, "profile"), Path(private, "made")
        (profile / "user").mkdir(parents=True)
        made_in.mkdir()
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        options = ("--headless", "--norestore", "--nologo", "--nolockcheck", "--convert-to", _FILTERS[to])
        said = _run(
            [command, f"-env:UserInstallation={profile.as_uri()}", *options, "--outdir", str(made_in), str(source)],
            seconds,
            source.name,
        )
        made = made_in / f"{source.stem}.{to}"
        if not made.exists() or not made.stat().st_size:
            raise Refused(f"LibreOffice did not turn {source.name} into {to.upper()}{said}.", _REMEDY)
        target = folder / made.name
        shutil.move(made, target)
    return target


def _run(command: list[str], seconds: float, name: str) -> str:
    """Run `command` to its end and return what it complained of; end it and all its children when it takes too long."""
    try:
        started = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            start_new_session=os.name != "nt",
            env={**os.environ, "SAL_USE_VCLPLUGIN": "svp"} if os.name != "nt" else None,
        )
    except OSError as error:
        raise Refused(f"LibreOffice could not be started ({error.strerror}).", _REMEDY) from error
    try:
        _, complaint = started.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        raise Refused(
            f"LibreOffice was not done with {name} after {seconds:g} seconds and was stopped.",
            "Try again while the computer is less busy.",
        ) from None
    finally:
        _end(started)
    lines = [line.strip() for line in complaint.splitlines() if line.strip()]
    return f" ({lines[-1].rstrip('.')})" if lines and started.returncode else ""


def _end(started: subprocess.Popen[str]) -> None:
    """End what was started with everything it started: the program that works is a child of the one that is called."""
    if os.name == "nt":
        if started.poll() is None:
            subprocess.run(["taskkill", "/T", "/F", "/PID", str(started.pid)], capture_output=True, check=False)
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):  # the whole group has ended by itself
            os.killpg(started.pid, signal.SIGKILL)
    started.wait()
    if started.stderr:
        started.stderr.close()
