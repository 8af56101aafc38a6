"""A number format may ask for 198 decimals: rounding to them was an error, and no number has that many."""

from __future__ import annotations

import pytest

from cpp_scorecard.core.number_formats import shown_as
from cpp_scorecard.core.rounding import round_half_away


@pytest.mark.parametrize("value", [66.0, 0.1, -2.675, 1e-12, 999_999_999_999.5, 1e300])
@pytest.mark.parametrize("decimals", [15, 16, 28, 198, 400])
def test_places_beyond_a_number_leave_it_as_it_is(value: float, decimals: int) -> None:
    assert round_half_away(value, decimals) == value


def test_no_more_decimals_are_shown_than_a_spreadsheet_holds() -> None:
    assert shown_as("0." + "0" * 198) == (False, 15)
    assert shown_as("0." + "0" * 198 + "%") == (True, 15)
