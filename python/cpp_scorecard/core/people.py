"""Children and young people as a list has them: one record a person, codes as the code sets name them.

Only what a breakdown needs is kept: no names, no addresses. Nothing here is printed person by person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cpp_scorecard.core.series import CellRef


class Field(StrEnum):
    """A coded field of a person. The value is how sheets of code groups and themes name it."""

    SEX = "gender"
    ETHNICITY = "ethnicity"
    UASC = "uasc"
    DISABILITY = "disability"
    AGE = "age"
    """Not stored: whole years on the day in question, see `Person.code`."""
    LEGAL_STATUS = "legal status"
    NEED = "need"
    PLACEMENT = "placement"
    ELIGIBILITY = "eligibility"
    IN_TOUCH = "in touch"
    ACCOMMODATION = "accommodation"
    SUITABILITY = "suitability"
    ACTIVITY = "activity"


@dataclass(frozen=True, slots=True)
class Person:
    """One child or young person on a day. A code that the list leaves blank is absent from `codes`."""

    identifier: str = field(repr=False)
    """Never printed: what is shown of a person in a message or a log leaves out who it is."""
    born: dt.date | None = field(repr=False)
    codes: Mapping[Field, str]
    since: Mapping[Field, dt.date] = field(default_factory=dict)
    """Since when a code has held without a break, where the list tells (a legal status, a placement)."""
    dates: Mapping[str, dt.date] = field(default_factory=dict)
    """Other dates by what they are: `latest contact`, `pathway plan`."""
    where: CellRef | None = None
    given_age: int | None = None
    """Age as the list states it, used where the date of birth is not given; for those starting, their age then."""
    blank: Mapping[Field, CellRef] = field(default_factory=dict)
    """The empty cells of the list under the columns of these fields; for the age, that of the date of birth."""

    def age_on(self, day: dt.date) -> int | None:
        """Whole years on `day`; someone born on 29 February has a birthday on 1 March.

        None where it is not known, which a date of birth after `day` means as well.
        """
        if self.born is None:
            return self.given_age
        if self.born > day:
            return None
        had_birthday = (day.month, day.day) >= (self.born.month, self.born.day)
        return day.year - self.born.year - (0 if had_birthday else 1)

    def code(self, of: Field, day: dt.date) -> str | None:
        """The code of a field on `day`; for the age, whole years as text."""
        if of is Field.AGE:
            age = self.age_on(day)
            return None if age is None else str(age)
        return self.codes.get(of)


class Cohort(StrEnum):
    """Whom a list is about. The value is how themes and breakdowns name it."""

    LOOKED_AFTER = "children looked after"
    STARTING = "children starting to be looked after"
    CARE_LEAVERS = "care leavers"


@dataclass(frozen=True, slots=True)
class Population:
    """Everybody of one cohort on one day (for those starting: in the period that ends on that day)."""

    cohort: Cohort
    on: dt.date
    people: tuple[Person, ...]
    source: str = ""
    """The sheets that it was read from."""
    is_made_up: bool = False
    """Whether the workbook says that nobody in the list is real."""
    since: dt.date | None = None
    """The first day of the period, for those starting in it."""
