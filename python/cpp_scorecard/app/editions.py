"""The accessible editions of a card: spreadsheet, web pages and data, as files by name. Nothing is written here.

The card is printed as it is: whatever it suppresses is not in it any more.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cpp_scorecard.app.build import properties_of
from cpp_scorecard.app.office import SECONDS, convert
from cpp_scorecard.reports.companion import companion_sheets
from cpp_scorecard.reports.data_file import data_files
from cpp_scorecard.reports.plain_cells import words
from cpp_scorecard.reports.readable import readable_edition
from cpp_scorecard.sheets.model import BookModel, Role
from cpp_scorecard.web.pages import LANGUAGE, PageWords, html_pages
from cpp_scorecard.web.stylesheet import Chip, Colours

if TYPE_CHECKING:
    from cpp_scorecard.reports.card import Card
    from cpp_scorecard.sheets.theme import Theme

COMPANION = "accessible-tables.xlsx"
OPEN_COMPANION = "accessible-tables.ods"
PAGES = "html"
"""The folder of the web pages; it holds all that they need."""


def editions(card: Card, theme: Theme) -> dict[str, bytes]:
    """Companion, pages and data of `card` by relative name; the same bytes for the same card and theme."""
    return {COMPANION: companion(card, theme), **web_pages(card, theme), **data_files(card)}


def companion(card: Card, theme: Theme) -> bytes:
    """The plain tables as a workbook, one tagged table a sheet."""
    from cpp_scorecard.sheets.plain_look import plain_theme
    from cpp_scorecard.sheets.render import render

    plain = plain_theme(theme)
    said = words()["companion"]
    properties = properties_of(card)
    properties = replace(properties, title=said["title"].format(title=properties.title), language=LANGUAGE)
    return render(BookModel(companion_sheets(card, plain), properties), plain, marked=False)


def open_companion(xlsx: bytes, seconds: float = SECONDS) -> bytes:
    """The companion as an OpenDocument spreadsheet, by LibreOffice: equal in content, not in bytes.

    Raises Refused where LibreOffice is not there or does not do it in time.
    """
    with tempfile.TemporaryDirectory(prefix="cpp-scorecard-") as folder:
        source = Path(folder, COMPANION)
        source.write_bytes(xlsx)
        return convert(source, "ods", Path(folder), seconds).read_bytes()


def web_pages(card: Card, theme: Theme) -> dict[str, bytes]:
    """The pages by name, in one folder that holds all that they need."""
    said = words()
    around = PageWords(
        skip=said["pages"]["skip"],
        pages=said["pages"]["navigation"],
        shorthand=said["pages"]["shorthand"],
        meanings=said["shorthand"],
    )
    made = html_pages(readable_edition(card, theme), page_colours(theme), around)
    return {f"{PAGES}/{name}": content for name, content in made.items()}


def page_colours(theme: Theme) -> Colours:
    """The colours of the pages, from the cell styles that give the workbook its own."""
    looks = theme.looks
    tones: Mapping[str, Role] = {"red": Role.RED, "amber": Role.AMBER, "green": Role.GREEN}
    chips = {name: Chip(looks[role].fill or "FFFFFF", looks[role].rgb) for name, role in tones.items()}
    line = looks[Role.FIGURE].bottom
    return Colours(
        ink=looks[Role.TEXT].rgb,
        quiet=looks[Role.FOOTNOTE].rgb,
        heading=looks[Role.TITLE].rgb,
        link=looks[Role.LINK].rgb,
        rule=line.rgb if line else looks[Role.FOOTNOTE].rgb,
        band=looks[Role.HEADER].fill or "FFFFFF",
        focus=chips["amber"],
        chips=tuple(chips.items()),
        font=looks[Role.TEXT].font_name,
    )
