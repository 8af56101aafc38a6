"""What must hold of ratings, whatever the figures and whoever rates: the rule or the worksheet function."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.tools.judges import JUDGES, Judge, by_rate

from cpp_scorecard.core.direction import Direction, direction
from cpp_scorecard.core.indicator import Polarity
from cpp_scorecard.core.rag import (
    ExpectedRange,
    NotRated,
    Rag,
    RagRating,
    Tolerance,
    ToleranceMode,
    children_to_green,
    rate,
)

FIGURES = st.floats(-1000, 1000).map(lambda x: round(x, 6)) | st.integers(-100, 100).map(float)
BOUNDS = st.none() | FIGURES
MODES = st.sampled_from(ToleranceMode)
SIZES = st.sampled_from((0.0, 0.01, 0.05, 0.1, 0.28, 1.0)) | st.floats(0, 2)
TOLERANCES = st.builds(Tolerance, SIZES, MODES, st.sampled_from((0.0, 0.01, 1.0)))
ORDER = {Rag.RED: 0, Rag.AMBER: 1, Rag.GREEN: 2}
MIRROR = {
    Polarity.HIGH: Polarity.LOW,
    Polarity.LOW: Polarity.HIGH,
    Polarity.RANGE: Polarity.RANGE,
    Polarity.NONE: Polarity.NONE,
}


by_every_judge = pytest.mark.parametrize("judge", JUDGES.values(), ids=JUDGES)


@st.composite
def ranges(draw: st.DrawFn) -> ExpectedRange:
    low, high = draw(BOUNDS), draw(BOUNDS)
    if low is not None and high is not None and low > high:
        low, high = high, low
    return ExpectedRange(low, high)


def rank(rag: Rag | None) -> int:
    assert rag is not None
    return ORDER[rag]


@by_every_judge
@given(a=FIGURES, b=FIGURES, expected=ranges(), tolerance=TOLERANCES)
def test_improving_a_figure_never_worsens_its_rating(
    judge: Judge, a: float, b: float, expected: ExpectedRange, tolerance: Tolerance
) -> None:
    less, more = sorted((a, b))
    if expected.low is not None:
        assert rank(judge(more, expected, Polarity.HIGH, tolerance)) >= rank(
            judge(less, expected, Polarity.HIGH, tolerance)
        )
    if expected.high is not None:
        assert rank(judge(less, expected, Polarity.LOW, tolerance)) >= rank(
            judge(more, expected, Polarity.LOW, tolerance)
        )


@by_every_judge
@given(value=FIGURES, share=st.floats(0, 1), expected=ranges(), tolerance=TOLERANCES)
def test_moving_towards_a_range_never_worsens_its_rating(
    judge: Judge, value: float, share: float, expected: ExpectedRange, tolerance: Tolerance
) -> None:
    bounds = [bound for bound in (expected.low, expected.high) if bound is not None]
    assume(bounds)
    nearest = min(bounds, key=lambda bound: abs(bound - value))
    inside = (expected.low is None or expected.low <= value) and (expected.high is None or value <= expected.high)
    if inside:
        assert rank(judge(value, expected, Polarity.RANGE, tolerance)) == ORDER[Rag.GREEN]
        return
    nearer = value + (nearest - value) * share
    assert rank(judge(nearer, expected, Polarity.RANGE, tolerance)) >= rank(
        judge(value, expected, Polarity.RANGE, tolerance)
    )


@by_every_judge
@given(value=FIGURES, expected=ranges(), tolerance=TOLERANCES, polarity=st.sampled_from(Polarity))
def test_mirrored_polarity_mirrors_the_rating(
    judge: Judge, value: float, expected: ExpectedRange, tolerance: Tolerance, polarity: Polarity
) -> None:
    """Counting what is missing instead of what is there, with bounds to match, changes no colour."""
    assert judge(-value, negated(expected), MIRROR[polarity], tolerance) is judge(value, expected, polarity, tolerance)


def negated(expected: ExpectedRange) -> ExpectedRange:
    return ExpectedRange(
        None if expected.high is None else -expected.high, None if expected.low is None else -expected.low
    )


@given(value=FIGURES, expected=ranges(), tolerance=TOLERANCES, polarity=st.sampled_from(Polarity))
def test_mirrored_polarity_mirrors_the_reason_and_the_distance(
    value: float, expected: ExpectedRange, tolerance: Tolerance, polarity: Polarity
) -> None:
    rating = rate(value, expected, polarity, tolerance)
    mirrored = rate(-value, negated(expected), MIRROR[polarity], tolerance)
    if isinstance(rating, NotRated):
        assert mirrored is rating
    else:
        assert isinstance(mirrored, RagRating)
        assert (mirrored.rag, mirrored.distance) == (rating.rag, rating.distance)


@given(a=FIGURES, b=FIGURES, polarity=st.sampled_from(Polarity))
def test_mirrored_polarity_mirrors_the_direction(a: float, b: float, polarity: Polarity) -> None:
    assert direction(-a, -b, MIRROR[polarity]) is direction(a, b, polarity)
    opposite = {Direction.BETTER: Direction.WORSE, Direction.WORSE: Direction.BETTER}
    found = direction(a, b, polarity)
    assert direction(b, a, polarity) is opposite.get(found, found)


@by_every_judge
@given(
    value=FIGURES, expected=ranges(), tolerance=TOLERANCES, wider=st.floats(0, 2), polarity=st.sampled_from(Polarity)
)
def test_a_wider_tolerance_never_worsens_a_rating(
    judge: Judge, value: float, expected: ExpectedRange, tolerance: Tolerance, wider: float, polarity: Polarity
) -> None:
    rating = judge(value, expected, polarity, tolerance)
    relaxed = judge(
        value, expected, polarity, Tolerance(tolerance.size + wider, tolerance.mode, tolerance.at_zero + wider)
    )
    if rating is None:
        assert relaxed is None
    else:
        assert rank(relaxed) >= rank(rating)


@by_every_judge
@given(
    value=st.integers(-1000, 1000), low=st.integers(-1000, 1000), power=st.integers(-4, 8), size=SIZES,
    polarity=st.sampled_from((Polarity.HIGH, Polarity.LOW, Polarity.RANGE)),
)  # fmt: skip
def test_relative_ratings_do_not_depend_on_the_unit(
    judge: Judge, value: int, low: int, power: int, size: float, polarity: Polarity
) -> None:
    """94 of 95 and 0.94 of 0.95: the same colour. (Powers of two, so that the figures themselves are exact.)"""
    assume(low != 0)
    scale, tolerance = 2.0**power, Tolerance(size)
    rating = judge(float(value), ExpectedRange(float(low), float(low)), polarity, tolerance)
    scaled = judge(value * scale, ExpectedRange(low * scale, low * scale), polarity, tolerance)
    assert rank(rating) == rank(scaled)


@given(actual=st.integers(0, 300), possible=st.integers(1, 300), bound=st.integers(0, 100), tolerance=TOLERANCES)
def test_the_distance_in_children_makes_it_green_and_one_child_less_does_not(
    actual: int, possible: int, bound: int, tolerance: Tolerance
) -> None:
    assume(actual <= possible)
    for polarity, expected in (
        (Polarity.HIGH, ExpectedRange(bound / 100, None)),
        (Polarity.LOW, ExpectedRange(None, bound / 100)),
    ):
        rating = rate(actual / possible, expected, polarity, tolerance)
        assert isinstance(rating, RagRating)
        distance = children_to_green(actual, possible, rating, expected, polarity)
        if rating.rag is Rag.GREEN:
            assert distance is None
            continue
        assert distance is not None
        there = by_rate((actual + distance.children) / possible, expected, polarity, tolerance)
        assert there is Rag.GREEN
        step = 1 if distance.children > 0 else -1
        before = by_rate((actual + distance.children - step) / possible, expected, polarity, tolerance)
        assert rank(before) < ORDER[Rag.GREEN]


@given(value=st.none() | FIGURES, expected=ranges(), polarity=st.sampled_from(Polarity), tolerance=TOLERANCES)
def test_a_rating_is_always_given_or_refused_with_its_reason(
    value: float | None, expected: ExpectedRange, polarity: Polarity, tolerance: Tolerance
) -> None:
    rating = rate(value, expected, polarity, tolerance)
    if value is None:
        assert rating is NotRated.NO_VALUE
    elif polarity is Polarity.NONE:
        assert rating is NotRated.NO_POLARITY
    else:
        needed = {Polarity.HIGH: expected.low, Polarity.LOW: expected.high}.get(
            polarity, expected.low if expected.low is not None else expected.high
        )
        assert isinstance(rating, RagRating) == (needed is not None)
