"""The child-level lists of a workbook, and whom they hold on a day. Nothing here is ever printed person by person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from cpp_scorecard.core.episodes import Episode, first_start, legal_status_since, open_on
from cpp_scorecard.core.people import Cohort, Field, Person, Population
from cpp_scorecard.core.period import financial_year_start


@dataclass(frozen=True, slots=True)
class ChildLists:
    """Children with their episodes, and care leavers. A list that the workbook does not have is empty."""

    children: Mapping[str, Person] = field(default_factory=dict)
    """By identifier, with the codes that do not change (gender, ethnicity, whether a UASC)."""
    episodes: Mapping[str, tuple[Episode, ...]] = field(default_factory=dict)
    """By identifier, in time."""
    leavers: tuple[Person, ...] = ()
    leavers_on: dt.date | None = None
    """The day that the list of care leavers is of; None: any day that is asked about."""
    sheets: Mapping[Cohort, tuple[str, ...]] = field(default_factory=dict)
    """The sheets of each list; a cohort without a list is absent."""
    is_made_up: bool = False

    def has(self, cohort: Cohort) -> bool:
        """Whether there is a list of the cohort, if only an empty one."""
        return cohort in self.sheets

    def population(self, cohort: Cohort, on: dt.date) -> Population | None:
        """Everybody of the cohort on `on`; None where the workbook has no list of it.

        Those starting to be looked after are counted once each, from 1 April of the financial year, with the codes and
        the age of their first start. Care leavers are those of the list, whose own day is the population's.
        """
        if not self.has(cohort):
            return None
        since: dt.date | None = None
        match cohort:
            case Cohort.LOOKED_AFTER:
                people = self._looked_after(on)
            case Cohort.STARTING:
                since = financial_year_start(on)
                people = self._starting(since, on)
            case Cohort.CARE_LEAVERS:
                people, on = self.leavers, self.leavers_on or on
        return Population(cohort, on, people, ", ".join(self.sheets[cohort]), self.is_made_up, since)

    def _looked_after(self, on: dt.date) -> tuple[Person, ...]:
        found = []
        for identifier, episodes in self.episodes.items():
            current = open_on(episodes, on)
            if current is not None:
                since = {Field.LEGAL_STATUS: legal_status_since(episodes, current)}
                found.append(self._person(identifier, current, since))
        return tuple(found)

    def _starting(self, first: dt.date, last: dt.date) -> tuple[Person, ...]:
        found = []
        for identifier, episodes in self.episodes.items():
            start = first_start(episodes, first, last)
            if start is not None:
                person = self._person(identifier, start, {})
                age = person.age_on(start.start)
                found.append(
                    Person(
                        identifier,
                        None,
                        person.codes,
                        dates={"start": start.start},
                        where=start.where,
                        given_age=age,
                        blank=person.blank,
                    )
                )
        return tuple(found)

    def _person(self, identifier: str, episode: Episode, since: Mapping[Field, dt.date]) -> Person:
        child = self.children.get(identifier)
        of_episode = {
            Field.LEGAL_STATUS: episode.legal_status,
            Field.NEED: episode.need,
            Field.PLACEMENT: episode.placement,
        }
        codes = {**(child.codes if child else {}), **{name: code for name, code in of_episode.items() if code}}
        blank = {**(child.blank if child else {}), **episode.blank}
        return Person(identifier, child.born if child else None, codes, since, where=episode.where, blank=blank)
