"""A workbook as large as they come: indicators by months, and beside them a long list of made-up episodes.

Run `python -m benchmarks.large_workbook FILE [INDICATORS MONTHS ROWS]` to look at one.
"""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format

INDICATORS, MONTHS, ROWS = 300, 120, 50_000
CHILDREN = 5_000
_FIRST_YEAR = 2012
_CHILD = ("CHILD", "SEX", "DOB", "ETHNIC", "UASC")
_EPISODE = ("CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "DEC", "REC", "Team", "Worker", "Provider", "Note")


def made_large(path: Path, *size: int) -> Path:
    """The workbook, written by a process of its own: what is measured later starts with the memory of its parent."""
    subprocess.run([sys.executable, "-m", "benchmarks.large_workbook", str(path), *map(str, size)], check=True)
    return path


def write_large(path: Path, indicators: int = INDICATORS, months: int = MONTHS, rows: int = ROWS) -> Path:
    """Write it: `indicators` by `months`, and `rows` episodes of twelve columns of up to 5,000 children."""
    with Workbook(str(path)) as book:
        shown, day = (book.add_format({"num_format": form}) for form in ("mmm-yy", "dd/mm/yyyy"))
        definitions, figures = book.add_worksheet("Definitions"), book.add_worksheet("Figures")
        definitions.write_row(0, 0, ("Domain", "Indicator", "How reported?", "Good is", "Unit", "Low", "High"))
        figures.write_row(0, 0, ("Indicator",))
        for month in range(months):
            first = dt.datetime(_FIRST_YEAR + month // 12, month % 12 + 1, 1)
            figures.write_datetime(0, month + 1, first, shown)
        for row in range(indicators):
            name = f"Indicator {row}"
            definitions.write_row(row + 1, 0, (f"Domain {row // 40}", name, "SS", "High", "Number", 10, 50))
            figures.write_row(row + 1, 0, (name, *((row * 7 + month * 3) % 97 for month in range(months))))
        if rows:
            _write_lists(book, rows, day)
    return path


def _write_lists(book: Workbook, rows: int, day: Format) -> None:
    children, episodes = book.add_worksheet("Children"), book.add_worksheet("Episodes")
    children.write_row(0, 0, _CHILD)
    episodes.write_row(0, 0, _EPISODE)
    base = dt.datetime(2010, 1, 1)
    for row in range(1, min(rows, CHILDREN) + 1):
        children.write_row(row, 0, (f"MADEUP{row:06d}", 1 + row % 2))
        children.write_datetime(row, 2, base + dt.timedelta(days=row % 3000), day)
        children.write_row(row, 3, ("WBRI", 0))
    for row in range(1, rows + 1):
        start = base + dt.timedelta(days=3000 + row // CHILDREN * 90)
        episodes.write(row, 0, f"MADEUP{1 + row % CHILDREN:06d}")
        episodes.write_datetime(row, 1, start, day)
        episodes.write_row(row, 2, ("S", "C2", "N1", "U1"))
        episodes.write_datetime(row, 6, start + dt.timedelta(days=80), day)
        words = ("E4", f"Team {row % 9}", f"Worker {row % 70}", f"Provider {row % 30}", f"note {row}")
        episodes.write_row(row, 7, words)


if __name__ == "__main__":
    write_large(Path(sys.argv[1]), *map(int, sys.argv[2:]))
