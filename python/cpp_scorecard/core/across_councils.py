"""One indicator across councils: who can be compared with whom, the rank of each, and its place among its neighbours.

Only like is ranked with like. Figures of one indicator that count something else (another unit), cover another window
or call another end good than most of the councils do are listed without a rank, and so are counts: a larger council
has more of everything. Our choice; nothing published says how a region should rank.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from cpp_scorecard.core.council_result import CouncilIndicator, CouncilResult
from cpp_scorecard.core.indicator import Unit
from cpp_scorecard.core.ranking import quartile, ranks
from cpp_scorecard.core.series import Missing

_T = TypeVar("_T")


class Unranked(StrEnum):
    """Why a figure has no rank. The value names the words of the report."""

    NO_FIGURE = "no_figure"
    SECOND_WORKBOOK = "second_workbook"
    OTHER_UNIT = "other_unit"
    OTHER_WINDOW = "other_window"
    OTHER_POLARITY = "other_polarity"
    COUNT = "count"
    NO_POLARITY = "no_polarity"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Place:
    """A rank among so many."""

    rank: int
    of: int
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One council's figure of an indicator beside the other councils'."""

    result: CouncilResult
    indicator: CouncilIndicator
    place: Place | Unranked
    quartile: int | None = None
    among_neighbours: Place | None = None
    """Its place among itself and those of its statistical neighbours that have a rank here."""
    is_other_period: bool = False
    """Whether the figure stands for another period than most of the ranked ones."""
    other_name: str = ""
    """What its own workbook calls the indicator, where that is not what the first one calls it."""


@dataclass(frozen=True, slots=True)
class ComparedIndicator:
    """An indicator with the lines of all councils that have it, the best first, those without a rank last."""

    name: str
    domain: str
    reference: str
    lines: tuple[Line, ...]
    median: float | None
    """Of the figures that have a rank; None where none has."""
    period: str
    """The period that most of the ranked figures stand for."""

    @property
    def councils(self) -> int:
        """How many councils have the indicator, with or without a figure."""
        return len({line.result.label for line in self.lines})

    @property
    def is_ranked(self) -> bool:
        """Whether any figure has a rank."""
        return self.median is not None


@dataclass(frozen=True, slots=True)
class AcrossCouncils:
    """Everything that the summary of a batch says."""

    results: tuple[CouncilResult, ...]
    """Every workbook, in the order of their names."""
    indicators: tuple[ComparedIndicator, ...]
    """In the order of the first workbook that has each; those of one council alone come last."""
    neighbours: Mapping[str, tuple[str, ...]]
    """For a workbook the councils of the batch that are its council's statistical neighbours, nearest first.

    A workbook whose council is in no set has no entry.
    """
    set_names: tuple[str, ...]
    """The sets of statistical neighbours that were used."""
    second: frozenset[str]
    """Files of councils that another file stands for."""

    @property
    def reported(self) -> tuple[CouncilResult, ...]:
        """The workbooks that have a pack."""
        return tuple(result for result in self.results if result.outcome.is_reported)


Own = tuple[CouncilResult, CouncilIndicator]


def compare(own: Sequence[Own], neighbours: Mapping[str, frozenset[str]], second: frozenset[str]) -> ComparedIndicator:
    """The figures of one indicator, one pair for each council that has it, in the councils' order.

    `neighbours` gives for a file the files of its council's statistical neighbours; `second` are files of councils
    that another file of the batch stands for.
    """
    kind = _usual((one.unit, one.window, one.polarity) for result, one in own if result.file not in second)
    lines = [_line(result, one, kind, second, own[0][1].name) for result, one in own]
    able = [at for at, line in enumerate(lines) if line.place is _OPEN]
    if len(able) < 2:
        lines = [replace(line, place=Unranked.ALONE) if at in able else line for at, line in enumerate(lines)]
        able = []
    values = [_number(lines[at]) for at in able]
    period = _usual(lines[at].indicator.period for at in able) or ""
    if able:
        found = ranks(values, lines[able[0]].indicator.polarity)
        shared = Counter(found)
        by_file = {lines[at].result.file: rank for at, rank in zip(able, found, strict=True)}
        for at, rank in zip(able, found, strict=True):
            line = lines[at]
            lines[at] = replace(
                line,
                place=Place(rank, len(able), shared[rank] > 1),
                quartile=quartile(rank, len(able)),
                among_neighbours=_among(line.result.file, by_file, neighbours),
                is_other_period=line.indicator.period != period,
            )
    first = own[0][1]
    return ComparedIndicator(
        name=first.name,
        domain=first.domain,
        reference=first.reference,
        lines=tuple(sorted(lines, key=_order)),
        median=statistics.median(values) if values else None,
        period=period,
    )


def second_workbooks(results: Iterable[CouncilResult], keys: Mapping[str, str]) -> frozenset[str]:
    """Files of councils that another file stands for: the one with the latest month, the first of those by name.

    `keys` gives for each file what tells its council from others; a file without one stands for itself.
    """
    best: dict[str, CouncilResult] = {}
    second: set[str] = set()
    for result in sorted(results, key=lambda one: one.file):
        key = keys.get(result.file) or f"file {result.file}"
        known = best.setdefault(key, result)
        if known is result:
            continue
        if result.as_of > known.as_of:
            best[key] = result
            second.add(known.file)
        else:
            second.add(result.file)
    return frozenset(second)


def _line(
    result: CouncilResult, one: CouncilIndicator, usual: tuple[object, ...] | None, second: frozenset[str], name: str
) -> Line:
    unit, window, polarity = usual or (one.unit, one.window, one.polarity)
    why: Unranked | None = None
    if isinstance(one.value, Missing):
        why = Unranked.NO_FIGURE
    elif result.file in second:
        why = Unranked.SECOND_WORKBOOK
    elif one.unit != unit:
        why = Unranked.OTHER_UNIT
    elif one.window != window:
        why = Unranked.OTHER_WINDOW
    elif one.polarity != polarity:
        why = Unranked.OTHER_POLARITY
    elif one.unit is Unit.NUMBER:
        why = Unranked.COUNT
    elif not one.polarity.sign:
        why = Unranked.NO_POLARITY
    return Line(result, one, why or _OPEN, other_name=one.name if one.name != name else "")


_OPEN = Place(0, 0)
"""Stands for a rank until the figures are in order."""


def _number(line: Line) -> float:
    value = line.indicator.value
    assert not isinstance(value, Missing), "only figures are ranked"
    return value


def _among(file: str, ranked: Mapping[str, int], neighbours: Mapping[str, frozenset[str]]) -> Place | None:
    near = [ranked[other] for other in neighbours.get(file, ()) if other in ranked]
    if not near:
        return None
    own = ranked[file]
    return Place(sum(rank < own for rank in near) + 1, len(near) + 1, own in near)


def _order(line: Line) -> tuple[int, str, str]:
    rank = line.place.rank if isinstance(line.place, Place) else 1 << 30
    return rank, line.result.label.casefold(), line.result.file


def _usual(found: Iterable[_T]) -> _T | None:
    """What most have; of equally many, what came first. None of none."""
    counted = Counter(found).most_common(1)
    return counted[0][0] if counted else None
