"""`build --previous`: a pack is compared with an earlier one that this product built."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from cpp_scorecard.cli import DONE, REFUSED, main

ROOT = Path(__file__).parents[2]
CARD = ROOT / "samples" / "wiltshire-2022-01" / "indicators.xlsx"
DATASET = ROOT / "samples" / "wiltshire-2021-22-q2" / "indicators.xlsx"


def lines(pack: Path) -> list[tuple[object, ...]]:
    """What the sheet lists, below its header."""
    sheet = openpyxl.load_workbook(pack)["Since last time"]
    return [row for row in sheet.iter_rows(min_row=6, values_only=True) if row[0]]


@pytest.mark.parametrize(
    "workbook", [CARD, pytest.param(DATASET, marks=pytest.mark.slow)], ids=["scorecard", "dataset"]
)
def test_a_pack_is_not_different_from_itself(workbook: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first.xlsx", tmp_path / "second.xlsx"
    assert main(["build", str(workbook), "-o", str(first)]) == DONE
    assert main(["build", str(workbook), "-o", str(second), "--previous", str(first)]) == DONE
    assert lines(second) == []


@pytest.mark.slow
def test_a_month_later_colours_and_figures_have_changed(tmp_path: Path) -> None:
    """December against November: what changed colour stands first."""
    before, now = tmp_path / "november.xlsx", tmp_path / "december.xlsx"
    assert main(["build", str(CARD), "-o", str(before), "--as-of", "2021-11"]) == DONE
    assert main(["build", str(CARD), "-o", str(now), "--previous", str(before)]) == DONE
    found = lines(now)
    kinds = [row[0] for row in found]
    first_seen = list(dict.fromkeys(kinds))
    assert first_seen == [kind for kind in ("changed colour", "new figure", "restated") if kind in kinds]
    assert kinds == [kind for first in first_seen for kind in kinds if kind == first], "each kind stands together"
    assert ("changed colour", "A", "R") in {(row[0], row[4], row[5]) for row in found}


@pytest.mark.slow
def test_a_restated_figure_of_an_old_month_is_told(tmp_path: Path) -> None:
    """A council that mends a past quarter shows that it did."""
    before, now = tmp_path / "before.xlsx", tmp_path / "now.xlsx"
    assert main(["build", str(DATASET), "-o", str(before)]) == DONE
    book = openpyxl.load_workbook(DATASET)
    sheet = book["Exception dataset"]
    cell = next(c for row in sheet.iter_rows() for c in row if c.value == 3536)
    cell.value = 3537
    changed = tmp_path / "changed.xlsx"
    book.save(changed)
    assert main(["build", str(changed), "-o", str(now), "--previous", str(before)]) == DONE
    assert ("restated", "20-21 Q1", "3,536", "3,537") in {(r[0], r[3], r[4], r[5]) for r in lines(now)}


def test_something_that_is_no_pack_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The message names it, and nothing is written."""
    out = tmp_path / "now.xlsx"
    template = ROOT / "workbook_templates" / "style_template.xlsx"
    assert main(["build", str(CARD), "-o", str(out), "--previous", str(template)]) == REFUSED
    assert "style_template.xlsx" in capsys.readouterr().err
    assert not out.exists()
