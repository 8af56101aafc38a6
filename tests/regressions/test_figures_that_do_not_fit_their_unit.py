"""A council gave counts to a rate, days to a total and points to a count; each came out as a wrong figure."""

from __future__ import annotations

import pytest

from cpp_scorecard.core.indicator import FigureKind, HowReported, Unit
from cpp_scorecard.core.period import Month, PeriodKind, ReportingPeriod
from cpp_scorecard.core.rag import ToleranceMode
from cpp_scorecard.core.series import CellRef, Figure, Missing, MissingReason, Observation, Part, Series
from cpp_scorecard.core.windows import measure
from cpp_scorecard.intake.settings import Settings

HERE = CellRef("Figures", 0, 0)
MAY = ReportingPeriod(PeriodKind.MONTH, 2021, 5)


def series(**parts: float) -> Series:
    """April and May 2021 with the same figures."""
    figures = {Part(name): Figure(number, HERE) for name, number in parts.items()}
    months = [ReportingPeriod.of_month(Month.of(2021, number)) for number in (4, 5)]
    return Series({month: Observation(month, figures) for month in months})


def test_a_rate_of_actual_and_possible_is_per_ten_thousand() -> None:
    """431 of 106,064 children is 40.6 per 10,000, not 0.004."""
    found = measure(
        series(actual=431, possible=106_064), HowReported.parse("SS"), FigureKind.NOT_STATED, Unit.RATE, MAY
    )
    assert found.number == pytest.approx(40.636, abs=0.001)


def test_a_count_is_not_actual_over_possible() -> None:
    """3 of 5 adopted is a count of 3 or a percentage of 60; 0.6 is neither."""
    found = measure(series(actual=3, possible=5), HowReported.parse("SS"), FigureKind.NOT_STATED, Unit.NUMBER, MAY)
    assert isinstance(found.value, Missing)
    assert found.value.reason is MissingReason.NOT_A_RATIO


@pytest.mark.parametrize("unit", [Unit.DAYS, Unit.AVERAGE, Unit.RATE, Unit.SCORE, Unit.PERCENTAGE])
def test_only_counts_add_up_over_months(unit: Unit) -> None:
    """Two months of 10 days on average are not 20 days."""
    found = measure(series(value=10), HowReported.parse("YTD"), FigureKind.EVENTS, unit, MAY)
    assert isinstance(found.value, Missing)
    assert found.value.reason is MissingReason.NOT_SUMMABLE


def test_nobody_counted_is_no_percentage_even_where_one_was_typed() -> None:
    """0 of 0 is no 100%: the live formula would say so the moment Excel calculates."""
    found = measure(
        series(actual=0, possible=0, value=1.0), HowReported.parse("SS"), FigureKind.NOT_STATED, Unit.PERCENTAGE, MAY
    )
    assert isinstance(found.value, Missing)
    assert found.value.reason is MissingReason.ZERO_DENOMINATOR


def test_a_tolerance_in_points_reaches_percentages_only() -> None:
    """A workbook in points mode still judges 9.5 foster carers against 10 by their share."""
    settings = Settings(tolerance_mode=ToleranceMode.POINTS)
    assert settings.tolerance_for(percentage=False, size=None, mode=None).mode is ToleranceMode.RELATIVE
    assert settings.tolerance_for(percentage=True, size=None, mode=None).mode is ToleranceMode.POINTS
