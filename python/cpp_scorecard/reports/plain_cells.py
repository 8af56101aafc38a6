"""The cells that plain tables share: figures, counts, ranges, ratings and directions, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from cpp_scorecard.core.assessment import Assessment, Comparison, is_ordinary
from cpp_scorecard.core.direction import Direction
from cpp_scorecard.core.indicator import Override, Unit
from cpp_scorecard.core.plain_table import (
    PlainCell,
    PlainColumn,
    Shorthand,
    Tone,
    figure_cell,
    shorthand_cell,
    shorthand_of,
)
from cpp_scorecard.core.printing import decimals_needed, range_text
from cpp_scorecard.core.rag import ExpectedRange, NotRated, Rag, RagRating, rating_named
from cpp_scorecard.core.series import Missing
from cpp_scorecard.reports.explained import edition_terms, explained_sections
from cpp_scorecard.reports.wording import wording

if TYPE_CHECKING:
    from cpp_scorecard.core.windows import Measurement
    from cpp_scorecard.reports.card import Card

_TONES = {Rag.RED: Tone.RED, Rag.AMBER: Tone.AMBER, Rag.GREEN: Tone.GREEN}
_WORDS = {Direction.BETTER: "better", Direction.WORSE: "worse", Direction.SAME: "same"}


def words() -> dict[str, Any]:
    """The words of the plain tables."""
    found: dict[str, Any] = wording()["plain"]
    return found


def columns(*chosen: tuple[str, float], row_headers: tuple[str, ...]) -> tuple[PlainColumn, ...]:
    """Columns by the key of their header's words, each with its width in characters."""
    headers = words()["headers"]
    return tuple(PlainColumn(headers[key], width, key in row_headers) for key, width in chosen)


def text_cell(text: str, instead: str) -> PlainCell:
    """A text, or `instead` where there is none."""
    return PlainCell(text.strip() or instead)


def count_cell(count: float | Missing) -> PlainCell:
    """A count behind a percentage, with the decimals that it needs."""
    return figure_cell(count, Unit.NUMBER, 0 if isinstance(count, Missing) else decimals_needed(count, Unit.NUMBER))


def bound_cell(bound: float | None, unit: Unit) -> PlainCell:
    """One end of an expected range."""
    if bound is None:
        return shorthand_cell(Shorthand.NOT_APPLICABLE)
    return figure_cell(bound, unit, decimals_needed(bound, unit))


def range_cell(expected: ExpectedRange, unit: Unit) -> PlainCell:
    """An expected range in one cell: `7% to 10%`, `95% or more`."""
    return text_cell(range_text(expected, unit, wording()["highlights"]["draft"]), words()["no_range"])


def latest_cell(a: Assessment) -> PlainCell:
    """The latest figure of an indicator."""
    return figure_cell(a.latest.value, a.indicator.unit, a.indicator.decimals)


def compared_cell(a: Assessment, comparison: Comparison) -> PlainCell:
    """The figure that the latest one is compared with."""
    measured = comparison.measurement
    return figure_cell(measured.value, a.indicator.unit, measured.shown_decimals(a.indicator.decimals))


def rating_cell(rating: RagRating | NotRated, of: Measurement | None = None) -> PlainCell:
    """Red, Amber, Green or Not rated; confidential where the figure that was not rated is."""
    if isinstance(rating, RagRating):
        return PlainCell(rating.rag.word, tone=_TONES[rating.rag])
    if of is not None and is_confidential(of):
        return shorthand_cell(Shorthand.CONFIDENTIAL)
    return PlainCell(words()["not_rated"])


def officer_cell(override: Override | None) -> PlainCell:
    """What an officer rates it, where one does."""
    if override is None:
        return shorthand_cell(Shorthand.NOT_APPLICABLE)
    decided = rating_named(override.value)
    return PlainCell(decided.word if decided else override.value, tone=_TONES[decided] if decided else None)


def direction_cell(a: Assessment, comparison: Comparison) -> PlainCell:
    """Better, Worse, The same or Not compared, and whether ordinary variation is all; confidential like its figures."""
    said = _WORDS.get(comparison.direction)
    if said:
        judged = words()[said]
        return PlainCell(words()["ordinary"].format(judged=judged) if is_ordinary(a, comparison) else judged)
    has_figure = comparison.measurement.missing is None
    if is_confidential(comparison.measurement) or (is_confidential(a.latest) and has_figure):
        return shorthand_cell(Shorthand.CONFIDENTIAL)
    return PlainCell(words()["not_compared"])


def interval_cells(a: Assessment) -> tuple[PlainCell, PlainCell]:
    """Both ends of the interval of the latest figure; confidential where the counts behind it are."""
    counts = a.latest.actual, a.latest.possible
    if a.interval is None:
        secret = any(isinstance(c, Missing) and shorthand_of(c) is Shorthand.CONFIDENTIAL for c in counts)
        nothing = shorthand_cell(Shorthand.CONFIDENTIAL if secret else Shorthand.NOT_APPLICABLE)
        return nothing, nothing
    unit, decimals = a.indicator.unit, max(a.indicator.decimals, 1)
    return figure_cell(a.interval.low, unit, decimals), figure_cell(a.interval.high, unit, decimals)


def is_confidential(measured: Measurement) -> bool:
    """Whether the figure is suppressed."""
    missing = measured.missing
    return missing is not None and shorthand_of(missing) is Shorthand.CONFIDENTIAL


def plain_terms(card: Card) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """What the terms and codes mean, by heading, where letters and marks are words."""
    said = words()
    for heading, rows, note in explained_sections(card, is_live=False, instead=said["meanings"]):
        terms = [(said["terms"].get(term, term), meaning) for term, meaning in rows]
        yield heading, [*terms, *([(said["term_note"], note)] if note else [])]
    heading, rows = edition_terms(card)
    if rows:
        yield heading, rows
