"""Hostile files: a named error or an honest result, in bounded time and memory, and the original as it was.

Every file goes through every command, each in a process of its own. A sample runs by default, all of them when
slow tests are asked for.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("processes are measured through fork and wait4", allow_module_level=True)

from tests.hostile.apart import MOST_BYTES, MOST_SECONDS, Server, server
from tests.hostile.collection import COMMANDS, REFUSED
from tests.hostile.hostile_files import FILES, SAMPLE

LEFT_BY_REGENERATE = {"hostile.xlsx.cpp-scorecard"}


@pytest.fixture(scope="module")
def runner() -> Iterator[Server]:
    with server() as one:
        yield one


def test_there_are_more_than_a_hundred():
    assert len(FILES) > 100
    assert set(SAMPLE) <= set(FILES)


@pytest.mark.parametrize("name", SAMPLE)
def test_a_hostile_file(name: str, tmp_path: Path, runner: Server) -> None:
    _holds(name, tmp_path, runner)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in FILES if name not in SAMPLE])
def test_every_hostile_file(name: str, tmp_path: Path, runner: Server) -> None:
    _holds(name, tmp_path, runner)


def _holds(name: str, folder: Path, runner: Server) -> None:
    file = FILES[name]
    path = f"hostile{file.suffix}"
    for command, outcome in runner.run(name, folder, COMMANDS).items():
        context = f"{command} of {name} ({file.idea}) said: {outcome.said}"
        assert outcome.code == file.expected[command], context
        assert "Traceback" not in outcome.said, context
        assert outcome.seconds <= MOST_SECONDS, context
        assert outcome.bytes <= MOST_BYTES, f"{outcome.bytes >> 20} MB; {context}"
        assert outcome.intact or command == "regenerate", context
        if outcome.code == REFUSED:
            assert outcome.intact, context
            message, _, remedy = outcome.said.rpartition("cpp-scorecard: ")[2].partition("\n")
            assert message.strip(), context
            assert remedy.strip(), context
            assert path in outcome.said, context
        if command == "regenerate":
            assert set(outcome.beside) <= LEFT_BY_REGENERATE, context
        elif command == "build" and outcome.code != REFUSED:
            assert outcome.beside == ("out.xlsx",), context
        else:
            assert outcome.beside == (), context
