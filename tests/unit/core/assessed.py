"""Assessed indicators for tests: figures written as `Oct-21=33/446 Nov-21=33/433`, `2020-21=0.94` or `Nov-21=NYA`."""

from __future__ import annotations

from cpp_scorecard.core.assessment import Assessment, Conventions, assess
from cpp_scorecard.core.indicator import (
    NO_FIGURE,
    ComparatorFigure,
    FigureKind,
    HowReported,
    Indicator,
    Override,
    Polarity,
    Unit,
)
from cpp_scorecard.core.period import Month, ReportingPeriod
from cpp_scorecard.core.rag import ExpectedRange, RangeHistory, Tolerance
from cpp_scorecard.core.series import (
    CellRef,
    Figure,
    Missing,
    MissingReason,
    Observation,
    Part,
    Series,
    Status,
)
from cpp_scorecard.intake.tokens import period_of_text

CONVENTIONS = Conventions(as_of=Month.of(2021, 12))
_MARKS = {"p": Status.PROVISIONAL, "i": Status.ILLUSTRATIVE}


def indicator(
    how: str = "SS",
    *,
    name: str = "Children seen",
    good: Polarity = Polarity.HIGH,
    unit: Unit = Unit.PERCENTAGE,
    decimals: int = 1,
    low: float | None = None,
    high: float | None = None,
    figures: FigureKind = FigureKind.MEASURED,
    similar: str = "",
    overrides: tuple[Override, ...] = (),
) -> Indicator:
    """An indicator; `similar` is written as `2020-21=0.11`."""
    period, _, number = similar.partition("=")
    where = CellRef("Comparators", 1, 1)
    comparator = ComparatorFigure(float(number), where, period=period) if similar else NO_FIGURE
    return Indicator(
        name=name,
        domain="Safety",
        how_reported=HowReported.parse(how),
        polarity=good,
        unit=unit,
        decimals=decimals,
        ranges=RangeHistory((ExpectedRange(low, high),)),
        tolerance=Tolerance(),
        figures=figures,
        similar=comparator,
        overrides=overrides,
    )


def series(text: str) -> Series:
    """The figures of `text`; a `p` or `i` after one marks it provisional or illustrative."""
    observations: dict[ReportingPeriod, Observation] = {}
    for at, word in enumerate(text.split()):
        column, _, shown = word.partition("=")
        period = period_of_text(column.replace("_", " "))
        assert period is not None, column
        where = CellRef("Figures", 1, at)
        observations[period] = Observation(period, dict(_parts(shown, where)))
    return Series(observations)


def _parts(shown: str, where: CellRef) -> list[tuple[Part, Figure | Missing]]:
    if shown == "-":
        return [(Part.VALUE, Missing(MissingReason.NOT_APPLICABLE, token="-", where=where))]
    if shown == "NYA":
        return [(Part.VALUE, Missing(MissingReason.NOT_YET_AVAILABLE, token="NYA", where=where))]
    status = _MARKS.get(shown[-1], Status.FINAL)
    numbers = [float(number) for number in shown.rstrip("pi").split("/")]
    if len(numbers) == 1:
        return [(Part.VALUE, Figure(numbers[0], where, status))]
    below = CellRef(where.sheet, where.row + 1, where.column)
    return [(Part.ACTUAL, Figure(numbers[0], where, status)), (Part.POSSIBLE, Figure(numbers[1], below, status))]


def assessed(figures: str, one: Indicator) -> Assessment:
    """`one` assessed as of December 2021."""
    return assess(one, series(figures), CONVENTIONS)
