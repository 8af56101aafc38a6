"""What has to be asked about a table's headers: two that mean the same, periods without a year, columns not read."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cpp_scorecard.core.findings import Finding, Severity
from cpp_scorecard.core.period import EARLIEST_YEAR, LATEST_YEAR, PeriodKind
from cpp_scorecard.intake.grid import CellKind, GridCell
from cpp_scorecard.intake.tokens import shows_only_the_year
from cpp_scorecard.intake.vocabulary import plain, vocabulary

if TYPE_CHECKING:
    from cpp_scorecard.intake.table import Column, Table

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*"
_BARE_TIME = re.compile(rf"q(?:tr|uarter)?\s*[1-4]|t(?:erm)?\s*[1-6]|{_MONTH}")
_SOME_TIME = re.compile(
    rf"\b{_MONTH}[- '/]*\d|\d\s*{_MONTH}\b|\bq(?:tr|uarter)?\s*[1-4]\b|\bterm\s*[1-6]\b"
    r"|\b(?:19|20)\d\d\b|\b\d\d\s*[-/]\s*\d\d\b"
)
_ISO_MONTH = re.compile(r"\d{4}-\d\d")
_YEARS = range(EARLIEST_YEAR, LATEST_YEAR + 1)
_DAY_NUMBERS = range(32_874, 73_416)
"""Excel's day numbers of 1990 to 2100: a date whose format was lost."""


def questions(table: Table) -> list[Finding]:
    """Everything to ask about the headers of `table`."""
    found = [*_same_role(table), *_periods_not_read(table), *_years_among_months(table)]
    if table.has("indicator"):
        found += [*_days_inside_months(table), *_unclear(table), *_foreign(table), *_headless(table)]
    return found


def _same_role(table: Table) -> Iterator[Finding]:
    first_of: dict[str, Column] = {}
    for column in table.columns:
        if column.role and column.role in first_of:
            first = first_of[column.role]
            yield Finding(
                code="header-ambiguous",
                severity=Severity.WARNING,
                message=f'"{column.header}" and "{first.header}" ({_letter(table, first)}) both read as {column.role}; '
                "the first was used.",
                remedy="Rename one of them, or pin the columns in Settings.",
                where=table.grid.ref(table.header_rows[1], column.index),
            )
        elif column.role:
            first_of[column.role] = column


def _days_inside_months(table: Table) -> Iterator[Finding]:
    """Dates that neither begin nor end a month: Excel makes 26 April of a typed `Apr-26`."""
    row = table.header_rows[1]
    for column in table.columns:
        cell = table.grid.at(row, column.index)
        if column.period is None or cell.kind is not CellKind.DATE or not isinstance(cell.value, dt.datetime):
            continue
        day = cell.value
        if day.day != 1 and (day + dt.timedelta(days=1)).day != 1:
            yield Finding(
                code="header-ambiguous",
                severity=Severity.WARNING,
                message=f"the header is the date {day.day} {day:%B %Y} and was read as {column.period}; Excel makes "
                "such a date of a typed month and year.",
                remedy="Type the month in full, such as April 2026.",
                where=table.grid.ref(row, column.index),
            )


def _periods_not_read(table: Table) -> Iterator[Finding]:
    """Headers that look like time and say nothing certain about it."""
    row = table.header_rows[1]
    for column in table.columns:
        if column.role or column.period:
            continue
        cell = table.grid.at(row, column.index)
        leaf = column.header.rsplit(" / ", 1)[-1].casefold().strip()
        where = table.grid.ref(row, column.index)
        if cell.kind is CellKind.TEXT and _BARE_TIME.fullmatch(leaf):
            yield Finding(
                code="header-ambiguous",
                severity=Severity.ERROR,
                message=f'the header "{column.header}" names a period but not its year; the column was not read.',
                remedy="Write the year (Apr-21, Q2 2021-22), put 2021/22 above it, or pin the column in Settings.",
                where=where,
            )
        elif table.has("indicator") and (problem := _not_a_period(cell)) and _holds_figures(table, column.index):
            calculated = cell.kind in (CellKind.UNCALCULATED, CellKind.ERROR)
            yield Finding(
                code="header-not-read",
                severity=Severity.ERROR if calculated else Severity.WARNING,
                message=f"{problem}; the column was not read.",
                remedy="Open the workbook in Excel and save it, so that its formulas are calculated."
                if cell.kind is CellKind.UNCALCULATED
                else "If it holds figures of one month, quarter or year, name it (Apr-21, Q2 2021-22, 2020/21) or pin "
                "it in Settings; else leave it.",
                where=where,
            )


def _not_a_period(cell: GridCell) -> str:
    """What is wrong with a header that may have been meant as a period; empty when it was not."""
    match cell.kind:
        case CellKind.UNCALCULATED:
            return "the header is a formula that was never calculated"
        case CellKind.ERROR:
            return f"the header holds the error {cell.text}"
        case CellKind.DATE if shows_only_the_year(cell):
            return f"the header is the date {cell.text} shown as a year, which could be a month or a year"
        case CellKind.DATE:
            return f"the header is the date {cell.text}, which no report covers"
        case CellKind.NUMBER if isinstance(cell.value, float) and cell.value.is_integer():
            if int(cell.value) in _YEARS:
                return f"the header {cell.text} does not say which kind of year it is"
            if int(cell.value) in _DAY_NUMBERS:
                return f"the header {cell.text} is a number; it may be a date that lost its format"
        case CellKind.TEXT if _SOME_TIME.search(cell.text.casefold()[:120]):
            return f'the header "{cell.text[:60]}" speaks of a period in words that are not known'
    return ""


def _years_among_months(table: Table) -> Iterator[Finding]:
    """`2010-11` beside `2010-10`: written like a month, read like a year."""
    written = [c for c in table.columns if c.period and _ISO_MONTH.fullmatch(c.header.rsplit(" / ", 1)[-1].strip())]
    if any(c.period and c.period.kind is PeriodKind.MONTH for c in written):
        for column in written:
            if column.period and column.period.kind is PeriodKind.YEAR:
                yield Finding(
                    code="header-ambiguous",
                    severity=Severity.WARNING,
                    message=f'the header "{column.header}" was read as a year, and others like it are months.',
                    remedy="Write the month in letters (Nov-10), or the year with a stroke (2010/11).",
                    where=table.grid.ref(table.header_rows[1], column.index),
                )


def _unclear(table: Table) -> Iterator[Finding]:
    """A target that could be either end of the range, or a range in one column."""
    if not table.has("how_reported") or table.has("low") or table.has("high") or table.has("latest"):
        return
    for column in table.columns:
        meanings = vocabulary().unclear_headers.get(plain(column.header))
        if meanings and not column.role and not column.period:
            yield Finding(
                code="header-ambiguous",
                severity=Severity.WARNING,
                message=f'the header "{column.header}" could mean {meanings}; it was not read and rates nothing.',
                remedy="Give the range two columns, Low and High, or pin the column as low or high in Settings.",
                where=table.grid.ref(table.header_rows[1], column.index),
            )


def _foreign(table: Table) -> Iterator[Finding]:
    foreign = [column for column in table.columns if column.is_foreign]
    groups = dict.fromkeys(column.header.split(" / ")[0] for column in foreign)
    if foreign:
        names = " and ".join(f'"{group}"' for group in groups)
        yield Finding(
            code="columns-not-own",
            severity=Severity.INFORMATION,
            message=f"periods under {names} were not read as the council's own figures (columns: {len(foreign)}).",
            remedy="Pin a column to its period in Settings if it is.",
            where=table.grid.ref(table.header_rows[0], foreign[0].index),
        )


def _headless(table: Table) -> Iterator[Finding]:
    """Columns of numbers among the periods that have no header of their own."""
    known = {column.index for column in table.columns}
    periods = [column.index for column in table.columns if column.period]
    if not periods:
        return
    between = [c for c in range(min(periods), max(periods) + 2) if c not in known]
    missing = [c for c in between if _holds_figures(table, c)] if len(between) <= LARGEST_GAP else []
    if missing:
        yield Finding(
            code="header-missing",
            severity=Severity.WARNING,
            message=f"{len(missing)} columns with numbers under them have no header of their own and were not read.",
            remedy="Name the month, quarter or year of each, or pin it in Settings.",
            where=table.grid.ref(table.header_rows[1], missing[0]),
        )


LARGEST_GAP = 200


def _holds_figures(table: Table, column: int) -> bool:
    return any(table.grid.own(row, column).kind is CellKind.NUMBER for row in table.body())


def _letter(table: Table, column: Column) -> str:
    where = table.grid.ref(table.header_rows[1], column.index)
    return f"column {where.address.rstrip('0123456789')}"
