"""Drafts of the two answers, written from the figures alone: every number in them is one of the assessment's.

The words are templates that the caller brings (`Words`); what is said, and when, is here. Arithmetic first (higher,
lower, above, below), then the judgement (better, worse) where polarity gives one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from cpp_scorecard.core.direction import Change, change
from cpp_scorecard.core.indicator import FigureKind, Indicator, Unit, Window
from cpp_scorecard.core.period import FINANCIAL_YEAR_START, year_span
from cpp_scorecard.core.printing import MOST_DECIMALS, decimals_needed, printed, range_text
from cpp_scorecard.core.rag import NotRated, Rag, RagRating, rating_named
from cpp_scorecard.core.rounding import comparable, round_half_away
from cpp_scorecard.core.series import MissingReason, Status
from cpp_scorecard.core.windows import step_before

if TYPE_CHECKING:
    from cpp_scorecard.core.assessment import Assessment, Comparison

Words = Mapping[str, Any]
"""Templates by name; `{names}` are filled in here."""

FEW = 20
"""With no more counted than this, one of them moves a percentage by five points or more (our choice)."""


def draft_tells(a: Assessment, words: Words) -> str:
    """What the performance tells us: the figure with its counts, where it lies, its rating and what it rests on."""
    return " ".join(_tells(a, words))


def draft_compares(a: Assessment, words: Words, similar_set: str = "") -> str:
    """How it compares: with the month (quarter, term) before, the year before and similar councils."""
    return " ".join(_compares(a, words, similar_set))


def _tells(a: Assessment, words: Words) -> Iterator[str]:
    indicator, value = a.indicator, a.latest.number
    if value is None:
        reason = a.latest.missing.text if a.latest.missing else ""
        yield words["no_figure"].format(name=indicator.name, reason=reason)
        return
    counts = ""
    if isinstance(a.latest.actual, float) and isinstance(a.latest.possible, float):
        counts = words["counts"].format(actual=_count(a.latest.actual), possible=_count(a.latest.possible))
    bounds = [bound for bound in (a.expected.low, a.expected.high) if bound is not None]
    figure = _figure(value, indicator, _decimals_off(value, bounds, indicator), words)
    lies = "" if a.expected.is_upside_down or not bounds else words[a.expected.side(value)]
    place = lies.format(range=range_text(a.expected, indicator.unit, words))
    yield words["figure"].format(
        name=indicator.name, figure=figure, counts=counts, period=_period(a, words), place=place
    )
    yield from _rating(a, value, words)
    yield from _rests_on(a, words)


def _rating(a: Assessment, value: float, words: Words) -> Iterator[str]:
    if isinstance(a.rating, NotRated):
        has_an_end = a.expected.low is not None or a.expected.high is not None
        other_end = a.rating is NotRated.NO_RANGE and has_an_end
        yield words["not_rated"].format(reason=words["other_end"] if other_end else a.rating.value)
    elif a.rating.rag is Rag.GREEN and a.expected.side(value) != "within":
        yield words["rated_beyond"].format(rating=a.rating.rag.word, polarity=a.indicator.polarity.value.lower())
    else:
        yield words["rated"].format(rating=a.rating.rag.word)
    if a.override is not None:
        decided = rating_named(a.override.value)
        yield words["officer"].format(rating=decided.word if decided else a.override.value)
    if a.children is not None and a.children.children and isinstance(a.latest.possible, float):
        which = "children_more" if a.children.children > 0 else "children_fewer"
        yield words[which].format(count=_count(abs(a.children.children)), possible=_count(a.latest.possible))


def _rests_on(a: Assessment, words: Words) -> Iterator[str]:
    possible = a.latest.possible
    if a.indicator.unit.is_percentage and isinstance(possible, float) and 0 < possible <= FEW:
        step = printed(1 / possible * 100, Unit.NUMBER, a.indicator.decimals)
        which = "few_one" if comparable(possible) == 1 else "few"
        yield words[which].format(possible=_count(possible), step=step)
    said = sorted(s.value for s in a.latest.statuses if s not in (Status.FINAL, Status.ILLUSTRATIVE))
    if said:
        yield words["marked"].format(statuses=", ".join(said))
    if Status.ILLUSTRATIVE in a.latest.statuses:
        yield words["illustrative"]


def _compares(a: Assessment, words: Words, similar_set: str) -> Iterator[str]:
    if a.latest.number is None:
        yield words["nothing_to_compare"]
        return
    back = step_before(a.indicator.how_reported)
    step = words["step"].get(back, "")
    if back == "year":
        pass  # a figure for a whole year is compared with the year before it, below
    elif a.month_ago.measurement.number is not None:
        named = {"earlier": step, "period": _period(a, words)}
        yield from _against(a, a.month_ago, "month_ago", words, named, judged=not a.only_rises)
        if a.only_rises:
            yield words["only_rises"]
        earlier = a.month_ago.rating
        if isinstance(earlier, RagRating) and isinstance(a.rating, RagRating) and earlier.rag is not a.rating.rag:
            yield words["rating_changed"].format(then=earlier.rag.word, now=a.rating.rag.word, earlier=step)
    else:
        yield _why_no_month(a, step, words)
    if a.year_ago.measurement.number is not None:
        yield from _against(a, a.year_ago, "year_ago", words, {})
    else:
        yield words["no_year_ago"].format(reason=_reason(a.year_ago))
    if a.similar.measurement.number is not None:
        who = "".join(f", {part.rstrip('.')}" for part in (similar_set, a.similar.period) if part)
        yield from _against(a, a.similar, "similar", words, {"set": who})
        if a.similar.stale_by is not None:
            yield words["similar_old"].format(months=a.similar.stale_by)
    else:
        yield words["no_similar"]


def _why_no_month(a: Assessment, step: str, words: Words) -> str:
    missing = a.month_ago.measurement.missing
    if missing is None or missing.reason is not MissingReason.NO_COMPARISON:
        return str(words["no_month_ago"].format(earlier=step, reason=_reason(a.month_ago)))
    return str(words["year_begun"])


def _reason(comparison: Comparison) -> str:
    """Why there is no figure, in brackets; nothing where the workbook only says that it does not apply."""
    missing = comparison.measurement.missing
    is_said = missing is not None and missing.reason is not MissingReason.NOT_APPLICABLE
    return f" ({missing.text})" if missing is not None and is_said else ""


def _against(
    a: Assessment, comparison: Comparison, name: str, words: Words, named: Mapping[str, str], *, judged: bool = True
) -> Iterator[str]:
    """One comparison: both figures with enough decimals to differ, the difference, and better or worse."""
    now, then = a.latest.number, comparison.measurement.number
    assert now is not None, "the caller has a figure to compare"
    assert then is not None, "the caller has a figure to compare it with"
    indicator = a.indicator
    decimals = _decimals_apart(now, then, indicator)
    moved = change(now, then)
    shown = [_figure(value, indicator, decimals, words) for value in (now, then)]
    if moved is Change.NONE:
        difference = words["same"][name]
    elif shown[0] == shown[1]:
        difference = words["barely"][moved.name.lower()]
    else:
        difference = _difference(abs(comparable(now - then)), moved, indicator, decimals, words)
    judgement = words["judgement"].get(comparison.direction.value, "") if judged else ""
    yield words[name].format(now=shown[0], then=shown[1], difference=difference, judgement=judgement, **named)
    own = comparison.measurement.shown_decimals(indicator.decimals)
    as_printed = [_figure(now, indicator, indicator.decimals, words), _figure(then, indicator, own, words)]
    if moved is not Change.NONE and as_printed[0] == as_printed[1]:
        yield words["print_alike"].format(figure=as_printed[0])


def _decimals_apart(now: float, then: float, indicator: Indicator) -> int:
    """The fewest decimals, from the card's own on, at which different figures differ and their difference adds up.

    7.64 % and 7.36 % print as 7.6 % and 7.4 %, and are 0.28 points apart: a reader who subtracts would find 0.2.
    """
    scale = 100 if indicator.unit.is_percentage else 1
    ends = [comparable(value * scale) for value in (now, then)]
    apart = comparable(ends[0] - ends[1])
    for decimals in range(indicator.decimals, MOST_DECIMALS + 1):
        shown = [round_half_away(end, decimals) for end in ends]
        if apart == 0 or (
            shown[0] != shown[1] and comparable(shown[0] - shown[1]) == comparable(round_half_away(apart, decimals))
        ):
            return decimals
    return max(indicator.decimals, MOST_DECIMALS)


def _decimals_off(value: float, bounds: list[float], indicator: Indicator) -> int:
    """The fewest decimals, from the card's own on, at which a figure does not print as a bound that it is not."""
    others = [bound for bound in bounds if comparable(value - bound) != 0]
    scale = 100 if indicator.unit.is_percentage else 1
    for decimals in range(indicator.decimals, MOST_DECIMALS + 1):
        shown = round_half_away(comparable(value * scale), decimals)
        if all(shown != comparable(bound * scale) for bound in others):
            return decimals
    return indicator.decimals


def _figure(value: float, indicator: Indicator, decimals: int, words: Words) -> str:
    """A figure with what it counts: `7.6%`, `421 days`, `55.3 per 10,000`, `52`."""
    number = printed(value, indicator.unit, decimals)
    units = words["figure_units"].get(indicator.unit.name.lower(), "{figure}|{figure}")
    return _one_or_many(units, number).format(figure=number)


def _difference(size: float, moved: Change, indicator: Indicator, decimals: int, words: Words) -> str:
    scaled = comparable(size * 100) if indicator.unit.is_percentage else size
    number = printed(scaled, Unit.NUMBER, decimals)
    by_unit = words["difference"].get(indicator.unit.name.lower(), words["difference"]["other"])
    return _one_or_many(by_unit[moved.name.lower()], number).format(size=number)


def _one_or_many(template: str, number: str) -> str:
    """A template may have two forms, `{size} day more|{size} days more`: the first is for exactly one."""
    one, _, many = template.partition("|")
    return one if number in ("1", "-1") or not many else many


def _count(count: float) -> str:
    return printed(count, Unit.NUMBER, decimals_needed(count, Unit.NUMBER))


def _period(a: Assessment, words: Words) -> str:
    """When the figure is of, as part of a sentence: `in the 12 months to Nov 21`, `at the end of Nov 21`."""
    if a.label_override is not None and a.period_label:
        return str(words["period"]["named"].format(label=a.period_label))
    window, anchor = a.indicator.how_reported.window, a.anchor
    if anchor is None or window is None:
        return str(words["period"]["named"].format(label=a.rule_label))
    kind = window.name.lower()
    if a.indicator.how_reported.is_monthly and a.indicator.figures is FigureKind.THREE_YEAR_AVERAGE:
        kind = "three_years"
    elif window is Window.YEAR_TO_DATE and anchor.first_month.starts_year(FINANCIAL_YEAR_START) == anchor.first_month:
        kind = "first_month"
    month = anchor.first_month
    start = month.starts_year(FINANCIAL_YEAR_START)
    return str(
        words["period"][kind].format(
            label=a.rule_label, month=month.spaced, start=start.spaced, span=year_span(anchor.year, "-")
        )
    )
