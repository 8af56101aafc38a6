"""Better, worse or the same: the table is the rule (see `direction.csv`)."""

from __future__ import annotations

import pytest
from tests.tools.tables import cases, number

from cpp_scorecard.core.direction import Change, Direction, change, direction
from cpp_scorecard.core.indicator import Polarity

Row = dict[str, str]


@pytest.mark.parametrize("row", cases(__file__, "direction.csv"))
def test_the_letter_is_the_sign_of_the_change_times_the_polarity(row: Row) -> None:
    """Arithmetic first, judgement second."""
    found = direction(number(row["latest"]), number(row["comparator"]), Polarity(row["polarity"]))
    assert found.value == row["letter"]


@pytest.mark.parametrize("row", cases(__file__, "direction.csv"))
def test_the_mirrored_polarity_gives_the_mirrored_letter(row: Row) -> None:
    """What is better where high is good is worse where low is good; the same stays the same."""
    mirrored = {"High": Polarity.LOW, "Low": Polarity.HIGH}.get(row["polarity"], Polarity(row["polarity"]))
    found = direction(number(row["latest"]), number(row["comparator"]), mirrored)
    assert found.value == {"B": "W", "W": "B"}.get(row["letter"], row["letter"])


def test_a_change_is_not_a_judgement() -> None:
    """Up and down are for everybody to see; whether that is good depends on the indicator."""
    assert [change(2, 1), change(1, 2), change(1, 1)] == [Change.UP, Change.DOWN, Change.NONE]


def test_each_letter_has_a_word() -> None:
    """A letter is never the only way to tell (accessibility)."""
    assert [d.word for d in Direction] == ["better", "worse", "the same", "not compared"]
