"""Work in a process that does not survive some workbooks."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from cpp_scorecard.app.batch_folder import Work
from cpp_scorecard.core.council_result import CouncilResult, Outcome


def do(work: Work) -> CouncilResult:
    """Leave a file for each workbook begun; the ones called deadly end the process as want of memory would.

    One called unlucky is ended once, as a bystander is, and does its work in the next process.
    """
    begun = Path(work.pack)
    first = not begun.exists()
    with begun.open("a") as file:
        file.write(f"{os.getpid()}\n")
    if "deadly" in work.name or ("unlucky" in work.name and first):
        time.sleep(0.2)  # long enough for another workbook to be in hand
        os.kill(os.getpid(), signal.SIGKILL)
    return CouncilResult(work.name, Outcome.DONE)


def not_sent_back(work: Work) -> CouncilResult:
    """A result that no other process can be given."""
    return lambda: work  # type: ignore[return-value]
