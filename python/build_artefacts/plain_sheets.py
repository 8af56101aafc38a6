"""Plain sheets: a title, a line or two that say what stands there, and tables with one header row each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from build_artefacts.looks import Looks, add_sheet, lines_needed, write_block

if TYPE_CHECKING:
    from build_artefacts.data_tables import FigureCell

_LINE = 13.5


@dataclass(frozen=True, slots=True)
class PlainTable:
    """Columns with their widths, and rows with a cell for each; `notes` are shown on the headers."""

    columns: tuple[tuple[str, float], ...]
    rows: Sequence[Sequence[FigureCell]] = ()
    title: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)
    spare_rows: int = 0
    """Rows that are formatted and empty."""
    spare_formats: Mapping[str, str] = field(default_factory=dict)
    """Number formats of the empty cells, by column: `@` where Excel would make a date of a code."""


@dataclass(frozen=True, slots=True)
class PlainSheet:
    """A sheet of one or more tables below each other, whose widths are those of the widest."""

    name: str
    title: str
    subtitle: tuple[str, ...]
    tables: tuple[PlainTable, ...]


def write_plain_sheet(workbook: Workbook, looks: Looks, content: PlainSheet) -> None:
    """Write one sheet."""
    sheet = add_sheet(workbook, content.name)
    sheet.write_string(0, 0, content.title, looks.get("title"))
    for row, line in enumerate(content.subtitle, start=1):
        sheet.write_string(row, 0, line, looks.get("subtitle"))
    for column, width in enumerate(_widths(content.tables)):
        sheet.set_column(column, column, width)
    row = len(content.subtitle) + 2
    for table in content.tables:
        if table.title:
            sheet.write_string(row, 0, table.title, looks.get("heading"))
            row += 1
        if len(content.tables) == 1:
            sheet.freeze_panes(row + 1, 1)
            sheet.repeat_rows(row)
        row = _write_table(sheet, looks, table, row) + 1
    sheet.ignore_errors({"number_stored_as_text": "A1:Z200", "two_digit_text_year": "A1:Z200"})


def _widths(tables: Sequence[PlainTable]) -> list[float]:
    most = max(len(table.columns) for table in tables)
    return [max(t.columns[place][1] for t in tables if place < len(t.columns)) for place in range(most)]


def _write_table(sheet: Worksheet, looks: Looks, table: PlainTable, row: int) -> int:
    """Write the table from `row` down; returns the row after the last."""
    for column, (name, _) in enumerate(table.columns):
        sheet.write_string(row, column, name, looks.get("header"))
        if name in table.notes:
            sheet.write_comment(row, column, table.notes[name], {"x_scale": 2, "author": "How to fill this in"})
    sheet.set_row(row, _LINE * max(lines_needed(name, int(width) - 1) for name, width in table.columns) + 5)
    for cells in table.rows:
        row += 1
        for column, cell in enumerate(cells):
            role = "figure" if isinstance(cell.value, int | float) else "text"
            write_block(sheet, (row, column), (row, column), cell.value, looks.get(role, cell.number_format))
        widths = (width for _, width in table.columns)
        deepest = max(lines_needed(str(c.value), int(w * 1.05)) for c, w in zip(cells, widths, strict=True))
        if deepest > 1:
            sheet.set_row(row, _LINE * deepest + 4)
    for _ in range(table.spare_rows):
        row += 1
        for column, (name, _) in enumerate(table.columns):
            sheet.write_blank(row, column, None, looks.get("text", table.spare_formats.get(name, "")))
    return row + 1
