"""Groups that part a field's codes lose nobody and count nobody twice."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from cpp_scorecard.core.code_groups import CodeGroup
from cpp_scorecard.core.people import Field, Person
from cpp_scorecard.intake.code_groups import shipped_groups

DAY = dt.date(2021, 11, 30)
AGES = ("Under 1", "1 - 4", "5 - 9", "10 - 15", "16+")


def groups(of: Field, *names: str) -> list[CodeGroup]:
    found = [shipped_groups().named(of, name, DAY) for name in names]
    return [group for group in found if group is not None]


@given(st.lists(st.dates(dt.date(1995, 1, 1), DAY), max_size=40))
def test_age_bands_add_up_to_everybody(births: list[dt.date]) -> None:
    people = [Person(str(place), born, {}) for place, born in enumerate(births)]
    bands = groups(Field.AGE, *AGES)
    assert len(bands) == len(AGES)
    assert sum(band.takes(person, DAY) for band in bands for person in people) == len(people)


@given(st.lists(st.sampled_from(["C1", "C2", "V2", "E1", "D1", "L1", "L2", "L3", "J1", "J2", "J3"]), max_size=40))
def test_legal_statuses_add_up_to_everybody(codes: list[str]) -> None:
    people = [Person(str(place), None, {Field.LEGAL_STATUS: code}) for place, code in enumerate(codes)]
    names = ("Full Care Orders", "Interim Care Orders", "Section 20", "Placement Order", "Other")
    counts = [sum(group.takes(person, DAY) for person in people) for group in groups(Field.LEGAL_STATUS, *names)]
    assert len(counts) == len(names)
    assert sum(counts) == len(people)
