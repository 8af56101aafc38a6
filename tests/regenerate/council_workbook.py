"""A council's small workbook that is worth protecting: figures, a chart, a formula with a cached value, a name."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tests.tools.workbooks import DEFINED, definition
from xlsxwriter import Workbook

MONTHS = ("Sep-21", "Oct-21", "Nov-21", "Dec-21")


def council_workbook(path: Path, latest: float = 14.0, marker: str = "as it was", more_rows: int = 0) -> Path:
    """Definitions, figures, a sheet with formulas and a chart, and a long list that has nothing to do with us."""
    book = Workbook(path, {"in_memory": True})
    book.set_properties({"created": dt.datetime(2021, 12, 31)})
    definitions = book.add_worksheet("Definitions")
    for row, values in enumerate((DEFINED, definition("Children seen", low=10, high=20), definition("Visits"))):
        for column, value in enumerate(values):
            if value is not None:
                definitions.write(row, column, value)
    figures = book.add_worksheet("Figures")
    figures.write_row(0, 0, ("Indicator", *MONTHS))
    figures.write_row(1, 0, ("Children seen", 11, 12, 13, latest))
    figures.write_row(2, 0, ("Visits", 3, 4, 5, 6))
    own = book.add_worksheet("Ours alone")
    own.write_string(0, 0, marker)
    own.write_formula(1, 0, "=SUM(Figures!B2:E2)", None, 36 + latest)
    book.define_name("Seen", "=Figures!$E$2")
    chart = book.add_chart({"type": "line"})
    assert chart is not None
    chart.add_series({"values": "=Figures!$B$2:$E$2"})
    own.insert_chart(3, 0, chart)
    for row in range(more_rows):
        own.write_row(row + 30, 0, (f"MADE-UP-{row:06d}", row, "U1", "N1"))
    book.close()
    return path


def foreign_parts(content: bytes) -> dict[str, bytes]:
    """The parts of a workbook that hold the council's own sheets and charts."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {
            name: package.read(name)
            for name in package.namelist()
            if name.startswith(("xl/worksheets/sheet", "xl/charts/", "xl/drawings/", "xl/sharedStrings", "xl/theme"))
        }


def holds(content: bytes, marker: str) -> bool:
    """Whether a text of the council's stands in the workbook."""
    return any(marker.encode() in part for part in foreign_parts(content).values())


def beside(folder: Path) -> set[str]:
    """Every file of a folder and of the folders in it, by relative name."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


@contextlib.contextmanager
def untouched(path: Path) -> Iterator[None]:
    """Fail unless the file has the same bytes, place and time afterwards."""
    before, stat = path.read_bytes(), path.stat()
    yield
    assert path.read_bytes() == before
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (stat.st_ino, stat.st_mtime_ns)
