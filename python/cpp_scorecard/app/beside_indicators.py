"""What a report says beside its indicators: the exception dataset, highlights, spotlights, At a Glance, the lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cpp_scorecard.app.at_a_glance import glance_findings, report_glance, with_list_day
from cpp_scorecard.app.child_lists import list_findings
from cpp_scorecard.app.dataset import dataset_findings, report_dataset
from cpp_scorecard.app.exceptions import divided, exception_findings, report_exceptions
from cpp_scorecard.app.highlights import highlight_findings, report_highlights
from cpp_scorecard.app.spotlight import report_spotlights
from cpp_scorecard.core.card_exceptions import rated_indicators
from cpp_scorecard.core.dataset import up_to

if TYPE_CHECKING:
    from cpp_scorecard.app.scorecard import Scorecard
    from cpp_scorecard.core.assessment import Conventions
    from cpp_scorecard.core.findings import Finding
    from cpp_scorecard.core.series import Series


def with_what_stands_beside(scorecard: Scorecard, series: Sequence[Series], conventions: Conventions) -> Scorecard:
    """`scorecard` with all of it, and with what there is to say of it; `series` are those of its assessments."""
    month, assessments = scorecard.as_of, scorecard.assessments
    workbook = with_list_day(scorecard.workbook, month)
    pairs = list(zip(assessments, series, strict=True))
    rated = rated_indicators(pairs, workbook.heads)
    of_card, of_dataset = divided(workbook.narrative, (one.row for one in rated), workbook.dataset)
    report = None if workbook.dataset is None else report_dataset(workbook, up_to(workbook.dataset, month), of_dataset)
    exceptions = report_exceptions(rated, of_card, conventions) if rated else None
    by_indicator = {id(one.indicator): (one, its) for one, its in pairs}
    assessed = {place: by_indicator[id(indicator)] for place, indicator in enumerate(workbook.indicators)}
    highlights = report_highlights(workbook, assessed, conventions)
    findings: list[Finding] = [*scorecard.findings, *highlight_findings(workbook, highlights, conventions)]
    if report is not None:
        findings += dataset_findings(report)
    if exceptions is not None:
        findings += exception_findings(exceptions, month)
    dataset = None if report is None else report.dataset
    spotlights, said = report_spotlights(workbook, dataset, assessments, month.last_day)
    findings += said
    glance = report_glance(workbook)
    findings += glance_findings(glance, month)
    findings += list_findings(workbook, glance, month)
    return replace(
        scorecard,
        workbook=workbook,
        findings=tuple(findings),
        dataset=report,
        exceptions=exceptions,
        highlights=highlights,
        glance=glance,
        spotlights=spotlights,
    )
