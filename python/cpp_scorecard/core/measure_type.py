"""How a row of the exception dataset adds up: from months to quarters, from quarters to years.

Source: the published dataset's own "type" column, checked against its figures (every testable quarter and year
cell); where the printed type is wrong the workbook's Measures sheet overrides it.
"""

from __future__ import annotations

from enum import StrEnum


class MeasureType(StrEnum):
    """What a row counts, and so how its longer periods follow from its shorter ones."""

    NUMBER = "Number"
    """A flow: quarters are the sum of their months, years of their quarters."""
    DISTINCT = "Distinct children"
    """Children counted once however often: no quarter follows from its months. The council prints years as the sum of
    their quarters, so that is what they are compared with, as an approximation."""
    SNAPSHOT = "Snapshot"
    """A stock: a period has the value of its last month or quarter."""
    RATE_OF_FLOW = "Rate of a flow"
    """Numerator x (12, 4 or 1) x 10,000 / the column's population."""
    RATE_OF_STOCK = "Rate of a stock"
    """Numerator x 10,000 / the column's population."""
    PERCENTAGE = "Percentage"
    """Numerator / denominator of the same column."""
    PERCENTAGE_SNAPSHOT = "Percentage snapshot"
    """The last month's or quarter's percentage."""
    MEAN = "Mean"
    """Approximate: the plain mean of the parts. Only where it is declared."""
    WEIGHTED_MEAN = "Weighted mean"
    """Approximate: the mean of the parts, weighted by another row. Only where it is declared."""
    AS_GIVEN = "As given"
    """Nothing in the workbook gives it."""

    @property
    def is_ratio(self) -> bool:
        """Whether each column's figure follows from other rows of the same column."""
        return self in (MeasureType.RATE_OF_FLOW, MeasureType.RATE_OF_STOCK, MeasureType.PERCENTAGE)
