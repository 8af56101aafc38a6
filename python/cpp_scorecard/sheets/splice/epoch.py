"""Dates in a workbook that counts days from another year than the rendered one."""

from __future__ import annotations

import datetime as dt
import re

from lxml import etree

from cpp_scorecard.sheets.splice.refusals import Reason, SpliceRefused

DAYS_BETWEEN = 1_462
"""From 1 January 1900, with Excel's 29 February 1900 that never was, to 1 January 1904."""
_BUILT_IN_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_NOT_A_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DATE_CODE = re.compile(r"[dmyhs]", re.IGNORECASE)


def shows_date(number_format: str | int) -> bool:
    """Whether a number format, as its code or the number of a built-in one, shows a date or a time of day."""
    if isinstance(number_format, int):
        return number_format in _BUILT_IN_DATES
    return bool(_DATE_CODE.search(_NOT_A_CODE.sub("", number_format).replace("General", "")))


def shift_date(cell: etree._Element, days: int, where: str) -> None:
    """Move the date in a cell by `days`, so that it shows the same day in the other count.

    A number below one is a time of day, which is the same in both.

    Raises:
        SpliceRefused: the date is before the first day of the other count.
    """
    value = cell.find("{*}v")
    if value is None or not value.text or cell.get("t", "n") != "n":
        return
    serial = float(value.text)
    if 0 <= serial < 1:
        return
    if serial + days < 0:
        day = dt.date(1899, 12, 30) + dt.timedelta(days=int(serial))
        raise SpliceRefused(Reason.EARLY_DATE, found=f"{where}, {day:%d.%m.%Y}")
    moved = serial + days
    value.text = str(int(moved)) if moved.is_integer() else repr(moved)
