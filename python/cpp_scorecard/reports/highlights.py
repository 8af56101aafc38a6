"""The highlights: one page a theme, with its key figure, both questions answered, its line and its other indicators.

The tab is not called Highlights, because the council's own sheet is: a workbook may hold both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cpp_scorecard.core.direction import Direction
from cpp_scorecard.core.highlights import Answer, Question
from cpp_scorecard.core.indicator import ComparatorFigure, Unit
from cpp_scorecard.core.printing import decimals_needed, printed, range_text
from cpp_scorecard.core.rag import NotRated, Rag, RagRating, rating_named
from cpp_scorecard.core.windows import Measurement, step_before
from cpp_scorecard.reports.numbers import number_format, with_margin
from cpp_scorecard.reports.panel_pages import COLUMNS, PanelPages, TableCell
from cpp_scorecard.reports.wording import wording
from cpp_scorecard.sheets.model import Role, SheetModel

if TYPE_CHECKING:
    from cpp_scorecard.core.assessment import Assessment, Comparison
    from cpp_scorecard.reports.card import Card
    from cpp_scorecard.sheets.theme import Theme

KEY = "highlights"
NAME = "Scorecard Highlights"
_SPANS = ((0, 1), (2, 3), (4, 5), (6, 7), (8, 10), (11, 12), (13, COLUMNS))
_COLOURS = {Rag.RED: Role.RED, Rag.AMBER: Role.AMBER, Rag.GREEN: Role.GREEN}
_JUDGED = {Direction.BETTER: Role.BETTER, Direction.WORSE: Role.WORSE, Direction.SAME: Role.SAME}

Line = tuple[TableCell, ...]
_ROOM = "@_)_)"
"""Keeps a text off the right edge, as `with_margin` does a figure."""


def highlights_sheet(card: Card, theme: Theme) -> SheetModel:
    """The themes of `card`, each on a page of its own."""
    words = wording()["highlights"]
    pages = PanelPages(KEY, NAME, card, theme, title=words["title"])
    for highlight in card.highlights:
        pages.page(highlight.theme)
        pages.table(_SPANS, [_header(words["table"]["headers"]), *_key_lines(highlight.key, words)])
        for answer, by in _signed(highlight.answers, words):
            pages.paragraph(_question(answer, highlight.key, words), answer.text, by)
        pages.panel(highlight.panel)
        if highlight.others:
            others = [_line(a, _direction(_step(a), words), words) for a in highlight.others]
            pages.table(_SPANS, [_others_header(highlight.others, words), *others])
        similar = highlight.key.indicator.similar
        if isinstance(similar, ComparatorFigure) and similar.council_set:
            pages.footnote(words["similar"].format(set=similar.council_set.rstrip(".")))
    return pages.finished()


def _header(texts: list[str]) -> Line:
    return tuple(TableCell(text, Role.HEADER) for text in texts)


def _others_header(others: Sequence[Assessment], words: Mapping[str, Any]) -> Line:
    steps = {step_before(a.indicator.how_reported) for a in others}
    against = words["table"]["against"][steps.pop() if len(steps) == 1 else "mixed"]
    return _header([text.format(against=against) for text in words["table"]["others"]])


def _question(answer: Answer, key: Assessment, words: Mapping[str, Any]) -> str:
    """The published question; a quarter's figure is asked about the quarter before, a year's about the year."""
    if answer.question is Question.COMPARES:
        return str(words["compares"][step_before(key.indicator.how_reported)])
    return str(words[answer.question.short])


def _step(a: Assessment) -> Comparison:
    """The comparison with the month, quarter or term before; with the year before where there is no such."""
    return a.year_ago if step_before(a.indicator.how_reported) == "year" else a.month_ago


def _signed(answers: Sequence[Answer], words: Mapping[str, Any]) -> Iterator[tuple[Answer, str]]:
    """Each answer with who wrote it, once under answers that have that in common."""
    by = [_by(answer, words) for answer in answers]
    for place, answer in enumerate(answers):
        is_said_below = place + 1 < len(by) and by[place + 1] == by[place]
        yield answer, "" if is_said_below else by[place]


def _by(answer: Answer, words: Mapping[str, Any]) -> str:
    """Who wrote an answer and when, or that nobody did."""
    if answer.is_draft:
        return str(words["draft_mark"])
    who = ", ".join(part for part in (answer.officer, answer.date) if part)
    return str(words["by"].format(who=who) if who else words["by_nobody"])


def _key_lines(a: Assessment, words: Mapping[str, Any]) -> Iterator[Line]:
    """The key figure, large, and what it is compared with."""
    name, figure, *rest = _line(a, TableCell(None, Role.TEXT), words)
    large = figure if figure.role is Role.MISSING else replace(figure, role=Role.TITLE)
    yield (name, large, *rest)
    table = words["table"]
    step = step_before(a.indicator.how_reported)
    before = {} if step == "year" else {"month_ago": table["before"][step]}
    named = {**before, **table["rows"]}
    for key, label in named.items():
        comparison: Comparison = getattr(a, key)
        measured = comparison.measurement
        expected = range_text(comparison.expected, a.indicator.unit, words["draft"])
        is_others = key == "similar"  # our range is ours: nobody judges other councils by it
        yield (
            TableCell(label, Role.INDICATOR),
            _figure(a, measured, measured.shown_decimals(a.indicator.decimals)),
            TableCell(None, Role.MISSING, _ROOM) if is_others else _rating(comparison.rating, words),
            TableCell(_behind(measured, words), Role.CENTRED),
            TableCell(comparison.period, Role.CENTRED),
            TableCell(None if is_others else expected, Role.CENTRED),
            _direction(comparison, words),
        )


def _line(a: Assessment, last: TableCell, words: Mapping[str, Any]) -> Line:
    rating = _rating(a.rating, words)
    if a.override is not None:
        decided = rating_named(a.override.value)
        text = words["table"]["officer_rating"].format(
            rated=rating.value, decided=decided.word if decided else a.override.value
        )
        rating = replace(rating, value=text)
    return (
        TableCell(a.indicator.name, Role.INDICATOR),
        _figure(a, a.latest, a.indicator.decimals),
        rating,
        TableCell(_behind(a.latest, words), Role.CENTRED),
        TableCell(a.period_label, Role.CENTRED),
        TableCell(range_text(a.expected, a.indicator.unit, words["draft"]), Role.CENTRED),
        last,
    )


def _figure(a: Assessment, measured: Measurement, decimals: int) -> TableCell:
    if measured.number is None:
        return TableCell((measured.missing.token if measured.missing else "") or "-", Role.MISSING)
    code = with_margin(number_format(a.indicator.unit, decimals))
    return TableCell(measured.number, Role.FIGURE, code)


def _rating(rating: RagRating | NotRated, words: Mapping[str, Any]) -> TableCell:
    """The letter and the word, on the colour: never the colour alone."""
    table = words["table"]
    if isinstance(rating, NotRated):
        return TableCell(None if rating is NotRated.NO_VALUE else table["not_rated"], Role.MISSING, _ROOM)
    text = table["rated"].format(letter=rating.rag.value, word=rating.rag.word)
    return TableCell(text, _COLOURS[rating.rag], _ROOM)


def _behind(measured: Measurement, words: Mapping[str, Any]) -> str | None:
    if not isinstance(measured.actual, float) or not isinstance(measured.possible, float):
        return None
    counts = {
        name: printed(count, Unit.NUMBER, decimals_needed(count, Unit.NUMBER))
        for name, count in (("actual", measured.actual), ("possible", measured.possible))
    }
    return str(words["table"]["behind"].format(**counts))


def _direction(comparison: Comparison, words: Mapping[str, Any]) -> TableCell:
    judged = comparison.direction
    if judged is Direction.NONE:
        return TableCell("-", Role.MISSING)
    return TableCell(words["table"]["direction"].format(letter=judged.value, word=judged.word), _JUDGED[judged])
