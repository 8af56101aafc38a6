"""To a cell of an open workbook, or a sentence that says why not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import xlwings as xw

from cpp_scorecard.excel.wording import say
from cpp_scorecard.sheets.splice.references import quoted

_PLACE = re.compile(r"'((?:[^'\n]|'')+)'!(\$?[A-Z]{1,3}\$?\d{1,7}(?::\$?[A-Z]{1,3}\$?\d{1,7})?)")
_HIDDEN, _VERY_HIDDEN = 0, 2


@dataclass(frozen=True, slots=True)
class CellPlace:
    """A cell or a run of cells, such as ``N12:U12`` of the sheet Health."""

    sheet: str
    cells: str

    def __str__(self) -> str:
        return f"{quoted(self.sheet)}!{self.cells}"


def places_in(text: str) -> list[CellPlace]:
    """The cells that `text` names as the reports and findings write them: ``'Health'!N12:U12``, in order, once each."""
    found = (CellPlace(sheet.replace("''", "'"), cells.replace("$", "")) for sheet, cells in _PLACE.findall(text))
    return list(dict.fromkeys(found))


def go_to(book: xw.Book, place: CellPlace) -> str:
    """Select the cells; returns an empty text, or why they cannot be shown. Excel's own focus stays where it is."""
    api: Any = book.api
    sheet = next((one for one in api.Worksheets if str(one.Name).casefold() == place.sheet.casefold()), None)
    if sheet is None:
        return say("place.gone", where=place, book=book.name)
    visible = int(sheet.Visible)
    if visible in (_HIDDEN, _VERY_HIDDEN):
        return say("place.hidden" if visible == _HIDDEN else "place.very_hidden", where=place)
    api.Activate()
    api.Application.Goto(sheet.Range(place.cells))
    return ""
