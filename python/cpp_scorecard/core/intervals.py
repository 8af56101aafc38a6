"""How far chance alone could move a figure that rests on a count: intervals for proportions and rates.

A council counts every child, so a percentage is exact for the month that is over. What an interval speaks of is the
practice behind it: another few dozen children, dealt with in the same way, would have given another percentage.

Sources. Proportions: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal
of the American Statistical Association 22 (1927), 209-212. Rates: Byar's approximation, N. E. Breslow and N. E. Day,
"Statistical methods in cancer research", volume II (1987), page 69; below ten events the exact limits of F. Garwood,
"Fiducial limits for the Poisson distribution", Biometrika 28 (1936), 437-442. These are the methods that public health
statistics in England use: Association of Public Health Observatories, Technical Briefing 3 (2008), and Public Health
England, Technical Guide "Confidence Intervals" (2018).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist

from cpp_scorecard.core.errors import NumberUnusable
from cpp_scorecard.core.rounding import comparable
from cpp_scorecard.core.windows import PER_POPULATION

CONFIDENCE = 0.95
"""The confidence of every interval on a report; public health statistics use the same."""
_EXACT_BELOW = 10
"""Events from which Byar's approximation is used: from here it is within 0.2 % of the exact limits (the Guide)."""
_HALVINGS = 200


@dataclass(frozen=True, slots=True)
class Interval:
    """Lower and upper limit in the figure's own unit: a fraction for a percentage (0.62 is 62 %), else per 10,000."""

    low: float
    high: float
    confidence: float = CONFIDENCE

    def holds(self, value: float) -> bool:
        """Whether `value` lies inside. The limits themselves are inside."""
        return comparable(self.low - value) <= 0 and comparable(value - self.high) <= 0


@cache
def _deviate(confidence: float) -> float:
    """The normal deviate that leaves half of what is not `confidence` above it: 1.96 for 95 %."""
    if not 0 < confidence < 1:
        raise NumberUnusable(f"A confidence cannot be {confidence!r}.", "Give a share between 0 and 1: 0.95 is 95 %.")
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def wilson(actual: float, possible: float, confidence: float = CONFIDENCE) -> Interval:
    """Wilson's score interval of the proportion `actual` of `possible`, as fractions between 0 and 1.

    Raises NumberUnusable unless 0 <= `actual` <= `possible`, `possible` is more than 0, and both are finite.

    >>> interval = wilson(37, 64)
    >>> round(interval.low, 3), round(interval.high, 3)
    (0.456, 0.691)
    """
    if not (0 <= actual <= possible < math.inf and possible > 0):
        raise NumberUnusable(
            f"{actual!r} of {possible!r} is no proportion.", "Give an actual between 0 and its possible."
        )
    z = _deviate(confidence)
    share, squared = actual / possible, z * z
    whole = 1 + squared / possible
    centre = share + squared / (2 * possible)
    half = z * math.sqrt(share * (1 - share) / possible + squared / (4 * possible * possible))
    return Interval(
        0.0 if actual == 0 else max((centre - half) / whole, 0.0),
        1.0 if actual == possible else min((centre + half) / whole, 1.0),
        confidence,
    )


def events(count: float, confidence: float = CONFIDENCE) -> Interval:
    """The interval of the number of events that `count` observed ones stand for, as numbers of events.

    Exact (Garwood) below ten events, Byar's approximation from ten. Raises NumberUnusable for what is no count: a
    negative number, a broken one, not-a-number or infinity.
    """
    if not (0 <= count < math.inf and count == math.floor(count)):
        raise NumberUnusable(f"{count!r} is no count of events.", "Give a whole number, zero or more.")
    z = _deviate(confidence)
    if count < _EXACT_BELOW:
        tail = (1 - confidence) / 2
        low = 0.0 if count == 0 else _mean_with_up_to(int(count) - 1, 1 - tail)
        return Interval(low, _mean_with_up_to(int(count), tail), confidence)
    above = count + 1
    return Interval(
        count * (1 - 1 / (9 * count) - z / (3 * math.sqrt(count))) ** 3,
        above * (1 - 1 / (9 * above) + z / (3 * math.sqrt(above))) ** 3,
        confidence,
    )


def rate(count: float, population: float, confidence: float = CONFIDENCE) -> Interval:
    """The interval of a rate per 10,000: `count` events among `population` children.

    Raises NumberUnusable as `events` does, and for a population that is not more than 0 and finite.
    """
    if not 0 < population < math.inf:
        raise NumberUnusable(f"A population cannot be {population!r}.", "Give how many children there are.")
    counted = events(count, confidence)
    per = PER_POPULATION / population
    return Interval(counted.low * per, counted.high * per, confidence)


def _mean_with_up_to(count: int, chance: float) -> float:
    """The Poisson mean at which `count` events or fewer have `chance`. The chance falls as the mean rises."""
    low, high = 0.0, 100.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if _up_to(count, middle) > chance:
            low = middle
        else:
            high = middle
    return high


def _up_to(count: int, mean: float) -> float:
    """The chance of `count` events or fewer where `mean` are to be expected (Poisson)."""
    return math.exp(-mean) * math.fsum(mean**events_ / math.factorial(events_) for events_ in range(count + 1))
