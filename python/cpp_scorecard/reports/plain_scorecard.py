"""The scorecard as plain tables: one row an indicator, one figure a cell; and a shorter one to read on a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cpp_scorecard.core.direction import Direction
from cpp_scorecard.core.plain_table import PlainCell, PlainTable
from cpp_scorecard.core.series import Status
from cpp_scorecard.reports.plain_cells import (
    bound_cell,
    columns,
    compared_cell,
    count_cell,
    direction_cell,
    interval_cells,
    latest_cell,
    officer_cell,
    range_cell,
    rating_cell,
    text_cell,
    words,
)

if TYPE_CHECKING:
    from cpp_scorecard.core.assessment import Assessment, Comparison
    from cpp_scorecard.reports.card import Card
    from cpp_scorecard.reports.plain_notes import NoteList

KEY = "scorecard"
_COMPARED = ("month_ago", "year_ago", "similar")
_WIDE = (
    ("indicator", 56.0), ("domain", 20.0), ("how_reported", 13.0), ("period", 18.0), ("good", 14.0), ("low", 14.0),
    ("high", 14.0), ("unit", 14.0), ("latest", 12.0), ("actual", 14.0), ("possible", 14.0), ("rating", 11.0),
    ("officer_rating", 13.0), ("interval_low", 13.0), ("interval_high", 13.0), ("month_ago", 12.0),
    ("month_ago_is", 17.0), ("year_ago", 12.0), ("year_ago_is", 17.0), ("similar", 12.0), ("similar_is", 17.0),
    ("notes", 18.0),
)  # fmt: skip
_SHORT = ("indicator", "period", "good", "range", "latest", "behind", "rating", *_COMPARED)


def scorecard_table(card: Card, notes: NoteList) -> PlainTable:
    """Every indicator of `card` with one figure a cell; what is said of single rows goes to `notes`."""
    said = words()["scorecard"]
    return PlainTable(
        key=KEY,
        name=said["name"],
        title=said["title"].format(count=len(card.assessments)),
        columns=columns(*_WIDE, row_headers=("indicator",)),
        rows=tuple(_row(a, card, notes) for a in card.assessments),
    )


def _row(a: Assessment, card: Card, notes: NoteList) -> tuple[PlainCell, ...]:
    indicator = a.indicator
    compared = [
        cell for name in _COMPARED for cell in (compared_cell(a, getattr(a, name)), direction_cell(a, getattr(a, name)))
    ]
    return (
        PlainCell(indicator.name),
        text_cell(indicator.domain, words()["not_stated"]),
        text_cell(indicator.how_reported.code, words()["not_stated"]),
        _period(a),
        _good(a),
        bound_cell(a.expected.low, indicator.unit),
        bound_cell(a.expected.high, indicator.unit),
        PlainCell(indicator.unit.value),
        latest_cell(a),
        count_cell(a.latest.actual),
        count_cell(a.latest.possible),
        rating_cell(a.rating, a.latest),
        officer_cell(a.override),
        *interval_cells(a),
        *compared,
        notes.cell(remarks(a, card)),
    )


def domain_table(card: Card, domain: str, members: tuple[Assessment, ...]) -> PlainTable:
    """The indicators of one domain in few columns, as a page shows them; remarks on rows stand under the table."""
    said = words()
    about: dict[str, list[str]] = {}
    for a in members:
        for remark in remarks(a, card):
            about.setdefault(remark, []).append(a.indicator.name)
    return PlainTable(
        key=KEY,
        name=domain,
        title=said["pages"]["domain_caption"].format(domain=domain),
        columns=columns(*((key, 14.0) for key in _SHORT), row_headers=("indicator",)),
        rows=tuple(_short_row(a) for a in members),
        notes=tuple(
            said["pages"]["note_for"].format(names="; ".join(names), note=remark) for remark, names in about.items()
        ),
    )


def _short_row(a: Assessment) -> tuple[PlainCell, ...]:
    return (
        PlainCell(a.indicator.name),
        _period(a),
        _good(a),
        range_cell(a.expected, a.indicator.unit),
        latest_cell(a),
        behind_cell(a),
        rating_cell(a.rating, a.latest),
        *(against_cell(a, getattr(a, name)) for name in _COMPARED),
    )


def behind_cell(a: Assessment) -> PlainCell:
    """The counts behind a percentage in one cell: `43 of 77`."""
    counts = count_cell(a.latest.actual), count_cell(a.latest.possible)
    if all(count.shorthand for count in counts):
        return counts[0]
    behind = words()["scorecard"]["behind"].format(actual=counts[0].text, possible=counts[1].text)
    return PlainCell(behind, shorthand=counts[0].shorthand or counts[1].shorthand)


def against_cell(a: Assessment, comparison: Comparison) -> PlainCell:
    """A figure with what the latest one is against it: `56%, better`."""
    figure, judged = compared_cell(a, comparison), direction_cell(a, comparison)
    if figure.number is None or judged.shorthand or comparison.direction is Direction.NONE:
        return figure
    text = words()["scorecard"]["against"].format(figure=figure.text, judgement=judged.text.lower())
    return PlainCell(text)


def _period(a: Assessment) -> PlainCell:
    """The period of the latest figure; where the card prints a token in its place, the shorthand."""
    missing = a.latest.missing
    if missing is not None and a.period_label in ("", missing.token):
        return latest_cell(a)
    return text_cell(a.period_label, words()["not_stated"])


def _good(a: Assessment) -> PlainCell:
    return PlainCell(words()["scorecard"]["goods"][a.indicator.polarity.value])


def remarks(a: Assessment, card: Card) -> Iterator[str]:
    """What a reader has to know of one indicator beside its figures."""
    said = words()["scorecard"]["notes"]
    plain = sorted(s.value for s in a.latest.statuses if s not in (Status.FINAL, Status.ILLUSTRATIVE))
    if plain:
        yield said["status"].format(status=", ".join(plain))
    if any(Status.ILLUSTRATIVE in m.statuses for m in (a.latest, a.month_ago.measurement, a.year_ago.measurement)):
        yield said["illustrative"]
    if a.small_number is not None:
        yield said["small"].format(threshold=f"{card.small_number:g}")
    if a.only_rises and a.latest.number is not None:
        yield said["only_rises"]
    if a.label_override is not None:
        yield said["label"].format(reason=a.label_override.reason.rstrip("."))
    if a.override is not None:
        yield said["officer"].format(value=a.override.value, reason=a.override.reason.rstrip("."))
    if a.similar.stale_by is not None:
        yield said["stale"].format(period=a.similar.period, months=a.similar.stale_by)
