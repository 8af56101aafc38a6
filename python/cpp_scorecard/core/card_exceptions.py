"""The exceptions of the card: indicators that are rated Red or Amber, for the head of service of each to explain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cpp_scorecard.core.exception_items import ExceptionItem, items_of
from cpp_scorecard.core.narrative import Heading, NarrativeEntry
from cpp_scorecard.core.period import ReportingPeriod
from cpp_scorecard.core.quoted import slips_in
from cpp_scorecard.core.rag import Rag, RagRating, rating_named
from cpp_scorecard.core.timeline import history, quotable

if TYPE_CHECKING:
    from cpp_scorecard.core.assessment import Assessment, Conventions
    from cpp_scorecard.core.quotable import QuotedSlip
    from cpp_scorecard.core.series import CellRef, Series

_UNSTATED = {Rag.RED: Heading.RED, Rag.AMBER: Heading.AMBER}


@dataclass(frozen=True, slots=True)
class CardRow:
    """An indicator of the card as texts speak of it; its section is its domain."""

    place: int
    section: str
    name: str
    reference: str
    head_of_service: str
    where: CellRef | None

    @property
    def number_in_name(self) -> str:
        """The number that the council gives it: before its name (`12. ...`), or as its whole reference."""
        head, dot, _ = self.name.partition(".")
        number = head.strip() if dot else ""
        return number if number.isdigit() else self.reference if self.reference.isdigit() else ""


@dataclass(frozen=True, slots=True)
class RatedIndicator:
    """An assessed indicator with its place on the card and who answers for it."""

    row: CardRow
    assessment: Assessment
    series: Series
    """Its figures, whatever the period: what a text about it may quote."""

    @property
    def period(self) -> ReportingPeriod | None:
        """The period that its latest figure ends with."""
        return self.assessment.anchor

    @property
    def letter(self) -> str | None:
        """R, A, G or None: the computed rating."""
        return self.assessment.letter

    @property
    def shown(self) -> Rag | None:
        """The rating under which it is listed: the officer's where there is one."""
        override, rating = self.assessment.override, self.assessment.rating
        decided = rating_named(override.value) if override is not None else None
        return decided or (rating.rag if isinstance(rating, RagRating) else None)

    @property
    def changed_from(self) -> tuple[Rag, str] | None:
        """The colour of the window before (a month, quarter or term ago) and its label, where it was another."""
        now, before = self.assessment.rating, self.assessment.month_ago
        if not isinstance(now, RagRating) or not isinstance(before.rating, RagRating):
            return None
        return None if now.rag is before.rating.rag else (before.rating.rag, before.period)


def rated_indicators(
    assessed: Iterable[tuple[Assessment, Series]], heads: Mapping[str, str]
) -> tuple[RatedIndicator, ...]:
    """The indicators of the card in its order; `heads` are the heads of service by domain, where one is named."""
    return tuple(
        RatedIndicator(
            CardRow(
                place,
                a.indicator.domain,
                a.indicator.name,
                a.indicator.reference,
                a.indicator.head_of_service or heads.get(a.indicator.domain, ""),
                a.indicator.where,
            ),
            a,
            series,
        )
        for place, (a, series) in enumerate(assessed)
    )


def card_exceptions(
    rated: Iterable[RatedIndicator], entries: Iterable[NarrativeEntry], conventions: Conventions
) -> list[ExceptionItem[RatedIndicator]]:
    """The card's exceptions with the texts about them, by domain, under the status that people gave or the colour."""

    def check(entry: NarrativeEntry, about: list[RatedIndicator]) -> Iterable[QuotedSlip]:
        known = [quotable(r.assessment, history(r.assessment, r.series, conventions)) for r in about]
        return slips_in(entry.text, known)

    return items_of(rated, entries, ReportingPeriod.of_month(conventions.as_of), check, _UNSTATED)
