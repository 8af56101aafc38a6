"""Rounding as the council prints it: half away from zero.

Source: the published exception dataset holds 13 exact ties and every one goes up; banker's rounding
(Python's own) gives another figure for each of them.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from cpp_scorecard.core.errors import NumberUnusable

COMPARISON_DECIMALS = 12
"""Differences and distances are rounded to this many decimals before they are compared, here and in
the formulas of the sheet alike, so that 0.855 against 0.95 is exactly 10 % and not a hair less."""

_NEAR_A_TIE: Final = 0.1
_CERTAIN_BELOW: Final = 1e14
"""A number of fewer units of the place that it is rounded to is certain to far less than `_NEAR_A_TIE` of a unit."""
_MOST_DECIMALS: Final = 15


def round_half_away(value: float, decimals: int = 0) -> float:
    """Round `value` to `decimals` places, ties away from zero.

    The tie is judged on the shortest decimal that stands for the number, as a person reads it:
    2.675 is a tie (and becomes 2.68) although its binary form lies below it. `decimals` may be
    negative. Not-a-number and infinities raise NumberUnusable.

    >>> round_half_away(2.5), round_half_away(-2.5), round_half_away(2.675, 2)
    (3.0, -3.0, 2.68)
    """
    if -_MOST_DECIMALS <= decimals <= _MOST_DECIMALS:
        units = abs(value) * 10.0**decimals
        if units < _CERTAIN_BELOW and abs(units % 1 - 0.5) > _NEAR_A_TIE:
            return round(float(value), decimals)  # far from a tie all ways of rounding agree, and this one is quick
    exact = Decimal(repr(float(value)))
    if not exact.is_finite():
        raise NumberUnusable(f"{value!r} cannot be rounded.", "Give a finite number.")
    unit = Decimal(1).scaleb(-decimals)
    if exact.as_tuple().exponent >= unit.as_tuple().exponent:  # type: ignore[operator]  # finite: an integer
        return float(value)  # nothing stands beyond that place, and it may lie further than Decimal can write
    return float(exact.quantize(unit, rounding=ROUND_HALF_UP))


def comparable(value: float) -> float:
    """`value` at the precision at which rules compare, see `COMPARISON_DECIMALS`."""
    if abs(value) > 1e15:  # no decimals left to round, and beyond what a decimal context can hold
        return value
    return round_half_away(value, COMPARISON_DECIMALS)


def half_a_unit(decimals: int) -> float:
    """Half of the last printed place: how far an exact figure can be from its printed form."""
    return 0.5 * 10.0**-decimals
