"""At a Glance as plain tables: one for each summary table, one row a measure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cpp_scorecard.core.at_a_glance import ReportedRow, ReportedTable, shown_decimals
from cpp_scorecard.core.plain_table import PlainCell, PlainColumn, PlainTable, figure_cell
from cpp_scorecard.core.series import Figure, Missing
from cpp_scorecard.reports.at_a_glance_notes import scaled_rate, table_source
from cpp_scorecard.reports.plain_cells import text_cell, words
from cpp_scorecard.reports.plain_headers import apart
from cpp_scorecard.reports.wording import wording

if TYPE_CHECKING:
    from cpp_scorecard.reports.card import Card

KEY = "at-a-glance"


def glance_tables(card: Card) -> Iterator[PlainTable]:
    """The summary tables of `card` that have rows."""
    for place, table in enumerate((one for one in card.glance if one.rows), 1):
        yield _table(card, table, place)


def _table(card: Card, reported: ReportedTable, place: int) -> PlainTable:
    said, table = words(), reported.table
    headers = [said["headers"]["measure"], said["headers"]["category"]]
    has_good = any(row.row.good for row in reported.rows)
    headers += [said["headers"]["good"]] if has_good else []
    headers += [*table.headers, *([table.similar_header] if table.similar_header else [])]
    named = apart(headers)
    return PlainTable(
        key=KEY,
        name=said["glance"]["name"].format(place=place, title=table.title),
        title=said["glance"]["title"].format(title=table.title),
        columns=tuple(
            PlainColumn(header, width, is_row_header=at == 0)
            for at, (header, width) in enumerate(zip(named, [50.0, 22.0, *(16.0,) * (len(named) - 2)], strict=True))
        ),
        rows=tuple(_row(reported, row, has_good=has_good) for row in reported.rows),
        notes=tuple(_notes(card, reported)),
    )


def _row(reported: ReportedTable, row: ReportedRow, *, has_good: bool) -> tuple[PlainCell, ...]:
    said, source = words(), row.row
    cells = [PlainCell(source.measure), text_cell(source.category, said["not_stated"])]
    cells += [text_cell(source.good, said["not_stated"])] if has_good else []
    for place in range(len(reported.table.periods)):
        cells.append(glance_cell(row, place))
    if reported.table.similar_header:
        cells.append(similar_cell(row))
    return tuple(cells)


def glance_cell(row: ReportedRow, place: int) -> PlainCell:
    """The figure of one period; of the first, the typed one or else the counted one."""
    if place or row.typed is not None:
        return _given(row, row.row.figures[place])
    usual = row.row.kind.usual_decimals if row.row.decimals is None else row.row.decimals
    return figure_cell(row.now, row.row.kind.unit, usual)


def similar_cell(row: ReportedRow) -> PlainCell:
    """The figure of similar councils."""
    return _given(row, row.row.similar)


def _given(row: ReportedRow, figure: Figure | Missing) -> PlainCell:
    if isinstance(figure, Missing):
        return figure_cell(figure, row.row.kind.unit, 0)
    return figure_cell(figure.number, row.row.kind.unit, shown_decimals(row.row, figure))


def _notes(card: Card, table: ReportedTable) -> Iterator[str]:
    said = wording()["at_a_glance"]
    if table.is_made_up:
        yield said["caution"]
    for note in (table_source(table), scaled_rate(table)):
        if note:
            yield note
    if card.similar_set and table.table.similar_header:
        yield said["similar"].format(set=card.similar_set.rstrip("."))
    yield said["rounding"]
