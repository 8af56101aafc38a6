"""Where the next month goes in each table of months, and where it cannot go safely.

Safe are two things. The cells right of the last month are empty in every row of the table: the month goes there. Or
columns of the same table stand there (*Basis*, *Notes*) and nothing else on the sheet reaches so far to the right:
then a whole column is inserted, and Excel takes formulas, names, rules and merges along. Where another table or
a note would be torn apart, where Settings name columns by their letters, or where the header cannot be continued,
the table is left to the officer, with the reason.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cpp_scorecard.core.period import Month, PeriodKind
from cpp_scorecard.core.series import CellRef
from cpp_scorecard.excel.wording import say
from cpp_scorecard.intake.grid import CellKind, GridCell, MergedArea
from cpp_scorecard.intake.table import NO_PINS, Column, SheetPins, Table
from cpp_scorecard.intake.tokens import parse_period
from cpp_scorecard.sheets.splice.references import quoted

_LAST_COLUMN = 16_383
_FULL_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_WRITTEN: tuple[Callable[[Month], str], ...] = (
    lambda m: m.dashed,
    lambda m: m.spaced,
    lambda m: m.iso,
    lambda m: f"{m.dashed[:3]}-{m.year}",
    lambda m: f"{m.dashed[:3]} {m.year}",
    lambda m: f"{_FULL_NAMES[m.month - 1]} {m.year}",
    lambda m: f"{_FULL_NAMES[m.month - 1]}-{m.year}",
    lambda m: f"{_FULL_NAMES[m.month - 1]} {m.year % 100:02d}",
    lambda m: f"{_FULL_NAMES[m.month - 1]}-{m.year % 100:02d}",
)
"""The ways of writing a month that can be continued."""


@dataclass(frozen=True, slots=True)
class NewMonth:
    """The next month in one table: header and rows of the new column, beside the last one."""

    sheet: str
    header_row: int
    column: int
    """The new column, from zero; the last month is left of it."""
    last_row: int
    month: Month
    header: str | dt.date
    insert: bool = False
    """Whether a column is inserted there, because the table goes on to the right."""
    band: MergedArea | None = None
    """The merged year above the months, where the new month belongs under it as well."""
    merged_rows: frozenset[int] = frozenset()
    """Rows whose cell in the last month is part of a merge: headings across the table."""

    @property
    def header_cell(self) -> str:
        """The address of the new header."""
        return CellRef(self.sheet, self.header_row, self.column).address

    def cells(self, offset: int = 0) -> list[str]:
        """The areas of the new column, or of the one `offset` beside it, without the rows that are merged."""
        areas: list[str] = []
        first: int | None = None
        for row in range(self.header_row, self.last_row + 2):
            usable = row <= self.last_row and row not in self.merged_rows
            if usable and first is None:
                first = row
            elif not usable and first is not None:
                top, bottom = (CellRef("", at, self.column + offset).address for at in (first, row - 1))
                areas.append(f"{top}:{bottom}")
                first = None
        return areas

    def __str__(self) -> str:
        return say(
            "add_month.inserted" if self.insert else "add_month.table",
            where=quoted(self.sheet),
            cell=self.header_cell,
            last=CellRef("", self.last_row, self.column).address,
            column=letters(self.column),
            previous=letters(self.column - 1),
        )


def letters(column: int) -> str:
    """A column, from zero, as Excel names it: ``F``."""
    return CellRef("", 0, column).address.rstrip("1")


@dataclass(frozen=True, slots=True)
class NextMonth:
    """What Add month would do: the month, where it goes, and where it does not and why."""

    month: Month | None
    tables: tuple[NewMonth, ...]
    left: tuple[str, ...]


def plan_next_month(tables: list[Table], pins: Mapping[str, SheetPins] | None = None) -> NextMonth:
    """The month after the latest one that any table has, in every table that ends with it.

    `pins` are those of the Settings, by sheet name without case: they name columns by letters, which an inserted
    column would make wrong.
    """
    axes = [(table, months) for table in tables if (months := _months(table))]
    if not axes:
        return NextMonth(None, (), ())
    latest = max(months[-1][1] for _, months in axes)
    found: list[NewMonth] = []
    left: list[str] = []
    for table, months in axes:
        where = quoted(table.grid.sheet)
        if months[-1][1] != latest:
            left.append(say("add_month.reasons.older", where=where, month=months[-1][1]))
            continue
        pinned = max((pins or {}).get(table.grid.sheet.strip().casefold(), NO_PINS).columns, default=-1)
        planned = _planned(table, [column for column, month in months if month == latest], latest, pinned)
        if isinstance(planned, str):
            left.append(planned)
        else:
            found.append(planned)
    return NextMonth(latest + 1, tuple(found), tuple(left))


def _months(table: Table) -> list[tuple[Column, Month]]:
    """The months across a table of figures, left to right; nothing where they do not run upwards month by month."""
    if not table.has("indicator") or table.has("category"):
        return []
    found = [
        (column, column.period.first_month)
        for column in sorted(table.figure_columns, key=lambda one: one.index)
        if column.period is not None and column.period.kind is PeriodKind.MONTH
    ]
    months = list(dict.fromkeys(month for _, month in found))
    return found if len(months) > 1 and months == sorted(months) else []


def _planned(table: Table, last: list[Column], month: Month, pinned: int) -> NewMonth | str:
    """Where the next month goes in `table`, or the sentence that says why it does not."""
    grid, where, column = table.grid, quoted(table.grid.sheet), last[-1].index
    (top, row), new = table.header_rows, last[-1].index + 1
    if len(last) > 1:
        return say("add_month.reasons.several", where=where, month=month)
    if column >= _LAST_COLUMN:
        return say("add_month.reasons.beyond", where=where)
    cell, address = grid.own(row, column), CellRef("", row, column).address
    if grid.merge_at(row, column):
        return say("add_month.reasons.merged", where=where, cell=address)
    alone = parse_period(cell)
    if alone is None or alone.kind is not PeriodKind.MONTH or alone.first_month != month:
        return say("add_month.reasons.two_rows", where=where, cell=address, text=cell.text)
    header = next_header(cell, month)
    if header is None:
        return say("add_month.reasons.header", where=where, cell=address, text=cell.text)
    last_row = max(table.body(), default=row)
    rows = range(top, last_row + 1)
    insert = any(not grid.at(at, new).is_empty or _crosses(grid.merge_at(at, new), new) for at in rows)
    if insert and (beyond := _beyond(table, new, rows)):
        return say("add_month.reasons.occupied", where=where, column=letters(new), month=month, cell=beyond)
    if insert and pinned >= new:
        return say("add_month.reasons.pinned", where=where, column=letters(pinned), month=month)
    merged = frozenset(at for at in range(row, last_row + 1) if grid.merge_at(at, column))
    return NewMonth(grid.sheet, row, new, last_row, month + 1, header, insert, _band(table, column, month), merged)


def _crosses(merge: MergedArea | None, column: int) -> bool:
    return merge is not None and merge.first_column < column


def _beyond(table: Table, new: int, rows: range) -> str:
    """A cell outside the rows of `table` that stands right of the last month; empty where there is none."""
    found = ((row, column) for (row, column), cell in table.grid.cells.items() if column >= new and not cell.is_empty)
    return next((CellRef("", *place).address for place in sorted(found) if place[0] not in rows), "")


def _band(table: Table, column: int, month: Month) -> MergedArea | None:
    """The merged year above the last month, if it ends there and the next month is of the same year."""
    top, row = table.header_rows
    band = table.grid.merge_at(top, column) if top < row else None
    if band is None or band.last_column != column or band.last_row >= row:
        return None
    year = parse_period(table.grid.at(top, column))
    is_same = (month + 1).financial_year == month.financial_year
    return band if year is not None and year.kind is PeriodKind.YEAR and is_same else None


def next_header(cell: GridCell, month: Month) -> str | dt.date | None:
    """The header after `cell`, which names `month`, written the same way; None where that cannot be told."""
    if cell.kind is CellKind.DATE and isinstance(cell.value, dt.datetime):
        day, following = cell.value.date(), month + 1
        if day == month.last_day:
            return following.last_day
        return dt.date(following.year, following.month, day.day) if day.day <= 28 else None
    text = str(cell.value).strip()
    for write in _WRITTEN:
        for case in (str, str.upper, str.lower):
            if case(write(month)) == text:
                return str(case(write(month + 1)))
    return None
