"""Why a printed figure may differ from what the rules give: the arithmetic that would explain it.

Each guess is a small function that returns a sentence when its arithmetic fits; the first that fits is shown. A
reason that the workbook itself records is shown beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from cpp_scorecard.core.dataset import Dataset, DatasetRow, column_label, last_month, parts_of
from cpp_scorecard.core.measure_type import MeasureType
from cpp_scorecard.core.period import PeriodKind, ReportingPeriod
from cpp_scorecard.core.printing import printed
from cpp_scorecard.core.recompute import Recomputed, recompute, reproduced, shown_decimals
from cpp_scorecard.core.rounding import half_a_unit
from cpp_scorecard.core.series import Figure

_SMALL_REVISION = 0.15
"""A year that lies within this share of its quarters' total is likely the revised outturn."""


class DifferenceKind(StrEnum):
    """What kind of slip explains a difference."""

    SIGN = "sign"
    POPULATION = "another population"
    STALE = "stale copy"
    OTHER_ROW = "copied from another row"
    OUTTURN = "year-end outturn"
    DENOMINATOR = "another denominator"
    ROUNDING = "rounding"
    REVISED = "revised later"
    UNEXPLAINED = "unexplained"
    RECORDED = "recorded, but it follows"


@dataclass(frozen=True, slots=True)
class Difference:
    """A printed figure that the rules do not give, with the likely reason."""

    row: DatasetRow
    period: ReportingPeriod
    published: Figure
    computed: Recomputed
    kind: DifferenceKind
    reason: str
    recorded: str = ""
    """The reason that the council has recorded, if it has."""


Guess = Callable[[Dataset, DatasetRow, ReportingPeriod, Figure, Recomputed], str | None]


def differences(dataset: Dataset, recorded: dict[tuple[int, ReportingPeriod], str]) -> list[Difference]:
    """Every printed figure that the rules do not give, row by row; and those the council recorded although they do."""
    found = []
    for row in dataset.rows:
        for period in dataset.periods:
            published = row.figure(period)
            if published is None or not _is_checked(dataset, row, period):
                continue
            computed = recompute(dataset, row, period)
            note = recorded.get((row.place, period), "")
            if computed.number is None:
                continue
            if not reproduced(row, published, computed.number):
                kind, reason = likely_reason(dataset, row, period, published, computed)
            elif note:
                kind, reason = DifferenceKind.RECORDED, "The figures of the grid give what is printed."
            else:
                continue
            found.append(Difference(row, period, published, computed, kind, reason, note))
    return found


def _is_checked(dataset: Dataset, row: DatasetRow, period: ReportingPeriod) -> bool:
    """Months, quarters, and years whose quarters stand in the grid: older years have nothing to follow from."""
    if period.kind is not PeriodKind.YEAR:
        return True
    return all(part in dataset.periods for part in parts_of(period))


def likely_reason(
    dataset: Dataset, row: DatasetRow, period: ReportingPeriod, published: Figure, computed: Recomputed
) -> tuple[DifferenceKind, str]:
    """The first guess whose arithmetic fits."""
    for kind, guess in GUESSES:
        reason = guess(dataset, row, period, published, computed)
        if reason:
            return kind, reason
    return DifferenceKind.UNEXPLAINED, "No arithmetic on the figures of the grid explains it."


def _sign(
    dataset: Dataset, row: DatasetRow, period: ReportingPeriod, published: Figure, computed: Recomputed
) -> str | None:
    if row.measure is not MeasureType.NUMBER or computed.number is None:
        return None
    for part in parts_of(period):
        figure = row.figure(part)
        if figure and figure.number and reproduced(row, published, computed.number - 2 * figure.number):
            return f"It follows if {column_label(part)} had the other sign."
    if published.number and reproduced(row, published, -computed.number):
        return "It is the same figure with the other sign."
    return None


def _rounded_twice(
    dataset: Dataset, row: DatasetRow, period: ReportingPeriod, published: Figure, computed: Recomputed
) -> str | None:
    if not published.decimals or computed.number is None:
        return None
    scale = 100 if row.unit.is_percentage else 1
    shown = published.number * scale
    if shown == round(shown) and abs(computed.number * scale - shown) < half_a_unit(0):
        places = "1 decimal" if published.decimals == 1 else f"{published.decimals} decimals"
        return f"It was rounded to a whole number and then shown with {places}."
    return None


def _population(
    dataset: Dataset, row: DatasetRow, period: ReportingPeriod, published: Figure, computed: Recomputed
) -> str | None:
    if row.measure not in (MeasureType.RATE_OF_FLOW, MeasureType.RATE_OF_STOCK) or computed.number is None:
        return None
    own = dataset.population.get(period)
    for other, population in dataset.population.items():
        if own and population and population != own and reproduced(row, published, computed.number * own / population):
            return f"It follows from the population of {column_label(other)} ({population:,.0f})."
    return None


def _stale(
    dataset: Dataset, row: DatasetRow, period: ReportingPeriod, published: Figure, computed: Recomputed
) -> str | None:
    """A copy of a neighbouring column: a part of the period, the one before, or the month that follows a year."""
    columns = dataset.of_kind(period.kind)
    before = [other for other in columns if other < period][-1:]
    after = [month for month in dataset.of_kind(PeriodKind.MONTH) if last_month(month) == last_month(period) + 1]
    for other in [*reversed(parts_of(period)), *before, *after]:
        figure = row.figure(other)
        if figure and figure.number and figure.number == published.number:
            return f"It is the figure of {column_label(other)}."
    return None


def _other_denominator(
    dataset: Dataset, row: DatasetRow, period: ReportingPeriod, published: Figure, computed: Recomputed
) -> str | None:
    """The denominator of another column gives what is printed."""
    span = _implied_denominator(dataset, row, period, published)
    if span is None:
        return None
    for other in dataset.periods:
        counts = [dataset.rows[place].figure(other) for place in row.denominator]
        total = sum(figure.number for figure in counts if figure is not None)
        if other != period and counts and None not in counts and span[1] <= total <= span[2]:
            return f"It follows from the denominator of {column_label(other)} ({total:g})."
    return None


def _implied_denominator(
    dataset: Dataset, row: DatasetRow, period: ReportingPeriod, published: Figure
) -> tuple[float, float, float] | None:
    """The numerator, and the smallest and largest denominator with which it prints as published."""
    if row.measure is not MeasureType.PERCENTAGE or not row.numerator or not published.number:
        return None
    counts = [dataset.rows[place].figure(period) for place in row.numerator]
    top = sum(figure.number for figure in counts if figure is not None)
    if None in counts or top <= 0:
        return None
    half = half_a_unit(shown_decimals(published, row.unit)) / 100
    return top, top / (published.number + half), top / max(published.number - half, 1e-9)


def _other_row(
    dataset: Dataset, row: DatasetRow, period: ReportingPeriod, published: Figure, computed: Recomputed
) -> str | None:
    for place in (row.place - 1, row.place + 1, row.place - 2, row.place + 2):
        if 0 <= place < len(dataset.rows):
            other = dataset.rows[place]
            figure = other.figure(period)
            if figure and figure.number and other.unit is row.unit and figure.number == published.number:
                return f'It is the figure of "{other.name}" ({other.where}).'
    return None


def _statutory(
    dataset: Dataset, row: DatasetRow, period: ReportingPeriod, published: Figure, computed: Recomputed
) -> str | None:
    """The council's own column among the comparators is the Department's figure."""
    if period.kind is not PeriodKind.YEAR:
        return None
    for name, figure in row.comparators.items():
        if isinstance(figure, Figure) and figure.number == published.number:
            return f"It is the figure published by the Department ({name})."
    return None


def _outturn_of_a_stock(
    dataset: Dataset, row: DatasetRow, period: ReportingPeriod, published: Figure, computed: Recomputed
) -> str | None:
    if period.kind is PeriodKind.YEAR and row.measure is MeasureType.SNAPSHOT:
        return "The year's figure is an outturn of its own, not the last quarter's."
    return None


def _outturn(
    dataset: Dataset, row: DatasetRow, period: ReportingPeriod, published: Figure, computed: Recomputed
) -> str | None:
    if period.kind is not PeriodKind.YEAR or computed.number is None or row.measure is MeasureType.PERCENTAGE:
        return None
    off = abs(published.number - computed.number)
    if off <= _SMALL_REVISION * max(abs(published.number), abs(computed.number)):
        return "The year was revised after its quarters were reported (year-end outturn)."
    return None


def _revised(
    dataset: Dataset, row: DatasetRow, period: ReportingPeriod, published: Figure, computed: Recomputed
) -> str | None:
    if period.kind is not PeriodKind.QUARTER or row.measure is not MeasureType.NUMBER or computed.number is None:
        return None
    off = abs(published.number - computed.number)
    if off <= _SMALL_REVISION * max(abs(published.number), abs(computed.number)):
        return "A month was revised after it was reported, or the quarter before its months were."
    return None


def _denominator(
    dataset: Dataset, row: DatasetRow, period: ReportingPeriod, published: Figure, computed: Recomputed
) -> str | None:
    span = _implied_denominator(dataset, row, period, published)
    if span is None:
        return None
    top, low, high = span
    shown = printed(published.number, row.unit, shown_decimals(published, row.unit))
    return f"{top:g} is {shown} of {low:,.0f} to {high:,.0f}: another denominator than the one in the grid."


def _last_part(
    dataset: Dataset, row: DatasetRow, period: ReportingPeriod, published: Figure, computed: Recomputed
) -> str | None:
    if row.measure is MeasureType.SNAPSHOT and parts_of(period):
        last = column_label(parts_of(period)[-1])
        return f"One of the two is wrong: {column_label(period)} and its last part, {last}, are the same position."
    return None


GUESSES: tuple[tuple[DifferenceKind, Guess], ...] = (
    (DifferenceKind.SIGN, _sign),
    (DifferenceKind.ROUNDING, _rounded_twice),
    (DifferenceKind.OUTTURN, _statutory),
    (DifferenceKind.OUTTURN, _outturn_of_a_stock),
    (DifferenceKind.DENOMINATOR, _other_denominator),
    (DifferenceKind.STALE, _stale),
    (DifferenceKind.OTHER_ROW, _other_row),
    (DifferenceKind.POPULATION, _population),
    (DifferenceKind.OUTTURN, _outturn),
    (DifferenceKind.REVISED, _revised),
    (DifferenceKind.DENOMINATOR, _denominator),
    (DifferenceKind.REVISED, _last_part),
)
"""Tried in this order."""
