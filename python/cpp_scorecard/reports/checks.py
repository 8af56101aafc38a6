"""The Checks sheet: every finding with the cell as a link and what to do about it."""

from __future__ import annotations

from cpp_scorecard.core.findings import Severity
from cpp_scorecard.reports.card import Card
from cpp_scorecard.reports.text_page import TextPage
from cpp_scorecard.reports.wording import wording
from cpp_scorecard.sheets.model import Area, ColumnSpec, PrintSetup, Role, SheetModel
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
            **({"2": {"link": card.link_to(where)}} if where else {}),
        )
    return SheetModel(
        key=KEY,
        name=NAME,
        cells=tuple(page.cells),
        merges=tuple(page.merges),
        columns=tuple(ColumnSpec(i, page.width(i)) for i in range(len(_WIDTHS))),
        row_heights=tuple(page.heights.items()),
        freeze=(header + 1, 0),
        print_setup=PrintSetup(
            area=Area(0, 0, page.row - 1, len(_WIDTHS) - 1),
            paper=9,
            repeat_rows=(header, header),
            footer="&L&9Checks&R&9Page &P of &N",
        ),
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
