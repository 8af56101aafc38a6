"""Folders of small workbooks of made-up councils."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cpp_scorecard.app.batch_folder import Work
from cpp_scorecard.app.batch_workbook import bring_up_to_date
from cpp_scorecard.core.council_result import CouncilResult
from tests.tools.workbooks import council, definition

SEEN = "% of children seen"
WAIT = "Average wait in days"
PLACED = "Number of children placed"


def small(path: Path, seen: float = 0.9, wait: float = 12, **settings: Any) -> Path:
    """A council with a share, an average of days and a count."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return council(
        path,
        [
            definition(SEEN, good="High", low=0.85, high=1.0, unit="Percentage", decimals=0),
            definition(WAIT, good="Low", low=0, high=20, unit="Days"),
            definition(PLACED, good="High", low=1, high=90),
        ],
        [
            ("Indicator", "Figure", "Nov-21", "Dec-21"),
            (SEEN, "Data", 0.8, seen),
            (WAIT, "Data", 14, wait),
            (PLACED, "Data", 31, 30),
        ],
        Settings=[("Setting", "Value"), *((name.replace("_", " "), value) for name, value in settings.items())],
    )


def region(folder: Path, *shares: float) -> Path:
    """A folder with a workbook for each share of children seen: `council-1.xlsx` and so on."""
    for number, seen in enumerate(shares, start=1):
        small(folder / f"council-{number}.xlsx", seen, Council=f"Made-up council {number}")
    return folder


def here(works: list[Work], jobs: int) -> Iterator[CouncilResult]:
    """The works in this process, one after the other: what a batch makes of results needs no other."""
    del jobs
    return map(bring_up_to_date, works)
