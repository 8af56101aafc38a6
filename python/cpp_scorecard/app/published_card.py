"""The card as an edition shows it: disclosed, without drafts and without what officers have still to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cpp_scorecard.app.build import CONTENTS, REPORTS, make_card
from cpp_scorecard.app.since import snapshots
from cpp_scorecard.core.changes import Snapshot, changes
from cpp_scorecard.core.period import Month
from cpp_scorecard.reports.card import Card, PackSheet

if TYPE_CHECKING:
    from cpp_scorecard.app.edition_record import EditionRecord
    from cpp_scorecard.app.scorecard import Scorecard
    from cpp_scorecard.core.exception_items import ExceptionItem, R
    from cpp_scorecard.core.highlights import Highlight
    from cpp_scorecard.core.publication import Publication

LEFT_OUT = ("differences", "checks")
"""Reports that no edition has: what is to be put right in the workbook is for those who keep it."""


@dataclass(frozen=True, slots=True)
class PublishedCard:
    """A card that may be rendered, with what it prints of each indicator and the papers about it."""

    card: Card
    reports: tuple[str, ...]
    snapshots: tuple[Snapshot, ...]


def published_card(
    scorecard: Scorecard,
    publication: Publication,
    previous: EditionRecord | None,
    disclose: Callable[[Card], Card],
) -> PublishedCard:
    """What an edition of `scorecard` shows. `disclose` suppresses what its readers must not see.

    Everything that is said of the figures afterwards, the differences from the last edition too, is worked out from
    the disclosed card alone.
    """
    card = replace(
        make_card(scorecard),
        publication=publication,
        findings=(),
        highlights=tuple(_without_drafts(one) for one in scorecard.highlights),
        changes=None,
        previous_name="",
    )
    card = _without_lost_ratings(disclose(card))
    now = snapshots(card.assessments, card.dataset.dataset if card.dataset else None)
    if previous is not None:
        named = " · ".join(part for part in (previous.title, f"data up to {_month(previous.as_of)}") if part)
        card = replace(card, changes=tuple(changes(previous.snapshots, now)), previous_name=f"the edition {named}")
    shown = replace(scorecard, changes=card.changes)
    settings = scorecard.workbook.settings
    wanted = [name for name, _ in settings.report_sheets]
    reports = tuple(
        name
        for name, report in REPORTS.items()
        if name not in LEFT_OUT and report.has_data(shown) and (not wanted or name in wanted)
    )
    pack = tuple(PackSheet(name, is_in=True, has_data=True) for name in reports if name != CONTENTS)
    return PublishedCard(replace(card, pack=pack), reports, tuple(now))


def _without_lost_ratings(card: Card) -> Card:
    """The card without exceptions whose figure is suppressed: the heading they stand under names their colour."""
    dataset, exceptions = card.dataset, card.exceptions
    return replace(
        card,
        dataset=replace(dataset, items=_still_rated(dataset.items)) if dataset else None,
        exceptions=replace(exceptions, items=_still_rated(exceptions.items)) if exceptions else None,
    )


def _still_rated(items: tuple[ExceptionItem[R], ...]) -> tuple[ExceptionItem[R], ...]:
    kept = []
    for item in items:
        rows = tuple(one for one in item.rows if one.shown is not None or item.heading.rag is None)
        if rows or not item.rows:
            kept.append(replace(item, rows=rows))
    return tuple(kept)


def _month(iso: str) -> str:
    month = Month.parse(iso)
    return str(month) if month else iso


def _without_drafts(highlight: Highlight) -> Highlight:
    """A theme with what officers wrote: a text that nobody has read is not published."""
    kept = tuple(answer for answer in highlight.without_drafts().answers if not answer.is_draft)
    return replace(highlight, answers=kept)
