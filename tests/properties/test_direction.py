"""What must hold of directions, whatever the figures and whoever judges: the rule or the worksheet function."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.tools.worksheet import called

from cpp_scorecard.core.direction import Change, Direction, change, direction
from cpp_scorecard.core.indicator import Polarity

FIGURES = st.floats(-1e6, 1e6) | st.integers(-50, 50).map(float)
JUDGED = st.sampled_from((Polarity.HIGH, Polarity.LOW))
Judge = Callable[[float | None, float | None, Polarity], Direction]


def by_worksheet(latest: float | None, earlier: float | None, polarity: Polarity) -> Direction:
    return Direction(called("CPP_DIRECTION", latest, earlier, polarity.value))


by_every_judge = pytest.mark.parametrize("direction", [direction, by_worksheet], ids=["direction", "CPP_DIRECTION"])


@by_every_judge
@given(a=FIGURES, b=FIGURES, polarity=JUDGED)
def test_direction_is_the_change_times_the_polarity(direction: Judge, a: float, b: float, polarity: Polarity) -> None:
    judged = {Change.UP: Direction.BETTER, Change.DOWN: Direction.WORSE, Change.NONE: Direction.SAME}
    upside_down = {Direction.BETTER: Direction.WORSE, Direction.WORSE: Direction.BETTER, Direction.SAME: Direction.SAME}
    expected = judged[change(a, b)]
    assert direction(a, b, polarity) is (expected if polarity is Polarity.HIGH else upside_down[expected])


@by_every_judge
@given(a=FIGURES, polarity=JUDGED)
def test_a_figure_is_the_same_as_itself(direction: Judge, a: float, polarity: Polarity) -> None:
    assert direction(a, a, polarity) is Direction.SAME
    assert direction(a + 1e-14, a, polarity) is Direction.SAME if abs(a) < 10 else True


@by_every_judge
@given(a=st.none() | FIGURES, b=st.none() | FIGURES, polarity=st.sampled_from(Polarity))
def test_there_is_no_direction_without_two_figures_and_a_polarity(
    direction: Judge, a: float | None, b: float | None, polarity: Polarity
) -> None:
    judged = a is not None and b is not None and polarity in (Polarity.HIGH, Polarity.LOW)
    assert (direction(a, b, polarity) is Direction.NONE) is not judged


@by_every_judge
@given(numbers=st.lists(st.integers(-1000, 1000), min_size=3, max_size=3), polarity=JUDGED)
def test_better_than_better_is_better(direction: Judge, numbers: list[int], polarity: Polarity) -> None:
    a, b, c = numbers
    if direction(a, b, polarity) is Direction.BETTER and direction(b, c, polarity) is Direction.BETTER:
        assert direction(a, c, polarity) is Direction.BETTER
