"""What is remembered from one click to the next: each click is a Python of its own.

A small JSON file for each workbook and run of Excel, in the user's own folder: the month chosen in the ribbon,
the findings of the last check and which was shown last, the months that the workbook has.
"""

from __future__ import annotations

import json
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import xlwings as xw

from cpp_scorecard.app.files import write_atomically
from cpp_scorecard.core.errors import ScorecardError
from cpp_scorecard.core.findings import Finding
from cpp_scorecard.core.period import Month
from cpp_scorecard.excel.places import key_of, local_folder

_OLD_AFTER = 3 * 24 * 3600
"""Seconds after which a run of Excel is taken to be over."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A finding as it is walked to: where, how severe, and the sentence."""

    severity: str
    message: str
    sheet: str | None = None
    cell: str | None = None

    @classmethod
    def of(cls, finding: Finding) -> Noted:
        """What Next finding needs of `finding`."""
        return cls(finding.severity.value, str(finding), finding.sheet, finding.cell)


@dataclass(frozen=True, slots=True)
class Memory:
    """What is remembered of one workbook in one run of Excel."""

    as_of: str = ""
    """The month chosen, as `2021-11`; empty where the workbook decides."""
    findings: tuple[Noted, ...] | None = None
    """None before the first check."""
    shown: int = -1
    """Which finding was shown last."""
    months: tuple[str, ...] = ()
    """The months that have a column, latest first, as `Nov-21`."""
    source: str = ""
    """For a preview: the full name of the workbook that it was made from."""

    @property
    def month(self) -> Month | None:
        """The month chosen."""
        return Month.parse(self.as_of)


def recall(book: xw.Book) -> Memory:
    """What is remembered of `book`; nothing where that cannot be read."""
    try:
        found: dict[str, Any] = json.loads(_file(book).read_text("utf-8"))
        findings = found.pop("findings")
        found["months"] = tuple(found["months"])
        return Memory(**found, findings=None if findings is None else tuple(Noted(**one) for one in findings))
    except (OSError, ValueError, TypeError, KeyError):
        return Memory()


def remember(book: xw.Book, **changes: Any) -> Memory:
    """Note `changes` of the fields of `Memory`. A disk that cannot be written to costs the memory, not the action."""
    memory = replace(recall(book), **changes)
    path = _file(book)
    with suppress(OSError, ScorecardError):
        path.parent.mkdir(parents=True, exist_ok=True)
        _sweep(path.parent)
        write_atomically(path, json.dumps(asdict(memory)).encode())
    return memory


def _file(book: xw.Book) -> Path:
    return local_folder() / "sessions" / f"{key_of(str(book.app.pid), str(book.api.FullName))}.json"


def _sweep(folder: Path) -> None:
    for path in folder.glob("*.json"):
        if time.time() - path.stat().st_mtime > _OLD_AFTER:
            path.unlink(missing_ok=True)
