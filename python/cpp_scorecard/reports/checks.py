"""The Checks sheet: every finding with the cell as a link and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cpp_scorecard.core.findings import Severity
from cpp_scorecard.reports.text_page import TextPage
from cpp_scorecard.reports.wording import wording
from cpp_scorecard.sheets.model import Role, SheetModel

if TYPE_CHECKING:
    from cpp_scorecard.reports.card import Card
    from cpp_scorecard.sheets.theme import Theme

KEY = "checks"
NAME = "Checks"
_WIDTHS = (15.0, 44.0, 34.0, 66.0, 44.0, 22.0)


def checks_sheet(card: Card, theme: Theme) -> SheetModel:
    """The findings of `card`, most severe first."""
    words = wording()["checks"]
    page = TextPage(KEY, theme, _WIDTHS)
    page.wide(words["title"], Role.TITLE)
    page.wide(card.subtitle, Role.SUBTITLE)
    if card.findings:
        counts = {severity: sum(f.severity is severity for f in card.findings) for severity in Severity}
        page.wide(
            words["intro_some"].format(
                errors=counts[Severity.ERROR],
                warnings=counts[Severity.WARNING],
                information=counts[Severity.INFORMATION],
                workbook=card.workbook_name,
            ),
            Role.BODY,
        )
    else:
        page.wide(words["intro_none"], Role.BODY)
    page.gap()
    header = page.row
    page.cells_across([(text, Role.HEADER) for text in words["headers"]])
    for finding in card.findings:
        where = finding.where
        page.cells_across(
            [
                (words["severities"][finding.severity.value], Role.TEXT),
                (finding.indicator, Role.INDICATOR),
                (str(where) if where else "", Role.LINK if where else Role.TEXT),
                (_sentence(finding.message), Role.TEXT),
                (finding.remedy, Role.TEXT),
                (finding.code, Role.WORKING),
            ],
            {2: card.link_to(where)} if where else {},
        )
    return page.sheet(NAME, card.subtitle, header=header, a4=True)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
