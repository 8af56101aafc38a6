"""The Contents sheet: what is in the pack, each sheet with a link and what it answers, and what the pack lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from cpp_scorecard.core.exception_items import owed
from cpp_scorecard.core.findings import Severity
from cpp_scorecard.core.rag import Rag
from cpp_scorecard.core.series import quoted_sheet
from cpp_scorecard.reports.scorecard_columns import Col
from cpp_scorecard.reports.text_page import TextPage
from cpp_scorecard.reports.wording import counted, wording
from cpp_scorecard.sheets.model import (
    Area,
    Cell,
    Formula,
    Link,
    Role,
    SheetModel,
    a1,
)

if TYPE_CHECKING:
    from cpp_scorecard.reports.card import Card, PackSheet
    from cpp_scorecard.sheets.theme import Theme

KEY = "contents"
NAME = "Contents"
_WIDTHS = (22.0, 62.0, 38.0)


def contents_sheet(card: Card, theme: Theme) -> SheetModel:
    """A line for each sheet of the pack of `card`, and a line for each report that the pack is without."""
    words = wording()["contents"]
    page = TextPage(KEY, theme, _WIDTHS)
    page.wide(words["title"], Role.TITLE)
    page.wide(card.subtitle, Role.SUBTITLE)
    page.gap()
    page.cells_across([(text, Role.HEADER) for text in words["headers"]])
    here = [sheet for sheet in card.pack if sheet.is_in]
    for sheet in here:
        report = words["reports"][sheet.report]
        row = page.row
        shown, live = summary(card, sheet)
        link = Link(f"internal:{quoted_sheet(sheet.tab)}!A1", words["tip"].format(sheet=sheet.tab))
        page.cells_across([(sheet.tab, Role.LINK), (report["answers"], Role.TEXT), (shown, Role.TEXT)], {0: link})
        if live is not None:
            page.cells[-1] = Cell(row, len(_WIDTHS) - 1, live, Role.TEXT)
    if here:
        page.gap()
        page.wide(words["back"], Role.FOOTNOTE)
    _left_out(page, card, words)
    return page.sheet(NAME, card.subtitle, portrait=True, a4=True)


def _left_out(page: TextPage, card: Card, words: Mapping[str, str]) -> None:
    """The reports that this pack is without, and what an officer does to get them."""
    reports = wording()["contents"]["reports"]
    lacking = [sheet for sheet in card.pack if not sheet.has_data]
    unchosen = [reports[sheet.report]["title"] for sheet in card.pack if sheet.has_data and not sheet.is_in]
    if not lacking and not unchosen:
        return
    page.gap()
    page.wide(words["lacking"], Role.HEADING)
    page.gap()
    for sheet in lacking:
        report = reports[sheet.report]
        page.wide(words["would_need"].format(title=report["title"], needs=report["needs"]), Role.FOOTNOTE)
    if unchosen:
        page.wide(words["unchosen"].format(names=", ".join(unchosen)), Role.FOOTNOTE)


def with_way_back(sheet: SheetModel, contents: str) -> SheetModel:
    """`sheet` with its title as a link back to the sheet `contents`: no cell more, and nothing on paper."""
    link = Link(f"internal:{quoted_sheet(contents)}!A1", wording()["contents"]["tip"].format(sheet=contents))
    cells = (replace(c, link=link) if (c.row, c.column) == (0, 0) and c.link is None else c for c in sheet.cells)
    return replace(sheet, cells=tuple(cells), merges=(*sheet.merges, *_whole_title(sheet)))


def _whole_title(sheet: SheetModel) -> Iterator[Area]:
    """The cells that a title without a merge runs over: all of it is to be clicked, not the first cell alone."""
    taken = {c.column for c in sheet.cells if c.row == 0 and c.column}
    taken |= {sheet.logo_at[1]} if sheet.logo_at else set()
    last = min([*(column - 1 for column in taken), sheet.print_setup.area.last_column])
    if last > 0 and not any(merge.first_row == 0 for merge in sheet.merges):
        yield Area(0, 0, 0, last)


def summary(card: Card, sheet: PackSheet) -> tuple[str, Formula | None]:
    """What is in a sheet, in figures; for the ratings of the card, also the formula that keeps them live."""
    if sheet.report == "scorecard":
        return _ratings(card, sheet)
    count = _COUNTS.get(sheet.report)
    return (count(card, wording()["contents"]["counts"]) if count else ""), None


def _ratings(card: Card, sheet: PackSheet) -> tuple[str, Formula]:
    """`9 red, 9 amber, 27 green, 20 not rated`: an edit on the card in Excel is followed here too."""
    words = wording()["contents"]["counts"]
    letters = [a.letter for a in card.assessments]
    numbers = {rag.name.lower(): letters.count(rag.value) for rag in Rag}
    text = str(words["ratings"].format(**numbers, unrated=letters.count(None)))
    first, last = (a1(row, Col.RATING, fixed_column=True, fixed_row=True) for row in (0, max(sheet.rows - 1, 0)))
    area = f"{quoted_sheet(sheet.tab)}!{first}:{last}"
    live = {rag.name.lower(): f'COUNTIF({area},"{rag.value}")' for rag in Rag}
    live["unrated"] = f"({len(letters)}-{'-'.join(live.values())})"
    pieces = ['"' + words["ratings"] + '"']
    for name, formula in live.items():
        pieces = [part for piece in pieces for part in _around(piece, "{" + name + "}", formula)]
    return text, Formula("=" + "&".join(piece for piece in pieces if piece != '""'), text)


def _around(piece: str, mark: str, formula: str) -> list[str]:
    """A quoted text divided at `mark`, with the formula in its place."""
    before, found, after = piece.partition(mark)
    return [f'{before}"', formula, f'"{after}'] if found else [piece]


def _exceptions(card: Card, words: Mapping[str, str]) -> str:
    """How many exceptions there are, and how many texts are owed."""
    of_card = card.exceptions.items if card.exceptions else ()
    of_dataset = card.dataset.items if card.dataset else ()
    outside = sum(bool(item.rows) for item in of_card) + sum(bool(item.rows) for item in of_dataset)
    waiting = len(owed(of_card)) + len(owed(of_dataset))
    found = counted(outside, words["exceptions"])
    return f"{found}, {counted(waiting, words['owed'])}" if card.publication is None else found


def _summary_tables(card: Card, words: Mapping[str, str]) -> str:
    rows = sum(len(table.rows) for table in card.glance)
    return f"{counted(len(card.glance), words['tables'])}, {counted(rows, words['rows'])}"


def _spotlights(card: Card, words: Mapping[str, str]) -> str:
    panels = [panel for spotlight in card.spotlights for page in spotlight.pages for panel in page.panels]
    charts = counted(sum(panel.chart is not None for panel in panels), words["charts"])
    return f"{counted(len(card.spotlights), words['themes'])}, {counted(len(panels), words['tables'])}, {charts}"


def _dataset_rows(card: Card, words: Mapping[str, str]) -> str:
    rated = card.dataset.rated if card.dataset else ()
    letters = [one.letter for one in rated]
    numbers = {rag.name.lower(): letters.count(rag.value) for rag in Rag}
    return f"{counted(len(rated), words['rows'])}: {words['dataset'].format(**numbers)}"


def _findings(card: Card, words: Mapping[str, str]) -> str:
    wrong = sum(finding.severity is Severity.ERROR for finding in card.findings)
    found = counted(len(card.findings), words["findings"])
    return f"{found}, {words['to_put_right'].format(count=wrong)}" if wrong else found


_COUNTS: Mapping[str, Callable[[Card, Mapping[str, str]], str]] = {
    "at-a-glance": _summary_tables,
    "spotlight": _spotlights,
    "highlights": lambda card, words: counted(len(card.highlights), words["themes"]),
    "dataset": _dataset_rows,
    "exceptions": _exceptions,
    "differences": lambda c, words: counted(len(c.dataset.differences) if c.dataset else 0, words["differences"]),
    "strips": lambda c, words: counted(len(c.dataset.strips) if c.dataset else 0, words["indicators"]),
    "annual": lambda c, words: counted(len(c.dataset.annual) if c.dataset else 0, words["periods"]),
    "since": lambda card, words: counted(len(card.changes or ()), words["changes"]),
    "checks": _findings,
}
"""What is in a sheet, by report; Explained needs no figure."""
