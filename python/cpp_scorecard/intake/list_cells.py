"""The cells of child-level lists: codes with or without words, dates, and what has to be said of a whole column.

No finding made here quotes a cell: identifiers, dates of birth and codes stay in the council's workbook.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from cpp_scorecard.core.code_groups import CodeGroups
from cpp_scorecard.core.findings import Finding, Severity
from cpp_scorecard.core.people import Field
from cpp_scorecard.core.period import Month
from cpp_scorecard.core.series import CellRef
from cpp_scorecard.intake.grid import CellKind, GridCell
from cpp_scorecard.intake.table import Table
from cpp_scorecard.intake.tokens import parse_day

_FIRST_CELLS = 3
_LONGEST_CODE = 8
_NONE: dict[Field, CellRef] = {}
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


@lru_cache(maxsize=65_536)
def _financial_year(day: dt.date) -> int:
    return Month.of_date(day).financial_year


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


class _ByRole(dict[str, Sequence[_T]]):
    """Columns by role, each read when it is first asked for."""

    def __init__(self, read: Callable[[str], Sequence[_T]]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, role: str) -> Sequence[_T]:
        column = self[role] = self._read(role)
        return column


@dataclass(slots=True)
class ListColumns:
    """One list, column by column. Cells are read where they stand: nobody merges cells of a list of children.

    A list has a hundred thousand cells and few different values: cells of one column that hold the same are made the
    same object when the column is looked up, and what they say is worked out once.
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
    _known: dict[tuple[str, int, int], tuple[str, bool]] = field(default_factory=dict)
    """Codes by role, identity of the cell and financial year. The columns keep the cells, so no identity is reused."""

    def __post_init__(self) -> None:
        """Note where the rows begin; no column is read yet."""
        self.first = self.table.header_rows[1] + 1
        self.cells = _ByRole(self._column)
        self.texts = _ByRole(lambda role: self._each(role, lambda cell: cell.text.strip(), ""))
        self.days = _ByRole(lambda role: self._each(role, parse_day, None))

    def _column(self, role: str) -> Sequence[GridCell | None]:
        column, last = self.table.column(role), self.table.last_row
        if column is None:
            return [None] * (last + 1 - self.first)
        cells = self.table.grid.down(column, self.first, last)
        first: dict[tuple[CellKind, object], GridCell] = {}
        kept = {
            key: None if cell.is_empty else first.setdefault((cell.kind, cell.value), cell)
            for key, cell in {id(cell): cell for cell in cells}.items()
        }
        return [kept[id(cell)] for cell in cells]

    def _each(self, role: str, reading: Callable[[GridCell], _T], empty: _T) -> list[_T]:
        """What `reading` makes of each cell of a column, asked once for each that is the same object."""
        cells = self.cells[role]
        known = {key: empty if cell is None else reading(cell) for key, cell in {id(c): c for c in cells}.items()}
        return [known[id(cell)] for cell in cells]

    def cell(self, row: int, role: str) -> GridCell | None:
        """The cell of a row; None where it is empty or the list has no such column."""
        return self.cells[role][row - self.first]

    def text(self, row: int, role: str) -> str:
        """The text of a cell, empty where there is none."""
        return self.texts[role][row - self.first]

    def where(self, row: int, role: str = "child") -> CellRef:
        """Where the cell is."""
        return CellRef(self.table.grid.sheet, row, self.table.column(role) or 0)

    def ask(self, code: str, row: int, role: str, words: tuple[str, str]) -> None:
        """Note a problem of one row in the column of `role`."""
        self.problems.count(code, role, self.where(row, role), words)

    def children(self) -> Iterator[tuple[int, str]]:
        """Each row that names a child, with the identifier; rows with anything else and no child are noted."""
        identifiers = self.texts["child"]
        for row in self.table.body():
            identifier = identifiers[row - self.first]
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

    def code(self, row: int, of: Field, role: str, on: dt.date) -> str:
        """The code of a cell, empty where there is none; one that no group has on that day is noted."""
        cell = self.cells[role][row - self.first]
        if cell is None:
            return ""
        key = role, id(cell), _financial_year(on)
        read = self._known.get(key)
        if read is None:
            text = "true" if cell.value is True else "false" if cell.value is False else cell.text
            readings = code_readings(text) if cell.kind is not CellKind.ERROR else ()
            known = next((reading for reading in readings if self.groups.knows(of, reading, on)), None)
            read = self._known[key] = known or (readings[0] if readings else ""), known is not None
        code, is_known = read
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
        return code

    def blank(self, row: int, roles: Mapping[Field, str]) -> dict[Field, CellRef]:
        """The empty cells of a row in the columns of `roles`; a column that the list does not have has none."""
        at = row - self.first
        empty = [of for of, role in roles.items() if self.cells[role][at] is None]
        return {of: self.where(row, roles[of]) for of in empty if self.table.has(roles[of])} if empty else _NONE

    def header(self, role: str) -> str:
        """The header of the column, as the list has it."""
        header = next((c.header for c in self.table.columns if c.role == role), role)
        return header.replace("{", "(").replace("}", ")")
