"""The Annual strips sheet: for each chosen indicator the previous report, the current report and the comparators."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cpp_scorecard.core.dataset import column_label
from cpp_scorecard.core.printing import decimals_needed
from cpp_scorecard.core.recompute import shown_decimals
from cpp_scorecard.core.series import Figure, Missing
from cpp_scorecard.reports.layout import footer_text
from cpp_scorecard.reports.numbers import number_format, with_margin
from cpp_scorecard.reports.wording import wording
from cpp_scorecard.sheets.model import Area, Cell, ColumnSpec, PrintSetup, Role, SheetModel

if TYPE_CHECKING:
    from cpp_scorecard.core.strips import Strip, StripSpan
    from cpp_scorecard.reports.card import Card, DatasetReport
    from cpp_scorecard.sheets.theme import Theme

KEY = "strips"
NAME = "Annual strips"
_LABEL_WIDTH, _WIDTH = 22.0, 12.0
_ROW_HEIGHT = 16.5


@dataclass(slots=True)
class _Page:
    report: DatasetReport
    cells: list[Cell] = field(default_factory=list)
    merges: list[Area] = field(default_factory=list)
    row: int = 0
    widest: int = 1

    def strip(self, name: str, labels: list[str], figures: list[tuple[float | str | None, str | None]]) -> None:
        """Two rows: the labels, and the figures (each a value with its format) under them."""
        self.cells.append(Cell(self.row, 0, name, Role.INDICATOR))
        self.merges.append(Area(self.row, 0, self.row + 1, 0))
        for at, (label, (value, fmt)) in enumerate(zip(labels, figures, strict=True), 1):
            self.cells.append(Cell(self.row, at, label, Role.HEADER))
            role = Role.MISSING if value is None or isinstance(value, str) else Role.FIGURE
            self.cells.append(Cell(self.row + 1, at, value, role, number_format=fmt))
        self.widest = max(self.widest, len(labels))
        self.row += 2


def strips_sheet(card: Card, theme: Theme) -> SheetModel:
    """The strips of `card`'s dataset, one indicator under the other."""
    report = card.dataset
    assert report is not None, "the card has a dataset"
    words = wording()["strips"]
    page = _Page(report)
    page.cells += [Cell(0, 0, words["title"], Role.TITLE), Cell(1, 0, card.subtitle, Role.SUBTITLE)]
    page.row = 3
    tops: list[int] = []
    for strip in report.strips:
        tops.append(page.row)
        page.cells.append(Cell(page.row, 0, strip.row.name, Role.HEADING))
        page.row += 1
        for word, span in (("previous", strip.previous), ("current", strip.current)):
            if span is not None:
                page.strip(words[word], *_span(page, strip, span, words))
        names = list(report.dataset.comparators)
        if names:
            page.strip(words["comparators"], names, [_cell(strip, strip.row.comparators.get(n)) for n in names])
        if strip.basis:
            page.cells.append(Cell(page.row, 0, strip.basis, Role.FOOTNOTE))
            page.merges.append(Area(page.row, 0, page.row, 8))
            page.row += 1
        page.row += 1
    columns = [ColumnSpec(0, theme.width(KEY, 0, _LABEL_WIDTH))]
    last = max(page.widest, 8)
    columns += [ColumnSpec(c, theme.width(KEY, c, _WIDTH)) for c in range(1, last + 1)]
    return SheetModel(
        key=KEY,
        name=NAME,
        cells=tuple(page.cells),
        merges=tuple(page.merges),
        columns=tuple(columns),
        row_heights=((0, 30.0), (1, 18.0), *((row, _ROW_HEIGHT) for row in range(3, page.row))),
        print_setup=PrintSetup(
            area=Area(0, 0, max(page.row - 1, 3), last),
            landscape=False,
            paper=9,
            footer=f"&L&9{footer_text(card.subtitle)}&R&9Page &P of &N",
        ),
    )


def _span(
    page: _Page, strip: Strip, span: StripSpan, words: dict[str, str]
) -> tuple[list[str], list[tuple[float | str | None, str | None]]]:
    periods = span.periods(page.report.dataset)
    labels = [column_label(period) for period in periods] + [words["low"], words["high"]]
    figures = [_cell(strip, strip.row.values.get(period)) for period in periods]
    for bound in (span.expected.low, span.expected.high):
        unit = strip.row.unit
        fmt = None if bound is None else with_margin(number_format(unit, decimals_needed(bound, unit)))
        figures.append((bound, fmt))
    return labels, figures


def _cell(strip: Strip, found: Figure | Missing | None) -> tuple[float | str | None, str | None]:
    if isinstance(found, Figure):
        return found.number, with_margin(number_format(strip.row.unit, shown_decimals(found, strip.row.unit)))
    return (found.token or None, None) if found else (None, None)
