"""An officer at an Excel of the tests, with a folder of their own for what the add-in keeps."""

from __future__ import annotations

import shutil
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.tools.officer import Officer


@pytest.fixture
def local(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own folder on this computer."""
    folder = tmp_path / "local"
    monkeypatch.setenv("LOCALAPPDATA", str(folder))
    return folder / "cpp-scorecard"


@pytest.fixture
def officer(local: Path, monkeypatch: pytest.MonkeyPatch) -> Officer:
    """An officer at an Excel in which nothing is open. Excel prints: no LibreOffice is started."""
    from tests.publish.small_council import without_office
    from tests.tools.officer import Officer

    without_office(monkeypatch)
    pages: list[str] = []
    monkeypatch.setattr(webbrowser, "open", pages.append)
    assert not local.exists()
    return Officer()


@pytest.fixture(scope="session")
def built_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small workbook with its report sheets, as a server put them in."""
    from tests.tools.officer import indicators

    from cpp_scorecard.app.regenerate import regenerate

    path = indicators(tmp_path_factory.mktemp("built") / "indicators.xlsx")
    regenerate(path)
    return path


@pytest.fixture(scope="session")
def small_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small indicator workbook."""
    from tests.tools.officer import indicators

    return indicators(tmp_path_factory.mktemp("small") / "indicators.xlsx")


@pytest.fixture
def book(officer: Officer, small_file: Path, tmp_path: Path) -> Any:
    """The small indicator workbook, open and in front."""
    (tmp_path / "council").mkdir()
    return officer.open(Path(shutil.copy(small_file, tmp_path / "council")))


@pytest.fixture
def built(officer: Officer, built_file: Path, tmp_path: Path) -> Any:
    """The small workbook with its report sheets, open and in front."""
    return officer.open(Path(shutil.copy(built_file, tmp_path / "indicators.xlsx")))
