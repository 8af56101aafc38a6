"""One grid of cells, whatever file format it came from. Nothing here knows what the cells mean."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from cpp_scorecard.core.series import CellRef

if TYPE_CHECKING:
    from cpp_scorecard.intake.long_rows import LongRows

LONGEST_TEXT = 1_000
"""Longer texts are narrative: they are quoted by their beginning, so that whatever quotes them fits into a cell."""


class CellKind(Enum):
    """A closed set: every cell is one of these, and an error is never an empty cell."""

    EMPTY = auto()
    NUMBER = auto()
    TEXT = auto()
    DATE = auto()
    BOOLEAN = auto()
    ERROR = auto()
    UNCALCULATED = auto()
    """A formula that was never calculated: the file holds no value for it."""


class GridCell(NamedTuple):
    """A cell's kind, its value and how the sheet shows it. `fill` is RRGGBB, where the format can tell.

    A named tuple as `CellRef` is one: a workbook has tens of thousands.
    """

    kind: CellKind
    value: str | float | bool | dt.datetime | None = None
    number_format: str = ""
    fill: str | None = None

    @property
    def text(self) -> str:
        """What a reader of the sheet would quote: text as typed, anything else as a plain string."""
        if self.kind is CellKind.UNCALCULATED:
            return "a formula without a value"
        if isinstance(self.value, dt.datetime):
            return self.value.date().isoformat()
        if isinstance(self.value, float):
            return f"{self.value:.15g}"
        text = "" if self.value is None else str(self.value)
        return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]} ..."

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read: no value, or only spaces."""
        return self.kind is CellKind.EMPTY or (self.kind is CellKind.TEXT and not str(self.value).strip())


EMPTY = GridCell(CellKind.EMPTY)
MOST_MERGED_CELLS = 200_000
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class ColumnCells:
    """The cells of a column, top to bottom: what each holds, as a key, and the cell that a key stands for.

    A long column has few different cells, so what cells say is worked out once a key and looked up for every row.
    """

    keys: Sequence[Hashable]
    cells: Mapping[Hashable, GridCell]

    def each(self, reading: Callable[[GridCell], _T]) -> list[_T]:
        """What `reading`, which has to be pure, makes of each cell."""
        read = {key: reading(cell) for key, cell in self.cells.items()}
        return [read[key] for key in self.keys]


@dataclass(frozen=True, slots=True)
class MergedArea:
    """A merge; all four corners included, counted from zero."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(slots=True)
class Grid:
    """One worksheet as sparse cells; merged cells answer with the value of their top left corner."""

    sheet: str
    cells: Mapping[tuple[int, int], GridCell]
    merges: tuple[MergedArea, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    is_hidden: bool = False
    is_cut: bool = False
    """Whether reading stopped before the last row, because nothing on the sheet looked like a table."""
    long: LongRows | None = None
    """The rows of a list of children, which are looked at one by one and never as cells of the sheet."""
    rows: dict[int, list[int]] = field(init=False)
    """Columns that hold something, by row, in order; those of a long list are all the columns of the list."""
    _corner: dict[tuple[int, int], MergedArea] = field(init=False)

    def __post_init__(self) -> None:
        """Index the cells by row and the merges by cell, as far as there is anything beside or below them."""
        self.rows = {}
        in_order = True
        last = (-1, -1)
        for place in self.cells:
            in_order = in_order and last < place
            last = place
        for row, column in self.cells if in_order else sorted(self.cells):
            self.rows.setdefault(row, []).append(column)
        if self.long:
            columns = list(range(self.long.width))
            self.rows.update((row, columns) for row in self.long.filled())
        last_row = max(self.rows, default=-1)
        last_column = max((columns[-1] for columns in self.rows.values()), default=-1)
        self._corner = {}
        covered = 0  # not the size of the index: merges that lie one over the other take time as well
        for merge in self.merges:
            across = range(merge.first_column, min(merge.last_column, last_column) + 1)
            for row in range(merge.first_row, min(merge.last_row, last_row) + 1):
                for column in across:
                    self._corner[row, column] = merge
                covered += max(1, len(across))
                if covered > MOST_MERGED_CELLS:
                    return

    def own(self, row: int, column: int) -> GridCell:
        """The cell itself, without looking at merges."""
        if self.long and row >= self.long.first:
            return self.long.cell(row, column)
        return self.cells.get((row, column), EMPTY)

    def down(self, column: int, first: int, last: int) -> ColumnCells:
        """The cells themselves of a column, from row `first` to row `last`, both included."""
        if self.long and first >= self.long.first:
            return self.long.down(column, first, last)
        cells = [self.own(row, column) for row in range(first, last + 1)]
        keys = [(cell.kind, cell.value) for cell in cells]
        return ColumnCells(keys, dict(zip(reversed(keys), reversed(cells), strict=True)))  # the first of the same

    def at(self, row: int, column: int) -> GridCell:
        """The cell, or the corner of the merge that covers it."""
        merge = self._corner.get((row, column))
        return self.own(merge.first_row, merge.first_column) if merge else self.own(row, column)

    def merge_at(self, row: int, column: int) -> MergedArea | None:
        """The merge that covers the cell, if one does."""
        return self._corner.get((row, column))

    def text(self, row: int, column: int) -> str:
        """The text of the cell or of its merge, spaces trimmed; empty for an empty cell."""
        return self.at(row, column).text.strip()

    def ref(self, row: int, column: int) -> CellRef:
        """The cell's reference; for a merged cell, that of the corner, where the value stands."""
        merge = self._corner.get((row, column))
        return CellRef(self.sheet, merge.first_row, merge.first_column) if merge else CellRef(self.sheet, row, column)
