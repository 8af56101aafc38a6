"""The card of the January 2022 sample, read once."""

from __future__ import annotations

from pathlib import Path

import pytest

from cpp_scorecard.app.build import make_card
from cpp_scorecard.app.scorecard import make_scorecard
from cpp_scorecard.reports.card import Card

SAMPLE = Path(__file__).parents[2] / "samples" / "wiltshire-2022-01" / "indicators.xlsx"


@pytest.fixture(scope="session")
def full() -> Card:
    """With all its reports."""
    return make_card(make_scorecard(SAMPLE))
