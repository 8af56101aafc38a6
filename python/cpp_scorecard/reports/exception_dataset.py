"""The exception dataset as a sheet: the grid as published, judged against both ends of its ranges.

Columns follow the workbook: whatever months, quarters, years and comparators it holds. The quarters of the year that
the ranges speak of are coloured, live, by formulas that stand right of the printed table.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from cpp_scorecard.core.dataset import Dataset, DatasetRow, column_label
from cpp_scorecard.core.exceptions import can_be_rated, rate_row
from cpp_scorecard.core.indicator import Polarity, Unit
from cpp_scorecard.core.period import PeriodKind, ReportingPeriod
from cpp_scorecard.core.printing import cell_list, decimals_needed
from cpp_scorecard.core.rag import RagRating
from cpp_scorecard.core.recompute import recompute, shown_decimals
from cpp_scorecard.core.series import Figure, Missing
from cpp_scorecard.reports.bands import breaks_between
from cpp_scorecard.reports.formulas import RatingCells, rating_formula
from cpp_scorecard.reports.layout import SheetLayout, footer_text
from cpp_scorecard.reports.live import rating_rules
from cpp_scorecard.reports.numbers import number_format, with_margin, with_room
from cpp_scorecard.reports.wording import wording
from cpp_scorecard.sheets.fit import Block, row_height
from cpp_scorecard.sheets.model import (
    Area,
    ColumnSpec,
    Formula,
    PrintSetup,
    Role,
    SheetModel,
    a1,
)
from cpp_scorecard.sheets.paper import DEFAULT_HEIGHT, PAPER, print_scale

if TYPE_CHECKING:
    from cpp_scorecard.reports.card import Card
    from cpp_scorecard.sheets.theme import Theme

KEY = "dataset"
NAME = "Exception Dataset"
ANNUAL_KEY = "annual"
ANNUAL_NAME = "Annual performance"
_AREA, _NAME, _TYPE, _FIRST = 0, 1, 2, 3
_WIDTHS = {_AREA: 15.0, _NAME: 50.0, _TYPE: 10.5}
_PERIOD_WIDTH, _RATED_WIDTH, _WORKING_WIDTH = 7.7, 9.7, 10.0
_ROOM = 880.0
"""Points of rows on an A3 page under the repeated header, at the scale that the widths of a whole dataset ask for."""
_AIR = 0.97
"""The share of a page that is filled: printers draw a little larger than they should."""
_KINDS = ((PeriodKind.MONTH, "months"), (PeriodKind.QUARTER, "quarters"), (PeriodKind.YEAR, "years"))


class _Grid(SheetLayout):
    """The sheet with its columns worked out from the dataset: whatever periods and comparators it has."""

    def __init__(self, card: Card, dataset: Dataset, theme: Theme, shown: Iterable[ReportingPeriod]) -> None:
        self.dataset = dataset
        chosen = set(shown)
        self.periods = [period for kind, _ in _KINDS for period in dataset.of_kind(kind) if period in chosen]
        current = dataset.current
        self.rated = [p for p in self.periods if current and _is_rated_with(p, current)]
        self.low = _FIRST + len(self.periods)
        self.high = self.low + 1
        self.workings = self.high + len(dataset.comparators) + 1
        super().__init__(KEY, card, theme, self._default_width, last_printed=self.workings - 1)

    def column(self, period: ReportingPeriod) -> int:
        return _FIRST + self.periods.index(period)

    def rating_column(self, period: ReportingPeriod) -> int:
        return self.workings + 3 + self.rated.index(period)

    def _default_width(self, column: int) -> float:
        if column in _WIDTHS:
            return _WIDTHS[column]
        if column >= self.workings:
            return _WORKING_WIDTH
        is_rated = column < self.low and self.periods[column - _FIRST] in self.rated
        return _RATED_WIDTH if is_rated else _PERIOD_WIDTH


def _is_rated_with(period: ReportingPeriod, current: ReportingPeriod) -> bool:
    """Columns of the current one's kind in its financial year: the year that the ranges speak of."""
    return period.kind is current.kind and period.first_month.financial_year == current.first_month.financial_year


def dataset_sheet(card: Card, theme: Theme) -> SheetModel:
    """The whole grid of `card`'s dataset as a sheet."""
    assert card.dataset is not None, "the card has a dataset"
    dataset = card.dataset.dataset
    grid = _Grid(card, dataset, theme, dataset.periods)
    return _laid_out(grid, KEY, NAME, wording()["dataset"]["title"])


def annual_sheet(card: Card, theme: Theme) -> SheetModel:
    """The annual performance table: the same grid over the span of columns that the Settings name."""
    assert card.dataset is not None, "the card has a dataset"
    grid = _Grid(card, card.dataset.dataset, theme, card.dataset.annual)
    return _laid_out(grid, ANNUAL_KEY, ANNUAL_NAME, wording()["dataset"]["annual_title"])


def _laid_out(grid: _Grid, key: str, name: str, title: str) -> SheetModel:
    card, words = grid.card, wording()["dataset"]
    grid.put(0, 0, title, Role.TITLE)
    grid.put(1, 0, card.subtitle, Role.SUBTITLE)
    grid.heights |= {0: 30, 1: 18}
    header = 3
    _header(grid, header)
    row = header + 3
    by_format: dict[ReportingPeriod, dict[str, list[int]]] = {period: {} for period in grid.rated}
    blocks: list[tuple[int, float]] = []
    for section, members in groupby(grid.dataset.rows, key=lambda r: r.section):
        begins = row
        if section:
            grid.put(row, 0, section, Role.HEADING)
            grid.heights[row] = 21
            row += 1
        for area, rows in groupby(members, key=lambda r: r.area):
            top = row
            for data_row in rows:
                _row(grid, row, data_row, by_format)
                row += 1
            _area(grid, area, top, row - 1)
            blocks.append((begins, sum(grid.heights[r] for r in range(begins, row))))
            begins = row
    for period, formats in by_format.items():
        grid.rules += rating_rules(formats, grid.column(period), grid.rating_column(period))
    for note in words["footnotes"]:
        grid.line(row, note, Role.FOOTNOTE, note)
        row += 1
    setup = PrintSetup(
        area=Area(0, 0, row - 1, grid.last_printed),
        repeat_rows=(header, header + 2),
        footer=f"&L&9{footer_text(f'{name} · {card.subtitle}')}&R&9Page &P of &N",
    )
    return SheetModel(
        key=key,
        name=name,
        cells=tuple(grid.cells),
        merges=tuple(grid.merges),
        columns=tuple(
            ColumnSpec(c, grid.width(c), outline_level=int(c >= grid.workings))
            for c in range(grid.workings + 3 + len(grid.rated))
        ),
        row_heights=tuple(sorted(grid.heights.items())),
        rules=tuple(grid.rules),
        freeze=(header + 3, _TYPE),
        zoom=80,
        print_setup=replace(setup, breaks_before_rows=breaks_between(blocks, _room(grid, setup))),
    )


def _room(grid: _Grid, setup: PrintSetup) -> float:
    """Points of rows that fit on a page under the repeated header: fewer where fewer columns print larger."""
    widths = {column: grid.width(column) for column in range(grid.last_printed + 1)}
    scale = print_scale(replace(setup, area=Area(0, 0, 0, grid.last_printed)), widths, {}) / 100
    _, _, top, bottom = setup.margins
    first, last = setup.repeat_rows or (0, -1)
    header = sum(grid.heights.get(row, DEFAULT_HEIGHT) for row in range(first, last + 1))
    return min(_ROOM, (PAPER[setup.paper][0] - top - bottom) * 72 / scale * _AIR - header)


def _area(grid: _Grid, area: str, top: int, bottom: int) -> None:
    """The name of an area beside its rows; they grow where they are too low together for it."""
    grid.put(top, _AREA, area, Role.INDICATOR)
    if bottom > top:
        grid.merges.append(Area(top, _AREA, bottom, _AREA))
    block = Block.of(area, grid.width(_AREA), grid.theme.looks[Role.INDICATOR])
    lacking = row_height([block]) - sum(grid.heights[row] for row in range(top, bottom + 1))
    if lacking > 0:
        grid.heights[bottom] += lacking


def _header(grid: _Grid, row: int) -> None:
    words = wording()["dataset"]["headers"]
    for column, word in ((_AREA, "area"), (_NAME, "indicator"), (_TYPE, "type")):
        grid.put(row, column, words[word], Role.HEADER)
        grid.merges.append(Area(row, column, row + 1, column))
    groups = [
        (words[word], [(grid.column(p), column_label(p)) for p in grid.periods if p.kind is kind])
        for kind, word in _KINDS
    ]
    groups.append((words["range"], [(grid.low, words["low"]), (grid.high, words["high"])]))
    comparators = [(grid.high + 1 + at, name) for at, name in enumerate(grid.dataset.comparators)]
    groups.append((words["comparators"], comparators))
    workings = ["tolerance", "mode", "at_zero"]
    labels = [(grid.workings + at, words[word]) for at, word in enumerate(workings)]
    labels += [(grid.rating_column(p), words["rating"].format(period=column_label(p))) for p in grid.rated]
    groups.append((words["workings"], labels))
    blocks: list[Block] = []
    for group, leaves in groups:
        if not leaves:
            continue
        first, last = leaves[0][0], leaves[-1][0]
        grid.put(row, first, group, Role.HEADER_GROUP)
        if last > first:
            grid.merges.append(Area(row, first, row, last))
        for column, text in leaves:
            grid.put(row + 1, column, text, Role.HEADER)
            blocks.append(Block.of(text, grid.width(column), grid.theme.looks[Role.HEADER]))
    grid.heights[row] = 18
    grid.heights[row + 1] = row_height(blocks, minimum=18)
    grid.put(row + 2, _NAME, words["population"], Role.FOOTNOTE)
    for period in grid.periods:
        people = grid.dataset.population.get(period)
        if people is not None:
            grid.put(row + 2, grid.column(period), people, Role.WORKING, number_format=with_margin("#,##0"))


def _row(grid: _Grid, row: int, data: DatasetRow, by_format: dict[ReportingPeriod, dict[str, list[int]]]) -> None:
    grid.put(row, _NAME, data.name, Role.INDICATOR, note=data.why or None)
    look = grid.theme.looks[Role.INDICATOR]
    grid.heights[row] = row_height([Block.of(data.name, grid.width(_NAME), look)], minimum=16.5)
    grid.put(row, _TYPE, data.printed_type, Role.CENTRED)
    for period in grid.periods:
        _figure(grid, row, data, period, by_format)
    for column, bound in ((grid.low, data.expected.low), (grid.high, data.expected.high)):
        if bound is None:
            grid.put(row, column, None, Role.MISSING)
        else:
            fmt = with_margin(number_format(data.unit, decimals_needed(bound, data.unit)))
            grid.put(row, column, bound, Role.FIGURE, number_format=fmt)
    for at, name in enumerate(grid.dataset.comparators):
        _given(grid, row, grid.high + 1 + at, data, data.comparators.get(name))
    tolerance = data.tolerance
    grid.put(row, grid.workings, tolerance.size, Role.WORKING, number_format="0.##%")
    grid.put(row, grid.workings + 1, tolerance.mode.value, Role.WORKING)
    grid.put(row, grid.workings + 2, tolerance.at_zero, Role.WORKING, number_format=_base(data, None))
    for period in grid.rated:
        _rating(grid, row, data, period)


def _figure(
    grid: _Grid,
    row: int,
    data: DatasetRow,
    period: ReportingPeriod,
    by_format: dict[ReportingPeriod, dict[str, list[int]]],
) -> None:
    column = grid.column(period)
    found = data.values.get(period)
    if not isinstance(found, Figure) or period not in grid.rated:
        _given(grid, row, column, data, found)
        return
    base = _base(data, found)
    by_format[period].setdefault(base, []).append(row)
    computed = recompute(grid.dataset, data, period)
    note = f"From {cell_list([found.where])}."
    if computed.number is not None:
        note += f" By the rules: {computed.how}, from {cell_list(computed.cells)}."
    rating = rate_row(data, period)
    if isinstance(rating, RagRating):
        note += f" {rating.rag.word} against the range that the workbook gives."
    elif data.expected.low is not None or data.expected.high is not None:
        note += f" Its range is {data.range_basis.value}, so this column is not judged by it."
    link = grid.card.link_to(found.where)
    grid.put(row, column, found.number, Role.LATEST, number_format=with_room(base), note=note, link=link)


def _base(data: DatasetRow, figure: Figure | None) -> str:
    decimals = shown_decimals(figure, data.unit) if figure else int(data.unit is Unit.RATE)
    return number_format(data.unit, decimals)


def _given(grid: _Grid, row: int, column: int, data: DatasetRow, found: Figure | Missing | None) -> None:
    """A cell as the workbook has it; a remark such as provisional becomes its note."""
    if isinstance(found, Figure):
        note = f"Marked {found.status.value} in the workbook." if found.status.value else None
        fmt = with_margin(_base(data, found))
        grid.put(row, column, found.number, Role.FIGURE, number_format=fmt, note=note)
    else:
        grid.put(row, column, found.token if found else None, Role.MISSING)


def _rating(grid: _Grid, row: int, data: DatasetRow, period: ReportingPeriod) -> None:
    """The rating's formula; a range that does not speak of the column gives none."""
    if not can_be_rated(data, period):
        grid.put(row, grid.rating_column(period), "", Role.WORKING)
        return

    def ref(column: int) -> str:
        return a1(row, column, fixed_column=True)

    cells = RatingCells(
        value=ref(grid.column(period)),
        low=ref(grid.low),
        high=ref(grid.high),
        polarity=f'"{Polarity.RANGE.value}"',
        tolerance=ref(grid.workings),
        mode=ref(grid.workings + 1),
        at_zero=ref(grid.workings + 2),
    )
    rating = rate_row(data, period)
    letter = rating.rag.value if isinstance(rating, RagRating) else ""
    grid.put(row, grid.rating_column(period), Formula(rating_formula(cells), letter), Role.WORKING)
