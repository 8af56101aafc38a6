"""Options: to the sheet of settings, or a new one from the blank template."""

from __future__ import annotations

import xlwings as xw

from cpp_scorecard.core.errors import Refused
from cpp_scorecard.core.resources import shipped
from cpp_scorecard.excel.about import TEMPLATE
from cpp_scorecard.excel.conditions import refuse_changes
from cpp_scorecard.excel.desk import Desk
from cpp_scorecard.excel.going import CellPlace, go_to
from cpp_scorecard.excel.live import put_in, sheet_names
from cpp_scorecard.excel.plan import Incoming, Plan
from cpp_scorecard.excel.saved_copy import saved_copy
from cpp_scorecard.excel.wording import say
from cpp_scorecard.intake.open_file import open_grids
from cpp_scorecard.intake.workbook import tables_in

SHEET = "Settings"
"""The sheet of settings in the blank template."""


def options(desk: Desk, _choice: str = "") -> None:
    """Select the first setting; where the workbook has none, offer the template's sheet of them."""
    book = desk.workbook
    place = _settings_of(book)
    if place is not None:
        desk.tell(go_to(book, place) or say("options.here"))
        return
    if SHEET.casefold() in {name.casefold() for name in sheet_names(book.api)}:
        raise Refused(say("options.taken", book=book.name, sheet=SHEET))
    refuse_changes(book)
    if not desk.ask(say("options.offer", book=book.name, sheet=SHEET)):
        desk.tell(say("build.cancelled"))
        return
    template = (shipped("workbook_templates") / TEMPLATE).read_bytes()
    put_in(book, Plan(template, (Incoming(SHEET, SHEET),)))
    wrong = go_to(book, CellPlace(SHEET, "A1"))
    desk.tell(wrong or say("options.done", sheet=SHEET))


def _settings_of(book: xw.Book) -> CellPlace | None:
    """Where the first setting's value goes, by the headers of the table as the reader finds it."""
    with saved_copy(book) as copy:
        grids, _ = open_grids(copy.path, reports=False)
        tables, _, _ = tables_in(grids, copy.workbook)
    for table in tables:
        if table.has("setting", "value"):
            for row in table.body():
                where = table.ref(row, "value")
                if where is not None and table.text(row, "setting"):
                    return CellPlace(where.sheet, where.address)
    return None
