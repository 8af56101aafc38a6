"""Everything that rates a figure: the rule with its explanation, its letter alone, and the worksheet function."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import assume

from cpp_scorecard.core.indicator import Polarity
from cpp_scorecard.core.rag import ExpectedRange, NotRated, Rag, RagRating, Tolerance, ToleranceMode, letter, rate
from tests.tools.worksheet import called, reason

Judge = Callable[[float | None, ExpectedRange, Polarity, Tolerance], Rag | None]


def by_rate(value: float | None, expected: ExpectedRange, polarity: Polarity, tolerance: Tolerance) -> Rag | None:
    rating = rate(value, expected, polarity, tolerance)
    return rating.rag if isinstance(rating, RagRating) else None


def by_letter(value: float | None, expected: ExpectedRange, polarity: Polarity, tolerance: Tolerance) -> Rag | None:
    in_points = tolerance.mode is ToleranceMode.POINTS
    low, high = expected.low, expected.high
    found = letter(value, low, high, polarity, tolerance.size, tolerance.at_zero, in_points=in_points)
    return None if isinstance(found, NotRated) else found


def by_worksheet(value: float | None, expected: ExpectedRange, polarity: Polarity, tolerance: Tolerance) -> Rag | None:
    assume(tolerance.size <= 1)  # a cell that holds 28 is 28 %
    shown = called(
        "CPP_RAG",
        value,
        expected.low,
        expected.high,
        polarity.value,
        tolerance.size,
        tolerance.mode.value,
        tolerance.at_zero,
    )
    assume(not any(word in reason(shown) for word in ("for percentages", "per cent")))  # a slip: see test_udfs_slips
    return Rag(shown) if shown in list(Rag) else None


JUDGES: dict[str, Judge] = {"rate": by_rate, "CPP_RAG": by_worksheet}
"""By their names. `by_letter` is `by_rate` for every figure: see test_rag_decision."""
