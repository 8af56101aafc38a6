"""What must hold of similar councils' figures, whatever the figures are."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.tools.worksheet import MISSING as LEFT_OUT
from tests.tools.worksheet import called, reason

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
@settings(max_examples=20, deadline=None)
@given(councils=COUNCILS)
def test_the_worksheet_function_gives_the_same_figure(method: Method, councils: list[CouncilFigure]) -> None:
    """To the last bit, and the same reason where there is none; what holds of the rule then holds of the formula."""
    pooled = method is Method.POOLED
    shown: list[object] = [c.count if pooled else "c" if isinstance(c.value, Missing) else c.value for c in councils]
    out_of = [[c.out_of for c in councils]] if pooled else LEFT_OUT
    cell = called("CPP_SIMILAR", [shown], method.value, out_of, 1.0, LEFT_OUT)
    found = value(councils, method)
    if isinstance(found, Missing):
        assert found.text in reason(cell)
    else:
        assert (cell if pooled else cell / 100) == found


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
