"""What the rules give for a cell of the exception dataset, from the other figures that the grid holds.

A quarter follows from its months when all three are there, a year from its quarters when all four are. Rates and
percentages follow from the counts of their own column and the column's own population. Quarters of distinct children
and figures as given follow from nothing.

Source: the published dataset; `tests/backtests` counts how many of its cells each rule reproduces.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cpp_scorecard.core.comparing import agrees
from cpp_scorecard.core.dataset import Dataset, DatasetRow, parts_of
from cpp_scorecard.core.measure_type import MeasureType
from cpp_scorecard.core.period import PeriodKind, ReportingPeriod
from cpp_scorecard.core.printing import decimals_needed
from cpp_scorecard.core.series import CellRef, Figure, Missing, MissingReason
from cpp_scorecard.core.windows import rate_per_population

if TYPE_CHECKING:
    from cpp_scorecard.core.indicator import Unit

_PER_YEAR = {PeriodKind.MONTH: 12, PeriodKind.QUARTER: 4, PeriodKind.YEAR: 1}


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A cell by the rules: its value with how it came about and from which cells, or why no rule gives one."""

    value: float | Missing
    how: str
    cells: tuple[CellRef, ...] = ()

    @property
    def number(self) -> float | None:
        """The value, or None."""
        return None if isinstance(self.value, Missing) else self.value


_NOT_DERIVED = Recomputed(Missing(MissingReason.NO_PERIOD), "as given")


def recompute(dataset: Dataset, row: DatasetRow, period: ReportingPeriod) -> Recomputed:
    """What the rules make of `row` in the column `period`; figures that others follow from are as given."""
    if row.measure.is_ratio:
        return _ratio(dataset, row, period)
    parts = parts_of(period)
    if not parts or row.measure is MeasureType.AS_GIVEN:
        return _NOT_DERIVED
    if row.measure is MeasureType.DISTINCT and period.kind is not PeriodKind.YEAR:
        return _NOT_DERIVED
    if row.measure in (MeasureType.SNAPSHOT, MeasureType.PERCENTAGE_SNAPSHOT):
        last = row.figure(parts[-1])
        return _NOT_DERIVED if last is None else Recomputed(last.number, "last of the period", (last.where,))
    if row.measure in (MeasureType.NUMBER, MeasureType.DISTINCT):
        return _summed(row, parts)
    present = [figure for part in parts if (figure := row.figure(part)) is not None]
    if len(present) < len(parts):
        return _NOT_DERIVED
    if row.measure is MeasureType.MEAN:
        value = sum(figure.number for figure in present) / len(present)
        return Recomputed(value, "mean (approximate)", tuple(figure.where for figure in present))
    return _weighted(dataset, row, parts, present)


def _summed(row: DatasetRow, parts: tuple[ReportingPeriod, ...]) -> Recomputed:
    """The sum of the parts. A part that says "not applicable" adds nothing (rows that are filled in once a quarter)."""
    figures: list[Figure] = []
    for part in parts:
        found = row.values.get(part)
        if isinstance(found, Figure):
            figures.append(found)
        elif found is None or found.reason not in (MissingReason.NOT_APPLICABLE, MissingReason.BLANK):
            return _NOT_DERIVED
    if not figures:
        return _NOT_DERIVED
    how = "sum of the quarters as printed (approximate)" if row.measure is MeasureType.DISTINCT else "sum"
    return Recomputed(sum(figure.number for figure in figures), how, tuple(figure.where for figure in figures))


def _ratio(dataset: Dataset, row: DatasetRow, period: ReportingPeriod) -> Recomputed:
    if not row.numerator:
        return Recomputed(Missing(MissingReason.NOT_STATED, detail="no numerator is declared"), "as given")
    over = _total(dataset, row.numerator, period)
    if over is None:
        return _NOT_DERIVED
    numerator, cells = over
    if row.measure is MeasureType.PERCENTAGE:
        if not row.denominator:
            return Recomputed(Missing(MissingReason.NOT_STATED, detail="no denominator is declared"), "as given")
        under = _total(dataset, row.denominator, period)
        if under is None or under[0] == 0:
            return _NOT_DERIVED
        return Recomputed(numerator / under[0], f"{numerator:g} of {under[0]:g}", (*cells, *under[1]))
    population = dataset.population.get(period)
    if not population:
        return Recomputed(Missing(MissingReason.NO_PERIOD, detail="the column has no population"), "as given")
    times = _PER_YEAR.get(period.kind, 1) if row.measure is MeasureType.RATE_OF_FLOW else 1
    annualised = f" x {times}" if times > 1 else ""
    how = f"{numerator:g}{annualised} x 10,000 / {population:,.0f}"
    return Recomputed(rate_per_population(numerator, population, times), how, cells)


def _weighted(
    dataset: Dataset, row: DatasetRow, parts: tuple[ReportingPeriod, ...], present: list[Figure]
) -> Recomputed:
    """The mean weighted by another row. With only a numerator, the weights are the denominators it implies."""
    weighting = row.denominator or row.numerator
    if not weighting:
        return Recomputed(Missing(MissingReason.NOT_STATED, detail="no weighting row is declared"), "as given")
    totals = [_total(dataset, weighting, part) for part in parts]
    known = [total[0] for total in totals if total is not None]
    if len(known) < len(parts) or sum(known) == 0:
        return _NOT_DERIVED
    cells = tuple(figure.where for figure in present)
    if row.denominator:
        total = sum(figure.number * weight for figure, weight in zip(present, known, strict=True))
        return Recomputed(total / sum(known), "weighted mean (approximate)", cells)
    if any(figure.number <= 0 for figure in present):
        return _NOT_DERIVED
    implied = sum(count / figure.number for figure, count in zip(present, known, strict=True))
    return Recomputed(sum(known) / implied, "counts over the denominators they imply (approximate)", cells)


def _total(
    dataset: Dataset, places: tuple[int, ...], period: ReportingPeriod
) -> tuple[float, tuple[CellRef, ...]] | None:
    """The sum of the rows at `places` in one column, with their cells; None where one has no figure."""
    figures = [dataset.rows[place].figure(period) for place in places]
    present = [figure for figure in figures if figure is not None]
    if len(present) < len(places):
        return None
    return sum(figure.number for figure in present), tuple(figure.where for figure in present)


def reproduced(row: DatasetRow, published: Figure, computed: float) -> bool:
    """Whether `computed` prints as `published` does; a number without a format, as it was typed."""
    return agrees(published.number, computed, row.unit, shown_decimals(published, row.unit))


def shown_decimals(figure: Figure, unit: Unit) -> int:
    """The decimals at which the workbook shows a figure; without a number format, as many as it needs."""
    return decimals_needed(figure.number, unit) if figure.decimals is None else figure.decimals
