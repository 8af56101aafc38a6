"""What `build` writes opens elsewhere as it was written: valid, every value equal after recalculation, no errors."""

from __future__ import annotations

import math
from itertools import combinations
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from tests.tools import libreoffice, ooxml

from cpp_scorecard.cli import main

SHEETS = ("explained", "scorecard", "checks")
COMBINATIONS = [chosen for size in range(1, len(SHEETS) + 1) for chosen in combinations(SHEETS, size)]


@pytest.mark.skipif(bool(libreoffice.missing()), reason=libreoffice.missing() or "never")
def test_every_value_is_equal_in_libreoffice(card: Path, tmp_path: Path) -> None:
    """Cached values and recalculated values agree in every cell of every sheet, and none is an error."""
    saved = libreoffice.convert(card, tmp_path / "saved", "xlsx")
    ours, theirs = (openpyxl.load_workbook(path, data_only=True) for path in (card, saved))
    assert theirs.sheetnames == ours.sheetnames
    formulas = openpyxl.load_workbook(card)
    assert sum(c.data_type == "f" for sheet in formulas for row in sheet.iter_rows() for c in row) > 300
    here, there = _values(ours), _values(theirs)
    differing = {
        place: (here.get(place), there.get(place))
        for place in here.keys() | there.keys()
        if not _equal(here.get(place), there.get(place))
    }
    assert not differing
    assert not [place for place, value in here.items() if isinstance(value, str) and value.startswith(("#", "Err:"))]


@pytest.mark.slow
@pytest.mark.skipif(bool(libreoffice.missing()), reason=libreoffice.missing() or "never")
def test_merges_links_and_notes_arrive(card: Path, tmp_path: Path) -> None:
    """The structure that a reader relies on is there in a second program too."""
    saved = libreoffice.convert(card, tmp_path / "saved", "xlsx")
    ours, theirs = openpyxl.load_workbook(card), openpyxl.load_workbook(saved)
    for sheet in ours:
        other = theirs[sheet.title]
        assert {str(area) for area in other.merged_cells.ranges} == {str(area) for area in sheet.merged_cells.ranges}
        notes, other_notes = (
            {c.coordinate: c.comment.text.strip() for row in s.iter_rows() for c in row if c.comment}
            for s in (sheet, other)
        )
        assert other_notes == notes
        links, other_links = (
            {c.coordinate for row in s.iter_rows() for c in row if c.hyperlink} for s in (sheet, other)
        )
        assert other_links == links


@pytest.mark.slow
@pytest.mark.skipif(bool(ooxml.missing()), reason=ooxml.missing() or "never")
@pytest.mark.parametrize("reports", COMBINATIONS, ids="+".join)
def test_every_choice_of_reports_is_valid(sample: Path, tmp_path: Path, reports: tuple[str, ...]) -> None:
    """The Open XML SDK finds nothing to repair, whichever sheets were asked for."""
    path = tmp_path / "card.xlsx"
    chosen = [part for name in reports for part in ("--report", name)]
    assert main(["build", str(sample), "-o", str(path), *chosen]) == 0
    assert len(openpyxl.load_workbook(path, read_only=True).sheetnames) == len(reports)
    assert ooxml.validate(path) == []


def _values(book: Workbook) -> dict[str, object]:
    """Every value by sheet and address; an empty text is nothing."""
    return {
        f"{sheet.title}!{cell.coordinate}": cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value not in (None, "")
    }


def _equal(one: object, other: object) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-14, abs_tol=1e-15)
    return one == other
