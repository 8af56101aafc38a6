"""The XmR chart: the rules as a table, and ten thousand series against the cited formula in whole numbers.

The second implementation knows nothing of the first: arithmetic without rounding, and each rule read off
every window of the series instead of from runs.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.tools.tables import cases

from cpp_scorecard.core.errors import NumberUnusable
from cpp_scorecard.core.ordinary_variation import Limits, Signal, limits, signals

Row = dict[str, str]
Points = list[float | None]


@dataclass(frozen=True)
class Exact:
    """The chart of whole numbers, every value multiplied by `times` so that the limits are whole as well."""

    points: list[int | None]
    mean: int
    move: int
    reach: int
    times: int


def by_the_formula(points: list[int | None]) -> Exact | None:
    """Mean, average moving range and X-bar -/+ 2.66 mR-bar."""
    known = [x for x in points if x is not None]
    moves = [
        max(this, before) - min(this, before)
        for before, this in pairwise(points)
        if before is not None and this is not None
    ]
    if len(known) < 12 or len(moves) < 9:
        return None
    times = len(known) * len(moves) * 300
    mean, move = sum(known) * times // len(known), sum(moves) * times // len(moves)
    return Exact([None if x is None else x * times for x in points], mean, move, move * 266 // 100, times)


def windows(points: list[int | None], length: int) -> Iterator[tuple[int, list[int]]]:
    """Each stretch of `length` months without a gap: where it begins and its values."""
    for first in range(len(points) - length + 1):
        values = [x for x in points[first : first + length] if x is not None]
        if len(values) == length:
            yield first, values


def by_the_rules(chart: Exact) -> list[set[str]]:
    """Every window of the series held against every rule."""
    found: list[set[str]] = [set() for _ in chart.points]
    mean, reach = chart.mean, chart.reach
    for at, values in windows(chart.points, 1):
        if not mean - reach <= values[0] <= mean + reach:
            found[at].add("outside")
    for at, values in windows(chart.points, 7):
        steps = [b - a for a, b in pairwise(values)]
        for place in range(at, at + 7):
            if min(values) > mean or max(values) < mean:
                found[place].add("shift")
            if min(steps) > 0 or max(steps) < 0:
                found[place].add("trend")
    for at, values in windows(chart.points, 3):
        for side in (1, -1):
            beyond = [3 * side * (x - mean) > 2 * reach for x in values]
            if sum(beyond) >= 2:
                for place in range(3):
                    if beyond[place]:
                        found[at + place].add("near")
    return found


PARTS = 27_720
"""Divisible by every number up to twelve: shares of so many children are whole numbers of it."""


def random_series(dice: random.Random) -> tuple[list[int | None], int]:
    """Months of a few kinds, as whole numbers of the parts that are given with them: drifting, shifted, with gaps."""
    months, kind, level = dice.randint(11, 36), dice.randrange(5), dice.randint(0, 40)
    points: list[int | None] = []
    for month in range(months):
        if kind == 0:
            value = dice.randint(0, 6)
        elif kind == 1:
            possible = dice.randint(3, 12)
            value = dice.randint(0, possible) * PARTS // possible
        elif kind == 2:
            value = level + dice.randint(-2, 2) + (8 if month > months // 2 else 0)
        elif kind == 3:
            level += dice.randint(-1, 3)
            value = level
        else:
            value = round(dice.gauss(0.9, 0.04) * 1000)
        points.append(None if dice.random() < 0.03 else value)
    return points, {1: PARTS, 4: 1000}.get(kind, 1)


@pytest.mark.parametrize(("count", "seed"), [(2_000, 1931), pytest.param(10_000, 1993, marks=pytest.mark.slow)])
def test_random_series_agree_with_the_cited_formula(count: int, seed: int) -> None:
    """Limits within 1e-9, and the same months by the same rules."""
    dice = random.Random(seed)
    charted, met = 0, dict.fromkeys(Signal, 0)
    for _ in range(count):
        whole, parts = random_series(dice)
        points: Points = [None if x is None else x / parts for x in whole]
        ours, theirs = limits(points), by_the_formula(whole)
        assert (ours is None) == (theirs is None)
        if ours is None or theirs is None:
            continue
        charted += 1
        mean, move, reach = (x / theirs.times / parts for x in (theirs.mean, theirs.move, theirs.reach))
        expected = (mean, move, mean - reach, mean + reach)
        found = (ours.mean, ours.moving_range, ours.lower, ours.upper)
        assert max(abs(a - b) for a, b in zip(found, expected, strict=True)) <= 1e-9
        stand_out = signals(points, ours)
        assert [{one.value for one in each} for each in stand_out] == by_the_rules(theirs)
        for signal in Signal:
            met[signal] += any(signal in each for each in stand_out)
    assert charted > count * 0.7
    assert min(met.values()) > count * 0.01, "the series meet every rule"


def series(text: str) -> Points:
    """Months written as `5 6 . 4`; a dot has no figure."""
    return [None if word == "." else float(word) for word in text.split()]


AROUND_TEN = Limits(mean=10, moving_range=3 / 2.66, lower=7, upper=13, months=24)


@pytest.mark.parametrize("row", cases(__file__, "standing_out.csv"))
def test_which_months_stand_out(row: Row) -> None:
    """Around a mean of 10 with limits of 7 and 13; two thirds of the way are 8 and 12."""
    found = signals(series(row["months"]), AROUND_TEN)
    marks = {Signal.OUTSIDE: "o", Signal.SHIFT: "s", Signal.TREND: "t", Signal.NEAR: "n"}
    assert " ".join("".join(marks[s] for s in Signal if s in each) or "-" for each in found) == row["stand_out"]


@pytest.mark.parametrize("row", cases(__file__, "enough_months.csv"))
def test_how_many_months_are_enough(row: Row) -> None:
    """Twelve figures and nine pairs of neighbours."""
    assert (limits(series(row["months"])) is not None) == (row["enough"] == "yes")


def test_limits_by_hand() -> None:
    """Twelve months, eleven moves of 1, 2, 1, 2 ...: small enough to follow on paper."""
    found = limits(series("10 11 9 10 12 11 9 10 11 9 10 8"))
    assert found is not None
    assert found.mean == pytest.approx(10)
    assert found.moving_range == pytest.approx(16 / 11)
    assert (found.lower, found.upper) == pytest.approx((10 - 2.66 * 16 / 11, 10 + 2.66 * 16 / 11))
    assert found.months == 12


def test_months_that_never_move_have_limits_at_their_mean() -> None:
    """All at 0.1, which has no exact binary form, are ordinary; the first that differs is outside."""
    same: Points = [0.1] * 13
    found = limits(same)
    assert found is not None
    assert set(signals(same, found)) == {frozenset()}
    assert Signal.OUTSIDE in signals([*same, 0.11], found)[-1]


@pytest.mark.parametrize("wrong", [math.inf, -math.inf, math.nan, 1e308])
def test_figures_that_cannot_be_added_up_are_refused(wrong: float) -> None:
    with pytest.raises(NumberUnusable):
        limits([wrong, -wrong] * 8)


MONTHS = st.lists(st.none() | st.integers(-50, 50).map(float), min_size=12, max_size=30)


@settings(max_examples=40)
@given(points=MONTHS, factor=st.sampled_from((0.25, 2.0, 1024.0)), moved=st.integers(-100, 100))
def test_scaling_and_moving_a_series_moves_its_limits_and_nothing_else(
    points: Points, factor: float, moved: int
) -> None:
    """Per cent or fractions, children or hundreds: the same months stand out."""
    found, other = limits(points), limits([None if x is None else x * factor + moved for x in points])
    assert (found is None) == (other is None)
    if found is None or other is None:
        return
    for name in ("mean", "lower", "upper"):
        assert getattr(other, name) == pytest.approx(getattr(found, name) * factor + moved, abs=1e-7)
    changed = [None if x is None else x * factor + moved for x in points]
    if not _is_close_call(points, found):
        assert signals(changed, other) == signals(points, found)


@settings(max_examples=40)
@given(points=MONTHS)
def test_a_series_upside_down_or_read_from_its_end_stands_out_in_the_same_months(points: Points) -> None:
    """No rule prefers high to low, or later to earlier: good and bad are no part of it."""
    found = limits(points)
    down = limits([None if x is None else -x for x in points])
    back = limits(points[::-1])
    if found is None or down is None or back is None:
        assert found is down is back
        return
    assert (down.lower, down.upper) == pytest.approx((-found.upper, -found.lower))
    if not _is_close_call(points, found):
        assert signals([None if x is None else -x for x in points], down) == signals(points, found)
        assert signals(points[::-1], back) == signals(points, found)[::-1]


def _is_close_call(points: Points, found: Limits) -> bool:
    """Whether a month lies within rounding of an edge, where one more operation may decide it."""
    outer = (found.upper - found.mean) * 2 / 3
    edges = (found.mean, found.lower, found.upper, found.mean - outer, found.mean + outer)
    return any(0 < abs(x - edge) < 1e-9 for x in points if x is not None for edge in edges)
