"""Slips of the hand that would give a figure or a letter that looks right: each is an error with its reason."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from tests.tools import shared
from tests.tools.worksheet import ERRORS, MISSING, called, column, reason, shown, udfs

MONTHS: list[list[object]] = [[f"{month}-21" for month in ("Apr", "May", "Jun", "Jul", "Aug", "Sep")]]
COUNTS: list[list[object]] = [[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]]
OUT_OF: list[list[object]] = [[10.0] * 6]
PERCENTAGES: list[list[object]] = [["94%"] * 6]
HIGH = (0.95, 1.0, "High")
LOW = (None, 0.1, "Low")
ROW = ("SS", "High", 0.95, 1.0, MONTHS)

REFUSED: list[Any] = [
    # what was done, function, arguments, what the cell shows, words of the reason
    ("per cent against fractions would be Green", "CPP_RAG", (94.0, *HIGH), "#NUM!", "Write 94% or 0.94."),
    ("12 against 10% would be Red", "CPP_RAG", (12.0, *LOW), "#NUM!", "value is 12 and a threshold is 0.1"),
    ("a text without its sign", "CPP_RAG", ("94.1", *HIGH), "#NUM!", "94.1% or 0.941"),
    ("and so its sentence", "CPP_RAG_WHY", (94.0, *HIGH), "#NUM!", "one is per cent and the other a fraction"),
    ("and its distance", "CPP_DISTANCE", (94.0, *HIGH, "points"), "#NUM!", "94% or 0.94"),
    ("and its row", "CPP_SCORECARD_ROW", (*ROW, [[94.0] * 6]), "#NUM!", "The latest of figures is 94"),
    ("points of per cent", "CPP_RAG", (94.0, 95.0, 100.0, "High", 10.0, "points"), "#NUM!", "low is 95, and points"),
    ("the same", "CPP_RAG_WHY", (5.0, None, 4.0, "Low", 0.1, "points"), "#NUM!", "high is 4, and points are"),
    ("counts left out", "CPP_DISTANCE", (0.9, *HIGH, "children"), "#VALUE!", "actual is left out"),
    ("one of them", "CPP_DISTANCE", (0.9, *HIGH, "children", 3.0), "#VALUE!", "possible is left out"),
    ("counts swapped", "CPP_DISTANCE", (None, *HIGH, "children", 77.0, 43.0), "#NUM!", "then out of how many"),
    ("children of per cent", "CPP_DISTANCE", (None, 95.0, 100.0, "High", "children", 4.0, 7.0), "#NUM!", "children"),
    ("fewer than nobody", "CPP_DISTANCE", (None, *HIGH, "children", -1.0, 43.0), "#NUM!", "actual is -1"),
    ("percentages added up", "CPP_YTD", (MONTHS, PERCENTAGES), "#N/A", 'Apr-21 is the percentage 94%. Percentages'),
    ("denominators left out", "CPP_YTD_RATIO", (MONTHS, COUNTS), "#VALUE!", "denominators is left out"),
    ("a quarter without its year", "CPP_QUARTER", (MONTHS, COUNTS, "Q2"), "#VALUE!", "Give a quarter such as Q2"),
    ("a year as a number", "CPP_FINANCIAL_YEAR", (MONTHS, COUNTS, 2021.0), "#VALUE!", "Give a financial year such as"),
    ("a quarter for a label", "CPP_PERIOD_LABEL", ("Q", "Q3"), "#VALUE!", "or the quarter, year or term itself"),
    ("an average of numerators", "CPP_SIMILAR", (COUNTS, MISSING, OUT_OF), "#VALUE!", "out_of is given, and method"),
    ("pooled from nothing", "CPP_SIMILAR", (COUNTS, "pooled"), "#VALUE!", "out_of is left out, and method is pooled"),
    ("a population below zero", "CPP_RATE", (30.0, -5.0), "#NUM!", "population is -5"),
    ("upside down", "CPP_SCORECARD_ROW", ("SS", "High", 1.0, 0.95, MONTHS, COUNTS), "#NUM!", "Swap the two"),
    ("no code", "CPP_SCORECARD_ROW", (None, *ROW[1:], COUNTS), "#VALUE!", "how_reported is blank. Give SS"),
    ("no such unit", "CPP_RAG_WHY", (0.9, *HIGH, *[MISSING] * 3, "kids"), "#VALUE!", "Average or Score."),
]  # fmt: skip


def call(function: str, arguments: tuple[object, ...]) -> Any:
    left_out = [MISSING] * (len(getattr(udfs, function).__xlfunc__["args"]) - len(arguments))
    return called(function, *arguments, *left_out)


@pytest.mark.parametrize(
    ("function", "arguments", "error", "words"),
    [pytest.param(*row[1:], id=f"{row[1]}: {row[0]}") for row in REFUSED],
)
def test_a_slip_is_an_error_that_says_what_to_write(
    function: str, arguments: tuple[object, ...], error: str, words: str
) -> None:
    """No false letter, no total that is none."""
    found = call(function, arguments)
    assert shown(found) == error
    assert words in reason(found)


@pytest.mark.parametrize(
    ("value", "low", "high", "polarity", "expected"),
    [
        (40.0, None, 1.0, "Low", "R"),
        (40.0, 0.0, 1.0, "Low", "R"),
        (1.05, 0.95, 1.0, "High", "G"),
        (1.99, None, 0.05, "Low", "R"),
        (3.0, None, 0.5, "Low", "R"),
        (94.0, 95.0, 100.0, "High", "A"),
        (0.4, 12.0, 15.0, "High", "R"),
        (94.0, None, 0.0, "Low", "R"),
        (-94.0, 0.95, 1.0, "High", "R"),
    ],
)
def test_what_can_be_meant_is_rated(value: float, low: float | None, high: float, polarity: str, expected: str) -> None:
    """Counts against whole thresholds, percentages over 100, averages far outside, figures written alike."""
    assert call("CPP_RAG", (value, low, high, polarity)) == expected


def test_a_figure_that_is_said_to_be_no_percentage_is_explained_as_it_is() -> None:
    assert call("CPP_RAG_WHY", (94.0, *HIGH, *[MISSING] * 3, "Days")).startswith("Green: 94 is at or above")


def test_a_slip_in_one_row_spoils_no_other() -> None:
    """The header and a figure without its sign stand among a thousand others."""
    found = call("CPP_RAG", (column("Latest", 0.94, 94.0, None), column("Low", 0.95, 0.95, 0.95), 1.0, "High"))
    assert shown(found) == [["#VALUE!"], ["A"], ["#NUM!"], [""]]


def test_a_row_of_errors_is_not_told_month_by_month() -> None:
    """CPP_REASON shows the sentence in a cell: eight alike are unreadable."""
    said = reason(call("CPP_YTD", (MONTHS, [[ERRORS["#N/A"]] * 6])))
    assert said.count("Put that cell right first.") == 1
    assert said.endswith("5 more cannot be used either.")


@pytest.mark.parametrize(
    ("function", "as_of", "begins"),
    [("CPP_QUARTER", "Q3 2021-22", "Q of 2021-22 Q3: "), ("CPP_FINANCIAL_YEAR", "2020/21", "FY of 2020-21: ")],
)
def test_a_quarter_and_a_year_are_named_and_not_gone_up_to(function: str, as_of: str, begins: str) -> None:
    said = reason(call(function, (MONTHS, COUNTS, as_of)))
    assert said.startswith(begins)
    assert said.endswith("Fill it in, or give another as_of.")


DATASET = "golden/safeguarding_2021-22_q2.csv"


@pytest.mark.skipif(bool(shared.missing(DATASET)), reason=shared.missing(DATASET) or "it is there")
def test_no_published_figure_is_taken_for_a_slip() -> None:
    """Every figure of a council's dataset against the expected range of its row as it is printed."""
    with Path(str(shared.path(DATASET))).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    figures = [[row[name] or None for name in row if name not in TEXTS] for row in rows]
    bounds = {end: column(*(row[f"exp_{end}"] or None for row in rows)) for end in ("low", "high")}
    found = call("CPP_RAG", (figures, bounds["low"], bounds["high"], "Range"))
    said = [reason(cell) for line in found for cell in line if "per cent" in reason(cell)]
    assert said == []
    assert sum(shown(cell) in {"R", "A", "G"} for line in found for cell in line) > 1_000


TEXTS = {"area", "indicator", "type"}
