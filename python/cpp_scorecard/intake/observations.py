"""From tables with periods to observations: each figure of each indicator, with its cell, or why it is missing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from cpp_scorecard.core.findings import Finding, Severity
from cpp_scorecard.core.indicator import Indicator
from cpp_scorecard.core.period import ReportingPeriod
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
from cpp_scorecard.intake.definitions import Register
from cpp_scorecard.intake.locate import Table
from cpp_scorecard.intake.tokens import RawFigure, as_figure, parse_figure, period_of_text
from cpp_scorecard.intake.vocabulary import plain, vocabulary

_BASIS = re.compile(r"(illustrative|provisional)\b\s*(?:,?\s*except\s+(?P<except>.+))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Basis:
    """What a row's basis column says about its figures, and the periods that it excepts."""

    status: Status = Status.FINAL
    excepted: frozenset[ReportingPeriod] = frozenset()

    def of(self, period: ReportingPeriod, own: Status) -> Status:
        return own if own is not Status.FINAL or period in self.excepted else self.status


@dataclass(slots=True)
class _Store:
    register: Register
    found: dict[int, dict[ReportingPeriod, dict[Part, Figure | Missing]]] = field(default_factory=dict)

    def put(self, place: int, period: ReportingPeriod, part: Part, figure: Figure | Missing) -> None:
        parts = self.found.setdefault(place, {}).setdefault(period, {})
        before = parts.get(part)
        if before is None or (isinstance(before, Missing) and isinstance(figure, Figure)):
            if isinstance(before, Missing) and before.reason is MissingReason.CONFLICT:
                return
            parts[part] = figure
        elif isinstance(before, Figure) and isinstance(figure, Figure) and before.number != figure.number:
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
        if table.has("indicator") and table.periods and not table.has("latest"):
            _questions(table, register)
            _read_table(table, store)
    return [
        Series(
            {
                period: Observation(period, parts)
                for period, parts in sorted(store.found.get(place, {}).items())
            }
        )
        for place in range(len(register.indicators))
    ]


def _questions(table: Table, register: Register) -> None:
    """Two headers for one period."""
    seen: dict[ReportingPeriod, int] = {}
    for column, period in table.periods:
        if period in seen:
            register.ask(
                "period-twice",
                Severity.ERROR,
                f"{period} stands over two columns; figures that differ were not used.",
                "Correct the header of one of them.",
                table.grid.ref(table.header_rows[1], column),
            )
        seen[period] = column


def _read_table(table: Table, store: _Store) -> None:
    indicator_column = table.column("indicator")
    assert indicator_column is not None, "the caller asked for tables with an indicator"
    last_name = ""
    last_domain = ""
    for row in table.body():
        has_figures = any(not table.grid.own(row, column).is_empty for column, _ in table.periods)
        part_text = table.text(row, "part")
        name = table.text(row, "indicator")
        if name:
            last_name, last_domain = name, table.text(row, "domain") or last_domain
        elif part_text and has_figures:
            name = last_name  # the second row of an indicator whose name is written once
        if not name or (not has_figures and not part_text):
            continue
        reference = table.text(row, "reference")
        places = store.register.find(reference, name, table.text(row, "domain") or last_domain)
        where = table.grid.ref(row, indicator_column)
        if len(places) != 1:
            if has_figures:
                _unplaced(store.register, name, len(places), where)
            continue
        indicator = store.register.indicators[places[0]]
        part = _part(store.register, table, row, part_text, indicator)
        if part is not None:
            _read_row(table, row, places[0], part, store)


def _unplaced(register: Register, name: str, fits: int, where: CellRef) -> None:
    if fits:
        message, remedy = (
            f'"{name}" fits {fits} definitions; its figures were not read.',
            "Add the reference or the domain.",
        )
    else:
        message, remedy = (
            f'"{name}" has figures but is not defined.',
            "Correct the name, or add it to the definitions.",
        )
    register.ask(
        "indicator-ambiguous" if fits else "indicator-unknown", Severity.WARNING, message, remedy, where, name
    )


def _part(register: Register, table: Table, row: int, text: str, indicator: Indicator) -> Part | None:
    if not text:
        return Part.VALUE
    known = vocabulary().parts.get(plain(text) or text)
    if known is None:
        register.ask(
            "part-unknown",
            Severity.WARNING,
            f'"{text}" is not a part of a figure; the row of {indicator.label} was not read.',
            "Enter Actual, Possible or Data.",
            table.ref(row, "part"),
            indicator.name,
        )
        return None
    return Part(known)


def _read_row(table: Table, row: int, place: int, part: Part, store: _Store) -> None:
    indicator = store.register.indicators[place]
    basis = _basis(table.text(row, "basis"))
    cells = [
        (period, parse_figure(table.grid.at(row, column), table.grid.ref(row, column)))
        for column, period in table.periods
    ]
    percentage = part is Part.VALUE and indicator.unit.is_percentage
    plain_numbers = [
        raw for _, raw in cells if isinstance(raw, RawFigure) and not raw.is_percent and raw.number
    ]
    mostly_points = sum(abs(raw.number) > 1 for raw in plain_numbers) * 2 > len(plain_numbers)
    for period, raw in cells:
        if isinstance(raw, Missing):
            store.put(place, period, part, raw)
            continue
        in_points = percentage and not raw.is_percent and (mostly_points or abs(raw.number) > 1)
        if (percentage and not raw.is_percent and raw.number and in_points != (abs(raw.number) > 1)) or (
            percentage and not raw.is_percent and in_points and not mostly_points
        ):
            _ambiguous(store.register, indicator, raw, "per cent", period)
        figure = as_figure(raw, percentage=percentage, in_points=in_points)
        status = basis.of(period, figure.status)
        store.put(place, period, part, Figure(figure.number, figure.where, status, figure.decimals))


def _ambiguous(
    register: Register, indicator: Indicator, raw: RawFigure, read_as: str, period: ReportingPeriod
) -> None:
    register.ask(
        "percentage-ambiguous",
        Severity.WARNING,
        f"{indicator.label}, {period}: {raw.shown} has no % sign and the rest of its row is written differently; "
        f"it was read as {raw.shown} {read_as}.",
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
