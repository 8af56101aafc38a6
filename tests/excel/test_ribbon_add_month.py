"""Add month: the one button that writes into the officer's own sheets, and where it does not."""

from __future__ import annotations

import datetime as dt
import shutil
import time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font
from openpyxl.worksheet.table import Table
from tests.tools.com_excel import com_error
from tests.tools.officer import Officer, indicators, model_of, state_of
from tests.tools.workbooks import council, definition

from cpp_scorecard.core.period import Month
from cpp_scorecard.core.resources import shipped
from cpp_scorecard.excel.next_month import next_header
from cpp_scorecard.intake.grid import CellKind, GridCell

NOVEMBER = Month.of(2021, 11)


def text(value: str) -> GridCell:
    return GridCell(CellKind.TEXT, value)


def day(year: int, month: int, number: int) -> GridCell:
    return GridCell(CellKind.DATE, dt.datetime(year, month, number))


@pytest.mark.parametrize(
    ("cell", "after"),
    [
        (text("Nov-21"), "Dec-21"),
        (text("Nov 21"), "Dec 21"),
        (text("NOV-21"), "DEC-21"),
        (text("Nov 2021"), "Dec 2021"),
        (text("November 2021"), "December 2021"),
        (text("2021-11"), "2021-12"),
        (day(2021, 11, 1), dt.date(2021, 12, 1)),
        (day(2021, 11, 30), dt.date(2021, 12, 31)),
        (day(2021, 11, 15), dt.date(2021, 12, 15)),
        (day(2021, 11, 29), None),
        (text("Nov-21 (prov)"), None),
        (text("Month 8"), None),
    ],
)
def test_the_header_is_continued_as_it_is_written(cell: GridCell, after: object) -> None:
    assert next_header(cell, NOVEMBER) == after


def test_december_is_followed_by_january_of_the_next_year() -> None:
    assert next_header(text("Dec-21"), Month.of(2021, 12)) == "Jan-22"


def test_the_cells_are_named_asked_about_and_added_blank(officer: Officer, book: Any) -> None:
    figures = book.sheets["Figures"]
    figures["E1:E3"].api.Font.Bold = True
    figures["E1"].api.ColumnWidth = 17
    before = state_of(book)
    officer.press("add_month", answer="cancel")
    assert state_of(book) == before
    said = officer.press("add_month")
    assert "A column for Dec-21 is added to:" in officer.asked
    assert "Figures: header F1, cells down to F3" in officer.asked
    assert "added to 1 table" in said
    assert figures["F1"].value == "Dec-21"
    assert figures["F2:F3"].value == [None, None]
    assert figures["F2"].api.Font.Bold is True
    assert figures["F1"].api.ColumnWidth == 17
    after = state_of(book)
    sheet = next(one for one in model_of(book).sheets_ if one.name == "Figures")
    changed = {
        place for place, content in after.cells[id(sheet)].items() if before.cells[id(sheet)].get(place) != content
    }
    assert changed == {(1, 6)}


def test_the_new_month_is_read_as_one(officer: Officer, book: Any) -> None:
    officer.press("add_month")
    book.sheets["Figures"]["F2:F3"].value = [[10], [3]]
    assert "up to Dec-21" in officer.press("check")


def test_a_date_stays_a_date(officer: Officer, tmp_path: Path) -> None:
    header = ("Indicator", "Figure", dt.datetime(2021, 10, 1), dt.datetime(2021, 11, 1))
    path = council(tmp_path / "dates.xlsx", [definition()], [header, ("Children seen", "Data", 3, 4)])
    book = officer.open(path)
    officer.press("add_month")
    assert book.sheets["Figures"]["E1"].value == dt.datetime(2021, 12, 1)
    assert book.sheets["Figures"]["E1"].number_format == book.sheets["Figures"]["D1"].number_format


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the clock of this computer cannot be set for one process")
def test_a_date_in_summer_time_is_not_the_evening_before(
    officer: Officer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    header = ("Indicator", "Figure", dt.datetime(2021, 5, 1), dt.datetime(2021, 6, 1))
    path = council(tmp_path / "dates.xlsx", [definition()], [header, ("Children seen", "Data", 3, 4)])
    book = officer.open(path)
    monkeypatch.setenv("TZ", "Europe/London")
    time.tzset()
    try:
        officer.press("add_month")
    finally:
        monkeypatch.undo()
        time.tzset()
    assert book.sheets["Figures"]["E1"].value == dt.datetime(2021, 7, 1)


def changed(tmp_path: Path, change: Any) -> Path:
    path = indicators(tmp_path / "indicators.xlsx")
    book = openpyxl.load_workbook(path)
    change(book["Figures"])
    book.save(path)
    return path


def two_rows(sheet: Any) -> None:
    sheet.insert_rows(1)
    sheet["C1"] = "2021/22"
    for column, name in zip("CDE", ("Sep", "Oct", "Nov"), strict=True):
        sheet[f"{column}2"] = name
    sheet.merge_cells("C1:E1")


def crowded(sheet: Any) -> None:
    sheet.insert_rows(1, 2)
    sheet["F3"], sheet["H1"] = "Remarks", "a sum somebody keeps here"


def pinned(sheet: Any) -> None:
    sheet["F1"] = "Remarks"
    settings = sheet.parent.create_sheet("Settings")
    settings.append(("Setting", "Value"))
    settings.append(("Layout: Figures: column G", "indicator"))


UNSAFE = {
    "the table goes on and something else stands above": (crowded, "outside the table (H1)"),
    "the year stands above only": (two_rows, "says its year in the row above only"),
    "the header is written in its own way": (lambda s: s.__setitem__("E1", "Nov-21 (prov)"), "cannot be continued"),
    "the last month is merged": (lambda s: s.merge_cells("E1:F1"), "is merged"),
    "settings name a column behind it": (pinned, "name column G of this sheet by its letter"),
    "the sheet is protected": (lambda s: s.protection.enable(), "the sheet is protected"),
}


@pytest.mark.parametrize("what", sorted(UNSAFE))
def test_where_it_is_unsafe_the_table_is_left_with_the_reason(officer: Officer, tmp_path: Path, what: str) -> None:
    change, reason = UNSAFE[what]
    book = officer.open(changed(tmp_path, change))
    before = state_of(book)
    said = officer.press("add_month")
    assert "No table can be given a new month safely" in said
    assert reason in said
    assert state_of(book) == before


def test_a_table_that_ends_earlier_is_named_and_left(officer: Officer, tmp_path: Path) -> None:
    old = [("Indicator", "Figure", "Jan-20", "Feb-20"), ("Children seen", "Data", 1, 2)]
    book = officer.open(indicators(tmp_path / "indicators.xlsx", Old=old))
    officer.press("add_month")
    assert "Old ends with Feb-20" in officer.asked
    assert book.sheets["Old"]["E1"].value is None
    assert book.sheets["Figures"]["F1"].value == "Dec-21"


def test_formulas_of_the_last_month_are_left_to_the_officer(officer: Officer, book: Any) -> None:
    book.sheets["Figures"]["E3"].formula = "=E2-4"
    officer.press("add_month")
    assert "1 row has a formula in E: fill it right yourself" in officer.asked
    assert book.sheets["Figures"]["F3"].formula == ""


def test_an_excel_table_grows_with_its_months(officer: Officer, tmp_path: Path) -> None:
    path = changed(tmp_path, lambda sheet: sheet.add_table(Table(displayName="Data", ref="A1:E3")))
    book = officer.open(path)
    officer.press("add_month")
    table = book.sheets["Figures"].api.ListObjects(1)
    assert str(table.Range.Address) == "$A$1:$F$3"
    assert book.sheets["Figures"]["F1"].value == "Dec-21"


def test_a_workbook_without_months_is_told_so(officer: Officer, tmp_path: Path) -> None:
    rows = [("Indicator", "Figure", "2019-20", "2020-21"), ("Children seen", "Data", 3, 4)]
    officer.open(council(tmp_path / "years.xlsx", [definition(how="FY")], rows))
    assert "no table with months across" in officer.press("add_month")


def plain_months(sheet: Any) -> None:
    for row in (1, 2, 3):
        sheet.cell(row, 5).font = Font(bold=True)


def year_above(sheet: Any) -> None:
    sheet.insert_rows(1)
    sheet["A1"], sheet["B1"], sheet["C1"], sheet["F1"] = "Indicator", "Figure", "2021/22", "Basis"
    sheet["A2"] = sheet["B2"] = None
    for area in ("A1:A2", "B1:B2", "C1:E1", "F1:F2"):
        sheet.merge_cells(area)


def merges_of(book: Any) -> list[str]:
    sheet = next(one for one in model_of(book).sheets_ if one.name == "Figures")
    return sorted(f"{area.top},{area.left},{area.bottom},{area.right}" for area in sheet.merged_areas)


@pytest.mark.slow
@pytest.mark.parametrize("change", [plain_months, year_above])
def test_whatever_call_fails_what_was_added_is_taken_back(officer: Officer, tmp_path: Path, change: Any) -> None:
    path = changed(tmp_path, change)
    outcomes: list[str] = []
    for number in range(1, 100):
        officer = Officer()
        book = officer.open(path)
        before, merges = state_of(book), merges_of(book)
        left = [number]

        def fail(call: Any, officer: Officer = officer, left: list[int] = left) -> None:
            left[0] -= bool(officer.excel.told)  # from the question on
            if left[0] == 0 and officer.excel.told:
                left[0] = -1_000
                raise com_error(f"{call} failed")

        officer.excel.on_call = fail
        said = officer.press("add_month")
        complete = "Dec-21" in [content[0] for cells in state_of(book).cells.values() for content in cells.values()]
        if "was added to" in said or (complete and "Look at the new month's cells" in said):
            outcomes.append("done")
        else:
            assert "not everything" not in said, number
            assert state_of(book) == before, number
            assert merges_of(book) == merges, number
            outcomes.append("undone")
        if left[0] > 0:
            break
    assert outcomes[-1] == "done"
    assert outcomes.count("undone") > 15


def test_columns_behind_the_months_move_and_formulas_follow(officer: Officer, tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet["F1"], sheet["F2"], sheet["G1"], sheet["G2"] = "Basis", "Illustrative", "Sum", "=SUM(C2:E2)"
        sheet.parent.create_sheet("Mine")["A1"] = "=Figures!G2"

    book = officer.open(changed(tmp_path, change))
    assert "added to 1 table" in officer.press("add_month")
    assert "a new column F right of the last month" in officer.asked
    figures = book.sheets["Figures"]
    assert figures["E1:H1"].value == ["Nov-21", "Dec-21", "Basis", "Sum"]
    assert figures["F2"].value is None
    assert figures["G2"].value == "Illustrative"
    assert figures["H2"].formula == "=SUM(C2:E2)"
    assert book.sheets["Mine"]["A1"].formula == "=Figures!H2"


def test_a_year_above_the_months_grows_with_them(officer: Officer, tmp_path: Path) -> None:
    book = officer.open(changed(tmp_path, year_above))
    officer.press("add_month")
    figures = book.sheets["Figures"]
    assert figures["F2"].value == "Dec-21"
    assert figures["C1"].api.MergeArea.Address == "$C$1:$F$1"
    assert figures["G1"].value == "Basis"
    figures["F3:F4"].value = [[10], [3]]
    assert "up to Dec-21" in officer.press("check")


WORKBOOKS = {
    "the template": (shipped("workbook_templates") / "indicator_workbook.xlsx", 1),
    "the sample": (shipped("samples") / "wiltshire-2022-01" / "indicators.xlsx", 3),
}


@pytest.mark.slow
@pytest.mark.parametrize("what", sorted(WORKBOOKS))
def test_what_ships_can_be_continued(officer: Officer, tmp_path: Path, what: str) -> None:
    path, tables = WORKBOOKS[what]
    officer.open(Path(shutil.copy(path, tmp_path)))
    said = officer.press("add_month")
    assert "Left alone" not in officer.asked
    assert f"added to {tables} table" in said
