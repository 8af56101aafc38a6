"""Does a printed figure agree with a computed one? At the precision of the print, and no finer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cpp_scorecard.core.rounding import comparable, round_half_away

if TYPE_CHECKING:
    from cpp_scorecard.core.indicator import Unit


def agrees(printed_value: float, computed: float, unit: Unit, decimals: int) -> bool:
    """Whether `computed` prints as `printed_value` at `decimals` (of the per cent, for percentages).

    >>> agrees(0.947, 392 / 414, Unit.PERCENTAGE, 1)
    True
    """
    scale = 100 if unit.is_percentage else 1
    shown = round_half_away(comparable(printed_value * scale), decimals)
    return shown == round_half_away(comparable(computed * scale), decimals)
