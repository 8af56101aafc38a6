"""Half away from zero, as the council prints: 13 exact ties in the exception dataset all go up (see `rounding.csv`)."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

import pytest
from tests.tools.tables import cases

from cpp_scorecard.core.indicator import Unit
from cpp_scorecard.core.printing import printed
from cpp_scorecard.core.rounding import comparable, round_half_away

Row = dict[str, str]


@pytest.mark.parametrize("row", cases(__file__, "rounding.csv"))
def test_ties_go_away_from_zero(row: Row) -> None:
    """The tie is judged on the decimal that a person reads, not on its binary form."""
    assert round_half_away(float(row["value"]), int(row["decimals"])) == float(row["rounded"])


@pytest.mark.parametrize("decimals", [0, 1, 3, 12])
@pytest.mark.parametrize("tie", [2.5, 0.125, 41.0625, 1234567.5])
def test_what_lies_beside_a_tie_goes_to_its_own_side(tie: float, decimals: int) -> None:
    """However near: the next number below goes down and the next above goes up."""
    tie = tie / 10**decimals
    below, above = math.nextafter(tie, -math.inf), math.nextafter(tie, math.inf)
    for value in (below, tie, above, -below, -tie, -above):
        expected = Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
        assert round_half_away(value, decimals) == float(expected)


@pytest.mark.parametrize(("decimals", "rounded"), [(400, 1234.5), (-2, 1200.0), (-400, 0.0)])
def test_any_number_of_decimals_can_be_asked_for(decimals: int, rounded: float) -> None:
    """Beyond what a number holds nothing is left to round, and before its first digit nothing of it."""
    assert round_half_away(1234.5, decimals) == rounded


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_not_rounded(value: float) -> None:
    """A figure that is none is caught where it is read; here it would be a mistake of ours."""
    with pytest.raises(ValueError, match="cannot be rounded"):
        round_half_away(value)


def test_comparisons_are_made_at_twelve_decimals() -> None:
    """Fine enough for any ratio of counts, coarse enough that arithmetic leaves no trace."""
    assert comparable(0.1 + 0.2) == 0.3
    assert comparable((0.95 - 0.855) / 0.95) == 0.1
    assert comparable(1e-12) != 0 == comparable(4e-13)
    assert comparable(-1e300) == -1e300


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "text"),
    [
        (392 / 414, Unit.PERCENTAGE, 1, "94.7%"),
        (0.5625, Unit.PERCENTAGE, 1, "56.3%"),
        (0.145, Unit.PERCENTAGE, 0, "15%"),
        (1.005, Unit.PERCENTAGE, 1, "100.5%"),
        (1438, Unit.NUMBER, 0, "1,438"),
        (-1.225, Unit.SCORE, 2, "-1.23"),
        (-0.004, Unit.SCORE, 2, "0.00"),
        (62.5, Unit.RATE, 0, "63"),
    ],
)
def test_figures_print_as_on_the_card(value: float, unit: Unit, decimals: int, text: str) -> None:
    """Percent signs, thousands, half away from zero, and never a minus before nothing."""
    assert printed(value, unit, decimals) == text
