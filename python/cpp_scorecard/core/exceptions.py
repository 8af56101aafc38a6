"""The exceptions of a dataset: its rows rated in the current period, against both ends of their ranges."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cpp_scorecard.core.dataset import Dataset, DatasetRow, RangeBasis
from cpp_scorecard.core.exception_items import ExceptionItem, items_of
from cpp_scorecard.core.indicator import Override, Polarity
from cpp_scorecard.core.measure_type import MeasureType
from cpp_scorecard.core.narrative import NarrativeEntry, slips
from cpp_scorecard.core.period import PeriodKind, ReportingPeriod
from cpp_scorecard.core.rag import NotRated, Rag, RagRating, rate, rating_named

if TYPE_CHECKING:
    from cpp_scorecard.core.quotable import QuotedSlip


@dataclass(frozen=True, slots=True)
class RatedRow:
    """A row with its rating in the current period, and an officer's rating beside it where there is one."""

    row: DatasetRow
    rating: RagRating | NotRated
    override: Override | None
    period: ReportingPeriod | None = None

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
            period,
        )
        for row in dataset.rows
    )


def exception_items(
    dataset: Dataset, rated: Iterable[RatedRow], entries: Iterable[NarrativeEntry]
) -> list[ExceptionItem[RatedRow]]:
    """The dataset's exceptions with the texts about them, under the five published headings."""

    def check(entry: NarrativeEntry, about: list[RatedRow]) -> Iterable[QuotedSlip]:
        return slips(entry, dataset, [r.row for r in about])

    return items_of(rated, entries, dataset.current, check)
