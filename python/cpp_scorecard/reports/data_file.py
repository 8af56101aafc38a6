"""The figures as data: one tidy file, a figure a row, with a dictionary of its columns and values.

Percentages are in per cent and nothing is more exact than what is printed. Both files are UTF-8 with a byte order mark,
as the Department for Education's own are: without it a double click in Excel garbles every dash. Lines end as RFC 4180
has them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from cpp_scorecard.core.dataset import column_label
from cpp_scorecard.core.direction import Direction
from cpp_scorecard.core.indicator import Unit
from cpp_scorecard.core.rag import RagRating
from cpp_scorecard.core.series import Status
from cpp_scorecard.reports.plain_cells import (
    bound_cell,
    compared_cell,
    count_cell,
    direction_cell,
    interval_cells,
    latest_cell,
    words,
)
from cpp_scorecard.reports.plain_dataset import given_cell
from cpp_scorecard.reports.plain_glance import glance_cell, similar_cell
from cpp_scorecard.reports.plain_panels import panel_cell, spotlight_tables

if TYPE_CHECKING:
    from cpp_scorecard.core.assessment import Assessment
    from cpp_scorecard.core.plain_table import PlainCell
    from cpp_scorecard.reports.card import Card

DATA = "data.csv"
DICTIONARY = "data-dictionary.csv"
_LIVE = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula ("CSV injection", OWASP)."""

Row = tuple[str, ...]


def data_files(card: Card) -> dict[str, bytes]:
    """The data and its dictionary by name; the same bytes for the same card."""
    said = words()["data"]
    return {
        DATA: _written(tuple(said["columns"]), _rows(card)),
        DICTIONARY: _written(tuple(said["headers"]), _dictionary()),
    }


def _written(header: Row, rows: Iterable[Row]) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return buffer.getvalue().encode("utf-8-sig")


def _dictionary() -> Iterator[Row]:
    said = words()["data"]
    yield said["file"], "", "", said["apostrophe"]
    for column, (kind, meaning) in said["columns"].items():
        yield column, "", kind, meaning
        for value, means in said["values"].get(column, {}).items():
            yield column, value, "", means


def _rows(card: Card) -> Iterator[Row]:
    for a in card.assessments:
        yield from _indicator(a)
    yield from _glance(card)
    yield from _spotlight(card)
    yield from _dataset(card)


def _figure(place: Sequence[str], measure: str, period: str, unit: Unit, cell: PlainCell, **more: str) -> Row:
    """One row; `place` is report, group, indicator and reporting code."""
    meanings = words()["data"]["values"]["shown"]
    missing = meanings[cell.shorthand.value].rstrip(".") if cell.shorthand else ""
    said = (*place, measure, period, unit.value)
    status = missing or more.get("status", "")
    return (
        *(_harmless(text) for text in said),
        _value(cell),
        cell.text if cell.number is not None else _harmless(cell.text),
        _harmless(status),
        more.get("rating", ""),
        more.get("direction", ""),
    )


def _value(cell: PlainCell) -> str:
    if cell.number is None:
        return ""
    return f"{cell.number * (100 if cell.unit.is_percentage else 1):.{cell.decimals}f}"


def _harmless(text: str) -> str:
    """A text on one line that no spreadsheet takes for a formula."""
    plain = " ".join(text.split())
    return f"'{plain}" if plain.startswith(_LIVE) else plain


def _indicator(a: Assessment) -> Iterator[Row]:
    indicator = a.indicator
    place = ("scorecard", indicator.domain, indicator.name, indicator.how_reported.code)
    unit, period = indicator.unit, a.period_label
    status = "; ".join(sorted(status.value for status in a.latest.statuses if status is not Status.FINAL))
    rating = a.rating.rag.word if isinstance(a.rating, RagRating) else ""
    yield _figure(place, "latest", period, unit, latest_cell(a), status=status, rating=rating)
    yield _figure(place, "actual", period, Unit.NUMBER, count_cell(a.latest.actual))
    yield _figure(place, "possible", period, Unit.NUMBER, count_cell(a.latest.possible))
    low, high = interval_cells(a)
    yield _figure(place, "interval_low", period, unit, low)
    yield _figure(place, "interval_high", period, unit, high)
    yield _figure(place, "range_low", period, unit, bound_cell(a.expected.low, unit))
    yield _figure(place, "range_high", period, unit, bound_cell(a.expected.high, unit))
    for name in ("month_ago", "year_ago", "similar"):
        comparison = getattr(a, name)
        judged = "" if comparison.direction is Direction.NONE else direction_cell(a, comparison).text
        yield _figure(place, name, comparison.period, unit, compared_cell(a, comparison), direction=judged)


def _glance(card: Card) -> Iterator[Row]:
    for table in card.glance:
        for row in table.rows:
            group = f"{table.table.title}: {row.row.category}"
            place, unit = ("at-a-glance", group, row.row.measure, ""), row.row.kind.unit
            for at, header in enumerate(table.table.headers):
                yield _figure(place, "figure", header, unit, glance_cell(row, at))
            if table.table.similar_header:
                yield _figure(place, "similar", table.table.similar_header, unit, similar_cell(row))


def _spotlight(card: Card) -> Iterator[Row]:
    for placed in spotlight_tables(card):
        panel = placed.panel
        place = ("spotlight", f"{placed.spotlight.title}: {placed.page.title}")
        for row in panel.rows:
            for at, column in enumerate(panel.columns):
                where = (*place, f"{panel.title}: {row.label}", "")
                yield _figure(where, column, "", panel.unit_at(row, at), panel_cell(panel, row, at))


def _dataset(card: Card) -> Iterator[Row]:
    if card.dataset is None:
        return
    dataset = card.dataset.dataset
    current = dataset.current
    for rated in card.dataset.rated:
        row = rated.row
        place, unit = ("dataset", row.area, row.name, ""), row.unit
        for period in dataset.periods:
            rating = rated.rating.rag.word if period == current and isinstance(rated.rating, RagRating) else ""
            cell = given_cell(row, row.values.get(period))
            yield _figure(place, "figure", column_label(period), unit, cell, rating=rating)
        yield _figure(place, "range_low", "", unit, bound_cell(row.expected.low, unit))
        yield _figure(place, "range_high", "", unit, bound_cell(row.expected.high, unit))
        for name in dataset.comparators:
            yield _figure(place, name, "", unit, given_cell(row, row.comparators.get(name)))
