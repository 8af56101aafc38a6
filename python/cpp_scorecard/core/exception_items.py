"""Exceptions and people's words about them: which text stands with what, under which heading, and which are owed.

The rating is computed; status and text are people's. A text of an earlier period is carried forward and marked so; an
exception without a text of its own period is owed by the head of service. The same holds for the indicators of the
card and for the rows of a dataset.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from cpp_scorecard.core.folding import is_same
from cpp_scorecard.core.narrative import Heading, Named, NarrativeEntry, Watch
from cpp_scorecard.core.period import PeriodKind, ReportingPeriod
from cpp_scorecard.core.rag import Rag

if TYPE_CHECKING:
    from cpp_scorecard.core.quotable import QuotedSlip
    from cpp_scorecard.core.series import CellRef

_BY_RATING = {
    (Rag.RED, Watch.OF_CONCERN): Heading.REDS_OF_CONCERN,
    (Rag.RED, Watch.WATCHING_BRIEF): Heading.REDS_ON_WATCHING_BRIEF,
    (Rag.AMBER, Watch.OF_CONCERN): Heading.AMBERS_OF_CONCERN,
    (Rag.AMBER, Watch.WATCHING_BRIEF): Heading.AMBERS_ON_WATCHING_BRIEF,
}


class Accountable(Named, Protocol):
    """An indicator of the card or a row of the dataset: what it is called, where it stands and who answers for it."""

    @property
    def place(self) -> int:
        """Its place in the report, from zero."""
        ...

    @property
    def head_of_service(self) -> str:
        """Who answers for it; empty where nobody is named."""
        ...

    @property
    def where(self) -> CellRef | None:
        """Its cell in the council's workbook."""
        ...


class Rated(Protocol):
    """Something that has been rated, with the period of its figure."""

    @property
    def row(self) -> Accountable:
        """What was rated."""
        ...

    @property
    def period(self) -> ReportingPeriod | None:
        """The period that its figure stands for."""
        ...

    @property
    def letter(self) -> str | None:
        """The computed rating: R, A, G or None."""
        ...

    @property
    def shown(self) -> Rag | None:
        """The rating under which it is listed: the officer's where there is one."""
        ...


R = TypeVar("R", bound=Rated)
R_co = TypeVar("R_co", bound=Rated, covariant=True)


@dataclass(frozen=True, slots=True)
class ExceptionItem(Generic[R_co]):
    """One entry of the exception report: rows, heading, words and whether the words are of this period."""

    section: str
    heading: Heading
    rows: tuple[R_co, ...]
    entry: NarrativeEntry | None
    carried_from: ReportingPeriod | None
    slips: tuple[QuotedSlip, ...] = ()

    @property
    def is_owed(self) -> bool:
        """Whether its words are missing or of an earlier period."""
        return self.entry is None or self.carried_from is not None


def items_of(
    rated: Iterable[R],
    entries: Iterable[NarrativeEntry],
    period: ReportingPeriod | None,
    check: Callable[[NarrativeEntry, list[R]], Iterable[QuotedSlip]],
    unstated: Mapping[Rag, Heading] | None = None,
) -> list[ExceptionItem[R]]:
    """Entries and exceptions together, in the order of sections, headings and rows.

    `period` is the report's; a text that names the period of the figure it explains is current too. Every current
    entry appears once, word for word. An exception that no current entry is about has the latest earlier entry,
    marked, or none. `check` finds the slips of a text about the rows it concerns. Without a status or a heading an
    exception stands under the heading that `unstated` gives its rating, else under *Other exceptions*.
    """
    rows, texts = list(rated), list(entries)
    sections = list(dict.fromkeys(r.row.section for r in rows))
    by_rating = dict(unstated or {})

    def item(entry: NarrativeEntry, about: list[R], carried: ReportingPeriod | None) -> ExceptionItem[R]:
        worst = _worst(about)
        judged = _BY_RATING.get((worst, entry.watch)) if worst else None
        fallback = by_rating.get(worst, Heading.OTHER) if worst else Heading.OTHER
        section = entry.section or (about[0].row.section if about else "")
        section = next((known for known in sections if is_same(known, section)), section)
        found = tuple(check(entry, about))
        return ExceptionItem(section, judged or entry.heading or fallback, tuple(about), entry, carried, found)

    items: list[ExceptionItem[R]] = []
    covered: set[int] = set()
    earlier: list[NarrativeEntry] = []
    for entry in texts:
        about = [r for r in rows if entry.concerns(r.row)]
        if _is_current(entry, period, about):
            covered |= {r.row.place for r in about}
            items.append(item(entry, about, None))
        elif period is not None and _when(entry) <= period.first_month.index:
            earlier.append(entry)
    earlier.sort(key=_when, reverse=True)
    waiting = [r for r in rows if r.shown in (Rag.RED, Rag.AMBER) and r.row.place not in covered]
    for group in _by_number(waiting):
        carried = next((e for e in earlier if any(e.concerns(r.row) for r in group)), None)
        if carried is not None:
            items.append(item(carried, group, carried.period))
        else:
            worst = _worst(group)
            heading = by_rating.get(worst, Heading.OTHER) if worst else Heading.OTHER
            items.append(ExceptionItem(group[0].row.section, heading, tuple(group), None, None))
    sections = list(dict.fromkeys([*sections, *(i.section for i in items)]))
    headings = list(Heading)
    return sorted(
        items,
        key=lambda i: (
            sections.index(i.section),
            headings.index(i.heading),
            i.rows[0].row.place if i.rows else len(rows),
        ),
    )


def owed(items: Iterable[ExceptionItem[R]]) -> list[ExceptionItem[R]]:
    """Exceptions whose words are missing or of an earlier period: somebody still owes one."""
    return [item for item in items if item.is_owed]


def _worst(about: Iterable[Rated]) -> Rag | None:
    shown = {r.shown for r in about}
    return next((rag for rag in (Rag.RED, Rag.AMBER) if rag in shown), None)


def _is_current(entry: NarrativeEntry, period: ReportingPeriod | None, about: Iterable[Rated]) -> bool:
    """Whether a text is of the report's period, or of the period of a figure that it is about."""
    if entry.period is None or period is None:
        return True
    own = (r.period for r in about if r.period is not None)
    return any(_lies_in(entry.period, one) for one in (period, *own))


def _lies_in(entry: ReportingPeriod, period: ReportingPeriod) -> bool:
    """Whether a text of `entry` is of `period`: the same, or a month of the quarter."""
    months = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3}.get(period.kind, 12)
    is_within = 0 <= entry.first_month.index - period.first_month.index < months
    return entry == period or (entry.kind is PeriodKind.MONTH and is_within)


def _when(entry: NarrativeEntry) -> int:
    return entry.period.first_month.index if entry.period else 0


def _by_number(rows: list[R]) -> list[list[R]]:
    """Rows that the council gives one number in a section belong together; a row without a number stands alone."""
    groups: dict[object, list[R]] = {}
    for rated in rows:
        number = rated.row.number_in_name
        groups.setdefault((rated.row.section, number) if number else rated.row.place, []).append(rated)
    return list(groups.values())
