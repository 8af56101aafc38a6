"""Summary tables: told from tables of indicators, in either of their layouts, and counted where they are blank."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.tools.workbooks import Row, Shown, council, definition

from cpp_scorecard.app.build import make_card
from cpp_scorecard.app.scorecard import Scorecard, make_scorecard
from cpp_scorecard.core.at_a_glance import MeasureKind
from cpp_scorecard.core.people import Cohort, Field
from cpp_scorecard.core.series import Figure, Missing, MissingReason
from cpp_scorecard.intake.table_kinds import cohort_of
from cpp_scorecard.reports.at_a_glance import at_a_glance_sheet
from cpp_scorecard.sheets.theme import load_theme

FIGURES: list[Row] = [("Indicator", "Oct-21", "Nov-21"), ("Children seen", 3, 4)]
HEADER = (
    "Category", "Measure", "What does good look like?", "End Nov 21", "31st March 2020-21", "2019-20",
    "Similar councils (2020-21)", "Decimals",
)  # fmt: skip
TITLED: list[Row] = [
    ("At a Glance",),
    ("CLA Caseload Breakdown",),
    HEADER,
    ("Total", "Number of CLA per 10,000", None, 431, 424, 458, "-", 0),
    ("Rate", "Rate of CLA per 10,000", None, None, Shown(40.0, "0.0"), Shown(43.3, "0.0"), 59, 1),
    ("Legal Status", "% Full Care Orders", "Higher", "58%", Shown(0.61, "0%"), 56, "59%", None),
    (None, "% Section 20 more than 1 year", "Lower", None, "-", "-", "-", None),
    (None,),
    ("CLA Starts Breakdown",),
    HEADER,
    ("Need", "Low income", None, 0, 0, 0, 0, None),
    ("Care Leavers Caseload Breakdown",),
    HEADER,
    ("UASC", "% Former UASC", None, "19%", "20%", "n/a", "n/a", None),
]


def read(folder: Path, rows: Sequence[Row], **more: Sequence[Row]) -> Scorecard:
    return make_scorecard(council(folder / "council.xlsx", [definition()], FIGURES, Glance=rows, **more))


def test_three_titled_tables(tmp_path: Path) -> None:
    card = read(tmp_path, TITLED)
    tables = [reported.table for reported in card.glance]
    assert [(table.title, table.cohort, len(table.rows)) for table in tables] == [
        ("CLA Caseload Breakdown", Cohort.LOOKED_AFTER, 4),
        ("CLA Starts Breakdown", Cohort.STARTING, 1),
        ("Care Leavers Caseload Breakdown", Cohort.CARE_LEAVERS, 1),
    ]
    caseload = tables[0]
    assert [str(period) for period in caseload.periods] == ["Nov-21", "2020-21", "2019-20"]
    assert caseload.headers == ("End Nov 21", "31st March 2020-21", "2019-20")
    assert caseload.similar_header == "Similar councils (2020-21)"
    assert [(row.category, row.kind, row.field, row.good) for row in caseload.rows] == [
        ("Total", MeasureKind.TOTAL, None, ""),
        ("Rate", MeasureKind.RATE, None, ""),
        ("Legal Status", MeasureKind.SHARE, Field.LEGAL_STATUS, "Higher"),
        ("Legal Status", MeasureKind.SHARE, Field.LEGAL_STATUS, "Lower"),
    ]


def test_figures_print_as_they_are_typed_however_they_are_typed(tmp_path: Path) -> None:
    caseload = read(tmp_path, TITLED).glance[0]
    assert [[row.shown(place) for place in range(3)] for row in caseload.rows] == [
        ["431", "424", "458"],
        ["-", "40.0", "43.3"],
        ["58%", "61%", "56%"],
        ["-", "-", "-"],
    ]


def test_missing_figures_keep_why(tmp_path: Path) -> None:
    card = read(tmp_path, TITLED)
    former = card.glance[2].rows[0].row
    figures = [*former.figures, former.similar]
    assert [f.reason if isinstance(f, Missing) else None for f in figures] == [
        None, None, MissingReason.NOT_APPLICABLE, MissingReason.NOT_APPLICABLE,
    ]  # fmt: skip
    now = card.glance[0].rows[1].now
    assert isinstance(now, Missing)
    assert now.reason is MissingReason.NO_LIST


def test_summary_tables_are_no_indicators_and_raise_no_questions_about_headers(tmp_path: Path) -> None:
    card = read(tmp_path, TITLED)
    assert [i.name for i in card.workbook.indicators] == ["Children seen"]
    assert card.dataset is None
    codes = {f.code for f in card.findings if f.sheet == "Glance"}
    assert codes == {"summary-not-counted"}


def test_one_table_with_a_column_breakdown(tmp_path: Path) -> None:
    rows: list[Row] = [
        ("Breakdown", *HEADER),
        ("CLA Caseload", *TITLED[3]),
        (None, *TITLED[5]),
        ("CLA Starts", *TITLED[10]),
        ("Care leavers", *TITLED[13]),
    ]
    tables = [reported.table for reported in read(tmp_path, rows).glance]
    assert [(table.title, len(table.rows)) for table in tables] == [
        ("CLA Caseload", 2), ("CLA Starts", 1), ("Care leavers", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "cohort"),
    [
        ("CLA Caseload Breakdown", Cohort.LOOKED_AFTER),
        ("CLA Starts Breakdown", Cohort.STARTING),
        ("Children looked after: caseload breakdown", Cohort.LOOKED_AFTER),
        ("Children starting to be looked after, as at 30 November 2021", Cohort.STARTING),
        ("Care Leavers Caseload Breakdown", Cohort.CARE_LEAVERS),
        ("Budget breakdown", None),
    ],
)
def test_whom_a_title_is_about(title: str, cohort: Cohort | None) -> None:
    assert cohort_of(title) is cohort


def test_indicators_under_a_heading_that_names_a_cohort_stay_indicators(tmp_path: Path) -> None:
    """A sheet of figures titled Care leavers has indicators: they are defined, and its headers are those of figures."""
    figures: list[Row] = [("Care leavers: figures of the year",), *FIGURES]
    card = make_scorecard(council(tmp_path / "council.xlsx", [definition()], figures))
    assert card.assessments[0].latest.number == 4


def test_a_blank_first_column_is_counted_from_the_list(tmp_path: Path) -> None:
    people: list[Row] = [
        ("Child Unique ID", "Gender", "Date of Birth", "Eligibility Category"),
        ("a", "1", dt.datetime(2002, 1, 1), "Relevant"),
        ("b", "2", dt.datetime(2003, 1, 1), "Relevant"),
        ("c", "2", dt.datetime(2001, 1, 1), "Qualifying"),
    ]
    glance: list[Row] = [
        ("Care leavers",),
        ("Category", "Measure", "End Nov 21", "2020-21"),
        ("Total", "Care leavers", None, 5),
        ("Gender", "% Female", None, "40%"),
        ("Gender", "% Male", "40%", "60%"),
        ("Age", "% 19 - 20", None, "n/a"),
        ("Height", "% tall", None, None),
    ]
    card = read(tmp_path, glance, Leavers=people)
    assert [row.shown(0) for row in card.glance[0].rows] == ["3", "67%", "40%", "67%", ""]
    codes = sorted(f.code for f in card.findings if f.sheet == "Glance")
    assert codes == ["summary-category-unknown", "summary-differs"]


def test_what_cannot_be_counted_is_one_finding_a_reason(tmp_path: Path) -> None:
    card = read(tmp_path, [(*row[:3], None, *row[4:]) if len(row) > 4 and row is not HEADER else row for row in TITLED])
    found = [f for f in card.findings if f.code == "summary-not-counted"]
    assert len(found) == 3, "one for each table without a list"
    assert "and not counted from the lists" in found[0].message


@pytest.mark.parametrize(("cell", "code"), [("about 40", "cell-unusable"), ("40%", "unit-doubtful")])
def test_a_cell_that_is_no_figure_of_its_row_is_asked_about(tmp_path: Path, cell: str, code: str) -> None:
    rows: list[Row] = [*TITLED[:3], ("Total", "Number of CLA", None, cell, 424, 458, "-", 0)]
    (finding,) = [f for f in read(tmp_path, rows).findings if f.code == code]
    assert finding.cell == "D4"


def test_decimals_that_are_none_are_asked_about(tmp_path: Path) -> None:
    rows: list[Row] = [*TITLED[:3], ("Total", "Number of CLA", None, 431, 424, 458, "-", "many")]
    (finding,) = [f for f in read(tmp_path, rows).findings if f.code == "decimals-unusable"]
    assert finding.cell == "H4"


def test_the_figure_of_similar_councils_is_read_with_its_decimals(tmp_path: Path) -> None:
    similar = read(tmp_path, TITLED).glance[0].rows[1].row.similar
    assert isinstance(similar, Figure)
    assert similar.number == 59


@pytest.mark.parametrize(
    ("month", "words"),
    [
        ("Aug-21", "a later month than the report's, Aug-21"),
        ("Nov-21", None),
        ("Dec-21", None),
        ("Jan-22", "2 months before the report's, Jan-22"),
    ],
)
def test_breakdowns_of_another_month_than_the_reports_are_asked_about(
    tmp_path: Path, month: str, words: str | None
) -> None:
    """All tables of one column together: the page would say two dates."""
    figures: list[Row] = [("Indicator", "Aug-21", month), ("Children seen", 3, 4)]
    if month == "Aug-21":
        figures = [("Indicator", "Jul-21", month), ("Children seen", 3, 4)]
    path = council(tmp_path / "council.xlsx", [definition()], figures, Glance=TITLED)
    found = [f for f in make_scorecard(path).findings if f.code == "summary-other-month"]
    assert len(found) == (1 if words else 0)
    for finding in found:
        assert words is not None
        assert words in finding.message
        assert '"End Nov 21"' in finding.message
        assert "CLA Starts Breakdown" in finding.message


def test_a_rate_of_part_of_a_year_says_under_the_table_that_it_was_scaled(tmp_path: Path) -> None:
    episodes: list[Row] = [
        ("CHILD", "DECOM", "RNE", "LS", "DEC"),
        ("a", dt.datetime(2021, 6, 1), "S", "C2", None),
        ("b", dt.datetime(2021, 6, 1), "S", "C2", None),
    ]
    glance: list[Row] = [
        ("CLA Starts Breakdown",),
        ("Category", "Measure", "End Nov 21", "2020-21"),
        ("Rate", "Rate of starts per 10,000", None, 12.4),
    ]
    settings: list[Row] = [("Setting", "Value"), ("Population aged 0-17", 10_000)]
    card = read(tmp_path, glance, Episodes=episodes, Settings=settings)
    sheet = at_a_glance_sheet(make_card(card), load_theme())
    (line,) = [c.value for c in sheet.cells if "scaled to twelve months" in str(c.value)]
    assert "2 in 8 months" in str(line)
    typed = [(*row[:2], 14, *row[3:]) if row[0] == "Rate" else row for row in glance]
    sheet = at_a_glance_sheet(make_card(read(tmp_path, typed, Episodes=episodes, Settings=settings)), load_theme())
    assert not [c for c in sheet.cells if "scaled to twelve months" in str(c.value)], "nothing was counted"
