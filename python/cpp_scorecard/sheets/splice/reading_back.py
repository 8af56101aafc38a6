"""Our sheets as they stand in the spliced workbook, beside what was rendered.

What is entered in each cell, and how it is formatted, is compared as it is written. What another reader makes of
the sheets is compared as well: calamine, which has no part in the making of them.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook

from cpp_scorecard.sheets.model import a1
from cpp_scorecard.sheets.splice.our_sheets import OurSheets
from cpp_scorecard.sheets.splice.ownership import owned_sheets
from cpp_scorecard.sheets.splice.references import SheetNames
from cpp_scorecard.sheets.splice.relationships import main_part
from cpp_scorecard.sheets.splice.workbook_index import WorkbookIndex
from cpp_scorecard.sheets.splice.written_cells import (
    NotOurs,
    WrittenCell,
    differ_in_number,
    entered,
    shown,
    under_names,
)

if TYPE_CHECKING:
    from cpp_scorecard.sheets.splice.package import Package

_MOST_SHOWN = 60
_ESCAPED = "x005F_"


def cells_that_differ(staged: Package, rendered: Package, sheets: Mapping[str, str] | None) -> Iterator[str]:
    """Cells of our sheets whose value, formula or number format is not the rendered one, one line each.

    The council's sheets are left out, so that neither their size nor what a reader makes of them plays a part.
    """
    source, index = _index(rendered), _index(staged)
    wanted = sheets or source.keyed_sheets()
    owned = owned_sheets(index.marked(), wanted).sheets
    ours = OurSheets.of(staged, index, {key: owned[key].name for key in wanted if key in owned}, with_texts=False)
    lacking = [name for key, name in wanted.items() if key not in ours.parts]
    if lacking:
        yield f'the sheet "{lacking[0]}" is not there'
        return
    theirs = OurSheets.of(rendered, source, wanted, with_texts=True)
    yield from _written_otherwise(theirs, ours)
    yield from _read_otherwise(theirs, ours)


def _index(package: Package) -> WorkbookIndex:
    main = main_part(package)
    return WorkbookIndex(package.read(main), main)


def _written_otherwise(rendered: OurSheets, ours: OurSheets) -> Iterator[str]:
    """Cells that are not written as they were rendered.

    Where the two count days from another year, numbers are left to the reader that knows which of them are dates.
    """
    try:
        for part in ours.parts.values():
            expat.ParserCreate().Parse(part, True)
        expected, found = rendered.cells(), ours.cells()
    except (NotOurs, expat.ExpatError) as wrong:
        yield f"a sheet of ours is not what was put there: {wrong}"
        return
    names = SheetNames({name: ours.names[key] for key, name in rendered.names.items()})
    same_days = rendered.dates_from_1904 == ours.dates_from_1904
    for key, name in ours.names.items():
        should_be = expected[key]
        if names:
            should_be = {address: under_names(cell, names) for address, cell in should_be.items()}
        if should_be == found[key]:
            continue
        for address in dict.fromkeys((*should_be, *found[key])):
            should, has = should_be.get(address), found[key].get(address)
            if should != has and (same_days or should is None or has is None or not differ_in_number(should, has)):
                yield f"'{name}'!{address.decode()} is {_said(has, should)} and should be {_said(should, has)}"


def _said(cell: WrittenCell | None, other: WrittenCell | None) -> str:
    """What to say of a cell that differs from another: what is entered, what shows, or how it is formatted."""
    if cell is None:
        return "empty"
    if other is None or entered(cell) != entered(other):
        return entered(cell)[:_MOST_SHOWN]
    return cell[1].number_format if shown(cell) == shown(other) else shown(cell)[:_MOST_SHOWN]


def _read_otherwise(rendered: OurSheets, ours: OurSheets) -> Iterator[str]:
    """Cells in which another reader sees another value than in the rendered ones."""
    try:
        expected, found = _values(rendered, styles=True), _values(ours, styles=True)
    except CalamineError:  # formats that it will have none of; values can be compared without them
        expected, found = _values(rendered, styles=False), _values(ours, styles=False)
    for key, name in ours.names.items():
        if expected[key] == found[key]:
            continue
        if [len(row) for row in expected[key]] != [len(row) for row in found[key]]:
            yield f'the sheet "{name}" has another size than it should have'
            continue
        for row, (should_be, has) in enumerate(zip(expected[key], found[key], strict=True)):
            for column, (should, value) in enumerate(zip(should_be, has, strict=True)):
                if not _equal(should, value):
                    texts = (repr(one)[:_MOST_SHOWN] for one in (value, should))
                    yield "'{}'!{} is {} and should be {}".format(name, a1(row, column), *texts)


def _values(sheets: OurSheets, *, styles: bool) -> dict[str, list[list[Any]]]:
    """What shows in the cells of each sheet, by key, row and column."""
    with CalamineWorkbook.from_filelike(io.BytesIO(sheets.alone(styles=styles))) as book:
        return {
            key: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for key, name in sheets.names.items()
        }


def _equal(value: Any, found: Any) -> bool:
    if isinstance(value, dt.datetime) and isinstance(found, dt.datetime):
        return abs(value - found) < dt.timedelta(seconds=1)
    if isinstance(value, str) and isinstance(found, str):  # "_x" may be unescaped in the common table of texts only
        return value.replace(_ESCAPED, "") == found.replace(_ESCAPED, "")
    return type(value) is type(found) and bool(value == found)
