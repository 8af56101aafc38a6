"""An indicator's figures over time, and what a text about it may quote of them.

One answer for every text: a highlight and the words under an exception are held against the same figures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cpp_scorecard.core.assessment import TREND_MONTHS, Assessment, Comparison, Conventions
from cpp_scorecard.core.period import PeriodKind, ReportingPeriod
from cpp_scorecard.core.quotable import Quotable, Step
from cpp_scorecard.core.windows import Measurement, anchors, label, measure, month_before, step_before

if TYPE_CHECKING:
    from cpp_scorecard.core.series import Series

Timeline = tuple[tuple[ReportingPeriod, Measurement], ...]
"""Figures by period, oldest first."""

_SHOWN = {PeriodKind.MONTH: TREND_MONTHS, PeriodKind.QUARTER: 9, PeriodKind.TERM: 7, PeriodKind.YEAR: 5}
"""How many periods a chart shows: a year (two of quarters) and the same period of the year before it."""


def history(a: Assessment, series: Series, conventions: Conventions) -> Timeline:
    """Every figure of the indicator that the workbook has, up to its latest."""
    how, figures, unit = a.indicator.how_reported, a.indicator.figures, a.indicator.unit
    if a.anchor is None:
        return ()
    latest_first = anchors(how, figures, series, conventions.as_of, conventions.term_starts)
    known = [period for period in latest_first if period <= a.anchor]
    return tuple((period, measure(series, how, figures, unit, period)) for period in reversed(known))


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
    step = step_before(how)
    year_before = _step(a.year_ago)
    counts = [(m.actual, m.possible) for m in (a.latest, *(measured for _, measured in reversed(known)))]
    return Quotable(
        name=a.indicator.name,
        unit=a.indicator.unit,
        period=a.rule_label,
        current=a.latest.number,
        earlier=tuple(earlier),
        others=tuple(others),
        beside=() if similar is None else (similar,),
        expected=a.expected,
        step=step,
        before=year_before if step == "year" else _step(a.month_ago),
        year_before=year_before,
        counts=tuple((n, m) for n, m in counts if isinstance(n, float) and isinstance(m, float)),
    )


def _step(compared: Comparison) -> Step | None:
    number = compared.measurement.number
    return None if number is None else (compared.period, number)
