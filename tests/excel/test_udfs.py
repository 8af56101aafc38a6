"""The worksheet functions as Excel calls them: what goes into the cells, what comes out, what an officer is told."""

from __future__ import annotations

from typing import Any

import pytest
from tests.tools.worksheet import (
    ERRORS,
    MISSING,
    SPILL_ERROR,
    called,
    column,
    com_date,
    grid,
    reason,
    shown,
    udfs,
)

from cpp_scorecard import __version__
from cpp_scorecard.core.errors import Refused
from cpp_scorecard.excel.declare import worksheet_function
from cpp_scorecard.excel.failures import MARKER, NUMBERS, ExcelError, Failure

NOV_20_TO_NOV_21 = [
    "Nov-20", "Dec-20", "Jan-21", "Feb-21", "Mar-21", "Apr-21", "May-21", "Jun-21", "Jul-21", "Aug-21", "Sep-21",
    "Oct-21", "Nov-21",
]  # fmt: skip
MONTHS: list[list[object]] = [list(NOV_20_TO_NOV_21)]
FIGURES: list[list[object]] = [[float(count) for count in range(1, 14)]]
OUT_OF: list[list[object]] = [[20.0] * 13]
DATES: list[list[object]] = [[com_date(2020 + (10 + i) // 12, (10 + i) % 12 + 1) for i in range(13)]]


def but(rows: list[list[object]], place: int, value: object) -> list[list[object]]:
    """The rows with another value in one place of the first."""
    return [[value if i == place else cell for i, cell in enumerate(rows[0])], *rows[1:]]


HIGH = (0.95, 1.0, "High")
ONE_CELL: list[Any] = [
    # function, arguments, what the cell shows, why
    ("CPP_RAG", (0.94, *HIGH), "A", "published: health assessments"),
    ("CPP_RAG", (0.855, *HIGH), "R", "exactly 10 % below is Red"),
    ("CPP_RAG", (0.95, *HIGH), "G", "the threshold is inside"),
    ("CPP_RAG", (0.24, 0.0, 0.1, "Low"), "R", "Low is judged at the high threshold"),
    ("CPP_RAG", (0.09, 0.04, 0.08, "Range"), "R", "Range is judged at both ends"),
    ("CPP_RAG", ("94%", "95%", "100%", "High"), "A", "percentages typed as text"),
    ("CPP_RAG", ("94.1 %", 0.95, 1.0, "higher is better"), "A", "the words of a workbook"),
    ("CPP_RAG", ("1,438", None, 1500.0, "low"), "G", "a thousands comma, and one threshold"),
    ("CPP_RAG", (0.94, *HIGH, 0.01), "R", "its own tolerance"),
    ("CPP_RAG", (0.94, *HIGH, 1.0), "A", "a tolerance of 1 is 100 %, as in the workbook's Settings"),
    ("CPP_RAG", (0.94, *HIGH, 10.0), "A", "and 10 is 10 %"),
    ("CPP_RAG", (0.94, *HIGH, "10%"), "A", "so is 10%"),
    ("CPP_RAG", (0.9, *HIGH, 0.05, "points"), "R", "exactly five points below"),
    ("CPP_RAG", (0.9, *HIGH, MISSING, "points"), "A", "an argument left out in the middle"),
    ("CPP_RAG", (0.005, None, 0.0, "Low"), "A", "half a point over a threshold of zero"),
    ("CPP_RAG", (3.0, None, 0.0, "Low", MISSING, MISSING, 5.0), "A", "three over zero, five allowed"),
    ("CPP_RAG", (None, *HIGH), "", "a blank is not rated and is no error"),
    ("CPP_RAG", ("", *HIGH), "", "a formula that gives an empty text is a blank"),
    ("CPP_RAG", ("NYA", *HIGH), "", "not yet available says why there is no figure"),
    ("CPP_RAG", (0.94, *HIGH[:2], "-"), "", "no polarity"),
    ("CPP_RAG", (0.94, *HIGH[:2], None), "", "a blank polarity"),
    ("CPP_RAG", (0.94, None, 1.0, "High"), "", "High without a low threshold"),
    ("CPP_RAG", (0.94, 1.0, 0.9, "Range"), "#NUM!", "an upside-down range is a mistake"),
    ("CPP_RAG", ("ninety", *HIGH), "#VALUE!", "a text that is no number"),
    ("CPP_RAG", (True, *HIGH), "#VALUE!", "a logical value is no figure"),
    ("CPP_RAG", (com_date(2021, 11), *HIGH), "#VALUE!", "nor is a date"),
    ("CPP_RAG", (2e12, *HIGH), "#NUM!", "nor is a reference number"),
    ("CPP_RAG", (0.94, *HIGH[:2], "Hihg"), "#VALUE!", "a misspelt polarity"),
    ("CPP_RAG", (0.94, *HIGH[:2], 1.0), "#VALUE!", "a number for a polarity"),
    ("CPP_RAG", (0.94, *HIGH, -0.1), "#NUM!", "a negative tolerance"),
    ("CPP_RAG", (0.94, *HIGH, 0.1, "percentile"), "#VALUE!", "an unknown mode"),
    ("CPP_RAG", (0.94, *HIGH, MISSING, MISSING, -1.0), "#NUM!", "a negative tolerance at zero"),
    *(("CPP_RAG", (code, *HIGH), text, f"the error {text} goes on") for text, code in ERRORS.items()),
    ("CPP_RAG", (SPILL_ERROR, *HIGH), "#VALUE!", "an error that xlwings has no text for"),
    ("CPP_RAG", (0.94, ERRORS["#N/A"], 1.0, "High"), "#N/A", "an error in a threshold goes on too"),
    ("CPP_RAG", (0.94, *HIGH[:2], ERRORS["#REF!"]), "#REF!", "and one in the polarity"),
    ("CPP_DIRECTION", (0.947, 0.946, "High"), "B", "more is better"),
    ("CPP_DIRECTION", (0.947, 0.946, "Low"), "W", "or worse"),
    ("CPP_DIRECTION", (0.947, "94.7%", "Low"), "S", "the same"),
    ("CPP_DIRECTION", (0.947, None, "High"), "-", "nothing to compare with"),
    ("CPP_DIRECTION", (0.947, "NA", "High"), "-", "a word for no figure"),
    ("CPP_DIRECTION", (0.947, 0.9, "Range"), "-", "a range has no better"),
    ("CPP_DIRECTION", (0.947, ERRORS["#DIV/0!"], "High"), "#DIV/0!", "an error is not a missing figure"),
    ("CPP_DISTANCE", (0.855, *HIGH), 0.1, "a tenth of the threshold"),
    ("CPP_DISTANCE", (0.855, *HIGH, "points"), 0.095, "9.5 points"),
    ("CPP_DISTANCE", (0.976, 0.95, 1.0, "High", "points"), -0.026, "inside is negative"),
    ("CPP_DISTANCE", (None, *HIGH, "children", 43.0, 77.0), 31, "so many more children"),
    ("CPP_DISTANCE", (None, 0.0, 0.1, "Low", "children", 6.0, 25.0), -4, "so many fewer"),
    ("CPP_DISTANCE", (None, *HIGH, "children", 76.0, 77.0), 0, "Green already"),
    ("CPP_DISTANCE", (None, *HIGH, "children", None, 77.0), "", "no count"),
    ("CPP_DISTANCE", (None, *HIGH, "children", 0.0, 0.0), "#DIV/0!", "nobody was counted"),
    ("CPP_DISTANCE", (None, 0.50, 0.51, "Range", "children", 1.0, 3.0), "#N/A", "no third lies inside"),
    ("CPP_DISTANCE", (0.5, 0.9, 0.8, "High"), "#NUM!", "an upside-down range"),
    ("CPP_DISTANCE", (None, *HIGH), "", "a blank"),
    ("CPP_DISTANCE", (2.0, None, 0.0, "Low"), "#DIV/0!", "nothing is relative to zero"),
    ("CPP_DISTANCE", (2.0, None, 0.0, "Low", "points"), 2.0, "in its own unit it is two"),
    ("CPP_DISTANCE", (0.5, *HIGH, "metres"), "#VALUE!", "an unknown measure"),
    ("CPP_SNAPSHOT", (MONTHS, FIGURES), 13.0, "the latest month"),
    ("CPP_SNAPSHOT", (MONTHS, FIGURES, "Mar-21"), 5.0, "the month that is asked for"),
    ("CPP_SNAPSHOT", (MONTHS, FIGURES, com_date(2021, 3, 31)), 5.0, "as a date, any day of it"),
    ("CPP_SNAPSHOT", (MONTHS, but(FIGURES, 12, None)), 12.0, "the latest with a figure"),
    ("CPP_SNAPSHOT", (MONTHS, but(FIGURES, 12, None), "Nov-21"), "#N/A", "but not where another is asked for"),
    ("CPP_SNAPSHOT", (MONTHS, but(FIGURES, 12, "NYA"), "Nov-21"), "#N/A", "the cell's own word for it"),
    ("CPP_SNAPSHOT", (MONTHS, but(FIGURES, 12, ERRORS["#REF!"])), "#N/A", "an error in the latest is not passed over"),
    ("CPP_SNAPSHOT", (MONTHS, FIGURES, "Dec-21"), "#N/A", "a month that is not there"),
    ("CPP_SNAPSHOT", ("Nov-21", 7.0), 7.0, "one month and one figure"),
    ("CPP_R12M", (MONTHS, FIGURES), 90.0, "2 to 13"),
    ("CPP_R12M", (DATES, FIGURES), 90.0, "months as dates"),
    ("CPP_R12M", ([[m] for m in NOV_20_TO_NOV_21], [[f] for f in FIGURES[0]]), 90.0, "months down a column"),
    ("CPP_R12M", (MONTHS, FIGURES, "Oct-21"), 78.0, "1 to 12"),
    ("CPP_R12M", (MONTHS, FIGURES, "Sep-21"), "#N/A", "a month too few"),
    ("CPP_R12M", (MONTHS, but(FIGURES, 5, None)), "#N/A", "a gap"),
    ("CPP_R12M", (MONTHS, but(FIGURES, 0, "abc")), 90.0, "a cell outside the window does not matter"),
    ("CPP_R12M", (MONTHS, [[None] * 13]), "", "a blank row is blank"),
    ("CPP_R12M", (but(MONTHS, 0, None), but(FIGURES, 0, 99.0)), 90.0, "a column without a month is left out"),
    ("CPP_R12M", (but(MONTHS, 0, "Nov-21"), FIGURES), "#VALUE!", "a month twice"),
    ("CPP_R12M", (but(MONTHS, 0, "Total"), FIGURES), "#VALUE!", "a header that is no month"),
    ("CPP_R12M", (but(MONTHS, 0, "2020/21"), FIGURES), "#VALUE!", "a year among the months"),
    ("CPP_R12M", (but(MONTHS, 0, 44136.0), FIGURES), "#VALUE!", "a date that is formatted as a number"),
    ("CPP_R12M", (but(MONTHS, 0, ERRORS["#N/A"]), FIGURES), "#N/A", "an error among the months"),
    ("CPP_R12M", ([[None] * 13], FIGURES), "#VALUE!", "no months at all"),
    ("CPP_R12M", (MONTHS, FIGURES, "2020/21"), "#VALUE!", "a year is no end of 12 months"),
    ("CPP_YTD", (MONTHS, FIGURES), 76.0, "6 to 13, from April"),
    ("CPP_YTD", (MONTHS, FIGURES, "Apr-21"), 6.0, "April alone"),
    ("CPP_YTD", (MONTHS, but(FIGURES, 12, "abc")), "#N/A", "a text where the latest figure should be"),
    ("CPP_QUARTER", (MONTHS, FIGURES), 30.0, "the last completed one: 9 to 11"),
    ("CPP_QUARTER", (MONTHS, FIGURES, "Q1 2021-22"), 21.0, "one that is asked for"),
    ("CPP_QUARTER", (MONTHS, FIGURES, "Aug-21"), 21.0, "the last one completed by August"),
    ("CPP_QUARTER", (MONTHS, FIGURES, "2021/22"), "#VALUE!", "a year is no quarter"),
    ("CPP_FINANCIAL_YEAR", (MONTHS, FIGURES), "#N/A", "2020/21 has too few months here"),
    ("CPP_FINANCIAL_YEAR", ([[f"2020-{m:02d}" for m in (12,)]], [[1.0]], "soon"), "#VALUE!", "no period"),
    ("CPP_R12M_RATIO", (MONTHS, FIGURES, OUT_OF), 90 / 240, "a ratio of sums"),
    ("CPP_YTD_RATIO", (MONTHS, FIGURES, OUT_OF), 76 / 160, "since April"),
    ("CPP_QUARTER_RATIO", (MONTHS, FIGURES, OUT_OF), 30 / 60, "a quarter"),
    ("CPP_SNAPSHOT_RATIO", (MONTHS, FIGURES, OUT_OF), 13 / 20, "one month"),
    ("CPP_FINANCIAL_YEAR_RATIO", (MONTHS, FIGURES, OUT_OF), "#N/A", "too few months"),
    ("CPP_R12M_RATIO", (MONTHS, FIGURES, OUT_OF, MISSING, "Rate"), 3750.0, "per 10,000"),
    ("CPP_R12M_RATIO", (MONTHS, FIGURES, OUT_OF, MISSING, "Number"), "#VALUE!", "a number is no ratio"),
    ("CPP_R12M_RATIO", (MONTHS, FIGURES, [[0.0] * 13]), "#DIV/0!", "nobody was counted"),
    ("CPP_R12M_RATIO", (MONTHS, [[None] * 13], OUT_OF), "", "a blank row of numerators"),
    ("CPP_R12M_RATIO", (MONTHS, but(FIGURES, 12, None), OUT_OF), 78 / 240, "up to the last numerator"),
    ("CPP_R12M_RATIO", (MONTHS, FIGURES, but(OUT_OF, 3, None)), "#N/A", "a gap in the denominators"),
    ("CPP_RATE", (30.0, 106274.0), 30 * 10_000 / 106_274, "a stock"),
    ("CPP_RATE", (30.0, 106274.0, 1.0), 30 * 12 * 10_000 / 106_274, "a month's count as a year's rate"),
    ("CPP_RATE", (30.0, 106274.0, 3.0), 30 * 4 * 10_000 / 106_274, "a quarter's"),
    ("CPP_RATE", (None, 106274.0), "", "a blank"),
    ("CPP_RATE", (30.0, None), "#DIV/0!", "no population"),
    ("CPP_RATE", (30.0, 0.0), "#DIV/0!", "nobody"),
    ("CPP_RATE", (30.0, 106274.0, 1.5), "#NUM!", "half a month"),
    ("CPP_RATE", (30.0, 106274.0, 13.0), "#NUM!", "more than a year"),
    ("CPP_PERIOD_LABEL", ("SS", "Nov-21"), "Nov-21", "the end of a month"),
    ("CPP_PERIOD_LABEL", ("r12m", com_date(2021, 11, 30)), "Dec 20 - Nov 21", "twelve months"),
    ("CPP_PERIOD_LABEL", ("YTD", "Nov-21", "3-year average"), "2019-22", "an adoption average"),
    ("CPP_PERIOD_LABEL", ("Q", "Nov-21"), "Jul 21 - Sep 21", "the last completed quarter"),
    ("CPP_PERIOD_LABEL", ("Q", "Q3 2021-22"), "Oct 21 - Dec 21", "a quarter itself"),
    ("CPP_PERIOD_LABEL", ("FY", "Nov-21"), "2020/21", "the last completed year"),
    ("CPP_PERIOD_LABEL", ("AY", "Nov-21"), "2021-22", "an academic year that has begun"),
    ("CPP_PERIOD_LABEL", ("AY20-21", "Nov-21"), "Term 6", "the last term of its year"),
    ("CPP_PERIOD_LABEL", ("AY22-23", "Nov-21"), "#N/A", "a year that has not begun"),
    ("CPP_PERIOD_LABEL", ("SS", None), "", "no month"),
    ("CPP_PERIOD_LABEL", (None, "Nov-21"), "", "no code"),
    ("CPP_PERIOD_LABEL", ("weekly", "Nov-21"), "#VALUE!", "an unknown code"),
    ("CPP_PERIOD_LABEL", ("SS", "Q1 2021-22"), "#VALUE!", "a quarter for a month"),
    ("CPP_SIMILAR", ([[0.5, 0.6, 0.7, 0.9]],), 0.675, "the unweighted mean"),
    ("CPP_SIMILAR", (column(0.5, 0.6, 0.7, 0.9), "median"), 0.65, "a column is one set"),
    ("CPP_SIMILAR", ([[0.5, "c", None, 0.9]],), 0.7, "suppressed and blank ones are left out"),
    ("CPP_SIMILAR", ([[0.5, "c", "z", None]],), "#N/A", "fewer than half"),
    ("CPP_SIMILAR", ([[0.5, "c", "z", None]], MISSING, MISSING, 1.0), 0.5, "one is enough"),
    ("CPP_SIMILAR", ([[1.0, 3.0]], "pooled", [[10.0, 10.0]]), 0.2, "all their children together"),
    ("CPP_SIMILAR", ([[1.0, 3.0]], "pooled", [[10.0, 10.0]], MISSING, "Rate"), 2000.0, "per 10,000"),
    ("CPP_SIMILAR", ([[1.0, 3.0]], "pooled", [[0.0, 0.0]]), "#DIV/0!", "nobody"),
    ("CPP_SIMILAR", ([[1.0, 3.0]], "pooled"), "#VALUE!", "pooled needs what they are out of"),
    ("CPP_SIMILAR", ([[1.0, 3.0]], "pooled", [[10.0, 10.0, 10.0]]), "#VALUE!", "another shape"),
    ("CPP_SIMILAR", ([[None, None]],), "", "a blank row"),
    ("CPP_SIMILAR", ([[1.0, "abc"]],), "#VALUE!", "a text that is no figure"),
    ("CPP_SIMILAR", ([[1.0, 2.0]], "mode"), "#VALUE!", "an unknown method"),
    ("CPP_SIMILAR", ([[1.0, 2.0]], column("mean", "median")), "#VALUE!", "two methods"),
    ("CPP_ROUND", (2.5,), 3.0, "a tie goes up"),
    ("CPP_ROUND", (-2.5,), -3.0, "away from zero"),
    ("CPP_ROUND", (2.675, 2.0), 2.68, "a tie as a person reads it"),
    ("CPP_ROUND", (1438.0, -2.0), 1400.0, "to hundreds"),
    ("CPP_ROUND", (None, 1.0), "", "a blank"),
    ("CPP_ROUND", ("29.50%", 3.0), 0.295, "a text percentage"),
    ("CPP_ROUND", (2.5, 0.5), "#NUM!", "half a decimal"),
    ("CPP_VERSION", (), __version__, "the version of the rules"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("function", "arguments", "expected"),
    [pytest.param(*row[:3], id=f"{row[0]}: {row[3]}") for row in ONE_CELL],
)
def test_a_cell_shows(function: str, arguments: tuple[object, ...], expected: object) -> None:
    """The table is the specification; a failure always says something."""
    left_out = [MISSING] * (len(getattr(udfs, function).__xlfunc__["args"]) - len(arguments))
    found = called(function, *arguments, *left_out)
    assert shown(found) == (pytest.approx(expected, rel=1e-12) if isinstance(expected, float) else expected)
    assert bool(reason(found)) == (expected in ERRORS)


@pytest.mark.parametrize(
    ("function", "arguments", "sentence"),
    [
        ("CPP_RAG", ("ninety", *HIGH), 'value is the text "ninety" where a number was expected. Give a number.'),
        ("CPP_RAG", (0.9, ERRORS["#REF!"], 1.0, "High"), "low is the error #REF!. Put that cell right first."),
        ("CPP_RAG", (0.9, 0.95, 1.0, "Hihg"), 'polarity is "Hihg". Give High, Low, Range, or - where neither is good.'),
        ("CPP_RAG", (0.9, 1.0, 0.9, "High"), "The low threshold is above the high one. Swap the two."),
        ("CPP_RAG", (0.9, *HIGH, -1.0), "tolerance: A tolerance cannot be -1.0. Give zero or more: 0.10 is 10 %."),
        (
            "CPP_YTD",
            (MONTHS, but(FIGURES, 8, None)),
            "YTD up to Nov-21: a month inside the period is missing: Jul-21. Fill it in, or give another as_of.",
        ),
        (
            "CPP_YTD",
            (MONTHS, but(FIGURES, 8, ERRORS["#N/A"])),
            "YTD up to Nov-21: a month inside the period is missing: Jul-21. figures, Jul-21 is the error #N/A. "
            "Put that cell right first.",
        ),
        (
            "CPP_R12M",
            (but(MONTHS, 0, 44136.0), FIGURES),
            "months, cell 1 is the number 44136, which says no month for certain. Give a month, as a date or as "
            "text such as Nov-21.",
        ),
        (
            "CPP_R12M",
            (MONTHS, [[1.0, 2.0]]),
            "months has 1 row x 13 columns and figures has 1 row x 2 columns. Give a month for each figure: a row of "
            "months over rows of figures, or a column beside columns.",
        ),
        ("CPP_RATE", (3.0, None), "population is blank or zero. Give the children in the population."),
    ],
)
def test_a_failure_says_which_argument_and_what_to_do(
    function: str, arguments: tuple[object, ...], sentence: str
) -> None:
    """The sentence is what CPP_REASON shows: the officer reads it without looking at the formula's help."""
    left_out = [MISSING] * (len(getattr(udfs, function).__xlfunc__["args"]) - len(arguments))
    assert reason(called(function, *arguments, *left_out)) == sentence


SHAPES: list[Any] = [
    ("a column", column(0.94, 0.5, 0.95), 0.95, [["A"], ["R"], ["G"]]),
    ("a row", [[0.94, 0.5, 0.95]], 0.95, ["A", "R", "G"]),
    ("columns side by side", column(0.94, 0.5), column(0.95, 0.4), [["A"], ["G"]]),
    ("a block", [[0.94, 0.5], [0.95, 0.9]], 0.95, [["A", "R"], ["G", "A"]]),
    ("a row against a column", [[0.94, 0.5]], column(0.95, 0.5), [["A", "R"], ["G", "G"]]),
    ("a block against a row", [[0.94, 0.5], [0.95, 0.9]], [[0.95, 0.5]], [["A", "G"], ["G", "G"]]),
    ("a block against a column", [[0.94, 0.5], [0.95, 0.9]], column(0.95, 0.5), [["A", "R"], ["G", "G"]]),
    ("one cell as a range", [[0.94]], 0.95, "A"),
    ("a figure against several thresholds", 0.94, column(0.95, 0.9), [["A"], ["G"]]),
]


@pytest.mark.parametrize(("value", "low", "expected"), [pytest.param(*row[1:], id=row[0]) for row in SHAPES])
def test_ranges_spill_element_by_element(value: object, low: object, expected: object) -> None:
    """A single cell, row or column counts for all."""
    assert called("CPP_RAG", value, low, 1.0, "High", MISSING, MISSING, MISSING) == expected


@pytest.mark.parametrize(
    ("value", "low", "sizes"),
    [
        (column(1.0, 2.0), column(1.0, 2.0, 3.0), ("2 rows x 1 column", "3 rows x 1 column")),
        ([[1.0, 2.0]], [[1.0, 2.0, 3.0]], ("1 row x 2 columns", "1 row x 3 columns")),
        ([[1.0, 2.0]] * 2, column(1.0, 2.0, 3.0), ("2 rows x 2 columns", "3 rows x 1 column")),
    ],
)
def test_a_wrong_shape_names_both_shapes(value: object, low: object, sizes: tuple[str, str]) -> None:
    """One error for the call: no cell of it can be right."""
    found = called("CPP_RAG", value, low, 1.0, "High", MISSING, MISSING, MISSING)
    assert shown(found) == "#VALUE!"
    assert all(size in reason(found) for size in sizes)
    assert all(name in reason(found) for name in ("value", "low"))


def test_one_bad_cell_spoils_its_own_result_and_no_other() -> None:
    """A range of a thousand rows with a slip in it is still worth rating."""
    values = column(0.94, "abc", None, ERRORS["#N/A"], 0.5)
    lows = column(0.95, 0.95, 0.95, 0.95, "x, withheld")
    found = called(
        "CPP_RAG", values, lows, 1.0, column("High", "High", "High", "High", "up"), MISSING, MISSING, MISSING
    )
    assert shown(found) == [["A"], ["#VALUE!"], [""], ["#N/A"], ["#VALUE!"]]
    assert [bool(reason(row[0])) for row in found] == [False, True, False, True, True]


def test_the_first_argument_at_fault_is_the_one_that_is_named() -> None:
    found = called("CPP_RAG", column("abc", 0.5), column("def", 0.5), "ghi", "High", MISSING, MISSING, MISSING)
    assert [reason(row[0]).split()[0] for row in found] == ["value", "high"]


def test_a_thousand_rows_are_rated_as_one_by_one() -> None:
    """One call for a range gives what a formula in each row gives."""
    rows = [(i % 97 / 97, 0.5 + i % 7 / 20, 1.0, ("High", "Low", "Range")[i % 3], 0.05 * (i % 4)) for i in range(1000)]
    whole = called("CPP_RAG", *(column(*cells) for cells in zip(*rows, strict=True)), MISSING, MISSING)
    assert len(whole) == 1000
    assert [row[0] for row in whole[::50]] == [called("CPP_RAG", *row, MISSING, MISSING) for row in rows[::50]]
    assert {row[0] for row in whole} == {"R", "A", "G"}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("85.5%", *HIGH), "Red: 85.5% is 9.5 points below the low threshold of 95%: 10.0% of the threshold (Red from"),
        ((12.0, None, 10.0, "Low"), "Red: 12 is 2 above the high threshold of 10: 20.0% of the threshold"),
        ((0.9, *HIGH, 0.1, "points"), "Amber: 90% is 5.0 points below the low threshold of 95% (in points; Red fro"),
        ((0.94, *HIGH, *[MISSING] * 3, "Percentage"), "Amber: 94% is 1 point below the low threshold of 95%"),
        (("NYA", *HIGH), "Not rated: there is no figure to rate (not yet available)."),
        ((0.94, None, None, "High"), "Not rated: there is no expected range."),
        ((0.94, 0.9, 0.8, "High"), "Not rated: the low threshold is above the high one."),
        ((0.94, *HIGH[:2], "-"), "Not rated: the workbook does not say what good looks like."),
    ],
)  # fmt: skip
def test_a_rating_explains_itself(arguments: tuple[object, ...], sentence: str) -> None:
    """The explanation that notes on the scorecard carry; what cannot be rated says why and is no error."""
    found = called("CPP_RAG_WHY", *arguments, *[MISSING] * (8 - len(arguments)))
    assert found.startswith(sentence)


def test_points_of_what_is_no_percentage_are_refused() -> None:
    found = called("CPP_RAG_WHY", 5.0, None, 4.0, "Low", 0.1, "points", MISSING, "Days")
    assert shown(found) == "#VALUE!"
    assert "percentages only" in reason(found)


def test_windows_of_many_rows_each_have_their_own_latest_month() -> None:
    """As on the card: each indicator stands at its own latest month with data."""
    rows = [*FIGURES, *but(FIGURES, 12, None), *but(FIGURES, 7, None), [None] * 13]
    assert shown(called("CPP_R12M", MONTHS, rows, MISSING)) == [[90.0], [78.0], ["#N/A"], [""]]
    assert shown(called("CPP_R12M", MONTHS, rows[:2], column("Nov-21", "Oct-21"))) == [[90.0], [78.0]]
    assert shown(called("CPP_R12M_RATIO", MONTHS, rows[:2], OUT_OF, MISSING, MISSING)) == [[90 / 240], [78 / 240]]


def test_columns_of_months_give_a_row_of_results() -> None:
    """Turned round in, turned round out."""
    months = [[month] for month in NOV_20_TO_NOV_21]
    figures = [[float(i), float(2 * i)] for i in range(1, 14)]
    assert called("CPP_YTD", months, figures, MISSING) == [76.0, 152.0]


@pytest.mark.parametrize(
    ("function", "arguments", "words"),
    [
        ("CPP_R12M", ([["Nov-21"] * 2] * 2, 1.0, MISSING), "single row or a single column"),
        ("CPP_R12M_RATIO", (MONTHS, FIGURES * 3, OUT_OF * 2, MISSING, MISSING), "numerators has 3"),
        ("CPP_R12M", (MONTHS, FIGURES * 3, column("Oct-21", "Nov-21")), "one for all or one for each"),
        ("CPP_SCORECARD_ROW", ("R12M", "High", 1.0, 2.0, MONTHS, FIGURES * 2, *[MISSING] * 7), "2 lines of figures"),
        ("CPP_SCORECARD_ROW", (column("SS", "SS"), "-", 1.0, 2.0, MONTHS, FIGURES, *[MISSING] * 7), "how_reported has"),
    ],
)
def test_windows_refuse_shapes_that_do_not_go_together(
    function: str, arguments: tuple[object, ...], words: str
) -> None:
    found = called(function, *arguments)
    assert shown(found) == "#VALUE!"
    assert words in reason(found)


def test_a_scorecard_row_spills_as_the_card_prints_it() -> None:
    """Period, figure, rating, counts, and three comparisons with their letters."""
    row = called("CPP_SCORECARD_ROW", "R12M", "High", 0.4, 1.0, MONTHS, FIGURES, OUT_OF, 0.35, *[MISSING] * 5)
    assert row[:5] == ["Dec 20 - Nov 21", 90 / 240, "A", 90.0, 240.0]
    assert row[5:] == [78 / 240, "B", "-", "-", 0.35, "B"]
    with_headings = called(
        "CPP_SCORECARD_ROW", "R12M", "High", 0.4, 1.0, MONTHS, FIGURES, OUT_OF, 0.35, *[MISSING] * 4, True
    )
    assert with_headings[1] == row
    assert with_headings[0][:3] == ["Latest Data", "Latest", "Rating"]


def test_a_scorecard_row_of_counts_and_of_measured_figures() -> None:
    counts = called("CPP_SCORECARD_ROW", "YTD", "Low", None, 70.0, MONTHS, FIGURES, *[MISSING] * 7)
    assert counts[:5] == ["Apr 21 - Nov 21", 76.0, "A", "-", "-"]
    measured = called(
        "CPP_SCORECARD_ROW", "R12M", "Low", None, 12.0, MONTHS, FIGURES, MISSING, MISSING, "Oct-21", "Days", "measured",
        0.05, False,
    )  # fmt: skip
    assert measured[:3] == ["Nov 20 - Oct 21", 12.0, "G"]
    assert measured[5:7] == [11.0, "W"]


@pytest.mark.parametrize(
    ("figures", "headings", "expected"),
    [
        (but(FIGURES, 4, "abc"), MISSING, "#VALUE!"),
        ([[None] * 13], MISSING, "#N/A"),
        (FIGURES, "perhaps", "#VALUE!"),
    ],
)
def test_a_scorecard_row_that_cannot_be_made_says_why(
    figures: list[list[object]], headings: object, expected: str
) -> None:
    found = called("CPP_SCORECARD_ROW", "SS", "High", 1.0, None, MONTHS, figures, *[MISSING] * 6, headings)
    assert shown(found) == expected
    assert reason(found)


def test_an_exception_is_a_failure_and_never_the_text_of_a_cell() -> None:
    """Even one that nobody foresaw."""

    @worksheet_function(value="What to do.")
    def CPP_TEST(value: Any) -> Any:  # noqa: N802
        """Raises."""
        raise {"ours": Refused("It is locked.", "Close it."), "other": KeyError("x")}[value]

    assert Failure.of_marked(CPP_TEST("ours")) == Failure(ExcelError.VALUE, "It is locked. Close it.")
    unforeseen = Failure.of_marked(CPP_TEST("other"))
    assert unforeseen is not None
    assert "KeyError" in unforeseen.reason
    assert "report" in unforeseen.reason


def test_a_marked_failure_reads_back_and_nobody_can_type_one() -> None:
    for error in ExcelError:
        failure = Failure(error, "Why\x1fnot? £5 – “done”.")
        assert Failure.of_marked(failure.marked) == failure
    assert Failure.of_marked("#VALUE!") is None
    assert Failure.of_marked(None) is None
    assert min(map(ord, MARKER)) < 32
    assert set(NUMBERS) == set(ExcelError)


def test_results_have_the_shape_that_excel_spills() -> None:
    """Every result is a full rectangle of plain values."""
    for function, arguments, *_ in ONE_CELL:
        left_out = [MISSING] * (len(getattr(udfs, function).__xlfunc__["args"]) - len(arguments))
        rows = grid(called(function, *arguments, *left_out))
        assert {len(row) for row in rows} == {1}
        assert all(type(cell) in (str, float, int) for row in rows for cell in row)
