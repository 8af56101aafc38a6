"""Column widths in a workbook with another standard font.

A width is stored as a number of digits of the workbook's Normal style. The reports are laid out, and fitted to
paper, for digits of seven pixels; in a workbook with wider ones the same number makes wider columns.
"""

from __future__ import annotations

from collections.abc import Mapping

RENDERED_DIGIT = 7
"""Pixels of a digit of Arial 10, which the reports are rendered with; Calibri 11 has the same."""

_DIGIT_IN_EM: Mapping[str, float] = {
    "aptos": 0.561,
    "aptos narrow": 0.5,
    "arial": 0.556,
    "arial narrow": 0.456,
    "calibri": 0.507,
    "calibri light": 0.507,
    "cambria": 0.554,
    "century gothic": 0.554,
    "courier new": 0.6,
    "gill sans mt": 0.5,
    "helvetica": 0.556,
    "liberation sans": 0.556,
    "carlito": 0.507,
    "segoe ui": 0.539,
    "tahoma": 0.546,
    "times new roman": 0.5,
    "trebuchet ms": 0.524,
    "verdana": 0.636,
}
"""Width of a digit in common fonts, as a share of the font size."""


def digit_pixels(font: str, points: float) -> int:
    """Pixels of a digit on a screen of 96 to the inch; those of the rendered font where a font is not known."""
    share = _DIGIT_IN_EM.get(font.casefold())
    return RENDERED_DIGIT if share is None else max(1, int(share * points * 96 / 72 + 0.5))


def width_for(width: str, digit: int) -> str:
    """The stored width that makes a column as wide, in pixels, where a digit has `digit` pixels."""
    return width if digit == RENDERED_DIGIT else f"{int(float(width) * RENDERED_DIGIT / digit * 256 + 0.5) / 256:g}"
