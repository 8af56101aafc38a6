"""Red, Amber and Green: the table is the rule (see `rag.csv`)."""

from __future__ import annotations

import pytest
from tests.tools.tables import cases, number

from cpp_scorecard.core.indicator import Polarity
from cpp_scorecard.core.period import Month
from cpp_scorecard.core.rag import (
    ExpectedRange,
    NotRated,
    RagRating,
    RangeHistory,
    Tolerance,
    ToleranceMode,
    children_to_green,
    rate,
)

NOT_RATED = {
    "no value": NotRated.NO_VALUE,
    "no polarity": NotRated.NO_POLARITY,
    "no range": NotRated.NO_RANGE,
    "upside down": NotRated.UPSIDE_DOWN,
}
Row = dict[str, str]


def rated(row: Row) -> RagRating | NotRated:
    tolerance = Tolerance(float(row["tolerance"]), ToleranceMode(row["mode"]), float(row["at_zero"]))
    expected = ExpectedRange(number(row["low"]), number(row["high"]))
    return rate(number(row["value"]), expected, Polarity(row["polarity"]), tolerance)


@pytest.mark.parametrize("row", cases(__file__, "rag.csv"))
def test_the_letter_follows_the_published_definition(row: Row) -> None:
    """Red from the tolerance on, Amber within it, Green inside; mirrored for Low, the worse end for Range."""
    rating = rated(row)
    if row["letter"] in NOT_RATED:
        assert rating is NOT_RATED[row["letter"]]
    else:
        assert isinstance(rating, RagRating)
        assert rating.rag.value == row["letter"], rating


@pytest.mark.parametrize("row", cases(__file__, "rag.csv"))
def test_mirroring_every_figure_and_the_polarity_keeps_the_letter(row: Row) -> None:
    """Low is High seen in a mirror: there is one rule, not two."""
    other = {"High": "Low", "Low": "High"}.get(row["polarity"], row["polarity"])
    turned = {name: f"{-float(row[name])!r}" if row[name] else "" for name in ("value", "low", "high")}
    mirrored = rated(row | turned | {"low": turned["high"], "high": turned["low"], "polarity": other})
    rating = rated(row)
    if isinstance(rating, NotRated):
        assert mirrored is rating
    else:
        assert isinstance(mirrored, RagRating)
        assert (mirrored.rag, mirrored.distance) == (rating.rag, rating.distance)


@pytest.mark.parametrize(
    ("value", "expected", "polarity", "side", "bound", "distance"),
    [
        (0.855, ExpectedRange(0.95, 1.0), "High", "low", 0.95, 0.1),
        (0.24, ExpectedRange(0.0, 0.10), "Low", "high", 0.10, 1.4),
        (0.038, ExpectedRange(0.04, 0.07), "Range", "low", 0.04, 0.05),
        (0.096, ExpectedRange(0.04, 0.08), "Range", "high", 0.08, 0.2),
    ],
)
def test_a_rating_says_which_bound_and_how_far(
    value: float, expected: ExpectedRange, polarity: str, side: str, bound: float, distance: float
) -> None:
    """An explanation is only as good as what the rating remembers; the distance is compared at 12 decimals."""
    rating = rate(value, expected, Polarity(polarity), Tolerance())
    assert isinstance(rating, RagRating)
    assert (rating.side.value, rating.bound, rating.distance) == (side, bound, distance)


@pytest.mark.parametrize("row", cases(__file__, "children_to_green.csv"))
def test_the_distance_in_children(row: Row) -> None:
    """ "4 more health assessments would make this Green": the fewest that would, with the same denominator."""
    actual, possible = float(row["actual"]), float(row["possible"])
    expected, polarity = ExpectedRange(number(row["low"]), number(row["high"])), Polarity(row["polarity"])
    rating = rate(actual / possible, expected, polarity, Tolerance())
    assert isinstance(rating, RagRating)
    found = children_to_green(actual, possible, rating, expected, polarity)
    assert (None if found is None else found.children) == number(row["children"])
    if found is not None:
        better = rate((actual + found.children) / possible, expected, polarity, Tolerance())
        step = 1 if found.children > 0 else -1
        nearly = rate((actual + found.children - step) / possible, expected, polarity, Tolerance())
        assert isinstance(better, RagRating)
        assert isinstance(nearly, RagRating)
        assert (better.rag.value, nearly.rag.value != "G") == ("G", True)


def test_a_range_holds_from_its_month_on() -> None:
    """Thresholds change with the financial year; a year-ago rating uses the range of a year ago."""
    old, new = ExpectedRange(0.8, 0.9), ExpectedRange(0.85, 0.95, valid_from=Month.of(2021, 4))
    newest = ExpectedRange(0.9, 1.0, valid_from=Month.of(2022, 4))
    history = RangeHistory((newest, old, new))
    found = [
        history.at(Month.of(year, month)) for year, month in ((1999, 1), (2021, 3), (2021, 4), (2022, 3), (2022, 4))
    ]
    assert found == [old, old, new, new, newest]


def test_before_the_first_dated_range_there_is_none() -> None:
    """A range that began in April says nothing about March."""
    history = RangeHistory((ExpectedRange(0.9, 1.0, valid_from=Month.of(2021, 4)),))
    march = history.at(Month.of(2021, 3))
    assert (march.low, march.high) == (None, None)
    assert rate(0.5, march, Polarity.HIGH, Tolerance()) is NotRated.NO_RANGE


def test_of_two_ranges_from_one_month_the_later_written_holds() -> None:
    """A correction is written under what it corrects."""
    first, second = (ExpectedRange(low, 1.0, valid_from=Month.of(2021, 4)) for low in (0.8, 0.9))
    assert RangeHistory((first, second)).at(Month.of(2021, 4)) is second
