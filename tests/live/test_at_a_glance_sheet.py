"""The At a Glance sheet of the sample: three tables on one page, each counted figure with a note, nobody's record."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PdfReader
from tests.tools import libreoffice
from tests.tools.workbooks import Row, council, definition

from cpp_scorecard.app.build import make_card
from cpp_scorecard.app.scorecard import make_scorecard
from cpp_scorecard.cli import main
from cpp_scorecard.reports.at_a_glance import at_a_glance_sheet
from cpp_scorecard.reports.wording import wording
from cpp_scorecard.sheets.theme import load_theme

TABLES = ("CLA Caseload Breakdown", "CLA Starts Breakdown", "Care Leavers Caseload Breakdown")


@pytest.fixture(scope="module")
def book(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("glance") / "glance.xlsx"
    assert main(["build", str(sample), "-o", str(path), "--report", "at-a-glance"]) == 0
    return path


@pytest.fixture(scope="module")
def sheet(book: Path) -> Worksheet:
    found = openpyxl.load_workbook(book)["At a Glance"]
    assert isinstance(found, Worksheet)
    return found


def texts(sheet: Worksheet) -> dict[str, tuple[int, int]]:
    return {c.value: (c.row, c.column) for row in sheet.iter_rows() for c in row if isinstance(c.value, str)}


def test_three_tables_with_their_titles_and_the_caution(sheet: Worksheet) -> None:
    found = texts(sheet)
    assert set(TABLES) <= set(found)
    assert wording()["at_a_glance"]["caution"] in found
    assert found[TABLES[0]][0] == found[TABLES[1]][0], "two stand side by side"
    assert found[TABLES[1]][1] == found[TABLES[2]][1], "and the third below the second"


def test_rows_beside_the_title_and_the_header_of_another_table_are_no_higher_for_it(sheet: Worksheet) -> None:
    """The header of the third table spans two rows, so that one line of text beside it keeps the height of one."""
    title, first = texts(sheet)[TABLES[2]], texts(sheet)["Number of CLA per 10,000"]
    heights = [sheet.row_dimensions[title[0] + below].height for below in range(3)]
    assert heights == [sheet.row_dimensions[first[0]].height] * 3
    assert all(sheet.cell(title[0] + below, 2).value for below in range(3)), "other tables' rows stand beside it"
    header = sheet.cell(title[0] + 1, title[1]).coordinate
    (merged,) = (area for area in sheet.merged_cells.ranges if area.start_cell.coordinate == header)
    assert merged.max_row - merged.min_row == 1


def test_categories_are_merged_down_and_measures_are_not(sheet: Worksheet) -> None:
    merged = {sheet.cell(area.min_row, area.min_col).value: area for area in sheet.merged_cells.ranges}
    assert {"Ethnicity", "Need", "Eligibility"} <= set(merged)
    assert merged["Ethnicity"].max_row - merged["Ethnicity"].min_row == 5
    assert not [value for value in merged if str(value).startswith("% ")]


def test_each_counted_figure_says_how_many_of_how_many_from_which_sheets(sheet: Worksheet) -> None:
    row, column = texts(sheet)["% Interim Care Orders"]
    cell = sheet.cell(row, column + (2 if column < 5 else 1))
    assert cell.comment is not None
    assert " of 431: " in cell.comment.text or " of 102: " in cell.comment.text
    assert "codes C1" in cell.comment.text
    assert "Episodes (made up)" in cell.comment.text
    notes = [c for cells in sheet.iter_rows() for c in cells if c.comment is not None]
    assert len(notes) == 63, "one for each measure"


def test_the_sheet_says_which_day_and_whom_it_compares_with(sheet: Worksheet) -> None:
    lines = [text for text in texts(sheet) if "End Nov 21 is counted from" in text]
    assert len(lines) == 3
    assert any(text.startswith("Similar councils: ") for text in texts(sheet))


def test_nobody_in_the_lists_is_in_the_file(book: Path, sample: Path) -> None:
    names = [row[0].value for row in openpyxl.load_workbook(sample)["Children (made up)"].iter_rows(min_row=1)]
    identifiers = [str(name) for name in names if name and "0001" in str(name)]
    assert identifiers, "the sample names its made-up children"
    with zipfile.ZipFile(book) as package:
        everything = b"".join(package.read(name) for name in package.namelist())
    assert not [name for name in identifiers if name.encode() in everything]


@pytest.mark.skipif(bool(libreoffice.missing()), reason=libreoffice.missing() or "never")
def test_it_prints_on_one_page_of_a3(book: Path, tmp_path: Path) -> None:
    (page,) = PdfReader(libreoffice.convert(book, tmp_path)).pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (1191, 842)
    assert all(title in page.extract_text() for title in TABLES)


def test_longer_tables_stand_one_below_the_other_and_no_page_cuts_one(tmp_path: Path) -> None:
    header: Row = ("Category", "Measure", "End Nov 21")
    ages: list[Row] = [("Age", f"% aged {age}", "1%") for age in range(60)]
    glance: list[Row] = [("CLA Caseload",), header, *ages, ("CLA Starts",), header, *ages]
    path = council(
        tmp_path / "council.xlsx",
        [definition()],
        [("Indicator", "Oct-21", "Nov-21"), ("Children seen", 3, 4)],
        Glance=glance,
    )
    model = at_a_glance_sheet(make_card(make_scorecard(path)), load_theme(None))
    second = next(cell.row for cell in model.cells if cell.value == "CLA Starts")
    assert model.print_setup.breaks_before_rows == (second,)
