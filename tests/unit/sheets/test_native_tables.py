"""Tables that Excel knows as tables: what it would repair is refused, what it gets is plain."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from cpp_scorecard.sheets.model import (
    Area,
    BookModel,
    BookProperties,
    Cell,
    LayoutError,
    NativeTable,
    PrintSetup,
    Role,
    SheetModel,
)
from cpp_scorecard.sheets.plain_look import SMALLEST, plain_theme
from cpp_scorecard.sheets.render import render
from cpp_scorecard.sheets.theme import load_theme

TABLE = NativeTable("Table_1", Area(1, 0, 2, 1), "Reviews by month")


def sheet(*headers: object, table: NativeTable = TABLE, merges: tuple[Area, ...] = ()) -> SheetModel:
    cells = [Cell(0, 0, "Title", Role.TITLE), Cell(2, 0, "Reviews", Role.INDICATOR), Cell(2, 1, 0.5, Role.FIGURE)]
    cells += [Cell(1, at, header, Role.HEADER) for at, header in enumerate(headers)]  # type: ignore[arg-type]
    setup = PrintSetup(area=Area(0, 0, 2, 1), paper=9)
    return SheetModel("key", "Sheet", tuple(cells), setup, merges=merges, tables=(table,))


REFUSED = {
    "two columns of one header": (("Indicator", "indicator"), TABLE, ()),
    "a header that is a number": (("Indicator", 2021), TABLE, ()),
    "a column without a header": (("Indicator",), TABLE, ()),
    "a header of two lines": (("Indicator", "Latest\nfigure"), TABLE, ()),
    "no row": (("Indicator", "Figure"), replace(TABLE, area=Area(1, 0, 1, 1)), ()),
    "a merge in it": (("Indicator", "Figure"), replace(TABLE, area=Area(0, 0, 2, 1)), (Area(0, 0, 0, 1),)),
    "a name that is a cell": (("Indicator", "Figure"), replace(TABLE, name="AB12"), ()),
    "a name with a space": (("Indicator", "Figure"), replace(TABLE, name="Table 1"), ()),
}


@pytest.mark.parametrize("why", REFUSED)
def test_a_table_that_excel_would_repair_is_refused(why: str) -> None:
    headers, table, merges = REFUSED[why]
    with pytest.raises(LayoutError, match=f"the table {table.name}"):
        sheet(*headers, table=table, merges=merges)


def test_two_tables_of_one_name_are_refused() -> None:
    one = sheet("Indicator", "Figure")
    with pytest.raises(LayoutError, match="two tables have the same name"):
        BookModel((one, replace(one, name="Another")), BookProperties("Title"))


def test_the_file_has_the_table_the_language_and_the_headings_of_excel() -> None:
    theme = plain_theme(load_theme())
    book = BookModel((sheet("Indicator", "Figure"),), BookProperties("Title", author="A council", language="en-GB"))
    made = load_workbook(io.BytesIO(render(book, theme, marked=False)))
    (table,) = made["Sheet"].tables.values()
    assert (table.ref, [column.name for column in table.tableColumns]) == ("A2:B3", ["Indicator", "Figure"])
    assert made["Sheet"]["A1"].style == "Heading 1"
    assert made.properties.language == "en-GB"
    assert not made.defined_names
    assert not made["Sheet"].defined_names


def test_a_book_that_names_no_language_says_none() -> None:
    book = BookModel((sheet("Indicator", "Figure"),), BookProperties("Title"))
    assert load_workbook(io.BytesIO(render(book, load_theme()))).properties.language is None


def test_a_plain_look_keeps_the_letters_and_leaves_out_what_has_to_be_seen() -> None:
    theme = load_theme()
    plain = plain_theme(theme)
    assert set(plain.looks) == set(Role)
    for role, look in plain.looks.items():
        assert look.font_name == theme.looks[role].font_name
        assert look.font_size >= SMALLEST
        assert (look.fill, look.bottom, look.top, look.rotation, look.italic) == (None, None, None, 0, False)
        assert look.underline == (role is Role.LINK)
