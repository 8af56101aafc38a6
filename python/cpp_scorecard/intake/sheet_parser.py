"""The XML of a worksheet, row by row, through openpyxl's streaming parser.

openpyxl offers either cells without merges and hidden columns (read-only mode) or the whole workbook with both
(an order of magnitude slower), and in either mode cached values *or* formulas. Its sheet parser sees
all of that in one pass, so this module drives the parser directly; `tests/intake` pins what it relies on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator
from math import isfinite
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, iterparse

from openpyxl.utils.cell import column_index_from_string, coordinate_to_tuple, range_boundaries
from openpyxl.worksheet._reader import COL_TAG, FORMULA_TAG, ROW_TAG, VALUE_TAG, WorkSheetParser
from openpyxl.xml.constants import SHEET_MAIN_NS

from cpp_scorecard.intake.grid import CellKind, GridCell, MergedArea

if TYPE_CHECKING:
    from cpp_scorecard.intake.cell_styles import CellStyles

MOST_MERGES = 100_000
_LAST_COLUMN = 16_384
_CELL_TAG = f"{{{SHEET_MAIN_NS}}}c"
_MERGE_TAG = f"{{{SHEET_MAIN_NS}}}mergeCell"
_BESIDE_CELLS = frozenset(
    f"{{{SHEET_MAIN_NS}}}{name}"
    for name in ("brk", "cfRule", "conditionalFormatting", "dataValidation", "ext", "hyperlink", "protectedRange")
)
"""What a sheet may have thousands of and holds no figures."""

PlacedCell = tuple[tuple[int, int], GridCell | None]
"""Row and column, from zero, and the cell there; None for one that holds nothing and has no colour."""


class SheetParser(WorkSheetParser):
    """openpyxl's parser, which also says which cells are formulas and skips what is not read."""

    merges: list[MergedArea]

    def __init__(self, book: Any, sheet: Any, styles: CellStyles, source: Any) -> None:
        """Parse the part `source` of a `sheet` of openpyxl's `book`."""
        super().__init__(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        self.merges = []
        self._styles = styles

    def parse(self) -> Generator[tuple[int, list[PlacedCell]], None, None]:
        """The rows, one by one, each with its number from one; of what stands beside them merges and columns are kept.

        Raises ValueError for a merge that is no range, and for more of them than a sheet can sanely have.
        """
        element: Any
        for _, element in iterparse(self.source):
            tag = element.tag
            if tag in (VALUE_TAG, _CELL_TAG):
                continue  # nearly all there is; a row still has them when it ends
            if tag == ROW_TAG:
                row: Any = self.parse_row(element)
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

    def parse_cell(self, element: Element) -> Any:
        """A `PlacedCell`: a plain number or shared text at once, anything else as openpyxl sees it."""
        try:
            return self._plain_cell(element) or self._any_cell(element)
        except (ValueError, IndexError):
            return self._any_cell(element)

    def _plain_cell(self, element: Element) -> PlacedCell | None:
        """A cell that says where it is and holds a number or a shared text, if by a formula; None for any other.

        Nearly all cells are of this kind. Raises ValueError or IndexError where the content is not what it says.
        """
        parts = len(element)
        if not (parts == 1 or (parts == 2 and element[0].tag == FORMULA_TAG)) or element[-1].tag != VALUE_TAG:
            return None
        content, reference, kind = element[-1].text, element.get("r"), element.get("t", "n")
        if not content or not reference:
            return None
        style = int(element.get("s", 0))
        value: str | float
        if kind == "n" and style not in self.date_formats:
            of_kind, value = CellKind.NUMBER, float(content)
            if not isfinite(value):
                return None
        elif kind == "s":
            of_kind, value = CellKind.TEXT, self.shared_strings[int(content)]
        else:
            return None
        letters = reference.rstrip("0123456789")
        column = self.col_counter = column_index_from_string(letters)
        return (int(reference[len(letters) :]) - 1, column - 1), GridCell(of_kind, value, *self._styles[style])

    def _any_cell(self, element: Element) -> PlacedCell:
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
        return (cell["row"] - 1, cell["column"] - 1), _grid_cell(cell, *self._styles[cell["style_id"]])

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

    def hidden_rows(self) -> frozenset[int]:
        """The rows, from zero, that are hidden among those parsed so far."""
        return frozenset(int(row) - 1 for row, said in self.row_dimensions.items() if _is_true(said.get("hidden")))

    def hidden_columns(self) -> frozenset[int]:
        """The hidden columns, from zero, each looked at once however often it is listed."""
        hidden: set[int] = set()
        reached = 0
        said = self.column_dimensions.values()
        for first, last in sorted((int(a["min"]), int(a["max"])) for a in said if _is_true(a.get("hidden"))):
            last_here = min(last, _LAST_COLUMN)
            hidden.update(range(max(first, reached + 1) - 1, last_here))
            reached = max(reached, last_here)
        return frozenset(hidden)


def _grid_cell(raw: dict[str, Any], number_format: str, fill: str | None) -> GridCell | None:
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


def _merged(reference: str) -> MergedArea:
    """The area of a reference such as ``B4:D4``; ValueError when it is none."""
    first_column, first_row, last_column, last_row = (bound or 0 for bound in range_boundaries(reference))
    if not 0 < first_column <= last_column or not 0 < first_row <= last_row:
        raise ValueError(f"{reference} is no area of cells")
    return MergedArea(first_row - 1, first_column - 1, last_row - 1, last_column - 1)


def _is_true(value: str | None) -> bool:
    return value in ("1", "true")
