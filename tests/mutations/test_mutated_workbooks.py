"""Five thousand workbooks as no officer would leave them: a result or one of the project's own errors, nothing else.

The seed in a test's id makes the same workbook again. Most are mutated as grids, some hundreds as files; a hundred
run by default, the rest is marked slow.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.mutations.file_mutations import damaged
from tests.mutations.grid_mutations import mutated

from cpp_scorecard.app import scorecard as scorecard_module
from cpp_scorecard.app.as_json import document
from cpp_scorecard.app.build import chosen_reports, render_reports
from cpp_scorecard.app.scorecard import Scorecard, make_scorecard
from cpp_scorecard.core.errors import ScorecardError
from cpp_scorecard.intake.workbook import read_grids

QUICK_GRIDS, ALL_GRIDS = 80, 4_400
QUICK_FILES, ALL_FILES = 20, 600


@pytest.mark.parametrize("seed", range(QUICK_GRIDS))
def test_a_mutated_grid(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cells, rows, columns, headers, merges and sheets changed at random."""
    _try_grids(seed, monkeypatch)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(QUICK_GRIDS, ALL_GRIDS))
def test_many_mutated_grids(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same, many times over."""
    _try_grids(seed, monkeypatch)


@pytest.mark.parametrize("seed", range(QUICK_FILES))
def test_a_damaged_file(seed: int, tmp_path: Path) -> None:
    """Bytes of the package and XML of its parts changed at random."""
    _try_file(seed, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(QUICK_FILES, ALL_FILES))
def test_many_damaged_files(seed: int, tmp_path: Path) -> None:
    """The same, many times over."""
    _try_file(seed, tmp_path)


def _try_grids(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    grids = mutated(seed)
    monkeypatch.setattr(scorecard_module, "read_workbook", lambda path, **_: read_grids(grids, path, []))
    _survives(Path("mutated.xlsx"))


def _try_file(seed: int, folder: Path) -> None:
    path = folder / "damaged.xlsx"
    path.write_bytes(damaged(seed))
    _survives(path)


def _survives(path: Path) -> None:
    refused = None
    try:
        scorecard = make_scorecard(path)
        content = render_reports(scorecard, chosen_reports(scorecard, None))
    except ScorecardError as error:
        refused = error
    if refused:
        assert refused.message
        assert refused.remedy
        return
    assert content.startswith(b"PK")
    _speaks_plainly(scorecard)


def _speaks_plainly(scorecard: Scorecard) -> None:
    for finding in scorecard.findings:
        assert finding.code
        assert finding.message
        assert finding.remedy
    json.dumps(document(scorecard), allow_nan=False)
