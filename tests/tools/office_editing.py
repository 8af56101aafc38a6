"""A person at LibreOffice: opens a workbook, types into cells, and saves what it then shows.

LibreOffice is driven through its Python bridge, which belongs to the system's Python and not to a
virtual environment, so the editing itself runs as a script in a process of its own.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tests.tools import libreoffice

SECONDS = 120
PYTHON = "/usr/bin/python3"


@cache
def missing() -> str:
    """Why cells cannot be edited here; empty when they can."""
    if libreoffice.missing():
        return libreoffice.missing()
    if not Path(PYTHON).exists():
        return "the system has no Python of its own for LibreOffice's bridge"
    found = subprocess.run([PYTHON, "-c", "import uno"], capture_output=True, timeout=SECONDS, check=False)
    return "LibreOffice's Python bridge (python3-uno) is not installed" if found.returncode else ""


def edit(path: Path, folder: Path, sheet: str, typed: Mapping[str, float | str]) -> dict[str, Path]:
    """Type `typed` (by address) into `sheet`, recalculate, and save as xlsx, html and pdf in `folder`.

    A number is typed as a number, a text as a person would type it: ``=A1`` becomes a formula.
    """
    targets = {kind: folder / f"edited.{kind}" for kind in ("xlsx", "html", "pdf")}
    with tempfile.TemporaryDirectory(prefix="scorecard-office-") as profile:
        task = {
            "program": libreoffice.program(),
            "profile": Path(profile).as_uri(),
            "pipe": f"scorecard-{Path(profile).name}",
            "source": path.resolve().as_uri(),
            "sheet": sheet,
            "typed": dict(typed),
            "targets": {kind: target.resolve().as_uri() for kind, target in targets.items()},
        }
        done = subprocess.run(
            [PYTHON, "-c", _SCRIPT],
            input=json.dumps(task),
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    if done.returncode:
        raise RuntimeError(f"LibreOffice did not edit {path.name}: {done.stderr}")
    return targets


_SCRIPT = """
import json, subprocess, sys, time
import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

task = json.load(sys.stdin)
office = subprocess.Popen([
    task["program"], "-env:UserInstallation=" + task["profile"], "--headless", "--norestore", "--invisible",
    "--accept=pipe,name=" + task["pipe"] + ";urp;",
])
local = uno.getComponentContext()
resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
address = "uno:pipe,name=" + task["pipe"] + ";urp;StarOffice.ComponentContext"
for attempt in range(300):
    try:
        context = resolver.resolve(address)
        break
    except NoConnectException:
        time.sleep(0.1)
else:
    office.terminate()
    sys.exit("no connection to LibreOffice")

def options(**named):
    return tuple(PropertyValue(name, 0, value, 0) for name, value in named.items())

desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
try:
    book = desktop.loadComponentFromURL(task["source"], "_blank", 0, options(Hidden=True))
    sheet = book.Sheets.getByName(task["sheet"])
    for cell, value in task["typed"].items():
        place = sheet.getCellRangeByName(cell)
        if isinstance(value, str):
            place.setFormula(value)
        else:
            place.setValue(value)
    book.calculateAll()
    filters = {"xlsx": "Calc MS Excel 2007 XML", "html": "HTML (StarCalc)", "pdf": "calc_pdf_Export"}
    for kind, target in task["targets"].items():
        book.storeToURL(target, options(FilterName=filters[kind]))
    book.close(True)
finally:
    try:
        desktop.terminate()
    except Exception:
        pass
    office.wait(60)
"""
