"""What a draft says of which figures: place, rating, movement, comparisons, and what the figure rests on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.unit.core.assessed import assessed, indicator

from cpp_scorecard.core.highlight_draft import draft_compares, draft_tells
from cpp_scorecard.core.indicator import FigureKind, Override, Polarity, Unit
from cpp_scorecard.reports.wording import wording

WORDS = wording()["highlights"]["draft"]
LOW, RANGE, NONE = Polarity.LOW, Polarity.RANGE, Polarity.NONE
EVENTS = FigureKind.EVENTS
YTD = " ".join(f"{month}=1" for month in ("Apr-21", "May-21", "Jun-21", "Jul-21", "Aug-21", "Sep-21", "Oct-21"))


def tells(shown: str, how: str = "SS", **more: Any) -> str:
    return draft_tells(assessed(shown, indicator(how, **more)), WORDS)


def compares(shown: str, how: str = "SS", *, similar_set: str = "", **more: Any) -> str:
    return draft_compares(assessed(shown, indicator(how, **more)), WORDS, similar_set)


@pytest.mark.parametrize(
    ("figure", "given", "place", "rating"),
    [
        ("33/433", {"good": LOW, "low": 0.07, "high": 0.1}, "within the expected range of 7% to 10%", "Green"),
        ("50/500", {"good": LOW, "low": 0.07, "high": 0.1}, "within the expected range of 7% to 10%", "Green"),
        ("54/500", {"good": LOW, "low": 0.07, "high": 0.1}, "above the expected range of 7% to 10%", "Amber"),
        ("80/500", {"good": LOW, "low": 0.07, "high": 0.1}, "above the expected range of 7% to 10%", "Red"),
        (
            "30/500",
            {"good": LOW, "low": 0.07, "high": 0.1},
            "below the expected range of 7% to 10%",
            "Green, because low",
        ),
        ("90/100", {"low": 0.95}, "below the expected range of 95% or more", "Amber"),
        ("95/100", {"low": 0.95}, "within the expected range of 95% or more", "Green"),
        ("97/100", {"low": 0.85, "high": 0.95}, "above the expected range of 85% to 95%", "Green, because high"),
        ("3/100", {"good": LOW, "high": 0.04}, "within the expected range of up to 4%", "Green"),
        ("50/100", {"good": RANGE, "low": 0.3, "high": 0.4}, "above the expected range of 30% to 40%", "Red"),
        ("20/100", {"good": RANGE, "low": 0.21, "high": 0.4}, "below the expected range of 21% to 40%", "Amber"),
    ],
)
def test_a_draft_names_where_the_figure_lies_and_its_rating(
    figure: str, given: dict[str, Any], place: str, rating: str
) -> None:
    said = tells(f"Nov-21={figure}", **given)
    assert f", {place}. It is rated {rating}" in said


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({}, "there is no expected range"),
        ({"good": NONE, "low": 0.1}, "the workbook does not say what good looks like"),
        ({"low": 0.9, "high": 0.1}, "the low threshold is above the high one"),
        ({"good": LOW, "low": 0.1}, "the expected range lacks the end that is judged"),
    ],
)
def test_a_draft_says_why_there_is_no_rating(given: dict[str, Any], reason: str) -> None:
    assert tells("Nov-21=0.5", **given).endswith(f"It is not rated: {reason}.")


@pytest.mark.parametrize(
    ("how", "figures", "kind", "when"),
    [
        ("SS", "Nov-21=0.5", FigureKind.MEASURED, "50.0% at the end of Nov 21"),
        ("R12M", "Nov-21=0.5", FigureKind.MEASURED, "50.0% in the 12 months to Nov 21"),
        ("YTD", "Nov-21=0.5", FigureKind.MEASURED, "50.0% from Apr 21 to Nov 21"),
        ("YTD", "Apr-21=0.5", FigureKind.MEASURED, "50.0% in Apr 21"),
        ("YTD", "Nov-21=0.5", FigureKind.THREE_YEAR_AVERAGE, "50.0% over 2019-22"),
        ("Q", "2021-22_Q2=0.5", FigureKind.MEASURED, "50.0% in Jul 21 - Sep 21"),
        ("FY", "2020-21=0.5", FigureKind.MEASURED, "50.0% in 2020/21"),
        ("AY", "2020-21=0.5", FigureKind.MEASURED, "50.0% in the academic year 2020-21"),
        ("AY21-22", "2021-22_Term_2=0.5", FigureKind.MEASURED, "50.0% in Term 2 of 2021-22"),
    ],
)
def test_a_draft_says_what_time_the_figure_covers(how: str, figures: str, kind: FigureKind, when: str) -> None:
    assert f"Children seen: {when}." in tells(figures, how, figures=kind)


@pytest.mark.parametrize(
    ("unit", "decimals", "number", "shown"),
    [
        (Unit.PERCENTAGE, 1, "0.9469", "94.7%"),
        (Unit.NUMBER, 0, "1438", "1,438"),
        (Unit.DAYS, 0, "406", "406 days"),
        (Unit.DAYS, 0, "1", "1 day"),
        (Unit.RATE, 1, "55.25", "55.3 per 10,000"),
        (Unit.SCORE, 2, "-1.23", "-1.23"),
        (Unit.AVERAGE, 1, "3.84", "3.8"),
    ],
)
def test_a_figure_is_named_with_what_it_counts(unit: Unit, decimals: int, number: str, shown: str) -> None:
    assert f"Children seen: {shown} at the end of" in tells(f"Nov-21={number}", unit=unit, decimals=decimals)


@pytest.mark.parametrize(
    ("figures", "given", "sentence"),
    [
        ("307/327", {"low": 0.95}, "4 more of the 327 counted would make it Green."),
        ("14/100", {"good": LOW, "high": 0.1}, "4 fewer of the 100 counted would make it Green."),
        ("3/5", {"low": 0.64}, "1 more of the 5 counted would make it Green."),
        ("3/5", {}, "Only 5 are counted, so each of them moves the figure by 20.0 percentage points."),
        ("1/1", {}, "Only 1 is counted, who moves the figure by 100.0 percentage points."),
        ("0.5p", {}, "The workbook marks the figure provisional."),
        ("0.5i", {}, "Some of the months behind it are illustrative: they were never published."),
    ],
)
def test_a_draft_says_what_the_figure_rests_on(figures: str, given: dict[str, Any], sentence: str) -> None:
    assert sentence in tells(f"Nov-21={figures}", **given)


@pytest.mark.parametrize("figures", ["15/30", "300/327", "0.5"])
def test_a_draft_of_a_plain_figure_makes_no_more_of_it(figures: str) -> None:
    """No warning of small numbers, children, marks or months that were never published."""
    assert tells(f"Nov-21={figures}").endswith("It is not rated: there is no expected range.")


def test_a_figure_just_outside_its_range_does_not_print_as_its_bound() -> None:
    """94.96 % prints as 95.0 %, which would be inside."""
    assert "Children seen: 94.96% (2,374 of 2,500) at the end of Nov 21, below the expected" in tells(
        "Nov-21=2374/2500", low=0.95
    )


def test_an_officers_rating_and_label_stand_in_the_draft() -> None:
    rating = Override("Rating", "Amber", "A manager", "2021-12-01", "Small numbers")
    label = Override("Period label", "2021/22 so far", "A manager", "2021-12-01", "Reads better")
    said = tells("Nov-21=0.5", overrides=(rating, label))
    assert "50.0% (2021/22 so far)" in said
    assert "An officer rates it Amber." in said


def test_without_a_figure_a_draft_says_why_and_compares_nothing() -> None:
    assert tells("Nov-21=NYA") == "Children seen: there is no figure (not yet available)."
    assert compares("Nov-21=NYA") == "There is no latest figure to compare."


@pytest.mark.parametrize(
    ("figures", "given", "sentence"),
    [
        ("0.074 0.076", {"good": LOW}, "0.2 percentage points higher, which is worse."),
        ("0.074 0.076", {"good": LOW}, "7.6% at the end of Nov 21, 7.4% a month before: 0.2 percentage points higher,"),
        ("0.074 0.076", {}, "0.2 percentage points higher, which is better."),
        ("0.076 0.074", {"good": LOW}, "0.2 percentage points lower, which is better."),
        ("0.076 0.074", {}, "0.2 percentage points lower, which is worse."),
        ("0.076 0.074", {"good": RANGE}, "0.2 percentage points lower. "),
        ("0.076 0.074", {"good": NONE}, "0.2 percentage points lower. "),
        ("0.5 0.51", {"decimals": 0}, "51% at the end of Nov 21, 50% a month before: 1 percentage point higher,"),
        ("0.5 0.52", {"decimals": 0}, "2 percentage points higher,"),
        ("0.076 0.076", {}, "7.6% at the end of Nov 21, 7.6% a month before: no change."),
        ("3 5", {"unit": Unit.NUMBER, "decimals": 0}, "5 at the end of Nov 21, 3 a month before: 2 more,"),
        ("5 3", {"unit": Unit.NUMBER, "decimals": 0}, "2 fewer, which is worse."),
        ("5 6", {"unit": Unit.DAYS, "decimals": 0, "good": LOW}, "6 days at the end of Nov 21, 5 days a month"),
        ("5 6", {"unit": Unit.DAYS, "decimals": 0, "good": LOW}, "before: 1 day more, which is worse."),
        ("9 6", {"unit": Unit.DAYS, "decimals": 0, "good": LOW}, "3 days fewer, which is better."),
        ("5 6", {"unit": Unit.RATE, "decimals": 0}, "6 per 10,000 at the end of Nov 21, 5 per 10,000 a "),
        ("5 6", {"unit": Unit.RATE, "decimals": 0}, "a month before: 1 per 10,000 higher, which"),
        ("5.1 3.8", {"unit": Unit.AVERAGE}, "1.3 lower, which is worse."),
        ("-1.5 -1.2", {"unit": Unit.SCORE}, "-1.2 at the end of Nov 21, -1.5 a month before: 0.3 higher,"),
    ],
)  # fmt: skip
def test_a_movement_has_both_figures_its_size_in_its_unit_and_a_judgement(
    figures: str, given: dict[str, Any], sentence: str
) -> None:
    """Percentages move in percentage points, never in per cent; without a polarity nothing is better or worse."""
    before, now = figures.split()
    assert sentence in compares(f"Oct-21={before} Nov-21={now}", **given)


@pytest.mark.parametrize(
    ("figures", "decimals", "sentences"),
    [
        (
            "Oct-21=0.5571 Nov-21=0.5584",
            0,
            "55.8% at the end of Nov 21, 55.7% a month before: 0.1 percentage points higher, which is better. "
            "Both print as 56%; only further decimals tell them apart.",
        ),
        (
            "Oct-21=0.5000001 Nov-21=0.5",
            1,
            "50.0000% at the end of Nov 21, 50.0000% a month before: slightly lower, which is worse. "
            "Both print as 50.0%; only further decimals tell them apart.",
        ),
        (
            "Oct-21=0.0736 Nov-21=0.0764",
            1,
            "7.64% at the end of Nov 21, 7.36% a month before: 0.28 percentage points higher, which is better. There",
        ),
    ],
)
def test_figures_that_print_alike_or_do_not_add_up_get_the_decimals_that_tell(
    figures: str, decimals: int, sentences: str
) -> None:
    """7.6 % less 7.4 % would be 0.2, and the difference is 0.28: whoever subtracts on the page is right."""
    assert compares(figures, decimals=decimals).startswith(sentences)


@pytest.mark.parametrize(
    ("how", "figures", "sentence"),
    [
        ("Q", "2021-22_Q1=0.5 2021-22_Q2=0.6", "60.0% in Jul 21 - Sep 21, 50.0% a quarter before: 10.0 percentage"),
        ("AY21-22", "2021-22_Term_1=0.5 2021-22_Term_2=0.6", "60.0% in Term 2 of 2021-22, 50.0% a term before: 10.0"),
        (
            "FY",
            "2019-20=0.5 2020-21=0.6",
            "A year before it was 50.0%, against 60.0% now: 10.0 percentage points higher",
        ),
        (
            "SS",
            "Nov-20=0.5 Nov-21=0.6",
            "There is no figure a month before to compare with (the workbook has no figure",
        ),
        ("SS", "Oct-21=NYA Nov-21=0.6", "There is no figure a month before to compare with (not yet available)."),
        ("SS", "Nov-20=NYA Nov-21=0.6", "There is no figure a year before to compare with (not yet available)."),
        ("SS", "Nov-20=0.65 Nov-21=0.6", "A year before it was 65.0%, against 60.0% now: 5.0 percentage points lower,"),
    ],
)
def test_what_there_is_no_comparison_with_is_said(how: str, figures: str, sentence: str) -> None:
    """Quarters and terms compare with the one before, years with no month."""
    assert sentence in compares(figures, how)


@pytest.mark.parametrize(
    ("how", "figures", "begins"),
    [
        ("FY", "2019-20=0.5 2020-21=0.6", "A year before it was 50.0%"),
        ("AY", "2019-20=0.5 2020-21=0.6", "A year before it was 50.0%"),
        ("Q", "2021-22_Q1=- 2021-22_Q2=0.6", "There is no figure a quarter before to compare with. "),
    ],
)
def test_a_draft_begins_with_what_the_figure_is_compared_with(how: str, figures: str, begins: str) -> None:
    """No word of a month for a year, and no `not applicable` in brackets."""
    assert compares(figures, how).startswith(begins)


def test_similar_councils_are_named_with_their_set_and_year() -> None:
    said = compares("Nov-21=0.076", good=LOW, similar="2020-21=0.11", similar_set="April 2021 set.")
    assert said.endswith(
        "Similar councils, April 2021 set, 2020-21: 11.0%, against 7.6% here: "
        "3.4 percentage points lower, which is better."
    )
    assert compares("Nov-21=0.076").endswith("There is no figure of similar councils to compare with.")


def test_a_similar_councils_figure_that_is_old_says_by_how_much() -> None:
    """It ended well before the latest figure did."""
    a = assessed("Nov-21=0.076", indicator(similar="2020-21=0.11"))
    old = replace(a, similar=replace(a.similar, stale_by=20))
    assert draft_compares(old, WORDS).endswith("Their figure ends 20 months before the latest one.")
    assert "Their figure ends" not in draft_compares(a, WORDS)


def test_a_change_of_colour_is_named() -> None:
    said = compares("Oct-21=0.91 Nov-21=0.98", low=0.95)
    assert "The rating was Amber a month before and is Green now." in said
    assert "The rating was" not in compares("Oct-21=0.96 Nov-21=0.98", low=0.95)


def test_a_count_for_the_year_to_date_is_not_called_worse_for_rising() -> None:
    """It can only rise: the year before carries the meaning."""
    figures = f"{YTD} Nov-21=2 " + YTD.replace("21=", "20=") + " Nov-20=1"
    said = compares(figures, "YTD", unit=Unit.NUMBER, decimals=0, figures=EVENTS, good=LOW)
    assert said.startswith(
        "9 from Apr 21 to Nov 21, 7 a month before: 2 more. A count for the year to date can only rise, so the "
        "comparison with a year before says more. A year before it was 8, against 9 now: 1 more, which is worse."
    )


def test_the_first_month_of_a_year_to_date_is_not_compared_with_the_whole_year_before() -> None:
    said = compares(f"{YTD.replace('21=', '20=')} Apr-21=1", "YTD", unit=Unit.NUMBER, decimals=0, figures=EVENTS)
    assert said.startswith("The year to date has only begun, so it is not compared with a month before.")
