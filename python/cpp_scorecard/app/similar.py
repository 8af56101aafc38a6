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
from cpp_scorecard.core.errors import Refused
from cpp_scorecard.core.findings import Finding, Severity
from cpp_scorecard.core.indicator import ComparatorFigure, Indicator
from cpp_scorecard.core.series import Missing

if TYPE_CHECKING:
    from cpp_scorecard.app.similar_source import Asked
    from cpp_scorecard.core.period import Month
    from cpp_scorecard.intake.department import Years
    from cpp_scorecard.intake.department_measures import DepartmentMeasure
    from cpp_scorecard.intake.settings import Settings
    from cpp_scorecard.intake.workbook import IndicatorWorkbook


_FOLDER = "department_files"
"""The field of the setting that names the folder."""


@dataclass(frozen=True, slots=True)
class SimilarUse:
    """How a report names the similar councils, and where the files are that figures come from.

    Typed figures never carry the name of the set that others were worked out with: changing that set retypes nothing.
    """

    typed: str = ""
    """Which councils the typed figures stand for; empty where nobody says."""
    computed: str = ""
    """The set and the method of the figures worked out; empty where there are none."""
    files: Mapping[str, str] = field(default_factory=dict)
    """By the name of a file its place, seen from the workbook's folder."""


def with_similar(workbook: IndicatorWorkbook, as_of: Month) -> tuple[IndicatorWorkbook, SimilarUse]:
    """The workbook with every similar councils' figure that can be worked out for a report of `as_of`.

    What cannot be, and what differs, is added to its findings.
    """
    settings = workbook.settings
    measured = any(indicator.department_measure for indicator in workbook.indicators)
    if not (settings.similar_set or settings.similar_typed_set or measured):
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
        from cpp_scorecard.intake.neighbours import neighbour_sets, set_meant

        folder = self._folder()
        try:
            self.sets = neighbour_sets(folder)
        except Refused as refused:
            self._ask("department-folder-unusable", Severity.WARNING, refused.message, refused.remedy, _FOLDER)
            self.sets = neighbour_sets()
        self.chosen = set_meant(self.settings.similar_set, self.sets)
        if self.chosen is not None:
            self._date_of_set(self.chosen)
        indicators = list(self.workbook.indicators)
        if measured:
            indicators = self._from_files(indicators, folder)
        computed, typed = "", self._words_for_typed()
        if self.chosen is not None and any(indicator.is_similar_computed for indicator in indicators):
            computed = self._words(self.chosen, self.method)
        use = SimilarUse(typed, computed, self.files)
        indicators = [_named(indicator, use) for indicator in indicators]
        self._not_stated(indicators)
        findings = (*self.workbook.findings, *self.findings)
        workbook = replace(self.workbook, indicators=tuple(indicators), findings=findings)
        return workbook, use

    def _words_for_typed(self) -> str:
        """Which councils the typed figures stand for: the council's own words, or a set with its year."""
        from cpp_scorecard.intake.neighbours import set_named

        said = self.settings.similar_typed_set
        if not said and self.settings.department_files and self.chosen is not None:
            return ""  # that set is to work figures out with
        words = said or self.settings.similar_set
        named = set_named(words, self.sets)
        return words if named is None else self._words(named, None if said else self.settings.similar_method)

    def _words(self, named: NeighbourSet, method: Method | None) -> str:
        """What the reports print of a set: its name with its year, its size and the method, where that is known."""
        sizes = named.sizes(self.settings.council_number)
        councils = [f"{count} councils" for count in sizes] if len(sizes) == 1 else []
        more = ", ".join([*councils, *([method.words] if method is not None else [])])
        return f"{named.name} statistical neighbours" + (f" ({more})" if more else "")

    def _not_stated(self, indicators: list[Indicator]) -> None:
        """Say that there are typed figures of which nobody says what they stand for, though a set is named."""
        figures = [i.similar for i in indicators if isinstance(i.similar, ComparatorFigure)]
        count = sum(not figure.council_set for figure in figures)
        if not count or not self.settings.similar_set:
            return
        many = f"{count} similar councils' figures are" if count > 1 else "1 similar councils' figure is"
        self._ask(
            "comparator-set-not-stated",
            Severity.INFORMATION,
            f'{many} typed, and no setting says which councils that stands for: "Similar councils set" '
            f"names the set that figures are worked out with ({self.settings.similar_set}).",
            'Say in the setting "Similar councils of typed figures" which councils, of which year, averaged how.',
            "similar_set",
        )

    def _folder(self) -> Path | None:
        """The folder of Department files, where there is one and it is really inside the workbook's own."""
        if not self.settings.department_files:
            return None
        home = self.workbook.path.parent
        folder = home / self.settings.department_files
        if folder.is_dir() and folder.resolve().is_relative_to(home.resolve()):
            return folder
        blank = any(i.lacks_similar for i in self.workbook.indicators if i.department_measure)
        self._ask(
            "department-folder-unusable",
            Severity.ERROR if blank else Severity.WARNING,
            f'the setting "Department files" names "{self.settings.department_files}", which is no folder beside '
            f"{self.workbook.path.name}.",
            "Put the Department's CSV files into a folder beside the workbook and name that folder.",
            _FOLDER,
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
            "Name the set that held in the report's month. If it is meant, leave it: the reports name the set "
            "beside the figures.",
            "similar_set",
        )

    def _from_files(self, indicators: list[Indicator], folder: Path | None) -> list[Indicator]:
        from cpp_scorecard.app.similar_indicator import Sought, with_source

        asked = self._asked(indicators, folder)
        if asked is None or folder is None:
            return indicators
        measures, found = self._read(indicators, folder, asked)
        sourced = []
        for indicator in indicators:
            measure = measures.get(indicator.department_measure)
            if measure is None:
                sourced.append(indicator)
                continue
            sought = Sought(measure, found, asked, self.as_of, self.settings.department_files)
            with_figure, said = with_source(indicator, sought)
            sourced.append(with_figure)
            self.findings += said
        return sourced

    def _asked(self, indicators: list[Indicator], folder: Path | None) -> Asked | None:
        """What is to be worked out; None, with a finding, where Settings do not say enough."""
        from cpp_scorecard.app.similar_source import Asked

        settings, lacking = self.settings, self._lacking()
        blank = [indicator for indicator in indicators if indicator.department_measure and indicator.lacks_similar]
        if lacking and (blank or settings.department_files):
            severity = Severity.ERROR if blank and settings.department_files else Severity.INFORMATION
            self._ask(
                "similar-not-computed",
                severity,
                f"no similar councils' figure was worked out from the Department's files: "
                f"{'; '.join(lacking.values())}.",
                "Fill these settings in (docs/similar-councils.md), or leave the column Department measure blank.",
                next((name for name in lacking if name in settings.places), ""),
            )
        if lacking or folder is None or self.chosen is None or settings.council_number is None:
            return None
        return Asked(settings.council_number, self.chosen, self.method, settings.similar_needed)

    def _lacking(self) -> dict[str, str]:
        """What Settings do not say of what is needed, by the name of the setting's field."""
        settings, lacking = self.settings, {}
        if not settings.department_files:
            lacking[_FOLDER] = self._unusable(_FOLDER, '"Department files"') or '"Department files" names no folder'
        if settings.council_number is None:
            name = '"Local authority number"'
            lacking["council_number"] = self._unusable("council_number", name) or f"{name} is blank"
        if self.chosen is None:
            names = ", ".join(known.name for known in self.sets)
            lacking["similar_set"] = f'"Similar councils set" names none of the sets that are known ({names})'
        elif settings.council_number is not None and settings.council_number not in self.chosen.neighbours:
            lacking["council_number"] = f"the {self.chosen.name} set has no council {settings.council_number}"
        return lacking

    def _unusable(self, field_name: str, setting: str) -> str:
        text = self.settings.unusable.get(field_name)
        return "" if text is None else f'{setting} cannot be used ("{text}")'

    def _read(
        self, indicators: list[Indicator], folder: Path, asked: Asked
    ) -> tuple[dict[str, DepartmentMeasure], dict[str, Years]]:
        from cpp_scorecard.intake.department import department_files, read_measures
        from cpp_scorecard.intake.department_measures import catalogue

        try:
            known = catalogue(folder)
        except Refused as refused:
            self._ask("department-folder-unusable", Severity.WARNING, refused.message, refused.remedy, _FOLDER)
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
                    Severity.ERROR if indicator.lacks_similar else Severity.WARNING,
                    f'the Department measure "{name}" of {indicator.label} is not known.',
                    known.nearest(name),
                    indicator=indicator,
                )
        paths = department_files(folder)
        self.files = {path.name: path.relative_to(self.workbook.path.parent).as_posix() for path in paths}
        found, findings = read_measures(paths, measures.values(), frozenset(asked.councils), known)
        self.findings += findings
        return measures, found

    def _ask(
        self,
        code: str,
        severity: Severity,
        message: str,
        remedy: str,
        setting: str = "",
        indicator: Indicator | None = None,
    ) -> None:
        """Add a finding about an indicator's measure or about a setting, by the name of its field."""
        where = indicator.department_where if indicator else self.settings.places.get(setting)
        self.findings.append(Finding(code, severity, message, remedy, where, indicator.name if indicator else ""))


def _named(indicator: Indicator, use: SimilarUse) -> Indicator:
    if isinstance(indicator.similar, Missing):
        return indicator
    words = use.computed if indicator.is_similar_computed else use.typed
    return replace(indicator, similar=replace(indicator.similar, council_set=words))
