"""LibreOffice as a second reader: converts a workbook without a screen, in a profile of its own.

Each conversion has its own profile folder, so that tests can run side by side and nothing that a
person has set up in LibreOffice plays a part.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

SECONDS = 120

_FILTERS = {
    "pdf": "pdf:calc_pdf_Export",
    "xlsx": "xlsx:Calc MS Excel 2007 XML",
    "html": "html:HTML (StarCalc)",
}
_ALWAYS, _NEVER = 0, 1
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
 <item oor:path="/org.openoffice.Office.Calc/Formula/Load">
  <prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>{mode}</value></prop>
 </item>
</oor:items>
"""


def missing() -> str:
    """Why LibreOffice cannot be used here; empty when it can."""
    return "" if program() else "LibreOffice (soffice) is not on the path"


def convert(path: Path, folder: Path, to: str = "pdf", *, recalculate: bool = True) -> Path:
    """Convert a workbook to ``pdf``, ``xlsx`` or ``html`` in `folder` and return the new file.

    `recalculate` makes LibreOffice work out every formula anew; without it the values that the file
    carries are kept.
    """
    found = program()
    if found is None:
        raise RuntimeError(missing())
    with tempfile.TemporaryDirectory(prefix="scorecard-office-") as profile:
        user = Path(profile, "user")
        user.mkdir()
        settings = _SETTINGS.format(mode=_ALWAYS if recalculate else _NEVER)
        Path(user, "registrymodifications.xcu").write_text(settings, encoding="utf-8")
        folder.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            [
                found,
                f"-env:UserInstallation={Path(profile).as_uri()}",
                "--headless",
                "--norestore",
                "--convert-to",
                _FILTERS[to],
                "--outdir",
                str(folder),
                str(path),
            ],
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    target = folder / f"{path.stem}.{to}"
    if done.returncode or not target.exists():
        raise RuntimeError(f"LibreOffice did not convert {path.name}: {done.stderr or done.stdout}")
    return target


def program() -> str | None:
    """The command that starts LibreOffice, or None."""
    return shutil.which("soffice") or shutil.which("libreoffice")
