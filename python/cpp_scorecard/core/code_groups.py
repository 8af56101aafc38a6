"""Groups of codes: which codes of a field a report counts together, and in which years a code set holds."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cpp_scorecard.core.people import Field, Person
from cpp_scorecard.core.period import Month


@dataclass(frozen=True, slots=True)
class CodeGroup:
    """Codes that are counted together under one name.

    A code may be a whole code (`U1`), a beginning (`L*`), or for ages a range (`10-15`, `16+`). Years are financial
    years by their first calendar year, both ends included; None leaves that end open.
    """

    field: Field
    name: str
    codes: tuple[str, ...]
    first_year: int | None = None
    last_year: int | None = None
    longer_than_months: int = 0
    """Counts only those whose code has held for longer than this."""

    def holds_on(self, day: dt.date) -> bool:
        """Whether the group's code set is the one in force on `day`."""
        year = Month.of_date(day).financial_year
        return (self.first_year is None or self.first_year <= year) and (
            self.last_year is None or year <= self.last_year
        )

    def takes(self, person: Person, day: dt.date) -> bool:
        """Whether `person` counts in this group on `day`."""
        code = person.code(self.field, day)
        return code is not None and any(_matches(pattern, code) for pattern in self.codes) and self._long(person, day)

    def _long(self, person: Person, day: dt.date) -> bool:
        if not self.longer_than_months:
            return True
        since = person.since.get(self.field)
        if since is None:
            return False
        held = (Month.of_date(day).index - Month.of_date(since).index) - (day.day < since.day)
        return held > self.longer_than_months or (held == self.longer_than_months and day.day > since.day)


def _matches(pattern: str, code: str) -> bool:
    wanted, given = pattern.strip().casefold(), code.strip().casefold()
    if wanted.endswith("*"):
        return given.startswith(wanted[:-1])
    if given.isdigit() and wanted.endswith("+") and wanted[:-1].strip().isdigit():
        return int(given) >= int(wanted[:-1])
    low, dash, high = wanted.partition("-")
    if dash and given.isdigit() and low.strip().isdigit() and high.strip().isdigit():
        return int(low) <= int(given) <= int(high)
    return wanted == given


@dataclass(frozen=True, slots=True)
class CodeGroups:
    """All groups that a workbook knows: its own where it has a sheet of them, else those that ship."""

    groups: tuple[CodeGroup, ...]

    def of(self, field: Field, day: dt.date) -> tuple[CodeGroup, ...]:
        """The groups of one field that hold on `day`, in their order."""
        return tuple(group for group in self.groups if group.field is field and group.holds_on(day))

    def named(self, field: Field, name: str, day: dt.date) -> CodeGroup | None:
        """The group of that name, without regard to case; None where there is none on `day`."""
        wanted = " ".join(name.casefold().split())
        return next((g for g in self.of(field, day) if " ".join(g.name.casefold().split()) == wanted), None)
