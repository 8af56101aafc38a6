"""The children who started to be looked after in the year to date, as the table of starts counts them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from build_artefacts.made_up.care import Ending, episodes, stages
from build_artefacts.made_up.child import AS_AT, EXTRACTED, YEAR_BEGINS, Child, years_before, youngest_and_oldest_birth
from build_artefacts.made_up.quotas import Targets, deal

if TYPE_CHECKING:
    from build_artefacts.made_up.dice import Dice

TABLE = "CLA Starts Breakdown"
UNACCOMPANIED = 11
LEFT_AGAIN = {"V2": 16, "C1": 4}
BECAME_INTERIM_ORDER = 15
BECAME_FULL_ORDER = 4
STARTED_TWICE = 2
HOME = ("E4A", "E4B", "E13")


def starters(targets: Targets, dice: Dice) -> list[Child]:
    """All of them, with what they were at the start; one starts on the first day of the year, one on the last."""
    total = targets.total(TABLE)
    children = [Child() for _ in range(total)]
    span = (AS_AT - YEAR_BEGINS).days
    bands = {row.measure: row for row in targets.of(TABLE, "Age").rows}
    given = deal(children, targets.counts(TABLE, "Age"), lambda _measure, _child: True, dice)
    for place, (child, measure) in enumerate(zip(children, given, strict=True)):
        child.began = YEAR_BEGINS + dt.timedelta(days=place * span // (total - 1))
        child.age = dice.whole(bands[measure].youngest, bands[measure].oldest)
        child.born = _born(child, dice)
    for child in dice.shuffled([child for child in children if child.age >= 16])[:UNACCOMPANIED]:
        child.uasc = True
    _deal_codes(children, targets, dice)
    for child in children:
        child.route = [(child.began, child.legal)]
    return children


def _born(child: Child, dice: Dice) -> dt.date:
    """Half of the babies come within three weeks; nobody turns 18 before the lists were drawn."""
    first, last = youngest_and_oldest_birth(child.age, child.began)
    if child.age == 0 and dice.share() < 0.5:
        first = last - dt.timedelta(days=21)
    return dice.day(max(first, years_before(EXTRACTED, 18) + dt.timedelta(days=14)), last)


def _deal_codes(children: Sequence[Child], targets: Targets, dice: Dice) -> None:
    for category, name in (("Gender", "sex"), ("Legal Status", "legal"), ("Need", "need")):
        codes = targets.of(TABLE, category)
        measures = deal(children, targets.counts(TABLE, category), codes.suits, dice)
        for child, measure in zip(children, measures, strict=True):
            setattr(child, name, codes.draw(child, dice, measure))


def part_ways(children: Sequence[Child], dice: Dice) -> tuple[list[Child], list[Child]]:
    """Those who remain looked after, with the legal status they have come to, and those who left again."""
    left: list[Child] = []
    for legal, count in LEFT_AGAIN.items():
        may = [c for c in children if c.legal == legal and not c.uasc and _began_between(c, 4, 9)]
        left += dice.shuffled(may)[:count]
    for child in left:
        latest = min(child.began + dt.timedelta(days=150), AS_AT - dt.timedelta(days=5))
        child.ending = Ending(dice.day(child.began + dt.timedelta(days=14), latest), dice.one(HOME))
    gone = {id(child) for child in left}
    remaining = [child for child in children if id(child) not in gone]
    for child in remaining:
        if child.legal.startswith("L"):
            _comes_to(child, "C1", dice.whole(3, 8))
    may = [c for c in remaining if c.legal == "V2" and not c.uasc and _began_between(c, 4, 8)]
    to_interim = dice.shuffled(may)[:BECAME_INTERIM_ORDER]
    may = [c for c in remaining if c.legal == "C1" and len(c.route) == 1 and _began_between(c, 4, 5)]
    to_full = dice.shuffled(may)[:BECAME_FULL_ORDER]
    twice = [c for c in sorted(to_interim, key=lambda c: c.began) if c.age >= 1][:STARTED_TWICE]
    for child in twice:
        _start_again(child, dice)
    for child in to_interim:
        if all(child is not other for other in twice):
            _comes_to(child, "C1", dice.whole(20, 70))
    for child in to_full:
        _comes_to(child, "C2", dice.whole(150, 172))
    _was_looked_after_years_ago(next(child for child in remaining if child.age in range(12, 16) and not child.earlier))
    return remaining, left


def _began_between(child: Child, first: int, last: int) -> bool:
    return first <= child.began.month <= last and child.began > YEAR_BEGINS


def _comes_to(child: Child, legal: str, after: int) -> None:
    child.route.append((child.began + dt.timedelta(days=after), legal))
    child.legal = legal


def _start_again(child: Child, dice: Dice) -> None:
    """The first period of care ends at home; a second one, under an interim order, begins later in the year."""
    home = Ending(child.began + dt.timedelta(days=dice.whole(20, 35)), "E4A")
    first = stages(child.began, child.route, [(child.began, "U6")])
    child.earlier = episodes(first, child.need, home)
    child.began = home.on + dt.timedelta(days=dice.whole(40, 70))
    child.legal = "C1"
    child.route = [(child.began, "C1")]


def _was_looked_after_years_ago(child: Child) -> None:
    first = stages(dt.date(2019, 6, 12), [(dt.date(2019, 6, 12), "V2")], [(dt.date(2019, 6, 12), "U6")])
    child.earlier = episodes(first, child.need, Ending(dt.date(2019, 8, 30), "E4A"))
