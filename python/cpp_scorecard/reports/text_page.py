"""A page of text in two columns: terms on the left, what they mean on the right."""

from __future__ import annotations

from dataclasses import dataclass, field

from cpp_scorecard.sheets.fit import Block, row_height
from cpp_scorecard.sheets.model import Area, Cell, ColumnSpec, PrintSetup, Role, SheetModel
from cpp_scorecard.sheets.theme import Theme


@dataclass(slots=True)
class TextPage:
    """Lines placed one under the other; every row as high as its text needs."""

    key: str
    theme: Theme
    widths: tuple[float, ...]
    cells: list[Cell] = field(default_factory=list)
    merges: list[Area] = field(default_factory=list)
    heights: dict[int, float] = field(default_factory=dict)
    row: int = 0

    def width(self, column: int) -> float:
        """The width of a column, the style template's where it has one."""
        return self.theme.width(self.key, column, self.widths[column])

    def wide(self, text: str, role: Role) -> None:
        """A line over all columns."""
        last = len(self.widths) - 1
        self.cells.append(Cell(self.row, 0, text, role))
        if last:
            self.merges.append(Area(self.row, 0, self.row, last))
        total = sum(self.width(column) for column in range(last + 1))
        self.heights[self.row] = row_height([Block.of(text, total, self.theme.looks[role])], minimum=18)
        self.row += 1

    def cells_across(self, cells: list[tuple[str, Role]], **links: object) -> None:
        """A row with one text a column."""
        blocks = []
        for column, (text, role) in enumerate(cells):
            self.cells.append(Cell(self.row, column, text, role, **links.get(str(column), {})))  # type: ignore[arg-type]
            blocks.append(Block.of(text, self.width(column), self.theme.looks[role]))
        self.heights[self.row] = row_height(blocks, minimum=18)
        self.row += 1

    def gap(self) -> None:
        """An empty row."""
        self.heights[self.row] = 9
        self.row += 1


def page_sheet(page: TextPage, key: str, name: str, header: int) -> SheetModel:
    """A finished list page as a sheet: A3 landscape, one page wide, its header row repeated and frozen."""
    return SheetModel(
        key=key,
        name=name,
        cells=tuple(page.cells),
        merges=tuple(page.merges),
        columns=tuple(ColumnSpec(i, page.width(i)) for i in range(len(page.widths))),
        row_heights=tuple(page.heights.items()),
        freeze=(header + 1, 0),
        print_setup=PrintSetup(
            area=Area(0, 0, page.row - 1, len(page.widths) - 1),
            repeat_rows=(header, header),
            footer=f"&L&9{name}&R&9Page &P of &N",
        ),
    )
