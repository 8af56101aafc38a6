"""At a Glance: the summary tables as published, side by side on one page where they fit, else one below the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from cpp_scorecard.core.at_a_glance import MeasureKind, ReportedRow, ReportedTable, shown_decimals
from cpp_scorecard.core.series import Figure, Missing
from cpp_scorecard.reports.at_a_glance_notes import cell_note, scaled_rate, table_source
from cpp_scorecard.reports.layout import SheetLayout, footer_text
from cpp_scorecard.reports.numbers import number_format, with_margin
from cpp_scorecard.reports.wording import wording
from cpp_scorecard.sheets.fit import Block, row_height
from cpp_scorecard.sheets.model import Area, ColumnSpec, PrintSetup, Role, SheetModel

if TYPE_CHECKING:
    from cpp_scorecard.reports.card import Card
    from cpp_scorecard.sheets.theme import Theme

KEY = "at-a-glance"
NAME = "At a Glance"
_CATEGORY, _MEASURE, _GOOD, _PERIOD, _SIMILAR, _BETWEEN = 15.0, 51.0, 12.0, 12.0, 15.0, 3.0
_MOST_ROWS_BESIDE = 48
"""Rows that a page holds beside each other at a size that can be read; longer tables stand one below the other."""
_ROW = 16.5


@dataclass(frozen=True, slots=True)
class _Stack:
    """Tables one below the other, with the columns that they share; `first` is their first column."""

    tables: tuple[ReportedTable, ...]
    first: int

    @property
    def has_good(self) -> bool:
        return any(row.row.good for table in self.tables for row in table.rows)

    @property
    def has_similar(self) -> bool:
        return any(table.table.similar_header for table in self.tables)

    @property
    def periods(self) -> int:
        return max(len(table.table.periods) for table in self.tables)

    @property
    def widths(self) -> tuple[float, ...]:
        good = (_GOOD,) if self.has_good else ()
        similar = (_SIMILAR,) if self.has_similar else ()
        return (_CATEGORY, _MEASURE, *good, *(_PERIOD,) * self.periods, *similar)

    @property
    def first_period(self) -> int:
        return self.first + 2 + self.has_good

    @property
    def last(self) -> int:
        return self.first + len(self.widths) - 1

    @property
    def rows(self) -> int:
        """Rows with titles, headers and the gaps between tables."""
        return sum(len(table.rows) + 4 for table in self.tables) - 2


def at_a_glance_sheet(card: Card, theme: Theme) -> SheetModel:
    """The summary tables of `card` as a sheet."""
    words = wording()["at_a_glance"]
    stacks = _stacks(card.glance)
    widths = [width for at, stack in enumerate(stacks) for width in ((_BETWEEN,) if at else ()) + stack.widths]
    sheet = SheetLayout(KEY, card, theme, lambda column: widths[column], len(widths) - 1)
    sheet.put(0, 0, words["title"], Role.TITLE)
    sheet.heights[0] = 30
    sheet.put(1, 0, card.subtitle, Role.SUBTITLE)
    sheet.heights[1] = 18
    top = 3
    if any(table.is_made_up for table in card.glance):
        sheet.line(2, words["caution"], Role.CAUTION, words["caution"])
        sheet.heights[3] = 9
        top = 4
    ends, breaks = [], []
    for stack in stacks:
        row = top
        for at, table in enumerate(stack.tables):
            if at and len(stacks) == 1:
                breaks.append(row)
            row = _place(sheet, stack, table, row, is_low=bool(at) and len(stacks) > 1) + 1
        ends.append(row - 1)
    end = _footnotes(sheet, max(ends))
    return SheetModel(
        key=KEY,
        name=NAME,
        cells=tuple(sheet.cells),
        merges=tuple(sheet.merges),
        columns=tuple(ColumnSpec(column, sheet.width(column)) for column in range(len(widths))),
        row_heights=tuple(sorted(sheet.heights.items())),
        zoom=80,
        print_setup=PrintSetup(
            area=Area(0, 0, end, sheet.last_printed),
            repeat_rows=(0, 1) if breaks else None,
            breaks_before_rows=tuple(breaks),
            footer=f"&L&9{footer_text(card.subtitle)}&R&9Page &P of &N",
        ),
    )


def _stacks(tables: Sequence[ReportedTable]) -> list[_Stack]:
    """One or two stacks: two where a page holds them, divided so that the longer one is as short as can be."""
    together = _Stack(tuple(tables), 0)
    best: list[_Stack] | None = None
    for at in range(1, len(tables)):
        left = _Stack(tuple(tables[:at]), 0)
        pair = [left, _Stack(tuple(tables[at:]), len(left.widths) + 1)]
        if best is None or max(s.rows for s in pair) < max(s.rows for s in best):
            best = pair
    return best if best is not None and max(s.rows for s in best) <= _MOST_ROWS_BESIDE else [together]


def _place(sheet: SheetLayout, stack: _Stack, table: ReportedTable, row: int, *, is_low: bool) -> int:
    """Place one table from `row` on and return the row after it.

    With `is_low` title and header keep to rows of usual height, as rows of another table stand beside them.
    """
    sheet.put(row, stack.first, table.table.title, Role.HEADING)
    sheet.merges.append(Area(row, stack.first, row, stack.last))
    _raise(sheet, row, [], minimum=_ROW if is_low else 24)
    row = _header(sheet, stack, table, row + 1, rows=2 if is_low else 1)
    for category, members in groupby(table.rows, key=lambda reported: reported.row.category):
        first = row
        for reported in members:
            _write_row(sheet, stack, table, reported, row)
            row += 1
        sheet.put(first, stack.first, category, Role.INDICATOR)
        if row - first > 1:
            sheet.merges.append(Area(first, stack.first, row - 1, stack.first))
        else:
            _raise(sheet, first, [(category, stack.first, Role.INDICATOR)])
    return row


def _header(sheet: SheetLayout, stack: _Stack, table: ReportedTable, row: int, rows: int) -> int:
    """Place the header over so many rows and return the row after it."""
    words = wording()["at_a_glance"]["headers"]
    texts = [words["category"], words["measure"], *([words["good"]] if stack.has_good else [])]
    blank = [""] * (stack.periods - len(table.table.headers))
    texts += [*table.table.headers, *blank, *([table.table.similar_header] if stack.has_similar else [])]
    for column, text in enumerate(texts, start=stack.first):
        sheet.put(row, column, text or None, Role.HEADER)
        if rows > 1:
            sheet.merges.append(Area(row, column, row + rows - 1, column))
    looks = sheet.theme.looks
    blocks = [Block.of(text, sheet.width(column), looks[Role.HEADER]) for column, text in enumerate(texts, stack.first)]
    last = row + rows - 1
    for above in range(row, last):
        _raise(sheet, above, [])
    room = sum(sheet.heights[above] for above in range(row, last))
    sheet.heights[last] = max(sheet.heights.get(last, _ROW), row_height(blocks, minimum=_ROW) - room)
    return last + 1


def _write_row(sheet: SheetLayout, stack: _Stack, table: ReportedTable, reported: ReportedRow, row: int) -> None:
    source = reported.row
    sheet.put(row, stack.first + 1, source.measure, Role.INDICATOR)
    if stack.has_good:
        sheet.put(row, stack.first + 2, source.good or None, Role.CENTRED)
    for place in range(stack.periods):
        column = stack.first_period + place
        if place >= len(source.figures):
            sheet.put(row, column, None, Role.FIGURE)
        elif place == 0:
            _write_now(sheet, table, reported, row, column)
        else:
            _write_typed(sheet, source.kind, reported, source.figures[place], row, column)
    if stack.has_similar:
        _write_typed(sheet, source.kind, reported, source.similar, row, stack.last)
    _raise(sheet, row, [(source.measure, stack.first + 1, Role.INDICATOR)])


def _write_now(sheet: SheetLayout, table: ReportedTable, reported: ReportedRow, row: int, column: int) -> None:
    now, source = reported.now, reported.row
    link = sheet.card.link_to(source.figures[0].where or source.where)
    note = cell_note(table, reported)
    if isinstance(now, Missing):
        sheet.put(row, column, now.token or "-", Role.MISSING, note=note, link=link)
        return
    typed = reported.typed
    usual = source.kind.usual_decimals if source.decimals is None else source.decimals
    fmt = with_margin(number_format(source.kind.unit, shown_decimals(source, typed) if typed else usual))
    sheet.put(row, column, now, Role.LATEST, number_format=fmt, note=note, link=link)


def _write_typed(
    sheet: SheetLayout, kind: MeasureKind, reported: ReportedRow, figure: Figure | Missing, row: int, column: int
) -> None:
    if isinstance(figure, Missing):
        sheet.put(row, column, figure.token or None, Role.MISSING)
        return
    link = sheet.card.link_to(figure.where)
    fmt = with_margin(number_format(kind.unit, shown_decimals(reported.row, figure)))
    sheet.put(row, column, figure.number, Role.FIGURE, number_format=fmt, link=link)


def _raise(sheet: SheetLayout, row: int, texts: list[tuple[str, int, Role]], minimum: float = _ROW) -> None:
    """Make a row at least as high as its texts need: the tables of both stacks share it."""
    blocks = [Block.of(text, sheet.width(column), sheet.theme.looks[role]) for text, column, role in texts]
    sheet.heights[row] = max(sheet.heights.get(row, 0.0), row_height(blocks, minimum=minimum))


def _footnotes(sheet: SheetLayout, row: int) -> int:
    """What stands under the tables; returns the last row."""
    words = wording()["at_a_glance"]
    sheet.heights[row] = 9
    lines = [line for table in sheet.card.glance for line in (table_source(table), scaled_rate(table))]
    if sheet.card.similar_set and any(table.table.similar_header for table in sheet.card.glance):
        lines.append(words["similar"].format(set=sheet.card.similar_set.rstrip(".")))
    lines.append(words["rounding"])
    for line in lines:
        if line:
            row += 1
            sheet.line(row, line, Role.FOOTNOTE, line)
    return row
