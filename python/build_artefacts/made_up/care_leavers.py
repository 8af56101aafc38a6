"""Made-up care leavers in the columns of Annex A List 9, as at the day of the published spotlight."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from build_artefacts.made_up.child import AS_AT, EXTRACTED, age_on, youngest_and_oldest_birth
from build_artefacts.made_up.dice import Dice
from build_artefacts.made_up.quotas import Codes, Targets, deal
from build_artefacts.published_figures import read_table

TABLE = "Care Leavers Caseload Breakdown"
_SEED = 20211215
_TEAMS = ("Team A", "Team B", "Team C")
WITH_CONTACT_DATE, CONTACT_WITHIN_3_MONTHS = 266, 230
WITH_PLAN_DATE, PLAN_WITHIN_6_MONTHS = 303, 195
"""What stands behind two percentages of the card of January 2022: 86.5 % and 64 %."""


@dataclass(slots=True)
class YoungPerson:
    """One made-up care leaver. Codes are as List 9 words them."""

    age: int
    born: dt.date = AS_AT
    legal: str = ""
    uasc: bool = False
    gender: str = ""
    ethnicity: str = ""
    disability: str = ""
    team: str = ""
    eligibility: str = ""
    plan: dt.date | None = None
    in_touch: str = "YES"
    contact: dt.date | None = None
    accommodation: str = ""
    suitability: str = ""
    activity: str = ""


@dataclass(frozen=True, slots=True)
class _ListCode:
    group: str
    text: str
    weight: float
    youngest: int
    oldest: int


@dataclass(frozen=True, slots=True)
class _ListCodes:
    """The rows of `made_up_list_9_codes.csv`."""

    rows: dict[str, tuple[_ListCode, ...]]

    @classmethod
    def load(cls, path: Path) -> _ListCodes:
        found: dict[str, list[_ListCode]] = {}
        for row in read_table(path):
            text = f"{row['code']}) {row['words']}" if row["words"] else row["code"]
            code = _ListCode(row["group"], text, float(row["weight"]), int(row["youngest"]), int(row["oldest"]))
            found.setdefault(row["field"], []).append(code)
        return cls({name: tuple(codes) for name, codes in found.items()})

    def draw(self, field: str, group: str, age: int, dice: Dice) -> str:
        """A code of the group that suits the age."""
        fit = [row for row in self.rows[field] if row.group == group and row.youngest <= age <= row.oldest]
        return dice.one(fit, [row.weight for row in fit]).text


def made_up_care_leavers(data: Path, targets: Targets) -> list[YoungPerson]:
    """All made-up care leavers in the order of their numbers; ValueError where the data files disagree."""
    dice = Dice(_SEED)
    codes = _ListCodes.load(data / "made_up_list_9_codes.csv")
    people: list[YoungPerson] = []
    for row in read_table(data / "made_up_care_leavers.csv"):
        people += _of_one_age({name: int(number) for name, number in row.items()}, codes, dice)
    if len(people) != targets.total(TABLE):
        raise ValueError(f"{len(people)} care leavers are made up and {targets.total(TABLE)} are published")
    former = targets.one_count(TABLE, "% Former UASC")
    for person in dice.shuffled([person for person in people if person.age >= 18])[:former]:
        person.uasc = True
    for category, name in (("Gender", "gender"), ("Eligibility", "eligibility")):
        of_category = targets.of(TABLE, category)
        measures = deal(people, targets.counts(TABLE, category), of_category.suits, dice)
        for person, measure in zip(people, measures, strict=True):
            setattr(person, name, of_category.draw(person, dice, measure))
    _give_the_rest(people, targets.of("CLA Caseload Breakdown", "Ethnicity"), dice)
    return dice.shuffled(people)


def _of_one_age(row: dict[str, int], codes: _ListCodes, dice: Dice) -> list[YoungPerson]:
    """Everybody of one age. Who is not in touch comes last in the list, and with them what is not known."""
    age, count = row["age"], row["people"]
    people = [YoungPerson(age) for _ in range(count)]
    not_in_eet = count - row["in_eet"] - row["no_information"]
    activities = ["EET"] * row["in_eet"] + ["NEET"] * not_in_eet + [""] * row["no_information"]
    unknown = count - row["suitable"] - row["unsuitable"]
    homes = ["suitable"] * row["suitable"] + ["unsuitable"] * row["unsuitable"] + ["unknown"] * unknown
    for place, (person, activity, home) in enumerate(zip(people, activities, homes, strict=True)):
        person.born = _born(age, dice)
        if place >= row["in_touch"]:
            person.in_touch = codes.draw("in touch", "no", age, dice)
        person.activity = codes.draw("activity", activity, age, dice) if activity else ""
        person.accommodation = codes.draw("accommodation", home, age, dice)
        person.suitability = {"suitable": "1) Suitable", "unsuitable": "2) Unsuitable"}.get(home, "")
    return people


def _born(age: int, dice: Dice) -> dt.date:
    """A day of birth without a birthday between the day that is counted and the day of the list."""
    first, last = youngest_and_oldest_birth(age, EXTRACTED)
    while True:
        born = dice.day(first, last)
        if age_on(born, AS_AT) == age:
            return born


def _give_the_rest(people: Sequence[YoungPerson], ethnicities: Codes, dice: Dice) -> None:
    """What is in no table: ethnicity, disability, team, and the two dates, as often as the card has them."""
    for person in people:
        person.ethnicity = ethnicities.draw(person, dice)
        person.disability = dice.one(("N", "Y"), (88, 12))
        person.team = dice.one(_TEAMS)
    by_youth = sorted(dice.shuffled(people), key=lambda person: (person.age > 21, person.in_touch != "YES"))
    for place, person in enumerate(by_youth[:WITH_CONTACT_DATE]):
        recent = place < CONTACT_WITHIN_3_MONTHS
        person.contact = _recently(dice, dt.date(2021, 10, 4)) if recent else _before(dice, dt.date(2021, 8, 27))
    by_youth = sorted(dice.shuffled(people), key=lambda person: person.eligibility == "Qualifying")
    with_plan = dice.shuffled(by_youth[:WITH_PLAN_DATE])
    for place, person in enumerate(with_plan):
        recent = place < PLAN_WITHIN_6_MONTHS
        person.plan = _recently(dice, dt.date(2021, 7, 5)) if recent else _before(dice, dt.date(2021, 6, 4))


def _recently(dice: Dice, first: dt.date) -> dt.date:
    return dice.day(first, EXTRACTED - dt.timedelta(days=1))


def _before(dice: Dice, last: dt.date) -> dt.date:
    return dice.day(last - dt.timedelta(days=150), last)
