"""One cell at a time: what a header says about time, and what a figure's cell says about the figure."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from cpp_scorecard.core.period import (
    ACADEMIC_YEAR_START,
    FINANCIAL_YEAR_START,
    MONTH_NAMES,
    Month,
    PeriodKind,
    ReportingPeriod,
)
from cpp_scorecard.core.series import CellRef, Figure, Missing, MissingReason, Status
from cpp_scorecard.intake.grid import CellKind, GridCell
from cpp_scorecard.intake.vocabulary import token, vocabulary

_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
_YEAR = r"'?((?:19|20)?\d\d)"
_SPAN = r"((?:19|20)?\d\d)\s*[-/]\s*((?:19|20)?\d\d)"
_EARLIEST, _LATEST = 1990, 2100


def parse_period(cell: GridCell, band: str = "") -> ReportingPeriod | None:
    """What a header cell says about time, helped by the `band` above it (`2021/22` above `Q2` or `Apr`).

    Dates give their month. None when it says nothing, or nothing certain, about time.
    """
    if cell.kind is CellKind.DATE and isinstance(cell.value, dt.datetime):
        return ReportingPeriod.of_month(Month.of_date(cell.value)) if _sane(cell.value.year) else None
    if cell.kind is not CellKind.TEXT:
        return None
    text = " ".join(str(cell.value).casefold().replace("–", "-").replace("’", "'").split())
    if not text or len(text) > 40:
        return None
    return period_of_text(text) or (_inside_band(text, band.casefold()) if band else None)


def period_of_text(text: str) -> ReportingPeriod | None:
    """A month, quarter, year or term written in full: `Apr-21`, `Q2 2021-22`, `Jul 21 - Sep 21`, `2020/21`."""
    text = text.strip().casefold()
    if found := re.fullmatch(rf"{_MONTH}\s*[-/ ]?\s*{_YEAR}", text):
        return _month(found[1], _full_year(found[2]))
    if found := re.fullmatch(rf"{_MONTH}\s*[- ]?\s*{_YEAR}?\s*(?:-|to)\s*{_MONTH}\s*[- ]?\s*{_YEAR}", text):
        return _quarter_between(found[1], found[2], found[3], found[4])
    if found := re.fullmatch(r"(0?[1-9]|1[0-2])/((?:19|20)\d\d)", text):
        return _checked(ReportingPeriod(PeriodKind.MONTH, int(found[2]), int(found[1])))
    quarter = re.fullmatch(
        rf"(?:q(?:tr|uarter)?\s*([1-4])[\s,]*{_SPAN})|(?:{_SPAN}[\s,]*q(?:tr|uarter)?\s*([1-4]))", text
    )
    if quarter:
        first, second = (quarter[2], quarter[3]) if quarter[1] else (quarter[4], quarter[5])
        year = _span_start(first, second)
        return (
            _checked(ReportingPeriod(PeriodKind.QUARTER, year, int(quarter[1] or quarter[6])))
            if year
            else None
        )
    term = re.fullmatch(rf"(?:t(?:erm)?\s*([1-6])[\s,]*{_SPAN})|(?:{_SPAN}[\s,]*t(?:erm)?\s*([1-6]))", text)
    if term:
        first, second = (term[2], term[3]) if term[1] else (term[4], term[5])
        year = _span_start(first, second)
        return _checked(ReportingPeriod(PeriodKind.TERM, year, int(term[1] or term[6]))) if year else None
    span = re.fullmatch(rf"(?:fy|ay|ac|year)?\s*{_SPAN}\s*(?:fy|ay|ac)?", text)
    if span:
        year = _span_start(span[1], span[2])
        if year:
            return _checked(ReportingPeriod(PeriodKind.YEAR, year))
    if found := re.fullmatch(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])", text):
        return _checked(ReportingPeriod(PeriodKind.MONTH, int(found[1]), int(found[2])))
    return None


def _inside_band(text: str, band: str) -> ReportingPeriod | None:
    span = re.search(_SPAN, band)
    year = _span_start(span[1], span[2]) if span else None
    if year is None:
        return None
    if found := re.fullmatch(r"q(?:tr|uarter)?\s*([1-4])", text):
        return ReportingPeriod(PeriodKind.QUARTER, year, int(found[1]))
    if found := re.fullmatch(r"t(?:erm)?\s*([1-6])", text):
        return ReportingPeriod(PeriodKind.TERM, year, int(found[1]))
    if found := re.fullmatch(_MONTH, text):
        number = MONTH_NAMES.index(found[1][:3].capitalize()) + 1
        first = ACADEMIC_YEAR_START if re.search(r"\b(ay|ac|academic)\b", band) else FINANCIAL_YEAR_START
        return ReportingPeriod(PeriodKind.MONTH, year + (number < first), number)
    return None


def _month(name: str, year: int) -> ReportingPeriod | None:
    return _checked(ReportingPeriod(PeriodKind.MONTH, year, MONTH_NAMES.index(name[:3].capitalize()) + 1))


def _quarter_between(first: str, first_year: str | None, last: str, last_year: str) -> ReportingPeriod | None:
    end = Month.of(_full_year(last_year), MONTH_NAMES.index(last[:3].capitalize()) + 1)
    start_number = MONTH_NAMES.index(first[:3].capitalize()) + 1
    start = end - 2
    if start.month != start_number or (first_year and _full_year(first_year) != start.year):
        return None
    return ReportingPeriod.quarter_of(start) if start.month % 3 == 1 else None


def _span_start(first: str, second: str) -> int | None:
    year = _full_year(first)
    return year if (year + 1) % 100 == int(second) % 100 else None


def _full_year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _checked(period: ReportingPeriod) -> ReportingPeriod | None:
    return period if _sane(period.year) else None


def _sane(year: int) -> bool:
    return _EARLIEST <= year <= _LATEST


@dataclass(frozen=True, slots=True)
class RawFigure:
    """A number as it stands in its cell, before the indicator's unit gives it a meaning."""

    number: float
    is_percent: bool
    """Typed or shown with a percent sign: `number` is then already a fraction."""
    status: Status
    decimals: int | None
    where: CellRef
    shown: str


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
    match cell.kind:
        case CellKind.EMPTY:
            return Missing(MissingReason.BLANK, token="", where=where)
        case CellKind.NUMBER:
            number = float(cell.value)  # type: ignore[arg-type]
            percent, decimals = _shown_as(cell.number_format)
            if number != number or number in (float("inf"), float("-inf")):
                return _unusable(cell, where)
            return RawFigure(number, percent, Status.FINAL, decimals, where, cell.text)
        case CellKind.TEXT:
            return _parse_text(cell, where)
        case CellKind.UNCALCULATED:
            detail = "a formula that has no calculated value"
            return Missing(MissingReason.UNUSABLE, detail=detail, where=where)
    return _unusable(cell, where)


def _parse_text(cell: GridCell, where: CellRef) -> RawFigure | Missing:
    text = str(cell.value).strip().replace("\u00a0", " ").strip()
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
    if len(digits) > 15:
        return _unusable(cell, where)
    number = float(digits) * (-1 if found["sign"] in ("-", "−") else 1)
    decimals = len(found["fraction"]) - 1 if found["fraction"] else 0
    percent = found["percent"] is not None
    return RawFigure(number / 100 if percent else number, percent, status, decimals, where, text)


def _unusable(cell: GridCell, where: CellRef) -> Missing:
    kind = {
        CellKind.ERROR: "the error {}",
        CellKind.DATE: "the date {}",
        CellKind.BOOLEAN: "the logical value {}",
    }.get(cell.kind, 'the text "{}"')
    return Missing(MissingReason.UNUSABLE, detail=kind.format(cell.text[:60]), where=where)


def _shown_as(number_format: str) -> tuple[bool, int | None]:
    """Whether a number format shows a percentage, and with how many decimals, where it says so."""
    section = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.', "", number_format.split(";", maxsplit=1)[0])
    percent = "%" in section
    if not re.search(r"[0#]", section):
        return percent, None
    found = re.search(r"\.([0#?]+)", section)
    return percent, len(found[1]) if found else 0


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
