"""`.xls`, `.xlsb` and `.ods` into grids, through calamine, which shows values but not how they are formatted."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from cpp_scorecard.core.errors import Refused
from cpp_scorecard.core.findings import Finding, Severity
from cpp_scorecard.intake.grid import CellKind, Grid, GridCell, MergedArea

MOST_FILE_BYTES = 64 << 20


def read_other(path: Path) -> tuple[list[Grid], Finding]:
    """Every sheet of an older or open-document workbook, and the finding that says what could not be seen."""
    from python_calamine import CalamineWorkbook

    if path.stat().st_size > MOST_FILE_BYTES:
        raise Refused(f"{path.name} is larger than 64 MB.", "Save it as .xlsx in Excel and try again.")
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            grids = [_grid(book, name) for name in book.sheet_names]
    except Exception as error:  # a third-party parser on a file that may hold anything
        encrypted = "password" in str(error).lower() or "encrypt" in str(error).lower()
        raise Refused(
            f"{path.name} could not be read as a workbook ({'it is encrypted' if encrypted else error}).",
            "Take the password off in Excel and save it again."
            if encrypted
            else "Save it as .xlsx in Excel.",
        ) from error
    return grids, Finding(
        code="format-partly-read",
        severity=Severity.WARNING,
        message=(
            f"{path.name} is not .xlsx: number formats, hidden rows and error values (#N/A, #REF!) "
            "cannot be seen in this format."
        ),
        remedy="Save it as .xlsx to be sure that percentages and errors are read as they are shown.",
    )


def _grid(book: object, name: str) -> Grid:
    sheet = book.get_sheet_by_name(name)  # type: ignore[attr-defined]
    cells: dict[tuple[int, int], GridCell] = {}
    for row, values in enumerate(sheet.to_python(skip_empty_area=False)):
        for column, value in enumerate(values):
            cell = _cell(value)
            if cell is not None:
                cells[row, column] = cell
    ranges = sheet.merged_cell_ranges or []
    merges = tuple(MergedArea(r1, c1, r2, c2) for (r1, c1), (r2, c2) in ranges)
    return Grid(sheet=name, cells=cells, merges=merges)


def _cell(value: object) -> GridCell | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return GridCell(CellKind.BOOLEAN, value)
    if isinstance(value, int | float):
        return GridCell(CellKind.NUMBER, float(value))
    if isinstance(value, dt.datetime):
        return GridCell(CellKind.DATE, value)
    if isinstance(value, dt.date):
        return GridCell(CellKind.DATE, dt.datetime(value.year, value.month, value.day))
    text = str(value)
    return GridCell(
        CellKind.ERROR if text.startswith("#") and text.endswith(("!", "A", "?")) else CellKind.TEXT, text
    )
