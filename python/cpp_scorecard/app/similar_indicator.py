"""One indicator's similar councils' figure, worked out from the Department's files or compared with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cpp_scorecard.app.similar_source import Asked, FromSource, from_source, latest_year, year_end
from cpp_scorecard.core.comparator import Method
from cpp_scorecard.core.comparing import agrees
from cpp_scorecard.core.findings import Finding, Severity
from cpp_scorecard.core.indicator import ComparatorFigure, Indicator
from cpp_scorecard.core.printing import printed
from cpp_scorecard.core.series import Missing, MissingReason

if TYPE_CHECKING:
    from cpp_scorecard.core.period import Month
    from cpp_scorecard.intake.department import Years
    from cpp_scorecard.intake.department_measures import DepartmentMeasure


@dataclass(frozen=True, slots=True)
class Sought:
    """A measure of the Department, the figures that were found by measure, and what is asked of them."""

    measure: DepartmentMeasure
    found: Mapping[str, Years]
    asked: Asked
    as_of: Month
    folder: str
    """The folder of the files, as findings name it."""

    @property
    def years(self) -> Years:
        """The years that the files have of the measure."""
        return self.found.get(self.measure.name, {})

    def year_for(self, indicator: Indicator) -> int | None:
        """The year of a typed figure, where it says its period; else the latest that had ended."""
        typed = indicator.similar
        if isinstance(typed, ComparatorFigure) and typed.ends is not None:
            return next((year for year in self.years if year_end(year) == typed.ends), None)
        return latest_year(self.years, self.as_of)

    def problem(self, indicator: Indicator) -> str:
        """Why the files give no figure for the indicator, in words; empty where they do."""
        if self.measure.unit is not indicator.unit:
            return f'"{self.measure.name}" is a {self.measure.unit.value.lower()}, the indicator is not'
        if not self.years:
            return f"no file in {self.folder} has it ({' or '.join(self.measure.files)})"
        if self.year_for(indicator) is None:
            return f"the files have no year of it that had ended by {self.as_of}"
        return ""


def with_source(indicator: Indicator, sought: Sought) -> tuple[Indicator, list[Finding]]:
    """The indicator with its figure where it was blank, and what there is to say; a typed figure always stands."""
    if problem := sought.problem(indicator):
        if indicator.lacks_similar:
            return _without(indicator, Missing(MissingReason.NOT_AVAILABLE, detail=problem), Severity.ERROR)
        is_typed_of_another_year = bool(sought.years) and sought.measure.unit is indicator.unit
        return indicator, [] if is_typed_of_another_year else [_not_computed(indicator, problem, Severity.WARNING)]
    year = sought.year_for(indicator)
    assert year is not None, "there is no problem"
    answer = from_source(sought.measure, sought.found, year, sought.asked)
    if isinstance(indicator.similar, ComparatorFigure):
        return indicator, _differences(indicator, indicator.similar, answer)
    if not indicator.lacks_similar:
        return indicator, []  # somebody typed that there is none
    value = answer.figure.value
    if isinstance(value, Missing):
        detail = f"{value.detail}. {answer.detail}".strip(". ") + f" ({answer.period})"
        return _without(indicator, replace(value, detail=detail), Severity.WARNING)
    return replace(indicator, similar=_computed(indicator, answer, value)), []


def _without(indicator: Indicator, missing: Missing, severity: Severity) -> tuple[Indicator, list[Finding]]:
    finding = _not_computed(indicator, missing.detail or missing.reason.value, severity)
    where = indicator.similar.where or indicator.department_where
    return replace(indicator, similar=replace(missing, where=where)), [finding]


def _not_computed(indicator: Indicator, reason: str, severity: Severity) -> Finding:
    return Finding(
        "similar-not-computed",
        severity,
        f"the similar councils' figure of {indicator.label} was not worked out: {reason.rstrip('.')}.",
        "Enter the figure, enter - where there is none, or put the Department's file into the folder.",
        indicator.department_where,
        indicator.name,
    )


def _differences(indicator: Indicator, typed: ComparatorFigure, answer: FromSource) -> list[Finding]:
    value, unit = answer.figure.value, indicator.unit
    if isinstance(value, Missing):
        return []
    decimals = min(answer.measure.decimals, indicator.decimals if typed.decimals is None else typed.decimals)
    if agrees(typed.number, value, unit, decimals):
        return []
    return [
        Finding(
            "similar-differs-from-source",
            Severity.WARNING,
            f"{indicator.label}: {printed(typed.number, unit, decimals)} is entered for the similar councils, but "
            f"{answer.source} gives {printed(value, unit, decimals)} for {answer.period}. "
            f"The entered figure stands. {answer.detail}".rstrip(),
            "Correct the figure or its period, or leave its cell blank to have it worked out.",
            typed.where,
            indicator.name,
        )
    ]


def _computed(indicator: Indicator, answer: FromSource, value: float) -> ComparatorFigure:
    """The figure as the card shows it; what is worked out from printed figures is no more exact than they are."""
    where = indicator.similar.where or indicator.department_where
    assert where is not None, "an indicator with a Department measure stands somewhere"
    pooled = answer.figure.method is Method.POOLED
    return ComparatorFigure(
        number=value,
        where=where,
        decimals=None if pooled else min(answer.measure.decimals, indicator.decimals),
        period=answer.period,
        source=answer.source,
        ends=answer.ends,
        method=answer.figure.method.value,
        detail=answer.detail,
        cells=tuple(
            cell for council in answer.figure.counted for cell in (council.cells if pooled else council.cells[:1])
        ),
    )
