"""The Differences sheet: printed figures that the rules do not give, with the computed ones and likely reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cpp_scorecard.core.dataset import column_label
from cpp_scorecard.core.dataset_differences import DifferenceKind
from cpp_scorecard.core.printing import decimals_needed, printed
from cpp_scorecard.core.recompute import shown_decimals
from cpp_scorecard.reports.text_page import TextPage
from cpp_scorecard.reports.wording import wording
from cpp_scorecard.sheets.model import Role, SheetModel

if TYPE_CHECKING:
    from cpp_scorecard.reports.card import Card
    from cpp_scorecard.sheets.theme import Theme

KEY = "differences"
NAME = "Differences"
_WIDTHS = (22.0, 52.0, 12.0, 11.0, 13.0, 30.0, 22.0, 56.0, 56.0)


def differences_sheet(card: Card, theme: Theme) -> SheetModel:
    """The differences of `card`'s dataset in the order of its rows."""
    assert card.dataset is not None, "the card has a dataset"
    words = wording()["differences"]
    found = card.dataset.differences
    differing = sum(difference.kind is not DifferenceKind.RECORDED for difference in found)
    page = TextPage(KEY, theme, _WIDTHS)
    page.wide(words["title"], Role.TITLE)
    page.wide(card.subtitle, Role.SUBTITLE)
    page.wide(words["intro"].format(count=differing) if found else words["none"], Role.BODY)
    page.gap()
    header = page.row
    page.cells_across([(text, Role.HEADER) for text in words["headers"]])
    for difference in found:
        row, published = difference.row, difference.published
        decimals = shown_decimals(published, row.unit)
        computed = difference.computed.number
        assert computed is not None, "a difference has a computed figure"
        needed = decimals_needed(computed, row.unit)
        page.cells_across(
            [
                (row.area, Role.TEXT),
                (row.name, Role.INDICATOR),
                (column_label(difference.period), Role.CENTRED),
                (printed(published.number, row.unit, decimals), Role.CENTRED),
                (printed(computed, row.unit, max(decimals, min(decimals + 1, needed))), Role.CENTRED),
                (str(published.where), Role.LINK),
                (difference.kind.value, Role.TEXT),
                (f"{difference.reason} ({difference.computed.how})", Role.TEXT),
                (difference.recorded, Role.TEXT),
            ],
            {5: card.link_to(published.where)},
        )
    return page.sheet(NAME, card.subtitle, header=header)
