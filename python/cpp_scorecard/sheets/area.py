"""Places on a worksheet: addresses and blocks of cells, all zero-based."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from cpp_scorecard.core.errors import ScorecardError

MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384


class LayoutError(ScorecardError, ValueError):
    """Two parts of one sheet claim the same cell, or a part lies outside what Excel can hold."""


@dataclass(frozen=True, slots=True)
class Area:
    """A block of cells, both corners included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def __post_init__(self) -> None:
        """Refuse an area that is inside out or larger than a worksheet."""
        if not (0 <= self.first_row <= self.last_row < MAX_ROWS):
            raise LayoutError(f"rows {self.first_row}..{self.last_row} are not an area of a worksheet")
        if not (0 <= self.first_column <= self.last_column < MAX_COLUMNS):
            across = f"{self.first_column}..{self.last_column}"
            raise LayoutError(f"columns {across} are not an area of a worksheet")

    def cells(self) -> Iterator[tuple[int, int]]:
        """Every (row, column) of the area, row by row."""
        for row in range(self.first_row, self.last_row + 1):
            for column in range(self.first_column, self.last_column + 1):
                yield row, column

    @property
    def a1(self) -> str:
        """The area as Excel writes it, such as ``A1:C3``."""
        return f"{a1(self.first_row, self.first_column)}:{a1(self.last_row, self.last_column)}"


@cache
def column_letters(column: int) -> str:
    """Column letters of a zero-based column: 0 is ``A``, 26 is ``AA``."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def a1(row: int, column: int, *, fixed_column: bool = False, fixed_row: bool = False) -> str:
    """The address of a zero-based cell, such as ``A1``, ``$A1`` or ``$A$1``."""
    return f"{'$' if fixed_column else ''}{column_letters(column)}{'$' if fixed_row else ''}{row + 1}"
