"""The data spotlight: a theme brought together with the lists, the dataset and the card that it speaks of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cpp_scorecard.core.code_groups import CodeGroups
from cpp_scorecard.core.comparing import agrees
from cpp_scorecard.core.findings import Finding, Severity
from cpp_scorecard.core.indicator import Unit
from cpp_scorecard.core.people import Cohort, Population
from cpp_scorecard.core.period import Month, ReportingPeriod
from cpp_scorecard.core.printing import printed
from cpp_scorecard.core.series import Missing, MissingReason
from cpp_scorecard.core.spotlight_counting import CountedGroup, Counting, UnclearPlan
from cpp_scorecard.core.spotlight_people import PeopleCounted, people_panel, share_by_panel, without_empty_chart
from cpp_scorecard.core.spotlight_theme import (
    Agreement,
    DatasetPanel,
    IndicatorsPanel,
    PeoplePanel,
    PlannedPage,
    PlannedPanel,
    ShareByPanel,
    Theme,
)
from cpp_scorecard.core.spotlight_time import dataset_panel, indicators_panel, the_one
from cpp_scorecard.core.spotlight_words import UnknownName, fill, said

if TYPE_CHECKING:
    from cpp_scorecard.core.assessment import Assessment
    from cpp_scorecard.core.dataset import Dataset
    from cpp_scorecard.core.panel import Panel


@dataclass(frozen=True, slots=True)
class Sources:
    """What a theme can draw on. `population` gives everybody of a cohort, or why there is no list."""

    population: Callable[[Cohort], Population | Missing]
    groups: CodeGroups = field(default_factory=lambda: CodeGroups(()))
    dataset: Dataset | None = None
    assessments: tuple[Assessment, ...] = ()


@dataclass(frozen=True, slots=True)
class SpotlightPage:
    """A heading and its panels."""

    title: str
    panels: tuple[Panel, ...]


@dataclass(frozen=True, slots=True)
class Spotlight:
    """A theme with its figures. `on`, `counted` and `people` say whom the list is about, where it is about people."""

    name: str
    title: str
    introduction: str
    pages: tuple[SpotlightPage, ...]
    source: str = ""
    on: dt.date | None = None
    counted: int = 0
    people: str = ""
    is_made_up: bool = False


@dataclass(slots=True)
class _Making:
    theme: Theme
    sources: Sources
    counting: Counting | None = None
    population: Population | None = None
    findings: list[Finding] = field(default_factory=list)

    def said_of_all(self) -> dict[str, str]:
        day = self.population.on.strftime("%d/%m/%Y") if self.population else ""
        return {"people": self.theme.people, "list": self.theme.source, "day": day}

    def page(self, plan: PlannedPage) -> SpotlightPage:
        panels = []
        for one in plan.panels:
            try:
                panel = self.panel(plan, one)
            except (UnclearPlan, UnknownName) as unclear:
                self._unclear(one.words.title, str(unclear))
                continue
            if panel is not None:
                panels.append(without_empty_chart(panel))
        return SpotlightPage(plan.title, tuple(panels))

    def panel(self, page: PlannedPage, plan: PlannedPanel) -> Panel | None:
        """The panel, or None where the workbook has nothing for it."""
        if isinstance(plan, DatasetPanel):
            dataset = self.sources.dataset
            return None if dataset is None else dataset_panel(plan, dataset, self.said_of_all())
        if isinstance(plan, IndicatorsPanel):
            return indicators_panel(plan, self.sources.assessments, self.said_of_all())
        if self.counting is None:
            return None
        people = self.counting.where(page.where)
        made = (
            people_panel(plan, people, self.said_of_all())
            if isinstance(plan, PeoplePanel)
            else share_by_panel(plan, people, self.said_of_all())
        )
        self.findings += self._against_the_card(plan, made)
        return made.panel

    def _against_the_card(self, plan: PeoplePanel | ShareByPanel, made: PeopleCounted) -> Iterator[Finding]:
        for agreement in plan.agreements:
            counted = made.groups.get(agreement.group)
            if counted is None:
                known = ", ".join(made.groups)
                raise UnclearPlan(f'agrees: "{agreement.group}" is none of the groups of this panel ({known})')
            assessment = the_one(agreement.indicator, self.sources.assessments)
            if assessment is not None:
                yield from self._compared(agreement, counted, assessment)

    def _compared(self, agreement: Agreement, counted: CountedGroup, card: Assessment) -> Iterator[Finding]:
        assert self.population is not None, "people were counted"
        on = self.population.on
        if card.anchor != ReportingPeriod.of_month(Month.of_date(on)) or _agree(counted, card):
            return
        yield Finding(
            code="list-differs-from-card",
            severity=Severity.WARNING,
            message=f'"{card.indicator.name}": the card has {_on_card(card)}; the list '
            f'"{self.theme.source or self.population.source}" as at {on:%d/%m/%Y} has '
            f'{_of(counted.number, counted.possible)} in "{agreement.group}".',
            remedy="Correct the card's figures or the list; or note on the card why the two differ.",
            where=card.latest.cells[0] if card.latest.cells else None,
            indicator=card.indicator.name,
        )

    def _unclear(self, panel: str, problem: str) -> None:
        self.findings.append(
            Finding(
                code="spotlight-unclear",
                severity=Severity.WARNING,
                message=f'{self.theme.file or self.theme.name}: the panel "{panel}" was left out: {problem}.',
                remedy="Correct the theme's file; docs/spotlight.md has what a panel can say.",
            )
        )


def make_spotlight(theme: Theme, sources: Sources) -> tuple[Spotlight | Missing, list[Finding]]:
    """The theme with its figures, or why the workbook has none for it; and what there is to say about either."""
    making = _Making(theme, sources)
    absent = Missing(MissingReason.NOT_AVAILABLE, detail="the workbook has none of the rows that the theme names")
    if theme.about is not None:
        population = sources.population(theme.about)
        if isinstance(population, Population):
            own = CodeGroups(theme.groups)
            making.population = population
            making.counting = Counting(population.people, population.on, sources.groups, own)
        else:
            absent = population
    pages = tuple(page for page in map(making.page, theme.pages) if page.panels)
    if not pages:
        return absent, making.findings
    found = making.population
    try:
        introduction = fill(theme.introduction, making.said_of_all())
    except UnknownName as unknown:
        making._unclear(theme.title, f"introduction: {unknown}")
        introduction = ""
    spotlight = Spotlight(
        name=theme.name,
        title=theme.title,
        introduction=introduction,
        pages=pages,
        source=theme.source or (found.source if found else ""),
        on=found.on if found else None,
        counted=len(found.people) if found else 0,
        people=theme.people,
        is_made_up=found.is_made_up if found else False,
    )
    return spotlight, making.findings


def _agree(counted: CountedGroup, card: Assessment) -> bool:
    latest = card.latest
    if isinstance(latest.actual, float | int) and isinstance(latest.possible, float | int):
        return (latest.actual, latest.possible) == (counted.number, counted.possible)
    if isinstance(latest.value, Missing):
        return True
    share = counted.share if card.indicator.unit.is_percentage else float(counted.number)
    return not isinstance(share, Missing) and agrees(latest.value, share, card.indicator.unit, card.indicator.decimals)


def _on_card(card: Assessment) -> str:
    latest = card.latest
    if isinstance(latest.actual, float | int) and isinstance(latest.possible, float | int):
        return _of(latest.actual, latest.possible)
    return said(latest.value, card.indicator.unit, card.indicator.decimals)


def _of(number: float, possible: float) -> str:
    return f"{printed(number, Unit.NUMBER, 0)} of {printed(possible, Unit.NUMBER, 0)}"
