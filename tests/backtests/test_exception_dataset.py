"""The sample exception dataset gives the figures that Wiltshire published, and names each one that does not follow.

What was printed stands in `samples/wiltshire-2021-22-q2/data`; which cells can be worked out, and which of them were,
in the transcription that `tests.tools.shared` may find. Figures are printed here by this file's own few lines.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import math
import re
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.tools import shared

from cpp_scorecard.app.scorecard import make_scorecard
from cpp_scorecard.cli import main
from cpp_scorecard.core.dataset import column_label
from cpp_scorecard.core.recompute import recompute

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "wiltshire-2021-22-q2"
RULES, LABELS = "golden/forensic_002_rules.csv", "golden/forensic_rag_safeguarding.csv"
Q1, Q2, YEAR = "21-22 Q1", "21-22 Q2", "20-21 FY"
FOLLOWS_AFTER_ALL = ("D047", YEAR)
"""Counted as not reproduced, since its quarters do not give it; its own two counts do."""
NOT_DERIVABLE = ("D186", Q2)
"""Counted as reproduced, but the month of July that it needs is printed `not avail`."""
PRINTED_AS_25 = "D178"
"""The number 25 is printed twice in its section; the narrative calls the second one 26."""
FIGURE = re.compile(r"([+-]?\d[\d,]*(?:\.\d+)?)(%?)(?:\s*\(.*)?")

Cell = tuple[str, str]
Row = dict[str, str]
Document = dict[str, Any]


def rows_of(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


GRID = rows_of(SAMPLE / "data" / "grid.csv")
COLUMNS = [name for name in GRID[0] if re.fullmatch(r"[A-Z][a-z]{2}-\d\d|\d\d-\d\d (Q\d|FY)", name)]


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Document:
    """What `build --json` says, which is what `check --json` says."""
    output = tmp_path_factory.mktemp("pack") / "pack.xlsx"
    code, document = run("build", "-o", str(output))
    assert code == 0
    assert output.stat().st_size > 0
    return document


def run(command: str, *options: str) -> tuple[int, Document]:
    with contextlib.redirect_stdout(io.StringIO()) as printed, contextlib.redirect_stderr(io.StringIO()):
        code = main([command, str(SAMPLE / "indicators.xlsx"), "--json", *options])
    return code, json.loads(printed.getvalue())


@cache
def derived() -> frozenset[Cell]:
    """The quarters and years, and the month's ratios, for which a rule gives a figure where one is printed."""
    report = make_scorecard(SAMPLE / "indicators.xlsx").dataset
    assert report is not None
    return frozenset(
        (row.reference, column_label(period))
        for row in report.dataset.rows
        for period in report.dataset.periods
        if row.figure(period) is not None and recompute(report.dataset, row, period).number is not None
    )


def number(text: str) -> float | None:
    found = FIGURE.fullmatch(text.strip())
    return float(found[1].replace(",", "")) / (100 if found[2] else 1) if found else None


def same(one: float | None, other: float | None) -> bool:
    return one is other or (one is not None and other is not None and math.isclose(one, other, rel_tol=1e-12))


def prints_as(value: float, text: str) -> bool:
    """Whether `value` is printed as `text`, halves rounded away from zero."""
    found = FIGURE.fullmatch(text.strip())
    assert found is not None, text
    exact = Decimal(repr(round(value * (100 if found[2] else 1), 12)))
    decimals = len(found[1].partition(".")[2])
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP) == Decimal(found[1].replace(",", ""))


def by_ref(said: Document) -> dict[str, Document]:
    return {row["reference"]: row for row in said["dataset"]}


def differing(said: Document) -> dict[Cell, Document]:
    refs = {row["source_row"]: row["reference"] for row in said["dataset"]}
    return {(refs[found["source_row"]], found["period"]): found for found in said["differences"]}


def reproduced(said: Document) -> dict[Cell, bool]:
    """Every printed quarter and year that a rule gives a figure for, and whether it is the printed one."""
    values = {ref: row["values"] for ref, row in by_ref(said).items()}
    return {
        (row["ref"], column): prints_as(values[row["ref"]][column], row[column])
        for row in GRID
        for column in (Q1, Q2, YEAR)
        if (row["ref"], column) in derived()
    }


def test_check_and_build_say_the_same_and_exit_0(said: Document) -> None:
    """The published slips of a council are no errors of its workbook."""
    code, checked = run("check")
    assert code == 0
    assert {"dataset", "exceptions", "differences", "strips", "checks"} <= set(said["reports"])
    assert {name: value for name, value in said.items() if name != "reports"} == {
        name: value for name, value in checked.items() if name != "reports"
    }
    assert (said["complete"], said["as_of"]) == (True, "2021-09")
    assert [finding for finding in said["findings"] if finding["severity"] == "error"] == []


def test_there_are_227_rows_in_the_published_order(said: Document) -> None:
    """Names repeat: a row is itself, where it stands."""
    rows = said["dataset"]
    keys = {"source_row", "area", "indicator", "type", "values", "published", "rag", "outside"}
    assert [row for row in rows if not keys <= row.keys()] == []
    assert len(rows) == 227
    assert len({row["indicator"] for row in rows}) == 218
    places = [row["source_row"] for row in rows]
    assert places == sorted(set(places))
    assert [(r["reference"], r["area"], r["indicator"], r["type"]) for r in rows] == [
        (r["ref"], r["area"], " ".join(r["indicator"].split()), r["type"]) for r in GRID
    ]


def test_every_published_figure_is_read_as_printed(said: Document) -> None:
    """Seventeen columns of 227 rows: each number, and nothing where print has a token or nothing."""
    assert len(COLUMNS) == 17
    wrong = [
        (row["ref"], column, row[column], found["published"].get(column))
        for row, found in zip(GRID, said["dataset"], strict=True)
        for column in COLUMNS
        if not same(found["published"].get(column), number(row[column]))
    ]
    assert wrong == []
    assert all(list(row["values"]) == list(row["published"]) and len(row["values"]) == 17 for row in said["dataset"])


@pytest.mark.parametrize(
    ("column", "printed", "given", "of"),
    [
        (Q1, "number", 62, 64), (Q1, "snapshot", 60, 61), (Q1, "rate", 15, 15), (Q1, "%", 40, 41),
        (Q1, "% snapshot", 26, 27),
        (Q2, "number", 64, 64), (Q2, "snapshot", 61, 61), (Q2, "rate", 13, 15), (Q2, "%", 39, 41),
        (Q2, "% snapshot", 25, 26),
        (YEAR, "number", 56, 65), (YEAR, "snapshot", 31, 49), (YEAR, "rate", 12, 15), (YEAR, "%", 31, 41),
        (YEAR, "% snapshot", 21, 27),
    ],
)  # fmt: skip
def test_how_many_figures_follow(said: Document, column: str, printed: str, given: int, of: int) -> None:
    """From the sample alone. D186 is not among those that can be worked out; D047 is among those that follow."""
    kinds = {row["ref"]: row["type"].casefold() for row in GRID}
    found = Counter(
        outcome for (ref, at), outcome in reproduced(said).items() if at == column and kinds[ref] == printed
    )
    assert (found[True], found[True] + found[False]) == (given, of)


def test_what_needs_a_missing_month_is_not_worked_out(said: Document) -> None:
    """D186 in Q2 is left as printed, not counted as reproduced: July is `not avail`."""
    ref, column = NOT_DERIVABLE
    printed = next(row for row in GRID if row["ref"] == ref)
    assert printed["Jul-21"] == "not avail"
    assert NOT_DERIVABLE not in derived()
    row = by_ref(said)[ref]
    assert row["published"]["Jul-21"] is None
    assert row["values"][column] == row["published"][column] == number(printed[column])
    assert NOT_DERIVABLE not in differing(said)


def test_what_differs_is_what_is_listed(said: Document) -> None:
    """A quarter or year that the rules do not give stands among the differences, one that they give does not."""
    listed = {cell: found for cell, found in differing(said).items() if cell[1] in (Q1, Q2, YEAR)}
    not_given = {cell for cell, is_given in reproduced(said).items() if not is_given}
    assert set(listed) == not_given | {FOLLOWS_AFTER_ALL}
    assert len(not_given) == 56
    values = {cell: by_ref(said)[cell[0]]["values"][cell[1]] for cell in listed}
    assert {cell: found["computed"] for cell, found in listed.items()} == values
    assert listed[FOLLOWS_AFTER_ALL]["kind"] == "recorded, but it follows"


def test_every_difference_has_a_reason(said: Document) -> None:
    """Arithmetic that fits, or where none does the council's own words."""
    without = [
        cell
        for cell, found in differing(said).items()
        if not found["reason"] or (found["kind"] == "unexplained" and not found["recorded"])
    ]
    assert without == []
    recorded = {(row["Ref"], row["Period"]): row["Reason"] for row in rows_of(SAMPLE / "data" / "differences.csv")}
    shown = {cell: found["recorded"] for cell, found in differing(said).items() if cell in recorded}
    assert shown == {cell: recorded[cell] for cell in shown}
    assert set(recorded) - set(differing(said)) == {("D125", "Jun-21")}, "the month that spoils a quarter"


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        (("D125", Q1), "sign"),
        (("D007", Q2), "another population"),
        (("D011", Q1), "stale copy"),
        (("D079", YEAR), "copied from another row"),
        (("D021", YEAR), "rounding"),
        (("D006", YEAR), "year-end outturn"),
        (("D029", YEAR), "year-end outturn"),
        (("D155", YEAR), "another denominator"),
        (("D053", Q1), "revised later"),
        (("D068", YEAR), "unexplained"),
    ],
)
def test_the_likely_reason_is_the_known_one(said: Document, cell: Cell, kind: str) -> None:
    """One published slip of each kind."""
    assert differing(said)[cell]["kind"] == kind, differing(said)[cell]


def labels() -> dict[str, tuple[str, str]]:
    """Section and colour under which the narrative lists each indicator number."""
    found: dict[str, tuple[str, str]] = {}
    for row in rows_of(SAMPLE / "data" / "narrative.csv"):
        if row["Heading"].startswith(("Reds", "Ambers")):
            label = (row["Section"], row["Heading"][0])
            found |= dict.fromkeys(re.findall(r"\d+", row["Indicator no."]), label)
    return found


def test_23_of_the_26_labels_follow_and_the_others_are_overridden(said: Document) -> None:
    """All rows of a number in its section have the colour of its label; for 1, 20 and 25 an officer's stands beside."""
    by_number: dict[tuple[str, str], list[Document]] = {}
    for row in said["dataset"]:
        head, dot, _ = row["indicator"].partition(".")
        if dot and head.isdigit():
            of_row = "26" if row["reference"] == PRINTED_AS_25 else head
            by_number.setdefault((row["section"], of_row), []).append(row)
    assert set(labels()) == {str(n) for n in range(1, 29)} - {"7", "13"}
    rows = {n: by_number[section, n] for n, (section, _) in labels().items()}
    follow = {n for n, (_, colour) in labels().items() if {row["rag"] for row in rows[n]} == {colour}}
    assert set(labels()) - follow == {"1", "20", "25"}
    assert len(follow) == 23
    for n in ("1", "20", "25"):
        assert {row["rag_override"] for row in rows[n]} == {labels()[n][1]}
    overridden = {row["reference"] for row in said["dataset"] if row["rag_override"]}
    assert overridden == {row["Ref"] for row in rows_of(SAMPLE / "data" / "overrides.csv")}
    assert overridden == {row["reference"] for n in ("1", "20", "25") for row in rows[n]}


def test_a_rated_figure_says_at_which_end_it_lies_outside(said: Document) -> None:
    """Both ends of a range count."""
    for row in said["dataset"]:
        assert (row["outside"] is not None) == (row["rag"] in ("R", "A")), row["reference"]
        value = row["published"][Q2]
        if row["outside"]:
            assert value < row["low"] if row["outside"] == "low" else value > row["high"], row["reference"]
    assert Counter(row["outside"] for row in said["dataset"] if row["outside"]).keys() == {"low", "high"}


@pytest.mark.skipif(bool(shared.missing(RULES)), reason=shared.missing(RULES))
def test_each_of_the_57_published_exceptions_is_listed_and_578_figures_follow(said: Document) -> None:
    """Against the transcription's own list, cell by cell, and its counts by printed type."""
    path = shared.path(RULES)
    assert path is not None
    rules = rows_of(path)
    refs = dict(zip(dict.fromkeys(row["source_line"] for row in rules), (row["ref"] for row in GRID), strict=True))
    known = {(refs[row["source_line"]], row["target"]): row for row in rules}
    yes = {cell for cell, row in known.items() if row["reproduced"] == "yes"}
    no = {cell for cell, row in known.items() if row["reproduced"] == "no"}
    assert len(no) == 57
    assert no <= differing(said).keys()
    assert {cell for cell, is_given in reproduced(said).items() if is_given} == (yes - {NOT_DERIVABLE}) | {
        FOLLOWS_AFTER_ALL
    }
    counted = Counter((known[cell]["target"], known[cell]["printed_type"].casefold()) for cell in yes)
    found = Counter(
        (cell[1], known[cell]["printed_type"].casefold()) for cell, is_given in reproduced(said).items() if is_given
    )
    gap = {kind: found[kind] - counted[kind] for kind in counted if found[kind] != counted[kind]}
    assert gap == {(Q2, "% snapshot"): -1, (YEAR, "%"): 1}


def test_the_published_narrative_is_asked_about_six_numbers_and_no_more(said: Document) -> None:
    """Figures of the courts and a share of ten young people: true, and nowhere in the dataset."""
    asked = [found["message"] for found in said["findings"] if found["code"] == "narrative-number"]
    quoted = [message.split('"')[1] for message in asked]
    assert quoted == ["60%", "35%", "13%", "53%", "64%", "11%"]


@pytest.mark.skipif(bool(shared.missing(LABELS)), reason=shared.missing(LABELS))
def test_the_labels_of_the_narrative_are_the_published_ones() -> None:
    """The sample's narrative was not adjusted to what the rules give."""
    path = shared.path(LABELS)
    assert path is not None
    assert {row["indicator"]: row["label"][0] for row in rows_of(path)} == {
        n: colour for n, (_, colour) in labels().items()
    }
