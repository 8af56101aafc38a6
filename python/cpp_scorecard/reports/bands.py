"""The bands of the domains down the left, and the page breaks between them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from cpp_scorecard.sheets.fit import MAX_HEIGHT, POINTS_PER_CHARACTER, text_points
from cpp_scorecard.sheets.model import Area, Role

if TYPE_CHECKING:
    from cpp_scorecard.reports.layout import SheetLayout

_ROWS_PER_PAGE = 45
_BAND_MARGIN = 8.0
_BAND_PADDING = 3.75
_BAND_LINE = 1.2
_BAND_SAFETY = 0.94


def write_domain(sheet: SheetLayout, domain: str, column: int, top: int, bottom: int) -> None:
    """The band of a domain; its rows grow where they are too low together for the name, read upwards."""
    sheet.put(top, column, domain, Role.DOMAIN)
    if bottom > top:
        sheet.merges.append(Area(top, column, bottom, column))
    rows = range(top, bottom + 1)
    room = sum(sheet.heights[row] for row in rows)
    needed = _band_length(sheet, domain, column) + _BAND_MARGIN
    if needed > room:
        extra = (needed - room) / len(rows)
        for row in rows:
            sheet.heights[row] = min(MAX_HEIGHT, math.ceil((sheet.heights[row] + extra) / 0.75) * 0.75)


def _band_length(sheet: SheetLayout, domain: str, column: int) -> float:
    """Points along the band that the name needs when it is wrapped over as many lines as the band is wide for."""
    look = sheet.theme.looks[Role.DOMAIN]
    band = sheet.width(column) * POINTS_PER_CHARACTER + _BAND_PADDING
    most = max(1, int(band / (look.font_size * _BAND_LINE)))
    words = domain.split() or [domain]

    def long(start: int, end: int) -> float:
        return text_points(" ".join(words[start:end]), look.font_size, look.bold) / _BAND_SAFETY

    def lines(room: float) -> int:
        start = count = 0
        while start < len(words):
            fitting = (end for end in range(len(words), start, -1) if long(start, end) <= room)
            start, count = next(fitting, start + 1), count + 1
        return count

    widest = max(long(at, at + 1) for at in range(len(words)))
    lengths = {long(start, end) for start in range(len(words)) for end in range(start + 1, len(words) + 1)}
    return next(room for room in sorted(lengths) if room >= widest and lines(room) <= most)


def breaks_between(blocks: list[tuple[int, float]], room: float) -> tuple[int, ...]:
    """Where pages begin, so that no block is cut.

    `blocks` are (first row, height in points) from top to bottom, `room` the height of a page.
    """
    breaks: list[int] = []
    used = 0.0
    for row, height in blocks:
        if used and used + height > room:
            breaks.append(row)
            used = 0.0
        used += height
    return tuple(breaks)


def page_breaks(domains: list[tuple[int, int]], count: int) -> tuple[int, ...]:
    """Where pages begin: between domains, pages as even as the domains allow (two for the published card)."""
    pages = -(-count // _ROWS_PER_PAGE)
    first = domains[0][0]
    breaks: list[int] = []
    for page in range(1, pages):
        target = first + count * page / pages
        after = next((top for top, _ in domains[1:] if top >= target and top not in breaks), None)
        if after is not None:
            breaks.append(after)
    return tuple(breaks)
