"""Similar councils: mean, median and pooled by numbers worked out by hand (see `similar_figures.csv`)."""

from __future__ import annotations

import pytest
from tests.tools.tables import cases, number

from cpp_scorecard.core.comparator import (
    CouncilFigure,
    Method,
    NeighbourSet,
    SimilarFigure,
    fewest,
    similar_figure,
    superseded_in,
)
from cpp_scorecard.core.indicator import Unit
from cpp_scorecard.core.period import Month
from cpp_scorecard.core.printing import printed
from cpp_scorecard.core.rounding import comparable
from cpp_scorecard.core.series import Missing, MissingReason

SUPPRESSED = Missing(MissingReason.SUPPRESSED, token="c")


def part(text: str) -> float | Missing:
    return float(text) if text.replace(".", "").isdigit() else SUPPRESSED


def councils(text: str) -> list[CouncilFigure]:
    """`10:10/100 c:c/100`: each council's printed figure, its count and what that is out of."""
    found = []
    for place, one in enumerate(text.split(), start=1):
        value, counts = one.split(":")
        count, out_of = counts.split("/")
        found.append(CouncilFigure(place, part(value), part(count), part(out_of)))
    return found


@pytest.mark.parametrize("row", cases(__file__, "similar_figures.csv"))
def test_the_figure_of_a_set_of_councils(row: dict[str, str]) -> None:
    at_least = int(row["at_least"]) if row["at_least"] else None
    found = similar_figure(councils(row["councils"]), Method(row["method"]), Unit(row["unit"]), at_least)
    expected = number(row["value"])
    if expected is None:
        assert isinstance(found.value, Missing)
        assert found.value.text
    else:
        assert not isinstance(found.value, Missing)
        assert comparable(found.value) == comparable(expected)
    assert len(found.counted) == int(row["counted"])


def test_every_council_without_a_figure_is_named_with_the_reason() -> None:
    """The reader of a mean of eight has to know which two are not in it, and why."""
    found = similar_figure(councils("10:10/100 c:c/100 30:30/100"), Method.MEAN, Unit.PERCENTAGE)
    assert found.absent == ((2, SUPPRESSED),)
    assert found.basis == "mean of 2 of the 3 councils"
    assert found.of == 3


def test_a_figure_of_all_councils_says_so_in_short() -> None:
    found = similar_figure(councils("10:10/100 30:30/100"), Method.MEDIAN, Unit.PERCENTAGE)
    assert found.basis == "median of 2 councils"


@pytest.mark.parametrize(("of", "needed"), [(10, 5), (9, 5), (1, 1), (0, 0)])
def test_at_least_half_of_the_councils_are_needed(of: int, needed: int) -> None:
    assert fewest(of) == needed


def test_too_few_councils_say_how_many_there_are_and_how_many_are_needed() -> None:
    found: SimilarFigure = similar_figure(councils("10:1/2 c:c/2 c:c/2"), Method.MEAN, Unit.PERCENTAGE)
    assert isinstance(found.value, Missing)
    assert found.value.detail == "1 of the 3 similar councils have a figure and 2 are needed"


def test_half_a_per_cent_prints_away_from_zero() -> None:
    """69.5 % is printed 70 %, as on the published card."""
    ten = councils(" ".join(f"{v}:{v}/100" for v in (69, 69, 73, 71, 55, 71, 68, 69, 73, 77)))
    value = similar_figure(ten, Method.MEAN, Unit.PERCENTAGE).value
    assert not isinstance(value, Missing)
    assert printed(value, Unit.PERCENTAGE, 0) == "70%"


@pytest.mark.parametrize(("council", "sizes"), [(865, {2}), (999, {1, 2}), (None, {1, 2})])
def test_how_many_councils_are_similar_is_what_the_set_has(council: int | None, sizes: set[int]) -> None:
    """Of a council that the set does not have no number is claimed that is not everybody's."""
    made_up = NeighbourSet("made up", Month.of(2021, 4), "made up", {865: (916, 893), 916: (865,)}, {})
    assert made_up.sizes(council) == sizes


def test_a_set_is_superseded_by_the_next_one() -> None:
    sets = [NeighbourSet(str(year), Month.of(year, 4), "made up", {}, {}) for year in (2014, 2021, 2025)]
    assert superseded_in(sets[0], reversed(sets)) is sets[1]
    assert superseded_in(sets[2], sets) is None
