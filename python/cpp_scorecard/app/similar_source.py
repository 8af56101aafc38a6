"""The similar councils' figure of one of the Department's measures, worked out from its files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cpp_scorecard.core.comparator import Method, NeighbourSet, SimilarFigure, similar_figure
from cpp_scorecard.core.period import FINANCIAL_YEAR_START, Month
from cpp_scorecard.intake.department_cells import year_label

if TYPE_CHECKING:
    from cpp_scorecard.intake.department import Years
    from cpp_scorecard.intake.department_measures import DepartmentMeasure


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose similar councils, of which set, and how their figures become one."""

    council: int
    council_set: NeighbourSet
    method: Method
    at_least: int | None = None
    """How many councils must have a figure; None: half of them."""

    @property
    def councils(self) -> tuple[int, ...]:
        """The similar councils, nearest first."""
        return self.council_set.neighbours[self.council]


@dataclass(frozen=True, slots=True)
class FromSource:
    """A figure, the reporting year (by the calendar year in which it ends) and the file that it stands on."""

    measure: DepartmentMeasure
    asked: Asked
    year: int
    file: str
    figure: SimilarFigure

    @property
    def period(self) -> str:
        """The reporting year as printed: `2020-21`."""
        return year_label(self.year)

    @property
    def ends(self) -> Month:
        """The last month of the reporting year."""
        return year_end(self.year)

    @property
    def source(self) -> str:
        """What a report names as the source."""
        return f"DfE, {self.file}, {self.figure.basis} of the {self.asked.council_set.name} set"

    @property
    def detail(self) -> str:
        """Which councils have no figure and why; empty where all have one."""
        if not self.figure.absent:
            return ""
        name = self.asked.council_set.council
        return "No figure of " + "; ".join(f"{name(council)}: {why.text}" for council, why in self.figure.absent) + "."


def year_end(year: int) -> Month:
    """March: the Department's reporting years are financial years."""
    return Month.of(year, FINANCIAL_YEAR_START) - 1


def latest_year(years: Years, as_of: Month) -> int | None:
    """The latest reporting year that had ended by `as_of`."""
    return max((year for year in years if year_end(year) <= as_of), default=None)


def from_source(measure: DepartmentMeasure, found: Mapping[str, Years], year: int, asked: Asked) -> FromSource:
    """The figure of `measure` for a year that `found` holds."""
    of_year = found[measure.name][year]
    councils = [of_year.of(council, year_label(year)) for council in asked.councils]
    figure = similar_figure(councils, asked.method, measure.unit, asked.at_least)
    return FromSource(measure, asked, year, of_year.file, figure)
