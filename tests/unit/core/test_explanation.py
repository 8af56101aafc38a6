"""A rating in words never contradicts its own letter."""

from __future__ import annotations

import re

import pytest

from cpp_scorecard.core.explanation import explain
from cpp_scorecard.core.indicator import HowReported, Indicator, Polarity, Unit
from cpp_scorecard.core.rag import ExpectedRange, RagRating, RangeHistory, Tolerance, ToleranceMode, rate
from cpp_scorecard.core.windows import NOT_A_RATIO, Measurement


def words(value: float | None, expected: ExpectedRange, tolerance: Tolerance, unit: Unit = Unit.PERCENTAGE) -> str:
    indicator = Indicator(
        "Children seen", "Safety", HowReported.parse("SS"), Polarity.HIGH, unit, 0, RangeHistory((expected,)), tolerance
    )
    latest = Measurement(NOT_A_RATIO if value is None else value, NOT_A_RATIO, NOT_A_RATIO)
    return explain(indicator, latest, rate(value, expected, Polarity.HIGH, tolerance), None)


def test_an_explanation_names_rule_bound_and_distance() -> None:
    """What an officer is asked for when a councillor asks why."""
    found = words(0.42, ExpectedRange(0.95, 1.0), Tolerance())
    assert found == "Red: 42% is 53 points below the low threshold of 95%: 55.8% of the threshold (Red from 10.0%)."


@pytest.mark.parametrize(
    ("value", "low", "unit", "said"),
    [
        (15, 27, Unit.NUMBER, "15 is 12 below the low threshold of 27: 44.4% of"),
        (0.94, 0.95, Unit.PERCENTAGE, "94% is 1 point below the low threshold of 95%: 1.1% of"),
        (0.9388, 0.95, Unit.PERCENTAGE, "94% is 1 point below"),
        (0.9496, 0.95, Unit.PERCENTAGE, "94.96% is 0.04 points below"),
        (0.9, 0.9545, Unit.PERCENTAGE, "90% is 5.45 points below the low threshold of 95.45%"),
        (0.42, 0.955, Unit.PERCENTAGE, "42% is 53.5 points below the low threshold of 95.5%"),
    ],
)
def test_the_distance_is_said_in_the_figures_own_unit_and_as_a_share(
    value: float, low: float, unit: Unit, said: str
) -> None:
    """ "42% is 55.8% below 95%" reads like bad arithmetic; the points are what a reader can check."""
    assert said in words(value, ExpectedRange(low, None), Tolerance(), unit)


@pytest.mark.parametrize("mode", list(ToleranceMode))
@pytest.mark.parametrize("value", [0.7201, 0.72001, 0.7001, 0.70001])
def test_an_amber_distance_is_never_printed_as_the_limit(value: float, mode: ToleranceMode) -> None:
    """ "Amber: 10.0 % below, Red from 10.0 %" would be read as a mistake."""
    tolerance, expected = Tolerance(0.1, mode), ExpectedRange(0.8, 1.0)
    rating = rate(value, expected, Polarity.HIGH, tolerance)
    assert isinstance(rating, RagRating)
    found = words(value, expected, tolerance)
    share = r"([\d.]+)% of the threshold" if mode is ToleranceMode.RELATIVE else r"is ([\d.]+) points below"
    distance, limit = re.search(share + r".* from ([\d.]+)", found).groups()  # type: ignore[union-attr]
    assert (float(distance) < float(limit)) == (rating.rag.value == "A"), found


def test_what_is_not_rated_says_why() -> None:
    """No colour is never left to be guessed at."""
    assert words(None, ExpectedRange(0.9, 1.0), Tolerance()).startswith("Not rated: there is no figure to rate")
    assert words(0.5, ExpectedRange(None, None), Tolerance()) == "Not rated: there is no expected range."
