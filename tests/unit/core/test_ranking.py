"""Ranks and quartiles: equal figures share the better rank, and are never parted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpp_scorecard.core.indicator import Polarity
from cpp_scorecard.core.ranking import quartile, ranks

HIGH, LOW = Polarity.HIGH, Polarity.LOW
VALUES = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=8)

ORDERS = [
    # values, polarity, ranks
    ([0.9, 0.7, 0.9, 0.8], HIGH, [1, 4, 1, 3]),
    ([0.9, 0.7, 0.9, 0.8], LOW, [3, 1, 3, 2]),
    ([5.0], HIGH, [1]),
    ([0.0, -0.0], LOW, [1, 1]),
    ([0.1 + 0.2, 0.3], HIGH, [1, 1]),  # equal at the precision at which rules compare
    ([-3.0, 2.0, -10.0], LOW, [2, 3, 1]),
]


@pytest.mark.parametrize(("values", "polarity", "expected"), ORDERS)
def test_the_better_end_is_first(values: list[float], polarity: Polarity, expected: list[int]) -> None:
    assert ranks(values, polarity) == expected


@pytest.mark.parametrize("polarity", [Polarity.RANGE, Polarity.NONE])
def test_nothing_is_ranked_where_neither_end_is_better(polarity: Polarity) -> None:
    with pytest.raises(ValueError, match="neither end"):
        ranks([1.0], polarity)


@given(VALUES)
def test_a_rank_is_one_more_than_the_number_of_better_ones(values: list[float]) -> None:
    found = ranks(values, HIGH)
    assert found == [1 + sum(other < rank for other in found) for rank in found]


@given(VALUES)
def test_mirrored_figures_have_mirrored_polarity(values: list[float]) -> None:
    assert ranks(values, HIGH) == ranks([-value for value in values], LOW)


QUARTERS = [
    # of how many, the quartile of each rank
    (3, [None, None, None]),
    (4, [1, 2, 3, 4]),
    (5, [1, 1, 2, 3, 4]),
    (6, [1, 1, 2, 3, 3, 4]),
    (8, [1, 1, 2, 2, 3, 3, 4, 4]),
]


@pytest.mark.parametrize(("of", "expected"), QUARTERS)
def test_quartiles(of: int, expected: list[int | None]) -> None:
    assert [quartile(rank, of) for rank in range(1, of + 1)] == expected
