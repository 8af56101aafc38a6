"""The card follows the workbook: nothing of the published one is typed in anywhere in the product.

Variants of the sample have another council, other words in the names, rows and columns in another order, and every
figure changed by a seeded die: values, counts, thresholds, comparators, tolerances, what good looks like, how far
each indicator's figures reach. What the product makes of each is compared with `naive_oracle`, which shares
no line with it.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from tests.backtests import naive_oracle

from cpp_scorecard.cli import main

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "wiltshire-2022-01" / "indicators.xlsx"
COUNCIL = "Nowhereshire"
DATA_SHEETS = ("Health and safety", "Placements and fostering", "Care leavers and voice", "Quarters", "Annual returns",
               "Education")  # fmt: skip
SEEDS = [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 25))]


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell), f"{sheet.title}!{cell.coordinate} is merged"
    return cell


# Layout: merges undone and filled, then rows and columns in another order.


def unmerge(sheet: Worksheet) -> None:
    """Undo every merge and repeat its value, but for headers that span two rows: those stay in the upper."""
    for area in list(sheet.merged_cells.ranges):
        value = sheet.cell(area.min_row, area.min_col).value
        header = any(cell.value == "Indicator" for cell in sheet[area.min_row])
        sheet.unmerge_cells(str(area))
        last_row = area.min_row if header else area.max_row
        for row in range(area.min_row, last_row + 1):
            for column in range(area.min_col, area.max_col + 1):
                sheet.cell(row, column).value = value


def tables(sheet: Worksheet) -> list[tuple[int, int, int, int]]:
    """Each table of an unmerged sheet: header row, first row, last row, number of columns."""
    found = []
    starts = [number for number, row in enumerate(sheet.iter_rows(), 1) if any(c.value == "Indicator" for c in row)]
    for start in starts:
        names = next(c.column for c in sheet[start] if c.value == "Indicator")
        first = start + 1 if sheet.cell(start + 1, names).value else start + 2
        last = first
        while sheet.cell(last + 1, names).value:
            last += 1
        width = max(c.column for row in sheet.iter_rows(start, first - 1) for c in row if c.value is not None)
        found.append((start, first, last, width))
    return found


def move(sheet: Worksheet, moves: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Put the value and the number format of each first cell into the second."""
    taken = [(to, sheet.cell(*of).value, sheet.cell(*of).number_format) for of, to in moves]
    for to, value, number_format in taken:
        cell_at(sheet, *to).value = value
        sheet.cell(*to).number_format = number_format


def shuffle(sheet: Worksheet, dice: random.Random) -> None:
    """Rows of each table in another order, an indicator's rows together; then its columns in another order."""
    unmerge(sheet)
    for start, first, last, width in tables(sheet):
        names = next(c.column for c in sheet[start] if c.value == "Indicator")
        blocks: dict[object, list[int]] = {}
        for row in range(first, last + 1):
            blocks.setdefault(sheet.cell(row, names).value, []).append(row)
        order = list(blocks.values())
        dice.shuffle(order)
        for block in order:
            dice.shuffle(block)
        rows = [row for block in order for row in block]
        move(sheet, [((row, c), (first + n, c)) for n, row in enumerate(rows) for c in range(1, width + 1)])
        columns = list(range(1, width + 1))
        dice.shuffle(columns)
        move(sheet, [((r, c), (r, n)) for n, c in enumerate(columns, 1) for r in range(start, last + 1)])


# Figures: every number becomes another one of its own kind.


def perturbed(value: Any, number_format: str, dice: random.Random, *, percentage: bool) -> Any:
    """Another figure, typed in the same way; a word that stands for a figure stays."""
    if isinstance(value, str):
        if value.endswith("%"):
            return f"{dice.uniform(2, 100):.1f}%"
        return f"{dice.randint(1001, 9999):,}" if value.replace(",", "").isdigit() else value
    if value is None:
        return None
    if percentage:
        share = round(dice.uniform(0.02, 1), 3)
        return share if "%" in number_format or abs(value) <= 1 else dice.randint(2, 100)
    if value != int(value):
        return round(value * dice.uniform(0.3, 2) + dice.uniform(-0.2, 0.2), 2)
    return dice.randint(1, max(3, 2 * abs(int(value))))


def perturb_rows(sheet: Worksheet, percentages: set[str], dice: random.Random) -> None:
    """Every figure of a data sheet. Counts stay in proportion: an actual is never above its possible."""
    for record in naive_oracle.records(sheet):
        part, name = naive_oracle.text(record, "Figure"), naive_oracle.text(record, "Indicator")
        timed = [cell for header, cell in record.items() if cell is not None and naive_oracle.period(header)]
        if part == "Actual":
            continue
        for cell in timed:
            cell.value = perturbed(
                cell.value, cell.number_format, dice, percentage=name in percentages and part == "Data"
            )
            if part == "Possible" and cell.value is not None:
                above = sheet.cell(cell.row - 1, cell.column)
                most = number(cell.value)
                if most is not None and number(above.value) is not None:
                    count = dice.randint(0, most)
                    above.value = f"{count:,}" if isinstance(above.value, str) else count
    blocks: dict[str, list[dict[Any, Any]]] = {}
    for record in naive_oracle.records(sheet):
        blocks.setdefault(naive_oracle.text(record, "Indicator"), []).append(record)
    for block in blocks.values():
        end_elsewhere(block, dice)


def number(value: object) -> int | None:
    return int(str(value).replace(",", "")) if str(value).replace(",", "").isdigit() else None


def end_elsewhere(block: list[dict[Any, Any]], dice: random.Random) -> None:
    """Some indicators end earlier than published, and some are no longer waiting for their last figure."""
    rows = [{naive_oracle.period(header): cell for header, cell in record.items()} for record in block]
    months = sorted({when for row in rows for when in row if when and when[0] == "month"})
    if not months or dice.random() < 0.4:
        return
    for row in rows:
        cells = [row[when] for when in months if row[when] is not None]
        filled = [cell for cell in cells if not isinstance(cell.value, str)]
        for cell in cells:
            if cell.value == "NYA" and filled and len(rows) == 1:
                cell.value, cell.number_format = filled[-1].value, filled[-1].number_format
    if dice.random() < 0.5:
        for when in months[-dice.randint(1, 4) :]:
            for row in rows:
                if row[when] is not None:
                    row[when].value = "NYA"


def perturb_definitions(sheet: Worksheet, dice: random.Random) -> None:
    """Thresholds (a zero among them now and then), what good looks like, and some rules of the indicator's own."""
    for record in naive_oracle.records(sheet):
        if not naive_oracle.text(record, "Indicator"):
            continue
        percentage = naive_oracle.text(record, "Unit") == "Percentage"
        bounds = [record.get(("Expected Range", side)) for side in ("Low", "High")]
        for cell in bounds:
            if cell is not None:
                cell.value = perturbed(cell.value, cell.number_format, dice, percentage=percentage)
        low, high = bounds
        if low is not None and high is not None and not isinstance(low.value, str) and not isinstance(high.value, str):
            low.value, high.value = sorted((low.value, high.value))
            if dice.random() < 0.15:
                low.value = 0
        elif low is not None and high is not None and str(low.value).endswith("%"):
            low.value, high.value = "12.5%", "61%"
        good = record["What does good look like?"]
        good.value = dice.choice([good.value, good.value, "High", "Low", "Range", "-"])
        if percentage and dice.random() < 0.2:
            column = tolerance_column(sheet)
            cell_at(sheet, good.row, column).value = round(dice.uniform(0.02, 0.3), 2)
            cell_at(sheet, good.row, column + 1).value = dice.choice(["points", "relative", None])


def tolerance_column(sheet: Worksheet) -> int:
    return next(cell.column for row in sheet.iter_rows(4, 5) for cell in row if cell.value == "Tolerance")


def variant(path: Path, seed: int, *, moved: bool) -> Path:
    """A workbook of another council with other figures; with `moved`, in another order and without merges."""
    dice = random.Random(seed)
    book = load_workbook(SAMPLE)
    definitions = naive_oracle.records(book["Definitions"])
    percentages = {
        naive_oracle.text(d, "Indicator") for d in definitions if naive_oracle.text(d, "Unit") == "Percentage"
    }
    perturb_definitions(book["Definitions"], dice)
    for name in DATA_SHEETS:
        perturb_rows(book[name], percentages, dice)
    for record in naive_oracle.records(book["Comparators"]):
        cell = record.get(("Similar Councils", "Value"))
        if cell is not None:
            name = naive_oracle.text(record, "Indicator")
            cell.value = perturbed(cell.value, cell.number_format, dice, percentage=name in percentages)
    settings = {row[0].value: row[1] for row in book["Settings"].iter_rows(min_row=4)}
    settings["RAG tolerance"].value = round(dice.uniform(0.03, 0.3), 2)
    settings["Zero-bound tolerance (percentages)"].value = round(dice.uniform(0.01, 0.2), 2)
    settings["Zero-bound tolerance (counts and rates)"].value = dice.randint(1, 20)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell, Cell) and isinstance(cell.value, str):
                    cell.value = cell.value.replace("Wiltshire", COUNCIL).replace("CLA", "CiC")
        if moved and sheet.title in (*DATA_SHEETS, "Definitions", "Comparators", "Overrides"):
            shuffle(sheet, dice)
    book.save(path)
    return path


def product(path: Path, capsys: pytest.CaptureFixture[str], as_of: str | None) -> dict[str, Any]:
    """What `check --json` says; the exit code may be 3, as an event series that ends early is incomplete."""
    assert main(["check", str(path), "--json", *(["--as-of", as_of] if as_of else [])]) in (0, 3)
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def same(ours: Any, theirs: Any) -> bool:
    if isinstance(ours, float) and isinstance(theirs, int | float):
        return abs(ours - theirs) <= 1e-12 * max(1.0, abs(ours))
    return bool(ours == theirs)


def differences(expected: list[dict[str, Any]], found: list[dict[str, Any]]) -> list[str]:
    """Every field in which product and oracle differ, one line each."""
    return [
        f"{theirs['indicator'][:50]} ({theirs['how_reported']}), {name}: oracle {value!r}, product {theirs[name]!r}"
        for ours, theirs in zip(expected, found, strict=True)
        for name, value in ours.items()
        if not same(value, theirs[name]) and not (name == "period_label" and value is None)
    ]


@pytest.mark.slow
@pytest.mark.parametrize("as_of", [None, pytest.param("2021-10", marks=pytest.mark.slow)])
def test_the_oracle_agrees_on_the_sample_itself(as_of: str | None, capsys: pytest.CaptureFixture[str]) -> None:
    """Both read the workbook as it ships, in December and as it would have been in October."""
    _, expected = naive_oracle.card(SAMPLE, None if as_of is None else 2021 * 12 + 9)
    assert differences(expected, product(SAMPLE, capsys, as_of)["indicators"]) == []


@pytest.mark.parametrize("moved", [False, True], ids=["same layout", "rows and columns moved"])
@pytest.mark.parametrize("seed", SEEDS)
def test_other_figures_give_another_card(
    seed: int, moved: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Another council's workbook: the product says what the oracle says, of all 65 indicators."""
    path = variant(tmp_path / "elsewhere.xlsx", seed, moved=moved)
    council, expected = naive_oracle.card(path)
    found = product(path, capsys, None)
    assert (found["council"], council) == (COUNCIL, COUNCIL)
    assert len(expected) == len(found["indicators"]) == 65
    assert differences(expected, found["indicators"]) == []


@pytest.mark.slow
def test_a_variant_has_nothing_in_common_with_the_sample_but_its_shape(tmp_path: Path) -> None:
    """The comparison would prove little if the variants were the sample again."""
    _, before = naive_oracle.card(SAMPLE)
    _, after = naive_oracle.card(variant(tmp_path / "elsewhere.xlsx", 1, moved=True))
    figures = [{row[name] for row in before} for name in ("latest", "month_ago", "year_ago", "similar")]
    others = [{row[name] for row in after} for name in ("latest", "month_ago", "year_ago", "similar")]
    assert all(len(old & new) <= len(old) / 3 for old, new in zip(figures, others, strict=True))
    assert [row["indicator"] for row in before] != [row["indicator"] for row in after]
    assert {row["rag"] for row in after} == {"R", "A", "G", None}
    assert {row["year_ago_direction"] for row in after} >= {"B", "W", "-"}
