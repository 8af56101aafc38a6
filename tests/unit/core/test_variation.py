"""Which letters are ordinary variation: by the months that make the difference, and by the interval of the latest."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.unit.core.assessed import assessed, indicator

from cpp_scorecard.core.assessment import Assessment, is_ordinary
from cpp_scorecard.core.direction import Direction
from cpp_scorecard.core.indicator import FigureKind, Indicator, Polarity, Unit
from cpp_scorecard.core.ordinary_variation import Signal
from cpp_scorecard.core.period import Month
from cpp_scorecard.core.variation import NotJudged, Variation

TO_AND_FRO = "80 82 79 83 80 82 79 81 83 80 82 79"
YEAR = [Month.of(2020, 12) + step for step in range(13)]
TWO_YEARS = [Month.of(2020, 1) + step for step in range(24)]


def monthly(figures: str, months: list[Month], mark: str = "", out_of: int = 100) -> str:
    """The figures at the end of `months`, a dot for a month without one, as counts of `out_of` unless that is 0."""
    words = figures.split()
    after = f"/{out_of}" if out_of else ""
    pairs = zip(months[-len(words) :], words, strict=True)
    return " ".join(f"{month.dashed}={word}{after}{mark}" for month, word in pairs if word != ".")


SNAPSHOT = indicator("SS")
TO_DATE = indicator("YTD", figures=FigureKind.EVENTS)
ROLLING = indicator("R12M", figures=FigureKind.EVENTS)
COUNT = indicator("YTD", figures=FigureKind.EVENTS, unit=Unit.NUMBER, decimals=0)


def standing_out(found: Variation | NotJudged) -> list[tuple[str, str]]:
    assert isinstance(found, Variation), found
    return [(one.month.dashed, one.signal.value) for one in found.unusual]


def test_a_snapshot_that_moves_as_it_always_does_is_ordinary() -> None:
    """82 against 79 is better, and the months have gone to and fro like that all year."""
    a = assessed(monthly(f"{TO_AND_FRO} 82", YEAR), SNAPSHOT)
    assert (a.month_ago.direction, a.year_ago.direction) == (Direction.BETTER, Direction.BETTER)
    assert a.month_ago.variation == a.year_ago.variation == Variation()
    assert is_ordinary(a, a.month_ago)
    assert is_ordinary(a, a.year_ago)
    assert a.chart is not None
    assert (a.chart.limits.months, a.chart.points[-1]) == (13, 0.82)


def test_a_month_that_stands_out_is_named_with_its_rule() -> None:
    """60 after months around 81: the letter says worse and nothing makes it less."""
    a = assessed(monthly(f"{TO_AND_FRO} 60", YEAR), SNAPSHOT)
    assert a.month_ago.direction is Direction.WORSE
    assert standing_out(a.month_ago.variation) == [("Dec-21", Signal.OUTSIDE.value)]
    assert not is_ordinary(a, a.month_ago)


def test_an_earlier_month_that_stood_out_makes_the_difference_no_ordinary_one() -> None:
    """Back to normal is no ordinary improvement: the month before was far out."""
    a = assessed(monthly("80 82 79 83 80 82 79 81 83 80 82 60 81", YEAR), SNAPSHOT)
    assert standing_out(a.month_ago.variation) == [("Nov-21", Signal.OUTSIDE.value)]
    assert standing_out(a.year_ago.variation) == []


def test_polarity_turns_the_letter_and_not_the_variation() -> None:
    """Arithmetic first, judgement second."""
    low = replace(SNAPSHOT, polarity=Polarity.LOW)
    for last in ("82", "60"):
        text = monthly(f"{TO_AND_FRO} {last}", YEAR)
        high_good, low_good = assessed(text, SNAPSHOT), assessed(text, low)
        assert high_good.month_ago.direction is not low_good.month_ago.direction
        assert high_good.month_ago.variation == low_good.month_ago.variation


@pytest.mark.parametrize("how", [SNAPSHOT, TO_DATE, ROLLING])
def test_every_chart_is_of_single_months(how: Indicator) -> None:
    """Whatever the window, each point is the month's own figure."""
    months = " ".join([TO_AND_FRO, TO_AND_FRO.replace("79", "78")])
    a = assessed(monthly(months, TWO_YEARS), how)
    assert a.chart is not None
    assert a.chart.points == tuple(float(word) / 100 for word in months.split())


def test_the_months_behind_a_year_to_date_are_charted() -> None:
    """The month that was added makes the difference with a month ago; both years make the one with a year ago."""
    ordinary = "8 9 8 7 9 8 9 8 7 8 9 8 9 7 8 9 8 9 7 8 9"
    a = assessed(monthly(f"8 9 8 {ordinary}", TWO_YEARS, out_of=10), TO_DATE)
    assert a.chart is not None
    assert a.chart.points[-1] == 0.9
    assert a.month_ago.variation == Variation()
    first_year_worse = "8 9 8 2 2 3 2 2 3 2 2 3 2 3 2 9 8 9 7 8 9 8 9 8"
    b = assessed(monthly(first_year_worse, TWO_YEARS, out_of=10), TO_DATE)
    assert ("Apr-20", "shift") in standing_out(b.year_ago.variation)


def test_rolling_months_differ_by_the_month_that_came_and_the_one_that_went() -> None:
    """Eleven of the twelve are in both, however they stand out."""
    figures = "8 9 8 9 8 9 8 9 8 9 1 8 8 9 8 9 8 1 8 9 8 9 8 9"
    a = assessed(monthly(figures, TWO_YEARS, out_of=10), ROLLING)
    assert standing_out(a.month_ago.variation) == []
    b = assessed(monthly("8 9 8 9 8 9 8 9 8 9 8 1 8 9 8 9 8 9 8 9 8 9 8 9", TWO_YEARS, out_of=10), ROLLING)
    assert standing_out(b.month_ago.variation) == [("Dec-20", "outside")]


REASONS: dict[str, tuple[str, Indicator, NotJudged]] = {
    "measured over twelve months": (
        monthly(f"{TO_AND_FRO} 82", YEAR), indicator("R12M"), NotJudged.OVERLAPPING,
    ),
    "measured over the year to date": (
        monthly(f"{TO_AND_FRO} 82", YEAR), indicator("YTD"), NotJudged.OVERLAPPING,
    ),
    "an average of three years": (
        monthly(f"{TO_AND_FRO} 82", YEAR, out_of=0),
        indicator("YTD", figures=FigureKind.THREE_YEAR_AVERAGE, unit=Unit.DAYS),
        NotJudged.OVERLAPPING,
    ),
    "eleven months": (monthly("80 82 79 83 80 82 79 81 83 80 82", YEAR), SNAPSHOT, NotJudged.TOO_FEW),
    "too many gaps": (monthly("80 . 79 83 . 82 79 81 . 80 82 79 80", YEAR), SNAPSHOT, NotJudged.TOO_FEW),
    "quarters": ("2021-22_Q1=80/100 2021-22_Q2=82/100", indicator("Q"), NotJudged.NOT_MONTHLY),
    "a count for the year to date": (
        monthly("1 2 3 1 2 3 2 1 2 3 2 1 3 2 1 2 3 1 2 3 2", TWO_YEARS, out_of=0), COUNT, NotJudged.ONLY_RISES,
    ),
    "the same": (monthly(f"{TO_AND_FRO} 79", YEAR), SNAPSHOT, NotJudged.NO_LETTER),
    "nothing is good": (
        monthly(f"{TO_AND_FRO} 82", YEAR), replace(SNAPSHOT, polarity=Polarity.NONE), NotJudged.NO_LETTER,
    ),
    "no month ago": ("Dec-21=80/100", SNAPSHOT, NotJudged.NO_FIGURE),
    "beyond arithmetic": (
        monthly("1e308 -1e308 " * 6 + "1e307", YEAR, out_of=0), indicator("SS", unit=Unit.NUMBER), NotJudged.UNUSABLE,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REASONS)
def test_what_is_not_judged_says_why(case: str) -> None:
    """Nothing is called ordinary, or not, by a rule that does not hold for it."""
    figures, one, reason = REASONS[case]
    a = assessed(figures, one)
    assert a.month_ago.variation is reason
    assert not is_ordinary(a, a.month_ago)


def test_months_that_were_never_published_are_known_to_be_on_the_chart() -> None:
    found = [assessed(monthly(f"{TO_AND_FRO} 82", YEAR, mark), SNAPSHOT).chart for mark in ("", "i")]
    assert [chart is not None and chart.is_illustrative for chart in found] == [False, True]


def test_a_month_after_the_report_changes_nothing() -> None:
    """The chart ends with the figure that is reported, and begins two years before."""
    before = assessed(monthly(f"{TO_AND_FRO} 82", YEAR), SNAPSHOT)
    after = assessed(monthly(f"{TO_AND_FRO} 82", YEAR) + " Jan-22=10/100 Nov-19=10/100", SNAPSHOT)
    assert before.chart == after.chart


@pytest.mark.parametrize(("similar", "ordinary"), [("0.92", True), ("0.94", False), ("0.77", False), ("0.85", True)])
def test_a_letter_against_similar_councils_is_judged_by_the_interval(similar: str, ordinary: bool) -> None:
    """56 of 64 is 87.5 %, and 77.2 % to 93.5 % by chance."""
    a = assessed("Dec-21=56/64", indicator("SS", similar=f"2020-21={similar}"))
    assert a.similar.is_judged
    assert is_ordinary(a, a.similar) is ordinary


def test_without_counts_there_is_no_interval_to_judge_similar_councils_by() -> None:
    a = assessed("Dec-21=0.875", indicator("SS", similar="2020-21=0.87"))
    assert (a.interval, a.small_number) == (None, None)
    assert not is_ordinary(a, a.similar)


def test_a_figure_that_is_taken_away_takes_its_judgements_along() -> None:
    """Whoever suppresses a figure replaces three fields and each comparison's; nothing else is derived from it."""
    a = assessed(monthly(f"{TO_AND_FRO} 82", YEAR), replace(SNAPSHOT))

    def blank(one: Assessment) -> Assessment:
        month_ago = replace(one.month_ago, variation=NotJudged.NO_FIGURE)
        return replace(one, interval=None, small_number=None, chart=None, month_ago=month_ago)

    assert is_ordinary(a, a.month_ago)
    assert not is_ordinary(blank(a), blank(a).month_ago)
