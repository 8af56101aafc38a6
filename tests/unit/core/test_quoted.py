"""Movements that a text quotes, in the forms people write them, against the figures before and beside."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from cpp_scorecard.core.indicator import Unit
from cpp_scorecard.core.quotable import Quotable
from cpp_scorecard.core.quoted import slips_in
from cpp_scorecard.core.rag import ExpectedRange

SHARE = Quotable(
    name="% moved",
    unit=Unit.PERCENTAGE,
    period="Nov-21",
    current=0.1,
    earlier=(("Oct-21", 0.15), ("Sep-21", None), ("Aug-21", 0.2)),
    others=(0.333,),
    beside=(0.12,),
    expected=ExpectedRange(0.05, 0.1),
)
SCORE = Quotable("Attainment", Unit.SCORE, "2021-22", 24.0, (("2020-21", 26.5),))


def quoted(text: str, *about: Quotable) -> list[str]:
    return [slip.quoted for slip in slips_in(text, about or (SHARE,))]


@pytest.mark.parametrize(
    "text",
    [
        "This is a 33% decrease from last month.",
        "A 50% overall reduction since August.",
        "5 percentage points lower than a month before.",
        "It fell by 10 points since August.",
        "It is 2 percentage points lower than in similar councils.",
        "Similar councils have 12%.",
        "A third, 33.3%, moved within the county.",
        "15% up to date? No: 10% moved.",
        "10% improved.",
        "There were 17 increases and 3 falls.",
    ],
)
def test_a_movement_that_the_figures_made_is_left_alone(text: str) -> None:
    assert quoted(text) == []


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        ("This is a 33% increase from last month.", "33% increase"),
        ("A 52% overall reduction since August.", "52% overall reduction"),
        ("5 percentage points higher than a month before.", "5 percentage points higher"),
        ("It rose by 10 points since August.", "rose by 10 points"),
        ("It is 2 percentage points higher than in similar councils.", "2 percentage points higher"),
        ("It fell by 33 percentage points.", "fell by 33 percentage points"),
        ("An increase of 17%.", "increase of 17%"),
        ("11% moved.", "11%"),
    ],
)
def test_one_that_they_did_not_make_is_asked_about_once(text: str, slip: str) -> None:
    """A fall of a third is no fall of 33 points."""
    assert quoted(text) == [slip]


def test_a_score_moves_in_points_of_its_own() -> None:
    assert quoted("It is 2.5 points lower.", SCORE) == []
    assert quoted("It is 2.5 points higher.", SCORE) == ["2.5 points higher"]


def test_without_a_current_figure_no_movement_is_judged() -> None:
    """There is nothing that it could have moved to."""
    assert quoted("A fall of 99%.", replace(SHARE, current=None)) == []


@pytest.mark.parametrize("word", ["range", "from", "up", "5%", "range ("])
def test_a_cell_full_of_spaces_is_looked_through_at_once(word: str) -> None:
    """As long as a cell can be: patterns that try every division of the spaces would not come back."""
    assert len(quoted(word + " " * 32_000 + "10%")) == 0


def test_a_slip_says_which_figure_went_the_other_way() -> None:
    (slip,) = slips_in("A rise of 50% since August.", (SHARE,))
    assert slip.problem == '"% moved" fell between Aug-21 and Nov-21'


# --- a text about a theme, whose key figure fell from 60% (a month ago) and from 64% (a year ago) ---------------

KEY = Quotable(
    name="% in work (17-18)",
    unit=Unit.PERCENTAGE,
    period="Dec-21",
    current=37 / 64,
    earlier=(("Nov-21", 0.6), ("Oct-21", 0.62), ("Dec-20", 0.64), ("Nov-20", 0.494)),
    beside=(0.59,),
    expected=ExpectedRange(0.6, 0.7),
    step="month",
    before=("Nov-21", 0.6),
    year_before=("Dec-20", 0.64),
    counts=((37.0, 64.0), (39.0, 65.0)),
)
OTHER = replace(
    KEY,
    name="% in work (19-21)",
    current=0.65,
    earlier=(("Nov-21", 0.63), ("Dec-20", 0.58)),
    beside=(0.48,),
    before=("Nov-21", 0.63),
    year_before=("Dec-20", 0.58),
    counts=((120.0, 184.0),),
)
ELSEWHERE = "Those aged 19-21 "


def of_theme(text: str, *, compares: bool) -> list[tuple[str, str]]:
    return [(slip.quoted, slip.problem) for slip in slips_in(text, (KEY, OTHER), has_key=True, compares=compares)]


@pytest.mark.parametrize("compares", [False, True])
@pytest.mark.parametrize(
    ("text", "quoted", "problem"),
    [
        ("This is an increase of 17%.", "increase of 17%", '"% in work (17-18)" fell by 2.2 points between'),
        ("The figure rose by 2 percentage points.", "rose by 2 percentage points", '"% in work (17-18)" fell between'),
        ("It was 62% a month ago.", "62% a month ago", 'a month before, "% in work (17-18)" was 60%'),
        ("Last month it was 62%.", "Last month it was 62%", 'a month before, "% in work (17-18)" was 60%'),
        ("It was 60% a month ago and rose.", "a month ago and rose", "fell between Nov-21 and Dec-21"),
        ("This is a rise on last month.", "rise on last month", "fell between Nov-21 and Dec-21"),
        ("It fell by 17% since last month.", "fell by 17%", "fell by 2.2 points between Nov-21 and Dec-21"),
        (
            "Performance is within the expected range of 60-70%.",
            "within the expected range",
            '"% in work (17-18)" is below its range: 57.8% against 60-70%',
        ),
        ("Performance is above the expected range.", "above the expected range", "is below its range: 57.8% against"),
        ("That is 37 of 46 young people.", "37 of 46", "the data have 37 of 64"),
        ("That is 73 out of 64.", "73 out of 64", "the data have 37 of 64"),
        ("57.8% (38 of 64) are in work.", "57.8% (38 of 64", "38 of 64 is 59.4%"),
    ],
)  # fmt: skip
def test_a_claim_of_a_theme_that_its_key_figure_does_not_bear_out(
    text: str, quoted: str, problem: str, *, compares: bool
) -> None:
    """Whatever another indicator did, or this one over another time."""
    ((was, why),) = of_theme(text, compares=compares)
    assert was == quoted
    assert problem in why


@pytest.mark.parametrize("compares", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        "It was 60% a month ago and fell.",
        "It fell from 60% last month to 57.8%.",
        "This is a fall of 2.2 percentage points on last month.",
        "6.2 percentage points lower than a year ago.",
        "57.8% (37 of 64), below the expected range of 60-70%.",
        "27 of 64 are not in work; a month before, 39 of 65 were.",
        "We are not within the expected range, and were within it in November.",
        "We should be back within the expected range by March.",
        "It is 2.2 percentage points lower than our target.",
        "It is 1.2 percentage points lower than similar councils.",
        "It rose by 17% between November 2020 and December 2021.",
        ELSEWHERE + "rose by 2 percentage points. It was 63% a month ago and rose.",
        "Both are within or near the expected range.",
        "12 of 64 wait for a placement.",
        "3 of 4 were seen.",
        "This improved by 4%.",
    ],
)  # fmt: skip
def test_a_claim_of_a_theme_that_the_figures_bear_out_is_left_alone(text: str, *, compares: bool) -> None:
    assert of_theme(text, compares=compares) == []


@pytest.mark.parametrize("text", ["A fall of 6.2 percentage points.", "A fall of 10%."])
def test_the_answer_that_compares_with_a_month_ago_is_held_against_that_month(text: str) -> None:
    """The same words elsewhere may mean the year before."""
    assert of_theme(text, compares=False) == []
    ((_, problem),) = of_theme(text, compares=True)
    assert problem.endswith("fell by 2.2 points between Nov-21 and Dec-21")


@pytest.mark.parametrize("text", ["It has increased.", "The share has also grown."])
def test_a_direction_without_a_size_is_read_where_the_time_is_plain(text: str) -> None:
    assert of_theme(text, compares=False) == []
    assert len(of_theme(text, compares=True)) == 1


@pytest.mark.parametrize(
    "words",
    ["in range ", "37 of 46 ", "62% a month ago ", "it rose ", "within the expected range (1 ", "last month. ", "37,3"],
)
def test_a_cell_full_of_claims_is_read_in_no_time(words: str) -> None:
    """As long as a cell can be."""
    began = time.process_time()
    of_theme(words * (32_000 // len(words)), compares=True)
    assert time.process_time() - began < 5


def test_a_range_that_nobody_gave_is_said_once() -> None:
    nothing = replace(SHARE, expected=ExpectedRange(None, None))
    (slip,) = slips_in("A range of 1-2%.", (nothing, nothing))
    assert slip.problem == "the expected range in the data is not given"
    (slip,) = slips_in("A range of 1-2%.", (nothing, SHARE))
    assert slip.problem == "the expected range in the data is 5-10%"
