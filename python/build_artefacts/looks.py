"""How the workbooks look: one calm sans-serif set of cell formats, made once each."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

CREATED = dt.datetime(2022, 1, 11)
"""Written into every workbook as its date, so that a rebuild gives the same bytes."""

INK, QUIET, HAIRLINE, HEADER, BAND, DOMAIN = "#1F2933", "#7B8794", "#BCCCDC", "#D9E2EC", "#E8EEF4", "#F5F7FA"

_ROLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "line": {"text_wrap": True, "valign": "top"},
    "subtitle": {"font_color": "#52606D"},
    "heading": {"bold": True, "font_size": 11},
    "header": {"bold": True, "bg_color": HEADER, "align": "center", "valign": "vcenter", "text_wrap": True},
    "header left": {"bold": True, "bg_color": HEADER, "valign": "vcenter", "text_wrap": True},
    "band": {"bold": True, "bg_color": BAND, "align": "center", "valign": "vcenter"},
    "domain": {"bold": True, "bg_color": DOMAIN, "align": "left", "valign": "top", "text_wrap": True},
    "text": {"align": "left", "valign": "top", "text_wrap": True, "indent": 1},
    "centre": {"align": "center", "valign": "top"},
    "figure": {"align": "right", "valign": "top"},
    "illustrative": {"align": "right", "valign": "top", "italic": True, "font_color": QUIET},
    "example": {
        "align": "left",
        "indent": 1,
        "valign": "top",
        "text_wrap": True,
        "italic": True,
        "font_color": QUIET,
    },
}
_BOXED = frozenset(_ROLES) - {"title", "line", "subtitle", "heading"}


class Looks:
    """The formats of one workbook, by role and number format."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[str, str, tuple[tuple[str, Any], ...]], Format] = {}

    def get(self, role: str, number_format: str = "", **extra: object) -> Format:
        """The format of `role`, with a number format such as `0.0%` and other XlsxWriter properties."""
        key = role, number_format, tuple(sorted(extra.items()))
        if key not in self._made:
            properties: dict[str, Any] = {"font_name": "Arial", "font_size": 10, "font_color": INK}
            if role in _BOXED:
                properties |= {"border": 1, "border_color": HAIRLINE}
            properties |= _ROLES[role] | dict(extra)
            if properties.get("align") != "left":
                properties.pop("indent", None)
            if number_format:
                properties["num_format"] = number_format
            self._made[key] = self._workbook.add_format(properties)
        return self._made[key]


def new_workbook(path: Path, title: str, subject: str) -> Workbook:
    """An empty workbook in Arial with fixed properties; its folder is made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    workbook = Workbook(str(path), {"default_format_properties": {"font_name": "Arial", "font_size": 10}})
    workbook.set_properties({"title": title, "subject": subject, "created": CREATED, "author": "cpp-scorecard"})
    return workbook


def add_sheet(workbook: Workbook, name: str, *, landscape: bool = True) -> Worksheet:
    """A sheet without grid lines, printed on A3 and one page wide."""
    sheet = workbook.add_worksheet(name)
    sheet.hide_gridlines(2)
    sheet.set_paper(8 if landscape else 9)
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L&8&F  &A&R&8Page &P of &N")
    return sheet


def write_block(sheet: Worksheet, first: tuple[int, int], last: tuple[int, int], value: object, look: Format) -> None:
    """Write `value` over a rectangle of cells, merged where it is more than one. Rows and columns from 0."""
    if first == last:
        if isinstance(value, dt.date):
            sheet.write_datetime(*first, dt.datetime.combine(value, dt.time()), look)
        elif isinstance(value, str) and value:
            sheet.write_string(*first, value, look)
        elif isinstance(value, int | float):
            sheet.write_number(*first, value, look)
        else:
            sheet.write_blank(*first, None, look)
    else:
        sheet.merge_range(*first, *last, value, look)


def lines_needed(text: str, width: int) -> int:
    """About how many lines `text` takes in a column `width` characters wide."""
    lines, used = 1, 0
    for word in text.split():
        if used and used + 1 + len(word) > width:
            lines, used = lines + 1, len(word)
        else:
            used += len(word) + bool(used)
    return lines
