"""One row of the scorecard from cells of any workbook: the assessment that `build` prints, as values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from cpp_scorecard.core.assessment import Assessment, Comparison, Conventions, assess
from cpp_scorecard.core.indicator import ComparatorFigure, Indicator, Unit
from cpp_scorecard.core.rag import ExpectedRange, RangeHistory
from cpp_scorecard.core.series import Missing, Part
from cpp_scorecard.excel import cells
from cpp_scorecard.excel.failures import ExcelError, FailedCell
from cpp_scorecard.excel.judging import UPSIDE_DOWN
from cpp_scorecard.excel.ranges import BLANK, Cells, Grid, grid_of
from cpp_scorecard.excel.scales import refuse_per_cent
from cpp_scorecard.excel.windowing import latest_month, month_axis, series_of, unusable_part
from cpp_scorecard.intake.settings import Settings

Read = TypeVar("Read")

HEADINGS = (
    "Latest Data",
    "Latest",
    "Rating",
    "Actual",
    "Possible",
    "One Month Ago",
    "Latest is better, worse or same",
    "One Year Ago",
    "Latest is better, worse or same",
    "Similar Councils",
    "Latest is better, worse or same",
)
"""What the columns of the row are, in the order of the published card."""


@dataclass(frozen=True, slots=True)
class RowCells:
    """The arguments of the row: one cell each, but the months and the figures in lines."""

    how_reported: Cells
    polarity: Cells
    low: Cells
    high: Cells
    months: Cells
    figures: Cells
    possible: Cells
    similar: Cells
    as_of: Cells
    unit: Cells
    figures_are: Cells
    tolerance: Cells
    headings: Cells


def scorecard_row(given: RowCells) -> Grid:
    """The row, with its headings above it where they are wanted."""
    assessment = assess_row(given)
    latest = assessment.latest
    row = [
        assessment.period_label,
        _shown(latest.value),
        assessment.letter or BLANK,
        _shown(latest.actual),
        _shown(latest.possible),
        *(item for one in (assessment.month_ago, assessment.year_ago, assessment.similar) for item in _compared(one)),
    ]
    return [list(HEADINGS), row] if _read(cells.yes, given.headings, "headings") else [row]


def assess_row(given: RowCells) -> Assessment:
    """The assessment by the same rules and defaults as a workbook's."""
    axis = month_axis(given.months)
    line = _line(axis.lines(given.figures, "figures"), "figures")
    if given.possible is None:
        parts = {Part.VALUE: (line, "figures")}
    else:
        possible = _line(axis.lines(given.possible, "possible"), "possible")
        parts = {Part.ACTUAL: (line, "figures"), Part.POSSIBLE: (possible, "possible")}
    series = series_of(axis, parts)
    unusable = next((bad for one in series if (bad := unusable_part(one)) is not None), None)
    if unusable is not None:
        raise FailedCell(ExcelError.VALUE, unusable.detail)
    as_of = _read(cells.month, given.as_of, "as_of") or latest_month(series)
    if as_of is None:
        raise FailedCell(ExcelError.NOT_AVAILABLE, "There is no figure in figures, so there is no month to report.")
    said = _read(cells.unit, given.unit, "unit")
    unit = said or (Unit.NUMBER if given.possible is None else Unit.PERCENTAGE)
    low, high = (_read(cells.number, bound, name) for bound, name in ((given.low, "low"), (given.high, "high")))
    if low is not None and high is not None and low > high:
        raise FailedCell(ExcelError.NUMBER, UPSIDE_DOWN)
    similar = _read(cells.figure, given.similar, "similar")
    indicator = Indicator(
        name="",
        domain="",
        how_reported=_read(cells.how_reported, given.how_reported, "how_reported"),
        polarity=_read(cells.polarity, given.polarity, "polarity"),
        unit=unit,
        decimals=0,
        ranges=RangeHistory((ExpectedRange(low, high),)),
        tolerance=Settings().tolerance_for(
            percentage=unit.is_percentage, size=_read(cells.tolerance, given.tolerance, "tolerance"), mode=None
        ),
        figures=_read(cells.figure_kind, given.figures_are, "figures_are"),
        similar=similar if isinstance(similar, Missing) else ComparatorFigure(similar.number, cells.HERE),
    )
    assessment = assess(indicator, series, Conventions(as_of))
    latest = assessment.latest.value
    if not isinstance(latest, Missing) and (said is None or said.is_percentage):
        refuse_per_cent(latest, low, high, "The latest of figures")
    return assessment


def _read(read: Callable[[object, str], Read], given: Cells, name: str) -> Read:
    """An argument that is one cell."""
    return read(cells.single(grid_of(given), name), name)


def _line(lines: Grid, name: str) -> list[object]:
    if len(lines) != 1:
        raise FailedCell(ExcelError.VALUE, f"{name} has {len(lines)} lines of figures. Give one: one row a call.")
    return lines[0]


def _shown(figure: float | Missing) -> float | str:
    return (figure.token or "-") if isinstance(figure, Missing) else figure


def _compared(comparison: Comparison) -> tuple[float | str, str]:
    return _shown(comparison.measurement.value), comparison.direction.value
