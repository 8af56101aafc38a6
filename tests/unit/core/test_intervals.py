"""Intervals of proportions and rates: against a statistics library, against the cited formulas, and at their ends."""

from __future__ import annotations

import math
import random

import pytest
from scipy.stats import binomtest, chi2

from cpp_scorecard.core.errors import NumberUnusable
from cpp_scorecard.core.indicator import Unit
from cpp_scorecard.core.intervals import events, rate, wilson
from cpp_scorecard.core.series import Missing, MissingReason
from cpp_scorecard.core.small_numbers import interval_of, rests_on, small_number
from cpp_scorecard.core.windows import NOT_A_RATIO, Measurement

RESULT = type(binomtest(1, 2))
"""What `binomtest` returns: its intervals without the p-value, which takes nearly all of the time."""


def of_library(actual: int, possible: int, confidence: float) -> tuple[float, float]:
    result = RESULT(k=actual, n=possible, alternative="two-sided", statistic=actual / possible, pvalue=1.0)
    found = result.proportion_ci(confidence, method="wilson")
    return float(found.low), float(found.high)


def proportions(count: int, seed: int) -> list[tuple[int, int, float]]:
    dice = random.Random(seed)
    found = []
    for _ in range(count):
        possible = dice.choice((dice.randint(1, 30), dice.randint(1, 600), dice.randint(1, 10**6)))
        actual = dice.choice((0, possible, dice.randint(0, possible), dice.randint(0, possible)))
        found.append((actual, possible, dice.choice((0.95, 0.95, 0.8, 0.99, 0.998))))
    return found


def test_ten_thousand_proportions_agree_with_the_library() -> None:
    """From 1 of 1 to a million, at several confidences."""
    worst = 0.0
    for actual, possible, confidence in proportions(10_000, seed=1927):
        ours, theirs = wilson(actual, possible, confidence), of_library(actual, possible, confidence)
        worst = max(worst, abs(ours.low - theirs[0]), abs(ours.high - theirs[1]))
    assert worst <= 1e-9


def test_the_library_is_asked_as_anybody_would() -> None:
    """The short cut to its intervals gives what its documented call gives."""
    for actual, possible, confidence in proportions(120, seed=3):
        if possible <= 600:
            found = binomtest(actual, possible).proportion_ci(confidence, method="wilson")
            assert of_library(actual, possible, confidence) == (float(found.low), float(found.high))


@pytest.mark.parametrize("actual", [0, 1, 5, 9, 10, 11, 50, 388, 5000])
def test_events_are_exact_below_ten_and_byars_from_ten(actual: int) -> None:
    """Exact: half the chi-square quantile. Byar's approximation is within 0.2 % of that, which the guide promises."""
    found = events(actual)
    low = chi2.ppf(0.025, 2 * actual) / 2 if actual else 0.0
    high = chi2.ppf(0.975, 2 * actual + 2) / 2
    tolerance = 1e-9 if actual < 10 else 0.002
    assert (found.low, found.high) == pytest.approx((low, high), rel=tolerance, abs=0)
    if actual >= 10:
        z = 1.959963984540054
        byar = (
            actual * (1 - 1 / (9 * actual) - z / 3 / math.sqrt(actual)) ** 3,
            (actual + 1) * (1 - 1 / (9 * (actual + 1)) + z / 3 / math.sqrt(actual + 1)) ** 3,
        )
        assert (found.low, found.high) == pytest.approx(byar, rel=1e-12)


def test_a_rate_is_its_events_per_ten_thousand() -> None:
    counted = events(33)
    found = rate(33, 106_274)
    per = 10_000 / 106_274
    assert (found.low, found.high) == pytest.approx((counted.low * per, counted.high * per), rel=1e-12)


@pytest.mark.parametrize(("actual", "possible"), [(1, 5), (5, 10), (37, 64), (392, 414)])
def test_what_is_not_counted_has_the_mirrored_interval(actual: int, possible: int) -> None:
    """Those in time and those late are one count told twice."""
    done, not_done = wilson(actual, possible), wilson(possible - actual, possible)
    assert (done.low, done.high) == pytest.approx((1 - not_done.high, 1 - not_done.low), abs=1e-12)
    assert done.holds(actual / possible)


def test_more_children_make_it_narrower_and_more_confidence_wider() -> None:
    widths = [wilson(n, 2 * n).high - wilson(n, 2 * n).low for n in (1, 5, 50, 500)]
    assert widths == sorted(widths, reverse=True)
    assert wilson(5, 10, 0.99).low < wilson(5, 10, 0.95).low


def test_none_and_all_stay_inside() -> None:
    """0 of 5 is not certain to stay nothing, and no proportion lies outside 0 and 1."""
    assert (wilson(0, 5).low, wilson(5, 5).high) == (0.0, 1.0)
    assert wilson(0, 5).high == pytest.approx(0.4345, abs=5e-5)


@pytest.mark.parametrize(
    "wrong",
    [(6, 5), (-1, 5), (0, 0), (1, math.inf), (math.nan, 5), (1, math.nan)],
)
def test_what_is_no_proportion_is_refused(wrong: tuple[float, float]) -> None:
    with pytest.raises(NumberUnusable):
        wilson(*wrong)


@pytest.mark.parametrize("wrong", [-1, 2.5, math.inf, math.nan])
def test_what_is_no_count_is_refused(wrong: float) -> None:
    with pytest.raises(NumberUnusable):
        events(wrong)
    with pytest.raises(NumberUnusable):
        rate(3, wrong if wrong != 2.5 else 0)


@pytest.mark.parametrize("confidence", [0, 1, 95, math.nan])
def test_a_confidence_is_a_share(confidence: float) -> None:
    with pytest.raises(NumberUnusable):
        wilson(1, 2, confidence)


NOTHING = Missing(MissingReason.BLANK)
MEASURED = {
    "a percentage": (Measurement(0.6, 3.0, 5.0), Unit.PERCENTAGE, wilson(3, 5), 5.0),
    "a rate": (Measurement(3.1, 33.0, 106_274.0), Unit.RATE, rate(33, 106_274), None),
    "a rate of few": (Measurement(0.3, 3.0, 100_000.0), Unit.RATE, rate(3, 100_000), 3.0),
    "twenty are enough": (Measurement(0.5, 10.0, 20.0), Unit.PERCENTAGE, wilson(10, 20), None),
    "no counts": (Measurement(0.6, NOT_A_RATIO, NOT_A_RATIO), Unit.PERCENTAGE, None, None),
    "no figure": (Measurement(NOTHING, 3.0, 5.0), Unit.PERCENTAGE, None, None),
    "more than all": (Measurement(1.2, 6.0, 5.0), Unit.PERCENTAGE, None, 5.0),
    "parts of children": (Measurement(0.5, 2.5, 5.0), Unit.PERCENTAGE, None, 5.0),
    "an average": (Measurement(3.8, 38.0, 10.0), Unit.AVERAGE, None, None),
    "a number": (Measurement(3.0, NOT_A_RATIO, NOT_A_RATIO), Unit.NUMBER, None, None),
}


@pytest.mark.parametrize("case", MEASURED)
def test_which_figures_have_an_interval_and_which_rest_on_a_small_number(case: str) -> None:
    """Percentages by what they are of, rates by their events; a figure without two whole counts has no interval."""
    measured, unit, interval, small = MEASURED[case]
    assert interval_of(measured, unit) == interval
    assert small_number(measured, unit, 20) == small
    assert small_number(measured, unit, 0) is None
    assert rests_on(measured, unit) is None or measured.number is not None
