"""A list of children read through calamine is the list that openpyxl's parser reads, cell for cell."""

from __future__ import annotations

import datetime as dt
import random
import re
import zipfile
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from openpyxl import Workbook

from cpp_scorecard.intake import sheet_reading
from cpp_scorecard.intake.excel_file import read_excel
from cpp_scorecard.intake.grid import CellKind, Grid, GridCell
from cpp_scorecard.intake.locate import heads_table, is_list_header, tables_of
from cpp_scorecard.intake.long_rows import LongRows

HEADER = ("CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "DEC", "REC", "Note")
SHEET = "xl/worksheets/sheet1.xml"


def book(path: Path, seed: int, rows: int = 60) -> Path:
    """A list with everything that a cell of a made-up list may hold, blank rows and a title among it."""
    chance = random.Random(seed)
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Episodes (made up)"
    for _ in range(chance.randrange(3)):
        sheet.append(["Made up"])
    sheet.append(HEADER)
    for row in range(rows):
        if chance.random() < 0.1:
            sheet.append([])
            continue
        values: list[object] = [f"MADE-UP-{row}"]
        values += [chance.choice(list(_values(chance))) for _ in HEADER[1:]]
        sheet.append(values)
    if chance.random() < 0.5:
        sheet.row_dimensions[rows // 2].hidden = True
        sheet.column_dimensions["C"].hidden = True
        sheet.merge_cells(start_row=rows + 8, end_row=rows + 8, start_column=1, end_column=3)
    workbook.save(path)
    return path


def _values(chance: random.Random) -> tuple[object, ...]:
    day = dt.datetime(2021, 1, 1) + dt.timedelta(days=chance.randrange(400))
    return (
        None, "", " ", "U1", "U1) Foster placement", "0012", "01/04/2021", "<&>'\"", "a\nb", "É – “x”", "=1+1"[1:],
        0, 1, -2.5, 1e15, 0.1, True, False, day, day.date(), day.replace(hour=9, minute=30), dt.time(9, 30), "#N/A",
        "CHILD",
    )  # fmt: skip


def read(path: Path) -> Grid:
    (grid,) = read_excel(path, heads_table=heads_table, heads_long_list=is_list_header)
    return grid


def slowly(path: Path, monkeypatch: pytest.MonkeyPatch) -> Grid:
    """The same, all of it through openpyxl."""
    with monkeypatch.context() as patched:
        patched.setattr(sheet_reading, "read_long_rows", lambda *_: None)
        grid = read(path)
    assert grid.long is None
    return grid


def content(grid: Grid, rows: int, columns: int = 12) -> dict[tuple[int, int], tuple[CellKind, object]]:
    """Every cell that is not empty, without its number format, which a list does not need."""
    places = ((row, column) for row in range(rows) for column in range(columns))
    return {at: (cell.kind, cell.value) for at in places if not (cell := grid.own(*at)).is_empty}


@pytest.mark.parametrize("seed", range(15))
def test_both_ways_give_the_same_cells(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book(tmp_path / "list.xlsx", seed)
    quick, slow = read(path), slowly(path, monkeypatch)
    assert isinstance(quick.long, LongRows)
    assert content(quick, 80) == content(slow, 80)
    for grid, column in product((quick, slow), range(12)):
        down = grid.down(column, 5, max(grid.rows)).each(lambda cell: (cell.kind, cell.value))
        assert down == [grid.own(row, column)[:2] for row in range(5, max(grid.rows) + 1)]
    assert quick.merges == slow.merges
    assert quick.hidden_rows == slow.hidden_rows
    assert quick.hidden_columns == slow.hidden_columns
    assert quick.at(66, 2) == slow.at(66, 2)
    (one,), (other,) = tables_of(quick), tables_of(slow)
    assert one.columns == other.columns
    filled = [row for row in other.body() if any(not slow.own(row, c).is_empty for c in slow.rows[row])]
    assert [row for row in one.body() if row in filled] == filled


def edited(path: Path, edit: Callable[[str], str]) -> Path:
    """The workbook with its first sheet's XML changed."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    before = parts[SHEET].decode()
    parts[SHEET] = edit(before).encode()
    assert parts[SHEET].decode() != before
    with zipfile.ZipFile(path, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return path


def plain_book(path: Path) -> Path:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(HEADER)
    for row in range(1, 9):
        sheet.append([f"MADE-UP-{row}", dt.datetime(2021, 4, row), "S", "C2", "N1", "U1", None, None, row])
    workbook.save(path)
    return path


def test_error_values_are_errors_and_stand_where_they_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """calamine shows them as empty cells."""
    path = edited(
        plain_book(tmp_path / "list.xlsx"),
        lambda xml: re.sub(r'<c r="I4"[^>]*><v>3</v></c>', '<c r="I4" t="e"><f>1/0</f><v>#DIV/0!</v></c>', xml).replace(
            '<c r="I9" t="n"><v>8</v></c>', '<c r="I9" s="0" t="e"><v>#N/A</v></c>'
        ),
    )
    grid = read(path)
    assert grid.long is not None
    assert grid.own(3, 8) == GridCell(CellKind.ERROR, "#DIV/0!")
    assert grid.own(8, 8) == GridCell(CellKind.ERROR, "#N/A")
    assert grid.down(8, 1, 8).each(lambda cell: cell)[2] == GridCell(CellKind.ERROR, "#DIV/0!")
    assert content(grid, 12) == content(slowly(path, monkeypatch), 12)


ODD = {
    "a formula without a result": lambda xml: xml.replace('<c r="I4" t="n"><v>3</v></c>', '<c r="I4"><f>A1</f></c>'),
    "a cell that does not say where it is": lambda xml: xml.replace('<c r="I4" t="n">', '<c t="n">'),
    "a row that does not say which it is": lambda xml: re.sub(r'<row r="4"', "<row", xml),
    "attributes in another order": lambda xml: xml.replace('<c r="I4" t="n">', '<c t="n" r="I4">'),
    "a cell in the last row and column": lambda xml: xml.replace(
        "</sheetData>", '<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row></sheetData>'
    ),
    "a cell far away in a row near by": lambda xml: xml.replace(
        '<c r="I9" t="n"><v>8</v></c>', '<c r="I9" t="n"><v>8</v></c><c r="J999999" t="n"><v>1</v></c>'
    ),
    "a column far away": lambda xml: xml.replace(
        '<c r="I9" t="n"><v>8</v></c>', '<c r="I9" t="n"><v>8</v></c><c r="XFD9999" t="n"><v>1</v></c>'
    ),
    "a remark in the XML": lambda xml: xml.replace("</sheetData>", "<!-- </sheetData> --></sheetData>"),
    "a cell under a prefix": lambda xml: xml.replace(
        '<c r="I4" t="n"><v>3</v></c>',
        '<x:c xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="I4" t="n"><x:v>3</x:v></x:c>',
    ),
    "a row number that is no whole one": lambda xml: re.sub(r'<row r="4"', '<row r="4.0"', xml),
    "a cell that names no column": lambda xml: xml.replace('<c r="I4" t="n">', '<c r="" t="n">'),
    "a day as text": lambda xml: xml.replace('<c r="I4" t="n"><v>3</v>', '<c r="I4" t="d"><v>2021-04-03</v>'),
}


@pytest.mark.parametrize("what", ODD)
def test_a_sheet_that_is_written_in_another_way_is_left_to_openpyxl(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that nothing is misread, and no file makes calamine set aside room for a billion cells."""
    path = edited(plain_book(tmp_path / "list.xlsx"), ODD[what])
    grid = read(path)
    assert grid.long is None
    assert content(grid, 12) == content(slowly(path, monkeypatch), 12)


@pytest.mark.parametrize("width", [26, 27, 60])
def test_a_list_that_goes_beyond_column_z_is_read_the_quick_way_too(
    width: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The quick look at where the cells stand knows one letter; what has more is counted."""
    path = tmp_path / "list.xlsx"
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append([*HEADER, *(f"Column {number}" for number in range(len(HEADER), width))])
    for row in range(1, 6):
        sheet.append([f"MADE-UP-{row}", dt.datetime(2021, 4, row), "S", "C2", "N1", "U1", None, None, *range(8, width)])
    workbook.save(path)
    grid = read(path)
    assert isinstance(grid.long, LongRows)
    assert content(grid, 8, width + 2) == content(slowly(path, monkeypatch), 8, width + 2)


def test_texts_in_the_sheet_itself_with_fonts_of_their_own_are_no_hindrance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their XML has elements that begin as a cell does."""
    rich = '<c r="I4" t="inlineStr"><is><r><rPr><color rgb="FFFF0000"/></rPr><t>a note</t></r></is></c>'
    path = edited(plain_book(tmp_path / "list.xlsx"), lambda xml: xml.replace('<c r="I4" t="n"><v>3</v></c>', rich))
    grid = read(path)
    assert grid.long is not None
    assert content(grid, 12) == content(slowly(path, monkeypatch), 12)


def test_a_table_below_a_list_is_still_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under the list of children begins another: both ways see both."""
    path = tmp_path / "list.xlsx"
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(HEADER)
    sheet.append(["MADE-UP-1", dt.datetime(2021, 4, 1), "S", "C2", "N1", "U1"])
    sheet.append([])
    sheet.append(["CHILD", "SEX", "DOB", "ETHNIC", "UASC"])
    sheet.append(["MADE-UP-1", 1, dt.datetime(2010, 4, 1), "WBRI", 0])
    workbook.save(path)
    quick, slow = tables_of(read(path)), tables_of(slowly(path, monkeypatch))
    assert [table.header_rows for table in quick] == [table.header_rows for table in slow] == [(0, 0), (3, 3)]
    assert quick[1].columns == slow[1].columns
