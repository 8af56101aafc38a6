"""The smoke test's real bench, by xlwings, over the stand-in for Excel that the buttons are tested on.

It shows that the bench speaks to Excel in calls that exist, and that what the buttons do today passes the steps.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.tools.officers_pc import OfficersPc

from cpp_scorecard import __version__
from cpp_scorecard.addin.smoke.button_steps import BUTTONS, steps_of_buttons
from cpp_scorecard.addin.smoke.result import Outcome
from cpp_scorecard.addin.smoke.run import run_steps
from cpp_scorecard.addin.smoke.steps import Trial

if TYPE_CHECKING:
    from tests.tools.officer import Officer

ROOT = Path(__file__).parents[2]
OVER_COM = [
    step
    for step in steps_of_buttons()
    if step.name.removeprefix("button: ") in {*BUTTONS, "own sheets", "read-only", "protected structure"}
]


@pytest.fixture
def officer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Officer:
    from tests.tools.officer import Officer

    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "local"))
    return Officer()


@pytest.mark.slow
def test_what_the_buttons_do_passes_the_steps(officer: Officer, tmp_path: Path) -> None:
    from tests.tools.officer import indicators

    from cpp_scorecard.addin.smoke.excel_bench import ExcelBench

    bench: Any = ExcelBench(OfficersPc(tmp_path / "pc").machine, asks=False)
    source = indicators(tmp_path / "indicators.xlsx")
    first = officer.open(indicators(tmp_path / "first.xlsx"))
    bench._app = first.app
    work = tmp_path / "work"
    work.mkdir()
    trial = Trial(bench, work, source, source, tmp_path / "cpp-scorecard.xlam", __version__)
    result = run_steps(trial, print, OVER_COM)
    assert [(step.step, step.reason) for step in result.steps if step.outcome is not Outcome.PASSED] == []
    assert len(result.steps) == len(BUTTONS) + 3
