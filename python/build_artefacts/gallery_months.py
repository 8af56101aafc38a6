"""The gallery's pages of windows over rows of months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from build_artefacts.gallery_card import REPORT, Row
from build_artefacts.gallery_page import (
    FIRST,
    HEADER_ROW,
    Content,
    GalleryColumn,
    Page,
    Shown,
    below,
    match,
    number_format,
    printed_decimals,
    printed_figure,
    spilled,
)
from cpp_scorecard.core.indicator import FigureKind, Unit
from cpp_scorecard.core.period import PeriodKind, ReportingPeriod
from cpp_scorecard.core.rounding import round_half_away
from cpp_scorecard.core.series import Figure, Part, Series
from cpp_scorecard.sheets.model import Formula, Role, a1

if TYPE_CHECKING:
    from cpp_scorecard.core.assessment import Assessment
    from cpp_scorecard.intake.workbook import IndicatorWorkbook

WINDOWS = "Windows"
_STUB = 3
_FUNCTIONS = {"R12M": "CPP_R12M", "YTD": "CPP_YTD"}
_QUARTER_ROWS = ("D003", "D006", "D010", "D026", "D027", "D039", "D042", "D051", "D104", "D106", "D116", "D183")
_QUARTER_MONTHS = ("Apr-21", "May-21", "Jun-21", "Jul-21", "Aug-21", "Sep-21")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of monthly figures of the page of windows."""

    assessment: Assessment
    series: Series
    part: Part
    row: int
    published: str

    @property
    def is_ratio(self) -> bool:
        """Whether the next line holds the denominators."""
        return self.part is Part.ACTUAL


@dataclass(frozen=True, slots=True)
class MonthLines:
    """The lines of the page and the months over them."""

    months: tuple[ReportingPeriod, ...]
    lines: tuple[Line, ...]

    @classmethod
    def of(cls, workbook: IndicatorWorkbook, assessments: Sequence[Assessment], published: Sequence[Row]) -> MonthLines:
        """Every indicator that the card adds up from months, with a figure."""
        lines: list[Line] = []
        for a, series, row in zip(assessments, workbook.series, published, strict=True):
            code, unit = a.indicator.how_reported.code, a.indicator.unit
            if code not in _FUNCTIONS or a.indicator.figures is not FigureKind.EVENTS or a.latest.number is None:
                continue
            parts = (Part.VALUE,) if unit is Unit.NUMBER else (Part.ACTUAL, Part.POSSIBLE)
            lines += [Line(a, series, part, FIRST + len(lines) + at, row["latest"]) for at, part in enumerate(parts)]
        months = sorted(
            {p for line in lines for p in line.series.observations if p.kind is PeriodKind.MONTH},
            key=lambda period: period.first_month,
        )
        return cls(tuple(months), tuple(lines))

    def cells(self, row: int, sheet: str = "") -> str:
        """The cells of a row of months or of figures."""
        return self.span(row, 0, len(self.months) - 1, sheet)

    def span(self, row: int, first: int, last: int, sheet: str = "") -> str:
        """The cells of some months, counted from zero."""
        fixed = row == HEADER_ROW
        return f"{sheet}{a1(row, _STUB + first, fixed_row=fixed)}:{a1(row, _STUB + last, fixed_row=fixed)}"

    def ratio(self, name: str) -> Line:
        """The numerators of an indicator."""
        return next(line for line in self.lines if line.is_ratio and line.assessment.indicator.name == name)


def windows(found: MonthLines) -> Page:
    """Counts and ratios of sums, each up to its own latest month."""
    columns = [
        GalleryColumn("Indicator", 50, Role.INDICATOR),
        GalleryColumn("How reported?", 10),
        GalleryColumn("Figure", 10),
        *(GalleryColumn(str(month), 7.5) for month in found.months),
        GalleryColumn("Function", 17),
        GalleryColumn("Result", 10),
        GalleryColumn("Published", 10),
        GalleryColumn("Match", 9),
    ]
    at = _STUB + len(found.months)
    rows: list[list[Content]] = []
    for line in found.lines:
        a = line.assessment
        code = a.indicator.how_reported.code
        part = "Count" if line.part is Part.VALUE else line.part.value.capitalize()
        row: list[Content] = [a.indicator.name, code, part]
        for month in found.months:
            observation = line.series.at(month)
            held = observation.get(line.part) if observation else None
            row.append(held.number if isinstance(held, Figure) else held.token or None if held else None)
        if line.part is Part.POSSIBLE:
            rows.append([*row, None, None, None, None])
            continue
        name = _FUNCTIONS[code] + ("_RATIO" if line.is_ratio else "")
        ranges = [found.cells(HEADER_ROW), found.cells(line.row)] + [found.cells(line.row + 1)] * line.is_ratio
        assert a.latest.number is not None
        theirs, decimals = printed_figure(line.published), printed_decimals(line.published)
        same = round_half_away(a.latest.number, decimals) == round_half_away(theirs, decimals)
        shown = number_format(line.published)
        row += [
            name,
            Shown(Formula(f"={name}({','.join(ranges)})", a.latest.number), shown),
            Shown(theirs, shown),
            match(a1(line.row, at + 1), a1(line.row, at + 2), same, decimals),
        ]
        rows.append(row)
    about = (
        f"What the {REPORT} adds up from months. Each row stands at its own latest month. The published report has "
        "totals only: the months are illustrative but for those that make the totals."
    )
    return Page("windows", WINDOWS, "CPP_R12M, CPP_YTD and their ratios of sums", about, columns, rows)


def quarters(grid: Sequence[Row]) -> Page:
    """Two quarters of the exception dataset, each added up for all rows by one formula."""
    chosen = [row for row in grid if row["ref"] in _QUARTER_ROWS]
    columns = [
        GalleryColumn("Indicator", 50, Role.INDICATOR),
        *(GalleryColumn(month, 8) for month in _QUARTER_MONTHS),
    ]
    count = len(chosen)
    counts = [[float(row[month]) for month in _QUARTER_MONTHS] for row in chosen]
    months = f"{a1(HEADER_ROW, 1)}:{a1(HEADER_ROW, 6)}"
    figures = f"{a1(FIRST, 1)}:{a1(FIRST + count - 1, 6)}"
    parts = []
    for name, first in (("Q1", 0), ("Q2", 3)):
        columns += [GalleryColumn(f"CPP_QUARTER {name}", 14), GalleryColumn("Published", 10), GalleryColumn("Match", 9)]
        sums = [sum(line[first : first + 3]) for line in counts]
        formula = spilled(f'=CPP_QUARTER({months},{figures},"{name} 2021-22")', sums)
        parts.append((below(formula), sums, [float(row[f"21-22 {name}"]) for row in chosen]))
    rows: list[list[Content]] = []
    for place, row in enumerate(chosen):
        line: list[Content] = [row["indicator"].strip(), *counts[place]]
        for which, (cells, sums, published) in enumerate(parts):
            at = 7 + 3 * which
            ours, theirs = a1(FIRST + place, at), a1(FIRST + place, at + 1)
            line += [cells[place], published[place], match(ours, theirs, sums[place] == published[place])]
        rows.append(line)
    about = "Counts of the Safeguarding Exception Dataset, Quarter 2 of 2021-22: months and quarters as published."
    return Page("quarters", "Quarters", "CPP_QUARTER", about, columns, rows)
