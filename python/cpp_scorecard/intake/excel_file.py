"""`.xlsx` and `.xlsm` into grids, through openpyxl's streaming sheet parser.

openpyxl offers either cells without merges and hidden columns (read-only mode) or the whole workbook with both
(an order of magnitude slower), and in either mode cached values *or* formulas. Its sheet parser sees
all of that in one pass, so this module drives the parser directly; `tests/unit/intake` pins what it relies on.
"""

from __future__ import annotations

import datetime as dt
import io
import warnings
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from openpyxl import load_workbook
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.worksheet._reader import FORMULA_TAG, VALUE_TAG, WorkSheetParser

from cpp_scorecard.core.colours import resolve, theme_palette
from cpp_scorecard.core.errors import Refused
from cpp_scorecard.core.ownership import SHEET_MARK
from cpp_scorecard.intake.grid import CellKind, Grid, GridCell, MergedArea

MOST_UNPACKED_BYTES = 1 << 30
MOST_RATIO = 300
RATIO_MATTERS_FROM = 8 << 20
MOST_CELLS = 2_000_000
ROWS_WITHOUT_HEADER = 2_000
CELLS_WITHOUT_HEADER = 100_000
"""How far a sheet is read that shows no header of ours: the lists of children beside the indicators can be long."""
_STRICT_NAMESPACES = {
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/drawingml/main": b"http://schemas.openxmlformats.org/drawingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
}


class _SheetParser(WorkSheetParser):
    """openpyxl's parser, which also says which cells are formulas and skips what is not read."""

    def parse_cell(self, element: Element) -> dict[str, Any]:
        """A cell as openpyxl sees it, marked when it is a formula that was never calculated."""
        try:
            cell: dict[str, Any] = super().parse_cell(element)
        except (ValueError, IndexError, OverflowError):
            cell = self._unreadable(element)
        if cell["value"] is None and element.find(FORMULA_TAG) is not None:
            cached = element.find(VALUE_TAG)
            empty_text = cached is not None and element.get("t") == "str"  # ="" is a result, an empty <v/> is none
            if cached is None or not (cached.text or empty_text):
                cell["data_type"] = "uncalculated"
        return cell

    def _unreadable(self, element: Element) -> dict[str, Any]:
        """A cell whose content is not what its type says: one error, and the rest of the sheet is read."""
        reference = element.get("r")
        if reference:
            self.row_counter, self.col_counter = coordinate_to_tuple(reference)
        content = (element.findtext(VALUE_TAG) or "")[:40]
        return {
            "row": self.row_counter,
            "column": self.col_counter,
            "value": f"unreadable content {content}".rstrip(),
            "data_type": "e",
            "style_id": 0,
        }

    def parse_extensions(self, element: Any) -> None:
        """Extensions (sparklines, slicers) hold no figures."""

    def parse_formatting(self, element: Any) -> None:
        """Conditional formats hold no figures."""

    def parse_sheet_protection(self, element: Any) -> None:
        """Protection does not hinder reading."""


def read_excel(
    path: Path,
    *,
    fills: bool = False,
    reports: bool = True,
    heads_table: Callable[[Sequence[GridCell]], bool] = lambda _: True,
) -> list[Grid]:
    """Every worksheet of the workbook at `path`, in order; chart sheets hold no cells and are left out.

    With `fills`, cells carry the colour of their own fill. A sheet without any row that `heads_table` takes for a
    header is read for its first rows only. Without `reports`, sheets that this product made are left out: what it
    writes is never read back as the council's. Raises Refused for anything that is not a readable workbook.
    """
    strict = _check_package(path)
    try:
        # Given a path, openpyxl leaves the file open (on Windows, locked) when it gives up on it.
        with warnings.catch_warnings(), path.open("rb") as file:
            warnings.simplefilter("ignore")
            book = load_workbook(_as_transitional(path) if strict else file, read_only=True, data_only=True)
            try:
                palette = theme_palette(book.loaded_theme) if fills else ()
                sheets = [s for s in book.worksheets if reports or SHEET_MARK not in s.defined_names]
                made_here = len(book.worksheets) - len(sheets)
                grids = [_read_sheet(book, sheet, palette, heads_table, fills=fills) for sheet in sheets]
            finally:
                book.close()
    except Refused:
        raise
    except Exception as error:  # a third-party parser on a file that may hold anything
        raise Refused(
            f"{path.name} is damaged: it could not be read ({type(error).__name__}).",
            "Open it in Excel, let Excel repair it, save it and try again.",
        ) from error
    if not grids and made_here:
        raise Refused(
            f"{path.name} holds nothing but reports that this tool made.",
            "Name the indicator workbook that they were made from.",
        )
    if not grids:
        raise Refused(
            f"{path.name} has no worksheet that can be read.",
            "Open it in Excel and save it again as an Excel Workbook (.xlsx).",
        )
    return grids


def _check_package(path: Path) -> bool:
    """Refuse what is no workbook or far too large; returns whether the workbook is Strict Open XML."""
    strict = False
    try:
        # Given a path, zipfile leaves the file open when the package's directory is damaged.
        with path.open("rb") as file, zipfile.ZipFile(file) as package:
            entries = package.infolist()
            if "xl/workbook.xml" in package.namelist():
                with package.open("xl/workbook.xml") as part:
                    strict = b"purl.oclc.org/ooxml/" in part.read(4096)
    except Exception as error:  # zipfile raises a dozen kinds on damaged packages
        raise Refused(
            f"{path.name} is not an Excel workbook (the file is no package).",
            "Check that it opens in Excel, then save it as .xlsx.",
        ) from error
    names = {entry.filename for entry in entries}
    if not any(name.endswith("workbook.xml") for name in names):
        raise Refused(f"{path.name} is not an Excel workbook (it has no workbook part).", "Save it as .xlsx in Excel.")
    unpacked = sum(entry.file_size for entry in entries)
    swollen = any(
        e.file_size > RATIO_MATTERS_FROM and e.file_size > MOST_RATIO * max(1, e.compress_size) for e in entries
    )
    if unpacked > MOST_UNPACKED_BYTES or swollen:
        raise Refused(
            f"{path.name} unpacks to {unpacked / 1e6:,.0f} MB, more than any indicator workbook.",
            "Delete unused rows and columns (Ctrl+End shows how far the sheet goes) and save it again.",
        )
    return strict


def _as_transitional(path: Path) -> io.BytesIO:
    """A copy of a Strict workbook under the ordinary names for the same things, which openpyxl knows."""
    copy = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(copy, "w") as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename.endswith((".xml", ".rels")):
                for strict, transitional in _STRICT_NAMESPACES.items():
                    content = content.replace(strict, transitional)
            target.writestr(entry.filename, content)
    copy.seek(0)
    return copy


def _read_sheet(
    book: Any,
    sheet: Any,
    palette: tuple[str, ...],
    heads_table: Callable[[Sequence[GridCell]], bool],
    *,
    fills: bool,
) -> Grid:
    cells: dict[tuple[int, int], GridCell] = {}
    formats: dict[int, str] = {}
    colours: dict[int, str | None] = {}
    has_header = is_cut = False
    rows = 0
    with sheet._get_source() as source:
        parser = _SheetParser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for _, row in parser.parse():
            of_row: list[GridCell] = []
            for raw in row:
                style = raw["style_id"]
                if style not in formats:
                    formats[style] = _number_format(book, style)
                    colours[style] = _fill(book, style, palette) if fills else None
                cell = _cell(raw, formats[style], colours[style])
                if cell is not None:
                    cells[raw["row"] - 1, raw["column"] - 1] = cell
                    of_row.append(cell)
            has_header = has_header or heads_table(of_row)
            rows += 1
            if not has_header and (rows >= ROWS_WITHOUT_HEADER or len(cells) > CELLS_WITHOUT_HEADER):
                is_cut = True
                break
            if len(cells) > MOST_CELLS:
                raise Refused(
                    f"'{sheet.title}' has more than {MOST_CELLS:,} filled cells.",
                    "Move child-level lists to a workbook of their own.",
                )
        merges = parser.merged_cells.mergeCell if parser.merged_cells else []
        return Grid(
            sheet=sheet.title,
            cells=cells,
            merges=tuple(MergedArea(m.min_row - 1, m.min_col - 1, m.max_row - 1, m.max_col - 1) for m in merges),
            hidden_rows=frozenset(int(r) - 1 for r, a in parser.row_dimensions.items() if _is_true(a.get("hidden"))),
            hidden_columns=frozenset(
                column - 1
                for a in parser.column_dimensions.values()
                if _is_true(a.get("hidden"))
                for column in range(int(a["min"]), min(int(a["max"]), 16_384) + 1)
            ),
            is_hidden=sheet.sheet_state != "visible",
            is_cut=is_cut,
        )


def _cell(raw: dict[str, Any], number_format: str, fill: str | None) -> GridCell | None:
    value, kind = raw["value"], raw["data_type"]
    if kind == "uncalculated":
        return GridCell(CellKind.UNCALCULATED, None, number_format, fill)
    if value is None:
        return GridCell(CellKind.EMPTY, None, number_format, fill) if fill else None
    if kind == "e":
        return GridCell(CellKind.ERROR, str(value), number_format, fill)
    if isinstance(value, bool):
        return GridCell(CellKind.BOOLEAN, value, number_format, fill)
    if isinstance(value, int | float):
        return GridCell(CellKind.NUMBER, float(value), number_format, fill)
    if isinstance(value, dt.datetime):
        return GridCell(CellKind.DATE, value, number_format, fill)
    if isinstance(value, dt.date):
        return GridCell(CellKind.DATE, dt.datetime(value.year, value.month, value.day), number_format, fill)
    return GridCell(CellKind.TEXT, str(value), number_format, fill)


def _number_format(book: Any, style: int) -> str:
    from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE

    try:
        number = book._cell_styles[style].numFmtId
        if number < BUILTIN_FORMATS_MAX_SIZE:
            return str(BUILTIN_FORMATS.get(number, "General"))
        return str(book._number_formats[number - BUILTIN_FORMATS_MAX_SIZE])
    except IndexError:  # a style that the workbook does not define looks like General
        return "General"


def _fill(book: Any, style: int, palette: tuple[str, ...]) -> str | None:
    fill = book._fills[book._cell_styles[style].fillId]
    if getattr(fill, "fill_type", None) != "solid":
        return None
    colour = fill.fgColor
    return resolve(
        rgb=colour.rgb if colour.type == "rgb" else None,
        theme=colour.theme if colour.type == "theme" else None,
        tint=colour.tint or 0.0,
        indexed=colour.indexed if colour.type == "indexed" else None,
        palette=palette,
    )


def _is_true(value: str | None) -> bool:
    return value in ("1", "true")
