"""At a Glance: summary tables of a cohort, typed by the council or counted from its lists, or both and compared.

A measure is a total, a rate per 10,000 children, or a share: the people of one group of codes among everybody of the
cohort. Whoever has no code, or one that no group has, is in the total and in no group.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from cpp_scorecard.core.comparing import agrees
from cpp_scorecard.core.indicator import Unit
from cpp_scorecard.core.people import Cohort, Field, Population
from cpp_scorecard.core.period import FINANCIAL_YEAR_START, Month, ReportingPeriod, day_in_words
from cpp_scorecard.core.printing import MOST_DECIMALS, decimals_needed, printed
from cpp_scorecard.core.series import CellRef, Figure, Missing, MissingReason, Number
from cpp_scorecard.core.windows import PER_POPULATION

if TYPE_CHECKING:
    from cpp_scorecard.core.child_lists import ChildLists
    from cpp_scorecard.core.code_groups import CodeGroup, CodeGroups

NEAREST_LIST = dt.timedelta(days=31)
"""A list of one day (care leavers) stands for the end of a month when it is no further from it than this."""

MONTHS_OF_A_RATE = 12
"""Rates are of a year: a count of fewer months is scaled to it."""


class MeasureKind(StrEnum):
    """What a row of a summary table measures."""

    TOTAL = "total"
    RATE = "rate"
    SHARE = "share"
    OTHER = "other"
    """Neither, as far as its words tell: its typed figures are printed and nothing is counted."""

    @property
    def unit(self) -> Unit:
        """The unit of its figures."""
        return {MeasureKind.SHARE: Unit.PERCENTAGE, MeasureKind.RATE: Unit.RATE}.get(self, Unit.NUMBER)

    @property
    def usual_decimals(self) -> int:
        """Decimals where the table gives none: rates with one, anything else with none."""
        return 1 if self is MeasureKind.RATE else 0


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One measure as the workbook has it; a figure or its absence for each period of the table."""

    category: str
    measure: str
    kind: MeasureKind
    figures: tuple[Figure | Missing, ...]
    similar: Figure | Missing
    where: CellRef
    field: Field | None = None
    """What a share is counted by."""
    good: str = ""
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class SummaryTable:
    """A summary table as the workbook has it; its first period is the one that may be counted."""

    title: str
    cohort: Cohort | None
    periods: tuple[ReportingPeriod, ...]
    headers: tuple[str, ...]
    """The periods as the council heads them."""
    similar_header: str
    rows: tuple[SummaryRow, ...]
    where: CellRef


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure counted from the lists: how many of how many, and on what it rests."""

    value: Number
    numerator: int | None = None
    denominator: float | None = None
    """Everybody of the cohort for a share, the children aged 0-17 for a rate."""
    group: CodeGroup | None = None
    source: str = ""
    months: int = MONTHS_OF_A_RATE
    """Months that the count of a rate covers; it is scaled to twelve."""


@dataclass(frozen=True, slots=True)
class ReportedRow:
    """A row as it is reported. `counted` is None where nothing was to be counted."""

    row: SummaryRow
    counted: Counted | None

    @property
    def typed(self) -> Figure | None:
        """The figure of the first period that the council typed, which stands."""
        first = self.row.figures[0] if self.row.figures else None
        return first if isinstance(first, Figure) else None

    @property
    def now(self) -> Number:
        """The figure of the first period: the typed one, else the counted one, else why there is neither."""
        first = self.row.figures[0] if self.row.figures else Missing(MissingReason.NO_PERIOD)
        if isinstance(first, Figure):
            return first.number
        return self.counted.value if self.counted is not None and self.is_counted else first

    @property
    def is_counted(self) -> bool:
        """Whether what is shown was to be counted from the lists: the cell is blank, and says nothing of its own."""
        first = self.row.figures[0] if self.row.figures else None
        return self.counted is not None and isinstance(first, Missing) and first.reason is MissingReason.BLANK

    @property
    def differs(self) -> bool:
        """Whether the typed figure prints otherwise than the counted one."""
        if self.typed is None or self.counted is None or isinstance(self.counted.value, Missing):
            return False
        decimals = shown_decimals(self.row, self.typed)
        return not agrees(self.typed.number, self.counted.value, self.row.kind.unit, decimals)

    def shown(self, place: int) -> str:
        """The figure of a period as it is printed."""
        figure: Figure | Number = self.row.figures[place]
        if place == 0 and not isinstance(figure, Figure):
            figure = self.now
        return shown(self.row, figure)


@dataclass(frozen=True, slots=True)
class ReportedTable:
    """A summary table as it is reported, with the people that were counted."""

    table: SummaryTable
    rows: tuple[ReportedRow, ...]
    population: Population | None = None

    @property
    def is_made_up(self) -> bool:
        """Whether a figure that is shown was counted from people who are not real."""
        return self.population is not None and self.population.is_made_up and any(row.is_counted for row in self.rows)


def shown(row: SummaryRow, figure: Figure | Number) -> str:
    """A figure of `row` as printed: a typed one as the workbook shows it, a counted one with the row's decimals."""
    if isinstance(figure, Missing):
        return figure.token
    if isinstance(figure, Figure):
        return printed(figure.number, row.kind.unit, shown_decimals(row, figure))
    return printed(figure, row.kind.unit, _own_decimals(row))


def _own_decimals(row: SummaryRow) -> int:
    return row.kind.usual_decimals if row.decimals is None else row.decimals


def shown_decimals(row: SummaryRow, figure: Figure) -> int:
    """The decimals at which the workbook shows a typed figure; where its format tells none, those it needs."""
    if figure.decimals is not None:
        return min(figure.decimals, MOST_DECIMALS)
    most = max(_own_decimals(row), row.kind.usual_decimals)
    return min(decimals_needed(figure.number, row.kind.unit), most)


@dataclass(frozen=True, slots=True)
class CountingBasis:
    """What there is to count from: the lists, the groups of codes, and how many children aged 0-17 there are."""

    lists: ChildLists
    groups: CodeGroups
    population: float | None = None


def report_tables(tables: tuple[SummaryTable, ...], basis: CountingBasis) -> tuple[ReportedTable, ...]:
    """Every summary table with what the lists give for its first period."""
    known: dict[tuple[Cohort, dt.date], Population | Missing] = {}
    return tuple(_report(table, basis, known) for table in tables)


def _report(
    table: SummaryTable, basis: CountingBasis, known: dict[tuple[Cohort, dt.date], Population | Missing]
) -> ReportedTable:
    if table.cohort is None or not table.periods:
        return ReportedTable(table, tuple(ReportedRow(row, None) for row in table.rows))
    day = table.periods[0].last_day
    if (table.cohort, day) not in known:
        known[table.cohort, day] = _population(basis.lists, table.cohort, day)
    people = known[table.cohort, day]
    if isinstance(people, Missing):
        nothing = Counted(people)
        rows = (ReportedRow(r, None if _is_typed(r) or r.kind is MeasureKind.OTHER else nothing) for r in table.rows)
        return ReportedTable(table, tuple(rows))
    return ReportedTable(table, tuple(ReportedRow(row, count(row, people, basis)) for row in table.rows), people)


def _is_typed(row: SummaryRow) -> bool:
    return bool(row.figures) and isinstance(row.figures[0], Figure)


def _population(lists: ChildLists, cohort: Cohort, day: dt.date) -> Population | Missing:
    people = lists.population(cohort, day)
    if people is None:
        return Missing(MissingReason.NO_LIST)
    if abs(people.on - day) > NEAREST_LIST:
        detail = f"the list is as at {day_in_words(people.on)}, the column as at {day_in_words(day)}"
        return Missing(MissingReason.NO_LIST, detail=detail)
    return people


def count(row: SummaryRow, people: Population, basis: CountingBasis) -> Counted | None:
    """What the lists give for one measure; None for one that is neither total, rate nor share."""
    match row.kind:
        case MeasureKind.TOTAL:
            number = len(people.people)
            return Counted(float(number), number, source=people.source)
        case MeasureKind.RATE:
            return _rate(people, basis.population)
        case MeasureKind.SHARE if row.field is not None:
            return _share(row.field, row.measure, people, basis.groups)
    return None


def _rate(people: Population, children: float | None) -> Counted:
    """Per 10,000 children aged 0-17; a count of starts since April is scaled to twelve months."""
    number, months = len(people.people), MONTHS_OF_A_RATE
    if people.cohort is Cohort.STARTING:
        last = Month.of_date(people.on)
        months = last.index - last.starts_year(FINANCIAL_YEAR_START).index + 1
    if not children:
        return Counted(Missing(MissingReason.NO_POPULATION), number, months=months, source=people.source)
    rate = number * MONTHS_OF_A_RATE / months * PER_POPULATION / children
    return Counted(rate, number, children, months=months, source=people.source)


def _share(of: Field, measure: str, people: Population, groups: CodeGroups) -> Counted:
    group = groups.named(of, measure, people.on)
    if group is None:
        return Counted(Missing(MissingReason.NO_GROUP), source=people.source)
    everybody = len(people.people)
    if everybody and not group.holds_code(None) and not any(p.code(of, people.on) for p in people.people):
        return Counted(Missing(MissingReason.NO_ENTRY), source=people.source)  # a column or a list that is not there
    number = sum(group.takes(person, people.on) for person in people.people)
    value: Number = number / everybody if everybody else Missing(MissingReason.ZERO_DENOMINATOR)
    return Counted(value, number, everybody, group, people.source)


def reasons(table: ReportedTable) -> Mapping[Missing, tuple[ReportedRow, ...]]:
    """The rows of a table that should have been counted and could not, by why."""
    found: dict[Missing, tuple[ReportedRow, ...]] = {}
    for row in table.rows:
        now = row.now
        if row.is_counted and isinstance(now, Missing):
            found[now] = (*found.get(now, ()), row)
    return found
