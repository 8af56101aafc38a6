"""`.xlsx` and `.xlsm` into grids: the package and its texts through openpyxl, each sheet by a `SheetReading`."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl.chartsheet import Chartsheet
from openpyxl.reader.excel import ExcelReader
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.xml.constants import SHARED_STRINGS

from cpp_scorecard.core.errors import Refused
from cpp_scorecard.core.ownership import SHEET_MARK
from cpp_scorecard.intake.cell_styles import CellStyles
from cpp_scorecard.intake.shared_texts import shared_texts
from cpp_scorecard.intake.sheet_reading import Heads, SheetReading
from cpp_scorecard.intake.watched_package import WatchedZip, as_transitional, check_package

if TYPE_CHECKING:
    from cpp_scorecard.intake.grid import Grid, GridCell

MOST_SHEETS = 500


class _Worksheet(ReadOnlyWorksheet):
    """openpyxl's sheet, which is not read for the size that it says it has: what is read is what there is."""

    def _get_size(self) -> None:
        """Leave the size open."""


class _WorkbookReader(ExcelReader):
    """openpyxl's reader, which leaves out what lies on chart sheets."""

    def read_strings(self) -> None:
        """The texts that cells share, without openpyxl's model of rich text for those that are plain."""
        package: Any = self.package
        found = package.find(SHARED_STRINGS)
        if found is not None:
            with self.archive.open(found.PartName[1:]) as part:
                self.shared_strings = shared_texts(part)

    def read_worksheets(self) -> None:
        """The sheets, each of which is looked into at once: so that there must not be thousands."""
        if len(self.parser.sheets) > MOST_SHEETS:
            raise Refused(
                f"The workbook has {len(self.parser.sheets):,} sheets, and at most {MOST_SHEETS} can be read.",
                "Move those that hold no indicators to a workbook of their own.",
            )
        book: Any = self.wb
        for sheet, relation in self.parser.find_sheets():
            if relation.target not in self.valid_files:
                continue
            if "chartsheet" in relation.Type:
                self.read_chartsheet(sheet, relation)
                continue
            found: Any = _Worksheet(book, sheet.name, relation.target, self.shared_strings)
            found.sheet_state = sheet.state
            book._sheets.append(found)

    def read_chartsheet(self, sheet: Any, rel: Any) -> None:
        """A sheet without cells holds its place among the sheets, by which names belong to them."""
        book: Any = self.wb
        empty: Any = Chartsheet()
        empty._parent = book
        empty.title = sheet.name
        book._add_sheet(empty)


def _read_all(readings: Iterable[SheetReading], opened: ExitStack) -> None:
    """Begin every sheet, the largest first; while calamine reads the rows of a long list, another thread goes on."""
    waiting = sorted(readings, key=lambda reading: reading.size)
    while waiting:
        reading = waiting.pop()
        reading.begin(opened)
        if waiting and reading.has_rows_to_come:
            from concurrent.futures import ThreadPoolExecutor

            with ThreadPoolExecutor(max_workers=1) as aside:  # calamine stays here, where its memory is used again
                others = aside.submit(_read_all, waiting, opened)
                reading.read_rows_to_come()
                others.result()
            return


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
    heads = Heads(heads_table, heads_long_list, reads_lists=lists)
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
                sheets = [s for s in book.worksheets if reports or SHEET_MARK not in s.defined_names]
                made_here = len(book.worksheets) - len(sheets)
                styles = CellStyles(book, fills=fills)
                with ExitStack() as opened:
                    readings = [SheetReading(book, s, styles, heads, None if strict else path) for s in sheets]
                    _read_all(readings, opened)
                    grids = [reading.finish() for reading in readings]
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
