"""The summary tables of At a Glance under disclosure control: shares of a total, printed as percentages.

The counts behind the shares are not printed, but a total with a percentage gives them where no other number fits. The
rows of a category are taken for everybody of the table where they can add up to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from cpp_scorecard.core.at_a_glance import MeasureKind, ReportedRow, ReportedTable, shown_decimals
from cpp_scorecard.core.disclosure import Cell, Constraint, Form, Why
from cpp_scorecard.core.folding import folded
from cpp_scorecard.core.people import Cohort
from cpp_scorecard.core.period import FINANCIAL_YEAR_START, PeriodKind
from cpp_scorecard.core.rounding import comparable, round_half_away
from cpp_scorecard.core.series import SUPPRESSED_SMALL, Figure, Missing

if TYPE_CHECKING:
    from cpp_scorecard.app.disclose_edition import Edition
    from cpp_scorecard.core.indicator import Unit

REPORT = "at-a-glance"
_TOTAL, _NOW, _EARLIER = 9.0, 2.0, 1.0
_MOST_APART = 400
"""Steps in which counts are looked for that add up to their total."""


@dataclass(frozen=True, slots=True)
class _Share:
    """A share of one column: its key, what is printed and the count that fits it best."""

    key: str
    count: int
    low: int
    high: int
    decimals: int


@dataclass(slots=True)
class GlanceCells:
    """The columns of every table, with the keys of their cells."""

    edition: Edition
    tables: Sequence[ReportedTable]
    followers: dict[str, list[str]] = field(default_factory=dict)
    """Under the key of a total, the figures that mean nothing without it."""

    @classmethod
    def of(cls, tables: Sequence[ReportedTable], edition: Edition) -> GlanceCells:
        """Put the figures of the tables into the edition's system."""
        cells = cls(edition, tables)
        for table in tables:
            for place in range(len(table.table.periods)):
                cells._column(table, place)
        return cells

    def _column(self, table: ReportedTable, place: int) -> None:
        edition, system = self.edition, self.edition.system
        totals = [row for row in table.rows if row.row.kind is MeasureKind.TOTAL]
        number = _number(totals[0], place) if totals else None
        if number is None or number % 1 or number < 0:
            return
        everybody = int(number)
        period = table.table.headers[place]
        total = key_of(table, totals[0], place)
        whole = system.unknown(f"{total}|everybody", everybody)
        system.cell(Cell(total, whole, weight=_TOTAL))
        edition.name(total, REPORT, f"{table.table.title}: {totals[0].row.measure}", period)
        edition.protect(total, whole, marked=True)
        period_of = table.table.periods[place]
        if table.table.cohort is Cohort.STARTING and period_of.kind is PeriodKind.MONTH:
            april = period_of.first_month.starts_year(FINANCIAL_YEAR_START)
            stem = total.removesuffix(f"{period_of}")
            edition.hold_against(total, [f"{stem}{april + offset}" for offset in range(12)])
        self.followers[total] = [key_of(table, row, place) for row in table.rows if row is not totals[0]]
        for _, members in groupby(table.rows, key=lambda row: row.row.category):
            rows = [row for row in members if row.row.kind is MeasureKind.SHARE]
            shares = [share for row in rows if (share := _share(table, row, place, everybody)) is not None]
            counts = _adding_up([(share.count, share.low, share.high) for share in shares], everybody)
            parts: list[Form] = []
            for share, count in zip(shares, counts, strict=True):
                part = system.unknown(f"{share.key}|count", count)
                parts.append(part)
                weight = (_NOW if place == 0 else _EARLIER) + count / (everybody + 1)
                system.cell(Cell(share.key, part, whole, 100, share.decimals, weight=weight))
                for what in ("count", "rest"):
                    edition.name(f"{share.key}|{what}", REPORT, _called(table, share.key), f"{period}, {_SAID[what]}")
                edition.protect(f"{share.key}|count", part)
                edition.protect(f"{share.key}|rest", whole.plus(part, -1), Why.COMPLEMENT)
            for row in rows:
                edition.name(key_of(table, row, place), REPORT, f"{table.table.title}: {row.row.measure}", period)
            together = whole
            for part in parts:
                together = together.plus(part, -1)
            system.rule(Constraint(together, at_least=True))
            system.rule(Constraint(together))


_SAID = {"count": "how many the share is", "rest": "all others"}


def _called(table: ReportedTable, key: str) -> str:
    return f"{table.table.title}: {key.split('|')[3]}"


def key_of(table: ReportedTable, row: ReportedRow, place: int) -> str:
    """The key of one figure of a table."""
    period = table.table.periods[place]
    return f"glance|{folded(table.table.title)}|{folded(row.row.category)}|{folded(row.row.measure)}|{period}"


def _number(row: ReportedRow, place: int) -> float | None:
    """The figure of a column: the first one as it is reported, the others as they were typed."""
    found = row.now if place == 0 else row.row.figures[place] if place < len(row.row.figures) else None
    if isinstance(found, Figure):
        return found.number
    return None if found is None or isinstance(found, Missing) else found


def _decimals(row: ReportedRow, place: int) -> int:
    figure = row.row.figures[place]
    if isinstance(figure, Figure):
        return shown_decimals(row.row, figure)
    return row.row.kind.usual_decimals if row.row.decimals is None else row.row.decimals


def _share(table: ReportedTable, row: ReportedRow, place: int, everybody: int) -> _Share | None:
    """A share with the counts that print like it; None where no count does."""
    value = _number(row, place)
    if value is None or not 0 <= value <= 1:
        return None
    decimals, key = _decimals(row, place), key_of(table, row, place)
    near = round(value * everybody)
    if place == 0 and row.typed is None and row.counted is not None and row.counted.numerator is not None:
        near = row.counted.numerator
        return _Share(key, near, near, near, decimals) if near <= everybody else None
    printed = _percent(value, decimals)
    reach = round(everybody * 10.0 ** -(decimals + 2)) + 2
    fits = [
        count
        for count in range(max(0, near - reach), min(everybody, near + reach) + 1)
        if everybody and _percent(count / everybody, decimals) == printed
    ]
    if not fits:
        return None
    return _Share(key, min(fits, key=lambda count: abs(count - near)), fits[0], fits[-1], decimals)


def _percent(value: float, decimals: int) -> float:
    return round_half_away(comparable(value * 100), decimals)


def _adding_up(counts: Sequence[tuple[int, int, int]], total: int) -> list[int]:
    """The best counts, moved inside their bounds so that they add up to the total where they can."""
    found = [count for count, _, _ in counts]
    moved = list(found)
    for _ in range(_MOST_APART):
        off = total - sum(moved)
        if off == 0:
            return moved
        step = 1 if off > 0 else -1
        free = [at for at, (_, low, high) in enumerate(counts) if low <= moved[at] + step <= high]
        if not free:
            return found
        moved[min(free, key=lambda at: abs(moved[at] - counts[at][0]))] += step
    return found


def disclosed_glance(cells: GlanceCells) -> tuple[ReportedTable, ...]:
    """The tables as the edition shows them: no count behind a share, no figure more exact than it is printed."""
    gone = {key for total, keys in cells.followers.items() if cells.edition.is_hidden(total) for key in keys}
    return tuple(
        replace(
            table,
            rows=tuple(_row(table, row, cells.edition, gone) for row in table.rows),
            population=replace(table.population, people=()) if table.population else None,
        )
        for table in cells.tables
    )


def _row(table: ReportedTable, row: ReportedRow, edition: Edition, gone: set[str]) -> ReportedRow:
    kept = tuple(_figures(table, row, edition, gone))
    counted = row.counted
    if counted is not None:
        first = key_of(table, row, 0)
        is_gone = first in gone or edition.is_hidden(first)
        if row.typed is not None:
            counted = None
        elif is_gone:
            counted = replace(counted, value=SUPPRESSED_SMALL, numerator=None, denominator=None)
        elif row.row.kind is MeasureKind.SHARE and not isinstance(counted.value, Missing):
            decimals = _published_decimals(edition, first, _decimals(row, 0))
            value = _rounded(counted.value, row.row.kind.unit, decimals)
            counted = replace(counted, value=value, numerator=None, denominator=None)
    return replace(row, row=replace(row.row, figures=kept), counted=counted)


def _figures(table: ReportedTable, row: ReportedRow, edition: Edition, gone: set[str]) -> Iterator[Figure | Missing]:
    for place, figure in enumerate(row.row.figures):
        key = key_of(table, row, place) if place < len(table.table.periods) else ""
        if isinstance(figure, Missing):
            yield figure
        elif key in gone or edition.is_hidden(key):
            yield SUPPRESSED_SMALL
        else:
            decimals = _published_decimals(edition, key, shown_decimals(row.row, figure))
            yield figure._replace(number=_rounded(figure.number, row.row.kind.unit, decimals), decimals=decimals)


def _published_decimals(edition: Edition, key: str, usual: int) -> int:
    level = edition.level(key)
    return usual if level is None else min(usual, level)


def _rounded(value: float, unit: Unit, decimals: int) -> float:
    by = 100 if unit.is_percentage else 1
    return comparable(round_half_away(comparable(value * by), decimals) / by)
