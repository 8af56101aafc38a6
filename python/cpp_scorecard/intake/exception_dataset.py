"""From tables to the exception dataset: the grid with its populations, and the sheets that say how its rows behave.

A dataset is the tables that have an indicator, a type and periods. Its blocks may repeat the header; a row is itself
(its reference, else where it stands), never its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from cpp_scorecard.core.dataset import Dataset, DatasetRow, RangeBasis
from cpp_scorecard.core.findings import Finding, Severity
from cpp_scorecard.core.indicator import Override, Unit
from cpp_scorecard.core.measure_type import MeasureType
from cpp_scorecard.core.period import ReportingPeriod
from cpp_scorecard.core.rag import ExpectedRange, Tolerance, ToleranceMode
from cpp_scorecard.core.series import CellRef, Figure, Missing, MissingReason, Status
from cpp_scorecard.intake.definitions import name_key
from cpp_scorecard.intake.grid import CellKind
from cpp_scorecard.intake.settings import Settings
from cpp_scorecard.intake.table import Table
from cpp_scorecard.intake.tokens import RawFigure, as_figure, parse_figure
from cpp_scorecard.intake.vocabulary import plain, token, vocabulary

_POPULATION_ABOVE = 4
"""A population row stands just under the header band, in it, or at most this many rows above it."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What the Measures sheet says about one row."""

    measure: MeasureType | None
    numerator: str
    denominator: str
    basis: RangeBasis | None
    why: str
    where: CellRef | None


@dataclass(slots=True)
class _Reading:
    settings: Settings
    rows: list[DatasetRow] = field(default_factory=list)
    population: dict[ReportingPeriod, float] = field(default_factory=dict)
    periods: dict[ReportingPeriod, None] = field(default_factory=dict)
    comparators: dict[str, None] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def ask(
        self, code: str, severity: Severity, message: str, remedy: str, where: CellRef | None, name: str = ""
    ) -> None:
        self.findings.append(Finding(code, severity, message, remedy, where, name))


def is_dataset(table: Table) -> bool:
    """Whether the table is a block of an exception dataset."""
    return table.has("indicator", "measure_type") and bool(table.periods) and not table.has("how_reported")


def is_beside_dataset(table: Table) -> bool:
    """Whether the table belongs to a dataset: a block of it, how its rows add up, or what people keep beside it."""
    return (
        is_dataset(table)
        or (table.has("measure_type") and not table.has("how_reported") and not table.has("latest"))
        or any(table.has(role) for role in ("head_of_service", "indicator_numbers", "difference_kind", "previous_from"))
    )


def read_dataset(tables: list[Table], settings: Settings) -> tuple[Dataset | None, list[Finding]]:
    """The dataset of a workbook with what has to be said about it; None where it has none."""
    blocks = [table for table in tables if is_dataset(table)]
    if not blocks:
        return None, []
    reading = _Reading(settings)
    said = _measures(reading, tables)
    sections = _sections(tables)
    for block in blocks:
        _read_population(reading, block)
        reading.comparators |= dict.fromkeys(name for _, name in _comparator_columns(block))
        reading.periods |= dict.fromkeys(period for _, period in block.periods)
        for row in block.body():
            _read_row(reading, block, row, said, sections)
    overrides = _overrides(tables)
    _link(reading, said)
    rows = tuple(replace(row, overrides=overrides.get(plain(row.reference), ())) for row in reading.rows)
    dataset = Dataset(rows, tuple(reading.periods), reading.population, tuple(reading.comparators))
    return dataset, reading.findings


def _comparator_columns(table: Table) -> list[tuple[int, str]]:
    """The columns of figures that are neither periods nor anything else that is known, by the name in their header."""
    found = []
    for column in table.columns:
        if (column.period is None or column.is_foreign) and column.role in (None, "similar"):
            name = column.header.rpartition(" / ")[2] or column.header
            kinds = {table.grid.own(row, column.index).kind for row in table.body() if row not in table.headings}
            if CellKind.NUMBER in kinds or (CellKind.TEXT in kinds and column.role == "similar"):
                found.append((column.index, name))
    return found


def _read_population(reading: _Reading, table: Table) -> None:
    """The row of the band, or just above it, that begins with the word population."""
    top, bottom = table.header_rows
    for row in (bottom + 1, *range(bottom, max(-1, top - 1 - _POPULATION_ABOVE), -1)):
        columns = table.grid.rows.get(row, [])
        if not any(plain(table.grid.text(row, c)).startswith("population") for c in columns):
            continue
        for column, period in table.periods:
            raw = parse_figure(table.grid.at(row, column), table.grid.ref(row, column))
            if not isinstance(raw, RawFigure):
                continue
            before = reading.population.setdefault(period, raw.number)
            if before != raw.number:
                reading.ask(
                    "population-differs",
                    Severity.WARNING,
                    f"the population of {period} is {raw.number:,.0f} here and {before:,.0f} in an earlier block; "
                    "the earlier one was used.",
                    "Make them agree.",
                    table.grid.ref(row, column),
                )
        return


def _measures(reading: _Reading, tables: list[Table]) -> Mapping[str, _Said]:
    """What the Measures sheet says, by reference and by area and name."""
    said: dict[str, _Said] = {}
    for table in tables:
        if not table.has("indicator", "measure_type") or table.periods or table.has("how_reported"):
            continue
        for row in table.body():
            text = table.text(row, "measure_type")
            measure = _measure_type(text)
            if text and measure is None:
                reading.ask(
                    "measure-type-unknown",
                    Severity.WARNING,
                    f'"{text}" is not a type of measure; the printed type of {table.text(row, "indicator")} was used.',
                    f"Choose one of {', '.join(MeasureType)}.",
                    table.ref(row, "measure_type"),
                )
            basis = token(table.text(row, "range_basis"))
            found = _Said(
                measure,
                table.text(row, "actual"),
                table.text(row, "possible"),
                next((b for b in RangeBasis if b.value == basis), None),
                table.text(row, "reason"),
                table.ref(row, "indicator"),
            )
            for key in _keys(table.text(row, "reference"), table.domain(row), table.text(row, "indicator")):
                said.setdefault(key, found)
    return said


def _keys(reference: str, area: str, name: str) -> tuple[str, ...]:
    """A row with a reference is found by that alone; without one, by area and name."""
    return (f"ref {plain(reference)}",) if reference else (f"{name_key(area)} {name_key(name)}",)


def _measure_type(text: str) -> MeasureType | None:
    known = vocabulary().measure_types.get(token(text))
    return MeasureType(known) if known else None


def _sections(tables: list[Table]) -> dict[str, tuple[str, str]]:
    """Area to section and head of service, from the sheet whose columns have those names."""
    found: dict[str, tuple[str, str]] = {}
    for table in tables:
        named = {plain(column.header): column.index for column in table.columns}
        if not table.has("head_of_service") or not {"area", "section"} <= set(named):
            continue
        for row in table.body():
            area = name_key(table.grid.text(row, named["area"]))
            head = table.text(row, "head_of_service")
            found.setdefault(area, (table.grid.text(row, named["section"]), head))
    return found


def _overrides(tables: list[Table]) -> dict[str, tuple[Override, ...]]:
    """Rating overrides by the reference of their row."""
    found: dict[str, tuple[Override, ...]] = {}
    for table in tables:
        if not table.has("reference", "what", "value", "reason"):
            continue
        for row in table.body():
            reference, reason = plain(table.text(row, "reference")), table.text(row, "reason")
            if not reference or not reason or name_key(table.text(row, "what")) not in ("rating", "rag"):
                continue
            override = Override(
                what="Rating",
                value=table.text(row, "value"),
                officer=table.text(row, "officer"),
                date=table.text(row, "date"),
                reason=reason,
                applies_to=table.text(row, "applies_to"),
                where=table.ref(row, "value"),
            )
            found[reference] = (*found.get(reference, ()), override)
    return found


def _read_row(
    reading: _Reading,
    table: Table,
    row: int,
    said: Mapping[str, _Said],
    sections: Mapping[str, tuple[str, str]],
) -> None:
    name = " ".join(table.text(row, "indicator").split())
    where = table.ref(row, "indicator")
    has_figures = any(not table.grid.own(row, column).is_empty for column, _ in table.periods)
    printed_type = table.text(row, "measure_type")
    is_population = plain(name).startswith("population") and not printed_type
    if not name or where is None or not has_figures or row in table.headings or is_population:
        return  # a heading, a line of narrative, an empty row, the population of the columns
    reference, area = table.text(row, "reference"), table.domain(row)
    told = next((said[key] for key in _keys(reference, area, name) if key in said), None)
    measure = (told.measure if told else None) or _measure_type(printed_type)
    if measure is None:
        reading.ask(
            "measure-type-unknown",
            Severity.WARNING,
            f'"{name}" has the type "{printed_type}", which is not known; its figures were taken as given.',
            "Correct the type, or say in a Measures sheet how the row adds up.",
            table.ref(row, "measure_type"),
            name,
        )
        measure = MeasureType.AS_GIVEN
    unit = _unit(table, row, name, measure)
    section, head = sections.get(name_key(area), ("", ""))
    expected, basis = _range(reading, table, row, unit, name)
    reading.rows.append(
        DatasetRow(
            place=len(reading.rows),
            where=where,
            area=area,
            name=name,
            printed_type=printed_type,
            measure=measure,
            unit=unit,
            values=_values(reading, table, row, unit, name),
            expected=expected,
            range_basis=(told.basis if told else None) or basis,
            comparators=_comparators(table, row, unit),
            tolerance=_tolerance(reading.settings, unit),
            reference=reference,
            section=section,
            head_of_service=head,
            why=told.why if told else "",
        )
    )


def _unit(table: Table, row: int, name: str, measure: MeasureType) -> Unit:
    """What the figures are: the cells' own percent signs decide, then the type, then the name."""
    shown = [
        raw
        for column, _ in table.periods
        if isinstance(raw := parse_figure(table.grid.at(row, column), table.grid.ref(row, column)), RawFigure)
    ]
    percent = sum(raw.is_percent for raw in shown)
    if percent * 2 > len(shown) or measure in (MeasureType.PERCENTAGE, MeasureType.PERCENTAGE_SNAPSHOT):
        return Unit.PERCENTAGE
    if measure in (MeasureType.RATE_OF_FLOW, MeasureType.RATE_OF_STOCK):
        return Unit.RATE
    return Unit.AVERAGE if "average" in name.casefold() else Unit.NUMBER


def _tolerance(settings: Settings, unit: Unit) -> Tolerance:
    if unit.is_percentage and settings.percentage_points is not None:
        return Tolerance(settings.percentage_points, ToleranceMode.POINTS, settings.zero_tolerance_percentages)
    mode = settings.tolerance_mode if unit.is_percentage else ToleranceMode.RELATIVE
    return settings.tolerance_for(percentage=unit.is_percentage, size=None, mode=mode)


def _figure(raw: RawFigure, unit: Unit) -> Figure:
    in_points = unit.is_percentage and not raw.is_percent and abs(raw.number) > 1
    return as_figure(raw, percentage=unit.is_percentage, in_points=in_points)


def _values(
    reading: _Reading, table: Table, row: int, unit: Unit, name: str
) -> dict[ReportingPeriod, Figure | Missing]:
    values: dict[ReportingPeriod, Figure | Missing] = {}
    for column, period in table.periods:
        where = table.grid.ref(row, column)
        raw = parse_figure(table.grid.at(row, column), where)
        if isinstance(raw, RawFigure):
            values[period] = _figure(raw, unit)
            continue
        if raw.reason is MissingReason.UNUSABLE:
            raw = replace(raw, token=table.grid.text(row, column) or "-")
            reading.ask(
                "cell-unusable",
                Severity.WARNING,
                f"({name}, {period}) holds {raw.detail} where a number was expected.",
                "Retype it as a number, or enter - if there is none.",
                where,
                name,
            )
        values[period] = raw
    return values


def _range(reading: _Reading, table: Table, row: int, unit: Unit, name: str) -> tuple[ExpectedRange, RangeBasis]:
    """The range of a row and the period it speaks of: `20 (pa)` is per annum."""
    bounds: dict[str, float | None] = {"low": None, "high": None}
    basis = RangeBasis.QUARTERLY
    for side in bounds:
        cell, where = table.cell(row, side), table.ref(row, side)
        if cell is None or where is None:
            continue
        raw = parse_figure(cell, where)
        if isinstance(raw, RawFigure):
            bounds[side] = _figure(raw, unit).number
            if raw.status is Status.PER_ANNUM:
                basis = RangeBasis.PER_ANNUM
        elif raw.reason is MissingReason.UNUSABLE:
            reading.ask(
                "threshold-unusable",
                Severity.WARNING,
                f"the {side} threshold of {name} is {raw.detail} where a number was expected.",
                "Retype it as a number, or enter - if there is none.",
                where,
                name,
            )
    expected = ExpectedRange(bounds["low"], bounds["high"], where=table.ref(row, "low"))
    if expected.is_upside_down:
        reading.ask(
            "range-upside-down",
            Severity.WARNING,
            f"the expected range of {name} has its low threshold above its high one; it was not rated.",
            "Swap the two, or correct one.",
            expected.where,
            name,
        )
    return expected, basis


def _comparators(table: Table, row: int, unit: Unit) -> dict[str, Figure | Missing]:
    found: dict[str, Figure | Missing] = {}
    for column, name in _comparator_columns(table):
        raw = parse_figure(table.grid.at(row, column), table.grid.ref(row, column))
        found[name] = _figure(raw, unit) if isinstance(raw, RawFigure) else raw
    return found


def _link(reading: _Reading, said: Mapping[str, _Said]) -> None:
    """Numerators and denominators by the references that the Measures sheet names."""
    by_reference = {plain(row.reference): row.place for row in reading.rows if row.reference}
    by_name: dict[str, list[int]] = {}
    for row in reading.rows:
        by_name.setdefault(name_key(row.name), []).append(row.place)

    def places(text: str, row: DatasetRow, what: str, where: CellRef | None) -> tuple[int, ...]:
        """The rows that `D063 + D064` names; none of them where one is unknown."""
        found: list[int] = []
        for word in (part.strip() for part in text.split("+") if part.strip()):
            named = by_name.get(name_key(word), [])
            if (place := by_reference.get(plain(word))) is not None:
                found.append(place)
            elif len(named) == 1:
                found.append(named[0])
            else:
                reading.ask(
                    "measure-row-unknown",
                    Severity.WARNING,
                    f'the {what} of {row.name} is "{word}", which names '
                    f"{'no row' if not named else f'{len(named)} rows'}.",
                    "Enter the reference of one row, or of several joined by +.",
                    where,
                    row.name,
                )
                return ()
        return tuple(found)

    for at, row in enumerate(reading.rows):
        told = next((said[k] for k in _keys(row.reference, row.area, row.name) if k in said), None)
        if told is not None:
            reading.rows[at] = replace(
                row,
                numerator=places(told.numerator, row, "numerator", told.where),
                denominator=places(told.denominator, row, "denominator", told.where),
            )
