"""Colours, patterns, dashes and letters of charts, from the named cell styles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cpp_scorecard.core.colours import resolve
from cpp_scorecard.core.indicator import Unit
from cpp_scorecard.core.printing import printed, printed_exactly
from cpp_scorecard.sheets.fit import text_points
from cpp_scorecard.sheets.model import Role

if TYPE_CHECKING:
    from cpp_scorecard.sheets.theme import Theme

SMALLEST_FONT = 9.0
LINE = 1.3
"""Height of a line of text as a multiple of the font size, with the air that a label keeps."""
WHITE = "FFFFFF"
_FORMAT = re.compile(r"(?:#,##)?0(?:\.(0+))?(%?)")


@dataclass(frozen=True, slots=True)
class Palette:
    """The font and the colours of a chart: ink for text, one colour for the point, greys for everything else."""

    font: str
    size: float
    ink: str
    point: str
    quiet: str
    middle: str
    pale: str
    hairline: str

    @classmethod
    def of(cls, theme: Theme) -> Palette:
        """Point: the ink of headers. Greys: the ink of working columns and its tints. Font: that of figures."""
        looks = theme.looks
        quiet = looks[Role.WORKING].rgb
        line = looks[Role.FIGURE].bottom
        return cls(
            font=looks[Role.FIGURE].font_name,
            size=max(looks[Role.WORKING].font_size, SMALLEST_FONT),
            ink=looks[Role.TEXT].rgb,
            point=looks[Role.HEADER].rgb,
            quiet=quiet,
            middle=_tint(quiet, 0.45),
            pale=_tint(quiet, 0.75),
            hairline=line.rgb if line else _tint(quiet, 0.75),
        )

    @property
    def line(self) -> float:
        """Height of a line of text in points."""
        return self.size * LINE

    def wide(self, text: str) -> float:
        """Width of `text` in points."""
        return text_points(text, self.size)

    def widest(self, texts: Sequence[str]) -> float:
        """Width of the widest of `texts`; 0 of none."""
        return max((self.wide(text) for text in texts), default=0.0)


def _tint(rgb: str, share: float) -> str:
    return resolve(rgb=rgb, tint=share) or rgb


@dataclass(frozen=True, slots=True)
class Fill:
    """The inside of a bar: a colour, or a pattern (Excel's word) of it on white; and the ink of a label on it."""

    rgb: str
    pattern: str = ""
    label_rgb: str = "000000"


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line: width in points, colour, and Excel's word for its dashes."""

    width: float
    rgb: str
    dash: str = "solid"


def fills(palette: Palette, contexts: Sequence[bool]) -> list[Fill]:
    """A fill for each series: the one colour, then greys and patterns that stay apart in black and white.

    `contexts` says of each series whether it is context; those have greys of their own.
    """
    ink = palette.ink
    own = (
        Fill(palette.point, label_rgb=WHITE),
        Fill(palette.middle, label_rgb=ink),
        Fill(palette.quiet, "wdUpDiag", ink),
        Fill(palette.pale, label_rgb=ink),
        Fill(palette.quiet, "lgGrid", ink),
        Fill(palette.quiet, label_rgb=WHITE),
        Fill(palette.quiet, "dkHorz", ink),
    )
    grey = (
        Fill(palette.pale, label_rgb=ink),
        Fill(palette.quiet, "ltUpDiag", ink),
        Fill(palette.middle, label_rgb=ink),
    )
    counts = {True: 0, False: 0}
    found = []
    for context in contexts:
        choices = grey if context else own
        found.append(choices[counts[context] % len(choices)])
        counts[context] += 1
    return found


def decimals_of(number_format: str) -> tuple[Unit, int] | None:
    """Unit (percentage or number) and decimals of a format such as ``0.0%``; None for any other."""
    code = _FORMAT.fullmatch(number_format)
    if code is None:
        return None
    return (Unit.PERCENTAGE if code[2] else Unit.NUMBER), len(code[1] or "")


def shown_text(figure: float | None, number_format: str) -> str:
    """`figure` as a label of a chart shows it; nothing for a gap."""
    if figure is None:
        return ""
    known = decimals_of(number_format)
    return printed(figure, *known) if known else printed_exactly(figure, Unit.NUMBER)
