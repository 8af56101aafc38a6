"""Where the tables of a worksheet are: header bands found by their words, columns in any order.

A header band is the row that names the indicator (or the setting) with whatever recognised headers stand
beside it: one row, or two with merged groups above the leaves. What cannot be told is a finding; what a council
knows better is pinned in its Settings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from cpp_scorecard.core.findings import Finding, Severity
from cpp_scorecard.core.period import ReportingPeriod
from cpp_scorecard.core.series import CellRef
from cpp_scorecard.intake.grid import CellKind, Grid, GridCell
from cpp_scorecard.intake.tokens import parse_period
from cpp_scorecard.intake.vocabulary import plain, vocabulary

ANCHOR_ROLES = ("indicator", "setting")
_LONGEST_HEADER = 120
_TIME_WORD = re.compile(
    r"(q(tr|uarter)?\s*[1-4]|t(erm)?\s*[1-6]|(jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*)"
)


@dataclass(frozen=True, slots=True)
class SheetPins:
    """What a council's Settings say about one sheet, where the words of its headers do not."""

    ignore: bool = False
    header_rows: tuple[int, int] | None = None
    columns: Mapping[int, str] = field(default_factory=dict)
    """Column to a role's name or to a period as text."""


NO_PINS = SheetPins()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: the header as it stands, and the role or the period that it means."""

    index: int
    header: str
    role: str | None = None
    period: ReportingPeriod | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A header band and the rows under it, down to the next band. Rows count from zero, both ends included."""

    grid: Grid
    header_rows: tuple[int, int]
    last_row: int
    columns: tuple[Column, ...]

    def column(self, role: str) -> int | None:
        """The column that has `role`; the leftmost where two claim it."""
        return next((c.index for c in self.columns if c.role == role), None)

    def has(self, *roles: str) -> bool:
        """Whether every one of `roles` has a column."""
        return all(self.column(role) is not None for role in roles)

    @property
    def periods(self) -> tuple[tuple[int, ReportingPeriod], ...]:
        """Every column that is a period."""
        return tuple((c.index, c.period) for c in self.columns if c.period is not None)

    def body(self) -> list[int]:
        """The rows under the header that hold anything, top to bottom."""
        first = self.header_rows[1] + 1
        return [row for row in self.grid.rows if first <= row <= self.last_row]

    def cell(self, row: int, role: str) -> GridCell | None:
        """The cell of `row` in the column of `role`, merges resolved; None where there is no such column."""
        column = self.column(role)
        return None if column is None else self.grid.at(row, column)

    def text(self, row: int, role: str) -> str:
        """The text of that cell, empty where there is none."""
        column = self.column(role)
        return "" if column is None else self.grid.text(row, column)

    def ref(self, row: int, role: str) -> CellRef | None:
        """Where that cell is."""
        column = self.column(role)
        return None if column is None else self.grid.ref(row, column)


def tables_of(grid: Grid, pins: SheetPins = NO_PINS) -> tuple[list[Table], list[Finding]]:
    """Every table of the sheet, top to bottom, and what has to be asked about their headers."""
    if pins.ignore or not grid.rows:
        return [], []
    bands = [pins.header_rows] if pins.header_rows else _bands(grid)
    tables: list[Table] = []
    findings: list[Finding] = []
    last_row = max(grid.rows)
    for place, (first, last) in enumerate(bands):
        columns = _columns(grid, first, last, pins)
        end = bands[place + 1][0] - 1 if place + 1 < len(bands) else last_row
        tables.append(Table(grid, (first, last), end, columns))
        findings += _questions(grid, last, columns)
    return tables, findings


def _bands(grid: Grid) -> list[tuple[int, int]]:
    """First and last row of every header band."""
    words = vocabulary().roles
    found: list[tuple[int, int]] = []
    anchors: dict[str, bool] = {}
    for row, columns in grid.rows.items():
        if found and row <= found[-1][1]:
            continue
        for column in columns:
            cell = grid.cells[row, column]
            if cell.kind is not CellKind.TEXT or len(str(cell.value)) > _LONGEST_HEADER:
                continue
            text = str(cell.value)
            if text not in anchors:
                anchors[text] = words.get(plain(text)) in ANCHOR_ROLES
            if anchors[text] and (band := _band_around(grid, row, column)):
                found.append(band)
                break
    return found


def _band_around(grid: Grid, row: int, column: int) -> tuple[int, int] | None:
    """The band that the anchor cell at (row, column) belongs to, if it heads a table at all."""
    merge = grid.merge_at(row, column)
    bottom = merge.last_row if merge else row
    candidates = [(row, bottom)]
    if bottom == row:
        if grid.own(row + 1, column).is_empty:
            candidates.append((row, row + 1))
        above = grid.merge_at(row - 1, column)
        if row > 0 and not (above and above.last_column > column):
            candidates.append((row - 1, row))
    best: tuple[int, int] | None = None
    most = 1  # the anchor alone heads nothing
    for first, last in candidates:
        # A group written over each of its columns is one meaning: the leaves below it tell them apart.
        known = len({c.role or c.period for c in _columns(grid, first, last, NO_PINS) if c.role or c.period})
        if known > most:
            best, most = (first, last), known
    return best


def _columns(grid: Grid, first: int, last: int, pins: SheetPins) -> tuple[Column, ...]:
    used = sorted({c for row in range(first, last + 1) for c in grid.rows.get(row, [])} | set(pins.columns))
    spread = {c for row in range(first, last + 1) for c in _merged_columns(grid, row, used)}
    groups = _groups(grid, first, last)
    columns = []
    for index in sorted(set(used) | spread):
        leaf = grid.at(last, index)
        above = groups.get(index, "")
        if leaf.is_empty and above:
            leaf = GridCell(CellKind.TEXT, above)
        if plain(leaf.text) == plain(above):
            above = ""
        header = f"{above} / {leaf.text}" if above else leaf.text
        if index in pins.columns:
            pinned = GridCell(CellKind.TEXT, pins.columns[index])
            columns.append(_column(index, header.strip(), pinned, ""))
        elif not leaf.is_empty:
            columns.append(_column(index, header.strip(), leaf, above))
    return tuple(columns)


def _merged_columns(grid: Grid, row: int, used: list[int]) -> list[int]:
    merges = [m for c in used if (m := grid.merge_at(row, c))]
    widest = max(used, default=0)
    return [c for m in merges for c in range(m.first_column, min(m.last_column, widest) + 1)]


def _groups(grid: Grid, first: int, last: int) -> dict[int, str]:
    """The group above each leaf. Without a merge, a group's text holds until the next text to its right."""
    if first == last:
        return {}
    leaves = grid.rows.get(last, [])
    width = max([*leaves, *grid.rows.get(first, [])], default=-1)
    merges = {
        m for c in range(width + 1) if (m := grid.merge_at(first, c)) and m.last_column > m.first_column
    }
    groups: dict[int, str] = {}
    running = ""
    for index in range(width + 1):
        text = grid.text(first, index)
        if text:
            covered = grid.merge_at(first, index)
            running = "" if covered or grid.own(last, index).is_empty else text
            groups[index] = text
        elif running and not merges and not grid.own(last, index).is_empty:
            groups[index] = running
        else:
            running = ""
    return groups


def _column(index: int, header: str, leaf: GridCell, above: str) -> Column:
    roles = vocabulary().roles
    text = leaf.text
    if above and (role := roles.get(f"{plain(above)} / {plain(text)}")):
        return Column(index, header, role=role)
    period = parse_period(leaf, above)
    if period is not None:
        return Column(index, header, period=period)
    if len(text) > _LONGEST_HEADER:
        return Column(index, header)
    role = roles.get(plain(text)) or (text if text in roles.values() else None)
    return Column(index, header, role=role or (roles.get(plain(f"{above} {text}")) if above else None))


def _questions(grid: Grid, row: int, columns: tuple[Column, ...]) -> list[Finding]:
    """Headers that could mean two things, or a time that lacks its year."""
    findings = []
    first_of: dict[str, Column] = {}
    for column in columns:
        where = grid.ref(row, column.index)
        if column.role and column.role in first_of:
            first = first_of[column.role]
            findings.append(
                Finding(
                    code="header-ambiguous",
                    severity=Severity.WARNING,
                    message=f'"{column.header}" and "{first.header}" (column {first.index + 1}) both read as {column.role}; '
                    "the first was used.",
                    remedy="Rename one of them, or pin the columns in Settings.",
                    where=where,
                )
            )
        elif column.role:
            first_of[column.role] = column
        leaf = column.header.rsplit(" / ", 1)[-1].casefold()
        if not column.role and not column.period and _TIME_WORD.fullmatch(leaf.strip()):
            findings.append(
                Finding(
                    code="header-ambiguous",
                    severity=Severity.ERROR,
                    message=f'the header "{column.header}" names a period but not its year; the column was not read.',
                    remedy="Write the year (Apr-21, Q2 2021-22), put a year band above it, or pin the column in Settings.",
                    where=where,
                )
            )
    return findings
