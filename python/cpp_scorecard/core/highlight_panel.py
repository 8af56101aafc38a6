"""The figures of one indicator over time, as a panel: its line with the expected range of each period behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from cpp_scorecard.core.indicator import FigureKind, Indicator, Window
from cpp_scorecard.core.panel import ChartKind, Panel, PanelChart, PanelRow, SeriesIn
from cpp_scorecard.core.period import FINANCIAL_YEAR_START
from cpp_scorecard.core.printing import decimals_needed, printed
from cpp_scorecard.core.rag import ExpectedRange
from cpp_scorecard.core.series import Missing, MissingReason, Number, Status
from cpp_scorecard.core.windows import ends

if TYPE_CHECKING:
    from cpp_scorecard.core.assessment import Assessment, Conventions
    from cpp_scorecard.core.timeline import Timeline

V = TypeVar("V")

_FEWEST = 2
"""Figures that make a line."""
_NO_BOUND = Missing(MissingReason.NOT_APPLICABLE)
_GAP = Missing(MissingReason.NOT_APPLICABLE, token="")


def timeline_panel(a: Assessment, shown: Timeline, conventions: Conventions, words: Mapping[str, Any]) -> Panel:
    """The indicator's recent figures as a line, its expected range grey behind it; no line under two figures."""
    indicator = a.indicator
    years = _years_begin(indicator, shown)
    ranges = [indicator.ranges.at(ends(indicator.how_reported, p, conventions.term_starts)) for p, _ in shown]
    rows = [PanelRow(words["key"], tuple(m.value for _, m in shown), indicator.unit, indicator.decimals)]
    rows += _bounds(indicator, ranges, words)
    rows = [replace(row, values=_broken(row.values, years, _GAP)) for row in rows]
    columns = _broken(tuple(str(period) for period, _ in shown), years, words["year_begins"])
    chart = None
    if sum(m.number is not None for _, m in shown) >= _FEWEST:
        places = tuple(range(len(rows)))
        chart = PanelChart(ChartKind.LINE, SeriesIn.ROWS, places, places[1:], focus=len(columns) - 1)
    return Panel(
        title=indicator.name,
        columns=columns,
        rows=tuple(rows),
        chart=chart,
        unit_label=_unit_label(indicator, words),
        alternative=_alternative(indicator, shown, ranges, words),
        note=" ".join(_notes(shown, words, is_drawn=chart is not None, is_broken=bool(years))),
    )


def _years_begin(indicator: Indicator, shown: Timeline) -> tuple[int, ...]:
    """The places, but the first, at which a year to date begins anew: a line drawn across would show a fall."""
    if indicator.how_reported.window is not Window.YEAR_TO_DATE or indicator.figures is FigureKind.THREE_YEAR_AVERAGE:
        return ()
    return tuple(at for at, (period, _) in enumerate(shown) if at and period.first_month.month == FINANCIAL_YEAR_START)


def _broken(values: tuple[V, ...], places: tuple[int, ...], gap: V) -> tuple[V, ...]:
    """`values` with a gap before each of `places`."""
    found: list[V] = []
    for at, value in enumerate(values):
        found += [gap, value] if at in places else [value]
    return tuple(found)


def _notes(shown: Timeline, words: Mapping[str, Any], *, is_drawn: bool, is_broken: bool) -> Iterator[str]:
    if not is_drawn:
        yield words["no_chart"]
    elif is_broken:
        yield words["restarts"]
    if any(Status.ILLUSTRATIVE in measured.statuses for _, measured in shown):
        yield words["illustrative"]


def _bounds(indicator: Indicator, ranges: list[ExpectedRange], words: Mapping[str, Any]) -> Iterator[PanelRow]:
    for name, bounds in (("low", [r.low for r in ranges]), ("high", [r.high for r in ranges])):
        known = [bound for bound in bounds if bound is not None]
        if known:
            values: tuple[Number, ...] = tuple(_NO_BOUND if bound is None else bound for bound in bounds)
            decimals = max(decimals_needed(bound, indicator.unit) for bound in known)
            yield PanelRow(words[name], values, indicator.unit, decimals)


def _unit_label(indicator: Indicator, words: Mapping[str, Any]) -> str:
    """`Percentage, over the 12 months to the end of each month`."""
    window = indicator.how_reported.window
    if window is None or not indicator.how_reported.is_monthly:
        return indicator.unit.value
    is_average = indicator.figures is FigureKind.THREE_YEAR_AVERAGE
    kind = "three_years" if is_average and window is not Window.SNAPSHOT else window.name.lower()
    return f"{indicator.unit.value}, {words['windows'][kind]}"


def _alternative(indicator: Indicator, shown: Timeline, ranges: list[ExpectedRange], words: Mapping[str, Any]) -> str:
    """The line in words: each figure with its period, and the range at the end."""
    figures = ", ".join(
        f"{period} {'-' if m.number is None else printed(m.number, indicator.unit, indicator.decimals)}"
        for period, m in shown
    )
    last = ranges[-1] if ranges else ExpectedRange(None, None)
    bounds = [
        f"{words[name]} {printed(bound, indicator.unit, decimals_needed(bound, indicator.unit))}"
        for name, bound in (("low", last.low), ("high", last.high))
        if bound is not None
    ]
    expected = f"{'; '.join(bounds)}." if bounds else ""
    return str(words["alternative"].format(name=indicator.name, figures=figures, expected=expected)).strip()
