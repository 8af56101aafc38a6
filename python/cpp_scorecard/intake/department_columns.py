"""Which column of one of the Department's files is which, by the names that releases have used."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cpp_scorecard.intake.department_measures import Catalogue, DepartmentMeasure, RowTest


class Unsuitable(ValueError):
    """Why a file's header does not fit, in words."""


Tests = tuple[tuple[int, frozenset[str]], ...]
"""Columns by place, with the words that each must hold."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Where a measure stands in a file; `count` and what it is out of may be absent."""

    measure: DepartmentMeasure
    rows: Tests
    value: int
    count: int | None
    out_of_rows: Tests
    out_of: int | None


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a file. A line needs `width` fields to hold everything that is asked of it."""

    council: int
    year: int
    level: int | None
    chosen: tuple[Chosen, ...]
    width: int
    header: int


def columns_of(header: Sequence[str], measures: Iterable[DepartmentMeasure], known: Catalogue) -> Columns:
    """Find the columns in a header of plain texts. Raises Unsuitable where one that is needed is absent."""
    council, year = (_needed(header, known.columns[name]) for name in ("council", "year"))
    level = _place(header, known.columns["level"])
    chosen = tuple(_chosen(header, measure) for measure in measures)
    used = [council, year, level or 0]
    for one in chosen:
        used += [one.value, one.count or 0, one.out_of or 0, *(place for place, _ in (*one.rows, *one.out_of_rows))]
    return Columns(council, year, level, chosen, max(used) + 1, len(header))


def _chosen(header: Sequence[str], measure: DepartmentMeasure) -> Chosen:
    def tests(rows: Iterable[RowTest]) -> Tests:
        return tuple((_needed(header, test.columns), test.words) for test in rows)

    return Chosen(
        measure,
        tests(measure.rows),
        _needed(header, measure.value),
        _place(header, measure.count),
        tests(measure.out_of_rows),
        _place(header, measure.out_of),
    )


def _needed(header: Sequence[str], names: Sequence[str]) -> int:
    place = _place(header, names)
    if place is None:
        words = " or ".join(name.replace(" ", "_") for name in names)
        found = ", ".join(text.replace(" ", "_") for text in header[:30]) or "nothing"
        raise Unsuitable(f"it has no column {words}; its header has {found}")
    return place


def _place(header: Sequence[str], names: Sequence[str]) -> int | None:
    return next((header.index(name) for name in names if name in header), None)
