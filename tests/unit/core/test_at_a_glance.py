"""What a measure of At a Glance counts, how it rounds, and which figure stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest

from cpp_scorecard.core.at_a_glance import (
    CountingBasis,
    MeasureKind,
    ReportedRow,
    SummaryRow,
    SummaryTable,
    report_tables,
)
from cpp_scorecard.core.child_lists import ChildLists
from cpp_scorecard.core.code_groups import CodeGroup, CodeGroups
from cpp_scorecard.core.episodes import Episode
from cpp_scorecard.core.people import Cohort, Field, Person
from cpp_scorecard.core.period import Month, ReportingPeriod
from cpp_scorecard.core.series import CellRef, Figure, Missing, MissingReason

NOVEMBER = ReportingPeriod.of_month(Month.of(2021, 11))
WHERE = CellRef("At a Glance", 4, 1)
BLANK = Missing(MissingReason.BLANK, token="", where=WHERE)
GROUPS = CodeGroups((CodeGroup(Field.SEX, "Male", ("1",)), CodeGroup(Field.SEX, "Female", ("2",))))


def children(males: int, females: int = 0, unknown: int = 0) -> ChildLists:
    """Children who all started to be looked after on 1 June 2021, by gender; `unknown` have a code of no group."""
    codes = ["1"] * males + ["2"] * females + ["7"] * unknown
    named = {str(place): Person(str(place), None, {Field.SEX: code}) for place, code in enumerate(codes)}
    return ChildLists(
        named,
        {name: (Episode(dt.date(2021, 6, 1), reason="S", legal_status="C2"),) for name in named},
        sheets={Cohort.LOOKED_AFTER: ("Episodes",), Cohort.STARTING: ("Episodes",)},
    )


def measure(
    kind: MeasureKind, name: str = "% Male", figure: Figure | Missing = BLANK, decimals: int | None = None
) -> SummaryRow:
    return SummaryRow("Gender", name, kind, (figure,), BLANK, WHERE, Field.SEX, decimals=decimals)


def reported(
    row: SummaryRow,
    lists: ChildLists,
    *,
    cohort: Cohort = Cohort.LOOKED_AFTER,
    population: float | None = None,
    period: ReportingPeriod = NOVEMBER,
) -> ReportedRow:
    table = SummaryTable("A table", cohort, (period,), (str(period),), "", (row,), WHERE)
    found: Sequence[ReportedRow] = report_tables((table,), CountingBasis(lists, GROUPS, population))[0].rows
    return found[0]


@pytest.mark.parametrize(
    ("males", "females", "unknown", "printed"),
    [
        (233, 198, 0, "54%"),
        (1, 7, 0, "13%"),  # 12.5: half away from zero
        (3, 5, 0, "38%"),  # 37.5
        (1, 1, 2, "25%"),  # an unknown code is in the total and in no group
        (0, 5, 0, "0%"),
    ],
)
def test_a_share_is_of_everybody_and_rounds_half_away_from_zero(
    males: int, females: int, unknown: int, printed: str
) -> None:
    row = reported(measure(MeasureKind.SHARE), children(males, females, unknown))
    assert row.counted is not None
    assert (row.counted.numerator, row.counted.denominator) == (males, males + females + unknown)
    assert row.shown(0) == printed


def test_nobody_is_no_share() -> None:
    now = reported(measure(MeasureKind.SHARE), children(0)).now
    assert isinstance(now, Missing)
    assert now.reason is MissingReason.ZERO_DENOMINATOR


@pytest.mark.parametrize(
    ("cohort", "number", "population", "decimals", "printed"),
    [
        (Cohort.LOOKED_AFTER, 431, 106_274, 1, "40.6"),  # as published, with the published population
        (Cohort.LOOKED_AFTER, 424, 106_064, 1, "40.0"),
        (Cohort.LOOKED_AFTER, 458, 105_690, 1, "43.3"),
        (Cohort.STARTING, 102, 106_274, 0, "14"),  # eight months, scaled to twelve
        (Cohort.STARTING, 102, 106_274, 1, "14.4"),
    ],
)
def test_rates_per_10_000_children(cohort: Cohort, number: int, population: float, decimals: int, printed: str) -> None:
    row = measure(MeasureKind.RATE, "Rate per 10,000", decimals=decimals)
    assert reported(row, children(number), cohort=cohort, population=population).shown(0) == printed


@pytest.mark.parametrize(("population", "fits"), [(106_026, False), (106_028, True), (106_288, True), (106_290, False)])
def test_only_a_population_near_the_published_one_gives_the_published_rate(population: float, fits: bool) -> None:
    """431 children are 40.6 per 10,000 with between 106,027 and 106,289 children; 106,274 are published."""
    row = reported(measure(MeasureKind.RATE, decimals=1), children(431), population=population)
    assert (row.shown(0) == "40.6") is fits


def test_starts_of_a_whole_year_are_not_scaled() -> None:
    march = ReportingPeriod.of_month(Month.of(2022, 3))
    row = measure(MeasureKind.RATE, decimals=1)
    assert reported(row, children(131), cohort=Cohort.STARTING, population=106_064, period=march).shown(0) == "12.4"


def test_without_the_population_a_rate_says_what_is_missing() -> None:
    now = reported(measure(MeasureKind.RATE), children(431)).now
    assert isinstance(now, Missing)
    assert now.reason is MissingReason.NO_POPULATION


def test_a_typed_figure_stands_and_is_compared() -> None:
    typed = reported(measure(MeasureKind.SHARE, figure=Figure(0.5, WHERE, decimals=0)), children(3, 5))
    assert (typed.shown(0), typed.is_counted, typed.differs) == ("50%", False, True)
    same = reported(measure(MeasureKind.SHARE, figure=Figure(0.38, WHERE, decimals=0)), children(3, 5))
    assert (same.shown(0), same.differs) == ("38%", False)


def test_a_cell_that_says_why_it_is_empty_is_not_counted_over() -> None:
    token = Missing(MissingReason.NOT_APPLICABLE, token="n/a", where=WHERE)
    row = reported(measure(MeasureKind.SHARE, figure=token), children(3, 5))
    assert (row.shown(0), row.is_counted) == ("n/a", False)


def test_a_measure_without_a_group_says_so() -> None:
    now = reported(measure(MeasureKind.SHARE, "% Tall"), children(3, 5)).now
    assert isinstance(now, Missing)
    assert now.reason is MissingReason.NO_GROUP


@pytest.mark.parametrize(
    ("drawn", "is_used"), [("2021-11-30", True), ("2021-12-15", True), ("2021-12-31", True), ("2022-01-31", False)]
)
def test_a_list_of_care_leavers_stands_for_a_month_that_it_is_near_to(drawn: str, is_used: bool) -> None:
    lists = ChildLists(
        leavers=(Person("-", None, {Field.SEX: "1"}),),
        leavers_on=dt.date.fromisoformat(drawn),
        sheets={Cohort.CARE_LEAVERS: ("Care leavers",)},
    )
    row = reported(measure(MeasureKind.SHARE), lists, cohort=Cohort.CARE_LEAVERS)
    assert (row.now == 1.0) is is_used


@pytest.mark.parametrize(
    ("number", "decimals", "printed"),
    [(12.4, None, "12.4"), (21.0, 1, "21.0"), (14.0, 0, "14"), (40.63333, None, "40.6"), (59.0, None, "59")],
)
def test_typed_figures_print_as_the_workbook_shows_them(number: float, decimals: int | None, printed: str) -> None:
    row = measure(MeasureKind.RATE, figure=Figure(number, WHERE, decimals=decimals), decimals=0)
    assert reported(row, children(1)).shown(0) == printed
