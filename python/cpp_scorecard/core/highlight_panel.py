"""The figures of one indicator over time, as a panel: its line with the expected range of each period behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cpp_scorecard.core.assessment import TREND_MONTHS, Assessment, Conventions
from cpp_scorecard.core.indicator import FigureKind, Indicator, Window
from cpp_scorecard.core.panel import ChartKind, Panel, PanelChart, PanelRow, SeriesIn
from cpp_scorecard.core.period import PeriodKind, ReportingPeriod
from cpp_scorecard.core.printing import decimals_needed, printed
from cpp_scorecard.core.quoted import Quotable
from cpp_scorecard.core.rag import ExpectedRange
from cpp_scorecard.core.series import Missing, MissingReason, Number, Series, Status
from cpp_scorecard.core.windows import Measurement, anchors, ends, label, measure, month_before

Timeline = tuple[tuple[ReportingPeriod, Measurement], ...]
"""Figures by period, oldest first."""

_SHOWN = {PeriodKind.MONTH: TREND_MONTHS, PeriodKind.QUARTER: 9, PeriodKind.TERM: 7, PeriodKind.YEAR: 5}
"""How many periods a chart shows: a year (two of quarters) and the same period of the year before it."""
_FEWEST = 2
_NO_BOUND = Missing(MissingReason.NOT_APPLICABLE)


def history(a: Assessment, series: Series, conventions: Conventions) -> Timeline:
    """Every figure of the indicator that the workbook has, up to its latest."""
    how, figures, unit = a.indicator.how_reported, a.indicator.figures, a.indicator.unit
    if a.anchor is None:
        return ()
    known = anchors(how, figures, series, conventions.as_of, conventions.term_starts)
    return tuple((p, measure(series, how, figures, unit, p)) for p in known if p <= a.anchor)


def recent(a: Assessment, series: Series, conventions: Conventions) -> Timeline:
    """The last periods one by one up to the latest, with their gaps, from the first of them that has a figure."""
    indicator = a.indicator
    found: list[tuple[ReportingPeriod, Measurement]] = []
    period = a.anchor
    while period is not None and len(found) < _SHOWN[period.kind]:
        found.append((period, measure(series, indicator.how_reported, indicator.figures, indicator.unit, period)))
        before = month_before(indicator.how_reported, period, len(conventions.term_starts))
        period = before or (period.years_back(1) if period.kind is PeriodKind.YEAR else None)
    while found and found[-1][1].number is None:
        found.pop()
    return tuple(reversed(found))


def quotable(a: Assessment, known: Timeline) -> Quotable:
    """What a text about an indicator may quote: its whole history, what it is compared with, and its range."""
    how, figures = a.indicator.how_reported, a.indicator.figures
    earlier = [(label(how, figures, p), measured.number) for p, measured in reversed(known) if p != a.anchor]
    compared = (a.month_ago.measurement.number, a.year_ago.measurement.number)
    others = [number for number in compared if number is not None]
    if a.indicator.unit.is_percentage and a.latest.number is not None:
        others.append(1 - a.latest.number)  # 94 % seen is 6 % not seen
    similar = a.similar.measurement.number
    return Quotable(
        name=a.indicator.name,
        unit=a.indicator.unit,
        period=a.rule_label,
        current=a.latest.number,
        earlier=tuple(earlier),
        others=tuple(others),
        beside=() if similar is None else (similar,),
        expected=a.expected,
    )


def timeline_panel(a: Assessment, shown: Timeline, conventions: Conventions, words: Mapping[str, Any]) -> Panel:
    """The indicator's recent figures as a line, its expected range grey behind it; no line under two figures."""
    indicator = a.indicator
    ranges = [indicator.ranges.at(ends(indicator.how_reported, p, conventions.term_starts)) for p, _ in shown]
    rows = [PanelRow(words["key"], tuple(m.value for _, m in shown), indicator.unit, indicator.decimals)]
    rows += _bounds(indicator, ranges, words)
    chart = None
    if sum(m.number is not None for _, m in shown) >= _FEWEST:
        places = tuple(range(len(rows)))
        chart = PanelChart(ChartKind.LINE, SeriesIn.ROWS, places, places[1:], focus=len(shown) - 1)
    return Panel(
        title=indicator.name,
        columns=tuple(str(period) for period, _ in shown),
        rows=tuple(rows),
        chart=chart,
        unit_label=_unit_label(indicator, words),
        alternative=_alternative(indicator, shown, ranges, words),
        note=" ".join(_notes(shown, words, is_drawn=chart is not None)),
    )


def _notes(shown: Timeline, words: Mapping[str, Any], *, is_drawn: bool) -> Iterator[str]:
    if not is_drawn:
        yield words["no_chart"]
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
    """`Percentage, each month: the 12 months up to its end`."""
    window = indicator.how_reported.window
    if window is None or not indicator.how_reported.is_monthly:
        return indicator.unit.value
    is_average = indicator.figures is FigureKind.THREE_YEAR_AVERAGE
    kind = "three_years" if is_average and window is not Window.SNAPSHOT else window.name.lower()
    return f"{indicator.unit.value}, {words['monthly'].format(window=words['windows'][kind])}"


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
