"""From tables to indicators: what each definitions table says of each of its rows."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cpp_scorecard.core.findings import Finding, Severity
from cpp_scorecard.core.indicator import (
    FigureKind,
    HowReported,
    Indicator,
    Polarity,
    Unit,
)
from cpp_scorecard.core.rag import RangeHistory, ToleranceMode
from cpp_scorecard.core.series import CellRef, Missing, MissingReason
from cpp_scorecard.intake.name_index import NameIndex, name_key
from cpp_scorecard.intake.thresholds import read_range
from cpp_scorecard.intake.tokens import as_share, parse_figure
from cpp_scorecard.intake.unknown_columns import unknown_columns
from cpp_scorecard.intake.vocabulary import plain, token, vocabulary

if TYPE_CHECKING:
    from cpp_scorecard.intake.settings import Settings
    from cpp_scorecard.intake.table import Table

DECIMALS_BY_UNIT = {Unit.PERCENTAGE: 1, Unit.AVERAGE: 1, Unit.SCORE: 2, Unit.RATE: 1}
"""Decimals of a figure whose workbook names none; other units have whole numbers."""
_MOST_DECIMALS = 6
_MOST_HINTS = 50


@dataclass(slots=True)
class Register:
    """The indicators of a workbook in their order, found again by reference, name and domain."""

    indicators: list[Indicator] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    _index: NameIndex = field(default_factory=NameIndex)
    _defined_at: list[tuple[Table, int]] = field(default_factory=list)
    _asked: int = 0

    def add(self, indicator: Indicator, at: tuple[Table, int]) -> None:
        """Append an indicator, defined in a row of a table."""
        place = len(self.indicators)
        self.indicators.append(indicator)
        self._defined_at.append(at)
        self._index.add(place, indicator.reference, indicator.name, indicator.domain)

    def nearest(self, name: str) -> str:
        """A hint at the definition whose name is most like `name`, or nothing; after many questions, nothing."""
        self._asked += 1
        if self._asked > _MOST_HINTS:
            return ""  # looking for a likeness is slow, and a sheet full of unknown names is another sheet
        near = difflib.get_close_matches(name, [indicator.name for indicator in self.indicators], 1, 0.75)
        return f' The nearest name that is defined is "{near[0]}".' if near else ""

    def find(self, reference: str, name: str, domain: str) -> list[int]:
        """The places that a row names: one for a match, several where the name alone cannot tell."""
        return self._index.find(reference, name, domain)

    def continues(self, table: Table, row: int, name: str, domain: str) -> bool:
        """Whether the row is another part (Actual, Possible) of an indicator that the same table has defined."""
        if not table.has("part"):
            return False
        part = plain(table.text(row, "part"))
        return any(
            self._defined_at[place][0] is table and plain(table.text(self._defined_at[place][1], "part")) != part
            for place in self.find(table.text(row, "reference"), name, domain)
        )

    def compare_names(self, table: Table, row: int, place: int) -> None:
        """Ask about a row whose reference and name belong to different indicators."""
        reference, indicator = table.text(row, "reference"), self.indicators[place]
        named = self._index.referred(reference)
        if len(named) == 1 and named[0] != place:
            self.ask(
                "reference-differs",
                Severity.WARNING,
                f'the reference "{reference}" is that of {self.indicators[named[0]].name}, but the row names '
                f"{indicator.name}; the name was followed.",
                "Correct the reference, or rename its header if it only counts rows.",
                table.ref(row, "reference"),
                indicator.name,
            )

    def update(self, place: int, indicator: Indicator) -> None:
        """Put a changed indicator in its place."""
        self.indicators[place] = indicator

    def ask(
        self,
        code: str,
        severity: Severity,
        message: str,
        remedy: str,
        where: CellRef | None,
        indicator: str = "",
    ) -> None:
        """Record a finding."""
        self.findings.append(Finding(code, severity, message, remedy, where, indicator))


def is_card(table: Table) -> bool:
    """Whether the table is a scorecard as somebody printed it: the latest figure beside what it is compared with."""
    return table.has("indicator", "latest") and any(
        table.has(role) for role in ("month_ago", "year_ago", "month_ago_direction", "year_ago_direction")
    )


def is_definitions(table: Table) -> bool:
    """Whether the table defines indicators."""
    return table.has("indicator", "how_reported") and not is_card(table)


def read_definitions(tables: list[Table], settings: Settings) -> Register:
    """Indicators from every definitions table, in order."""
    register = Register()
    for table in tables:
        if is_definitions(table):
            for row in table.body():
                _define(register, table, row, settings)
    elsewhere = [t for t in tables if t.has("indicator") and not is_definitions(t) and not is_card(t)]
    register.findings += unknown_columns(
        [table for table in tables if is_definitions(table)],
        has_ranges_elsewhere=any(t.has("low") or t.has("high") for t in elsewhere),
    )
    return register


def _define(register: Register, table: Table, row: int, settings: Settings) -> None:
    name = " ".join(table.text(row, "indicator").split())
    code = table.text(row, "how_reported")
    where = table.ref(row, "indicator")
    if not name:
        return
    merge = table.grid.merge_at(row, table.column("indicator") or 0)
    if merge is not None and merge.first_row < row:
        return  # the second row of one indicator
    if row in table.headings:
        if not table.has("domain"):
            register.ask(
                "domain-from-heading",
                Severity.INFORMATION,
                f'"{table.headings[row]}" stands alone in its row and was taken as the domain of the rows below it.',
                "Add a column Domain if it is none.",
                where,
            )
        return
    if not code:
        polarity_or_range = any(table.text(row, role) for role in ("polarity", "low", "high", "unit"))
        if polarity_or_range:
            register.ask(
                "definition-incomplete",
                Severity.ERROR,
                f'"{name}" has no "How reported?" code, so it cannot be reported.',
                "Enter SS, R12M, YTD, Q, FY, AY or a term code such as AY21-22.",
                table.ref(row, "how_reported"),
                name,
            )
        else:
            return  # a section heading or a line of narrative
    domain = table.domain(row)
    if register.continues(table, row, name, domain):
        return
    unit = _unit(register, table, row, name)
    tolerance, mode = _tolerance(register, table, row, unit, name)
    indicator = Indicator(
        name=name,
        domain=domain,
        how_reported=HowReported.parse(code),
        polarity=_polarity(register, table, row, name),
        unit=unit,
        decimals=_decimals(register, table, row, unit, name),
        ranges=RangeHistory((read_range(register, table, row, unit, name),)),
        tolerance=settings.tolerance_for(percentage=unit.is_percentage, size=tolerance, mode=mode),
        figures=_figures(register, table, row, name),
        reference=table.text(row, "reference"),
        where=where,
        head_of_service=table.text(row, "head_of_service"),
        note=table.text(row, "notes"),
    )
    if indicator.how_reported.window is None and code:
        register.ask(
            "code-unknown",
            Severity.ERROR,
            f'"{code}" is not a reporting code; {name} cannot be reported.',
            "Use SS, R12M, YTD, Q, FY, AY or a term code such as AY21-22.",
            table.ref(row, "how_reported"),
            name,
        )
    twins = [p for p in register.find("", name, domain) if name_key(register.indicators[p].domain) == name_key(domain)]
    if twins and not indicator.reference:
        register.ask(
            "indicator-twice",
            Severity.WARNING,
            f'"{name}" is defined twice in {domain or "the workbook"}; its figures cannot be told apart.',
            "Delete one, or give both a reference.",
            where,
            name,
        )
        return
    if indicator.reference and register.find(indicator.reference, "", ""):
        register.ask(
            "reference-twice",
            Severity.WARNING,
            f'"{indicator.reference}" is the reference of two indicators, so rows are told apart by their names.',
            "Give each its own reference.",
            table.ref(row, "reference"),
            name,
        )
    register.add(indicator, (table, row))


def _unit(register: Register, table: Table, row: int, name: str) -> Unit:
    text = table.text(row, "unit")
    if text:
        known = vocabulary().units.get(token(text))
        if known:
            return Unit(known)
        register.ask(
            "unit-unknown",
            Severity.WARNING,
            f'the unit "{text}" of {name} is not one of {", ".join(Unit)}; it was taken from the name.',
            "Choose a unit from the list.",
            table.ref(row, "unit"),
            name,
        )
    bounds = [cell for side in ("low", "high") if (cell := table.cell(row, side)) is not None]
    figures = [parse_figure(cell, CellRef("", 0, 0)) for cell in bounds]
    if any(not isinstance(figure, Missing) and figure.is_percent for figure in figures):
        return Unit.PERCENTAGE
    words = f" {plain(name).replace('%', ' % ')} "
    return next((Unit(unit) for word, unit in vocabulary().unit_words.items() if f" {word} " in words), Unit.NUMBER)


def _decimals(register: Register, table: Table, row: int, unit: Unit, name: str) -> int:
    cell = table.cell(row, "decimals")
    default = DECIMALS_BY_UNIT.get(unit, 0)
    if cell is None or cell.is_empty:
        return default
    raw = parse_figure(cell, CellRef("", 0, 0))
    if isinstance(raw, Missing) or raw.number != int(raw.number) or not 0 <= raw.number <= _MOST_DECIMALS:
        register.ask(
            "decimals-unusable",
            Severity.WARNING,
            f'the decimals of {name} are "{cell.text}"; {default} was used.',
            f"Enter a whole number from 0 to {_MOST_DECIMALS}.",
            table.ref(row, "decimals"),
            name,
        )
        return default
    return int(raw.number)


def _polarity(register: Register, table: Table, row: int, name: str) -> Polarity:
    text = table.text(row, "polarity")
    known = vocabulary().polarities.get(token(text))
    if known is None:
        register.ask(
            "polarity-unknown",
            Severity.WARNING,
            f'"{text}" does not say what good looks like for {name}; it was not rated.',
            "Enter High, Low, Range or -.",
            table.ref(row, "polarity"),
            name,
        )
        return Polarity.NONE
    return Polarity(known)


def _figures(register: Register, table: Table, row: int, name: str) -> FigureKind:
    text = table.text(row, "figures")
    known = vocabulary().figures.get(token(text))
    if known is None:
        register.ask(
            "figures-unknown",
            Severity.WARNING,
            f'"{text}" does not say how the figures of {name} accumulate.',
            f"Choose {FigureKind.EVENTS}, {FigureKind.MEASURED} or {FigureKind.THREE_YEAR_AVERAGE}.",
            table.ref(row, "figures"),
            name,
        )
        return FigureKind.NOT_STATED
    return FigureKind(known)


def _tolerance(
    register: Register, table: Table, row: int, unit: Unit, name: str
) -> tuple[float | None, ToleranceMode | None]:
    size: float | None = None
    cell = table.cell(row, "tolerance")
    if cell is not None and not cell.is_empty:
        raw = parse_figure(cell, CellRef("", 0, 0))
        if (isinstance(raw, Missing) and raw.reason is MissingReason.UNUSABLE) or (
            not isinstance(raw, Missing) and raw.number < 0
        ):
            register.ask(
                "tolerance-unusable",
                Severity.WARNING,
                f'the tolerance of {name} is "{cell.text}"; the workbook\'s own was used.',
                "Enter a percentage, such as 10%.",
                table.ref(row, "tolerance"),
                name,
            )
        elif not isinstance(raw, Missing):
            size = as_share(raw)
    text = table.text(row, "tolerance_mode")
    known = vocabulary().modes.get(token(text)) if text and token(text) != "-" else None
    mode = ToleranceMode(known) if known else None
    if text and token(text) != "-" and known is None:
        register.ask(
            "tolerance-unusable",
            Severity.WARNING,
            f'the tolerance mode of {name} is "{text}"; the workbook\'s own was used.',
            "Enter relative or points.",
            table.ref(row, "tolerance_mode"),
            name,
        )
    if mode is ToleranceMode.POINTS and not unit.is_percentage:
        register.ask(
            "points-not-a-percentage",
            Severity.WARNING,
            f"{name} is not a percentage, so a tolerance in points means nothing; it was rated relatively.",
            "Enter relative.",
            table.ref(row, "tolerance_mode"),
            name,
        )
        mode = ToleranceMode.RELATIVE
    return size, mode
