"""A thousand ratings in one call cost little more than handing their cells to and fro."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_a_thousand_ratings_cost_at_most_a_third_more_than_an_identity(tmp_path: Path) -> None:
    """Through the same converters over the same ranges: the rule itself must not be what an officer waits for."""
    answer = tmp_path / "times.json"
    command = [sys.executable, "benchmarks/worksheet_functions.py", "--calls", "31", "--json", str(answer)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=300)
    assert json.loads(answer.read_text("utf-8"))["ratio_to_identity"] <= 1.3
