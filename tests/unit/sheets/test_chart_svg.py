"""A chart as a drawing: the same plan as in the workbook, bars from zero, gaps as gaps, words for all of it."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from lxml import etree
from tests.tools import panels

from cpp_scorecard.core.panel import Panel
from cpp_scorecard.core.series import Missing
from cpp_scorecard.reports.drawings import drawing_of

SVG = "{http://www.w3.org/2000/svg}"
KINDS = {name: panel for name, panel in vars(panels).items() if isinstance(panel, Panel) and name != "NOTHING"}


def drawn(panel: Panel) -> Any:
    made = drawing_of(panel, panels.CARD, panels.THEME, "k")
    assert made is not None
    return etree.fromstring(made.svg)


def numbers(element: Any, *names: str) -> list[float]:
    return [float(element.get(name)) for name in names]


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_is_drawn_inside_its_frame_with_its_words(name: str) -> None:
    root = drawn(KINDS[name])
    width, height = (float(part) for part in root.get("viewBox").split()[2:])
    assert root.findtext(f"{SVG}desc") == KINDS[name].alternative
    assert root.get("aria-labelledby") == "k-title k-words"
    for rect in root.iter(f"{SVG}rect"):
        if rect.getparent() is root:
            x, y, w, h = numbers(rect, "x", "y", "width", "height")
            assert min(x, y, w, h) >= 0
            assert x + w <= width
            assert y + h <= height
    for text in root.iter(f"{SVG}text"):
        x, y = numbers(text, "x", "y")
        assert 0 <= x <= width
        assert 7 <= y <= height, text.text


def test_bars_are_as_long_as_their_figures_and_begin_at_zero() -> None:
    rects = list(drawn(panels.BARS).iter(f"{SVG}rect"))
    lengths = [float(rect.get("width")) for rect in rects]
    figures = [row.values[0] for row in panels.BARS.rows]
    assert len({rect.get("x") for rect in rects}) == 1
    for length, figure in zip(lengths, figures, strict=True):
        assert isinstance(figure, float)
        assert length / lengths[0] == pytest.approx(figure / 0.63, abs=0.001)


def test_parts_of_a_whole_fill_it_without_a_gap() -> None:
    rects = [rect for rect in drawn(panels.MANY_PARTS).iter(f"{SVG}rect") if rect.getparent().tag == f"{SVG}svg"]
    bars: dict[float, list[tuple[float, float]]] = {}
    for rect in rects:
        x, y, width, height = numbers(rect, "x", "y", "width", "height")
        if width != height:  # the boxes of the legend are square
            bars.setdefault(y, []).append((x, width))
    assert len(bars) == len(panels.MANY_PARTS.rows)
    for parts in bars.values():
        for (x, width), (following, _) in pairwise(parts):
            assert following == pytest.approx(x + width, abs=0.02)


def test_a_line_stops_where_there_is_no_figure() -> None:
    (row, *_) = panels.LINE.rows
    figures = [not isinstance(value, Missing) for value in row.values]
    runs = sum(now and not before for before, now in zip([False, *figures], figures, strict=False))
    lines = list(drawn(panels.LINE).iter(f"{SVG}polyline"))
    assert len(lines) == runs > 1
    assert sum(len(line.get("points").split()) for line in lines) == sum(figures)


def test_a_panel_without_a_figure_has_no_drawing() -> None:
    assert drawing_of(panels.NOTHING, panels.CARD, panels.THEME, "k") is None
