"""One scorecard of the sample, built as an officer builds it and shared by the tests that look at it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cpp_scorecard.cli import main
from cpp_scorecard.core.resources import shipped


@pytest.fixture(scope="session")
def sample() -> Path:
    """The sample's indicator workbook."""
    return shipped("samples") / "wiltshire-2022-01" / "indicators.xlsx"


@pytest.fixture(scope="session")
def card(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scorecard that `build` makes of it."""
    path = tmp_path_factory.mktemp("card") / "card.xlsx"
    assert main(["build", str(sample), "-o", str(path)]) == 0
    return path
