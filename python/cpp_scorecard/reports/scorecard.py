"""The scorecard as published: 16 columns under two header rows, domains merged down, ratings live.

The trend and the workings of the rating stand to the right, outside the columns that are printed. Column by
column the structure is that of the published January 2022 card.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from cpp_scorecard.core.direction import Direction
from cpp_scorecard.reports.bands import page_breaks, write_domain
from cpp_scorecard.reports.layout import SheetLayout, footer_text
from cpp_scorecard.reports.live import rating_rules, runs
from cpp_scorecard.reports.numbers import with_mark
from cpp_scorecard.reports.scorecard_columns import (
    COMPARISONS,
    ORDINARY,
    PRINTED,
    SAID,
    SMALL,
    Col,
    columns,
    default_width,
    write_header,
)
from cpp_scorecard.reports.scorecard_row import count_format, latest_format, rests_on_column, write_row
from cpp_scorecard.reports.scorecard_text import illustrative_caution, write_footnotes, write_summary
from cpp_scorecard.reports.wording import wording
from cpp_scorecard.sheets.model import Area, ConditionalRule, PrintSetup, Role, SheetModel, a1

if TYPE_CHECKING:
    from cpp_scorecard.reports.card import Card
    from cpp_scorecard.sheets.theme import Theme

KEY = "scorecard"
NAME = "CPP Scorecard"
ORDINARY_MARK, SMALL_MARK = "~", "*"
"""Beside a letter that is within ordinary variation, and beside a count that is small."""
_DIRECTIONS = (
    (Direction.BETTER, Role.BETTER, "▲"),
    (Direction.WORSE, Role.WORSE, "▼"),
    (Direction.SAME, Role.SAME, "■"),
)


def scorecard_sheet(card: Card, theme: Theme) -> SheetModel:
    """The scorecard of `card` as a sheet; row heights and widths follow the fonts and widths of `theme`."""
    sheet = SheetLayout(KEY, card, theme, default_width, PRINTED)
    words = wording()["scorecard"]
    sheet.put(0, 0, words["title"], Role.TITLE)
    sheet.heights[0] = 30
    sheet.put(1, 0, card.subtitle, Role.SUBTITLE)
    sheet.heights[1] = 18
    caution = illustrative_caution(card)
    header = 4 if caution else 3
    first = header + 2
    last = first + len(card.assessments) - 1
    if caution:
        sheet.line(3, caution, Role.CAUTION, caution)
    write_header(sheet, header)
    domain_rows: list[tuple[int, int]] = []
    row = first
    for domain, members in groupby(card.assessments, key=lambda a: a.indicator.domain):
        top = row
        for assessment in members:
            write_row(sheet, row, assessment)
            row += 1
        write_domain(sheet, domain, Col.DOMAIN, top, row - 1)
        domain_rows.append((top, row - 1))
    write_summary(sheet, first, last)
    _live_rules(sheet, first, last)
    end = write_footnotes(sheet, last + 1)
    return SheetModel(
        key=KEY,
        name=NAME,
        cells=tuple(sheet.cells),
        merges=tuple(sheet.merges),
        columns=tuple(columns(sheet)),
        row_heights=tuple(sorted(sheet.heights.items())),
        rules=tuple(sheet.rules),
        sparklines=tuple(sheet.sparklines),
        freeze=(first, Col.HOW_REPORTED),
        zoom=80,
        logo_at=(0, Col.SIMILAR),
        print_setup=PrintSetup(
            area=Area(0, 0, end, PRINTED),
            repeat_rows=(0, header + 1),
            breaks_before_rows=page_breaks(domain_rows, len(card.assessments)),
            footer=f"&L&9{footer_text(card.subtitle)}&R&9Page &P of &N",
        ),
    )


def _live_rules(sheet: SheetLayout, first: int, last: int) -> None:
    by_format: dict[str, list[int]] = {}
    for offset, a in enumerate(sheet.card.assessments):
        by_format.setdefault(latest_format(a), []).append(first + offset)
    sheet.rules += rating_rules(by_format, Col.LATEST, Col.RATING)
    for _, judged, _ in COMPARISONS:
        area = Area(first, judged, last, judged)
        said = a1(first, SAID[judged], fixed_column=True)
        for letter, role, mark in _DIRECTIONS:
            sheet.rules.append(ConditionalRule((area,), f'={said}="{letter.value}"', role, f'@" {mark}"'))
            if letter is not Direction.SAME:
                formula = f'={said}="{letter.value} {ORDINARY}"'
                sheet.rules.append(ConditionalRule((area,), formula, role, f'@" {mark} {ORDINARY_MARK}"'))
    sheet.rules += _small_number_rules(sheet, first)


def _small_number_rules(sheet: SheetLayout, first: int) -> Iterator[ConditionalRule]:
    """The asterisk after a count that is small, by the column that says so."""
    by_format: dict[tuple[Col, str], list[int]] = {}
    for offset, a in enumerate(sheet.card.assessments):
        column = rests_on_column(a)
        count = {Col.POSSIBLE: a.latest.possible, Col.ACTUAL: a.latest.actual}.get(column) if column else None
        if column is not None and isinstance(count, float | int):
            by_format.setdefault((column, count_format(count)), []).append(first + offset)
    for (column, base), rows in by_format.items():
        areas = tuple(runs(rows, column))
        formula = f'={a1(areas[0].first_row, Col.COUNTED_SAID, fixed_column=True)}="{SMALL}"'
        yield ConditionalRule(areas, formula, Role.FIGURE, with_mark(base, SMALL_MARK))
