"""People counted by groups of codes: the workbook's own groups first, then a theme's."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cpp_scorecard.core.code_groups import CodeGroup, CodeGroups
from cpp_scorecard.core.series import Missing, MissingReason, Number

if TYPE_CHECKING:
    from cpp_scorecard.core.people import Field, Person
    from cpp_scorecard.core.spotlight_theme import Conditions

_CODE = re.compile(r"[A-Za-z]{0,2}\d{0,3}\*?|\d+\s*(?:-|–|to)\s*\d+|\d+\+|\(blank\)")
"""What a theme may write where it names no group: a code, the beginning of one, or a range of ages."""
_NOBODY = Missing(MissingReason.ZERO_DENOMINATOR)
_NO_ENTRY = Missing(MissingReason.NO_ENTRY)
NOT_RECORDED = "Not recorded"
"""Those without a code."""
NONE_OF_THESE = "None of these"
"""Those whose code is in none of the groups that a panel names."""


class UnclearPlan(ValueError):
    """A panel cannot be made as its theme has it; the message says what to change."""


@dataclass(frozen=True, slots=True)
class CountedGroup:
    """How many are in a group, and of how many that is a share."""

    number: int
    possible: int
    is_told: bool = True
    """Whether the list tells who is in the group: it does not where nobody has an entry."""

    @property
    def share(self) -> Number:
        """The fraction, or why there is none."""
        if self.possible and not self.is_told:
            return _NO_ENTRY
        return self.number / self.possible if self.possible else _NOBODY


@dataclass(frozen=True, slots=True)
class Counting:
    """People on a day and the groups they may be in: the workbook's own first, then the theme's."""

    people: tuple[Person, ...]
    day: dt.date
    known: CodeGroups
    of_theme: CodeGroups

    def group(self, field: Field, name: str) -> CodeGroup:
        """The group `name` of a field, or the codes that `name` itself is.

        Raises UnclearPlan where it is neither.
        """
        found = self.known.named(field, name, self.day) or self.of_theme.named(field, name, self.day)
        if found is not None:
            return found
        if not _CODE.fullmatch(name.strip()):
            raise UnclearPlan(
                f'"{name}" is no group of {field.value}: name one of the sheet of code groups or of the theme\'s '
                "[groups], or write a code"
            )
        return CodeGroup(field, name, (name,))

    def tells(self, field: Field) -> bool:
        """Whether anybody has an entry for the field."""
        return any(person.code(field, self.day) for person in self.people)

    def where(self, *conditions: Conditions) -> Counting:
        """Only the people for whom every condition holds."""
        wanted = [
            [self.group(field, name) for name in names]
            for condition in conditions
            for field, names in condition.items()
        ]
        people = tuple(p for p in self.people if all(any(g.takes(p, self.day) for g in any_of) for any_of in wanted))
        return Counting(people, self.day, self.known, self.of_theme)

    def split(self, field: Field, names: Iterable[str]) -> dict[str, list[Person]]:
        """People by the groups of a field, each in the first that takes them; then `NONE_OF_THESE`, `NOT_RECORDED`."""
        groups = {name: self.group(field, name) for name in names}
        found: dict[str, list[Person]] = {name: [] for name in (*groups, NONE_OF_THESE, NOT_RECORDED)}
        for person in self.people:
            without = NONE_OF_THESE if person.code(field, self.day) else NOT_RECORDED
            name = next((n for n, group in groups.items() if group.takes(person, self.day)), without)
            found[name].append(person)
        return found
