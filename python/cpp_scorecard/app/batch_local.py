"""A batch on the processors of this machine: one process a workbook at a time, and none that can stop the others.

Processes are started afresh (`spawn`) on every system, as on Windows, so that all systems do the same.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING

from cpp_scorecard.app.batch_workbook import REPORT_FAULT, bring_up_to_date, failed
from cpp_scorecard.app.own_process import prepare_own_process
from cpp_scorecard.core.council_result import CouncilResult, Outcome

if TYPE_CHECKING:
    from cpp_scorecard.app.batch_folder import Work

_FEWER = "Run again with fewer --jobs; what is finished is not done twice."
_MOST = 61
"""Processes that one pool can have on Windows."""


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def on_processes(
    works: Iterable[Work], jobs: int, do: Callable[[Work], CouncilResult] = bring_up_to_date
) -> Iterator[CouncilResult]:
    """The results in the order in which they are ready, at most `jobs` at once.

    Where a process is ended from outside, by a person or for want of memory, nobody can say which of the workbooks in
    hand was the reason. Each of them gets a process of its own, one after the other, and the one that loses
    that too is named; the others go on in new processes.
    """
    waiting = deque(works)
    while waiting:
        suspects = yield from _until_one_ends(waiting, min(jobs, _MOST, len(waiting)), do)
        for suspect in suspects:
            for lost in (yield from _until_one_ends(deque([suspect]), 1, do)):
                yield failed(
                    lost,
                    Outcome.ENDED,
                    "The process that worked on it was ended, perhaps because memory ran out.",
                    _FEWER,
                )


def _until_one_ends(
    waiting: deque[Work], jobs: int, do: Callable[[Work], CouncilResult]
) -> Generator[CouncilResult, None, list[Work]]:
    """Take works from `waiting` and yield their results; returns those in hand when a process was ended, if one was."""
    in_hand: dict[Future[CouncilResult], Work] = {}
    lost: list[Work] = []
    pool = ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), initializer=_begin)
    try:
        while in_hand or (waiting and not lost):
            while waiting and len(in_hand) < jobs and not lost:
                work = waiting.popleft()
                try:
                    in_hand[pool.submit(do, work)] = work
                except BrokenProcessPool:
                    lost.append(work)
                except OSError as error:  # this machine starts no more of them
                    yield failed(work, Outcome.ENDED, f"No process could be started ({error.strerror}).", _FEWER)
            done, _ = wait(in_hand, return_when=FIRST_COMPLETED)
            for future in done:
                work = in_hand.pop(future)
                try:
                    result = future.result()
                except BrokenProcessPool:
                    lost.append(work)
                except Exception as error:  # the way to the process or back failed
                    yield failed(work, Outcome.FAULT, f"No process could take it ({error}).", REPORT_FAULT)
                else:
                    yield result
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return lost


def _begin() -> None:
    """Prepare a process, which is ours alone: the one that started it hears of Ctrl-C, and it ends with that one."""
    prepare_own_process()
    with contextlib.suppress(ValueError, OSError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)
