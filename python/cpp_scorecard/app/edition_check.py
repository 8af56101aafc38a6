"""The check of an edition before it takes its place: read back from disk, it holds what it should and nothing else.

A finished file cannot be searched for a suppressed 3, because a 3 stands in many places. So the check is the other way
round: every number and text in a file must be in sight, as the disclosed card shows it. Whatever hides (sheets, rows,
columns, names, comments, links, the numbers that a chart keeps beside its cells, decimals that no format shows,
properties) is refused, whatever it says.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import etree

from cpp_scorecard.core.errors import ScorecardError
from cpp_scorecard.core.number_formats import shown_as
from cpp_scorecard.core.rounding import comparable, round_half_away
from cpp_scorecard.sheets.model import SheetModel, a1, now

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(core|app)\.xml|xl/(workbook|styles|sharedStrings|metadata)\.xml"
    r"|xl/theme/theme\d+\.xml|xl/worksheets/sheet\d+\.xml|xl/(worksheets/|drawings/|charts/)?_rels/[a-z]+\d*\.xml\.rels"
    r"|xl/drawings/drawing\d+\.xml|xl/charts/chart\d+\.xml|xl/tables/table\d+\.xml|xl/media/image\d+\.(png|jpe?g|gif)"
)
"""All that a published workbook is made of: no comments, printer settings, links, queries, embedded or own parts."""
_ODS_PARTS = re.compile(
    r"mimetype|(content|styles|meta|settings|manifest)\.(xml|rdf)|META-INF/manifest\.xml|Thumbnails/thumbnail\.png"
    r"|Pictures/[^/]+|Configurations2/([^/]+/)*[^/]*|Object [^/]+/.*|ObjectReplacements/[^/]+"
)
_REFERENCE = re.compile(r"'((?:[^'\n]|''){1,31})'!\$?[A-Z]{1,3}\$?\d+")
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_TEXTS = (".html", ".css", ".csv", ".json", ".svg", ".txt", ".md", ".xml")


class EditionUnsound(ScorecardError):
    """What was made is not what it should be, and nothing was published."""

    def __init__(self, file: str, found: str) -> None:
        super().__init__(
            f"The edition was not published: {file} {found}.", "Please report this with the words of this message."
        )


def check_edition(folder: Path, files: Mapping[str, bytes], sheets: Mapping[str, Iterable[SheetModel]]) -> None:
    """Raise EditionUnsound unless `folder` holds exactly `files` and each holds only what may be seen.

    `sheets` are what the workbooks among them, by name, were rendered from.
    """
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    for name in sorted(there ^ set(files)):
        raise EditionUnsound(name, "is missing" if name in files else "was not made by this run")
    for name, content in files.items():
        if (folder / name).read_bytes() != content:
            raise EditionUnsound(name, "is not on disk as it was made")
        ending = posixpath.splitext(name)[1].lower()
        if ending == ".xlsx":
            check_workbook(name, content, sheets.get(name))
        elif ending == ".ods":
            _check_parts(name, content, _ODS_PARTS)
        elif ending in _TEXTS:
            _check_references(name, content.decode("utf-8"), ())


def check_workbook(name: str, content: bytes, sheets: Iterable[SheetModel] | None) -> None:
    """Raise EditionUnsound where the workbook hides anything, or is not the `sheets` that it was rendered from."""
    from openpyxl import load_workbook

    parts = _check_parts(name, content, _PARTS)
    book = load_workbook(io.BytesIO(content))
    _check_nothing_hides(name, book)
    names = [sheet.title for sheet in book.worksheets]
    for part, data in parts.items():
        if part.endswith((".xml", ".rels")):
            _check_references(f"{name} ({part})", data.decode("utf-8"), names)
            if b'TargetMode="External"' in data:
                raise EditionUnsound(name, f"has a link out of the file in {part}")
    in_sight = {_known(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
    for part, data in parts.items():
        if part.startswith("xl/charts/chart"):
            _check_chart(name, part, data, in_sight)
    if sheets is not None:
        _check_cells(name, book, tuple(sheets))


def _check_parts(name: str, content: bytes, allowed: re.Pattern[str]) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {info.filename: package.read(info) for info in package.infolist() if not info.is_dir()}
        if package.comment or len(parts) != sum(not info.is_dir() for info in package.infolist()):
            raise EditionUnsound(name, "has a comment in its package, or a part twice")
    for part in parts:
        if not allowed.fullmatch(part):
            raise EditionUnsound(name, f"has the part {part}, which no published file needs")
    return parts


def _check_nothing_hides(name: str, book: Workbook) -> None:
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            raise EditionUnsound(name, f"has a hidden sheet, {sheet.title}")
        hidden = [dimension for dimension in sheet.column_dimensions.values() if dimension.hidden]
        if hidden or any(dimension.hidden for dimension in sheet.row_dimensions.values()):
            raise EditionUnsound(name, f"has hidden rows or columns in {sheet.title}")
        for row in sheet.iter_rows():
            for cell in row:
                if cell.comment is not None:
                    raise EditionUnsound(name, f"has a note at {sheet.title}!{cell.coordinate}")
                if cell.data_type == "f":
                    raise EditionUnsound(name, f"has a formula at {sheet.title}!{cell.coordinate}")
                if _has_more_than_it_shows(cell.value, str(cell.number_format)):
                    raise EditionUnsound(name, f"has decimals that it does not show at {sheet.title}!{cell.coordinate}")
    every = [*book.defined_names.values(), *(n for sheet in book.worksheets for n in sheet.defined_names.values())]
    for defined in every:
        if defined.hidden:
            raise EditionUnsound(name, f"has the hidden name {defined.name}")
    properties = book.properties
    said = {properties.lastModifiedBy, properties.creator} - {None}
    if len(said) > 1 or any((properties.keywords, properties.category, properties.description)):
        raise EditionUnsound(name, "has properties that nobody gave it")


def _has_more_than_it_shows(value: Any, number_format: str) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    percent, decimals = shown_as(number_format)
    if decimals is None:
        decimals = 0 if number_format != "General" else 4
    shown = round_half_away(comparable(float(value)), decimals + (2 if percent else 0))
    return comparable(shown - float(value)) != 0


def _known(value: Any) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return repr(comparable(float(value)))
    return "" if value is None else str(value)


def _check_chart(name: str, part: str, content: bytes, in_sight: set[str]) -> None:
    """The numbers and texts that a chart keeps are those of cells that can be seen."""
    root = etree.fromstring(content)
    for cache in (*root.iter(f"{_CHART}numCache"), *root.iter(f"{_CHART}strCache")):
        for held in cache.iter(f"{_CHART}v"):
            text = held.text or ""
            value = repr(comparable(float(text))) if cache.tag.endswith("numCache") else text
            if value not in in_sight:
                raise EditionUnsound(name, f"keeps a figure in {part} that no cell shows")


def _check_references(file: str, text: str, sheets: Iterable[str]) -> None:
    """No reference to a cell of another workbook: the council's has sheets of other names."""
    known = {_folded(sheet) for sheet in sheets}
    for found in _REFERENCE.finditer(text.replace("&apos;", "'").replace("&#39;", "'").replace("&#x27;", "'")):
        if _folded(found[1].replace("''", "'")) not in known:
            raise EditionUnsound(file, f"names a cell of the council's workbook ({found[0]})")


def _folded(sheet: str) -> str:
    return sheet.replace("&amp;", "&").casefold()


def _check_cells(name: str, book: Workbook, sheets: tuple[SheetModel, ...]) -> None:
    """The cells are those of the sheets, each with its value, and there are no others."""
    if [sheet.title for sheet in book.worksheets] != [sheet.name for sheet in sheets]:
        raise EditionUnsound(name, "has other sheets than were made")
    for sheet, model in zip(book.worksheets, sheets, strict=True):
        wanted = {(cell.row, cell.column): _known(now(cell.value)) for cell in model.cells}
        there = dict(_values(sheet))
        for place in sorted(set(wanted) | set(there)):
            if there.get(place, "") != wanted.get(place, ""):
                raise EditionUnsound(name, f"does not have in {model.name}!{a1(*place)} what was made")


def _values(sheet: Any) -> Iterator[tuple[tuple[int, int], str]]:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None:
                yield (cell.row - 1, cell.column - 1), _known(cell.value)
