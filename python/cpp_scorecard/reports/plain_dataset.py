"""The exception dataset as plain tables: the whole grid with one header row, and the annual strips as a long table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cpp_scorecard.core.dataset import Dataset, DatasetRow, column_label
from cpp_scorecard.core.indicator import Unit
from cpp_scorecard.core.period import PeriodKind
from cpp_scorecard.core.plain_table import PlainCell, PlainColumn, PlainTable, Shorthand, figure_cell, shorthand_cell
from cpp_scorecard.core.recompute import shown_decimals
from cpp_scorecard.core.series import NO_PERIOD, Figure, Missing
from cpp_scorecard.reports.plain_cells import bound_cell, columns, officer_cell, rating_cell, text_cell, words
from cpp_scorecard.reports.plain_headers import apart
from cpp_scorecard.reports.wording import wording

if TYPE_CHECKING:
    from cpp_scorecard.core.exceptions import RatedRow
    from cpp_scorecard.core.strips import Strip
    from cpp_scorecard.reports.card import Card

KEY = "dataset"
STRIPS = "strips"
_KINDS = (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR)
_NOTHING = shorthand_cell(Shorthand.NOT_APPLICABLE)

Row = tuple[PlainCell, ...]


def dataset_table(card: Card) -> Iterator[PlainTable]:
    """Every row of the dataset with all its columns; no table where the card has no dataset."""
    if card.dataset is None or not card.dataset.rated:
        return
    said, headers = words(), words()["headers"]
    dataset = card.dataset.dataset
    periods = [period for kind in _KINDS for period in dataset.of_kind(kind)]
    current = column_label(dataset.current) if dataset.current else ""
    named = apart(
        [
            *(headers[key] for key in ("indicator", "area", "type", "unit")),
            *(column_label(period) for period in periods),
            headers["low"],
            headers["high"],
            headers["rating_of"].format(period=current).strip(),
            headers["officer_rating"],
            *(headers["comparator"].format(name=name) for name in dataset.comparators),
        ]
    )
    rows = [_row(dataset, rated) for rated in card.dataset.rated]
    if dataset.population:
        rows.insert(0, _population(dataset, len(named)))
    yield PlainTable(
        key=KEY,
        name=said["dataset"]["name"],
        title=said["dataset"]["title"].format(count=len(card.dataset.rated)),
        columns=tuple(
            PlainColumn(header, width, is_row_header=not at)
            for at, (header, width) in enumerate(zip(named, [56.0, 24.0, *(13.0,) * (len(named) - 2)], strict=True))
        ),
        rows=tuple(rows),
    )


def _row(dataset: Dataset, rated: RatedRow) -> Row:
    row, said = rated.row, words()
    return (
        PlainCell(row.name),
        text_cell(row.area, said["not_stated"]),
        text_cell(row.printed_type, said["not_stated"]),
        PlainCell(row.unit.value),
        *(given_cell(row, row.values.get(p)) for kind in _KINDS for p in dataset.of_kind(kind)),
        bound_cell(row.expected.low, row.unit),
        bound_cell(row.expected.high, row.unit),
        rating_cell(rated.rating),
        officer_cell(rated.override),
        *(given_cell(row, row.comparators.get(name)) for name in dataset.comparators),
    )


def _population(dataset: Dataset, width: int) -> Row:
    """The children that rates are of, as the first row: each column has its own."""
    people = [
        figure_cell(dataset.population[p], Unit.NUMBER, 0) if p in dataset.population else _NOTHING
        for kind in _KINDS
        for p in dataset.of_kind(kind)
    ]
    before = (PlainCell(words()["dataset"]["population"]), _NOTHING, _NOTHING, PlainCell(Unit.NUMBER.value))
    return (*before, *people, *(_NOTHING,) * (width - len(before) - len(people)))


def given_cell(row: DatasetRow, found: Figure | Missing | None) -> PlainCell:
    """A figure as the workbook has it, with the decimals at which it shows it."""
    if isinstance(found, Figure):
        return figure_cell(found.number, row.unit, shown_decimals(found, row.unit))
    return figure_cell(found or NO_PERIOD, row.unit, 0)


def strips_table(card: Card) -> Iterator[PlainTable]:
    """The annual strips one figure a row, as each indicator has columns of its own."""
    strips = card.dataset.strips if card.dataset else ()
    rows = [row for strip in strips for row in _strip(card, strip)]
    if rows:
        said, headers = words()["strips"], words()["headers"]
        chosen = columns(("indicator", 56.0), row_headers=("indicator",))
        long = [said["report"], said["column"], headers["figure"], headers["unit"]]
        yield PlainTable(
            STRIPS, said["name"], said["title"], (*chosen, *(PlainColumn(h, 20.0) for h in long)), tuple(rows)
        )


def _strip(card: Card, strip: Strip) -> Iterator[Row]:
    assert card.dataset is not None, "a strip is of the dataset"
    dataset, row = card.dataset.dataset, strip.row
    said = wording()["strips"]

    def line(report: str, column: str, cell: PlainCell) -> Row:
        return PlainCell(row.name), PlainCell(report), PlainCell(column), cell, PlainCell(row.unit.value)

    for word, span in (("previous", strip.previous), ("current", strip.current)):
        if span is not None:
            for period in span.periods(dataset):
                yield line(said[word], column_label(period), given_cell(row, row.values.get(period)))
            yield line(said[word], said["low"], bound_cell(span.expected.low, row.unit))
            yield line(said[word], said["high"], bound_cell(span.expected.high, row.unit))
    for name in dataset.comparators:
        yield line(said["comparators"], name, given_cell(row, row.comparators.get(name)))
