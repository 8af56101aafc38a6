"""Disclosure control of an edition: the card that its readers may see, and the officers' log of what was left out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cpp_scorecard.app.disclose import cells_from_json, cells_to_json, disclose, rules_of
from cpp_scorecard.core.disclosure_rules import log_text
from cpp_scorecard.core.errors import Refused
from cpp_scorecard.core.publication import Profile, Publication

if TYPE_CHECKING:
    from cpp_scorecard.app.edition_record import EditionRecord
    from cpp_scorecard.intake.settings import Settings
    from cpp_scorecard.reports.card import Card


@dataclass(frozen=True, slots=True)
class Disclosed:
    """A card without what must not be seen, as an edition needs it."""

    card: Card
    log: str
    """What was suppressed and why, as CSV; empty where an edition suppresses nothing by its profile."""
    published: Mapping[str, Any]
    """The published figures as the next edition is held against them."""
    suppressed: int
    """How many lines the log has."""


def disclosed_card(card: Card, settings: Settings, publication: Publication, last: EditionRecord | None) -> Disclosed:
    """What an edition of `card` shows: everything where it stays inside, else nothing of very few children.

    Raises Refused where the record of the edition before has no published figures that could be read.
    """
    before = None
    if last is not None and last.published:
        try:
            before = cells_from_json(json.dumps(last.published))
        except ValueError as error:
            raise Refused(
                "The record of the edition before does not say what it published.",
                "Publish that month again with this version, and name that edition.",
            ) from error
    done = disclose(card, publication.profile, before, rules_of(settings))
    is_public = publication.profile is Profile.PUBLIC
    return Disclosed(
        card=done.card,
        log=log_text(done.log) if is_public else "",
        published=json.loads(cells_to_json(done.cells)) if is_public else {},
        suppressed=len(done.log),
    )
