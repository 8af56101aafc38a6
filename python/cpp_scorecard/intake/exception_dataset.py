"""From tables to the exception dataset: the grid with its populations, and the sheets that say how its rows behave.

A dataset is the tables that have an indicator, a type and periods. Its blocks may repeat the header; a row is itself
(its reference, else where it stands), never its name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cpp_scorecard.core.dataset import Dataset, DatasetRow, RangeBasis, column_label
from cpp_scorecard.core.findings import Finding, Severity
from cpp_scorecard.core.indicator import Override, Unit
from cpp_scorecard.core.measure_type import MeasureType
from cpp_scorecard.core.period import PeriodKind, ReportingPeriod
from cpp_scorecard.core.rag import ExpectedRange, Tolerance, ToleranceMode
from cpp_scorecard.core.series import CellRef, Figure, Missing, MissingReason, Status
from cpp_scorecard.intake.definitions import name_key
from cpp_scorecard.intake.header_questions import questions
from cpp_scorecard.intake.settings import Settings
from cpp_scorecard.intake.table import Table
from cpp_scorecard.intake.tokens import RawFigure, as_figure, parse_figure, parse_period
from cpp_scorecard.intake.vocabulary import plain, token, vocabulary

_KINDS = (PeriodKind.MONTH, PeriodKind.TERM, PeriodKind.QUARTER, PeriodKind.YEAR)
"""The order of columns, whatever order the workbook has them in."""
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
    reading.comparators |= dict.fromkeys(_comparator_names(blocks))
    for block in blocks:
        reading.findings += questions(block)
        _periods_twice(reading, block)
        _read_population(reading, block)
        reading.periods |= dict.fromkeys(period for _, period in block.periods)
        for row in block.body():
            _read_row(reading, block, row, said, sections)
    names = RowNames(reading.rows)
    _link(reading, said, names)
    periods = tuple(sorted(reading.periods, key=lambda p: (_KINDS.index(p.kind), p)))
    dataset = Dataset(tuple(reading.rows), periods, reading.population, tuple(reading.comparators))
    overrides = _overrides(reading, tables, names, dataset.current)
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


def _periods_twice(reading: _Reading, table: Table) -> None:
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


def _read_population(reading: _Reading, table: Table) -> None:
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
            reference, area, name = table.text(row, "reference"), table.domain(row), table.text(row, "indicator")
            if not reference and not name:
                continue
            keys = _keys(reference, area, name)
            said.setdefault(keys[0], found)
            if reference and name:
                said.setdefault(f"also {keys[1]}", found)  # for a grid without references
    return said


def _told(said: Mapping[str, _Said], row: DatasetRow) -> _Said | None:
    return _told_of(said, row.reference, row.area, row.name)


def _told_of(said: Mapping[str, _Said], reference: str, area: str, name: str) -> _Said | None:
    """What the Measures sheet says about a row; what it says by another reference is not about this one."""
    keys = _keys(reference, area, name)
    found = next((said[key] for key in keys if key in said), None)
    return found if reference or found else next((said[f"also {key}"] for key in keys if f"also {key}" in said), None)


def _keys(reference: str, area: str, name: str) -> tuple[str, ...]:
    """What a list may call a row, the surest first: its reference, its area and name, its name alone."""
    by_name = (f"{name_key(area)} / {name_key(name)}", f"/ {name_key(name)}")
    names = by_name if area else by_name[1:]
    return (f"ref {plain(reference)}", *names) if reference else names


def _measure_type(text: str) -> MeasureType | None:
    known = vocabulary().measure_types.get(token(text))
    return MeasureType(known) if known else None


def _sections(tables: list[Table]) -> dict[str, tuple[str, str]]:
    """Area to section and head of service, from the sheet that names heads of service."""
    found: dict[str, tuple[str, str]] = {}
    for table in tables:
        domains = [column for column in table.columns if column.role == "domain"]
        section = next((column for column in domains if plain(column.header) == "section"), None)
        area = next((column for column in domains if column is not section), section)
        if not table.has("head_of_service") or area is None or section is None:
            continue
        for row in table.body():
            head = table.text(row, "head_of_service")
            key = name_key(table.grid.text(row, area.index))
            found.setdefault(key, (table.grid.text(row, section.index), head))
    return found


class RowNames:
    """The rows of a dataset by what the lists beside it call them."""

    def __init__(self, rows: Sequence[DatasetRow]) -> None:
        self._by_reference: dict[str, list[DatasetRow]] = {}
        self._by_name: dict[str, list[DatasetRow]] = {}
        for row in rows:
            if row.reference:
                self._by_reference.setdefault(plain(row.reference), []).append(row)
            self._by_name.setdefault(name_key(row.name), []).append(row)

    @property
    def repeated(self) -> list[list[DatasetRow]]:
        """Rows that share a reference."""
        return [rows for rows in self._by_reference.values() if len(rows) > 1]

    def of(self, reference: str, area: str = "", name: str = "") -> int | None:
        """The one row that has the reference; without one, the one of that name, in that area where names repeat."""
        if reference:
            found = self._by_reference.get(plain(reference), [])
        else:
            named = self._by_name.get(name_key(name), [])
            found = [row for row in named if name_key(row.area) == name_key(area)] or named
        return found[0].place if len(found) == 1 else None

    def listed(self, table: Table, row: int) -> int | None:
        """The row of the dataset that a row of a list is about."""
        return self.of(table.text(row, "reference"), table.domain(row), table.text(row, "indicator"))


def _overrides(
    reading: _Reading, tables: list[Table], names: RowNames, current: ReportingPeriod | None
) -> dict[int, tuple[Override, ...]]:
    """Rating overrides in force in the current period, by the place of their row: the latest decision last.

    A decision about an earlier period is carried forward until another follows; one about a later period waits.
    """
    found: dict[int, list[tuple[int, Override]]] = {}
    for table in tables:
        if not table.has("what", "value", "reason") or not (table.has("reference") or table.has("indicator")):
            continue
        for row in table.body():
            reason = table.text(row, "reason")
            if not reason or name_key(table.text(row, "what")) not in ("rating", "rag"):
                continue
            place = names.listed(table, row)
            if place is None:
                named = table.text(row, "reference") or table.text(row, "indicator")
                reading.ask(
                    "override-row-unknown",
                    Severity.WARNING,
                    f'the rating override of "{named}" names no row of the dataset, or more than one.',
                    "Enter the reference of one row.",
                    table.ref(row, "value"),
                )
                continue
            cell = table.cell(row, "applies_to")
            period = parse_period(cell) if cell is not None else None
            since = period.first_month.index if period else -1
            if current is not None and since > current.first_month.index:
                continue
            override = Override(
                what="Rating",
                value=table.text(row, "value"),
                officer=table.text(row, "officer"),
                date=table.text(row, "date"),
                reason=reason,
                applies_to=column_label(period) if period else table.text(row, "applies_to"),
                where=table.ref(row, "value"),
            )
            found.setdefault(place, []).append((since, override))
    return {place: tuple(one for _, one in sorted(of, key=lambda pair: pair[0])) for place, of in found.items()}


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
    is_population = _is_population(name) and not printed_type
    if not name or where is None or not has_figures or row in table.headings or is_population:
        return  # a heading, a line of narrative, an empty row, the population of the columns
    reference, area = table.text(row, "reference"), table.domain(row)
    told = _told_of(said, reference, area, name)
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
    reading: _Reading,
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


def _no_figure(reading: _Reading, missing: Missing, column: str, name: str) -> Missing:
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
    reading: _Reading, table: Table, row: int, unit: Unit, name: str, *, in_points: bool
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
    reading: _Reading, table: Table, row: int, unit: Unit, name: str, *, in_points: bool
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


def _link(reading: _Reading, said: Mapping[str, _Said], names: RowNames) -> None:
    """Numerators and denominators by the references or the names that the Measures sheet has."""
    for repeated in names.repeated:
        reading.ask(
            "reference-twice",
            Severity.WARNING,
            f"{repeated[0].reference} is the reference of {len(repeated)} rows; numerators, overrides and texts that "
            "name it were not used.",
            "Give each row a reference of its own.",
            repeated[1].where,
            repeated[1].name,
        )

    def named(word: str, row: DatasetRow) -> int | None:
        by_reference = names.of(word)
        return names.of("", row.area, word) if by_reference is None else by_reference

    def places(text: str, row: DatasetRow, what: str, where: CellRef | None) -> tuple[int, ...]:
        """The rows that `D063 + D064` names, or one row whose name has a plus; none where one is unknown."""
        if not text.strip():
            return ()
        whole = named(text, row)
        found = [whole] if whole is not None else []
        for word in (part.strip() for part in text.split("+") if part.strip() and whole is None):
            place = named(word, row)
            if place is None:
                reading.ask(
                    "measure-row-unknown",
                    Severity.WARNING,
                    f'the {what} of {row.name} is "{word}", which names no row, or more than one; the row was not '
                    "worked out.",
                    "Enter the reference of one row, or of several joined by +.",
                    where,
                    row.name,
                )
                return ()
            found.append(place)
        return tuple(found)

    for at, row in enumerate(reading.rows):
        told = _told(said, row)
        if told is not None:
            reading.rows[at] = replace(
                row,
                numerator=places(told.numerator, row, "numerator", told.where),
                denominator=places(told.denominator, row, "denominator", told.where),
            )
    _not_worked_out(reading, said)


def _not_worked_out(reading: _Reading, said: Mapping[str, _Said]) -> None:
    """Rates and percentages that nothing is said about, and columns without the population that rates need."""

    def is_silent(row: DatasetRow) -> bool:
        told = _told(said, row)
        named = (told.numerator, told.denominator) if told else ("", "")
        match row.measure:
            case MeasureType.PERCENTAGE:
                return not all(named)
            case MeasureType.RATE_OF_FLOW | MeasureType.RATE_OF_STOCK:
                return not named[0]
        return row.measure is MeasureType.WEIGHTED_MEAN and not any(named)

    silent = [row for row in reading.rows if is_silent(row)]
    if silent:
        names = ", ".join(row.name for row in silent[:3]) + (" and others" if len(silent) > 3 else "")
        reading.ask(
            "counts-not-declared",
            Severity.WARNING,
            f"rates and percentages were not worked out where no sheet says what counts them ({len(silent)} rows): "
            f"{names}.",
            "Name the numerator, and the denominator of a percentage, of each on a Measures sheet.",
            silent[0].where,
            silent[0].name,
        )
    rates = (MeasureType.RATE_OF_FLOW, MeasureType.RATE_OF_STOCK)
    rate = next((row for row in reading.rows if row.measure in rates and row.numerator), None)
    lacking = sorted(period for period in reading.periods if not reading.population.get(period)) if rate else []
    if rate is not None and lacking:
        reading.ask(
            "population-missing",
            Severity.WARNING,
            f"rates were not worked out for {', '.join(map(column_label, lacking))}: the population is not given.",
            "Enter it in a row named Population, above the columns or under their headers.",
            rate.where,
            rate.name,
        )
