"""One indicator, assessed: its latest figure, rating, comparisons, period label and trend.

"Report the latest data available" is a stated principle of the report, so the as-of month is each
indicator's own: its latest period with data that is known by the report's month.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from cpp_scorecard.core.direction import Direction, direction
from cpp_scorecard.core.explanation import explain
from cpp_scorecard.core.indicator import FigureKind, Indicator, Override, Polarity, Unit, Window, in_force
from cpp_scorecard.core.period import FINANCIAL_YEAR_START, Month, PeriodKind, ReportingPeriod, months_up_to
from cpp_scorecard.core.rag import (
    ChildrenToGreen,
    ExpectedRange,
    NotRated,
    RagRating,
    children_to_green,
    rate,
)
from cpp_scorecard.core.series import NO_COMPARISON, NO_PERIOD, Missing, MissingReason, Series, Status
from cpp_scorecard.core.small_numbers import interval_of, small_number
from cpp_scorecard.core.variation import MonthlyChart, NotJudged, Variation, charted
from cpp_scorecard.core.windows import (
    SIX_TERMS,
    Measurement,
    anchor_kind,
    anchors,
    ends,
    label,
    measure,
    month_before,
    nothing,
)

if TYPE_CHECKING:
    from cpp_scorecard.core.intervals import Interval

TREND_MONTHS = 13
_NO_RANGE = ExpectedRange(None, None)


@dataclass(frozen=True, slots=True)
class Conventions:
    """A council's settings for the rules. Sizes are fractions: 0.2 is 20 points or 20 %."""

    as_of: Month
    term_starts: tuple[int, ...] = SIX_TERMS
    jump_points: float = 0.20
    jump_relative: float = 0.50
    stale_months: int = 6
    similar_stale_months: int = 24
    small_number: float = 20
    """A percentage of fewer, or a rate of fewer events, rests on a small number. Zero: nothing does."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The figure of an earlier window, or of similar councils, and what the latest is against it."""

    measurement: Measurement
    direction: Direction
    rating: RagRating | NotRated
    period: str = ""
    expected: ExpectedRange = _NO_RANGE
    """The range that `rating` judged by: the one in force then."""
    stale_by: int | None = None
    """Months by which similar councils' figure ends before the latest does, where that is more than is allowed."""
    variation: Variation | NotJudged = NotJudged.NO_FIGURE
    """Whether a better or worse than a month or a year ago is more than the months' ordinary variation."""

    @property
    def is_judged(self) -> bool:
        """Whether the letter says better or worse."""
        return self.direction in (Direction.BETTER, Direction.WORSE)


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything the card says about one indicator, and what it rests on."""

    indicator: Indicator
    anchor: ReportingPeriod | None
    period_label: str
    rule_label: str
    """The label that the rules give, where an override prints another."""
    latest: Measurement
    expected: ExpectedRange
    rating: RagRating | NotRated
    month_ago: Comparison
    year_ago: Comparison
    similar: Comparison
    trend: tuple[float | None, ...]
    """The last 13 months up to the latest, oldest first; empty where the window does not end in months."""
    trend_is_illustrative: bool
    explanation: str
    children: ChildrenToGreen | None
    only_rises: bool
    """A year-to-date count can only rise inside a year, so its month-ago letter says nothing by itself."""
    override: Override | None = None
    """The officer's rating in force, beside the computed one."""
    label_override: Override | None = None
    """The override that gave the period label, if one did."""
    interval: Interval | None = None
    """How far chance alone could move the latest figure; None where no counts stand behind it."""
    small_number: float | None = None
    """How many the latest figure rests on, where they are fewer than the council's Settings want."""
    chart: MonthlyChart | None = None
    """The months that the comparisons' `variation` was judged by; None where there is no such judgement."""

    @property
    def letter(self) -> str | None:
        """R, A, G or None."""
        return self.rating.rag.value if isinstance(self.rating, RagRating) else None


def is_ordinary(a: Assessment, comparison: Comparison) -> bool:
    """Whether a better or worse of `a` may be nothing but variation: of its months, or of the latest by its interval.

    Earlier figures are judged by the chart of months, those of similar councils by the interval of the latest. False
    where nothing can be judged, too.
    """
    if not comparison.is_judged:
        return False
    if comparison is a.similar:
        number = comparison.measurement.number
        return a.interval is not None and number is not None and a.interval.holds(number)
    return isinstance(comparison.variation, Variation) and comparison.variation.is_ordinary


def latest_month_with_data(all_series: list[Series]) -> Month | None:
    """The latest month for which any indicator has a figure; without monthly data, the latest quarter's end."""
    periods = set[ReportingPeriod]().union(*(series.observations for series in all_series))
    ending = {
        period: period.first_month + (2 if period.kind is PeriodKind.QUARTER else 0)
        for period in periods
        if period.kind in (PeriodKind.MONTH, PeriodKind.QUARTER)
    }
    for period in sorted(ending, key=ending.__getitem__, reverse=True):
        if any(series.has_figure(period) for series in all_series):
            return ending[period]
    years = [period.year for period in periods if any(series.has_figure(period) for series in all_series)]
    return Month.of(max(years) + 1, 3) if years else None


def assess(indicator: Indicator, series: Series, conventions: Conventions) -> Assessment:
    """Assess `indicator` as of the report's month. Never raises: what cannot be said is missing with its reason."""
    how, figures = indicator.how_reported, indicator.figures

    def known() -> Iterator[ReportingPeriod]:
        return anchors(how, figures, series, conventions.as_of, conventions.term_starts)

    @cache
    def figure(anchor: ReportingPeriod) -> Measurement:
        return measure(series, how, figures, indicator.unit, anchor)

    anchor = _latest(known(), series, figure)
    judged_in = ends(how, anchor, conventions.term_starts) if anchor else conventions.as_of
    latest = figure(anchor) if anchor else nothing(_why_nothing(indicator, series, known()))
    expected = indicator.ranges.at(judged_in)
    rating = rate(latest.number, expected, indicator.polarity, indicator.tolerance)
    shown_at = anchor or _period_of_token(series, known())
    rule_label = label(how, figures, shown_at) if shown_at else _token(latest)
    labelled = in_force(indicator.overrides, "Period label", conventions.as_of, carried=False)
    printed_label = rule_label if labelled is None else labelled.value

    def compared(earlier: ReportingPeriod | None, absent: Missing) -> Comparison:
        measured = nothing(absent) if earlier is None else figure(earlier)
        then = indicator.ranges.at(ends(how, earlier, conventions.term_starts)) if earlier else expected
        return Comparison(
            measured,
            direction(latest.number, measured.number, indicator.polarity),
            rate(measured.number, then, indicator.polarity, indicator.tolerance),
            label(how, figures, earlier) if earlier else "",
            then,
        )

    before = month_before(how, anchor, len(conventions.term_starts)) if anchor else None
    if before and anchor and _only_rises(indicator) and anchor.first_month.month == FINANCIAL_YEAR_START:
        before = None  # one month of a new year against the whole of the last says nothing
    year_before = anchor.years_back(1) if anchor else None
    month_ago = compared(before, NO_COMPARISON if anchor else NO_PERIOD)
    year_ago = compared(year_before, NO_PERIOD)
    chart: MonthlyChart | NotJudged = NotJudged.NO_LETTER
    if anchor and (month_ago.is_judged or year_ago.is_judged):
        chart = charted(how, figures, indicator.unit, series, anchor, figure)
    month_ago, year_ago = (
        replace(one, variation=_variation(chart, one, indicator, anchor, earlier))
        for one, earlier in ((month_ago, before), (year_ago, year_before))
    )
    if _only_rises(indicator) and month_ago.is_judged:
        month_ago = replace(month_ago, variation=NotJudged.ONLY_RISES)
    similar = _similar(indicator, latest, expected, judged_in if anchor else None, conventions)
    trend, illustrative = _trend(indicator, anchor, figure)
    children = None
    if isinstance(rating, RagRating) and isinstance(latest.actual, float) and isinstance(latest.possible, float):
        children = children_to_green(latest.actual, latest.possible, rating, expected, indicator.polarity)
    return Assessment(
        indicator=indicator,
        anchor=anchor,
        period_label=printed_label,
        rule_label=rule_label,
        latest=latest,
        expected=expected,
        rating=rating,
        month_ago=month_ago,
        year_ago=year_ago,
        similar=similar,
        trend=trend,
        trend_is_illustrative=illustrative,
        explanation=explain(indicator, latest, rating, children),
        children=children,
        only_rises=_only_rises(indicator),
        override=in_force(indicator.overrides, "Rating", conventions.as_of, carried=True),
        label_override=labelled,
        interval=interval_of(latest, indicator.unit),
        small_number=small_number(latest, indicator.unit, conventions.small_number),
        chart=chart if isinstance(chart, MonthlyChart) else None,
    )


def _variation(
    chart: MonthlyChart | NotJudged,
    comparison: Comparison,
    indicator: Indicator,
    anchor: ReportingPeriod | None,
    earlier: ReportingPeriod | None,
) -> Variation | NotJudged:
    """What the chart says of one comparison with an earlier window."""
    if anchor is None or earlier is None or comparison.measurement.number is None:
        return NotJudged.NO_FIGURE
    if not comparison.is_judged:
        return NotJudged.NO_LETTER
    return chart if isinstance(chart, NotJudged) else chart.judge(indicator.how_reported, anchor, earlier)


def _latest(
    known: Iterable[ReportingPeriod], series: Series, figure: Callable[[ReportingPeriod], Measurement]
) -> ReportingPeriod | None:
    """The latest known period with data; a window that is only incomplete counts when its own month has data."""
    for anchor in known:
        if series.has_figure(anchor) or (series.at(anchor) is None and figure(anchor).number is not None):
            return anchor
    return None


def _period_of_token(series: Series, known: Iterable[ReportingPeriod]) -> ReportingPeriod | None:
    """The period that a figureless indicator was reported for: the latest whose cell says why there is none.

    "Not yet available" says that the period has not been reported, so it names none.
    """
    unreported = {MissingReason.BLANK, MissingReason.NOT_YET_AVAILABLE, MissingReason.NOT_APPLICABLE}
    for period in known:
        observation = series.at(period)
        missing = observation.first_stated if observation else None
        if missing is not None and missing.reason not in unreported:
            return period
    return None


def _why_nothing(indicator: Indicator, series: Series, known: Iterable[ReportingPeriod]) -> Missing:
    if indicator.how_reported.window is None:
        detail = f'"{indicator.how_reported.code}" is not a reporting code'
        return Missing(MissingReason.UNUSABLE, detail=detail, where=indicator.where)
    stated = [m for p in known if (o := series.at(p)) and (m := o.first_stated)]
    kind = anchor_kind(indicator.how_reported)
    others = [o for o in series if o.has_figure and o.period.kind is not kind]
    if not stated and others:
        detail = (
            f"its figures are by {others[0].period.kind.value}, its code {indicator.how_reported.code} needs another"
        )
        return Missing(MissingReason.NO_PERIOD, detail=detail, where=indicator.where)
    return stated[0] if stated else NO_PERIOD


def _token(latest: Measurement) -> str:
    missing = latest.missing
    return missing.token if missing else "-"


def _similar(
    indicator: Indicator,
    latest: Measurement,
    expected: ExpectedRange,
    latest_ends: Month | None,
    conventions: Conventions,
) -> Comparison:
    comparator = indicator.similar
    if isinstance(comparator, Missing):
        return Comparison(nothing(comparator), Direction.NONE, NotRated.NO_VALUE)
    measured = Measurement(
        comparator.number,
        Missing(MissingReason.NOT_APPLICABLE),
        Missing(MissingReason.NOT_APPLICABLE),
        comparator.cells or (comparator.where,),
        decimals=comparator.decimals,
    )
    behind = None if latest_ends is None or comparator.ends is None else latest_ends.index - comparator.ends.index
    return Comparison(
        measured,
        direction(latest.number, comparator.number, indicator.polarity),
        rate(comparator.number, expected, indicator.polarity, indicator.tolerance),
        comparator.period,
        expected,
        behind if behind is not None and behind > conventions.similar_stale_months else None,
    )


def _trend(
    indicator: Indicator, anchor: ReportingPeriod | None, figure: Callable[[ReportingPeriod], Measurement]
) -> tuple[tuple[float | None, ...], bool]:
    if anchor is None or not indicator.how_reported.is_monthly:
        return (), False
    months = months_up_to(anchor.first_month, TREND_MONTHS)
    measured = [figure(ReportingPeriod.of_month(month)) for month in months]
    if sum(m.number is not None for m in measured) < 2:
        return (), False
    return tuple(m.number for m in measured), any(Status.ILLUSTRATIVE in m.statuses for m in measured)


def _only_rises(indicator: Indicator) -> bool:
    return (
        indicator.how_reported.window is Window.YEAR_TO_DATE
        and indicator.figures is FigureKind.EVENTS
        and indicator.unit is Unit.NUMBER
        and indicator.polarity is not Polarity.NONE
    )
