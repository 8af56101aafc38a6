"""What must hold of similar councils' figures, whatever the figures are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpp_scorecard.core.comparator import CouncilFigure, Method, similar_figure
from cpp_scorecard.core.indicator import Unit
from cpp_scorecard.core.rounding import comparable
from cpp_scorecard.core.series import Missing, MissingReason

MISSING = Missing(MissingReason.SUPPRESSED)


@st.composite
def council(draw: st.DrawFn) -> CouncilFigure:
    """Children of a council, some of whom count; the share is printed without decimals, and may be withheld."""
    out_of = draw(st.integers(1, 2_000))
    count = draw(st.integers(0, out_of))
    shown = draw(st.booleans())
    return CouncilFigure(0, round(100 * count / out_of) if shown else MISSING, count, out_of)


COUNCILS = st.lists(council(), min_size=1, max_size=12)
METHODS = pytest.mark.parametrize("method", list(Method))


def value(councils: list[CouncilFigure], method: Method) -> float | Missing:
    return similar_figure(councils, method, Unit.PERCENTAGE, at_least=1).value


@METHODS
@given(data=st.data(), councils=COUNCILS)
def test_the_order_of_the_councils_makes_no_difference(
    method: Method, data: st.DataObject, councils: list[CouncilFigure]
) -> None:
    """Not even in the last bit: a figure must not depend on how a file is sorted."""
    assert value(councils, method) == value(data.draw(st.permutations(councils)), method)


@given(councils=COUNCILS)
def test_a_pooled_figure_lies_between_the_lowest_and_the_highest(councils: list[CouncilFigure]) -> None:
    pooled = value(councils, Method.POOLED)
    ratios = [c.count / c.out_of for c in councils if isinstance(c.count, int) and isinstance(c.out_of, int)]
    assert not isinstance(pooled, Missing)
    assert comparable(min(ratios)) <= comparable(pooled) <= comparable(max(ratios))


@pytest.mark.parametrize("method", [Method.MEAN, Method.MEDIAN])
@given(councils=COUNCILS)
def test_a_mean_and_a_median_lie_between_the_lowest_and_the_highest(
    method: Method, councils: list[CouncilFigure]
) -> None:
    printed = [c.value / 100 for c in councils if not isinstance(c.value, Missing)]
    found = value(councils, method)
    assert isinstance(found, Missing) == (not printed)
    if not isinstance(found, Missing):
        assert comparable(min(printed)) <= comparable(found) <= comparable(max(printed))


@METHODS
@given(councils=COUNCILS)
def test_every_council_is_counted_or_named(method: Method, councils: list[CouncilFigure]) -> None:
    found = similar_figure(councils, method, Unit.PERCENTAGE)
    assert len(found.counted) + len(found.absent) == len(councils)


@METHODS
@given(one=council().filter(lambda c: not isinstance(c.value, Missing)), times=st.integers(1, 10))
def test_councils_that_are_alike_have_the_figure_of_one(method: Method, one: CouncilFigure, times: int) -> None:
    assert value([one] * times, method) == value([one], method)
