"""What pyOpenVBA's object model lacks or does otherwise than Excel: copies of sheets in groups, deletions that leave
#REF!, names that follow, charts, page set-up, copies saved to disk, the states a workbook can be in.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyopenvba._a1 import Area, quote_sheet
from pyopenvba.apps.excel import _sheet_copy
from pyopenvba.formula._parse import split_sheet
from pyopenvba.interpreter import EMPTY, MISSING, NOTHING
from pyopenvba.interpreter._values import error

from tests.tools.excel_copies import save_copy, snapshot
from tests.tools.excel_dispatch import Dispatch
from tests.tools.excel_formulas import copied_formula, move_references, replace_in, replace_sheet
from tests.tools.excel_things import Bag, BookExtras, Collection, chart_object, drawn, extras

if TYPE_CHECKING:
    from tests.tools.com_excel import FakeExcel


class Members(Dispatch):
    """Our members of COM objects, by kind and name."""

    def __init__(self, excel: FakeExcel) -> None:
        self.excel = excel
        self.app_states: dict[str, Any] = {
            "Ready": True, "Hwnd": 1, "Version": "16.0", "Build": 17328, "CalculationState": 0, "Interactive": True,
            "ActiveProtectedViewWindow": NOTHING,
        }  # fmt: skip
        self.save_as: Any = False
        """What the officer answers in the dialogue Save As; False for Cancel."""
        self.pdfs: list[Path] = []

    # -- workbooks

    def open(self, path: Path) -> Any:
        book = self.excel.model.open_workbook(str(path))
        book.extras = BookExtras(path)
        for sheet in book.sheets_:
            extras(sheet).rules, extras(sheet).charts, extras(sheet).sparklines = drawn(book, sheet)
        book.extras.before = snapshot(book)
        return book

    def new(self) -> Any:
        book = self.excel.model.add_workbook()
        book.extras = BookExtras()
        return book

    def call_Workbooks_Open(self, _books: Any, path: Any, *others: Any) -> Any:  # noqa: N802
        book = self.open(Path(str(path)))
        book.extras.states["ReadOnly"] = len(others) > 1 and others[1] is True
        return book

    def call_Workbook_SaveCopyAs(self, book: Any, path: Any) -> object:  # noqa: N802
        save_copy(book, Path(str(path)))
        return EMPTY

    def call_Workbook_SaveAs(self, book: Any, Filename: Any, **_named: Any) -> object:  # noqa: N802, N803
        path = Path(str(Filename))
        if not hasattr(book, "extras"):
            book.extras = BookExtras()
        save_copy(book, path)
        book.name, book.path, book.saved = path.name, str(path.parent), True
        return EMPTY

    def call_Workbook_LinkSources(self, book: Any, _kind: Any) -> object:  # noqa: N802
        found = {
            match
            for sheet in book.sheets_
            for cell in sheet.cells_.values()
            for match in re.findall(r"\[([^\]]+)\]", cell.formula or "")
        }
        return tuple(sorted(found)) if found else EMPTY

    def call_Workbook_ExportAsFixedFormat(self, _book: Any, **named: Any) -> object:  # noqa: N802
        path = Path(str(named["Filename"]))
        path.write_bytes(b"%PDF-1.7\n")
        self.pdfs.append(path)
        return EMPTY

    # -- sheets

    def set_Worksheet_Name(self, sheet: Any, name: Any) -> None:  # noqa: N802
        was = sheet.name
        sheet._set_name(name)
        for entry in sheet.book.names_.entries:
            scope, bare = split_sheet(entry.name)
            if scope.casefold() == was.casefold():
                entry.name = f"{quote_sheet(sheet.name)}!{bare}"
        replace_sheet(sheet.book, was, sheet.name)

    def call_Worksheet_Delete(self, sheet: Any) -> object:  # noqa: N802
        book = sheet.book
        if sheet.visible == 2:
            raise error(1004, "Delete method of Worksheet class failed")
        if sum(one.visible == -1 for one in book.sheets_ if one is not sheet) == 0:
            raise error(1004, "A workbook must contain at least one visible worksheet")
        active = book.active_sheet
        sheet.Delete()
        book.names_.entries = [
            entry for entry in book.names_.entries if split_sheet(entry.name)[0].casefold() != sheet.name.casefold()
        ]
        replace_sheet(book, sheet.name, None)
        book.active_sheet_index = book.sheets_.index(active) if active in book.sheets_ else 0
        sheet.invalidated = True
        return True

    def call_Worksheet_Copy(self, sheet: Any, Before: Any = MISSING, After: Any = MISSING) -> object:  # noqa: N802, N803
        return self.copy_group([sheet], Before, After)

    def copy_group(self, sheets: list[Any], before: Any, after: Any) -> object:
        """Copy sheets at once: formulas between them lead from copy to copy, others into the other workbook."""
        names: dict[str, str] = {}
        copies = []
        group = {sheet.name.casefold() for sheet in sheets}
        anchor = after
        if any(sheet.visible == 2 for sheet in sheets):
            raise error(1004, "Copy method of Sheets class failed")
        for sheet in sheets:
            bare = {name: getattr(sheet, name) for name in ("shapes_", "tables", "validations", "notes", "part_name")}
            sheet.shapes_, sheet.tables, sheet.validations, sheet.notes, sheet.part_name = [], [], [], {}, ""
            old = _sheet_copy.formula
            _sheet_copy.formula = lambda text, source, name, external, group=group: copied_formula(
                text, source, name, external, group
            )
            try:
                _sheet_copy.copy_sheet(sheet, before, anchor)
            finally:
                _sheet_copy.formula = old
                for name, value in bare.items():
                    setattr(sheet, name, value)
            copy = self.excel.model.application.active_book.active_sheet
            copy.notes = {place: replace(note) for place, note in sheet.notes.items()}
            copy.extras = extras(sheet).copied()
            copy.visible = sheet.visible
            names[sheet.name], anchor = copy.name, copy
            copies.append(copy)
        for copy in copies:
            for was, name in names.items():
                replace_in(copy, was, name)
            own = next(was for was, name in names.items() if name == copy.name)
            move_references(extras(copy), own, copy.name)
        return EMPTY

    def get_Worksheet_PageSetup(self, sheet: Any) -> Any:  # noqa: N802
        return extras(sheet).page

    def get_Worksheet_Tab(self, sheet: Any) -> Any:  # noqa: N802
        return extras(sheet).tab

    def get_Worksheet_HPageBreaks(self, sheet: Any) -> Any:  # noqa: N802
        made = Collection("HPageBreaks", extras(sheet).breaks)
        made.Add = lambda Before: made.things.append(Bag("HPageBreak", Type=-4135, Location=Before))  # type: ignore[attr-defined]  # noqa: N803
        return made

    def call_Worksheet_ResetAllPageBreaks(self, sheet: Any) -> object:  # noqa: N802
        extras(sheet).breaks.clear()
        return EMPTY

    def call_Worksheet_ChartObjects(self, sheet: Any) -> Any:  # noqa: N802
        return Collection("ChartObjects", [chart_object(chart) for chart in extras(sheet).charts])

    def get_Worksheet_Shapes(self, sheet: Any) -> Any:  # noqa: N802
        charts = extras(sheet).charts
        shapes = []
        for chart in charts:
            shape = Bag("Shape")
            shape.Delete = lambda chart=chart: charts.remove(chart)  # type: ignore[attr-defined]
            shapes.append(shape)
        return Collection("Shapes", shapes)

    # -- ranges of whole sheets

    def get_Range_FormatConditions(self, cells: Any) -> Any:  # noqa: N802
        found = Bag("FormatConditions", Count=extras(cells.sheet).rules)
        found.Delete = lambda: setattr(extras(cells.sheet), "rules", 0)  # type: ignore[attr-defined]
        return found

    def get_Range_SparklineGroups(self, cells: Any) -> Any:  # noqa: N802
        lines = extras(cells.sheet).sparklines
        groups = []
        for place, data in enumerate(lines):
            group = Bag("SparklineGroup", SourceData=data)
            group.ModifySourceData = lambda text, place=place: lines.__setitem__(place, text)  # type: ignore[attr-defined]
            groups.append(group)
        made = Collection("SparklineGroups", groups)
        made.Clear = lines.clear  # type: ignore[attr-defined]
        return made

    def call_Range_Clear(self, cells: Any) -> object:  # noqa: N802
        if not _is_whole(cells):
            return cells.Clear()
        sheet = cells.sheet
        sheet.cells_.clear()
        sheet.notes.clear()
        sheet.hyperlinks.clear()
        sheet.merged_areas.clear()
        sheet.shape_changed()
        return EMPTY

    def call_Range_Copy(self, cells: Any, Destination: Any = MISSING) -> object:  # noqa: N802, N803
        if not _is_whole(cells):
            return cells.Copy(Destination)
        source, sheet = cells.sheet, Destination.sheet
        sheet.cells_.update({place: replace(cell, stale=bool(cell.formula)) for place, cell in source.cells_.items()})
        sheet.notes.update({place: replace(note) for place, note in source.notes.items()})
        sheet.merged_areas = [Area(a.top, a.left, a.bottom, a.right, sheet.name) for a in source.merged_areas]
        sheet.dims = source.dims.copied(sheet)
        _hyperlinks_copied(source, sheet)
        came = extras(source).copied()
        own = extras(sheet)
        own.charts, own.rules, own.sparklines = [*own.charts, *came.charts], came.rules, came.sparklines
        sheet.shape_changed()
        return EMPTY

    def call_Range_Insert(self, cells: Any) -> object:  # noqa: N802
        return _shifted(cells, 1)

    def call_Range_Delete(self, cells: Any) -> object:  # noqa: N802
        return _shifted(cells, -1)

    def call_Range_PasteSpecial(self, cells: Any, Paste: Any = MISSING) -> object:  # noqa: N802, N803
        return EMPTY if Paste == 6 else cells.PasteSpecial(Paste)  # validation: the model pastes formats only

    # -- the application

    def call_Application_GetSaveAsFilename(self, _app: Any, **_named: Any) -> Any:  # noqa: N802
        return self.save_as


def _shifted(cells: Any, by: int) -> object:
    """A whole column inserted or deleted, with the merges that the model does not move."""
    sheet, column = cells.sheet, cells.first.left
    merges, shapes = sheet.merged_areas, sheet.shapes_
    sheet.merged_areas, sheet.shapes_ = [], []
    try:
        done: object = cells.Insert() if by > 0 else cells.Delete()
    finally:
        sheet.shapes_ = shapes
        if by > 0:
            moved = [(a, a.left + (a.left >= column), a.right + (a.right >= column)) for a in merges]
        else:
            moved = [(a, a.left - (a.left > column), a.right - (a.right >= column)) for a in merges]
        sheet.merged_areas = [Area(a.top, left, a.bottom, right, a.sheet) for a, left, right in moved]
    return done


def _is_whole(cells: Any) -> bool:
    return all(area.whole_rows and area.whole_columns for area in cells.areas)


def _hyperlinks_copied(source: Any, sheet: Any) -> None:
    from pyopenvba.apps.excel._hyperlinks import sheet_copied

    sheet.hyperlinks = []
    sheet_copied(source, sheet)
