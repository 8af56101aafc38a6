"""The months nobody published: illustrative figures that lead exactly to the published ones.

Two kinds are made. *Events* are whole monthly counts, found by a small search so that the window up to the
latest month, the same window a month before and the one a year before all print as published, with the
published letters. Other figures lie *between* the two published points. Nothing is random: the same published
figures always give the same months.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from cpp_scorecard.core.period import FINANCIAL_YEAR_START, Month
from cpp_scorecard.core.rounding import round_half_away

if TYPE_CHECKING:
    from build_artefacts.published_figures import PublishedIndicator

Counts = dict[Month, tuple[int, int]]
"""Actual and possible of each month; a plain count is its own possible of 0."""


@dataclass(frozen=True, slots=True)
class Windows:
    """The months behind the latest figure and behind its two comparisons."""

    latest: tuple[Month, ...]
    month_ago: tuple[Month, ...]
    year_ago: tuple[Month, ...]

    @property
    def gap(self) -> tuple[Month, ...]:
        """Months after the year-ago window that the latest one does not reach back to."""
        return _months(self.year_ago[-1] + 1, self.latest[0] - 1)


def windows_of(indicator: PublishedIndicator) -> Windows:
    """The windows of a YTD or R12M indicator; ValueError for any other code."""
    latest, code = indicator.latest_month, indicator.printed["how_reported"]
    if code not in ("YTD", "R12M"):
        raise ValueError(f"{indicator.ref}: {code} has no window of months")

    def window(last: Month) -> tuple[Month, ...]:
        return _months(last.starts_year(FINANCIAL_YEAR_START) if code == "YTD" else last - 11, last)

    return Windows(window(latest), window(latest - 1), window(latest - 12))


def event_counts(indicator: PublishedIndicator) -> Counts:
    """Monthly counts of a plain number, whose windows are the three published totals."""
    windows, ref = windows_of(indicator), indicator.ref
    latest, before, year = (indicator.token(name).whole for name in ("latest", "month_ago", "year_ago"))
    counts = _spread(ref, year, windows.year_ago)
    counts |= _spread(ref, round(year * len(windows.gap) / len(windows.year_ago)), windows.gap)
    counts |= _spread(ref, before, windows.month_ago) | {windows.latest[-1]: latest - before}
    history = {month: (count, 0) for month, count in counts.items()}
    check(indicator, history)
    return history


def event_ratios(indicator: PublishedIndicator, possibles: Mapping[Month, int] | None = None) -> Counts:
    """Monthly actuals and possibles that give the three published percentages and their letters.

    `possibles` fixes the denominators where another indicator's actuals are the ones at risk (return
    interviews can only be accepted by those who were offered one).
    """
    windows, ref = windows_of(indicator), indicator.ref
    latest = indicator.token("actual").whole, indicator.token("possible").whole
    year = _year_ago_total(indicator, latest, sum(possibles[m] for m in windows.year_ago) if possibles else None)
    months = _spread_ratio(ref, year, windows.year_ago, possibles)
    gap = round(year[1] * len(windows.gap) / len(windows.year_ago))
    gap = sum(possibles[month] for month in windows.gap) if possibles else gap
    months |= _spread_ratio(ref, (round(gap * year[0] / year[1]), gap), windows.gap, possibles)
    leaving = months.get(windows.month_ago[0], (0, 0)) if windows.month_ago[0] < windows.latest[0] else (0, 0)
    last = _last_month(indicator, latest, leaving, len(windows.latest), possibles)
    rest = latest[0] - last[0], latest[1] - last[1]
    months |= _spread_ratio(ref, rest, windows.latest[:-1], possibles) | {windows.latest[-1]: last}
    check(indicator, months)
    return months


def check(indicator: PublishedIndicator, history: Counts) -> None:
    """Raise ValueError unless `history` gives every published figure and letter of `indicator`."""
    windows = windows_of(indicator)
    latest = _total(history, windows.latest)
    counts = (indicator.token("actual").whole, indicator.token("possible").whole) if latest[1] else None
    if counts not in (None, latest):
        raise ValueError(f"{indicator.ref}: the latest window counts {latest}, published {counts}")
    for column, window in (
        ("latest", windows.latest),
        ("month_ago", windows.month_ago),
        ("year_ago", windows.year_ago),
    ):
        figure = _rate(_total(history, window))
        if not indicator.token(column).prints(figure):
            raise ValueError(f"{indicator.ref}: {column} is {float(figure)}, printed {indicator.printed[column]}")
        if column != "latest" and indicator.printed[f"{column}_direction"] != letter(
            _rate(latest), figure, indicator.sign
        ):
            raise ValueError(f"{indicator.ref}: {column} does not give the printed letter")
    for month, (actual, possible) in history.items():
        if actual < 0 or (latest[1] and not 0 <= actual <= possible > 0):
            raise ValueError(f"{indicator.ref}: {month} cannot hold {actual} of {possible}")


def letter(latest: Fraction, earlier: Fraction, sign: int) -> str:
    """B, W, S or `-`: the change times the polarity."""
    change = (latest > earlier) - (latest < earlier)
    return {1: "B", -1: "W", 0: "S"}[change * sign] if sign else "-"


def between(indicator: PublishedIndicator) -> dict[Month, float]:
    """Figures for the months between one year ago and one month ago, at the printed precision.

    None where either end was not published. The figures move evenly from end to end (by equal shares where
    they more than double) with a small fixed wobble; those shaped `year to date` start again each April.
    """
    first, last = indicator.token("year_ago"), indicator.token("month_ago")
    if not (first.is_number and last.is_number):
        return {}
    start, end = first.value, last.value
    months = _months(indicator.latest_month - 11, indicator.latest_month - 2)
    places = indicator.decimals + (2 if indicator.is_percentage else 0)
    figures: dict[Month, float] = {}
    for step, month in enumerate(months, start=1):
        share = step / (len(months) + 1)
        if indicator.defined["shape"] == "year to date":
            figure = _year_to_date(month, indicator.latest_month, start, end)
        elif end > 2 * start > 0:
            figure = start * (end / start) ** share
        else:
            figure = start + (end - start) * share
            figure += _wobble(indicator.ref, month) * max(abs(end - start) / 8, 0.004 * abs(end))
        figure = min(figure, 1.0) if indicator.is_percentage else figure
        figures[month] = round_half_away(max(figure, 0.0), places)
    return figures


def _year_to_date(month: Month, latest: Month, start: float, end: float) -> float:
    """Distinct children reached by `month`: quick in spring, slower towards March."""
    anchor, figure = (latest - 12, start) if month.financial_year < latest.financial_year else (latest - 1, end)
    april = month.starts_year(FINANCIAL_YEAR_START)
    return figure * float(((month.index - april.index + 1) / (anchor.index - april.index + 1)) ** 0.6)


def _year_ago_total(indicator: PublishedIndicator, latest: tuple[int, int], possible: int | None) -> tuple[int, int]:
    token, expected = indicator.token("year_ago"), indicator.printed["year_ago_direction"]
    for denominator in [possible] if possible else _outwards(latest[1]):
        nearest = round(denominator * token.exact)
        for actual in (nearest, nearest + 1, nearest - 1):
            figure = Fraction(actual, denominator)
            same_letter = letter(_rate(latest), figure, indicator.sign) == expected
            if actual <= denominator and token.prints(figure) and same_letter:
                return actual, denominator
    raise ValueError(f"{indicator.ref}: no counts give the published figure of a year ago")


def _last_month(
    indicator: PublishedIndicator,
    latest: tuple[int, int],
    leaving: tuple[int, int],
    length: int,
    possibles: Mapping[Month, int] | None,
) -> tuple[int, int]:
    """The latest month's counts nearest the average month that make the window before it as published."""
    token, expected = indicator.token("month_ago"), indicator.printed["month_ago_direction"]
    fixed = possibles[indicator.latest_month] if possibles else None

    def fits(actual: int, possible: int) -> bool:
        before = latest[0] - actual + leaving[0], latest[1] - possible + leaving[1]
        if not 0 <= before[0] <= before[1] or not before[1]:
            return False
        figure = _rate(before)
        return token.prints(figure) and letter(_rate(latest), figure, indicator.sign) == expected

    candidates = [
        (abs(possible * length - latest[1]) + abs(actual * length - latest[0]), actual, possible)
        for possible in ([fixed] if fixed else range(1, latest[1]))
        for actual in range(min(possible, latest[0]) + 1)
        if fits(actual, possible)
    ]
    if not candidates:
        raise ValueError(f"{indicator.ref}: no latest month gives the published figure of a month ago")
    return min(candidates)[1:]


def _spread_ratio(
    ref: str, total: tuple[int, int], months: Sequence[Month], possibles: Mapping[Month, int] | None
) -> Counts:
    """Share a window's counts out over its months: each month's rate is near the window's own."""
    if not months:
        return {}
    at_risk = {m: possibles[m] for m in months} if possibles else _spread(ref, total[1], months)
    if sum(at_risk.values()) != total[1]:
        raise ValueError(f"{ref}: the months at risk do not add up to {total[1]}")
    actuals, cumulative, shared = [], 0, 0
    for month in months:
        cumulative += at_risk[month]
        actuals.append(total[0] * cumulative // total[1] - shared)
        shared += actuals[-1]
    for place in range(0, len(months) - 1, 2):  # the rates would otherwise look ruled with a ruler
        if actuals[place] > 1 and actuals[place + 1] < at_risk[months[place + 1]]:
            actuals[place] -= 1
            actuals[place + 1] += 1
    return {month: (actual, at_risk[month]) for month, actual in zip(months, actuals, strict=True)}


def _spread(ref: str, total: int, months: Sequence[Month]) -> dict[Month, int]:
    """Share a whole number out over months, unevenly but always the same way."""
    weights = [6 + round(2 * _wobble(ref, month)) for month in months]
    counts, cumulative, shared = {}, 0, 0
    for month, weight in zip(months, weights, strict=True):
        cumulative += weight
        counts[month] = total * cumulative // sum(weights) - shared
        shared += counts[month]
    return counts


def _total(history: Counts, window: Iterable[Month]) -> tuple[int, int]:
    months = [history[month] for month in window]
    return sum(actual for actual, _ in months), sum(possible for _, possible in months)


def _rate(counts: tuple[int, int]) -> Fraction:
    return Fraction(counts[0], counts[1] or 1)


def _outwards(start: int) -> Iterator[int]:
    """`start`, then its neighbours on both sides, nearest first."""
    yield start
    for distance in range(1, start):
        yield from (start + distance, start - distance)


def _wobble(ref: str, month: Month) -> float:
    """One of -1, -0.5, 0, 0.5 and 1, fixed for an indicator and a month."""
    return zlib.crc32(f"{ref} {month}".encode()) % 5 / 2 - 1


def _months(first: Month, last: Month) -> tuple[Month, ...]:
    return tuple(Month(index) for index in range(first.index, last.index + 1))
