"""Per cent among fractions: a figure typed as 94 where its thresholds are 95% and 100%.

Excel holds 95% as 0.95, so that 94 is nearly a hundred times the threshold: Green where more is better. The reader of
a workbook sees how its cells are formatted; a function is handed numbers alone. It refuses what nobody can mean, and
lets the rest be judged as it was written.
"""

from __future__ import annotations

from cpp_scorecard.excel.failures import ExcelError, FailedCell

LEAST = 2.0
"""No figure below this is taken for per cent: 1.05 is 105%, and up to 200% can be meant."""
_TIMES = 20.0
"""How many times a threshold a figure has to be before it is no bad figure but another scale."""


def refuse_per_cent(value: float, low: float | None, high: float | None, name: str = "value") -> None:
    """Raise FailedCell where `value` can only be per cent and its thresholds are fractions.

    Whole thresholds (0, 1) may be counts, and a count of 40 against 1 is judged.
    """
    if value < LEAST or (high is not None and high > 1) or (low is not None and low >= 1):
        return  # before anything is gathered: a thousand counts come this way
    fractions = [bound for bound in (low, high) if bound is not None and 0 < bound < 1]
    if not fractions or value < _TIMES * min(fractions):
        return
    raise FailedCell(
        ExcelError.NUMBER,
        f"{name} is {value:g} and a threshold is {min(fractions):g}, so that one is per cent and the other a fraction. "
        f"Write {value:g}% or {value / 100:g}.",
    )


def refuse_thresholds_in_per_cent(low: float | None, high: float | None, measured_in: str) -> None:
    """Raise FailedCell where points or children are to be measured from thresholds that are per cent (95)."""
    for name, bound in (("low", low), ("high", high)):
        if bound is not None and abs(bound) > LEAST:
            raise FailedCell(
                ExcelError.NUMBER,
                f"{name} is {bound:g}, and {measured_in} are for percentages as Excel holds them: 95% is 0.95. Write "
                "figures and thresholds so, or give relative.",
            )
