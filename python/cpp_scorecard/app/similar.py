"""Similar councils in a workbook: which set and method it uses, and figures worked out from the Department's files.

A typed figure always stands. A blank one with a *Department measure* is worked out from the files; a typed one with
a measure is compared with them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from cpp_scorecard.core.comparator import Method, NeighbourSet, superseded_in
from cpp_scorecard.core.comparing import agrees
from cpp_scorecard.core.errors import Refused
from cpp_scorecard.core.findings import Finding, Severity
from cpp_scorecard.core.indicator import ComparatorFigure, Indicator
from cpp_scorecard.core.period import Month
from cpp_scorecard.core.printing import printed
from cpp_scorecard.core.series import Missing, MissingReason
from cpp_scorecard.intake.settings import Settings
from cpp_scorecard.intake.workbook import IndicatorWorkbook

if TYPE_CHECKING:
    from cpp_scorecard.app.similar_source import Asked, FromSource
    from cpp_scorecard.intake.department import Years
    from cpp_scorecard.intake.department_measures import DepartmentMeasure


@dataclass(frozen=True, slots=True)
class SimilarUse:
    """How a report names the similar councils, and where the files are that figures come from."""

    words: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    """By the name of a file its place, seen from the workbook's folder."""


def with_similar(workbook: IndicatorWorkbook, as_of: Month) -> tuple[IndicatorWorkbook, SimilarUse]:
    """The workbook with every similar councils' figure that can be worked out for a report of `as_of`.

    What cannot be, and what differs, is added to its findings.
    """
    settings = workbook.settings
    measured = any(indicator.department_measure for indicator in workbook.indicators)
    if not settings.similar_set and not measured:
        return workbook, SimilarUse()
    work = _Work(workbook, as_of)
    return work.done(measured=measured)


@dataclass(slots=True)
class _Work:
    workbook: IndicatorWorkbook
    as_of: Month
    findings: list[Finding] = field(default_factory=list)
    sets: tuple[NeighbourSet, ...] = ()
    chosen: NeighbourSet | None = None
    files: dict[str, str] = field(default_factory=dict)

    @property
    def settings(self) -> Settings:
        return self.workbook.settings

    @property
    def method(self) -> Method:
        return self.settings.similar_method or Method.MEAN

    def done(self, *, measured: bool) -> tuple[IndicatorWorkbook, SimilarUse]:
        from cpp_scorecard.intake.neighbours import neighbour_sets, set_named

        folder = self._folder()
        try:
            self.sets = neighbour_sets(folder)
        except Refused as refused:
            self._ask("department-folder-unusable", Severity.WARNING, refused.message, refused.remedy)
            self.sets = neighbour_sets()
        self.chosen = set_named(self.settings.similar_set, self.sets)
        if self.chosen is not None:
            self._date_of_set(self.chosen)
        indicators = list(self.workbook.indicators)
        if measured:
            indicators = self._from_files(indicators, folder)
        worked_out = any(isinstance(i.similar, ComparatorFigure) and i.similar.cells for i in indicators)
        words = self._words(name_method=worked_out or self.settings.similar_method is not None)
        indicators = [_named(indicator, words) for indicator in indicators]
        findings = (*self.workbook.findings, *self.findings)
        workbook = replace(self.workbook, indicators=tuple(indicators), findings=findings)
        return workbook, SimilarUse(words, self.files)

    def _words(self, *, name_method: bool) -> str:
        """What the reports print: the council's own words, or the set with its year and the method."""
        if self.chosen is None:
            return self.settings.similar_set
        count = len(self.chosen.neighbours.get(self.settings.council_number or 0, ())) or 10
        method = f", {self.method.words}" if name_method else ""
        return f"{self.chosen.name} statistical neighbours ({count} councils{method})"

    def _folder(self) -> Path | None:
        """The folder of Department files, where there is one and it is really inside the workbook's own."""
        if not self.settings.department_files:
            return None
        home = self.workbook.path.parent
        folder = home / self.settings.department_files
        if folder.is_dir() and folder.resolve().is_relative_to(home.resolve()):
            return folder
        blank = any(_is_blank(i) for i in self.workbook.indicators if i.department_measure)
        self._ask(
            "department-folder-unusable",
            Severity.ERROR if blank else Severity.WARNING,
            f'the setting "Department files" names "{self.settings.department_files}", which is no folder beside '
            f"{self.workbook.path.name}.",
            "Put the Department's CSV files into a folder beside the workbook and name that folder.",
        )
        return None

    def _date_of_set(self, chosen: NeighbourSet) -> None:
        later = superseded_in(chosen, self.sets)
        if later is not None and later.valid_from < self.as_of:
            reason = f"it was superseded by the {later.name} set"
        elif chosen.valid_from > self.as_of:
            reason = f"it is valid from {chosen.valid_from}"
        else:
            return
        self._ask(
            "similar-set-superseded",
            Severity.WARNING,
            f'the setting "Similar councils set" names the {chosen.name} set, but the report\'s month is {self.as_of} '
            f"and {reason}.",
            "Name the set that held in the report's month, or keep it and say why beside the table.",
        )

    def _from_files(self, indicators: list[Indicator], folder: Path | None) -> list[Indicator]:
        asked = self._asked(indicators, folder)
        if asked is None or folder is None:
            return indicators
        measures, found = self._read(indicators, folder, asked)
        return [
            self._of_one(indicator, measures[indicator.department_measure], found, asked)
            if indicator.department_measure in measures
            else indicator
            for indicator in indicators
        ]

    def _asked(self, indicators: list[Indicator], folder: Path | None) -> Asked | None:
        """What is to be worked out; None, with a finding, where Settings do not say enough."""
        from cpp_scorecard.app.similar_source import Asked

        settings, lacking = self.settings, []
        if not settings.department_files:
            lacking.append('"Department files" names no folder')
        if settings.council_number is None:
            lacking.append('"Local authority number" is blank')
        if self.chosen is None:
            names = ", ".join(known.name for known in self.sets)
            lacking.append(f'"Similar councils set" names none of the sets that are known ({names})')
        elif settings.council_number is not None and settings.council_number not in self.chosen.neighbours:
            lacking.append(f"the {self.chosen.name} set has no council {settings.council_number}")
        blank = [indicator for indicator in indicators if indicator.department_measure and _is_blank(indicator)]
        if lacking and (blank or settings.department_files):
            severity = Severity.ERROR if blank and settings.department_files else Severity.INFORMATION
            self._ask(
                "similar-not-computed",
                severity,
                f"no similar councils' figure was worked out from the Department's files: {'; '.join(lacking)}.",
                "Fill these settings in (docs/similar-councils.md), or leave the column Department measure blank.",
            )
        if lacking or folder is None or self.chosen is None or settings.council_number is None:
            return None
        return Asked(settings.council_number, self.chosen, self.method, settings.similar_needed)

    def _read(
        self, indicators: list[Indicator], folder: Path, asked: Asked
    ) -> tuple[dict[str, DepartmentMeasure], dict[str, Years]]:
        from cpp_scorecard.intake.department import department_files, read_measures
        from cpp_scorecard.intake.department_measures import catalogue

        try:
            known = catalogue(folder)
        except Refused as refused:
            self._ask("department-folder-unusable", Severity.WARNING, refused.message, refused.remedy)
            known = catalogue()
        measures: dict[str, DepartmentMeasure] = {}
        for indicator in indicators:
            name = indicator.department_measure
            measure = known.find(name) if name else None
            if measure is not None:
                measures[name] = measure
            elif name:
                self._ask(
                    "department-measure-unknown",
                    Severity.ERROR if _is_blank(indicator) else Severity.WARNING,
                    f'the Department measure "{name}" of {indicator.label} is not known.',
                    known.nearest(name),
                    indicator,
                )
        paths = department_files(folder)
        self.files = {path.name: path.relative_to(self.workbook.path.parent).as_posix() for path in paths}
        found, findings = read_measures(paths, measures.values(), frozenset(asked.councils), known)
        self.findings += findings
        return measures, found

    def _of_one(
        self, indicator: Indicator, measure: DepartmentMeasure, found: dict[str, Years], asked: Asked
    ) -> Indicator:
        from cpp_scorecard.app.similar_source import from_source, latest_year, year_end

        years = found.get(measure.name, {})
        year = latest_year(years, self.as_of)
        typed = indicator.similar
        if isinstance(typed, ComparatorFigure) and typed.ends is not None:
            year = next((year for year in years if year_end(year) == typed.ends), None)
        problem = ""
        if measure.unit is not indicator.unit:
            problem = f'"{measure.name}" is a {measure.unit.value.lower()}, the indicator is not'
        elif not years:
            problem = f"no file in {self.settings.department_files} has it ({' or '.join(measure.files)})"
        elif year is None:
            problem = f"the files have no year of it that had ended by {self.as_of}"
        if problem:
            if _is_blank(indicator):
                return self._without(indicator, Missing(MissingReason.NOT_AVAILABLE, detail=problem), Severity.ERROR)
            if not years or measure.unit is not indicator.unit:
                self._not_computed(indicator, problem, Severity.WARNING)
            return indicator
        assert year is not None
        answer = from_source(measure, found, year, asked)
        if isinstance(typed, ComparatorFigure):
            self._compare(indicator, typed, answer)
            return indicator
        if not _is_blank(indicator):
            return indicator  # somebody typed that there is none
        value = answer.figure.value
        if isinstance(value, Missing):
            missing = replace(value, detail=f"{value.detail}. {answer.detail}".strip(". ") + " (" + answer.period + ")")
            return self._without(indicator, missing, Severity.WARNING)
        return replace(indicator, similar=_computed(indicator, answer, value))

    def _without(self, indicator: Indicator, missing: Missing, severity: Severity) -> Indicator:
        self._not_computed(indicator, missing.detail or missing.reason.value, severity)
        where = indicator.similar.where or indicator.department_where
        return replace(indicator, similar=replace(missing, where=where))

    def _not_computed(self, indicator: Indicator, reason: str, severity: Severity) -> None:
        self._ask(
            "similar-not-computed",
            severity,
            f"the similar councils' figure of {indicator.label} was not worked out: {reason.rstrip('.')}.",
            "Enter the figure, enter - where there is none, or put the Department's file into the folder.",
            indicator,
        )

    def _compare(self, indicator: Indicator, typed: ComparatorFigure, answer: FromSource) -> None:
        value, unit = answer.figure.value, indicator.unit
        if isinstance(value, Missing):
            return
        decimals = min(answer.measure.decimals, indicator.decimals if typed.decimals is None else typed.decimals)
        if agrees(typed.number, value, unit, decimals):
            return
        self.findings.append(
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
        )

    def _ask(
        self, code: str, severity: Severity, message: str, remedy: str, indicator: Indicator | None = None
    ) -> None:
        where = indicator.department_where if indicator else None
        self.findings.append(Finding(code, severity, message, remedy, where, indicator.name if indicator else ""))


def _is_blank(indicator: Indicator) -> bool:
    return isinstance(indicator.similar, Missing) and indicator.similar.reason is MissingReason.BLANK


def _computed(indicator: Indicator, answer: FromSource, value: float) -> ComparatorFigure:
    """The figure as the card shows it; what is worked out from printed figures is no more exact than they are."""
    where = indicator.similar.where or indicator.department_where
    assert where is not None
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


def _named(indicator: Indicator, words: str) -> Indicator:
    if isinstance(indicator.similar, Missing):
        return indicator
    return replace(indicator, similar=replace(indicator.similar, council_set=words))
