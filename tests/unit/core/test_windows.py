"""Which months a window holds, what it is called and how figures combine in it: `windows.csv`, `labels.csv`."""

from __future__ import annotations

import pytest
from tests.tools.tables import cases

from cpp_scorecard.core.assessment import Conventions, assess
from cpp_scorecard.core.indicator import FigureKind, HowReported, Indicator, Polarity, Unit, Window
from cpp_scorecard.core.period import Month, PeriodKind, ReportingPeriod
from cpp_scorecard.core.rag import RangeHistory, Tolerance
from cpp_scorecard.core.series import CellRef, Figure, Missing, MissingReason, Observation, Part, Series
from cpp_scorecard.core.windows import anchor_on, ends, label, measure, month_before, window_months
from cpp_scorecard.intake.tokens import period_of_text

Row = dict[str, str]
HERE = CellRef("Figures", 1, 1)
EVENTS, MEASURED, THREE_YEARS = FigureKind.EVENTS, FigureKind.MEASURED, FigureKind.THREE_YEAR_AVERAGE


def period(text: str) -> ReportingPeriod:
    found = period_of_text(text)
    assert found is not None, text
    return found


def series(**parts: dict[str, float | None]) -> Series:
    """`series(value={"Apr-21": 3, "May-21": None})`: None is a cell with nothing in it."""
    observations: dict[ReportingPeriod, Observation] = {}
    for name, figures in parts.items():
        for text, number in figures.items():
            when = period(text)
            figure = Missing(MissingReason.BLANK, token="") if number is None else Figure(number, HERE)
            held = observations.get(when)
            observations[when] = Observation(when, {**(held.parts if held else {}), Part(name): figure})
    return Series(observations)


def months(first: str, count: int, figure: float = 1.0) -> dict[str, float | None]:
    start = period(first).first_month
    return {(start + offset).dashed: figure + offset for offset in range(count)}


@pytest.mark.parametrize("row", cases(__file__, "labels.csv"))
def test_the_label_is_the_one_that_is_printed(row: Row) -> None:
    """Every form of "Latest Data" on the published card."""
    assert label(HowReported.parse(row["code"]), FigureKind(row["figures"]), period(row["period"])) == row["label"]


@pytest.mark.parametrize("row", cases(__file__, "windows.csv"))
def test_a_window_holds_its_months_and_moves_back_as_a_whole(row: Row) -> None:
    """Comparisons move the same window back, by its own step and by a year."""
    how, anchor = HowReported.parse(row["code"]), period(row["period"])
    assert how.window is not None
    if how.window is Window.TERM:
        with pytest.raises(ValueError, match="school"):
            window_months(how.window, anchor)
    else:
        held = window_months(how.window, anchor)
        assert (held[0].dashed, held[-1].dashed, str(len(held))) == (row["first"], row["last"], row["months"])
    assert str(month_before(how, anchor) or "") == row["month_ago"]
    assert str(anchor.years_back(1)) == row["year_ago"]


@pytest.mark.parametrize(
    ("code", "anchor", "month"),
    [
        ("SS", "Nov-21", "Nov-21"),
        ("Q", "2021-22 Q2", "Sep-21"),
        ("FY", "2020-21", "Mar-21"),
        ("AY", "2021-22", "Sep-21"),
        ("AY21-22", "2021-22 Term 1", "Sep-21"),
        ("AY21-22", "2021-22 Term 2", "Nov-21"),
        ("AY21-22", "2021-22 Term 3", "Jan-22"),
    ],
)
def test_a_period_is_known_when_it_is_over_and_school_ones_when_begun(code: str, anchor: str, month: str) -> None:
    """The January card shows Term 2 and an autumn figure of the academic year that had just begun."""
    assert ends(HowReported.parse(code), period(anchor)).dashed == month


def test_events_are_summed_over_the_window() -> None:
    """Adoptions from April to June: each month's own."""
    found = measure(series(value=months("Apr-21", 3)), HowReported.parse("YTD"), EVENTS, Unit.NUMBER, period("Jun-21"))
    assert found.value == 1 + 2 + 3
    assert len(found.cells) == 3


def test_percentages_of_a_window_are_ratios_of_sums() -> None:
    """1 of 1 and 1 of 9 are 2 of 10, not the mean of 100 % and 11 %."""
    counts = series(actual={"Apr-21": 1, "May-21": 1}, possible={"Apr-21": 1, "May-21": 9})
    found = measure(counts, HowReported.parse("YTD"), EVENTS, Unit.PERCENTAGE, period("May-21"))
    assert (found.value, found.actual, found.possible) == (0.2, 2, 10)


@pytest.mark.parametrize("kind", [MEASURED, THREE_YEARS])
@pytest.mark.parametrize("code", ["YTD", "R12M"])
def test_figures_measured_over_the_window_are_taken_and_never_summed(kind: FigureKind, code: str) -> None:
    """Distinct children cannot be added up: a child missing in two months is one child."""
    found = measure(series(value=months("Apr-21", 3)), HowReported.parse(code), kind, Unit.NUMBER, period("Jun-21"))
    assert found.value == 3


@pytest.mark.parametrize("code", ["YTD", "R12M"])
def test_without_a_word_on_how_figures_accumulate_there_is_none(code: str) -> None:
    """Both readings give a figure, and one of them is wrong: the workbook has to say."""
    kind = FigureKind.NOT_STATED
    found = measure(series(value=months("Apr-20", 15)), HowReported.parse(code), kind, Unit.NUMBER, period("Jun-21"))
    assert found.missing is not None
    assert found.missing.reason is MissingReason.NOT_STATED


@pytest.mark.parametrize("gap", [{"May-21": None}, {}])
def test_a_window_with_a_month_missing_has_no_figure(gap: dict[str, float | None]) -> None:
    """A part of a total would be a wrong total; the reason names the month."""
    figures = series(value={"Apr-21": 1, **gap, "Jun-21": 2})
    found = measure(figures, HowReported.parse("YTD"), EVENTS, Unit.NUMBER, period("Jun-21"))
    assert found.missing is not None
    assert (found.missing.reason, found.missing.detail) == (MissingReason.INCOMPLETE, "May-21")


def test_nobody_counted_is_no_percentage() -> None:
    """0 of 0 is neither 0 % nor 100 %; the counts are shown."""
    nobody = series(actual={"Nov-21": 0}, possible={"Nov-21": 0})
    found = measure(nobody, HowReported.parse("SS"), FigureKind.NOT_STATED, Unit.PERCENTAGE, period("Nov-21"))
    assert found.missing is not None
    assert (found.missing.reason, found.actual, found.possible) == (MissingReason.ZERO_DENOMINATOR, 0, 0)


def test_counts_are_preferred_to_a_rounded_percentage() -> None:
    """43 of 77 carries the decimals that 56 % hides."""
    both = series(actual={"Nov-21": 43}, possible={"Nov-21": 77}, value={"Nov-21": 0.56})
    found = measure(both, HowReported.parse("SS"), FigureKind.NOT_STATED, Unit.PERCENTAGE, period("Nov-21"))
    assert (found.value, found.actual, found.possible) == (43 / 77, 43, 77)


@pytest.mark.parametrize(("code", "anchor"), [("Q", "2021-22 Q1"), ("FY", "2021-22")])
def test_events_by_month_make_quarters_and_years_unless_those_have_their_own(code: str, anchor: str) -> None:
    """A quarter's own figure is taken as it is, even beside months that would add up to another."""
    how = HowReported.parse(code)
    by_month = series(value=months("Apr-21", 12))
    assert how.window is not None
    total = sum(range(1, len(window_months(how.window, period(anchor))) + 1))
    assert measure(by_month, how, EVENTS, Unit.NUMBER, period(anchor)).value == total
    own = series(value={**months("Apr-21", 12), anchor: 99})
    assert measure(own, how, EVENTS, Unit.NUMBER, period(anchor)).value == 99


def assessed(code: str, figures: Series, as_of: str = "Dec-21", kind: FigureKind = EVENTS, unit: Unit = Unit.NUMBER):
    indicator = Indicator(
        "Children seen", "Safety", HowReported.parse(code), Polarity.HIGH, unit, 0, RangeHistory(), Tolerance(), kind
    )
    return assess(indicator, figures, Conventions(period(as_of).first_month))


def test_the_latest_month_is_each_indicators_own() -> None:
    """ "Report the latest data available": an indicator that ends in October is reported for October."""
    found = assessed("SS", series(value={**months("Apr-21", 7), "Nov-21": None, "Dec-21": None}))
    assert (found.period_label, found.latest.value, found.month_ago.measurement.value) == ("Oct-21", 7, 6)


def test_nothing_after_the_reports_month_is_used() -> None:
    """A card for June, made again in December, is the June card."""
    found = assessed("SS", series(value=months("Apr-21", 7)), as_of="Jun-21")
    assert (found.period_label, found.latest.value) == ("Jun-21", 3)


def test_a_term_code_looks_only_at_its_own_year() -> None:
    """AY21-22 does not fall back on a term of 2020-21."""
    found = assessed("AY21-22", series(value={"2020-21 Term 6": 1}))
    assert found.latest.number is None


def test_quarters_that_are_not_over_are_not_reported() -> None:
    """The last completed quarter on the report's month."""
    quarters = series(value={"2021-22 Q1": 1, "2021-22 Q2": 2, "2021-22 Q3": 3})
    assert assessed("Q", quarters, as_of="Nov-21").period_label == "Jul 21 - Sep 21"
    assert assessed("Q", quarters, as_of="Dec-21").period_label == "Oct 21 - Dec 21"


@pytest.mark.parametrize(
    ("code", "window"),
    [
        ("SS", Window.SNAPSHOT), ("ss", Window.SNAPSHOT), ("R12M", Window.ROLLING_12_MONTHS),
        ("R 12 M", Window.ROLLING_12_MONTHS), ("YTD", Window.YEAR_TO_DATE), ("Q", Window.QUARTER),
        ("Quarter", Window.QUARTER), ("FY", Window.FINANCIAL_YEAR), ("AY", Window.ACADEMIC_YEAR),
        ("AC", Window.ACADEMIC_YEAR), ("AY21-22", Window.TERM), ("AC 2021/22", Window.TERM), ("AY21-23", None),
        ("Monthly", None), ("", None),
    ],
)  # fmt: skip
def test_codes_are_read_as_people_write_them(code: str, window: Window | None) -> None:
    """An unknown code keeps its text and has no window, so that the finding can quote it."""
    assert HowReported.parse(code).window is window


@pytest.mark.parametrize("text", ["Apr-21", "2021-22 Q2", "2020-21", "2021-22 Term 3"])
def test_a_period_reads_back_what_it_prints(text: str) -> None:
    """JSON keys are periods as text."""
    assert str(period(text)) == text


def test_months_know_their_years() -> None:
    """April opens the financial year, September the academic one; quarters are the financial year's."""
    march, april, august, september = (Month.of(2021, number) for number in (3, 4, 8, 9))
    assert [m.financial_year for m in (march, april)] == [2020, 2021]
    assert [m.academic_year for m in (august, september)] == [2020, 2021]
    quarters = [ReportingPeriod.quarter_of(Month.of(2021, month)).number for month in range(1, 13)]
    assert quarters == [4, 4, 4, 1, 1, 1, 2, 2, 2, 3, 3, 3]
    assert ReportingPeriod(PeriodKind.QUARTER, 2021, 1).quarters_back(1) == ReportingPeriod(PeriodKind.QUARTER, 2020, 4)
    with pytest.raises(ValueError, match="13 is not a month"):
        Month.of(2021, 13)


@pytest.mark.parametrize(
    ("code", "as_of", "expected"),
    [
        ("SS", "Nov-21", "Nov-21"),
        ("YTD", "Apr-21", "Apr-21"),
        ("Q", "Nov-21", "2021-22 Q2"),
        ("Q", "Dec-21", "2021-22 Q3"),
        ("Q", "May-21", "2020-21 Q4"),
        ("FY", "Feb-22", "2020-21"),
        ("FY", "Mar-22", "2021-22"),
        ("AY", "Aug-21", "2020-21"),
        ("AY", "Sep-21", "2021-22"),
        ("AY21-22", "Dec-21", "2021-22 Term 2"),
        ("AY21-22", "Jul-23", "2021-22 Term 6"),
        ("AY21-22", "Aug-21", None),
        ("weekly", "Nov-21", None),
    ],
)
def test_the_latest_window_known_by_a_month(code: str, as_of: str, expected: str | None) -> None:
    """A quarter and a year when they are over; academic years and terms when they have begun, as the card has it."""
    found = anchor_on(HowReported.parse(code), period(as_of).first_month)
    assert (None if found is None else str(found)) == expected
