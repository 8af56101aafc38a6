"""The lists beside the exception dataset that say how its rows behave: measures, sections, rating overrides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cpp_scorecard.core.dataset import DatasetRow, RangeBasis, column_label
from cpp_scorecard.core.findings import Severity
from cpp_scorecard.core.indicator import Override
from cpp_scorecard.core.measure_type import MeasureType
from cpp_scorecard.intake.name_index import name_key
from cpp_scorecard.intake.table_kinds import is_sections
from cpp_scorecard.intake.tokens import parse_period
from cpp_scorecard.intake.vocabulary import plain, token, vocabulary

if TYPE_CHECKING:
    from cpp_scorecard.core.period import ReportingPeriod
    from cpp_scorecard.core.series import CellRef
    from cpp_scorecard.intake.dataset_reading import DatasetReading
    from cpp_scorecard.intake.table import Table


@dataclass(frozen=True, slots=True)
class Said:
    """What the Measures sheet says about one row."""

    measure: MeasureType | None
    numerator: str
    denominator: str
    basis: RangeBasis | None
    why: str
    where: CellRef | None


def read_measures(reading: DatasetReading, tables: list[Table]) -> Mapping[str, Said]:
    """What the Measures sheet says, by reference and by area and name."""
    said: dict[str, Said] = {}
    for table in tables:
        if not table.has("indicator", "measure_type") or table.periods or table.has("how_reported"):
            continue
        for row in table.body():
            text = table.text(row, "measure_type")
            measure = measure_type(text)
            if text and measure is None:
                reading.ask(
                    "measure-type-unknown",
                    Severity.WARNING,
                    f'"{text}" is not a type of measure; the printed type of {table.text(row, "indicator")} was used.',
                    f"Choose one of {', '.join(MeasureType)}.",
                    table.ref(row, "measure_type"),
                )
            basis = token(table.text(row, "range_basis"))
            found = Said(
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


def said_of(said: Mapping[str, Said], row: DatasetRow) -> Said | None:
    """What the Measures sheet says about `row`, if anything."""
    return told_of(said, row.reference, row.area, row.name)


def told_of(said: Mapping[str, Said], reference: str, area: str, name: str) -> Said | None:
    """What the Measures sheet says about a row; what it says by another reference is not about this one."""
    keys = _keys(reference, area, name)
    found = next((said[key] for key in keys if key in said), None)
    return found if reference or found else next((said[f"also {key}"] for key in keys if f"also {key}" in said), None)


def _keys(reference: str, area: str, name: str) -> tuple[str, ...]:
    """What a list may call a row, the surest first: its reference, its area and name, its name alone."""
    by_name = (f"{name_key(area)} / {name_key(name)}", f"/ {name_key(name)}")
    names = by_name if area else by_name[1:]
    return (f"ref {plain(reference)}", *names) if reference else names


def measure_type(text: str) -> MeasureType | None:
    """The measure type that a word names, if it names one."""
    known = vocabulary().measure_types.get(token(text))
    return MeasureType(known) if known else None


def read_sections(tables: list[Table]) -> dict[str, tuple[str, str]]:
    """Area (or domain) to section and head of service, from the sheet that names heads of service.

    Without a column Section, each area is a section of its own.
    """
    found: dict[str, tuple[str, str]] = {}
    for table in tables:
        domains = [column for column in table.columns if column.role == "domain"]
        section = next((column for column in domains if plain(column.header) == "section"), None)
        area = next((column for column in domains if column is not section), section)
        if not is_sections(table) or area is None:
            continue
        section = section or area
        for row in table.body():
            head = table.text(row, "head_of_service")
            key = name_key(table.grid.text(row, area.index))
            found.setdefault(key, (table.grid.text(row, section.index), head))
    return found


def heads_of(sections: Mapping[str, tuple[str, str]], domains: Iterable[str]) -> dict[str, str]:
    """The head of service of each domain of the card: by its own name, or as the one of the section of that name."""
    by_section = {name_key(section): head for section, head in sections.values() if head}
    found = {d: sections.get(name_key(d), ("", ""))[1] or by_section.get(name_key(d), "") for d in domains}
    return {domain: head for domain, head in found.items() if head}


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


def read_rating_overrides(
    reading: DatasetReading, tables: list[Table], names: RowNames, current: ReportingPeriod | None
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


def link_counts(reading: DatasetReading, said: Mapping[str, Said], names: RowNames) -> None:
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
        told = said_of(said, row)
        if told is not None:
            reading.rows[at] = replace(
                row,
                numerator=places(told.numerator, row, "numerator", told.where),
                denominator=places(told.denominator, row, "denominator", told.where),
            )
    ask_about_counts(reading, said)


def ask_about_counts(reading: DatasetReading, said: Mapping[str, Said]) -> None:
    """Rates and percentages that nothing is said about, and columns without the population that rates need."""

    def is_silent(row: DatasetRow) -> bool:
        told = said_of(said, row)
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
