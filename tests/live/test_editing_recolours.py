"""Editing the built scorecard in a spreadsheet program changes ratings, colours and letters, without Python."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import which

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from tests.tools import html_cells, office_editing

from cpp_scorecard.core.direction import direction
from cpp_scorecard.core.indicator import Polarity
from cpp_scorecard.core.rag import ExpectedRange, RagRating, Tolerance, ToleranceMode, rate
from cpp_scorecard.reports.scorecard import NAME
from cpp_scorecard.reports.scorecard_columns import Col
from cpp_scorecard.sheets.model import Role, a1
from cpp_scorecard.sheets.theme import load_theme

pytestmark = [
    pytest.mark.xdist_group("edited"),
    pytest.mark.skipif(bool(office_editing.missing()), reason=office_editing.missing() or "never"),
    pytest.mark.skipif(not which("pdftotext"), reason="pdftotext (Poppler) is not on the path"),
]

LOOKS = load_theme().looks
FILLS = {"R": LOOKS[Role.RED].fill, "A": LOOKS[Role.AMBER].fill, "G": LOOKS[Role.GREEN].fill, "": None}
INKS = {
    letter: LOOKS[role].rgb
    for letter, role in zip("BWS-", (Role.BETTER, Role.WORSE, Role.SAME, Role.DIRECTION), strict=True)
}
SAID = (Col.MONTH_AGO_SAID, Col.YEAR_AGO_SAID)
COMPARED = ((Col.MONTH_AGO, Col.MONTH_AGO_IS), (Col.YEAR_AGO, Col.YEAR_AGO_IS), (Col.SIMILAR, Col.SIMILAR_IS))


@dataclass(frozen=True)
class Edit:
    """What is typed into the row of `indicator`, and what the rules make of it."""

    what: str
    indicator: str
    typed: Mapping[Col, float | str]
    rating: str
    printed: str
    rating_was: str
    directions: str
    """Month ago, year ago and similar councils, one letter each."""


EDITS = (
    Edit("green falls to red", "Annual foster carer reviews", {Col.LATEST: 0.5}, "R", "50% R", "G", "WW-"),
    Edit(
        "children counted again, the percentage follows", "% of CLA with up to date immunisations",
        {Col.ACTUAL: 320}, "G", "98% G", "A", "-BB",
    ),
    Edit(
        "a lower threshold", "% of CLA with a dental check in last 12 months",
        {Col.LOW: 0.46}, "A", "42% A", "R", "-WB",
    ),
    Edit("a higher threshold", "% of CLA with a missing episode", {Col.HIGH: 0}, "R", "9.4% R", "G", "WWB"),
    Edit("polarity turned round", "% CLA fostered in IFAs", {Col.POLARITY: "High"}, "A", "24.1% A", "G", "WW-"),
    Edit("good inside the range", "Avg time between placement order being granted and being matched to a family (A2)",
         {Col.POLARITY: "Range"}, "A", "143 A", "G", "---"),
    Edit(
        "a wider tolerance",
        "% of pupils achieving the end of KS1 expected standard in reading, writing and maths (CLA 12 months)",
        {Col.TOLERANCE: 0.5}, "A", "20% A", "R", "-WW",
    ),
    Edit(
        "measured in points", "% of CLA with missing episodes offered return interviews",
        {Col.MODE: "points"}, "A", "80.1% A", "R", "WW-",
    ),
    Edit(
        "ordinary variation no more", "% of CLA offered return interviews accepting them",
        {Col.ACTUAL: 90}, "R", "60% R", "G", "WW-",
    ),
    Edit(
        "a small number behind it",
        "% of KS4 pupils achieving GCSE Grade 4 or higher in English and maths (CLA 12 months)",
        {Col.POSSIBLE: 19}, "G", "31.6% G", "R", "-BB",
    ),
    Edit(
        "a figure that was missing", "Average Progress 8 score for KS4 pupils (CLA 12 months)",
        {Col.LATEST: -1.3}, "A", "-1.30 A", "", "--W",
    ),
    Edit("a figure taken away", "Number of looked after children adopted", {Col.LATEST: "NYA"}, "", "NYA", "R", "---"),
    Edit("another figure a month ago", "% of CLA reviews in time", {Col.MONTH_AGO: 0.99}, "G", "94.7% G", "G", "WW-"),
    Edit("the same figure a year ago", "Current foster carers - Mainstream", {Col.YEAR_AGO: 134}, "", "134", "", "WS-"),
)  # fmt: skip


@dataclass(frozen=True)
class Edited:
    """The card before, and as LibreOffice saved and showed it after all edits."""

    rows: dict[str, int]
    before: Worksheet
    after: Worksheet
    shown: html_cells.Table
    printed: str

    def value(self, sheet: Worksheet, row: int, column: int) -> object:
        return sheet.cell(row + 1, column + 1).value


@pytest.fixture(scope="module")
def edited(card: Path, tmp_path_factory: pytest.TempPathFactory) -> Edited:
    before = openpyxl.load_workbook(card, data_only=True)
    rows = _rows(before[NAME])
    typed = {a1(rows[e.indicator], column): value for e in EDITS for column, value in e.typed.items()}
    saved = office_editing.edit(card, tmp_path_factory.mktemp("edited"), NAME, typed)
    text = subprocess.run(
        ["pdftotext", "-layout", "-enc", "UTF-8", str(saved["pdf"]), "-"], capture_output=True, check=True, timeout=60
    ).stdout.decode()
    return Edited(
        rows=rows,
        before=before[NAME],
        after=openpyxl.load_workbook(saved["xlsx"], data_only=True)[NAME],
        shown=html_cells.tables(saved["html"])[before.sheetnames.index(NAME)],
        printed=re.sub(r"[ \t]+", " ", text),
    )


def _rows(sheet: Worksheet) -> dict[str, int]:
    """Zero-based rows of the indicators: those with a tolerance."""
    return {
        str(cells[Col.INDICATOR].value): number
        for number, cells in enumerate(sheet.iter_rows())
        if isinstance(cells[Col.TOLERANCE].value, int | float)
    }


@pytest.mark.slow
@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.what.replace(" ", "-"))
def test_an_edit_is_followed(edited: Edited, edit: Edit) -> None:
    """Rating, fill, printed letter and the three directions after the edit."""
    row = edited.rows[edit.indicator]
    assert (edited.value(edited.before, row, Col.RATING) or "") == edit.rating_was
    assert edited.shown[row, Col.RATING].text == edit.rating
    assert edited.shown[row, Col.LATEST].fill == FILLS[edit.rating]
    assert "".join(edited.shown[row, judged].text for _, judged in COMPARED) == edit.directions
    line = next(line for line in edited.printed.splitlines() if edit.indicator in line)
    assert re.search(rf"(^| ){re.escape(edit.printed)}( |$)", line), line
    if not edit.rating:
        assert not re.search(rf" {re.escape(edit.printed)} [RAG]( |$)", line)
    for mark in (f"{d} ?{m}" for d, m in zip("BWS", "▲▼■", strict=True) if d in edit.directions):
        assert re.search(mark, line), line


@pytest.mark.slow
def test_marks_go_with_what_they_were_judged_by(edited: Edited) -> None:
    """No mark of ordinary variation stays on a figure that was changed; a small number is marked when it is typed."""
    interviews, pupils = (
        edited.rows[name]
        for name in (
            "% of CLA offered return interviews accepting them",
            "% of KS4 pupils achieving GCSE Grade 4 or higher in English and maths (CLA 12 months)",
        )
    )
    said = [(edited.value(edited.before, interviews, c), edited.value(edited.after, interviews, c)) for c in SAID]
    assert said == [("W ordinary", "W"), ("B ordinary", "W")]
    assert not edited.value(edited.before, pupils, Col.COUNTED_SAID)
    assert edited.value(edited.after, pupils, Col.COUNTED_SAID) == "small"
    lines = {row: next(x for x in edited.printed.splitlines() if name in x) for name, row in edited.rows.items()}
    assert "~" not in lines[interviews]
    assert " 19* " in lines[pupils]
    unchanged = edited.rows["% looked after children placed more than 20 miles from home (exc UASC)"]
    assert re.search(r"W ?▼ ?~", lines[unchanged]), lines[unchanged]


@pytest.mark.slow
def test_a_percentage_follows_its_children(edited: Edited) -> None:
    """The figure behind "children counted again" is the counted over the possible."""
    row = edited.rows["% of CLA with up to date immunisations"]
    assert edited.value(edited.after, row, Col.LATEST) == pytest.approx(320 / 327, abs=1e-12)


@pytest.mark.slow
def test_every_row_is_as_the_rules_say_after_the_edits(edited: Edited) -> None:
    """The rules, given what now stands in the cells, agree with the sheet in all rows, edited or not."""
    for name, row in edited.rows.items():

        def number(column: Col, row: int = row) -> float | None:
            value = edited.value(edited.after, row, column)
            return float(value) if isinstance(value, int | float) else None

        polarity = Polarity(str(edited.value(edited.after, row, Col.POLARITY)))
        tolerance = Tolerance(
            number(Col.TOLERANCE) or 0.0,
            ToleranceMode(str(edited.value(edited.after, row, Col.MODE))),
            number(Col.AT_ZERO) or 0.0,
        )
        latest = number(Col.LATEST)
        rating = rate(latest, ExpectedRange(number(Col.LOW), number(Col.HIGH)), polarity, tolerance)
        letter = rating.rag.value if isinstance(rating, RagRating) else ""
        assert edited.shown[row, Col.RATING].text == letter, name
        assert edited.shown[row, Col.LATEST].fill == FILLS[letter], name
        for data, judged in COMPARED:
            due = direction(latest, number(data), polarity).value
            cell = edited.shown[row, judged]
            assert (cell.text, cell.ink) == (due, INKS[due]), (name, data)


@pytest.mark.slow
def test_the_summary_counts_again(edited: Edited) -> None:
    """So many of each colour after the edits, in the words of the line over the table."""
    before, after = (str(edited.value(sheet, 2, 0)) for sheet in (edited.before, edited.after))
    assert before.startswith("Rated: 9 red, 9 amber, 27 green; 20 not rated.")
    ratings = [edited.shown[row, Col.RATING].text for row in edited.rows.values()]
    counts = {letter: ratings.count(letter) for letter in ("R", "A", "G", "")}
    assert counts != {"R": 9, "A": 9, "G": 27, "": 20}
    assert after.startswith(
        f"Rated: {counts['R']} red, {counts['A']} amber, {counts['G']} green; {counts['']} not rated."
    )
    moved = sum(
        edited.shown[row, Col.RATING].text != edited.shown[row, Col.RATING_BEFORE].text
        for row in edited.rows.values()
        if edited.shown[row, Col.RATING].text and edited.shown[row, Col.RATING_BEFORE].text
    )
    assert after.endswith(f"{moved} ratings have changed.")
    assert edited.shown[2, 0].text == after
