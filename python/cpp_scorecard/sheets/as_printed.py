"""A sheet as its paper shows it, and nothing else: what a published workbook may hold.

A figure keeps the decimals that are printed and no more, because hidden ones can give away the count behind it.
Formulas become their values and rules the looks that they give, so that no working has to travel with them; notes,
trends, links out of the file and whatever stands beside the printed area are left behind.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from cpp_scorecard.core.number_formats import shown_as
from cpp_scorecard.core.rounding import comparable, round_half_away
from cpp_scorecard.sheets.area import Area, LayoutError
from cpp_scorecard.sheets.model import Cell, CellValue, ConditionalRule, SheetModel, now

_RULE = re.compile(
    r'=(?P<begins>LEFT\()?(?P<fixed>\$?)(?P<column>[A-Z]{1,3})(?P<row>\d+)(?(begins),1\))="(?P<text>[^"]*)"'
)
"""The rules of reports: the text of a cell in the same row, whole or its first letter."""
_ALWAYS = "=TRUE"
_Place = tuple[int, int]


def as_printed(sheet: SheetModel) -> SheetModel:
    """`sheet` with what is printed of it.

    The figures of a chart stay where they are, beside the page too, and in sight.

    Raises:
        LayoutError: a rule that cannot be settled.
    """
    area = sheet.print_setup.area
    values = {(cell.row, cell.column): now(cell.value) for cell in sheet.cells}
    rules, formats = _settled(sheet, values)
    drawn = {place for chart in sheet.charts for series in chart.series for place in series.where}
    cells = tuple(
        _printed(cell, formats)
        for cell in sheet.cells
        if _within(cell.row, cell.column, area) or (cell.row, cell.column) in drawn
    )
    last_column = max(area.last_column, *(cell.column for cell in cells))
    return replace(
        sheet,
        cells=cells,
        merges=tuple(merge for merge in sheet.merges if _within(merge.first_row, merge.first_column, area)),
        columns=tuple(
            replace(column, outline_level=0, collapsed=False, hidden=False)
            for column in sheet.columns
            if column.column <= last_column
        ),
        rules=rules,
        sparklines=(),
        logo_at=sheet.logo_at if sheet.logo_at and _within(*sheet.logo_at, area) else None,
    )


def _within(row: int, column: int, area: Area) -> bool:
    return area.first_row <= row <= area.last_row and area.first_column <= column <= area.last_column


def _printed(cell: Cell, formats: Mapping[_Place, str]) -> Cell:
    shown = formats.get((cell.row, cell.column), cell.number_format)
    link = cell.link if cell.link is not None and cell.link.target.startswith("internal:") else None
    value = _as_shown(now(cell.value), cell.number_format)
    return replace(cell, value=value, number_format=shown, note=None, link=link)


def _as_shown(value: CellValue, number_format: str | None) -> CellValue:
    """A number at the decimals that its format shows; without a format that counts them, as it is."""
    if isinstance(value, bool | str | dt.date) or value is None or number_format is None:
        return value
    assert isinstance(value, int | float), "a formula has given way to its value"
    percent, decimals = shown_as(number_format)
    if decimals is None:
        return value
    shown = round_half_away(comparable(value), decimals + (2 if percent else 0))
    return shown or 0.0  # never minus nothing


def _settled(
    sheet: SheetModel, values: Mapping[_Place, CellValue]
) -> tuple[tuple[ConditionalRule, ...], dict[_Place, str]]:
    """The rules as looks of the very cells that they hold for, and the number formats that they show there."""
    rules, formats = [], {}
    area = sheet.print_setup.area
    for rule in sheet.rules:
        found = _RULE.fullmatch(rule.formula)
        if found is None:
            raise LayoutError(f"{sheet.name}: the rule {rule.formula} cannot be settled for print")
        held = [place for place in _holds(rule, found, values) if place in values and _within(*place, area)]
        if held:
            rules.append(ConditionalRule(tuple(_runs(held)), _ALWAYS, rule.role))
        if rule.number_format is not None:
            formats.update(dict.fromkeys(held, rule.number_format))
    return tuple(rules), formats


def _holds(rule: ConditionalRule, found: re.Match[str], values: Mapping[_Place, CellValue]) -> Iterator[_Place]:
    """The places of `rule` where it holds. Its formula is written for the top left cell of its first area."""
    first = rule.areas[0]
    judged = 0
    for letter in found["column"]:
        judged = judged * 26 + ord(letter) - 64
    down = int(found["row"]) - 1 - first.first_row
    for place in (where for area in rule.areas for where in area.cells()):
        column = judged - 1 if found["fixed"] else judged - 1 + place[1] - first.first_column
        text = values.get((place[0] + down, column))
        text = text if isinstance(text, str) else ""
        if (text[:1] if found["begins"] else text) == found["text"]:
            yield place


def _runs(places: Iterable[_Place]) -> Iterator[Area]:
    """Places as areas of one column, neighbours together."""
    top = bottom = None
    for row, column in sorted(places, key=lambda place: (place[1], place[0])):
        if top is not None and bottom is not None and (row, column) == (bottom[0] + 1, bottom[1]):
            bottom = (row, column)
            continue
        if top is not None and bottom is not None:
            yield Area(*top, *bottom)
        top = bottom = (row, column)
    if top is not None and bottom is not None:
        yield Area(*top, *bottom)
