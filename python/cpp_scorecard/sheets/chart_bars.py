"""The plan of bars, columns and stacked bars.

They begin at zero and carry their figures. Names of several series stand on the bars of one category where there
is room, and else in a legend whose entries can be told apart in black and white.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from cpp_scorecard.core.panel import ChartKind
from cpp_scorecard.sheets.chart_look import Fill, fills
from cpp_scorecard.sheets.chart_plan import AIR, EDGE, MOST_FOR_NAMES, Label, Material, Plan, SeriesPlan
from cpp_scorecard.sheets.fit import POINTS_PER_CHARACTER, lines_needed

if TYPE_CHECKING:
    from cpp_scorecard.sheets.chart_model import Chart

_THICK = {ChartKind.COLUMN: 60.0}
_THICK_LYING = 26.0
"""Points that a bar is thick at most: few categories in a large chart do not make slabs."""
_MOST_UNDER = 0.3
"""The share of the height that names under columns may take; Excel cuts longer ones."""


def plan_bars(given: Material) -> Plan:
    """Bars or columns, side by side where there are several series."""
    chart, palette = given.chart, given.palette
    lies = chart.kind is ChartKind.BAR
    several = len(given.rows) > 1
    named_at = _category_with_all(given) if several else None
    margins = _lying(given, named=named_at is not None) if lies else _standing(given, named=named_at is not None)
    if margins is None:
        named_at = None
        margins = _lying(given, named=False) if lies else _standing(given, named=False)
        assert margins is not None, "without names there is always a way"
    room = math.inf if lies else (given.width - 2 * AIR) / len(given.categories) / len(given.rows)
    looks = fills(palette, [series.context for series in chart.series])
    drawn = []
    for series, row, look in zip(chart.series, given.rows, looks, strict=True):
        fill, points = look, {}
        if chart.focus is not None and not series.context:
            points = {chart.focus: Fill(palette.point)}
            fill = Fill(palette.middle) if look.rgb == palette.point else look
        labels = {
            at: Label(
                "outEnd",
                palette.quiet if series.context else palette.ink,
                named=at == named_at,
                bold=at == chart.focus and not series.context,
            )
            for at, figure in enumerate(row)
            if figure is not None and palette.wide(given.text(figure)) <= room
        }
        drawn.append(SeriesPlan(fill=fill, points=points, labels=labels))
    lowest, highest = min(given.figures), max(given.figures)
    fills_the_whole = is_share(chart) and lowest >= 0 and 0.8 < highest <= 1
    return Plan(
        margins=margins,
        series=tuple(drawn),
        lowest=0.0 if lowest >= 0 else None,
        highest=1.0 if fills_the_whole else None,
        has_legend=several and named_at is None,
        gap=_gap(given),
    )


def _category_with_all(given: Material) -> int | None:
    """The category whose bars carry the names: the one that the chart is about, else the first with all figures."""
    whole = [at for at in range(len(given.categories)) if all(row[at] is not None for row in given.rows)]
    return given.chart.focus if given.chart.focus in whole else whole[0] if whole else None


def _lying(given: Material, *, named: bool) -> tuple[float, float, float, float] | None:
    """Margins of bars, with room for names and figures at their ends; None where names do not fit."""
    palette, several = given.palette, len(given.rows) > 1
    left = EDGE + min(palette.widest(given.categories) + AIR, given.width * MOST_FOR_NAMES)
    right = palette.widest([given.text(figure) for figure in given.figures]) + AIR
    top = given.title_height + 4
    if named:
        right += palette.widest(given.names) + AIR
        thick = (given.height - top) / (len(given.categories) * (len(given.rows) + 0.5))
        if left + right > given.width * 0.75 or thick < palette.size * 1.1:
            return None
    return left, top, right, 4.0 + (given.legend_height if several and not named else 0)


def _standing(given: Material, *, named: bool) -> tuple[float, float, float, float] | None:
    """Margins of columns, with room for figures on them and names of categories under them; None as above."""
    palette, several = given.palette, len(given.rows) > 1
    each = (given.width - EDGE - AIR) / len(given.categories)
    if named and palette.widest(given.names) + AIR / 2 > each * 0.7 / len(given.rows):
        return None
    lines = max(lines_needed(text, each / POINTS_PER_CHARACTER, palette.size) for text in given.categories)
    legend = given.legend_height if several and not named else 0
    top = given.title_height + palette.line * (2 if named else 1) + 4
    names = min(lines * palette.line, given.height * _MOST_UNDER) + AIR
    return EDGE, top, AIR, names + legend


def _gap(given: Material) -> int:
    stands = given.chart.kind is ChartKind.COLUMN
    each = (given.width if stands else given.height) / len(given.categories)
    side_by_side = 1 if given.chart.kind is ChartKind.STACKED else len(given.rows)
    wanted = each / _THICK.get(given.chart.kind, _THICK_LYING) - side_by_side
    return max(50, min(300, round(wanted * 10) * 10))


# --- stacked bars --------------------------------------------------------------------------------


def plan_stacked(given: Material) -> Plan:
    """Parts of a whole: shares end at 100 %, counts are drawn as shares of their bar."""
    palette = given.palette
    left = EDGE + min(palette.widest(given.categories) + AIR, given.width * MOST_FOR_NAMES)
    top = given.title_height + 4
    room = given.width - left - AIR
    totals = [sum(row[at] or 0 for row in given.rows) for at in range(len(given.categories))]
    full = max(1.0, round(max(totals), 6)) if is_share(given.chart) else None

    def long(at: int, figure: float | None) -> float:
        return (figure or 0) / (full or totals[at] or 1) * room

    first = next((at for at, total in enumerate(totals) if total), 0)
    thick = (given.height - top - 4) / len(totals) / (1 + _gap(given) / 100)
    named = thick >= 2 * palette.line and all(
        row[first] and palette.wide(name) + AIR <= long(first, row[first])
        for name, row in zip(given.names, given.rows, strict=True)
    )
    drawn = []
    looks = fills(palette, [series.context for series in given.chart.series])
    for row, look in zip(given.rows, looks, strict=True):
        labels = {
            at: Label("ctr", look.label_rgb, named=named and at == first, boxed=bool(look.pattern))
            for at, figure in enumerate(row)
            if figure and palette.wide(given.text(figure)) + 4 <= long(at, figure)
        }
        drawn.append(SeriesPlan(fill=look, labels=labels))
    return Plan(
        margins=(left, top, AIR, 4.0 + (0 if named else given.legend_height)),
        series=tuple(drawn),
        lowest=0.0,
        highest=full,
        has_legend=not named,
        gap=_gap(given),
    )


def is_share(chart: Chart) -> bool:
    """Whether the figures are shares already."""
    return "%" in chart.number_format
