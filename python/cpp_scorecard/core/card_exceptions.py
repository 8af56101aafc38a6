"""The exceptions of the card: indicators that are rated Red or Amber, for the head of service of each to explain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from cpp_scorecard.core.assessment import Assessment
from cpp_scorecard.core.exception_items import ExceptionItem, items_of
from cpp_scorecard.core.narrative import Heading, NarrativeEntry
from cpp_scorecard.core.period import Month, ReportingPeriod
from cpp_scorecard.core.quoted import Quotable, QuotedSlip, slips_in
from cpp_scorecard.core.rag import Rag, RagRating, rating_named
from cpp_scorecard.core.series import CellRef

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

    @property
    def quotable(self) -> Quotable:
        """The figures that a text about it may quote."""
        a = self.assessment
        others = (a.latest.number, a.similar.measurement.number, *a.trend)
        return Quotable(
            name=a.indicator.name,
            unit=a.indicator.unit,
            period=a.period_label,
            current=a.latest.number,
            earlier=tuple(self._earlier()),
            others=tuple(number for number in others if number is not None),
            expected=a.expected,
        )

    def _earlier(self) -> Iterator[tuple[str, float | None]]:
        """The figures before the latest, latest first: month by month where the card follows months."""
        a = self.assessment
        if a.trend and a.anchor is not None:
            for back, number in enumerate(reversed(a.trend[:-1]), 1):
                yield (a.anchor.first_month - back).dashed, number
        else:
            for comparison in (a.month_ago, a.year_ago):
                yield comparison.period, comparison.measurement.number


def rated_indicators(assessments: Iterable[Assessment], heads: Mapping[str, str]) -> tuple[RatedIndicator, ...]:
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
        )
        for place, a in enumerate(assessments)
    )


def card_exceptions(
    rated: Iterable[RatedIndicator], entries: Iterable[NarrativeEntry], as_of: Month
) -> list[ExceptionItem[RatedIndicator]]:
    """The card's exceptions with the texts about them, by domain, under the status that people gave or the colour."""

    def check(entry: NarrativeEntry, about: list[RatedIndicator]) -> Iterable[QuotedSlip]:
        return slips_in(entry.text, [r.quotable for r in about])

    return items_of(rated, entries, ReportingPeriod.of_month(as_of), check, _UNSTATED)
