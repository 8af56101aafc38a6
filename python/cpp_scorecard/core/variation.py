"""Is a better or worse more than the ordinary variation of the months behind it?

The letters B and W compare two windows of months. What differs between them is the months that one has and the other
has not: the two months themselves for a snapshot, the month that was added and the one that fell out for rolling
months, all months of both years for a year to date against a year ago. Where none of those months stands out on the
XmR chart of the indicator's months (`ordinary_variation`), the difference is ordinary variation.

The chart is of single months. Figures that each cover a longer time are not charted: a rolling twelve months shares
eleven with its neighbour and a year to date only grows, so the differences of neighbouring points say nothing about how
a month varies, and every rule would be wrong. Where the workbook has the months behind such a figure they are charted
instead; where the case system measured the figure over its window there are none, and it is not judged.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from cpp_scorecard.core.errors import NumberUnusable
from cpp_scorecard.core.indicator import FigureKind, HowReported, Unit, Window
from cpp_scorecard.core.ordinary_variation import Limits, Signal, limits, signals
from cpp_scorecard.core.period import Month, ReportingPeriod, months_up_to
from cpp_scorecard.core.series import Series, Status
from cpp_scorecard.core.windows import Measurement, accumulates, measure, window_months

CHARTED_MONTHS = 24
"""Months on a chart, up to the latest: those that a twelve-month window and the one a year before it cover."""
_ONE_MONTH = HowReported(Window.SNAPSHOT.value, Window.SNAPSHOT)


class NotJudged(StrEnum):
    """Why nothing is said about ordinary variation. The value is the sentence a reader sees."""

    NO_FIGURE = "there is no figure to judge"
    NO_LETTER = "neither better nor worse is printed"
    ONLY_RISES = "a count for the year to date can only rise"
    OVERLAPPING = "the figures of neighbouring months cover most of the same time"
    NOT_MONTHLY = "the figure is not made of months"
    TOO_FEW = "there are too few months to say"
    NO_INTERVAL = "no counts stand behind the figure, so it has no interval"
    UNUSABLE = "the figures are too large to work with"


@dataclass(frozen=True, slots=True)
class Unusual:
    """A month that stands out, and by which rule."""

    month: Month
    signal: Signal


@dataclass(frozen=True, slots=True)
class Variation:
    """What is unusual about the months in which two windows differ; nothing is where all of them are ordinary."""

    unusual: tuple[Unusual, ...] = ()

    @property
    def is_ordinary(self) -> bool:
        """Whether the difference is within ordinary variation."""
        return not self.unusual


@dataclass(frozen=True, slots=True)
class MonthlyChart:
    """The XmR chart of an indicator's months, oldest first; a percentage is a fraction, None a month without figure."""

    months: tuple[Month, ...]
    points: tuple[float | None, ...]
    limits: Limits
    signals: tuple[frozenset[Signal], ...]
    is_illustrative: bool = False
    """Whether some of the months were never published."""

    def judge(self, how: HowReported, latest: ReportingPeriod, earlier: ReportingPeriod) -> Variation | NotJudged:
        """What stands out among the months that the windows of `latest` and `earlier` do not share."""
        if how.window is None or how.window is Window.TERM:
            return NotJudged.NOT_MONTHLY
        differ = set(window_months(how.window, latest)) ^ set(window_months(how.window, earlier))
        places = [at for at, month in enumerate(self.months) if month in differ and self.points[at] is not None]
        if not places:
            return NotJudged.TOO_FEW
        return Variation(
            tuple(Unusual(self.months[at], signal) for at in places for signal in Signal if signal in self.signals[at])
        )


def charted(
    how: HowReported,
    figures: FigureKind,
    unit: Unit,
    series: Series,
    anchor: ReportingPeriod,
    figure: Callable[[ReportingPeriod], Measurement],
) -> MonthlyChart | NotJudged:
    """The chart of the months up to the end of the window that ends with `anchor`, or why there can be none.

    `figure` gives what was measured for a window of the indicator's own, and serves where that is a month.
    """
    if figures is FigureKind.THREE_YEAR_AVERAGE:
        return NotJudged.OVERLAPPING
    if how.window is None or how.window is Window.TERM:
        return NotJudged.NOT_MONTHLY
    if how.window is not Window.SNAPSHOT and not accumulates(how, figures, series, anchor):
        return NotJudged.OVERLAPPING if how.is_monthly else NotJudged.NOT_MONTHLY
    last = window_months(how.window, anchor)[-1]
    months = months_up_to(last, CHARTED_MONTHS)
    if how.window is not Window.SNAPSHOT:
        figure = partial(measure, series, _ONE_MONTH, figures, unit)
    measured = [figure(ReportingPeriod.of_month(month)) for month in months]
    points = tuple(one.number for one in measured)
    try:
        found = limits(points)
        stand_out = signals(points, found) if found else ()
    except NumberUnusable:
        return NotJudged.UNUSABLE
    if found is None:
        return NotJudged.TOO_FEW
    return MonthlyChart(months, points, found, stand_out, any(Status.ILLUSTRATIVE in one.statuses for one in measured))
