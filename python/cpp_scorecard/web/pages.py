"""The pages of an edition: self-contained files without scripts that ask nobody for anything.

One style sheet stands in every page and the page allows no other: its policy names the sheet by its hash.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from cpp_scorecard.core.plain_table import PlainTable, Shorthand
from cpp_scorecard.web.markup import Markup, element, lines, together
from cpp_scorecard.web.stylesheet import Colours, stylesheet
from cpp_scorecard.web.table import shorthand_terms, table_markup

if TYPE_CHECKING:
    from cpp_scorecard.core.edition import Edition, Page, Section

INDEX = "index"
LANGUAGE = "en-GB"


@dataclass(frozen=True, slots=True)
class PageWords:
    """The words around the contents of a page."""

    skip: str
    pages: str
    shorthand: str
    meanings: Mapping[str, str]


def html_pages(edition: Edition, colours: Colours, words: PageWords) -> dict[str, bytes]:
    """Every page of the edition by file name, the index first; the same bytes for the same edition."""
    rules = stylesheet(colours)
    files = {f"{INDEX}.html": _page(edition, None, rules, words)}
    files |= {f"{page.key}.html": _page(edition, page, rules, words) for page in edition.pages}
    return files


def _page(edition: Edition, page: Page | None, rules: str, words: PageWords) -> bytes:
    title = page.title if page else edition.title
    whole = f"{title} - {edition.title} - {edition.council}" if page else f"{title} - {edition.council}"
    digest = base64.b64encode(hashlib.sha256(rules.encode("utf-8")).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", whole.strip(" -")),
        element("style", Markup(rules)),
    )
    body = element(
        "body",
        element("a", words.skip, href="#main", class_="skip"),
        element("header", _wide(element("p", edition.council or edition.title)), class_="bar"),
        _navigation(edition, page, words),
        element(
            "main",
            _wide(
                element("h1", title),
                element("div", element("p", edition.standing), class_="standing"),
                _body(page, words) if page else _index(edition),
            ),
            id="main",
            tabindex="-1",
        ),
        element("footer", _wide(element("p", edition.standing))),
    )
    return f"<!DOCTYPE html>\n{element('html', head, body, lang=LANGUAGE)}\n".encode()


def _wide(*children: str) -> Markup:
    return element("div", *children, class_="wide")


def _navigation(edition: Edition, here: Page | None, words: PageWords) -> Markup:
    entries = [(INDEX, edition.title, here is None), *((p.key, p.title, p is here) for p in edition.pages)]
    items = (
        element("li", element("a", name, href=f"{key}.html", aria_current="page" if is_here else None))
        for key, name, is_here in entries
    )
    return element("nav", _wide(element("ul", *items)), aria_label=words.pages)


def _index(edition: Edition) -> Markup:
    paragraphs = (element("p", lines(text)) for text in edition.introduction)
    terms = (
        together(element("dt", element("a", page.title, href=f"{page.key}.html")), element("dd", page.answers))
        for page in edition.pages
    )
    return together(*paragraphs, element("dl", *terms))


def _body(page: Page, words: PageWords) -> Markup:
    numbers = count(1)
    sections = together(*(_section(section, f"s{next(numbers)}", words) for section in page.sections))
    used = {one for section in page.sections for one in _shorthands(section.table)}
    known = tuple(one for one in Shorthand if one in used)
    if not known:
        return sections
    meanings = element("div", shorthand_terms(known, words.meanings), class_="notes")
    return together(sections, element("h2", words.shorthand), meanings)


def _shorthands(table: PlainTable | None) -> tuple[Shorthand, ...]:
    return table.shorthands if table is not None else ()


def _section(section: Section, key: str, words: PageWords) -> Markup:
    parts: list[Markup] = []
    if section.heading:
        parts.append(element(f"h{section.level}", section.heading))
    parts += [element("p", lines(text)) for text in section.paragraphs]
    if section.terms:
        terms = (together(element("dt", term), element("dd", meaning)) for term, meaning in section.terms)
        parts.append(element("dl", *terms))
    if section.drawing is not None:
        drawn = element("figure", Markup(section.drawing.svg))
        region = {"role": "region", "aria_label": section.drawing.title, "tabindex": "0"}
        parts.append(element("div", drawn, class_="scroll", **region))
    if section.table is not None:
        parts.append(table_markup(section.table, key))
    if section.notes:
        parts.append(element("div", *(element("p", note) for note in section.notes), class_="notes"))
    return element("div", *parts, class_="together") if section.drawing is not None else together(*parts)
