"""People's words about exceptions: kept as written, carried forward marked so, and their numbers checked.

A status (of concern, on watching brief) and a text are an officer's; nothing here computes or changes them. What can
be checked is whether the numbers that a text quotes stand in the data of the indicators it is about.

Source of the five headings: the published quarterly exception report.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from cpp_scorecard.core.dataset import Dataset, DatasetRow, column_label
from cpp_scorecard.core.folding import is_same
from cpp_scorecard.core.period import PeriodKind, ReportingPeriod
from cpp_scorecard.core.quotable import Quotable, QuotedSlip, Step
from cpp_scorecard.core.quoted import slips_in
from cpp_scorecard.core.rag import Rag
from cpp_scorecard.core.series import CellRef, Figure


class Heading(StrEnum):
    """The headings in their order: the five published ones, and two for exceptions whose status nobody stated."""

    REDS_OF_CONCERN = "Reds of concern"
    REDS_ON_WATCHING_BRIEF = "Reds on watching brief"
    RED = "Red"
    AMBERS_OF_CONCERN = "Ambers of concern"
    AMBERS_ON_WATCHING_BRIEF = "Ambers on watching brief"
    AMBER = "Amber"
    OTHER = "Other exceptions"

    @property
    def rag(self) -> Rag | None:
        """The rating that the heading names."""
        return Rag.RED if self.value.startswith("Red") else Rag.AMBER if self.value.startswith("Amber") else None


PUBLISHED_HEADINGS = tuple(heading for heading in Heading if heading not in (Heading.RED, Heading.AMBER))
"""The headings of the published quarterly report, in their order."""


class Watch(StrEnum):
    """The second, human axis: what is done about an exception."""

    OF_CONCERN = "of concern"
    WATCHING_BRIEF = "watching brief"
    NOT_STATED = ""


class Named(Protocol):
    """What a text may be about: an indicator of the card or a row of the dataset, by all that it is called."""

    @property
    def section(self) -> str:
        """The part of the report that it stands in."""
        ...

    @property
    def name(self) -> str:
        """Its name as printed."""
        ...

    @property
    def reference(self) -> str:
        """The council's reference; may be empty."""
        ...

    @property
    def number_in_name(self) -> str:
        """The number that the council gives it inside its section; may be empty."""
        ...


@dataclass(frozen=True, slots=True)
class NarrativeEntry:
    """One text as an officer wrote it.

    `numbers`, `references` and `names` are what it calls the indicators that it is about.
    """

    section: str
    heading: Heading | None
    numbers: tuple[str, ...]
    references: tuple[str, ...]
    period: ReportingPeriod | None
    watch: Watch
    text: str
    author: str
    date: str
    where: CellRef
    names: tuple[str, ...] = ()
    typed: dt.date | None = None
    """The day that the cell of the period holds, where it holds one."""

    def concerns(self, row: Named) -> bool:
        """Whether the text is about `row`: by its reference, or by its name or number where its section has it.

        The published dataset uses one number in two sections, so a number counts inside its own; so does a name.
        """
        if self.refers_to(row):
            return True
        is_numbered = bool(row.number_in_name) and row.number_in_name in self.numbers
        return is_numbered and not self._is_elsewhere(row)

    def refers_to(self, row: Named) -> bool:
        """Whether the text calls `row` by its reference or its name; a number alone may be somebody else's."""
        if any(reference and is_same(reference, row.reference) for reference in self.references):
            return True
        return any(is_same(name, row.name) for name in self.names) and not self._is_elsewhere(row)

    def _is_elsewhere(self, row: Named) -> bool:
        return bool(self.section) and bool(row.section) and not is_same(self.section, row.section)


def slips(entry: NarrativeEntry, dataset: Dataset, rows: Iterable[DatasetRow]) -> Iterator[QuotedSlip]:
    """The percentages, ranges and movements in a text that its indicators' data do not have.

    `rows` are the indicators that the text is about.
    """
    yield from slips_in(entry.text, [_quotable(row, dataset) for row in rows])


def _quotable(row: DatasetRow, dataset: Dataset) -> Quotable:
    """What a text may quote of a row: a movement is one into the current period, from any before it of its kind."""
    current = dataset.current
    before = [] if current is None else [p for p in reversed(dataset.of_kind(current.kind)) if p < current]
    now = row.figure(current) if current else None
    figures = (*row.values.values(), *row.comparators.values())

    def step(period: ReportingPeriod | None) -> Step | None:
        figure = row.figure(period) if period is not None and period in before else None
        return None if figure is None or period is None else (column_label(period), figure.number)

    return Quotable(
        name=row.name,
        unit=row.unit,
        period=column_label(current) if current else "",
        current=now.number if now else None,
        earlier=tuple((column_label(p), figure.number if (figure := row.figure(p)) else None) for p in before),
        others=tuple(figure.number for figure in figures if isinstance(figure, Figure)),
        expected=row.expected,
        step=current.kind.value if current else "",
        before=step(_before(current)) if current else None,
        year_before=step(current.years_back(1)) if current else None,
    )


def _before(current: ReportingPeriod) -> ReportingPeriod:
    if current.kind is PeriodKind.QUARTER:
        return current.quarters_back(1)
    if current.kind is PeriodKind.MONTH:
        return ReportingPeriod.of_month(current.first_month - 1)
    return current.years_back(1)
