"""A batch on the processors of this machine: real processes, some of which are killed."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from cpp_scorecard.app.batch_folder import Work
from cpp_scorecard.app.batch_local import on_processes, processors
from cpp_scorecard.core.council_result import Outcome
from tests.batch import deadly
from tests.batch.councils import region

COMMAND = [sys.executable, "-m", "cpp_scorecard", "batch"]


def works(folder: Path, *names: str) -> list[Work]:
    return [Work(name, "", "", str(folder / f"{name}.begun"), "", "") for name in names]


def is_whole(pack: Path) -> bool:
    with zipfile.ZipFile(pack) as package:
        return package.testzip() is None


@pytest.mark.slow
def test_the_command_does_a_folder_on_processes_of_its_own(tmp_path: Path) -> None:
    """From a cold start, as an installed program does it: progress on one stream, one document on the other."""
    councils = region(tmp_path / "councils", 0.9, 0.7)
    (councils / "junk.xlsx").write_bytes(b"junk")
    command = [*COMMAND, str(councils), "-o", str(tmp_path / "packs"), "--jobs", "2", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (3, False)
    lines = done.stderr.splitlines()
    assert [line.split("  ")[0] for line in lines] == ["1 of 3", "2 of 3", "3 of 3", "Writing the summary ..."]
    document = json.loads(done.stdout)
    assert [found["outcome"] for found in document["workbooks"]] == ["done", "done", "refused"]
    assert all(is_whole(tmp_path / "packs" / f"council-{number}-scorecard.xlsx") for number in (1, 2))


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system kills otherwise")
def test_a_workbook_that_ends_its_process_is_named_and_the_others_are_done(tmp_path: Path) -> None:
    names = ["a", "b deadly", "c", "d unlucky", "e"]
    results = {result.file: result for result in on_processes(works(tmp_path, *names), 2, deadly.do)}
    assert sorted(results) == names, "each once"
    assert {name for name, result in results.items() if result.outcome is not Outcome.DONE} == {"b deadly"}
    lost = results["b deadly"]
    assert (lost.outcome, "ended" in lost.message, "again" in lost.remedy) == (Outcome.ENDED, True, True)


def test_a_result_that_cannot_come_back_is_a_failure_of_that_workbook(tmp_path: Path) -> None:
    (lost,) = on_processes(works(tmp_path, "a"), 1, deadly.not_sent_back)
    assert (lost.outcome, bool(lost.remedy)) == (Outcome.FAULT, True)


def test_as_many_processes_as_processors_unless_told_otherwise() -> None:
    assert 1 <= processors() <= (os.cpu_count() or 1)


def workers_of(run: psutil.Popen) -> list[psutil.Process]:
    """The processes that do workbooks; one more watches over what they share."""
    return [child for child in run.children() if any("spawn_main" in word for word in child.cmdline())]


def kill_a_worker_of(run: psutil.Popen) -> None:
    """End one of them; for a moment between two pools there is none, and one may just be ending."""
    while run.poll() is None:
        with contextlib.suppress(psutil.NoSuchProcess):
            if workers := workers_of(run):
                workers[0].kill()
                return
        time.sleep(0.01)
    pytest.fail("the run was over before a worker could be ended")


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system kills otherwise")
def test_killing_workers_in_mid_run_loses_no_finished_file(tmp_path: Path) -> None:
    councils, packs = region(tmp_path / "councils", *[0.5 + n / 100 for n in range(24)]), tmp_path / "packs"
    with psutil.Popen([*COMMAND, str(councils), "-o", str(packs), "--jobs", "2"], stderr=subprocess.PIPE) as run:
        for goal in (3, 9):
            while len(list(packs.glob("council*.xlsx"))) < goal:
                time.sleep(0.01)
            finished = {path: path.read_bytes() for path in packs.glob("council*.xlsx")}
            kill_a_worker_of(run)
            assert all(is_whole(path) and path.read_bytes() == content for path, content in finished.items())
        said = run.stderr.read().decode()
    assert run.returncode == 0, said
    assert len(list(packs.glob("council-*-scorecard.xlsx"))) == 24
    assert "Traceback" not in said
    assert not list(packs.glob(".*"))


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system kills otherwise")
def test_after_the_whole_run_was_killed_the_next_one_does_the_rest(tmp_path: Path) -> None:
    councils, packs = region(tmp_path / "councils", *[0.5 + n / 100 for n in range(12)]), tmp_path / "packs"
    command = [*COMMAND, str(councils), "-o", str(packs), "--jobs", "2"]
    with psutil.Popen(command, stderr=subprocess.PIPE) as run:
        while len(list(packs.glob("council*.xlsx"))) < 4:
            time.sleep(0.01)
        workers = workers_of(run)
        run.kill()
    _, alive = psutil.wait_procs(workers, timeout=10)
    assert not alive, "they end with the process that started them"
    recorded = len(list(packs.glob("summary.xlsx.cpp-scorecard/*.json")))
    assert recorded >= 2
    done = subprocess.run([*command, "--json"], capture_output=True, text=True, check=True)
    made = [found["made_now"] for found in json.loads(done.stdout)["workbooks"]]
    assert (len(made), made.count(False)) == (12, recorded)
    assert not list(packs.glob(".*"))


@pytest.fixture
def hears_of_ctrl_c() -> Iterator[None]:
    """A process that a shell started in the background ignores Ctrl-C, and so would those that it starts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows sends no such signal to one process")
@pytest.mark.usefixtures("hears_of_ctrl_c")
def test_a_run_that_is_stopped_says_so_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    councils, packs = region(tmp_path / "councils", *[0.5 + n / 100 for n in range(40)]), tmp_path / "packs"
    command = [*COMMAND, str(councils), "-o", str(packs), "--jobs", "2"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as run:
        while len(list(packs.glob("council*.xlsx"))) < 2:
            time.sleep(0.01)
        os.killpg(run.pid, signal.SIGINT)
        said = run.communicate()[1]
    assert run.returncode == 130
    assert said.endswith("Stopped; nothing is half written.\n")
    assert "Traceback" not in said
    assert all(is_whole(path) for path in packs.glob("*.xlsx"))
    assert not list(packs.glob(".*"))
