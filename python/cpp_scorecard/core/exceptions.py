"""The exceptions of a dataset: indicators outside their expected range, by section, with what people say of them.

The rating is computed and two-sided; status and text are people's. A text of an earlier period is carried
forward and marked so; an exception without a text of its own period is owed by the section's head of service.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cpp_scorecard.core.dataset import Dataset, DatasetRow, RangeBasis
from cpp_scorecard.core.indicator import Override, Polarity
from cpp_scorecard.core.measure_type import MeasureType
from cpp_scorecard.core.narrative import Heading, NarrativeEntry, QuotedSlip, Watch, slips
from cpp_scorecard.core.period import PeriodKind, ReportingPeriod
from cpp_scorecard.core.rag import NotRated, Rag, RagRating, rate, rating_named

_BY_RATING = {
    (Rag.RED, Watch.OF_CONCERN): Heading.REDS_OF_CONCERN,
    (Rag.RED, Watch.WATCHING_BRIEF): Heading.REDS_ON_WATCHING_BRIEF,
    (Rag.AMBER, Watch.OF_CONCERN): Heading.AMBERS_OF_CONCERN,
    (Rag.AMBER, Watch.WATCHING_BRIEF): Heading.AMBERS_ON_WATCHING_BRIEF,
}


@dataclass(frozen=True, slots=True)
class RatedRow:
    """A row with its rating in the current period, and an officer's rating beside it where there is one."""

    row: DatasetRow
    rating: RagRating | NotRated
    override: Override | None

    @property
    def letter(self) -> str | None:
        """R, A, G or None: the computed rating."""
        return self.rating.rag.value if isinstance(self.rating, RagRating) else None

    @property
    def outside(self) -> str | None:
        """`low` or `high` where the figure lies outside its range."""
        if isinstance(self.rating, RagRating) and self.rating.rag is not Rag.GREEN:
            return self.rating.side.value
        return None

    @property
    def shown(self) -> Rag | None:
        """The rating under which the exceptions list it: the officer's where there is one."""
        decided = rating_named(self.override.value) if self.override is not None else None
        return decided or (self.rating.rag if isinstance(self.rating, RagRating) else None)


@dataclass(frozen=True, slots=True)
class ExceptionItem:
    """One entry of the exception report: rows, heading, words and whether the words are of this period."""

    section: str
    heading: Heading
    rows: tuple[RatedRow, ...]
    entry: NarrativeEntry | None
    carried_from: ReportingPeriod | None
    slips: tuple[QuotedSlip, ...] = ()


def can_be_rated(row: DatasetRow, period: ReportingPeriod) -> bool:
    """Whether the row's range speaks of columns like `period`. A range per annum judges years, not quarters."""
    if row.range_basis is RangeBasis.PER_ANNUM:
        return period.kind is PeriodKind.YEAR
    if row.measure in (MeasureType.NUMBER, MeasureType.DISTINCT):
        flow = PeriodKind.YEAR if row.range_basis is RangeBasis.ANNUAL else PeriodKind.QUARTER
        return period.kind is flow
    return True


def rate_row(row: DatasetRow, period: ReportingPeriod) -> RagRating | NotRated:
    """Rate the row's figure in `period` against both ends of its range."""
    if not can_be_rated(row, period):
        return NotRated.NO_RANGE
    figure = row.figure(period)
    return rate(figure.number if figure else None, row.expected, Polarity.RANGE, row.tolerance)


def rated_rows(dataset: Dataset) -> tuple[RatedRow, ...]:
    """Every row with its rating in the current period."""
    period = dataset.current
    return tuple(
        RatedRow(
            row,
            rate_row(row, period) if period else NotRated.NO_VALUE,
            next((o for o in reversed(row.overrides) if o.what == "Rating"), None),
        )
        for row in dataset.rows
    )


def exception_items(
    dataset: Dataset, rated: Iterable[RatedRow], entries: Iterable[NarrativeEntry]
) -> list[ExceptionItem]:
    """Entries and exceptions together, in the order of sections, headings and rows.

    Every entry of the current period appears once, word for word. An exception that no current entry is about has
    the latest earlier entry, marked, or none. Entries about no indicator stand under *Other exceptions*, or under
    the heading they name.
    """
    period = dataset.current
    rows = list(rated)
    texts = list(entries)
    current = [e for e in texts if e.period is None or period is None or _lies_in(e.period, period)]
    earlier = sorted(
        (e for e in texts if e not in current and period and _when(e) <= period.first_month.index),
        key=_when,
        reverse=True,
    )
    items: list[ExceptionItem] = []
    covered: set[int] = set()
    for entry in current:
        about = [r for r in rows if entry.concerns(r.row)]
        covered |= {r.row.place for r in about}
        items.append(_item(dataset, entry, about, None))
    waiting = [r for r in rows if r.shown in (Rag.RED, Rag.AMBER) and r.row.place not in covered]
    for group in _by_number(waiting):
        carried = next((e for e in earlier if any(e.concerns(r.row) for r in group)), None)
        if carried is not None:
            items.append(_item(dataset, carried, group, carried.period))
        else:
            items.append(ExceptionItem(group[0].row.section, Heading.OTHER, tuple(group), None, None))
    sections = list(dict.fromkeys([r.row.section for r in rows] + [i.section for i in items]))
    headings = list(Heading)
    return sorted(
        items,
        key=lambda i: (
            sections.index(i.section),
            headings.index(i.heading),
            i.rows[0].row.place if i.rows else len(rows),
        ),
    )


def _lies_in(entry: ReportingPeriod, period: ReportingPeriod) -> bool:
    """Whether a text of `entry` is of `period`: the same, or a month of the quarter."""
    months = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3}.get(period.kind, 12)
    is_within = 0 <= entry.first_month.index - period.first_month.index < months
    return entry == period or (entry.kind is PeriodKind.MONTH and is_within)


def _when(entry: NarrativeEntry) -> int:
    return entry.period.first_month.index if entry.period else 0


def _item(
    dataset: Dataset, entry: NarrativeEntry, about: list[RatedRow], carried: ReportingPeriod | None
) -> ExceptionItem:
    worst = next((rag for rag in (Rag.RED, Rag.AMBER) if any(r.shown is rag for r in about)), None)
    by_rating = _BY_RATING.get((worst, entry.watch)) if worst else None
    heading = by_rating or entry.heading or Heading.OTHER
    section = entry.section or (about[0].row.section if about else "")
    found = tuple(slips(entry, dataset, [r.row for r in about]))
    return ExceptionItem(section, heading, tuple(about), entry, carried, found)


def _by_number(rows: list[RatedRow]) -> list[list[RatedRow]]:
    """Rows that the council gives one number in a section belong together; a row without a number stands alone."""
    groups: dict[object, list[RatedRow]] = {}
    for rated in rows:
        number = rated.row.number_in_name
        groups.setdefault((rated.row.section, number) if number else rated.row.place, []).append(rated)
    return list(groups.values())


def owed(items: Iterable[ExceptionItem]) -> list[ExceptionItem]:
    """Exceptions whose words are missing or of an earlier period: somebody still owes one."""
    return [item for item in items if item.entry is None or item.carried_from is not None]
