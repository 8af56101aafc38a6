"""At a Glance for one report: the lists as at their day, the summary tables counted, and what to say of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from cpp_scorecard.core.at_a_glance import CountingBasis, ReportedRow, ReportedTable, reasons, report_tables
from cpp_scorecard.core.findings import Finding, Severity
from cpp_scorecard.core.people import Cohort
from cpp_scorecard.core.period import OLD_AFTER_MONTHS, Month
from cpp_scorecard.core.series import Figure, Missing, MissingReason, Number

if TYPE_CHECKING:
    from cpp_scorecard.intake.workbook import IndicatorWorkbook

_EPISODES = (
    "Add the list of episodes (CHILD, DECOM, RNE, LS, CIN, PLACE, DEC, REC), {}: the list of children alone does not "
    "say who is looked after. Or type the figures."
)
_LIST_TO_ADD = {
    Cohort.LOOKED_AFTER: _EPISODES.format("a row an episode"),
    Cohort.STARTING: _EPISODES.format("each with its reason (RNE)"),
    Cohort.CARE_LEAVERS: "Add the list of care leavers (the columns of Annex A List 9), or type the figures.",
}
_REMEDIES = {
    MissingReason.NO_POPULATION: "Enter Population aged 0-17 in Settings, or type the rate.",
    MissingReason.NO_GROUP: "Name a group on the sheet of code groups as the Measure is named, or type the figure.",
    MissingReason.NO_ENTRY: "Fill in the column, add the list that has it, or type the figures.",
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


def glance_findings(tables: tuple[ReportedTable, ...], month: Month) -> Iterator[Finding]:
    """Rows that could not be counted, typed figures that the lists do not give, tables of another month."""
    yield from _of_another_month(tables, month)
    for table in tables:
        for missing, rows in reasons(table).items():
            yield Finding(
                code="summary-not-counted",
                severity=Severity.WARNING,
                message=f"left blank and not counted from the lists: {_names([row.row.measure for row in rows])}; "
                f"{missing.text}.",
                remedy=_remedy(table.table.cohort, missing),
                where=rows[0].row.where,
            )
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


def _remedy(cohort: Cohort | None, missing: Missing) -> str:
    if missing.reason is MissingReason.NO_LIST:
        if missing.detail:
            return "Use the list of that month, correct Care leavers list as at in Settings, or type the figures."
        return _LIST_TO_ADD[cohort] if cohort else "Type the figures."
    return _REMEDIES.get(missing.reason, "Type the figures.")


def _of_another_month(tables: tuple[ReportedTable, ...], month: Month) -> Iterator[Finding]:
    """Tables whose latest column is of a month after the report's, or long before; those of one column together."""
    for header, found in groupby((t.table for t in tables if t.table.periods), key=lambda table: table.headers[0]):
        of_one = list(found)
        before = month.index - Month.of_date(of_one[0].periods[0].last_day).index
        if 0 <= before < OLD_AFTER_MONTHS:
            continue
        how = "of a later month than" if before < 0 else f"{before} months before"
        yield Finding(
            code="summary-other-month",
            severity=Severity.WARNING,
            message=f'the latest column, "{header}", is {how} the report\'s, {month}; it is printed all the same: '
            f"{', '.join(table.title for table in of_one)}.",
            remedy=f"Change the column's header and figures to {month} (a blank cell is counted from the lists), or "
            "build for the month of the column.",
            where=of_one[0].where,
        )


def _names(measures: list[str]) -> str:
    shown = ", ".join(f'"{name}"' for name in measures[:_MOST_NAMES])
    more = len(measures) - _MOST_NAMES
    return shown + (f" and {more} other{'s' if more > 1 else ''}" if more > 0 else "")


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
