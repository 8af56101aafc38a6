"""A native chart as plain frozen data: what it draws of which cells of its own sheet, and the same in words.

`check_charts` refuses what would hide something, mislead, or be repaired by Excel.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cpp_scorecard.core.panel import ChartKind
from cpp_scorecard.sheets.area import Area, LayoutError, a1

MAX_SERIES = 255
"""Series in one chart ("Excel specifications and limits", Microsoft)."""
MAX_TITLE = 255


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """One series: a row or a column of figures."""

    values: Area
    name: str | tuple[int, int]
    """Its name, or the (row, column) of the cell that holds it."""
    context: bool = False
    """Drawn grey: an expected range, an earlier year."""

    @property
    def where(self) -> tuple[tuple[int, int], ...]:
        """The cells of the figures in order."""
        return tuple(self.values.cells())


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart that covers the cells `at` and moves and grows with them.

    Bars, columns and stacked bars begin at zero; only a line may begin elsewhere (`from_zero`). A figure that is
    not there is an empty cell and leaves a gap.
    """

    kind: ChartKind
    at: Area
    categories: Area
    """A row or column of texts, one for each figure of a series."""
    series: tuple[ChartSeries, ...]
    alternative: str
    """The chart in words, with its figures, for those who cannot see it."""
    title: str = ""
    unit: str = ""
    """What the value axis of a line counts, where it has one to name."""
    number_format: str = "General"
    """Of the value labels and the value axis."""
    focus: int | None = None
    """The place among the categories that the chart is about."""
    from_zero: bool = True

    def __post_init__(self) -> None:
        """Refuse a chart that is not complete in itself."""
        here = f"the chart at {self.at.a1}"
        if not self.alternative.strip():
            raise LayoutError(f"{here} has no alternative text")
        if not 1 <= len(self.series) <= MAX_SERIES:
            raise LayoutError(f"{here} has {len(self.series)} series; Excel draws 1 to {MAX_SERIES}")
        if len(self.title) > MAX_TITLE:
            raise LayoutError(f"{here}: the title is longer than the {MAX_TITLE} characters that Excel can hold")
        count = _length(self.categories, here)
        for series in self.series:
            if _length(series.values, here) != count:
                raise LayoutError(f"{here}: {series.values.a1} has not one figure for each of {self.categories.a1}")
        if self.focus is not None and not 0 <= self.focus < count:
            raise LayoutError(f"{here}: there is no category {self.focus} among {count}")
        if not self.from_zero and self.kind is not ChartKind.LINE:
            raise LayoutError(f"{here}: a chart of bars begins at zero")


def _length(area: Area, here: str) -> int:
    rows, columns = area.last_row - area.first_row + 1, area.last_column - area.first_column + 1
    if min(rows, columns) != 1:
        raise LayoutError(f"{here}: {area.a1} is neither one row nor one column")
    return max(rows, columns)


def check_charts(
    sheet: str,
    charts: tuple[Chart, ...],
    shown: Mapping[tuple[int, int], object],
    merged: Mapping[tuple[int, int], Area],
) -> None:
    """Refuse charts that hide cells or each other, or that draw cells which are not what they should be.

    `shown` holds what each placed cell shows, `merged` the merge over each merged cell.

    Raises:
        LayoutError: naming both offenders.
    """
    for place, chart in enumerate(charts):
        here = f"{sheet}: the chart at {chart.at.a1}"
        for other in charts[:place]:
            if _overlap(chart.at, other.at):
                raise LayoutError(f"{sheet}: the charts at {other.at.a1} and {chart.at.a1} overlap")
        hidden = next((where for where in (*shown, *merged) if _inside(where, chart.at)), None)
        if hidden is not None:
            raise LayoutError(f"{here} would hide {a1(*hidden)}")
        for where in chart.categories.cells():
            if not isinstance(shown.get(where), str):
                raise LayoutError(f"{here}: {a1(*where)} has no text to name a category")
        for series in chart.series:
            if isinstance(series.name, tuple) and not isinstance(shown.get(series.name), str):
                raise LayoutError(f"{here}: {a1(*series.name)} has no text to name a series")
            found = [(where, shown.get(where)) for where in series.where]
            for where, value in found:
                if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
                    raise LayoutError(f"{here}: {a1(*where)} is not a number, and Excel would draw it as zero")
        if not any(isinstance(shown.get(where), int | float) for s in chart.series for where in s.where):
            raise LayoutError(f"{here} has no figure to draw")


def _overlap(one: Area, other: Area) -> bool:
    return (
        one.first_row <= other.last_row
        and other.first_row <= one.last_row
        and one.first_column <= other.last_column
        and other.first_column <= one.last_column
    )


def _inside(where: tuple[int, int], area: Area) -> bool:
    row, column = where
    return area.first_row <= row <= area.last_row and area.first_column <= column <= area.last_column
