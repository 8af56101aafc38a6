"""Texts that no file of an edition may hold: what was taken from the card, as a file would have said it.

For tests and for the check of an edition's files. A small number by itself stands in many places, so only what cannot
be there by chance is listed: exact ratios, pairs of counts, sentences.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cpp_scorecard.core.indicator import Unit
from cpp_scorecard.core.printing import printed
from cpp_scorecard.core.series import Figure, Missing, Number

if TYPE_CHECKING:
    from cpp_scorecard.core.assessment import Assessment
    from cpp_scorecard.core.panel import Panel
    from cpp_scorecard.reports.card import Card

_SHORTEST = 6
"""Characters that are not met by chance: `180/184`."""
_MANY = 9
"""Pairs of smaller counts stand inside others: `3 of 5` in `473 of 506`."""
_LONG = 12
"""Characters of a figure that no printed one has."""


def forbidden_texts(before: Card, after: Card) -> frozenset[str]:
    """What `before` says and `after` must not: exact figures, pairs of counts, explanations and texts."""
    found = {text for text in _taken(before, after) if len(text) >= _SHORTEST}
    return frozenset(found)


def _taken(before: Card, after: Card) -> Iterator[str]:
    for a, b in zip(before.assessments, after.assessments, strict=True):
        yield from _of_indicator(a, b)
    for panel, shown in zip(_panels(before), _panels(after), strict=True):
        yield from _of_panel(panel, shown)
    said = dict.fromkeys(_texts(after))
    yield from (text for text in _texts(before) if text not in said)
    yield from _of_tables(before, after)


def _panels(card: Card) -> Iterator[Panel]:
    for spotlight in card.spotlights:
        for page in spotlight.pages:
            yield from page.panels
    for highlight in card.highlights:
        yield highlight.panel


def _texts(card: Card) -> Iterator[str]:
    """What officers wrote."""
    for highlight in card.highlights:
        yield from (answer.text for answer in highlight.answers)
    for item in card.exceptions.items if card.exceptions else ():
        yield item.entry.text if item.entry else ""
    for row_item in card.dataset.items if card.dataset else ():
        yield row_item.entry.text if row_item.entry else ""


def _of_tables(before: Card, after: Card) -> Iterator[str]:
    """Figures of the dataset and of At a Glance."""
    if before.dataset and after.dataset:
        for row, shown in zip(before.dataset.dataset.rows, after.dataset.dataset.rows, strict=True):
            for period, figure in row.values.items():
                if isinstance(figure, Figure) and isinstance(shown.values[period], Missing):
                    yield from _exact(figure.number)
    for table, disclosed in zip(before.glance, after.glance, strict=True):
        for reported, now in zip(table.rows, disclosed.rows, strict=True):
            if isinstance(now.now, Missing):
                yield from _exact(reported.now)


def _of_indicator(a: Assessment, b: Assessment) -> Iterator[str]:
    if a.latest != b.latest:
        yield from _exact(a.latest.value)
        if a.explanation != b.explanation and any(map(str.isdigit, a.explanation)):
            yield a.explanation
    taken = isinstance(b.latest.actual, Missing) or isinstance(b.latest.possible, Missing)
    if (
        taken
        and isinstance(a.latest.actual, float)
        and isinstance(a.latest.possible, float)
        and a.latest.actual > _MANY
    ):
        actual, possible = (printed(count, Unit.NUMBER, 0) for count in (a.latest.actual, a.latest.possible))
        yield from (f"{actual} of {possible}", f"{actual}/{possible}", f"{actual} / {possible}")
    for one, other in ((a.month_ago, b.month_ago), (a.year_ago, b.year_ago)):
        if isinstance(other.measurement.value, Missing):
            yield from _exact(one.measurement.value)


def _of_panel(panel: Panel, shown: Panel) -> Iterator[str]:
    is_taken = False
    by_label = {row.label: row for row in shown.rows}  # rows of suppressed numbers stand elsewhere than before
    for row in panel.rows:
        now = by_label[row.label]
        for was, value in zip(row.values, now.values, strict=True):
            if isinstance(value, Missing) and not isinstance(was, Missing):
                is_taken = True
                yield from _exact(was)
    if is_taken and panel.alternative != shown.alternative:
        yield panel.alternative


def _exact(value: Number) -> Iterator[str]:
    """A figure that is no whole number, with all the digits that a file would hold."""
    if not isinstance(value, Missing) and len(repr(value)) >= _LONG:
        yield repr(value)
