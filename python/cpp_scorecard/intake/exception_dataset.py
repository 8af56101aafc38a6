"""From tables to the exception dataset: the grid with its populations, and the sheets that say how its rows behave.

A dataset is the tables that have an indicator, a type and periods. Its blocks may repeat the header; a row is itself
(its reference, else where it stands), never its name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from cpp_scorecard.core.dataset import Dataset, DatasetRow, RangeBasis, column_label
from cpp_scorecard.core.findings import Finding, Severity
from cpp_scorecard.core.indicator import Unit
from cpp_scorecard.core.measure_type import MeasureType
from cpp_scorecard.core.period import PeriodKind, ReportingPeriod
from cpp_scorecard.core.rag import ExpectedRange, Tolerance, ToleranceMode
from cpp_scorecard.core.series import Figure, Missing, MissingReason, Status
from cpp_scorecard.intake.dataset_measures import (
    RowNames,
    Said,
    link_counts,
    measure_type,
    read_measures,
    read_rating_overrides,
    read_sections,
    told_of,
)
from cpp_scorecard.intake.dataset_reading import DatasetReading
from cpp_scorecard.intake.header_questions import questions
from cpp_scorecard.intake.name_index import name_key
from cpp_scorecard.intake.table_kinds import is_dataset
from cpp_scorecard.intake.tokens import RawFigure, as_figure, parse_figure
from cpp_scorecard.intake.vocabulary import plain, vocabulary

if TYPE_CHECKING:
    from cpp_scorecard.intake.settings import Settings
    from cpp_scorecard.intake.table import Table

_KINDS = (PeriodKind.MONTH, PeriodKind.TERM, PeriodKind.QUARTER, PeriodKind.YEAR)
"""The order of columns, whatever order the workbook has them in."""
_POPULATION_ABOVE = 4
"""A population row stands just under the header band, in it, or at most this many rows above it."""


def read_dataset(tables: list[Table], settings: Settings) -> tuple[Dataset | None, list[Finding]]:
    """The dataset of a workbook with what has to be said about it; None where it has none."""
    blocks = [table for table in tables if is_dataset(table)]
    if not blocks:
        return None, []
    reading = DatasetReading(settings)
    said = read_measures(reading, tables)
    sections = read_sections(tables)
    reading.comparators |= dict.fromkeys(_comparator_names(blocks))
    for block in blocks:
        reading.findings += questions(block)
        _periods_twice(reading, block)
        _read_population(reading, block)
        reading.periods |= dict.fromkeys(period for _, period in block.periods)
        for row in block.body():
            _read_row(reading, block, row, said, sections)
    names = RowNames(reading.rows)
    link_counts(reading, said, names)
    periods = tuple(sorted(reading.periods, key=lambda p: (_KINDS.index(p.kind), p)))
    dataset = Dataset(tuple(reading.rows), periods, reading.population, tuple(reading.comparators))
    overrides = read_rating_overrides(reading, tables, names, dataset.current)
    rows = tuple(replace(row, overrides=overrides.get(row.place, ())) for row in reading.rows)
    return replace(dataset, rows=rows), reading.findings


def _other_columns(table: Table) -> Iterator[tuple[int, str]]:
    """The columns that are neither periods nor anything else that is known, by the name in their header."""
    for column in table.columns:
        if (column.period is None or column.is_foreign) and column.role in (None, "similar"):
            yield column.index, column.header.rpartition(" / ")[2] or column.header


def _comparator_names(blocks: list[Table]) -> Iterator[str]:
    """The other columns that hold figures rather than remarks, over all blocks: one may leave a column empty."""
    figures: Counter[str] = Counter()
    remarks: Counter[str] = Counter()
    for table in blocks:
        for column, name in _other_columns(table):
            for row in table.body():
                raw = None if row in table.headings else parse_figure(*table.at(row, column))
                figures[name] += isinstance(raw, RawFigure)
                remarks[name] += isinstance(raw, Missing) and raw.reason is MissingReason.UNUSABLE
    return (name for name in figures if figures[name] and figures[name] >= remarks[name])


def _periods_twice(reading: DatasetReading, table: Table) -> None:
    """Two columns of one block that mean the same period: the first is used."""
    first: dict[ReportingPeriod, int] = {}
    for column, period in table.periods:
        if period in first:
            reading.ask(
                "period-twice",
                Severity.ERROR,
                f"two columns of the block are {column_label(period)}; the first was used "
                f"({table.grid.ref(table.header_rows[1], first[period]).address}).",
                "Correct one of the two headers.",
                table.grid.ref(table.header_rows[1], column),
            )
        first.setdefault(period, column)


def _read_population(reading: DatasetReading, table: Table) -> None:
    """The row of the band, or just above it, that begins with the word population."""
    top, bottom = table.header_rows
    for row in (bottom + 1, *range(bottom, max(-1, top - 1 - _POPULATION_ABOVE), -1)):
        columns = table.grid.rows.get(row, [])
        if not any(_is_population(table.grid.text(row, c)) for c in columns):
            continue
        for column, period in table.periods:
            raw = parse_figure(table.grid.at(row, column), table.grid.ref(row, column))
            if isinstance(raw, Missing):
                if raw.reason is MissingReason.UNUSABLE:
                    reading.ask(
                        "cell-unusable",
                        Severity.ERROR,
                        f"(population, {column_label(period)}) holds {raw.detail} where a number was expected; "
                        "rates of the column were not worked out.",
                        "Retype it as a number, or enter - if there is none.",
                        table.grid.ref(row, column),
                    )
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


def _is_population(text: str) -> bool:
    """Whether a row's label says that it holds the population of the columns."""
    words = plain(text)
    return words.startswith("population") or ("population" in words and words in vocabulary().other_rows)


def _read_row(
    reading: DatasetReading,
    table: Table,
    row: int,
    said: Mapping[str, Said],
    sections: Mapping[str, tuple[str, str]],
) -> None:
    name = " ".join(table.text(row, "indicator").split())
    where = table.ref(row, "indicator")
    has_figures = any(not table.grid.own(row, column).is_empty for column, _ in table.periods)
    printed_type = table.text(row, "measure_type")
    is_population = _is_population(name) and not printed_type
    if not name or where is None or not has_figures or row in table.headings or is_population:
        return  # a heading, a line of narrative, an empty row, the population of the columns
    reference, area = table.text(row, "reference"), table.domain(row)
    told = told_of(said, reference, area, name)
    measure = (told.measure if told else None) or measure_type(printed_type)
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
    raw: dict[ReportingPeriod, RawFigure | Missing] = {}
    for column, period in table.periods:
        raw.setdefault(period, parse_figure(*table.at(row, column)))
    unit = _unit(raw.values(), name, measure)
    in_points = _is_in_points(raw.values())
    section, head = sections.get(name_key(area), ("", ""))
    expected, basis = _range(reading, table, row, unit, name, in_points=in_points)
    reading.rows.append(
        DatasetRow(
            place=len(reading.rows),
            where=where,
            area=area,
            name=name,
            printed_type=printed_type,
            measure=measure,
            unit=unit,
            values=_values(reading, raw, unit, name, in_points=in_points),
            expected=expected,
            range_basis=(told.basis if told else None) or basis,
            comparators=_comparators(reading, table, row, unit, name, in_points=in_points),
            tolerance=_tolerance(reading.settings, unit),
            reference=reference,
            section=section,
            head_of_service=head,
            why=told.why if told else "",
        )
    )


def _unit(raw: Iterable[RawFigure | Missing], name: str, measure: MeasureType) -> Unit:
    """What the figures are: the cells' own percent signs decide, then the type, then the name."""
    shown = [one for one in raw if isinstance(one, RawFigure)]
    percent = sum(one.is_percent for one in shown)
    if percent * 2 > len(shown) or measure in (MeasureType.PERCENTAGE, MeasureType.PERCENTAGE_SNAPSHOT):
        return Unit.PERCENTAGE
    if measure in (MeasureType.RATE_OF_FLOW, MeasureType.RATE_OF_STOCK):
        return Unit.RATE
    return Unit.AVERAGE if "average" in name.casefold() else Unit.NUMBER


def _is_in_points(raw: Iterable[RawFigure | Missing]) -> bool:
    """Whether the plain numbers of a row of percentages are per cent (94) and not fractions (0.94); 1 may be either."""
    plain_numbers = [abs(one.number) for one in raw if isinstance(one, RawFigure) and not one.is_percent]
    return sum(number > 1 for number in plain_numbers) > sum(0 < number < 1 for number in plain_numbers)


def _tolerance(settings: Settings, unit: Unit) -> Tolerance:
    if unit.is_percentage and settings.percentage_points is not None:
        return Tolerance(settings.percentage_points, ToleranceMode.POINTS, settings.zero_tolerance_percentages)
    mode = settings.tolerance_mode if unit.is_percentage else ToleranceMode.RELATIVE
    return settings.tolerance_for(percentage=unit.is_percentage, size=None, mode=mode)


def _figure(raw: RawFigure, unit: Unit, *, in_points: bool) -> Figure:
    """`raw` in the unit of its row; a plain number is per cent where the row's are, or where it is above one."""
    is_plain = unit.is_percentage and not raw.is_percent
    return as_figure(raw, percentage=unit.is_percentage, in_points=is_plain and (in_points or abs(raw.number) > 1))


def _values(
    reading: DatasetReading,
    raw: Mapping[ReportingPeriod, RawFigure | Missing],
    unit: Unit,
    name: str,
    *,
    in_points: bool,
) -> dict[ReportingPeriod, Figure | Missing]:
    values: dict[ReportingPeriod, Figure | Missing] = {}
    for period, one in raw.items():
        if isinstance(one, RawFigure):
            values[period] = _figure(one, unit, in_points=in_points)
            number = abs(one.number)
            is_mixed = 0 < number < 1 if in_points else number > 1
            if unit.is_percentage and not one.is_percent and is_mixed:
                read_as = f"{one.shown} per cent" if in_points or number > 1 else f"the fraction {one.shown}"
                reading.ask(
                    "percentage-ambiguous",
                    Severity.WARNING,
                    f"({name}, {column_label(period)}): {one.shown} has no % sign and the rest of its row is written "
                    f"differently; it was read as {read_as}.",
                    "Format the cell as a percentage.",
                    one.where,
                    name,
                )
        else:
            values[period] = _no_figure(reading, one, column_label(period), name)
    return values


def _no_figure(reading: DatasetReading, missing: Missing, column: str, name: str) -> Missing:
    """`missing` as it is shown: a cell that cannot be used is named and prints a dash."""
    if missing.reason is not MissingReason.UNUSABLE:
        return missing
    reading.ask(
        "cell-unusable",
        Severity.ERROR,
        f"({name}, {column}) holds {missing.detail} where a number was expected.",
        "Retype it as a number, or enter - if there is none.",
        missing.where,
        name,
    )
    return replace(missing, token="-")


def _range(
    reading: DatasetReading, table: Table, row: int, unit: Unit, name: str, *, in_points: bool
) -> tuple[ExpectedRange, RangeBasis]:
    """The range of a row and the period it speaks of: `20 (pa)` is per annum."""
    bounds: dict[str, float | None] = {"low": None, "high": None}
    basis = RangeBasis.QUARTERLY
    for side in bounds:
        cell, where = table.cell(row, side), table.ref(row, side)
        if cell is None or where is None:
            continue
        raw = parse_figure(cell, where)
        if isinstance(raw, RawFigure):
            bounds[side] = _figure(raw, unit, in_points=in_points).number
            if raw.status is Status.PER_ANNUM:
                basis = RangeBasis.PER_ANNUM
        elif raw.reason is MissingReason.UNUSABLE:
            reading.ask(
                "threshold-unusable",
                Severity.ERROR,
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


def _comparators(
    reading: DatasetReading, table: Table, row: int, unit: Unit, name: str, *, in_points: bool
) -> dict[str, Figure | Missing]:
    found: dict[str, Figure | Missing] = {}
    for column, of in _other_columns(table):
        if of not in reading.comparators:
            continue
        raw = parse_figure(*table.at(row, column))
        if isinstance(raw, RawFigure):
            found[of] = _figure(raw, unit, in_points=in_points)
        else:
            found[of] = _no_figure(reading, raw, of, name)
    return found
