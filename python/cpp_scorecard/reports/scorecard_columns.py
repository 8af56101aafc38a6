"""The scorecard's columns and its two header rows. The first sixteen columns are those of the published card."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum, auto
from typing import TYPE_CHECKING

from cpp_scorecard.core.assessment import TREND_MONTHS
from cpp_scorecard.reports.wording import wording
from cpp_scorecard.sheets.fit import Block, row_height
from cpp_scorecard.sheets.model import Area, ColumnSpec, Role

if TYPE_CHECKING:
    from cpp_scorecard.reports.layout import SheetLayout


class Col(IntEnum):
    """Columns of the sheet, left to right. The first sixteen are the published card."""

    DOMAIN = 0
    INDICATOR = auto()
    HOW_REPORTED = auto()
    PERIOD = auto()
    POLARITY = auto()
    LOW = auto()
    HIGH = auto()
    LATEST = auto()
    ACTUAL = auto()
    POSSIBLE = auto()
    MONTH_AGO = auto()
    MONTH_AGO_IS = auto()
    YEAR_AGO = auto()
    YEAR_AGO_IS = auto()
    SIMILAR = auto()
    SIMILAR_IS = auto()
    TREND = auto()
    RATING = auto()
    RATING_BEFORE = auto()
    TOLERANCE = auto()
    MODE = auto()
    AT_ZERO = auto()
    OVERRIDE = auto()
    MONTH_AGO_SAID = auto()
    YEAR_AGO_SAID = auto()
    SIMILAR_SAID = auto()
    COUNTED_SAID = auto()
    TREND_DATA = auto()


PRINTED = Col.SIMILAR_IS
_WIDTHS = {
    Col.DOMAIN: 6.5, Col.INDICATOR: 97.5, Col.HOW_REPORTED: 9, Col.PERIOD: 15, Col.POLARITY: 9.5, Col.LOW: 8,
    Col.HIGH: 8, Col.LATEST: 13, Col.ACTUAL: 8, Col.POSSIBLE: 8.5, Col.MONTH_AGO: 9, Col.MONTH_AGO_IS: 8.5,
    Col.YEAR_AGO: 9, Col.YEAR_AGO_IS: 8.5, Col.SIMILAR: 9, Col.SIMILAR_IS: 8.5, Col.TREND: 22, Col.RATING: 8,
    Col.RATING_BEFORE: 9, Col.TOLERANCE: 9, Col.MODE: 9, Col.AT_ZERO: 11, Col.OVERRIDE: 22,
    Col.MONTH_AGO_SAID: 11, Col.YEAR_AGO_SAID: 11, Col.SIMILAR_SAID: 11, Col.COUNTED_SAID: 9,
}  # fmt: skip
_TREND_WIDTH = 8.0
SAID = {
    Col.MONTH_AGO_IS: Col.MONTH_AGO_SAID,
    Col.YEAR_AGO_IS: Col.YEAR_AGO_SAID,
    Col.SIMILAR_IS: Col.SIMILAR_SAID,
}
"""Where the letter of each comparison stands once more, with a word where it is ordinary variation."""
ORDINARY, SMALL = "ordinary", "small"
"""The words of those columns: rules look for them, so they are no wording."""
COMPARISONS = (
    (Col.MONTH_AGO, Col.MONTH_AGO_IS, "month_ago"),
    (Col.YEAR_AGO, Col.YEAR_AGO_IS, "year_ago"),
    (Col.SIMILAR, Col.SIMILAR_IS, "similar"),
)


def default_width(column: int) -> float:
    """The width of a column, in characters."""
    return _TREND_WIDTH if column >= Col.TREND_DATA else _WIDTHS[Col(column)]


def columns(sheet: SheetLayout) -> Iterator[ColumnSpec]:
    """Every column with its width; the comparisons and the workings can be folded away."""
    for column in Col:
        if column is Col.TREND_DATA:
            break
        grouped = Col.MONTH_AGO <= column <= Col.SIMILAR_IS or column >= Col.RATING
        yield ColumnSpec(column, sheet.width(column), outline_level=1 if grouped else 0)
    for month in range(TREND_MONTHS):
        yield ColumnSpec(Col.TREND_DATA + month, sheet.width(Col.TREND_DATA + month), outline_level=1)


def write_header(sheet: SheetLayout, row: int) -> None:
    """The two header rows, groups above leaves."""
    words = wording()["scorecard"]["headers"]
    partly = any(a.trend_is_illustrative for a in sheet.card.assessments)
    singles = {
        Col.DOMAIN: "domain", Col.INDICATOR: "indicator", Col.HOW_REPORTED: "how_reported", Col.PERIOD: "period",
        Col.POLARITY: "polarity", Col.LATEST: "latest", Col.TREND: "trend_illustrative" if partly else "trend",
    }  # fmt: skip
    groups = {
        (Col.LOW, Col.HIGH): ("range", ("low", "high")),
        (Col.ACTUAL, Col.POSSIBLE): ("behind", ("actual", "possible")),
        (Col.MONTH_AGO, Col.MONTH_AGO_IS): ("month_ago", ("data", "direction")),
        (Col.YEAR_AGO, Col.YEAR_AGO_IS): ("year_ago", ("data", "direction")),
        (Col.SIMILAR, Col.SIMILAR_IS): ("similar", ("data", "direction")),
        (Col.RATING, Col.OVERRIDE): (
            "workings",
            ("rating", "rating_before", "tolerance", "mode", "at_zero", "override"),
        ),
        (Col.MONTH_AGO_SAID, Col.COUNTED_SAID): (
            "doubts",
            ("month_ago_said", "year_ago_said", "similar_said", "counted_said"),
        ),
    }
    blocks: list[Block] = []
    look = sheet.theme.looks[Role.HEADER]
    for column, word in singles.items():
        sheet.put(row, column, words[word], Role.HEADER)
        sheet.merges.append(Area(row, column, row + 1, column))
    for (left, right), (group, leaves) in groups.items():
        sheet.put(row, left, words[group], Role.HEADER_GROUP)
        sheet.merges.append(Area(row, left, row, right))
        for offset, leaf in enumerate(leaves):
            sheet.put(row + 1, left + offset, words[leaf], Role.HEADER)
            blocks.append(Block.of(words[leaf], sheet.width(left + offset), look))
    sheet.put(row, Col.TREND_DATA, words["trend_data"], Role.HEADER_GROUP)
    sheet.merges.append(Area(row, Col.TREND_DATA, row, Col.TREND_DATA + TREND_MONTHS - 1))
    for offset in range(TREND_MONTHS):
        back = TREND_MONTHS - 1 - offset
        sheet.put(row + 1, Col.TREND_DATA + offset, "latest" if back == 0 else f"{back} before", Role.HEADER)
    sheet.heights[row] = 18
    sheet.heights[row + 1] = row_height(blocks, minimum=30)
