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
from cpp_scorecard.core.period import Month
from cpp_scorecard.core.rounding import comparable

if TYPE_CHECKING:
    from cpp_scorecard.core.indicator import Polarity
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


@dataclass(frozen=True, slots=True)
class _Candidate:
    side: Side
    bound: float
    outside: float


def rate(
    value: float | None, expected: ExpectedRange, polarity: Polarity, tolerance: Tolerance
) -> RagRating | NotRated:
    """Rate an unrounded `value` (a fraction for percentages) against `expected`.

    High is judged against the low threshold, Low against the high one, Range against whichever end it lies
    outside of. Green when not outside, Amber when outside by less than the tolerance, Red from the
    tolerance on. Distances and tolerances are rounded to 12 decimals before they are compared.

    Source: "RAG Ratings", Corporate Parenting Performance Report, January 2022; mirrored for Low.
    """
    if value is None or not math.isfinite(value):
        return NotRated.NO_VALUE
    if polarity == "-":
        return NotRated.NO_POLARITY
    below = None if expected.low is None else _Candidate(Side.LOW, expected.low, expected.low - value)
    above = None if expected.high is None else _Candidate(Side.HIGH, expected.high, value - expected.high)
    judged = {"High": (below,), "Low": (above,)}.get(polarity, (below, above))
    sides = [side for side in judged if side is not None]
    if not sides:
        return NotRated.NO_RANGE
    if expected.is_upside_down:
        return NotRated.UPSIDE_DOWN
    worst = max(sides, key=lambda side: side.outside)
    in_points = tolerance.mode is ToleranceMode.POINTS
    at_zero = worst.bound == 0 and not in_points
    absolute = at_zero or in_points
    distance = comparable(worst.outside if absolute else worst.outside / abs(worst.bound))
    limit = comparable(tolerance.at_zero if at_zero else tolerance.size)
    rag = Rag.GREEN if distance <= 0 else Rag.RED if distance >= limit else Rag.AMBER
    return RagRating(rag, worst.side, worst.bound, distance, limit, absolute, in_points)


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
