"""What an indicator is: its unit, its polarity, how it is reported and how its figures accumulate."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from cpp_scorecard.core.series import CellRef, Missing, MissingReason

if TYPE_CHECKING:
    from cpp_scorecard.core.period import Month
    from cpp_scorecard.core.rag import RangeHistory, Tolerance


class Polarity(StrEnum):
    """What does good look like? `Range` judges both ends (the exception dataset does)."""

    HIGH = "High"
    LOW = "Low"
    RANGE = "Range"
    NONE = "-"

    @property
    def sign(self) -> int:
        """+1 where more is better, -1 where less is, 0 where a change says neither."""
        return {Polarity.HIGH: 1, Polarity.LOW: -1}.get(self, 0)


class Unit(StrEnum):
    """What a figure counts. A percentage is held as a fraction: 0.95 means 95 %."""

    PERCENTAGE = "Percentage"
    NUMBER = "Number"
    RATE = "Rate per 10,000"
    DAYS = "Days"
    AVERAGE = "Average"
    SCORE = "Score"

    @property
    def is_percentage(self) -> bool:
        """Whether figures are fractions shown with a percent sign."""
        return self is Unit.PERCENTAGE


class Window(StrEnum):
    """The published "How reported?" codes, see `windows`."""

    SNAPSHOT = "SS"
    ROLLING_12_MONTHS = "R12M"
    YEAR_TO_DATE = "YTD"
    QUARTER = "Q"
    FINANCIAL_YEAR = "FY"
    ACADEMIC_YEAR = "AY"
    TERM = "term"


class FigureKind(StrEnum):
    """How a monthly figure stands to its window; the workbook has to say (DOMAIN: two kinds of figure)."""

    EVENTS = "Events"
    """Counts of one month each, which the window accumulates."""
    MEASURED = "Measured over the window"
    """Already measured over the window by the case system: the latest month's figure is taken."""
    THREE_YEAR_AVERAGE = "3-year average"
    """Measured over the three financial years up to the month."""
    NOT_STATED = ""


@dataclass(frozen=True, slots=True)
class HowReported:
    """A reporting code as the council prints it, with the window it stands for."""

    code: str
    window: Window | None
    academic_year: int | None = None
    """First calendar year of the academic year that a term code names (`AY21-22`)."""

    @classmethod
    def parse(cls, text: str) -> HowReported:
        """Read a printed code. An unknown code keeps its text and has no window.

        >>> HowReported.parse("AY21-22").window
        <Window.TERM: 'term'>
        """
        code = text.strip()
        plain = re.sub(r"\s+", "", code).upper()
        term = re.fullmatch(r"A[YC](?:20)?(\d\d)[-/](?:20)?(\d\d)", plain)
        if term and (int(term[1]) + 1) % 100 == int(term[2]):
            return cls(code, Window.TERM, 2000 + int(term[1]))
        synonyms = {
            "SNAPSHOT": Window.SNAPSHOT,
            "ROLLING12MONTHS": Window.ROLLING_12_MONTHS,
            "12MONTHS": Window.ROLLING_12_MONTHS,
            "YEARTODATE": Window.YEAR_TO_DATE,
            "QUARTER": Window.QUARTER,
            "FINANCIALYEAR": Window.FINANCIAL_YEAR,
            "ACADEMICYEAR": Window.ACADEMIC_YEAR,
            "AC": Window.ACADEMIC_YEAR,
            "TERM": Window.TERM,
        }
        by_code = {window.value.upper(): window for window in Window}
        return cls(code, by_code.get(plain) or synonyms.get(plain))

    @property
    def is_monthly(self) -> bool:
        """Whether the window ends in a month and moves by one month."""
        return self.window in (Window.SNAPSHOT, Window.ROLLING_12_MONTHS, Window.YEAR_TO_DATE)


@dataclass(frozen=True, slots=True)
class Override:
    """What an officer decided against the rules, with who, when and why. It never hides the rule's own result."""

    what: str
    value: str
    officer: str
    date: str
    reason: str
    applies_to: str = ""
    month: Month | None = None
    """The report month it was made for; None where it holds for every month."""
    where: CellRef | None = None


def in_force(overrides: Iterable[Override], what: str, as_of: Month, *, carried: bool) -> Override | None:
    """The override of `what` that holds in the report month `as_of`, the latest where several do.

    One made for an earlier month holds on only where `carried`: a rating is an officer's view until it is changed,
    a printed label belongs to its own month.
    """
    held = [o for o in overrides if o.what == what and (o.month is None or o.month <= as_of)]
    if not carried:
        held = [o for o in held if o.month is None or o.month == as_of]
    return max(held, key=lambda o: o.month.index if o.month else -1, default=None)


NO_FIGURE = Missing(MissingReason.BLANK, token="")


@dataclass(frozen=True, slots=True)
class ComparatorFigure:
    """The similar councils' figure for an indicator, and what it stands for."""

    number: float
    where: CellRef
    decimals: int | None = None
    period: str = ""
    source: str = ""
    ends: Month | None = None
    """The last month of `period`, where its text is a period."""
    council_set: str = ""
    method: str = ""
    """How the councils' figures became one, where it is known."""
    detail: str = ""
    """Which councils have no figure, and why."""
    cells: tuple[CellRef, ...] = ()
    """What it was worked out from; nothing where it was typed in `where`."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of the card as the workbook defines it."""

    name: str
    domain: str
    how_reported: HowReported
    polarity: Polarity
    unit: Unit
    decimals: int
    ranges: RangeHistory
    tolerance: Tolerance
    figures: FigureKind = FigureKind.NOT_STATED
    reference: str = ""
    similar: ComparatorFigure | Missing = NO_FIGURE
    department_measure: str = ""
    """What the Department for Education calls the figure, for the similar councils' figure from its files."""
    department_where: CellRef | None = None
    overrides: tuple[Override, ...] = ()
    where: CellRef | None = None
    head_of_service: str = ""
    """Who answers for it, where the definitions name somebody; else the head of service of its domain does."""
    note: str = field(default="", compare=False)

    @property
    def label(self) -> str:
        """How findings name the indicator."""
        return f"{self.reference} {self.name}".strip()

    @property
    def lacks_similar(self) -> bool:
        """Whether the similar councils' figure was left blank: nobody typed one, nor that there is none."""
        return isinstance(self.similar, Missing) and self.similar.reason is MissingReason.BLANK

    @property
    def is_similar_computed(self) -> bool:
        """Whether the similar councils' figure was worked out from the Department's files; else somebody typed it."""
        return isinstance(self.similar, ComparatorFigure) and bool(self.similar.cells)
