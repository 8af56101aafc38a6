"""A run that is killed, or whose disk fails, at any moment: the workbook is the old one or the new one, and whole."""

from __future__ import annotations

import errno
import os
import random
import resource
import signal
import time
import zipfile
from functools import partial
from pathlib import Path

import pytest
from tests.regenerate.council_workbook import beside, council_workbook
from tests.tools.failing_disk import FailingDisk, in_a_child

from cpp_scorecard.app.regenerate import regenerate
from cpp_scorecard.app.state import StateFolder
from cpp_scorecard.core.errors import ScorecardError
from cpp_scorecard.core.period import Month

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="these tests fork")

MONTHS = (Month.of(2021, 11), Month.of(2021, 12))
KILLS = 1_000
STEPS = 80
"""More file operations than a run makes: the tests end with the first run that meets nothing."""
EVERY = [pytest.param(7, id="some"), pytest.param(1, id="every one", marks=pytest.mark.slow)]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[bytes, int]:
    """The two workbooks that undisturbed runs go between, with the month of each."""
    folder = tmp_path_factory.mktemp("outcomes")
    path = council_workbook(folder / "indicators.xlsx")
    found = {}
    for place, month in enumerate((*MONTHS, MONTHS[0])):
        regenerate(path, as_of=month)
        found[path.read_bytes()] = place % 2
    assert len(found) == 2
    return found


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = council_workbook(tmp_path / "indicators.xlsx")
    regenerate(path, as_of=MONTHS[1])
    regenerate(path, as_of=MONTHS[0])
    return path


def is_sound(path: Path, outcomes: dict[bytes, int]) -> bool:
    content = path.read_bytes()
    with zipfile.ZipFile(path) as package:
        return content in outcomes and package.testzip() is None


@pytest.mark.slow
def test_a_thousand_kills_at_random_moments_corrupt_nothing_and_leave_nothing_behind(workbook, outcomes):
    usual = beside(workbook.parent)
    chance = random.Random(20211231)
    began = time.monotonic()
    regenerate(workbook, as_of=MONTHS[1])
    whole_run = time.monotonic() - began
    month = 0
    seen = {"killed": 0, "done": 0}
    for _ in range(KILLS):
        child = in_a_child(partial(regenerate, workbook, as_of=MONTHS[month]))
        time.sleep(chance.uniform(0, whole_run * 1.1))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        seen["done" if os.WIFEXITED(status) else "killed"] += 1
        assert is_sound(workbook, outcomes)
        month = 1 - month
    assert seen["killed"] > KILLS / 4
    regenerate(workbook, as_of=MONTHS[0])
    assert beside(workbook.parent) == usual


@pytest.mark.parametrize("stride", EVERY)
def test_a_kill_at_any_file_operation(workbook, outcomes, stride):
    usual = beside(workbook.parent)
    month, deaths = 1, 0
    for step in range(stride, STEPS + 1, stride):

        def work(step: int = step, month: int = month) -> None:
            FailingDisk(pytest.MonkeyPatch(), step, lambda _: os.kill(os.getpid(), signal.SIGKILL))
            regenerate(workbook, as_of=MONTHS[month])

        _, status = os.waitpid(in_a_child(work), 0)
        if not os.WIFSIGNALED(status):
            assert os.waitstatus_to_exitcode(status) == 0
            break
        deaths += 1
        assert is_sound(workbook, outcomes), f"after a kill at step {step}"
        regenerate(workbook, as_of=MONTHS[month])
        assert workbook.read_bytes() == next(c for c, m in outcomes.items() if m == month)
        assert beside(workbook.parent) == usual, f"after a kill at step {step}"
        month = 1 - month
    assert 10 < deaths * stride < STEPS


@pytest.mark.parametrize(
    "reason",
    [
        pytest.param(errno.ENOSPC, id="disk full"),
        pytest.param(errno.EIO, id="disk failing", marks=pytest.mark.slow),
    ],
)
@pytest.mark.parametrize("stride", EVERY)
def test_a_disk_that_fails_at_any_file_operation(workbook, outcomes, monkeypatch, reason, stride):
    usual = beside(workbook.parent)
    month, failures = 1, 0

    def fail(_: str) -> None:
        raise OSError(reason, os.strerror(reason))

    for step in range(stride, STEPS + 1, stride):
        with monkeypatch.context() as patched:
            operations = FailingDisk(patched, step, fail)
            try:
                regenerate(workbook, as_of=MONTHS[month])
            except ScorecardError:
                failures += 1
        if operations.left > 0:
            break
        assert is_sound(workbook, outcomes), f"after a failure at step {step}"
        regenerate(workbook, as_of=MONTHS[month])
        assert beside(workbook.parent) == usual, f"after a failure at step {step}"
        month = 1 - month
    assert failures * stride > 8


@pytest.mark.parametrize("room", [0, 1, 500, 4_096, 10_000])
def test_a_disk_that_is_full_after_so_many_bytes(workbook, outcomes, room):
    def work() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        try:
            regenerate(workbook, as_of=MONTHS[1])
        except ScorecardError:
            os._exit(4)

    before = workbook.read_bytes()
    state = StateFolder.of(workbook)
    _, status = os.waitpid(in_a_child(work), 0)
    assert os.waitstatus_to_exitcode(status) == 4
    assert workbook.read_bytes() == before
    assert not state.staged.exists()
    regenerate(workbook, as_of=MONTHS[1])
    assert workbook.read_bytes() in outcomes
