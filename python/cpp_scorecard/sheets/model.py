"""What a sheet holds, as plain frozen data: placed cells, merges, rules, trends and print set-up.

Rows and columns are zero-based everywhere in this package. A report module builds these objects,
and `sheets.render` writes them. A sheet
refuses cells or merges that overlap, so that a layout mistake fails here and not in Excel.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from cpp_scorecard.sheets.area import MAX_COLUMNS, MAX_ROWS, Area, LayoutError, a1, column_letters
from cpp_scorecard.sheets.chart_model import Chart, ChartSeries, check_charts

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
    "Chart",
    "ChartSeries",
    "ColumnSpec",
    "ConditionalRule",
    "Formula",
    "LayoutError",
    "Link",
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


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula with the value it has now, so that the file is right before any recalculation."""

    text: str
    """The formula, starting with ``=``; functions by their English names, arguments by commas."""
    cached: float | str
    """The value that the formula gives for the cells as written."""


CellValue = str | int | float | bool | dt.date | Formula | None


def now(value: CellValue) -> str | int | float | bool | dt.date | None:
    """What a cell shows when the file is opened: a formula's cached value, anything else as it is."""
    return value.cached if isinstance(value, Formula) else value


@dataclass(frozen=True, slots=True)
class Link:
    """Where a cell leads: ``internal:'Sheet'!A1`` or ``external:file.xlsx#'Sheet'!A1``."""

    target: str
    tip: str = ""


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
    freeze: tuple[int, int] | None = None
    """First row and column that scroll."""
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
        placed: dict[tuple[int, int], Cell] = {}
        for cell in self.cells:
            where = (cell.row, cell.column)
            if not (0 <= cell.row < MAX_ROWS and 0 <= cell.column < MAX_COLUMNS):
                Area(cell.row, cell.column, cell.row, cell.column)  # says what is wrong with the place
            if where in placed:
                raise LayoutError(f"{self.name}!{a1(*where)} is placed twice")
            if isinstance(cell.value, str) and len(cell.value) > MAX_TEXT:
                raise LayoutError(f"{self.name}!{a1(*where)} holds more text than a cell can")
            placed[where] = cell
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
        check_charts(self.name, self.charts, {where: now(cell.value) for where, cell in placed.items()}, covered)


@dataclass(frozen=True, slots=True)
class BookProperties:
    """Document properties. `created` comes from the data, never from the clock."""

    title: str
    subject: str = ""
    author: str = ""
    created: dt.datetime = field(default=dt.datetime(2000, 1, 1))


@dataclass(frozen=True, slots=True)
class BookModel:
    """Worksheets in order and the properties of the file."""

    sheets: tuple[SheetModel, ...]
    properties: BookProperties

    def __post_init__(self) -> None:
        """Refuse two sheets that Excel would give the same name."""
        names = [sheet.name.casefold() for sheet in self.sheets]
        if len(set(names)) != len(names):
            raise LayoutError("two sheets have the same name")
