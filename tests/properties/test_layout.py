"""The scorecard's sheets for random cards: nothing overlaps, whatever the indicators are called and hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cpp_scorecard.app import scorecard as scorecard_module
from cpp_scorecard.app.build import REPORTS, chosen_reports, make_card
from cpp_scorecard.app.scorecard import make_scorecard
from cpp_scorecard.intake.grid import CellKind, Grid, GridCell
from cpp_scorecard.intake.workbook import read_grids
from cpp_scorecard.sheets.theme import load_theme

THEME = load_theme(None)
NAMES = st.text(min_size=1, max_size=120).filter(lambda text: bool(text.strip())) | st.sampled_from(
    ("Reviews", "Reviews ", "%", "Total")
)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(("Health", "Safety", "", "A very long domain name that hardly fits anywhere at all")),
        NAMES,
        st.sampled_from(("SS", "R12M", "YTD", "Q", "FY", "AY", "AY21-22", "ZZ")),
        st.sampled_from(("High", "Low", "Range", "-", "?")),
        st.floats(-10, 200) | st.just("-"),
        st.floats(-10, 200) | st.just("NYA"),
        st.sampled_from(("Percentage", "Number", "Rate", "Days", "Score", "")),
        st.floats(-10, 1e7) | st.sampled_from(("NYA", "-", "94%", "five")),
    ),
    min_size=1,
    max_size=25,
)


def _cell(value: object) -> GridCell:
    return GridCell(CellKind.NUMBER, value) if isinstance(value, float) else GridCell(CellKind.TEXT, str(value))


def _grid(name: str, rows: list[tuple[object, ...]]) -> Grid:
    cells = {(r, c): _cell(value) for r, row in enumerate(rows) for c, value in enumerate(row) if value != ""}
    return Grid(name, cells)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=ROWS)
def test_sheets_of_random_cards_never_overlap(rows: list[tuple[object, ...]]) -> None:
    """A sheet model refuses overlaps when it is made, so making it is the test."""
    header = (
        "Domain",
        "Indicator",
        "How reported?",
        "Good is",
        "Low",
        "High",
        "Unit",
        "Nov-21",
        "2020-21",
        "Q2 2021-22",
    )
    first = ("Health", "Always there", "SS", "High", 1.0, 2.0, "Number", 1.0)
    grid = _grid("All", [header, first, *((*row, row[-1], row[-1]) for row in rows)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scorecard_module, "read_workbook", lambda path, **_: read_grids([grid], path, []))
        scorecard = make_scorecard(Path("random.xlsx"))
    card = make_card(scorecard)
    for name in chosen_reports(scorecard, None):
        model = REPORTS[name].sheet(card, THEME)
        covered = [place for area in model.merges for place in area.cells()]
        assert len(covered) == len(set(covered))
