"""The folder beside a workbook in which `regenerate` keeps its lock, its log and the report sheets it put in last.

`indicators.xlsx` has `indicators.xlsx.cpp-scorecard`:

* ``lock``: held while a run works;
* ``log.jsonl``: one line a run, never rewritten;
* ``reports-<hash>.xlsx``: report sheets by the hash of the workbook that they made, the last two;
* ``order.json``: which of them came last;
* ``staged.xlsx``: the workbook while it is being made; of use to nobody once the run is over.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cpp_scorecard.app.files import flush_folder, write_atomically
from cpp_scorecard.core.errors import Busy, Refused

STATE = ".cpp-scorecard"
"""What the name of the folder adds to that of its workbook."""
_KEPT = 2
_NAME_LENGTH = 16


def sha256(content: bytes) -> str:
    """The SHA-256 of `content` in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True, slots=True)
class StateFolder:
    """The folder of one workbook. Everything but `lock` is written while the lock is held."""

    path: Path

    @classmethod
    def of(cls, workbook: Path) -> StateFolder:
        """The folder that belongs to `workbook`."""
        return cls(workbook.with_name(workbook.name + STATE))

    @property
    def staged(self) -> Path:
        """Where the workbook is made before it replaces the old one."""
        return self.path / "staged.xlsx"

    @property
    def log(self) -> Path:
        """One JSON object a line, a line a run."""
        return self.path / "log.jsonl"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the lock, or raise Busy at once: waiting is the scheduler's business.

        The lock falls with the process that holds it, however it ends. Raises Refused when the folder cannot be made.
        """
        from filelock import FileLock, Timeout

        try:
            self.path.mkdir(exist_ok=True)
            lock = FileLock(self.path / "lock", timeout=0)
            lock.acquire()
        except Timeout as error:
            raise Busy(
                f"Another run is working on {self.path.name.removesuffix(STATE)}.", "Try again when it is done."
            ) from error
        except OSError as error:
            raise Refused(
                f"{self.path.parent} cannot be written to ({error.strerror}).",
                "Give the account that runs this the right to write there.",
            ) from error
        try:
            yield
        finally:
            lock.release()

    def sweep(self, workbook: bytes) -> None:
        """Clear up after runs that were cut short, so that the folder says what `workbook` is.

        Report sheets that made this very workbook are the last ones, whether or not the run lived to say so.
        """
        self.staged.unlink(missing_ok=True)
        order = self._order()
        made_this = self._reports(sha256(workbook))
        if made_this.is_file() and (not order or order[-1] != made_this.name):
            self._remember([*(name for name in order if name != made_this.name), made_this.name])
        known = set(self._order())
        for path in self.path.iterdir():
            stray = path.name.startswith("reports-") and path.name not in known
            if stray or path.suffix == ".tmp":
                path.unlink(missing_ok=True)

    def keep(self, reports: bytes, output_hash: str) -> None:
        """Keep the report sheets that are about to make the workbook with `output_hash`."""
        write_atomically(self._reports(output_hash), reports)

    def made(self, output_hash: str) -> None:
        """The workbook with `output_hash` is in place: its report sheets are the last ones now."""
        name = self._reports(output_hash).name
        self._remember([*(other for other in self._order() if other != name), name])

    def previous(self) -> bytes | None:
        """The report sheets before the last ones; None where there were none."""
        order = self._order()
        path = self.path / order[-2] if len(order) > 1 else None
        return path.read_bytes() if path is not None and path.is_file() else None

    def last(self) -> bytes | None:
        """The report sheets that were put in last; None where there were none."""
        order = self._order()
        path = self.path / Path(order[-1]).name if order else None
        return path.read_bytes() if path is not None and path.is_file() else None

    def write_log(self, entry: Mapping[str, Any]) -> None:
        """Add one line to the log and flush it to disk."""
        line = json.dumps(entry, ensure_ascii=False, sort_keys=False) + "\n"
        with self.log.open("a+b") as file:
            size = file.seek(0, os.SEEK_END)
            if size:
                file.seek(size - 1)
                line = line if file.read(1) == b"\n" else "\n" + line  # a run that was cut short left half a line
            file.write(line.encode())
            file.flush()
            os.fsync(file.fileno())

    def _reports(self, output_hash: str) -> Path:
        return self.path / f"reports-{output_hash[:_NAME_LENGTH]}.xlsx"

    def _order(self) -> list[str]:
        try:
            order = json.loads((self.path / "order.json").read_text("utf-8"))
        except (OSError, ValueError):
            return []
        return [name for name in order if isinstance(name, str)] if isinstance(order, list) else []

    def _remember(self, order: list[str]) -> None:
        kept = order[-_KEPT:]
        write_atomically(self.path / "order.json", json.dumps(kept).encode())
        for name in order[:-_KEPT]:
            (self.path / Path(name).name).unlink(missing_ok=True)
        flush_folder(self.path)
