"""A report that shows nothing but indicators is made without reading anything else, and is the same for it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cpp_scorecard.app.build import REPORTS, render_reports
from cpp_scorecard.app.scorecard import make_scorecard
from cpp_scorecard.cli import main
from cpp_scorecard.core.resources import shipped
from cpp_scorecard.intake.open_file import open_grids

SAMPLE = shipped("samples") / "wiltshire-2022-01" / "indicators.xlsx"
INDICATORS_ONLY = tuple(name for name, report in REPORTS.items() if report.shows_indicators_only)


def test_the_scorecard_is_such_a_report() -> None:
    assert "scorecard" in INDICATORS_ONLY
    assert "checks" not in INDICATORS_ONLY  # it shows every finding


@pytest.mark.parametrize("report", INDICATORS_ONLY)
def test_it_is_the_same_to_the_byte_as_after_reading_everything(report: str) -> None:
    everything, indicators = make_scorecard(SAMPLE), make_scorecard(SAMPLE, indicators_only=True)
    assert render_reports(indicators, (report,)) == render_reports(everything, (report,))


def test_nothing_is_said_of_what_was_not_read() -> None:
    everything, indicators = make_scorecard(SAMPLE), make_scorecard(SAMPLE, indicators_only=True)
    assert set(indicators.findings) < set(everything.findings)
    assert indicators.is_complete == everything.is_complete
    assert not indicators.workbook.child_lists.episodes
    assert everything.workbook.child_lists.episodes


def test_rows_of_lists_are_passed_over() -> None:
    read, _ = open_grids(SAMPLE)
    passed, _ = open_grids(SAMPLE, lists=False)
    long = [grid.sheet for grid in read if grid.long]
    assert long
    for whole, part in zip(read, passed, strict=True):
        assert part.long is None
        assert dict(part.cells) == dict(whole.cells)  # the header above a list, and every cell of any other sheet


def test_the_officer_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workbook = Path(shutil.copy(SAMPLE, tmp_path))
    main(["build", str(workbook), "--report", "scorecard"])
    assert "Only the indicators were read" in capsys.readouterr().out
    main(["build", str(workbook)])
    assert "Only the indicators were read" not in capsys.readouterr().out


def test_json_is_of_the_whole_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workbook = Path(shutil.copy(SAMPLE, tmp_path))
    main(["build", str(workbook), "--report", "scorecard", "--json"])
    assert '"at_a_glance": [\n    {' in capsys.readouterr().out
