"""The same indicator in the workbooks of many councils, and which councils are neighbours."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cpp_scorecard.app.batch_matching import matched
from cpp_scorecard.app.batch_summary import across_councils
from cpp_scorecard.core.council_result import CouncilIndicator, CouncilResult, Outcome
from cpp_scorecard.core.indicator import Polarity, Unit
from cpp_scorecard.core.period import Month
from cpp_scorecard.intake.council_names import number_of
from cpp_scorecard.intake.neighbours import neighbour_sets, set_in_force

Row = tuple[str, str, str]
"""Reference, domain and name."""
FIGURE = CouncilIndicator("", "", "", "SS", "SS", Unit.PERCENTAGE, 0, Polarity.HIGH, 0.9, "Dec-21", "G")


def council(file: str, *rows: Row, name: str = "", number: int | None = None, as_of: str = "2021-12") -> CouncilResult:
    indicators = tuple(replace(FIGURE, reference=ref, domain=domain, name=name) for ref, domain, name in rows)
    return CouncilResult(file, Outcome.DONE, council=name, council_number=number, as_of=as_of, indicators=indicators)


def groups(*results: CouncilResult) -> list[list[str]]:
    """For each indicator `file: name` of those that were taken for the same."""
    return [[f"{result.file}: {one.name}" for result, one in group] for group in matched(results)]


MATCHES = [
    ("by name, without case, spaces and punctuation", ("", "A", "% seen in-time"), ("", "B", "%  SEEN in time"), True),
    ("by name although each numbers in its own way", ("1", "A", "% seen"), ("7", "A", "% seen"), True),
    ("not by a reference that means something else there", ("1", "A", "% seen"), ("1", "A", "% placed"), False),
]


@pytest.mark.parametrize(("why", "first", "second", "is_same"), MATCHES)
def test_indicators_are_matched(why: str, first: Row, second: Row, is_same: bool) -> None:
    assert (len(groups(council("a", first), council("b", second))) == 1) is is_same, why


def test_references_tell_where_councils_number_alike() -> None:
    """Two of three references that both have stand for the same names, so the third is the same by another name."""
    a = council("a", ("K1", "A", "% seen"), ("K2", "A", "% placed"), ("K3", "A", "Average wait"))
    b = council("b", ("K1", "A", "% seen"), ("K2", "A", "% placed"), ("K3", "A", "Days until seen, average"))
    assert groups(a, b)[2] == ["a: Average wait", "b: Days until seen, average"]


def test_one_name_in_two_domains_is_told_apart_by_the_domain() -> None:
    rows = (("", "North", "Children"), ("", "South", "Children"))
    assert groups(council("a", *rows), council("b", *rows[::-1])) == [["a: Children", "b: Children"]] * 2
    twice = groups(council("a", *rows), council("b", ("", "East", "Children")))
    assert len(twice) == 3, "neither of the two can be told"


def test_indicators_of_one_council_alone_come_last_and_the_others_in_order() -> None:
    a = council("a", ("", "A", "only here"), ("", "A", "% seen"), name="A", number=1)
    b = council("b", ("", "A", "% seen"), ("", "A", "only there"), name="B", number=2)
    across = across_councils([b, a])
    assert [one.name for one in across.indicators] == ["% seen", "only here", "only there"]


NAMES = [
    ("Wiltshire Council", 865), ("wiltshire", 865), ("London Borough of Camden", 202), ("Bristol City Council", 801),
    ("Derby City Council", 831), ("Derbyshire County Council", 830), ("City of London", 201), ("Made-up council", None),
    ("", None), ("Council", None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "number"), NAMES)
def test_a_councils_name_is_found_among_the_departments(name: str, number: int | None) -> None:
    assert number_of(name, neighbour_sets()[0]) == number


@pytest.mark.parametrize(
    ("month", "name"), [("2019-01", "April 2021"), ("2025-04", "April 2021"), ("2025-05", "May 2025")]
)
def test_the_set_of_neighbours_is_the_one_in_force_in_the_month(month: str, name: str) -> None:
    when = Month.parse(month)
    assert when is not None
    assert set_in_force(neighbour_sets(), when).name == name


def test_neighbours_are_the_councils_of_the_batch_that_the_set_names_nearest_first() -> None:
    """Wiltshire's nearest of April 2021 are Gloucestershire (916) and Shropshire (893)."""
    results = [
        council("w.xlsx", name="Wiltshire Council"),
        council("s.xlsx", name="Made-up S", number=893),
        council("g.xlsx", name="Made-up G", number=916),
        council("g-before.xlsx", name="Made-up G", number=916, as_of="2021-11"),
        council("z.xlsx", name="Nowhere"),
    ]
    across = across_councils(results)
    assert across.neighbours["w.xlsx"] == ("Made-up G", "Made-up S")
    assert "z.xlsx" not in across.neighbours
    assert across.second == {"g-before.xlsx"}
    assert across.set_names == ("April 2021",)
