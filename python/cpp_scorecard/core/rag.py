"""The red, amber and green rule, once.

Source, "RAG Ratings" of the published performance report: Red, performance is 10 % or more below the low
threshold of the expected range; Amber, within 10 % of it; Green, above it. The report says nothing of
indicators where low is good; the rule is mirrored there (high threshold, excess), and a Range polarity
judges both ends. Each published figure and its rating under every reading stands in the backtests.

The rule is arithmetic on a `Bound` (how far outside) followed by one judgement (which colour). The
sheet's live formula in `reports.formulas` is the same rule in Excel's language.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from cpp_scorecard.core.errors import NumberUnusable
from cpp_scorecard.core.rounding import comparable

if TYPE_CHECKING:
    from cpp_scorecard.core.indicator import Polarity
    from cpp_scorecard.core.period import Month
    from cpp_scorecard.core.series import CellRef


class Rag(StrEnum):
    """A rating's letter."""

    RED = "R"
    AMBER = "A"
    GREEN = "G"

    @property
    def word(self) -> str:
        """Red, Amber or Green."""
        return self.name.capitalize()


def rating_named(text: str) -> Rag | None:
    """The rating that a letter or a word names, or None.

    >>> rating_named("amber")
    <Rag.AMBER: 'A'>
    """
    word = text.strip().casefold()
    return next((rag for rag in Rag if word in (rag.value.casefold(), rag.word.casefold())), None)


class ToleranceMode(StrEnum):
    """How the distance outside a range is measured."""

    RELATIVE = "relative"
    """As a share of the bound: 10 % of 95 % is 9.5 points. Works for days and counts too."""
    POINTS = "points"
    """In percentage points; for percentages only."""


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far outside the range Amber ends and Red begins.

    `size` is a fraction: 0.10 is 10 % of the bound, or 10 points in `points` mode. A bound of zero has no
    relative distance: there `at_zero` is the tolerance, in the figure's own unit (0.01 is one point).
    Neither may be negative or not-a-number: NumberUnusable.
    """

    size: float = 0.10
    mode: ToleranceMode = ToleranceMode.RELATIVE
    at_zero: float = 0.01

    def __post_init__(self) -> None:
        for size in (self.size, self.at_zero):
            if not size >= 0:  # so written, not-a-number is refused too
                raise NumberUnusable(f"A tolerance cannot be {size!r}.", "Give zero or more: 0.10 is 10 %.")


@dataclass(frozen=True, slots=True)
class ExpectedRange:
    """Low and high thresholds, either may be absent. A percentage is a fraction. Bounds are inside the range."""

    low: float | None
    high: float | None
    valid_from: Month | None = None
    where: CellRef | None = None

    @property
    def is_upside_down(self) -> bool:
        """Whether the low threshold is above the high one."""
        return self.low is not None and self.high is not None and self.low > self.high

    def side(self, value: float) -> str:
        """Where a figure lies: `below`, `above` or `within`. The ends are inside."""
        if self.low is not None and comparable(value - self.low) < 0:
            return "below"
        if self.high is not None and comparable(value - self.high) > 0:
            return "above"
        return "within"


@dataclass(frozen=True, slots=True)
class RangeHistory:
    """The ranges of one indicator by the month they hold from, earliest first."""

    ranges: tuple[ExpectedRange, ...] = ()

    def at(self, month: Month) -> ExpectedRange:
        """The range in force in `month`: the latest that began by then. Without one, a range with no bounds."""
        in_force = ExpectedRange(None, None)
        for candidate in sorted(self.ranges, key=lambda r: r.valid_from.index if r.valid_from else -1):
            if candidate.valid_from is None or candidate.valid_from <= month:
                in_force = candidate
        return in_force


class NotRated(StrEnum):
    """Why there is no colour."""

    NO_VALUE = "there is no figure to rate"
    NO_POLARITY = "the workbook does not say what good looks like"
    NO_RANGE = "there is no expected range"
    UPSIDE_DOWN = "the low threshold is above the high one"


class Side(StrEnum):
    """Which end of the range was judged."""

    LOW = "low"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class RagRating:
    """A rating with what it rests on.

    `distance` is how far outside the range the figure lies, at the precision at which it was compared,
    as a share of `bound` (relative) or in the figure's unit (`absolute`); it is negative or zero inside.
    """

    rag: Rag
    side: Side
    bound: float
    distance: float
    limit: float
    absolute: bool
    in_points: bool


_CLEARLY = 1e-9
"""Numbers that differ by more differ at 12 decimals as well, so only closer ones have to be rounded."""
_RED, _AMBER, _GREEN = Rag.RED, Rag.AMBER, Rag.GREEN  # a thousand ratings a call: members looked up once
_LOW, _HIGH = Side.LOW, Side.HIGH


def rate(
    value: float | None, expected: ExpectedRange, polarity: Polarity, tolerance: Tolerance
) -> RagRating | NotRated:
    """Rate an unrounded `value` (a fraction for percentages) against `expected`.

    High is judged against the low threshold, Low against the high one, Range against whichever end it lies
    outside of. Green when not outside, Amber when outside by less than the tolerance, Red from the
    tolerance on. Distances and tolerances are rounded to 12 decimals before they are compared.

    Source: "RAG Ratings", Corporate Parenting Performance Report, January 2022; mirrored for Low.
    """
    in_points = tolerance.mode is ToleranceMode.POINTS
    measured = _measured(
        value, expected.low, expected.high, polarity, tolerance.size, tolerance.at_zero, in_points=in_points
    )
    if isinstance(measured, NotRated):
        return measured
    side, bound, distance, limit = measured
    absolute = in_points or bound == 0
    rag = _colour(distance, limit)
    return RagRating(rag, side, bound, comparable(distance), comparable(limit), absolute, in_points)


def letter(
    value: float | None,
    low: float | None,
    high: float | None,
    polarity: str,
    size: float = 0.10,
    at_zero: float = 0.01,
    *,
    in_points: bool = False,
) -> Rag | NotRated:
    """The colour alone, by the same steps as `rate` and without the objects that explain it: for many figures at once.

    `polarity` is a Polarity or its text; `size`, `at_zero` and `in_points` are those of a Tolerance.
    """
    measured = _measured(value, low, high, polarity, size, at_zero, in_points=in_points)
    return measured if isinstance(measured, NotRated) else _colour(measured[2], measured[3])


def _measured(
    value: float | None,
    low: float | None,
    high: float | None,
    polarity: str,
    size: float,
    at_zero: float,
    *,
    in_points: bool,
) -> tuple[Side, float, float, float] | NotRated:
    """The arithmetic: the end that is judged, its bound, the distance outside it and the limit, both unrounded."""
    if value is None or not math.isfinite(value):
        return NotRated.NO_VALUE
    if polarity == "-":
        return NotRated.NO_POLARITY
    if low is None or polarity == "Low":
        if high is None or polarity == "High":
            return NotRated.NO_RANGE
        side, bound, outside = _HIGH, high, value - high
    elif high is None or polarity == "High" or low - value >= value - high:
        side, bound, outside = _LOW, low, low - value
    else:
        side, bound, outside = _HIGH, high, value - high
    if low is not None and high is not None and low > high:
        return NotRated.UPSIDE_DOWN
    if in_points:
        return side, bound, outside, size
    return (side, bound, outside, at_zero) if bound == 0 else (side, bound, outside / abs(bound), size)


def _colour(distance: float, limit: float) -> Rag:
    """The judgement: Green when not outside, Red from the limit on, else Amber; compared at 12 decimals.

    Rounding never reverses an order, so a distance of nothing is Green and one that reaches its limit Red without it.
    """
    if distance <= 0:
        return _GREEN
    if distance > _CLEARLY:
        if distance >= limit:
            return _RED
        if distance < limit - _CLEARLY:
            return _AMBER
    rounded = comparable(distance)
    return _GREEN if rounded <= 0 else _RED if rounded >= comparable(limit) else _AMBER


@dataclass(frozen=True, slots=True)
class ChildrenToGreen:
    """How many more (or fewer) children in the numerator would make a percentage Green.

    Positive: that many more; negative: that many fewer; the denominator stays as it is.
    """

    children: int


def children_to_green(
    actual: float, possible: float, rating: RagRating, expected: ExpectedRange, polarity: Polarity
) -> ChildrenToGreen | None:
    """The distance in children, where a rating is Red or Amber and `possible` children were counted.

    Source: DOMAIN, "4 more health assessments would make this Green". None when it is Green already, or when no
    number of children between 0 and `possible` would do it (a narrow Range may have none inside).
    """
    if rating.rag is Rag.GREEN or possible <= 0:
        return None
    exact = comparable(rating.bound * possible)
    target = math.ceil(exact) if rating.side is Side.LOW else math.floor(exact)
    if not 0 <= target <= possible:
        return None
    reached = rate(target / possible, expected, polarity, Tolerance())
    if not isinstance(reached, RagRating) or reached.rag is not Rag.GREEN:
        return None
    return ChildrenToGreen(round(target - actual))
