"""What the reports are made from: assessed indicators with the council's settings, as plain data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cpp_scorecard.core.period import Month, ReportingPeriod, day_in_words

if TYPE_CHECKING:  # a card of indicators need not wait for all that other cards have
    from cpp_scorecard.core.assessment import Assessment
    from cpp_scorecard.core.at_a_glance import ReportedTable
    from cpp_scorecard.core.card_exceptions import RatedIndicator
    from cpp_scorecard.core.changes import Change
    from cpp_scorecard.core.dataset import Dataset
    from cpp_scorecard.core.dataset_differences import Difference
    from cpp_scorecard.core.exception_items import ExceptionItem
    from cpp_scorecard.core.exceptions import RatedRow
    from cpp_scorecard.core.findings import Finding
    from cpp_scorecard.core.highlights import Highlight
    from cpp_scorecard.core.narrative import NarrativeEntry
    from cpp_scorecard.core.publication import Publication
    from cpp_scorecard.core.rag import Tolerance
    from cpp_scorecard.core.series import CellRef
    from cpp_scorecard.core.spotlight import Spotlight
    from cpp_scorecard.core.strips import Strip
    from cpp_scorecard.sheets.model import Link


@dataclass(frozen=True, slots=True)
class DatasetReport:
    """What the reports say about the exception dataset."""

    dataset: Dataset
    rated: tuple[RatedRow, ...]
    differences: tuple[Difference, ...]
    items: tuple[ExceptionItem[RatedRow], ...]
    later: tuple[NarrativeEntry, ...] = ()
    """Texts of a period after this report's: they wait for their own."""
    strips: tuple[Strip, ...] = ()
    annual: tuple[ReportingPeriod, ...] = ()
    """The columns of the annual performance table; none where the Settings ask for no table."""


@dataclass(frozen=True, slots=True)
class ExceptionReport:
    """What the reports say about the indicators of the card that are outside their range."""

    items: tuple[ExceptionItem[RatedIndicator], ...]
    later: tuple[NarrativeEntry, ...] = ()
    has_words: bool = False
    """Whether the workbook keeps people's words about the card at all."""


@dataclass(frozen=True, slots=True)
class PackSheet:
    """A report by the name that `--report` takes: whether this pack has it, and whether it could."""

    report: str
    is_in: bool
    has_data: bool
    tab: str = ""
    """The name of its sheet; known to the contents, which are made last."""
    rows: int = 0
    """How many rows it prints; likewise."""


@dataclass(frozen=True, slots=True)
class Card:
    """Everything a report says. `link_to` turns a cell of the council's workbook into a link that opens it."""

    council: str
    title: str
    publication_date: dt.date | None
    as_of: Month
    similar_set: str
    """Which councils the typed figures of similar councils stand for; empty where nobody says."""
    tolerance: Tolerance
    zero_tolerance_percentages: float
    zero_tolerance_others: float
    workbook_name: str
    assessments: tuple[Assessment, ...]
    findings: tuple[Finding, ...]
    link_to: Callable[[CellRef], Link]
    small_number: float = 20
    """The count below which a percentage or a rate is marked as resting on a small number; 0 where none is."""
    similar_computed: str = ""
    """The set and method of the similar councils' figures worked out; empty where there are none."""
    dataset: DatasetReport | None = None
    changes: tuple[Change, ...] | None = None
    """Differences from an earlier pack; None when there was none to compare with."""
    previous_name: str = ""
    highlights: tuple[Highlight, ...] = ()
    """Each theme with what is shown of it; no draft where an officer wrote."""
    exceptions: ExceptionReport | None = None
    """What is outside its range on the card; None where the workbook has no card."""
    spotlights: tuple[Spotlight, ...] = ()
    glance: tuple[ReportedTable, ...] = ()
    """The summary tables of At a Glance."""
    pack: tuple[PackSheet, ...] = ()
    """Every report there is, in the order of the sheets."""
    publication: Publication | None = None
    """The edition that the card is made for; None for a pack that stays with the officers who make it."""

    @property
    def has_similar_of_both_kinds(self) -> bool:
        """Whether some of the similar councils' figures were worked out and others typed."""
        shown = [a.indicator.is_similar_computed for a in self.assessments if a.similar.measurement.number is not None]
        return any(shown) and not all(shown)

    @property
    def subtitle(self) -> str:
        """Council, title, as-of month, publication date and an edition's approval, those that are known."""
        parts = [self.council, self.title, f"data up to {self.as_of}"]
        if self.publication_date:
            day = self.publication_date
            parts.append(f"published {day_in_words(day)}")
        if self.publication is not None:
            parts.insert(0 if self.publication.stays_inside else len(parts), self.publication.standing)
        return " · ".join(part for part in parts if part)
