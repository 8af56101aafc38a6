"""Annual strips: a few chosen indicators as the annual report shows them.

*Previous report* has four quarters and the range they were judged by then; *Current report* the quarters since, with
their own range; *Comparators* the published figures of others. The two reports may carry different ranges.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cpp_scorecard.core.dataset import Dataset, DatasetRow
    from cpp_scorecard.core.period import ReportingPeriod
    from cpp_scorecard.core.rag import ExpectedRange


@dataclass(frozen=True, slots=True)
class StripSpan:
    """One report's columns, first to last, and the range it judged them by."""

    first: ReportingPeriod
    last: ReportingPeriod
    expected: ExpectedRange

    def periods(self, dataset: Dataset) -> tuple[ReportingPeriod, ...]:
        """The columns of the dataset that lie in the span."""
        return tuple(p for p in dataset.of_kind(self.first.kind) if self.first <= p <= self.last)


@dataclass(frozen=True, slots=True)
class Strip:
    """An indicator's strips."""

    row: DatasetRow
    previous: StripSpan | None
    current: StripSpan | None
    basis: str = ""
    """What the council says about the strip, such as a range that is illustrative."""
