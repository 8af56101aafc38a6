"""An edition of a small council, made once for the tests that only look at it."""

from __future__ import annotations

import pytest
from tests.publish.small_council import small_council, without_office

from cpp_scorecard.app.publish import Published, publish


@pytest.fixture(scope="session")
def january(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Made without LibreOffice, from a workbook whose name no file may hold."""
    folder = tmp_path_factory.mktemp("january")
    with pytest.MonkeyPatch.context() as patched:
        without_office(patched)
        return publish(small_council(folder / "indicators-of-ours.xlsx"), folder / "january")
