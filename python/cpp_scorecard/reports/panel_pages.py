"""A whole sheet of panels, theme by theme: A3 landscape, one page wide, a page for each theme, whole panels on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cpp_scorecard.reports.bands import breaks_between
from cpp_scorecard.reports.layout import SheetLayout, footer_text
from cpp_scorecard.reports.panels import place_panel
from cpp_scorecard.sheets.fit import MAX_HEIGHT, Block, block_height, row_height
from cpp_scorecard.sheets.model import Area, ColumnSpec, PrintSetup, Role, SheetModel

if TYPE_CHECKING:
    from cpp_scorecard.core.panel import Panel
    from cpp_scorecard.reports.card import Card
    from cpp_scorecard.sheets.theme import Theme

LABEL_WIDTH, COLUMN_WIDTH, COLUMNS = 44.0, 10.5, 14
"""Characters of the labels and of each column, and how many columns stand right of the labels."""
_PAGE = 762.0 * 0.97
"""Points of rows on an A3 page within the margins, with some air for printers that draw larger."""
_WORKING_WIDTH = 10.0


@dataclass(frozen=True, slots=True)
class PanelPage:
    """One theme: its heading, an optional sentence under it, and its panels."""

    heading: str
    panels: tuple[Panel, ...]
    introduction: str = ""


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell of a table that is no panel: a figure or a text with its look."""

    value: str | float | None
    role: Role
    number_format: str | None = None


class PanelPages:
    """A sheet of panels while it is built. Call `page` for each theme, then what belongs to it, then `finished`."""

    def __init__(self, key: str, name: str, card: Card, theme: Theme, *, title: str, caution: str = "") -> None:
        """An empty sheet `name` with its title, the card's subtitle and, where there is one, the caution."""
        self.sheet = SheetLayout(key, card, theme, _default_width, last_printed=COLUMNS)
        self.name = name
        self.row = 2
        self._themes: list[int] = []
        """Places in the layout's blocks at which themes begin."""
        self._kept = 0
        self.sheet.put(0, 0, title, Role.TITLE)
        self.sheet.put(1, 0, card.subtitle, Role.SUBTITLE)
        self.sheet.heights |= {0: 30, 1: 18}
        if caution:
            self.sheet.line(2, caution, Role.CAUTION, caution)
            self.row = 3
        self._repeated = self.row - 1

    def page(self, heading: str, introduction: str = "") -> None:
        """Begin a theme on a new page."""
        self._themes.append(len(self.sheet.blocks))
        self._kept = self.row
        self.sheet.line(self.row, heading, Role.TITLE, heading)
        self.sheet.heights[self.row] += 6
        self.row += 1
        if introduction:
            self.sheet.line(self.row, introduction, Role.BODY, introduction)
            self.row += 1

    def panel(self, panel: Panel) -> None:
        """The next panel of the theme."""
        top = self.row
        self.row = place_panel(self.sheet, self.row, panel)
        self.sheet.blocks.pop()
        self._block(top)

    def paragraph(self, heading: str, text: str, by: str = "") -> None:
        """A text of the theme under its own heading (either may be empty), with who wrote it and when."""
        top = self.row
        body = (part for line in text.split("\n") for part in self._parts_of(line, Role.BODY))
        lines = [(heading, Role.SUMMARY), *((part, Role.BODY) for part in body), (by, Role.FOOTNOTE)]
        for line, role in lines:
            if line.strip():
                self.sheet.line(self.row, line.strip(), role, line.strip())
                self.row += 1
        self.sheet.heights[self.row] = 6
        self.row += 1
        self._block(top)

    def _parts_of(self, line: str, role: Role) -> Iterator[str]:
        """A line in as many parts as there are rows needed: no row of a sheet is higher than Excel allows."""
        width, look = self.sheet.span_width(0, COLUMNS), self.sheet.theme.looks[role]
        words = line.split(" ")
        while words:
            count = len(words)
            while count > 1 and block_height(Block.of(" ".join(words[:count]), width, look)) > MAX_HEIGHT:
                count = count * 3 // 4
            yield " ".join(words[:count])
            words = words[count:]

    def table(self, spans: Sequence[tuple[int, int]], lines: Sequence[Sequence[TableCell]]) -> None:
        """Lines of cells, each over the columns (first, last) of its span, kept on one page."""
        top = self.row
        sheet = self.sheet
        for line in lines:
            blocks = []
            for (first, last), cell in zip(spans, line, strict=True):
                sheet.put(self.row, first, cell.value, cell.role, number_format=cell.number_format)
                if last > first:
                    sheet.merges.append(Area(self.row, first, self.row, last))
                text = cell.value if isinstance(cell.value, str) else "0"
                blocks.append(Block.of(text, sheet.span_width(first, last), sheet.theme.looks[cell.role]))
            sheet.heights[self.row] = row_height(blocks, minimum=18)
            self.row += 1
        sheet.heights[self.row] = 6
        self.row += 1
        self._block(top)

    def footnote(self, text: str) -> None:
        """A footnote under what stands there, and on the same page."""
        top = self.row
        self.sheet.line(self.row, text, Role.FOOTNOTE, text)
        self.row += 1
        if self._kept or not self.sheet.blocks:
            self._block(top)
        else:
            first, height = self.sheet.blocks.pop()
            self.sheet.blocks.append((first, height + self.sheet.heights[top]))

    def _block(self, top: int) -> None:
        """What was placed from `top` on is kept on one page; a heading that waits above it is kept with it."""
        waiting = self._kept or top
        self._kept = 0
        self.sheet.blocks.append((waiting, sum(self.sheet.heights[row] for row in range(waiting, self.row))))

    def finished(self) -> SheetModel:
        """The sheet, its pages broken before each theme and between whole panels."""
        sheet = self.sheet
        workings = max(COLUMNS, *(cell.column for cell in sheet.cells))
        columns = [ColumnSpec(c, sheet.width(c), outline_level=int(c > COLUMNS)) for c in range(workings + 1)]
        return SheetModel(
            key=sheet.key,
            name=self.name,
            cells=tuple(sheet.cells),
            merges=tuple(sheet.merges),
            columns=tuple(columns),
            row_heights=tuple(sorted(sheet.heights.items())),
            rules=tuple(sheet.rules),
            charts=tuple(sheet.charts),
            freeze=(self._repeated + 1, 0),
            zoom=90,
            print_setup=PrintSetup(
                area=Area(0, 0, self.row - 1, COLUMNS),
                repeat_rows=(0, self._repeated),
                breaks_before_rows=self._breaks(),
                footer=f"&L&9{footer_text(sheet.card.subtitle)}&R&9Page &P of &N",
            ),
        )

    def _breaks(self) -> tuple[int, ...]:
        blocks = self.sheet.blocks
        room = _PAGE - sum(self.sheet.heights[row] for row in range(self._repeated + 1))
        starts = sorted({place for place in self._themes if place < len(blocks)} | {0})
        breaks: list[int] = []
        for start, end in zip(starts, [*starts[1:], len(blocks)], strict=True):
            if start:
                breaks.append(blocks[start][0])
            breaks += breaks_between(blocks[start:end], room)
        return tuple(breaks)


def _default_width(column: int) -> float:
    if column == 0:
        return LABEL_WIDTH
    return COLUMN_WIDTH if column <= COLUMNS else _WORKING_WIDTH


def panels_sheet(
    key: str,
    name: str,
    card: Card,
    theme: Theme,
    pages: tuple[PanelPage, ...],
    *,
    title: str,
    caution: str = "",
    footnotes: tuple[str, ...] = (),
) -> SheetModel:
    """A whole sheet of `pages`, each on a page of its own."""
    sheet = PanelPages(key, name, card, theme, title=title, caution=caution)
    for page in pages:
        sheet.page(page.heading, page.introduction)
        for panel in page.panels:
            sheet.panel(panel)
    for text in footnotes:
        sheet.footnote(text)
    return sheet.finished()
