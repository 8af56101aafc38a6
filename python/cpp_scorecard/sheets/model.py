"""What a sheet holds, as plain frozen data: placed cells, merges, rules, trends and print set-up.

Rows and columns are zero-based everywhere in this package. A report module builds these objects,
and `sheets.render` writes them. A sheet
refuses cells or merges that overlap, so that a layout mistake fails here and not in Excel.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from cpp_scorecard.sheets.area import MAX_COLUMNS, MAX_ROWS, Area, LayoutError, a1, column_letters

if TYPE_CHECKING:  # most sheets have no chart
    from cpp_scorecard.sheets.chart_model import Chart

__all__ = [
    "MAX_COLUMNS",
    "MAX_ROWS",
    "MAX_SHEET_NAME",
    "MAX_TEXT",
    "Area",
    "BookModel",
    "BookProperties",
    "Cell",
    "CellValue",
    "ColumnSpec",
    "ConditionalRule",
    "Formula",
    "LayoutError",
    "Link",
    "NativeTable",
    "PrintSetup",
    "Role",
    "SheetModel",
    "Sparkline",
    "a1",
    "column_letters",
    "now",
]


class Role(StrEnum):
    """What a cell is for. The value is the name of the cell style that gives the role its look."""

    TITLE = "Scorecard Title"
    SUBTITLE = "Scorecard Subtitle"
    SUMMARY = "Scorecard Summary"
    CAUTION = "Scorecard Caution"
    HEADER = "Scorecard Header"
    HEADER_GROUP = "Scorecard Header Group"
    DOMAIN = "Scorecard Domain"
    INDICATOR = "Scorecard Indicator"
    TEXT = "Scorecard Text"
    CENTRED = "Scorecard Centred"
    FIGURE = "Scorecard Figure"
    LATEST = "Scorecard Latest"
    DIRECTION = "Scorecard Direction"
    MISSING = "Scorecard Missing"
    FOOTNOTE = "Scorecard Footnote"
    WORKING = "Scorecard Working"
    LINK = "Scorecard Link"
    HEADING = "Scorecard Heading"
    BODY = "Scorecard Body"
    RED = "Scorecard Red"
    AMBER = "Scorecard Amber"
    GREEN = "Scorecard Green"
    BETTER = "Scorecard Better"
    WORSE = "Scorecard Worse"
    SAME = "Scorecard Same"


MAX_TEXT = 32_767
MAX_SHEET_NAME = 31
MAX_TIP = 255
MAX_HEADER = 255
"""Characters in the header of a table's column ("Excel specifications and limits", Microsoft)."""
_TABLE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]{0,254}")
_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}\d+|[RrCc]|[Rr]\d*[Cc]\d*")


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula with the value it has now, so that the file is right before any recalculation."""

    text: str
    """The formula, starting with ``=``; functions by their English names, arguments by commas."""
    cached: float | str
    """The value that the formula gives for the cells as written."""
    spilled: tuple[tuple[float | str, ...], ...] = ()
    """The rows of values of a formula that fills several cells; the first is `cached`. Empty for a single cell."""


CellValue = str | int | float | bool | dt.date | Formula | None


def now(value: CellValue) -> str | int | float | bool | dt.date | None:
    """What a cell shows when the file is opened: a formula's cached value, anything else as it is."""
    return value.cached if isinstance(value, Formula) else value


@dataclass(frozen=True, slots=True)
class Link:
    """Where a cell leads: ``internal:'Sheet'!A1`` or ``external:file.xlsx#'Sheet'!A1``."""

    target: str
    tip: str = ""

    @classmethod
    def to_file(cls, place: str, tip: str, at: str = "") -> Link:
        """A link to a file, or to the cell `at` of a workbook; a longer `tip` than Excel can hold is cut."""
        escaped = place.replace("%", "%25").replace("#", "%23").replace("?", "%3F")
        return cls(f"external:{escaped}" + (f"#{at}" if at else ""), tip[:MAX_TIP])


@dataclass(frozen=True, slots=True)
class Cell:
    """One placed cell. A merge takes the cell at its top left corner."""

    row: int
    column: int
    value: CellValue
    role: Role
    number_format: str | None = None
    note: str | None = None
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class ConditionalRule:
    """A live rule: where `formula` holds (written for the top left cell of the first area), `role` shows.

    The look is the fill and font of the role's style; `number_format` replaces the cell's own, which
    is how a rating's letter appears beside the figure without being typed anywhere.
    """

    areas: tuple[Area, ...]
    formula: str
    role: Role
    number_format: str | None = None


@dataclass(frozen=True, slots=True)
class Sparkline:
    """A line drawn in one cell over a row of cells of the same sheet."""

    row: int
    column: int
    source: Area


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """Width (in characters, as Excel counts them) and outline of one column."""

    column: int
    width: float
    outline_level: int = 0
    collapsed: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class PrintSetup:
    """How a sheet goes on paper. `paper` is Excel's number: 8 is A3, 9 is A4."""

    area: Area
    landscape: bool = True
    paper: int = 8
    pages_wide: int = 1
    repeat_rows: tuple[int, int] | None = None
    breaks_before_rows: tuple[int, ...] = ()
    header: str = ""
    footer: str = ""
    centred: bool = True
    margins: tuple[float, float, float, float] = (0.4, 0.4, 0.6, 0.5)
    """Left, right, top and bottom, in inches."""


@dataclass(frozen=True, slots=True)
class NativeTable:
    """Cells that Excel knows as a table: its first row is the header. `name` is what formulas and readers call it."""

    name: str
    area: Area
    alternative: str = ""
    """What the table is about, for those who cannot see it."""


@dataclass(frozen=True, slots=True)
class SheetModel:
    """One worksheet, complete. `key` never changes and names the sheet to the product; `name` is its tab."""

    key: str
    name: str
    cells: tuple[Cell, ...]
    print_setup: PrintSetup
    merges: tuple[Area, ...] = ()
    columns: tuple[ColumnSpec, ...] = ()
    row_heights: tuple[tuple[int, float], ...] = ()
    rules: tuple[ConditionalRule, ...] = ()
    sparklines: tuple[Sparkline, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[NativeTable, ...] = ()
    freeze: tuple[int, int] | None = None
    """First row and column that scroll."""
    filtered: Area | None = None
    """Cells that a reader can filter and sort by the buttons in their first row."""
    zoom: int = 100
    show_gridlines: bool = False
    logo_at: tuple[int, int] | None = None
    """Where the style template's logo goes, when it has one."""

    def __post_init__(self) -> None:
        """Refuse anything that Excel would repair or that would hide something else."""
        if not self.name or len(self.name) > MAX_SHEET_NAME or set(self.name) & set("[]:*?/\\"):
            raise LayoutError(f"{self.name!r} cannot be the name of a worksheet")
        if self.name[0] == "'" or self.name[-1] == "'" or self.name.casefold() == "history":
            raise LayoutError(f"{self.name!r} cannot be the name of a worksheet")
        placed = _placed(self.name, self.cells)
        covered: dict[tuple[int, int], Area] = {}
        for merge in self.merges:
            corner = (merge.first_row, merge.first_column)
            for where in merge.cells():
                if where in covered:
                    raise LayoutError(f"{self.name}: merges {covered[where].a1} and {merge.a1} overlap")
                if where != corner and where in placed:
                    raise LayoutError(f"{self.name}!{a1(*where)} would be hidden by the merge {merge.a1}")
                covered[where] = merge
            if corner not in placed:
                raise LayoutError(f"{self.name}: the merge {merge.a1} has no cell at its corner")
        shown = {where: now(cell.value) for where, cell in placed.items()} if self.charts or self.tables else {}
        if self.charts:
            from cpp_scorecard.sheets.chart_model import check_charts

            check_charts(self.name, self.charts, shown, covered)
        for table in self.tables:
            _check_table(self.name, table, shown, covered)


def _placed(sheet: str, cells: tuple[Cell, ...]) -> dict[tuple[int, int], Cell]:
    """The cells by row and column; refused where two are in one place, or one cannot be as it is."""
    placed = {(cell.row, cell.column): cell for cell in cells}
    if len(placed) < len(cells):
        twice = next(cell for cell in cells if placed[cell.row, cell.column] is not cell)
        raise LayoutError(f"{sheet}!{a1(twice.row, twice.column)} is placed twice")
    for (row, column), cell in placed.items():
        if not (0 <= row < MAX_ROWS and 0 <= column < MAX_COLUMNS):
            Area(row, column, row, column)  # says what is wrong with the place
        value = cell.value
        if isinstance(value, str):
            if len(value) > MAX_TEXT:
                raise LayoutError(f"{sheet}!{a1(row, column)} holds more text than a cell can")
        elif isinstance(value, Formula) and value.spilled:
            _check_spill(sheet, placed, cell, value)
    return placed


def _check_spill(sheet: str, placed: Mapping[tuple[int, int], Cell], cell: Cell, formula: Formula) -> None:
    """Refuse a formula whose results would meet something else: Excel shows #SPILL! for all of them."""
    row, column, results = cell.row, cell.column, formula.spilled
    if {len(line) for line in results} != {len(results[0])} or results[0][:1] != (formula.cached,):
        raise LayoutError(f"{sheet}!{a1(row, column)}: the results do not make a block")
    for where in Area(row, column, row + len(results) - 1, column + len(results[0]) - 1).cells():
        if where != (row, column) and where in placed:
            raise LayoutError(f"{sheet}!{a1(*where)} is in the way of the results of {a1(row, column)}")


def _check_table(
    sheet: str, table: NativeTable, shown: Mapping[tuple[int, int], object], merged: Mapping[tuple[int, int], Area]
) -> None:
    """Refuse a table that Excel would repair: merged cells, no row, or headers that are not texts of their own."""
    here, area = f"{sheet}: the table {table.name}", table.area
    if not _TABLE_NAME.fullmatch(table.name) or _LIKE_A_CELL.fullmatch(table.name):
        raise LayoutError(f"{here} has a name that Excel does not take")
    if area.last_row <= area.first_row:
        raise LayoutError(f"{here} has no row under its header")
    inside = next((where for where in area.cells() if where in merged), None)
    if inside is not None:
        raise LayoutError(f"{here}: {a1(*inside)} is merged")
    headers = [shown.get((area.first_row, column)) for column in range(area.first_column, area.last_column + 1)]
    texts = [header.casefold() for header in headers if isinstance(header, str) and header.strip()]
    if len(set(texts)) != len(headers):
        raise LayoutError(f"{here}: not every column has a header of its own")
    if any("\n" in text for text in texts) or max(map(len, texts)) > MAX_HEADER:
        raise LayoutError(f"{here}: a header is longer than one line of {MAX_HEADER} characters")


@dataclass(frozen=True, slots=True)
class BookProperties:
    """Document properties. `created` comes from the data, never from the clock."""

    title: str
    subject: str = ""
    author: str = ""
    created: dt.datetime = field(default=dt.datetime(2000, 1, 1))
    language: str = ""
    """The language of the texts, such as `en-GB`; empty where the file does not say."""


@dataclass(frozen=True, slots=True)
class BookModel:
    """Worksheets in order and the properties of the file."""

    sheets: tuple[SheetModel, ...]
    properties: BookProperties

    def __post_init__(self) -> None:
        """Refuse two sheets, or two tables, that Excel would give the same name."""
        names = [sheet.name.casefold() for sheet in self.sheets]
        if len(set(names)) != len(names):
            raise LayoutError("two sheets have the same name")
        tables = [table.name.casefold() for sheet in self.sheets for table in sheet.tables]
        if len(set(tables)) != len(tables):
            raise LayoutError("two tables have the same name")
