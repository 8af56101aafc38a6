"""The chart of a panel as a drawing for a page: laid out as in the pack, drawn by the same plan."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cpp_scorecard.core.colours import resolve
from cpp_scorecard.core.edition import Drawing
from cpp_scorecard.reports.layout import SheetLayout
from cpp_scorecard.reports.panel_pages import COLUMN_WIDTH, COLUMNS, LABEL_WIDTH
from cpp_scorecard.reports.panels import place_panel
from cpp_scorecard.reports.plain_cells import words
from cpp_scorecard.sheets.chart_look import Palette
from cpp_scorecard.sheets.chart_svg import chart_svg
from cpp_scorecard.sheets.charts import material, plan
from cpp_scorecard.sheets.model import now

if TYPE_CHECKING:
    from cpp_scorecard.core.panel import Panel
    from cpp_scorecard.reports.card import Card
    from cpp_scorecard.sheets.theme import Theme

_WIDTH = 560.0
_FONT = 10.5
_LARGER = 1.15
"""How much taller than on paper: the letters on a page are larger."""
_GREY = 0.27
"""How light the middle grey is: 3 to 1 against white, as WCAG 1.4.11 asks, and light enough for letters on it."""


def drawing_of(panel: Panel, card: Card, theme: Theme, key: str, title: str = "") -> Drawing | None:
    """The chart of `panel`, or None where it has none to draw. `key` and `title` are unique on its page."""
    sheet = SheetLayout(
        "drawing", card, theme, lambda column: COLUMN_WIDTH if column else LABEL_WIDTH, last_printed=COLUMNS
    )
    place_panel(sheet, 0, panel)
    if not sheet.charts:
        return None
    chart = sheet.charts[0]
    shown = {(cell.row, cell.column): now(cell.value) for cell in sheet.cells}
    tall = sum(sheet.heights[row] for row in range(chart.at.first_row, chart.at.last_row + 1))
    given = material(chart, shown, page_palette(theme), (_WIDTH, tall * _LARGER))
    title = words()["pages"]["chart"].format(title=title or panel.title)
    return Drawing(chart_svg(given, plan(given), title, key), title)


def page_palette(theme: Theme) -> Palette:
    """The palette of the pack's charts with letters and greys for a screen."""
    palette = Palette.of(theme)
    middle = resolve(rgb=palette.quiet, tint=_GREY) or palette.quiet
    return replace(palette, size=max(palette.size, _FONT), middle=middle)
