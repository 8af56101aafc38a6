"""Figures that no council has: 1e308 could not be rounded, and its share of 1e-300 was infinite."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from cpp_scorecard.app import scorecard as scorecard_module
from cpp_scorecard.app.build import chosen_reports, render_reports
from cpp_scorecard.app.scorecard import make_scorecard
from cpp_scorecard.intake.grid import CellKind, Grid, GridCell
from cpp_scorecard.intake.workbook import read_grids

HEADER = ("Indicator", "How reported?", "Good is", "Low", "Unit", "Figure", "Oct-21", "Nov-21")


@pytest.mark.parametrize("unit", ["Percentage", "Number", "Rate"])
@pytest.mark.parametrize("number", [1e308, -1e308, 1e15, 1e12, 5e-324, -5e-324, 1e-300, math.inf, math.nan])
def test_a_figure_out_of_all_proportion(number: float, unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rows: list[tuple[object, ...]] = [
        HEADER,
        ("One", "SS", "High", number, unit, "Actual", 1.0, number),
        ("One", "", "", "", "", "Possible", number, 1e-300),
        ("Two", "SS", "Low", 1.0, unit, "Data", number, 5.0),
    ]
    cells = {
        (r, c): GridCell(CellKind.NUMBER if isinstance(value, float) else CellKind.TEXT, value)  # type: ignore[arg-type]
        for r, row in enumerate(rows)
        for c, value in enumerate(row)
        if value != ""
    }
    monkeypatch.setattr(scorecard_module, "read_workbook", lambda path, **_: read_grids([Grid("All", cells)], path, []))
    card = make_scorecard(Path("far.xlsx"))
    assert render_reports(card, chosen_reports(card, None)).startswith(b"PK")
    assert all(a.latest.number is None or math.isfinite(a.latest.number) for a in card.assessments)
