"""Read a workbook and assess every indicator in it: what each use case begins with."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from cpp_scorecard.app.differences import ByName, compare_letters
from cpp_scorecard.app.similar import SimilarUse, with_similar
from cpp_scorecard.core.assessment import Assessment, Conventions, assess, latest_month_with_data
from cpp_scorecard.core.checks import findings_of
from cpp_scorecard.core.errors import Refused
from cpp_scorecard.core.findings import Finding, Severity, in_order
from cpp_scorecard.core.period import Month, ReportingPeriod
from cpp_scorecard.intake.workbook import IndicatorWorkbook, read_workbook

if TYPE_CHECKING:
    from cpp_scorecard.core.at_a_glance import ReportedTable
    from cpp_scorecard.core.changes import Change
    from cpp_scorecard.core.highlights import Highlight
    from cpp_scorecard.core.spotlight import Spotlight
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


def make_scorecard(
    path: Path, as_of: Month | None = None, *, copy: Path | None = None, indicators_only: bool = False
) -> Scorecard:
    """Read the workbook at `path` and assess it as of `as_of`.

    `copy` is the same workbook as a program that has it open would save it now; then only the name of `path` and
    the files beside it count.
    With `indicators_only`, nothing is read or said of what stands beside them: enough for reports that show no more.
    The month is the caller's, else the Settings', else the latest month with data: never the clock's.
    Raises Refused when the file cannot be read or nothing in it has a figure.
    """
    workbook = read_workbook(path, copy=copy, indicators_only=indicators_only)
    month = as_of or workbook.settings.report_month or latest_month_with_data(list(workbook.series))
    if month is None and workbook.dataset is not None:
        from cpp_scorecard.core.dataset import last_month

        current = workbook.dataset.current
        month = last_month(current) if current else None
    if month is None:
        raise Refused(
            f"{path.name} defines {len(workbook.indicators)} indicators but has no figure for any of them.",
            "Enter figures under months, quarters, terms or years.",
        )
    workbook, similar = with_similar(workbook, month)
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
    scorecard = Scorecard(workbook, month, assessments, tuple(findings), similar=similar)
    if not indicators_only:
        from cpp_scorecard.app.beside_indicators import with_what_stands_beside

        scorecard = with_what_stands_beside(scorecard, [series for _, series in pairs], conventions)
    return replace(scorecard, findings=tuple(in_order(list(scorecard.findings))))
