"""One worksheet of an Excel workbook, read into a grid; the rows of a long list by calamine."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cpp_scorecard.intake.grid import Grid, GridCell
from cpp_scorecard.intake.kept_part import KeptPart
from cpp_scorecard.intake.long_rows import read_long_rows
from cpp_scorecard.intake.plain_sheet import PlainSheet, plain_sheet
from cpp_scorecard.intake.sheet_parser import SheetParser

if TYPE_CHECKING:
    from pathlib import Path

    from cpp_scorecard.intake.cell_styles import CellStyles
    from cpp_scorecard.intake.long_rows import LongRows

ROWS_WITHOUT_HEADER = 2_000
CELLS_WITHOUT_HEADER = 100_000
"""How far a sheet is read that shows no header of ours: the lists of children beside the indicators can be long."""


@dataclass(frozen=True, slots=True)
class Heads:
    """What tells the headers that matter."""

    table: Callable[[Sequence[GridCell]], bool]
    long_list: Callable[[Sequence[GridCell]], bool]
    reads_lists: bool
    """Whether the rows below the header of a long list are read at all."""


class SheetReading:
    """A sheet while it is read: `begin` stops at the rows of a long list, which `finish` reads."""

    def __init__(self, book: Any, sheet: Any, styles: CellStyles, heads: Heads, path: Path | None) -> None:
        """Read a `sheet` of openpyxl's `book` at `path`; without a path its rows are all parsed by openpyxl."""
        self._book, self._sheet, self._styles, self._heads, self._path = book, sheet, styles, heads, path
        self._cells: dict[tuple[int, int], GridCell] = {}
        self._is_cut = False
        self._plain: PlainSheet | None = None
        self._long: LongRows | None = None
        self.has_rows_to_come = False
        """Whether the rows of a long list are still to be read, which other sheets need not wait for."""

    @property
    def size(self) -> int:
        """Bytes of XML: a large sheet is begun before a small one, as it may be a list that takes long."""
        return int(self._book._archive.getinfo(self._sheet._worksheet_path).file_size)

    def begin(self, opened: ExitStack) -> None:
        """Read up to the header of a long list, and all of any other sheet; `opened` closes the part."""
        self._part = opened.enter_context(self._sheet._get_source())
        source = KeptPart(self._part)
        self._parser = self._parser_of(source)
        rows = self._rows()
        for number, of_row in enumerate(rows, 1):
            if self._heads.table(of_row):
                if self._heads.long_list(of_row):
                    self._part.expect_long_list()
                    if self._path:
                        self._leave_to_calamine(source)
                        return
                source.forget()
                break
            if number >= ROWS_WITHOUT_HEADER or len(self._cells) > CELLS_WITHOUT_HEADER:
                self._is_cut = True
                return
        for _ in rows:
            pass

    def read_rows_to_come(self) -> None:
        """Read the rows of a long list: by calamine, or by openpyxl where calamine cannot."""
        self.has_rows_to_come = False
        assert self._path is not None, "a workbook without a path is not left to calamine"
        assert self._plain is not None, "nor is a sheet that it might read otherwise"
        self._long = read_long_rows(self._path, self._sheet.title, self._plain, self._parser.row_counter)
        if self._long is None:
            self._read_again()

    def finish(self) -> Grid:
        """The grid, with everything read."""
        if self.has_rows_to_come:
            self.read_rows_to_come()
        hidden_rows = self._parser.hidden_rows()
        if self._long and self._plain:
            hidden_rows |= self._long.hidden
            self._parser = self._parser_of(io.BytesIO(self._plain.beside_rows))
            for _ in self._parser.parse():
                pass
        return Grid(
            sheet=self._sheet.title,
            cells=self._cells,
            merges=tuple(self._parser.merges),
            hidden_rows=hidden_rows,
            hidden_columns=self._parser.hidden_columns(),
            is_hidden=self._sheet.sheet_state != "visible",
            is_cut=self._is_cut,
            long=self._long,
        )

    def _parser_of(self, source: Any) -> SheetParser:
        return SheetParser(self._book, self._sheet, self._styles, source)

    def _rows(self) -> Iterator[list[GridCell]]:
        """Row by row what the parser finds, which is noted."""
        cells = self._cells
        for _, row in self._parser.parse():
            of_row: list[GridCell] = []
            for place, cell in row:
                if cell is not None:
                    cells[place] = cell
                    of_row.append(cell)
            yield of_row

    def _leave_to_calamine(self, source: KeptPart) -> None:
        """Leave the rows below the header of a long list to calamine, where the sheet is written so that it can."""
        pieces = source.pieces()
        self._plain = plain_sheet(pieces)
        for _ in pieces:
            pass  # all of it is watched, whoever reads it
        if self._plain is None:
            self._read_again()
        else:
            self.has_rows_to_come = self._heads.reads_lists

    def _read_again(self) -> None:
        """Read every row by openpyxl's parser, where calamine cannot."""
        with self._part.again() as source:
            self._parser = self._parser_of(source)
            for _ in self._rows():
                pass
