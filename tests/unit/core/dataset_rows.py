"""Small datasets for tests: rows written as `Apr:1 May:- Q1:3`, all of 2021-22."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cpp_scorecard.core.dataset import Dataset, DatasetRow, RangeBasis
from cpp_scorecard.core.indicator import Override, Unit
from cpp_scorecard.core.measure_type import MeasureType
from cpp_scorecard.core.narrative import Heading, NarrativeEntry, Watch
from cpp_scorecard.core.period import PeriodKind, ReportingPeriod
from cpp_scorecard.core.rag import ExpectedRange, Tolerance, ToleranceMode
from cpp_scorecard.core.series import CellRef, Figure, Missing, MissingReason

MONTHS = ("Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar")
PERIODS: Mapping[str, ReportingPeriod] = {
    **{name: ReportingPeriod(PeriodKind.MONTH, 2021 + (at > 8), (at + 3) % 12 + 1) for at, name in enumerate(MONTHS)},
    **{f"Q{number}": ReportingPeriod(PeriodKind.QUARTER, 2021, number) for number in range(1, 5)},
    "FY": ReportingPeriod(PeriodKind.YEAR, 2021),
}
TOKENS = {
    "-": MissingReason.NOT_APPLICABLE,
    "blank": MissingReason.BLANK,
    "not_avail": MissingReason.NOT_AVAILABLE,
    "tbc": MissingReason.TO_BE_CONFIRMED,
}
COUNTS = (MeasureType.NUMBER, MeasureType.DISTINCT, MeasureType.SNAPSHOT)


def figures(text: str, place: int = 0) -> dict[ReportingPeriod, Figure | Missing]:
    """`Apr:1 May:- Jun:not_avail` as figures."""
    found: dict[ReportingPeriod, Figure | Missing] = {}
    for at, word in enumerate(text.split()):
        column, _, shown = word.partition(":")
        where = CellRef("Grid", place, at)
        if shown in TOKENS:
            found[PERIODS[column]] = Missing(TOKENS[shown], token=shown, where=where)
        else:
            found[PERIODS[column]] = Figure(float(shown), where, decimals=len(shown.partition(".")[2]))
    return found


def row(
    text: str = "",
    measure: MeasureType = MeasureType.NUMBER,
    *,
    place: int = 0,
    name: str = "Children seen",
    section: str = "",
    low: float | None = None,
    high: float | None = None,
    basis: RangeBasis = RangeBasis.QUARTERLY,
    unit: Unit | None = None,
    reference: str = "",
    numerator: tuple[int, ...] = (),
    denominator: tuple[int, ...] = (),
    overrides: tuple[Override, ...] = (),
) -> DatasetRow:
    """One row; Red from 5 points for percentages and from 28 % for the others."""
    is_percentage = measure in (MeasureType.PERCENTAGE, MeasureType.PERCENTAGE_SNAPSHOT)
    of = unit or (Unit.PERCENTAGE if is_percentage else Unit.NUMBER)
    points = Tolerance(0.05, ToleranceMode.POINTS)
    return DatasetRow(
        place=place,
        where=CellRef("Grid", place, 0),
        area=section,
        name=name,
        printed_type=measure.value,
        measure=measure,
        unit=of,
        values=figures(text, place),
        expected=ExpectedRange(low, high),
        range_basis=basis,
        comparators={},
        tolerance=points if of.is_percentage else Tolerance(0.28),
        reference=reference,
        numerator=numerator,
        denominator=denominator,
        section=section,
        head_of_service=f"Head of {section}" if section else "",
        overrides=overrides,
    )


def dataset(rows: Sequence[DatasetRow], population: str = "") -> Dataset:
    """The rows under all of their columns."""
    periods = {period: None for one in rows for period in one.values}
    people = {period: figure.number for period, figure in figures(population).items() if isinstance(figure, Figure)}
    return Dataset(tuple(rows), tuple(periods), people)


def entry(
    text: str,
    *,
    numbers: tuple[str, ...] = (),
    references: tuple[str, ...] = (),
    section: str = "",
    period: ReportingPeriod | None = PERIODS["Q2"],
    heading: Heading | None = None,
    watch: Watch = Watch.NOT_STATED,
) -> NarrativeEntry:
    """A text of the second quarter, unless told otherwise."""
    return NarrativeEntry(
        section, heading, numbers, references, period, watch, text, "A manager", "2021-10-29", CellRef("Texts", 1, 0)
    )
