"""One indicator as an edition shows it: its figures at their levels, and whatever is said of them worked out again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cpp_scorecard.app.disclose_card import SCALES, CardCells, Shown, trend_months
from cpp_scorecard.core.direction import Direction, direction
from cpp_scorecard.core.disclosure import EXACT, HIDDEN
from cpp_scorecard.core.explanation import explain
from cpp_scorecard.core.period import ReportingPeriod
from cpp_scorecard.core.rag import NotRated, RagRating, rate
from cpp_scorecard.core.rounding import comparable, round_half_away
from cpp_scorecard.core.series import SUPPRESSED_SMALL, Missing, Number
from cpp_scorecard.core.variation import NotJudged

if TYPE_CHECKING:
    from cpp_scorecard.app.disclose_edition import Edition
    from cpp_scorecard.core.assessment import Assessment, Comparison
    from cpp_scorecard.core.indicator import Unit
    from cpp_scorecard.core.windows import Measurement


def disclosed(assessments: Sequence[Assessment], cells: CardCells) -> list[Assessment]:
    """The indicators as the edition shows them. One that nothing was taken from is as it was, without its chart."""
    return [_disclosed(a, cells.shown.get(place, []), cells.edition) for place, a in enumerate(assessments)]


def _disclosed(a: Assessment, shown: list[Shown], edition: Edition) -> Assessment:
    a = replace(a, chart=None)  # single months, which the card does not print
    by_place = {place: one for one in shown for place in one.places if place != "trend"}
    latest = measured_in(a, by_place.get("latest"), a.latest, edition)
    if isinstance(latest.value, float) and latest.value != a.latest.value and _letter(a, latest) != a.letter:
        latest = replace(latest, value=SUPPRESSED_SMALL)  # its colour would say on which side of the threshold it lies
    trend = _trend(a, shown, edition, latest)
    before = _comparison(a, a.month_ago, by_place.get("month_ago"), latest, edition)
    year = _comparison(a, a.year_ago, by_place.get("year_ago"), latest, edition)
    similar = _comparison(a, a.similar, None, latest, edition)
    if latest == a.latest:
        return replace(a, month_ago=before, year_ago=year, similar=similar, trend=trend)
    indicator = a.indicator
    if isinstance(latest.value, float) and latest.decimals is not None and latest.decimals < indicator.decimals:
        indicator = replace(indicator, decimals=latest.decimals)
    rating = rate(latest.number, a.expected, indicator.polarity, indicator.tolerance)
    has_counts = isinstance(latest.actual, float) and isinstance(latest.possible, float)
    return replace(
        a,
        indicator=indicator,
        latest=latest,
        rating=rating,
        month_ago=before,
        year_ago=year,
        similar=similar,
        trend=trend,
        explanation=explain(indicator, latest, rating, None),
        children=None,
        override=a.override if latest.number is not None else None,
        interval=a.interval if has_counts else None,
        small_number=a.small_number if has_counts else None,
    )


def value_of(a: Assessment, one: Shown, edition: Edition) -> Number:
    """The figure of one window as the disclosed `a` shows it."""
    if "latest" in one.places:
        return a.latest.value
    return measured_in(a, one, one.measured, edition).value


def _letter(a: Assessment, latest: Measurement) -> str | None:
    rating = rate(latest.number, a.expected, a.indicator.polarity, a.indicator.tolerance)
    return None if isinstance(rating, NotRated) else rating.rag.value


def measured_in(a: Assessment, one: Shown | None, measured: Measurement, edition: Edition) -> Measurement:
    """A figure as the edition shows it: missing, with fewer decimals, or without the counts behind it."""
    if one is None:
        return measured
    found = measured
    if "latest" not in one.places and edition.level(f"{one.key}|actual") is None:
        found = _without_counts(found)  # no report of the edition shows them, so nothing decided on them
    if edition.is_hidden(f"{one.key}|actual"):
        found = replace(found, actual=SUPPRESSED_SMALL)
    if edition.is_hidden(f"{one.key}|possible"):
        found = replace(found, possible=SUPPRESSED_SMALL)
    level = edition.level(f"{one.key}|value")
    if isinstance(found.value, Missing):
        return found
    if level == HIDDEN:
        return replace(found, value=SUPPRESSED_SMALL, cells=(), statuses=frozenset(), decimals=None)
    is_latest = "latest" in one.places
    if a.indicator.unit not in SCALES or (is_latest and level in (EXACT, None) and found == measured):
        return found
    usual = a.indicator.decimals if is_latest else found.shown_decimals(a.indicator.decimals)
    decimals = usual if level is None else min(usual, level)
    return replace(found, value=_rounded(found.value, a.indicator.unit, decimals), decimals=decimals)


def _without_counts(measured: Measurement) -> Measurement:
    if isinstance(measured.actual, Missing) and isinstance(measured.possible, Missing):
        return measured
    return replace(measured, actual=SUPPRESSED_SMALL, possible=SUPPRESSED_SMALL)


def _rounded(value: float, unit: Unit, decimals: int) -> float:
    by = 100 if unit.is_percentage else 1
    return comparable(round_half_away(comparable(value * by), decimals) / by)


def _comparison(
    a: Assessment, comparison: Comparison, one: Shown | None, latest: Measurement, edition: Edition
) -> Comparison:
    measured = measured_in(a, one, comparison.measurement, edition)
    if measured is comparison.measurement and latest == a.latest:
        return comparison
    judged = comparison.direction
    # Judged unrounded, a figure of few would be told from another that prints alike.
    is_coarser = one is not None and (edition.is_coarser(f"{one.key}|value") or edition.is_guarded(one.key))
    if latest != a.latest or is_coarser or measured.number is None:
        number = latest.number
        if is_coarser and number is not None and measured.decimals is not None:
            number = _rounded(number, a.indicator.unit, measured.decimals)  # else it is held to a figure that is not so
        judged = direction(number, measured.number, a.indicator.polarity)
    rating = comparison.rating
    if measured != comparison.measurement:
        again = rate(measured.number, comparison.expected, a.indicator.polarity, a.indicator.tolerance)
        is_same = isinstance(again, RagRating) and isinstance(rating, RagRating) and again.rag is rating.rag
        rating = again if is_coarser or is_same or measured.number is None else rating
    is_gone = judged is Direction.NONE
    return replace(
        comparison,
        measurement=measured,
        direction=judged,
        rating=rating,
        variation=NotJudged.NO_FIGURE if is_gone else comparison.variation,
    )


def _trend(a: Assessment, shown: list[Shown], edition: Edition, latest: Measurement) -> tuple[float | None, ...]:
    """The trend without what is hidden; at most as exact as the same month is elsewhere."""
    by_month = {one.period: one for one in shown}
    found: list[float | None] = []
    for month, value in trend_months(a):
        one = by_month.get(ReportingPeriod.of_month(month))
        if value is None or one is None:
            found.append(None)
            continue
        if "latest" in one.places:
            found.append(latest.number)
            continue
        found.append(measured_in(a, one, one.measured, edition).number)
    return tuple(found) if sum(value is not None for value in found) > 1 else ()
