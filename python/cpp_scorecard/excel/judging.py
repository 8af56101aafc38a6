"""Ratings, explanations, directions and distances of single figures: the rules of `core` for each cell of a range."""

# ruff: noqa: PLR0917  # a formula gives its arguments by position, and a rule takes one value of each

from __future__ import annotations

from cpp_scorecard.core.direction import direction
from cpp_scorecard.core.explanation import explain
from cpp_scorecard.core.indicator import HowReported, Indicator, Polarity, Unit
from cpp_scorecard.core.printing import decimals_needed
from cpp_scorecard.core.rag import (
    ExpectedRange,
    NotRated,
    Rag,
    RagRating,
    RangeHistory,
    Tolerance,
    ToleranceMode,
    children_to_green,
    letter,
    rate,
)
from cpp_scorecard.core.series import Missing, MissingReason
from cpp_scorecard.core.windows import NOT_A_RATIO, Measurement
from cpp_scorecard.excel import cells
from cpp_scorecard.excel.failures import ExcelError, FailedCell, Failure
from cpp_scorecard.excel.ranges import (
    BLANK,
    Argument,
    Cells,
    Grid,
    few_words,
    grid_of,
    one_by_one,
    plain_numbers,
    spread,
)
from cpp_scorecard.excel.scales import LEAST, refuse_per_cent, refuse_thresholds_in_per_cent
from cpp_scorecard.intake.definitions import DECIMALS_BY_UNIT
from cpp_scorecard.intake.tokens import RawFigure

NUMBERS = plain_numbers(cells.number)
POLARITIES = few_words(cells.polarity)
TOLERANCES = plain_numbers(cells.tolerance, most=1.0)
ZERO_TOLERANCES = plain_numbers(cells.zero_tolerance)

UPSIDE_DOWN = f"{NotRated.UPSIDE_DOWN.value[:1].upper()}{NotRated.UPSIDE_DOWN.value[1:]}. Swap the two."
"""What is said of an impossible range."""
_SHOWN: dict[Rag | NotRated, str] = {
    **{rag: rag.value for rag in Rag},
    **dict.fromkeys(NotRated, BLANK),
    NotRated.UPSIDE_DOWN: Failure(ExcelError.NUMBER, UPSIDE_DOWN).marked,
}
"""What a cell shows for each answer of the rule: nothing to rate is no error, an impossible range is one."""


def ratings(
    value: Cells, low: Cells, high: Cells, polarity: Cells, tolerance: Cells, mode: Cells, zero_tolerance: Cells
) -> Grid:
    """R, A or G for each place; blank where there is nothing to rate."""
    return spread(
        _shown_letter,
        Argument("value", value, NUMBERS),
        Argument("low", low, NUMBERS),
        Argument("high", high, NUMBERS),
        Argument("polarity", polarity, POLARITIES),
        Argument("tolerance", tolerance, TOLERANCES),
        Argument("zero_tolerance", zero_tolerance, ZERO_TOLERANCES),
        Argument("mode", mode, few_words(cells.in_points)),
    )


def _shown_letter(
    value: float | None,
    low: float | None,
    high: float | None,
    polarity: str,
    size: float,
    at_zero: float,
    in_points: bool,
) -> str:
    if in_points:
        refuse_thresholds_in_per_cent(low, high, "points")
    if value is not None and value >= LEAST:
        refuse_per_cent(value, low, high)
    return _SHOWN[letter(value, low, high, polarity, size, at_zero, in_points=in_points)]


def explanations(
    value: Cells,
    low: Cells,
    high: Cells,
    polarity: Cells,
    tolerance: Cells,
    mode: Cells,
    zero_tolerance: Cells,
    unit: Cells,
) -> Grid:
    """The sentence behind each rating, or why there is none."""
    return spread(
        _explained,
        Argument("value", value, one_by_one(cells.figure)),
        Argument("low", low, one_by_one(cells.figure)),
        Argument("high", high, one_by_one(cells.figure)),
        Argument("polarity", polarity, POLARITIES),
        Argument("tolerance", tolerance, TOLERANCES),
        Argument("mode", mode, few_words(cells.mode)),
        Argument("zero_tolerance", zero_tolerance, ZERO_TOLERANCES),
        Argument("unit", unit, few_words(cells.unit)),
    )


def _explained(
    value: RawFigure | Missing,
    low: RawFigure | Missing,
    high: RawFigure | Missing,
    polarity: Polarity,
    size: float,
    mode: ToleranceMode,
    at_zero: float,
    unit: Unit | None,
) -> str:
    chosen = unit or _unit_of((value, low, high), mode)
    if mode is ToleranceMode.POINTS and not chosen.is_percentage:
        raise FailedCell(
            ExcelError.VALUE, f'mode is points, which are for percentages only, and unit is "{chosen}". Give relative.'
        )
    figure = _number(value)
    expected = ExpectedRange(_number(low), _number(high))
    if mode is ToleranceMode.POINTS:
        refuse_thresholds_in_per_cent(expected.low, expected.high, "points")
    if figure is not None and (unit is None or unit.is_percentage):
        refuse_per_cent(figure, expected.low, expected.high)
    tolerance = Tolerance(size, mode, at_zero)
    decimals = 0 if figure is None else decimals_needed(figure, chosen)
    if unit is not None:
        decimals = min(decimals, DECIMALS_BY_UNIT.get(unit, 0))
    latest = Measurement(value if isinstance(value, Missing) else value.number, NOT_A_RATIO, NOT_A_RATIO)
    nameless = Indicator(
        name="",
        domain="",
        how_reported=HowReported.parse("SS"),
        polarity=polarity,
        unit=chosen,
        decimals=decimals,
        ranges=RangeHistory((expected,)),
        tolerance=tolerance,
    )
    return explain(nameless, latest, rate(figure, expected, polarity, tolerance), None)


def _number(read: RawFigure | Missing) -> float | None:
    return None if isinstance(read, Missing) else read.number


def _unit_of(figures: tuple[RawFigure | Missing, ...], mode: ToleranceMode) -> Unit:
    """What is not said follows from a percent sign or from points; without either, a number is a number."""
    with_sign = any(isinstance(read, RawFigure) and read.is_percent for read in figures)
    return Unit.PERCENTAGE if with_sign or mode is ToleranceMode.POINTS else Unit.NUMBER


def directions(latest: Cells, earlier: Cells, polarity: Cells) -> Grid:
    """B, W, S or - for each place."""
    return spread(
        lambda *row: direction(*row).value,
        Argument("latest", latest, NUMBERS),
        Argument("earlier", earlier, NUMBERS),
        Argument("polarity", polarity, POLARITIES),
    )


CHILDREN = "children"
"""The word for a distance in children, beside those of ToleranceMode."""


def _measured_in(given: object, name: str) -> str:
    cell = cells.sound_cell(given, name)
    if cell.text.strip().casefold() == CHILDREN:
        return CHILDREN
    try:
        return cells.mode(given, name).value
    except FailedCell as failed:
        raise FailedCell(failed.failure.error, f'{name} is "{cell.text}". Give relative, points or children.') from None


def distances(
    value: Cells, low: Cells, high: Cells, polarity: Cells, measured_in: Cells, actual: Cells, possible: Cells
) -> Grid:
    """How far outside its expected range each figure lies; negative or zero inside it."""
    if actual is None or possible is None:
        _without_counts(measured_in, "actual" if actual is None else "possible")
    return spread(
        _distance,
        Argument("value", value, NUMBERS),
        Argument("low", low, NUMBERS),
        Argument("high", high, NUMBERS),
        Argument("polarity", polarity, POLARITIES),
        Argument("measured_in", measured_in, few_words(_measured_in)),
        Argument("actual", actual, NUMBERS),
        Argument("possible", possible, NUMBERS),
    )


def _without_counts(measured_in: Cells, name: str) -> None:
    """A distance in children needs its counts: without them a whole column of blanks would look like no children."""
    words = (cell for row in grid_of(measured_in) for cell in row if isinstance(cell, str))
    if any(word.strip().casefold() == CHILDREN for word in words):
        raise FailedCell(
            ExcelError.VALUE, f"{name} is left out, and measured_in is children. Give actual and possible."
        )


def _distance(
    value: float | None,
    low: float | None,
    high: float | None,
    polarity: Polarity,
    measured_in: str,
    actual: float | None,
    possible: float | None,
) -> float | str:
    expected = ExpectedRange(low, high)
    if measured_in == CHILDREN:
        return _children(expected, polarity, actual, possible)
    if value is not None:
        refuse_per_cent(value, low, high)
    rating = rate(value, expected, polarity, Tolerance(mode=ToleranceMode(measured_in)))
    if isinstance(rating, NotRated):
        return _nothing_to_measure(rating)
    if rating.absolute and not rating.in_points:
        reason = "The threshold is zero, so there is no distance relative to it. Measure in points."
        raise FailedCell(ExcelError.DIVISION, reason)
    return rating.distance


def _children(expected: ExpectedRange, polarity: Polarity, actual: float | None, possible: float | None) -> float | str:
    if actual is None or possible is None:
        return BLANK
    if possible <= 0:
        raise FailedCell(ExcelError.DIVISION, f"possible is {possible:g}: {MissingReason.ZERO_DENOMINATOR.value}.")
    if not 0 <= actual <= possible:
        reason = f"actual is {actual:g} and possible is {possible:g}. Give how many did it, then out of how many."
        raise FailedCell(ExcelError.NUMBER, reason)
    refuse_thresholds_in_per_cent(expected.low, expected.high, "children")
    rating = rate(actual / possible, expected, polarity, Tolerance())
    if not isinstance(rating, RagRating):
        return _nothing_to_measure(rating)
    if rating.rag is Rag.GREEN:
        return 0
    found = children_to_green(actual, possible, rating, expected, polarity)
    if found is None:
        raise FailedCell(
            ExcelError.NOT_AVAILABLE, f"No number of children from 0 to {possible:g} lies inside the expected range."
        )
    return found.children


def _nothing_to_measure(rating: NotRated) -> str:
    if rating is NotRated.UPSIDE_DOWN:
        raise FailedCell(ExcelError.NUMBER, UPSIDE_DOWN)
    return BLANK
