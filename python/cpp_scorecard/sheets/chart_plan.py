"""How a chart is drawn, as plain data: margins, axis, and the look and labels of every point."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cpp_scorecard.sheets.chart_look import Fill, Palette, Stroke, shown_text

if TYPE_CHECKING:
    from cpp_scorecard.sheets.chart_model import Chart

AIR = 8.0
"""Points between a label and what it labels."""
EDGE = 12.0
"""Points between a chart's left edge and what it draws: what stands left of it is another thing."""
MOST_FOR_NAMES = 0.42
"""The share of the width that names may take; longer ones wrap."""
_MOST_FOR_LEGEND = 0.25
"""The share of the height that a legend may take."""


@dataclass(frozen=True, slots=True)
class Material:
    """What a chart is made from: the texts and figures that its cells show now, and its size in points."""

    chart: Chart
    categories: tuple[str, ...]
    names: tuple[str, ...]
    rows: tuple[tuple[float | None, ...], ...]
    """The figures of each series; None for a gap."""
    width: float
    height: float
    palette: Palette

    @property
    def figures(self) -> list[float]:
        """Every figure that is there."""
        return [figure for row in self.rows for figure in row if figure is not None]

    def text(self, figure: float | None) -> str:
        """A figure as its label shows it."""
        return shown_text(figure, self.chart.number_format)

    @property
    def title_height(self) -> float:
        """Points that the chart's own title takes."""
        return self.palette.line + AIR if self.chart.title else 0.0

    @property
    def legend_height(self) -> float:
        """Points that a legend at the bottom takes: entries in columns as wide as the widest."""
        entry = self.palette.widest(self.names) + 2.5 * self.palette.size
        across = max(1, int(self.width * 0.9 / entry))
        lines = -(-len(self.names) // across) * self.palette.line
        return min(lines, self.height * _MOST_FOR_LEGEND) + AIR


@dataclass(frozen=True, slots=True)
class Label:
    """The label of one point. `shift` moves it down by that share of the chart's height."""

    position: str
    """Excel's word: ``outEnd``, ``ctr``, ``r``, ``t`` or ``b``."""
    rgb: str
    named: bool = False
    """Whether the name of the series stands before the figure."""
    shift: float = 0.0
    bold: bool = False
    boxed: bool = False


@dataclass(frozen=True, slots=True)
class SeriesPlan:
    """How one series is drawn: bars have a fill, lines a stroke."""

    fill: Fill | None = None
    stroke: Stroke | None = None
    points: dict[int, Fill] = field(default_factory=dict)
    """Bars with a fill of their own."""
    markers: dict[int, str] = field(default_factory=dict)
    """Points of a line that are marked, with the colour."""
    labels: dict[int, Label] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """A chart as it will be written."""

    margins: tuple[float, float, float, float]
    """Left, top, right and bottom of the plot, in points."""
    series: tuple[SeriesPlan, ...]
    lowest: float | None = None
    highest: float | None = None
    step: float | None = None
    """Ends and step of the value axis; None leaves them to Excel."""
    has_scale: bool = False
    has_legend: bool = False
    label_every: int = 1
    """Categories from one label to the next."""
    gap: int = 100
    """Space between bars, in percent of a bar."""
