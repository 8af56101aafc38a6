"""The exception dataset, rated and recomputed: what its reports are made from."""

from __future__ import annotations

from collections.abc import Iterator

from cpp_scorecard.core.dataset import Dataset, column_label, last_month
from cpp_scorecard.core.dataset_differences import differences
from cpp_scorecard.core.exceptions import exception_items, owed, rated_rows
from cpp_scorecard.core.findings import Finding, Severity
from cpp_scorecard.core.narrative import NarrativeEntry
from cpp_scorecard.intake.workbook import IndicatorWorkbook
from cpp_scorecard.reports.card import DatasetReport


def report_dataset(workbook: IndicatorWorkbook, dataset: Dataset) -> DatasetReport:
    """Rate every row, recompute every cell that follows from others, and bring people's words to the exceptions."""
    rated = rated_rows(dataset)
    settings = workbook.settings
    return DatasetReport(
        dataset=dataset,
        rated=rated,
        differences=tuple(differences(dataset, dict(workbook.reasons))),
        items=tuple(exception_items(dataset, rated, workbook.narrative)),
        later=tuple(entry for entry in workbook.narrative if _is_later(entry, dataset)),
        strips=workbook.strips,
        annual=tuple(
            period
            for period in dataset.periods
            if any(first.kind is period.kind and first <= period <= last for first, last in settings.annual_spans)
        ),
    )


def _is_later(entry: NarrativeEntry, dataset: Dataset) -> bool:
    current = dataset.current
    return entry.period is not None and current is not None and entry.period.first_month > last_month(current)


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
    for item in report.items:
        if item.entry is None:
            continue
        for slip in item.slips:
            yield Finding(
                code="narrative-number",
                severity=Severity.WARNING,
                message=f'the text quotes "{slip.quoted}"; {slip.problem}.',
                remedy="Correct the text, or leave it if it speaks of something else.",
                where=item.entry.where,
                indicator=item.rows[0].row.name if item.rows else "",
            )
    for entry in report.later:
        assert entry.period is not None, "a later text has a period"
        yield Finding(
            code="narrative-later",
            severity=Severity.INFORMATION,
            message=f"the text is of {column_label(entry.period)}, after this report's period; it waits for its own.",
            remedy="Nothing to do, unless the period is a slip.",
            where=entry.where,
        )
    for item in owed(report.items):
        first = item.rows[0].row
        carried = f"; the one of {column_label(item.carried_from)} is shown" if item.carried_from else ""
        yield Finding(
            code="narrative-owed",
            severity=Severity.INFORMATION,
            message=f"{first.name} is outside its range and has no text of this period{carried}.",
            remedy=f"{first.head_of_service or 'The head of service'} enters one on the narrative sheet.",
            where=first.where,
            indicator=first.name,
        )
