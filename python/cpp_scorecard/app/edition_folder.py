"""The folder that an edition is published from, and the folder beside it that stays with the officers.

``january`` is the edition: whoever uploads it whole uploads nothing that must not go out. Beside it,
``january-not-for-publication`` has

* ``lock``: held while a run works;
* ``log.jsonl``: the quality-assurance log, one line a run, never rewritten;
* ``papers/<edition>``: what was suppressed and why, and what the edition rests on; a folder for each edition;
* ``previous``: the edition that the last one replaced, as it was;
* ``staged`` and ``replaced``: of use to nobody once a run is over.

An edition takes its place by a rename, whole or not at all. There is a moment between two renames in which only
``replaced`` has the old one; the next run puts it back.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from cpp_scorecard.app.edition_record import RECORD, files_of
from cpp_scorecard.app.files import PAUSES, flush_folder
from cpp_scorecard.core.errors import Busy, Refused, ScorecardError

NOT_FOR_PUBLICATION = "-not-for-publication"
"""What the name of the folder beside an edition adds to that of the edition."""
_SYSTEM_FILES = ("thumbs.db", "desktop.ini", ".ds_store")
"""What file managers leave in any folder."""


@dataclass(frozen=True, slots=True)
class EditionFolder:
    """Where an edition goes. Everything but `lock` is written while the lock is held."""

    edition: Path

    @classmethod
    def of(cls, path: Path) -> EditionFolder:
        """The place that `path` names, links resolved.

        Raises Refused where a file stands, where the folder above is missing, or where the name is one of the
        folders that are kept beside an edition.
        """
        edition = path.resolve()
        if edition.is_file():
            raise Refused(f"{path} is a file.", "Name a folder with -o; it is made if it is not there.")
        if edition.name.endswith(NOT_FOR_PUBLICATION) or edition.parent.name.endswith(NOT_FOR_PUBLICATION):
            raise Refused(f"{path} is kept for what must not be published.", "Name another folder with -o.")
        if not edition.name or not edition.parent.is_dir():
            raise Refused(f"There is no folder {edition.parent} to make the edition in.", "Choose another with -o.")
        return cls(edition)

    @property
    def inside(self) -> Path:
        """The folder beside the edition that must not be published."""
        return self.edition.with_name(self.edition.name + NOT_FOR_PUBLICATION)

    @property
    def log(self) -> Path:
        """The quality-assurance log."""
        return self.inside / "log.jsonl"

    @property
    def papers(self) -> Path:
        """A folder for each edition: what was suppressed in it and what it rests on."""
        return self.inside / "papers"

    @property
    def previous(self) -> Path:
        """The edition that was replaced last."""
        return self.inside / "previous"

    @property
    def _staged(self) -> Path:
        return self.inside / "staged"

    @property
    def _replaced(self) -> Path:
        return self.inside / "replaced"

    def refuse_what_is_not_ours(self) -> None:
        """Raise Refused where the folder holds anything that no edition of ours put there, Busy where a file is open.

        An empty folder may be used.
        """
        if not self.edition.is_dir():
            return
        there = {path.relative_to(self.edition).as_posix() for path in self.edition.rglob("*") if not path.is_dir()}
        signs = sorted(name for name in there if PurePosixPath(name).name.startswith(("~$", ".~lock.")))
        there = {name for name in there if PurePosixPath(name).name.casefold() not in _SYSTEM_FILES} - set(signs)
        if there and RECORD not in there:
            raise Refused(
                f"{self.edition.name} is not empty and is no edition that this program made ({min(there)}).",
                "Name a new or an empty folder with -o.",
            )
        strangers = sorted(there - files_of(self.edition)) if there else []
        if strangers:
            raise Refused(
                f"{self.edition.name} holds {strangers[0]}, which is no part of its edition and would be lost.",
                "Move it away, or name another folder with -o.",
            )
        if signs:
            raise Busy(
                f"A file of {self.edition.name} is open: {signs[0]} lies beside it.",
                "Close it and try again; if nobody has it open, delete that file.",
            )

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the lock, or raise Busy at once; what runs that were cut short left behind is put in order first."""
        from filelock import FileLock, Timeout

        try:
            self.inside.mkdir(exist_ok=True)
            lock = FileLock(self.inside / "lock", timeout=0)
            lock.acquire()
        except Timeout as error:
            raise Busy(f"Another run is publishing {self.edition.name}.", "Try again when it is done.") from error
        except OSError as error:
            raise Refused(
                f"{self.edition.parent} cannot be written to ({error.strerror}).", "Choose another folder with -o."
            ) from error
        try:
            try:
                self._put_in_order()
                yield
            except OSError as error:
                raise Refused(
                    f"{self.edition.name} was left as it is: {error.strerror or error}.",
                    f"Look at the disk that holds {self.edition.parent}, and try again.",
                ) from error
        finally:
            lock.release()

    def place(self, name: str, files: Mapping[str, bytes], papers: Mapping[str, bytes], check: Check) -> None:
        """Put the edition `name`, made of `files`, in its place, and its `papers` beside it.

        `check` gets the staged folder and may raise; then everything stays as it was. Raises Busy where the old
        edition cannot be moved because a file of it is open.
        """
        try:
            _write_folder(self._staged, files)
            check(self._staged)
            self._keep_papers(name, papers)
            self.refuse_what_is_not_ours()
            if self.edition.is_dir():
                _move(self.edition, self._replaced)
            try:
                _move(self._staged, self.edition)
            except (OSError, ScorecardError):
                if self._replaced.is_dir():
                    self._replaced.replace(self.edition)
                raise
        except (OSError, ScorecardError):
            shutil.rmtree(self._staged, ignore_errors=True)
            raise
        with contextlib.suppress(OSError):  # the edition is in its place; this makes it last through a power cut
            flush_folder(self.edition.parent)

    def tidy(self) -> None:
        """Keep the edition that was replaced as the previous one."""
        if self._replaced.is_dir():
            if any(self._replaced.iterdir()):
                shutil.rmtree(self.previous, ignore_errors=True)
                self._replaced.replace(self.previous)
            else:
                self._replaced.rmdir()

    def write_log(self, line: bytes) -> None:
        """Add one line to the log and flush it to disk."""
        with self.log.open("a+b") as file:
            size = file.seek(0, os.SEEK_END)
            if size:
                file.seek(size - 1)
                line = line if file.read(1) == b"\n" else b"\n" + line  # a run that was cut short left half a line
            file.write(line)
            file.flush()
            os.fsync(file.fileno())

    def _put_in_order(self) -> None:
        if self._replaced.is_dir() and not self.edition.exists():
            self._replaced.replace(self.edition)
        self.tidy()
        shutil.rmtree(self._staged, ignore_errors=True)
        for stray in self.papers.glob("*.tmp"):
            shutil.rmtree(stray, ignore_errors=True)

    def _keep_papers(self, name: str, papers: Mapping[str, bytes]) -> None:
        self.papers.mkdir(exist_ok=True)
        target, staged = self.papers / name, self.papers / f"{name}.tmp"
        _write_folder(staged, papers)
        if target.is_dir():
            shutil.rmtree(target)
        staged.replace(target)
        flush_folder(self.papers)


Check = Callable[[Path], None]


def _write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write `files` by their relative names into a new `folder`, all of it flushed to disk."""
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir()
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    for inner in {folder, *((folder / name).parent for name in files)}:
        flush_folder(inner)


def _move(folder: Path, to: Path) -> None:
    """Rename a folder; while another program holds a file in it (Windows says so), try again for a moment."""
    for pause in (*PAUSES, None):
        try:
            folder.replace(to)
        except PermissionError as error:
            if pause is None:
                raise Busy(f"{folder} is in use.", "Close whatever shows a file of it, and try again.") from error
            time.sleep(pause)
        else:
            return
