"""Reporting windows: which months a figure covers, how they combine, what the period is called.

Source: "How Reported" of the published performance report. SS is the value at the end of a month, R12M the 12
months up to it, YTD April up to it, Q the last completed quarter, FY a financial year, AY an academic year,
and a code such as AY21-22 a term inside that year. An *anchor* is the period that a window ends with: a
month for SS, R12M and YTD, else the quarter, year or term itself.

Two kinds of figure stand behind a window. *Events* belong to one month each and accumulate; ratios accumulate as
ratios of sums, never as means of percentages. Figures *measured over the window* were accumulated by the case
system, so the anchor's own figure is taken and never summed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

from cpp_scorecard.core.indicator import FigureKind, HowReported, Unit, Window
from cpp_scorecard.core.period import (
    ACADEMIC_YEAR_START,
    FINANCIAL_YEAR_START,
    Month,
    PeriodKind,
    ReportingPeriod,
    month_range,
    months_up_to,
    year_span,
)
from cpp_scorecard.core.series import (
    NO_PERIOD,
    CellRef,
    Figure,
    Missing,
    MissingReason,
    Observation,
    Part,
    Series,
    Status,
)

PER_POPULATION = 10_000
"""Rates are per 10,000 children."""
SIX_TERMS = (9, 11, 1, 2, 4, 6)
"""First month of each term of a six-term year."""

_ANCHOR_KIND = {
    Window.SNAPSHOT: PeriodKind.MONTH,
    Window.ROLLING_12_MONTHS: PeriodKind.MONTH,
    Window.YEAR_TO_DATE: PeriodKind.MONTH,
    Window.QUARTER: PeriodKind.QUARTER,
    Window.FINANCIAL_YEAR: PeriodKind.YEAR,
    Window.ACADEMIC_YEAR: PeriodKind.YEAR,
    Window.TERM: PeriodKind.TERM,
}
_ACCUMULATES = tuple(window for window in Window if window not in (Window.SNAPSHOT, Window.TERM))
_MEASURED_OR_EVENTS = (Window.ROLLING_12_MONTHS, Window.YEAR_TO_DATE)
_VALUE, _ACTUAL, _POSSIBLE = Part.VALUE, Part.ACTUAL, Part.POSSIBLE  # asked for with every figure: looked up once


@dataclass(frozen=True, slots=True)
class Measurement:
    """An indicator's figure for one window: what it is, what stands behind it and where that came from.

    `value` is unrounded; percentages are fractions. `actual` and `possible` are present when the
    figure is a ratio of the two. `decimals` is how the workbook shows the figure, when one cell holds it.
    """

    value: float | Missing
    actual: float | Missing
    possible: float | Missing
    cells: tuple[CellRef, ...] = ()
    statuses: frozenset[Status] = frozenset()
    decimals: int | None = None

    @property
    def number(self) -> float | None:
        """The value, or None where it is missing."""
        return None if isinstance(self.value, Missing) else self.value

    @property
    def missing(self) -> Missing | None:
        """Why there is no value, if there is none."""
        return self.value if isinstance(self.value, Missing) else None

    def shown_decimals(self, own: int) -> int:
        """As the workbook shows the figure where one cell holds it, so that no precision is made up; else `own`."""
        return own if self.decimals is None else self.decimals


NOT_A_RATIO = Missing(MissingReason.NOT_APPLICABLE)


def nothing(reason: Missing) -> Measurement:
    """A measurement with no figure in it."""
    return Measurement(reason, NOT_A_RATIO, NOT_A_RATIO)


def rate_per_population(count: float, population: float, times: float = 1) -> float:
    """`count` per 10,000 of `population`; `times` makes a year of it (12 for a month's count, 4 for a quarter's)."""
    return count * times * PER_POPULATION / population


def anchor_kind(how: HowReported) -> PeriodKind | None:
    """The kind of period that the window of `how` ends with; None for an unknown code."""
    return None if how.window is None else _ANCHOR_KIND[how.window]


def window_months(window: Window, anchor: ReportingPeriod) -> tuple[Month, ...]:
    """Every month of the window that ends with `anchor`, first to last."""
    match window:
        case Window.SNAPSHOT:
            last, count = anchor.first_month, 1
        case Window.ROLLING_12_MONTHS:
            last, count = anchor.first_month, 12
        case Window.YEAR_TO_DATE:
            last = anchor.first_month
            count = last.index - last.starts_year(FINANCIAL_YEAR_START).index + 1
        case Window.QUARTER:
            last, count = anchor.first_month + 2, 3
        case Window.FINANCIAL_YEAR:
            last, count = Month.of(anchor.year + 1, FINANCIAL_YEAR_START) - 1, 12
        case Window.ACADEMIC_YEAR:
            last, count = Month.of(anchor.year + 1, ACADEMIC_YEAR_START) - 1, 12
        case Window.TERM:
            raise ValueError("the months of a term are the school's to say")
    return months_up_to(last, count)


def month_before(how: HowReported, anchor: ReportingPeriod, terms: int = 6) -> ReportingPeriod | None:
    """The anchor that the column "One Month Ago" compares with.

    Source: "Performance as it was the month before for SS, YTD, and R12M"; quarters and terms show the one
    before in print. None for years, which have none.
    """
    match how.window:
        case Window.SNAPSHOT | Window.ROLLING_12_MONTHS | Window.YEAR_TO_DATE:
            return ReportingPeriod.of_month(anchor.first_month - 1)
        case Window.QUARTER:
            return anchor.quarters_back(1)
        case Window.TERM if anchor.number > 1:
            return ReportingPeriod(PeriodKind.TERM, anchor.year, anchor.number - 1)
        case Window.TERM:
            return ReportingPeriod(PeriodKind.TERM, anchor.year - 1, terms)
    return None


_STEPS = {
    Window.QUARTER: "quarter",
    Window.TERM: "term",
    Window.FINANCIAL_YEAR: "year",
    Window.ACADEMIC_YEAR: "year",
}


def step_before(how: HowReported) -> str:
    """What the column "One Month Ago" goes back by: `month`, `quarter` or `term`; `year` for years, which have none."""
    return _STEPS.get(how.window, "month") if how.window is not None else "month"


def label(how: HowReported, figures: FigureKind, anchor: ReportingPeriod) -> str:
    """The period as printed in "Latest Data": `Nov-21`, `Apr 21 - Nov 21`, `2020/21`, `Term 2`, `2019-22`."""
    if how.is_monthly and figures is FigureKind.THREE_YEAR_AVERAGE:
        return year_span(anchor.first_month.financial_year - 2, "-", years=3)
    match how.window:
        case Window.SNAPSHOT:
            return anchor.first_month.dashed
        case Window.FINANCIAL_YEAR:
            return year_span(anchor.year, "/")
        case Window.ACADEMIC_YEAR:
            return year_span(anchor.year, "-")
        case Window.TERM:
            return f"Term {anchor.number}"
        case None:
            return str(anchor)
    months = window_months(how.window, anchor)
    return month_range(months[0], months[-1])


def ends(how: HowReported, anchor: ReportingPeriod, term_starts: tuple[int, ...] = SIX_TERMS) -> Month:
    """The month from which a figure for `anchor` counts as known, for comparing with a report's as-of month.

    A window is known when its last month is over. Academic years and terms are known once they have begun:
    the card prints an autumn-term figure under its academic year.
    """
    match how.window:
        case Window.FINANCIAL_YEAR:
            return Month.of(anchor.year + 1, FINANCIAL_YEAR_START) - 1
        case Window.QUARTER:
            return anchor.first_month + 2
        case Window.ACADEMIC_YEAR:
            return Month.of(anchor.year, ACADEMIC_YEAR_START)
        case Window.TERM:
            if not 1 <= anchor.number <= len(term_starts):
                return Month.of(anchor.year + 1, ACADEMIC_YEAR_START) - 1
            start = term_starts[anchor.number - 1]
            return Month.of(anchor.year + (start < ACADEMIC_YEAR_START), start)
    return anchor.first_month


def anchors(
    how: HowReported,
    figures: FigureKind,
    series: Series,
    as_of: Month,
    term_starts: tuple[int, ...] = SIX_TERMS,
) -> Iterator[ReportingPeriod]:
    """Every period known by `as_of` that the workbook says something about, latest first: few ask for more than one."""
    kind = anchor_kind(how)
    found = [period for period in series.observations if period.kind is kind]
    if figures is FigureKind.EVENTS and kind in (PeriodKind.QUARTER, PeriodKind.YEAR):
        months = [p.first_month for p in series.observations if p.kind is PeriodKind.MONTH]
        found = list({*found, *(_holding(how, month) for month in months)})
    for period in sorted(found, key=attrgetter("position"), reverse=True):  # all of one kind
        if how.academic_year in (None, period.year) and ends(how, period, term_starts) <= as_of:
            yield period


def _holding(how: HowReported, month: Month) -> ReportingPeriod:
    """The quarter, or the year of the kind that `how` reports, that holds `month`."""
    if how.window is Window.QUARTER:
        return ReportingPeriod.quarter_of(month)
    of_finance = how.window is Window.FINANCIAL_YEAR
    return ReportingPeriod(PeriodKind.YEAR, month.financial_year if of_finance else month.academic_year)


def anchor_on(how: HowReported, as_of: Month, term_starts: tuple[int, ...] = SIX_TERMS) -> ReportingPeriod | None:
    """The latest window of `how` that is known by the end of `as_of`, whether it has figures or not.

    None for an unknown code, and for terms of an academic year that had not begun.
    """
    match anchor_kind(how):
        case PeriodKind.MONTH:
            return ReportingPeriod.of_month(as_of)
        case PeriodKind.QUARTER:
            latest = ReportingPeriod.quarter_of(as_of)
            candidates = [latest, latest.quarters_back(1)]
        case PeriodKind.YEAR:
            year = as_of.financial_year if how.window is Window.FINANCIAL_YEAR else as_of.academic_year
            candidates = [ReportingPeriod(PeriodKind.YEAR, year), ReportingPeriod(PeriodKind.YEAR, year - 1)]
        case PeriodKind.TERM:
            year = as_of.academic_year if how.academic_year is None else how.academic_year
            candidates = [ReportingPeriod(PeriodKind.TERM, year, term) for term in range(len(term_starts), 0, -1)]
        case None:
            return None
    return next((period for period in candidates if ends(how, period, term_starts) <= as_of), None)


def accumulates(how: HowReported, figures: FigureKind, series: Series, anchor: ReportingPeriod) -> bool:
    """Whether the figure for `anchor` is made of months. A quarter's or year's own figure is taken as it is."""
    if figures is not FigureKind.EVENTS or how.window not in _ACCUMULATES:
        return False
    return how.is_monthly or series.at(anchor) is None


def measure(series: Series, how: HowReported, figures: FigureKind, unit: Unit, anchor: ReportingPeriod) -> Measurement:
    """The figure of the window that ends with `anchor`: events summed, measured figures taken.

    A window with a month missing has no figure: a part of a total would be a wrong total.
    """
    if how.window is None:
        return nothing(Missing(MissingReason.UNUSABLE, detail=f'"{how.code}" is not a reporting code'))
    if accumulates(how, figures, series, anchor):
        return _accumulate(series, window_months(how.window, anchor), unit)
    if figures is FigureKind.NOT_STATED and how.window in _MEASURED_OR_EVENTS:
        return nothing(Missing(MissingReason.NOT_STATED))
    observation = series.at(anchor)
    return nothing(NO_PERIOD) if observation is None else _taken(observation, unit)


def _taken(observation: Observation, unit: Unit) -> Measurement:
    parts = observation.parts
    value, actual, possible = parts.get(_VALUE), parts.get(_ACTUAL), parts.get(_POSSIBLE)
    if (
        isinstance(actual, Figure)
        and isinstance(possible, Figure)
        and not (unit is Unit.NUMBER and isinstance(value, Figure))
    ):
        statuses = frozenset({actual.status, possible.status})
        ratio = _ratio(actual.number, possible.number, unit, possible.where)
        return Measurement(ratio, actual.number, possible.number, (actual.where, possible.where), statuses)
    if isinstance(value, Figure):
        return Measurement(
            value.number,
            _count(actual),
            _count(possible),
            (value.where,),
            frozenset({value.status}),
            value.decimals,
        )
    if isinstance(actual, Figure) and not unit.is_percentage and possible is None:
        return Measurement(actual.number, NOT_A_RATIO, NOT_A_RATIO, (actual.where,), frozenset({actual.status}))
    reasons = [part for part in (value, actual, possible) if isinstance(part, Missing)]
    stated = next((r for r in reasons if r.reason is not MissingReason.BLANK), None)
    reason = stated or (reasons[0] if reasons else NO_PERIOD)
    return Measurement(reason, _count(actual), _count(possible))


def _count(part: Figure | Missing | None) -> float | Missing:
    if isinstance(part, Figure):
        return part.number
    return part if isinstance(part, Missing) and part.reason is not MissingReason.BLANK else NOT_A_RATIO


def _any_cell(series: Series) -> CellRef | None:
    figures = (figure for observation in series for figure in observation.parts.values())
    return next((figure.where for figure in figures if isinstance(figure, Figure)), None)


def _accumulate(series: Series, months: tuple[Month, ...], unit: Unit) -> Measurement:
    held = series.parts
    ratio = {Part.ACTUAL, Part.POSSIBLE} <= held
    if not ratio and unit is not Unit.NUMBER:
        return nothing(Missing(MissingReason.NOT_SUMMABLE, where=_any_cell(series)))
    single = Part.VALUE if Part.VALUE in held else Part.ACTUAL
    totals: dict[Part, float] = {}
    cells: list[CellRef] = []
    statuses: set[Status] = set()
    gaps: list[str] = []
    gap_at: CellRef | None = None
    observations = [series.at(ReportingPeriod.of_month(month)) for month in months]
    for part in (Part.ACTUAL, Part.POSSIBLE) if ratio else (single,):
        totals[part] = 0.0
        for month, observation in zip(months, observations, strict=True):
            figure = observation.get(part) if observation else None
            if isinstance(figure, Figure):
                totals[part] += figure.number
                cells.append(figure.where)
                statuses.add(figure.status)
            else:
                gaps.append(month.dashed)
                gap_at = gap_at or (figure.where if figure else None)
    if gaps:
        months_missing = ", ".join(dict.fromkeys(gaps))
        return nothing(Missing(MissingReason.INCOMPLETE, detail=months_missing, where=gap_at))
    if not ratio:
        return Measurement(totals[single], NOT_A_RATIO, NOT_A_RATIO, tuple(cells), frozenset(statuses))
    actual, possible = totals[Part.ACTUAL], totals[Part.POSSIBLE]
    where = cells[-1] if cells else None
    return Measurement(_ratio(actual, possible, unit, where), actual, possible, tuple(cells), frozenset(statuses))


def _ratio(actual: float, possible: float, unit: Unit, where: CellRef | None) -> float | Missing:
    """Actual over possible, as the unit has it: a fraction for a percentage, per 10,000 for a rate. A count is none."""
    if unit is Unit.NUMBER:
        return Missing(MissingReason.NOT_A_RATIO, where=where)
    if not possible:
        return Missing(MissingReason.ZERO_DENOMINATOR, where=where)
    return actual / possible * (PER_POPULATION if unit is Unit.RATE else 1)
