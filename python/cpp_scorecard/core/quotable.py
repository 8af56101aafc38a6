"""What the data of one indicator bear out, for a text that quotes from it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cpp_scorecard.core.printing import printed_exactly
from cpp_scorecard.core.rag import ExpectedRange
from cpp_scorecard.core.rounding import comparable, round_half_away

if TYPE_CHECKING:
    from cpp_scorecard.core.indicator import Unit

NO_RANGE = ExpectedRange(None, None)
Step = tuple[str, float]
"""An earlier period's label and its figure."""


@dataclass(frozen=True, slots=True)
class QuotedSlip:
    """A number or a claim in a text that the data do not bear out."""

    quoted: str
    problem: str


@dataclass(frozen=True, slots=True)
class Quotable:
    """What a text about one indicator may quote. Percentages are fractions.

    `earlier` are the figures before the current one, latest first, each with its period's label; where several
    indicators are quoted from together, the same place is the same period. `others` are figures that a text may
    quote and that are no earlier ones of its own: longer periods, other councils.
    """

    name: str
    unit: Unit
    period: str
    current: float | None
    earlier: tuple[tuple[str, float | None], ...] = ()
    others: tuple[float, ...] = ()
    beside: tuple[float, ...] = ()
    """Figures of others that the current one may be said to be higher or lower than."""
    expected: ExpectedRange = NO_RANGE
    step: str = ""
    """What lies between the current figure and the one before: month, quarter, term or year."""
    before: Step | None = None
    """The figure of one such step ago."""
    year_before: Step | None = None
    counts: tuple[tuple[float, float], ...] = ()
    """Actual and possible of the current figure, then of earlier ones, where they are known."""

    @property
    def figures(self) -> tuple[float, ...]:
        """Every figure and both ends of the range."""
        steps = (step[1] for step in (self.before, self.year_before) if step is not None)
        known = (self.current, *(number for _, number in self.earlier), *steps, *self.others, *self.beside)
        return tuple(n for n in (*known, self.expected.low, self.expected.high) if n is not None)

    @property
    def bounds(self) -> tuple[float, ...]:
        """The ends of the range that are given."""
        return tuple(bound for bound in (self.expected.low, self.expected.high) if bound is not None)


def prints(value: float, quoted: str) -> bool:
    """Whether a fraction prints as the percentage `quoted`, at its decimals."""
    decimals = len(quoted.partition(".")[2])
    return round_half_away(comparable(value * 100), decimals) == float(quoted)


def range_in(one: Quotable) -> str:
    """`7-10%`, `305-445`, `from 95%`, `up to 4%` or `not given`."""
    low, high = (
        None if bound is None else printed_exactly(bound, one.unit) for bound in (one.expected.low, one.expected.high)
    )
    if low is None or high is None:
        return f"from {low}" if low else f"up to {high}" if high else "not given"
    return f"{low.removesuffix('%')}-{high}"


def change(before: float, now: float, unit: Unit, *, in_points: bool) -> tuple[float, ...]:
    """How far a figure moved: in per cent of what it was and for percentages in points; `in_points`, in nothing else.

    A score moves in points of its own.
    """
    moved = comparable(now - before)
    points = comparable(moved * 100) if unit.is_percentage else moved
    if in_points:
        return (points,)
    relative = (comparable(moved / abs(before) * 100),) if before else ()
    return (*relative, points) if unit.is_percentage else relative


def is_sized(moved: tuple[float, ...], quoted: str) -> bool:
    """Whether one of the sizes of a movement is the quoted one, at its decimals."""
    decimals = len(quoted.partition(".")[2])
    return any(size and round_half_away(abs(size), decimals) == float(quoted) for size in moved)


# --- the words of movement -----------------------------------------------------------------------

_UP = r"increase[sd]?|rise[ns]?|rose|risen|grew|growth|higher|up"
_DOWN = r"decrease[sd]?|fall[s]?|fell|fallen|drop(?:s|ped)?|reduc(?:ed|tion|es)|declin(?:e|ed|es)|lower|down"
MOVED_WORD = rf"{_UP}|{_DOWN}|improve(?:d|s|ment)?"
_SAYS_UP = re.compile(rf"(?:{_UP}|grown)", re.IGNORECASE)
_SAYS_EITHER = re.compile(r"improve(?:d|s|ment)?", re.IGNORECASE)
"""An improvement of what should be low is a fall."""


def agrees(word: str, moved: float) -> bool:
    """Whether a word of movement says what the sign of a movement does."""
    if _SAYS_EITHER.fullmatch(word):
        return moved != 0
    return moved > 0 if _SAYS_UP.fullmatch(word) else moved < 0
