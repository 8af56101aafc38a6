"""The line of a key figure: which periods, their gaps, the ranges of their own time, and its words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.unit.core.assessed import CONVENTIONS, assessed, indicator, series

from cpp_scorecard.core.highlight_panel import timeline_panel
from cpp_scorecard.core.indicator import FigureKind, Indicator
from cpp_scorecard.core.panel import MOST_COLUMNS, ChartKind, Panel
from cpp_scorecard.core.period import MONTH_NAMES, Month
from cpp_scorecard.core.rag import ExpectedRange, RangeHistory
from cpp_scorecard.core.series import Missing
from cpp_scorecard.core.timeline import history, quotable, recent
from cpp_scorecard.reports.wording import wording

WORDS = wording()["highlights"]
QUARTERS = " ".join(f"20{y}-{y + 1}_Q{q}=0.5" for y in (18, 19, 20) for q in (1, 2, 3, 4))
TWO_YEARS = [f"{name}-{year}" for year in ("20", "21") for name in MONTH_NAMES][:23]


def panel(figures: str, one: Indicator) -> Panel:
    shown = recent(assessed(figures, one), series(figures), CONVENTIONS)
    return timeline_panel(assessed(figures, one), shown, CONVENTIONS, WORDS)


@pytest.mark.parametrize(
    ("how", "figures", "first", "last", "count"),
    [
        ("SS", " ".join(f"{month}=0.5" for month in TWO_YEARS), "Nov-20", "Nov-21", 13),
        ("SS", "Sep-21=0.5 Nov-21=0.6", "Sep-21", "Nov-21", 3),
        ("Q", QUARTERS, "2018-19 Q4", "2020-21 Q4", 9),
        ("FY", "2013-14=0.5 2018-19=0.4 2020-21=0.3", "2018-19", "2020-21", 3),
        ("AY21-22", "2020-21_Term_6=0.5 2021-22_Term_1=0.4 2021-22_Term_2=0.3", "2020-21 Term 6", "2021-22 Term 2", 3),
    ],
)  # fmt: skip
def test_the_last_periods_are_shown_one_by_one(how: str, figures: str, first: str, last: str, count: int) -> None:
    """Thirteen months, nine quarters; from the first that has a figure, with the gaps between."""
    made = panel(figures, indicator(how))
    assert (made.columns[0], made.columns[-1], len(made.columns)) == (first, last, count)


def test_the_expected_range_of_each_period_stands_behind_the_line() -> None:
    ranges = (ExpectedRange(0.9, None), ExpectedRange(0.95, 1.0, Month.of(2021, 11)))
    one = replace(indicator(), ranges=RangeHistory(ranges))
    made = panel("Oct-21=0.9 Nov-21=0.96", one)
    assert [(row.label, row.values[0] if not isinstance(row.values[0], Missing) else None) for row in made.rows] == [
        ("Key figure", 0.9),
        ("Expected range, low", 0.9),
        ("Expected range, high", None),
    ]
    assert [row.values[1] for row in made.rows] == [0.96, 0.95, 1.0]
    assert made.chart is not None
    assert (made.chart.kind, made.chart.shown, made.chart.context, made.chart.focus) == (
        ChartKind.LINE,
        (0, 1, 2),
        (1, 2),
        1,
    )


def test_a_range_that_is_not_given_has_no_line() -> None:
    assert [row.label for row in panel("Oct-21=0.9 Nov-21=0.96", indicator()).rows] == ["Key figure"]


@pytest.mark.parametrize("figures", ["Nov-21=0.5", "Nov-21=NYA"])
def test_under_two_figures_there_is_no_line_and_that_is_said(figures: str) -> None:
    made = panel(figures, indicator())
    assert made.chart is None
    assert made.note == WORDS["no_chart"]


def test_months_that_were_never_published_are_said_to_be_illustrative() -> None:
    assert panel("Oct-21=0.5i Nov-21=0.6", indicator()).note == WORDS["illustrative"]
    assert panel("Oct-21=0.5 Nov-21=0.6", indicator()).note == ""


@pytest.mark.parametrize(
    ("how", "kind", "first", "is_broken"),
    [
        ("YTD", FigureKind.MEASURED, "Nov-20", True),
        ("YTD", FigureKind.MEASURED, "Apr-21", False),
        ("YTD", FigureKind.THREE_YEAR_AVERAGE, "Nov-20", False),
        ("R12M", FigureKind.MEASURED, "Nov-20", False),
        ("SS", FigureKind.MEASURED, "Nov-20", False),
    ],
)
def test_the_line_of_a_year_to_date_is_broken_where_the_year_begins_anew(
    how: str, kind: FigureKind, first: str, *, is_broken: bool
) -> None:
    """A fall from March to April is no fall; the gap is named, and said."""
    figures = " ".join(f"{month}=0.5" for month in TWO_YEARS[TWO_YEARS.index(first) :])
    made = panel(figures, indicator(how, figures=kind, high=0.9))
    assert ("//" in made.columns) is is_broken
    assert (WORDS["restarts"] in made.note) is is_broken
    assert made.chart is not None
    assert made.columns[made.chart.focus or 0] == "Nov-21"
    assert len(made.columns) <= MOST_COLUMNS
    if is_broken:
        at = made.columns.index("//")
        assert (made.columns[at - 1], made.columns[at + 1]) == ("Mar-21", "Apr-21")
        assert all(isinstance(row.values[at], Missing) for row in made.rows)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("SS", "Percentage, at the end of each month"),
        ("R12M", "Percentage, over the 12 months to the end of each month"),
        ("YTD", "Percentage, from April to the end of each month"),
        ("Q", "Percentage"),
    ],
)
def test_what_the_figures_cover_is_said_in_words(how: str, said: str) -> None:
    assert panel("Oct-21=0.5 Nov-21=0.6 2021-22_Q1=0.5 2021-22_Q2=0.6", indicator(how)).unit_label == said


def test_the_line_is_told_in_words_with_its_gaps_and_its_range() -> None:
    said = panel("Sep-21=0.5 Nov-21=0.6", indicator(low=0.55, high=0.65)).alternative
    assert said == (
        "A line of Children seen: Sep-21 50.0%, Oct-21 -, Nov-21 60.0%. "
        "Expected range, low 55%; Expected range, high 65%."
    )


def test_a_text_may_quote_the_whole_history_and_those_who_are_not_counted() -> None:
    figures = "Nov-19=0.4 Oct-21=0.5 Nov-21=0.6"
    one = indicator(similar="2020-21=0.7")
    known = quotable(assessed(figures, one), history(assessed(figures, one), series(figures), CONVENTIONS))
    assert known.earlier == (("Oct-21", 0.5), ("Nov-19", 0.4))
    assert known.current == 0.6
    assert known.beside == (0.7,)
    assert 0.4 in known.figures
