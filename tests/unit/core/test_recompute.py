"""How a cell of the exception dataset follows from others: the table is the rule (see `recompute.csv`)."""

from __future__ import annotations

import pytest
from tests.tools.tables import cases, number
from tests.unit.core.dataset_rows import PERIODS, dataset, figures, row

from cpp_scorecard.core.dataset import parts_of
from cpp_scorecard.core.indicator import Unit
from cpp_scorecard.core.measure_type import MeasureType
from cpp_scorecard.core.recompute import Recomputed, recompute, reproduced
from cpp_scorecard.core.series import CellRef, Figure

Row = dict[str, str]


def result(case: Row) -> Recomputed:
    top = [place for place, name in ((1, "top"), (2, "top_2")) if case[name]]
    judged = row(
        case["own"],
        MeasureType(case["measure"]),
        numerator=tuple(top),
        denominator=(3,) if case["under"] else (),
    )
    rows = [judged, *(row(case[name], place=place) for place, name in ((1, "top"), (2, "top_2"), (3, "under")))]
    return recompute(dataset(rows, case["population"]), judged, PERIODS[case["column"]])


def test_the_table_has_every_type() -> None:
    """A new type of measure brings its rows along."""
    named = {param.values[0]["measure"] for param in cases(__file__, "recompute.csv")}  # type: ignore[attr-defined]
    assert named == {measure.value for measure in MeasureType}


@pytest.mark.parametrize("case", cases(__file__, "recompute.csv"))
def test_each_type_follows_its_rule(case: Row) -> None:
    """A value where the rule has all that it needs, and none where it has not."""
    expected = number(case["expected"])
    found = result(case)
    assert found.number == (None if expected is None else pytest.approx(expected, rel=1e-12)), found


@pytest.mark.parametrize("case", cases(__file__, "recompute.csv"))
def test_what_is_worked_out_names_its_cells(case: Row) -> None:
    """So that whoever doubts a figure can look."""
    found = result(case)
    assert bool(found.cells) == (found.number is not None)
    assert (found.how == "as given") == (found.number is None)
    if MeasureType(case["measure"]) in (MeasureType.MEAN, MeasureType.WEIGHTED_MEAN) and found.number is not None:
        assert "approximate" in found.how


@pytest.mark.parametrize("column", ["Q1", "Q2", "Q3", "Q4"])
def test_a_quarter_has_its_own_three_months(column: str) -> None:
    """April begins the year; January to March are its fourth quarter."""
    months = parts_of(PERIODS[column])
    first = 3 * (int(column[1]) - 1)
    assert months == tuple(list(PERIODS.values())[first : first + 3])
    assert parts_of(PERIODS["Apr"]) == ()
    assert parts_of(PERIODS["FY"]) == tuple(PERIODS[f"Q{n}"] for n in range(1, 5))


@pytest.mark.parametrize(
    ("printed", "decimals", "unit", "computed", "agrees"),
    [
        (6, 0, Unit.NUMBER, 6, True),
        (6, 0, Unit.NUMBER, 7, False),
        (33, 0, Unit.RATE, 32.5, True),
        (32, 0, Unit.RATE, 32.5, False),
        (-3, 0, Unit.NUMBER, -2.5, True),
        (0.83, 0, Unit.PERCENTAGE, 0.825, True),
        (0.83, 1, Unit.PERCENTAGE, 0.825, False),
        (0.825, 1, Unit.PERCENTAGE, 0.8254, True),
        (33.4, None, Unit.RATE, 32.6, False),
        (33.4, None, Unit.RATE, 33.44, True),
        (94, None, Unit.NUMBER, 94.3, True),
        (0.945, None, Unit.PERCENTAGE, 0.9444, False),
        (0.94, None, Unit.PERCENTAGE, 0.9444, True),
    ],
)
def test_figures_are_compared_as_they_are_printed(
    printed: float, decimals: int | None, unit: Unit, computed: float, agrees: bool
) -> None:
    """Halves go away from zero; a number without a format has the decimals that it was typed with."""
    figure = Figure(printed, CellRef("Grid", 0, 0), decimals=decimals)
    assert reproduced(row(unit=unit), figure, computed) is agrees


def test_a_figure_of_a_later_column_changes_nothing_before_it() -> None:
    """Each column has its own counts."""
    rows = [
        row("Q1:0.5 Q2:0.5", MeasureType.PERCENTAGE, numerator=(1,), denominator=(2,)),
        row("Q1:1 Q2:3", place=1),
        row("Q1:2 Q2:4", place=2),
    ]
    found = dataset(rows)
    assert [recompute(found, rows[0], PERIODS[q]).number for q in ("Q1", "Q2", "Q3")] == [0.5, 0.75, None]
    assert figures("Q1:1")[PERIODS["Q1"]] == Figure(1, CellRef("Grid", 0, 0), decimals=0)
