"""The exception dataset, rated and recomputed: what its reports are made from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cpp_scorecard.app.exceptions import later_than, text_findings
from cpp_scorecard.core.dataset import Dataset, last_month
from cpp_scorecard.core.dataset_differences import differences
from cpp_scorecard.core.exceptions import exception_items, rated_rows
from cpp_scorecard.core.findings import Finding, Severity
from cpp_scorecard.reports.card import DatasetReport

if TYPE_CHECKING:
    from cpp_scorecard.core.narrative import NarrativeEntry
    from cpp_scorecard.intake.workbook import IndicatorWorkbook


def report_dataset(workbook: IndicatorWorkbook, dataset: Dataset, entries: Sequence[NarrativeEntry]) -> DatasetReport:
    """Rate every row, recompute every cell that follows from others, and bring people's words to the exceptions."""
    rated = rated_rows(dataset)
    settings = workbook.settings
    current = dataset.current
    return DatasetReport(
        dataset=dataset,
        rated=rated,
        differences=tuple(differences(dataset, dict(workbook.reasons))),
        items=tuple(exception_items(dataset, rated, entries)),
        later=later_than(entries, last_month(current)) if current else (),
        strips=workbook.strips,
        annual=tuple(
            period
            for period in dataset.periods
            if any(first.kind is period.kind and first <= period <= last for first, last in settings.annual_spans)
        ),
    )


def dataset_findings(report: DatasetReport) -> Iterator[Finding]:
    """What the Checks sheet says about the dataset: slips in texts, texts that are owed, and how many differences."""
    if report.differences:
        yield Finding(
            code="dataset-differs",
            severity=Severity.WARNING,
            message=f"{len(report.differences)} printed figures do not follow from the others of the grid.",
            remedy="The Differences sheet lists each with the likely reason.",
            where=report.differences[0].published.where,
        )
    current = report.dataset.current
    if current is not None:
        yield from text_findings(report.items, report.later, last_month(current))
