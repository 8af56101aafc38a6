"""Groups of codes: the council's own sheet of them, else the table that ships.

A sheet replaces the shipped groups of the fields that it lists and leaves the other fields alone. Both have the columns
Code set field, Group, Codes, From year, To year, Longer than (months). A group that serves a row of a summary table has
the name of its Measure; per cent sign, case, punctuation and spacing do not count (`core.code_groups.name_key`).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from cpp_scorecard.core.code_groups import CodeGroup, CodeGroups
from cpp_scorecard.core.findings import Finding, Severity
from cpp_scorecard.core.period import PeriodKind
from cpp_scorecard.core.series import Missing
from cpp_scorecard.intake.grid import CellKind, Grid, GridCell
from cpp_scorecard.intake.locate import tables_of
from cpp_scorecard.intake.table_kinds import is_code_groups
from cpp_scorecard.intake.tokens import parse_figure, parse_period
from cpp_scorecard.intake.vocabulary import plain, vocabulary

if TYPE_CHECKING:
    from cpp_scorecard.intake.table import Table

_SHIPPED = "layouts/code_groups.csv"
_MOST_MONTHS = 25 * 12
_MOST_CODES = 200
"""Nobody is on a list for longer: a care leaver's 25th birthday ends it."""


@dataclass(slots=True)
class _Reading:
    groups: list[CodeGroup] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read_code_groups(tables: Iterable[Table]) -> tuple[CodeGroups, list[Finding]]:
    """The groups of a workbook's sheets over those that ship, with what has to be said about them."""
    reading = _Reading()
    for table in tables:
        if is_code_groups(table):
            _read_table(reading, table)
    own = {group.field for group in reading.groups}
    rest = tuple(group for group in shipped_groups().groups if group.field not in own)
    return CodeGroups((*reading.groups, *rest)), reading.findings


@cache
def shipped_groups() -> CodeGroups:
    """The groups that ship: the SSDA903 code sets and those of Annex A List 9."""
    text = files("cpp_scorecard.intake").joinpath(_SHIPPED).read_text("utf-8")
    cells = {
        (row, column): GridCell(CellKind.TEXT, value)
        for row, values in enumerate(csv.reader(text.splitlines()))
        for column, value in enumerate(values)
        if value
    }
    reading = _Reading()
    for table in tables_of(Grid(_SHIPPED, cells)):
        _read_table(reading, table)
    if reading.findings:
        raise ValueError(f"the shipped code groups cannot be read: {reading.findings[0]}")
    return CodeGroups(tuple(reading.groups))


def _read_table(reading: _Reading, table: Table) -> None:
    for row in table.body():
        if not table.text(row, "code_group") and not table.text(row, "group_codes"):
            continue
        try:
            reading.groups.append(_group(table, row))
        except _Unusable as error:
            reading.findings.append(_left_out(table, row, *error.args))


class _Unusable(ValueError):
    """Why a row is no group: the column, the problem, what to do."""


def _group(table: Table, row: int) -> CodeGroup:
    name = " ".join(table.text(row, "code_group").split())
    of = vocabulary().fields.get(plain(table.text(row, "code_set_field")))
    if of is None:
        known = ", ".join(dict.fromkeys(vocabulary().fields.values()))
        raise _Unusable("code_set_field", "names no field that is known", f"Enter one of {known}.")
    cell = table.cell(row, "group_codes")
    if cell is not None and cell.kind is CellKind.DATE:
        raise _Unusable(
            "group_codes", "has a date where codes were expected", "Excel makes a date of 10-15: write 10 to 15."
        )
    codes = tuple(code.strip() for code in table.text(row, "group_codes").split(",") if code.strip())
    if len(codes) > _MOST_CODES:
        raise _Unusable("group_codes", f"has more than {_MOST_CODES} codes", "Write beginnings, such as L*.")
    if not codes or not name:
        raise _Unusable("group_codes" if name else "code_group", "has no name or no codes", "Enter both.")
    first, last = _year(table, row, "from_year"), _year(table, row, "to_year")
    return CodeGroup(of, name, codes, first, last, _months(table, row))


def _months(table: Table, row: int) -> int:
    cell, where = table.cell(row, "longer_than_months"), table.ref(row, "longer_than_months")
    if cell is None or where is None or cell.is_empty:
        return 0
    raw = parse_figure(cell, where)
    if isinstance(raw, Missing) or not 0 <= raw.number <= _MOST_MONTHS or not raw.number.is_integer():
        remedy = "Enter a whole number, such as 12, or leave it blank."
        raise _Unusable("longer_than_months", "is longer than something that is no number of months", remedy)
    return int(raw.number)


def _year(table: Table, row: int, role: str) -> int | None:
    """The first calendar year of the financial year in the cell; None for an empty one."""
    cell = table.cell(row, role)
    if cell is None or cell.is_empty:
        return None
    period = parse_period(cell)
    if period is None or period.kind is not PeriodKind.YEAR:
        raise _Unusable(role, "holds from or to something that is no year", "Enter a year, such as 2021-22.")
    return period.year


def _left_out(table: Table, row: int, role: str, problem: str, remedy: str) -> Finding:
    name = table.text(row, "code_group") or "without a name"
    return Finding(
        code="code-group-unusable",
        severity=Severity.WARNING,
        message=f'the group of codes "{name}" {problem}; it was left out.',
        remedy=remedy,
        where=table.ref(row, role),
    )
