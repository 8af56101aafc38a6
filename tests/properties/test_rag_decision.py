"""The letter is decided in plain floating point and only near a tie at 12 decimals: nobody can tell the difference.

The oracle is the published definition worked out in decimals, for every figure, as slowly as it takes.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal, localcontext
from itertools import islice

import pytest
from tests.tools.judges import by_letter, by_rate

from cpp_scorecard.core.indicator import Polarity
from cpp_scorecard.core.rag import ExpectedRange, Rag, Tolerance, ToleranceMode

Case = tuple[float, ExpectedRange, Polarity, Tolerance]
SIZES = (0.0, 1e-12, 0.01, 0.05, 0.1, 0.28, 1.0)
ZERO_SIZES = (0.0, 0.01, 1.0)


def at_12_decimals(value: float) -> Decimal:
    """Half away from zero, on the shortest decimal that stands for the number; beyond 1e15 there are none to round."""
    if abs(value) > 1e15:
        return Decimal(repr(value))
    with localcontext(prec=60):
        return Decimal(float(Decimal(repr(value)).quantize(Decimal("1e-12"), rounding=ROUND_HALF_UP)))


def by_definition(value: float, expected: ExpectedRange, polarity: Polarity, tolerance: Tolerance) -> Rag | None:
    """Green inside, Amber outside by less than the tolerance, else Red."""
    ends = []
    if polarity in (Polarity.HIGH, Polarity.RANGE) and expected.low is not None:
        ends.append((expected.low - value, expected.low))
    if polarity in (Polarity.LOW, Polarity.RANGE) and expected.high is not None:
        ends.append((value - expected.high, expected.high))
    if not ends or expected.is_upside_down:
        return None
    outside, bound = max(ends, key=lambda end: end[0])
    limit = tolerance.size
    if tolerance.mode is ToleranceMode.RELATIVE:
        if bound == 0:
            limit = tolerance.at_zero
        else:
            outside /= abs(bound)
    distance = at_12_decimals(outside)
    if distance <= 0:
        return Rag.GREEN
    return Rag.RED if distance >= at_12_decimals(limit) else Rag.AMBER


def cases(seed: int) -> Iterator[Case]:
    """Figures as councils have them, and as near to the ends and to the edge of Red as floats can be."""
    dice = random.Random(seed)
    while True:
        out_of = dice.randrange(1, 400)
        low = dice.choice(
            (0.0, 0.95, 0.9, 7.0, 1200.0, -1.5, dice.randrange(out_of) / out_of, 10 ** dice.uniform(-9, 11))
        )
        high = low + dice.choice((0.0, 0.05, 3.0, abs(low) / 3, 10 ** dice.uniform(-13, 6)))
        size = dice.choice((*SIZES, dice.random()))
        mode = dice.choice(tuple(ToleranceMode))
        at_zero = dice.choice(ZERO_SIZES)
        edge = size if mode is ToleranceMode.POINTS else None
        bound, sign = dice.choice(((low, -1), (high, 1)))
        reach = edge if edge is not None else at_zero if bound == 0 else size * abs(bound)
        value = dice.choice((bound, bound + sign * reach, dice.randrange(out_of + 1) / out_of, dice.uniform(low, high)))
        for _ in range(dice.choice((0, 0, 1, 2, 50))):
            value = math.nextafter(value, dice.choice((-math.inf, math.inf)))
        value += dice.choice((0.0, 0.0, 0.0, 4.9e-13, 5e-13, 5.1e-13, -5e-13, 1e-12, 1e-9, -1.1e-9, 1e-6))
        expected = ExpectedRange(dice.choice((low, low, None)), dice.choice((high, high, None)))
        yield value, expected, dice.choice(tuple(Polarity)), Tolerance(size, mode, at_zero)


def differing(seed: int, count: int) -> list[Case]:
    return [c for c in islice(cases(seed), count) if {by_letter(*c), by_rate(*c)} != {by_definition(*c)}]


def test_the_quick_decision_is_the_exact_one() -> None:
    """Ties, their neighbours and everything else: one rule, however it is asked."""
    assert differing(seed=1, count=5_000) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 10))
def test_the_quick_decision_is_the_exact_one_for_very_many_figures(seed: int) -> None:
    assert differing(seed, count=100_000) == []


def test_the_figures_tried_reach_what_could_go_wrong() -> None:
    """Enough of them lie so near to an edge that only rounding decides, on both sides of it, and get every colour."""
    tried = list(islice(cases(seed=1), 3_000))
    colours = [by_definition(*case) for case in tried]
    assert all(colours.count(rag) > 100 for rag in (*Rag, None))
    near = 0
    for value, expected, _, tolerance in tried:
        for bound in (expected.low, expected.high):
            if bound:
                outside = abs(value - bound) / abs(bound)
                near += 0 < abs(outside - tolerance.size) < 1e-11 or 0 < outside < 1e-12
    assert near > 100
