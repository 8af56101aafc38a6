"""The first sheet of a batch's summary: how the workbook of each council fared, with a link to its pack."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cpp_scorecard.core.findings import Severity
from cpp_scorecard.core.period import Month
from cpp_scorecard.core.rag import Rag
from cpp_scorecard.reports.text_page import TextPage
from cpp_scorecard.reports.wording import wording
from cpp_scorecard.sheets.model import Link, Role, SheetModel

if TYPE_CHECKING:
    from cpp_scorecard.core.across_councils import AcrossCouncils
    from cpp_scorecard.core.council_result import CouncilResult
    from cpp_scorecard.sheets.theme import Theme

KEY = "batch-councils"
_WIDTHS = (28.0, 26.0, 17.0, 10.0, 7.0, 8.0, 8.0, 8.0, 8.0, 8.0, 12.0, 30.0, 46.0, 52.0, 9.0)
_PACK = 11

Words = Mapping[str, Any]


def councils_sheet(across: AcrossCouncils, theme: Theme) -> SheetModel:
    """Every workbook of the batch in the order of their names."""
    words = wording()["batch_councils"]
    page = TextPage(KEY, theme, _WIDTHS)
    page.wide(words["title"], Role.TITLE)
    intro = words["intro"].format(
        reported=len(across.reported), workbooks=len(across.results), latest=_latest(across, words)
    )
    page.wide(intro, Role.SUBTITLE)
    sets = words["sets"].format(sets=", ".join(across.set_names)) if across.set_names else words["no_sets"]
    page.wide(sets, Role.BODY)
    page.gap()
    header = page.row
    page.cells_across([(text, Role.HEADER) for text in words["headers"]])
    for result in across.results:
        page.cells_across(_cells(result, across, words), _links(result, words))
    return page.sheet(words["tab"], words["title"], header=header, filtered=True)


def _latest(across: AcrossCouncils, words: Words) -> str:
    months = sorted(result.as_of for result in across.reported)
    first, last = Month.parse(months[0]), Month.parse(months[-1])
    return str(words["latest_one" if first == last else "latest_many"].format(month=last, first=first, last=last))


def _cells(result: CouncilResult, across: AcrossCouncils, words: Words) -> list[tuple[str | float, Role]]:
    there = result.outcome.is_reported
    letters = [result.count(letter) if result.indicators else "" for letter in (Rag.RED, Rag.AMBER, Rag.GREEN, None)]
    findings = [result.findings.get(severity, 0) if there else "" for severity in Severity]
    near = across.neighbours.get(result.file, ())
    return [
        (result.council, Role.INDICATOR),
        (result.file, Role.TEXT),
        (words["outcomes"][result.outcome.value], Role.TEXT),
        (str(Month.parse(result.as_of)) if there else "", Role.CENTRED),
        *((count, Role.CENTRED) for count in (*letters, *findings)),
        (result.pack or words["no_pack"], Role.LINK if result.pack else Role.MISSING),
        (_said(result, across, words), Role.TEXT),
        ("; ".join(near) or words["no_neighbours"], Role.TEXT if near else Role.MISSING),
        (result.version, Role.WORKING),
    ]


def _said(result: CouncilResult, across: AcrossCouncils, words: Words) -> str:
    said = [result.message, result.remedy]
    if result.findings.get(Severity.ERROR):
        said.append(words["to_put_right"])
    if result.dataset_rows and not result.indicators:
        said.append(words["only_dataset"].format(rows=result.dataset_rows))
    if result.file in across.second:
        said.append(words["second"])
    return " ".join(text for text in said if text)


def _links(result: CouncilResult, words: Words) -> dict[int, Link]:
    if not result.pack:
        return {}
    return {_PACK: Link.to_file(result.pack, words["tip"].format(council=result.label))}
