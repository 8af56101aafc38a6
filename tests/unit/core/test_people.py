"""Who is looked after on a day, how old they are and since when: the tables beside this file."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.tools.tables import cases
from tests.unit.core.people import DAY, episodes, lists

from cpp_scorecard.core.code_groups import CodeGroup, CodeGroups, name_key
from cpp_scorecard.core.episodes import follows, in_time, legal_status_since, open_on, overlapping
from cpp_scorecard.core.people import Cohort, Field, Person
from cpp_scorecard.core.period import PeriodKind, ReportingPeriod, months_later


@pytest.mark.parametrize("row", cases(__file__, "ages.csv"))
def test_age_in_whole_years(row: dict[str, str]) -> None:
    person = Person("-", DAY(row["born"]), {})
    assert person.age_on(DAY(row["on"])) == (int(row["age"]) if row["age"] else None)


@pytest.mark.parametrize("row", cases(__file__, "code_patterns.csv"))
def test_code_patterns(row: dict[str, str]) -> None:
    group = CodeGroup(Field.PLACEMENT, "a group", (row["pattern"],))
    assert group.holds_code(row["code"] or None) == (row["holds"] == "yes")


@pytest.mark.parametrize("pattern", ["10-15", "16+", f"1-{'9' * 5_000}", f"{'9' * 5_000}+"])
@pytest.mark.parametrize("code", ["12", "9" * 5_000])
def test_digits_that_are_no_number_of_anything_are_only_text(pattern: str, code: str) -> None:
    """More of them than can be counted with lie in no range, and stop nothing."""
    assert CodeGroup(Field.PLACEMENT, "a group", (pattern,)).holds_code(code) == (pattern == "10-15" and code == "12")


@pytest.mark.parametrize("row", cases(__file__, "episodes.csv"))
def test_looked_after_on_a_day(row: dict[str, str]) -> None:
    found = episodes(row["episodes"])
    current = open_on(found, DAY(row["on"]))
    assert (current.legal_status if current else "") == row["status"]
    if current is not None:
        assert legal_status_since(found, current) == DAY(row["since"])


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2020-11-30", 12, "2021-11-30"),
        ("2021-01-31", 1, "2021-02-28"),
        ("2020-02-29", 12, "2021-02-28"),
        ("2021-12-15", 1, "2022-01-15"),
    ],
)
def test_the_same_day_months_later(day: str, months: int, later: str) -> None:
    assert months_later(DAY(day), months) == DAY(later)


@pytest.mark.parametrize(
    ("since", "long"),
    [("2020-11-30", False), ("2020-11-29", True), ("2020-12-01", False)],
)
def test_a_year_to_the_day_is_not_more_than_a_year(since: str, long: bool) -> None:
    group = CodeGroup(Field.LEGAL_STATUS, "Section 20 more than 1 year", ("V2",), longer_than_months=12)
    person = Person("-", None, {Field.LEGAL_STATUS: "V2"}, {Field.LEGAL_STATUS: DAY(since)})
    assert group.takes(person, DAY("2021-11-30")) is long


def test_a_child_starts_once_however_often_with_the_codes_and_the_age_of_the_first_start() -> None:
    found = lists(
        twice="2021-05-31..2021-07-01:V2:S 2021-09-01..:C1:S",
        moved="2020-05-01..2021-06-01:C2:S 2021-06-01..:C2:P",
        later="2021-12-01..:C2:S",
        short="2021-06-01..:V4:S",
        last_day="2021-11-30..:E1:S",
    ).population(Cohort.STARTING, DAY("2021-11-30"))
    assert found is not None
    assert found.since == DAY("2021-04-01")
    assert {person.identifier: person.codes[Field.LEGAL_STATUS] for person in found.people} == {
        "twice": "V2",
        "last_day": "E1",
    }
    first = next(person for person in found.people if person.identifier == "twice")
    assert first.age_on(found.on) == 10, "the age on 31 May 2021, a day before the eleventh birthday"


def test_a_person_in_a_message_or_a_log_is_nobody() -> None:
    """Neither the identifier nor the date of birth is in what Python shows of a person."""
    shown = repr(Person("SECRET1", DAY("2010-06-15"), {Field.SEX: "1"}))
    assert "SECRET1" not in shown
    assert "2010" not in shown


def test_of_episodes_that_begin_on_one_day_the_shorter_comes_first() -> None:
    """However the list is ordered, care that went on counts and is not taken for an overlap."""
    first, second = episodes("2021-01-10..:C2 2021-01-10..2021-01-10:V2")
    ordered = in_time((first, second))
    assert list(overlapping(ordered)) == []
    assert open_on(ordered, DAY("2021-06-30")) is first


def test_a_cohort_without_a_list_has_no_population() -> None:
    assert lists().population(Cohort.CARE_LEAVERS, DAY("2021-11-30")) is None


def test_overlapping_episodes_are_found_and_adjoining_ones_are_not() -> None:
    found = episodes("2021-01-01..2021-03-01:C1 2021-02-01..2021-02-10:C2 2021-03-01..:C2 2021-05-01..:V2")
    assert [episode.start.isoformat() for episode in overlapping(found)] == ["2021-02-01", "2021-05-01"]


@pytest.mark.parametrize(
    ("periods", "in_good_order"),
    [
        ("2021-01-01..2021-03-01:C1 2021-03-01..:C2", True),
        ("2021-01-01..2021-03-01:C1 2021-04-01..2021-04-01:C2", True),
        ("2021-01-01..2021-03-01:C1 2021-02-28..:C2", False),
        ("2021-01-01..:C1 2021-02-01..:C2", False),
        ("2021-04-01..:C1 2021-01-01..2021-03-01:C2", False),
        ("2021-01-01..2021-01-01:C1 2021-01-01..2021-01-01:C2", False),
    ],
)
def test_episodes_that_follow_each_other_need_no_second_look(periods: str, in_good_order: bool) -> None:
    found = episodes(periods)
    assert follows(*found) is in_good_order
    if in_good_order:
        assert in_time(found) == found
        assert list(overlapping(found)) == []


def test_the_group_of_the_snapshots_year_is_taken() -> None:
    """A made-up change of a code set: from 2022-23 foster care has a code X1 and no longer U1."""
    groups = CodeGroups(
        (
            CodeGroup(Field.PLACEMENT, "Foster care", ("U1",), last_year=2021),
            CodeGroup(Field.PLACEMENT, "Foster care", ("X1",), first_year=2022),
        )
    )
    before, after = dt.date(2022, 3, 31), dt.date(2022, 4, 1)
    assert [groups.knows(Field.PLACEMENT, code, before) for code in ("U1", "X1")] == [True, False]
    assert [groups.knows(Field.PLACEMENT, code, after) for code in ("U1", "X1")] == [False, True]
    group = groups.named(Field.PLACEMENT, "% foster care", after)
    assert group is not None
    assert group.codes == ("X1",)


@pytest.mark.parametrize(
    ("measure", "group"),
    [
        ("% 16 - 18", "16-18"),
        ("% Under 1", "under 1"),
        ("Child's disability", "Child’s Disability"),
        ("% Other (Unborn/Refused)", "Other (unborn / refused)"),
    ],
)
def test_a_measure_finds_its_group_by_name(measure: str, group: str) -> None:
    assert name_key(measure) == name_key(group)


def test_names_that_differ_in_more_than_spelling_are_different() -> None:
    assert name_key("% 16+") != name_key("% 16")
    assert name_key("1 - 4") != name_key("14")


@pytest.mark.parametrize(
    ("period", "last"),
    [
        (ReportingPeriod(PeriodKind.MONTH, 2021, 11), "2021-11-30"),
        (ReportingPeriod(PeriodKind.QUARTER, 2020, 4), "2021-03-31"),
        (ReportingPeriod(PeriodKind.YEAR, 2020), "2021-03-31"),
        (ReportingPeriod(PeriodKind.MONTH, 2024, 2), "2024-02-29"),
    ],
)
def test_the_last_day_of_a_period(period: ReportingPeriod, last: str) -> None:
    assert period.last_day == DAY(last)
