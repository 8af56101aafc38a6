"""Blank cells of child-level lists that matter: of people who count, in columns that something is counted by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cpp_scorecard.core.people import Cohort, Field, Population

if TYPE_CHECKING:
    from cpp_scorecard.core.code_groups import CodeGroups
    from cpp_scorecard.core.series import CellRef

_ALWAYS = {
    Cohort.LOOKED_AFTER: (Field.AGE, Field.LEGAL_STATUS),
    Cohort.STARTING: (Field.AGE, Field.LEGAL_STATUS),
    Cohort.CARE_LEAVERS: (Field.AGE,),
}
"""What is looked at whatever is counted: without its legal status an episode may be a short break."""


@dataclass(frozen=True, slots=True)
class ListGap:
    """One field of one population: the blank cells, in the order of the list."""

    population: Population
    field: Field
    cells: tuple[CellRef, ...]


def list_gaps(population: Population, fields: Iterable[Field], groups: CodeGroups) -> Iterator[ListGap]:
    """The blank cells of `population` under `fields`, and under those that always matter.

    A blank that a group counts (`(blank)` among its codes) is an answer, and none of them.
    """
    for of in dict.fromkeys((*fields, *_ALWAYS[population.cohort])):
        if any(group.holds_code(None) for group in groups.of(of, population.on)):
            continue
        cells = sorted(person.blank[of] for person in population.people if of in person.blank)
        if cells:
            yield ListGap(population, of, tuple(cells))
