"""The exception dataset under disclosure control: months, quarters and years that add up, and ratios of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from cpp_scorecard.core.dataset import Dataset, DatasetRow, column_label, parts_of
from cpp_scorecard.core.disclosure import Cell, Constraint, Form, Why
from cpp_scorecard.core.exceptions import RatedRow, rate_row
from cpp_scorecard.core.folding import folded
from cpp_scorecard.core.indicator import Unit
from cpp_scorecard.core.measure_type import MeasureType
from cpp_scorecard.core.period import PeriodKind, ReportingPeriod
from cpp_scorecard.core.recompute import recompute, reproduced, shown_decimals
from cpp_scorecard.core.rounding import comparable, round_half_away
from cpp_scorecard.core.series import SUPPRESSED_SMALL, Figure, Missing
from cpp_scorecard.core.windows import PER_POPULATION

if TYPE_CHECKING:
    from cpp_scorecard.app.disclose_edition import Edition
    from cpp_scorecard.reports.card import DatasetReport

REPORT = "dataset"
_WEIGHTS = {PeriodKind.MONTH: 1.0, PeriodKind.QUARTER: 2.0, PeriodKind.YEAR: 3.0, PeriodKind.TERM: 2.0}
_CURRENT = 3.0
"""What the figures of the report's own period are worth more."""
_ADDED = (MeasureType.NUMBER, MeasureType.DISTINCT)
_TIMES = {PeriodKind.MONTH: 12, PeriodKind.QUARTER: 4, PeriodKind.YEAR: 1}


@dataclass(slots=True)
class DatasetCells:
    """The counts of the dataset by row and column, with the keys of all cells."""

    edition: Edition
    dataset: Dataset
    keys: list[str] = field(default_factory=list)
    """By the place of the row."""
    counts: dict[tuple[int, ReportingPeriod], Form] = field(default_factory=dict)

    @classmethod
    def of(cls, dataset: Dataset, edition: Edition) -> DatasetCells:
        """Put the figures of the dataset into the edition's system."""
        cells = cls(edition, dataset, _keys(dataset.rows))
        about = [row for row in dataset.rows if edition.rules.is_about_people(row.name, row.reference)]
        for row in about:
            for period in row.values:
                cells._count(row, period)
        for row in about:
            cells._added_up(row)
        for row in about:
            if row.measure.is_ratio:
                for period in row.values:
                    cells._ratio(row, period)
        return cells

    def key(self, row: DatasetRow, period: ReportingPeriod) -> str:
        """The key of one figure."""
        return f"{self.keys[row.place]}|{period.kind.value} {period}"

    def _weight(self, period: ReportingPeriod) -> float:
        return _WEIGHTS[period.kind] + (_CURRENT if period == self.dataset.current else 0.0)

    def _count(self, row: DatasetRow, period: ReportingPeriod) -> None:
        figure = row.figure(period)
        if figure is None or row.unit is not Unit.NUMBER or figure.number < 0 or figure.number % 1:
            return
        number, key = int(figure.number), self.key(row, period)
        form = self.counts[row.place, period] = self.edition.system.unknown(key, number)
        weight = self._weight(period) + number / (number + 1000)
        self.edition.system.cell(Cell(key, form, weight=weight))
        self.edition.name(key, REPORT, row.name, column_label(period))
        self.edition.protect(key, form, marked=True)

    def _added_up(self, row: DatasetRow) -> None:
        """Longer periods made of shorter ones; a part that is not there counts nothing where the rest adds up."""
        for period in row.values:
            whole = self.counts.get((row.place, period))
            parts = [self.counts.get((row.place, part)) for part in parts_of(period)]
            if whole is None or not parts:
                continue
            if row.measure in _ADDED:
                known = [part for part in parts if part is not None]
                rest = whole
                for part in known:
                    rest = rest.plus(part, -1)
                if known:
                    self.edition.system.rule(Constraint(rest))
                if row.measure is MeasureType.NUMBER:
                    self.edition.system.rule(Constraint(rest, at_least=True))
            elif row.measure is MeasureType.SNAPSHOT and parts[-1] is not None:
                self.edition.system.rule(Constraint(whole.plus(parts[-1], -1)))

    def _ratio(self, row: DatasetRow, period: ReportingPeriod) -> None:
        figure = row.figure(period)
        number = self._sum(row.numerator, period)
        computed = recompute(self.dataset, row, period).number
        if figure is None or number is None or computed is None or not reproduced(row, figure, computed):
            return  # nobody finds a count with a figure that does not follow from it
        key, decimals = self.key(row, period), shown_decimals(figure, row.unit)
        weight = self._weight(period) + 0.5
        if row.measure is MeasureType.PERCENTAGE:
            out_of = self._sum(row.denominator, period)
            if out_of is None:
                return
            rest = out_of.plus(number, -1)
            self.edition.system.rule(Constraint(rest, at_least=True))
            self.edition.name(f"{key}|rest", REPORT, row.name, f"{column_label(period)}, possible less actual")
            self.edition.protect(f"{key}|rest", rest, Why.COMPLEMENT)
            self.edition.system.cell(Cell(key, number, out_of, 100, decimals, weight=weight))
        else:
            population = self.dataset.population.get(period)
            if not population:
                return
            times = _TIMES.get(period.kind, 1) if row.measure is MeasureType.RATE_OF_FLOW else 1
            scale, people = PER_POPULATION * times, Form((), round(population))
            self.edition.system.cell(Cell(key, number, people, scale, decimals, weight=weight))
        self.edition.name(key, REPORT, row.name, column_label(period))

    def _sum(self, places: Sequence[int], period: ReportingPeriod) -> Form | None:
        total = Form()
        for place in places:
            part = self.counts.get((place, period))
            if part is None:
                return None
            total = total.plus(part)
        return total if places else None


def _keys(rows: Sequence[DatasetRow]) -> list[str]:
    """A key for each row that stays the same from edition to edition; namesakes are numbered."""
    seen: dict[str, int] = {}
    keys = []
    for row in rows:
        key = f"dataset|{folded(row.section)}|{folded(row.area)}|{folded(row.name)}|{folded(row.printed_type)}"
        seen[key] = seen.get(key, 0) + 1
        keys.append(key if seen[key] == 1 else f"{key}|{seen[key]}")
    return keys


def disclosed_dataset(report: DatasetReport, cells: DatasetCells) -> DatasetReport:
    """The report as the edition shows it; differences from the rules are the officers' own business."""
    rows = tuple(_row(row, cells) for row in report.dataset.rows)
    dataset = replace(report.dataset, rows=rows)
    current = dataset.current

    def rated(one: RatedRow) -> RatedRow:
        row = rows[one.row.place]
        if row == one.row or current is None:
            return replace(one, row=row)
        was, now = report.dataset.rows[row.place].figure(current), row.figure(current)
        return replace(one, row=row, rating=one.rating if was == now else rate_row(row, current))

    return replace(
        report,
        dataset=dataset,
        rated=tuple(rated(one) for one in report.rated),
        differences=(),
        items=tuple(replace(item, rows=tuple(rated(one) for one in item.rows), slips=()) for item in report.items),
        later=(),
        strips=tuple(replace(strip, row=rows[strip.row.place]) for strip in report.strips),
    )


def _row(row: DatasetRow, cells: DatasetCells) -> DatasetRow:
    values: dict[ReportingPeriod, Figure | Missing] = {}
    for period, found in row.values.items():
        key = cells.key(row, period)
        if isinstance(found, Missing):
            values[period] = found
        elif cells.edition.is_hidden(key):
            values[period] = SUPPRESSED_SMALL
        elif row.unit is Unit.NUMBER:
            values[period] = found
        else:
            level, decimals = cells.edition.level(key), shown_decimals(found, row.unit)
            decimals = decimals if level is None else min(level, decimals)
            by = 100 if row.unit.is_percentage else 1
            number = comparable(round_half_away(comparable(found.number * by), decimals) / by)
            values[period] = found._replace(number=number, decimals=decimals)
    return replace(row, values=values)
