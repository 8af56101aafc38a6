"""The chart part of a workbook (DrawingML chart, ECMA-376 part 1, 21.2), written whole.

Every default is written out: readers fill in what is left out differently, by the version that the package says
wrote it. Figures and texts are cached beside each reference, so that a preview shows them without recalculating.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from cpp_scorecard.core.panel import ChartKind
from cpp_scorecard.sheets.area import Area
from cpp_scorecard.sheets.chart_bars import is_share
from cpp_scorecard.sheets.chart_elements import (
    CHART,
    SPACES,
    add,
    edge,
    font,
    letters,
    line,
    numbers,
    plain,
    solid,
    texts,
    title,
)
from cpp_scorecard.sheets.chart_look import WHITE, Fill, Stroke

if TYPE_CHECKING:
    from cpp_scorecard.sheets.chart_model import ChartSeries
    from cpp_scorecard.sheets.chart_plan import Label, Material, Plan, SeriesPlan

_CATEGORY_AXIS, _VALUE_AXIS = "500000001", "500000002"
_SHOWN = ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")


def chart_xml(given: Material, drawn: Plan, sheet: str) -> bytes:
    """The part of a chart on the worksheet `sheet`."""
    return _Writer(given, drawn, sheet).part()


class _Writer:
    """The elements of one chart, each method one of them, in the order of the schema."""

    def __init__(self, given: Material, drawn: Plan, sheet: str) -> None:
        self.given, self.drawn = given, drawn
        self.chart, self.palette = given.chart, given.palette
        chart = given.chart
        self.sheet = sheet
        self.is_line = chart.kind is ChartKind.LINE
        self.lies = chart.kind in (ChartKind.BAR, ChartKind.STACKED)

    def part(self) -> bytes:
        root = etree.Element(f"{{{CHART}}}chartSpace", nsmap=SPACES)
        add(root, "c:date1904", val=False)
        add(root, "c:lang", val="en-GB")
        add(root, "c:roundedCorners", val=False)
        self._chart(add(root, "c:chart"))
        shape = add(root, "c:spPr")
        add(shape, "a:noFill")
        add(add(shape, "a:ln"), "a:noFill")
        font(self.palette, root, self.palette.ink)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def _chart(self, parent: etree._Element) -> None:
        if self.chart.title:
            title(self.palette, parent, self.chart.title, bold=True)
        add(parent, "c:autoTitleDeleted", val=not self.chart.title)
        self._plot(add(parent, "c:plotArea"))
        if self.drawn.has_legend:
            legend = add(parent, "c:legend")
            add(legend, "c:legendPos", val="b")
            add(legend, "c:overlay", val=False)
            font(self.palette, legend, self.palette.ink)
        add(parent, "c:plotVisOnly", val=False)
        add(parent, "c:dispBlanksAs", val="gap")

    # --- the plot --------------------------------------------------------------------------------

    def _plot(self, plot: etree._Element) -> None:
        left, top, right, bottom = self.drawn.margins
        width, height = self.given.width, self.given.height
        inner = add(add(plot, "c:layout"), "c:manualLayout")
        add(inner, "c:layoutTarget", val="inner")
        add(inner, "c:xMode", val="edge")
        add(inner, "c:yMode", val="edge")
        for name, points, whole in (
            ("x", left, width),
            ("y", top, height),
            ("w", width - left - right, width),
            ("h", height - top - bottom, height),
        ):
            add(inner, f"c:{name}", val=round(points / whole, 4))
        if self.is_line:
            self._line_chart(add(plot, "c:lineChart"))
        else:
            self._bar_chart(add(plot, "c:barChart"))
        self._category_axis(add(plot, "c:catAx"))
        self._value_axis(add(plot, "c:valAx"))
        add(add(plot, "c:spPr"), "a:noFill")

    def _bar_chart(self, group: etree._Element) -> None:
        is_stacked = self.chart.kind is ChartKind.STACKED
        add(group, "c:barDir", val="bar" if self.lies else "col")
        grouping = "clustered" if not is_stacked else "stacked" if is_share(self.chart) else "percentStacked"
        add(group, "c:grouping", val=grouping)
        add(group, "c:varyColors", val=False)
        self._all_series(group)
        add(group, "c:gapWidth", val=self.drawn.gap)
        add(group, "c:overlap", val=100 if is_stacked else -8)
        self._axis_ids(group)

    def _line_chart(self, group: etree._Element) -> None:
        add(group, "c:grouping", val="standard")
        add(group, "c:varyColors", val=False)
        self._all_series(group)
        add(group, "c:marker", val=True)
        add(group, "c:smooth", val=False)
        self._axis_ids(group)

    def _axis_ids(self, group: etree._Element) -> None:
        for number in (_CATEGORY_AXIS, _VALUE_AXIS):
            add(group, "c:axId", val=number)

    def _all_series(self, group: etree._Element) -> None:
        for place, (series, planned) in enumerate(zip(self.chart.series, self.drawn.series, strict=True)):
            self._series(add(group, "c:ser"), place, series, planned)

    def _series(self, element: etree._Element, place: int, series: ChartSeries, planned: SeriesPlan) -> None:
        called = self.given.names[place]
        add(element, "c:idx", val=place)
        add(element, "c:order", val=place)
        name = add(element, "c:tx")
        if isinstance(series.name, tuple):
            texts(self.sheet, name, Area(*series.name, *series.name), (called,))
        else:
            add(name, "c:v").text = plain(called)
        shape = add(element, "c:spPr")
        if planned.stroke is not None:
            line(shape, planned.stroke)
            add(add(element, "c:marker"), "c:symbol", val="none")
            for at, rgb in sorted(planned.markers.items()):
                self._marked(element, at, rgb, planned.stroke)
        elif planned.fill is not None:
            self._inside(shape, planned.fill)
            add(element, "c:invertIfNegative", val=False)
            for at, fill in sorted(planned.points.items()):
                point = add(element, "c:dPt")
                add(point, "c:idx", val=at)
                add(point, "c:invertIfNegative", val=False)
                add(point, "c:bubble3D", val=False)
                self._inside(add(point, "c:spPr"), fill)
        self._labels(add(element, "c:dLbls"), planned)
        texts(self.sheet, add(element, "c:cat"), self.chart.categories, self.given.categories)
        numbers(self.sheet, add(element, "c:val"), series.values, self.given.rows[place], self.chart.number_format)
        if self.is_line:
            add(element, "c:smooth", val=False)

    def _marked(self, element: etree._Element, at: int, rgb: str, stroke: Stroke) -> None:
        point = add(element, "c:dPt")
        add(point, "c:idx", val=at)
        marker = add(point, "c:marker")
        add(marker, "c:symbol", val="circle")
        add(marker, "c:size", val=7)
        shape = add(marker, "c:spPr")
        solid(shape, rgb)
        edge(shape, WHITE)
        add(point, "c:bubble3D", val=False)
        line(add(point, "c:spPr"), stroke)

    def _inside(self, shape: etree._Element, fill: Fill) -> None:
        """A fill and its edge: a pattern is framed, touching parts of a whole are parted by white."""
        if fill.pattern:
            pattern = add(shape, "a:pattFill", prst=fill.pattern)
            add(add(pattern, "a:fgClr"), "a:srgbClr", val=fill.rgb)
            add(add(pattern, "a:bgClr"), "a:srgbClr", val=WHITE)
            edge(shape, fill.rgb)
        else:
            solid(shape, fill.rgb)
            if self.chart.kind is ChartKind.STACKED:
                edge(shape, WHITE)
            else:
                add(add(shape, "a:ln"), "a:noFill")

    # --- labels ----------------------------------------------------------------------------------

    def _labels(self, parent: etree._Element, planned: SeriesPlan) -> None:
        for at, label in sorted(planned.labels.items()):
            element = add(parent, "c:dLbl")
            add(element, "c:idx", val=at)
            layout = add(element, "c:layout")
            if label.shift:
                inner = add(layout, "c:manualLayout")
                add(inner, "c:x", val=0)
                add(inner, "c:y", val=round(label.shift, 4))
            self._label(element, label)
        for name in _SHOWN:
            add(parent, f"c:{name}", val=False)

    def _label(self, element: etree._Element, label: Label) -> None:
        add(element, "c:numFmt", formatCode=self.chart.number_format, sourceLinked=False)
        shape = add(element, "c:spPr")
        if label.boxed:
            solid(shape, WHITE)
        else:
            add(shape, "a:noFill")
        add(add(shape, "a:ln"), "a:noFill")
        text = add(element, "c:txPr")
        add(text, "a:bodyPr", wrap="none", lIns=19_050, tIns=9_525, rIns=19_050, bIns=9_525, anchor="ctr")
        add(text, "a:lstStyle")
        paragraph = add(text, "a:p")
        letters(self.palette, add(add(paragraph, "a:pPr"), "a:defRPr"), label.rgb, label.bold)
        add(paragraph, "a:endParaRPr", lang="en-GB")
        add(element, "c:dLblPos", val=label.position)
        flags = {"showVal": True, "showSerName": label.named}
        for name in _SHOWN:
            add(element, f"c:{name}", val=flags.get(name, False))
        is_under = not self.is_line and (label.position == "ctr" or not self.lies)
        add(element, "c:separator").text = "\n" if is_under else "  "

    # --- axes ------------------------------------------------------------------------------------

    def _category_axis(self, axis: etree._Element) -> None:
        add(axis, "c:axId", val=_CATEGORY_AXIS)
        add(add(axis, "c:scaling"), "c:orientation", val="maxMin" if self.lies else "minMax")
        add(axis, "c:delete", val=False)
        add(axis, "c:axPos", val="l" if self.lies else "b")
        add(axis, "c:numFmt", formatCode="General", sourceLinked=False)
        self._ticks(axis, "low")
        if self.chart.kind is ChartKind.STACKED:
            add(add(add(axis, "c:spPr"), "a:ln"), "a:noFill")
        else:
            line(add(axis, "c:spPr"), Stroke(0.75, self.palette.middle))
        font(self.palette, axis, self.palette.ink, turn=0)
        add(axis, "c:crossAx", val=_VALUE_AXIS)
        add(axis, "c:crosses", val="autoZero")
        add(axis, "c:auto", val=False)
        add(axis, "c:lblAlgn", val="ctr")
        add(axis, "c:lblOffset", val=100)
        add(axis, "c:tickLblSkip", val=self.drawn.label_every)
        add(axis, "c:tickMarkSkip", val=self.drawn.label_every)
        add(axis, "c:noMultiLvlLbl", val=True)

    def _value_axis(self, axis: etree._Element) -> None:
        drawn = self.drawn
        add(axis, "c:axId", val=_VALUE_AXIS)
        scaling = add(axis, "c:scaling")
        add(scaling, "c:orientation", val="minMax")
        if drawn.highest is not None:
            add(scaling, "c:max", val=drawn.highest)
        if drawn.lowest is not None:
            add(scaling, "c:min", val=drawn.lowest)
        add(axis, "c:delete", val=not drawn.has_scale)
        add(axis, "c:axPos", val="t" if self.lies else "l")
        if drawn.has_scale:
            line(add(add(axis, "c:majorGridlines"), "c:spPr"), Stroke(0.5, self.palette.hairline))
        if self.chart.unit and drawn.has_scale:
            title(self.palette, axis, self.chart.unit, bold=False, upright=True)
        add(axis, "c:numFmt", formatCode=self.chart.number_format, sourceLinked=False)
        self._ticks(axis, "nextTo")
        add(add(add(axis, "c:spPr"), "a:ln"), "a:noFill")
        font(self.palette, axis, self.palette.quiet, turn=0)
        add(axis, "c:crossAx", val=_CATEGORY_AXIS)
        add(axis, "c:crosses", val="autoZero" if drawn.lowest == 0 or not self.is_line else "min")
        add(axis, "c:crossBetween", val="between")
        if drawn.step is not None:
            add(axis, "c:majorUnit", val=drawn.step)

    def _ticks(self, axis: etree._Element, labels: str) -> None:
        add(axis, "c:majorTickMark", val="none")
        add(axis, "c:minorTickMark", val="none")
        add(axis, "c:tickLblPos", val=labels)
