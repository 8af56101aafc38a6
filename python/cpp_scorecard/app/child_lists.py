"""What there is to say of the child-level lists for one report: blank cells that matter, and lists of another month.

No finding made here quotes a cell: it counts people and names cells.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cpp_scorecard.core.findings import Finding, Severity
from cpp_scorecard.core.list_gaps import ListGap, list_gaps
from cpp_scorecard.core.people import Cohort, Field, Population
from cpp_scorecard.core.period import OLD_AFTER_MONTHS, Month, day_in_words
from cpp_scorecard.core.series import CellRef

if TYPE_CHECKING:
    from cpp_scorecard.core.at_a_glance import ReportedTable
    from cpp_scorecard.core.child_lists import ChildLists
    from cpp_scorecard.intake.workbook import IndicatorWorkbook

_FIRST_CELLS = 3
_NEVER_QUIET = 50
"""A list of this many children has an episode that begins or ends in any two months: a shorter one may have none."""
_WORDS = {Field.AGE: "date of birth", Field.UASC: "UASC"}
"""Fields whose cell is called otherwise than the field."""


def list_findings(workbook: IndicatorWorkbook, tables: tuple[ReportedTable, ...], month: Month) -> Iterator[Finding]:
    """Findings about the lists as they are counted: for `tables`, else as at the end of the report's month."""
    said: set[CellRef] = set()
    for cohort in workbook.child_lists.sheets:
        of_cohort = [table for table in tables if table.table.cohort is cohort]
        counted = next((table.population for table in of_cohort if table.population is not None), None)
        population = counted or workbook.child_lists.population(cohort, month.last_day)
        if population is None:
            continue
        fields = (row.row.field for table in of_cohort for row in table.rows if row.row.field is not None)
        for gap in list_gaps(population, fields, workbook.code_groups):
            if not said.issuperset(gap.cells):  # a child who started and is looked after is one child
                yield _blank(gap)
            said.update(gap.cells)
    yield from _of_another_month(workbook.child_lists, month)


def _blank(gap: ListGap) -> Finding:
    count, everybody = len(gap.cells), len(gap.population.people)
    cells = ", ".join(cell.address for cell in gap.cells[:_FIRST_CELLS])
    shown = cells + (" and others" if count > _FIRST_CELLS else "")
    what = _WORDS.get(gap.field, gap.field.value)
    consequence = "they count in the total and in no group"
    if gap.field is Field.LEGAL_STATUS:
        consequence += "; a short break among them, which should not count, does"
    return Finding(
        code="list-cell-blank",
        severity=Severity.WARNING,
        message=f"{_people(gap.population)} whose {what} is blank: {count:,} of {everybody:,} ({shown}); "
        f"{consequence}.",
        remedy="Fill in the cells.",
        where=gap.cells[0],
    )


def _people(population: Population) -> str:
    if population.since is None:
        return f"{population.cohort} on {day_in_words(population.on)}"
    return f"{population.cohort} from {day_in_words(population.since)} to {day_in_words(population.on)}"


def _of_another_month(lists: ChildLists, month: Month) -> Iterator[Finding]:
    day = lists.leavers_on
    if Cohort.CARE_LEAVERS in lists.sheets and day is not None:
        before = month.index - Month.of_date(day).index
        if before < 0 or before >= OLD_AFTER_MONTHS:
            how = "after" if before < 0 else f"{before} months before"
            yield _other_month(
                lists.sheets[Cohort.CARE_LEAVERS][-1],
                f"the list of care leavers is as at {day_in_words(day)}, {how} the report's month, {month}.",
                "Use the list of the report's month, or correct Care leavers list as at in Settings.",
            )
    if Cohort.LOOKED_AFTER in lists.sheets and len(lists.episodes) >= _NEVER_QUIET and _is_quiet(lists, month):
        yield _other_month(
            lists.sheets[Cohort.LOOKED_AFTER][-1],
            f"no episode of the list begins or ends in the {OLD_AFTER_MONTHS} months up to the end of the report's "
            f"month, {month}; the list may be an old one.",
            "Use the lists of the report's month.",
        )


def _is_quiet(lists: ChildLists, month: Month) -> bool:
    days = (day for of_child in lists.episodes.values() for e in of_child for day in (e.start, e.end) if day)
    last = max(days, default=None)
    return last is not None and month.index - Month.of_date(last).index >= OLD_AFTER_MONTHS


def _other_month(sheet: str, message: str, remedy: str) -> Finding:
    return Finding("list-other-month", Severity.WARNING, message, remedy, CellRef(sheet, 0, 0))
