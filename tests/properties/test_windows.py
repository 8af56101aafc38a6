"""A window's figure is the brute-force sum of its months, whichever months there are and whoever adds them up."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.tools.worksheet import MISSING, called, reason

from cpp_scorecard.core.indicator import FigureKind, HowReported, Unit
from cpp_scorecard.core.period import Month, PeriodKind, ReportingPeriod
from cpp_scorecard.core.series import CellRef, Figure, MissingReason, Observation, Part, Series
from cpp_scorecard.core.windows import measure

FIRST = Month.of(2019, 1)
COUNTS = st.dictionaries(st.integers(0, 47), st.tuples(st.integers(0, 500), st.integers(0, 500)), max_size=48)
FULL = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=48, max_size=48)


def months_of(code: str, year: int, month: int) -> list[tuple[int, int]]:
    """The months of a window, counted out by hand: (year, month) pairs, independent of the product."""
    months = [(y, m) for y in range(2017, 2025) for m in range(1, 13)]
    end = months.index((year, month))
    match code:
        case "R12M":
            return months[end - 11 : end + 1]
        case "YTD":
            start = months.index((year if month >= 4 else year - 1, 4))
            return months[start : end + 1]
        case "Q":
            start = end - (month - 1) % 3
            return months[start : start + 3]
        case "FY":
            start = months.index((year if month >= 4 else year - 1, 4))
            return months[start : start + 12]
    start = months.index((year if month >= 9 else year - 1, 9))
    return months[start : start + 12]


def anchor(code: str, year: int, month: int) -> ReportingPeriod:
    if code in ("R12M", "YTD"):
        return ReportingPeriod(PeriodKind.MONTH, year, month)
    first_year, first_month = months_of(code, year, month)[0]
    if code == "Q":
        quarter = {4: 1, 7: 2, 10: 3, 1: 4}[first_month]
        return ReportingPeriod(PeriodKind.QUARTER, first_year - (quarter == 4), quarter)
    return ReportingPeriod(PeriodKind.YEAR, first_year)


def series_of(counts: dict[int, tuple[int, int]], *, ratio: bool) -> Series:
    observations = {}
    for offset, (actual, possible) in counts.items():
        period = ReportingPeriod.of_month(FIRST + offset)
        where = CellRef("Data", 1, offset)
        parts = {Part.ACTUAL: Figure(actual, where), Part.POSSIBLE: Figure(possible, where)}
        observations[period] = Observation(period, parts if ratio else {Part.VALUE: Figure(actual, where)})
    return Series(observations)


def offset_of(year: int, month: int) -> int:
    return (year - 2019) * 12 + month - 1


Counts = dict[int, tuple[int, int]]
Accumulate = Callable[[str, Counts, ReportingPeriod, bool], float | str]
"""A window's figure of events, or why there is none, of counts or (True) of ratios."""


def by_core(code: str, counts: Counts, period: ReportingPeriod, ratio: bool) -> float | str:
    unit = Unit.PERCENTAGE if ratio else Unit.NUMBER
    found = measure(series_of(counts, ratio=ratio), HowReported.parse(code), FigureKind.EVENTS, unit, period)
    if found.number is None:
        assert found.missing is not None
        return found.missing.text
    year, month = divmod((period.first_month + {"Q": 2, "FY": 11, "AY": 16}.get(code, 0)).index, 12)
    assert len(found.cells) == len(months_of(code, year, month + 1)) * (1 + ratio), "every month's cell is named"
    if ratio:
        assert found.number == found.actual / found.possible  # type: ignore[operator]
    return found.number


FUNCTIONS = {"R12M": "CPP_R12M", "YTD": "CPP_YTD", "Q": "CPP_QUARTER", "FY": "CPP_FINANCIAL_YEAR"}


def by_worksheet(code: str, counts: Counts, period: ReportingPeriod, ratio: bool) -> float | str:
    months: list[list[object]] = [[(FIRST + offset).dashed for offset in range(48)]]
    rows = [[[float(counts[offset][i]) if offset in counts else None for offset in range(48)]] for i in (0, 1)]
    found = (
        called(f"{FUNCTIONS[code]}_RATIO", months, *rows, str(period), MISSING)
        if ratio
        else called(FUNCTIONS[code], months, rows[0], str(period))
    )
    if not counts:
        assert found == "", "a row without figures is blank"
        return MissingReason.INCOMPLETE.value
    return reason(found) or float(found)


ANY = COUNTS | FULL.map(lambda months: dict(enumerate(months)))


@pytest.mark.parametrize("code", ["R12M", "YTD", "Q", "FY", "AY"])
@given(counts=ANY, at=st.integers(0, 47))
def test_events_are_the_sum_of_their_months(code: str, counts: Counts, at: int) -> None:
    """A number is summed; with any month missing there is no figure at all, never a part of one."""
    check_the_sum(code, by_core, counts, at)


@pytest.mark.parametrize("code", FUNCTIONS)
@settings(max_examples=15, deadline=None)
@given(counts=ANY, at=st.integers(0, 47))
def test_events_are_the_sum_of_their_months_in_a_formula(code: str, counts: Counts, at: int) -> None:
    check_the_sum(code, by_worksheet, counts, at)


def check_the_sum(code: str, accumulate: Accumulate, counts: Counts, at: int) -> None:
    year, month = 2019 + at // 12, at % 12 + 1
    wanted = [counts.get(offset_of(*one)) for one in months_of(code, year, month)]
    found = accumulate(code, counts, anchor(code, year, month), False)
    if None in wanted:
        assert MissingReason.INCOMPLETE.value in str(found)
    else:
        assert found == sum(count[0] for count in wanted if count)


@pytest.mark.parametrize("code", ["R12M", "YTD", "Q", "FY", "AY"])
@given(counts=ANY, at=st.integers(0, 47))
def test_ratios_are_ratios_of_sums(code: str, counts: Counts, at: int) -> None:
    """Numerators and denominators are summed first; nobody counted gives no percentage."""
    check_the_ratio(code, by_core, counts, at)


@pytest.mark.parametrize("code", FUNCTIONS)
@settings(max_examples=15, deadline=None)
@given(counts=ANY, at=st.integers(0, 47))
def test_ratios_are_ratios_of_sums_in_a_formula(code: str, counts: Counts, at: int) -> None:
    check_the_ratio(code, by_worksheet, counts, at)


def check_the_ratio(code: str, accumulate: Accumulate, counts: Counts, at: int) -> None:
    year, month = 2019 + at // 12, at % 12 + 1
    wanted = [counts.get(offset_of(*one)) for one in months_of(code, year, month)]
    found = accumulate(code, counts, anchor(code, year, month), True)
    if None in wanted:
        assert MissingReason.INCOMPLETE.value in str(found) or not counts
        assert isinstance(found, str)
        return
    actual, possible = (sum(count[i] for count in wanted if count) for i in (0, 1))
    if possible:
        assert found == actual / possible
    else:
        assert MissingReason.ZERO_DENOMINATOR.value in str(found)


@pytest.mark.parametrize("code", ["SS", "R12M", "YTD"])
@given(counts=COUNTS, at=st.integers(0, 47))
def test_measured_figures_are_taken_and_never_summed(code: str, counts: dict[int, tuple[int, int]], at: int) -> None:
    period = ReportingPeriod.of_month(FIRST + at)
    found = measure(series_of(counts, ratio=False), HowReported.parse(code), FigureKind.MEASURED, Unit.NUMBER, period)
    assert found.number == (counts[at][0] if at in counts else None)


@given(counts=FULL, at=st.integers(0, 47))
def test_a_window_that_does_not_say_how_it_accumulates_gives_nothing(counts: list[tuple[int, int]], at: int) -> None:
    series = series_of(dict(enumerate(counts)), ratio=False)
    for code in ("R12M", "YTD"):
        period = ReportingPeriod.of_month(FIRST + at)
        found = measure(series, HowReported.parse(code), FigureKind.NOT_STATED, Unit.NUMBER, period)
        assert found.missing is not None
        assert found.missing.reason is MissingReason.NOT_STATED
