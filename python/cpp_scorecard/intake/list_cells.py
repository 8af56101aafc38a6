"""The cells of child-level lists: codes with or without words, dates, and what has to be said of a whole column.

No finding made here quotes a cell: identifiers, dates of birth and codes stay in the council's workbook.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from cpp_scorecard.core.findings import Finding, Severity
from cpp_scorecard.core.period import Month
from cpp_scorecard.core.series import CellRef
from cpp_scorecard.intake.grid import EMPTY, CellKind, ColumnCells, GridCell
from cpp_scorecard.intake.tokens import parse_day

if TYPE_CHECKING:
    from cpp_scorecard.core.code_groups import CodeGroups
    from cpp_scorecard.core.people import Field
    from cpp_scorecard.intake.table import Table

_FIRST_CELLS = 3
_LONGEST_CODE = 8
_K = TypeVar("_K")
_T = TypeVar("_T")


def code_readings(text: str) -> tuple[str, ...]:
    """What a cell of codes may mean, most likely first: the code, the words behind it, the whole text.

    >>> code_readings("U1) Foster placement with a relative")[0]
    'U1'
    """
    whole = " ".join(text.split())
    for mark in (")", " - ", " – "):
        head, found, words = whole.partition(mark)
        code = head.strip(" (")
        if found and code and len(code) <= _LONGEST_CODE:
            return tuple(dict.fromkeys(reading for reading in (code, words.strip(), whole) if reading))
    return (whole,) if whole else ()


@dataclass(slots=True)
class Problems:
    """What is wrong with a list: one finding for each kind and column, however many rows have it."""

    _cells: dict[tuple[str, str], list[CellRef]] = field(default_factory=dict)
    _counts: dict[tuple[str, str], int] = field(default_factory=dict)
    _words: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def count(self, code: str, column: str, where: CellRef, words: tuple[str, str]) -> None:
        """Count one more of a kind; `words` are what was found (with {count} and {cells}) and what to do."""
        key = code, f"{where.sheet}/{column}"
        self._counts[key] = self._counts.get(key, 0) + 1
        cells = self._cells.setdefault(key, [])
        if len(cells) < _FIRST_CELLS:
            cells.append(where)
        self._words[key] = words

    def ask(self, code: str, message: str, remedy: str, where: CellRef | None) -> None:
        """Something about a list as a whole."""
        self.findings.append(Finding(code, Severity.WARNING, message, remedy, where))

    def all(self) -> list[Finding]:
        """Every finding."""
        found = list(self.findings)
        for key, (message, remedy) in self._words.items():
            cells, count = self._cells[key], self._counts[key]
            shown = ", ".join(cell.address for cell in cells) + (" and others" if count > len(cells) else "")
            found.append(
                Finding(key[0], Severity.WARNING, message.format(count=f"{count:,}", cells=shown), remedy, cells[0])
            )
        return found


class _OnDemand(dict[_K, _T]):
    """What there is of each key, worked out when it is first asked for."""

    def __init__(self, make: Callable[[_K], _T]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: _K) -> _T:
        made = self[key] = self._make(key)
        return made


@dataclass(slots=True)
class ListColumns:
    """One list, column by column. Cells are read where they stand: nobody merges cells of a list of children.

    A list has a hundred thousand cells and few different values, so a column is read as a whole (see `ColumnCells`).
    """

    table: Table
    groups: CodeGroups
    problems: Problems
    first: int = field(init=False)
    """The first row below the header, from which the columns count."""
    cells: Mapping[str, Sequence[GridCell | None]] = field(init=False)
    """The cells of a column below the header; None where one is empty, or the list has no such column."""
    texts: Mapping[str, Sequence[str]] = field(init=False)
    """The texts of a column, empty where there is none."""
    days: Mapping[str, Sequence[dt.date | None]] = field(init=False)
    """The days of a column; None where there is none, or none that can be read (see `day`)."""
    _columns: Mapping[str, ColumnCells] = field(init=False)
    _years: Mapping[dt.date, int] = field(init=False)
    """The financial year of a day."""
    _codes: dict[tuple[str, Hashable, int], tuple[str, bool]] = field(default_factory=dict)
    """Codes by role, key of the cell and financial year; with each, whether it is known."""

    def __post_init__(self) -> None:
        """Note where the rows begin; no column is read yet."""
        self.first = self.table.header_rows[1] + 1
        self._columns = _OnDemand(self._column)
        self._years = _OnDemand(lambda day: Month.of_date(day).financial_year)
        self.cells = _OnDemand(lambda role: self._columns[role].each(lambda cell: None if cell.is_empty else cell))
        self.texts = _OnDemand(lambda role: self._columns[role].each(lambda cell: cell.text.strip()))
        self.days = _OnDemand(lambda role: self._columns[role].each(parse_day))

    def _column(self, role: str) -> ColumnCells:
        column, last = self.table.column(role), self.table.last_row
        if column is None:
            return ColumnCells([None] * (last + 1 - self.first), {None: EMPTY})
        return self.table.grid.down(column, self.first, last)

    def cell(self, row: int, role: str) -> GridCell | None:
        """The cell of a row; None where it is empty or the list has no such column."""
        return self.cells[role][row - self.first]

    def where(self, row: int, role: str = "child") -> CellRef:
        """Where the cell is."""
        return CellRef(self.table.grid.sheet, row, self.table.column(role) or 0)

    def places(self, rows: Iterable[int]) -> list[CellRef]:
        """Where the child of each of `rows` is named."""
        sheet, column = self.table.grid.sheet, self.table.column("child") or 0
        return [CellRef(sheet, row, column) for row in rows]

    def ask(self, code: str, row: int, role: str, words: tuple[str, str]) -> None:
        """Note a problem of one row in the column of `role`."""
        self.problems.count(code, role, self.where(row, role), words)

    def children(self) -> Iterator[tuple[int, str]]:
        """Each row that names a child, with the identifier; rows with anything else and no child are noted."""
        for row, identifier in enumerate(self.texts["child"], self.first):
            if identifier:
                yield row, identifier
            elif any(self.cell(row, c.role) is not None for c in self.table.columns if c.role):
                self.ask(
                    "list-row-without-child",
                    row,
                    "child",
                    (
                        "rows that name no child: {count} ({cells}); they were left out.",
                        "Enter the child's identifier.",
                    ),
                )

    def day(self, row: int, role: str, consequence: str) -> tuple[dt.date | None, bool]:
        """The day of a cell, and whether the cell could be read (an empty one can)."""
        day = self.days[role][row - self.first]
        if day is not None or self.cell(row, role) is None:
            return day, True
        self.ask(
            "list-date-unusable",
            row,
            role,
            (
                f'dates of the column "{self.header(role)}" that cannot be read: {{count}} ({{cells}}); {consequence}.',
                "Enter a date, such as 30/11/2021.",
            ),
        )
        return None, False

    def codes(
        self,
        of: Field,
        role: str,
        rows: Iterable[int],
        days: Iterable[dt.date],
        beside: Callable[[str], str] = lambda _: "",
    ) -> list[str]:
        """The codes of `rows`, each as at its one of `days`; empty where there is none.

        Those that no group has that year are noted. `beside` gives the code of a text that is in no group and known
        all the same.
        """
        column, years, known = self._columns[role], self._years, self._codes
        codes: list[str] = []
        for row, day in zip(rows, days, strict=True):
            content = column.keys[row - self.first]
            key = role, content, years[day]
            read = known.get(key)
            if read is None:
                read = known[key] = self._code(of, column.cells[content], day, beside)
            code, is_known = read
            codes.append(code)
            if not is_known:
                self.ask(
                    "list-code-unknown",
                    row,
                    role,
                    (
                        f'codes of the column "{self.header(role)}" that no group of {of.value} has that year: '
                        "{count} ({cells}); these people count in the total and in no group.",
                        "Correct the code, or add it to the sheet of code groups.",
                    ),
                )
        return codes

    def _code(self, of: Field, cell: GridCell, day: dt.date, beside: Callable[[str], str]) -> tuple[str, bool]:
        """The code of a cell, and whether it is known on that day; an empty cell has none, which is no question."""
        if cell.is_empty:
            return "", True
        if code := beside(cell.text.strip()):
            return code, True
        text = "true" if cell.value is True else "false" if cell.value is False else cell.text
        readings = code_readings(text) if cell.kind is not CellKind.ERROR else ()
        known = next((reading for reading in readings if self.groups.knows(of, reading, day)), None)
        return known or (readings[0] if readings else ""), known is not None

    def blanks(self, roles: Mapping[Field, str]) -> dict[int, dict[Field, CellRef]]:
        """The empty cells in the columns of `roles`, by row; a column that the list does not have has none."""
        found: dict[int, dict[Field, CellRef]] = {}
        for of, role in roles.items():
            if self.table.has(role) and any(cell.is_empty for cell in self._columns[role].cells.values()):
                for row, cell in enumerate(self.cells[role], self.first):
                    if cell is None:
                        found.setdefault(row, {})[of] = self.where(row, role)
        return found

    def header(self, role: str) -> str:
        """The header of the column, as the list has it."""
        header = next((c.header for c in self.table.columns if c.role == role), role)
        return header.replace("{", "(").replace("}", ")")
