"""Read a workbook and assess every indicator in it: what each use case begins with."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from cpp_scorecard.app.at_a_glance import glance_findings, report_glance, with_list_day
from cpp_scorecard.app.child_lists import list_findings
from cpp_scorecard.app.dataset import dataset_findings, report_dataset
from cpp_scorecard.app.differences import ByName, compare_letters
from cpp_scorecard.app.exceptions import divided, exception_findings, report_exceptions
from cpp_scorecard.app.highlights import highlight_findings, report_highlights
from cpp_scorecard.app.similar import SimilarUse, with_similar
from cpp_scorecard.app.spotlight import report_spotlights
from cpp_scorecard.core.assessment import Assessment, Conventions, assess, latest_month_with_data
from cpp_scorecard.core.at_a_glance import ReportedTable
from cpp_scorecard.core.card_exceptions import rated_indicators
from cpp_scorecard.core.changes import Change
from cpp_scorecard.core.checks import findings_of
from cpp_scorecard.core.dataset import last_month, up_to
from cpp_scorecard.core.errors import Refused
from cpp_scorecard.core.findings import Finding, Severity, in_order
from cpp_scorecard.core.highlights import Highlight
from cpp_scorecard.core.period import Month, ReportingPeriod
from cpp_scorecard.core.spotlight import Spotlight
from cpp_scorecard.intake.workbook import IndicatorWorkbook, read_workbook
from cpp_scorecard.reports.card import DatasetReport, ExceptionReport


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Everything that the reports say: assessed indicators, domains kept together, and all findings."""

    workbook: IndicatorWorkbook
    as_of: Month
    assessments: tuple[Assessment, ...]
    findings: tuple[Finding, ...]
    dataset: DatasetReport | None = None
    changes: tuple[Change, ...] | None = None
    """Differences from an earlier pack; None when it was not compared with one."""
    previous_name: str = ""
    highlights: tuple[Highlight, ...] = ()
    """With their drafts, for the officers' own eyes: a report gets them without (`make_card`)."""
    exceptions: ExceptionReport | None = None
    """What is outside its range on the card; None where the workbook has no card."""
    similar: SimilarUse = field(default_factory=SimilarUse)
    spotlights: tuple[Spotlight, ...] = ()
    glance: tuple[ReportedTable, ...] = ()
    """The summary tables of At a Glance."""

    @property
    def is_complete(self) -> bool:
        """Whether every indicator could be reported as the workbook has it."""
        return not any(finding.severity is Severity.ERROR for finding in self.findings)


def make_scorecard(path: Path, as_of: Month | None = None, *, copy: Path | None = None) -> Scorecard:
    """Read the workbook at `path` and assess it as of `as_of`.

    `copy` is the same workbook as a program that has it open would save it now; then only the name of `path` and
    the files beside it count.
    The month is the caller's, else the Settings', else the latest month with data: never the clock's.
    Raises Refused when the file cannot be read or nothing in it has a figure.
    """
    workbook = read_workbook(path, copy=copy)
    month = as_of or workbook.settings.report_month or latest_month_with_data(list(workbook.series))
    if month is None and workbook.dataset is not None:
        current = workbook.dataset.current
        month = last_month(current) if current else None
    if month is None:
        raise Refused(
            f"{path.name} defines {len(workbook.indicators)} indicators but has no figure for any of them.",
            "Enter figures under months, quarters, terms or years.",
        )
    workbook, similar = with_similar(with_list_day(workbook, month), month)
    settings = workbook.settings
    conventions = Conventions(
        as_of=month,
        term_starts=settings.term_starts,
        jump_points=settings.jump_points,
        jump_relative=settings.jump_relative,
        stale_months=settings.stale_months,
        similar_stale_months=settings.similar_stale_months,
        small_number=settings.small_number,
    )
    pairs = list(zip(workbook.indicators, workbook.series, strict=True))
    domains = list(dict.fromkeys(indicator.domain for indicator, _ in pairs))
    pairs.sort(key=lambda pair: domains.index(pair[0].domain))
    assessments = tuple(assess(indicator, series, conventions) for indicator, series in pairs)
    findings = list(workbook.findings)
    for assessment, (_, series) in zip(assessments, pairs, strict=True):
        findings += findings_of(assessment, series, conventions)
    is_chosen = as_of is not None or workbook.settings.report_month is not None
    if is_chosen and assessments and not any(a.anchor for a in assessments) and workbook.dataset is None:
        raise Refused(
            f"{path.name} has no figure up to {month}.",
            "Choose a later month, or correct the Report month in Settings.",
        )
    by_name = ByName(assessments)
    for row in workbook.published:
        if row.applies_to is not None and row.applies_to != ReportingPeriod.of_month(month):
            continue  # the letters of another month's card
        match = by_name.match(row)
        if match is not None:
            findings += compare_letters(row, match)
    rated = rated_indicators(zip(assessments, (series for _, series in pairs), strict=True), workbook.heads)
    of_card, of_dataset = divided(workbook.narrative, (one.row for one in rated), workbook.dataset)
    report = None if workbook.dataset is None else report_dataset(workbook, up_to(workbook.dataset, month), of_dataset)
    exceptions = report_exceptions(rated, of_card, conventions) if rated else None
    by_indicator = {id(indicator): (a, series) for a, (indicator, series) in zip(assessments, pairs, strict=True)}
    assessed = {place: by_indicator[id(indicator)] for place, indicator in enumerate(workbook.indicators)}
    highlights = report_highlights(workbook, assessed, conventions)
    findings += highlight_findings(workbook, highlights, conventions)
    if report is not None:
        findings += dataset_findings(report)
    if exceptions is not None:
        findings += exception_findings(exceptions, conventions.as_of)
    dataset = None if report is None else report.dataset
    spotlights, said = report_spotlights(workbook, dataset, assessments, month.last_day)
    findings += said
    glance = report_glance(workbook)
    findings += glance_findings(glance, month)
    findings += list_findings(workbook, glance, month)
    return Scorecard(
        workbook,
        month,
        assessments,
        tuple(in_order(findings)),
        report,
        exceptions=exceptions,
        highlights=highlights,
        similar=similar,
        glance=glance,
        spotlights=spotlights,
    )
