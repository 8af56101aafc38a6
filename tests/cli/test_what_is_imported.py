"""A process of the product loads what the command uses, and numpy is none of it; a program that uses the package keeps
its own libraries as they are."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.tools.workbooks import DEFINED, definition, write

from cpp_scorecard.core.resources import shipped

_AFTERWARDS = """
import sys
{first}
from cpp_scorecard.cli import main
main(["check", sys.argv[1]])
import openpyxl.compat.numbers
print("numpy" in sys.modules, openpyxl.compat.numbers.NUMPY, file=sys.stderr)
import numpy
"""


@pytest.mark.parametrize(("first", "expected"), [("", "False False"), ("import numpy", "True True")])
def test_numpy_is_not_loaded_and_can_still_be(first: str, expected: str, tmp_path: Path) -> None:
    sheets: dict[str, list[Sequence[object]]] = {
        "Definitions": [DEFINED, definition("Children seen", low=10, high=20)],
        "Figures": [("Indicator", "Oct-21", "Nov-21"), ("Children seen", 11, 12)],
    }
    path = write(tmp_path / "indicators.xlsx", sheets)
    run = subprocess.run(
        [sys.executable, "-c", _AFTERWARDS.format(first=first), str(path)], capture_output=True, text=True, check=True
    )
    assert run.stderr.splitlines()[-1] == expected


_WHAT_OTHERS_NEED = """
import sys
from cpp_scorecard.cli import main
main(["build", sys.argv[1], "-o", sys.argv[2], "--report", "scorecard"])
print(*sys.modules)
"""


def test_a_scorecard_alone_loads_nothing_that_other_reports_are_made_of(tmp_path: Path) -> None:
    sample = shipped("samples") / "wiltshire-2022-01" / "indicators.xlsx"
    run = subprocess.run(
        [sys.executable, "-c", _WHAT_OTHERS_NEED, str(sample), str(tmp_path / "card.xlsx")],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(run.stdout.splitlines()[-1].split())
    assert "cpp_scorecard.reports.scorecard" in loaded
    of_others = """
        core.at_a_glance core.highlights core.spotlight intake.child_lists intake.exception_dataset intake.themes
        reports.checks reports.highlights sheets.charts sheets.splice
    """.split()
    assert not loaded.intersection(f"cpp_scorecard.{name}" for name in of_others)
    assert not loaded & {"numpy", "pandas", "python_calamine"}
