"""A sheet model refuses what Excel would repair, so that a layout mistake fails here and not at a council."""

from __future__ import annotations

import pytest

from cpp_scorecard.sheets.model import (
    MAX_TEXT,
    Area,
    BookModel,
    BookProperties,
    Cell,
    LayoutError,
    PrintSetup,
    Role,
    SheetModel,
    a1,
)

PAGE = PrintSetup(area=Area(0, 0, 9, 9))


def sheet(*cells: Cell, merges: tuple[Area, ...] = (), name: str = "Card") -> SheetModel:
    return SheetModel(key="card", name=name, cells=cells, merges=merges, print_setup=PAGE)


def cell(row: int, column: int, value: str = "x") -> Cell:
    return Cell(row, column, value, Role.TEXT)


@pytest.mark.parametrize(
    ("cells", "merges", "complaint"),
    [
        ((cell(1, 1), cell(1, 1)), (), "Card!B2 is placed twice"),
        ((cell(0, 0), cell(0, 1)), (Area(0, 0, 0, 1),), "Card!B1 would be hidden by the merge A1:B1"),
        ((cell(0, 0), cell(1, 1)), (Area(0, 0, 1, 0), Area(1, 0, 1, 1)), "merges A1:A2 and A2:B2 overlap"),
        ((), (Area(0, 0, 0, 1),), "the merge A1:B1 has no cell at its corner"),
        ((cell(0, 0, "x" * (MAX_TEXT + 1)),), (), "Card!A1 holds more text than a cell can"),
    ],
)
def test_a_clash_names_both_offenders(cells: tuple[Cell, ...], merges: tuple[Area, ...], complaint: str) -> None:
    """The message alone must be enough to find the mistake in a report module."""
    with pytest.raises(LayoutError, match=complaint):
        sheet(*cells, merges=merges)


@pytest.mark.parametrize("name", ["", "x" * 32, "a/b", "a:b", "[a]", "'a", "a'", "History"])
def test_a_name_that_excel_refuses_is_refused(name: str) -> None:
    """Sheet names come from a council's settings; Excel would repair the file or not open it."""
    with pytest.raises(LayoutError, match="cannot be the name"):
        sheet(name=name)


@pytest.mark.parametrize(
    "corners", [(2, 0, 1, 0), (0, 2, 0, 1), (-1, 0, 0, 0), (0, 0, 1_048_576, 0), (0, 0, 0, 16_384)]
)
def test_an_area_lies_within_a_worksheet(corners: tuple[int, int, int, int]) -> None:
    """An area that is inside out or off the sheet is a mistake in counting rows."""
    with pytest.raises(LayoutError, match="not an area"):
        Area(*corners)


def test_two_sheets_differ_in_more_than_case() -> None:
    """Excel takes Card and CARD for one name."""
    with pytest.raises(LayoutError, match="same name"):
        BookModel((sheet(name="Card"), sheet(name="CARD")), BookProperties("t"))


def test_addresses_are_written_as_excel_writes_them() -> None:
    """Zero-based places inside, A1 outside: the one place where the two meet."""
    assert [a1(0, column) for column in (0, 25, 26, 701, 702)] == ["A1", "Z1", "AA1", "ZZ1", "AAA1"]
    assert a1(4, 2, fixed_column=True, fixed_row=True) == "$C$5"
    assert Area(0, 0, 1, 2).a1 == "A1:C2"
    assert list(Area(0, 0, 1, 1).cells()) == [(0, 0), (0, 1), (1, 0), (1, 1)]
