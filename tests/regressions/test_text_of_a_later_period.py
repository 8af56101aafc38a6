"""A text for the next quarter vanished without a word; now the checks say that it waits."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from cpp_scorecard.app.scorecard import make_scorecard

DATASET = Path(__file__).parents[2] / "samples" / "wiltshire-2021-22-q2" / "indicators.xlsx"


def test_a_text_of_the_next_quarter_is_told_of(tmp_path: Path) -> None:
    """It is not shown among this quarter's exceptions, and its cell is named."""
    book = openpyxl.load_workbook(DATASET)
    sheet = book["Narrative"]
    cell = next(c for row in sheet.iter_rows() for c in row if c.value == "21-22 Q2")
    cell.value = "21-22 Q3"
    path = tmp_path / "indicators.xlsx"
    book.save(path)
    card = make_scorecard(path)
    found = [finding for finding in card.findings if finding.code == "narrative-later"]
    assert [finding.where.row for finding in found if finding.where] == [cell.row - 1]
    assert card.dataset is not None
    assert all(item.entry is None or item.entry.where != found[0].where for item in card.dataset.items)
