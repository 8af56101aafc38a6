"""The grid of the exception dataset: a header of four rows over each block, and the narrative under it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from build_artefacts.looks import Looks, add_sheet, lines_needed, write_block

if TYPE_CHECKING:
    from build_artefacts.exception_figures import Block, Dataset, GridRow

SHEET = "Exception dataset"
TITLE = "Q2 Safeguarding Exception Dataset Report – October 2021"
NOTE = (
    "Children in need: the DfE has published the statutory figures for 2020-21, and the comparators have them. "
    "Children looked after: the return for 2020-21 is not yet published; the comparators are those of 2019-20."
)
HEADINGS = (
    "Reds of concern",
    "Reds on watching brief",
    "Ambers of concern",
    "Ambers on watching brief",
    "Other exceptions",
)
"""Under which the narrative is printed, in this order."""

_STUB = (("Ref", 6.5), ("Area", 19.0), ("Indicator", 49.0), ("type", 12.0))
_INDICATOR = [name for name, _ in _STUB].index("Indicator")
_LINE = 13.5
_BAND, _POPULATION, _YEAR, _LEAF = range(4)
_HEADER_HEIGHTS = (16.5, 15.0, 15.0, 30.0)
_GAP = 12.0
_PRINT_SCALE = 64  # per cent: all columns then fit across an A3 page
_PAGE_HEIGHT = 1150.0  # points of rows down an A3 page at that scale
_NAME_WIDTH = 54  # characters of ordinary text in the indicator column
_LETTERS_PER_WIDTH = 1.12  # a column's width is counted in digits, and letters are narrower on average


def write_grid(workbook: Workbook, looks: Looks, content: Dataset) -> None:
    """Write the sheet; a block that does not fit on the rest of a printed page begins a new one."""
    sheet = add_sheet(workbook, SHEET)
    sheet.set_print_scale(_PRINT_SCALE)  # a fitted sheet would ignore the page breaks
    widths = [*(width for _, width in _STUB), *(column.width for column in content.columns)]
    for number, width in enumerate(widths):
        sheet.set_column(number, number, width)
    last = len(widths) - 1
    sheet.write_string(0, 0, TITLE, looks.get("title"))
    sheet.write_string(1, 0, NOTE, looks.get("subtitle"))
    row, used = 3, 4 * _LINE
    sheet.freeze_panes(row + len(_HEADER_HEIGHTS), _INDICATOR + 1)
    breaks = []
    for block in content.blocks:
        narrative = list(_narrative(block, int(sum(widths) * _LETTERS_PER_WIDTH)))
        height = sum(_HEADER_HEIGHTS) + sum(map(_row_height, block.rows)) + sum(line[2] for line in narrative) + _GAP
        if used + height > _PAGE_HEIGHT:
            breaks.append(row)
            used = 0.0
        used += height
        _write_header(sheet, looks, content, block, row)
        row = _write_rows(sheet, looks, content, block, row + len(_HEADER_HEIGHTS))
        for role, text, points in narrative:
            sheet.merge_range(row, 0, row, last, text, looks.get(role))
            sheet.set_row(row, points)
            row += 1
        sheet.set_row(row, _GAP)
        row += 1
    sheet.set_h_pagebreaks(breaks)
    sheet.print_area(0, 0, row - 2, last)
    everywhere = f"A1:AZ{row}"
    sheet.ignore_errors({"number_stored_as_text": everywhere, "two_digit_text_year": everywhere})


def _write_header(sheet: Worksheet, looks: Looks, content: Dataset, block: Block, top: int) -> None:
    header, band = looks.get("header"), looks.get("band")
    for offset, height in enumerate(_HEADER_HEIGHTS):
        sheet.set_row(top + offset, height)
        for column, (name, _) in enumerate(_STUB):
            leaf = offset == _LEAF
            text = name if leaf else ""
            if offset == _POPULATION and column == len(_STUB) - 1:
                text = block.population_label
            write_block(sheet, (top + offset, column), (top + offset, column), text, header if leaf else band)
    at = len(_STUB)
    for title, members in groupby(content.columns, key=lambda column: column.band):
        width = len(list(members))
        write_block(sheet, (top + _BAND, at), (top + _BAND, at + width - 1), title, band)
        at += width
    for at, figures in enumerate(content.columns, start=len(_STUB)):
        is_count = figures.population.isdigit()
        population = int(figures.population) if is_count else figures.population
        year = figures.year or None
        month = figures.month() if block.months_as_dates else None
        for offset, value, look in (
            (_POPULATION, population, looks.get("figure", "0" if is_count else "@", valign="vcenter", align="center")),
            (_YEAR, year, looks.get("band", "@")),
            (_LEAF, month or figures.heading, looks.get("header", "mmm-yy" if month else "@")),
        ):
            write_block(sheet, (top + offset, at), (top + offset, at), value, look)


def _write_rows(sheet: Worksheet, looks: Looks, content: Dataset, block: Block, row: int) -> int:
    """Write the indicators of a block from `row` down; returns the row after the last."""
    for area, members in groupby(block.rows, key=lambda member: member.area):
        top = row
        for member in members:
            sheet.set_row(row, _row_height(member))
            write_block(sheet, (row, 0), (row, 0), member.ref, looks.get("text"))
            write_block(sheet, (row, 2), (row, 2), member.indicator, looks.get("text"))
            write_block(sheet, (row, 3), (row, 3), member.printed_type, looks.get("text"))
            for at, column in enumerate(content.columns, start=len(_STUB)):
                cell = member.cell(column.key)
                write_block(sheet, (row, at), (row, at), cell.value, looks.get("figure", cell.number_format))
            row += 1
        write_block(sheet, (top, 1), (row - 1, 1), area, looks.get("domain"))
    return row


def _row_height(row: GridRow) -> float:
    return _LINE * lines_needed(row.indicator, _NAME_WIDTH) + 1.5


def _narrative(block: Block, width: int) -> Iterator[tuple[str, str, float]]:
    """The lines under a block: the role of each, its text, and its height."""
    yield "heading", "NARRATIVE:", 20.0
    if block.note:
        yield "line", block.note, _LINE + 3
    for heading in HEADINGS:
        items = [item for item in block.narrative if item.heading == heading]
        empty = "" if heading in block.left_blank else " None"
        yield "heading", f"{heading}:" if items else f"{heading}:{empty}", 17.0
        for item in items:
            numbers = f"Indicator{'s' * (',' in item.numbers)} {item.numbers} – " if item.numbers else ""
            text = f"• {numbers}{item.text}"
            yield "line", text, _LINE * lines_needed(text, width) + 3
