"""Is the latest figure better, worse or the same? Arithmetic first, judgement second.

Source: the card's columns "Latest is better, worse or same". A change is up, down or none; polarity makes it
better or worse. Unrounded figures are compared where they are known, else the figure as printed.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from cpp_scorecard.core.rounding import comparable

if TYPE_CHECKING:
    from cpp_scorecard.core.indicator import Polarity


class Change(StrEnum):
    """What happened to a figure, without judging it."""

    UP = "up"
    DOWN = "down"
    NONE = "no change"


class Direction(StrEnum):
    """The judgement that the card prints; `-` where there is none to make."""

    BETTER = "B"
    WORSE = "W"
    SAME = "S"
    NONE = "-"

    @property
    def word(self) -> str:
        """In words, for notes and explanations."""
        return {"B": "better", "W": "worse", "S": "the same", "-": "not compared"}[self.value]


def change(latest: float, earlier: float) -> Change:
    """The sign of `latest` - `earlier`, compared at 12 decimals."""
    difference = comparable(latest - earlier)
    if difference == 0:
        return Change.NONE
    return Change.UP if difference > 0 else Change.DOWN


def direction(latest: float | None, comparator: float | None, polarity: Polarity) -> Direction:
    """Better, worse or same: the change times the polarity.

    `-` where either figure is missing, or where the polarity (none, or a range to stay inside) gives a
    change no meaning. Source: 190 of the 191 printed cells follow; the last is an error in print.
    """
    if latest is None or comparator is None or polarity.sign == 0:
        return Direction.NONE
    match change(latest, comparator):
        case Change.NONE:
            return Direction.SAME
        case Change.UP:
            return Direction.BETTER if polarity.sign > 0 else Direction.WORSE
        case Change.DOWN:
            return Direction.WORSE if polarity.sign > 0 else Direction.BETTER
