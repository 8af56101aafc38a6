"""Exceptions with people's words about them: those of the card, and what the Checks sheet says of any."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from cpp_scorecard.core.card_exceptions import RatedIndicator, card_exceptions
from cpp_scorecard.core.dataset import Dataset, column_label
from cpp_scorecard.core.exception_items import ExceptionItem, R, owed
from cpp_scorecard.core.findings import Finding, Severity
from cpp_scorecard.core.typed_month import month_meant, typed_in_excel
from cpp_scorecard.reports.card import ExceptionReport

if TYPE_CHECKING:
    from cpp_scorecard.core.assessment import Conventions
    from cpp_scorecard.core.narrative import Named, NarrativeEntry
    from cpp_scorecard.core.period import Month
    from cpp_scorecard.core.series import CellRef


def report_exceptions(
    rated: Sequence[RatedIndicator], entries: Sequence[NarrativeEntry], conventions: Conventions
) -> ExceptionReport:
    """The card's indicators outside their range with the texts about them."""
    items = tuple(card_exceptions(rated, entries, conventions))
    return ExceptionReport(items, later_than(entries, conventions.as_of), bool(entries))


def divided(
    entries: Iterable[NarrativeEntry], card: Iterable[Named], dataset: Dataset | None
) -> tuple[list[NarrativeEntry], list[NarrativeEntry]]:
    """The texts of the card and those of the dataset; one that names an indicator of both is both's.

    Beside a dataset a bare number is that of one of its rows, and a text about nothing that is known is the dataset's.
    """
    if dataset is None:
        return list(entries), []
    of_card, of_dataset, rows = [], [], list(card)
    for entry in entries:
        is_rows = any(entry.concerns(row) for row in dataset.rows)
        is_cards = any(entry.refers_to(row) if is_rows else entry.concerns(row) for row in rows)
        if is_cards:
            of_card.append(entry)
        if is_rows or not is_cards:
            of_dataset.append(entry)
    return of_card, of_dataset


def later_than(entries: Iterable[NarrativeEntry], month: Month) -> tuple[NarrativeEntry, ...]:
    """The texts of a period that begins after `month`: they wait for their own report."""
    return tuple(entry for entry in entries if entry.period is not None and entry.period.first_month > month)


def exception_findings(report: ExceptionReport, as_of: Month) -> Iterator[Finding]:
    """What the Checks sheet says about the card's texts; nothing of owed ones while no narrative is kept at all."""
    if not report.has_words:
        return
    for item in report.items:
        entry = item.entry
        if entry is None or item.rows:
            continue
        if called := ", ".join((*entry.references, *entry.names, *entry.numbers)):
            yield Finding(
                code="narrative-indicator-unknown",
                severity=Severity.WARNING,
                message=f'the text is about "{called}", which is no indicator of the card.',
                remedy="Correct the reference or the name; the text stands under Other exceptions until then.",
                where=entry.where,
            )
    yield from text_findings(report.items, report.later, as_of)


def later_finding(label: str, typed: dt.date | None, as_of: Month, where: CellRef | None) -> Finding:
    """A text of a period after the report's; a day that Excel made of the report's own month is named."""
    meant = month_meant(typed, as_of)
    if meant is not None and typed is not None:
        message, remedy = typed_in_excel(typed, meant)
        return Finding("narrative-later", Severity.WARNING, message, remedy, where)
    return Finding(
        code="narrative-later",
        severity=Severity.INFORMATION,
        message=f"the text is of {label}, after this report's period; it waits for its own.",
        remedy="Nothing to do, unless the period is a slip.",
        where=where,
    )


def text_findings(
    items: Iterable[ExceptionItem[R]], later: Iterable[NarrativeEntry], as_of: Month
) -> Iterator[Finding]:
    """Slips in texts, texts of periods later than `as_of` and texts that are owed."""
    every = list(items)
    for item in every:
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
    for entry in later:
        assert entry.period is not None, "a later text has a period"
        yield later_finding(column_label(entry.period), entry.typed, as_of, entry.where)
    for item in owed(every):
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
