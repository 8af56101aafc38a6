"""Months, quarters, years and terms as a council's report names them, and their printed labels.

A month is the unit. Financial years run from 1 April to 31 March, academic years from 1 September to
31 August (both from the published "How Reported" terms). A year column of a workbook, `2020-21` or
`2020/21`, says which two calendar years it touches and not which kind it is: the indicator's own
reporting code says that, so a year is kept as its first calendar year.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache, total_ordering

MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
EARLIEST_YEAR, LATEST_YEAR = 1990, 2100
"""Years that a workbook may speak of; anything else is a slip."""
OLD_AFTER_MONTHS = 2
"""A list or a breakdown of this many months before the report's is asked about: a month of delay is usual."""
FINANCIAL_YEAR_START = 4
ACADEMIC_YEAR_START = 9


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month, counted in months since year 0 so that arithmetic is plain."""

    index: int

    def __hash__(self) -> int:
        """The number itself."""
        return self.index

    @classmethod
    def of(cls, year: int, month: int) -> Month:
        """The month `month` (1 to 12) of `year`."""
        if not 1 <= month <= 12:
            raise ValueError(f"{month} is not a month")
        return cls(year * 12 + month - 1)

    @classmethod
    def of_date(cls, day: dt.date) -> Month:
        """The month that holds `day`."""
        return cls.of(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Month | None:
        """The month that `2021-12` names; None for anything else, or a year outside 1990 to 2100."""
        found = re.fullmatch(r"(\d{4})-(\d{2})", text)
        if not found or not 1 <= int(found[2]) <= 12 or not EARLIEST_YEAR <= int(found[1]) <= LATEST_YEAR:
            return None
        return cls.of(int(found[1]), int(found[2]))

    @property
    def year(self) -> int:
        """The calendar year."""
        return self.index // 12

    @property
    def month(self) -> int:
        """1 for January to 12 for December."""
        return self.index % 12 + 1

    def __add__(self, months: int) -> Month:
        return Month(self.index + months)

    def __sub__(self, months: int) -> Month:
        return Month(self.index - months)

    def starts_year(self, first_month: int) -> Month:
        """The first month of the year that holds this one, for years that begin in `first_month`."""
        return self - (self.month - first_month) % 12

    @property
    def financial_year(self) -> int:
        """The calendar year in which this month's financial year began."""
        return self.starts_year(FINANCIAL_YEAR_START).year

    @property
    def academic_year(self) -> int:
        """The calendar year in which this month's academic year began."""
        return self.starts_year(ACADEMIC_YEAR_START).year

    @property
    def last_day(self) -> dt.date:
        """The day that a snapshot at the end of this month is of."""
        return dt.date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    @property
    def iso(self) -> str:
        """`2021-11`."""
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def dashed(self) -> str:
        """`Nov-21`, as a snapshot is printed."""
        return f"{MONTH_NAMES[self.month - 1]}-{self.year % 100:02d}"

    @property
    def spaced(self) -> str:
        """`Nov 21`, as the ends of a window are printed."""
        return f"{MONTH_NAMES[self.month - 1]} {self.year % 100:02d}"

    def __str__(self) -> str:
        return self.dashed


class PeriodKind(StrEnum):
    """What a column of figures covers."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    TERM = "term"


@total_ordering
@dataclass(frozen=True)
class ReportingPeriod:
    """What one column of a workbook covers.

    `year` is the calendar year of a month, and the first calendar year of everything else; `number`
    is 1 to 12 for months, 1 to 4 for quarters of the financial year, 1 to 6 for terms of the
    academic year and 0 for years.
    """

    kind: PeriodKind
    year: int
    number: int = 0

    def __hash__(self) -> int:
        """Without the kind: a number that differs within each of them, and takes no time."""
        return self.year * 16 + self.number

    @staticmethod
    def of_month(month: Month) -> ReportingPeriod:
        """The period that is one month."""
        return _month_at(month.index)

    @classmethod
    def quarter_of(cls, month: Month) -> ReportingPeriod:
        """The quarter of the financial year that holds `month`."""
        start = month.starts_year(FINANCIAL_YEAR_START)
        return cls(PeriodKind.QUARTER, start.year, (month.index - start.index) // 3 + 1)

    @cached_property
    def first_month(self) -> Month:
        """First month of a month or a quarter; April of a year; September for a term."""
        match self.kind:
            case PeriodKind.MONTH:
                return Month.of(self.year, self.number)
            case PeriodKind.QUARTER:
                return Month.of(self.year, FINANCIAL_YEAR_START) + 3 * (self.number - 1)
            case PeriodKind.YEAR:
                return Month.of(self.year, FINANCIAL_YEAR_START)
            case PeriodKind.TERM:
                return Month.of(self.year, ACADEMIC_YEAR_START)

    @property
    def last_day(self) -> dt.date:
        """The last day of a month, a quarter or a financial year; of a term, that of its first month."""
        months = {PeriodKind.QUARTER: 3, PeriodKind.YEAR: 12}.get(self.kind, 1)
        return (self.first_month + (months - 1)).last_day

    @cached_property
    def position(self) -> int:
        """Place on the time line of this kind: consecutive periods differ by 1."""
        per_year = {PeriodKind.MONTH: 12, PeriodKind.QUARTER: 4, PeriodKind.YEAR: 1, PeriodKind.TERM: 100}
        return self.year * per_year[self.kind] + self.number

    def __lt__(self, other: ReportingPeriod) -> bool:
        if self.kind is not other.kind:
            return self.kind < other.kind
        return self.position < other.position

    def years_back(self, years: int) -> ReportingPeriod:
        """The same period `years` earlier."""
        return ReportingPeriod(self.kind, self.year - years, self.number)

    def quarters_back(self, quarters: int) -> ReportingPeriod:
        """The quarter `quarters` before this one."""
        return ReportingPeriod.quarter_of(self.first_month - 3 * quarters)

    def __str__(self) -> str:
        match self.kind:
            case PeriodKind.MONTH:
                return self.first_month.dashed
            case PeriodKind.QUARTER:
                return f"{year_span(self.year, '-')} Q{self.number}"
            case PeriodKind.YEAR:
                return year_span(self.year, "-")
            case PeriodKind.TERM:
                return f"{year_span(self.year, '-')} Term {self.number}"


@lru_cache(maxsize=4096)
def _month_at(index: int) -> ReportingPeriod:
    """One object a month: it is asked for again with every indicator, and then knows its place on the time line."""
    return ReportingPeriod(PeriodKind.MONTH, index // 12, index % 12 + 1)


@lru_cache(maxsize=4096)
def months_up_to(last: Month, count: int) -> tuple[Month, ...]:
    """The `count` months that end with `last`, first to last: every indicator asks for the same few."""
    return tuple(last - back for back in range(count - 1, -1, -1))


def year_span(first: int, separator: str, years: int = 1) -> str:
    """`2020/21` or `2020-21`, or `2019-22` for three years."""
    return f"{first}{separator}{(first + years) % 100:02d}"


def month_range(first: Month, last: Month) -> str:
    """`Dec 20 - Nov 21`, as windows are printed."""
    return f"{first.spaced} - {last.spaced}"


def day_in_words(day: dt.date) -> str:
    """`30 November 2021`."""
    return f"{day.day} {day:%B %Y}"


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day of the month `months` later; the month's last day where it is shorter.

    >>> months_later(dt.date(2021, 1, 31), 1)
    datetime.date(2021, 2, 28)
    """
    month = Month.of_date(day) + months
    return min(dt.date(month.year, month.month, 1) + dt.timedelta(days=day.day - 1), month.last_day)


def financial_year_start(day: dt.date) -> dt.date:
    """1 April of the financial year that holds `day`."""
    return dt.date(Month.of_date(day).financial_year, FINANCIAL_YEAR_START, 1)
