"""How sure a figure is, in words and marks: its interval, the small number behind it, what is ordinary variation.

All of it stands beside the published letters and takes the place of none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cpp_scorecard.core.assessment import Assessment, Comparison, is_ordinary
from cpp_scorecard.core.indicator import Unit, Window
from cpp_scorecard.core.intervals import Interval
from cpp_scorecard.core.printing import printed, printed_exactly
from cpp_scorecard.core.rag import RagRating
from cpp_scorecard.core.variation import NotJudged, Variation
from cpp_scorecard.reports.wording import counted, wording


def latest_doubts(a: Assessment) -> list[str]:
    """The sentences on the latest figure: its interval against the threshold, and a small number behind it."""
    words = wording()["doubt"]
    sentences = []
    if a.interval is not None:
        low, high = _ends(a.interval, a)
        said = words["interval"].format(low=low, high=high)
        if isinstance(a.rating, RagRating):
            bound = printed_exactly(a.rating.bound, a.indicator.unit)
            which = "reaches" if a.interval.holds(a.rating.bound) else "clear"
            said += " " + words[which].format(side=a.rating.side.value, bound=bound)
        sentences.append(said)
    if a.small_number is not None:
        sentences.append(_small(a.small_number, a.indicator.unit, words))
    return sentences


def comparison_doubts(a: Assessment, comparison: Comparison) -> list[str]:
    """The sentence on a better or worse: ordinary variation or not, or why nothing is said about it."""
    words = wording()["doubt"]
    if not comparison.is_judged:
        return []
    if comparison is a.similar:
        if a.interval is None:
            return []
        low, high = _ends(a.interval, a)
        return [words["similar_inside" if is_ordinary(a, comparison) else "similar_outside"].format(low=low, high=high)]
    found = comparison.variation
    if isinstance(found, NotJudged):
        return [words["not_judged"].format(reason=found.value)]
    return [_variation(a, found, words)]


def _variation(a: Assessment, found: Variation, words: Mapping[str, Any]) -> str:
    if found.is_ordinary:
        said = words["ordinary"]
    else:
        last = max(one.month for one in found.unusual)
        rules = [words["rules"][one.signal.value] for one in found.unusual if one.month == last]
        many = len({one.month for one in found.unusual})
        which = words["unusual_one" if many == 1 else "unusual_many"].format(month=last.dashed, count=many)
        said = words["unusual"].format(which=which, rules=" and ".join(rules))
    sentences = [said]
    chart = a.chart
    if chart is not None:
        low, high = _ends(Interval(chart.limits.lower, chart.limits.upper), a)
        sentences.append(words["charted"].format(months=chart.limits.months, low=low, high=high))
    if a.indicator.how_reported.window is Window.SNAPSHOT and not found.is_ordinary:
        sentences.append(words["snapshots"])
    if chart is not None and chart.is_illustrative:
        sentences.append(words["illustrative"])
    return " ".join(sentences)


def _small(count: float, unit: Unit, words: Mapping[str, Any]) -> str:
    if unit is not Unit.PERCENTAGE or count < 1:
        return counted(int(count), words["small_events"])
    step = printed(1 / count, Unit.PERCENTAGE, 0).rstrip("%")
    return str(words["small"].format(count=printed_exactly(count, Unit.NUMBER), points=step))


def _ends(interval: Interval, a: Assessment) -> tuple[str, str]:
    """Both ends as printed, none where no figure of the unit can lie: below nothing, or above all of them."""
    unit, decimals = a.indicator.unit, max(a.indicator.decimals, 1)
    low = interval.low if unit is Unit.SCORE else max(interval.low, 0.0)
    high = min(interval.high, 1.0) if unit.is_percentage else interval.high
    return printed(low, unit, decimals), printed(high, unit, decimals)
