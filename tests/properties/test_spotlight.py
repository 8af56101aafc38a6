"""What must hold of a spotlight, whoever is on the list."""

from __future__ import annotations

import datetime as dt
import math
import tomllib

from hypothesis import given
from hypothesis import strategies as st

from cpp_scorecard.core.panel import Panel
from cpp_scorecard.core.people import Cohort, Field, Person, Population
from cpp_scorecard.core.series import Missing
from cpp_scorecard.core.spotlight import Sources, Spotlight, make_spotlight
from cpp_scorecard.intake.code_groups import shipped_groups
from cpp_scorecard.intake.themes import parse_theme, shipped_themes

ON = dt.date(2021, 12, 15)
CODES = {
    Field.ACTIVITY: ("F1", "F2", "P4", "G4", "G5", "X1", ""),
    Field.SUITABILITY: ("1", "2", ""),
    Field.ACCOMMODATION: ("B", "U", "X", "Y", "R", "Q", ""),
    Field.IN_TOUCH: ("YES", "NO", "DIED", ""),
}
CODED = st.fixed_dictionaries({field: st.sampled_from(codes) for field, codes in CODES.items()})
AGES = st.none() | st.integers(15, 26)
PEOPLE = st.lists(st.tuples(AGES, CODED), max_size=40)
PARTITION = """
name = "everybody"
title = "Everybody"
list = "care leavers"
[[pages]]
title = "A page"
[[pages.panels]]
title = "By activity"
shows = "shares"
by = "activity"
groups = ["EET", "NEET"]
otherwise = "No information"
[[pages.panels]]
title = "By age"
shows = "share by"
by = "activity"
group = "EET"
across = "age"
columns = [17, 18, 19]
"""


def made(people: list[tuple[int | None, dict[Field, str]]]) -> tuple[Population, Sources]:
    listed = tuple(
        Person(str(at), None, {field: code for field, code in codes.items() if code}, given_age=age)
        for at, (age, codes) in enumerate(people)
    )
    population = Population(Cohort.CARE_LEAVERS, ON, listed)
    return population, Sources(lambda _: population, shipped_groups())


def column(panel: Panel, at: int) -> list[float]:
    return [value for row in panel.rows if not isinstance(value := row.values[at], Missing)]


@given(PEOPLE)
def test_counts_add_to_the_cohort_and_shares_with_no_information_to_one(
    people: list[tuple[int | None, dict[Field, str]]],
) -> None:
    _, sources = made(people)
    theme, _ = parse_theme(tomllib.loads(PARTITION), "everybody.toml")
    assert theme is not None
    spotlight, findings = make_spotlight(theme, sources)
    assert isinstance(spotlight, Spotlight)
    assert not findings
    by_activity, by_age = spotlight.pages[0].panels
    assert sum(column(by_activity, 0)) == len(people)
    assert not people or math.isclose(sum(column(by_activity, 1)), 1)
    *ages, total = (row := by_age.rows[0]).values
    assert sum(age for age in ages if not isinstance(age, Missing)) == total == len(people), row
    shares = by_age.rows[1].values
    in_eet = sum(
        0 if isinstance(share, Missing) or isinstance(number, Missing) else share * number
        for number, share in zip(ages, shares, strict=False)
    )
    assert math.isclose(in_eet, by_activity.rows[0].values[0], abs_tol=1e-9)  # type: ignore[arg-type]


@given(PEOPLE)
def test_every_panel_of_the_shipped_theme_counts_everybody_of_its_page_once(
    people: list[tuple[int | None, dict[Field, str]]],
) -> None:
    population, sources = made(people)
    theme = next(theme for theme in shipped_themes() if theme.about is Cohort.CARE_LEAVERS)
    spotlight, findings = make_spotlight(theme, sources)
    assert isinstance(spotlight, Spotlight)
    assert not findings
    sizes = {"17": 0, "19": 0}
    for person in population.people:
        age = person.age_on(ON)
        if age is not None and 17 <= age <= 21:
            sizes["17" if age < 19 else "19"] += 1
    for page in spotlight.pages[1:]:
        size = next(number for start, number in sizes.items() if start in page.title)
        for panel in page.panels:
            if panel.column_units:
                assert sum(column(panel, 0)) == size, panel.title
                assert all(0 <= share <= 1 for share in column(panel, 1))
            else:
                assert panel.rows[0].values[-1] == size
