"""The exceptions as a plain table: one row an indicator outside its range, with what the head of service says.

What stays with the officers is left out: texts that are still owed, and numbers of a text that should be checked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cpp_scorecard.core.dataset import Dataset, column_label
from cpp_scorecard.core.explanation import explain_rating
from cpp_scorecard.core.plain_table import PlainCell, PlainTable, Shorthand, figure_cell, shorthand_cell
from cpp_scorecard.core.rag import RagRating
from cpp_scorecard.core.recompute import shown_decimals
from cpp_scorecard.core.series import NO_PERIOD, Missing
from cpp_scorecard.reports.exceptions import without_colour
from cpp_scorecard.reports.plain_cells import (
    columns,
    latest_cell,
    officer_cell,
    range_cell,
    rating_cell,
    text_cell,
    words,
)
from cpp_scorecard.reports.wording import wording

if TYPE_CHECKING:
    from cpp_scorecard.core.card_exceptions import RatedIndicator
    from cpp_scorecard.core.exception_items import ExceptionItem, R
    from cpp_scorecard.core.exceptions import RatedRow
    from cpp_scorecard.reports.card import Card

KEY = "exceptions"
_COLUMNS = (
    ("indicator", 50.0), ("section", 26.0), ("status", 20.0), ("latest", 12.0), ("period", 18.0), ("range", 18.0),
    ("rating", 11.0), ("officer_rating", 13.0), ("rating_before", 18.0), ("distance", 44.0), ("said", 90.0),
    ("by", 24.0),
)  # fmt: skip

Row = tuple[PlainCell, ...]
_NOTHING = shorthand_cell(Shorthand.NOT_APPLICABLE)


def exceptions_table(card: Card) -> Iterator[PlainTable]:
    """The exceptions of the card and of its dataset; no table where nothing is outside its range.

    A column that says nothing in any row (nobody rated otherwise, nobody wrote) is left out.
    """
    said = words()["exceptions"]
    rows = [*_of_card(card), *_of_dataset(card)]
    if rows:
        said_nothing = {"officer_rating": _NOTHING, "rating_before": _NOTHING}
        said_nothing |= {"said": PlainCell(said["no_text"]), "by": PlainCell(said["nobody"])}
        kept = [
            at
            for at, (key, _) in enumerate(_COLUMNS)
            if key not in said_nothing or any(row[at] != said_nothing[key] for row in rows)
        ]
        chosen = columns(*(_COLUMNS[at] for at in kept), row_headers=("indicator",))
        cells = tuple(tuple(row[at] for at in kept) for row in rows)
        yield PlainTable(KEY, said["name"], said["title"], chosen, cells)


def _of_card(card: Card) -> Iterator[Row]:
    template = words()["exceptions"]["of_card"] if card.dataset is not None else "{section}"
    for item in card.exceptions.items if card.exceptions else ():
        for rated in item.rows:
            yield (PlainCell(rated.row.name), *_place(template, item), *_indicator(rated), *_said(item))


def _of_dataset(card: Card) -> Iterator[Row]:
    if card.dataset is None:
        return
    dataset = card.dataset.dataset
    template = words()["exceptions"]["of_dataset"] if card.exceptions is not None else "{section}"
    for item in card.dataset.items:
        for rated in item.rows:
            yield (PlainCell(rated.row.name), *_place(template, item), *_row(dataset, rated), *_said(item))


def _place(template: str, item: ExceptionItem[R]) -> Row:
    section = item.section or wording()["exceptions"]["no_section"]
    return PlainCell(template.format(section=section)), PlainCell(item.heading.value)


def _said(item: ExceptionItem[R]) -> Row:
    """What people say of it, and who; a text of an earlier period is marked so."""
    entry, said = item.entry, wording()["exceptions"]
    if entry is None:
        return PlainCell(words()["exceptions"]["no_text"]), PlainCell(words()["exceptions"]["nobody"])
    text = entry.text.strip()
    if item.carried_from is not None:
        text = f"{said['carried'].format(period=column_label(item.carried_from))}\n{text}"
    by = ", ".join(part for part in (entry.author, entry.date) if part)
    return text_cell(text, words()["exceptions"]["no_text"]), text_cell(by, words()["exceptions"]["nobody"])


def _indicator(rated: RatedIndicator) -> Row:
    """Latest figure, period, range, ratings and distance of an indicator of the card."""
    a, said = rated.assessment, words()
    before = _NOTHING
    if rated.changed_from is not None:
        rag, period = rated.changed_from
        before = PlainCell(said["exceptions"]["was"].format(rating=rag.word, period=period))
    return (
        latest_cell(a),
        text_cell(a.period_label, said["not_stated"]),
        range_cell(a.expected, a.indicator.unit),
        rating_cell(a.rating, a.latest),
        officer_cell(a.override),
        before,
        text_cell(without_colour(a.explanation), said["exceptions"]["no_distance"]),
    )


def _row(dataset: Dataset, rated: RatedRow) -> Row:
    """The same of a row of the dataset, in its current period."""
    row, period, said = rated.row, dataset.current, words()
    found = row.values.get(period, NO_PERIOD) if period else NO_PERIOD
    distance = ""
    if isinstance(found, Missing):
        latest = figure_cell(found, row.unit, 0)
    else:
        decimals = shown_decimals(found, row.unit)
        latest = figure_cell(found.number, row.unit, decimals)
        if isinstance(rated.rating, RagRating):
            distance = without_colour(explain_rating(found.number, rated.rating, row.unit, decimals))
    return (
        latest,
        PlainCell(column_label(period)) if period else PlainCell(said["not_stated"]),
        range_cell(row.expected, row.unit),
        rating_cell(rated.rating),
        officer_cell(rated.override),
        _NOTHING,
        text_cell(distance, said["exceptions"]["no_distance"]),
    )
