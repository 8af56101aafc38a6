"""The cover sheet: what the terms, codes, colours and letters of the scorecard mean, as this card applies them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from cpp_scorecard.core.indicator import Unit
from cpp_scorecard.core.ordinary_variation import ENOUGH_MONTHS
from cpp_scorecard.core.printing import printed_exactly
from cpp_scorecard.core.rag import ToleranceMode
from cpp_scorecard.core.variation import CHARTED_MONTHS
from cpp_scorecard.reports.text_page import TextPage
from cpp_scorecard.reports.wording import wording
from cpp_scorecard.sheets.model import Role, SheetModel

if TYPE_CHECKING:
    from cpp_scorecard.reports.card import Card
    from cpp_scorecard.sheets.theme import Theme

KEY = "explained"
NAME = "Explained"
_WIDTHS = (22.0, 100.0)


def explained_sheet(card: Card, theme: Theme) -> SheetModel:
    """The terms as a page of text, with the tolerances and the similar councils that this card uses."""
    words = wording()["explained"]
    page = TextPage(KEY, theme, _WIDTHS)
    page.wide(words["title"], Role.TITLE)
    page.wide(card.subtitle, Role.SUBTITLE)
    page.gap()
    page.wide(words["intro"], Role.BODY)
    for heading, rows, note in explained_sections(card, is_live=card.publication is None):
        page.gap()
        page.wide(heading, Role.HEADING)
        for term, meaning in rows:
            page.cells_across([(term, Role.INDICATOR), (meaning, Role.TEXT)])
        if note:
            page.wide(note, Role.FOOTNOTE)
    _other_sheets(page, card)
    _edition(page, card)
    return page.sheet(NAME, card.subtitle, portrait=True, a4=True)


def explained_sections(
    card: Card, *, is_live: bool, instead: Mapping[str, str] | None = None
) -> Iterator[tuple[str, list[tuple[str, str]], str]]:
    """Heading, terms with their meaning, and note of each section.

    What is of a live sheet is there only where it `is_live`; `instead` has other meanings for some terms.
    """
    other = instead or {}
    words = wording()["explained"]
    mode = card.tolerance.mode
    values = {
        "tolerance": (
            f"{card.tolerance.size * 100:g}"
            if mode is ToleranceMode.POINTS
            else printed_exactly(card.tolerance.size, Unit.PERCENTAGE)
        ),
        "mode": words["modes"][mode.value],
        "mode_note": words["modes"][f"{mode.value}_note"],
        "zero_percent": _points(card.zero_tolerance_percentages),
        "zero_other": f"{card.zero_tolerance_others:g}",
        "similar": _similar(card, words),
        "small": f"{card.small_number:g}",
        "charted": CHARTED_MONTHS,
        "enough": ENOUGH_MONTHS,
    }
    for section in words["sections"]:
        if is_live or not section.get("live"):
            rows = [(term, other.get(term, meaning).format(**values)) for term, meaning in section["rows"]]
            notes = [section.get("note", ""), section.get("live_note", "") if is_live else ""]
            yield section["heading"], rows, " ".join(note for note in notes if note).format(**values)


def _similar(card: Card, words: Mapping[str, Any]) -> str:
    """Which councils the figures of similar councils are of."""
    if card.has_similar_of_both_kinds:
        typed = card.similar_set.rstrip(".") or words["similar_not_stated"]
        return str(words["similar_both"].format(computed=card.similar_computed, typed=typed))
    return card.similar_computed or card.similar_set or str(words["similar_unnamed"])


def _other_sheets(page: TextPage, card: Card) -> None:
    """What the sheets around the scorecard are, those that this pack has."""
    words = wording()["explained"]["others"]
    here = {sheet.report for sheet in card.pack if sheet.is_in}
    every = words["rows"] if card.publication is None else {**words["rows"], **words["rows_of_an_edition"]}
    rows = [row for report, row in every.items() if report in here]
    if not rows or "scorecard" not in here:
        return
    page.gap()
    page.wide(words["heading"], Role.HEADING)
    for term, meaning in rows:
        page.cells_across([(term, Role.INDICATOR), (meaning, Role.TEXT)])


def _edition(page: TextPage, card: Card) -> None:
    heading, rows = edition_terms(card)
    if rows:
        page.gap()
        page.wide(heading, Role.HEADING)
        for term, meaning in rows:
            page.cells_across([(term, Role.INDICATOR), (meaning, Role.TEXT)])


def edition_terms(card: Card) -> tuple[str, list[tuple[str, str]]]:
    """For whom an edition is made, who approved it, and what it does not show; no rows where the card is no edition."""
    publication = card.publication
    words = wording()["explained"]["edition"]
    if publication is None:
        return words["heading"], []
    approved = "draft" if publication.approval is None else "approved"
    approval = _begun(publication.approval.text) if publication.approval else ""
    terms = (*words[publication.profile.value], *words[approved])
    return words["heading"], [(term, meaning.format(approval=approval)) for term, meaning in terms]


def _points(size: float) -> str:
    points = f"{size * 100:g}"
    return f"{points} percentage point" if points == "1" else f"{points} percentage points"


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]
