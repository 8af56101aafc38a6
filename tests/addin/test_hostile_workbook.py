"""A hostile workbook, whatever it holds and whatever lies beside it, changes nothing of what runs."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from tests.tools.addin_excel import AddinExcel

from cpp_scorecard.addin.sources import addin_sources

SOURCES = addin_sources()
FILE = SOURCES.folder / SOURCES.file_name
HOME = r"C:\Users\officer\AppData\Local"
PYTHON = HOME + r"\cpp-scorecard\python\python.exe"
COMMAND = f'"{PYTHON}" -I -B -c "import xlwings; xlwings.serve(\'$(CLSID)\')"'
ENVIRONMENT = {"LOCALAPPDATA": HOME, "USERPROFILE": r"C:\Users\officer"}
PROBE = """Private connection As New CppPython
Public Function Started() As String
    Started = connection.StartCommand
End Function
Public Function Trouble() As String
    On Error GoTo failed
    connection.Server
    Exit Function
failed:
    Trouble = Err.Description
    If Not connection.IsSentence(Err.Number) Then Trouble = "not a sentence"
End Function
"""


def excel_on(workbook: Path | None = None, files: set[str] | None = None) -> AddinExcel:
    excel = AddinExcel(FILE, None, workbook=workbook)
    excel.windows(ENVIRONMENT, files or set())
    excel.add("Probe", PROBE)
    return excel


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A workbook with settings of its own, beside files that want to be read."""
    folder = tmp_path / "a;b;c;d;e;f;evil"
    folder.mkdir()
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for name in (SOURCES.settings_sheet, "xlwings.conf", "myaddin.conf", "cpp_scorecard.py"):
        evil = book.create_sheet(name)
        for row, (key, value) in enumerate(
            {
                "INTERPRETER_WIN": r"C:\evil\python.exe",
                "INTERPRETER": r"C:\evil\python.exe",
                "PYTHONPATH": r"C:\evil",
                "ADD_WORKBOOK_TO_PYTHONPATH": "True",
                "CONDA PATH": r"C:\evil",
                "CONDA ENV": "evil",
                "UDF MODULES": "evil",
                "LICENSE_KEY": "noncommercial",
            }.items(),
            start=1,
        ):
            evil.cell(row, 1, key)
            evil.cell(row, 2, value)
    for name in (f"{SOURCES.name}.conf", "xlwings.conf", "myaddin.conf"):
        (folder / name).write_text('"INTERPRETER_WIN","C:\\evil\\python.exe"\n"PYTHONPATH","C:\\evil"\n')
    for module in ("cpp_scorecard", "xlwings", "evil"):
        (folder / f"{module}.py").write_text("print('evil')\nraise SystemExit(66)\n")
    path = folder / "a=b;c' & %PATH%.xlsx"
    book.save(path)
    return path


def test_the_command_that_starts_python_is_the_same_without_any_workbook() -> None:
    excel = excel_on()
    excel.close_workbook()
    assert excel.app.run("Started") == COMMAND


def test_the_command_that_starts_python_is_the_same_on_a_hostile_workbook(hostile: Path) -> None:
    excel = excel_on(hostile)
    assert excel.host.active_book.name == hostile.name
    assert excel.app.run("Started") == COMMAND


def test_the_command_names_no_shell_and_nothing_that_a_workbook_is_called(hostile: Path) -> None:
    command = str(excel_on(hostile).app.run("Started"))
    assert "cmd" not in command
    assert not any(part in command for part in (hostile.name, hostile.parent.name, "%", ";;"))


def test_the_library_that_is_started_is_the_one_beside_that_python(hostile: Path) -> None:
    library = re.search(r'Lib "(xlwings64-.+?\.dll)"', excel_vba())
    assert library is not None
    excel = excel_on(hostile, {PYTHON, rf"{HOME}\cpp-scorecard\python\{library[1]}"})
    said = str(excel.app.run("Trouble"))
    assert said.startswith(f"The scorecard's Python at {PYTHON} did not start.")
    assert excel.started == [COMMAND]


def excel_vba() -> str:
    from pyopenvba import ExcelFile

    return str(ExcelFile(FILE).vba_modules()["CppPython"])


def test_a_python_that_is_missing_is_said_with_its_place_and_nothing_is_started() -> None:
    excel = excel_on(files=set())
    assert str(excel.app.run("Trouble")).startswith(f"The scorecard's Python is not at {PYTHON}.")
    assert excel.started == []


def test_a_library_that_is_missing_is_said_with_its_place_and_nothing_is_started() -> None:
    excel = excel_on(files={PYTHON})
    said = str(excel.app.run("Trouble"))
    assert re.match(r"A part of the scorecard is missing: .*\\xlwings(64|32)-[0-9.]+\.dll\.", said)
    assert excel.started == []


def test_a_python_that_failed_is_not_tried_again_for_every_cell() -> None:
    excel = excel_on(files=set())
    first = excel.app.run("Trouble")
    excel.windows(ENVIRONMENT, {PYTHON})
    assert excel.app.run("Trouble") == first


def run_in(folder: Path, flags: list[str], code: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(folder), "PYTHONSTARTUP": str(folder / "evil.py")}
    return subprocess.run(
        [sys.executable, *flags, "-c", code], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_a_python_file_named_as_the_package_beside_the_workbook_is_not_imported(hostile: Path) -> None:
    """Excel's current folder is the one that a workbook was last opened from; Python starts there."""
    flags = shlex.split(COMMAND.replace("\\", "/"))[1:-2]
    code = "import cpp_scorecard, sys; print(cpp_scorecard.__version__); print('' in sys.path)"
    assert run_in(hostile.parent, [], code).returncode == 66, "the file beside the workbook would be imported"
    done = run_in(hostile.parent, flags, code)
    assert done.returncode == 0, done.stderr
    assert "evil" not in done.stdout
    assert done.stdout.split()[-1] == "False"
