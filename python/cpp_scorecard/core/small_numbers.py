"""How much stands behind a figure: the count that it rests on, whether that is small, and the interval it gives.

Source: the published report cautions that figures "can be based on small numbers and can make the percentage less
reliable". It names no number; the Office for National Statistics marks rates of fewer than 20 events as unreliable (its
user guide to mortality statistics), and 20 is the default here, for the children that a percentage is of and for the
events of a rate.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from cpp_scorecard.core.indicator import Unit
from cpp_scorecard.core.intervals import Interval, rate, wilson
from cpp_scorecard.core.series import Missing

if TYPE_CHECKING:
    from cpp_scorecard.core.windows import Measurement


def rests_on(measured: Measurement, unit: Unit) -> float | None:
    """The count that a figure rests on: the possible of a percentage, the events of a rate; None for other units."""
    if measured.number is None:
        return None
    count = {Unit.PERCENTAGE: measured.possible, Unit.RATE: measured.actual}.get(unit)
    return None if count is None or isinstance(count, Missing) else count


def small_number(measured: Measurement, unit: Unit, threshold: float) -> float | None:
    """The count that the figure rests on where it is below `threshold`, else None."""
    count = rests_on(measured, unit)
    return count if count is not None and count < threshold else None


def interval_of(measured: Measurement, unit: Unit) -> Interval | None:
    """The 95 % interval of a percentage (Wilson) or a rate (Byar, exact below ten events).

    None for other units, and where no two whole numbers stand behind the figure that could be a part and its whole.
    """
    actual, possible = measured.actual, measured.possible
    if measured.number is None or isinstance(actual, Missing) or isinstance(possible, Missing):
        return None
    if not (0 <= actual < math.inf and 0 < possible < math.inf) or actual % 1 or possible % 1:
        return None
    if unit is Unit.PERCENTAGE:
        return wilson(actual, possible) if actual <= possible else None
    return rate(actual, possible) if unit is Unit.RATE else None
