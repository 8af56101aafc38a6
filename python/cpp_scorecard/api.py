"""For analysts: the workbook, its ratings and its findings as pandas DataFrames.

    import cpp_scorecard

    card = cpp_scorecard.read("indicators.xlsx")
    card.ratings()          # one row an indicator, as on the scorecard
    card.observations()     # one row a figure, long and tidy
    card.findings()         # one row a finding, as on the Checks sheet

    cpp_scorecard.similar_councils("dfe", "EET 17-18", la=865)  # from the Department's published files

Percentages are fractions (0.95 means 95 %). A missing figure is NaN with its reason in the column beside it.
Whatever cannot be done, arguments of the wrong kind too, raises a `ScorecardError` that says what to do.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from os import PathLike
from typing import TYPE_CHECKING

from cpp_scorecard.app.arguments import council_given, month_given, name_given, path_given, year_given
from cpp_scorecard.app.as_json import finding_json, indicator_json
from cpp_scorecard.app.at_a_glance import glance_json
from cpp_scorecard.app.scorecard import Scorecard, make_scorecard
from cpp_scorecard.core.period import Month, PeriodKind
from cpp_scorecard.core.printing import cell_list, printed
from cpp_scorecard.core.series import Figure, Missing, Part

if TYPE_CHECKING:
    import pandas as pd

    from cpp_scorecard.app.similar_source import FromSource
    from cpp_scorecard.core.findings import Finding

__all__ = ["ScorecardFrames", "SimilarCouncils", "read", "similar_councils"]

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

    def at_a_glance(self) -> pd.DataFrame:
        """One row a measure of the summary tables: what is shown now, what the lists give, and how many of how many.

        Empty where the workbook has no such tables. Columns are those of the command line's `--json`, but for the
        nested ones (`printed`, `earlier`).
        """
        import pandas as pd

        rows = [glance_json(table, row) for table in self.scorecard.glance for row in table.rows]
        return pd.DataFrame([{k: v for k, v in row.items() if k not in ("printed", "earlier")} for row in rows])

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
        UsageError: `workbook` is no path, or `as_of` is not a month.
    """
    return ScorecardFrames(make_scorecard(path_given(workbook), None if as_of is None else month_given(as_of)))


@dataclass(frozen=True, slots=True)
class SimilarCouncils:
    """The similar councils' figure of one of the Department's measures, with what it was worked out from."""

    answer: FromSource
    warnings: tuple[Finding, ...]
    """What reading the files left open."""

    @property
    def value(self) -> float:
        """The figure, unrounded: a fraction for percentages, per 10,000 for rates; not-a-number where there is none."""
        value = self.answer.figure.value
        return float("nan") if isinstance(value, Missing) else value

    @property
    def missing(self) -> str:
        """Why there is no figure; empty where there is one."""
        value = self.answer.figure.value
        return value.text if isinstance(value, Missing) else ""

    @property
    def printed(self) -> str:
        """The figure as precise as the Department prints it, half away from zero; `-` where there is none."""
        value, measure = self.answer.figure.value, self.answer.measure
        return "-" if isinstance(value, Missing) else printed(value, measure.unit, measure.decimals)

    @property
    def period(self) -> str:
        """The reporting year: ``2020-21``."""
        return self.answer.period

    @property
    def source(self) -> str:
        """File, method, number of councils and set, as a report prints them."""
        return self.answer.source

    def councils(self) -> pd.DataFrame:
        """One row a council of the set, nearest first.

        Columns: council (number), name, value (as printed: 69 means 69 %), count, out_of, counts (whether the figure
        rests on it), missing (why it does not) and source (file and fields).
        """
        import pandas as pd

        asked, figure = self.answer.asked, self.answer.figure
        counted = {one.council: one for one in figure.counted}
        absent = dict(figure.absent)
        rows = []
        for number in asked.councils:
            one = counted.get(number)
            parts = (one.value, one.count, one.out_of) if one else (None, None, None)
            rows.append(
                (
                    number,
                    asked.council_set.names.get(number, ""),
                    *(None if isinstance(part, Missing) else part for part in parts),
                    one is not None,
                    absent[number].text if number in absent else "",
                    cell_list(one.cells) if one else "",
                )
            )
        columns = ["council", "name", "value", "count", "out_of", "counts", "missing", "source"]
        return pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(["value", "count", "out_of"], "float64"))


def similar_councils(
    csv_or_folder: str | PathLike[str],
    measure: str,
    la: int | str,
    set: str = "April 2021",
    method: str = "mean",
    year: int | str | None = None,
) -> SimilarCouncils:
    """What the similar councils of a council have, from the Department's published CSV files.

    Args:
        csv_or_folder: one of the files, or a folder of them.
        measure: a measure's name, such as ``EET 17-18`` (docs/similar-councils.md lists them).
        la: the Department's number of the council, such as 865; text will do.
        set: the set of statistical neighbours: ``April 2021`` or ``May 2025``.
        method: ``mean`` (unweighted), ``median`` or ``pooled``.
        year: the calendar year in which the reporting year ends; without it, the latest of the files.

    Raises:
        Refused: no file has the measure.
        UsageError: there is no such place, measure, set, council, method or year.
    """
    from cpp_scorecard.app.similar_question import ask_files

    place, council, ends = path_given(csv_or_folder), council_given(la), None if year is None else year_given(year)
    names = (name_given(measure, "measure"), council, name_given(set, "set"), name_given(method, "method"))
    return SimilarCouncils(*ask_files(place, *names, ends))


def _figure(part: Part, figure: Figure | Missing) -> tuple[str, float | None, str, str, str]:
    if isinstance(figure, Missing):
        return part.value, None, "", figure.text, cell_list([figure.where]) if figure.where else ""
    return part.value, figure.number, figure.status.value, "", cell_list([figure.where])


def _period(month: Month) -> pd.Period:
    import pandas as pd

    return pd.Period(year=month.year, month=month.month, freq="M")
