"""Sheets that were passed over, or read although nobody sees them: what the officer would want to know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from cpp_scorecard.core.findings import Finding, Severity
from cpp_scorecard.core.series import CellRef, quoted_sheet
from cpp_scorecard.intake.definitions import Register, is_card
from cpp_scorecard.intake.grid import CellKind, Grid
from cpp_scorecard.intake.name_index import name_key
from cpp_scorecard.intake.tokens import parse_period

if TYPE_CHECKING:
    from cpp_scorecard.intake.table import SheetPins, Table

_ROWS_SEARCHED = 60
_COLUMNS_SEARCHED = 400
_FEWEST_PERIODS = 3


def passed_over(
    grids: Iterable[Grid], tables: list[Table], register: Register, pins: dict[str, SheetPins]
) -> Iterator[Finding]:
    """Sheets with figures that no table was found for, sheets cut short, and hidden parts that were read."""
    of_sheet: dict[str, list[Table]] = {}
    for table in tables:
        of_sheet.setdefault(table.grid.sheet, []).append(table)
    for grid in grids:
        own = of_sheet.get(grid.sheet, [])
        ignored = (pin := pins.get(grid.sheet.strip().casefold())) is not None and pin.ignore
        if grid.is_cut:
            yield _cut(grid)
        if not ignored and not any(t.has("indicator") or t.has("child") or t.has("code_set_field") for t in own):
            yield from _not_understood(grid, register)
        yield from _hidden(grid, own)


def _cut(grid: Grid) -> Finding:
    last = max(grid.rows, default=0)
    return Finding(
        code="sheet-not-read",
        severity=Severity.INFORMATION,
        message=f"{quoted_sheet(grid.sheet)} has no header with an indicator in its first {last + 1:,} rows; "
        "the rest was not looked at.",
        remedy="Nothing to do if it is a list of children or the like.",
        where=CellRef(grid.sheet, 0, 0),
    )


def _not_understood(grid: Grid, register: Register) -> Iterator[Finding]:
    rows = list(grid.rows)[:_ROWS_SEARCHED]
    names = {name_key(i.name) for i in register.indicators} | {name_key(i.reference) for i in register.indicators} - {
        ""
    }
    down: Counter[int] = Counter()
    across: dict[int, set[str]] = {}
    first_period: dict[int, int] = {}
    header: CellRef | None = None
    for row in rows:
        periods = 0
        for column in grid.rows[row][:_COLUMNS_SEARCHED]:
            cell = grid.own(row, column)
            if cell.kind not in (CellKind.TEXT, CellKind.DATE):
                continue
            if parse_period(cell):
                periods += 1
                down[column] += 1
                first_period.setdefault(column, row)
            elif cell.kind is CellKind.TEXT and name_key(cell.text) in names:
                across.setdefault(row, set()).add(name_key(cell.text))
        if periods >= _FEWEST_PERIODS and header is None and not any(n >= _FEWEST_PERIODS for n in down.values()):
            header = grid.ref(row, grid.rows[row][0])
    months_down = [c for c, n in down.items() if n >= _FEWEST_PERIODS]
    named = next(
        (row for row, found in across.items() if len(found) > 1 or len(grid.rows[row]) <= len(found) + 1), None
    )
    if months_down and named is not None and named < first_period[months_down[0]]:
        yield Finding(
            code="sheet-turned-round",
            severity=Severity.ERROR,
            message=f"{quoted_sheet(grid.sheet)} has months down its rows and indicators across; "
            "none of its figures were read.",
            remedy="Turn it round (copy, Paste Special, Transpose): each indicator a row and each month a column.",
            where=grid.ref(named, grid.rows[named][0]),
        )
    elif header is not None:
        yield Finding(
            code="sheet-not-read",
            severity=Severity.WARNING,
            message=f"{quoted_sheet(grid.sheet)} has periods in row {header.row + 1}, but no column there is headed "
            "Indicator; nothing on it was read.",
            remedy="Name the column Indicator, pin it in Settings (Layout: SHEET: column A = Indicator), or pin "
            "the sheet to be ignored.",
            where=header,
        )


def _hidden(grid: Grid, tables: list[Table]) -> Iterator[Finding]:
    """Hidden sheets, rows and columns count like any others; that they do is worth a line."""
    used = [t for t in tables if t.has("indicator") and not is_card(t) and (t.periods or t.has("how_reported"))]
    if not used:
        return
    hidden = []
    if grid.is_hidden:
        hidden.append("the sheet itself")
    columns = {c.index for t in used for c in t.columns if c.role or c.period} & grid.hidden_columns
    rows = {row for t in used for row in t.body()} & grid.hidden_rows
    if columns:
        hidden.append(f"{len(columns)} column{'s' * (len(columns) > 1)}")
    if rows:
        hidden.append(f"{len(rows)} row{'s' * (len(rows) > 1)}")
    if hidden:
        yield Finding(
            code="hidden-read",
            severity=Severity.INFORMATION,
            message=f"{quoted_sheet(grid.sheet)} has hidden parts ({', '.join(hidden)}), read like the rest.",
            remedy="Nothing to do if their figures should count.",
            where=CellRef(grid.sheet, min(rows, default=0), min(columns, default=0)),
        )
