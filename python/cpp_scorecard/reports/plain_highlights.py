"""The highlights as a plain table: one row a theme, with its key figure and both answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cpp_scorecard.core.highlights import Answer, Highlight, Question
from cpp_scorecard.core.plain_table import PlainCell, PlainTable
from cpp_scorecard.reports.plain_cells import columns, latest_cell, range_cell, rating_cell, text_cell, words
from cpp_scorecard.reports.plain_scorecard import against_cell, behind_cell

if TYPE_CHECKING:
    from cpp_scorecard.reports.card import Card

KEY = "highlights"
_COLUMNS = (
    ("theme", 34.0), ("key_figure", 44.0), ("period", 18.0), ("latest", 12.0), ("behind", 16.0), ("rating", 11.0),
    ("range", 18.0), ("month_ago", 16.0), ("year_ago", 16.0), ("similar", 16.0), ("tells", 80.0), ("compares", 80.0),
)  # fmt: skip


def highlights_table(card: Card) -> Iterator[PlainTable]:
    """The themes of `card`; no table where it has none."""
    if card.highlights:
        said = words()["highlights"]
        yield PlainTable(
            key=KEY,
            name=said["name"],
            title=said["title"],
            columns=columns(*_COLUMNS, row_headers=("theme",)),
            rows=tuple(_row(highlight) for highlight in card.highlights),
        )


def _row(highlight: Highlight) -> tuple[PlainCell, ...]:
    a = highlight.key
    answers = {answer.question: answer for answer in highlight.answers}
    return (
        PlainCell(highlight.theme),
        PlainCell(a.indicator.name),
        text_cell(a.period_label, words()["not_stated"]),
        latest_cell(a),
        behind_cell(a),
        rating_cell(a.rating, a.latest),
        range_cell(a.expected, a.indicator.unit),
        *(against_cell(a, comparison) for comparison in (a.month_ago, a.year_ago, a.similar)),
        *(PlainCell(_said(answers.get(question))) for question in (Question.TELLS, Question.COMPARES)),
    )


def _said(answer: Answer | None) -> str:
    if answer is None or not answer.text.strip():
        return str(words()["not_stated"])
    return "\n".join(part for part in (answer.text.strip(), written_by(answer)) if part)


def written_by(answer: Answer) -> str:
    """Who wrote an answer and when; that it is a draft where nobody did."""
    said = words()["highlights"]
    if answer.is_draft:
        return str(said["draft"])
    who = ", ".join(part for part in (answer.officer, answer.date) if part)
    return str(said["by"].format(who=who)) if who else ""
