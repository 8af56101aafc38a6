"""The Exceptions sheet: indicators outside their range, by section and heading, with what people say of them.

The card's come first, by domain; then the dataset's, section by section under the five published headings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING

from cpp_scorecard.core.dataset import Dataset, column_label
from cpp_scorecard.core.exception_items import ExceptionItem, R, owed
from cpp_scorecard.core.explanation import explain_rating
from cpp_scorecard.core.narrative import PUBLISHED_HEADINGS, Heading
from cpp_scorecard.core.printing import printed, range_text
from cpp_scorecard.core.rag import ExpectedRange, Rag, RagRating
from cpp_scorecard.core.recompute import shown_decimals
from cpp_scorecard.core.series import Missing
from cpp_scorecard.reports.live import RATINGS
from cpp_scorecard.reports.text_page import TextPage
from cpp_scorecard.reports.wording import wording
from cpp_scorecard.sheets.model import Area, ConditionalRule, Role, SheetModel, a1

if TYPE_CHECKING:
    from cpp_scorecard.core.card_exceptions import RatedIndicator
    from cpp_scorecard.core.exceptions import RatedRow
    from cpp_scorecard.core.indicator import Unit
    from cpp_scorecard.reports.card import Card
    from cpp_scorecard.sheets.theme import Theme

KEY = "exceptions"
NAME = "Exceptions"
_WIDTHS = (42.0, 16.0, 15.0, 23.0, 49.0, 62.0, 20.0, 20.0)
_RATING, _SAID, _TO_CHECK = 3, 5, 7

Words = Mapping[str, str]
Cells = tuple[str, str, str, str, str]
"""Name, latest figure, expected range, rating and distance of one line."""


def exceptions_sheet(card: Card, theme: Theme) -> SheetModel:
    """The exceptions of `card` and of its dataset, whichever it has."""
    words = wording()["exceptions"]
    of_card = card.exceptions.items if card.exceptions else ()
    of_dataset = card.dataset.items if card.dataset else ()
    is_worked_with = card.publication is None
    if not is_worked_with:  # nothing of what officers have still to do: texts to write, numbers to check
        has_words = any(item.entry for item in of_card) or any(item.entry for item in of_dataset)
        shown = words["headers"][: _TO_CHECK if has_words else _SAID]
        words = {**words, "headers": shown, "no_text": ""}
    page = TextPage(KEY, theme, _WIDTHS[: len(words["headers"])])
    page.wide(words["title"], Role.TITLE)
    page.wide(card.subtitle, Role.SUBTITLE)
    waiting = len(owed(of_card)) + len(owed(of_dataset))
    every = len(of_card) + len(of_dataset)
    if is_worked_with or not every:
        page.wide(_owed_line(waiting, words) if every else words["no_exceptions"], Role.SUMMARY)
    page.gap()
    header = page.row
    page.cells_across([(text, Role.HEADER) for text in words["headers"]])
    if card.exceptions is not None:
        if card.dataset is not None:
            _part(page, words["of_card"])
        heads = {a.row.section: a.row.head_of_service for item in of_card for a in item.rows}
        _sections(page, of_card, heads, lambda one: _card_cells(one, words), words, always=())
    if card.dataset is not None:
        dataset = card.dataset.dataset
        if card.exceptions is not None:
            _part(page, words["of_dataset"])
        heads = {row.section: row.head_of_service for row in dataset.rows}
        _sections(
            page, of_dataset, heads, lambda one: _row_cells(dataset, one, words), words, always=PUBLISHED_HEADINGS
        )
    if is_worked_with:
        _what_is_owed(page, card, words)
    page.rules += _colours(header + 1, page.row - 1)
    return page.sheet(NAME, card.subtitle, header=header, keeps_headings=True)


def _what_is_owed(page: TextPage, card: Card, words: Words) -> None:
    """The texts that heads of service have still to write: for those who make the report, not for its readers."""
    of_card = card.exceptions.items if card.exceptions else ()
    of_dataset = card.dataset.items if card.dataset else ()
    waiting = len(owed(of_card)) + len(owed(of_dataset))
    page.gap()
    page.wide(words["owed_title"], Role.HEADING)
    if not waiting:
        page.wide(words["none_owed"] if of_card or of_dataset else words["no_exceptions"], Role.BODY)
    _owed(page, of_card, words)
    _owed(page, of_dataset, words)
    if waiting and card.exceptions is not None and not card.exceptions.has_words and card.dataset is None:
        page.wide(words["where_to_write"].format(workbook=card.workbook_name), Role.FOOTNOTE)


def _colours(first: int, last: int) -> Iterator[ConditionalRule]:
    """The colour of each rating by the letter that it begins with: centred, as the styles of figures are not."""
    area = Area(first, _RATING, max(first, last), _RATING)
    for rag, role in RATINGS:
        yield ConditionalRule((area,), f'=LEFT({a1(first, _RATING, fixed_column=True)},1)="{rag.value}"', role)


def _owed_line(waiting: int, words: Words) -> str:
    if waiting == 1:
        return words["owed_one"]
    return words["owed"].format(count=waiting) if waiting else words["none_owed"]


def _part(page: TextPage, title: str) -> None:
    page.gap()
    page.wide(title, Role.SUBTITLE)


def _sections(
    page: TextPage,
    items: Iterable[ExceptionItem[R]],
    heads: Mapping[str, str],
    cells: Callable[[R], Cells],
    words: Words,
    always: tuple[Heading, ...],
) -> None:
    """Section by section; the headings of `always` stand in each, whether anything is under them or not."""
    for section, members in groupby(items, key=lambda item: item.section):
        found = list(members)
        head = heads.get(section, "")
        page.gap()
        page.wide(f"{section}: {head}" if head else section or words["no_section"], Role.HEADING)
        for heading in Heading:
            under = [item for item in found if item.heading is heading]
            if under or heading in always:
                page.wide(heading.value if under else f"{heading.value}: {words['none']}", Role.SUMMARY)
            for item in under:
                _item(page, item, cells, words)


def _item(page: TextPage, item: ExceptionItem[R], cells: Callable[[R], Cells], words: Words) -> None:
    entry = item.entry
    text = entry.text if entry else words["no_text"]
    if item.carried_from is not None:
        text = f"{words['carried'].format(period=column_label(item.carried_from))}\n{text}"
    by = ", ".join(part for part in (entry.author, entry.date) if part) if entry else ""
    slips = "\n".join(f'"{slip.quoted}": {slip.problem}.' for slip in item.slips)
    lines = [cells(rated) for rated in item.rows] or [("", "", "", "", "")]
    for at, (name, figure, expected, letter, distance) in enumerate(lines):
        said, who, to_check = (text, by, slips) if at == 0 else ("", "", "")
        page.cells_across(
            [
                (name, Role.INDICATOR),
                (figure, Role.CENTRED),
                (expected, Role.CENTRED),
                (letter, Role.CENTRED),
                (distance, Role.TEXT),
                (said, Role.TEXT if entry else Role.MISSING),
                (who, Role.TEXT),
                (to_check, Role.TEXT),
            ][: len(page.widths)]
        )


def _owed(page: TextPage, items: Iterable[ExceptionItem[R]], words: Words) -> None:
    """The texts that are owed, one line for each head of service and section."""
    for (section, head), members in groupby(
        owed(items), key=lambda item: (item.section, item.rows[0].row.head_of_service)
    ):
        names = "; ".join(rated.row.name for item in members for rated in item.rows)
        who = f"{head or words['no_head']} ({section})" if section else head or words["no_head"]
        page.wide(f"{who}: {names}", Role.BODY)


def _card_cells(rated: RatedIndicator, words: Words) -> Cells:
    a = rated.assessment
    indicator, value = a.indicator, a.latest.value
    figure = value.token if isinstance(value, Missing) else printed(value, indicator.unit, indicator.decimals)
    letter = a.letter or "-"
    if a.override is not None:
        letter = f"{letter} ({words['officer'].format(rating=a.override.value)})"
    if rated.changed_from is not None:
        before, period = rated.changed_from
        letter = f"{letter}\n{words['was'].format(rating=before.value, period=period)}"
    latest = f"{figure}\n{a.period_label}" if a.period_label else figure
    return indicator.name, latest, _range(a.expected, indicator.unit, words), letter, without_colour(a.explanation)


def _row_cells(dataset: Dataset, rated: RatedRow, words: Words) -> Cells:
    row, period = rated.row, dataset.current
    figure = row.figure(period) if period else None
    decimals = shown_decimals(figure, row.unit) if figure else 0
    shown = printed(figure.number, row.unit, decimals) if figure else "-"
    letter = rated.letter or "-"
    if rated.override is not None:
        applies_to = rated.override.applies_to
        is_earlier = bool(applies_to) and period is not None and applies_to != column_label(period)
        said = words["officer_since" if is_earlier else "officer"]
        letter = f"{letter} ({said.format(rating=rated.override.value, period=applies_to)})"
    distance = ""
    if figure is not None and isinstance(rated.rating, RagRating):
        distance = without_colour(explain_rating(figure.number, rated.rating, row.unit, decimals))
    return row.name, shown, _range(row.expected, row.unit, words), letter, distance


def without_colour(explanation: str) -> str:
    """An explanation without the colour that stands in the cell beside it: what it is, and how far outside."""
    for rag in Rag:
        explanation = explanation.removeprefix(f"{rag.word}: ")
    return explanation[:1].upper() + explanation[1:]


def _range(expected: ExpectedRange, unit: Unit, words: Words) -> str:
    return range_text(expected, unit, words) or "-"
