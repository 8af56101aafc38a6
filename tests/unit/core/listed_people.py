"""Small lists of made-up people for tests: `17 F1 1` is somebody aged 17 with an activity and a suitability."""

from __future__ import annotations

import datetime as dt

from cpp_scorecard.core.people import Cohort, Field, Person, Population

ON = dt.date(2021, 12, 15)
BLANK = "-"


def listed(*lines: str) -> Population:
    """Care leavers, one a line: age, activity, suitability; `-` for what the list leaves blank; `3 x 17 F1 1`."""
    people: list[Person] = []
    for line in lines:
        count, _, words = line.rpartition(" x ")
        for _ in range(int(count or 1)):
            age, *codes = words.split()
            of = zip((Field.ACTIVITY, Field.SUITABILITY), codes, strict=False)
            people.append(
                Person(
                    f"made up {len(people)}",
                    born=None,
                    codes={field: code for field, code in of if code != BLANK},
                    given_age=None if age == BLANK else int(age),
                )
            )
    return Population(Cohort.CARE_LEAVERS, ON, tuple(people), source="Care leavers (made up)", is_made_up=True)
