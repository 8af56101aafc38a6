"""A process that runs each command on each hostile file in a process of its own, and measures it.

One line of JSON in for each file (`name`, `folder`, `commands`), one line out. It forks from a state in which
everything is imported, so that what is measured is the work and not the start.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import resource
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MOST_SECONDS, MOST_BYTES = 10.0, 512 << 20
_ENDED_AFTER = 60
_MEMORY = 8 << 30


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command answered and what it cost."""

    code: int
    said: str
    seconds: float
    """Of the processor, its own and that of processes it started: others may be busy on the same machine."""
    waited: float
    """Seconds on the clock."""
    bytes: int
    intact: bool
    beside: tuple[str, ...]
    """What lies in the folder afterwards."""


class Server:
    """The process, and the way to ask it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.hostile.apart"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(place for place in sys.path if place)},
        )

    def run(self, name: str, folder: Path, commands: tuple[str, ...]) -> dict[str, Outcome]:
        """The outcome of every command on the file `name`, made anew in `folder` for each."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"name": name, "folder": str(folder), "commands": commands}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        return {command: Outcome(**{**one, "beside": tuple(one["beside"])}) for command, one in answer.items()}

    def close(self) -> None:
        self._process.communicate()


@contextlib.contextmanager
def server() -> Iterator[Server]:
    """A server for as long as it is needed."""
    one = Server()
    try:
        yield one
    finally:
        one.close()


def _forked(work: Callable[[], int], said: Path) -> tuple[int, float, float, int]:
    """Exit code (below 0: ended by that signal), seconds of work and of waiting, and bytes of `work`, forked."""
    started = time.monotonic()
    process = os.fork()
    if process == 0:
        code = 99
        try:
            signal.alarm(_ENDED_AFTER)
            resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
            out = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            os.dup2(out, 1)
            os.dup2(out, 2)
            sys.stdout, sys.stderr = (io.TextIOWrapper(os.fdopen(n, "wb", closefd=False)) for n in (1, 2))
            code = work()
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    _, status, used = os.wait4(process, 0)
    worked = used.ru_utime + used.ru_stime
    return os.waitstatus_to_exitcode(status), worked, time.monotonic() - started, used.ru_maxrss * 1024


def _answer(name: str, folder: Path, commands: list[str]) -> dict[str, Any]:
    from tests.hostile.hostile_files import FILES

    from cpp_scorecard.cli import main

    outcomes: dict[str, Any] = {}
    folder.mkdir(parents=True, exist_ok=True)
    made, said = folder / "made", folder / "said.txt"
    made.mkdir(exist_ok=True)
    code, *_ = _forked(lambda: FILES[name].write(made), said)
    if code:
        raise RuntimeError(f"{name} could not be made: {said.read_text('utf-8', 'replace')}")
    original = next(made.iterdir())
    content = original.read_bytes()
    for command in commands:
        place = folder / command
        place.mkdir()
        path = place / original.name
        path.write_bytes(content)
        arguments = [command, str(path), *(["-o", str(place / "out.xlsx")] if command == "build" else [])]
        code, seconds, waited, most = _forked(lambda arguments=arguments: main(arguments), said)  # type: ignore[misc]
        outcomes[command] = {
            "code": code,
            "said": said.read_text("utf-8", "replace")[-4000:],
            "seconds": seconds,
            "waited": waited,
            "bytes": most,
            "intact": path.read_bytes() == content,
            "beside": sorted(one.name for one in place.iterdir() if one != path),
        }
    return outcomes


def _main() -> None:
    from tests.hostile.collection import good
    from tests.hostile.hostile_files import FILES

    import cpp_scorecard.app.as_json
    import cpp_scorecard.app.build
    import cpp_scorecard.app.regenerate
    import cpp_scorecard.intake.other_formats
    import cpp_scorecard.sheets.splice  # noqa: F401

    assert FILES
    assert good()
    replies = os.fdopen(os.dup(1), "w")
    for line in sys.stdin:
        asked = json.loads(line)
        replies.write(json.dumps(_answer(asked["name"], Path(asked["folder"]), asked["commands"])) + "\n")
        replies.flush()


if __name__ == "__main__":
    _main()
