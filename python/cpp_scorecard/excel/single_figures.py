"""Rounding, rates and period labels, cell by cell, and the figure of similar councils, set by set."""

from __future__ import annotations

from functools import partial

from cpp_scorecard.core.comparator import CouncilFigure, Method, similar_figure
from cpp_scorecard.core.indicator import FigureKind, HowReported, Unit
from cpp_scorecard.core.period import PeriodKind, ReportingPeriod
from cpp_scorecard.core.rounding import round_half_away
from cpp_scorecard.core.series import Missing, MissingReason
from cpp_scorecard.core.windows import anchor_kind, anchor_on, label, rate_per_population
from cpp_scorecard.excel import cells
from cpp_scorecard.excel.failures import ExcelError, FailedCell
from cpp_scorecard.excel.ranges import (
    BLANK,
    Argument,
    Cells,
    Grid,
    common_shape,
    few_words,
    grid_of,
    one_by_one,
    plain_numbers,
    shape_of,
    spread,
)

_NUMBERS = plain_numbers(cells.number)
_MOST_DECIMALS = 15


def rounded(value: Cells, decimals: Cells) -> Grid:
    """Each figure rounded half away from zero."""
    places = one_by_one(partial(cells.whole_number, least=-_MOST_DECIMALS, most=_MOST_DECIMALS))
    return spread(
        lambda number, to: BLANK if number is None else round_half_away(number, to or 0),
        Argument("value", value, _NUMBERS),
        Argument("decimals", decimals, places),
    )


def rates(count: Cells, population: Cells, months: Cells) -> Grid:
    """Each count per 10,000 of its population; a year's rate where the months that it covers are given."""
    covered = one_by_one(partial(cells.whole_number, least=1, most=_MONTHS))
    return spread(
        _rate,
        Argument("count", count, _NUMBERS),
        Argument("population", population, _NUMBERS),
        Argument("months_covered", months, covered),
    )


_MONTHS = 12


def _rate(count: float | None, population: float | None, months: int | None) -> float | str:
    if count is None:
        return BLANK
    if not population:
        raise FailedCell(ExcelError.DIVISION, "population is blank or zero. Give the children in the population.")
    if population < 0:
        raise FailedCell(ExcelError.NUMBER, f"population is {population:g}. Give the children in the population.")
    return rate_per_population(count, population, 1 if months is None else _MONTHS / months)


def period_labels(how_reported: Cells, as_of: Cells, figures_are: Cells) -> Grid:
    """The period that each code names in each month, as printed in "Latest Data"."""
    return spread(
        _period_label,
        Argument("how_reported", how_reported, few_words(_code)),
        Argument("as_of", as_of, one_by_one(partial(cells.period, advice=_ANY_PERIOD))),
        Argument("figures_are", figures_are, few_words(cells.figure_kind)),
    )


_ANY_PERIOD = "Give a month such as Nov-21, or the quarter, year or term itself, such as Q2 2021-22 or 2020/21."


def _code(given: object, name: str) -> HowReported | None:
    return None if cells.is_blank(given) else cells.how_reported(given, name)


def _period_label(how: HowReported | None, as_of: ReportingPeriod | None, figures: FigureKind) -> str:
    if how is None or as_of is None:
        return BLANK
    kind = anchor_kind(how)
    if as_of.kind not in (kind, PeriodKind.MONTH):
        raise FailedCell(ExcelError.VALUE, f'as_of is "{as_of}", a {as_of.kind}. Give a month or a {kind}.')
    anchor = as_of if as_of.kind is kind else anchor_on(how, as_of.first_month)
    if anchor is None:
        raise FailedCell(ExcelError.NOT_AVAILABLE, f"No period of {how.code} is known by {as_of}.")
    return label(how, figures, anchor)


def similar_councils(figures: Cells, method: Cells, out_of: Cells, needed: Cells, unit: Cells) -> Grid:
    """One figure for each row of councils; a single column of them is one set."""
    chosen = cells.method(_only(method, "method"), "method")
    if (chosen is Method.POOLED) is not (out_of is not None):
        found = "out_of is left out" if out_of is None else "out_of is given"
        advice = "Give out of how many." if out_of is None else "Leave it out, or give pooled."
        raise FailedCell(ExcelError.VALUE, f"{found}, and method is {chosen.value}. {advice}")
    sets, denominators = (_sets(given) for given in (figures, out_of))
    if out_of is not None:
        common_shape({"figures": shape_of(grid_of(figures)), "out_of": shape_of(grid_of(out_of))})
    else:
        denominators = [[None] * len(sets[0])] * len(sets)
    kind = cells.unit(_only(unit, "unit"), "unit") or Unit.NUMBER
    at_least = cells.whole_number(_only(needed, "needed"), "needed", 1, 1000)
    results: list[object] = []
    for row, counts in zip(sets, denominators, strict=True):
        try:
            results.append(_similar(row, counts, chosen, kind, at_least))
        except FailedCell as failed:
            results.append(failed.failure.marked)
    return [[result] for result in results]


def _similar(row: list[object], out_of: list[object], method: Method, unit: Unit, at_least: int | None) -> float | str:
    read = [(_figure(value, "figures"), _figure(count, "out_of")) for value, count in zip(row, out_of, strict=True)]
    if all(isinstance(value, Missing) and value.reason is MissingReason.BLANK for value, _ in read):
        return BLANK
    councils = [CouncilFigure(place, value, value, count) for place, (value, count) in enumerate(read, start=1)]
    scale = (
        Unit.RATE if unit is Unit.RATE else Unit.NUMBER
    )  # figures of a sheet are fractions already, not printed ones
    similar = similar_figure(councils, method, scale, at_least)
    if isinstance(similar.value, Missing):
        error = ExcelError.DIVISION if similar.value.reason is MissingReason.ZERO_DENOMINATOR else None
        raise FailedCell(error or ExcelError.NOT_AVAILABLE, f"{similar.value.text}.")
    return similar.value


def _figure(given: object, name: str) -> float | Missing:
    read = cells.figure(given, name)
    return read if isinstance(read, Missing) else read.number


def _sets(given: Cells) -> Grid:
    grid = grid_of(given)
    return [[row[0] for row in grid]] if len(grid[0]) == 1 else grid


def _only(given: Cells, name: str) -> object:
    return cells.single(grid_of(given), name)
