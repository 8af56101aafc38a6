"""The rows of a list of children, tens of thousands of them, through calamine.

openpyxl's parser takes some ten microseconds a cell, which is many seconds for a long list; calamine takes less than
one, and leaves the interpreter to others meanwhile. What it does not say of a sheet, and which sheets it can be given
at all, `plain_sheet` finds out first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from cpp_scorecard.intake.grid import EMPTY, CellKind, ColumnCells, GridCell

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

    from cpp_scorecard.intake.plain_sheet import PlainSheet

_ROWS_AT_ONCE = 1_000
Raw = str | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta


@dataclass(frozen=True, slots=True)
class LongRows:
    """The rows of a sheet from `first` on, counted from zero, column by column from A on; "" is empty."""

    first: int
    columns: Sequence[Sequence[Raw]]
    """The values of each column, all as long."""
    errors: dict[tuple[int, int], str]
    hidden: frozenset[int]

    def filled(self) -> Iterator[int]:
        """The rows that hold anything."""
        with_error = {row for row, _ in self.errors}
        empty = ("",) * len(self.columns)
        for row, values in enumerate(zip(*self.columns, strict=True), self.first):
            if values != empty or row in with_error:
                yield row

    @property
    def width(self) -> int:
        """Columns, counted from the first of the sheet."""
        return max((len(self.columns), *(column + 1 for _, column in self.errors)))

    def texts(self) -> set[str]:
        """Every different text."""
        return {value for column in self.columns for value in set(column) if type(value) is str}

    def cell(self, row: int, column: int) -> GridCell:
        """One cell; empty outside the rows."""
        if self.errors and (error := self.errors.get((row, column))) is not None:
            return GridCell(CellKind.ERROR, error)
        at = row - self.first
        if column < len(self.columns) and 0 <= at < len(self.columns[column]):
            return cell_of(self.columns[column][at])
        return EMPTY

    def down(self, column: int, first: int, last: int) -> ColumnCells:
        """The cells of a column, from row `first` to row `last`, both included."""
        of_column = self.columns[column] if column < len(self.columns) else ("",) * (last + 1 - self.first)
        values = of_column[first - self.first : last + 1 - self.first]
        keys: list[Hashable] = list(values)
        if bool in set(map(type, values)):  # True is the same key as 1
            keys = [(value,) if type(value) is bool else value for value in values]
        cells = {key: cell_of(value) for key, value in dict(zip(keys, values, strict=True)).items()}
        for row, with_error in self.errors:
            if with_error == column and first <= row <= last:
                cell = self.cell(row, column)
                keys[row - first] = cell
                cells[cell] = cell
        return ColumnCells(keys, cells)


def cell_of(value: object) -> GridCell:
    """A value as calamine gives it, as a cell. An error value is not among them: calamine shows it as empty."""
    if value is None or value == "":
        return EMPTY
    if isinstance(value, bool):
        return GridCell(CellKind.BOOLEAN, value)
    if isinstance(value, int | float):
        return GridCell(CellKind.NUMBER, float(value))
    if isinstance(value, dt.datetime):
        return GridCell(CellKind.DATE, value)
    if isinstance(value, dt.date):
        return GridCell(CellKind.DATE, dt.datetime(value.year, value.month, value.day))
    return GridCell(CellKind.TEXT, str(value))


def read_long_rows(path: Path, sheet: str, plain: PlainSheet, first: int) -> LongRows | None:
    """The rows of `sheet` from `first` on (from zero); None where calamine cannot read them and openpyxl has to.

    calamine leaves the interpreter to other threads while it reads.
    """
    from python_calamine import CalamineWorkbook

    try:
        with CalamineWorkbook.from_path(path) as book:
            columns = _columns(book.get_sheet_by_name(sheet))
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:  # its own panics are no ordinary exceptions; what it cannot read openpyxl may
        return None
    below = [column[first:] for column in columns]
    return LongRows(first, below, {at: text for at, text in plain.errors.items() if at[0] >= first}, plain.hidden)


def _columns(sheet: CalamineSheet) -> list[list[Raw]]:
    """The columns of a sheet, from column A and row 1 on, made of some rows at a time to save room."""
    columns: list[list[Raw]] = [[] for _ in range(sheet.width)]
    known: dict[Raw, Raw] = {}
    rows = sheet.iter_rows()
    while some := list(islice(rows, _ROWS_AT_ONCE)):
        for column, values in zip(columns, zip(*some, strict=True), strict=True):
            has_truth = bool in set(map(type, values))  # True would be made a 1 that is known
            column.extend(values if has_truth else map(known.setdefault, values, values))
    blank: list[Raw] = [""] * sheet.total_height
    return [blank] * (sheet.start[1] if sheet.start else 0) + columns
