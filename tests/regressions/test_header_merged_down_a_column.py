"""A header merged down to the last row of the sheet took a minute: every one of a million rows was a header row."""

from __future__ import annotations

import time

from cpp_scorecard.intake.grid import CellKind, Grid, GridCell, MergedArea
from cpp_scorecard.intake.locate import tables_of


def test_a_merge_down_a_whole_column_is_no_header() -> None:
    cells = {
        (0, 0): GridCell(CellKind.TEXT, "Indicator"),
        (0, 1): GridCell(CellKind.TEXT, "How reported?"),
        (1_048_575, 1): GridCell(CellKind.TEXT, "SS"),
    }
    started = time.process_time()
    assert tables_of(Grid("A", cells, (MergedArea(0, 0, 1_048_575, 0),))) == []
    assert time.process_time() - started < 2
