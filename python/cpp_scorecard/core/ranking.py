"""Places in an order: ranks with ties shared, and quartiles.

The best has rank 1. Equal values share the better rank and the next one is left out (1, 2, 2, 4), as league tables and
the Department for Education's own comparisons have it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cpp_scorecard.core.rounding import comparable

if TYPE_CHECKING:
    from cpp_scorecard.core.indicator import Polarity

QUARTERS = 4


def ranks(values: Sequence[float], polarity: Polarity) -> list[int]:
    """The rank of each value: the highest is 1 where High is good, the lowest where Low is.

    Values are equal where they are at the precision at which rules compare. Raises ValueError for a polarity that
    makes neither end the better one.

    >>> ranks([0.9, 0.7, 0.9, 0.8], Polarity.HIGH)
    [1, 4, 1, 3]
    """
    if not polarity.sign:
        raise ValueError(f"{polarity} makes neither end the better one")
    keys = [comparable(-polarity.sign * value) for value in values]
    ordered = sorted(keys)
    return [bisect_left(ordered, key) + 1 for key in keys]


def quartile(rank: int, of: int) -> int | None:
    """The quarter of the order that a rank lies in, 1 for the best; None with fewer than four to be divided.

    Equal values have one rank, so they are never parted.

    >>> [quartile(rank, 6) for rank in range(1, 7)]
    [1, 1, 2, 3, 3, 4]
    """
    if of < QUARTERS:
        return None
    return (rank - 1) * QUARTERS // of + 1
