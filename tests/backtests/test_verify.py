"""`verify` finds what is wrong on a published card: all of it, and nothing that is right.

The published copy has one error, the letter of Progress 8 against similar councils. Twenty more are planted by a
seeded die: letters, percentages and counts, labels, fills. The cells that `verify` names must be exactly those.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from cpp_scorecard.app.scorecard import Scorecard, make_scorecard
from cpp_scorecard.app.verify import Verification, verify
from cpp_scorecard.cli import main

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "wiltshire-2022-01"
PUBLISHED = SAMPLE / "published.xlsx"
PROGRESS_8 = "P44"

FILLS = {"R": "FFFF0000", "A": "FFFFC000", "G": "FF00B050"}
LETTERS, FIGURES, POSSIBLE, LABELS, LATEST = ("L", "N", "P"), "FGHIJKMO", "J", ("C", "D", "E"), "H"


@cache
def scorecard() -> Scorecard:
    return make_scorecard(SAMPLE / "indicators.xlsx")


def cells_named(found: Verification) -> set[str]:
    return {finding.cell or "no cell" for finding in found.differences}


def cells_of(sheet: Worksheet, columns: str | tuple[str, ...]) -> list[Cell]:
    """The cells of an indicator's row in `columns`, those that hold text."""
    rows = [
        row[0].row for row in sheet.iter_rows() if row[2].value in ("SS", "R12M", "YTD", "Q", "FY", "AY", "AY21-22")
    ]
    cells = [sheet[f"{column}{row}"] for row in rows for column in columns]
    return [cell for cell in cells if isinstance(cell, Cell) and cell.value]


def wrong_letter(cell: Cell, dice: random.Random) -> None:
    cell.value = dice.choice([letter for letter in "BWS-" if letter != cell.value])


def wrong_figure(cell: Cell, dice: random.Random) -> None:
    """One unit more or less in the last printed place, or a token where there is a figure, or the other way round."""
    text = str(cell.value)
    number = re.fullmatch(r"(-?)([\d,]*\.?\d*)(%?)", text)
    if text in ("-", "NYA", "NA") or not number:
        cell.value = "12"
    elif dice.random() < 0.2:
        cell.value = "NYA"
    else:
        decimals = len(number[2].partition(".")[2])
        changed = float(number[1] + number[2].replace(",", "")) + dice.choice([1, -1]) * 10**-decimals
        cell.value = f"{changed:.{decimals}f}{number[3]}"


def wrong_label(cell: Cell, dice: random.Random) -> None:
    other = {
        "C": ["SS", "YTD", "R12M", "FY"],
        "D": ["Oct-21", "Apr 21 - Sep 21", "2018/19", "Term 1", "Nov 20 - Oct 21"],
        "E": ["High", "Low", "-"],
    }
    cell.value = dice.choice([text for text in other[cell.column_letter] if text != cell.value])


def wrong_colour(cell: Cell, dice: random.Random) -> None:
    shown = cell.fill.fgColor.rgb if cell.fill.fill_type else None
    other = [fill for fill in (*FILLS.values(), None) if fill != shown]
    chosen = dice.choice(other)
    cell.fill = PatternFill("solid", fgColor=chosen) if chosen else PatternFill()


def planted(path: Path, seed: int) -> set[str]:
    """A copy of the published card with twenty errors, five of each kind; the addresses of the cells."""
    dice = random.Random(seed)
    book = load_workbook(PUBLISHED)
    sheet = book.worksheets[0]
    taken = {PROGRESS_8}
    kinds = [(LETTERS, wrong_letter), (FIGURES, wrong_figure), (LABELS, wrong_label), (LATEST, wrong_colour)]
    for columns, spoil in kinds:
        free = [cell for cell in cells_of(sheet, tuple(columns)) if cell.coordinate not in taken]
        for cell in dice.sample(free, 5):
            spoil(cell, dice)
            taken.add(cell.coordinate)
    book.save(path)
    return taken - {PROGRESS_8}


def test_the_published_card_has_one_error() -> None:
    """Progress 8 has no figure for 2020-21, so there is nothing to be better than similar councils."""
    found = verify(scorecard(), PUBLISHED)
    assert [(f.code, f.sheet, f.cell) for f in found.differences] == [("letter-differs", "CPP Scorecard", PROGRESS_8)]
    assert "Progress 8" in found.differences[0].message
    assert (len(found.card.rows), found.cells_compared, found.colours_compared) == (65, 65 * 14, 65)


@pytest.mark.parametrize("seed", range(8))
def test_twenty_planted_errors_are_found_and_nothing_else(seed: int, tmp_path: Path) -> None:
    """Five letters, five figures, five labels and five fills, each in a cell of its own."""
    errors = planted(tmp_path / "card.xlsx", seed)
    assert len(errors) == 20
    assert cells_named(verify(scorecard(), tmp_path / "card.xlsx")) == errors | {PROGRESS_8}


def test_each_kind_of_error_has_its_code(tmp_path: Path) -> None:
    """A script sorts differences by code; people read both sides of the difference in the sentence."""
    planted(tmp_path / "card.xlsx", seed=1)
    found = verify(scorecard(), tmp_path / "card.xlsx").differences
    assert Counter(f.code for f in found) == {
        "letter-differs": 6, "figure-differs": 5, "label-differs": 5, "colour-differs": 5,
    }  # fmt: skip
    assert all("print" in f.message or "holds" in f.message for f in found)
    assert all(f.remedy and f.indicator for f in found)


def test_an_indicator_too_many_or_too_few_is_a_difference(tmp_path: Path) -> None:
    """A row that was renamed stands on the card and not in the workbook, and the other way round."""
    book = load_workbook(PUBLISHED)
    book.worksheets[0]["B20"] = "Something that nobody defined"
    book.save(tmp_path / "card.xlsx")
    found = verify(scorecard(), tmp_path / "card.xlsx")
    assert sorted((f.code, f.cell) for f in found.differences if f.cell != PROGRESS_8) == [
        ("row-missing", None), ("row-unknown", "B20"),
    ]  # fmt: skip


def test_a_card_that_the_product_built_has_no_differences(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its figures are the rules' own, Progress 8 included; its colours are conditional formats and not compared."""
    assert main(["build", str(SAMPLE / "indicators.xlsx"), "-o", str(tmp_path / "card.xlsx")]) == 0
    capsys.readouterr()
    found = verify(scorecard(), tmp_path / "card.xlsx")
    assert [f.message for f in found.differences] == []
    assert (len(found.card.rows), found.colours_compared) == (65, 0)


def test_the_command_says_the_same_in_words_and_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    """Differences with print are warnings: the command found them, so it is done (exit code 0)."""
    paths = [str(SAMPLE / "indicators.xlsx"), str(PUBLISHED)]
    assert main(["verify", *paths]) == 0
    words = capsys.readouterr().out
    assert words.splitlines()[0].startswith("'CPP Scorecard'!P44 ")
    assert words.splitlines()[-1] == "1 difference in 910 cells and 65 colours of 65 indicators."
    assert main(["verify", *paths, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [d["cell"] for d in document["differences"]] == [PROGRESS_8]
    assert document["cells_compared"] == 910


def test_a_workbook_that_is_no_card_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """The two paths may have been swapped; the message says what was looked for."""
    path = str(SAMPLE / "indicators.xlsx")
    assert main(["verify", path, path]) == 4
    assert '"Latest Data and RAG Rating"' in capsys.readouterr().err
