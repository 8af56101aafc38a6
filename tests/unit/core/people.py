"""Small lists of children for tests: episodes written as `2021-01-10..2021-05-01:C1`."""

from __future__ import annotations

import datetime as dt

from cpp_scorecard.core.child_lists import ChildLists
from cpp_scorecard.core.episodes import Episode
from cpp_scorecard.core.people import Cohort, Field, Person

DAY = dt.date.fromisoformat


def episodes(text: str) -> tuple[Episode, ...]:
    """Episodes in the order written: days, legal status, and `:S` where care starts with it."""
    found = []
    for word in text.split():
        days, status, *reason = word.split(":")
        first, _, last = days.partition("..")
        found.append(
            Episode(DAY(first), DAY(last) if last else None, "".join(reason), legal_status=status, placement="U1")
        )
    return tuple(found)


def lists(**children: str) -> ChildLists:
    """A list of children, each with episodes; all of them boys born on 1 June 2010."""
    return ChildLists(
        children={name: Person(name, dt.date(2010, 6, 1), {Field.SEX: "1"}) for name in children},
        episodes={name: episodes(text) for name, text in children.items()},
        sheets={Cohort.LOOKED_AFTER: ("Episodes",), Cohort.STARTING: ("Episodes",)},
    )
