"""Disclosure control: the card of an edition without the figures that could identify a child.

Reports see only the card that comes out of here, so nothing that was suppressed can reach a formula, a chart or its
cache, a trend, a note or a hidden cell.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from cpp_scorecard.app.disclose_card import CardCells, name_of
from cpp_scorecard.app.disclose_dataset import DatasetCells, disclosed_dataset
from cpp_scorecard.app.disclose_edition import Edition, Published
from cpp_scorecard.app.disclose_glance import GlanceCells, disclosed_glance
from cpp_scorecard.app.disclose_indicator import disclosed
from cpp_scorecard.app.disclose_panels import Timelines, disclosed_highlight_panel, disclosed_spotlights
from cpp_scorecard.app.disclose_people import PeopleCells
from cpp_scorecard.app.disclose_texts import Texts
from cpp_scorecard.core.disclosure_rules import DisclosureRules, Suppression
from cpp_scorecard.core.publication import Profile
from cpp_scorecard.core.series import SUPPRESSED_SMALL, Series

if TYPE_CHECKING:
    from cpp_scorecard.core.assessment import Assessment
    from cpp_scorecard.core.card_exceptions import RatedIndicator
    from cpp_scorecard.core.exception_items import ExceptionItem
    from cpp_scorecard.core.highlights import Highlight
    from cpp_scorecard.intake.settings import Settings
    from cpp_scorecard.reports.card import Card, ExceptionReport

FORMAT = 1
"""The format of an edition's file of published figures."""


@dataclass(frozen=True, slots=True)
class Disclosed:
    """A card that may be shown, with what was taken from it."""

    card: Card
    log: tuple[Suppression, ...] = ()
    """For the officers; no part of an edition."""
    cells: Published = field(default_factory=dict)
    """Every figure that this edition and those before it publish, for the next edition to be held against."""


def disclose(
    card: Card, profile: Profile, previous: Published | None = None, rules: DisclosureRules | None = None
) -> Disclosed:
    """`card` as readers of `profile` may see it.

    `previous` are the published figures of the edition before (`cells_from_json`). The internal profile shows all.
    Findings, differences from the rules and changes since another pack quote figures, so a public card has none.
    """
    if profile is Profile.INTERNAL:
        return Disclosed(card, (), dict(previous or {}))
    edition = Edition(rules or DisclosureRules(), dict(previous or {}))
    cells = CardCells.of(card.assessments, edition, [one.key for one in card.highlights])
    people = PeopleCells.of(card.spotlights, edition, cells.latest)
    glance = GlanceCells.of(card.glance, edition)
    rows = None if card.dataset is None else DatasetCells.of(card.dataset.dataset, edition)
    edition.decide()
    shown = disclosed(card.assessments, cells)
    dataset = disclosed_dataset(card.dataset, rows) if card.dataset and rows else None
    both = (card.dataset.dataset, dataset.dataset) if card.dataset and dataset else None
    timelines = Timelines.of(both, card.assessments, shown, cells)
    texts = Texts(edition, card.assessments, cells.names, rows)
    made = Made(card.assessments, [texts.of_indicator(*pair) for pair in zip(card.assessments, shown, strict=True)])
    card = replace(
        card,
        assessments=made.after,
        findings=(),
        glance=disclosed_glance(glance),
        dataset=None if dataset is None else texts.of_dataset(dataset),
        exceptions=_exceptions(card.exceptions, made, texts),
        highlights=tuple(_highlight(one, made, timelines, texts) for one in card.highlights),
        spotlights=disclosed_spotlights(card.spotlights, people, timelines, edition),
        changes=None,
        previous_name="",
    )
    return Disclosed(card, tuple(edition.log), edition.cells)


class Made:
    """The indicators as they were and as they are shown."""

    def __init__(self, before: Sequence[Assessment], after: Sequence[Assessment]) -> None:
        self.after = tuple(after)
        self._same = {id(was): now for was, now in zip(before, after, strict=True)}
        self._named = {name_of(was): now for was, now in zip(before, after, strict=True)}

    def of(self, a: Assessment) -> Assessment:
        """What is shown of an indicator; of one that the card has under the same name, what the card shows."""
        found = self._same.get(id(a)) or self._named.get(name_of(a))
        if found is None:
            raise ValueError(f"{a.indicator.label} is not on the card")
        return found


def _exceptions(report: ExceptionReport | None, made: Made, texts: Texts) -> ExceptionReport | None:
    """The exceptions with their indicators as they are shown; nothing of their history goes along."""
    if report is None:
        return None
    items: list[ExceptionItem[RatedIndicator]] = []
    for item in report.items:
        stems = [texts.stem(one.assessment) for one in item.rows]
        rows = [replace(one, assessment=made.of(one.assessment), series=Series()) for one in item.rows]
        shown = replace(item, rows=tuple(rows), entry=texts.of_entry(item.entry, stems), slips=())
        items += texts.listed(shown, "exceptions", lambda one: one.assessment.latest.value is not SUPPRESSED_SMALL)
    return replace(report, items=tuple(items), later=())


def _highlight(one: Highlight, made: Made, timelines: Timelines, texts: Texts) -> Highlight:
    """A theme with its indicators, its line and its words as they are shown."""
    return replace(
        one,
        key=made.of(one.key),
        others=tuple(made.of(other) for other in one.others),
        panel=disclosed_highlight_panel(one, timelines, texts.edition),
        answers=texts.of_answers(one),
    )


def rules_of(settings: Settings) -> DisclosureRules:
    """What a council's Settings say about small numbers."""
    return DisclosureRules(settings.small_count, settings.not_children)


def cells_to_json(cells: Published) -> str:
    """The published figures of an edition as a file for the next one."""
    return json.dumps({"format": FORMAT, "cells": dict(sorted(cells.items()))}, ensure_ascii=False, indent=1) + "\n"


def cells_from_json(text: str) -> dict[str, str | None]:
    """The published figures that an edition's file holds.

    Raises ValueError for a text that is no such file.
    """
    data = json.loads(text)
    cells = data.get("cells") if isinstance(data, dict) and data.get("format") == FORMAT else None
    if not isinstance(cells, dict):
        raise ValueError("no file of published figures")
    return {str(key): None if said is None else str(said) for key, said in cells.items()}
