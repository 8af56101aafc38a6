"""The exception dataset as plain data: rows of figures by period, the population of each column, comparators.

A row is itself, not its name: names repeat in the published dataset, so rows are told apart by where they stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from cpp_scorecard.core.period import Month, PeriodKind, ReportingPeriod
from cpp_scorecard.core.series import CellRef, Figure, Missing

if TYPE_CHECKING:
    from cpp_scorecard.core.indicator import Override, Unit
    from cpp_scorecard.core.measure_type import MeasureType
    from cpp_scorecard.core.rag import ExpectedRange, Tolerance


class RangeBasis(StrEnum):
    """The period that an expected range speaks of. Rates are annualised, so theirs fits every column."""

    QUARTERLY = "quarterly"
    ANNUAL = "annual"
    PER_ANNUM = "per annum"


@dataclass(frozen=True, slots=True)
class DatasetRow:
    """One row of the dataset. `values` are as found, percentages as fractions."""

    place: int
    """Its place among the rows, from zero; what `numerator` and `denominator` refer to."""
    where: CellRef
    area: str
    name: str
    printed_type: str
    measure: MeasureType
    unit: Unit
    values: Mapping[ReportingPeriod, Figure | Missing]
    expected: ExpectedRange
    range_basis: RangeBasis
    comparators: Mapping[str, Figure | Missing]
    tolerance: Tolerance
    reference: str = ""
    numerator: tuple[int, ...] = ()
    """Places of the rows that add up to the numerator of a rate or a percentage."""
    denominator: tuple[int, ...] = ()
    """Likewise the denominator; for a weighted mean, the rows that give the weights."""
    section: str = ""
    head_of_service: str = ""
    why: str = ""
    overrides: tuple[Override, ...] = ()

    @property
    def number_in_name(self) -> str:
        """The number that the council gives an indicator (`12` in "12. No. ceasing ..."), or nothing."""
        head, dot, _ = self.name.partition(".")
        return head.strip() if dot and head.strip().isdigit() else ""

    def figure(self, period: ReportingPeriod) -> Figure | None:
        """The figure as found, or None where there is none."""
        found = self.values.get(period)
        return found if isinstance(found, Figure) else None


@dataclass(frozen=True, slots=True)
class Dataset:
    """The whole grid. `periods` are its columns in time order within each kind."""

    rows: tuple[DatasetRow, ...]
    periods: tuple[ReportingPeriod, ...]
    population: Mapping[ReportingPeriod, float]
    comparators: tuple[str, ...] = ()

    def of_kind(self, kind: PeriodKind) -> tuple[ReportingPeriod, ...]:
        """The columns of one kind, earliest first."""
        return tuple(sorted(period for period in self.periods if period.kind is kind))

    @property
    def current(self) -> ReportingPeriod | None:
        """The period that the report is about: the latest quarter, else month or year, that has a figure.

        Columns that stand ready for quarters to come are not it.
        """
        for kind in (PeriodKind.QUARTER, PeriodKind.MONTH, PeriodKind.YEAR):
            for column in reversed(self.of_kind(kind)):
                if any(row.figure(column) is not None for row in self.rows):
                    return column
        return None


def column_label(period: ReportingPeriod) -> str:
    """A column's name: the year band and the column, `Apr-21`, `21-22 Q2`, `20-21 FY`."""
    band = f"{period.year % 100:02d}-{(period.year + 1) % 100:02d}"
    match period.kind:
        case PeriodKind.MONTH:
            return period.first_month.dashed
        case PeriodKind.QUARTER:
            return f"{band} Q{period.number}"
        case PeriodKind.YEAR:
            return f"{band} FY"
        case PeriodKind.TERM:
            return f"{band} Term {period.number}"


def last_month(period: ReportingPeriod) -> Month:
    """The last month that a column covers."""
    return period.first_month + {PeriodKind.QUARTER: 2, PeriodKind.YEAR: 11}.get(period.kind, 0)


def up_to(dataset: Dataset, as_of: Month) -> Dataset:
    """The dataset as a report of `as_of` has it: without the columns that end later.

    A report of the current period, or of a later month, has every column: months that have begun the next quarter and
    years that hold part of theirs too.
    """
    current = dataset.current
    if current is None or last_month(current) <= as_of:
        return dataset
    return replace(dataset, periods=tuple(p for p in dataset.periods if last_month(p) <= as_of))


def parts_of(period: ReportingPeriod) -> tuple[ReportingPeriod, ...]:
    """The shorter columns that make up a longer one: months of a quarter, quarters of a year; none for a month."""
    if period.kind is PeriodKind.QUARTER:
        return tuple(ReportingPeriod.of_month(period.first_month + offset) for offset in range(3))
    if period.kind is PeriodKind.YEAR:
        return tuple(ReportingPeriod(PeriodKind.QUARTER, period.year, number) for number in range(1, 5))
    return ()
