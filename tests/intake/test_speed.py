"""Reading stays quick: generous limits, so that only a change of order of magnitude fails."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path
from typing import Any

import pytest
from tests.tools.workbooks import DEFINED, definition
from xlsxwriter import Workbook

from cpp_scorecard.core.people import Cohort
from cpp_scorecard.core.series import CellRef
from cpp_scorecard.intake.grid import CellKind, Grid, GridCell
from cpp_scorecard.intake.locate import tables_of
from cpp_scorecard.intake.workbook import read_workbook

MONTHS = [dt.datetime(2012 + m // 12, m % 12 + 1, 1) for m in range(120)]


def _large(path: Path, children: int = 0) -> Path:
    with Workbook(str(path), {"constant_memory": False}) as book:
        definitions = book.add_worksheet("Definitions")
        definitions.write_row(0, 0, ("Domain", "Indicator", "How reported?", "Good is", "Unit"))
        figures = book.add_worksheet("Figures")
        figures.write_row(0, 0, ("Indicator",))
        shown = book.add_format({"num_format": "mmm-yy"})
        for m, month in enumerate(MONTHS):
            figures.write_datetime(0, m + 1, month, shown)
        for i in range(300):
            definitions.write_row(i + 1, 0, (f"Domain {i // 40}", f"Indicator {i}", "SS", "High", "Number"))
            figures.write_row(i + 1, 0, (f"Indicator {i}", *range(120)))
        if children:
            sheet = book.add_worksheet("Children")
            sheet.write_row(0, 0, ("Child ID", "Name", "Setting type", "Started", "Note", *"ABCDEFGHIJ"))
            for row in range(1, children):
                sheet.write_row(
                    row, 0, (row, f"Child {row}", "Foster", row % 400, f"A note about child {row}", *"abcdefghij")
                )
    return path


def _seconds(path: Path) -> float:
    started = time.process_time()
    book = read_workbook(path)
    assert len(book.indicators) == 300
    assert len(book.series[7].observations) == 120
    return time.process_time() - started


@pytest.mark.slow
def test_three_hundred_indicators_over_ten_years(tmp_path: Path) -> None:
    assert _seconds(_large(tmp_path / "large.xlsx")) < 4


@pytest.mark.slow
def test_a_long_list_of_children_beside_them_is_not_read_through(tmp_path: Path) -> None:
    assert _seconds(_large(tmp_path / "larger.xlsx", children=50_000)) < 8


def test_a_sheet_full_of_texts_is_searched_quickly() -> None:
    """Two hundred thousand different texts, none of them a header."""
    cells = {
        (row, column): GridCell(CellKind.TEXT, f"text {row} {column}") for row in range(20_000) for column in range(10)
    }
    started = time.process_time()
    grid = Grid("Children", cells)
    assert tables_of(grid) == []
    assert grid.ref(3, 4) == CellRef("Children", 3, 4)
    assert time.process_time() - started < 4


def test_a_column_that_says_measure_in_every_row() -> None:
    """A word that could head a table, ten thousand times."""
    cells = {
        (row, column): GridCell(CellKind.TEXT, "Measure" if column == 2 else f"word {column}")
        for row in range(10_000)
        for column in range(12)
    }
    started = time.process_time()
    assert tables_of(Grid("Long", cells)) == []
    assert time.process_time() - started < 12


@pytest.mark.slow
def test_a_list_of_fifty_thousand_rows_and_twelve_columns_is_no_attack(tmp_path: Path) -> None:
    """The limits against hostile files leave room for the longest list that a council keeps beside its indicators."""
    path = tmp_path / "indicators.xlsx"
    book = Workbook(path, {"constant_memory": True})
    sheets: dict[str, list[Any]] = {
        "Definitions": [DEFINED, definition("Children seen", low=10, high=20)],
        "Figures": [("Indicator", "Oct-21", "Nov-21"), ("Children seen", 11, 12)],
    }
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, ["" if value is None else value for value in row])
    episodes = book.add_worksheet("Episodes")
    header = ("CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "DEC", "REC", "One", "Two", "Three", "Four")
    episodes.write_row(0, 0, header)
    for number in range(1, 50_001):
        child = (f"MADE-UP-{number:06d}", "01/04/2021", "S", "C1", "N1", "U1", "", "", "x", "y", 3, 4)
        episodes.write_row(number, 0, child)
    book.close()
    lists = read_workbook(path).child_lists
    children = lists.population(Cohort.LOOKED_AFTER, dt.date(2021, 11, 30))
    assert children is not None
    assert len(children.people) == 50_000
