"""An override of an old month spoke for the current one, and a word that is no rating was printed as one."""

from __future__ import annotations

import pytest

from cpp_scorecard.core.indicator import Override, in_force
from cpp_scorecard.core.period import Month
from cpp_scorecard.core.rag import Rag, rating_named

DEC, JAN, FEB = Month.of(2021, 12), Month.of(2022, 1), Month.of(2022, 2)


def override(what: str, value: str, month: Month | None = None) -> Override:
    return Override(what, value, "Performance team", "2022-01-11", "because", month=month)


def test_a_rating_holds_until_a_later_one() -> None:
    """Carried forward, and replaced by the newest that has come into force; never by one of the future."""
    ledger = [override("Rating", "G", DEC), override("Rating", "A", JAN), override("Rating", "R", FEB)]
    found = in_force(ledger, "Rating", JAN, carried=True)
    assert found is not None
    assert found.value == "A"


def test_a_label_belongs_to_its_own_month() -> None:
    """What December printed says nothing about January."""
    assert in_force([override("Period label", "Nov-21", DEC)], "Period label", JAN, carried=False) is None


def test_an_override_without_a_month_holds_for_every_month() -> None:
    assert in_force([override("Period label", "2019-22")], "Period label", FEB, carried=False) is not None


@pytest.mark.parametrize(
    ("text", "rag"), [("R", Rag.RED), ("amber", Rag.AMBER), (" G ", Rag.GREEN), ("Green-ish", None)]
)
def test_a_rating_is_one_of_three(text: str, rag: Rag | None) -> None:
    assert rating_named(text) is rag
