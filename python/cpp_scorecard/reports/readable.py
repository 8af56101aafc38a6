"""The pages of the readable edition: scorecard, At a Glance, spotlight, highlights, exceptions and what terms mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from cpp_scorecard.core.edition import Edition, Page, Section
from cpp_scorecard.core.plain_table import PlainColumn, PlainTable
from cpp_scorecard.core.rag import Rag
from cpp_scorecard.reports.drawings import drawing_of
from cpp_scorecard.reports.plain_cells import plain_terms, words
from cpp_scorecard.reports.plain_dataset import dataset_table
from cpp_scorecard.reports.plain_exceptions import exceptions_table
from cpp_scorecard.reports.plain_glance import glance_tables
from cpp_scorecard.reports.plain_highlights import highlights_table, written_by
from cpp_scorecard.reports.plain_panels import about, panel_table, spotlight_tables
from cpp_scorecard.reports.plain_scorecard import domain_table
from cpp_scorecard.reports.wording import wording

if TYPE_CHECKING:
    from cpp_scorecard.core.highlights import Highlight
    from cpp_scorecard.reports.card import Card
    from cpp_scorecard.sheets.theme import Theme


def readable_edition(card: Card, theme: Theme) -> Edition:
    """Every page that `card` has data for; charts have the colours and fonts of `theme`."""
    said = words()
    makers = {
        "scorecard": _scorecard(card),
        "at-a-glance": _glance(card),
        "spotlight": _spotlight(card, theme),
        "highlights": _highlights(card, theme),
        "exceptions": _exceptions(card),
        "dataset": _dataset(card),
        "explained": _explained(card),
    }
    answers = wording()["contents"]["reports"]
    pages = [
        Page(key, said["pages"]["titles"][key], answers[key]["answers"], sections)
        for key, found in makers.items()
        if (sections := tuple(found))
    ]
    return Edition(
        title=said["title"],
        council=card.council,
        standing=card.subtitle,
        introduction=(said["pages"]["introduction"], said["pages"]["other_files"]),
        pages=tuple(pages),
    )


def _scorecard(card: Card) -> Iterator[Section]:
    if not card.assessments:
        return
    letters = [a.letter for a in card.assessments]
    counts = {rag.name.lower(): letters.count(rag.value) for rag in Rag}
    said = words()["pages"]["summary"]
    yield Section(paragraphs=(said.format(count=len(letters), unrated=letters.count(None), **counts),))
    for domain, members in groupby(card.assessments, key=lambda a: a.indicator.domain):
        table = domain_table(card, domain, tuple(members))
        yield Section(domain or words()["not_stated"], table=table, notes=table.notes)


def _glance(card: Card) -> Iterator[Section]:
    for table in glance_tables(card):
        yield Section(table.title, table=table, notes=table.notes)


def _spotlight(card: Card, theme: Theme) -> Iterator[Section]:
    place = 0
    for (spotlight, page), found in groupby(spotlight_tables(card), key=lambda one: (one.spotlight, one.page)):
        if page is spotlight.pages[0]:
            paragraphs = (spotlight.introduction, *about(spotlight))
            yield Section(spotlight.title, paragraphs=tuple(text for text in paragraphs if text))
        yield Section(page.title, level=3)
        for placed in found:
            place += 1
            panel, title = placed.panel, f"{page.title}: {placed.panel.title}"
            drawing = drawing_of(panel, card, theme, f"chart{place}", title)
            notes = tuple(note for note in (panel.unit_label, panel.note) if note)
            yield Section(panel.title, level=4, drawing=drawing, table=replace(placed.table, title=title), notes=notes)


def _highlights(card: Card, theme: Theme) -> Iterator[Section]:
    for table in highlights_table(card):
        for place, (highlight, row) in enumerate(zip(card.highlights, table.rows, strict=True), 1):
            kept = range(1, len(table.columns) - 2)  # the theme is the heading, the answers are paragraphs
            columns = tuple(
                PlainColumn(table.columns[at].header, table.columns[at].width, is_row_header=at == 1) for at in kept
            )
            title = words()["pages"]["key_figure"].format(theme=highlight.theme)
            key_figure = PlainTable(table.key, highlight.theme, title, columns, (tuple(row[at] for at in kept),))
            yield Section(highlight.theme, table=key_figure)
            yield from _answers(highlight)
            yield _line(highlight, card, theme, f"chart{place}")


def _answers(highlight: Highlight) -> Iterator[Section]:
    headers = words()["headers"]
    by = [written_by(answer) for answer in highlight.answers]
    for place, answer in enumerate(highlight.answers):
        is_said_below = by[place] in by[place + 1 :]
        paragraphs = tuple(text for text in (answer.text.strip(), "" if is_said_below else by[place]) if text)
        yield Section(headers[answer.question.short], level=3, paragraphs=paragraphs)


def _line(highlight: Highlight, card: Card, theme: Theme, key: str) -> Section:
    said, panel = words()["pages"], highlight.panel
    title = said["table_behind"].format(title=panel.title)
    table = panel_table(panel, name=highlight.theme, title=title)
    notes = tuple(note for note in (panel.unit_label, panel.note) if note)
    return Section(
        said["chart"].format(title=panel.title),
        level=3,
        drawing=drawing_of(panel, card, theme, key),
        table=table,
        notes=notes,
    )


def _exceptions(card: Card) -> Iterator[Section]:
    """One table a part of the report; a card without an exception says so."""
    if card.exceptions is None and card.dataset is None:
        return
    found = False
    for table in exceptions_table(card):
        found = True
        section, kept = 1, [at for at in range(len(table.columns)) if at != 1]
        for name, rows in groupby(table.rows, key=lambda row: row[section].text):
            part = PlainTable(
                table.key,
                name,
                f"{words()['exceptions']['name']}: {name}",
                tuple(table.columns[at] for at in kept),
                tuple(tuple(row[at] for at in kept) for row in rows),
            )
            yield Section(name, table=part)
    if not found:
        yield Section(paragraphs=(words()["exceptions"]["none"],))


def _dataset(card: Card) -> Iterator[Section]:
    for table in dataset_table(card):
        yield Section(table=table, notes=table.notes)


def _explained(card: Card) -> Iterator[Section]:
    for heading, terms in plain_terms(card):
        yield Section(heading, terms=tuple(terms))
