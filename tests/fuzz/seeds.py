"""What the fuzzers begin with: small workbooks of several makers, with and without our sheets."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from tests.regenerate.council_workbook import council_workbook
from tests.splice.books import council, full_council, reports

from cpp_scorecard.sheets.splice import splice


@cache
def seeds() -> dict[str, bytes]:
    """The workbooks, by a name for each."""
    with tempfile.TemporaryDirectory() as folder:
        small = council_workbook(Path(folder) / "small.xlsx").read_bytes()
    return {
        "small": small,
        "openpyxl": council(),
        "full": full_council(),
        "spliced": splice(council(), reports()).content,
        "small_spliced": splice(small, reports(0.5)).content,
    }
