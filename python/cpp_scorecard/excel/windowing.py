"""Windows over rows of months: their figures become a series like a workbook's, and `core.windows` does the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cpp_scorecard.core.indicator import FigureKind, HowReported, Unit, Window
from cpp_scorecard.core.period import Month, PeriodKind, ReportingPeriod
from cpp_scorecard.core.series import Figure, Missing, MissingReason, Observation, Part, Series
from cpp_scorecard.core.windows import anchor_kind, anchor_on, measure
from cpp_scorecard.excel import cells
from cpp_scorecard.excel.failures import ExcelError, FailedCell
from cpp_scorecard.excel.ranges import BLANK, Cells, Grid, grid_of, shape_of, size_in_words
from cpp_scorecard.intake.tokens import RawFigure, as_figure

_CELL_ERRORS = {MissingReason.ZERO_DENOMINATOR: ExcelError.DIVISION}


@dataclass(frozen=True, slots=True)
class MonthAxis:
    """The months over (or beside) the figures. `across` tells a row of months from a column of them."""

    periods: tuple[ReportingPeriod | None, ...]
    across: bool
    shape: tuple[int, int]

    def lines(self, given: Cells, name: str) -> Grid:
        """The figures as one list for each indicator, with a cell for each month."""
        if given is None:
            raise FailedCell(ExcelError.VALUE, f"{name} is left out. Give a cell for each month.")
        grid = grid_of(given)
        rows, columns = shape_of(grid)
        if (columns if self.across else rows) != len(self.periods):
            raise FailedCell(
                ExcelError.VALUE,
                f"months has {size_in_words(self.shape)} and {name} has {size_in_words((rows, columns))}. Give a "
                "month for each figure: a row of months over rows of figures, or a column beside columns.",
            )
        return grid if self.across else [list(line) for line in zip(*grid, strict=True)]


def month_axis(given: Cells, name: str = "months") -> MonthAxis:
    """Read the months; a blank one leaves its figures out."""
    grid = grid_of(given)
    rows, columns = shape = shape_of(grid)
    if rows > 1 and columns > 1:
        raise FailedCell(
            ExcelError.VALUE, f"{name} has {size_in_words(shape)}. Give the months as a single row or a single column."
        )
    headers = grid[0] if columns > 1 or rows == 1 else [row[0] for row in grid]
    months = [cells.month(header, f"{name}, cell {place}") for place, header in enumerate(headers, start=1)]
    seen = [month for month in months if month is not None]
    twice = next((month for month in seen if seen.count(month) > 1), None)
    if twice is not None:
        raise FailedCell(ExcelError.VALUE, f"{name} has {twice} more than once. Give each month once.")
    if not seen:
        raise FailedCell(ExcelError.VALUE, f"{name} is blank. Give the months that the figures are of.")
    return MonthAxis(tuple(None if m is None else ReportingPeriod.of_month(m) for m in months), rows == 1, shape)


def _figure(given: object, name: str, *, counts: bool) -> Figure | Missing:
    """A cell as a part of an observation. What cannot be used is missing, so that it only matters where it counts.

    `counts` says that the cells are added up: there a text such as `94%` is a mistake.
    """
    try:
        read = cells.figure(given, name)
        if counts and isinstance(read, RawFigure) and read.is_percent:
            raise FailedCell(ExcelError.VALUE, f"{name} is the percentage {read.shown}. {_NO_COUNT}")
    except FailedCell as failed:
        return Missing(MissingReason.UNUSABLE, detail=failed.failure.reason, where=cells.HERE)
    return read if isinstance(read, Missing) else as_figure(read, percentage=False)


_NO_COUNT = "Percentages are not added up: take the ratio of the counts behind them."


def series_of(axis: MonthAxis, parts: Mapping[Part, tuple[list[object], str]], *, counts: bool = False) -> Series:
    """The observations of one line: each part has its cells, one a month, and the name of its argument."""
    return Series(
        {
            period: Observation(
                period,
                {
                    part: _figure(line[place], f"{name}, {period}", counts=counts)
                    for part, (line, name) in parts.items()
                },
            )
            for place, period in enumerate(axis.periods)
            if period is not None
        }
    )


def window_figures(
    window: Window, months: Cells, as_of: Cells, unit: Unit, parts: Mapping[Part, tuple[str, Cells]]
) -> Grid:
    """The figure of `window` for each line of figures; `parts` has the name and the cells of each argument."""
    axis = month_axis(months)
    lines = {part: axis.lines(given, name) for part, (name, given) in parts.items()}
    count = max(map(len, lines.values()))
    for part, found in lines.items():
        if len(found) not in (1, count):
            sizes = " and ".join(f"{name} has {len(lines[part])}" for part, (name, _) in parts.items())
            raise FailedCell(ExcelError.VALUE, f"Of lines of figures, {sizes}. Give as many of each, or one for all.")
        lines[part] = found * count if len(found) == 1 else found
    anchors = _one_for_each(as_of, "as_of", count)
    results: list[object] = []
    for place in range(count):
        line = {part: (lines[part][place], name) for part, (name, _) in parts.items()}
        series = series_of(axis, line, counts=window is not Window.SNAPSHOT)
        try:
            results.append(window_figure(HowReported.parse(window.value), series, anchors[place], unit))
        except FailedCell as failed:
            results.append(failed.failure.marked)
    return [[result] for result in results] if axis.across else [results]


def window_figure(how: HowReported, series: Series, as_of: object, unit: Unit) -> float | str:
    """The figure of one window of one series; blank where the series has no figures at all."""
    latest = latest_month(series)
    if latest is None:
        return BLANK
    anchor = _anchor(how, latest, as_of)
    kind = FigureKind.MEASURED if how.window is Window.SNAPSHOT else FigureKind.EVENTS
    measurement = measure(series, how, kind, unit, anchor)
    if not isinstance(measurement.value, Missing):
        return measurement.value
    missing = measurement.value
    if missing.reason is MissingReason.UNUSABLE:
        raise FailedCell(ExcelError.NOT_AVAILABLE, missing.detail)
    inside = missing.detail.split(", ")
    unusable = [bad.detail for o in series if str(o.period) in inside and (bad := unusable_part(o)) is not None]
    named = f"{how.code} up to {anchor}" if anchor.kind is PeriodKind.MONTH else f"{how.code} of {anchor}"
    advice = [] if missing.reason is MissingReason.ZERO_DENOMINATOR else [_FILL_IN]
    further = [f"{len(unusable) - 1} more cannot be used either."] if len(unusable) > 1 else []
    reason = " ".join([f"{named}: {missing.text}.", *(unusable[:1] or advice), *further])
    raise FailedCell(_CELL_ERRORS.get(missing.reason, ExcelError.NOT_AVAILABLE), reason)


_FILL_IN = "Fill it in, or give another as_of."


def latest_month(series: Series) -> Month | None:
    """The latest month with a figure, a numerator where there are two; one that holds an error is not passed over."""
    leading = Part.ACTUAL if any(Part.ACTUAL in o.parts for o in series) else Part.VALUE
    held = [(o.period.first_month, o.parts[leading]) for o in series]
    says = (month for month, part in held if isinstance(part, Figure) or part.reason is MissingReason.UNUSABLE)
    return max(says, default=None)


def unusable_part(observation: Observation) -> Missing | None:
    """The first part of an observation that is neither a figure nor a word that says why there is none."""
    parts = (part for part in observation.parts.values() if isinstance(part, Missing))
    return next((part for part in parts if part.reason is MissingReason.UNUSABLE), None)


def _anchor(how: HowReported, latest: Month, as_of: object) -> ReportingPeriod:
    """The period that the window ends with: the one that is asked for, or the last known in the month that is.

    Without either, the last known in the `latest` month.
    """
    asked = cells.period(as_of, "as_of", _ADVICE.get(anchor_kind(how), cells.GIVE_A_MONTH))
    if asked is not None and asked.kind is anchor_kind(how):
        return asked
    if asked is not None and asked.kind is not PeriodKind.MONTH:
        needed = anchor_kind(how)
        raise FailedCell(ExcelError.VALUE, f'as_of is "{asked}", a {asked.kind}. Give a month or a {needed}.')
    month = latest if asked is None else asked.first_month
    anchor = anchor_on(how, month)
    if anchor is None:
        raise FailedCell(ExcelError.NOT_AVAILABLE, f"No period of {how.code} is known by {month}.")
    return anchor


_ADVICE: Mapping[PeriodKind | None, str] = {
    PeriodKind.QUARTER: "Give a quarter such as Q2 2021-22, or a month such as Nov-21.",
    PeriodKind.YEAR: "Give a financial year such as 2020/21, or a month such as Nov-21.",
}


def _one_for_each(given: Cells, name: str, count: int) -> list[object]:
    """One cell for each line: a single one counts for all."""
    grid = grid_of(given)
    flat = [cell for row in grid for cell in row]
    if len(flat) not in (1, count) or min(shape_of(grid)) > 1:
        raise FailedCell(
            ExcelError.VALUE,
            f"{name} has {size_in_words(shape_of(grid))} and there are {count} lines of figures. Give one for all "
            "or one for each.",
        )
    return flat * count if len(flat) == 1 else flat
