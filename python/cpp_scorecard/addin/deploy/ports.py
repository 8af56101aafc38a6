"""What installing and diagnosing need of Windows, as small interfaces.

Tests put a registry of dictionaries and temporary folders behind them; `windows` puts the real ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from cpp_scorecard.addin.deploy.places import Places


class Kind(IntEnum):
    """The kinds of registry values that matter here, with Windows' own numbers."""

    TEXT = 1
    EXPANDABLE_TEXT = 2
    BINARY = 3
    NUMBER = 4


@dataclass(frozen=True, slots=True)
class Value:
    """A registry value. `data` is text, a whole number or bytes, as its kind says; `kind` is Windows' number."""

    data: str | int | bytes
    kind: int = Kind.TEXT


class Registry(Protocol):
    r"""Keys are written `HKCU\Software\...` or `HKLM\Software\...`."""

    def values(self, key: str) -> dict[str, Value] | None:
        """The values of `key` by name (the default value's name is ""), or None when there is no such key."""

    def subkeys(self, key: str) -> list[str]:
        """The names of the keys under `key`; none when it does not exist."""

    def write(self, key: str, name: str, value: Value) -> None:
        """Set one value, making the key where it is missing."""

    def delete_value(self, key: str, name: str) -> None:
        """Remove one value; one that is not there is removed already."""

    def delete_key(self, key: str) -> None:
        """Remove a key that has no keys under it; one that is not there is removed already."""


def number(registry: Registry, key: str, name: str) -> int | None:
    """The number in one value, whose name Windows takes in any case; None where there is none."""
    values = {found.casefold(): value for found, value in (registry.values(key) or {}).items()}
    value = values.get(name.casefold())
    return value.data if value is not None and isinstance(value.data, int) else None


@dataclass(frozen=True, slots=True)
class Process:
    """A program of this user's session. `path` is None where Windows does not tell."""

    name: str
    identifier: int
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program that was run ended: its exit code and what it printed, both streams together."""

    code: int
    output: str = ""

    @property
    def last_line(self) -> str:
        """What it said last, for a sentence: programs end with what went wrong."""
        lines = [line.strip() for line in self.output.splitlines() if line.strip()]
        return lines[-1][:300] if lines else f"exit code {self.code}"


class Processes(Protocol):
    """Programs that run, and running one."""

    def running(self) -> Sequence[Process]:
        """The programs of this user's session."""

    def run(self, command: Sequence[str]) -> Ended:
        """Run a program to its end, with no window. A program that cannot be started ends with code -1."""


class Answer(StrEnum):
    """How Excel answers when it is spoken to."""

    NOT_RUNNING = "not running"
    READY = "ready"
    BUSY = "busy"


@dataclass(frozen=True, slots=True)
class OpenWorkbook:
    """A workbook that is open in Excel, with where Excel says it is and the files its formulas point into."""

    name: str
    full_name: str
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExcelState:
    """What Excel says of itself. `visible` is False for an instance that nobody can see."""

    answer: Answer = Answer.NOT_RUNNING
    visible: bool = True
    workbooks: tuple[OpenWorkbook, ...] = ()


class Excel(Protocol):
    """The Excel that runs, if one does."""

    def state(self) -> ExcelState:
        """Ask it. Never starts one."""


@dataclass(frozen=True, slots=True)
class Machine:
    """An officer's PC as seen by this package."""

    places: Places
    registry: Registry
    processes: Processes
    excel: Excel
    running_from: Path
    """The interpreter that runs this code: it cannot remove or replace itself."""

    environment: Mapping[str, str] = field(default_factory=dict)
    own_process: int = 0
    """The number of the process that runs this code."""
    code_page: str = "cp1252"
    """What Python calls the encoding in which VBA hands texts to libraries."""
