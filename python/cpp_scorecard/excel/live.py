"""Report sheets into the open workbook: all of them, or the workbook as it was.

The order is what makes that so. New sheets are copied in beside the old ones, in one step, so that formulas
between them lead to each other and never into the report workbook. Old sheets step aside by a change of name,
which can be taken back. Only when everything is in place are they deleted; from the first one deleted, there is
no way back and none is needed. A sheet into which something of the officer's points is never deleted: it is
filled anew (`fill`), and its earlier content stands by as a copy until the end.
"""

from __future__ import annotations

import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlwings as xw

from cpp_scorecard.core.errors import Refused
from cpp_scorecard.excel.desk import again, excel_says, is_com_error
from cpp_scorecard.excel.fill import fill
from cpp_scorecard.excel.places import write_log
from cpp_scorecard.excel.plan import Incoming, Plan
from cpp_scorecard.excel.quiet import Place, quiet
from cpp_scorecard.excel.wording import say

_FILE = "reports made by cpp-scorecard.xlsx"
_LINKS = 1
"""xlExcelLinks."""
_VISIBLE, _HIDDEN, _VERY_HIDDEN = -1, 0, 2
_NO_COLOUR = -4142
_LONGEST_NAME = 31
_XLSX = 51
"""xlOpenXMLWorkbook."""


class NotUndone(Refused):
    """Putting sheets in failed, and so did taking them out again: the one state an officer has to close."""


@dataclass(slots=True)
class _Change:
    """What was done to the workbook so far, so that it can be taken back."""

    api: Any
    before: tuple[str, ...]
    renamed: list[tuple[Any, str]] = field(default_factory=list)
    filled: list[tuple[Any, Any]] = field(default_factory=list)
    """Sheets filled anew, each with the copy of what it held."""
    deleting: bool = False
    """Whether a sheet was deleted: from then on there is no way back."""

    def rename(self, sheet: Any, name: str) -> None:
        was = str(sheet.Name)
        if was != name:
            self.renamed.append((sheet, was))
            sheet.Name = name

    def take_back(self) -> None:
        for sheet, copy in reversed(self.filled):
            again(fill, sheet, copy)
        for sheet, name in reversed(self.renamed):
            again(setattr, sheet, "Name", name)
        for name in [name for name in sheet_names(self.api) if name not in self.before]:
            again(_delete_if_there, self.api, name)


def sheet_names(api: Any) -> tuple[str, ...]:
    """The sheets of a workbook in the order of their tabs."""
    return tuple(str(sheet.Name) for sheet in api.Sheets)


def put_in(book: xw.Book, plan: Plan) -> tuple[str, ...]:
    """Put the sheets of `plan` into `book` and return what the officer should know beside that.

    The sheet in front, its selection and scroll, alerts, events, screen and calculation are as before.

    Raises:
        Refused: it could not be done; `book` is as it was.
        NotUndone: and it could not be taken back whole.
    """
    with tempfile.TemporaryDirectory(prefix="cpp-scorecard-", ignore_cleanup_errors=True) as temporary:
        path = Path(temporary) / _FILE
        path.write_bytes(plan.rendered)
        name = str(book.name)
        with quiet(book.app):
            place = Place.of(book)
            change = _Change(book.api, sheet_names(book.api))
            try:
                try:
                    done = _steps(book, plan, path, change)
                    return _commit(change, done)
                except Exception as error:
                    _undo(name, change, error)
                    raise
            finally:
                place.restore(book)


def workbook_of(book: xw.Book, names: list[str]) -> bytes:
    """The sheets `names` of `book` as a workbook of their own; `book` stays as it is and in front.

    Raises Refused when Excel cannot.
    """
    with tempfile.TemporaryDirectory(prefix="cpp-scorecard-", ignore_cleanup_errors=True) as temporary:
        path = Path(temporary) / _FILE
        with quiet(book.app):
            place = Place.of(book)
            made: Any = None
            try:
                book.api.Worksheets(names).Copy()
                made = book.app.api.ActiveWorkbook
                made.SaveAs(Filename=str(path), FileFormat=_XLSX, AddToMru=False)
            except Exception as error:
                if not is_com_error(error):
                    raise
                raise Refused(excel_says(error)) from error
            finally:
                if made is not None and str(made.FullName) != str(book.api.FullName):
                    with suppress(Exception):
                        again(made.Close, False)
                place.restore(book)
        return path.read_bytes()


def _steps(book: xw.Book, plan: Plan, path: Path, change: _Change) -> list[Any]:
    """Everything that can be taken back; returns the sheets that are of no use any more."""
    links = _links(change.api)
    staged = _copied(book, plan, path, change)
    superseded: list[Any] = []
    for one in plan.incoming:
        new = staged[one.rendered]
        if one.fill:
            superseded += _fill(one, new, change)
        elif one.replaces:
            superseded.append(_swap(one, new, change))
        else:
            change.rename(new, one.name)
    _settle_texts(plan, change.api)
    if _links(change.api) - links:
        raise Refused(say("build.links"))
    return superseded


def _copied(book: xw.Book, plan: Plan, path: Path, change: _Change) -> dict[str, Any]:
    """All sheets of the report workbook behind the last one of the officer's; by their rendered names."""
    api = change.api
    source = book.app.books.open(str(path), update_links=False, read_only=True, add_to_mru=False)
    try:
        names = [one.rendered for one in plan.incoming]
        source.api.Worksheets(names).Copy(After=api.Sheets(api.Sheets.Count))
    finally:
        with suppress(Exception):
            again(source.close)
    first, found = len(change.before) + 1, int(api.Sheets.Count)
    if found - len(change.before) != len(names):
        wanted = len(names)
        raise Refused(say("build.missing", found=found - len(change.before), wanted=wanted))
    # Excel copies sheets in the order of the tabs, in which the plan lists them.
    return {name: api.Sheets(first + place) for place, name in enumerate(names)}


def _swap(one: Incoming, new: Any, change: _Change) -> Any:
    """The new sheet to the place, name and look of tab of the old one, which steps aside."""
    old = change.api.Sheets(one.name)
    new.Move(After=old)
    change.rename(old, _free_name(one.name, sheet_names(change.api)))
    change.rename(new, one.name)
    if int(old.Tab.ColorIndex) != _NO_COLOUR:
        new.Tab.Color = old.Tab.Color
    if int(old.Visible) != _VISIBLE:
        new.Visible = old.Visible
    return old


def _fill(one: Incoming, new: Any, change: _Change) -> list[Any]:
    """The old sheet with the content of the new one; its earlier content stands by as a copy."""
    api = change.api
    old = api.Sheets(one.name)
    if old.ProtectContents:
        raise Refused(say("conditions.protected_report", sheet=one.name))
    visible = int(old.Visible)
    if visible == _VERY_HIDDEN:
        old.Visible = _HIDDEN  # Excel copies no sheet that only the Visual Basic editor shows
    try:
        old.Copy(After=api.Sheets(api.Sheets.Count))
    finally:
        if visible == _VERY_HIDDEN:
            again(setattr, old, "Visible", visible)
    copy = api.Sheets(api.Sheets.Count)
    change.filled.append((old, copy))
    fill(old, new)
    return [new, copy]


def _settle_texts(plan: Plan, api: Any) -> None:
    """Formulas between our sheets, and links, as they have to read under the names that the sheets have now.

    While sheets were swapped and filled, Excel led such a formula along to a sheet that is about to go.
    """
    for cross in plan.formulas:
        cell = api.Sheets(cross.sheet).Range(cross.cell)
        if str(cell.Formula) != cross.formula:
            cell.Formula = cross.formula
    if any(one.rendered != one.name for one in plan.incoming):
        for one in plan.incoming:
            for link in api.Sheets(one.name).Hyperlinks:
                target = str(link.SubAddress or "")
                if plan.renamed.in_formula(target) != target:
                    link.SubAddress = plan.renamed.in_formula(target)


def _commit(change: _Change, superseded: list[Any]) -> tuple[str, ...]:
    """Delete what is of no use any more. The first one that cannot be deleted fails the whole, a later one is named."""
    left = []
    for name in [str(sheet.Name) for sheet in superseded]:
        try:
            again(_delete_if_there, change.api, name)
        except Exception:
            if not change.deleting:
                raise
            left.append(say("build.left_over", sheet=name))
        change.deleting = True
    return tuple(left)


def _delete_if_there(api: Any, name: str) -> None:
    if name not in sheet_names(api):
        return
    sheet = api.Sheets(name)
    if int(sheet.Visible) == _VERY_HIDDEN:
        sheet.Visible = _HIDDEN  # Excel deletes no sheet that only the Visual Basic editor shows
    sheet.Delete()
    if name in sheet_names(api):
        raise Refused(say("build.no_excel"))


def _undo(name: str, change: _Change, error: Exception) -> None:
    """Take everything back and say so; a failure of ours goes on as it is, with the workbook as it was."""
    why = excel_says(error) if is_com_error(error) else str(error).rstrip(".")
    try:
        change.take_back()
    except Exception as second:
        with suppress(OSError):
            write_log("undo", second)
        raise NotUndone(say("build.not_undone", why=why, book=name)) from error
    if is_com_error(error) or isinstance(error, Refused):
        with suppress(OSError):
            write_log("build", error)
        raise Refused(say("build.undone", why=why, book=name)) from error


def _links(api: Any) -> set[str]:
    """The files that formulas of the workbook lead to."""
    return {str(link) for link in api.LinkSources(_LINKS) or ()}


def _free_name(name: str, taken: tuple[str, ...]) -> str:
    """A name that no sheet has, told from `name` at a glance should it ever be seen."""
    folded = {one.casefold() for one in taken}
    number = 1
    while True:
        tail = f" (earlier{number if number > 1 else ''})"
        free = name[: _LONGEST_NAME - len(tail)] + tail
        if free.casefold() not in folded:
            return free
        number += 1
