"""The charts of a sheet on their way into the file: planned from the cells, anchored to them, written as parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart as LibraryChart
from xlsxwriter.worksheet import Worksheet

from cpp_scorecard.core.panel import ChartKind
from cpp_scorecard.sheets.chart_bars import plan_bars, plan_stacked
from cpp_scorecard.sheets.chart_elements import plain
from cpp_scorecard.sheets.chart_lines import plan_lines
from cpp_scorecard.sheets.chart_look import Palette
from cpp_scorecard.sheets.chart_plan import Material, Plan
from cpp_scorecard.sheets.chart_xml import chart_xml
from cpp_scorecard.sheets.model import SheetModel, now

if TYPE_CHECKING:
    from cpp_scorecard.sheets.area import Area
    from cpp_scorecard.sheets.chart_model import Chart, ChartSeries
    from cpp_scorecard.sheets.theme import Theme

_MOVE_AND_SIZE = 1
_POINTS_PER_PIXEL = 0.75
_PLANS = {
    ChartKind.BAR: plan_bars,
    ChartKind.COLUMN: plan_bars,
    ChartKind.STACKED: plan_stacked,
    ChartKind.LINE: plan_lines,
}


class _WrittenChart(LibraryChart):
    """A chart that the library places and relates, with a part written by `chart_xml`."""

    def __init__(self, part: bytes, width: int, height: int) -> None:
        super().__init__()
        self._part = part
        self.embedded = True
        self.width, self.height = width, height
        self.series = [{}]  # the library refuses to write a chart that has none

    def _assemble_xml_file(self) -> None:
        self.fh.write(self._part.decode())  # type: ignore[attr-defined]
        self._xml_close()


def place_charts(workbook: Workbook, worksheet: Worksheet, sheet: SheetModel, theme: Theme) -> None:
    """Place the charts of `sheet`, whose columns and row heights `worksheet` already has."""
    if not sheet.charts:
        return
    shown = {(cell.row, cell.column): now(cell.value) for cell in sheet.cells}
    palette = Palette.of(theme)
    for chart in sheet.charts:
        width, height = _pixels(worksheet, chart.at)
        given = material(chart, shown, palette, (width * _POINTS_PER_PIXEL, height * _POINTS_PER_PIXEL))
        written = _WrittenChart(chart_xml(given, plan(given), sheet.name), width, height)
        workbook.charts.append(written)
        worksheet.insert_chart(
            chart.at.first_row,
            chart.at.first_column,
            written,
            {"object_position": _MOVE_AND_SIZE, "description": plain(chart.alternative)},
        )


def material(
    chart: Chart, shown: Mapping[tuple[int, int], object], palette: Palette, size: tuple[float, float]
) -> Material:
    """What `chart` is drawn from: `shown` is what each cell shows now, `size` the width and height in points."""
    return Material(
        chart=chart,
        categories=tuple(str(shown[where]) for where in chart.categories.cells()),
        names=tuple(str(shown[s.name]) if isinstance(s.name, tuple) else s.name for s in chart.series),
        rows=tuple(_figures(shown, series) for series in chart.series),
        width=size[0],
        height=size[1],
        palette=palette,
    )


def plan(given: Material) -> Plan:
    """How a chart is drawn, in a workbook and on a page alike."""
    return _PLANS[given.chart.kind](given)


def _figures(shown: Mapping[tuple[int, int], object], series: ChartSeries) -> tuple[float | None, ...]:
    """The figures of a series as its cells show them now; None where a cell is empty."""
    found = (shown.get(where) for where in series.where)
    return tuple(value if isinstance(value, int | float) else None for value in found)


def _pixels(worksheet: Worksheet, area: Area) -> tuple[int, int]:
    """Size of an area on the screen, by the widths and heights that the worksheet was given."""
    columns = range(area.first_column, area.last_column + 1)
    rows = range(area.first_row, area.last_row + 1)
    return (
        int(sum(worksheet._size_col(column) for column in columns)),
        int(sum(worksheet._size_row(row) for row in rows)),
    )
