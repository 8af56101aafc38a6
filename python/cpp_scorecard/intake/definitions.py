"""From tables to indicators: definitions, ranges by date, comparators and the overrides ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from cpp_scorecard.core.findings import Finding, Severity
from cpp_scorecard.core.indicator import (
    NO_FIGURE,
    ComparatorFigure,
    FigureKind,
    HowReported,
    Indicator,
    Override,
    Polarity,
    Unit,
)
from cpp_scorecard.core.period import Month, PeriodKind
from cpp_scorecard.core.rag import ExpectedRange, RangeHistory, ToleranceMode
from cpp_scorecard.core.series import CellRef, Figure, Missing, MissingReason
from cpp_scorecard.intake.grid import CellKind, GridCell
from cpp_scorecard.intake.locate import Table
from cpp_scorecard.intake.settings import Settings
from cpp_scorecard.intake.tokens import as_figure, parse_figure, parse_period
from cpp_scorecard.intake.vocabulary import plain, token, vocabulary

_DECIMALS_BY_UNIT = {Unit.PERCENTAGE: 1, Unit.AVERAGE: 1, Unit.SCORE: 2, Unit.RATE: 1}
_MOST_DECIMALS = 6
_UNIT_BY_WORD = (
    ("%", Unit.PERCENTAGE),
    ("rate", Unit.RATE),
    ("average", Unit.AVERAGE),
    ("avg", Unit.AVERAGE),
)
BLANK_VALUE = "(blank)"
"""What an override writes to print nothing at all."""


@dataclass(slots=True)
class Register:
    """The indicators of a workbook in their order, found again by reference, name and domain."""

    indicators: list[Indicator] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    _by_reference: dict[str, list[int]] = field(default_factory=dict)
    _by_name: dict[str, list[int]] = field(default_factory=dict)

    def add(self, indicator: Indicator) -> None:
        """Append an indicator."""
        place = len(self.indicators)
        self.indicators.append(indicator)
        if indicator.reference:
            self._by_reference.setdefault(plain(indicator.reference), []).append(place)
        self._by_name.setdefault(name_key(indicator.name), []).append(place)

    def find(self, reference: str, name: str, domain: str) -> list[int]:
        """The places that a row names: one for a match, several where the name alone cannot tell."""
        by_reference = self._by_reference.get(plain(reference), []) if reference else []
        if len(by_reference) == 1:
            return by_reference
        places = self._by_name.get(name_key(name), [])
        if len(places) > 1 and domain:
            same = [p for p in places if name_key(self.indicators[p].domain) == name_key(domain)]
            return same or places
        return places

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


def name_key(name: str) -> str:
    """A name without the differences people do not see: case, spacing, punctuation."""
    return plain(name).replace(" ", "")


def is_definitions(table: Table) -> bool:
    """Whether the table defines indicators."""
    return table.has("indicator", "how_reported") and not table.has("latest")


def read_definitions(tables: list[Table], settings: Settings) -> Register:
    """Indicators from every definitions table, in order, then ranges by date, comparators and overrides."""
    register = Register()
    for table in tables:
        if is_definitions(table):
            for row in table.body():
                _define(register, table, row, settings)
    for table in tables:
        if table.has("indicator", "valid_from") and not table.has("how_reported"):
            _read_ranges(register, table)
    for table in tables:
        if table.has("indicator", "similar") and not table.has("latest"):
            _read_comparators(register, table)
        if table.has("indicator", "what", "value", "reason"):
            _read_overrides(register, table)
    return register


def _define(register: Register, table: Table, row: int, settings: Settings) -> None:
    name = " ".join(table.text(row, "indicator").split())
    code = table.text(row, "how_reported")
    where = table.ref(row, "indicator")
    if not name:
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
    domain = " ".join(table.text(row, "domain").split())
    merge = table.grid.merge_at(row, table.column("indicator") or 0)
    if merge is not None and merge.first_row < row:
        return  # the second row of one indicator
    unit = _unit(register, table, row, name)
    tolerance, mode = _tolerance(register, table, row, unit, name)
    indicator = Indicator(
        name=name,
        domain=domain,
        how_reported=HowReported.parse(code),
        polarity=_polarity(register, table, row, name),
        unit=unit,
        decimals=_decimals(register, table, row, unit, name),
        ranges=RangeHistory((_range(register, table, row, unit, name),)),
        tolerance=settings.tolerance_for(percentage=unit.is_percentage, size=tolerance, mode=mode),
        figures=_figures(register, table, row, name),
        reference=table.text(row, "reference"),
        where=where,
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
    twins = [
        p
        for p in register.find("", name, domain)
        if name_key(register.indicators[p].domain) == name_key(domain)
    ]
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
    register.add(indicator)


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
    lowered = name.casefold()
    return next((unit for word, unit in _UNIT_BY_WORD if word in lowered), Unit.NUMBER)


def _decimals(register: Register, table: Table, row: int, unit: Unit, name: str) -> int:
    cell = table.cell(row, "decimals")
    default = _DECIMALS_BY_UNIT.get(unit, 0)
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
            size = raw.number if raw.is_percent or raw.number <= 1 else raw.number / 100
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


def _range(register: Register, table: Table, row: int, unit: Unit, name: str) -> ExpectedRange:
    bounds = {side: _threshold(register, table, row, side, unit, name) for side in ("low", "high")}
    expected = ExpectedRange(bounds["low"], bounds["high"], _valid_from(table, row), table.ref(row, "low"))
    if expected.is_upside_down:
        register.ask(
            "range-upside-down",
            Severity.WARNING,
            f"the expected range of {name} has its low threshold ({table.text(row, 'low')}) above its high one "
            f"({table.text(row, 'high')}); it was not rated.",
            "Swap the two, or correct one.",
            table.ref(row, "low"),
            name,
        )
    return expected


def _threshold(register: Register, table: Table, row: int, side: str, unit: Unit, name: str) -> float | None:
    cell, where = table.cell(row, side), table.ref(row, side)
    if cell is None or where is None:
        return None
    raw = parse_figure(cell, where)
    if isinstance(raw, Missing):
        if raw.reason is MissingReason.UNUSABLE:
            register.ask(
                "threshold-unusable",
                Severity.ERROR,
                f"the {side} threshold of {name} is {raw.detail} where a number was expected.",
                "Retype it as a number, or enter - if there is none.",
                where,
                name,
            )
        return None
    in_points = unit.is_percentage and not raw.is_percent and abs(raw.number) > 1
    return as_figure(raw, percentage=unit.is_percentage, in_points=in_points).number


def _valid_from(table: Table, row: int) -> Month | None:
    cell = table.cell(row, "valid_from")
    period = parse_period(cell) if cell is not None else None
    return period.first_month if period is not None and period.kind is PeriodKind.MONTH else None


def _rows_of(register: Register, table: Table) -> Iterator[tuple[int, int]]:
    """Rows of a table that name one indicator, with its place; a name that fits several is asked about."""
    for row in table.body():
        name, reference = table.text(row, "indicator"), table.text(row, "reference")
        if not name and not reference:
            continue
        places = register.find(reference, name, table.text(row, "domain"))
        if len(places) == 1:
            yield row, places[0]
        elif len(places) > 1:
            register.ask(
                "indicator-ambiguous",
                Severity.ERROR,
                f'"{name}" fits {len(places)} definitions.',
                "Add the reference or the domain.",
                table.ref(row, "indicator"),
                name,
            )
        elif any(
            not table.grid.at(row, c.index).is_empty
            for c in table.columns
            if c.role not in ("indicator", "domain")
        ):
            register.ask(
                "indicator-unknown",
                Severity.WARNING,
                f'"{name}" is not among the definitions.',
                "Correct the name, or define the indicator.",
                table.ref(row, "indicator"),
                name,
            )


def _read_ranges(register: Register, table: Table) -> None:
    for row, place in _rows_of(register, table):
        indicator = register.indicators[place]
        cell = table.cell(row, "valid_from")
        since = _valid_from(table, row)
        if since is None and cell is not None and not cell.is_empty:
            register.ask(
                "range-date-unusable",
                Severity.ERROR,
                f'the range of {indicator.name} is valid from "{cell.text}", which is not a month; it was not used.',
                "Enter a month, such as Apr-21.",
                table.ref(row, "valid_from"),
                indicator.name,
            )
            continue
        expected = replace(_range(register, table, row, indicator.unit, indicator.name), valid_from=since)
        register.update(place, replace(indicator, ranges=RangeHistory((*indicator.ranges.ranges, expected))))


def _read_comparators(register: Register, table: Table) -> None:
    for row, place in _rows_of(register, table):
        indicator = register.indicators[place]
        cell, where = table.cell(row, "similar"), table.ref(row, "similar")
        if cell is None or where is None:
            continue
        raw = parse_figure(cell, where)
        if isinstance(raw, Missing):
            if raw.reason is MissingReason.UNUSABLE:
                register.ask(
                    "comparator-unusable",
                    Severity.ERROR,
                    f"the similar councils' figure of {indicator.name} is {raw.detail} where a number was expected.",
                    "Retype it as a number, or enter - if there is none.",
                    where,
                    indicator.name,
                )
            similar: ComparatorFigure | Missing = raw
        else:
            percentage = indicator.unit.is_percentage
            in_points = percentage and not raw.is_percent and abs(raw.number) > 1
            figure: Figure = as_figure(raw, percentage=percentage, in_points=in_points)
            similar = ComparatorFigure(
                figure.number,
                where,
                figure.decimals,
                _plain_text(table.cell(row, "similar_period") or table.cell(row, "period_label")),
                table.text(row, "similar_source"),
            )
        if indicator.similar == NO_FIGURE or isinstance(similar, ComparatorFigure):
            register.update(place, replace(indicator, similar=similar))


def _plain_text(cell: GridCell | None) -> str:
    if cell is None:
        return ""
    if cell.kind is CellKind.DATE and isinstance(cell.value, dt.datetime):
        return Month.of_date(cell.value).dashed
    return cell.text


_WHAT = {
    "periodlabel": "Period label",
    "label": "Period label",
    "latestdata": "Period label",
    "rating": "Rating",
    "rag": "Rating",
}


def _read_overrides(register: Register, table: Table) -> None:
    for row, place in _rows_of(register, table):
        indicator = register.indicators[place]
        what = _WHAT.get(name_key(table.text(row, "what")))
        reason = table.text(row, "reason")
        if what is None or not reason:
            problem = (
                f'"{table.text(row, "what")}" cannot be overridden' if what is None else "it gives no reason"
            )
            register.ask(
                "override-unusable",
                Severity.WARNING,
                f"an override of {indicator.name} was not used: {problem}.",
                "Override the Period label or the Rating, and say why.",
                table.ref(row, "what" if what is None else "reason"),
                indicator.name,
            )
            continue
        value = _plain_text(table.cell(row, "value"))
        override = Override(
            what=what,
            value="" if token(value) == BLANK_VALUE else value,
            officer=table.text(row, "officer"),
            date=_plain_date(table.cell(row, "date")),
            reason=reason,
            applies_to=_plain_text(table.cell(row, "applies_to")),
            where=table.ref(row, "value"),
        )
        register.update(place, replace(indicator, overrides=(*indicator.overrides, override)))


def _plain_date(cell: GridCell | None) -> str:
    if cell is not None and isinstance(cell.value, dt.datetime):
        return cell.value.date().isoformat()
    return "" if cell is None else cell.text
