"""The Exceptions sheet: indicators outside their range, by section and heading, with what people say of them."""

from __future__ import annotations

from itertools import groupby

from cpp_scorecard.core.dataset import Dataset, column_label
from cpp_scorecard.core.exceptions import ExceptionItem, RatedRow, owed
from cpp_scorecard.core.narrative import Heading
from cpp_scorecard.core.printing import printed, printed_exactly
from cpp_scorecard.core.recompute import shown_decimals
from cpp_scorecard.reports.card import Card
from cpp_scorecard.reports.text_page import TextPage, page_sheet
from cpp_scorecard.reports.wording import wording
from cpp_scorecard.sheets.model import Role, SheetModel
from cpp_scorecard.sheets.theme import Theme

KEY = "exceptions"
NAME = "Exceptions"
_WIDTHS = (44.0, 12.0, 18.0, 15.0, 84.0, 32.0, 42.0)


def exceptions_sheet(card: Card, theme: Theme) -> SheetModel:
    """The exceptions of `card`'s dataset under the five published headings, section by section."""
    report = card.dataset
    assert report is not None, "the card has a dataset"
    words = wording()["exceptions"]
    page = TextPage(KEY, theme, _WIDTHS)
    page.wide(words["title"], Role.TITLE)
    page.wide(card.subtitle, Role.SUBTITLE)
    waiting = owed(report.items)
    page.wide(words["owed"].format(count=len(waiting)) if waiting else words["none_owed"], Role.SUMMARY)
    page.gap()
    header = page.row
    page.cells_across([(text, Role.HEADER) for text in words["headers"]])
    heads = {row.section: row.head_of_service for row in report.dataset.rows}
    for section, members in groupby(report.items, key=lambda item: item.section):
        found = list(members)
        head = heads.get(section, "")
        page.gap()
        page.wide(f"{section}: {head}" if head else section or words["no_section"], Role.HEADING)
        for heading in Heading:
            under = [item for item in found if item.heading is heading]
            page.wide(heading.value if under else f"{heading.value}: {words['none']}", Role.SUMMARY)
            for item in under:
                _item(page, report.dataset, item, words)
    page.gap()
    page.wide(words["owed_title"], Role.HEADING)
    if not waiting:
        page.wide(words["none_owed"], Role.BODY)
    for item in waiting:
        names = "; ".join(rated.row.name for rated in item.rows)
        page.wide(f"{heads.get(item.section) or words['no_head']} ({item.section}): {names}", Role.BODY)
    return page_sheet(page, KEY, NAME, header)


def _item(page: TextPage, dataset: Dataset, item: ExceptionItem, words: dict[str, str]) -> None:
    entry = item.entry
    text = entry.text if entry else words["no_text"]
    if item.carried_from is not None:
        text = f"{words['carried'].format(period=column_label(item.carried_from))}\n{text}"
    by = ", ".join(part for part in (entry.author, entry.date) if part) if entry else ""
    slips = "\n".join(f'"{slip.quoted}": {slip.problem}.' for slip in item.slips)
    lines = [_cells(dataset, rated) for rated in item.rows] or [("", "", "", "")]
    for at, (name, figure, expected, letter) in enumerate(lines):
        words_here = (text, by, slips) if at == 0 else ("", "", "")
        page.cells_across(
            [
                (name, Role.INDICATOR),
                (figure, Role.CENTRED),
                (expected, Role.CENTRED),
                (letter, Role.CENTRED),
                (words_here[0], Role.TEXT),
                (words_here[1], Role.TEXT),
                (words_here[2], Role.TEXT),
            ]
        )


def _cells(dataset: Dataset, rated: RatedRow) -> tuple[str, str, str, str]:
    row, period = rated.row, dataset.current
    figure = row.figure(period) if period else None
    shown = printed(figure.number, row.unit, shown_decimals(figure, row.unit)) if figure else "-"
    low, high = row.expected.low, row.expected.high
    bounds = [None if bound is None else printed_exactly(bound, row.unit) for bound in (low, high)]
    expected = " to ".join(bound for bound in bounds if bound is not None)
    if low is None or high is None:
        expected = f"{'up to' if low is None else 'from'} {expected}"
    letter = rated.letter or "-"
    if rated.override is not None:
        applies_to = rated.override.applies_to
        is_earlier = bool(applies_to) and period is not None and applies_to != column_label(period)
        since = f", from {applies_to}" if is_earlier else ""
        letter = f"{letter} (officer: {rated.override.value}{since})"
    return row.name, shown, expected if low is not None or high is not None else "-", letter
