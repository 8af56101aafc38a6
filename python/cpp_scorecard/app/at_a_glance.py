"""At a Glance for one report: the lists as at their day, the summary tables counted, and what to say of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from cpp_scorecard.core.at_a_glance import CountingBasis, ReportedRow, ReportedTable, reasons, report_tables
from cpp_scorecard.core.findings import Finding, Severity
from cpp_scorecard.core.period import Month
from cpp_scorecard.core.series import Figure, Missing, MissingReason, Number
from cpp_scorecard.intake.workbook import IndicatorWorkbook

_REMEDIES = {
    MissingReason.NO_LIST: "Type the figures, add the list, or correct Care leavers list as at in Settings.",
    MissingReason.NO_POPULATION: "Enter Population aged 0-17 in Settings, or type the rate.",
    MissingReason.NO_GROUP: "Name a group on the sheet of code groups as the Measure is named, or type the figure.",
    MissingReason.ZERO_DENOMINATOR: "Check that the list is of the right day.",
}
_MOST_NAMES = 4


def with_list_day(workbook: IndicatorWorkbook, month: Month) -> IndicatorWorkbook:
    """The workbook with its list of care leavers as at the end of the report's month, unless Settings say otherwise."""
    lists = workbook.child_lists
    if not lists.leavers or lists.leavers_on is not None:
        return workbook
    return replace(workbook, child_lists=replace(lists, leavers_on=month.last_day))


def report_glance(workbook: IndicatorWorkbook) -> tuple[ReportedTable, ...]:
    """The summary tables of the workbook, with what its lists give for their first period."""
    basis = CountingBasis(workbook.child_lists, workbook.code_groups, workbook.settings.population)
    return report_tables(workbook.summaries, basis)


def glance_findings(tables: tuple[ReportedTable, ...]) -> Iterator[Finding]:
    """Rows that could not be counted, and typed figures that the lists do not give; one finding a table and kind."""
    for (where, reason), rows in reasons(tables).items():
        missing = rows[0].now
        yield Finding(
            code="summary-not-counted",
            severity=Severity.WARNING,
            message=f"left blank and not counted from the lists: {_names([row.row.measure for row in rows])}; "
            f"{missing.text if isinstance(missing, Missing) else reason.value}.",
            remedy=_REMEDIES.get(reason, "Type the figures."),
            where=where if len(rows) > 1 else rows[0].row.where,
        )
    for table in tables:
        found = [row for row in table.rows if row.differs]
        if found:
            yield Finding(
                code="summary-differs",
                severity=Severity.WARNING,
                message=f"typed figures of {table.table.title} that the lists do not give: "
                f"{_names([row.row.measure for row in found])}. The typed ones are shown.",
                remedy="Correct the figure or the list, or leave the cell blank to have it counted.",
                where=found[0].typed.where if found[0].typed else found[0].row.where,
            )


def _names(measures: list[str]) -> str:
    shown = ", ".join(f'"{name}"' for name in measures[:_MOST_NAMES])
    return shown + (f" and {len(measures) - _MOST_NAMES} others" if len(measures) > _MOST_NAMES else "")


def glance_json(table: ReportedTable, reported: ReportedRow) -> dict[str, Any]:
    """One row of a summary table: what is shown, and what the lists give for its first period."""
    row, counted = reported.row, reported.counted
    headers = table.table.headers
    others = zip(headers[1:], row.figures[1:], strict=True)
    now = reported.now
    return {
        "table": table.table.title,
        "category": row.category,
        "measure": row.measure,
        "unit": row.kind.unit.value,
        "good": row.good or None,
        "period": headers[0] if headers else None,
        "now": _number(now),
        "now_missing": now.text if isinstance(now, Missing) else None,
        "is_counted": reported.is_counted,
        "counted": _number(counted.value) if counted else None,
        "actual": counted.numerator if counted else None,
        "possible": counted.denominator if counted else None,
        "differs": reported.differs,
        "printed": [reported.shown(place) for place in range(len(row.figures))],
        "earlier": {header: _number(figure) for header, figure in others},
        "similar": _number(row.similar),
        "similar_missing": row.similar.text if isinstance(row.similar, Missing) else None,
        "similar_header": table.table.similar_header or None,
        "made_up": reported.is_counted and table.is_made_up,
        "cell": str(row.where),
    }


def _number(value: Figure | Number) -> float | None:
    return value.number if isinstance(value, Figure) else None if isinstance(value, Missing) else value
