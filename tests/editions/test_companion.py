"""The accessible companion against the Government Analysis Function's checklist, item by item.

ACCESSIBILITY.md has the checklist; `test_accessibility_page.py` holds the two together.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from tests.tools import libreoffice, ooxml

from cpp_scorecard.app.editions import COMPANION, companion, open_companion
from cpp_scorecard.core.plain_table import Shorthand
from cpp_scorecard.reports.card import Card
from cpp_scorecard.sheets.theme import Theme

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module", params=["wiltshire-2022-01", "wiltshire-2021-22-q2"])
def xlsx(request: pytest.FixtureRequest, files: dict[str, dict[str, bytes]]) -> bytes:
    return files[request.param][COMPANION]


@pytest.fixture(scope="module")
def book(xlsx: bytes) -> Workbook:
    return load_workbook(io.BytesIO(xlsx))


def parts(xlsx: bytes, pattern: str) -> Iterator[tuple[str, etree._Element]]:
    with zipfile.ZipFile(io.BytesIO(xlsx)) as package:
        for name in package.namelist():
            if re.fullmatch(pattern, name):
                yield name, etree.fromstring(package.read(name))


def tables(book: Workbook) -> Iterator[tuple[Worksheet, list[list[object]]]]:
    """Each sheet with a table, and the table's values, header first."""
    for sheet in book.worksheets[1:]:
        (table,) = sheet.tables.values()
        yield sheet, [[cell.value for cell in row] for row in sheet[table.ref]]


def written(sheet: Worksheet) -> Iterator[Any]:
    """The cells that hold something."""
    return (cell for row in sheet.iter_rows() for cell in row if cell.value is not None)


# --- tables ----------------------------------------------------------------------------------------


def test_every_sheet_after_the_cover_has_one_marked_up_table(book: Workbook) -> None:
    assert not book.worksheets[0].tables
    assert [len(sheet.tables) for sheet in book.worksheets[1:]] == [1] * (len(book.worksheets) - 1)


def test_tables_have_names_that_say_what_they_are(book: Workbook) -> None:
    names = [name for sheet in book.worksheets for name in sheet.tables]
    assert len({name.casefold() for name in names}) == len(names)
    for sheet in book.worksheets[1:]:
        (name,) = sheet.tables
        assert name == "Table_" + re.sub(r"\W+", "_", sheet.title, flags=re.ASCII).strip("_")


def test_nothing_is_merged(book: Workbook) -> None:
    assert all(not sheet.merged_cells.ranges for sheet in book.worksheets)


def test_no_cell_row_or_column_of_a_table_is_blank(book: Workbook) -> None:
    """Where there is no figure stands a shorthand, so no cell has to be explained."""
    for sheet, rows in tables(book):
        blank = [value for row in rows for value in row if value is None or not str(value).strip()]
        assert not blank, sheet.title


def test_each_table_has_one_header_row_of_texts_that_are_apart(book: Workbook) -> None:
    for sheet, rows in tables(book):
        (table,) = sheet.tables.values()
        assert table.headerRowCount in (None, 1)
        assert [column.name for column in table.tableColumns] == rows[0]
        assert all(isinstance(text, str) and "\n" not in text for text in rows[0])
        assert len({str(text).casefold() for text in rows[0]}) == len(rows[0])


def test_text_wraps_and_rows_are_high_enough_for_it(book: Workbook) -> None:
    for sheet in book.worksheets:
        for cell in written(sheet):
            assert cell.alignment.wrap_text or cell.row == 1, f"{sheet.title}!{cell.coordinate}"
        heights = [sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1)]
        assert all(height is not None and height >= 18 for height in heights)
        assert max(height for height in heights if height) < 409, "no text is cut at Excel's tallest row"


def test_there_are_no_filters_and_no_frozen_panes(book: Workbook) -> None:
    for sheet in book.worksheets:
        assert sheet.freeze_panes is None
        assert sheet.auto_filter.ref is None
        assert all(table.autoFilter is None for table in sheet.tables.values())


def test_nothing_is_hidden(xlsx: bytes, book: Workbook) -> None:
    assert not book.defined_names
    assert all(sheet.sheet_state == "visible" and not sheet.defined_names for sheet in book.worksheets)
    for name, root in parts(xlsx, r"xl/worksheets/sheet\d+\.xml"):
        assert not root.xpath("//*[@hidden='1' or @outlineLevel]"), name


# --- notes and shorthand -----------------------------------------------------------------------------


def test_notes_are_called_note_and_stand_in_a_table_of_their_own(files: dict[str, dict[str, bytes]]) -> None:
    book = load_workbook(io.BytesIO(files["wiltshire-2022-01"][COMPANION]))
    (header, *rows) = [
        [cell.value for cell in row] for row in book["Notes"][next(iter(book["Notes"].tables.values())).ref]
    ]
    assert header == ["Note number", "Note"]
    known = {str(row[0]) for row in rows}
    column = next(at for at, cell in enumerate(dict(_rows(book))["Scorecard"][0]) if cell == "Notes")
    named = {
        f"[{text}]" for row in dict(_rows(book))["Scorecard"][1:] for text in re.findall(r"\[(.*?)\]", str(row[column]))
    }
    assert named == known
    assert all(re.fullmatch(r"\[note \d+\]", text) for text in known)


def _rows(book: Workbook) -> Iterator[tuple[str, list[list[object]]]]:
    return ((sheet.title, rows) for sheet, rows in tables(book))


def test_no_symbol_and_no_superscript_leads_to_a_note(xlsx: bytes, book: Workbook) -> None:
    for _, root in parts(xlsx, r"xl/(styles|sharedStrings)\.xml"):
        assert not list(root.iter(f"{MAIN}vertAlign"))
    for sheet, rows in tables(book):
        for row in rows:
            for value in row:
                assert not re.search(r"[*†‡¹²³]$", str(value)), f"{sheet.title}: {value}"


def test_each_sheet_explains_the_shorthand_that_it_uses_and_no_other(book: Workbook) -> None:
    for sheet, rows in tables(book):
        used = {str(value) for row in rows[1:] for value in row} & {one.value for one in Shorthand}
        above = " ".join(str(sheet.cell(row, 1).value) for row in range(2, sheet.max_row - len(rows) + 1))
        told = {one.value for one in Shorthand if f"{one.value} is" in above}
        assert told == used, sheet.title


# --- formatting --------------------------------------------------------------------------------------


def test_links_say_where_they_lead_and_stay_in_the_file(book: Workbook) -> None:
    found = 0
    names = {sheet.title for sheet in book.worksheets}
    for sheet in book.worksheets:
        for cell in written(sheet):
            if cell.hyperlink is not None:
                found += 1
                assert cell.hyperlink.target is None
                target = str(cell.hyperlink.location).removesuffix("!A1").strip("'")
                assert target in names
                assert str(cell.value) in (target, "Go to the contents")
    assert found >= len(book.worksheets)


def test_text_is_large_plain_and_left_where_it_is_no_figure(book: Workbook) -> None:
    for sheet in book.worksheets:
        for cell in written(sheet):
            assert cell.font.sz >= 12
            assert cell.font.name == "Arial"
            assert not cell.font.i
            assert not cell.alignment.text_rotation
            assert bool(cell.font.u) == (cell.hyperlink is not None)
            is_figure = isinstance(cell.value, int | float) or cell.value in [one.value for one in Shorthand]
            assert cell.alignment.horizontal == ("right" if is_figure else "left"), cell.coordinate


def test_each_sheet_has_a_title_in_a1_that_is_tagged_as_a_heading(xlsx: bytes, book: Workbook) -> None:
    titles = [sheet["A1"].value for sheet in book.worksheets]
    assert len(set(titles)) == len(titles)
    assert {sheet["A1"].style for sheet in book.worksheets} == {"Heading 1"}
    ((_, styles),) = parts(xlsx, r"xl/styles\.xml")
    built_in = {style.get("name"): style.get("builtinId") for style in styles.iter(f"{MAIN}cellStyle")}
    assert built_in["Heading 1"] == "16"


def test_there_are_no_headers_footers_pictures_boxes_or_comments(xlsx: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx)) as package:
        names = package.namelist()
    assert not [name for name in names if re.search(r"drawing|media|comment|chart|printerSettings", name)]
    for name, root in parts(xlsx, r"xl/worksheets/sheet\d+\.xml"):
        assert not list(root.iter(f"{MAIN}headerFooter")), name


def test_there_are_no_fills_borders_or_colours_that_divide_or_mean_anything(xlsx: bytes, book: Workbook) -> None:
    inks = set()
    for sheet in book.worksheets:
        assert not sheet.conditional_formatting
        for cell in written(sheet):
            assert cell.fill.fill_type is None
            assert cell.border.bottom.style is None
            if cell.hyperlink is None:
                inks.add(cell.font.color.rgb)
    assert len(inks) == 1, "all text has one colour"
    for _, root in parts(xlsx, r"xl/tables/table\d+\.xml"):
        (style,) = root.iter(f"{MAIN}tableStyleInfo")
        assert style.get("name") is None
        assert style.get("showRowStripes") == "0"


def test_there_are_no_macros_and_no_formulas(xlsx: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx)) as package:
        assert not [name for name in package.namelist() if "vba" in name.casefold()]
    for name, root in parts(xlsx, r"xl/worksheets/sheet\d+\.xml"):
        assert not list(root.iter(f"{MAIN}f")), name


# --- structure ---------------------------------------------------------------------------------------


def test_sheets_have_names_of_their_own_and_the_contents_list_them_all(book: Workbook) -> None:
    names = book.sheetnames
    assert names[:3] == ["Cover", "Contents", "Explained"]
    assert len({name.casefold() for name in names}) == len(names)
    listed = [str(row[0]) for row in dict(_rows(book))["Contents"][1:]]
    assert listed == names[2:]
    assert {str(row[1]) for row in dict(_rows(book))["Contents"][1:]} == {
        str(sheet["A1"].value) for sheet in book.worksheets[2:]
    }


def test_no_sheet_is_blank_and_every_table_says_how_large_it_is(book: Workbook) -> None:
    for sheet, rows in tables(book):
        count = len(rows) - 1
        said = str(sheet["A2"].value)
        assert said.startswith("This worksheet contains one table")
        assert f"{count:,} row" in said


def test_everything_above_a_table_is_in_column_a_without_a_gap(book: Workbook) -> None:
    for sheet in book.worksheets:
        first = sheet.max_row + 1
        for table in sheet.tables.values():
            assert table.ref.startswith("A")
            first = sheet[table.ref][0][0].row
        for row in range(1, first):
            assert sheet.cell(row, 1).value, f"{sheet.title}, row {row}"
            assert all(sheet.cell(row, column).value is None for column in range(2, sheet.max_column + 1))


def test_nothing_stands_below_a_table(book: Workbook) -> None:
    for sheet in book.worksheets[1:]:
        (table,) = sheet.tables.values()
        assert sheet[table.ref][-1][-1].coordinate == sheet.cell(sheet.max_row, sheet.max_column).coordinate


# --- before publishing -------------------------------------------------------------------------------


def test_the_document_says_its_title_author_and_language(xlsx: bytes, book: Workbook) -> None:
    assert "Accessible tables of the Corporate Parenting Panel scorecard" in book.properties.title
    assert book.properties.creator == "Wiltshire"
    assert book.properties.language == "en-GB"
    assert book.properties.created == book.properties.modified


def test_the_cursor_is_in_a1_of_the_first_sheet(xlsx: bytes, book: Workbook) -> None:
    assert book.active is book.worksheets[0]
    for sheet in book.worksheets:
        assert sheet.sheet_view.selection[0].activeCell in (None, "A1")
        assert sheet.sheet_view.topLeftCell in (None, "A1")


# --- figures and files -------------------------------------------------------------------------------


def test_figures_are_numbers_that_a_reader_sees_whole(book: Workbook) -> None:
    """A number in a cell has no more decimals than its format shows."""
    count = 0
    for sheet in book.worksheets[1:]:
        for cell in written(sheet):
            if isinstance(cell.value, int | float):
                count += 1
                shown = re.search(r"\.(0+)", cell.number_format)
                places = len(shown[1] if shown else "") + 2 * cell.number_format.endswith("%")
                assert round(cell.value, places) == cell.value, f"{sheet.title}!{cell.coordinate}"
    assert count > 300


@pytest.mark.slow
@pytest.mark.skipif(bool(ooxml.missing()), reason=ooxml.missing())
def test_excel_would_open_it_without_repairing(xlsx: bytes, tmp_path: Path) -> None:
    path = tmp_path / COMPANION
    path.write_bytes(xlsx)
    assert ooxml.validate(path) == []


def test_texts_that_look_like_formulas_or_are_very_long_stay_texts(card: Card, theme: Theme) -> None:
    a = card.assessments[0]
    names = ["=1+1", "<script>alert(1)</script>", "Reviews " * 400, "'quoted'[a]*?/\\:"]
    members = tuple(
        replace(a, indicator=replace(a.indicator, name=f"{name}{place}", domain=name[:40]))
        for place, name in enumerate(names)
    )
    alone = replace(card, assessments=members, glance=(), spotlights=(), highlights=(), exceptions=None)
    book = load_workbook(io.BytesIO(companion(alone, theme)))
    shown = [row[0] for row in dict(_rows(book))["Scorecard"][1:]]
    assert shown == [one.indicator.name for one in members]
    assert all(cell.data_type == "s" for cell in book["Scorecard"]["A"])


@pytest.mark.slow
@pytest.mark.skipif(bool(libreoffice.missing()), reason=libreoffice.missing())
def test_the_open_document_spreadsheet_has_the_same_cells(xlsx: bytes, book: Workbook) -> None:
    """LibreOffice makes it of the companion; calamine reads it back."""
    from python_calamine import CalamineWorkbook

    made = CalamineWorkbook.from_filelike(io.BytesIO(open_companion(xlsx)))
    assert made.sheet_names == book.sheetnames
    for sheet in book.worksheets:
        again = made.get_sheet_by_name(sheet.title).to_python()
        there = [[cell.value for cell in row] for row in sheet.iter_rows()]
        for row, found in zip(there, again, strict=True):
            padded = [*found, *[""] * (len(row) - len(found))]
            for value, read in zip(row, padded, strict=True):
                if isinstance(value, int | float):
                    assert read == pytest.approx(value, abs=1e-9)
                else:
                    assert (value or "") == read
