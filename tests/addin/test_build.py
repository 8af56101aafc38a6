"""Building the add-in: the same bytes everywhere, and a refusal in words wherever what it rests on has changed."""

from __future__ import annotations

import hashlib
import shutil
import sys
from pathlib import Path

import pytest

from cpp_scorecard.addin import build
from cpp_scorecard.addin.build import build_addin
from cpp_scorecard.addin.sources import addin_sources
from cpp_scorecard.addin.stock import FORBIDDEN, check_connection, check_stock, stock_vba
from cpp_scorecard.addin.vba_project import dir_records
from cpp_scorecard.addin.vba_sources import vba_sources
from cpp_scorecard.addin.wrappers import Argument, Wrapper
from cpp_scorecard.cli import main
from cpp_scorecard.core.errors import Refused

SOURCES = addin_sources()
VERSION, STOCK = stock_vba()
ONE = Wrapper("m", "CPP_ONE", "One.", "Scorecard", (Argument("value", "A value."),))
CONNECTION = vba_sources(SOURCES, [ONE], addin_version="1.0", xlwings_version=VERSION)["CppPython"]


def copy_of_the_sources(folder: Path) -> Path:
    shutil.copytree(SOURCES.folder, folder)
    return folder


def changed(folder: Path, place: str, old: str, new: str) -> Path:
    path = copy_of_the_sources(folder) / place
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    return folder


def test_two_folders_give_the_same_bytes(tmp_path: Path) -> None:
    first = copy_of_the_sources(tmp_path / "one")
    second = copy_of_the_sources(tmp_path / "another" / "deeper down")
    assert build_addin(first) == build_addin(second)


def test_the_command_writes_the_file_and_says_its_hash(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "made.xlam"
    assert main(["addin", "build", "-o", str(path)]) == 0
    assert hashlib.sha256(path.read_bytes()).hexdigest() in capsys.readouterr().out


def test_a_name_that_excel_would_not_open_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["addin", "build", "-o", str(tmp_path / "made.xlsm")]) == 4
    assert "Name it .xlam" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_without_pyopenvba_the_command_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "pyopenvba", None)
    assert main(["addin", "build", "-o", str(tmp_path / "made.xlam")]) == 4
    assert "needs pyOpenVBA" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


CHANGES = {
    "a picture that Office does not have": ("ribbon/customUI14.xml", '"Undo"', '"UnDo"', "UnDo is not on the list"),
    "a callback without a handler": ("vba/CppRibbon.bas", "Sub MonthId(", "Sub MonthName(", "which no VBA module has"),
    "a function open to cells": ("vba/CppRibbon.bas", "Private Function Say(", "Public Function Say(", "Say is public"),
    "xlwings of another version": ("addin.toml", f'"{VERSION}" =', '"0.0.1" =', "not one that was reviewed"),
    "an unknown placeholder": ("vba/CppRibbon.bas", "@TITLE@", "@NAME@", "which nothing fills"),
    "a connection to another library": (
        "vba/CppPython.cls",
        'Lib "xlwings64-@XLWINGS_VERSION@.dll"',
        'Lib "xlwings64.dll"',
        "does not call the library",
    ),
    "a connection that asks the active workbook": (
        "vba/CppPython.cls",
        "ThisWorkbook.Worksheets",
        "ActiveWorkbook.Worksheets",
        "uses ActiveWorkbook",
    ),
}


@pytest.mark.parametrize(("place", "old", "new", "said"), CHANGES.values(), ids=list(CHANGES))
def test_a_source_that_has_come_apart_is_refused(tmp_path: Path, place: str, old: str, new: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        build.checked_modules(addin_sources(changed(tmp_path / "addin", place, old, new)))


def test_the_installed_xlwings_is_the_reviewed_one() -> None:
    check_stock(VERSION, STOCK, SOURCES.reviewed_xlwings)


def test_any_other_text_of_xlwings_is_refused() -> None:
    with pytest.raises(Refused, match="not one that was reviewed"):
        check_stock(VERSION, f"{STOCK} ", SOURCES.reviewed_xlwings)


def test_xlwings_whose_vba_names_another_version_is_refused() -> None:
    text = STOCK.replace(f'Lib "xlwings64-{VERSION}.dll"', 'Lib "xlwings64-0.1.dll"')
    with pytest.raises(Refused, match=r"names version 0\.1"):
        check_stock(VERSION, text, {VERSION: hashlib.sha256(text.encode()).hexdigest()})


def test_the_stock_module_has_what_the_connection_must_not_have() -> None:
    """If xlwings no longer did any of it, the reasons for a connection of our own would have to be read again."""
    assert [word for word in FORBIDDEN if word.lower() not in STOCK.lower()] == []
    assert 'If SheetExists(ActiveWorkbook, PROJECT_NAME & ".conf") = True Then' in STOCK


@pytest.mark.parametrize("word", FORBIDDEN)
def test_a_connection_that_reads_more_than_its_own_sheet_is_refused(word: str) -> None:
    check_connection(VERSION, STOCK, CONNECTION)
    with pytest.raises(Refused, match=word):
        check_connection(VERSION, STOCK, f'{CONNECTION}\nPrivate Const EXTRA = "{word}"\n')


def test_a_server_that_is_started_otherwise_is_refused() -> None:
    with pytest.raises(Refused, match="starts its server in another way"):
        check_connection(VERSION, STOCK.replace("xlwings.serve('$(CLSID)')", "xlwings.run()"), CONNECTION)


def test_functions_of_two_categories_are_refused() -> None:
    other = Wrapper("m", "CPP_TWO", "Two.", "Another", ())
    with pytest.raises(Refused, match="one category"):
        vba_sources(SOURCES, [ONE, other], addin_version="1.0", xlwings_version=VERSION)


def test_a_list_of_modules_without_an_end_is_refused() -> None:
    with pytest.raises(Refused, match="has no end"):
        dir_records(bytes.fromhex("0f00020000000100"), "Name")
