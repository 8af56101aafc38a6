"""The rows of a list of children, tens of thousands of them, through calamine.

openpyxl's parser takes some twenty microseconds a cell, which is half a minute for a long list; calamine takes less
than one. It shows values only, and it sets aside room for every cell up to the last one, so a sheet is looked
through first, as bytes: where error values stand, and that it is written as Excel, LibreOffice and the common libraries
write it. A sheet that is written in any other way is left to openpyxl, whose answer is the same and takes longer.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cpp_scorecard.intake.grid import EMPTY, CellKind, GridCell

MOST_CELLS = 3_000_000
"""In the rectangle that calamine sets aside room for: under a hundred megabytes."""
_PIECE = 1 << 20
_CELL = re.compile(rb"<c[\s/>]")
_PLAIN_CELL = re.compile(rb'<c r="([A-Z]{1,3})[1-9]\d{0,6}"[ />]')
_FAR_CELL = re.compile(rb'<c r="(?![A-Z][1-9]\d{0,4}"[ />])')
"""Beyond column Z or row 99,999, or not plain; in what is nearer there are fewer than `MOST_CELLS`."""
_ODD_ROW = re.compile(rb'<row r="(?![1-9]\d{0,6}"[ />])')
_PREFIXED = re.compile(rb"<\w+:(?:c|row)[\s/>]")
_HIDDEN_ROW = re.compile(rb'<row r="(\d+)"[^<>]*\bhidden="(?:1|true)"')
_ERROR = re.compile(rb'<c r="([A-Z]{1,3})(\d+)"[^<>]*\bt="e"[^<>]*>(?:<f[^<>]*/>|<f[^<>]*>[^<]*</f>)?<v>([^<]*)</v>')
_ANY_ERROR = re.compile(rb'<c [^<>]*\bt="e"')
_DATE_TEXT = re.compile(rb'<c [^<>]*\bt="d"')
_NO_RESULT = re.compile(rb"(?:</f>|<f[^<>]*/>)(?!<v>[^<])")
_ROWS_OF_DIGITS = ((rb"\d{6}", 0), (rb"\d{5}", 99_999), (rb"\d{4}", 9_999), (rb"\d", 999))
"""The last row that a cell may stand in, by the digits of the longest row number. With six there are too many."""

Raw = str | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None


@dataclass(slots=True)
class LongRows:
    """The rows of a sheet from `first` on, counted from zero, as values from column A on; "" and None are empty."""

    first: int
    rows: list[list[Raw]]
    errors: dict[tuple[int, int], str]
    hidden: frozenset[int]
    _cells: dict[object, GridCell] = field(default_factory=dict)

    def filled(self) -> Iterator[int]:
        """The rows that hold anything."""
        with_error = {row for row, _ in self.errors}
        for row, values in enumerate(self.rows, self.first):
            if row in with_error or any(value != "" and value is not None for value in values):
                yield row

    @property
    def width(self) -> int:
        """Columns, counted from the first of the sheet."""
        return max((len(self.rows[0]) if self.rows else 0, *(column + 1 for _, column in self.errors)))

    def texts(self) -> set[str]:
        """Every different text."""
        return {value for values in self.rows for value in values if type(value) is str}

    def cell(self, row: int, column: int) -> GridCell:
        """One cell; empty outside the rows."""
        at = row - self.first
        if not 0 <= at < len(self.rows):
            return EMPTY
        if self.errors and (error := self.errors.get((row, column))) is not None:
            return GridCell(CellKind.ERROR, error)
        values = self.rows[at]
        return self._cell(values[column]) if column < len(values) else EMPTY

    def down(self, column: int, first: int, last: int) -> list[GridCell]:
        """The cells of a column, from row `first` to row `last`, both included."""
        wanted = self.rows[first - self.first : last + 1 - self.first]
        known, cells = self._cells, []
        for values in wanted:
            value = values[column] if column < len(values) else None
            cells.append(known.get(value) or self._cell(value) if type(value) is str else self._cell(value))
        for row, of_column in self.errors:
            if of_column == column and first <= row <= last:
                cells[row - first] = self.cell(row, column)
        return cells

    def _cell(self, value: Raw) -> GridCell:
        """The cell of a value; the same object for the same value, of which a list has few."""
        key = value if type(value) is str else (type(value), value)  # 1, 1.0 and True are one key by themselves
        cell = self._cells.get(key)
        if cell is None:
            cell = self._cells[key] = cell_of(value)
        return cell


def cell_of(value: object) -> GridCell:
    """A value as calamine gives it, as a cell. An error value is not among them: calamine shows it as empty."""
    if value is None or value == "":
        return EMPTY
    if isinstance(value, bool):
        return GridCell(CellKind.BOOLEAN, value)
    if isinstance(value, int | float):
        return GridCell(CellKind.NUMBER, float(value))
    if isinstance(value, dt.datetime):
        return GridCell(CellKind.DATE, value)
    if isinstance(value, dt.date):
        return GridCell(CellKind.DATE, dt.datetime(value.year, value.month, value.day))
    return GridCell(CellKind.TEXT, str(value))


@dataclass(frozen=True, slots=True)
class PlainSheet:
    """What calamine does not say of a sheet that it can read."""

    errors: dict[tuple[int, int], str]
    hidden: frozenset[int]
    beside_rows: bytes
    """The sheet without its rows: the columns before them, and the merges after them."""


def plain_sheet(xml: bytes) -> PlainSheet | None:
    """The part of a sheet, which has been watched while it was read; None where openpyxl has to read its rows."""
    if not _is_plain(xml):
        return None
    errors: dict[tuple[int, int], str] = {}
    if b't="e"' in xml:
        for letters, row, text in _ERROR.findall(xml):
            errors[int(row) - 1, _column(letters)] = text.decode("utf-8", "replace")
        if len(errors) != len(_ANY_ERROR.findall(xml)):
            return None
    hidden = frozenset(int(row) - 1 for row in _HIDDEN_ROW.findall(xml)) if b"hidden=" in xml else frozenset()
    start, end = xml.find(b"<sheetData"), xml.rfind(b"</sheetData>")
    return PlainSheet(errors, hidden, xml[:start] + xml[end + len(b"</sheetData>") :])


def read_long_rows(path: Path, sheet: str, plain: PlainSheet, first: int) -> LongRows | None:
    """The rows of `sheet` from `first` on (from zero); None where openpyxl has to read them."""
    from python_calamine import CalamineWorkbook

    try:
        with CalamineWorkbook.from_path(path) as book:
            rows: list[Any] = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:  # its own panics are no ordinary exceptions; what it cannot read openpyxl may
        return None
    return LongRows(
        first, rows[first:], {at: text for at, text in plain.errors.items() if at[0] >= first}, plain.hidden
    )


def _is_plain(xml: bytes) -> bool:
    """Whether every cell and row says where it is, no rectangle is too large, and no formula lacks its result.

    Signs are counted before any pattern is looked for: that takes a tenth of the time.
    """
    if xml.count(b"<sheetData>") != 1 or xml.count(b"</sheetData>") != 1 or b"<!--" in xml or b"<![CDATA[" in xml:
        return False
    rows = xml.find(b"<sheetData>"), xml.find(b"</sheetData>")
    if xml.count(b"<row", *rows) != xml.count(b'<row r="', *rows) or _ODD_ROW.search(xml, *rows):
        return False
    cells = xml.count(b'<c r="', *rows)
    if cells != xml.count(b"<c", *rows) and cells != len(_CELL.findall(xml, *rows)):
        return False
    if (b":c" in xml or b":row" in xml) and _PREFIXED.search(xml):
        return False
    if (b"<f" in xml and _NO_RESULT.search(xml)) or (b't="d"' in xml and _DATE_TEXT.search(xml)):
        return False
    return not _FAR_CELL.search(xml, *rows) or _is_bounded(xml, cells)


def _is_bounded(xml: bytes, cells: int) -> bool:
    """Whether all cells are plain, and the rectangle that they take up is not too large."""
    columns = _PLAIN_CELL.findall(xml)
    if len(columns) != cells:
        return False
    last_row = next(
        last for digits, last in _ROWS_OF_DIGITS if re.search(rb'<c r="[A-Z]{1,3}' + digits, xml) or last == 999
    )
    last_column = max(map(_column, set(columns)), default=0) + 1
    return 0 < last_row * last_column <= MOST_CELLS


def _column(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1


class KeptPart:
    """A part of the package that is remembered while it is read, as long as its rows may turn out to be a long list."""

    def __init__(self, source: Any) -> None:
        """Read from `source`."""
        self._source = source
        self._kept: list[bytes] | None = []
        self._left: io.BytesIO | None = None

    def read(self, size: int = -1) -> bytes:
        """The next piece."""
        if self._left is not None:
            return self._left.read(size)
        piece: bytes = self._source.read(size)
        if self._kept is not None:
            self._kept.append(piece)
        return piece

    def whole(self) -> bytes:
        """All of the part, what was read and what is left, which can still be read. Nothing may be forgotten yet."""
        assert self._kept is not None, "asked for before `forget`"
        pieces, read_before = self._kept, sum(map(len, self._kept))
        self._kept = None
        while piece := self._source.read(_PIECE):
            pieces.append(piece)
        whole = b"".join(pieces)
        self._left = io.BytesIO(whole)
        self._left.seek(read_before)
        return whole

    def forget(self) -> None:
        """Remember no more of what was read before."""
        self._kept = None
