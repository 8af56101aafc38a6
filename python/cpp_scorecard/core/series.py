"""Observations: a figure of one indicator for one period, where it stands, and why it is missing if it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from cpp_scorecard.core.period import ReportingPeriod


class CellRef(NamedTuple):
    """One cell of the council's workbook; row and column count from zero.

    As `Figure` and `Observation` a named tuple, which is made in half the time of a frozen dataclass: a workbook has
    tens of thousands of each.
    """

    sheet: str
    row: int
    column: int

    @property
    def address(self) -> str:
        """The cell as Excel writes it, such as ``F17``."""
        letters, rest = "", self.column + 1
        while rest:
            rest, place = divmod(rest - 1, 26)
            letters = chr(65 + place) + letters
        return f"{letters}{self.row + 1}"

    def __str__(self) -> str:
        return f"{quoted_sheet(self.sheet)}!{self.address}"


def quoted_sheet(name: str) -> str:
    """A sheet name as it stands in a reference: always in quotes, quotes doubled."""
    return "'" + name.replace("'", "''") + "'"


class MissingReason(StrEnum):
    """Why there is no figure. The value is the sentence a reader sees."""

    BLANK = "no figure was entered"
    NOT_APPLICABLE = "not applicable"
    NOT_YET_AVAILABLE = "not yet available"
    NOT_AVAILABLE = "not available"
    TO_BE_CONFIRMED = "to be confirmed"
    SUPPRESSED = "suppressed in the source"
    SUPPRESSED_SMALL = "suppressed, so that no child can be identified"
    NO_PERIOD = "the workbook has no figure for this period"
    INCOMPLETE = "a month inside the period is missing"
    ZERO_DENOMINATOR = "nobody was counted, so there is no percentage"
    NOT_STATED = "the workbook does not say how the figure accumulates"
    NO_COMPARISON = "this kind of figure has no such comparison"
    UNUSABLE = "the cell could not be used"
    NOT_A_RATIO = "a count cannot be actual over possible"
    NOT_SUMMABLE = "only counts add up over months; anything else needs its actual and possible"
    CONFLICT = "two cells disagree"
    NO_LIST = "the workbook has no list to count it from"
    NO_POPULATION = "Settings do not say how many children aged 0-17 there are"
    NO_GROUP = "no group of codes has this name"
    NO_ENTRY = "nobody in the list has an entry to count it by"


@dataclass(frozen=True, slots=True)
class Missing:
    """A figure that is not there: why, and what the workbook prints in its place."""

    reason: MissingReason
    token: str = "-"
    """What a report prints: the workbook's own word (`NYA`, `NA`, `-` or nothing)."""
    detail: str = ""
    """Which months are missing, or what the cell holds."""
    where: CellRef | None = None

    @property
    def text(self) -> str:
        """The reason in words, with its detail."""
        return f"{self.reason.value}: {self.detail}" if self.detail else self.reason.value


NO_PERIOD = Missing(MissingReason.NO_PERIOD)
NO_COMPARISON = Missing(MissingReason.NO_COMPARISON)
SUPPRESSED_SMALL = Missing(MissingReason.SUPPRESSED_SMALL, token="[c]")
"""What a public edition has in place of a figure that could identify a child."""

Number = float | Missing


class Status(StrEnum):
    """What the workbook says about a figure that is there."""

    FINAL = ""
    PROVISIONAL = "provisional"
    PART_YEAR = "part year"
    PER_ANNUM = "per annum"
    ILLUSTRATIVE = "illustrative"


class Figure(NamedTuple):
    """A number with the cell it came from and what the workbook says about it."""

    number: float
    where: CellRef
    status: Status = Status.FINAL
    decimals: int | None = None
    """Decimals at which the workbook shows the figure (of the per cent for percentages), where it says so."""


class Part(StrEnum):
    """Which of an indicator's figures a row of the workbook holds."""

    VALUE = "value"
    ACTUAL = "actual"
    POSSIBLE = "possible"

    __hash__ = str.__hash__  # an enumeration's own is slow, and every figure is looked up by its part


class Observation(NamedTuple):
    """What the workbook says about one indicator for one period.

    A percentage is a fraction: 0.95 means 95 %. `actual` is the numerator, `possible` the denominator.
    A part that the workbook has no row for is absent from `parts`; one that it has a row for but no
    figure is there as `Missing`.
    """

    period: ReportingPeriod
    parts: Mapping[Part, Figure | Missing]

    def get(self, part: Part) -> Figure | Missing | None:
        """The figure or the reason, or None where the workbook has no such row."""
        return self.parts.get(part)

    @property
    def has_figure(self) -> bool:
        """Whether any part holds a number."""
        for figure in self.parts.values():  # noqa: SIM110  # asked of every figure, and `any` takes twice as long
            if isinstance(figure, Figure):
                return True
        return False

    @property
    def first_stated(self) -> Missing | None:
        """The first reason that the workbook states for a missing part; an empty cell states none."""
        return next(
            (p for p in self.parts.values() if isinstance(p, Missing) and p.reason is not MissingReason.BLANK),
            None,
        )


@dataclass(frozen=True, slots=True)
class Series:
    """All observations of one indicator, by period."""

    observations: Mapping[ReportingPeriod, Observation] = field(default_factory=dict)
    parts: frozenset[Part] = field(init=False, repr=False, compare=False)
    """Which parts have a number anywhere in the series."""
    gaps: tuple[Observation, ...] = field(init=False, repr=False, compare=False)
    """The observations with a part that is missing, in their order."""

    def __post_init__(self) -> None:
        """Look for the parts and the gaps once: every window and many checks ask for them."""
        found: set[Part] = set()
        gaps: list[Observation] = []
        for observation in self.observations.values():
            for part, figure in observation.parts.items():
                if isinstance(figure, Figure):
                    found.add(part)
                elif not gaps or gaps[-1] is not observation:
                    gaps.append(observation)
        object.__setattr__(self, "parts", frozenset(found))
        object.__setattr__(self, "gaps", tuple(gaps))

    def __iter__(self) -> Iterator[Observation]:
        return iter(self.observations.values())

    def at(self, period: ReportingPeriod) -> Observation | None:
        """The observation for `period`, if the workbook has that column."""
        return self.observations.get(period)

    def has_figure(self, period: ReportingPeriod) -> bool:
        """Whether there is a number for `period`."""
        observation = self.observations.get(period)
        return observation is not None and observation.has_figure
