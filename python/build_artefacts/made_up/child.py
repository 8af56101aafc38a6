"""A child in the making: what is decided about it, one thing after another."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from build_artefacts.made_up.care import Ending, Episode

YEAR_BEGINS = dt.date(2021, 4, 1)
AS_AT = dt.date(2021, 11, 30)
EXTRACTED = dt.date(2021, 12, 15)
"""The day on which the lists are said to have been drawn: what happened after `AS_AT` stands in them too."""


@dataclass(slots=True)
class Child:
    """A made-up child. `age`, `legal` and `placement` are those of the day that its cohort is counted on."""

    began: dt.date = AS_AT
    born: dt.date = AS_AT
    age: int = 0
    legal: str = ""
    uasc: bool = False
    sex: str = ""
    need: str = ""
    ethnicity: str = ""
    placement: str = ""
    route: list[tuple[dt.date, str]] = field(default_factory=list)
    """Each legal status of the period of care and its first day."""
    ending: Ending | None = None
    earlier: tuple[Episode, ...] = ()
    """Episodes of a period of care before this one."""
    episodes: tuple[Episode, ...] = ()

    def at(self, day: dt.date) -> Child:
        """The child on another day of its period of care, with the age and the legal status of then."""
        legal = [code for since, code in self.route if since <= day][-1]
        return Child(age=age_on(self.born, day), legal=legal, uasc=self.uasc)


def age_on(born: dt.date, day: dt.date) -> int:
    """Whole years on `day`."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def years_before(day: dt.date, years: int) -> dt.date:
    """The same day some years earlier; 28 February for one that does not exist."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def youngest_and_oldest_birth(age: int, day: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of birth of those who are `age` on `day`."""
    return years_before(day, age + 1) + dt.timedelta(days=1), years_before(day, age)
