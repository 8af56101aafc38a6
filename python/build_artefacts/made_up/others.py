"""Children who are in the lists and must not be counted: they left, came too late, or had short breaks only."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from build_artefacts.made_up.care import Ending, Stage, episodes
from build_artefacts.made_up.child import AS_AT, YEAR_BEGINS, Child, years_before
from build_artefacts.made_up.starters import HOME

if TYPE_CHECKING:
    from build_artefacts.made_up.dice import Dice

ADOPTED, SPECIAL_GUARDIANSHIP = 15, 17
"""As many as the card of January 2022 counts to the end of November."""
TURNED_18, WENT_HOME = 25, 18
LEFT_BEFORE_APRIL = 12
STARTED_IN_DECEMBER = (dt.date(2021, 12, 3), dt.date(2021, 12, 8), dt.date(2021, 12, 13))


def leavers(dice: Dice) -> list[Child]:
    """Those who came before April and left before the day: during the year to date, and twelve the year before."""
    found = [_adopted(dice) for _ in range(ADOPTED)]
    found += [_with_special_guardians(dice) for _ in range(SPECIAL_GUARDIANSHIP)]
    found += [_turned_18(dice) for _ in range(TURNED_18)]
    found += [_went_home(dice, _in_year(dice)) for _ in range(WENT_HOME)]
    year_before = years_before(YEAR_BEGINS, 1)
    last = YEAR_BEGINS - dt.timedelta(days=2)
    found += [_went_home(dice, dice.day(year_before, last)) for _ in range(LEFT_BEFORE_APRIL)]
    return found


def _in_year(dice: Dice) -> dt.date:
    return dice.day(YEAR_BEGINS + dt.timedelta(days=1), AS_AT - dt.timedelta(days=4))


def _days(low: int, high: int, dice: Dice) -> dt.timedelta:
    return dt.timedelta(days=dice.whole(low, high))


def _came(ending: dt.date, low: int, high: int, dice: Dice) -> dt.date:
    """A day that lies so many days before the ending, and before April."""
    return min(ending - _days(low, high, dice), YEAR_BEGINS - _days(20, 60, dice))


def _adopted(dice: Dice) -> Child:
    ending = Ending(_in_year(dice), dice.one(("E11", "E12"), (6, 4)))
    began = _came(ending.on, 420, 800, dice)
    route = [(began, "C1"), (began + _days(150, 230, dice), "E1")]
    born = began - _days(0, 700, dice)
    return Child(began, born, need="N1", route=route, legal="E1", ending=ending, placement="A5")


def _with_special_guardians(dice: Dice) -> Child:
    ending = Ending(_in_year(dice), dice.one(("E45", "E46", "E47", "E48"), (5, 2, 4, 2)))
    began = _came(ending.on, 250, 700, dice)
    route = [(began, "C1")]
    if dice.share() < 0.5:
        route.append((began + _days(150, 200, dice), "C2"))
    born = began - _days(30, 3600, dice)
    return Child(began, born, need="N1", route=route, legal=route[-1][1], ending=ending, placement="U3")


def _turned_18(dice: Dice) -> Child:
    birthday = _in_year(dice)
    ending = Ending(birthday, dice.one(("E5", "E17", "E7", "E8"), (10, 8, 2, 3)))
    began = _came(birthday, 400, 2400, dice)
    route = [(began, "V2")] if dice.share() < 0.4 else [(began, "C1"), (began + _days(140, 300, dice), "C2")]
    placement = dice.one(("U6", "P2", "H5"), (8, 9, 4))
    born = years_before(birthday, 18)
    return Child(began, born, need=dice.one(("N1", "N4", "N5")), route=route, ending=ending, placement=placement)


def _went_home(dice: Dice, day: dt.date) -> Child:
    began = min(day, YEAR_BEGINS) - _days(60, 500, dice)
    legal = dice.one(("V2", "C1"), (3, 1))
    born = began - _days(900, 5000, dice)
    need = dice.one(("N1", "N4", "N5"))
    return Child(began, born, need=need, route=[(began, legal)], ending=Ending(day, dice.one(HOME)))


def started_since(dice: Dice) -> list[Child]:
    """Those who started between the day that is counted and the day on which the lists were drawn."""
    return [
        Child(day, day - _days(40, 5000, dice), need="N1", legal="V2", route=[(day, "V2")])
        for day in STARTED_IN_DECEMBER
    ]


def short_breaks() -> list[Child]:
    """Two children with short breaks (V3): one in the middle of a stay on the day, one with stays in summer."""
    stays = (
        ((dt.date(2021, 11, 29), dt.date(2021, 12, 2)),),
        ((dt.date(2021, 7, 3), dt.date(2021, 7, 5)), (dt.date(2021, 8, 7), dt.date(2021, 8, 9))),
    )
    found = []
    for born, weekends in zip((dt.date(2010, 5, 20), dt.date(2013, 9, 2)), stays, strict=True):
        breaks = [episodes([Stage(first, "V3", "K2")], "N2", Ending(last, "E4A")) for first, last in weekends]
        found.append(Child(born=born, age=10, episodes=tuple(one for several in breaks for one in several)))
    return found
