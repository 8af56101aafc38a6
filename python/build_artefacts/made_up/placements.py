"""Where a child lived during its care: placements that end in the one decided on, each fitting its time."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from build_artefacts.made_up.care import Stage, stages

if TYPE_CHECKING:
    from build_artefacts.made_up.child import Child
    from build_artefacts.made_up.dice import Dice
    from build_artefacts.made_up.quotas import Codes

_SETTLING_IN = 10
"""Days of a period of care in which no placement changes."""
_DAYS_A_MOVE = 120
_MOVES = (0, 1, 2, 3)
_CHANCES = (35.0, 33.0, 20.0, 12.0)
_WITH_THE_ORDER = 0.35
"""The share of moves that come on the day of a new legal status."""


def care_stages(child: Child, until: dt.date, placements: Codes, dice: Dice) -> list[Stage]:
    """The child's period of care up to `until`, ending in `child.placement`."""
    days = _days_of_moves(child, until, dice)
    if not days and not _fits(placements, child, child.began) and until > child.began:
        days = [until]
    if days:
        days[-1] = _day_it_fits(child, days[-1], until, placements, dice)
        days = sorted({day for day in days if day <= days[-1]})
    lived = [(child.began, child.placement)]
    if days:
        first = placements.draw(child.at(child.began), dice)
        lived = [(child.began, first)]
        lived += [(day, placements.draw(child.at(day), dice)) for day in days[:-1]]
        lived.append((days[-1], child.placement))
    return stages(child.began, child.route, lived)


def _days_of_moves(child: Child, until: dt.date, dice: Dice) -> list[dt.date]:
    span = (until - child.began).days - _SETTLING_IN
    wanted = min(dice.one(_MOVES, _CHANCES), max(0, span // _DAYS_A_MOVE))
    orders = [day for day, _ in child.route[1:]]
    found = set()
    for _ in range(wanted):
        on_the_day = dice.share() < _WITH_THE_ORDER
        day = dice.day(child.began + dt.timedelta(days=_SETTLING_IN), until)
        found.add(dice.one(orders) if orders and on_the_day else day)
    return sorted(found)


def _fits(placements: Codes, child: Child, day: dt.date) -> bool:
    then = child.at(day)
    return any(row.code == child.placement and row.suits(then) for row in placements.rows)


def _day_it_fits(child: Child, day: dt.date, until: dt.date, placements: Codes, dice: Dice) -> dt.date:
    """`day`, or a later one on which the last placement fits the age and the legal status."""
    while day < until and not _fits(placements, child, day):
        day = dice.day(day + dt.timedelta(days=1), until)
    return day
