"""A text of 40,000 characters in a definition stopped the whole card: the sheet that quoted it refused the cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from cpp_scorecard.app import scorecard as scorecard_module
from cpp_scorecard.app.build import chosen_reports, render_reports
from cpp_scorecard.app.scorecard import make_scorecard
from cpp_scorecard.intake.grid import CellKind, Grid, GridCell
from cpp_scorecard.intake.workbook import read_grids

HEADER = ("Ref", "Domain", "Indicator", "How reported?", "Good is", "Low", "Unit", "Notes", "Nov-21")


@pytest.mark.parametrize("column", range(len(HEADER)))
def test_a_long_text_anywhere_is_quoted_by_its_beginning(column: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        HEADER,
        ("A1", "D", "One", "SS", "High", "1", "Number", "", "3"),
        ("A2", "D", "Two", "SS", "High", "1", "Number", "", "4"),
    ]
    cells = {(r, c): GridCell(CellKind.TEXT, text) for r, row in enumerate(rows) for c, text in enumerate(row) if text}
    cells[2, column] = GridCell(CellKind.TEXT, "y" * 40_000)
    grid = Grid("All", cells)
    monkeypatch.setattr(scorecard_module, "read_workbook", lambda path, **_: read_grids([grid], path, []))
    card = make_scorecard(Path("long.xlsx"))
    assert render_reports(card, chosen_reports(card, None)).startswith(b"PK")
    assert all(len(finding.message) < 5000 for finding in card.findings)
