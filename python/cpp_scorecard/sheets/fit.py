"""Row heights that hold wrapped text, from the widths of Arial's letters.

A workbook stores row heights; nobody is there to press AutoFit when a server writes it. The estimate
uses the published widths of Helvetica, which Arial and Liberation Sans share, and is a little
generous: screens round each letter to whole pixels, and Excel and LibreOffice round differently.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cpp_scorecard.sheets.look_xml import Look

# Thousandths of the font size, for the characters from space to tilde (Adobe font metrics of Helvetica).
_REGULAR = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
_BOLD = (
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
    975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
    333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611,
    611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
)  # fmt: skip
_OTHER = {
    "\N{EN DASH}": 556, "\N{EM DASH}": 1000, "\N{HORIZONTAL ELLIPSIS}": 1000, "\N{BULLET}": 350,
    "\N{LEFT SINGLE QUOTATION MARK}": 278, "\N{RIGHT SINGLE QUOTATION MARK}": 278,
    "\N{LEFT DOUBLE QUOTATION MARK}": 500, "\N{RIGHT DOUBLE QUOTATION MARK}": 500,
    "\N{GREATER-THAN OR EQUAL TO}": 549, "\N{LESS-THAN OR EQUAL TO}": 549,
    "\N{NO-BREAK SPACE}": 278, "\N{NON-BREAKING HYPHEN}": 333,
}  # fmt: skip
_UNKNOWN, _WIDE = 667, 1000


class _Widths(dict[str, int]):
    """Widths by character; those of characters that the font's tables lack are a guess."""

    def __missing__(self, character: str) -> int:
        return _WIDE if ord(character) >= 0x1100 else _UNKNOWN


_OF_REGULAR, _OF_BOLD = (
    _Widths({**_OTHER, **{chr(code): width for code, width in enumerate(table, 32)}}) for table in (_REGULAR, _BOLD)
)

POINTS_PER_CHARACTER = 7 * 72 / 96
"""A column's width counts digits of the Normal style: 7 pixels each, at 96 pixels an inch."""
_SAFETY = 0.94
_LINE = 1.22
"""Line spacing of Arial as Excel and LibreOffice draw it, as a multiple of the font size, rounded up."""
_PADDING = 3.0
MAX_HEIGHT = 409.0
"""The tallest row that Excel has, in points."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some text in a column (or merge) of `width` characters."""

    text: str
    width: float
    font_size: float
    bold: bool = False
    indent: int = 0

    @classmethod
    def of(cls, text: str, width: float, look: Look) -> Block:
        """The text in the font of `look`."""
        return cls(text, width, look.font_size, look.bold, look.indent)


def text_points(text: str, font_size: float, bold: bool = False) -> float:
    """Width of one line of `text` in points."""
    widths = _OF_BOLD if bold else _OF_REGULAR
    return sum(map(widths.__getitem__, text)) * font_size / 1000


@lru_cache(maxsize=4096)
def lines_needed(text: str, width_chars: float, font_size: float, bold: bool = False) -> int:
    """How many lines `text` takes when wrapped in a column of `width_chars` characters; at least 1.

    Lines break at spaces and line feeds, and inside a word that is wider than the column.
    """
    room = max(width_chars * POINTS_PER_CHARACTER * _SAFETY, font_size)
    space = text_points(" ", font_size, bold)
    lines = 0
    for paragraph in text.split("\n"):
        lines += 1
        used = 0.0
        for word in paragraph.split(" "):
            wide = text_points(word, font_size, bold)
            if used and used + space + wide > room:
                lines += 1
                used = 0.0
            elif used:
                used += space
            if used + wide > room:
                lines += math.ceil((used + wide) / room) - 1
                wide = (used + wide) % room or room
                used = 0.0
            used += wide
    return lines


def block_height(block: Block) -> float:
    """Height in points that a row needs for one block of text."""
    lines = lines_needed(block.text, max(block.width - 1.3 * block.indent, 1), block.font_size, block.bold)
    return lines * block.font_size * _LINE + _PADDING


def row_height(blocks: Iterable[Block], *, minimum: float = 15.0) -> float:
    """Height in points of a row that holds all of `blocks`.

    A multiple of 0.75 (one pixel), at least `minimum` and at most `MAX_HEIGHT`.
    """
    needed = max((block_height(block) for block in blocks), default=0.0)
    return min(MAX_HEIGHT, math.ceil(max(needed, minimum) / 0.75) * 0.75)
