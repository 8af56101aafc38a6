"""The Since last time sheet: what changed colour, what was restated, which ranges and definitions changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cpp_scorecard.reports.text_page import TextPage
from cpp_scorecard.reports.wording import wording
from cpp_scorecard.sheets.model import Role, SheetModel

if TYPE_CHECKING:
    from cpp_scorecard.reports.card import Card
    from cpp_scorecard.sheets.theme import Theme

KEY = "since"
NAME = "Since last time"
_WIDTHS = (26.0, 26.0, 64.0, 22.0, 34.0, 34.0)


def since_sheet(card: Card, theme: Theme) -> SheetModel:
    """The changes of `card` against the pack it was compared with."""
    changes = card.changes
    assert changes is not None, "the card was compared with an earlier pack"
    words = wording()["since"]
    page = TextPage(KEY, theme, _WIDTHS)
    page.wide(words["title"] if card.publication is None else words["edition"]["title"], Role.TITLE)
    page.wide(card.subtitle, Role.SUBTITLE)
    intro = words["intro"] if changes else words["none"]
    page.wide(intro.format(count=len(changes), pack=card.previous_name), Role.BODY)
    page.gap()
    header = page.row
    page.cells_across([(text, Role.HEADER) for text in words["headers"]])
    for change in changes:
        page.cells_across(
            [
                (change.kind.value, Role.TEXT),
                (change.area, Role.TEXT),
                (change.indicator, Role.INDICATOR),
                (change.period, Role.CENTRED),
                (change.before, Role.CENTRED),
                (change.now, Role.CENTRED),
            ]
        )
    return page.sheet(NAME, card.subtitle, header=header)
