"""Running a program to its end."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

from cpp_scorecard.addin.deploy.ports import Ended

_NO_WINDOW = 0x08000000


def run_program(command: Sequence[str]) -> Ended:
    """Run `command` without a window and without input. One that cannot be started ends with code -1."""
    try:
        done = subprocess.run(
            list(command),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            creationflags=_NO_WINDOW if sys.platform == "win32" else 0,
            check=False,
        )
    except OSError as error:
        return Ended(-1, str(error))
    return Ended(done.returncode, done.stdout.decode("utf-8", "replace"))
