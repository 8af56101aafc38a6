"""A table of a worksheet: its header band, what each column means, and the rows under it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from cpp_scorecard.core.series import CellRef, Status
from cpp_scorecard.intake.grid import CellKind, Grid, GridCell

if TYPE_CHECKING:
    from cpp_scorecard.core.period import ReportingPeriod

_LONGEST_HEADING = 60
_WIDE_MERGE = 3


@dataclass(frozen=True, slots=True)
class SheetPins:
    """What a council's Settings say about one sheet, where the words of its headers do not."""

    ignore: bool = False
    header_rows: tuple[int, int] | None = None
    part: str = ""
    """Actual, Possible or Data: what every figure of the sheet is."""
    columns: Mapping[int, str] = field(default_factory=dict)
    """Column to a role's name or to a period as text."""


NO_PINS = SheetPins()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: the header as it stands, and the role or the period that it means.

    A period's column may say which part of a figure it holds (`Apr-21` over `Actual` and `Possible`) and that its
    figures are provisional (`Dec-21 (prov)`).
    """

    index: int
    header: str
    role: str | None = None
    period: ReportingPeriod | None = None
    part: str | None = None
    status: Status = Status.FINAL
    is_foreign: bool = False
    """A period under a group such as Target or England: figures, but not this council's own."""


@dataclass(frozen=True, slots=True)
class Table:
    """A header band and the rows under it, down to the next band. Rows count from zero, both ends included."""

    grid: Grid
    header_rows: tuple[int, int]
    last_row: int
    columns: tuple[Column, ...]
    part: str = ""
    """Actual, Possible or Data where the whole table is one of them, else empty."""
    figure_columns: tuple[Column, ...] = field(init=False, compare=False)
    """Every column that holds the council's own figures for a period."""
    headings: Mapping[int, str] = field(init=False, compare=False)
    """Rows that hold nothing but a heading, with its text."""
    _roles: Mapping[str, int] = field(init=False, compare=False)
    _body: tuple[int, ...] = field(init=False, compare=False)
    _domains: Mapping[int, str] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Index the columns by role, and find for each row the domain and the headings above it."""
        roles: dict[str, int] = {}
        for column in self.columns:
            if column.role:
                roles.setdefault(column.role, column.index)
        object.__setattr__(self, "_roles", roles)
        own = tuple(c for c in self.columns if c.period is not None and not c.is_foreign)
        object.__setattr__(self, "figure_columns", own)
        first = self.header_rows[1] + 1
        body = tuple([row for row in self.grid.rows if first <= row <= self.last_row])
        object.__setattr__(self, "_body", body)
        named = "indicator" in roles  # elsewhere a heading means nothing, and a list of children has no end of rows
        headings = {row: text for row in body if (text := self._heading(row))} if named else {}
        object.__setattr__(self, "headings", headings)
        object.__setattr__(self, "_domains", self._carried_domains())

    def _heading(self, row: int) -> str:
        """The text of a row that is a heading: one merge across the table, or one short text and nothing else."""
        name = self._roles["indicator"]
        merge = self.grid.merge_at(row, name)
        if merge and merge.last_column - merge.first_column + 1 >= _WIDE_MERGE:
            return self.grid.text(row, name)
        filled = list(islice((c for c in self.grid.rows[row] if not self.grid.own(row, c).is_empty), 2))
        if len(filled) != 1 or filled[0] > name or filled[0] == self._roles.get("domain"):
            return ""
        cell = self.grid.own(row, filled[0])
        text = cell.text.strip()
        is_short = len(text) <= _LONGEST_HEADING and not text.endswith((".", "!", "?"))
        covers = self.grid.merge_at(row, filled[0])
        stands_alone = covers is None or covers.first_row == covers.last_row
        return text if cell.kind is CellKind.TEXT and is_short and stands_alone else ""

    def _carried_domains(self) -> dict[int, str]:
        """A domain that is written once, or stands as a heading, holds for the rows below it."""
        column = self._roles.get("domain")
        domains: dict[int, str] = {}
        domain = ""
        if column is None and not self.headings:
            return domains
        for row in self._body:
            if column is None:
                domain = self.headings.get(row, domain)
            elif row not in self.headings:
                domain = " ".join(self.grid.text(row, column).split()) or domain
            domains[row] = domain
        return domains

    def column(self, role: str) -> int | None:
        """The column that has `role`; the leftmost where two claim it."""
        return self._roles.get(role)

    def has(self, *roles: str) -> bool:
        """Whether every one of `roles` has a column."""
        return all(role in self._roles for role in roles)

    @property
    def periods(self) -> tuple[tuple[int, ReportingPeriod], ...]:
        """Every column that is a period of the council's own figures."""
        return tuple((c.index, c.period) for c in self.figure_columns if c.period is not None)

    def body(self) -> tuple[int, ...]:
        """The rows under the header that hold anything, top to bottom."""
        return self._body

    def domain(self, row: int) -> str:
        """The domain that `row` belongs to: its own, or the last one above it."""
        return self._domains.get(row, "")

    def cell(self, row: int, role: str) -> GridCell | None:
        """The cell of `row` in the column of `role`, merges resolved; None where there is no such column."""
        column = self._roles.get(role)
        return None if column is None else self.grid.at(row, column)

    def text(self, row: int, role: str) -> str:
        """The text of that cell, empty where there is none."""
        column = self._roles.get(role)
        return "" if column is None else self.grid.text(row, column)

    def at(self, row: int, column: int) -> tuple[GridCell, CellRef]:
        """The cell of `row` in a column, merges resolved, and where it is."""
        return self.grid.at(row, column), self.grid.ref(row, column)

    def across(self, row: int, columns: Iterable[int]) -> list[tuple[GridCell, CellRef]]:
        """The cells of `row` in `columns` as `at` has them, for rows of many figures."""
        if self.grid.merges:
            return [self.at(row, column) for column in columns]
        own, sheet = self.grid.own, self.grid.sheet
        return [(own(row, column), CellRef(sheet, row, column)) for column in columns]

    def ref(self, row: int, role: str) -> CellRef | None:
        """Where that cell is."""
        column = self._roles.get(role)
        return None if column is None else self.grid.ref(row, column)
