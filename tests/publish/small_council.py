"""A small council workbook with small counts, and its edition made without LibreOffice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from tests.tools.workbooks import council, definition

from cpp_scorecard.app import office
from cpp_scorecard.app.publish import Published, publish

SEEN, MENTORED = "% of children seen", "Number of children with a mentor"
MONTHS = ("Oct-21", "Nov-21", "Dec-21")
SETTINGS = (("Council", "Made up"), ("Report title", "January 2022"), ("Publication date", "11/01/2022"))


def small_council(
    path: Path,
    *,
    seen: Sequence[int] = (41, 43, 41),
    mentored: Sequence[int] = (3, 4, 3),
    settings: Iterable[tuple[str, Any]] = SETTINGS,
    name: str = MENTORED,
) -> Path:
    """44 children of whom `seen` were seen, and a count of `mentored`."""
    return council(
        path,
        [
            definition(SEEN, good="High", low=0.95, high=1.0, unit="Percentage", decimals=0),
            definition(name, good="High", low=6, high=20),
            definition("Visits", good="High", low=60, high=80),
        ],
        [
            ("Indicator", "Figure", *MONTHS),
            (SEEN, "Actual", *seen),
            (SEEN, "Possible", 44, 44, 44),
            (name, "Data", *mentored),
            ("Visits", "Data", 71, 72, 73),
        ],
        Settings=[("Setting", "Value"), *settings],
    )


def published(workbook: Path, folder: Path, **more: Any) -> Published:
    """The edition without the files that LibreOffice makes; call it under `without_office`."""
    return publish(workbook, folder, **more)


def without_office(monkeypatch: Any) -> None:
    """A computer that has no LibreOffice."""
    monkeypatch.setattr(office, "program", lambda: None)
