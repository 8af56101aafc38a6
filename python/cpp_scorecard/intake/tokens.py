"""One cell at a time: what a header says about time, and what a figure's cell says about the figure."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import NamedTuple

from cpp_scorecard.core.number_formats import shown_as
from cpp_scorecard.core.period import (
    ACADEMIC_YEAR_START,
    EARLIEST_YEAR,
    FINANCIAL_YEAR_START,
    LATEST_YEAR,
    MONTH_NAMES,
    Month,
    PeriodKind,
    ReportingPeriod,
)
from cpp_scorecard.core.series import CellRef, Figure, Missing, MissingReason, Status
from cpp_scorecard.intake.grid import CellKind, GridCell
from cpp_scorecard.intake.vocabulary import token, vocabulary

_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"'?((?:19|20)?\d\d)"
_SPAN = r"((?:19|20)?\d\d)\s*[-/]\s*((?:19|20)?\d\d)"
_YEAR_WORD = r"fy|ay|ac|year|outturn|full year|year end|annual|financial year|academic year"
_AT_THE_END = r"(?:as )?(?:at )?(?:the )?end(?: of)?"
_AT_31_MARCH = r"(?:as )?(?:at )?31(?:st)? march"
"""A snapshot at the end of a financial year, as the council heads it: `31st March 2020-21`."""
_DAY = re.compile(
    r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})|(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)(?: 00:00:00)?"
)
_DIGIT = re.compile(r"\d")
_REMARK = re.compile(r"\s*\(([^()]*)\)\s*$")
_QUARTER_IN_BRACKETS = re.compile(
    rf"q(?:tr|uarter)?\s*(?P<quarter>[1-4])\s*\(\s*{_MONTH}\s*(?:-|to)\s*{_MONTH}\s*\)", re.IGNORECASE
)


def parse_period(cell: GridCell, band: str = "") -> ReportingPeriod | None:
    """What a header cell says about time, helped by the `band` above it (`2021/22` above `Q2` or `Apr`).

    Dates give their month. None when it says nothing, or nothing certain, about time.
    """
    if cell.kind is CellKind.DATE and isinstance(cell.value, dt.datetime):
        certain = _sane(cell.value.year) and not shows_only_the_year(cell)
        return ReportingPeriod.of_month(Month.of_date(cell.value)) if certain else None
    if cell.kind is not CellKind.TEXT:
        return None
    text = " ".join(str(cell.value).casefold().replace("–", "-").replace("’", "'").split())
    text = _REMARK.sub("", text) if header_status(cell) is not Status.FINAL else text.rstrip("*†‡ ")
    if not text or len(text) > 40:
        return None
    return period_of_text(text) or (_inside_band(text, band.casefold()) if band else None)


def parse_day(cell: GridCell) -> dt.date | None:
    """The day in a cell, as a date or as text (day before month); None for anything else or a year gone wrong."""
    if cell.kind is CellKind.DATE and isinstance(cell.value, dt.datetime):
        day: dt.date | None = cell.value.date()
    else:
        day = _day_of_text(str(cell.value).strip()) if cell.kind is CellKind.TEXT else None
    return day if day is not None and EARLIEST_BIRTH <= day.year <= LATEST_YEAR else None


EARLIEST_BIRTH = 1900


@lru_cache(maxsize=65_536)
def _day_of_text(text: str) -> dt.date | None:
    if found := _DAY.fullmatch(text):
        day, month, year = (int(found[a] or found[b]) for a, b in (("day", "d"), ("month", "m"), ("year", "y")))
        try:
            return dt.date(year, month, day)
        except ValueError:
            return None
    for pattern in ("%d %B %Y", "%d %b %Y"):
        try:
            return dt.datetime.strptime(text, pattern).date()
        except ValueError:
            continue
    return None


def names_time(cell: GridCell) -> bool:
    """Whether a header says anything about time, if only `Apr` or `Q2` that still needs its year."""
    return parse_period(cell, "2020/21") is not None


def header_status(cell: GridCell) -> Status:
    """What a header such as `Dec-21 (prov)` says about the figures under it."""
    found = _REMARK.search(cell.text) if cell.kind is CellKind.TEXT and len(cell.text) <= 40 else None
    return vocabulary().statuses.get(token(found[1]), Status.FINAL) if found else Status.FINAL


@lru_cache(maxsize=4096)
def period_of_text(text: str) -> ReportingPeriod | None:
    """A month, quarter, year or term written in full: `Apr-21`, `Q2 2021-22`, `Jul 21 - Sep 21`, `2020/21`.

    The same headers stand over every sheet, and each is looked at as part of several bands: asked once.
    """
    if not _DIGIT.search(text):
        return None
    text = _QUARTER_IN_BRACKETS.sub(_without_agreeing_months, text.strip().casefold()).strip()
    return _quarter_or_term_of_text(text) or _month_of_text(text) or _year_of_text(text) or _iso_month_of_text(text)


def _month_of_text(text: str) -> ReportingPeriod | None:
    if found := re.fullmatch(rf"(?:{_AT_THE_END}\s+)?{_MONTH}\s*[-/ ]?\s*{_YEAR}", text):
        return _month(found[1], _full_year(found[2]))
    if found := _DAY.fullmatch(text):
        return _month_of_day(found)
    if found := re.fullmatch(r"(0?[1-9]|1[0-2])/((?:19|20)\d\d)", text):
        return _checked(ReportingPeriod(PeriodKind.MONTH, int(found[2]), int(found[1])))
    return None


def _iso_month_of_text(text: str) -> ReportingPeriod | None:
    """`2021-04`, unless it is a year: `2010-11` is, as councils write it."""
    found = re.fullmatch(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])", text)
    return _checked(ReportingPeriod(PeriodKind.MONTH, int(found[1]), int(found[2]))) if found else None


def _quarter_or_term_of_text(text: str) -> ReportingPeriod | None:
    for kind, name in ((PeriodKind.QUARTER, r"q(?:tr|uarter)?\s*([1-4])"), (PeriodKind.TERM, r"t(?:erm)?\s*([1-6])")):
        if found := re.fullmatch(rf"{name}[\s,]*{_SPAN}", text):
            number, first, second = found.groups()
        elif found := re.fullmatch(rf"{_SPAN}[\s,]*{name}", text):
            first, second, number = found.groups()
        else:
            continue
        year = _span_start(first, second)
        return _checked(ReportingPeriod(kind, year, int(number))) if year else None
    if found := re.fullmatch(rf"{_MONTH}\s*[- ]?\s*{_YEAR}?\s*(?:-|to)\s*{_MONTH}\s*[- ]?\s*{_YEAR}", text):
        return _between(found[1], found[2], found[3], found[4])
    return None


def _year_of_text(text: str) -> ReportingPeriod | None:
    found = re.fullmatch(rf"(?:{_YEAR_WORD}|{_AT_31_MARCH})?\s*{_SPAN}\s*(?:{_YEAR_WORD})?", text)
    year = _span_start(found[1], found[2]) if found else None
    return _checked(ReportingPeriod(PeriodKind.YEAR, year)) if year else None


def _inside_band(text: str, band: str) -> ReportingPeriod | None:
    span = re.search(_SPAN, band)
    year = _span_start(span[1], span[2]) if span else None
    if year is None:
        return None
    text = _QUARTER_IN_BRACKETS.sub(_without_agreeing_months, text)
    if found := re.fullmatch(r"q(?:tr|uarter)?\s*([1-4])", text):
        return ReportingPeriod(PeriodKind.QUARTER, year, int(found[1]))
    if found := re.fullmatch(r"t(?:erm)?\s*([1-6])", text):
        return ReportingPeriod(PeriodKind.TERM, year, int(found[1]))
    if text in ("fy", "year", "full year", "outturn"):
        return ReportingPeriod(PeriodKind.YEAR, year)
    if found := re.fullmatch(_MONTH, text):
        number = MONTH_NAMES.index(found[1][:3].capitalize()) + 1
        first = ACADEMIC_YEAR_START if re.search(r"\b(ay|ac|academic)\b", band) else FINANCIAL_YEAR_START
        return _checked(ReportingPeriod(PeriodKind.MONTH, year + (number < first), number))
    return None


def _month(name: str, year: int) -> ReportingPeriod | None:
    return _checked(ReportingPeriod(PeriodKind.MONTH, year, MONTH_NAMES.index(name[:3].capitalize()) + 1))


def shows_only_the_year(cell: GridCell) -> bool:
    """Whether a date is shown as a bare year: 1 April 2021 as `2021` could be the month or either kind of year."""
    shown = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", cell.number_format.casefold())
    return cell.kind is CellKind.DATE and "y" in shown and "m" not in shown


def _month_of_day(found: re.Match[str]) -> ReportingPeriod | None:
    """The month of a day typed as text, day before month as in Britain (a Settings date is read the same way)."""
    day, month, year = (int(found[a] or found[b]) for a, b in (("day", "d"), ("month", "m"), ("year", "y")))
    try:
        return _checked(ReportingPeriod.of_month(Month.of_date(dt.date(year, month, day))))
    except ValueError:
        return None


def _between(first: str, first_year: str | None, last: str, last_year: str) -> ReportingPeriod | None:
    """The quarter or the year that runs from one month to another; None for any other span."""
    end = Month.of(_full_year(last_year), MONTH_NAMES.index(last[:3].capitalize()) + 1)
    number = MONTH_NAMES.index(first[:3].capitalize()) + 1
    for months in (3, 12):
        start = end - (months - 1)
        if start.month != number or (first_year and _full_year(first_year) != start.year):
            continue
        if months == 3:
            return _checked(ReportingPeriod.quarter_of(start)) if start.month % 3 == 1 else None
        if start.month in (FINANCIAL_YEAR_START, ACADEMIC_YEAR_START):
            return _checked(ReportingPeriod(PeriodKind.YEAR, start.year))
    return None


def _without_agreeing_months(found: re.Match[str]) -> str:
    """`Q1 (Apr - Jun)` is Q1; months that are another quarter's (a calendar year's) keep it from being read."""
    start = (Month.of(2000, FINANCIAL_YEAR_START) + 3 * (int(found["quarter"]) - 1)).index
    names = (MONTH_NAMES[start % 12].casefold(), MONTH_NAMES[(start + 2) % 12].casefold())
    return f"q{found['quarter']}" if (found[2][:3], found[3][:3]) == names else found[0]


def _span_start(first: str, second: str) -> int | None:
    year = _full_year(first)
    return year if (year + 1) % 100 == int(second) % 100 else None


def _full_year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _checked(period: ReportingPeriod) -> ReportingPeriod | None:
    return period if _sane(period.year) else None


def _sane(year: int) -> bool:
    return EARLIEST_YEAR <= year <= LATEST_YEAR


class RawFigure(NamedTuple):
    """A number as it stands in its cell, before the indicator's unit gives it a meaning."""

    number: float
    is_percent: bool
    """Typed or shown with a percent sign: `number` is then already a fraction."""
    status: Status
    decimals: int | None
    where: CellRef
    cell: GridCell

    @property
    def shown(self) -> str:
        """The number as the cell has it, spaces trimmed."""
        return _trimmed(self.cell.text)


LARGEST_FIGURE = 1e12
"""No indicator of a council is larger; what is, is a reference number or an accident."""
SMALLEST_FIGURE = 1e-12
"""What is nearer to nothing is what a spreadsheet's arithmetic leaves of nothing (0.1 + 0.2 - 0.3)."""

_NUMBER_CELL, _FINAL = CellKind.NUMBER, Status.FINAL  # asked for with every figure: looked up once
_NUMBER = re.compile(
    r"(?P<sign>[+\-−]?)\s*£?(?P<digits>\d{1,3}(?:,\d{3})+|\d+)?(?P<fraction>\.\d+)?\s*(?P<percent>%)?"
    r"\s*(?:\(\s*(?P<remark>[^()]*?)\s*\)?)?"
)


def parse_figure(cell: GridCell, where: CellRef) -> RawFigure | Missing:
    """What a cell of figures holds: a number, or why there is none.

    Text may carry a sign, thousands commas, a percent sign and a remark in brackets that `headers.toml`
    knows (`6829 (6m)`, `1547 (prov)`, `+2`, `29.50%`). Dates, booleans, error values and any other
    text are `UNUSABLE`, quoting what is there.
    """
    if cell.kind is _NUMBER_CELL:
        number = float(cell.value)  # type: ignore[arg-type]
        percent, decimals = shown_as(cell.number_format)
        if not abs(number) <= LARGEST_FIGURE:  # not-a-number as well
            return _unusable(cell, where)
        if abs(number) < SMALLEST_FIGURE:
            number = 0.0
        return RawFigure(number, percent, _FINAL, decimals, where, cell)
    match cell.kind:
        case CellKind.EMPTY:
            return Missing(MissingReason.BLANK, token="", where=where)
        case CellKind.TEXT:
            return _parse_text(cell, where)
        case CellKind.UNCALCULATED:
            detail = "a formula that has no calculated value"
            return Missing(MissingReason.UNUSABLE, detail=detail, where=where)
    return _unusable(cell, where)


def _parse_text(cell: GridCell, where: CellRef) -> RawFigure | Missing:
    text = _trimmed(str(cell.value))
    reason = vocabulary().missing.get(token(text))
    if reason is not None:
        return Missing(reason, token=text, where=where)
    found = _NUMBER.fullmatch(text)
    if found is None or not (found["digits"] or found["fraction"]):
        return _unusable(cell, where)
    status = Status.FINAL
    if found["remark"] is not None:
        known = vocabulary().statuses.get(token(found["remark"]))
        if known is None:
            return _unusable(cell, where)
        status = known
    digits = (found["digits"] or "0").replace(",", "") + (found["fraction"] or "")
    if len(digits) > 15 or float(digits) > LARGEST_FIGURE:
        return _unusable(cell, where)
    number = float(digits) * (-1 if found["sign"] in ("-", "−") else 1)
    decimals = len(found["fraction"]) - 1 if found["fraction"] else 0
    percent = found["percent"] is not None
    return RawFigure(number / 100 if percent else number, percent, status, decimals, where, cell)


def _trimmed(text: str) -> str:
    return text.replace("\u00a0", " ").strip()


def _unusable(cell: GridCell, where: CellRef) -> Missing:
    kind = {
        CellKind.ERROR: "the error {}",
        CellKind.DATE: "the date {}",
        CellKind.BOOLEAN: "the logical value {}",
    }.get(cell.kind, 'the text "{}"')
    return Missing(MissingReason.UNUSABLE, detail=kind.format(cell.text[:60]), where=where)


def as_share(raw: RawFigure) -> float:
    """`raw` as the size of a tolerance: `10%`, 0.1 and a plain 10 are all a tenth."""
    return raw.number if raw.is_percent or raw.number <= 1 else raw.number / 100


def as_figure(raw: RawFigure, *, percentage: bool, in_points: bool = False) -> Figure:
    """`raw` as a figure of an indicator: percentages become fractions (94 and `94%` are both 0.94).

    `in_points` says that plain numbers of this row are per cent (94 means 94 %).
    """
    number = raw.number
    if percentage and not raw.is_percent and in_points:
        number /= 100
    decimals = raw.decimals
    if percentage and not raw.is_percent and not in_points and decimals is not None:
        decimals = max(0, decimals - 2)  # 0.94 shown with two decimals is 94 %
    return Figure(number, raw.where, raw.status, decimals)
