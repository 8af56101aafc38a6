"""The Data spotlight sheet: every theme on whole pages of its own, as tables and native charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cpp_scorecard.reports.panel_pages import PanelPage, panels_sheet
from cpp_scorecard.reports.wording import wording

if TYPE_CHECKING:
    from cpp_scorecard.core.spotlight import Spotlight, SpotlightPage
    from cpp_scorecard.reports.card import Card
    from cpp_scorecard.sheets.model import SheetModel
    from cpp_scorecard.sheets.theme import Theme

KEY = "spotlight"
NAME = "Data spotlight"


def spotlight_sheet(card: Card, theme: Theme) -> SheetModel:
    """The themes of `card` one after the other, each page under the theme's title with what it rests on."""
    words = wording()["spotlight"]
    made_up = [spotlight.title for spotlight in card.spotlights if spotlight.is_made_up]
    pages = tuple(_page(one, page, words) for one in card.spotlights for page in one.pages)
    of_some = len(made_up) < len([spotlight for spotlight in card.spotlights if spotlight.on is not None])
    caution = words["caution_some" if of_some else "caution"].format(themes="; ".join(made_up)) if made_up else ""
    return panels_sheet(KEY, NAME, card, theme, pages, title=words["title"], caution=caution)


def _page(spotlight: Spotlight, page: SpotlightPage, words: dict[str, str]) -> PanelPage:
    source = source_line(spotlight)
    is_first = page is spotlight.pages[0]
    said = [source, spotlight.introduction if is_first else ""]
    heading = words["heading"].format(theme=spotlight.title, page=page.title)
    return PanelPage(heading, page.panels, " ".join(text for text in said if text))


def source_line(spotlight: Spotlight) -> str:
    """What the theme rests on, such as `Care leavers list as at 15/12/2021: 311 young people in all`."""
    if spotlight.on is None:
        return ""
    words = wording()["spotlight"]
    line: str = words["source_made_up" if spotlight.is_made_up else "source"]
    return line.format(
        source=spotlight.source,
        day=spotlight.on.strftime("%d/%m/%Y"),
        count=f"{spotlight.counted:,}",
        people=spotlight.people,
    )
