"""The sample exception dataset holds what was published, and the rules it states give what they are said to give.

The evaluator here reads the built workbook and shares nothing with the tool.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from functools import cache

import openpyxl
import pytest
from openpyxl.cell.cell import Cell, MergedCell
from tests.tools import shared

from build_artefacts.__main__ import ROOT

WORKBOOK = ROOT / "samples/wiltshire-2021-22-q2/indicators.xlsx"
MONTHS = ("Apr-21", "May-21", "Jun-21", "Jul-21", "Aug-21", "Sep-21")
PARTS = {
    "21-22 Q1": MONTHS[:3],
    "21-22 Q2": MONTHS[3:],
    "20-21 FY": ("20-21 Q1", "20-21 Q2", "20-21 Q3", "20-21 Q4"),
}
COLUMNS = (
    *MONTHS,
    *PARTS["20-21 FY"],
    "21-22 Q1",
    "21-22 Q2",
    *(f"{year}-{year + 1} FY" for year in range(16, 21)),
    *("exp_low", "exp_high", "wilts", "eng", "sw", "stat_nbours", "os_las"),
)
FIRST_FIGURE = 4
FIGURE = re.compile(r"([+-]?\d[\d,]*(?:\.\d+)?)(%?)(?:\s*\(.*)?")
GIVES_MORE = {("D047", "20-21 FY")}
"""Listed as not reproduced, but the row's own counts give it."""
GIVES_LESS = {("D186", "21-22 Q2")}
"""Listed as reproduced, but a month that it needs is printed `not avail`."""
RULES, LABELS = "golden/forensic_002_rules.csv", "golden/forensic_rag_safeguarding.csv"
GRID, POPULATION = "golden/safeguarding_2021-22_q2.csv", "golden/population.csv"

Key = tuple[str, str]
Row = dict[str, str]


@cache
def workbook() -> openpyxl.Workbook:
    return openpyxl.load_workbook(WORKBOOK)


def shown(cell: Cell | MergedCell) -> str:
    """The cell as Excel shows it."""
    if isinstance(cell.value, dt.datetime):
        return f"{cell.value:%b-%y}"
    if cell.value is None or isinstance(cell.value, str):
        return cell.value or ""
    decimals = len(cell.number_format.rstrip("%").partition(".")[2])
    return f"{cell.value:.{decimals}{'%' if cell.number_format.endswith('%') else 'f'}}"


@cache
def grid() -> dict[str, Row]:
    """Every row by its reference: area, indicator, type and the figures as shown."""
    found: dict[str, Row] = {}
    area = ""
    for cells in workbook()["Exception dataset"].iter_rows():
        ref = shown(cells[0])
        if re.fullmatch(r"D\d{3}", ref):
            area = shown(cells[1]) or area
            figures = dict(zip(COLUMNS, map(shown, cells[FIRST_FIGURE:]), strict=True))
            found[ref] = {"area": area, "indicator": shown(cells[2]), "type": shown(cells[3]), **figures}
    return found


@cache
def listed(name: str) -> list[Row]:
    """The rows of a list sheet by its headings."""
    rows = [[shown(cell) for cell in cells] for cells in workbook()[name].iter_rows(min_row=4)]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:] if any(row)]


@cache
def population_row() -> Row:
    for cells in workbook()["Exception dataset"].iter_rows():
        if shown(cells[FIRST_FIGURE - 1]).startswith("Population"):
            return dict(zip(COLUMNS, map(shown, cells[FIRST_FIGURE:]), strict=True))
    raise AssertionError("no population row")


def golden(name: str) -> list[Row]:
    path = shared.path(name)
    if path is None:
        pytest.skip(shared.missing(name))
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(text: str) -> Fraction | None:
    found = FIGURE.fullmatch(text.strip())
    return Fraction(found[1].replace(",", "")) / (100 if found[2] else 1) if found else None


def prints(value: Fraction, text: str) -> bool:
    """Whether `value` is printed as `text`, halves rounded away from zero."""
    found = FIGURE.fullmatch(text.strip())
    assert found is not None
    scale = 10 ** (len(found[1].partition(".")[2]) + 2 * bool(found[2]))
    rounded = int((2 * abs(value) * scale + 1) // 2)
    return bool((-rounded if value < 0 else rounded) == (number(text) or 0) * scale)


def total(refs: str, column: str) -> Fraction | None:
    """The sum of the rows named, in one column."""
    values = [number(grid()[ref][column]) for ref in refs.split(" + ")]
    return None if None in values else sum((value for value in values if value is not None), Fraction())


def known(values: Sequence[Fraction | None]) -> list[Fraction] | None:
    """All the values, or None where one is missing."""
    return None if None in values else [value for value in values if value is not None]


def computed(ref: str, column: str) -> Fraction | None:
    """What the rules of the workbook give for a quarter or a year; None where they give nothing."""
    said = next((row for row in listed("Measures") if row["Ref"] == ref), None)
    printed = {"number": "Number", "snapshot": "Snapshot", "% snapshot": "Percentage snapshot"}
    row = grid()[ref]
    kind = said["Measure type"] if said else printed[row["type"].lower()]
    numerator, denominator = (said["Numerator"], said["Denominator"]) if said else ("", "")
    texts = [row[part] for part in PARTS[column]]
    values = [number(text) for text in texts]
    year = column.endswith("FY")
    if kind in ("Rate of a flow", "Rate of a stock"):
        count = total(numerator, column)
        times = 4 if kind == "Rate of a flow" and not year else 1
        return None if count is None else count * times * 10_000 / int(population_row()[column])
    if kind == "Percentage":
        over, under = total(numerator, column), total(denominator, column)
        return over / under if over is not None and under else None
    if kind == "Number" or (kind == "Distinct children" and year):
        present = [value for value in values if value is not None]
        nothing = sum(text in ("", "-") for text in texts)
        return sum(present, Fraction()) if present and len(present) + nothing == len(texts) else None
    if kind in ("Snapshot", "Percentage snapshot"):
        return values[-1]
    if kind == "Mean":
        whole = known(values)
        return sum(whole, Fraction()) / len(whole) if whole else None
    if kind == "Weighted mean":
        return weighted(values, PARTS[column], numerator, denominator)
    assert kind in ("As given", "Distinct children")
    return None


def weighted(values: Sequence[Fraction | None], parts: Sequence[str], numerator: str, weights: str) -> Fraction | None:
    rates, counts = known(values), known([total(weights or numerator, part) for part in parts])
    if rates is None or counts is None:
        return None
    if weights:
        return sum((r * n for r, n in zip(rates, counts, strict=True)), Fraction()) / sum(counts, Fraction())
    return sum(counts, Fraction()) / sum((n / r for r, n in zip(rates, counts, strict=True)), Fraction())


@cache
def outcomes() -> dict[Key, bool | None]:
    """Whether each printed quarter and year is what the rules give; None where they or the print give nothing."""
    found: dict[Key, bool | None] = {}
    for ref in grid():
        for column in PARTS:
            text, value = grid()[ref][column], computed(ref, column)
            found[ref, column] = None if value is None or number(text) is None else prints(value, text)
    return found


def test_every_row_is_as_published() -> None:
    published = golden(GRID)
    assert [list(row.values()) for row in grid().values()] == [list(row.values()) for row in published]
    assert list(grid()) == [f"D{place:03d}" for place in range(1, len(published) + 1)]


def test_every_block_says_the_population_of_every_column() -> None:
    published = [row["population"] for row in golden(POPULATION)]
    blocks = [
        [shown(cell) for cell in cells[FIRST_FIGURE:]]
        for cells in workbook()["Exception dataset"].iter_rows()
        if shown(cells[FIRST_FIGURE - 1]).startswith("Population")
    ]
    assert blocks == [published[: len(COLUMNS)]] * 11


def test_the_rules_give_the_figures_they_are_known_to_give() -> None:
    rules = golden(RULES)
    refs = dict(zip(dict.fromkeys(row["source_line"] for row in rules), grid(), strict=True))
    expected = {(refs[row["source_line"]], row["target"]): row["reproduced"] for row in rules}
    yes = {key for key, value in expected.items() if value == "yes"}
    no = {key for key, value in expected.items() if value == "no"}
    assert len(no) == 57
    given = {key for key, value in outcomes().items() if value is True}
    differing = {key for key, value in outcomes().items() if value is False}
    assert given == (yes - GIVES_LESS) | GIVES_MORE
    assert differing == no - GIVES_MORE


@pytest.mark.parametrize(
    ("column", "printed", "given", "differing"),
    [
        ("21-22 Q1", "number", 62, 2),
        ("21-22 Q1", "snapshot", 60, 1),
        ("21-22 Q1", "rate", 15, 0),
        ("21-22 Q1", "%", 40, 1),
        ("21-22 Q1", "% snapshot", 26, 1),
        ("21-22 Q2", "number", 64, 0),
        ("21-22 Q2", "snapshot", 61, 0),
        ("21-22 Q2", "rate", 13, 2),
        ("21-22 Q2", "%", 39, 2),
        ("21-22 Q2", "% snapshot", 25, 1),
        ("20-21 FY", "number", 56, 9),
        ("20-21 FY", "snapshot", 31, 18),
        ("20-21 FY", "rate", 12, 3),
        ("20-21 FY", "%", 31, 10),
        ("20-21 FY", "% snapshot", 21, 6),
    ],
)
def test_how_many_figures_follow(column: str, printed: str, given: int, differing: int) -> None:
    """The two that differ from the published count of 26/27 and 30/41 are `GIVES_LESS` and `GIVES_MORE`."""
    counts = Counter(outcomes()[ref, column] for ref, row in grid().items() if row["type"].lower() == printed)
    assert (counts[True], counts[False]) == (given, differing)


def test_every_difference_has_a_reason() -> None:
    reasons = {(row["Ref"], row["Period"]): row["Reason"] for row in listed("Differences")}
    differing = {key for key, value in outcomes().items() if value is False}
    assert differing | GIVES_MORE <= set(reasons)
    assert all(reasons.values())


def rating(ref: str, column: str) -> str:
    """Red, Amber or Green by the tolerances of the Settings sheet, both ends of the range judged."""
    settings = {shown(cells[0]): cells[1].value for cells in workbook()["Settings"].iter_rows(min_row=4)}
    row = grid()[ref]
    value, low, high = (number(row[name]) for name in (column, "exp_low", "exp_high"))
    assert value is not None
    gaps = [
        (bound, gap) for bound, gap in ((low, (low or 0) - value), (high, value - (high or 0))) if bound is not None
    ]
    bound, gap = max(gaps, key=lambda found: found[1])
    if gap <= 0:
        return "Green"
    if row[column].endswith("%"):
        return "Red" if gap * 100 >= Fraction(str(settings["RAG tolerance for percentages (points)"])) else "Amber"
    return "Red" if gap / abs(bound) >= Fraction(str(settings["RAG tolerance"])) else "Amber"


def test_23_of_the_26_labels_follow_and_the_others_are_overridden() -> None:
    labelled: dict[str, list[tuple[str, str]]] = {}
    by_name = {row["indicator"]: ref for ref, row in grid().items()}
    for row in golden(LABELS):
        labelled.setdefault(row["indicator"], []).append((by_name[row["row"]], row["label"].split()[0]))
    failing = {n for n, rows in labelled.items() if any(rating(ref, "21-22 Q2") != label for ref, label in rows)}
    assert len(labelled) == 26
    assert failing == {"1", "20", "25"}
    overridden = {row["Ref"]: row["Value"] for row in listed("Overrides")}
    assert overridden == {ref: label[0] for n in failing for ref, label in labelled[n]}


def test_the_lists_refer_to_rows_of_the_grid() -> None:
    for name in ("Measures", "Differences", "Overrides", "Annual strips"):
        assert {row["Ref"] for row in listed(name)} <= set(grid()), name
    assert {row["Area"] for row in listed("Sections")} == {row["area"] for row in grid().values()}
    assert {row["Section"] for row in listed("Narrative")} == {row["Section"] for row in listed("Sections")}


def test_no_sentence_of_the_report_is_copied() -> None:
    path = shared.path("published/safeguarding_exception_dataset_2021-22_q2.txt")
    if path is None:
        pytest.skip(shared.missing("published"))
    published = " ".join(re.findall(r"\w+", path.read_text(encoding="utf-8").lower()))
    for row in listed("Narrative"):
        words = re.findall(r"\w+", row["Text"].lower())
        runs = (" ".join(words[at : at + 9]) for at in range(len(words) - 8))
        assert not [run for run in runs if run in published], row["Text"]
