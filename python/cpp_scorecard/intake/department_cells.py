"""One field of the Department's files: a council's number, a reporting year, a figure or the marker in its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from cpp_scorecard.core.period import EARLIEST_YEAR, LATEST_YEAR
from cpp_scorecard.core.series import CellRef, Missing, MissingReason
from cpp_scorecard.intake.vocabulary import token

_FIGURE = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?")
_LONGEST = 15


def council_number(text: str) -> int | None:
    """The Department's number of a local authority, however it was stored: `865`, ` 865 `, `865.0`.

    >>> council_number("865"), council_number("E06000054")
    (865, None)
    """
    found = re.fullmatch(r"0*(\d{3})(?:\.0*)?", text.strip())
    return int(found[1]) if found else None


@lru_cache(maxsize=256)
def reporting_year(text: str) -> int | None:
    """The calendar year in which a reporting year ends.

    >>> reporting_year("2021"), reporting_year("202021"), reporting_year("2020/21")
    (2021, 2021, 2021)
    """
    found = re.fullmatch(r"(\d{4})(?:\.0*)?|(\d{4})[-/]?(?:\d\d)?(\d\d)(?:\.0*)?", text.strip())
    if not found:
        return None
    year = int(found[1]) if found[1] else int(found[2]) + 1
    if found[3] and year % 100 != int(found[3]):
        return None
    return year if EARLIEST_YEAR <= year <= LATEST_YEAR else None


def year_label(year: int) -> str:
    """How a report names the reporting year that ends in `year`: `2020-21` for 2021."""
    return f"{year - 1}-{year % 100:02d}"


def figure(text: str, where: CellRef, markers: Mapping[str, tuple[MissingReason, str]]) -> float | Missing:
    """A figure as printed (`69` is 69 %, `1,438`), or why there is none: a marker, or what the field holds."""
    text = text.replace("\u00a0", " ").strip()
    if _FIGURE.fullmatch(text) and len(text) <= _LONGEST:
        return float(text.replace(",", "").removesuffix("%"))
    said = markers.get(token(text).strip("[]"))
    if said is not None:
        return Missing(said[0], token=text or "-", detail=said[1], where=where)
    return Missing(MissingReason.UNUSABLE, detail=f'the text "{text[:60]}"', where=where)
