"""Which letters of the published January 2022 card are within ordinary variation, beside the letters as published.

The sample's monthly history is illustrative (made up to agree with every published figure), so the judgements by months
show what the tool says, not what was so in Wiltshire. The intervals rest on published counts alone.
"""

from __future__ import annotations

import csv
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from cpp_scorecard.app.as_json import document
from cpp_scorecard.app.build import make_card
from cpp_scorecard.app.scorecard import Scorecard, make_scorecard
from cpp_scorecard.core.assessment import is_ordinary
from cpp_scorecard.reports.notes import comparison_note, latest_note
from cpp_scorecard.reports.scorecard import ORDINARY_MARK, SMALL_MARK, scorecard_sheet
from cpp_scorecard.reports.scorecard_columns import COMPARISONS, ORDINARY, SAID, SMALL, Col
from cpp_scorecard.sheets.model import Formula, SheetModel, now
from cpp_scorecard.sheets.theme import load_theme

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "wiltshire-2022-01"
LETTERS = {Col.MONTH_AGO_IS: "month_ago", Col.YEAR_AGO_IS: "year_ago", Col.SIMILAR_IS: "similar"}


@cache
def scorecard() -> Scorecard:
    return make_scorecard(SAMPLE / "indicators.xlsx")


@cache
def sheet() -> SheetModel:
    return scorecard_sheet(make_card(scorecard()), load_theme())


@cache
def indicators() -> dict[str, dict[str, Any]]:
    return {one["reference"]: one for one in document(scorecard())["indicators"]}


def test_the_published_letters_stay_what_they_are() -> None:
    """Beside the letters, never instead: each cell still holds the letter that print has."""
    with (SAMPLE / "data" / "published.csv").open(encoding="utf-8", newline="") as file:
        printed = list(csv.DictReader(file))
    cells = {(cell.row, cell.column): now(cell.value) for cell in sheet().cells}
    first = min(row for row, column in cells if column == Col.TOLERANCE and isinstance(cells[row, column], float))
    differing = [
        (row["indicator"], name)
        for offset, row in enumerate(printed)
        for column, name in LETTERS.items()
        if cells[first + offset, column] != (row[f"{name}_direction"] or "-")
    ]
    assert differing == [("Average Progress 8 score for KS4 pupils (CLA 12 months)", "similar")]


@pytest.mark.parametrize(
    ("comparison", "expected"),
    [
        ("month_ago", {"ordinary": 5, "stands out": 22, "not judged": 12}),
        ("year_ago", {"ordinary": 6, "stands out": 28, "not judged": 18}),
        ("similar", {"ordinary": 13, "stands out": 9, "not judged": 4}),
    ],
)
def test_how_many_letters_are_within_ordinary_variation(comparison: str, expected: dict[str, int]) -> None:
    """117 letters B and W: 24 ordinary, 59 more than that, 34 that no rule can judge."""
    said = {True: "ordinary", False: "stands out", None: "not judged"}
    found = Counter(
        said[one[f"{comparison}_ordinary"]]
        for one in indicators().values()
        if one[f"{comparison}_direction"] in ("B", "W")
    )
    assert found == expected


def test_small_numbers_are_the_published_denominators_below_twenty() -> None:
    """Three percentages of pupils: 5 of 10, 3 of 5 and 1 of 5."""
    assert {ref: one["small_number"] for ref, one in indicators().items() if one["small_number"] is not None} == {
        "ED05": 10, "ED06": 5, "ED07": 5,
    }  # fmt: skip


def test_every_percentage_of_counts_has_an_interval_around_it() -> None:
    with_both = [one for one in indicators().values() if one["possible"] is not None]
    assert len(with_both) == 41
    assert [one for one in with_both if not one["interval_low"] <= one["latest"] <= one["interval_high"]] == []
    assert [one for one in indicators().values() if one["interval_low"] is not None and one["possible"] is None] == []


def test_the_sheet_marks_what_was_judged_and_says_so_below() -> None:
    """A word in the workings for each mark, and a footnote for each kind of mark."""
    cells = {(cell.row, cell.column): now(cell.value) for cell in sheet().cells}
    ordinary = [place for place, value in cells.items() if str(value).endswith(f" {ORDINARY}")]
    assert Counter(Col(column) for _, column in ordinary) == {
        Col.MONTH_AGO_SAID: 5, Col.YEAR_AGO_SAID: 6, Col.SIMILAR_SAID: 13,
    }  # fmt: skip
    assert sum(value == SMALL for value in cells.values()) == 3
    formats = [rule.number_format or "" for rule in sheet().rules]
    assert sum(ORDINARY_MARK in text for text in formats) == 6
    assert any(f'"{SMALL_MARK}"' in text for text in formats)
    texts = [value for value in cells.values() if isinstance(value, str)]
    assert [text[:2] for text in texts if text.startswith(("~ ", "* "))] == ["~ ", "* "]


def test_the_words_of_the_workings_begin_with_the_letter() -> None:
    """Each is a formula over the letter itself, so that it can never say another one."""
    by_place = {(cell.row, cell.column): cell.value for cell in sheet().cells}
    for (row, column), value in by_place.items():
        if column in SAID.values() and isinstance(value, Formula):
            judged = next(at for at, said in SAID.items() if said == column)
            letter = by_place[row, judged]
            assert isinstance(letter, Formula)
            assert str(value.cached).split(" ", maxsplit=1)[0] == letter.cached
            assert value.text.startswith("=$")


def test_notes_say_what_the_marks_stand_for() -> None:
    """The sentences on one figure of few and on one compared with similar councils."""
    by_reference = {a.indicator.reference: a for a in scorecard().assessments}
    few, leavers, reviews = (by_reference[ref] for ref in ("ED06", "CL04", "TC01"))
    assert "95% interval: 23.1% to 88.2%. It includes the low threshold of 64%" in latest_note(few)
    assert "Small number: 5 counted, so one more or fewer moves it by about 20 points." in latest_note(few)
    similar = comparison_note(leavers, leavers.similar, "Similar councils")
    assert similar is not None
    assert "inside the 95% interval of the latest figure, 45.6% to 69.1%: the difference can be chance." in similar
    assert is_ordinary(reviews, reviews.month_ago)
    note = comparison_note(reviews, reviews.month_ago, "month_ago")
    assert note is not None
    assert note.splitlines()[-1] == (
        "Within ordinary variation: none of the months that make the difference stands out. "
        "Charted were 20 months, with limits of 85.9% and 100.0%. Some of those months are illustrative."
    )
    assert all(name in LETTERS.values() for _, _, name in COMPARISONS)
