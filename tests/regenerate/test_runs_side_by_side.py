"""Many runs on one workbook, and people who save it while a run is under way: nobody's work is written over."""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.regenerate.council_workbook import beside, council_workbook, holds

from cpp_scorecard.app.regenerate import regenerate
from cpp_scorecard.cli import main
from cpp_scorecard.core.errors import Busy, Refused

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="these tests fork"),
]
RUNS = 50
EDITS = 200


def in_a_child(work: Callable[[], int]) -> int:
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        with Path(os.devnull).open("w") as nowhere:
            os.dup2(nowhere.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)
        code = work()
    finally:
        os._exit(code)


def test_of_fifty_runs_at_once_one_wins_and_the_others_say_busy(tmp_path):
    alone = council_workbook(tmp_path / "alone.xlsx")
    regenerate(alone)
    (tmp_path / "together").mkdir()
    workbook = council_workbook(tmp_path / "together" / "alone.xlsx")
    gate, begin = os.pipe()

    def work() -> int:
        os.close(begin)
        os.read(gate, 1)  # all begin when the other end closes
        return main(["regenerate", str(workbook)])

    children = [in_a_child(work) for _ in range(RUNS)]
    os.close(gate)
    os.close(begin)
    codes = Counter(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children)
    assert codes == {0: 1, 75: RUNS - 1}
    assert workbook.read_bytes() == alone.read_bytes()


@pytest.mark.parametrize("in_place", [False, True], ids=["saved by renaming", "written into the file"])
def test_an_edit_that_lands_during_a_run_is_never_written_over(tmp_path, in_place):
    workbook = council_workbook(tmp_path / "indicators.xlsx")
    edited = tmp_path / "edited"
    edited.mkdir()
    began = time.monotonic()
    regenerate(workbook)
    whole_run = time.monotonic() - began
    chance = random.Random(20220111)
    seen: Counter[str] = Counter()
    for number in range(EDITS // 2):
        marker = f"edit number {number:04d}"
        council_workbook(workbook, latest=15, marker="before the edit")
        edit = council_workbook(edited / "edit.xlsx", latest=16, marker=marker)

        def work() -> int:
            try:
                return 0 if regenerate(workbook).changed else 1
            except Busy:
                return 75
            except Refused:
                return 4  # half of the edit was on disk when the run read it

        child = in_a_child(work)
        time.sleep(chance.uniform(0, whole_run * 1.2))
        if in_place:
            workbook.write_bytes(edit.read_bytes())
        else:
            edit.replace(workbook)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert code in (0, 4, 75)
        seen[str(code)] += 1
        assert holds(workbook.read_bytes(), marker), f"edit {number} is gone (exit code {code})"
    assert seen["75"] > EDITS / 20
    regenerate(workbook)
    assert not [name for name in beside(tmp_path) if "staged" in name or name.endswith(".tmp")]
