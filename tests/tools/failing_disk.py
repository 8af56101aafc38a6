"""A disk that fails, or a process that is killed, at a chosen file operation."""

from __future__ import annotations

import builtins
import os
import sys
from collections.abc import Callable
from typing import Any

import pytest


def in_a_child(work: Callable[[], object]) -> int:
    """The process that does `work` in a copy of this one; it prints nothing and never returns here."""
    child = os.fork()
    if child:
        return child
    try:
        sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115, PTH123
        work()
    except BaseException:
        os._exit(1)
    os._exit(0)


class FailingDisk:
    """File operations of a process, counted; the one whose turn it is meets `fate`."""

    NAMES = ((os, "open"), (os, "fsync"), (os, "replace"), (os, "rename"), (os, "unlink"), (os, "mkdir"), (os, "rmdir"))

    def __init__(self, monkeypatch: pytest.MonkeyPatch, turn: int, fate: Callable[[str], None]) -> None:
        self.left = turn
        self.fate = fate
        for place, name in self.NAMES:
            monkeypatch.setattr(place, name, self._counted(name, getattr(place, name)))
        monkeypatch.setattr(builtins, "open", self._counted("open", builtins.open))
        monkeypatch.setattr(os, "fdopen", self._writing(os.fdopen))

    def _counted(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **more: Any) -> Any:
            self.step(name)
            return real(*arguments, **more)

        return call

    def _writing(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **more: Any) -> Any:
            file = real(*arguments, **more)
            return _Written(file, self)

        return call

    def step(self, name: str) -> None:
        self.left -= 1
        if self.left == 0:
            self.fate(name)


class _Written:
    """A file whose writes stop in the middle when their turn comes."""

    def __init__(self, file: Any, failing: FailingDisk) -> None:
        self._file = file
        self._failing = failing

    def write(self, content: bytes) -> int:
        half = len(content) // 2
        self._file.write(content[:half])
        self._file.flush()
        self._failing.step("write")
        return half + int(self._file.write(content[half:]))

    def __enter__(self) -> _Written:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)
