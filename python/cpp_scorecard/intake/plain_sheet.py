"""Whether the part of a sheet is written as Excel, LibreOffice and the common libraries write it.

calamine shows values only, and it sets aside room for every cell up to the last one, so a sheet is looked through
first, as bytes: where error values stand, and that every cell says where it is. A sheet that is written in any other
way is left to openpyxl, whose answer is the same and takes longer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

MOST_CELLS = 3_000_000
"""In the rectangle that calamine sets aside room for: under a hundred megabytes."""
_CELL = re.compile(rb"<c[\s/>]")
_PLAIN_CELL = re.compile(rb'<c r="([A-Z]{1,3})[1-9]\d{0,6}"[ />]')
_FAR_CELL = re.compile(rb'<c r="(?![A-Z][1-9]\d{0,4}"[ />])')
"""Beyond column Z or row 99,999, or not plain; in what is nearer there are fewer than `MOST_CELLS`."""
_ROW = re.compile(rb"<row[\s/>]")
_ROW_FORM = re.compile(rb'<row r=""[ />]')
"""A row that says which it is, without the digits."""
_PREFIXED = re.compile(rb"<\w+:(?:c|row)[\s/>]")
_HIDDEN_ROW = re.compile(rb'<row r="(\d+)"[^<>]*\bhidden="(?:1|true)"')
_ERROR = re.compile(rb'<c r="([A-Z]{1,3})(\d+)"[^<>]*\bt="e"[^<>]*>(?:<f[^<>]*/>|<f[^<>]*>[^<]*</f>)?<v>([^<]*)</v>')
_ANY_ERROR = re.compile(rb'<c [^<>]*\bt="e"')
_DATE_TEXT = re.compile(rb'<c [^<>]*\bt="d"')
_NO_RESULT = re.compile(rb"(?:</f>|<f[^<>]*/>)(?!<v>[^<])")
_FIVE_DIGITS = re.compile(rb'<c r="[A-Z]{1,3}\d{5}')
_ROWS_OF_DIGITS = ((re.compile(rb'<c r="[A-Z]{1,3}\d{6}'), MOST_CELLS + 1), (_FIVE_DIGITS, 99_999), (_CELL, 9_999))
"""The last row that a cell may stand in, by the digits of the longest row number. With six there are too many."""


@dataclass(frozen=True, slots=True)
class PlainSheet:
    """What calamine does not say of a sheet that it can read."""

    errors: dict[tuple[int, int], str]
    hidden: frozenset[int]
    beside_rows: bytes
    """The sheet without its rows: the columns before them, and the merges after them."""


def plain_sheet(pieces: Iterable[bytes]) -> PlainSheet | None:
    """The part of a sheet, which is watched while it is read; None, and some left, where openpyxl has to read it."""
    found, beside = _PlainRows(), []
    blocks = _blocks(pieces)
    head, begins, rest = next(blocks).partition(b"<sheetData>")
    beside.append(head)
    ends = b""
    for block in chain((rest,), blocks):
        rest = block
        if not ends:
            rows, ends, rest = block.partition(b"</sheetData>")
            if not found.take(rows):
                return None
        beside.append(rest)
    beside_rows = b"".join(beside)
    if not (begins and ends) or b"<!" in beside_rows or b"sheetData" in beside_rows or not found.are_bounded:
        return None
    return PlainSheet(found.errors, frozenset(found.hidden), beside_rows)


def _blocks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes cut behind the ends of rows, so that no row is cut."""
    left: list[bytes] = []
    for piece in pieces:
        rows, end, after = piece.rpartition(b"</row>")
        if end:
            yield b"".join([*left, rows, end])
            left = []
        left.append(after)
    yield b"".join(left)


@dataclass(slots=True)
class _PlainRows:
    """What was seen of the rows of a sheet so far, each of them whole."""

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    last_row: int = 0
    last_column: int = 0

    @property
    def are_bounded(self) -> bool:
        """Whether the rectangle that the cells take up is not too large."""
        return self.last_row * self.last_column <= MOST_CELLS

    def take(self, rows: bytes) -> bool:
        """Look at the next rows; False where one is not plain, or a cell does not say where it is."""
        forms = _forms(rows)
        if not _are_plain(rows, forms):
            return False
        if b't="e"' in forms:
            errors = {(int(row) - 1, _column(letters)): text for letters, row, text in _ERROR.findall(rows)}
            if len(errors) != len(_ANY_ERROR.findall(rows)):
                return False
            self.errors.update((at, text.decode("utf-8", "replace")) for at, text in errors.items())
        if b"hidden=" in forms:
            self.hidden.update(int(row) - 1 for row in _HIDDEN_ROW.findall(rows))
        last_row, last_column = 99_999, 26
        if _FAR_CELL.search(rows):
            columns = _PLAIN_CELL.findall(rows)
            if len(columns) != rows.count(b'<c r="'):
                return False
            last_row = next(last for digits, last in _ROWS_OF_DIGITS if digits.search(rows))
            last_column = max(map(_column, set(columns))) + 1
        elif not _FIVE_DIGITS.search(rows):
            last_row = 9_999
        self.last_row, self.last_column = max(self.last_row, last_row), max(self.last_column, last_column)
        return True


def _are_plain(rows: bytes, forms: bytes) -> bool:
    """Whether every cell and row says where it is, and no formula lacks its result."""
    if b"<!" in forms or b"sheetData" in forms or b'<row r=""' in rows:
        return False
    if len(_ROW.findall(forms)) != len(_ROW_FORM.findall(forms)) or forms.count(b'<c r="') != len(_CELL.findall(forms)):
        return False
    if _PREFIXED.search(forms) or _DATE_TEXT.search(forms):
        return False
    return not (b"<f" in forms and _NO_RESULT.search(rows))


def _forms(rows: bytes) -> bytes:
    """The rows without their digits, and each that is then the same once: of a long list a few are left.

    What can be seen there need not be looked for in tens of thousands of rows.
    """
    return b"</row>".join(dict.fromkeys(rows.translate(None, b"0123456789").split(b"</row>")))


def _column(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1
