"""A panel: one small table with the chart that shows it, as plain data: what spotlights and highlights are made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cpp_scorecard.core.indicator import Unit
    from cpp_scorecard.core.series import Number

MOST_COLUMNS = 14
"""Columns of figures that a printed page has room for beside the labels."""


class ChartKind(StrEnum):
    """How a panel is drawn. Bars lie, columns stand; both begin at zero."""

    BAR = "bar"
    COLUMN = "column"
    STACKED = "stacked"
    """Bars of one whole: the parts of 100 % side by side."""
    LINE = "line"


class SeriesIn(StrEnum):
    """Which way the chart reads the table."""

    ROWS = "rows"
    """Each row is a series over the columns (months across)."""
    COLUMNS = "columns"
    """Each column is a series over the rows (groups down)."""


@dataclass(frozen=True, slots=True)
class PanelRow:
    """One row of the table; a value for each of the panel's columns. A percentage is a fraction."""

    label: str
    values: tuple[Number, ...]
    unit: Unit
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class PanelChart:
    """What of the table is drawn: the places of its rows or columns that are series."""

    kind: ChartKind
    series_in: SeriesIn
    shown: tuple[int, ...]
    context: tuple[int, ...] = ()
    """Those of `shown` that are context, drawn grey and thin (an expected range, an earlier year)."""
    focus: int | None = None
    """The place among the categories that the panel is about, drawn in the one colour."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A titled table, its chart, and the sentence that says the same for those who cannot see the chart."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[PanelRow, ...]
    chart: PanelChart | None = None
    unit_label: str = ""
    """What the chart's figures are, such as `% of 64 young people`; printed under the title."""
    alternative: str = ""
    """The chart in words, with its figures: the alternative text."""
    note: str = ""
    """A sentence under the table: the source, who is not counted and why."""
    column_units: tuple[Unit | None, ...] = ()
    """For each column its own unit, or None where the rows' units hold: a count beside its share."""
    by_size: int = 0
    """How many of the first rows stand in the order of their size, the largest first."""

    def unit_at(self, row: PanelRow, column: int) -> Unit:
        """The unit of one figure of the table: its column's own where it has one, else its row's."""
        own = self.column_units[column] if self.column_units else None
        return own or row.unit

    def __post_init__(self) -> None:
        """Refuse a table that is not rectangular."""
        uneven = next((row.label for row in self.rows if len(row.values) != len(self.columns)), None)
        if uneven is not None:
            raise ValueError(f'{self.title}: the row "{uneven}" has not one value for each column')
        if self.column_units and len(self.column_units) != len(self.columns):
            raise ValueError(f"{self.title}: not every column says whether it has a unit of its own")
