"""In April a count for the year to date was compared with the whole of the year before, and called worse."""

from __future__ import annotations

from pathlib import Path

from cpp_scorecard.app.scorecard import make_scorecard
from cpp_scorecard.core.direction import Direction
from cpp_scorecard.core.period import Month

SAMPLE = Path(__file__).parents[2] / "samples" / "wiltshire-2022-01" / "indicators.xlsx"


def test_a_count_of_one_month_is_not_compared_with_a_whole_year() -> None:
    """The year-ago comparison carries the meaning; percentages still compare, as the terms of the report say."""
    card = make_scorecard(SAMPLE, Month.of(2021, 4))
    counts = [a for a in card.assessments if a.only_rises and a.latest.number is not None]
    assert len(counts) >= 5
    assert {a.month_ago.direction for a in counts} == {Direction.NONE}
    ratios = [a for a in card.assessments if a.indicator.name.startswith("% of CLA reviews in time")]
    assert all(a.month_ago.measurement.number is not None for a in ratios)
