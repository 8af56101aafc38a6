"""A text for the next quarter vanished without a word; now the checks say that it waits."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl

from cpp_scorecard.app.scorecard import make_scorecard
from cpp_scorecard.core.findings import Severity

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


def test_a_day_that_excel_made_of_a_typed_month_is_told_from_a_later_text(tmp_path: Path) -> None:
    """`Sep-21`, typed in 2026, is 21 September 2026; the text was said to be of Sep-26, with nothing to do."""
    book = openpyxl.load_workbook(DATASET)
    sheet = book["Narrative"]
    cell = next(c for row in sheet.iter_rows() for c in row if c.value == "21-22 Q2")
    cell.value = dt.datetime(2026, 9, 21)
    path = tmp_path / "indicators.xlsx"
    book.save(path)
    (found,) = [f for f in make_scorecard(path).findings if f.code == "narrative-later"]
    assert (found.severity, found.where and found.where.row) == (Severity.WARNING, cell.row - 1)
    assert "21 September 2026, which Excel makes of a typed Sep-21" in found.message
    assert "September 2021" in found.remedy
