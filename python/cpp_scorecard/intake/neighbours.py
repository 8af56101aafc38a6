"""The sets of statistical neighbours that ship with the package, and those a council adds: one CSV a set.

The lines at the top say what the set is (`# name: April 2021`, `# valid from: 2021-04`, `# source: ...`); then comes
a table with the columns la, name, n1, n2 and so on. A new set is a new file.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

from cpp_scorecard.core.comparator import NeighbourSet
from cpp_scorecard.core.errors import Refused
from cpp_scorecard.core.period import Month
from cpp_scorecard.intake.vocabulary import plain

FOLDER = "neighbours"
"""Where a council keeps sets of its own: a folder of this name inside its folder of Department files."""


def neighbour_sets(beside: Path | None = None) -> tuple[NeighbourSet, ...]:
    """Every set, earliest first: those that ship, then those in the folder `neighbours` of the folder `beside`.

    Raises Refused where a file of the council's own is no set.
    """
    own = sorted((beside / FOLDER).glob("*.csv")) if beside is not None else []
    return tuple(sorted((*_shipped(), *map(read_set, own)), key=lambda found: found.valid_from))


def set_named(name: str, sets: tuple[NeighbourSet, ...]) -> NeighbourSet | None:
    """The set that a setting names, without case and punctuation; None where it is only words to print."""
    return next((found for found in reversed(sets) if plain(found.name) == plain(name)), None)


def set_meant(words: str, sets: tuple[NeighbourSet, ...]) -> NeighbourSet | None:
    """The set that words name or begin with the name of: `April 2021 statistical neighbours (10 councils)`."""
    begun = [found for found in reversed(sets) if f"{plain(words)} ".startswith(f"{plain(found.name)} ")]
    return max(begun, key=lambda found: len(plain(found.name)), default=None)


def set_in_force(sets: tuple[NeighbourSet, ...], month: Month) -> NeighbourSet:
    """The set that was the latest in `month`; before the first, that one. `sets` are earliest first."""
    return next((found for found in reversed(sets) if found.valid_from <= month), sets[0])


def read_set(path: Path) -> NeighbourSet:
    """The set in the file at `path`. Raises Refused where it is none."""
    try:
        return _parsed(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise Refused(
            f"{path.name} is no set of statistical neighbours ({error}).",
            "Begin it with the lines # name, # valid from and # source, then la, name, n1 to n10; see "
            "docs/similar-councils.md.",
        ) from error


@cache
def _shipped() -> tuple[NeighbourSet, ...]:
    folder = files("cpp_scorecard.intake").joinpath("layouts/neighbours")
    return tuple(_parsed(file.read_text("utf-8")) for file in folder.iterdir() if file.name.endswith(".csv"))


def _parsed(text: str) -> NeighbourSet:
    said: dict[str, str] = {}
    neighbours: dict[int, tuple[int, ...]] = {}
    names: dict[int, str] = {}
    lines = text.splitlines()
    for line in lines:
        if line.startswith("#"):
            key, _, value = line[1:].partition(":")
            said[plain(key)] = value.strip()
    for number, name, others in _councils([line for line in lines if line and not line.startswith("#")]):
        if number in neighbours:
            raise ValueError(f"council {number} stands in it twice")
        neighbours[number], names[number] = others, name
    if lacking := [key for key in ("name", "valid from", "source") if not said.get(key)]:
        raise ValueError(f"it does not say its {', '.join(lacking)}")
    valid_from = Month.parse(said["valid from"])
    if valid_from is None:
        raise ValueError(f'"{said["valid from"]}" is no month such as 2021-04')
    if not neighbours:
        raise ValueError("it has no councils")
    return NeighbourSet(said["name"], valid_from, said["source"], neighbours, names)


def _councils(lines: list[str]) -> Iterator[tuple[int, str, tuple[int, ...]]]:
    rows = csv.reader(lines)
    if [plain(text) for text in next(rows, [])][:3] != ["la", "name", "n1"]:
        raise ValueError("its columns are not la, name, n1, n2 ...")
    for row in rows:
        others = tuple(int(text) for text in row[2:] if text.strip())
        if not others or len(set(others)) < len(others) or int(row[0]) in others:
            raise ValueError(f"the neighbours of council {row[0]} are missing, repeated or the council itself")
        yield int(row[0]), row[1].strip(), others
