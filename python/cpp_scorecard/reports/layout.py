"""A sheet while it is being laid out: cells, merges and heights, with the theme's fonts and widths at hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cpp_scorecard.sheets.fit import Block, row_height
from cpp_scorecard.sheets.model import Area, Cell, CellValue, ConditionalRule, Link, Role, Sparkline

if TYPE_CHECKING:
    from cpp_scorecard.reports.card import Card
    from cpp_scorecard.sheets.chart_model import Chart
    from cpp_scorecard.sheets.theme import Theme

_LONGEST_FOOTER = 110


@dataclass(slots=True)
class SheetLayout:
    """The parts of a sheet, top to bottom.

    `default_width` gives the width of a column that the style template leaves alone.
    """

    key: str
    card: Card
    theme: Theme
    default_width: Callable[[int], float]
    last_printed: int
    cells: list[Cell] = field(default_factory=list)
    merges: list[Area] = field(default_factory=list)
    heights: dict[int, float] = field(default_factory=dict)
    rules: list[ConditionalRule] = field(default_factory=list)
    sparklines: list[Sparkline] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    blocks: list[tuple[int, float]] = field(default_factory=list)
    """First row and height in points of what is kept on one page, from top to bottom."""

    def width(self, column: int) -> float:
        """The width of a column, the style template's where it has one."""
        return self.theme.width(self.key, column, self.default_width(column))

    def span_width(self, first: int, last: int) -> float:
        """The width of several columns together."""
        return sum(self.width(column) for column in range(first, last + 1))

    def put(
        self,
        row: int,
        column: int,
        value: CellValue,
        role: Role,
        *,
        number_format: str | None = None,
        note: str | None = None,
        link: Link | None = None,
    ) -> None:
        """Place one cell."""
        self.cells.append(Cell(row, column, value, role, number_format, note, link))

    def line(self, row: int, value: CellValue, role: Role, text: str) -> None:
        """A line of text over all printed columns, as high as `text` needs."""
        last = self.last_printed
        self.put(row, 0, value, role)
        self.merges.append(Area(row, 0, row, last))
        block = Block.of(text, self.span_width(0, last), self.theme.looks[role])
        self.heights[row] = row_height([block], minimum=18)


def footer_text(text: str) -> str:
    """`text` after a font size in a footer: ampersands doubled, and no digit that would read as part of the size."""
    if len(text) > _LONGEST_FOOTER:  # whole parts, where there are any
        text = text[: _LONGEST_FOOTER + 1].rpartition(" · ")[0] or text[:_LONGEST_FOOTER]
    shown = text.replace("&", "&&")
    return f" {shown}" if shown[:1].isdigit() else shown
