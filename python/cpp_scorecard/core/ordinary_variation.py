"""The XmR chart (individuals and moving range): what months are like by themselves, and which of them stand out.

Two neighbouring months always differ. The average of those differences says how much a month ordinarily moves, and the
natural process limits are the mean plus and minus 2.66 times that average. A month *stands out* by any of four rules:

1. *outside*: it lies outside the limits;
2. *shift*: it belongs to seven or more months running on one side of the mean;
3. *trend*: it belongs to seven or more months running of which each is higher, or each lower, than the one before;
4. *near*: it is one of two among three months running that lie beyond two thirds of the way from the mean to the same
   limit.

Everything else is ordinary variation: the process gives such months without anything having changed.

Sources. Limits: W. A. Shewhart, "Economic Control of Quality of Manufactured Product" (1931); 2.66 is 3 / 1.128,
D. J. Wheeler, "Understanding Variation" (1993). Rules: NHS England, "Making Data Count" (astronomical point, shift and
trend of seven, two out of three near a limit). All months count for the limits and none is screened out, as in its
Excel tools.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from cpp_scorecard.core.errors import NumberUnusable
from cpp_scorecard.core.rounding import COMPARISON_DECIMALS, half_a_unit

MOVING_RANGES_TO_LIMIT = 2.66
"""Natural process limits lie this many average moving ranges from the mean: 3 / 1.128, as published."""
RUN = 7
"""Months that make a shift or a trend."""
ENOUGH_MONTHS = 12
"""With fewer months limits are a trial ("Making Data Count"), so nothing is said."""
ENOUGH_RANGES = 9
"""Pairs of neighbouring months that are needed: twelve months with at most two gaps between them."""

_NO_DIFFERENCE = half_a_unit(COMPARISON_DECIMALS)


class Signal(StrEnum):
    """The rule by which a month stands out."""

    OUTSIDE = "outside"
    SHIFT = "shift"
    TREND = "trend"
    NEAR = "near"

    __hash__ = str.__hash__  # an enumeration's own is slow, and a signal is looked for in every month


_ORDINARY: frozenset[Signal] = frozenset()
"""By which rules nearly every month stands out."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Mean, average moving range and natural process limits, in the figure's own unit (a percentage is a fraction).

    Limits are what the formula gives: a lower one may lie below zero, an upper one of a percentage above 1.
    """

    mean: float
    moving_range: float
    lower: float
    upper: float
    months: int
    """How many months they were worked out from."""


def limits(points: Sequence[float | None]) -> Limits | None:
    """The limits of a run of months, oldest first, None where a month has no figure; None where they are too few.

    A moving range belongs to two months that are neighbours, so none is taken across a gap. Raises NumberUnusable for
    figures that are infinite, not-a-number or too large to be added up.
    """
    known = [point for point in points if point is not None]
    ranges = [abs(b - a) for a, b in pairwise(points) if a is not None and b is not None]
    if len(known) < ENOUGH_MONTHS or len(ranges) < ENOUGH_RANGES:
        return None
    mean = sum(known) / len(known)
    average = sum(ranges) / len(ranges)
    reach = MOVING_RANGES_TO_LIMIT * average
    if not math.isfinite(mean + reach) or not math.isfinite(mean - reach):
        raise NumberUnusable("A month's figure is too large or none.", "Give finite numbers; None where there is none.")
    return Limits(mean, average, mean - reach, mean + reach, len(known))


def signals(points: Sequence[float | None], around: Limits) -> tuple[frozenset[Signal], ...]:
    """By which rules each point stands out; one set a point, empty for an ordinary month and for a gap.

    A gap ends a run: months beside it are not neighbours. A month exactly on the mean is on neither side, one exactly
    on a limit is inside. Differences are compared at 12 decimals, as everywhere.
    """
    found: defaultdict[int, set[Signal]] = defaultdict(set)
    away = [None if point is None else point - around.mean for point in points]
    sides = [None if one is None else _sign(one) for one in away]
    outer = (around.upper - around.mean) * 2 / 3
    far = [0 if one is None or abs(one) - outer < _NO_DIFFERENCE else _sign(one) for one in away]
    climbs = [None if a is None or b is None else _sign(b - a) for a, b in pairwise(points)]
    for at, point in enumerate(points):
        if point is not None and max(point - around.upper, around.lower - point) >= _NO_DIFFERENCE:
            found[at].add(Signal.OUTSIDE)
    for side in (1, -1):
        _mark_runs(found, Signal.SHIFT, sides, side, RUN)
        _mark_runs(found, Signal.TREND, climbs, side, RUN - 1, reaches=1)
        if far.count(side) < 2:
            continue
        for at in range(len(points) - 2):
            three = range(at, at + 3)
            near = [place for place in three if far[place] == side]
            if len(near) >= 2 and None not in sides[at : at + 3]:
                for place in near:
                    found[place].add(Signal.NEAR)
    return tuple(frozenset(found[at]) if at in found else _ORDINARY for at in range(len(points)))


def _sign(difference: float) -> int:
    """The sign of a difference that counts: as `comparable` has it, without writing each one as a decimal."""
    return 0 if abs(difference) < _NO_DIFFERENCE else 1 if difference > 0 else -1


def _mark_runs(
    found: defaultdict[int, set[Signal]],
    signal: Signal,
    sides: Sequence[int | None],
    side: int,
    least: int,
    reaches: int = 0,
) -> None:
    """Mark every run of at least `least` in a row that are on `side`, and the `reaches` places behind it."""
    if sides.count(side) < least:
        return
    start = 0
    for at, one in enumerate([*sides, None]):
        if one == side:
            continue
        if at - start >= least:
            for place in range(start, at + reaches):
                found[place].add(signal)
        start = at + 1
