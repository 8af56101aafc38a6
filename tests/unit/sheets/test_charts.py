"""Charts show what their cells hold, say it in words too, and neither mislead nor hide."""

from __future__ import annotations

import io
import math
import zipfile
from dataclasses import replace
from itertools import pairwise

import openpyxl
import pytest
from lxml import etree
from tests.tools import panels

from cpp_scorecard.core.panel import ChartKind, Panel, PanelChart, SeriesIn
from cpp_scorecard.sheets.chart_lines import apart, axis
from cpp_scorecard.sheets.chart_look import Palette, fills
from cpp_scorecard.sheets.chart_model import Chart, ChartSeries
from cpp_scorecard.sheets.model import (
    Area,
    BookModel,
    BookProperties,
    Cell,
    Formula,
    LayoutError,
    PrintSetup,
    Role,
    SheetModel,
)
from cpp_scorecard.sheets.render import render
from cpp_scorecard.sheets.theme import Look

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"

TABLE = (
    Cell(0, 1, "Share", Role.HEADER),
    Cell(1, 0, "Yes", Role.TEXT),
    Cell(2, 0, "No", Role.TEXT),
    Cell(1, 1, 0.6, Role.FIGURE, "0%"),
    Cell(2, 1, 0.4, Role.FIGURE, "0%"),
    Cell(1, 2, "text", Role.TEXT),
    Cell(2, 2, Formula("=B2", "text"), Role.TEXT),
)
CHART = Chart(
    kind=ChartKind.BAR,
    at=Area(0, 4, 9, 9),
    categories=Area(1, 0, 2, 0),
    series=(ChartSeries(Area(1, 1, 2, 1), (0, 1)),),
    alternative="60% yes, 40% no.",
    number_format="0%",
)


def sheet(*charts: Chart, cells: tuple[Cell, ...] = TABLE, merges: tuple[Area, ...] = ()) -> SheetModel:
    setup = PrintSetup(area=Area(0, 0, 19, 9))
    return SheetModel(key="c", name="It's", cells=cells, merges=merges, print_setup=setup, charts=charts)


def parts(book: BookModel) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(render(book, panels.THEME))) as package:
        return {name: package.read(name) for name in package.namelist()}


def drawn(*charts: Chart, cells: tuple[Cell, ...] = TABLE) -> etree._Element:
    """The part of the first of `charts`."""
    book = BookModel((sheet(*charts, cells=cells),), BookProperties("t"))
    return etree.fromstring(parts(book)["xl/charts/chart1.xml"])


def of(panel: Panel) -> etree._Element:
    """The chart part of a panel alone on its sheet."""
    book = BookModel((panels.sheet(panel),), BookProperties("t"))
    return etree.fromstring(parts(book)["xl/charts/chart1.xml"])


def val(element: etree._Element | None) -> str | None:
    return None if element is None else element.get("val")


# --- what a model refuses ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"alternative": "  "}, "E1:J10 has no alternative text"),
        ({"series": ()}, "has 0 series; Excel draws 1 to 255"),
        ({"series": CHART.series * 256}, "has 256 series; Excel draws 1 to 255"),
        ({"title": "x" * 256}, "longer than the 255 characters"),
        ({"series": (ChartSeries(Area(1, 1, 3, 1), "x"),)}, "B2:B4 has not one figure for each of A2:A3"),
        ({"series": (ChartSeries(Area(1, 1, 2, 2), "x"),)}, "B2:C3 is neither one row nor one column"),
        ({"focus": 2}, "no category 2 among 2"),
        ({"from_zero": False}, "bars begins at zero"),
        ({"from_zero": False, "kind": ChartKind.STACKED}, "bars begins at zero"),
    ],
)
def test_a_chart_is_complete_in_itself(change: dict[str, object], complaint: str) -> None:
    """No chart without words for those who cannot see it; no bar that does not begin at zero."""
    with pytest.raises(LayoutError, match=complaint):
        replace(CHART, **change)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"at": Area(2, 0, 9, 9)}, "the chart at A3:J10 would hide A3"),
        ({"at": Area(12, 4, 15, 9)}, "the chart at E13:J16 would hide F13"),
        ({"categories": Area(3, 0, 4, 0)}, "A4 has no text to name a category"),
        ({"categories": Area(1, 1, 2, 1)}, "B2 has no text to name a category"),
        ({"series": (ChartSeries(Area(1, 1, 2, 1), (5, 5)),)}, "F6 has no text to name a series"),
        ({"series": (ChartSeries(Area(1, 2, 2, 2), "x"),)}, "C2 is not a number, and Excel would draw it as zero"),
        ({"series": (ChartSeries(Area(6, 2, 7, 2), "x"),)}, "has no figure to draw"),
    ],
)
def test_a_chart_hides_nothing_and_draws_figures(change: dict[str, object], complaint: str) -> None:
    """A text among the figures would be drawn as a zero that nobody reported."""
    merged = (*TABLE, Cell(12, 5, "merged", Role.TEXT))
    with pytest.raises(LayoutError, match=complaint):
        sheet(replace(CHART, **change), cells=merged, merges=(Area(12, 5, 12, 6),))  # type: ignore[arg-type]


def test_two_charts_do_not_overlap() -> None:
    """The message names both."""
    with pytest.raises(LayoutError, match="the charts at E1:J10 and J10:K12 overlap"):
        sheet(CHART, replace(CHART, at=Area(9, 9, 11, 10)))
    assert len(sheet(CHART, replace(CHART, at=Area(10, 4, 19, 9))).charts) == 2


# --- what the file holds -------------------------------------------------------------------------


def test_the_chart_covers_its_cells_and_says_what_it_shows() -> None:
    """Anchored from corner to corner, moving and growing with the cells, with its alternative text."""
    book = BookModel((sheet(CHART),), BookProperties("t"))
    anchor = etree.fromstring(parts(book)["xl/drawings/drawing1.xml"])[0]
    assert anchor.tag == f"{XDR}twoCellAnchor"
    assert anchor.get("editAs") in (None, "twoCell")
    corners = [[int(part.text or "") for part in anchor.iterfind(f"{XDR}{end}/*")] for end in ("from", "to")]
    assert corners == [[4, 0, 0, 0], [10, 0, 10, 0]]
    assert next(anchor.iter(f"{XDR}cNvPr")).get("descr") == "60% yes, 40% no."


def test_a_chart_refers_to_cells_and_remembers_what_they_hold() -> None:
    """The cache is what a preview shows; text that looks like a number stays text."""
    cells = (
        *(cell for cell in TABLE if cell.column < 1),
        Cell(0, 1, "2021", Role.HEADER),
        Cell(1, 1, 1 / 3, Role.FIGURE),
        Cell(2, 1, Formula("=1-B2", 2 / 3), Role.FIGURE),
    )
    chart = replace(CHART, series=(ChartSeries(Area(1, 1, 2, 1), (0, 1)),))
    series = next(drawn(chart, cells=cells).iter(f"{C}ser"))
    assert [(ref.text) for ref in series.iter(f"{C}f")] == ["'It''s'!$B$1", "'It''s'!$A$2:$A$3", "'It''s'!$B$2:$B$3"]
    name, categories, values = (series.find(f"{C}{part}") for part in ("tx", "cat", "val"))
    assert name is not None
    assert categories is not None
    assert values is not None
    assert [v.text for v in name.iter(f"{C}v")] == ["2021"]
    assert next(categories.iter(f"{C}strCache")) is not None
    assert [v.text for v in categories.iter(f"{C}v")] == ["Yes", "No"]
    assert [float(v.text or "") for v in values.iter(f"{C}v")] == pytest.approx([1 / 3, 2 / 3], rel=1e-15)


@pytest.mark.parametrize("panel", panels.EVERY_KIND, ids=lambda panel: panel.title)
def test_every_cache_equals_its_cells(panel: Panel) -> None:
    """For every kind of chart: name, categories and figures are those of the referenced cells, gaps left out."""
    content = render(BookModel((panels.sheet(panel),), BookProperties("t")), panels.THEME)
    values = openpyxl.load_workbook(io.BytesIO(content), data_only=True)["Panels"]
    for reference in of(panel).iter(f"{C}strRef", f"{C}numRef"):
        area = (reference.findtext(f"{C}f") or "").partition("!")[2].replace("$", "")
        cells = values[area]
        flat = [c.value for line in cells for c in line] if isinstance(cells, tuple) else [cells.value]
        cached = {int(p.get("idx", "")): p.findtext(f"{C}v") for p in reference.iter(f"{C}pt")}
        assert val(next(reference.iter(f"{C}ptCount"))) == str(len(flat))
        assert {at for at, value in enumerate(flat) if value is not None} == set(cached)
        for at, text in cached.items():
            if isinstance(flat[at], str):
                assert text == flat[at]
            else:
                assert float(text or "") == pytest.approx(flat[at], rel=1e-14)


@pytest.mark.parametrize("panel", panels.EVERY_KIND, ids=lambda panel: panel.title)
def test_nothing_is_left_to_the_reader_s_defaults(panel: Panel) -> None:
    """An element left out means another thing to Excel 2007 than to Excel 2016, so all of them are written."""
    part = of(panel)
    assert val(part.find(f"{C}roundedCorners")) == "0"
    assert val(part.find(f"{C}date1904")) == "0"
    assert {val(e) for e in part.iter(f"{C}varyColors")} == {"0"}
    assert {val(e) for e in part.iter(f"{C}dispBlanksAs")} == {"gap"}
    assert val(next(part.iter(f"{C}autoTitleDeleted"))) == "1"
    for axis_ in part.iter(f"{C}catAx", f"{C}valAx"):
        assert val(axis_.find(f"{C}delete")) in ("0", "1")
        assert val(axis_.find(f"{C}majorTickMark")) == val(axis_.find(f"{C}minorTickMark")) == "none"
    for series in part.iter(f"{C}ser"):
        if panel.chart and panel.chart.kind is ChartKind.LINE:
            assert val(series.find(f"{C}smooth")) == "0"
        else:
            assert val(series.find(f"{C}invertIfNegative")) == "0"
    assert all(val(e) == "0" for e in part.iter(f"{C}overlay"))
    for labels in part.iter(f"{C}dLbl", f"{C}dLbls"):
        assert {"showVal", "showLegendKey", "showPercent"} <= {etree.QName(e).localname for e in labels}


@pytest.mark.parametrize("panel", panels.EVERY_KIND, ids=lambda panel: panel.title)
def test_plain_bars_and_lines_in_readable_letters(panel: Panel) -> None:
    """No depth, no slices, no shading from one colour to another, no letter below 9 points."""
    part = of(panel)
    tags = {etree.QName(element).localname for element in part.iter()}
    assert not tags & {"view3D", "bar3DChart", "line3DChart", "pieChart", "doughnutChart", "gradFill"}
    sizes = {int(e.get("sz", "0")) for e in part.iter(f"{A}defRPr")}
    assert min(sizes) >= 900
    assert {e.get("typeface") for e in part.iter(f"{A}latin")} == {"Arial"}


@pytest.mark.parametrize(
    "panel", [p for p in panels.EVERY_KIND if p is not panels.MANY_PARTS], ids=lambda panel: panel.title
)
def test_what_fits_is_named_directly(panel: Panel) -> None:
    """No legend: each of several series carries its name on one of its points, and figures stand on what they count."""
    part = of(panel)
    assert part.find(f".//{C}legend") is None
    several = len(list(part.iter(f"{C}ser"))) > 1
    for series in part.iter(f"{C}ser"):
        labels = list(series.iter(f"{C}dLbl"))
        assert labels
        assert sum(val(label.find(f"{C}showSerName")) == "1" for label in labels) == int(several)
        assert all(val(label.find(f"{C}showVal")) == "1" for label in labels)


def test_parts_too_many_to_name_have_a_legend_that_reads_in_black_and_white() -> None:
    """At the bottom, in the order of the parts; no two parts share grey and pattern."""
    part = of(panels.MANY_PARTS)
    assert val(part.find(f".//{C}legend/{C}legendPos")) == "b"
    looks = fills(Palette.of(panels.THEME), [False] * 7)
    assert len({(look.pattern, look.rgb) for look in looks}) == 7
    shades = sorted(_luminance(look.rgb) for look in looks if not look.pattern)
    assert min(b - a for a, b in pairwise(shades)) > 0.05
    thin = list(part.iter(f"{C}ser"))[-1]
    assert not list(thin.iter(f"{C}dLbl")), "1% is too narrow for its label, and the table has it"


def _luminance(rgb: str) -> float:
    red, green, blue = (math.pow(int(rgb[at : at + 2], 16) / 255, 2.2) for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("panel", [p for p in panels.EVERY_KIND if p is not panels.LINE], ids=lambda p: p.title)
def test_axes_begin_at_zero(panel: Panel) -> None:
    """Whoever compares lengths is not deceived."""
    assert val(of(panel).find(f".//{C}valAx/{C}scaling/{C}min")) == "0"


def test_a_line_far_from_zero_may_begin_elsewhere() -> None:
    """90% to 96% would be flat over an axis from zero; the axis is printed."""
    scaling = of(panels.LINE).find(f".//{C}valAx/{C}scaling")
    assert scaling is not None
    assert 0.8 < float(val(scaling.find(f"{C}min")) or "") < 0.9
    assert val(of(panels.LINE).find(f".//{C}valAx/{C}delete")) == "0"


def test_negative_figures_keep_their_bars() -> None:
    """The axis is left to Excel then: it includes zero and what is below."""
    cells = (*(c for c in TABLE if c.column == 0), Cell(0, 1, "x", Role.TEXT), Cell(1, 1, -2, Role.FIGURE))
    cells += (Cell(2, 1, 3, Role.FIGURE),)
    assert drawn(replace(CHART, number_format="0"), cells=cells).find(f".//{C}valAx/{C}scaling/{C}min") is None


def test_a_missing_figure_is_a_gap() -> None:
    """The table shows its token; the chart draws cells that are empty there and follow the table elsewhere."""
    model = panels.sheet(panels.LINE)
    chart = model.charts[0]
    there = {(c.row, c.column): c for c in model.cells}
    gap = [where for where in chart.series[0].where if where not in there]
    assert len(gap) == 1
    assert min(column for _, column in chart.series[0].where) > model.print_setup.area.last_column
    table_row = next(c.row for c in model.cells if c.value == "In time")
    assert there[table_row, 6].value == "NYA"
    assert there[table_row, 6].note == "No figure: not yet available."
    for place, where in enumerate(chart.series[0].where):
        if where in there:
            formula = there[where].value
            assert isinstance(formula, Formula)
            assert formula.cached == panels.LINE.rows[0].values[place]
    labels = {val(e.find(f"{C}idx")) for e in of(panels.LINE).iter(f"{C}dLbl")}
    assert "5" not in labels
    assert len(labels) == 12


def test_the_point_has_the_one_colour() -> None:
    """The bar that the chart is about is in the ink of headers; the others are grey."""
    part = of(panels.BARS)
    point = part.find(f".//{C}dPt")
    assert point is not None
    assert val(point.find(f"{C}idx")) == "0"
    header: Look = panels.THEME.looks[Role.HEADER]
    assert val(point.find(f".//{A}srgbClr")) == header.rgb
    assert val(part.find(f".//{C}ser/{C}spPr//{A}srgbClr")) not in (header.rgb, None)


def test_context_is_grey_and_thin() -> None:
    """The range is there to be compared with, not to be looked at first."""
    widths = [int(line.get("w", "0")) for line in of(panels.RANGE).iterfind(f".//{C}ser/{C}spPr/{A}ln")]
    dashes = [val(e) for e in of(panels.RANGE).iterfind(f".//{C}ser/{C}spPr/{A}ln/{A}prstDash")]
    assert widths[0] == widths[1] > widths[2] == widths[3]
    assert dashes[0] != dashes[1]
    assert dashes[2] == dashes[3], "both ends of a range look alike"


def test_equal_models_give_equal_bytes() -> None:
    """Charts included."""
    assert render(panels.every_kind(), panels.THEME) == render(panels.every_kind(), panels.THEME)


def test_text_that_xml_cannot_hold_does_not_break_the_part() -> None:
    """A control character in a council's cell is left out of the chart."""
    cells = tuple(replace(c, value="Y\x02es") if c.value == "Yes" else c for c in TABLE)
    chart = replace(CHART, alternative="a\x02b", title="c\x02d & <e>")
    part = drawn(chart, cells=cells)
    assert [t.text for t in part.iter(f"{A}t")] == ["cd & <e>"]
    assert "Yes" in {v.text for v in part.iter(f"{C}v")}


# --- rules of drawing ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figures", "from_zero", "grain", "wanted"),
    [
        ([3, 17, 32], True, 1, (0, 40, 10)),
        ([0, 1, 2], True, 1, (0, 2, 1)),
        ([0, 1, 9], True, 1, (0, 10, 5)),
        ([0, 0], True, 1, (0, 2, 1)),
        ([0.3, 0.97], True, 0.01, (0, 1, 0.25)),
        ([0.9, 0.96], False, 0.001, (0.9, 0.96, 0.02)),
        ([0.94, 0.94], False, 0.01, (0.92, 0.96, 0.01)),
        ([-4, 5], True, 1, (-5, 5, 5)),
    ],
)
def test_axes_have_round_numbers(
    figures: list[float], from_zero: bool, grain: float, wanted: tuple[float, float, float]
) -> None:
    """Steps are multiples of what the labels can show: never 2.5 printed as 3."""
    assert axis(figures, from_zero=from_zero, grain=grain) == pytest.approx(wanted)


def test_labels_at_the_ends_of_lines_stand_apart() -> None:
    """In the order of the lines, and inside the plot where it can hold them."""
    moved = apart({0: 10.0, 1: 12.0, 2: 98.0, 3: 99.0}, 12.0, 100.0)
    heights = [place + moved[key] for key, place in {0: 10.0, 1: 12.0, 2: 98.0, 3: 99.0}.items()]
    assert heights == sorted(heights)
    assert all(b - a >= 12.0 for a, b in pairwise(heights))
    assert heights[-1] == 100.0


def test_percentages_and_counts_are_not_drawn_together() -> None:
    """One axis cannot hold both."""
    chart = PanelChart(ChartKind.BAR, SeriesIn.COLUMNS, (0, 2))
    with pytest.raises(LayoutError, match="Suitable accommodation: the chart mixes percentages with other figures"):
        panels.sheet(replace(panels.TWO_YEARS, chart=chart))
