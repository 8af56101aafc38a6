"""XlsxWriter made quick for what our sheets hold: the same parts, to the byte, without its searching and packing twice.

What is written where, and every limit, stays the library's business; only what it does for each cell is shortened.
"""

from __future__ import annotations

import io
import re
from functools import lru_cache
from typing import Any, Literal, cast

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.packager import Packager
from xlsxwriter.utility import xl_rowcol_to_cell_fast
from xlsxwriter.worksheet import CellBlankTuple, CellFormulaTuple, CellNumberTuple, CellStringTuple, Worksheet

_CALLED = re.compile(r"([A-Z][A-Z.]*)\(")
_NO_DIGITS = dict.fromkeys(map(ord, "0123456789"))
_PLAIN = frozenset("ABS AND COUNTIF IF IFERROR ISNUMBER NOT OR ROUND ROWS SUM SUMPRODUCT".split())


def _is_plain(formula: str) -> bool:
    """Whether all functions in a formula are old ones, whose names have no digits."""
    return formula.startswith("=") and _calls_plain(formula.translate(_NO_DIGITS))


@lru_cache(maxsize=256)
def _calls_plain(pattern: str) -> bool:
    """The same of a formula without its digits: those down a column are one pattern, which is searched once."""
    return _PLAIN.issuperset(_CALLED.findall(pattern))


class QuickWorksheet(Worksheet):
    """A sheet that takes the short way for the cells and formulas that there are most of.

    The library searches each formula for some forty functions newer than Excel 2010, which takes as long as the rest
    of rendering; here it does so only with formulas that could have one.
    """

    fh: Any
    """Where the library writes the part."""

    def put_number(self, row: int, col: int, number: float, cell_format: Format) -> None:
        """Write a finite number into a cell that the sheet has."""
        self._check_dimensions(row, col)
        self.table[row][col] = CellNumberTuple(number, cell_format)

    def put_blank(self, row: int, col: int, cell_format: Format) -> None:
        """Write an empty cell that the sheet has."""
        self._check_dimensions(row, col)
        self.table[row][col] = CellBlankTuple(cell_format)

    def _write_formula(
        self, row: int, col: int, formula: str, cell_format: Format | None = None, value: float | str = 0
    ) -> Literal[0, -1, -2]:
        if self._check_dimensions(row, col) or not _is_plain(formula):
            return super()._write_formula(row, col, formula, cell_format, value)
        self.table[row][col] = CellFormulaTuple(formula[1:], cell_format, value)
        return 0

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        if _is_plain(formula):
            return formula[1:]
        return str(super()._prepare_formula(formula, expand_future_functions))  # type: ignore[no-untyped-call]

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        """Write a number, a text or an empty cell in one piece, which the library puts together from a dozen."""
        if cell.format is not None and type(cell) in (CellNumberTuple, CellStringTuple, CellBlankTuple):
            start = f'<c r="{xl_rowcol_to_cell_fast(row, col)}" s="{cell.format._get_xf_index()}"'
            if type(cell) is CellNumberTuple:
                self.fh.write(f"{start}><v>{cell.number:.16G}</v></c>")
            elif type(cell) is CellStringTuple:
                self.fh.write(f'{start} t="s"><v>{cell.string}</v></c>')
            else:
                self.fh.write(f"{start}/>")
        else:
            super()._write_cell(row, col, cell)


class _Parts(Packager):
    """Keeps the parts of the finished workbook, which the library would pack at once: they are not finished yet."""

    def __init__(self) -> None:
        super().__init__()
        self.by_name: dict[str, bytes] = {}

    def _create_package(self) -> list[object]:
        """Make the parts, and leave nothing for the library to pack."""
        for stream, name, is_binary in super()._create_package():  # type: ignore[no-untyped-call]
            self.by_name[name] = stream.getvalue() if is_binary else stream.getvalue().encode()
        return []


class WorkbookParts(Workbook):
    """A workbook in memory that becomes its parts."""

    def __init__(self, options: dict[str, object]) -> None:
        """A workbook with these options of the library's."""
        super().__init__(io.BytesIO(), {**options, "in_memory": True})
        self._parts = _Parts()

    def add_quick_worksheet(self, name: str) -> QuickWorksheet:
        """A new sheet behind the others."""
        return cast(QuickWorksheet, self.add_worksheet(name, QuickWorksheet))

    def parts(self) -> dict[str, bytes]:
        """The parts by name, in the order of the file. Nothing can be written any more."""
        self.close()
        return self._parts.by_name

    def _get_packager(self) -> _Parts:
        return self._parts
