"""Our sheets as another reader sees them in the spliced workbook, beside what was rendered."""

from __future__ import annotations

import datetime as dt
import io
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.worksheet._reader import WorkSheetParser

from cpp_scorecard.sheets.model import a1
from cpp_scorecard.sheets.named_styles import archive
from cpp_scorecard.sheets.splice import content_types
from cpp_scorecard.sheets.splice.dialect import to_transitional
from cpp_scorecard.sheets.splice.ownership import owned_sheets
from cpp_scorecard.sheets.splice.package import Package
from cpp_scorecard.sheets.splice.references import SheetNames
from cpp_scorecard.sheets.splice.relationships import NAMESPACE, OFFICE, Relationships, main_part
from cpp_scorecard.sheets.splice.styles import MAIN
from cpp_scorecard.sheets.splice.workbook_index import WorkbookIndex
from cpp_scorecard.sheets.splice.xml_text import Node, fragment

_MOST_SHOWN = 60
_ESCAPED = "x005F_"
_GENERAL = "General"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_STYLES = "xl/styles.xml"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_Cell = tuple[Any, Any, str]
"""What was entered (a value or a formula), what shows (the value, or the formula's result), and the number format."""


def cells_that_differ(staged: bytes, rendered: bytes, sheets: Mapping[str, str] | None) -> Iterator[str]:
    """Cells of our sheets whose value, formula or number format is not the rendered one, one line each.

    openpyxl reads both. The council's sheets are left out of what it reads, so that neither their size nor what
    it makes of them plays a part.
    """
    source, package = Package(rendered), Package(staged)
    wanted = sheets or _index(source).keyed_sheets()
    index = _index(package)
    owned = owned_sheets(index.marked(), wanted).sheets
    listed = [index.sheets[owned[key].place] for key in wanted if key in owned]
    relations = Relationships(package, main_part(package))
    parts = {sheet.name: relation.part for sheet in listed if (relation := relations.get(sheet.relation))}
    lacking = [
        name for key, name in wanted.items() if key not in owned or parts.get(owned[key].name, "") not in package
    ]
    if lacking:
        yield f'the sheet "{lacking[0]}" is not there'
        return
    names = SheetNames({name: owned[key].name for key, name in wanted.items()})
    styles = relations.of_kind("styles")[0].part
    ours = _workbook_of(package, parts, styles, dates_from_1904=index.dates_from_1904)
    with warnings.catch_warnings():  # openpyxl says what it leaves out of workbooks that it only reads
        warnings.simplefilter("ignore")
        compared = _Compared(wanted, {key: owned[key].name for key in wanted}, names)
        try:
            yield from list(compared.differences(rendered, ours, formats=True))
        except (AttributeError, LookupError, TypeError, ValueError):  # formats that openpyxl will have none of
            yield from compared.differences(_without_styles(rendered), _without_styles(ours), formats=False)


@dataclass(frozen=True, slots=True)
class _Compared:
    """Our sheets, by key: their rendered names, their names in use, and the one for the other in formulas."""

    rendered: Mapping[str, str]
    used: Mapping[str, str]
    names: SheetNames

    def differences(self, rendered: bytes, ours: bytes, *, formats: bool) -> Iterator[str]:
        old, new = (load_workbook(io.BytesIO(content), read_only=True) for content in (rendered, ours))
        for key, name in self.rendered.items():
            expected, found = _cells(old[name], formats), _cells(new[self.used[key]], formats)
            for where in dict.fromkeys((*expected, *found)):
                should, has = expected.get(where), found.get(where)
                if not _same(should, has, self.names):
                    texts = ("empty" if cell is None else _shown(cell, should, has) for cell in (has, should))
                    yield "'{}'!{} is {} and should be {}".format(self.used[key], a1(*where), *texts)


def _shown(cell: _Cell, *both: _Cell | None) -> str:
    """What to say of a cell that differs: its result where the two agree on what was entered."""
    entered = {repr(one[0]) for one in both if one is not None}
    return repr(cell[1] if len(entered) == 1 else cell[0])[:_MOST_SHOWN]


class _Reader(WorkSheetParser):
    """openpyxl's parser, which gives either formulas or results, made to give both at one reading."""

    def parse_cell(self, element: Any) -> dict[str, Any]:
        """A cell as openpyxl reads it, with what shows in it under `shown`."""
        cell: dict[str, Any] = super().parse_cell(element)
        cell["shown"] = cell["value"]
        if cell["data_type"] == "f":
            self.data_only, column = True, self.col_counter
            cell["shown"] = super().parse_cell(element)["value"]
            self.data_only, self.col_counter = False, column
        return cell


def _cells(sheet: Any, formats: bool) -> dict[tuple[int, int], _Cell]:
    """Every cell that holds something, by row and column from zero."""
    book = sheet.parent
    number_formats: dict[int, str] = {}
    found: dict[tuple[int, int], _Cell] = {}
    with sheet._get_source() as source:
        reader = _Reader(
            source,
            sheet._shared_strings,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for _, row in reader.parse():
            for cell in row:
                if cell["value"] is None:
                    continue
                style = cell["style_id"]
                if formats and style not in number_formats:
                    number_formats[style] = ReadOnlyCell(sheet, 1, 1, None, style_id=style).number_format or _GENERAL
                where = cell["row"] - 1, cell["column"] - 1
                found[where] = cell["value"], cell["shown"], number_formats[style] if formats else _GENERAL
    return found


def _without_styles(workbook: bytes) -> bytes:
    """The workbook without its styles part: values and formulas can be compared, number formats cannot."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as package:
        return archive({name: package.read(name) for name in package.namelist() if name != _STYLES})


def _same(should: _Cell | None, has: _Cell | None, names: SheetNames) -> bool:
    if should is None or has is None:
        return should is has
    entered = should[0]
    if isinstance(entered, str) and entered.startswith("="):
        entered = names.in_formula(entered)
    return _equal(entered, has[0]) and _equal(should[1], has[1]) and should[2] == has[2]


def _equal(value: Any, found: Any) -> bool:
    if isinstance(value, dt.datetime) and isinstance(found, dt.datetime):
        return abs(value - found) < dt.timedelta(seconds=1)
    if isinstance(value, str) and isinstance(found, str):  # openpyxl unescapes "_x" in the common table of texts only
        return value.replace(_ESCAPED, "") == found.replace(_ESCAPED, "")
    return type(value) is type(found) and bool(value == found)


def _workbook_of(package: Package, parts: Mapping[str, str], styles: str, *, dates_from_1904: bool) -> bytes:
    """A workbook of our sheets as they are in `package` (parts by sheet name), with its styles and count of days.

    The parts have the names that Excel gives them, because openpyxl looks for some of them by name.
    """
    contents = {_STYLES: package.read(styles)}
    contents |= {f"xl/worksheets/sheet{n}.xml": package.read(part) for n, part in enumerate(parts.values(), 1)}
    sheets = [Node("sheet", {"name": name, "sheetId": f"{n}", "r:id": f"rId{n}"}) for n, name in enumerate(parts, 1)]
    workbook = Node(
        "workbook",
        {"xmlns": MAIN, "xmlns:r": OFFICE},
        Node("workbookPr", {"date1904": "1" if dates_from_1904 else "0"}),
        Node("sheets", {}, *sheets),
    )
    kinds = ["styles"] + ["worksheet"] * len(parts)
    targets = {f"rId{n}": (kind, part) for n, (kind, part) in enumerate(zip(kinds, contents, strict=True))}
    types = [_override(part, kind) for kind, part in targets.values()] + [_override("xl/workbook.xml", "sheet.main")]
    rels = Node("Default", {"Extension": "rels", "ContentType": content_types.RELATIONSHIPS})
    return archive(
        {
            "[Content_Types].xml": fragment(Node("Types", {"xmlns": _TYPES}, rels, *types), "").encode(),
            "_rels/.rels": _rels({"rId1": ("officeDocument", "xl/workbook.xml")}),
            "xl/workbook.xml": fragment(workbook, "").encode(),
            "xl/_rels/workbook.xml.rels": _rels(targets),
            **{part: to_transitional(content) for part, content in contents.items()},
        }
    )


def _override(part: str, kind: str) -> Node:
    return Node("Override", {"PartName": f"/{part}", "ContentType": f"{_SPREADSHEET}.{kind}+xml"})


def _rels(targets: Mapping[str, tuple[str, str]]) -> bytes:
    relations = [
        Node("Relationship", {"Id": identifier, "Type": f"{OFFICE}/{kind}", "Target": f"/{part}"})
        for identifier, (kind, part) in targets.items()
    ]
    return fragment(Node("Relationships", {"xmlns": NAMESPACE}, *relations), "").encode()


def _index(package: Package) -> WorkbookIndex:
    main = main_part(package)
    return WorkbookIndex(package.read(main), main)
