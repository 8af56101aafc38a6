"""SaveCopyAs of the Excel of the tests: the file that was opened, with whatever changed since, written by openpyxl."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.workbook.defined_name import DefinedName
from pyopenvba.formula._parse import split_sheet
from pyopenvba.interpreter import EMPTY, VBADate, VBAErrorValue, VBAInt

_ERRORS = {
    2000: "#NULL!", 2007: "#DIV/0!", 2015: "#VALUE!", 2023: "#REF!", 2029: "#NAME?", 2036: "#NUM!", 2042: "#N/A",
}  # fmt: skip
_STATES = {-1: "visible", 0: "hidden", 2: "veryHidden"}
_TOP = 1


@dataclass(frozen=True)
class Snapshot:
    """The sheets of a workbook and what is in their cells, at one moment."""

    sheets: tuple[tuple[int, str, int], ...]
    """Identity, name and visibility of each, in order."""
    cells: dict[int, dict[tuple[int, int], tuple[Any, str]]]
    names: tuple[tuple[str, str], ...]


def snapshot(book: Any) -> Snapshot:
    """What `book` holds now."""
    return Snapshot(
        tuple((id(sheet), sheet.name, sheet.visible) for sheet in book.sheets_),
        {id(sheet): contents(sheet) for sheet in book.sheets_},
        tuple(sorted((entry.name, entry.refers_to) for entry in book.names_.entries)),
    )


def contents(sheet: Any) -> dict[tuple[int, int], tuple[Any, str]]:
    """Every filled cell of a sheet: its value, or its formula, and its number format."""
    return {
        place: (f"={cell.formula.lstrip('=')}" if cell.formula else plain(cell.value), cell.number_format)
        for place, cell in sheet.cells_.items()
        if cell.formula or cell.value is not EMPTY
    }


def plain(value: Any) -> Any:
    """A value of the model as openpyxl writes it."""
    if isinstance(value, VBADate):
        return value.to_datetime()
    if isinstance(value, VBAErrorValue):
        return _ERRORS.get(value.number, "#N/A")
    if isinstance(value, VBAInt):
        return int(value)
    return value


def save_copy(book: Any, path: Path) -> None:
    """Write `book` as it is now to `path`; `book` stays as it is."""
    before: Snapshot | None = book.extras.before
    now = snapshot(book)
    if before is not None and before == now:
        shutil.copyfile(book.extras.origin, path)
        return
    target = load_workbook(book.extras.origin) if before is not None else Workbook()
    known = {} if before is None else {identity: name for identity, name, _ in before.sheets}
    for gone in target.worksheets:
        if gone.title not in [known.get(identity) for identity, _, _ in now.sheets]:
            target.remove(gone)
    for place, (identity, _, _) in enumerate(now.sheets):
        if identity not in known:
            target.create_sheet(f"new {place}")
    for place, (identity, _, visible) in enumerate(now.sheets):
        sheet: Any = target[known.get(identity, f"new {place}")]
        sheet.title = f"later {place}"
        sheet.sheet_state = _STATES[int(visible)]
        sheet.parent.move_sheet(sheet, place - sheet.parent.index(sheet))
        for merge in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merge))
        _write(sheet, before.cells.get(identity, {}) if before else {}, now.cells[identity])
        for area in book.sheets_[place].merged_areas:
            sheet.merge_cells(None, area.top, area.left, area.bottom, area.right)
    for place, (_, name, _) in enumerate(now.sheets):
        target.worksheets[place].title = name
    _write_names(target, book)
    target.active = min(book.active_sheet_index, len(target.worksheets) - _TOP)
    target.save(path)


def _write(sheet: Any, before: dict[Any, Any], now: dict[Any, Any]) -> None:
    for place in before.keys() - now.keys():
        sheet.cell(*place).value = None
    for place, content in now.items():
        if before.get(place) != content:
            cell = sheet.cell(*place)
            cell.value, cell.number_format = content
            if isinstance(content[0], str) and not content[0].startswith("="):
                cell.data_type = "s"


def _write_names(target: Any, book: Any) -> None:
    for sheet in target.worksheets:
        sheet.defined_names.clear()
    target.defined_names.clear()
    for entry in book.names_.entries:
        scope, bare = split_sheet(entry.name)
        if bare.startswith("_xlnm."):
            continue
        name = DefinedName(bare, attr_text=entry.refers_to.lstrip("="), hidden=not entry.visible or None)
        if scope:
            target[scope].defined_names[bare] = name
        else:
            target.defined_names[bare] = name
