"""How large a sheet prints: the scale that puts it on the paper it was laid out for.

Excel ignores manual page breaks when a sheet is set to fit a number of pages ("Scale a worksheet" in
Microsoft's support pages). A sheet with breaks therefore gets a scale worked out here, and only a
sheet without them is left to Excel's own fitting.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from cpp_scorecard.sheets.model import LayoutError, PrintSetup

PAPER = {1: (8.5, 11.0), 5: (8.5, 14.0), 8: (11.69, 16.54), 9: (8.27, 11.69), 11: (5.83, 8.27)}
"""Width and height in inches, upright, by Excel's number: letter, legal, A3, A4, A5."""

DEFAULT_WIDTH = 8.43
DEFAULT_HEIGHT = 12.75
"""Of a column (characters) and a row (points) that nobody gave a size, in Arial 10."""

SMALLEST_FOR_HEIGHT = 78
"""Percent. To keep a section on one page a sheet is not made smaller than this: text of 9 points
would fall below 7. A section that still does not fit runs on to a further page."""

_DRIFT = 1.06
"""Printed columns come out wider than the same columns on screen, by up to 6 %: printers and
LibreOffice measure the digits of the font without rounding them to whole pixels (7.41 against 7)."""


def column_inches(width: float) -> float:
    """Printed width of a column of `width` characters."""
    if width <= 0:
        return 0.0
    pixels = width * 12 if width < 1 else width * 7 + 5
    return pixels / 96 * _DRIFT


def print_scale(setup: PrintSetup, widths: Mapping[int, float], heights: Mapping[int, float]) -> int:
    """Percentage (10 to 100) at which the print area is `pages_wide` pages wide.

    `widths` (characters, 0 for hidden) and `heights` (points) hold what departs from the defaults. Where
    each section between breaks, with the repeated rows, can be kept on one page by printing a little
    smaller, the scale does so; see `SMALLEST_FOR_HEIGHT`.

    Raises:
        LayoutError: the paper is none of `PAPER`, or its margins leave no room.
    """
    if setup.paper not in PAPER:
        raise LayoutError(f"paper number {setup.paper} is not one of {sorted(PAPER)}")
    short, long = PAPER[setup.paper]
    across, down = (long, short) if setup.landscape else (short, long)
    left, right, top, bottom = setup.margins
    room_across, room_down = (across - left - right) * setup.pages_wide, down - top - bottom
    if room_across <= 0 or room_down <= 0:
        raise LayoutError("the margins leave no room on the page")
    columns = range(setup.area.first_column, setup.area.last_column + 1)
    wide = sum(column_inches(widths.get(column, DEFAULT_WIDTH)) for column in columns)
    by_width = room_across / wide if wide else 1.0
    tall = max(_sections(setup, heights)) / 72
    by_height = room_down / tall * 0.985 if tall else 1.0
    scale = min(1.0, by_width)
    if by_height < scale and by_height * 100 >= SMALLEST_FOR_HEIGHT:
        scale = by_height
    return max(10, math.floor(scale * 100))


def _sections(setup: PrintSetup, heights: Mapping[int, float]) -> Iterable[float]:
    """Height in points of each section between breaks, with the rows that repeat on its page."""
    first, last = setup.area.first_row, setup.area.last_row
    inside = sorted(row for row in set(setup.breaks_before_rows) if first < row <= last)
    repeated = range(setup.repeat_rows[0], setup.repeat_rows[1] + 1) if setup.repeat_rows else range(0)
    for start, end in zip([first, *inside], [*inside, last + 1], strict=True):
        above = [row for row in repeated if row < start]
        yield sum(heights.get(row, DEFAULT_HEIGHT) for row in (*above, *range(start, end)))
