"""Panels on a sheet: table and chart together on one page, chart beside a narrow table and below a wide one."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.tools import panels

from cpp_scorecard.core.indicator import Unit
from cpp_scorecard.core.panel import ChartKind, Panel, PanelChart, PanelRow, SeriesIn
from cpp_scorecard.core.series import Missing, MissingReason, Number
from cpp_scorecard.reports.layout import SheetLayout
from cpp_scorecard.reports.panel_pages import COLUMNS, PanelPages
from cpp_scorecard.reports.panels import place_panel
from cpp_scorecard.sheets.model import Area, BookModel, BookProperties, LayoutError, Role, SheetModel
from cpp_scorecard.sheets.render import render


def layout() -> SheetLayout:
    return SheetLayout("panels", panels.CARD, panels.THEME, lambda column: 10.5 if column else 42.0, COLUMNS)


def test_a_panel_fills_its_rows_and_no_more() -> None:
    """The next free row is returned, the block recorded with its height, and every row has a height."""
    sheet = layout()
    end = place_panel(sheet, 5, panels.BARS)
    assert sheet.blocks == [(5, sum(sheet.heights.values()))]
    assert set(sheet.heights) == set(range(5, end))
    assert max(cell.row for cell in sheet.cells) < end
    assert place_panel(sheet, end, panels.RANGE) > end
    assert len(sheet.blocks) == len(sheet.charts) == 2


def test_title_unit_labels_figures_and_note_have_their_places() -> None:
    """From top to bottom; labels left, figures right of them with their own formats."""
    sheet = layout()
    place_panel(sheet, 0, panels.TWO_YEARS)
    place_panel(sheet, 50, panels.BARS)
    there = {(cell.row, cell.column): cell for cell in sheet.cells}
    assert (there[0, 0].value, there[0, 0].role) == ("Suitable accommodation", Role.HEADING)
    assert [there[1, column].value for column in (1, 2, 3)] == ["Now", "A year ago", "Number"]
    assert [there[2, column].value for column in range(4)] == ["Suitable", 0.9, 0.88, 58]
    formats = [str(there[2, column].number_format) for column in (1, 2, 3)]
    assert [code.replace("_)", "") for code in formats] == ["0%", "0%", "#,##0"]
    assert there[51, 0].value == "% of 200 young people"
    assert next(cell for cell in sheet.cells if cell.role is Role.FOOTNOTE).value == "Counted from the list."


@pytest.mark.parametrize("panel", panels.EVERY_KIND, ids=lambda panel: panel.title)
def test_the_chart_stands_beside_a_narrow_table_and_below_a_wide_one(panel: Panel) -> None:
    """Never over it, and never outside what is printed."""
    sheet = layout()
    place_panel(sheet, 0, panel)
    at = sheet.charts[0].at
    printed = [cell for cell in sheet.cells if cell.column <= COLUMNS and cell.role is not Role.FOOTNOTE]
    if len(panel.columns) > 8:
        assert at.first_row > max(cell.row for cell in printed)
    else:
        assert at.first_column == len(panel.columns) + 1
        assert at.first_row == next(cell.row for cell in printed if cell.role is Role.HEADER)
    assert at.last_column <= COLUMNS


@pytest.mark.parametrize("focus", [None, 0, 2])
def test_a_row_at_the_end_that_has_nothing_to_draw_is_in_the_table_alone(focus: int | None) -> None:
    """An empty place among the bars would read as none of them, where the share is not asked for."""
    unknown = Missing(MissingReason.NOT_APPLICABLE)
    rows: list[tuple[str, Number]] = [("Suitable", 0.9), ("Unsuitable", 0.1), ("Not known", unknown)]
    panel = Panel(
        "Suitability",
        ("Number", "Share"),
        tuple(PanelRow(label, (2.0, share), Unit.NUMBER) for label, share in rows),
        PanelChart(ChartKind.BAR, SeriesIn.COLUMNS, (1,), focus=focus),
        alternative="Bars.",
        column_units=(None, Unit.PERCENTAGE),
    )
    sheet = layout()
    place_panel(sheet, 0, panel)
    (chart,) = sheet.charts
    drawn = [cell.value for cell in sheet.cells if (cell.row, cell.column) in list(chart.categories.cells())]
    assert drawn == ["Suitable", "Unsuitable"]
    assert chart.series[0].values == Area(2, 2, 3, 2), "the table's own cells, and none behind the page"
    assert chart.focus == (0 if focus == 0 else None)
    assert any(cell.value == "Not known" for cell in sheet.cells)


def test_a_panel_without_any_figure_is_a_table() -> None:
    """An empty chart says nothing; the tokens in the table do."""
    sheet = layout()
    place_panel(sheet, 0, panels.NOTHING)
    assert not sheet.charts
    assert next(cell for cell in sheet.cells if cell.value == "NYA").note == "No figure: not yet available."


def test_a_table_wider_than_the_page_is_refused() -> None:
    """By name, so that the theme can be mended."""
    columns = tuple(f"Month {number}" for number in range(15))
    wide = Panel("Wide", columns, (panels.row("x", *[1.0] * 15),))
    with pytest.raises(LayoutError, match="Wide: 15 columns are more than the sheet prints"):
        place_panel(layout(), 0, wide)


def test_a_chart_without_words_is_refused() -> None:
    """Alternative text is not optional."""
    with pytest.raises(LayoutError, match="no alternative text"):
        place_panel(layout(), 0, replace(panels.BARS, alternative=""))


# --- pages ---------------------------------------------------------------------------------------


def _pages(model: SheetModel) -> list[tuple[int, int]]:
    """First and last row of each page."""
    setup = model.print_setup
    starts = [0, *setup.breaks_before_rows]
    return list(zip(starts, [*(row - 1 for row in starts[1:]), setup.area.last_row], strict=True))


def test_each_theme_begins_a_page_and_no_panel_is_cut() -> None:
    """Charts and their tables lie on one page, under the heading of the theme."""
    model = panels.every_kind().sheets[0]
    pages = _pages(model)
    starts = {first for first, _ in pages}
    titles = {str(cell.value): cell.row for cell in model.cells if cell.role is Role.TITLE}
    assert set(titles) == {"Panels", "Bars and columns", "Parts of a whole", "Months"}
    assert {titles["Parts of a whole"], titles["Months"]} <= starts
    for chart in model.charts:
        rows = [row for row, _ in chart.categories.cells()] + [chart.at.first_row, chart.at.last_row]
        assert any(first <= min(rows) and max(rows) <= last for first, last in pages)
    heights = dict(model.row_heights)
    assert model.print_setup.repeat_rows is not None
    repeated = sum(heights[row] for row in range(model.print_setup.repeat_rows[1] + 1))
    for first, last in pages[1:]:
        assert repeated + sum(heights[row] for row in range(first, last + 1)) <= 762


def test_a_theme_can_hold_texts_between_its_panels() -> None:
    """Heading, paragraphs and who wrote them; the first stays with the heading of the theme."""
    pages = PanelPages("panels", "Panels", panels.CARD, panels.THEME, title="Panels")
    pages.page("Health")
    pages.paragraph("What does the figure say?", "First paragraph.\nSecond paragraph.", "An officer, 1 December 2021")
    pages.panel(panels.BARS)
    pages.page("Education")
    pages.panel(panels.LINE)
    pages.footnote("A footnote.")
    model = pages.finished()
    texts = [str(cell.value) for cell in model.cells]
    assert texts.index("First paragraph.") < texts.index("Second paragraph.") < texts.index("Activity")
    assert len(_pages(model)) == 2
    assert model.print_setup.breaks_before_rows == (next(c.row for c in model.cells if c.value == "Education"),)


def test_every_printed_column_has_its_width_whether_a_panel_reaches_it_or_not() -> None:
    """Titles, lines and charts span the page; a column without a width would be Excel's usual one."""
    assert {spec.column for spec in panels.sheet(panels.BARS).columns} == set(range(COLUMNS + 1))


def test_figures_behind_a_chart_are_not_printed() -> None:
    """They stand right of the print area, outlined, under words that say what they are."""
    model = panels.sheet(panels.LINE)
    behind = [cell for cell in model.cells if cell.column > COLUMNS]
    assert len(behind) == 13
    assert model.print_setup.area.last_column == COLUMNS
    assert {column.outline_level for column in model.columns if column.column > COLUMNS} == {1}


# --- any panel -----------------------------------------------------------------------------------

_NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60)
_FIGURES = st.one_of(
    st.floats(-2, 2, allow_nan=False), st.floats(0, 1e7), st.just(0.0), st.just(panels.NYA), st.just(0.5)
)


@st.composite
def _any_panel(draw: st.DrawFn) -> Panel:
    columns = draw(st.integers(1, COLUMNS))
    rows = draw(st.integers(1, 8))
    unit = draw(st.sampled_from([Unit.PERCENTAGE, Unit.NUMBER]))
    kind = draw(st.sampled_from(ChartKind))
    series_in = draw(st.sampled_from(SeriesIn))
    series, points = (rows, columns) if series_in is SeriesIn.ROWS else (columns, rows)
    shown = tuple(draw(st.lists(st.integers(0, series - 1), min_size=1, max_size=series, unique=True)))
    return Panel(
        title="Any",
        columns=tuple(draw(st.lists(_NAMES, min_size=columns, max_size=columns))),
        rows=tuple(
            PanelRow(draw(_NAMES), tuple(draw(_FIGURES) for _ in range(columns)), unit, draw(st.integers(0, 2)))
            for _ in range(rows)
        ),
        chart=PanelChart(
            kind,
            series_in,
            shown,
            tuple(place for place in shown if draw(st.booleans())),
            draw(st.one_of(st.none(), st.integers(0, points - 1))),
        ),
        alternative="The chart in words.",
    )


@settings(max_examples=60, deadline=None)
@given(_any_panel())
def test_any_panel_can_be_laid_out_and_drawn(panel: Panel) -> None:
    """Whatever its names, figures and gaps: nothing overlaps, and there is room for the plot."""
    model = panels.sheet(panel)
    content = render(BookModel((model,), BookProperties("t")), panels.THEME)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = [package.read(name) for name in package.namelist() if name.startswith("xl/charts/")]
    assert len(parts) == len(model.charts)
    for part in parts:
        inner = next(etree.fromstring(part).iter("{*}manualLayout"))
        sizes = {etree.QName(side).localname: float(side.get("val", "0")) for side in list(inner)[3:]}
        assert min(sizes["w"], sizes["h"]) > 0.15, sizes
        assert sizes["x"] + sizes["w"] <= 1
        assert sizes["y"] + sizes["h"] <= 1
