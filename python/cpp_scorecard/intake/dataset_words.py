"""What people keep beside the exception dataset: their narrative, the reasons for differences, the annual strips."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from cpp_scorecard.core.findings import Finding, Severity
from cpp_scorecard.core.narrative import PUBLISHED_HEADINGS, Heading, NarrativeEntry, Watch
from cpp_scorecard.core.rag import ExpectedRange
from cpp_scorecard.core.strips import Strip, StripSpan
from cpp_scorecard.intake.dataset_measures import RowNames
from cpp_scorecard.intake.grid import CellKind
from cpp_scorecard.intake.ledgers import day_of
from cpp_scorecard.intake.table_kinds import is_narrative
from cpp_scorecard.intake.tokens import RawFigure, as_figure, parse_figure, parse_period
from cpp_scorecard.intake.vocabulary import plain, token

if TYPE_CHECKING:
    from cpp_scorecard.core.dataset import Dataset, DatasetRow
    from cpp_scorecard.core.period import ReportingPeriod
    from cpp_scorecard.core.series import CellRef
    from cpp_scorecard.intake.table import Table

LONGEST_IN_A_CELL = 32_000
"""Excel holds 32,767 characters in a cell; the report may set a line before a text."""


def read_narrative(tables: list[Table]) -> tuple[tuple[NarrativeEntry, ...], list[Finding]]:
    """Every text of the narrative sheets, word for word, in their order."""
    entries: list[NarrativeEntry] = []
    findings: list[Finding] = []
    headings = {plain(heading.value): heading for heading in Heading}
    for table in tables:
        if not is_narrative(table):
            continue
        for row in table.body():
            cell, where = table.cell(row, "text"), table.ref(row, "text")
            if cell is None or where is None or cell.is_empty:
                continue
            text = str(cell.value) if cell.kind is CellKind.TEXT else cell.text  # whole, however long
            if len(text) > LONGEST_IN_A_CELL:
                findings.append(_too_long(len(text), where))
            named = table.text(row, "heading")
            heading = headings.get(plain(named))
            if named and heading is None:
                findings.append(_unknown_heading(named, table.ref(row, "heading")))
            period_cell = table.cell(row, "period_label")
            period = parse_period(period_cell) if period_cell is not None else None
            if period is None and period_cell is not None and not period_cell.is_empty:
                findings.append(_unknown_period(period_cell.text, table.ref(row, "period_label")))
            watch = token(table.text(row, "watch"))
            numbers = tuple(re.findall(r"\d+", table.text(row, "indicator_numbers")))
            reference, name = table.text(row, "reference"), table.text(row, "indicator")
            entries.append(
                NarrativeEntry(
                    section=table.text(row, "domain"),
                    heading=heading,
                    numbers=numbers,
                    references=(reference,) if reference else (),
                    period=period,
                    watch=next((w for w in Watch if w.value and w.value in watch), Watch.NOT_STATED),
                    text=text[:LONGEST_IN_A_CELL],
                    author=table.text(row, "officer"),
                    date=table.text(row, "date"),
                    where=where,
                    names=(name,) if name else (),
                    typed=day_of(period_cell),
                )
            )
    return tuple(entries), findings


def _too_long(length: int, where: CellRef) -> Finding:
    return Finding(
        code="text-too-long",
        severity=Severity.ERROR,
        message=f"the text has {length:,} characters; the report has its first {LONGEST_IN_A_CELL:,}.",
        remedy="Divide it into two rows.",
        where=where,
    )


def _unknown_heading(named: str, where: CellRef | None) -> Finding:
    return Finding(
        code="heading-unknown",
        severity=Severity.WARNING,
        message=f'"{named}" is none of the headings of the report; the text stands under the heading of its rating.',
        remedy=f"Choose one of {', '.join(PUBLISHED_HEADINGS)}.",
        where=where,
    )


def _unknown_period(named: str, where: CellRef | None) -> Finding:
    return Finding(
        code="period-unknown",
        severity=Severity.WARNING,
        message=f'"{named}" is no month, quarter or year with its year; the text was taken as one of this report\'s.',
        remedy="Enter the period as the columns have it, such as 21-22 Q2.",
        where=where,
    )


def read_reasons(tables: list[Table], dataset: Dataset) -> Mapping[tuple[int, ReportingPeriod], str]:
    """The council's own reasons for differences, by row and period."""
    names = RowNames(dataset.rows)
    reasons: dict[tuple[int, ReportingPeriod], str] = {}
    for table in tables:
        if not table.has("period_label", "difference_kind"):
            continue
        for row in table.body():
            place = names.listed(table, row)
            cell = table.cell(row, "period_label")
            period = parse_period(cell) if cell is not None else None
            if place is not None and period is not None:
                kind, reason = table.text(row, "difference_kind"), table.text(row, "reason")
                reasons[place, period] = f"{kind}: {reason}" if kind and reason else kind or reason
    return reasons


def read_strips(tables: list[Table], dataset: Dataset) -> tuple[Strip, ...]:
    """The chosen indicators of the annual report with the spans and ranges of its two strips."""
    names = RowNames(dataset.rows)
    strips = []
    for table in tables:
        if not table.has("previous_from"):
            continue
        for row in table.body():
            place = names.listed(table, row)
            if place is not None:
                found = dataset.rows[place]
                previous, current = _span(table, row, "previous", found), _span(table, row, "current", found)
                strips.append(Strip(found, previous, current, table.text(row, "basis")))
    return tuple(strips)


def _span(table: Table, row: int, report: str, of: DatasetRow) -> StripSpan | None:
    ends = [table.cell(row, f"{report}_{end}") for end in ("from", "to")]
    periods = [parse_period(cell) for cell in ends if cell is not None]
    if len(periods) < 2 or periods[0] is None or periods[1] is None:
        return None
    bounds = [_bound(table, row, f"{report}_{side}", of) for side in ("low", "high")]
    return StripSpan(periods[0], periods[1], ExpectedRange(bounds[0], bounds[1]))


def _bound(table: Table, row: int, role: str, of: DatasetRow) -> float | None:
    cell, where = table.cell(row, role), table.ref(row, role)
    if cell is None or where is None:
        return None
    raw = parse_figure(cell, where)
    if not isinstance(raw, RawFigure):
        return None
    in_points = of.unit.is_percentage and not raw.is_percent and abs(raw.number) > 1
    return as_figure(raw, percentage=of.unit.is_percentage, in_points=in_points).number
