"""From tables with periods to observations: each figure of each indicator, with its cell, or why it is missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from cpp_scorecard.core.findings import Finding, Severity
from cpp_scorecard.core.indicator import Indicator, Unit
from cpp_scorecard.core.printing import printed_exactly
from cpp_scorecard.core.series import (
    CellRef,
    Figure,
    Missing,
    MissingReason,
    Observation,
    Part,
    Series,
    Status,
)
from cpp_scorecard.intake.definitions import Register, is_card
from cpp_scorecard.intake.tokens import RawFigure, as_figure, parse_figure, period_of_text
from cpp_scorecard.intake.vocabulary import plain, vocabulary

if TYPE_CHECKING:
    from cpp_scorecard.core.period import ReportingPeriod
    from cpp_scorecard.intake.table import Table

_BASIS = re.compile(r"(illustrative|provisional)\b\s*(?:,?\s*except\s+(?P<except>.+))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Basis:
    """What a row's basis column says about its figures, and the periods that it excepts."""

    status: Status = Status.FINAL
    excepted: frozenset[ReportingPeriod] = frozenset()

    def of(self, period: ReportingPeriod) -> Status:
        return Status.FINAL if self.excepted and period in self.excepted else self.status


class _FigureColumn(NamedTuple):
    """What every row of a table asks of a column of figures."""

    at: int
    period: ReportingPeriod
    status: Status


@dataclass(slots=True)
class _Store:
    register: Register
    found: dict[int, dict[ReportingPeriod, dict[Part, Figure | Missing]]] = field(default_factory=dict)

    def put(self, place: int, part: Part, figures: Iterable[tuple[ReportingPeriod, Figure | Missing]]) -> None:
        periods = self.found.setdefault(place, {})
        for period, figure in figures:
            parts = periods.setdefault(period, {})
            if part in parts:
                self._put_second(place, period, part, figure)
            else:
                parts[part] = figure

    def _put_second(self, place: int, period: ReportingPeriod, part: Part, figure: Figure | Missing) -> None:
        """Of two cells for one part of a figure the one with a number; none where two numbers differ."""
        parts = self.found[place][period]
        before = parts[part]
        if isinstance(before, Missing):
            if isinstance(figure, Figure) and before.reason is not MissingReason.CONFLICT:
                parts[part] = figure
        elif isinstance(figure, Figure) and before.number != figure.number:
            indicator = self.register.indicators[place]
            self.register.ask(
                "figure-twice",
                Severity.ERROR,
                f"{indicator.label} has two different figures for {period}: {before.number:g} in {before.where} and "
                f"{figure.number:g} here; neither was used.",
                "Keep one: two columns name the same period, or two rows the same indicator.",
                figure.where,
                indicator.name,
            )
            parts[part] = Missing(
                MissingReason.CONFLICT, detail=f"{before.where} and {figure.where}", where=figure.where
            )


def read_observations(tables: list[Table], register: Register) -> list[Series]:
    """One series an indicator, in the register's order, from every table that has an indicator and periods."""
    store = _Store(register)
    for table in tables:
        if table.has("indicator") and table.periods and not is_card(table):
            _questions(table, register)
            _read_table(table, store)
    return [_in_order(store.found.get(place, {})) for place in range(len(register.indicators))]


def _in_order(found: Mapping[ReportingPeriod, Mapping[Part, Figure | Missing]]) -> Series:
    periods = sorted(found)
    parts = found.values() if periods == list(found) else [found[period] for period in periods]
    return Series({period: Observation(period, of_period) for period, of_period in zip(periods, parts, strict=True)})


def _questions(table: Table, register: Register) -> None:
    """Two headers for one period."""
    seen: set[tuple[ReportingPeriod, str | None]] = set()
    for column in table.figure_columns:
        assert column.period is not None, "figure columns have periods"
        if (column.period, column.part) in seen:
            register.ask(
                "period-twice",
                Severity.ERROR,
                f"{column.period} stands over two columns; figures that differ were not used.",
                "Correct the header of one of them, or pin the column in Settings.",
                table.grid.ref(table.header_rows[1], column.index),
            )
        seen.add((column.period, column.part))


def _read_table(table: Table, store: _Store) -> None:
    indicator_column = table.column("indicator")
    assert indicator_column is not None, "the caller asked for tables with an indicator"
    columns = {part: _columns_by_part(table, part) for part in Part}
    last_row: int | None = None
    nameless: list[CellRef] = []
    for row in table.body():
        filled = next((c.index for c in table.figure_columns if not table.grid.own(row, c.index).is_empty), None)
        part_text = table.text(row, "part")
        name = table.text(row, "indicator") or table.text(row, "reference")
        named_at = row
        if name:
            last_row = row
        elif part_text and filled is not None and last_row is not None:
            name, named_at = table.text(last_row, "indicator"), last_row  # the name is written once
        if not name and filled is not None:
            nameless.append(table.grid.ref(row, filled))
        if not name or row in table.headings or (filled is None and not part_text):
            continue
        where = table.grid.ref(row, indicator_column)
        reference = table.text(row, "reference") or table.text(named_at, "reference")
        places = store.register.find(reference, name, table.domain(named_at))
        if len(places) != 1:
            if filled is not None:
                _unplaced(store.register, name, len(places), where)
            continue
        if named_at == row:
            store.register.compare_names(table, row, places[0])
        indicator = store.register.indicators[places[0]]
        part = _part(store.register, table, row, part_text or table.part, indicator)
        if part is not None:
            _read_row(table, row, places[0], columns[part], store)
    if nameless:
        _ask_about_nameless(store.register, nameless)


def _ask_about_nameless(register: Register, cells: list[CellRef]) -> None:
    rows = ", ".join(str(cell.row + 1) for cell in cells[:6]) + (" and others" if len(cells) > 6 else "")
    register.ask(
        "row-without-indicator",
        Severity.WARNING,
        f"figures without an indicator's name were not read (row {rows}).",
        "Name the indicator, or say in the column Figure which part of the one above it is.",
        cells[0],
    )


def _unplaced(register: Register, name: str, fits: int, where: CellRef) -> None:
    if not fits and plain(name) in vocabulary().other_rows:
        register.ask(
            "row-not-indicator",
            Severity.INFORMATION,
            f'the row "{name}" is no indicator and was not read.',
            "Define it as an indicator if it is one.",
            where,
        )
        return
    if fits:
        message, remedy = (
            f'"{name}" fits {fits} definitions; its figures were not read.',
            "Add the reference or the domain.",
        )
    else:
        message, remedy = (
            f'"{name}" has figures but is not defined.{register.nearest(name)}',
            "Correct the name, or add it to the definitions.",
        )
    register.ask("indicator-ambiguous" if fits else "indicator-unknown", Severity.WARNING, message, remedy, where, name)


def _part(register: Register, table: Table, row: int, text: str, indicator: Indicator) -> Part | None:
    if not text:
        return Part.VALUE
    known = vocabulary().parts.get(plain(text) or text)
    if known is None:
        register.ask(
            "part-unknown",
            Severity.WARNING,
            f'"{text}" is not a part of a figure; the row of {indicator.label} was not read.',
            "Enter Actual, Possible or Data, or leave it if the row is something else.",
            table.ref(row, "part"),
            indicator.name,
        )
        return None
    return Part(known)


def _columns_by_part(table: Table, part_of_row: Part) -> dict[Part, list[_FigureColumn]]:
    """The columns of figures by the part that they hold: that of their header, else that of the row."""
    columns: dict[Part, list[_FigureColumn]] = {}
    for column in table.figure_columns:
        assert column.period is not None, "figure columns have periods"
        part = Part(column.part) if column.part else part_of_row
        columns.setdefault(part, []).append(_FigureColumn(column.index, column.period, column.status))
    return columns


def _read_row(table: Table, row: int, place: int, columns: Mapping[Part, list[_FigureColumn]], store: _Store) -> None:
    basis = _basis(table.text(row, "basis"))
    for part, of_part in columns.items():
        cells = table.across(row, (column.at for column in of_part))
        raw = [parse_figure(cell, where) for cell, where in cells]
        store.put(place, part, _figures(of_part, raw, store.register, place, part, basis))


def _figures(
    columns: list[_FigureColumn],
    cells: list[RawFigure | Missing],
    register: Register,
    place: int,
    part: Part,
    basis: _Basis,
) -> Iterator[tuple[ReportingPeriod, Figure | Missing]]:
    """The figures of one part in one row, which tell together how a percentage is written in it."""
    indicator = register.indicators[place]
    percentage = part is Part.VALUE and indicator.unit.is_percentage
    found = [raw for raw in cells if isinstance(raw, RawFigure)]
    plain_numbers = [raw for raw in found if not raw.is_percent and raw.number] if percentage else []
    above_one = sum(abs(raw.number) > 1 for raw in plain_numbers)
    mostly_points = above_one * 2 > len(plain_numbers)
    if part is Part.VALUE:
        _ask_about_unit(register, indicator, found)
    for (_, period, status_of_column), raw in zip(columns, cells, strict=True):
        if isinstance(raw, Missing):
            yield period, raw
            continue
        in_points = False
        if percentage and not raw.is_percent:
            in_points = mostly_points or abs(raw.number) > 1
            if raw.number and above_one and (abs(raw.number) > 1) != mostly_points:
                _ambiguous(register, indicator, raw, period, in_points=in_points)
        figure = as_figure(raw, percentage=percentage, in_points=in_points)
        status = raw.status or status_of_column or basis.of(period)
        yield period, figure if status is figure.status else figure._replace(status=status)


def _ask_about_unit(register: Register, indicator: Indicator, figures: list[RawFigure]) -> None:
    """A row shown as percentages whose indicator is none; plain fractions under a percentage."""
    shown = [raw for raw in figures if raw.is_percent]
    if shown and not indicator.unit.is_percentage:
        register.ask(
            "unit-doubtful",
            Severity.WARNING,
            f"{indicator.label} has {len(shown)} figures shown as percentages, but its unit is {indicator.unit}; "
            f"they were read as numbers ({shown[0].shown} as {shown[0].number:g}).",
            "Enter Percentage as its unit, or format the cells as numbers.",
            shown[0].where,
            indicator.name,
        )
    fractions = [raw for raw in figures if not raw.is_percent and raw.number]
    if indicator.unit.is_percentage and fractions and all(0 < abs(raw.number) <= 1 for raw in fractions) and not shown:
        register.ask(
            "percentage-as-fraction",
            Severity.INFORMATION,
            f"the figures of {indicator.label} are plain numbers up to 1 and were read as fractions: "
            f"{fractions[0].shown} as {printed_exactly(fractions[0].number, Unit.PERCENTAGE)}.",
            "Format the cells as percentages to be sure.",
            fractions[0].where,
            indicator.name,
        )


def _ambiguous(
    register: Register, indicator: Indicator, raw: RawFigure, period: ReportingPeriod, *, in_points: bool
) -> None:
    read_as = f"{raw.shown} per cent" if in_points else f"the fraction {raw.shown}"
    register.ask(
        "percentage-ambiguous",
        Severity.WARNING,
        f"{indicator.label}, {period}: {raw.shown} has no % sign and the rest of its row is written differently; "
        f"it was read as {read_as}.",
        "Format the cell as a percentage.",
        raw.where,
        indicator.name,
    )


def _basis(text: str) -> _Basis:
    found = _BASIS.match(text.strip())
    if not found:
        return _Basis()
    excepted = {period_of_text(word) for word in re.split(r"[,;]", found["except"] or "")}
    return _Basis(Status(found[1].casefold()), frozenset(p for p in excepted if p))


def rows_without_figures(register: Register, series: Iterable[Series]) -> list[Finding]:
    """Indicators that no row of any table names."""
    return [
        Finding(
            code="indicator-without-row",
            severity=Severity.ERROR,
            message=f"{indicator.label} is defined but no sheet has a row of figures for it.",
            remedy="Add its row, or correct the name so that both are written alike.",
            where=indicator.where,
            indicator=indicator.name,
        )
        for indicator, one in zip(register.indicators, series, strict=True)
        if not one.observations
    ]
