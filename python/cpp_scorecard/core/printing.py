"""Figures in words and print: the decimals of a unit, the text of a value, lists of cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from cpp_scorecard.core.indicator import Unit
from cpp_scorecard.core.rounding import comparable, round_half_away
from cpp_scorecard.core.series import CellRef, quoted_sheet

if TYPE_CHECKING:
    from cpp_scorecard.core.rag import ExpectedRange

MOST_DECIMALS = 4


def printed(value: float, unit: Unit, decimals: int) -> str:
    """`value` as a report prints it, half away from zero: `94.7%`, `1,438`, `-1.23`.

    >>> printed(0.9469, Unit.PERCENTAGE, 1)
    '94.7%'
    """
    shown = round_half_away(comparable(value * 100) if unit.is_percentage else value, decimals)
    if shown == 0:
        shown = 0.0  # never "-0"
    return f"{shown:,.{decimals}f}" + ("%" if unit.is_percentage else "")


def decimals_needed(value: float, unit: Unit) -> int:
    """The fewest decimals that print `value` exactly, at most four: 0 for 0.95 as a percentage, 2 for -1.23."""
    shown = comparable(value * 100 if unit.is_percentage else value)
    for decimals in range(MOST_DECIMALS):
        if round_half_away(shown, decimals) == shown:
            return decimals
    return MOST_DECIMALS


def printed_exactly(value: float, unit: Unit) -> str:
    """`value` with just the decimals it needs, as thresholds are printed."""
    return printed(value, unit, decimals_needed(value, unit))


def range_text(expected: ExpectedRange, unit: Unit, words: Mapping[str, Any]) -> str:
    """An expected range as words print it, such as `7% to 10%`, `95% or more` or `up to 4%`; nothing without a bound.

    `words` are templates: `range_both`, `range_low` and `range_high`, with {low} and {high}.
    """
    low, high = ("" if bound is None else printed_exactly(bound, unit) for bound in (expected.low, expected.high))
    which = "range_both" if low and high else "range_low" if low else "range_high" if high else ""
    return str(words[which].format(low=low, high=high)) if which else ""


def printed_distance(distance: float, limit: float) -> tuple[str, str]:
    """A distance and its limit as percentages, with enough decimals not to round onto each other: `9.97%`, `10.00%`."""
    for decimals in range(1, MOST_DECIMALS + 1):
        shown = printed(distance, Unit.PERCENTAGE, decimals), printed(limit, Unit.PERCENTAGE, decimals)
        if shown[0] != shown[1] or comparable(distance - limit) == 0:
            break
    return shown


def cell_list(cells: Iterable[CellRef]) -> str:
    """Cells as ranges where they stand side by side: `'Health'!N12:U12, 'Health'!N13:U13`."""
    ordered = sorted(set(cells))
    runs: list[tuple[CellRef, CellRef]] = []
    for cell in ordered:
        if runs:
            first, last = runs[-1]
            if (cell.sheet, cell.row, cell.column) == (last.sheet, last.row, last.column + 1):
                runs[-1] = (first, cell)
                continue
        runs.append((cell, cell))
    return ", ".join(
        f"{quoted_sheet(first.sheet)}!{first.address}" + ("" if first == last else f":{last.address}")
        for first, last in runs
    )
