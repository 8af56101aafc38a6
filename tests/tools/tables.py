"""Rules as tables: a CSV beside the test, one case a row, the last column saying why the case is there."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest


def cases(test_file: str, name: str) -> list[object]:
    """Every row of the table `name` beside `test_file`, as a parameter named after its `why`."""
    with (Path(test_file).parent / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(row["why"] for row in rows), f"{name}: each case says why"
    return [pytest.param(row, id=f"{place}: {row['why']}") for place, row in enumerate(rows, start=2)]


def number(text: str) -> float | None:
    """A figure of a table; an empty field is none."""
    return float(text) if text else None
