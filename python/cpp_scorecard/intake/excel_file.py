"""`.xlsx` and `.xlsm` into grids, through openpyxl's streaming sheet parser.

openpyxl offers either cells without merges and hidden columns (read-only mode) or the whole workbook with both
(an order of magnitude slower), and in either mode cached values *or* formulas. Its sheet parser sees
all of that in one pass, so this module drives the parser directly; `tests/unit/intake` pins what it relies on.
"""

from __future__ import annotations

import datetime as dt
import io
import warnings
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, iterparse

from openpyxl.cell.text import Text
from openpyxl.chartsheet import Chartsheet
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries
from openpyxl.worksheet._reader import COL_TAG, FORMULA_TAG, ROW_TAG, VALUE_TAG, WorkSheetParser
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

from cpp_scorecard.core.colours import resolve, theme_palette
from cpp_scorecard.core.errors import Refused
from cpp_scorecard.core.ownership import SHEET_MARK
from cpp_scorecard.intake.grid import CellKind, Grid, GridCell, MergedArea
from cpp_scorecard.intake.long_rows import KeptPart, LongRows, plain_sheet, read_long_rows
from cpp_scorecard.intake.watched_package import WatchedZip, as_transitional, check_package

ROWS_WITHOUT_HEADER = 2_000
CELLS_WITHOUT_HEADER = 100_000
"""How far a sheet is read that shows no header of ours: the lists of children beside the indicators can be long."""
MOST_MERGES = 100_000
MOST_SHEETS = 500
_LAST_COLUMN = 16_384
_STRING_TAG, _TEXT_TAG = f"{{{SHEET_MAIN_NS}}}si", f"{{{SHEET_MAIN_NS}}}t"
_CELL_TAG = f"{{{SHEET_MAIN_NS}}}c"
_MERGE_TAG = f"{{{SHEET_MAIN_NS}}}mergeCell"
_BESIDE_CELLS = frozenset(
    f"{{{SHEET_MAIN_NS}}}{name}"
    for name in ("brk", "cfRule", "conditionalFormatting", "dataValidation", "ext", "hyperlink", "protectedRange")
)
"""What a sheet may have thousands of and holds no figures."""


class _WorkbookReader(ExcelReader):
    """openpyxl's reader, which leaves out what lies on chart sheets."""

    def read_strings(self) -> None:
        """The texts that cells share. Most are plain, and are taken without building openpyxl's model of a rich one."""
        package: Any = self.package
        part = package.find(SHARED_STRINGS)
        if part is None:
            return
        texts: list[str] = []
        with self.archive.open(part.PartName[1:]) as source:
            for _, node in iterparse(source):
                if node.tag == _STRING_TAG:
                    plain = len(node) == 1 and node[0].tag == _TEXT_TAG
                    text = (node[0].text or "") if plain else _rich_text(node)
                    texts.append(text.replace("x005F_", ""))  # as openpyxl does
                    node.clear()
        self.shared_strings = texts

    def read_worksheets(self) -> None:
        """The sheets, each of which is looked into at once: so that there must not be thousands."""
        if len(self.parser.sheets) > MOST_SHEETS:
            raise Refused(
                f"The workbook has {len(self.parser.sheets):,} sheets, and at most {MOST_SHEETS} can be read.",
                "Move those that hold no indicators to a workbook of their own.",
            )
        super().read_worksheets()

    def read_chartsheet(self, sheet: Any, rel: Any) -> None:
        """A sheet without cells holds its place among the sheets, by which names belong to them."""
        book: Any = self.wb
        empty: Any = Chartsheet()
        empty._parent = book
        empty.title = sheet.name
        book._add_sheet(empty)


def _rich_text(node: Any) -> str:
    text: Any = Text.from_tree(node)
    return str(text.content)


class _SheetParser(WorkSheetParser):
    """openpyxl's parser, which also says which cells are formulas and skips what is not read."""

    merges: list[MergedArea]

    def parse(self) -> Generator[Any, None, None]:
        """The rows, one by one; of what stands beside them the merges and the columns are kept, and nothing else.

        Raises ValueError for a merge that is no range, and for more of them than a sheet can sanely have.
        """
        self.merges = []
        element: Any
        for _, element in iterparse(self.source):
            tag = element.tag
            if tag in (VALUE_TAG, _CELL_TAG):
                continue  # nearly all there is; a row still has them when it ends
            if tag == ROW_TAG:
                row = self.parse_row(element)
                element.clear()
                yield row
            elif tag == COL_TAG:
                self.parse_column_dimensions(element)
                element.clear()
            elif tag == _MERGE_TAG:
                self.merges.append(_merged(element.get("ref", "")))
                element.clear()
                if len(self.merges) > MOST_MERGES:
                    raise ValueError("more merges than a sheet can have")
            elif tag in _BESIDE_CELLS:
                element.clear()

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


def _merged(reference: str) -> MergedArea:
    """The area of a reference such as ``B4:D4``; ValueError when it is none."""
    first_column, first_row, last_column, last_row = (bound or 0 for bound in range_boundaries(reference))
    if not 0 < first_column <= last_column or not 0 < first_row <= last_row:
        raise ValueError(f"{reference} is no area of cells")
    return MergedArea(first_row - 1, first_column - 1, last_row - 1, last_column - 1)


def _hidden_columns(dimensions: Iterable[dict[str, Any]]) -> frozenset[int]:
    """The hidden columns, each looked at once however often it is listed."""
    hidden: set[int] = set()
    reached = 0
    for first, last in sorted((int(a["min"]), int(a["max"])) for a in dimensions if _is_true(a.get("hidden"))):
        last_here = min(last, _LAST_COLUMN)
        hidden.update(range(max(first, reached + 1) - 1, last_here))
        reached = max(reached, last_here)
    return frozenset(hidden)


def read_excel(
    path: Path,
    *,
    fills: bool = False,
    reports: bool = True,
    lists: bool = True,
    heads_table: Callable[[Sequence[GridCell]], bool] = lambda _: True,
    heads_long_list: Callable[[Sequence[GridCell]], bool] = lambda _: False,
) -> list[Grid]:
    """Every worksheet of the workbook at `path`, in order; chart sheets hold no cells and are left out.

    With `fills`, cells carry the colour of their own fill. A sheet without any row that `heads_table` takes for a
    header is read for its first rows only; under one that `heads_long_list` knows there may be many. Without
    `reports`, sheets that this product made are left out: what it writes is never read back as the council's. Without
    `lists`, the rows of long lists are not read.
    Raises Refused for anything that is not a readable workbook.
    """
    strict = check_package(path)
    heads = _Heads(heads_table, heads_long_list, reads_lists=lists)
    try:
        # Given a path, openpyxl leaves the file open (on Windows, locked) when it gives up on it.
        with warnings.catch_warnings(), path.open("rb") as file:
            warnings.simplefilter("ignore")
            content = as_transitional(path) if strict else file
            reader = _WorkbookReader(content, read_only=True, data_only=True, keep_links=False)
            reader.archive = WatchedZip(content, path.name)
            reader.read()
            book = reader.wb
            try:
                palette = theme_palette(book.loaded_theme) if fills else ()
                sheets = [s for s in book.worksheets if reports or SHEET_MARK not in s.defined_names]
                made_here = len(book.worksheets) - len(sheets)
                grids = [
                    _read_sheet(book, sheet, palette, heads, None if strict else path, fills=fills) for sheet in sheets
                ]
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


@dataclass(frozen=True, slots=True)
class _Heads:
    """What tells the headers that matter."""

    table: Callable[[Sequence[GridCell]], bool]
    long_list: Callable[[Sequence[GridCell]], bool]
    reads_lists: bool
    """Whether the rows below the header of a long list are read at all."""


def _read_sheet(
    book: Any,
    sheet: Any,
    palette: tuple[str, ...],
    heads: _Heads,
    path: Path | None,
    *,
    fills: bool,
) -> Grid:
    """One sheet; the rows of a list of children by the quick way, where `path` is a file that can be read so."""
    cells: dict[tuple[int, int], GridCell] = {}
    formats: dict[int, str] = {}
    colours: dict[int, str | None] = {}
    has_header = is_cut = False
    rows = 0
    long: LongRows | None = None
    with sheet._get_source() as part:
        source = KeptPart(part)
        parser = _parser(book, sheet, source)
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
            if not has_header and heads.table(of_row):
                has_header = True
                if heads.long_list(of_row):
                    part.expect_long_list()
                    plain = plain_sheet(source.whole()) if path else None
                    if plain and not heads.reads_lists:
                        break
                    long = read_long_rows(path, sheet.title, plain, parser.row_counter) if path and plain else None
                    if plain and long:
                        parser = _parser(book, sheet, io.BytesIO(plain.beside_rows), parser)
                        for _ in parser.parse():
                            pass
                        break
                source.forget()
            rows += 1
            if not has_header and (rows >= ROWS_WITHOUT_HEADER or len(cells) > CELLS_WITHOUT_HEADER):
                is_cut = True
                break
        return Grid(
            sheet=sheet.title,
            cells=cells,
            merges=tuple(parser.merges),
            hidden_rows=_hidden_rows(parser) | (long.hidden if long else frozenset()),
            hidden_columns=_hidden_columns(parser.column_dimensions.values()),
            is_hidden=sheet.sheet_state != "visible",
            is_cut=is_cut,
            long=long,
        )


def _parser(book: Any, sheet: Any, source: Any, begun: _SheetParser | None = None) -> _SheetParser:
    """A parser of one part; with `begun` of the rest of a part whose rows above were parsed already."""
    parser = _SheetParser(
        source,
        sheet._shared_strings,
        data_only=True,
        epoch=book.epoch,
        date_formats=book._date_formats,
        timedelta_formats=book._timedelta_formats,
    )
    if begun:
        parser.row_dimensions = begun.row_dimensions
    return parser


def _hidden_rows(parser: _SheetParser) -> frozenset[int]:
    return frozenset(int(r) - 1 for r, a in parser.row_dimensions.items() if _is_true(a.get("hidden")))


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
