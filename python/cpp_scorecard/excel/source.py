"""Go to source: from a cell of a report sheet to the cells behind it.

A report carries its sources with it: the note of a figure names its cells, and links lead to the first of
them. So this works on a report of last month as well, and says what stood behind it then.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import xlwings as xw

from cpp_scorecard.core.errors import Refused
from cpp_scorecard.core.ownership import SHEET_MARK
from cpp_scorecard.excel.desk import Desk
from cpp_scorecard.excel.going import CellPlace, go_to, places_in
from cpp_scorecard.excel.memory import recall
from cpp_scorecard.excel.wording import say

_WIDEST = 60
"""Columns of a row that are searched; no report is wider."""


def go_to_source(desk: Desk, _choice: str = "") -> None:
    """Select the cells behind the cell in front, and name those elsewhere."""
    here = desk.workbook
    sheet = here.api.ActiveSheet
    if not is_report(sheet):
        raise Refused(say("go_to_source.not_ours"))
    ours = {str(one.Name).casefold() for one in here.api.Worksheets if is_report(one)}
    window = here.api.Windows(1)
    places = _sources(sheet, window.RangeSelection.Cells(1, 1), ours)
    if not places:
        raise Refused(say("go_to_source.none"))
    book = _workbook_behind(desk)
    names = {str(one.Name).casefold() for one in book.api.Worksheets}
    inside = [place for place in places if place.sheet.casefold() in names]
    if not inside:
        raise Refused(say("place.elsewhere", where=places[0], book=book.name))
    wrong = go_to(book, inside[0])
    if wrong:
        desk.tell(wrong)
    elif len(places) > 1:
        others = [place for place in places if place != inside[0]]
        desk.tell(say("go_to_source.several", where=", ".join(str(place) for place in [inside[0], *others])))


def is_report(sheet: Any) -> bool:
    """Whether the product made `sheet`, whatever it is called now."""
    return any(str(name.Name).rpartition("!")[2] == SHEET_MARK for name in getattr(sheet, "Names", ()))


def _sources(sheet: Any, cell: Any, ours: set[str]) -> list[CellPlace]:
    """The cells behind `cell`: what itself carries, else the nearest cell of its row, left before right."""
    row, column = int(cell.Row), int(cell.Column)
    for candidate in _nearest_first(column):
        found = [place for place in _carried(sheet.Cells(row, candidate)) if place.sheet.casefold() not in ours]
        if found:
            return found
    return []


def _nearest_first(column: int) -> Iterator[int]:
    yield from range(column, 0, -1)
    yield from range(column + 1, _WIDEST + 1)


def _carried(cell: Any) -> list[CellPlace]:
    """The cells that the note of `cell` names in its first line, else the one that its link leads to."""
    note = cell.Comment
    first_line = str(note.Text()).partition("\n")[0] if note is not None else ""
    found = places_in(first_line)
    if not found and int(cell.Hyperlinks.Count):
        found = places_in(str(cell.Hyperlinks(1).SubAddress or ""))
    return found


def _workbook_behind(desk: Desk) -> xw.Book:
    """The workbook that holds the figures: the one in front, or the one that it is a preview of."""
    source = recall(desk.workbook).source
    if not source:
        return desk.workbook
    for book in desk.app.books:
        if str(book.api.FullName).casefold() == source.casefold():
            return book
    raise Refused(say("place.closed", book=source))
