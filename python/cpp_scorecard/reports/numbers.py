"""Number formats: how a figure of a unit is shown, with room kept for the rating's letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cpp_scorecard.core.indicator import Unit

_MARGIN = "_)_)"
"""Room as wide as two brackets: Excel's own way to keep a figure off the edge (its accounting formats)."""


def number_format(unit: Unit, decimals: int) -> str:
    """Excel's format for `unit`: ``0.0%``, ``#,##0``, ``0.00``."""
    places = "." + "0" * decimals if decimals else ""
    return f"0{places}%" if unit.is_percentage else f"#,##0{places}"


def with_margin(base: str) -> str:
    """The format of a figure that keeps off the right edge of its column.

    The margin is part of the format because LibreOffice loses the indent of a right-aligned number that
    follows another one on its row (drawn with the same font, but another format).
    """
    return f"{base}{_MARGIN}"


def with_mark(base: str, mark: str) -> str:
    """The format of a figure with a mark after it, such as the asterisk of a small number."""
    return f'{base}"{mark}"_)'


def with_room_for_mark(base: str) -> str:
    """The format of a figure without a mark, as wide as one with an asterisk, so that digits line up."""
    return f"{base}_*_)"


def with_letter(base: str, letter: str) -> str:
    """The format of a rated figure: the figure, then the letter, then the margin."""
    return f'{base}"  {letter}"{_MARGIN}'


def with_room(base: str) -> str:
    """The format of a figure without a letter, as wide as one with it, so that decimals line up."""
    return f"{base}_ _ _A{_MARGIN}"
