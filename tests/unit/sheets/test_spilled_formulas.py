"""A formula that fills several cells: one formula in the file, and a value in each of the cells it fills."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from cpp_scorecard.sheets.model import (
    Area,
    BookModel,
    BookProperties,
    Cell,
    Formula,
    LayoutError,
    PrintSetup,
    Role,
    SheetModel,
)
from cpp_scorecard.sheets.render import render
from cpp_scorecard.sheets.theme import load_theme

BLOCK = Formula("=CPP_RAG(B1:C2,0.9,1,E1)", "A", (("A", "G"), ("", 3.5)))


def sheet(*cells: Cell) -> SheetModel:
    return SheetModel(key="gallery", name="Gallery", cells=cells, print_setup=PrintSetup(area=Area(0, 0, 9, 9)))


def cell(row: int, column: int, value: Formula | str) -> Cell:
    return Cell(row, column, value, Role.CENTRED)


def test_a_spilled_formula_is_a_dynamic_array_with_its_values() -> None:
    """Excel shows the values before it calculates anything, and no braces."""
    content = render(BookModel((sheet(cell(3, 1, BLOCK)),), BookProperties("t")), load_theme())
    shown = openpyxl.load_workbook(io.BytesIO(content), data_only=True)["Gallery"]
    assert [[c.value for c in row] for row in shown["B4:C5"]] == [["A", "G"], [None, 3.5]]
    held = openpyxl.load_workbook(io.BytesIO(content))["Gallery"]["B4"].value
    assert (held.text, held.ref) == (BLOCK.text, "B4:C5")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert 'cm="1"' in package.read("xl/worksheets/sheet1.xml").decode()
        assert "xl/metadata.xml" in package.namelist()


@pytest.mark.parametrize(
    ("cells", "complaint"),
    [
        ((cell(0, 0, BLOCK), cell(1, 1, "x")), "Gallery!B2 is in the way of the results of A1"),
        ((cell(0, 0, BLOCK), cell(0, 1, BLOCK)), "Gallery!B1 is in the way of the results of A1"),
        ((cell(0, 0, Formula("=A9", "A", (("A", "G"), ("",)))),), "Gallery!A1: the results do not make a block"),
        ((cell(0, 0, Formula("=A9", "A", (("G",), ("A",)))),), "Gallery!A1: the results do not make a block"),
    ],
)
def test_results_that_meet_something_else_are_refused(cells: tuple[Cell, ...], complaint: str) -> None:
    """Excel would show #SPILL! for all of them."""
    with pytest.raises(LayoutError, match=complaint):
        sheet(*cells)
