"""Groups of codes: which codes of a field a report counts together, and in which years a code set holds."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from cpp_scorecard.core.period import Month, months_later

if TYPE_CHECKING:
    from cpp_scorecard.core.people import Field, Person

NO_CODE = "(blank)"
"""The pattern of those for whom the list has no code."""
_RANGE = re.compile(r"(\d{1,9})\s*(?:-|–|to)\s*(\d{1,9})")
_FROM = re.compile(r"(\d{1,9})\s*\+")
_LONGEST_NUMBER = 9
"""Digits of a code that can lie in a range: a longer one is no age, and too long to be counted with."""


@dataclass(frozen=True, slots=True)
class CodeGroup:
    """Codes that are counted together under one name.

    A code may be a whole code (`U1`), a beginning (`L*`), for ages a range (`10-15`, `10 to 15`, `16+`), or `(blank)`
    for no code at all. Years are financial years by their first calendar year, both ends included; None leaves that
    end open. Groups of one field may overlap: each report names those it wants.
    """

    field: Field
    name: str
    codes: tuple[str, ...]
    first_year: int | None = None
    last_year: int | None = None
    longer_than_months: int = 0
    """Counts only those whose code has held without a break for longer than this.

    A code that holds since 30 November 2020 has held for exactly 12 months on 30 November 2021, and for longer from
    the day after on. Whoever has no day since when is not counted.
    """

    def holds_on(self, day: dt.date) -> bool:
        """Whether the group's code set is the one in force on `day`."""
        year = Month.of_date(day).financial_year
        return (self.first_year is None or self.first_year <= year) and (
            self.last_year is None or year <= self.last_year
        )

    def holds_code(self, code: str | None) -> bool:
        """Whether `code` is one of the group's; None is no code."""
        return _is_among(self.codes, code)

    def takes(self, person: Person, day: dt.date) -> bool:
        """Whether `person` counts in this group on `day`."""
        return self.holds_code(person.code(self.field, day)) and self._long(person, day)

    def _long(self, person: Person, day: dt.date) -> bool:
        if not self.longer_than_months:
            return True
        since = person.since.get(self.field)
        return since is not None and months_later(since, self.longer_than_months) < day


@lru_cache(maxsize=65_536)
def _is_among(patterns: tuple[str, ...], code: str | None) -> bool:
    return any(_matches(pattern, code) for pattern in patterns)


def _matches(pattern: str, code: str | None) -> bool:
    wanted = pattern.strip().casefold()
    if code is None or not code.strip():
        return wanted == NO_CODE
    given = code.strip().casefold()
    if wanted.endswith("*"):
        return given.startswith(wanted[:-1])
    if given.isdecimal() and len(given) <= _LONGEST_NUMBER:
        if found := _FROM.fullmatch(wanted):
            return int(given) >= int(found[1])
        if found := _RANGE.fullmatch(wanted):
            return int(found[1]) <= int(given) <= int(found[2])
    return wanted == given


def name_key(name: str) -> str:
    """A group's name as names are compared: without case, per cent signs, punctuation and differences of spacing.

    >>> name_key("% 16 - 18") == name_key("16-18")
    True
    """
    return " ".join(re.sub(r"[^\w+]+|_", " ", re.sub(r"['’]", "", name.casefold())).split())


@dataclass(frozen=True, slots=True)
class CodeGroups:
    """All groups that a workbook knows: its own where it has a sheet of them, else those that ship."""

    groups: tuple[CodeGroup, ...] = ()

    def of(self, field: Field, day: dt.date) -> tuple[CodeGroup, ...]:
        """The groups of one field that hold on `day`, in their order."""
        return tuple(group for group in self.groups if group.field is field and group.holds_on(day))

    def named(self, field: Field, name: str, day: dt.date) -> CodeGroup | None:
        """The group of that name (see `name_key`); None where there is none on `day`."""
        wanted = name_key(name)
        return next((group for group in self.of(field, day) if name_key(group.name) == wanted), None)

    def knows(self, field: Field, code: str, day: dt.date) -> bool:
        """Whether any group of the field that holds on `day` has the code."""
        return any(group.holds_code(code) for group in self.of(field, day))
