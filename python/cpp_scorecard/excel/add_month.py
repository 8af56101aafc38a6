"""Add month: the next month's column in the officer's own tables. The one action that writes there, and asks first."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any

import xlwings as xw

from cpp_scorecard.core.errors import Refused
from cpp_scorecard.core.series import CellRef
from cpp_scorecard.excel.conditions import refuse_editing
from cpp_scorecard.excel.desk import Desk, again, excel_says, is_com_error
from cpp_scorecard.excel.memory import remember
from cpp_scorecard.excel.next_month import NewMonth, NextMonth, letters, plan_next_month
from cpp_scorecard.excel.places import write_log
from cpp_scorecard.excel.quiet import Place, quiet
from cpp_scorecard.excel.saved_copy import saved_copy
from cpp_scorecard.excel.wording import counted, say
from cpp_scorecard.intake.grid import MergedArea
from cpp_scorecard.intake.open_file import open_grids
from cpp_scorecard.intake.workbook import tables_in
from cpp_scorecard.sheets.splice.references import quoted

_FORMATS, _VALIDATION = -4122, 6
"""xlPasteFormats, xlPasteValidation."""


@dataclass(slots=True)
class _Added:
    """How far the column of one table got, and what it takes to take it back."""

    new: NewMonth
    width: float
    inserted: bool = False
    band: bool = False
    table: Any = None
    """The Excel table that ends with the last month."""
    table_range: str = ""


def add_month(desk: Desk, _choice: str = "") -> None:
    """Add the month after the latest one, after naming the cells; tables where that is unsafe are named and left."""
    book = desk.workbook
    refuse_editing(book)
    plan = _planned(book)
    if plan.month is None:
        raise Refused(say("add_month.no_tables", book=book.name))
    left = "\n".join([say("add_month.left"), *plan.left]) if plan.left else ""
    if not plan.tables:
        raise Refused("\n\n".join(part for part in (say("add_month.none"), left) if part))
    wanted = "\n".join([say("add_month.ask", month=plan.month), *(_line(book, new) for new in plan.tables)])
    parts = [wanted, left, say("add_month.own"), say("build.go_on")]
    if not desk.ask("\n\n".join(part for part in parts if part)):
        desk.tell(say("build.cancelled"))
        return
    _add_all(book, plan.tables)
    remember(book, months=(), findings=None, shown=-1)
    desk.tell(say("add_month.done", month=plan.month, tables=counted("add_month.tables", len(plan.tables))))


def _planned(book: xw.Book) -> NextMonth:
    """The plan by what the reader finds, less the tables that Excel itself has something against."""
    with saved_copy(book) as copy:
        grids, _ = open_grids(copy.path, reports=False)
        tables, settings, _ = tables_in(grids, copy.workbook)
        plan = plan_next_month(tables, settings.pins)
    usable: list[NewMonth] = []
    left = list(plan.left)
    for new in plan.tables:
        reason = _reason_against(book, new)
        if reason:
            left.append(reason)
        else:
            usable.append(new)
    return NextMonth(plan.month, tuple(usable), tuple(left))


def _reason_against(book: xw.Book, new: NewMonth) -> str:
    """Why the column cannot be added, which only Excel can tell; empty where it can."""
    sheet = book.api.Sheets(new.sheet)
    where = quoted(new.sheet)
    if sheet.ProtectContents:
        return say("add_month.reasons.protected", where=where)
    if sheet.FilterMode:
        return say("add_month.reasons.filtered", where=where)
    last = CellRef("", new.header_row, new.column - 1).address
    if sheet.Range(last).HasFormula:
        return say("add_month.reasons.formula", where=where, cell=last)
    return ""


def _line(book: xw.Book, new: NewMonth) -> str:
    """What happens in one table, with the formulas that the officer has to fill right."""
    sheet = book.api.Sheets(new.sheet)
    formulas = 0
    for area in new.cells(-1):
        values = sheet.Range(area).Formula
        rows = values if isinstance(values, tuple) else ((values,),)
        formulas += sum(str(row[0]).startswith("=") for row in rows)
    line = f"- {new}"
    if formulas:
        line = f"{line} ({counted('add_month.formulas', formulas, previous=letters(new.column - 1))})"
    return line


def _add_all(book: xw.Book, tables: tuple[NewMonth, ...]) -> None:
    """Add every column, or none."""
    done: list[_Added] = []
    with quiet(book.app):
        place = Place.of(book)
        try:
            for new in tables:
                _add(book.api.Sheets(new.sheet), new, done)
        except Exception as error:
            _take_back(book, done, error)
        finally:
            with suppress(Exception):
                again(setattr, book.app.api, "CutCopyMode", False)
            place.restore(book)


def _add(sheet: Any, new: NewMonth, done: list[_Added]) -> None:
    last = sheet.Range(CellRef("", new.header_row, new.column - 1).address)
    added = _Added(new, float(sheet.Range(new.header_cell).ColumnWidth))
    table = last.ListObject
    if table is not None and int(table.Range.Column) + int(table.Range.Columns.Count) - 1 == new.column:
        added.table, added.table_range = table, str(table.Range.Address)
    done.append(added)
    if new.insert:
        sheet.Range(f"{letters(new.column)}:{letters(new.column)}").Insert()
        added.inserted = True
    header = sheet.Range(new.header_cell)
    for here, there in zip(new.cells(), new.cells(-1), strict=True):
        sheet.Range(there).Copy()
        sheet.Range(here).PasteSpecial(_FORMATS)
        sheet.Range(here).PasteSpecial(_VALIDATION)
    header.ColumnWidth = last.ColumnWidth
    if new.band is not None:
        added.band = True
        sheet.Range(_area(new.band, 1)).Merge()
    if isinstance(new.header, dt.date):
        # pywin32 takes a time without a zone for local time and hands over UTC: in summer, the day before.
        header.Value = dt.datetime(new.header.year, new.header.month, new.header.day, tzinfo=dt.UTC)
    else:
        header.Value = f"'{new.header}"  # or Excel takes Dec-21 for the 21st of December
    if added.table is not None:
        corner, _, end = added.table_range.replace("$", "").partition(":")
        bottom = end.lstrip(ascii_uppercase)
        table.Resize(sheet.Range(f"{corner}:{letters(new.column)}{bottom}"))


def _area(band: MergedArea, wider: int = 0) -> str:
    """A merge by its corners, `wider` columns further to the right."""
    first, last = ((band.first_row, band.first_column), (band.last_row, band.last_column + wider))
    return f"{CellRef('', *first).address}:{CellRef('', *last).address}"


def _take_back(book: xw.Book, done: list[_Added], error: Exception) -> None:
    """Delete or clear what was added, which was empty before, and say so."""
    why = excel_says(error) if is_com_error(error) else str(error).rstrip(".")
    with suppress(OSError):
        write_log("add_month", error)
    try:
        for added in reversed(done):
            _undo(book.api.Sheets(added.new.sheet), added)
    except Exception as second:
        with suppress(OSError):
            write_log("add_month", second)
        raise Refused(say("add_month.not_undone", why=why, book=book.name)) from second
    raise Refused(say("add_month.undone", why=why)) from error


def _undo(sheet: Any, added: _Added) -> None:
    new = added.new
    if added.table is not None:
        again(added.table.Resize, sheet.Range(added.table_range))
    if added.band and new.band is not None:
        again(sheet.Range(_area(new.band, 1)).UnMerge)
        again(sheet.Range(_area(new.band)).Merge)
    if added.inserted:
        _refuse_filled(sheet, new)
        again(sheet.Range(f"{letters(new.column)}:{letters(new.column)}").Delete)
    elif not new.insert:
        for area in new.cells():
            again(sheet.Range(area).Clear)
        again(setattr, sheet.Range(new.header_cell), "ColumnWidth", added.width)


def _refuse_filled(sheet: Any, new: NewMonth) -> None:
    """Raise Refused unless the column holds nothing but the header that was to go there."""
    cells = sheet.Range(f"{letters(new.column)}1:{letters(new.column)}{new.last_row + 1}").Formula
    written = [row[0] for row in cells if row[0] not in (None, "")]
    if len(written) > 1:
        raise Refused(say("add_month.not_ours", column=letters(new.column)))
