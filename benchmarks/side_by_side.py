"""Commands timed in turn, so that a change in the machine's speed meets them alike: seconds and peak memory of each.

Whole processes are timed, from start to exit. Seconds of the processor and peak memory are the system's own account of
the finished process (on Windows, where it keeps none, the seconds on the clock are all there is).
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one command: seconds on the clock, seconds of the processor, and megabytes at the peak."""

    wall: float
    cpu: float
    peak: float


def _nothing() -> None:
    """Nothing to make ready."""


@dataclass(frozen=True, slots=True)
class Command:
    """What is run, and what has to be made ready before each run (a fresh copy of a file), which is not timed."""

    arguments: list[str]
    ready: Callable[[], None] = _nothing

    @classmethod
    def of_python(cls, code: str, *arguments: str, ready: Callable[[], None] = _nothing) -> Command:
        """A few lines of Python."""
        return cls([sys.executable, "-c", code, *arguments], ready)


def in_turn(commands: Mapping[str, Command], runs: int) -> dict[str, Run]:
    """The medians of `runs` runs of each command; one more, the first, is not counted: it warms the disk cache."""
    found: dict[str, list[Run]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            command.ready()
            run = _run(command.arguments)
            if turn:
                found[name].append(run)
    return {
        name: Run(*(statistics.median(getattr(run, what) for run in of_it) for what in Run.__slots__))
        for name, of_it in found.items()
    }


def _run(arguments: list[str]) -> Run:
    start = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=said)
        if sys.platform == "win32":
            process.wait()
            wall = time.perf_counter() - start
            run = Run(wall, wall, 0.0)
        else:
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            unit = 1 if sys.platform == "darwin" else 1024
            run = Run(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss * unit / 2**20)
        if process.returncode:
            said.seek(0)
            sys.stderr.write(said.read().decode(errors="replace"))
            raise SystemExit(f"{arguments[:4]} ended with {process.returncode}")
    return run


def show(medians: Mapping[str, Run], floor: str) -> dict[str, dict[str, float]]:
    """Print the table, each line beside the one called `floor`, and return it as plain numbers."""
    base = medians[floor]
    print(f"{'':44} {'clock':>9} {'processor':>10} {'peak':>8}   against {floor}")
    for name, run in medians.items():
        ratios = f"{run.wall / base.wall:6.2f} {run.cpu / base.cpu:6.2f} {run.peak / (base.peak or 1):6.2f}"
        print(f"{name:44} {run.wall:7.3f} s {run.cpu:8.3f} s {run.peak:5.0f} MB   {ratios}")
    return {name: asdict(run) for name, run in medians.items()}


def write(path: Path | None, document: Mapping[str, object]) -> None:
    """Write the results as JSON, where a file was asked for."""
    if path is not None:
        path.write_text(json.dumps(document, indent=2) + "\n")
