"""Data sheets: a table of figures under two-row headers, with periods across and indicators down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from build_artefacts.looks import Looks, add_sheet, lines_needed, write_block

PERIODS = "(periods)"
"""Stands for the period columns in the order of a table's columns."""

_WIDTHS = {"Domain": 16, "Indicator": 46, "Team": 19, "Figure": 9.5, "Basis": 38}
_NAME_WIDTH = 50  # characters of ordinary text in the indicator column
_LINE = 13.5


@dataclass(frozen=True, slots=True)
class FigureCell:
    """A cell as typed: a number or a day with its format, or a text."""

    value: float | str | dt.date
    number_format: str = ""
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One row of figures of an indicator, by period key."""

    figure: str
    cells: Mapping[str, FigureCell]
    basis: str
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """An indicator with its one to three rows."""

    domain: str
    indicator: str
    rows: tuple[FigureRow, ...]
    team: str = ""


@dataclass(frozen=True, slots=True)
class PeriodColumn:
    """A column of figures: its key, the band over it and its own heading (a date, or text as typed)."""

    key: str
    band: str
    heading: str | dt.date
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class DataTable:
    """One block: two header rows and the rows of its indicators.

    `spare_columns` and `spare_rows` are formatted and empty, for figures to come.
    """

    columns: tuple[str, ...]
    periods: tuple[PeriodColumn, ...]
    entries: tuple[Entry, ...]
    narrative: str = ""
    spare_columns: int = 0
    spare_rows: int = 0

    def positions(self) -> dict[str, int]:
        """The column number of each column and, under `PERIODS`, of the first period."""
        found, at = {}, 0
        for name in self.columns:
            found[name] = at
            at += len(self.periods) + self.spare_columns if name == PERIODS else 1
        return found


@dataclass(frozen=True, slots=True)
class DataSheet:
    """A sheet of one or more tables below each other; `notes` are shown on the column headers."""

    name: str
    title: str
    legend: tuple[str, ...]
    tables: tuple[DataTable, ...]
    notes: Mapping[str, str] = field(default_factory=dict)
    period_width: float = 8.5


def write_data_sheet(workbook: Workbook, looks: Looks, content: DataSheet) -> None:
    """Write one data sheet."""
    sheet = add_sheet(workbook, content.name)
    sheet.write_string(0, 0, content.title, looks.get("title"))
    for row, line in enumerate(content.legend, start=1):
        sheet.write_string(row, 0, line, looks.get("subtitle", italic="illustrative" in line))
    first = content.tables[0]
    top = len(content.legend) + 2
    at = first.positions()
    period_count = len(first.periods) + first.spare_columns
    for name, column in at.items():
        if name == PERIODS:
            sheet.set_column(column, column + period_count - 1, content.period_width)
            for number, period in enumerate(first.periods):
                if period.hidden:
                    sheet.set_column(column + number, column + number, content.period_width, None, {"hidden": True})
        else:
            sheet.set_column(column, column, _WIDTHS[name])
    sheet.freeze_panes(top + 2, min(at[PERIODS], at["Basis"]))
    sheet.repeat_rows(top, top + 1)
    row = top
    for table in content.tables:
        if table.narrative:
            sheet.write_string(row, 0, table.narrative, looks.get("subtitle"))
            row += 2
        _write_header(sheet, looks, table, row, content.notes)
        row = _write_rows(sheet, looks, table, row + 2) + 1
    sheet.ignore_errors({"two_digit_text_year": "A1:BZ200", "number_stored_as_text": "A1:BZ200"})


def _write_header(sheet: Worksheet, looks: Looks, table: DataTable, row: int, notes: Mapping[str, str]) -> None:
    at = table.positions()
    for name in (name for name in table.columns if name != PERIODS):
        write_block(sheet, (row, at[name]), (row + 1, at[name]), name, looks.get("header"))
        if name in notes:
            sheet.write_comment(row, at[name], notes[name], {"x_scale": 2, "author": "How to fill this in"})
    deepest = max((lines_needed(str(p.heading), 9) for p in table.periods if isinstance(p.heading, str)), default=1)
    sheet.set_row(row + 1, _LINE * deepest + 3)
    column = at[PERIODS]
    for band, members in groupby(table.periods, key=lambda period: period.band):
        width = len(list(members))
        write_block(sheet, (row, column), (row, column + width - 1), band, looks.get("band"))
        column += width
    for column, period in enumerate(table.periods, start=at[PERIODS]):
        look = looks.get("header", "@" if isinstance(period.heading, str) else "mmm-yy")
        write_block(sheet, (row + 1, column), (row + 1, column), period.heading, look)
    for column in range(at[PERIODS] + len(table.periods), at[PERIODS] + len(table.periods) + table.spare_columns):
        sheet.write_blank(row, column, None, looks.get("band"))
        sheet.write_blank(row + 1, column, None, looks.get("header", "@"))
    if PERIODS in notes:
        column = at[PERIODS] + len(table.periods) - 1
        sheet.write_comment(row + 1, column, notes[PERIODS], {"x_scale": 2, "author": "How to fill this in"})


def _write_rows(sheet: Worksheet, looks: Looks, table: DataTable, row: int) -> int:
    """Write the indicators from `row` down; returns the row after the last."""
    at = table.positions()
    for domain, members in groupby(table.entries, key=lambda entry: entry.domain):
        top = row
        for entry in members:
            bottom = row + len(entry.rows) - 1
            write_block(sheet, (row, at["Indicator"]), (bottom, at["Indicator"]), entry.indicator, looks.get("text"))
            height = max(15.0, _LINE * lines_needed(entry.indicator, _NAME_WIDTH) / len(entry.rows) + 2)
            for figures in entry.rows:
                if "Team" in at:
                    sheet.write_string(row, at["Team"], entry.team, looks.get("text"))
                _write_figures(sheet, looks, table, row, figures)
                basis_lines = lines_needed(figures.basis, int(_WIDTHS["Basis"]))
                options = {"hidden": True} if figures.hidden else {}
                sheet.set_row(row, max(height, _LINE * basis_lines + 2), None, options)
                row += 1
        write_block(sheet, (top, at["Domain"]), (row - 1, at["Domain"]), domain, looks.get("domain"))
    for _ in range(table.spare_rows):
        for name in table.columns:
            if name != PERIODS:
                sheet.write_blank(row, at[name], None, looks.get("text"))
        _write_figures(sheet, looks, table, row, FigureRow("", {}, ""))
        row += 1
    return row


def _write_figures(sheet: Worksheet, looks: Looks, table: DataTable, row: int, figures: FigureRow) -> None:
    at = table.positions()
    for name, text in (("Figure", figures.figure), ("Basis", figures.basis)):
        write_block(sheet, (row, at[name]), (row, at[name]), text, looks.get("text"))
    for column, key in enumerate(_period_keys(table), start=at[PERIODS]):
        cell = figures.cells.get(key, FigureCell(""))
        look = looks.get("illustrative" if cell.illustrative else "figure", cell.number_format)
        write_block(sheet, (row, column), (row, column), cell.value, look)


def _period_keys(table: DataTable) -> Iterable[str]:
    yield from (period.key for period in table.periods)
    yield from [""] * table.spare_columns
