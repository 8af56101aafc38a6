"""How the sample council keeps its figures: which sheets, which columns, how periods are headed.

The sheets differ on purpose, as real ones do: months as dates, as text or both, columns in another order, a
column more, an old month hidden.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from build_artefacts.data_tables import PERIODS, FigureCell, PeriodColumn
from cpp_scorecard.core.period import Month, year_span

if TYPE_CHECKING:
    from build_artefacts.published_figures import PublishedIndicator

LAST_MONTH = Month.of(2021, 12)
_USUAL = ("Domain", "Indicator", "Figure", PERIODS, "Basis")
_BASIS_FIRST = ("Domain", "Indicator", "Figure", "Basis", PERIODS)
_WITH_TEAM = ("Domain", "Team", "Figure", "Indicator", "Basis", PERIODS)


@dataclass(frozen=True, slots=True)
class BlockLayout:
    """One table of a sheet. `codes` are the reporting codes it holds (none: all of the sheet's)."""

    periods: tuple[PeriodColumn, ...]
    codes: tuple[str, ...] = ()
    narrative: str = ""

    def takes(self, indicator: PublishedIndicator) -> bool:
        """Whether `indicator` belongs to this table."""
        return not self.codes or indicator.printed["how_reported"] in self.codes

    def published_periods(self, indicator: PublishedIndicator) -> tuple[str, str, str]:
        """The keys of the latest period, of the one that the card calls a month ago, and of a year ago."""
        keys = [period.key for period in self.periods]
        latest = _latest_key(indicator)
        per_year = {"Q": 4, "AY21-22": 6}.get(indicator.printed["how_reported"], 1)
        at = keys.index(latest)
        return latest, "" if per_year == 1 else keys[at - 1], keys[at - per_year]

    def waiting(self, indicator: PublishedIndicator) -> dict[str, FigureCell]:
        """`NYA` in the periods after the latest, for indicators that have a figure at all."""
        keys = [period.key for period in self.periods]
        later = keys[keys.index(_latest_key(indicator)) + 1 :] if indicator.token("latest").is_number else []
        return {key: FigureCell("NYA") for key in later}


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """One data sheet. `hidden` lists the references of indicators whose rows the council hides."""

    name: str
    title: str
    blocks: tuple[BlockLayout, ...]
    columns: tuple[str, ...] = _USUAL
    hidden: tuple[str, ...] = ()
    is_monthly: bool = False
    period_width: float = 8.5


def _latest_key(indicator: PublishedIndicator) -> str:
    label = indicator.printed["latest_data_period"]
    match indicator.printed["how_reported"]:
        case "Q":
            return QUARTER_LABELS[label]
        case "AY21-22":
            return f"2021-22 {label}"
        case _:
            return label.replace("/", "-")


def _months(
    first: Month, heading: Callable[[Month], str | dt.date], hidden: tuple[Month, ...] = ()
) -> tuple[PeriodColumn, ...]:
    return tuple(
        PeriodColumn(str(month), year_span(month.financial_year, "/"), heading(month), month in hidden)
        for month in (Month(index) for index in range(first.index, LAST_MONTH.index + 1))
    )


def _as_date(month: Month) -> dt.date:
    return dt.date(month.year, month.month, 1)


def _as_typed_by_several_people(month: Month) -> str | dt.date:
    """Dates in the first year, then text in two spellings, changing with the quarter."""
    if month < Month.of(2021, 1) or month >= Month.of(2021, 10):
        return _as_date(month)
    if month < Month.of(2021, 4):
        return f"{_as_date(month):%B} {month.year}"
    return month.spaced


QUARTER_LABELS = {"Jul 21 - Sep 21": "2021-22 Q2"}
_QUARTERS = tuple(
    PeriodColumn(key, band, heading)
    for key, band, heading in (
        ("2020-21 Q1", "2020/21", "Q1 2020-21"),
        ("2020-21 Q2", "2020/21", "2020-21 Q2"),
        ("2020-21 Q3", "2020/21", "Q3 2020-21"),
        ("2020-21 Q4", "2020/21", "Jan 21 - Mar 21"),
        ("2021-22 Q1", "2021/22", "Q1 2021-22"),
        ("2021-22 Q2", "2021/22", "Jul 21 - Sep 21"),
        ("2021-22 Q3", "2021/22", "2021-22 Q3"),
    )
)
_FINANCIAL_YEARS = tuple(
    PeriodColumn(year_span(first, "-"), "Financial year", year_span(first, "/")) for first in (2019, 2020)
)
_ACADEMIC_YEARS = tuple(
    PeriodColumn(year_span(first, "-"), "Academic year", year_span(first, "-")) for first in (2019, 2020, 2021)
)
_TERMS = tuple(
    PeriodColumn(f"{year_span(first, '-')} Term {term}", year_span(first, "-"), f"Term {term}")
    for first, terms in ((2020, 6), (2021, 2))
    for term in range(1, terms + 1)
)

LAYOUTS = (
    SheetLayout(
        "Health and safety",
        "Health and safety: monthly figures",
        (BlockLayout(_months(Month.of(2020, 1), _as_date)),),
        is_monthly=True,
    ),
    SheetLayout(
        "Placements and fostering",
        "Placements, timely support and fostering: monthly figures",
        (BlockLayout(_months(Month.of(2020, 4), lambda month: month.dashed, hidden=(Month.of(2020, 4),))),),
        is_monthly=True,
    ),
    SheetLayout(
        "Care leavers and voice",
        "Care leavers and child's voice: monthly figures",
        (BlockLayout(_months(Month.of(2020, 4), _as_typed_by_several_people)),),
        columns=_WITH_TEAM,
        hidden=("CV08", "CV09"),
        is_monthly=True,
        period_width=10,
    ),
    SheetLayout("Quarters", "Quarterly figures", (BlockLayout(_QUARTERS),), period_width=16),
    SheetLayout("Annual returns", "Annual returns", (BlockLayout(_FINANCIAL_YEARS),), period_width=13),
    SheetLayout(
        "Education",
        "Education: academic years and terms",
        (
            BlockLayout(_ACADEMIC_YEARS, ("AY",)),
            BlockLayout(
                _TERMS,
                ("AY21-22",),
                "The virtual school reports these by term. A term is compared with the one before it and "
                "with the same term a year earlier.",
            ),
        ),
        columns=_BASIS_FIRST,
        period_width=10,
    ),
)
