"""What the Department's published files mean, as data: columns, markers and the catalogue of measures.

`layouts/department.toml` ships; a file `measures.toml` in a council's folder of Department files adds measures of its
own, written the same way. A measure is a name, the files that have it, the row that holds it and the columns of its
figure, its count and what the count is out of.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from cpp_scorecard.core.errors import Refused
from cpp_scorecard.core.indicator import Unit
from cpp_scorecard.core.series import MissingReason
from cpp_scorecard.intake.vocabulary import plain, token

OWN = "measures.toml"
"""The file of a council's own measures, in its folder of Department files."""


@dataclass(frozen=True, slots=True)
class RowTest:
    """One column that chooses a row, by any of its names, and the words that it must hold. All plain text."""

    columns: tuple[str, ...]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class DepartmentMeasure:
    """A figure that the Department publishes of each council. Columns are plain text, the newest name first."""

    name: str
    also: tuple[str, ...]
    files: tuple[str, ...]
    unit: Unit
    decimals: int
    """Decimals at which the figure is published, of the per cent for percentages."""
    value: tuple[str, ...]
    count: tuple[str, ...]
    rows: tuple[RowTest, ...]
    out_of_rows: tuple[RowTest, ...] = ()
    out_of: tuple[str, ...] = ()

    def fits(self, path: Path) -> bool:
        """Whether the measure may stand in the file at `path`, going by its name."""
        return any(fnmatch(path.name.casefold(), pattern.casefold()) for pattern in self.files)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that is known of the Department's files."""

    columns: Mapping[str, tuple[str, ...]]
    council_levels: frozenset[str]
    markers: Mapping[str, tuple[MissingReason, str]]
    measures: tuple[DepartmentMeasure, ...]

    def find(self, name: str) -> DepartmentMeasure | None:
        """The measure that `name` names, without case and punctuation."""
        wanted = plain(name)
        return next((m for m in self.measures if wanted in (plain(m.name), *map(plain, m.also))), None)

    def nearest(self, name: str) -> str:
        """What to choose instead of a name that is none."""
        by_words = {plain(word): m.name for m in self.measures for word in (m.name, *m.also)}
        near = difflib.get_close_matches(plain(name), by_words, 1)
        names = "; ".join(m.name for m in self.measures)
        return f'Did you mean "{by_words[near[0]]}"?' if near else f"Choose one of: {names}."


@cache
def shipped_catalogue() -> Catalogue:
    """The catalogue that ships."""
    text = files("cpp_scorecard.intake").joinpath("layouts/department.toml").read_text("utf-8")
    data = tomllib.loads(text)
    return Catalogue(
        columns={name: _plain(words) for name, words in data["columns"].items()},
        council_levels=frozenset(_plain(data["levels"]["council"])),
        markers={token(m): (MissingReason[said[0]], "".join(said[1:])) for m, said in data["markers"].items()},
        measures=_measures(data),
    )


def catalogue(beside: Path | None = None) -> Catalogue:
    """The catalogue that ships, and the measures that a council adds in the folder `beside`.

    A measure of the council's own with the name of one that ships takes its place. Raises Refused where the
    council's file cannot be understood.
    """
    found = shipped_catalogue()
    own = beside / OWN if beside is not None else None
    if own is None or not own.is_file():
        return found
    try:
        added = _measures(tomllib.loads(own.read_text("utf-8-sig")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError, KeyError, TypeError, ValueError) as error:
        raise Refused(
            f"{OWN} does not describe measures ({error}).",
            "Write it as docs/similar-councils.md shows, or move it out of the folder of Department files.",
        ) from error
    return replace(found, measures=(*added, *found.measures))


def _measures(data: Mapping[str, Any]) -> tuple[DepartmentMeasure, ...]:
    return tuple(
        DepartmentMeasure(
            name=one["name"],
            also=tuple(one.get("also", ())),
            files=tuple(one["files"]),
            unit=Unit(one["unit"]),
            decimals=int(one["decimals"]),
            value=_plain(one["value"]),
            count=_plain(one.get("count", ())),
            rows=tuple(_test(test) for test in one["rows"]),
            out_of_rows=tuple(_test(test) for test in one.get("out_of_rows", ())),
            out_of=_plain(one.get("out_of", ())),
        )
        for one in data["measures"]
    )


def _test(test: Mapping[str, list[str]]) -> RowTest:
    return RowTest(_plain(test["columns"]), frozenset(_plain(test["words"])))


def _plain(words: Any) -> tuple[str, ...]:
    if isinstance(words, str):
        raise TypeError(f'"{words}" stands where a list was expected')
    return tuple(plain(word) for word in words)
