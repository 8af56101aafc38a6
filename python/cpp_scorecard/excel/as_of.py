"""The month up to which Check, Build and Preview report: chosen in the ribbon, kept beside no one's data."""

from __future__ import annotations

from cpp_scorecard.core.errors import Refused
from cpp_scorecard.core.period import Month, PeriodKind
from cpp_scorecard.excel.desk import Desk
from cpp_scorecard.excel.memory import recall, remember
from cpp_scorecard.excel.saved_copy import saved_copy
from cpp_scorecard.excel.wording import say
from cpp_scorecard.intake.tokens import period_of_text
from cpp_scorecard.intake.workbook import IndicatorWorkbook, read_workbook


def as_of(desk: Desk, choice: str = "") -> None:
    """Report up to the month `choice` (such as `Nov-21`) for as long as Excel runs; an empty choice ends that."""
    book = desk.workbook
    if not choice.strip():
        remember(book, as_of="", findings=None, shown=-1)
        desk.tell(say("as_of.cleared"))
        return
    period = period_of_text(choice)
    if period is None or period.kind is not PeriodKind.MONTH:
        raise Refused(say("as_of.unknown", choice=choice))
    remember(book, as_of=period.first_month.iso, findings=None, shown=-1)
    desk.tell(say("as_of.chosen", month=period.first_month))


def months_at(desk: Desk) -> tuple[str, ...]:
    """The months of the workbook in front as labels, latest first; nothing where it has none or cannot be read."""
    if desk.book is None:
        return ()
    known = recall(desk.book).months
    if known:
        return known
    with saved_copy(desk.book) as copy:
        found = months_of(read_workbook(copy.workbook, copy=copy.path))
    remember(desk.book, months=found)
    return found


def months_of(workbook: IndicatorWorkbook) -> tuple[str, ...]:
    """The months for which `workbook` has a figure, latest first, as `Nov-21`."""
    found: set[Month] = set()
    for series in workbook.series:
        for observation in series:
            if observation.period.kind is PeriodKind.MONTH and observation.has_figure:
                found.add(observation.period.first_month)
    return tuple(str(month) for month in sorted(found, reverse=True))
