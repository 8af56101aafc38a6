"""Everybody in the lists of children: those looked after on the day, and those who must not be counted."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from build_artefacts.made_up.care import Ending, Stage, episodes
from build_artefacts.made_up.child import AS_AT, EXTRACTED, YEAR_BEGINS, Child, age_on, years_before
from build_artefacts.made_up.child import youngest_and_oldest_birth as births
from build_artefacts.made_up.dice import Dice
from build_artefacts.made_up.others import leavers, short_breaks, started_since
from build_artefacts.made_up.placements import care_stages
from build_artefacts.made_up.quotas import Counts, Targets, deal
from build_artefacts.made_up.starters import part_ways, starters

TABLE = "CLA Caseload Breakdown"
LONG = "% Section 20 more than 1 year"
_SEED = 20211130
_LAST_CHANGE = AS_AT - dt.timedelta(days=6)
_A_YEAR_BEFORE = years_before(AS_AT, 1)
_MOVED_IN_DECEMBER, _LEFT_IN_DECEMBER = 5, 4


def made_up_children(targets: Targets) -> list[Child]:
    """All made-up children in the order of their numbers."""
    dice = Dice(_SEED)
    stayed, left = part_ways(starters(targets, dice), dice)
    for child in stayed:
        child.age = age_on(child.born, AS_AT)
    before = _since_before_april(targets, stayed, dice)
    current = stayed + before
    placements = targets.of(TABLE, "Placement")
    measures = deal(current, targets.counts(TABLE, "Placement"), placements.suits, dice)
    for child, measure in zip(current, measures, strict=True):
        child.placement = placements.draw(child, dice, measure)
    ethnicities = targets.of(TABLE, "Ethnicity")
    measures = deal(current, targets.counts(TABLE, "Ethnicity"), ethnicities.suits, dice)
    for child, measure in zip(current, measures, strict=True):
        child.ethnicity = ethnicities.draw(child, dice, measure)
    others = left + leavers(dice) + started_since(dice)
    for child in others:
        child.age = age_on(child.born, child.ending.on if child.ending else EXTRACTED)
        child.placement = child.placement or placements.draw(child.at(child.began), dice)
    _write_episodes(current, others, targets, dice)
    everybody = current + others + short_breaks()
    for child in everybody:
        child.sex = child.sex or dice.one(("1", "2"), (54, 46))
        child.ethnicity = child.ethnicity or ethnicities.draw(child, dice)
    return dice.shuffled(everybody)


def _since_before_april(targets: Targets, stayed: Sequence[Child], dice: Dice) -> list[Child]:
    """Those looked after since before the year began: what the starters leave of each count."""
    ages = targets.of(TABLE, "Age")
    bands = {row.measure: row for row in ages.rows}
    children = [Child() for _ in range(targets.total(TABLE) - len(stayed))]
    counted = Counter(next(row.measure for row in ages.rows if row.suits(child)) for child in stayed)
    given = deal(children, _rest(targets.counts(TABLE, "Age"), counted), lambda _measure, _child: True, dice)
    for child, measure in zip(children, given, strict=True):
        child.age = dice.whole(bands[measure].youngest, bands[measure].oldest)
        first, last = births(child.age, AS_AT)
        if child.age == 0:
            last = dt.date(2021, 3, 15)
        child.born = dice.day(max(first, years_before(EXTRACTED, 18) + dt.timedelta(days=17)), last)
    unaccompanied = targets.one_count(TABLE, "% Unaccompanied Asylum Seeking Children")
    oldest = [child for child in children if child.age >= 16]
    for child in dice.shuffled(oldest)[: unaccompanied - sum(child.uasc for child in stayed)]:
        child.uasc = True
    for category, name in (("Gender", "sex"), ("Legal Status", "legal")):
        codes = targets.of(TABLE, category)
        of_code = {row.code: row.measure for row in codes.rows}
        have = Counter(of_code[getattr(child, name)] for child in stayed)
        measures = deal(children, _rest(targets.counts(TABLE, category, but=LONG), have), codes.suits, dice)
        for child, measure in zip(children, measures, strict=True):
            setattr(child, name, codes.draw(child, dice, measure))
    _give_routes(children, targets.one_count(TABLE, LONG), dice)
    needs = targets.of(TABLE, "Need")
    for child in children:
        child.need = needs.draw(child, dice)
    return children


def _rest(counts: Counts, counted: Counter[str]) -> Counts:
    rest = {name: count - counted[name] for name, count in counts.items()}
    if min(rest.values()) < 0:
        raise ValueError(f"more than {counts} have started: {counted}")
    return rest


def _give_routes(children: Sequence[Child], long: int, dice: Dice) -> None:
    """When each came into care and which legal statuses led to the present one."""
    section_20 = [child for child in children if child.legal == "V2"]
    by_chance = dice.shuffled(section_20)
    may_be_short = sorted(by_chance, key=lambda child: (child.uasc, child.age >= 2, child.age))
    short = may_be_short[: len(section_20) - long]
    for place, child in enumerate(short):
        _short_section_20(child, place, len(short), dice)
    for child in children:
        if not child.route:
            _long_route(child, dice)


def _short_section_20(child: Child, place: int, last: int, dice: Dice) -> None:
    """Section 20 for less than a year: most came in the winter, the two oldest were under an interim order before."""
    if place >= last - 2:
        child.began = dice.day(max(child.born, dt.date(2020, 2, 1)), dt.date(2020, 9, 30))
        child.route = [(child.began, "C1"), (dice.day(dt.date(2021, 2, 1), dt.date(2021, 3, 20)), "V2")]
        return
    winter = dice.day(max(child.born, dt.date(2020, 12, 5)), dt.date(2021, 3, 25))
    child.began = winter if place else YEAR_BEGINS - dt.timedelta(days=1)
    child.route = [(child.began, "V2")]


def _long_route(child: Child, dice: Dice) -> None:
    latest = {"V2": dt.date(2020, 11, 10), "C1": dt.date(2021, 3, 29)}.get(child.legal, dt.date(2021, 3, 20))
    longest = {"V2": 6, "C1": 1, "C2": 10, "E1": 3}[child.legal]
    earliest = max(child.born, years_before(AS_AT, longest))
    if child.uasc:
        earliest = max(years_before(child.born, -14), dt.date(2019, 6, 1))
    span = (latest - earliest).days
    child.began = latest - dt.timedelta(days=int(span * dice.share() ** 1.6))
    routes = {
        "V2": (("V2",),),
        "C1": (("C1",), ("V2", "C1"), ("L2", "C1")),
        "C2": (("C1", "C2"), ("V2", "C1", "C2"), ("V2", "C2")),
        "E1": (("C1", "E1"), ("C1", "C2", "E1")),
    }
    route = dice.one(routes[child.legal])
    room = (_LAST_CHANGE - child.began).days
    child.route = [(child.began, route[0])]
    for place, legal in enumerate(route[1:], start=1):
        after = {"C1": dice.whole(4, 8) if route[0] == "L2" else dice.whole(15, 60)}.get(legal, 0)
        if legal in ("C2", "E1"):
            lowest = 60 + 60 * place
            after = dice.whole(lowest, min(room, lowest + 180))
            if place + 1 < len(route):
                after = min(after, room - 40)
        child.route.append((max(child.began + dt.timedelta(days=after), child.route[-1][0] + dt.timedelta(3)), legal))


def _write_episodes(current: Sequence[Child], others: Sequence[Child], targets: Targets, dice: Dice) -> None:
    placements = targets.of(TABLE, "Placement")
    in_december = [c for c in dice.shuffled(current) if c.legal == "C2" and c.placement in ("U6", "K2")]
    moving = {id(child) for child in in_december[:_MOVED_IN_DECEMBER]}
    leaving = {id(c) for c in in_december[_MOVED_IN_DECEMBER : _MOVED_IN_DECEMBER + _LEFT_IN_DECEMBER]}
    for child in current:
        until = max(child.began, _LAST_CHANGE)
        stages = care_stages(child, until, placements, dice)
        day = dice.day(dt.date(2021, 12, 2), dt.date(2021, 12, 13))
        if id(child) in moving:
            stages.append(Stage(day, stages[-1].legal, "U4" if child.placement == "U6" else "U6"))
        if id(child) in leaving:
            child.ending = Ending(day, "E45")
        child.episodes = child.earlier + episodes(stages, child.need, child.ending)
    for child in others:
        end = child.ending.on if child.ending else EXTRACTED
        stages = care_stages(child, max(child.began, end - dt.timedelta(days=7)), placements, dice)
        child.episodes = child.earlier + episodes(stages, child.need, child.ending)
