"""Workbooks that cannot be worked on: one sentence each, and nothing touched."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.tools.com_excel import com_error
from tests.tools.officer import Officer, indicators, model_of, state_of

CHANGING = ("build", "restore_previous", "add_month")


def states(book: Any) -> Any:
    return model_of(book).extras.states


def made_so(book: Any, **values: Any) -> None:
    states(book).update(values)


CONDITIONS = {
    "protected structure": (lambda book: book.api.Protect(), "structure of indicators.xlsx is protected", False),
    "read-only": (lambda book: made_so(book, ReadOnly=True), "is open read-only", True),
    "marked as final": (lambda book: made_so(book, Final=True), "is marked as final", True),
    "AutoSave": (lambda book: made_so(book, AutoSaveOn=True), "AutoSave is on", True),
    "shared in the old way": (lambda book: made_so(book, MultiUserEditing=True), "shared in the old way", False),
    "compatibility mode": (lambda book: made_so(book, FileFormat=56), "Excel 97-2003, .xls", False),
    "binary workbook": (lambda book: made_so(book, FileFormat=50), "Binary Workbook, .xlsb", False),
    "another format": (lambda book: made_so(book, FileFormat=6), "number 6 in Excel's list", False),
}
"""How a workbook comes to be so, what is said, and whether cells may not be changed either."""


@pytest.mark.parametrize("what", sorted(CONDITIONS))
def test_a_workbook_that_takes_no_sheets_is_met_with_one_sentence(officer: Officer, book: Any, what: str) -> None:
    bring_about, sentence, cells_too = CONDITIONS[what]
    bring_about(book)
    before = state_of(book)
    for action in CHANGING if cells_too else CHANGING[:2]:
        officer.excel.log.clear()
        said = officer.press(action)
        assert sentence in said, action
        assert len(officer.excel.told) == 1
        assert not officer.excel.calls("SaveCopyAs"), "it is said before anything is read"
        assert [call for call in officer.excel.log if call.kind == "set" and call.member != "StatusBar"] == []
    assert state_of(book) == before


def test_an_excel_without_auto_save_is_no_reason(officer: Officer, book: Any) -> None:
    officer.excel.fail_on("AutoSaveOn", com_error("no such property"))
    assert "in place" in officer.press("build")


def test_a_workbook_that_was_never_saved(officer: Officer) -> None:
    book = officer.excel.new()
    for row, cells in enumerate([("Indicator", "How reported?", "Nov-21"), ("Children seen", "SS", 9)], start=1):
        for column, value in enumerate(cells, start=1):
            book.sheets[0].cells(row, column).value = f"'{value}" if isinstance(value, str) else value
    assert "has never been saved" in officer.press("build")
    assert "ready for the report up to Nov-21" in officer.press("check"), "it can be checked all the same"


def test_a_workbook_on_the_web_is_read_and_built(officer: Officer, book: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """With AutoSave off nothing is in the way; the files beside it are out of reach."""
    from cpp_scorecard.excel.saved_copy import saved_copy

    members = officer.excel.members
    where = "https://council.sharepoint.com/sites/panel"
    monkeypatch.setattr(type(members), "get_Workbook_Path", lambda _self, _book: where, raising=False)
    full_name = f"{where}/indicators.xlsx"
    monkeypatch.setattr(type(members), "get_Workbook_FullName", lambda _self, _book: full_name, raising=False)
    with saved_copy(book) as copy:
        assert copy.workbook == copy.path
    assert "up to Nov-21" in officer.press("check")
    assert "in place" in officer.press("build")


def test_a_workbook_that_counts_from_1904_is_refused(officer: Officer, tmp_path: Path) -> None:
    import openpyxl
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    path = indicators(tmp_path / "indicators.xlsx")
    made = openpyxl.load_workbook(path)
    made.epoch = CALENDAR_MAC_1904
    made.save(path)
    book = officer.open(path)
    before = state_of(book)
    assert "counts dates from 1904" in officer.press("build")
    assert state_of(book) == before


@pytest.mark.parametrize("action", ["check", "build", "preview", "add_month", "options"])
def test_a_copy_that_excel_cannot_save_is_said(officer: Officer, book: Any, action: str) -> None:
    officer.excel.fail_on("SaveCopyAs", com_error("Disk full"))
    said = officer.press(action)
    assert "could not save a copy of indicators.xlsx to read (Disk full)" in said


def test_a_workbook_that_is_no_indicator_workbook_is_told_what_it_lacks(officer: Officer, tmp_path: Path) -> None:
    import openpyxl

    other = openpyxl.Workbook()
    other.worksheets[0]["A1"] = "Shopping"
    other.save(tmp_path / "list.xlsx")
    officer.open(tmp_path / "list.xlsx")
    for action in ("check", "build", "preview"):
        assert "list.xlsx: no header row" in officer.press(action)


def test_figures_that_wait_for_calculation_are_mentioned(officer: Officer, book: Any) -> None:
    officer.excel.members.app_states["CalculationState"] = 2
    assert "press F9" in officer.press("check")
    officer.press("build", answer="cancel")
    assert "press F9" in officer.asked
