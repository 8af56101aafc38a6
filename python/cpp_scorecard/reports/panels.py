"""One panel on a sheet: title, unit, table, native chart and note, kept together on one page."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cpp_scorecard.core.indicator import Unit
from cpp_scorecard.core.panel import ChartKind, Panel, PanelChart, PanelRow, SeriesIn
from cpp_scorecard.core.series import Missing
from cpp_scorecard.reports.numbers import number_format, with_margin
from cpp_scorecard.reports.wording import wording
from cpp_scorecard.sheets.chart_model import Chart, ChartSeries
from cpp_scorecard.sheets.fit import Block, row_height
from cpp_scorecard.sheets.model import Area, Formula, LayoutError, Role, a1

if TYPE_CHECKING:
    from cpp_scorecard.reports.layout import SheetLayout

_TITLE, _GAP, _ROW, _FILLER = 21.0, 12.0, 16.5, 15.0
_BESIDE = 55.0
"""Characters that must be left beside the table for the chart to stand there; else it stands below."""
_WIDEST = 110.0
"""A chart beside its table is no wider than so many characters: longer bars are not easier to compare."""
_TALLEST = 540.0
"""Points: a panel stays on one page."""
_EACH = {ChartKind.COLUMN: 5.0, ChartKind.LINE: 5.0}
"""Characters that a category of an upright chart needs at least."""


def place_panel(sheet: SheetLayout, row: int, panel: Panel) -> int:
    """Place `panel` from `row` on and return the next free row.

    The chart stands right of a narrow table and below a wide one. First row and height in points are added to
    `sheet.blocks`, so that the caller can keep the panel on one page (`bands.breaks_between`). A series with a gap
    is drawn from cells right of the printed columns, empty where the table shows a token: Excel draws text as zero.

    Raises:
        LayoutError: the table has more columns than the sheet prints, its chart mixes units or has no
            alternative text.
    """
    if len(panel.columns) > sheet.last_printed:
        raise LayoutError(f"{panel.title}: {len(panel.columns)} columns are more than the sheet prints")
    top = row
    _across(sheet, row, panel.title, Role.HEADING)
    sheet.heights[row] = _TITLE
    row += 1
    if panel.unit_label:
        sheet.line(row, panel.unit_label, Role.SUBTITLE, panel.unit_label)
        row += 1
    table = _Table(sheet, panel, row)
    row = table.place()
    drawn = panel.chart is not None and _has_figures(panel, panel.chart)
    if panel.chart is not None and drawn:
        row = _place_chart(table, panel.chart, row)
    if panel.note:
        sheet.line(row, panel.note, Role.FOOTNOTE, panel.note)
        row += 1
    sheet.heights[row] = _GAP
    row += 1
    sheet.blocks.append((top, sum(sheet.heights[place] for place in range(top, row))))
    return row


def _across(sheet: SheetLayout, row: int, text: str, role: Role) -> None:
    sheet.put(row, 0, text, role)
    if sheet.last_printed:
        sheet.merges.append(Area(row, 0, row, sheet.last_printed))


# --- the table -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Table:
    """The table of a panel: header in the row `header`, one row for each of the panel's below it."""

    sheet: SheetLayout
    panel: Panel
    header: int

    def place(self) -> int:
        """Place header and rows; the next free row."""
        sheet, panel = self.sheet, self.panel
        looks = sheet.theme.looks
        sheet.put(self.header, 0, None, Role.HEADER)
        blocks = []
        for column, text in enumerate(panel.columns, 1):
            sheet.put(self.header, column, text, Role.HEADER)
            blocks.append(Block.of(text, sheet.width(column), looks[Role.HEADER]))
        sheet.heights[self.header] = row_height(blocks, minimum=18)
        for row, entry in enumerate(panel.rows, self.header + 1):
            sheet.put(row, 0, entry.label, Role.INDICATOR)
            label = Block.of(entry.label, sheet.width(0), looks[Role.INDICATOR])
            sheet.heights[row] = row_height([label], minimum=_ROW)
            for column, value in enumerate(entry.values):
                if isinstance(value, Missing):
                    sheet.put(row, column + 1, value.token or None, Role.MISSING, note=f"No figure: {value.text}.")
                else:
                    code = with_margin(self.format(entry, column))
                    sheet.put(row, column + 1, value, Role.FIGURE, number_format=code)
        return self.header + 1 + len(panel.rows)

    def decimals(self, entry: PanelRow, column: int) -> int:
        """Decimals of one figure: the row's, where the column has no unit of its own."""
        return entry.decimals if self.panel.unit_at(entry, column) is entry.unit else 0

    def format(self, entry: PanelRow, column: int) -> str:
        """The number format of one figure."""
        return number_format(self.panel.unit_at(entry, column), self.decimals(entry, column))

    def cells(self, chart: PanelChart, place: int) -> list[tuple[int, int]]:
        """The figures of a series, as places among the panel's rows and columns."""
        if chart.series_in is SeriesIn.ROWS:
            return [(place, column) for column in range(len(self.panel.columns))]
        return [(row, place) for row in range(self.categories(chart))]

    def categories(self, chart: PanelChart) -> int:
        """How many columns or rows are drawn: rows at the end that have nothing to draw are in the table alone."""
        if chart.series_in is SeriesIn.ROWS:
            return len(self.panel.columns)
        drawn = (any(not isinstance(row.values[at], Missing) for at in chart.shown) for row in self.panel.rows)
        return max(place for place, is_drawn in enumerate(drawn, 1) if is_drawn)


def _has_figures(panel: Panel, chart: PanelChart) -> bool:
    by_rows = chart.series_in is SeriesIn.ROWS
    return any(
        not isinstance(value, Missing)
        for row, entry in enumerate(panel.rows)
        for column, value in enumerate(entry.values)
        if (row if by_rows else column) in chart.shown
    )


# --- the chart -----------------------------------------------------------------------------------


def _place_chart(table: _Table, chart: PanelChart, row: int) -> int:
    """Place the chart beside or below the table that ends above `row`; the next free row."""
    sheet, panel = table.sheet, table.panel
    count = table.categories(chart)
    tall = _height(chart, count)
    first, last = len(panel.columns) + 1, sheet.last_printed
    beside = sheet.span_width(first, last) if first <= last else 0.0
    if beside >= max(_BESIDE, count * _EACH.get(chart.kind, 0)):
        while last > first and sheet.span_width(first, last) > _WIDEST:
            last -= 1
        start = table.header
        lacking = tall - sum(sheet.heights[place] for place in range(start, row))
    else:
        sheet.heights[row] = _GAP / 2
        row += 1
        first, last, start, lacking = 0, sheet.last_printed, row, tall
    for _ in range(max(0, math.ceil(lacking / _FILLER))):
        sheet.heights[row] = _FILLER
        row += 1
    sheet.charts.append(_chart(table, chart, Area(start, first, row - 1, last)))
    return row


def _height(chart: PanelChart, categories: int) -> float:
    """Points that the chart needs to be read."""
    several = len(chart.shown) > 1
    if chart.kind is ChartKind.BAR:
        return min(_TALLEST, max(60.0, categories * (len(chart.shown) * 15.0 + 6) + (24 if several else 6)))
    if chart.kind is ChartKind.STACKED:
        return min(_TALLEST, categories * 45.0 + 20 + 15 * -(-len(chart.shown) // 3))
    return 195.0 if chart.kind is ChartKind.LINE else 180.0


def _chart(table: _Table, chart: PanelChart, at: Area) -> Chart:
    panel, header = table.panel, table.header
    by_rows = chart.series_in is SeriesIn.ROWS
    across = Area(header, 1, header, len(panel.columns))
    down = Area(header + 1, 0, header + table.categories(chart), 0)
    drawn = [where for place in chart.shown for where in table.cells(chart, place)]
    units = {panel.unit_at(panel.rows[row], column) for row, column in drawn}
    if len({unit.is_percentage for unit in units}) > 1:
        raise LayoutError(f"{panel.title}: the chart mixes percentages with other figures")
    unit = next((unit for unit in Unit if unit in units), Unit.NUMBER)
    decimals = max(table.decimals(panel.rows[row], column) for row, column in drawn)
    figures = [value for row, column in drawn if not isinstance(value := panel.rows[row].values[column], Missing)]
    return Chart(
        kind=chart.kind,
        at=at,
        categories=across if by_rows else down,
        series=tuple(
            ChartSeries(
                values=_figures(table, chart, place),
                name=_name(panel, header, place, by_rows=by_rows),
                context=place in chart.context,
            )
            for place in chart.shown
        ),
        alternative=panel.alternative,
        number_format=number_format(unit, decimals),
        focus=chart.focus if chart.focus is not None and chart.focus < table.categories(chart) else None,
        from_zero=chart.kind is not ChartKind.LINE or min(figures) < max(figures) * 0.6,
    )


def _name(panel: Panel, header: int, place: int, *, by_rows: bool) -> str | tuple[int, int]:
    """The cell with the name of a series; the panel's title where the cell is empty."""
    if by_rows:
        return (header + 1 + place, 0) if panel.rows[place].label else panel.title
    return (header, place + 1) if panel.columns[place] else panel.title


def _figures(table: _Table, chart: PanelChart, place: int) -> Area:
    """The cells that a series is drawn from: the table's own, or beside the page where some figures are missing."""
    sheet, panel = table.sheet, table.panel
    cells = table.cells(chart, place)
    (top, left), (bottom, right) = cells[0], cells[-1]
    area = Area(table.header + 1 + top, 1 + left, table.header + 1 + bottom, 1 + right)
    if not any(isinstance(panel.rows[row].values[column], Missing) for row, column in cells):
        return area
    shift = sheet.last_printed + 1
    for row, column in cells:
        value = panel.rows[row].values[column]
        if not isinstance(value, Missing):
            at = table.header + 1 + row, 1 + column
            code = table.format(panel.rows[row], column)
            sheet.put(at[0], at[1] + shift, Formula(f"={a1(*at)}", value), Role.WORKING, number_format=code)
    heading = (table.header, 1 + shift)
    if not any((cell.row, cell.column) == heading for cell in sheet.cells):
        sheet.put(*heading, wording()["panels"]["behind"], Role.WORKING)
        sheet.merges.append(Area(*heading, heading[0], heading[1] + 4))
    return Area(area.first_row, area.first_column + shift, area.last_row, area.last_column + shift)
