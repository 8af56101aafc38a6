"""What a worksheet function is handed for one cell, read by the reader that reads the council's workbook.

xlwings gives None for a blank cell, floats, texts, booleans, datetimes, and an error value as its text (`#N/A`), so
that an error is never taken for a blank. Each reader here turns one of these into what the rules take, or raises
FailedCell with a sentence that names the argument. `name` is the argument's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from cpp_scorecard.core.comparator import Method
from cpp_scorecard.core.errors import NumberUnusable
from cpp_scorecard.core.indicator import FigureKind, HowReported, Polarity, Unit
from cpp_scorecard.core.period import Month, PeriodKind, ReportingPeriod
from cpp_scorecard.core.rag import Tolerance, ToleranceMode
from cpp_scorecard.core.series import CellRef, Missing, MissingReason
from cpp_scorecard.excel.failures import ExcelError, FailedCell
from cpp_scorecard.intake.grid import CellKind, GridCell
from cpp_scorecard.intake.tokens import LARGEST_FIGURE, RawFigure, as_share, parse_figure, parse_period
from cpp_scorecard.intake.vocabulary import token, vocabulary

Word = TypeVar("Word", bound=StrEnum)

HERE = CellRef("", 0, 0)
"""A function knows what its cells hold and not where they stand."""
_ERRORS = frozenset(ExcelError)
_OTHER_ERRORS = range(-2146826288, -2146826188)
"""The error values that xlwings has no text for (#SPILL!, #CALC! ...) arrive as their numbers."""


def as_cell(given: object) -> GridCell:
    """A cell as the reader of workbooks knows it. An error value raises: what it leads to is an error too."""
    if given is None:
        return GridCell(CellKind.EMPTY)
    if isinstance(given, bool):
        return GridCell(CellKind.BOOLEAN, given)
    if isinstance(given, dt.datetime):
        return GridCell(CellKind.DATE, given)
    if isinstance(given, int) and given in _OTHER_ERRORS:
        return GridCell(CellKind.ERROR, "an error value")
    if isinstance(given, int | float | Decimal):
        return GridCell(CellKind.NUMBER, float(given))
    text = str(given)
    return GridCell(CellKind.ERROR if text in _ERRORS else CellKind.TEXT, text)


def sound_cell(given: object, name: str) -> GridCell:
    """The cell; an error value goes on as the same error, as in every formula of Excel."""
    cell = as_cell(given)
    if cell.kind is CellKind.ERROR:
        known = cell.text in _ERRORS
        raise FailedCell(
            ExcelError(cell.text) if known else ExcelError.VALUE,
            f"{name} is {'the error ' if known else ''}{cell.text}. Put that cell right first.",
        )
    return cell


def figure(given: object, name: str) -> RawFigure | Missing:
    """A figure, or why there is none (blank, `NYA`, `-` ...). What is neither raises."""
    cell = sound_cell(given, name)
    read = parse_figure(cell, HERE)
    if not isinstance(read, Missing) or read.reason is not MissingReason.UNUSABLE:
        return read
    if cell.kind is CellKind.NUMBER:
        raise FailedCell(
            ExcelError.NUMBER, f"{name} is {cell.text}, which is larger than {LARGEST_FIGURE:,.0f}. Check the number."
        )
    raise FailedCell(ExcelError.VALUE, f"{name} is {read.detail} where a number was expected. Give a number.")


def number(given: object, name: str) -> float | None:
    """A figure's number, or None where there is none. A percentage is a fraction: 94 % is 0.94."""
    read = figure(given, name)
    return None if isinstance(read, Missing) else read.number


def needed_number(given: object, name: str) -> float:
    """A number that cannot be left out."""
    read = figure(given, name)
    if isinstance(read, Missing):
        raise FailedCell(ExcelError.NOT_AVAILABLE, f"{name}: {read.text}. Without it there is nothing to work out.")
    return read.number


def tolerance(given: object, name: str) -> float:
    """The size of a tolerance: `10%`, 0.1 and 10 are a tenth. Blank is the default of a workbook's Settings."""
    read = figure(given, name)
    if isinstance(read, Missing):
        return DEFAULT.size
    try:
        return Tolerance(as_share(read)).size
    except NumberUnusable as error:
        raise FailedCell(ExcelError.NUMBER, f"{name}: {error}") from error


def zero_tolerance(given: object, name: str) -> float:
    """The tolerance at a threshold of zero, in the figure's own unit; blank is the default for percentages."""
    read = number(given, name)
    try:
        return DEFAULT.at_zero if read is None else Tolerance(at_zero=read).at_zero
    except NumberUnusable as error:
        raise FailedCell(ExcelError.NUMBER, f"{name}: {error}") from error


DEFAULT = Tolerance()


def _word(given: object, name: str, words: Mapping[str, str], kind: type[Word], choices: str) -> Word:
    cell = sound_cell(given, name)
    word = words.get(token(cell.text))
    if word is None:
        raise FailedCell(ExcelError.VALUE, f"{name} is {_quoted(cell)}. Give {choices}.")
    return kind(word)


def _quoted(cell: GridCell) -> str:
    return f'"{cell.text}"' if cell.text.strip() else "blank"


def polarity(given: object, name: str) -> Polarity:
    """What good looks like, in any of the words that a workbook may use; blank is none."""
    return _word(given, name, vocabulary().polarities, Polarity, "High, Low, Range, or - where neither is good")


def mode(given: object, name: str) -> ToleranceMode:
    """How a tolerance is measured; blank is relative."""
    return DEFAULT.mode if is_blank(given) else _word(given, name, vocabulary().modes, ToleranceMode, _MODES)


_MODES = "relative or points"


def in_points(given: object, name: str) -> bool:
    """Whether a tolerance is measured in points."""
    return mode(given, name) is ToleranceMode.POINTS


def unit(given: object, name: str) -> Unit | None:
    """What a figure counts; None where that is left out."""
    if is_blank(given):
        return None
    return _word(given, name, vocabulary().units, Unit, _UNITS)


_UNITS = f"{', '.join([*Unit][:-1])} or {[*Unit][-1]}"


def ratio_unit(given: object, name: str) -> Unit:
    """What a ratio of sums is shown as: a percentage where it is left out. A number is no ratio."""
    chosen = unit(given, name) or Unit.PERCENTAGE
    if chosen is Unit.NUMBER:
        raise FailedCell(
            ExcelError.VALUE, f"{name} is {chosen}, and a ratio is none. Give Percentage, Rate or Average."
        )
    return chosen


def method(given: object, name: str) -> Method:
    """How the figures of similar councils become one; blank is the mean."""
    if is_blank(given):
        return Method.MEAN
    return _word(given, name, {one.value: one.value for one in Method}, Method, "mean, median or pooled")


def figure_kind(given: object, name: str) -> FigureKind:
    """How monthly figures stand to their window; blank is events, one month's count in each."""
    if is_blank(given):
        return FigureKind.EVENTS
    choices = f"{FigureKind.EVENTS}, {FigureKind.MEASURED} or {FigureKind.THREE_YEAR_AVERAGE}"
    return _word(given, name, vocabulary().figures, FigureKind, choices)


def how_reported(given: object, name: str) -> HowReported:
    """A reporting code with its window."""
    cell = sound_cell(given, name)
    how = HowReported.parse(cell.text)
    if how.window is None:
        choices = "SS, R12M, YTD, Q, FY, AY or a term code such as AY21-22"
        raise FailedCell(ExcelError.VALUE, f"{name} is {_quoted(cell)}. Give {choices}.")
    return how


def month(given: object, name: str) -> Month | None:
    """A month as a date or as text (`Nov-21`); None for a blank cell."""
    read = period(given, name)
    if read is not None and read.kind is not PeriodKind.MONTH:
        raise FailedCell(ExcelError.VALUE, f'{name} is "{read}", a {read.kind}. {GIVE_A_MONTH}')
    return None if read is None else read.first_month


GIVE_A_MONTH = "Give a month, as a date or as text such as Nov-21."


def period(given: object, name: str, advice: str = GIVE_A_MONTH) -> ReportingPeriod | None:
    """A month, quarter, year or term, as a date or as text (`Q2 2021-22`, `2020/21`); None for a blank cell.

    `advice` is what the sentence of a failure ends with.
    """
    cell = sound_cell(given, name)
    if cell.is_empty:
        return None
    read = parse_period(cell)
    if read is None:
        what = f"the number {cell.text}" if cell.kind is CellKind.NUMBER else f'"{cell.text}"'
        sort = "month" if advice is GIVE_A_MONTH else "period"
        raise FailedCell(ExcelError.VALUE, f"{name} is {what}, which says no {sort} for certain. {advice}")
    return read


def whole_number(given: object, name: str, least: int, most: int) -> int | None:
    """A whole number between two limits; None where there is none."""
    read = number(given, name)
    if read is None:
        return None
    if read != int(read) or not least <= read <= most:
        raise FailedCell(ExcelError.NUMBER, f"{name} is {read:g}. Give a whole number from {least} to {most}.")
    return int(read)


def single(grid: list[list[object]], name: str) -> object:
    """The cell of an argument that takes one for the whole call."""
    if len(grid) != 1 or len(grid[0]) != 1:
        size = f"{len(grid)} x {len(grid[0])} cells"
        raise FailedCell(ExcelError.VALUE, f"{name} has {size}. Give one cell: it counts for the whole call.")
    return grid[0][0]


def yes(given: object, name: str) -> bool:
    """TRUE or FALSE; blank is FALSE."""
    cell = sound_cell(given, name)
    if cell.kind is CellKind.BOOLEAN:
        return bool(cell.value)
    if cell.is_empty or cell.value in (0.0, 1.0):
        return bool(cell.value)
    raise FailedCell(ExcelError.VALUE, f'{name} is "{cell.text}". Give TRUE or FALSE.')


def is_blank(given: object) -> bool:
    """Whether an argument was left out or its cell is empty."""
    return given is None or (isinstance(given, str) and not given.strip())
