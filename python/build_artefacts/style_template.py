"""Builds ``workbook_templates/style_template.xlsx``, the look that ships with cpp-scorecard.

The template is written by the renderer it will serve, so that every role is a named cell style there.
Run ``python -m build_artefacts.style_template`` after changing a look here, and look at a printed card.

Rules that the looks keep (tested): Arial in two sizes and a title; text at least 4.5:1 against its
fill; red, amber and green apart in greyscale, green lightest; no fill but the ratings, a pale header
and the domain band; hairlines, no boxes.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from cpp_scorecard.sheets.look_xml import Border, Look
from cpp_scorecard.sheets.model import (
    Area,
    BookModel,
    BookProperties,
    Cell,
    ColumnSpec,
    PrintSetup,
    Role,
    SheetModel,
)
from cpp_scorecard.sheets.render import render
from cpp_scorecard.sheets.theme import Theme

TARGET = Path(__file__).resolve().parents[2] / "workbook_templates" / "style_template.xlsx"

_INK, _NAVY, _GREY = "1F2A33", "1F3A52", "5F6B75"
_HEADER_FILL, _BAND_FILL = "EEF2F5", "DFE7EE"
_HAIRLINE = Border("thin", "D3DAE0")
_RULE = Border("thin", "8A98A5")
_SMALL, _BODY, _TITLE = 9.0, 10.0, 16.0

_TEXT = Look(font_size=_BODY, rgb=_INK, vertical="center", wrap=True)
_ROW = replace(_TEXT, bottom=_HAIRLINE)
_MIDDLE = replace(_ROW, horizontal="center")
_QUIET = replace(_MIDDLE, rgb="6A747D")
_NUMBER = replace(_ROW, horizontal="right", wrap=False)
_HEAD = replace(_TEXT, font_size=_SMALL, bold=True, rgb=_NAVY, fill=_HEADER_FILL, horizontal="center", bottom=_RULE)
_RATED = replace(_NUMBER, bold=True)
_NOTE = replace(_TEXT, font_size=_SMALL, rgb=_GREY, vertical="top")

LOOKS: dict[Role, Look] = {
    Role.TITLE: replace(_TEXT, font_size=_TITLE, bold=True, rgb=_NAVY, wrap=False),
    Role.SUBTITLE: replace(_TEXT, rgb=_GREY, wrap=False),
    Role.SUMMARY: replace(_TEXT, bold=True),
    Role.CAUTION: replace(_TEXT, italic=True, rgb="4A4130", top=_HAIRLINE, bottom=_HAIRLINE),
    Role.HEADER: _HEAD,
    Role.HEADER_GROUP: replace(_HEAD, bottom=_HAIRLINE, left=_HAIRLINE),
    Role.DOMAIN: replace(_TEXT, bold=True, rgb=_NAVY, fill=_BAND_FILL, horizontal="center", rotation=90, bottom=_RULE),
    Role.INDICATOR: replace(_ROW, horizontal="left", indent=1),
    Role.TEXT: replace(_ROW, horizontal="left", indent=1),
    Role.CENTRED: _MIDDLE,
    Role.FIGURE: _NUMBER,
    Role.LATEST: _RATED,
    Role.DIRECTION: _QUIET,
    Role.MISSING: _QUIET,
    Role.FOOTNOTE: _NOTE,
    Role.WORKING: replace(_MIDDLE, font_size=_SMALL, rgb=_GREY),
    Role.LINK: replace(_ROW, rgb="1F4E79", underline=True, horizontal="left"),
    Role.HEADING: replace(_TEXT, bold=True, rgb=_NAVY, bottom=_RULE, vertical="bottom", wrap=False),
    Role.BODY: replace(_TEXT, vertical="top", horizontal="left"),
    Role.RED: replace(_RATED, fill="E2968B", rgb="1F1A1A"),
    Role.AMBER: replace(_RATED, fill="F2C869", rgb="1F1A1A"),
    Role.GREEN: replace(_RATED, fill="D9EDD3", rgb="1F1A1A"),
    Role.BETTER: replace(_MIDDLE, rgb="2C6440"),
    Role.WORSE: replace(_MIDDLE, rgb="97382C"),
    Role.SAME: replace(_MIDDLE, rgb=_GREY),
}

_PURPOSE: dict[Role, tuple[str, str]] = {
    Role.TITLE: ("Panel scorecard", "The title of a sheet."),
    Role.SUBTITLE: ("January 2022", "The line under the title: period and council."),
    Role.SUMMARY: ("12 red, 9 amber, 30 green", "The summary line over the table."),
    Role.CAUTION: ("Contains figures below 5", "The banner that asks for care with a sheet."),
    Role.HEADER: ("Latest", "Column headings; its font colour also marks the last point of a trend line."),
    Role.HEADER_GROUP: ("Same period last year", "Headings over several columns."),
    Role.DOMAIN: ("Placement", "The band with the name of a domain, turned to read upwards."),
    Role.INDICATOR: ("Children in care per 10,000", "The name of an indicator."),
    Role.TEXT: ("Apr-21 to Jan-22", "Other words in a row of the table."),
    Role.CENTRED: ("R12M", "Short words in the middle of their column."),
    Role.FIGURE: ("71.4%", "Figures."),
    Role.LATEST: ("94.1%", "The latest figure where no rating applies."),
    Role.DIRECTION: ("S", "The direction of travel, before its colour."),
    Role.MISSING: ("NYA", "What stands where there is no figure."),
    Role.FOOTNOTE: ("NYA: not yet available.", "Footnotes."),
    Role.WORKING: ("88.2 to 95.0", "Working columns; its font colour also draws the trend lines."),
    Role.LINK: ("'CPP Data'!F17", "Links to the source of a figure."),
    Role.HEADING: ("How each figure is worked out", "Headings of the pages of text."),
    Role.BODY: ("The rate of the last twelve months", "Text of the pages of text."),
    Role.RED: ("52.0% R", "A figure rated red."),
    Role.AMBER: ("88.0% A", "A figure rated amber."),
    Role.GREEN: ("96.0% G", "A figure rated green."),
    Role.BETTER: ("B", "The direction of travel is better."),
    Role.WORSE: ("W", "The direction of travel is worse."),
    Role.SAME: ("S", "The direction of travel is the same."),
}

SCORECARD_COLUMNS: tuple[tuple[str, float], ...] = (
    ("Domain", 6.5), ("Indicator", 97.5), ("How reported", 9), ("Latest data", 15),
    ("What good looks like", 9.5), ("Low", 8), ("High", 8), ("Latest", 13),
    ("Actual", 8), ("Possible", 8.5),
    ("Data", 9), ("Latest is", 8.5), ("Data", 9), ("Latest is", 8.5), ("Data", 9), ("Latest is", 8.5),
)  # fmt: skip
"""Headings and widths (characters) of the scorecard's columns, in order."""

_PAGE = PrintSetup(area=Area(0, 0, len(_PURPOSE) + 6, 2), landscape=False, paper=9)


def build(path: Path = TARGET) -> None:
    """Write the style template to `path`; the same bytes each time."""
    book = BookModel(
        sheets=(_styles_sheet(), _scorecard_sheet(), *(_text_sheet(key) for key in ("explained", "checks"))),
        properties=BookProperties(title="Style template of the Corporate Parenting Panel scorecard"),
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(render(book, Theme(looks=LOOKS, widths={})))


def _styles_sheet() -> SheetModel:
    lines = (
        "Change a style here and the next scorecard follows: Home, Cell Styles, right-click a style whose "
        "name begins with Scorecard, Modify. Changing a cell without its style changes nothing.",
        "Column widths: set them on the sheets of this workbook that have the names of report sheets.",
        "Logo: insert a picture (PNG or JPEG) on this sheet. The first picture appears on the scorecard.",
    )
    cells = [Cell(0, 0, "Style template", Role.TITLE)]
    cells += [Cell(row, 0, line, Role.BODY) for row, line in enumerate(lines, 1)]
    merges = [Area(row, 0, row, 2) for row in range(1, 1 + len(lines))]
    head = len(lines) + 2
    headings = ("Cell style", "Looks like", "Used for")
    cells += [Cell(head, column, text, Role.HEADER) for column, text in enumerate(headings)]
    heights: list[tuple[int, float]] = [(0, 27.0), (1, 27.0), (head, 18.0)]
    for row, role in enumerate(Role, head + 1):
        sample, purpose = _PURPOSE[role]
        cells += [
            Cell(row, 0, role.value, Role.TEXT),
            Cell(row, 1, sample, role),
            Cell(row, 2, purpose, Role.TEXT),
        ]
        heights.append((row, 72.0 if role is Role.DOMAIN else 24.0 if role is Role.TITLE else 18.0))
    return SheetModel(
        key="styles",
        name="Styles",
        cells=tuple(cells),
        merges=tuple(merges),
        columns=(ColumnSpec(0, 26), ColumnSpec(1, 46), ColumnSpec(2, 62)),
        row_heights=tuple(heights),
        print_setup=_PAGE,
        freeze=(head + 1, 0),
    )


def _scorecard_sheet() -> SheetModel:
    last = len(SCORECARD_COLUMNS) - 1
    return SheetModel(
        key="scorecard",
        name="scorecard",
        cells=(
            *(Cell(0, column, heading, Role.HEADER) for column, (heading, _) in enumerate(SCORECARD_COLUMNS)),
            Cell(2, 1, "These columns give the scorecard's columns their widths.", Role.FOOTNOTE),
        ),
        columns=tuple(ColumnSpec(column, width) for column, (_, width) in enumerate(SCORECARD_COLUMNS)),
        row_heights=((0, 39.0), (2, 27.0)),
        print_setup=PrintSetup(area=Area(0, 0, 2, last)),
    )


def _text_sheet(key: str) -> SheetModel:
    text = f"A column that is given a width here has that width on the sheet '{key}' of the scorecard."
    return SheetModel(
        key=key,
        name=key,
        cells=(Cell(0, 0, text, Role.SUBTITLE),),
        print_setup=PrintSetup(area=Area(0, 0, 0, 7), landscape=False, paper=9),
    )


if __name__ == "__main__":
    build()
