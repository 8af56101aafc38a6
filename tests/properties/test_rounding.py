"""Rounding against the decimal module, and what must hold of printed figures."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.tools.worksheet import called

from cpp_scorecard.core.indicator import Unit
from cpp_scorecard.core.printing import printed
from cpp_scorecard.core.rounding import comparable, half_a_unit, round_half_away
from cpp_scorecard.intake.tokens import SMALLEST_FIGURE

FIGURES = st.floats(-1e9, 1e9)
TIES = st.builds(
    lambda whole, places: float(Decimal(2 * whole + 1).scaleb(-places) * 5 / 10),
    st.integers(-(10**6), 10**6),
    st.integers(0, 4),
)


Round = Callable[[float, int], float]


def by_worksheet(value: float, decimals: int) -> float:
    return float(called("CPP_ROUND", value, float(decimals)))


rounded_by_both = pytest.mark.parametrize("rounding", [round_half_away, by_worksheet], ids=["round", "CPP_ROUND"])


@rounded_by_both
@given(value=FIGURES | TIES, decimals=st.integers(-3, 6))
def test_rounding_is_half_up_of_the_shortest_decimal(rounding: Round, value: float, decimals: int) -> None:
    with localcontext() as context:
        context.prec = 60
        expected = Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    if rounding is by_worksheet and abs(value) < SMALLEST_FIGURE:
        value, expected = 0.0, Decimal(0)  # what a cell's arithmetic leaves of nothing is nothing
    assert rounding(value, decimals) == float(expected)


@given(value=FIGURES | TIES, decimals=st.integers(0, 6))
def test_rounding_moves_a_figure_by_half_a_unit_at_most_and_only_once(value: float, decimals: int) -> None:
    rounded = round_half_away(value, decimals)
    assert abs(Decimal(repr(rounded)) - Decimal(repr(value))) <= Decimal(repr(half_a_unit(decimals)))
    assert round_half_away(rounded, decimals) == rounded
    assert round_half_away(-value, decimals) == -rounded


@rounded_by_both
@given(a=FIGURES, b=FIGURES, decimals=st.integers(0, 6))
def test_rounding_keeps_the_order(rounding: Round, a: float, b: float, decimals: int) -> None:
    less, more = sorted((a, b))
    assert rounding(less, decimals) <= rounding(more, decimals)


@given(value=st.floats(allow_nan=False, allow_infinity=False, min_value=-1e300, max_value=1e300))
def test_any_figure_can_be_compared(value: float) -> None:
    assert abs(comparable(value) - value) <= 1e-12 * max(1.0, abs(value))


@given(value=st.floats(-1e6, 1e6), decimals=st.integers(0, 4), unit=st.sampled_from(Unit))
def test_a_printed_figure_reads_back_as_the_rounded_one(value: float, decimals: int, unit: Unit) -> None:
    text = printed(value, unit, decimals)
    scale = 100 if unit.is_percentage else 1
    assert float(text.rstrip("%").replace(",", "")) == round_half_away(value * scale, decimals)
    assert not text.startswith("-0") or any(digit in text for digit in "123456789")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="cannot be rounded"):
        round_half_away(value)
