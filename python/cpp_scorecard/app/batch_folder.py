"""The two folders of a batch: which workbooks are in the one, and what goes where in the other.

The folder it writes to has a pack for each workbook and ``summary.xlsx``; beside the summary
``summary.xlsx.cpp-scorecard`` has

* ``lock``: held while a run works;
* ``<pack>.json``: for each pack what was made of which workbook, so that nothing is done twice.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from cpp_scorecard.app.edition_folder import NOT_FOR_PUBLICATION
from cpp_scorecard.app.edition_record import RECORD
from cpp_scorecard.app.state import STATE, StateFolder
from cpp_scorecard.core.errors import Refused
from cpp_scorecard.intake.open_file import EXCEL, OTHER

SUMMARY = "summary.xlsx"
READ = (*EXCEL[:2], *OTHER)
"""The endings of workbooks; templates are no council's figures."""


@dataclass(frozen=True, slots=True)
class Work:
    """One workbook of a batch and where its pack goes. Texts, so that a cluster of other machines can be told."""

    name: str
    """The workbook, seen from the folder of the batch, with forward slashes."""
    pack_name: str
    """The pack, seen from the folder it is written to."""
    workbook: str
    pack: str
    record: str
    version: str
    """Of the program that asks for it."""
    as_of: str = ""
    """The month that was asked for as `2021-12`; empty for the workbook's own."""


@dataclass(frozen=True, slots=True)
class BatchFolder:
    """Where the packs and the summary of a batch go. Everything but `lock` is written while the lock is held."""

    path: Path

    @property
    def summary(self) -> Path:
        """The summary workbook."""
        return self.path / SUMMARY

    @property
    def state(self) -> StateFolder:
        """What is known of earlier runs."""
        return StateFolder.of(self.summary)

    def refuse_what_is_not_ours(self) -> None:
        """Raise Refused where a summary stands that no batch made."""
        if self.path.exists() and not self.path.is_dir():
            raise Refused(f"{self.path} is a file.", "Name a folder with -o; it is made if it is not there.")
        if self.summary.exists() and not self.state.path.is_dir():
            raise Refused(
                f"{self.summary} is not the summary of a batch.", "Rename it, or name another folder with -o."
            )

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the lock of the folder, which is made if it is not there; raises Busy or Refused."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Refused(f"{self.path} cannot be made ({error.strerror}).", "Name another folder with -o.") from error
        with self.state.locked():
            self._sweep()
            yield
            self._sweep()  # what a process left that was ended in mid run; nobody is at work any more

    def _sweep(self) -> None:
        """Clear up what processes that were ended have left half written."""
        for folder in (self.path, self.state.path):
            for left in folder.rglob(".*.tmp"):
                if left.name.startswith(f".{SUMMARY}.") or "-scorecard.xlsx." in left.name:
                    left.unlink(missing_ok=True)

    def work(self, found: Path, names: list[str], as_of: str) -> list[Work]:
        """What is to be done for the workbooks `names` of the folder `found`."""
        home, records = self.path.resolve(), self.state.path.resolve()
        packs = pack_names(names)
        return [
            Work(
                name=printable(name),
                pack_name=printable(packs[name]),
                workbook=str(found.resolve() / name),
                pack=str(home / packs[name]),
                record=str(records / f"{packs[name]}.json"),
                version=version("cpp-scorecard"),
                as_of=as_of,
            )
            for name in names
        ]


def workbooks_in(folder: Path, output: Path, *, sub_folders: bool = False) -> list[str]:
    """The workbooks of `folder` in order, seen from it with forward slashes.

    What this product makes is left out: the packs beside their workbooks, the folder of the batch where it is another
    one, editions, and the folders that runs keep beside a workbook; and hidden files, such as those by which Excel
    and LibreOffice lock a workbook. Raises Refused where there is no such folder.
    """
    if not folder.is_dir():
        raise Refused(f"{folder} is no folder.", "Name the folder that the councils' workbooks are in.")
    found: list[str] = []
    for place, folders, files in os.walk(folder):
        here = Path(place)
        folders[:] = sorted(name for name in folders if sub_folders and not _is_ours(here / name, output))
        found += [(here / name).relative_to(folder).as_posix() for name in files if _is_workbook(here / name)]
    ours = _packs_beside(found)
    if output.resolve() == folder.resolve():
        ours.add(SUMMARY)
    return sorted((name for name in found if name not in ours), key=lambda name: (name.casefold(), name))


def pack_names(names: list[str]) -> dict[str, str]:
    """The pack of each workbook, seen from the output folder: named as `build` does.

    Where `A.xlsx` and `A.xlsm` are side by side, the packs have the endings in their names.
    """
    from cpp_scorecard.app.build import default_output

    usual = {name: default_output(Path(name)).as_posix() for name in names}
    often = Counter(pack.casefold() for pack in usual.values())
    return {name: pack if often[pack.casefold()] == 1 else f"{name}-scorecard.xlsx" for name, pack in usual.items()}


def printable(name: str) -> str:
    """A file's name as it can be written anywhere: what is no character in it is replaced."""
    return name.encode("utf-8", "replace").decode()


def _is_workbook(path: Path) -> bool:
    return path.suffix.lower() in READ and not path.name.startswith((".", "~$")) and path.is_file()


def _is_ours(folder: Path, output: Path) -> bool:
    return (
        folder.name.startswith(".")
        or folder.name.endswith((STATE, NOT_FOR_PUBLICATION))
        or folder.resolve() == output.resolve()
        or (folder / RECORD).is_file()
    )


def _packs_beside(names: list[str]) -> set[str]:
    """The names that are those of packs of other workbooks in the list."""
    from cpp_scorecard.app.build import default_output

    there = set(names)
    packs = {pack for name in names for pack in (default_output(Path(name)).as_posix(), f"{name}-scorecard.xlsx")}
    return there & packs
