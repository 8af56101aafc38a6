"""Movements that a text quotes, in the forms people write them, against the figures before and beside."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cpp_scorecard.core.indicator import Unit
from cpp_scorecard.core.quoted import Quotable, slips_in
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
        "95.0% up to date? No: 10% moved.".replace("95.0", "15"),
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


def test_a_slip_says_which_figure_went_the_other_way() -> None:
    (slip,) = slips_in("A rise of 50% since August.", (SHARE,))
    assert slip.problem == '"% moved" fell between Aug-21 and Nov-21'
