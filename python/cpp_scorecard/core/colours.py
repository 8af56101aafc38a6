"""Colours as spreadsheets store them, resolved to ``RRGGBB``, and the rating that a fill shows.

A workbook names a colour directly, by its place in the workbook's theme (with a tint), or by its
number in the old indexed palette. This module knows those three schemes from plain values, so that
both the reader of published cards and the reader of style templates can use it.
"""

from __future__ import annotations

import colorsys
from typing import Literal
from xml.etree import ElementTree

Rating = Literal["R", "A", "G"]

_THEME_SLOTS = ("lt1", "dk1", "lt2", "dk2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink")
"""The order that theme numbers follow: light and dark are swapped against the order in the theme's XML
(ECMA-376 part 1, 18.8.3; every spreadsheet program does the same)."""

OFFICE_PALETTE = (
    "FFFFFF", "000000", "EEECE1", "1F497D", "4F81BD", "C0504D",
    "9BBB59", "8064A2", "4BACC6", "F79646", "0000FF", "800080",
)  # fmt: skip
"""The Office 2007 theme, in the order of theme numbers: what a workbook without a theme part means."""

_BASIC = ("000000", "FFFFFF", "FF0000", "00FF00", "0000FF", "FFFF00", "FF00FF", "00FFFF")
INDEXED_PALETTE = (*_BASIC, *_BASIC, *(
    "800000 008000 000080 808000 800080 008080 C0C0C0 808080 9999FF 993366 FFFFCC CCFFFF 660066 FF8080 "
    "0066CC CCCCFF 000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF 00CCFF CCFFFF CCFFCC FFFF99 "
    "99CCFF FF99CC CC99FF FFCC99 3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696 003366 339966 "
    "003300 333300 993300 993366 333399 333333"
).split(), "000000", "FFFFFF")  # fmt: skip
"""Colours by index number, 0 to 63, then the system's text (64) and window (65) colours."""


def theme_palette(xml: bytes | str | None) -> tuple[str, ...]:
    """The twelve colours of a theme part, in the order of theme numbers (0 is the paper, 1 the ink).

    `xml` is the text of ``theme1.xml``. Without one, or when it cannot be read, the answer is
    `OFFICE_PALETTE`; a slot that the theme leaves out has its colour of that palette.

    >>> theme_palette(None)[:2]
    ('FFFFFF', '000000')
    """
    if not xml:
        return OFFICE_PALETTE
    try:
        root = ElementTree.fromstring(xml)
    except (ElementTree.ParseError, ValueError):
        return OFFICE_PALETTE
    found: dict[str, str] = {}
    scheme = next((element for element in root.iter() if _local(element.tag) == "clrScheme"), None)
    for slot in scheme if scheme is not None else ():
        for colour in slot:
            value = _six_digits(colour.get("lastClr") or colour.get("val"))
            if value:
                found.setdefault(_local(slot.tag), value)
    return tuple(found.get(slot, OFFICE_PALETTE[number]) for number, slot in enumerate(_THEME_SLOTS))


def resolve(
    *,
    rgb: str | None = None,
    theme: int | None = None,
    tint: float = 0.0,
    indexed: int | None = None,
    palette: tuple[str, ...] = OFFICE_PALETTE,
    indexed_palette: tuple[str, ...] = INDEXED_PALETTE,
) -> str | None:
    """A stored colour as ``RRGGBB``, or None where it names none.

    Give `rgb` (six or eight digits; the first two of eight are opacity, which spreadsheets ignore),
    or `theme` (a place in `palette`), or `indexed` (a place in `indexed_palette`). `tint` is -1.0
    (black) to 1.0 (white) and applies to whichever was given.
    """
    base: str | None = None
    if rgb is not None:
        base = _six_digits(rgb)
    elif theme is not None:
        base = palette[theme] if 0 <= theme < len(palette) else None
    elif indexed is not None:
        base = indexed_palette[indexed] if 0 <= indexed < len(indexed_palette) else None
    return tinted(base, tint) if base else None


def tinted(rgb: str, tint: float) -> str:
    """`rgb` made lighter (tint above 0) or darker (below 0).

    Source: ECMA-376 part 1, 18.8.19: the luminance L of the colour in HLS becomes L x (1 + tint)
    when the tint is negative, and L x (1 - tint) + tint when it is positive.
    """
    if not tint:
        return rgb
    tint = max(-1.0, min(1.0, tint))
    hue, light, saturation = _hls(rgb)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    channels = colorsys.hls_to_rgb(hue, light, saturation)
    return "".join(f"{round(channel * 255):02X}" for channel in channels)


def rating_of_colour(rgb: str | None) -> Rating | None:
    """The rating that a person would read from a cell filled with `rgb`: red, amber, green or none.

    Pale and muted shades count as long as their hue can be told; yellow and orange are amber; white,
    grey, beige, pink-purple and blue are no rating.

    >>> [rating_of_colour(fill) for fill in ("FFC7CE", "FFEB9C", "C6EFCE", "DDEBF7")]
    ['R', 'A', 'G', None]
    """
    colour = _six_digits(rgb)
    if colour is None:
        return None
    hue, _, saturation = _hls(colour)
    channels = [int(colour[at : at + 2], 16) for at in (0, 2, 4)]
    chroma = (max(channels) - min(channels)) / 255
    degrees = hue * 360
    beige = 30 <= degrees <= 70 and saturation < 0.3
    if chroma < 0.06 or saturation < 0.15 or beige:
        return None
    if degrees >= 342 or degrees < 18:
        return "R"
    if degrees < 66:
        return "A"
    return "G" if degrees < 168 else None


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two ``RRGGBB`` colours, from 1.0 to 21.0 (WCAG 2.2, success criterion 1.4.3)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(rgb: str) -> float:
    """Relative luminance of an ``RRGGBB`` colour, 0.0 (black) to 1.0 (white), as WCAG 2.2 defines it."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _fractions(rgb)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _fractions(rgb: str) -> tuple[float, float, float]:
    return int(rgb[0:2], 16) / 255, int(rgb[2:4], 16) / 255, int(rgb[4:6], 16) / 255


def _hls(rgb: str) -> tuple[float, float, float]:
    return colorsys.rgb_to_hls(*_fractions(rgb))


def _six_digits(value: object) -> str | None:
    """The last six of six or eight hexadecimal digits, upper case; None for anything else."""
    if not isinstance(value, str) or len(value) not in (6, 8):
        return None
    try:
        int(value, 16)
    except ValueError:
        return None
    return value[-6:].upper()


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
