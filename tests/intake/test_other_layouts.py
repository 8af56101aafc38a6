"""Workbooks of councils that keep theirs in another way: each is read, or asked about in words that help."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from tests.tools.workbooks import Row, Shown, write

from cpp_scorecard.app.scorecard import Scorecard, make_scorecard
from cpp_scorecard.cli import DONE, INCOMPLETE, main
from cpp_scorecard.core.assessment import Assessment
from cpp_scorecard.core.errors import Refused
from cpp_scorecard.core.findings import Finding
from cpp_scorecard.core.indicator import Polarity, Unit
from cpp_scorecard.core.period import Month, ReportingPeriod
from cpp_scorecard.core.series import Figure, MissingReason, Part

REVIEWS = "% of reviews in time"
ADOPTED = "Children adopted"
SIMPLE_DEFINITIONS: list[Row] = [
    ("Domain", "Indicator", "How reported?", "Good is", "Low", "High", "Unit"),
    ("Stability", REVIEWS, "SS", "High", 0.9, 1, "Percentage"),
    ("Stability", ADOPTED, "SS", "High", 2, 5, "Number"),
]
SIMPLE_FIGURES: list[Row] = [
    ("Indicator", "Oct-21", "Nov-21"),
    (REVIEWS, 0.91, 0.93),
    (ADOPTED, 3, 4),
]


class Council:
    """A workbook as written, and what came of it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "council.xlsx"

    def read(
        self,
        sheets: Mapping[str, Iterable[Row]],
        merges: Mapping[str, Sequence[str]] | None = None,
        as_of: Month | None = None,
    ) -> Scorecard:
        return make_scorecard(write(self.path, sheets, merges), as_of)


@pytest.fixture
def council(tmp_path: Path) -> Council:
    return Council(tmp_path)


def one(card: Scorecard, name: str = REVIEWS) -> Assessment:
    found = [a for a in card.assessments if a.indicator.name == name]
    assert len(found) == 1, [a.indicator.name for a in card.assessments]
    return found[0]


def codes(card: Scorecard) -> set[str]:
    return {finding.code for finding in card.findings}


def the(card: Scorecard, code: str) -> Finding:
    found = [finding for finding in card.findings if finding.code == code]
    assert found, sorted(codes(card))
    assert found[0].remedy
    return found[0]


def values(card: Scorecard, name: str = REVIEWS, part: Part = Part.VALUE) -> dict[str, float]:
    book = card.workbook
    place = [indicator.name for indicator in book.indicators].index(name)
    return {
        str(observation.period): figure.number
        for observation in book.series[place]
        if isinstance(figure := observation.get(part), Figure)
    }


# ---------------------------------------------------------------- headers


@pytest.mark.parametrize(
    "header",
    [
        (
            "Theme",
            "Performance measure",
            "Reporting basis",
            "Polarity",
            "Lower threshold",
            "Upper threshold",
            "Unit of measure",
        ),
        ("OUTCOME AREA", "KPI", "Reported as", "Is high or low good?", "Minimum", "Maximum", "Units"),
        (
            "Section",
            "Name of indicator",
            "Reporting frequency",
            "Desired direction",
            "Range low",
            "Range high",
            "Format",
        ),
        (
            "Priority",
            "Measure description",
            "How is it reported?",
            "Good to be:",
            "Lower limit",
            "Upper limit",
            "units",
        ),
    ],
)
def test_headers_in_other_words(council: Council, header: Row) -> None:
    card = council.read({"D": [header, *SIMPLE_DEFINITIONS[1:]], "F": SIMPLE_FIGURES})
    assert one(card).letter == "G"
    assert codes(card) <= {"percentage-as-fraction"}


def test_columns_in_another_order_with_more_between(council: Council) -> None:
    order = (6, 3, 1, 5, 0, 2, 4)
    rows = [tuple(cell for i in order for cell in (row[i], "more")) for row in SIMPLE_DEFINITIONS]
    figures = [("x", "Nov-21", "y", "Indicator", "Oct-21"), (1, 0.93, 2, REVIEWS, 0.91), (1, 4, 2, ADOPTED, 3)]
    card = council.read({"D": rows, "F": figures})
    assert one(card).letter == "G"
    assert values(card) == {"Oct-21": 0.91, "Nov-21": 0.93}


def test_a_header_far_down_under_titles_and_narrative(council: Council) -> None:
    title: list[Row] = [
        ("Corporate parenting, performance team",),
        ("Updated monthly. Ask the team before you change anything: each measure has an owner.",),
        (),
        (None, "Period: Apr-21 to Nov-21"),
        (),
    ]
    card = council.read({"D": title + SIMPLE_DEFINITIONS, "F": title + SIMPLE_FIGURES})
    assert one(card).letter == "G"
    assert values(card, ADOPTED) == {"Oct-21": 3, "Nov-21": 4}


def test_two_header_rows_with_unmerged_groups(council: Council) -> None:
    definitions = [
        ("Indicator", "How reported?", "Good is", "Expected Range", None, "Unit"),
        (None, None, None, "Low", "High", None),
        (REVIEWS, "SS", "High", 0.9, 1, "Percentage"),
    ]
    figures = [
        ("Indicator", "Figure", "2020/21", None, "2021/22", None),
        (None, None, "Feb", "Mar", "Apr", "May"),
        (REVIEWS, "Data", 0.1, 0.2, 0.3, 0.4),
    ]
    card = council.read({"D": definitions, "F": figures})
    assert (one(card).expected.low, one(card).expected.high) == (0.9, 1)
    assert values(card) == {"Feb-21": 0.1, "Mar-21": 0.2, "Apr-21": 0.3, "May-21": 0.4}


def test_years_written_once_beside_groups_that_are_merged(council: Council) -> None:
    """A merge elsewhere in the header does not take the year from its months."""
    rows = [
        ("Indicator", "How reported?", "Good is", "Expected Range", None, "2021/22", None, None),
        (None, None, None, "Low", "High", "Sep", "Oct", "Nov"),
        (REVIEWS, "SS", "High", 0.9, 1, 0.91, 0.92, 0.93),
    ]
    card = council.read({"All": rows}, {"All": ["D1:E1"]})
    assert values(card) == {"Sep-21": 0.91, "Oct-21": 0.92, "Nov-21": 0.93}


def test_a_header_over_several_columns_is_one_header(council: Council) -> None:
    rows = [("Domain", None, "Indicator", None, "How reported?", "Good is"), ("S", None, ADOPTED, None, "SS", "High")]
    card = council.read({"D": rows, "F": SIMPLE_FIGURES}, {"D": ["A1:B1", "C1:D1", "A2:B2", "C2:D2"]})
    assert one(card, ADOPTED).latest.number == 4
    assert "header-ambiguous" not in codes(card)


def test_two_headers_for_one_thing_are_asked_about(council: Council) -> None:
    rows = [("Indicator", "How reported?", "Good is", "Low", "Lower", "High"), (REVIEWS, "SS", "High", 0.9, 0.5, 1)]
    card = council.read({"D": rows, "F": SIMPLE_FIGURES})
    finding = the(card, "header-ambiguous")
    assert '"Lower" and "Low" (column D)' in finding.message
    assert finding.cell == "E1"


def test_a_target_alone_is_asked_about_and_a_pin_answers(council: Council) -> None:
    rows = [("Indicator", "How reported?", "Good is", "Target", "Unit"), (REVIEWS, "SS", "High", 0.95, "Percentage")]
    card = council.read({"D": rows, "F": SIMPLE_FIGURES})
    assert "low or the high" in the(card, "header-ambiguous").message
    assert one(card).letter is None
    pins = [("Setting", "Value"), ("Layout: D: column D", "Low")]
    card = council.read({"D": rows, "F": SIMPLE_FIGURES, "Settings": pins})
    assert one(card).letter == "A"
    assert "header-ambiguous" not in codes(card)


# ---------------------------------------------------------------- periods in headers


@pytest.mark.parametrize(
    "header",
    [
        (dt.datetime(2021, 10, 1), dt.datetime(2021, 11, 30)),
        (Shown(dt.datetime(2021, 10, 1), "mmm-yy"), Shown(dt.datetime(2021, 11, 1), "mmm-yy")),
        ("Oct-21", "Nov-21"),
        ("Oct 21", "Nov 21"),
        ("October 2021", "November 2021"),
        ("Oct '21", "Nov ’21"),
        ("OCT-2021", "NOV-2021"),
        ("2021-10", "2021-11"),
        ("10/2021", "11/2021"),
        ("01/10/2021", "30/11/2021"),
        ("2021-10-01", "2021-11-01"),
        ("Oct-21*", "Nov-21 (prov)"),
        ("Oct–21", "Nov.21".replace(".", " ")),
    ],
)
def test_months_written_in_any_way(council: Council, header: Row) -> None:
    card = council.read({"D": SIMPLE_DEFINITIONS, "F": [("Indicator", *header), *SIMPLE_FIGURES[1:]]})
    assert values(card, ADOPTED) == {"Oct-21": 3, "Nov-21": 4}


def test_a_provisional_header_makes_its_figures_provisional(council: Council) -> None:
    card = council.read({"D": SIMPLE_DEFINITIONS, "F": [("Indicator", "Oct-21", "Nov-21 (prov)"), *SIMPLE_FIGURES[1:]]})
    assert {status.value for status in one(card).latest.statuses} == {"provisional"}


@pytest.mark.parametrize(
    ("header", "code", "period"),
    [
        (("Q1 2021-22", "Q2 2021-22"), "Q", "Jul 21 - Sep 21"),
        (("Qtr 1 21/22", "Qtr 2 21/22"), "Q", "Jul 21 - Sep 21"),
        (("2021/22 Quarter 1", "2021/22 Quarter 2"), "Q", "Jul 21 - Sep 21"),
        (("Apr 21 - Jun 21", "July - September 2021"), "Q", "Jul 21 - Sep 21"),
        (("Q1 (Apr-Jun) 2021-22", "Q2 (Jul - Sep) 2021-22"), "Q", "Jul 21 - Sep 21"),
        (("2019/20", "2020/21"), "FY", "2020/21"),
        (("2019-2020", "2020-2021"), "FY", "2020/21"),
        (("FY 2019-20", "FY 2020-21"), "FY", "2020/21"),
        (("Outturn 2019/20", "2020/21 outturn"), "FY", "2020/21"),
        (("Apr 2019 - Mar 2020", "April 20 to March 21"), "FY", "2020/21"),
        (("AY 2019-20", "2020/21"), "AY", "2020-21"),
        (("Sep 19 - Aug 20", "Sep 20 - Aug 21"), "AY", "2020-21"),
    ],
)
def test_quarters_and_years(council: Council, header: Row, code: str, period: str) -> None:
    definitions = [("Indicator", "How reported?", "Good is"), (ADOPTED, code, "High")]
    card = council.read({"D": definitions, "F": [("Indicator", *header), (ADOPTED, 3, 4)]}, as_of=Month.of(2021, 12))
    assert one(card, ADOPTED).latest.number == 4
    assert one(card, ADOPTED).period_label == period


def test_quarters_under_a_year(council: Council) -> None:
    definitions = [("Indicator", "How reported?", "Good is"), (ADOPTED, "Q", "High")]
    figures = [("Indicator", "2021/22", None), (None, "Q1", "Q2 (Jul-Sep)"), (ADOPTED, 3, 4)]
    card = council.read({"D": definitions, "F": figures}, {"F": ["B1:C1"]})
    assert one(card, ADOPTED).period_label == "Jul 21 - Sep 21"


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("Nov", "header-ambiguous"),
        ("Q2", "header-ambiguous"),
        ("Q1 (Jan-Mar) 2021-22", "header-not-read"),
        ("2021 Q2", "header-not-read"),
        (2021, "header-not-read"),
        (44501, "header-not-read"),
        (Shown(dt.datetime(2021, 4, 1), "yyyy"), "header-not-read"),
        (dt.datetime(1921, 4, 1), "header-not-read"),
        ("=EDATE(B1,1)", "header-not-read"),
        ("#REF!", "header-not-read"),
        ("Nov-21 revised", "header-not-read"),
        ("YTD 2021/22", "header-not-read"),
    ],
)
def test_a_header_that_may_be_a_period_is_asked_about(council: Council, header: Any, code: str) -> None:
    card = council.read({"D": SIMPLE_DEFINITIONS, "F": [("Indicator", "Oct-21", header), *SIMPLE_FIGURES[1:]]})
    assert the(card, code).cell == "C1"
    assert values(card, ADOPTED) == {"Oct-21": 3}


@pytest.mark.parametrize("header", ["Decision 21", "Marketing-21", "Mayor 21", "Notes 3", "Owner", "Rank"])
def test_words_that_only_begin_like_months_are_not_periods(council: Council, header: str) -> None:
    card = council.read({"D": SIMPLE_DEFINITIONS, "F": [("Indicator", "Oct-21", header), *SIMPLE_FIGURES[1:]]})
    assert values(card, ADOPTED) == {"Oct-21": 3}


def test_numbers_without_a_header_are_asked_about(council: Council) -> None:
    card = council.read({"D": SIMPLE_DEFINITIONS, "F": [("Indicator", "Oct-21", None), *SIMPLE_FIGURES[1:]]})
    assert the(card, "header-missing").cell == "C1"


def test_two_columns_for_one_month_are_an_error_and_neither_is_guessed(council: Council) -> None:
    figures = [("Indicator", "Nov-21", "November 2021"), *SIMPLE_FIGURES[1:]]
    with pytest.raises(Refused, match=r"'F'!C1: Nov-21 stands over two columns"):
        council.read({"D": SIMPLE_DEFINITIONS, "F": figures})
    card = council.read({"D": SIMPLE_DEFINITIONS, "F": [*figures[:2], (ADOPTED, 4, 4)]})
    assert {"period-twice", "figure-twice"} <= codes(card)
    assert one(card).latest.missing is not None
    assert one(card, ADOPTED).latest.number == 4
    assert not card.is_complete


@pytest.mark.parametrize("group", ["Target", "England", "Statistical neighbours", "RAG"])
def test_months_of_somebody_else_are_not_the_councils(council: Council, group: str) -> None:
    figures = [
        ("Indicator", "Actual", None, group, None),
        (None, "Oct-21", "Nov-21", "Oct-21", "Nov-21"),
        (ADOPTED, 3, 4, 30, 40),
    ]
    card = council.read({"D": SIMPLE_DEFINITIONS, "F": figures}, {"F": ["B1:C1", "D1:E1"]})
    assert values(card, ADOPTED) == {"Oct-21": 3, "Nov-21": 4}
    assert group in the(card, "columns-not-own").message


# ---------------------------------------------------------------- actual and possible


RATIO_DEFINITIONS: list[Row] = [
    ("Domain", "Indicator", "How reported?", "Good is", "Low", "High", "Unit", "Figures are"),
    ("Stability", REVIEWS, "YTD", "High", 0.9, 1, "Percentage", "Events"),
]


def assert_ratio(card: Scorecard) -> None:
    assert values(card, part=Part.ACTUAL) == {"Apr-21": 8, "May-21": 9}
    assert values(card, part=Part.POSSIBLE) == {"Apr-21": 9, "May-21": 10}
    latest = one(card).latest
    assert (latest.actual, latest.possible, latest.number) == (17, 19, 17 / 19)


@pytest.mark.parametrize(
    "words", [("Actual", "Possible"), ("Numerator", "Denominator"), ("num", "den"), ("Count", "Out of")]
)
def test_parts_in_rows(council: Council, words: tuple[str, str]) -> None:
    figures = [("Indicator", "Figure", "Apr-21", "May-21"), (REVIEWS, words[0], 8, 9), (None, words[1], 9, 10)]
    assert_ratio(council.read({"D": RATIO_DEFINITIONS, "F": figures}))
    assert_ratio(council.read({"D": RATIO_DEFINITIONS, "F": [figures[0], figures[1], (REVIEWS, *figures[2][1:])]}))


def test_an_indicator_merged_down_over_its_parts(council: Council) -> None:
    figures = [("Indicator", "Figure", "Apr-21", "May-21"), (REVIEWS, "Actual", 8, 9), (None, "Possible", 9, 10)]
    assert_ratio(council.read({"D": RATIO_DEFINITIONS, "F": figures}, {"F": ["A2:A3"]}))


def test_parts_in_columns_under_each_month(council: Council) -> None:
    figures = [
        ("Indicator", "Apr-21", None, None, dt.datetime(2021, 5, 1), None, None),
        (None, "Actual", "Possible", "%", "Actual", "Possible", "%"),
        (REVIEWS, 8, 9, Shown(8 / 9, "0.0%"), 9, 10, Shown(0.9, "0.0%")),
    ]
    card = council.read({"D": RATIO_DEFINITIONS, "F": figures}, {"F": ["B1:D1", "E1:G1"]})
    assert_ratio(card)
    assert "header-ambiguous" not in codes(card)
    assert_ratio(council.read({"D": RATIO_DEFINITIONS, "F": figures}))


def test_months_under_each_part(council: Council) -> None:
    figures = [
        ("Indicator", "Numerator", None, "Denominator", None),
        (None, "Apr-21", "May-21", "Apr-21", "May-21"),
        (REVIEWS, 8, 9, 9, 10),
    ]
    assert_ratio(council.read({"D": RATIO_DEFINITIONS, "F": figures}, {"F": ["B1:C1", "D1:E1"]}))


def test_parts_on_sheets_of_their_own(council: Council) -> None:
    header = ("Indicator", "Apr-21", "May-21")
    actual, possible = [header, (REVIEWS, 8, 9)], [header, (REVIEWS, 9, 10)]
    assert_ratio(council.read({"D": RATIO_DEFINITIONS, "Numerators": actual, "Denominators": possible}))
    pins = [("Setting", "Value"), ("Layout: Sheet A: figures", "Actual"), ("Layout: Sheet B: figures", "Possible")]
    assert_ratio(council.read({"D": RATIO_DEFINITIONS, "Sheet A ": actual, "Sheet B": possible, "Settings": pins}))
    with pytest.raises(Refused, match=r"two different figures for Apr-21: 0.08 in .Sheet A.!B2 and 0.09 here"):
        council.read({"D": RATIO_DEFINITIONS, "Sheet A": actual, "Sheet B": possible})


def test_all_in_one_grid(council: Council) -> None:
    """Definitions, months and comparators side by side, parts in rows, and a column of the latest figure."""
    rows = [
        (
            "Ref",
            "Indicator",
            "How reported?",
            "Good is",
            "Low",
            "High",
            "Figures are",
            "Figure",
            "Apr-21",
            "May-21",
            "Latest",
            "SN",
        ),
        ("A1", REVIEWS, "YTD", "High", "90%", "100%", "Events", "Actual", 8, 9, None, "85%"),
        ("A1", REVIEWS, "YTD", "High", "90%", "100%", "Events", "Possible", 9, 10, None, None),
        ("A2", ADOPTED, "SS", "High", 2, 5, None, "Data", 3, 4, 4, "-"),
    ]
    card = council.read({"All": rows})
    assert_ratio(card)
    assert "indicator-twice" not in codes(card)
    assert one(card).similar.measurement.number == 0.85
    assert one(card, ADOPTED).latest.number == 4
    assert [a.indicator.name for a in card.assessments] == [REVIEWS, ADOPTED]


def test_an_unknown_part_is_named(council: Council) -> None:
    figures = [("Indicator", "Figure", "Apr-21"), (ADOPTED, "Data", 3), (ADOPTED, "Target", 9)]
    card = council.read({"D": SIMPLE_DEFINITIONS, "F": figures})
    assert '"Target"' in the(card, "part-unknown").message
    assert values(card, ADOPTED) == {"Apr-21": 3}


# ---------------------------------------------------------------- percentages and numbers


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ((Shown(0.91, "0%"), Shown(0.94, "0.0%")), (0.91, 0.94)),
        ((91, 94), (0.91, 0.94)),
        (("91%", "94 %"), (0.91, 0.94)),
        ((0.91, 0.94), (0.91, 0.94)),
        (("91", "94.0"), (0.91, 0.94)),
        ((Shown(91, '0"%"'), Shown(94, '0"%"')), (0.91, 0.94)),
        ((100, 94), (1.0, 0.94)),
        ((0, 94), (0.0, 0.94)),
    ],
)
def test_percentages_however_they_are_kept(council: Council, cells: Row, expected: tuple[float, float]) -> None:
    card = council.read({"D": SIMPLE_DEFINITIONS, "F": [("Indicator", "Oct-21", "Nov-21"), (REVIEWS, *cells)]})
    assert tuple(values(card).values()) == pytest.approx(expected)
    assert "percentage-ambiguous" not in codes(card)


def test_plain_fractions_say_how_they_were_read(council: Council) -> None:
    card = council.read({"D": SIMPLE_DEFINITIONS, "F": SIMPLE_FIGURES})
    assert "0.91 as 91%" in the(card, "percentage-as-fraction").message


def test_one_94_among_fractions_is_asked_about(council: Council) -> None:
    figures = [("Indicator", "Sep-21", "Oct-21", "Nov-21"), (REVIEWS, 0.91, 94, 0.93)]
    card = council.read({"D": SIMPLE_DEFINITIONS, "F": figures})
    assert values(card)["Oct-21"] == 0.94
    finding = the(card, "percentage-ambiguous")
    assert (finding.cell, "read as 94 per cent" in finding.message) == ("C2", True)


def test_one_fraction_among_percents_is_asked_about(council: Council) -> None:
    figures = [("Indicator", "Sep-21", "Oct-21", "Nov-21"), (REVIEWS, 91, 0.8, 93)]
    card = council.read({"D": SIMPLE_DEFINITIONS, "F": figures})
    assert values(card)["Oct-21"] == pytest.approx(0.008)
    assert "read as 0.8 per cent" in the(card, "percentage-ambiguous").message


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (95, 100, (0.95, 1.0)),
        ("95%", "100%", (0.95, 1.0)),
        (Shown(0.95, "0%"), Shown(1, "0%"), (0.95, 1.0)),
        (0.95, 1, (0.95, 1.0)),
        ("95", "-", (0.95, None)),
        (None, 10, (None, 0.1)),
        (1, 3, (0.01, 0.03)),
        (0, 5, (0.0, 0.05)),
    ],
)
def test_thresholds_however_they_are_kept(council: Council, low: Any, high: Any, expected: tuple[Any, Any]) -> None:
    rows = [SIMPLE_DEFINITIONS[0], ("S", REVIEWS, "SS", "Range", low, high, "Percentage")]
    card = council.read({"D": rows, "F": SIMPLE_FIGURES})
    assert (one(card).expected.low, one(card).expected.high) == expected
    assert "range-upside-down" not in codes(card)


def test_a_threshold_below_one_beside_one_above_is_asked_about(council: Council) -> None:
    rows = [SIMPLE_DEFINITIONS[0], ("S", REVIEWS, "SS", "Range", 0.5, 3, "Percentage")]
    card = council.read({"D": rows, "F": SIMPLE_FIGURES})
    assert (one(card).expected.low, one(card).expected.high) == (0.005, 0.03)
    assert the(card, "percentage-ambiguous").cell == "E2"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1,438", 1438),
        ("+2", 2),
        ("-3", -3),
        ("−3", -3),
        (-3.5, -3.5),
        ("1547 (prov)", 1547),
        ("20 (pa)", 20),
        ("\u00a07 ", 7),
        (1.4e-17, 0),
    ],
)
def test_numbers_however_they_are_typed(council: Council, cell: Any, expected: float) -> None:
    card = council.read({"D": SIMPLE_DEFINITIONS, "F": [("Indicator", "Nov-21"), (ADOPTED, cell)]})
    assert values(card, ADOPTED) == {"Nov-21": expected}


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("NYA", MissingReason.NOT_YET_AVAILABLE),
        ("awaiting data", MissingReason.NOT_YET_AVAILABLE),
        ("NA", MissingReason.NOT_AVAILABLE),
        ("not avail", MissingReason.NOT_AVAILABLE),
        ("n/a", MissingReason.NOT_APPLICABLE),
        ("-", MissingReason.NOT_APPLICABLE),
        ("tbc", MissingReason.TO_BE_CONFIRMED),
        ("<5", MissingReason.SUPPRESSED),
        ("[c]", MissingReason.SUPPRESSED),
        ("five", MissingReason.UNUSABLE),
        (1e15, MissingReason.UNUSABLE),
        (True, MissingReason.UNUSABLE),
        (dt.datetime(2021, 11, 3), MissingReason.UNUSABLE),
        ("=SUM(A1:A2)", MissingReason.UNUSABLE),
    ],
)
def test_why_a_figure_is_missing(council: Council, cell: Any, reason: MissingReason) -> None:
    card = council.read({"D": SIMPLE_DEFINITIONS, "F": [("Indicator", "Oct-21", "Nov-21"), (ADOPTED, 3, cell)]})
    place = [indicator.name for indicator in card.workbook.indicators].index(ADOPTED)
    observation = card.workbook.series[place].at(ReportingPeriod.of_month(Month.of(2021, 11)))
    assert observation is not None
    missing = observation.get(Part.VALUE)
    assert missing is not None
    assert not isinstance(missing, Figure)
    assert missing.reason is reason


# ---------------------------------------------------------------- units


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("% of children seen", Unit.PERCENTAGE),
        ("Percentage of children seen", Unit.PERCENTAGE),
        ("Proportion of placements out of county", Unit.PERCENTAGE),
        ("Rate per 10,000 of children looked after", Unit.RATE),
        ("Average days from entry to adoption", Unit.AVERAGE),
        ("Number of corporate parenting events", Unit.NUMBER),
        ("Separated children", Unit.NUMBER),
        ("Moderate needs", Unit.NUMBER),
        ("Children in foster care", Unit.NUMBER),
    ],
)
def test_a_unit_that_is_not_given_comes_from_whole_words_of_the_name(council: Council, name: str, unit: Unit) -> None:
    card = council.read(
        {
            "D": [("Indicator", "How reported?", "Good is"), (name, "SS", "High")],
            "F": [("Indicator", "Nov-21"), (name, 3)],
        }
    )
    assert one(card, name).indicator.unit is unit


def test_a_unit_that_is_not_given_comes_from_thresholds_shown_as_percentages(council: Council) -> None:
    rows = [("Indicator", "How reported?", "Good is", "Low"), (ADOPTED, "SS", "High", "90%")]
    card = council.read({"D": rows, "F": [("Indicator", "Nov-21"), (ADOPTED, 93)]})
    assert one(card, ADOPTED).latest.number == 0.93


def test_percentages_under_a_number_are_asked_about(council: Council) -> None:
    card = council.read({"D": SIMPLE_DEFINITIONS, "F": [("Indicator", "Nov-21"), (ADOPTED, Shown(0.93, "0%"))]})
    assert "Number" in the(card, "unit-doubtful").message


# ---------------------------------------------------------------- domains and rows


@pytest.mark.parametrize(
    ("domains", "merges"),
    [(("Health", "Health", "Safety"), []), (("Health", None, "Safety"), []), (("Health", None, "Safety"), ["A2:A3"])],
)
def test_domains_repeated_written_once_or_merged(council: Council, domains: Row, merges: list[str]) -> None:
    names = ["One", "Two", "Three"]
    rows = [("Domain", "Indicator", "How reported?", "Good is")] + [
        (d, n, "SS", "High") for d, n in zip(domains, names, strict=True)
    ]
    card = council.read({"D": rows, "F": [("Indicator", "Nov-21"), *((n, 1) for n in names)]}, {"D": merges})
    assert [a.indicator.domain for a in card.assessments] == ["Health", "Health", "Safety"]


@pytest.mark.parametrize("merges", [[], ["A2:C2", "A4:C4"]])
def test_domains_as_headings_between_the_rows(council: Council, merges: list[str]) -> None:
    rows = [
        ("Indicator", "How reported?", "Good is"),
        ("Health",),
        ("One", "SS", "High"),
        ("Safety",),
        ("Two", "SS", "High"),
        ("These figures are read from the case system each month, and nobody types them.",),
    ]
    card = council.read({"D": rows, "F": [("Indicator", "Nov-21"), ("One", 1), ("Two", 2)]}, {"D": merges})
    assert [(a.indicator.name, a.indicator.domain) for a in card.assessments] == [("One", "Health"), ("Two", "Safety")]
    assert '"Health" stands alone' in the(card, "domain-from-heading").message
    assert card.is_complete


def test_one_name_in_two_domains(council: Council) -> None:
    definitions = [
        ("Domain", "Indicator", "How reported?", "Good is"),
        ("Fostering", "Enquiries", "SS", "High"),
        ("Adoption", "Enquiries", "SS", "High"),
    ]
    figures = [
        ("Domain", "Indicator", "Figure", "Nov-21"),
        ("Fostering", "Enquiries", "Data", 1),
        ("Adoption", "Enquiries", "Data", 2),
    ]
    card = council.read({"D": definitions, "F": figures})
    assert [a.latest.number for a in card.assessments] == [1, 2]
    headings = [("Indicator", "Nov-21"), ("Fostering",), ("Enquiries", 1), ("Adoption",), ("Enquiries", 2)]
    card = council.read({"D": definitions, "F": headings})
    assert [a.latest.number for a in card.assessments] == [1, 2]
    with pytest.raises(Refused, match="fits 2 definitions"):
        council.read({"D": definitions, "F": [("Indicator", "Nov-21"), ("Enquiries", 1)]})


def test_names_that_differ_in_a_sign_only(council: Council) -> None:
    names = ("Children aged < 5", "Children aged > 5", "Plant sy'n derbyn gofal â")
    definitions = [("Indicator", "How reported?", "Good is"), *((n, "SS", "High") for n in names)]
    card = council.read({"D": definitions, "F": [("Indicator", "Nov-21"), *((n, i) for i, n in enumerate(names))]})
    assert [a.latest.number for a in card.assessments] == [0, 1, 2]


def test_a_column_that_counts_rows_is_no_reference(council: Council) -> None:
    definitions = [("No", "Indicator", "How reported?", "Good is"), (1, "One", "SS", "High"), (2, "Two", "SS", "High")]
    card = council.read({"D": definitions, "F": [("No", "Indicator", "Nov-21"), (1, "Two", 22), (2, "One", 11)]})
    assert [a.latest.number for a in card.assessments] == [11, 22]
    assert the(card, "reference-differs").cell == "A2"


def test_a_reference_stands_in_for_a_shortened_name(council: Council) -> None:
    definitions = [("Ref", "Indicator", "How reported?", "Good is"), ("A1", "One long name", "SS", "High")]
    card = council.read({"D": definitions, "F": [("Ref", "Indicator", "Nov-21"), ("A1", "One", 11)]})
    assert card.assessments[0].latest.number == 11


def test_one_reference_for_two_indicators_is_asked_about(council: Council) -> None:
    definitions = [
        ("Ref", "Indicator", "How reported?", "Good is"),
        ("A1", "One", "SS", "High"),
        ("A1", "Two", "SS", "High"),
    ]
    card = council.read({"D": definitions, "F": [("Ref", "Indicator", "Nov-21"), ("A1", "One", 11), ("A1", "Two", 22)]})
    assert [a.latest.number for a in card.assessments] == [11, 22]
    assert the(card, "reference-twice").cell == "A3"


def test_rows_that_are_no_indicators(council: Council) -> None:
    figures = [
        ("Indicator", "Oct-21", "Nov-21"),
        ("Population", 105000, 105000),
        (),
        (REVIEWS, 0.91, 0.93),
        ("Note: October was a short month for reviews because of half term, as the panel was told.",),
        (ADOPTED, 3, 4),
        (None, 5, 6),
        ("Total", 8, 10),
        ("Children not defined", 8, 10),
    ]
    card = council.read({"D": SIMPLE_DEFINITIONS, "F": figures})
    assert values(card, ADOPTED) == {"Oct-21": 3, "Nov-21": 4}
    assert {f.message for f in card.findings if f.code == "row-not-indicator"} == {
        'the row "Population" is no indicator and was not read.',
        'the row "Total" is no indicator and was not read.',
    }
    assert the(card, "row-without-indicator").cell == "B7"
    assert "Children not defined" in the(card, "indicator-unknown").message
    assert card.is_complete


def test_a_row_that_is_there_twice(council: Council) -> None:
    same = [("Indicator", "Nov-21"), (ADOPTED, 4), (ADOPTED, 4)]
    assert one(council.read({"D": SIMPLE_DEFINITIONS, "F": same}), ADOPTED).latest.number == 4
    card = council.read({"D": SIMPLE_DEFINITIONS, "F": [*same, (ADOPTED, 5), (REVIEWS, 0.9)]})
    assert "4 in 'F'!B2 and 5 here" in the(card, "figure-twice").message


def test_notes_between_blocks_with_headers_of_their_own(council: Council) -> None:
    figures = [
        *SIMPLE_FIGURES[:2],
        (),
        ("What this tells us: reviews are held in time.",),
        (),
        ("Indicator", "Nov-21"),
        (ADOPTED, 4),
    ]
    card = council.read({"D": SIMPLE_DEFINITIONS, "F": figures})
    assert values(card) == {"Oct-21": 0.91, "Nov-21": 0.93}
    assert values(card, ADOPTED) == {"Nov-21": 4}


# ---------------------------------------------------------------- hidden, turned round, not understood


def test_what_is_hidden_is_read_and_said(council: Council) -> None:
    write(council.path, {"D": SIMPLE_DEFINITIONS, "F": SIMPLE_FIGURES})
    book = load_workbook(council.path)
    book["F"].sheet_state = "hidden"
    book["F"].column_dimensions["B"].hidden = True
    book["F"].row_dimensions[3].hidden = True
    book.save(council.path)
    card = make_scorecard(council.path)
    assert values(card, ADOPTED) == {"Oct-21": 3, "Nov-21": 4}
    assert "the sheet itself, 1 column, 1 row" in the(card, "hidden-read").message


def test_months_down_the_rows_are_recognised_and_refused(council: Council) -> None:
    figures = [("Month", REVIEWS, ADOPTED), ("Sep-21", 0.9, 2), ("Oct-21", 0.91, 3), ("Nov-21", 0.93, 4)]
    with pytest.raises(Refused, match="no figure"):
        council.read({"D": SIMPLE_DEFINITIONS, "F": figures})
    card = council.read({"D": SIMPLE_DEFINITIONS, "F": figures, "G": [("Indicator", "Nov-21"), (ADOPTED, 4)]})
    finding = the(card, "sheet-turned-round")
    assert "Transpose" in finding.remedy
    assert (finding.sheet, finding.severity.value) == ("F", "error")


def test_a_sheet_of_months_without_an_indicator_header(council: Council) -> None:
    figures = [("Our things", "Sep-21", "Oct-21", "Nov-21"), (ADOPTED, 2, 3, 4)]
    more = [("Indicator", "Nov-21"), (REVIEWS, 0.9)]
    card = council.read({"D": SIMPLE_DEFINITIONS, "F": figures, "G": more})
    assert "no column there is headed Indicator" in the(card, "sheet-not-read").message
    pins = [("Setting", "Value"), ("Layout: F: column A", "Indicator")]
    card = council.read({"D": SIMPLE_DEFINITIONS, "F": figures, "G": more, "Settings": pins})
    assert values(card, ADOPTED) == {"Sep-21": 2, "Oct-21": 3, "Nov-21": 4}
    assert "sheet-not-read" not in codes(card)


def test_a_list_of_children_is_passed_over(council: Council) -> None:
    header = ("Child ID", "Date of birth", "Legal status", "Start")
    children = [header] + [
        (i, dt.datetime(2008, 1 + i % 12, 1), "C2", dt.datetime(2021, 1 + i % 12, 3)) for i in range(3000)
    ]
    card = council.read({"D": SIMPLE_DEFINITIONS, "Children": children, "F": SIMPLE_FIGURES})
    assert one(card).letter == "G"
    finding = the(card, "sheet-not-read")
    assert (finding.severity.value, "2,000 rows" in finding.message) == ("information", True)


# ---------------------------------------------------------------- ledgers, comparators, pins, files beside


@pytest.mark.parametrize(
    "header",
    ["SN", "Stat Nbours", "Similar councils", "Statistical Neighbours", "Similar Local Authorities", "SN average"],
)
def test_similar_councils_by_any_name(council: Council, header: str) -> None:
    comparators = [("Indicator", "England", header, "O/S LAs"), (REVIEWS, "80%", "85%", "99%"), (ADOPTED, 1, "NA", 3)]
    card = council.read({"D": SIMPLE_DEFINITIONS, "F": SIMPLE_FIGURES, "C": comparators})
    assert one(card).similar.measurement.number == 0.85
    assert one(card, ADOPTED).similar.measurement.missing is not None


def test_ranges_by_date(council: Council) -> None:
    ranges = [
        ("Indicator", "Low", "High", "Valid from"),
        (ADOPTED, 6, 9, "Apr-21"),
        (ADOPTED, 1, 2, dt.datetime(2020, 4, 1)),
        (ADOPTED, 1, 2, "soon"),
    ]
    figures = [("Indicator", "Nov-20", "Nov-21"), (ADOPTED, 3, 4)]
    card = council.read({"D": SIMPLE_DEFINITIONS, "F": figures, "Ranges": ranges})
    assert one(card, ADOPTED).expected.low == 6
    assert one(card, ADOPTED).letter == "R"
    rating = one(card, ADOPTED).year_ago.rating
    assert getattr(rating, "bound", None) == 1
    assert the(card, "range-date-unusable").cell == "D4"


def test_header_rows_that_are_pinned(council: Council) -> None:
    """Two rows that detection would take for one: the wrong row above the months."""
    figures = [("Title",), (None, "Oct-21", "Nov-21"), ("Things", "a", "b"), (ADOPTED, 3, 4)]
    pins = [("Setting", "Value"), ("Layout: F: header rows", "2-3"), ("Layout: F: column A", "indicator"),
            ("Layout: F: column B", "Oct-21"), ("Layout: F: column C", dt.datetime(2021, 11, 1))]  # fmt: skip
    card = council.read({"D": SIMPLE_DEFINITIONS, "F": figures, "Settings": pins})
    assert values(card, ADOPTED) == {"Oct-21": 3, "Nov-21": 4}


def test_a_sheet_that_is_pinned_to_be_ignored(council: Council) -> None:
    old = [("Indicator", "Nov-21"), (ADOPTED, 99)]
    assert "figure-twice" in codes(council.read({"D": SIMPLE_DEFINITIONS, "F": SIMPLE_FIGURES, "Old": old}))
    pins = [("Setting", "Value"), ("Layout: old: ignore", "yes")]
    card = council.read({"D": SIMPLE_DEFINITIONS, "F": SIMPLE_FIGURES, "Old": old, "Settings": pins})
    assert one(card, ADOPTED).latest.number == 4


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("Layout: F: column B", "nonsense", "setting-unusable"),
        ("Layout: F: header rows", "4-9", "setting-unusable"),
        ("Layout: F: figures", "both", "setting-unusable"),
        ("Layout: Nowhere: ignore", "yes", "setting-unknown"),
        ("Layout: F: colour", "red", "setting-unknown"),
    ],
)
def test_a_pin_that_means_nothing_is_said(council: Council, name: str, value: str, code: str) -> None:
    card = council.read(
        {"D": SIMPLE_DEFINITIONS, "F": SIMPLE_FIGURES, "Settings": [("Setting", "Value"), (name, value)]}
    )
    assert the(card, code).message
    assert values(card, ADOPTED) == {"Oct-21": 3, "Nov-21": 4}


def test_settings_in_a_file_beside_the_workbook(council: Council) -> None:
    council.path.with_suffix(".toml").write_text(
        '[settings]\ncouncil = "Borsetshire"\n"report month" = 2021-10-01\n"Layout: F: column D" = "Dec-21"\n', "utf-8"
    )
    figures = [(*row, 9) for row in SIMPLE_FIGURES]
    card = council.read(
        {"D": SIMPLE_DEFINITIONS, "F": figures, "Settings": [("Setting", "Value"), ("Council", "Wessex")]}
    )
    assert card.workbook.settings.council == "Borsetshire"
    assert card.as_of == Month.of(2021, 10)
    assert values(card, ADOPTED)["Dec-21"] == 9


def test_a_broken_file_beside_the_workbook_is_refused(council: Council) -> None:
    council.path.with_suffix(".toml").write_text("not = = toml", "utf-8")
    with pytest.raises(Refused, match=r"council\.toml"):
        council.read({"D": SIMPLE_DEFINITIONS, "F": SIMPLE_FIGURES})


# ---------------------------------------------------------------- what stays out of the card, and exit codes


@pytest.mark.parametrize("code", ["YTD", "R12M"])
def test_a_window_that_does_not_say_how_its_figures_accumulate(council: Council, code: str) -> None:
    rows = [("Indicator", "How reported?", "Good is"), (ADOPTED, code, "High"), (REVIEWS, "SS", "High")]
    card = council.read({"D": rows, "F": SIMPLE_FIGURES})
    assert "Figures are" in the(card, "figures-not-stated").remedy
    assert one(card, ADOPTED).latest.missing is not None
    assert main(["check", str(council.path)]) == INCOMPLETE


def test_an_indicator_without_figures_and_figures_without_a_definition(council: Council) -> None:
    rows = [*SIMPLE_DEFINITIONS, ("Stability", "Never measured", "SS", "High", 1, 2, "Number")]
    card = council.read({"D": rows, "F": [*SIMPLE_FIGURES, ("Nobody asked", 1, 2)]})
    assert the(card, "indicator-without-row").indicator == "Never measured"
    assert the(card, "indicator-unknown").cell == "A4"
    assert main(["check", str(council.path)]) == INCOMPLETE


def test_a_workbook_without_reporting_codes_is_refused_and_says_where_it_looked(council: Council) -> None:
    with pytest.raises(Refused, match=r"'F' has a header with an indicator in row 1.*How reported"):
        council.read({"F": SIMPLE_FIGURES})


def test_no_header_at_all(council: Council) -> None:
    with pytest.raises(Refused, match=r"'Sheet1'"):
        council.read({"Sheet1": [("a", 1), ("b", 2)]})


# ---------------------------------------------------------------- files


def test_a_workbook_with_macros_is_read_like_any_other(council: Council) -> None:
    write(council.path, {"D": SIMPLE_DEFINITIONS, "F": SIMPLE_FIGURES})
    book = load_workbook(council.path)
    macros = council.path.with_suffix(".xlsm")
    book.save(macros)
    assert one(make_scorecard(macros)).letter == "G"


def test_the_1904_date_system(council: Council) -> None:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.remove(book.worksheets[0])
    sheets: dict[str, list[Row]] = {
        "D": SIMPLE_DEFINITIONS,
        "F": [("Indicator", dt.datetime(2021, 11, 1)), (ADOPTED, 4)],
    }
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(council.path)
    assert values(make_scorecard(council.path), ADOPTED) == {"Nov-21": 4}


def test_strict_open_xml_is_read(council: Council) -> None:
    """Excel's other .xlsx: the same elements under other names."""
    import zipfile

    write(council.path, {"D": SIMPLE_DEFINITIONS, "F": SIMPLE_FIGURES})
    names = {
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/drawingml/2006/main": b"http://purl.oclc.org/ooxml/drawingml/main",
    }
    strict = council.path.with_name("strict.xlsx")
    with zipfile.ZipFile(council.path) as source, zipfile.ZipFile(strict, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            for ordinary, other in names.items():
                content = content.replace(ordinary, other)
            target.writestr(name, content)
    assert one(make_scorecard(strict)).letter == "G"


def test_the_sample_needs_no_questions() -> None:
    """What the product's own sample is asked about: nothing that these layouts brought with them."""
    sample = Path(__file__).parents[2] / "samples" / "wiltshire-2022-01" / "indicators.xlsx"
    card = make_scorecard(sample)
    letters = [a.letter for a in card.assessments]
    assert [letters.count(x) for x in ("G", "A", "R", None)] == [27, 9, 9, 20]
    assert codes(card) <= {
        "older-month-shown",
        "not-yet-available",
        "hidden-read",
        "letter-differs",
        "list-differs-from-card",
    }
    assert main(["check", str(sample)]) == DONE


@pytest.mark.parametrize(
    ("token", "remedy"),
    [
        ("NYA", "Enter the figure when it comes."),
        ("n/a", "Nothing to do if that is so; else enter the figure."),
        ("not available", "Nothing to do if that is so; else enter the figure."),
    ],
)
def test_only_a_figure_that_is_to_come_is_asked_for(council: Council, token: str, remedy: str) -> None:
    """What does not apply in a month will not come."""
    figures = [("Indicator", "Oct-21", "Nov-21"), (REVIEWS, 0.91, token), (ADOPTED, 3, 4)]
    card = council.read({"D": SIMPLE_DEFINITIONS, "F": figures})
    assert the(card, "older-month-shown").remedy == remedy


def test_polarity_in_other_words(council: Council) -> None:
    words = {
        "Higher is better": Polarity.HIGH,
        "low is good": Polarity.LOW,
        "within range": Polarity.RANGE,
        "–": Polarity.NONE,
        "▼": Polarity.LOW,
    }
    rows = [("Indicator", "How reported?", "Good is"), *((f"Measure {i}", "SS", w) for i, w in enumerate(words))]
    card = council.read({"D": rows, "F": [("Indicator", "Nov-21"), *((f"Measure {i}", 1) for i in range(len(words)))]})
    assert [a.indicator.polarity for a in card.assessments] == list(words.values())


def test_a_year_among_months_that_are_written_alike_is_asked_about(council: Council) -> None:
    figures = [("Indicator", "2010-10", "2010-11"), *SIMPLE_FIGURES[1:]]
    card = council.read({"D": SIMPLE_DEFINITIONS, "F": figures})
    assert the(card, "header-ambiguous").cell == "C1"
    years = [("Indicator", "2010-11", "2011-12"), *SIMPLE_FIGURES[1:]]
    assert "header-ambiguous" not in codes(council.read({"D": SIMPLE_DEFINITIONS, "F": years}))


def test_figures_that_name_their_indicator_by_its_reference_only(council: Council) -> None:
    definitions = [("Ref", "Indicator", "How reported?", "Good is"), ("A1", ADOPTED, "SS", "High")]
    card = council.read({"D": definitions, "F": [("Ref", "Indicator", "Nov-21"), ("A1", None, 4)]})
    assert one(card, ADOPTED).latest.number == 4
    card = council.read({"D": definitions, "F": [("Indicator", "Nov-21"), ("A1", 4)]})
    assert one(card, ADOPTED).latest.number == 4


def test_a_scorecard_instead_of_the_workbook_behind_it() -> None:
    published = Path(__file__).parents[2] / "samples" / "wiltshire-2022-01" / "published.xlsx"
    with pytest.raises(Refused, match="is a scorecard") as refused:
        make_scorecard(published)
    assert "verify" in refused.value.remedy


@pytest.mark.parametrize("merges", [["A1:A3", "B1:D1", "B2:D2"], []])
def test_three_header_rows(council: Council, merges: list[str]) -> None:
    """A group, a year and a month above each other, the indicator's header merged down or in the last row."""
    top, bottom = ("Indicator", None) if merges else (None, "Indicator")
    figures = [
        (top, "Performance", None, None),
        (None, "2021/22", None, None),
        (bottom, "Apr", "May", "Jun"),
        (ADOPTED, 1, 2, 3),
    ]
    card = council.read({"D": SIMPLE_DEFINITIONS, "F": figures}, {"F": merges})
    assert values(card, ADOPTED) == {"Apr-21": 1, "May-21": 2, "Jun-21": 3}


def test_a_title_that_names_the_year_of_the_months_below_it(council: Council) -> None:
    figures = [("Performance 2021/22",), ("Indicator", "Apr", "May"), (ADOPTED, 1, 2)]
    card = council.read({"D": SIMPLE_DEFINITIONS, "F": figures})
    assert values(card, ADOPTED) == {"Apr-21": 1, "May-21": 2}


@pytest.mark.parametrize("year", ["2021", 2021, "Year 1", None])
def test_months_under_a_year_that_says_too_little_are_asked_about(council: Council, year: Any) -> None:
    """2021 may be the calendar year or the one that begins in April: January would be a year out."""
    figures = [(None, year, None), ("Indicator", "Apr", "May"), (ADOPTED, 1, 2)]
    card = council.read({"D": SIMPLE_DEFINITIONS, "F": figures, "G": [("Indicator", "Jan-21"), (ADOPTED, 4)]})
    assert values(card, ADOPTED) == {"Jan-21": 4}
    assert the(card, "header-ambiguous").cell == "B2"
    assert not card.is_complete


def test_one_year_of_this_council_and_others(council: Council) -> None:
    definitions = [("Indicator", "How reported?", "Good is"), (ADOPTED, "FY", "High")]
    figures = [("Indicator", "Wilts", "Eng", "SW Region"), (None, "2020/21", "2020/21", "2020/21"), (ADOPTED, 1, 2, 3)]
    card = council.read({"D": definitions, "F": figures})
    assert one(card, ADOPTED).latest.number == 1
    assert '"Eng" and "SW Region"' in the(card, "columns-not-own").message
