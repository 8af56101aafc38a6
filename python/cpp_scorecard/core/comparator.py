"""What similar councils have: sets of statistical neighbours, and mean, median or pooled figure of a set.

The published card's "similar councils" is the unweighted mean of the ten statistical neighbours' figures as the
Department prints them (DOMAIN, "Similar councils"). A median and a pooled figure are the two other ways in use.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from cpp_scorecard.core.indicator import Unit
from cpp_scorecard.core.series import CellRef, Missing, MissingReason
from cpp_scorecard.core.windows import PER_POPULATION

if TYPE_CHECKING:
    from cpp_scorecard.core.period import Month


class Method(StrEnum):
    """How the councils' figures become one. The value is the word of the setting."""

    MEAN = "mean"
    MEDIAN = "median"
    POOLED = "pooled"

    @property
    def words(self) -> str:
        """How a report names the method."""
        return {
            Method.MEAN: "unweighted mean",
            Method.MEDIAN: "median",
            Method.POOLED: "pooled: all their children together",
        }[self]


@dataclass(frozen=True, slots=True)
class NeighbourSet:
    """Which councils are similar to which, by the Department's numbers of local authorities."""

    name: str
    """As a setting names it: ``April 2021``."""
    valid_from: Month
    source: str
    neighbours: Mapping[int, tuple[int, ...]]
    """Nearest first."""
    names: Mapping[int, str]

    def sizes(self, council: int | None) -> frozenset[int]:
        """How many councils are similar to `council`; where that is not known, every number that there is."""
        own = self.neighbours.get(council) if council is not None else None
        return frozenset(map(len, self.neighbours.values() if own is None else (own,)))

    def council(self, number: int) -> str:
        """The name of a council with its number, as findings print it."""
        return f"{self.names[number]} ({number})" if number in self.names else f"council {number}"


def superseded_in(chosen: NeighbourSet, sets: Iterable[NeighbourSet]) -> NeighbourSet | None:
    """The set that came next after `chosen`, or None where it is the latest."""
    later = [other for other in sets if other.valid_from > chosen.valid_from]
    return min(later, key=lambda other: other.valid_from, default=None)


@dataclass(frozen=True, slots=True)
class CouncilFigure:
    """One council's figure as it is published, in the unit that is printed: 69 means 69 %.

    `count` of `out_of` children are behind it, where the source gives them; a rate's `out_of` is its population.
    """

    council: int
    value: float | Missing
    count: float | Missing
    out_of: float | Missing
    cells: tuple[CellRef, ...] = ()


@dataclass(frozen=True, slots=True)
class SimilarFigure:
    """The figure of a set, and which of its councils it rests on.

    `value` is unrounded and in the product's unit: a percentage is a fraction, a rate is per 10,000.
    """

    value: float | Missing
    method: Method
    counted: tuple[CouncilFigure, ...]
    absent: tuple[tuple[int, Missing], ...]
    """Every council of the set without a figure, with the reason."""

    @property
    def of(self) -> int:
        """How many councils the set has."""
        return len(self.counted) + len(self.absent)

    @property
    def basis(self) -> str:
        """`mean of 9 of the 10 councils`, as sources and notes begin."""
        if not self.absent:
            return f"{self.method} of {self.of} councils"
        return f"{self.method} of {len(self.counted)} of the {self.of} councils"


def fewest(councils: int) -> int:
    """How many councils must have a figure unless a setting says otherwise: at least half. Our choice."""
    return math.ceil(councils / 2)


def similar_figure(
    figures: Sequence[CouncilFigure], method: Method, unit: Unit, at_least: int | None = None
) -> SimilarFigure:
    """One figure of the councils in `figures`, all of a set, those without a figure among them.

    `at_least` is how many must have one (see `fewest`); with fewer the value is Missing. Mean and median take the
    printed figures, pooled adds up the counts and what they are out of, so it leaves out councils without both.
    The order of the councils makes no difference.
    """
    needed = fewest(len(figures)) if at_least is None else at_least
    reasons = [(figure, _why_not(figure, method)) for figure in figures]
    counted = tuple(figure for figure, reason in reasons if reason is None)
    absent = tuple((figure.council, reason) for figure, reason in reasons if reason is not None)
    value: float | Missing
    if not counted or len(counted) < needed:
        detail = f"{len(counted)} of the {len(figures)} similar councils have a figure and {max(needed, 1)} are needed"
        value = Missing(MissingReason.NOT_AVAILABLE, detail=detail)
    else:
        value = _combined(counted, method, unit)
    return SimilarFigure(value, method, counted, absent)


def _why_not(figure: CouncilFigure, method: Method) -> Missing | None:
    parts = (figure.count, figure.out_of) if method is Method.POOLED else (figure.value,)
    return next((part for part in parts if isinstance(part, Missing)), None)


def _combined(counted: Sequence[CouncilFigure], method: Method, unit: Unit) -> float | Missing:
    if method is Method.POOLED:
        out_of = math.fsum(figure.out_of for figure in counted if not isinstance(figure.out_of, Missing))
        count = math.fsum(figure.count for figure in counted if not isinstance(figure.count, Missing))
        if out_of == 0:
            return Missing(MissingReason.ZERO_DENOMINATOR)
        return count * (PER_POPULATION if unit is Unit.RATE else 1) / out_of
    printed = [figure.value for figure in counted if not isinstance(figure.value, Missing)]
    value = statistics.median(printed) if method is Method.MEDIAN else math.fsum(printed) / len(printed)
    return value / 100 if unit.is_percentage else value
