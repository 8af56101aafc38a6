"""`.xls`, `.xlsb` and `.ods` into grids, through calamine, which shows values but not how they are formatted.

A damaged file of these kinds can end the whole process: calamine sets aside room for every cell up to the last one,
and one cell in the last row and column asks for more memory than there is. So the parser runs in a process of its
own, with a limit on memory where the system has one, and a limit on time.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

from cpp_scorecard.core.errors import Refused
from cpp_scorecard.core.findings import Finding, Severity
from cpp_scorecard.core.package_limits import unsafe_sizes
from cpp_scorecard.intake.grid import EMPTY, CellKind, Grid, GridCell, MergedArea
from cpp_scorecard.intake.long_rows import cell_of

MOST_FILE_BYTES = 64 << 20
MOST_UNPACKED_BYTES = 256 << 20
MOST_MEMORY_BYTES = 448 << 20
"""Of addresses, which is more than a process ever uses of them."""
MOST_CELLS = 400_000
MOST_SECONDS = 8
_NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)
"""Windows would show a console window for a moment when Excel is what asks."""


def read_other(path: Path) -> tuple[list[Grid], Finding]:
    """Every sheet of an older or open-document workbook, and the finding that says what could not be seen.

    Raises Refused when the file cannot be read, or only with more memory or time than any indicator workbook takes.
    """
    if path.stat().st_size > MOST_FILE_BYTES or _is_swollen(path):
        raise Refused(f"{path.name} is larger than any indicator workbook.", "Save it as .xlsx in Excel and try again.")
    grids = _read_apart(path)
    return grids, Finding(
        code="format-partly-read",
        severity=Severity.WARNING,
        message=(
            f"{path.name} is not .xlsx: number formats, hidden rows and error values (#N/A, #REF!) "
            "cannot be seen in this format."
        ),
        remedy="Save it as .xlsx to be sure that percentages and errors are read as they are shown.",
    )


def _is_swollen(path: Path) -> bool:
    """Whether a zipped format (.xlsb, .ods) unpacks to more than is sane; other files are left to the parser."""
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as package:
            sizes = [(entry.filename, entry.compress_size, entry.file_size) for entry in package.infolist()]
    except Exception:  # no package, or a damaged one: the parser will say so
        return False
    total = sum(size for _, _, size in sizes)
    return total > MOST_UNPACKED_BYTES or bool(unsafe_sizes(sizes, path.stat().st_size))


def _read_apart(path: Path) -> list[Grid]:
    command = [sys.executable, "-m", "cpp_scorecard.intake.other_formats", str(path.resolve())]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(place for place in sys.path if place)}
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=MOST_SECONDS, check=False, env=environment, creationflags=_NO_WINDOW
        )
    except subprocess.TimeoutExpired as error:
        raise Refused(
            f"{path.name} could not be read in {MOST_SECONDS} seconds.", "Save it as .xlsx in Excel and try again."
        ) from error
    if done.returncode != 0:
        raise Refused(
            f"{path.name} could not be read as a workbook (it is damaged, or claims more cells than memory holds).",
            "Save it as .xlsx in Excel and try again.",
        )
    answer = pickle.loads(done.stdout)  # written by the process started above
    if isinstance(answer, list):
        return answer
    encrypted = "password" in answer.lower() or "encrypt" in answer.lower()
    raise Refused(
        f"{path.name} could not be read as a workbook ({'it is encrypted' if encrypted else answer}).",
        "Take the password off in Excel and save it again." if encrypted else "Save it as .xlsx in Excel.",
    )


def _grids(path: str) -> list[Grid]:
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_path(path) as book:
        return [_grid(book, name) for name in book.sheet_names]


def _grid(book: Any, name: str) -> Grid:
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        raise ValueError(f"the sheet {name} reaches to row {sheet.total_height:,}, column {sheet.total_width:,}")
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
    cell = cell_of(value)
    if cell.kind is CellKind.TEXT and cell.text.startswith("#") and cell.text.endswith(("!", "A", "?")):
        return GridCell(CellKind.ERROR, cell.value)
    return None if cell is EMPTY else cell


def _main(path: str) -> None:
    """Read `path` and hand its grids, or what went wrong, to the process that asked."""
    if sys.platform != "win32":
        import resource

        with contextlib.suppress(ValueError, OSError):  # not every system lets this limit be set
            resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
    answer: list[Grid] | str
    try:
        answer = _grids(path)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # the parser's own panics are no ordinary exceptions
        answer = str(error) or type(error).__name__
    sys.stdout.buffer.write(pickle.dumps(answer))


if __name__ == "__main__":
    _main(sys.argv[1])
