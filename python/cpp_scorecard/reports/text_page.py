"""A page of text in columns: terms beside what they mean, or a list under one header row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from cpp_scorecard.reports.bands import breaks_between
from cpp_scorecard.reports.layout import footer_text
from cpp_scorecard.sheets.fit import Block, row_height
from cpp_scorecard.sheets.model import Area, Cell, ColumnSpec, ConditionalRule, Link, PrintSetup, Role, SheetModel
from cpp_scorecard.sheets.paper import PAPER, print_scale

if TYPE_CHECKING:
    from cpp_scorecard.sheets.theme import Theme

_A3, _A4 = 8, 9
"""Paper sizes by Excel's numbers."""
_HEADINGS = (Role.TITLE, Role.SUBTITLE, Role.HEADING, Role.SUMMARY)
"""The roles of headings, the highest first: a page never ends with one that a lower one or a row belongs to."""
_AIR = 0.97
"""The share of a page that is filled: printers draw a little larger than they should."""


@dataclass(slots=True)
class TextPage:
    """Lines placed one under the other; every row as high as its text needs."""

    key: str
    theme: Theme
    widths: tuple[float, ...]
    cells: list[Cell] = field(default_factory=list)
    merges: list[Area] = field(default_factory=list)
    heights: dict[int, float] = field(default_factory=dict)
    rules: list[ConditionalRule] = field(default_factory=list)
    row: int = 0
    _levels: dict[int, int] = field(default_factory=dict)
    """The level of each row that is no gap: its place among the headings, or their number for what is no heading."""

    def width(self, column: int) -> float:
        """The width of a column, the style template's where it has one."""
        return self.theme.width(self.key, column, self.widths[column])

    def wide(self, text: str, role: Role) -> None:
        """A line over all columns."""
        last = len(self.widths) - 1
        self._levels[self.row] = _HEADINGS.index(role) if role in _HEADINGS else len(_HEADINGS)
        self.cells.append(Cell(self.row, 0, text, role))
        if last:
            self.merges.append(Area(self.row, 0, self.row, last))
        total = sum(self.width(column) for column in range(last + 1))
        self.heights[self.row] = row_height([Block.of(text, total, self.theme.looks[role])], minimum=18)
        self.row += 1

    def cells_across(
        self,
        cells: Sequence[tuple[str | float, Role]],
        links: Mapping[int, Link] | None = None,
        formats: Mapping[int, str] | None = None,
    ) -> None:
        """A row with one text or number a column; `links` and the `formats` of numbers are by column."""
        links, formats = links or {}, formats or {}
        self._levels[self.row] = len(_HEADINGS)
        blocks = []
        for column, (value, role) in enumerate(cells):
            self.cells.append(Cell(self.row, column, value, role, formats.get(column), link=links.get(column)))
            if isinstance(value, str):  # a number is one line
                blocks.append(Block.of(value, self.width(column), self.theme.looks[role]))
        self.heights[self.row] = row_height(blocks, minimum=18)
        self.row += 1

    def gap(self) -> None:
        """An empty row."""
        self.heights[self.row] = 9
        self.row += 1

    def sheet(
        self,
        name: str,
        about: str,
        *,
        header: int | None = None,
        portrait: bool = False,
        a4: bool = False,
        keeps_headings: bool = False,
        filtered: bool = False,
    ) -> SheetModel:
        """The finished page as a sheet, one page wide on A3 unless `a4`.

        `about` stands at the foot of each page, such as council and edition, where rows repeat after the sheet's name;
        `header` is a row to repeat and freeze.
        With `filtered` a reader can filter and sort what stands under the header.
        With `keeps_headings` no page ends with a heading; without it the pages are left to Excel's own fitting.
        """
        last = len(self.widths) - 1
        setup = PrintSetup(
            area=Area(0, 0, self.row - 1, last),
            landscape=not portrait,
            paper=_A4 if a4 else _A3,
            repeat_rows=None if header is None else (header, header),
            footer=f"&L&9{footer_text(f'{name} · {about}' if header is not None else about)}&R&9Page &P of &N",
        )
        return SheetModel(
            key=self.key,
            name=name,
            cells=tuple(self.cells),
            merges=tuple(self.merges),
            columns=tuple(ColumnSpec(column, self.width(column)) for column in range(last + 1)),
            row_heights=tuple(self.heights.items()),
            rules=tuple(self.rules),
            freeze=None if header is None else (header + 1, 0),
            filtered=Area(header, 0, self.row - 1, last) if filtered and header is not None else None,
            print_setup=replace(setup, breaks_before_rows=self._breaks(setup) if keeps_headings else ()),
        )

    def _breaks(self, setup: PrintSetup) -> tuple[int, ...]:
        """Where pages begin, so that no heading is parted from what it is about."""
        short, long = PAPER[setup.paper]
        _, _, top, bottom = setup.margins
        widths = {column: self.width(column) for column in range(len(self.widths))}
        by_width = print_scale(replace(setup, area=Area(0, 0, 0, setup.area.last_column)), widths, {}) / 100
        room = ((short if setup.landscape else long) - top - bottom) * 72 / by_width * _AIR
        first, last = setup.repeat_rows or (0, -1)
        return breaks_between(self._blocks(), room - sum(self.heights[row] for row in range(first, last + 1)))

    def _blocks(self) -> list[tuple[int, float]]:
        """First row and height of what stays together: a row with the headings above it and the gap below."""
        starts: list[int] = []
        above = len(_HEADINGS)
        for row, level in self._levels.items():
            if above >= level:
                starts.append(row)
            above = level
        return [
            (start, sum(self.heights[row] for row in range(start, end)))
            for start, end in zip(starts, [*starts[1:], self.row], strict=True)
        ]
