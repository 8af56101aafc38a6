"""Expected ranges: the low and high thresholds of a row, as fractions for percentages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cpp_scorecard.core.findings import Severity
from cpp_scorecard.core.period import Month, PeriodKind
from cpp_scorecard.core.rag import ExpectedRange
from cpp_scorecard.core.series import Missing, MissingReason
from cpp_scorecard.intake.tokens import as_figure, parse_figure, parse_period

if TYPE_CHECKING:
    from cpp_scorecard.core.indicator import Unit
    from cpp_scorecard.intake.definitions import Register
    from cpp_scorecard.intake.table import Table


def read_range(register: Register, table: Table, row: int, unit: Unit, name: str) -> ExpectedRange:
    """The expected range of a row, with what has to be asked about its thresholds."""
    in_points = unit.is_percentage and any(_is_above_one(table, row, side) for side in ("low", "high"))
    bounds = {side: _threshold(register, table, row, side, unit, name, in_points=in_points) for side in ("low", "high")}
    expected = ExpectedRange(bounds["low"], bounds["high"], valid_from(table, row), table.ref(row, "low"))
    if expected.is_upside_down:
        register.ask(
            "range-upside-down",
            Severity.WARNING,
            f"the expected range of {name} has its low threshold ({table.text(row, 'low')}) above its high one "
            f"({table.text(row, 'high')}); it was not rated.",
            "Swap the two, or correct one.",
            table.ref(row, "low"),
            name,
        )
    return expected


def _is_above_one(table: Table, row: int, side: str) -> bool:
    """Whether a plain threshold is above 1: then the other one of its range is per cent as well (0.5 to 3)."""
    cell, where = table.cell(row, side), table.ref(row, side)
    raw = parse_figure(cell, where) if cell is not None and where is not None else None
    return raw is not None and not isinstance(raw, Missing) and not raw.is_percent and abs(raw.number) > 1


def _threshold(
    register: Register, table: Table, row: int, side: str, unit: Unit, name: str, *, in_points: bool
) -> float | None:
    cell, where = table.cell(row, side), table.ref(row, side)
    if cell is None or where is None:
        return None
    raw = parse_figure(cell, where)
    if isinstance(raw, Missing):
        if raw.reason is MissingReason.UNUSABLE:
            register.ask(
                "threshold-unusable",
                Severity.ERROR,
                f"the {side} threshold of {name} is {raw.detail} where a number was expected.",
                "Retype it as a number, or enter - if there is none.",
                where,
                name,
            )
        return None
    if in_points and not raw.is_percent and 0 < abs(raw.number) < 1:
        register.ask(
            "percentage-ambiguous",
            Severity.WARNING,
            f"{name}: the {side} threshold {raw.shown} has no % sign and the other one is above 1; "
            f"it was read as {raw.shown} per cent.",
            "Format both as percentages.",
            where,
            name,
        )
    if raw.is_percent and not unit.is_percentage:
        register.ask(
            "unit-doubtful",
            Severity.WARNING,
            f"the {side} threshold of {name} is a percentage, but its unit is {unit}; it was read as {raw.number:g}.",
            "Correct the unit or the threshold.",
            where,
            name,
        )
    return as_figure(raw, percentage=unit.is_percentage, in_points=in_points).number


def valid_from(table: Table, row: int) -> Month | None:
    """The month that the range of a row holds from; None where it says none."""
    cell = table.cell(row, "valid_from")
    period = parse_period(cell) if cell is not None else None
    return period.first_month if period is not None and period.kind is PeriodKind.MONTH else None
