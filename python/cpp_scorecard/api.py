"""For analysts: the workbook, its ratings and its findings as pandas DataFrames.

    import cpp_scorecard

    card = cpp_scorecard.read("indicators.xlsx")
    card.ratings()          # one row an indicator, as on the scorecard
    card.observations()     # one row a figure, long and tidy
    card.findings()         # one row a finding, as on the Checks sheet

Percentages are fractions (0.95 means 95 %). A missing figure is NaN with its reason in the column beside it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from cpp_scorecard.app.as_json import finding_json, indicator_json
from cpp_scorecard.app.scorecard import Scorecard, make_scorecard
from cpp_scorecard.core.errors import UsageError
from cpp_scorecard.core.period import Month, PeriodKind
from cpp_scorecard.core.printing import cell_list
from cpp_scorecard.core.series import Figure, Missing, Part

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ScorecardFrames", "read"]

_OBSERVATION_COLUMNS = [
    "reference",
    "domain",
    "indicator",
    "kind",
    "period",
    "month",
    "part",
    "value",
    "status",
    "missing",
    "source",
]
_FINDING_COLUMNS = ["code", "severity", "sheet", "cell", "indicator", "message", "remedy"]


@dataclass(frozen=True, slots=True)
class ScorecardFrames:
    """A workbook that was read and assessed; each method gives one table."""

    scorecard: Scorecard

    @property
    def as_of(self) -> pd.Period:
        """The report's month, a monthly `pandas.Period`."""
        return _period(self.scorecard.as_of)

    def observations(self) -> pd.DataFrame:
        """Every figure of the workbook, long and tidy: one row for each indicator, period and part.

        Columns: reference, domain, indicator, kind (month, quarter, year, term), period (as text), month (the
        `pandas.Period` of a monthly figure, else NaT), part (value, actual, possible), value (float),
        status, missing (why there is no value) and source (the cell).
        """
        import pandas as pd

        book = self.scorecard.workbook
        rows = []
        for indicator, series in zip(book.indicators, book.series, strict=True):
            for observation in series:
                period = observation.period
                month = _period(period.first_month) if period.kind is PeriodKind.MONTH else pd.NaT
                for part, figure in observation.parts.items():
                    named = (indicator.reference, indicator.domain, indicator.name)
                    rows.append((*named, period.kind.value, str(period), month, *_figure(part, figure)))
        return pd.DataFrame(rows, columns=_OBSERVATION_COLUMNS).astype({"value": "float64"})

    def ratings(self) -> pd.DataFrame:
        """One row an indicator in the order of the card, with the fields of the command line's `--json`.

        Among them: domain, indicator, period_label, latest, actual, possible, low, high, rag, explanation, the
        three comparisons with their directions, and sources.
        """
        import pandas as pd

        frame = pd.DataFrame([indicator_json(assessment) for assessment in self.scorecard.assessments])
        figures = ["latest", "actual", "possible", "low", "high", "month_ago", "year_ago", "similar"]
        return frame.astype(dict.fromkeys(figures, "float64"))

    def findings(self) -> pd.DataFrame:
        """One row a finding, most severe first: code, severity, sheet, cell, indicator, message, remedy."""
        import pandas as pd

        rows = [finding_json(finding) for finding in self.scorecard.findings]
        return pd.DataFrame(rows, columns=_FINDING_COLUMNS)


def read(workbook: str | PathLike[str], *, as_of: str | dt.date | None = None) -> ScorecardFrames:
    """Read and assess the indicator workbook at `workbook`.

    `as_of` is the report's month as ``2021-12`` or any date in it; without it, the Settings' month or the latest
    with data.

    Raises:
        Refused: the file cannot be read, or nothing in it defines indicators.
        UsageError: `as_of` is not a month.
    """
    month = None
    if as_of is not None:
        month = Month.parse(as_of if isinstance(as_of, str) else f"{as_of:%Y-%m}")
        if month is None:
            raise UsageError(f'"{as_of}" is not a month.', "Write it as 2021-12, or give a date in it.")
    return ScorecardFrames(make_scorecard(Path(workbook), month))


def _figure(part: Part, figure: Figure | Missing) -> tuple[str, float | None, str, str, str]:
    if isinstance(figure, Missing):
        return part.value, None, "", figure.text, cell_list([figure.where]) if figure.where else ""
    return part.value, figure.number, figure.status.value, "", cell_list([figure.where])


def _period(month: Month) -> pd.Period:
    import pandas as pd

    return pd.Period(year=month.year, month=month.month, freq="M")
