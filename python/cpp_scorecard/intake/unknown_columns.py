"""Columns of a definitions table whose headers are not known: silence about one could leave a whole card unrated.

Each is named. It is an error where the table has no column for what good looks like, or none for an end of the expected
range, and the unknown one holds what could be it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cpp_scorecard.core.findings import Finding, Severity
from cpp_scorecard.core.indicator import Polarity
from cpp_scorecard.core.series import CellRef
from cpp_scorecard.intake.header_questions import questions
from cpp_scorecard.intake.tokens import RawFigure, parse_figure
from cpp_scorecard.intake.vocabulary import token, vocabulary

if TYPE_CHECKING:
    from cpp_scorecard.intake.table import Column, Table

_MOST_NAMED = 6
_MOSTLY = 0.9
_WORDS = {"polarity": "What does good look like?", "low": "Low", "high": "High"}


@dataclass(frozen=True, slots=True)
class _Unknown:
    """A column without a meaning, and the texts that stand beside indicators in it."""

    column: Column
    cells: tuple[str, ...]
    numbers: tuple[float, ...]

    @property
    def says_what_is_good(self) -> bool:
        """Whether nearly every word in it says what good looks like, and one at least says more than `-`."""
        known = [vocabulary().polarities.get(token(text)) for text in self.cells]
        said = [word for word in known if word is not None]
        return any(word != Polarity.NONE for word in said) and len(said) >= _MOSTLY * len(known)

    @property
    def holds_thresholds(self) -> bool:
        """Whether half of it are numbers that do not merely count the rows."""
        steps = {after - before for before, after in zip(self.numbers, self.numbers[1:], strict=False)}
        return bool(self.numbers) and 2 * len(self.numbers) >= len(self.cells) and steps != {1.0}


def unknown_columns(tables: Iterable[Table], *, has_ranges_elsewhere: bool) -> Iterator[Finding]:
    """What to say of the columns of definitions tables that mean nothing that is known.

    `has_ranges_elsewhere` says that another table of the workbook gives expected ranges.
    """
    for table in tables:
        unknown = list(_unknown(table))
        needed = list(_needed(table, unknown, has_ranges_elsewhere=has_ranges_elsewhere))
        for role, found in needed:
            yield _error(table, role, found)
        said = [column.column for _, found in needed for column in found]
        left = [one.column for one in unknown if one.column not in said]
        if left:
            yield _information(table, left)


def _unknown(table: Table) -> Iterator[_Unknown]:
    row = table.header_rows[1]
    asked = {finding.where for finding in questions(table)}
    rows = [at for at in table.body() if at not in table.headings and table.text(at, "indicator").strip()]
    for column in table.columns:
        if column.role or column.period or not column.header or table.grid.ref(row, column.index) in asked:
            continue
        cells = [cell for at in rows if not (cell := table.grid.at(at, column.index)).is_empty]
        figures = [parse_figure(cell, CellRef("", 0, 0)) for cell in cells]
        if cells:
            numbers = tuple(figure.number for figure in figures if isinstance(figure, RawFigure))
            yield _Unknown(column, tuple(cell.text for cell in cells), numbers)


def _needed(
    table: Table, unknown: Sequence[_Unknown], *, has_ranges_elsewhere: bool
) -> Iterator[tuple[tuple[str, ...], list[_Unknown]]]:
    """Roles that the table lacks, with the unknown columns that could have them."""
    good = [] if table.has("polarity") else [one for one in unknown if one.says_what_is_good]
    if good:
        yield ("polarity",), good
    absent = tuple(side for side in ("low", "high") if not table.has(side))
    is_judged = good or table.has("polarity")
    if not absent or not is_judged or has_ranges_elsewhere or table.has("latest"):
        return
    first_period = min((at for at, _ in table.periods), default=None)
    numbers = [
        one for one in unknown if one.holds_thresholds and (first_period is None or one.column.index < first_period)
    ]
    if len(absent) == 1:
        numbers = [one for one in numbers if _is_beside(table, one.column, "high" if "low" in absent else "low")]
    if numbers:
        yield absent, numbers


def _is_beside(table: Table, column: Column, role: str) -> bool:
    """Whether a column stands next to that of `role`, or under the same group of headers."""
    other = next(found for found in table.columns if found.role == role)
    group, _, leaf = column.header.rpartition(" / ")
    of_other = other.header.rpartition(" / ")[0]
    return abs(column.index - other.index) == 1 and (group == of_other or not leaf or not of_other)


def _error(table: Table, roles: tuple[str, ...], found: Sequence[_Unknown]) -> Finding:
    names = _named(table, [one.column for one in found])
    if roles == ("polarity",):
        holds = f'it holds words such as "{found[0].cells[0]}", and no column says what good looks like'
    else:
        ends = " or ".join(_WORDS[role] for role in roles)
        holds = f"numbers stand there, and no column of the table is the expected range's {ends}"
    lacking = "are rated without it" if len(roles) == 1 and roles != ("polarity",) else "are not rated"
    words = " or ".join(f'"{_WORDS[role]}"' for role in roles)
    letter = table.grid.ref(0, found[0].column.index).address.rstrip("0123456789")
    return Finding(
        code="column-not-read",
        severity=Severity.ERROR,
        message=f"{_subject(found)} {names} not known: {holds}; its indicators {lacking}.",
        remedy=f"Name it {words}, or pin it in Settings (Layout: {table.grid.sheet}: column {letter}, value "
        f"{_WORDS[roles[0]]}); if it is something else, pin it as Notes.",
        where=table.grid.ref(table.header_rows[1], found[0].column.index),
    )


def _subject(found: Sequence[_Unknown]) -> str:
    return "the headers" if len(found) > 1 else "the header"


def _named(table: Table, columns: Sequence[Column]) -> str:
    """`"Floor" (F) is`, or `"Floor" (F) and "Ceiling" (G) are`."""
    return f"{_list(table, columns)} {'are' if len(columns) > 1 else 'is'}"


def _list(table: Table, columns: Sequence[Column]) -> str:
    named = [
        f'"{column.header[:60]}" ({table.grid.ref(0, column.index).address.rstrip("0123456789")})' for column in columns
    ]
    if len(named) > _MOST_NAMED:
        named[_MOST_NAMED:] = [f"{len(named) - _MOST_NAMED} others"]
    return " and ".join(part for part in (", ".join(named[:-1]), named[-1]) if part)


def _information(table: Table, columns: Sequence[Column]) -> Finding:
    return Finding(
        code="column-not-read",
        severity=Severity.INFORMATION,
        message=f"{_list(table, columns)} {'mean' if len(columns) > 1 else 'means'} nothing that is known; "
        f"the column{'s were' if len(columns) > 1 else ' was'} not read.",
        remedy="Nothing to do if the card needs nothing of it; else rename the header, or pin it in Settings.",
        where=table.grid.ref(table.header_rows[1], columns[0].index),
    )
