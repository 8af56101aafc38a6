"""A sheet as its paper shows it: no formula, no rule that looks elsewhere, no decimal that is not printed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cpp_scorecard.sheets.as_printed import as_printed
from cpp_scorecard.sheets.chart_model import Chart, ChartSeries
from cpp_scorecard.sheets.model import (
    Area,
    Cell,
    ColumnSpec,
    ConditionalRule,
    Formula,
    LayoutError,
    Link,
    PrintSetup,
    Role,
    SheetModel,
    Sparkline,
)

PAPER = PrintSetup(area=Area(0, 0, 2, 1))


def sheet(*cells: Cell, **more: object) -> SheetModel:
    return replace(SheetModel(key="k", name="Card", cells=cells, print_setup=PAPER), **more)  # type: ignore[arg-type]


def shown(made: SheetModel) -> dict[tuple[int, int], object]:
    return {(cell.row, cell.column): cell.value for cell in made.cells}


@pytest.mark.parametrize(
    ("value", "number_format", "printed"),
    [
        (0.977, "0%", 0.98),
        (0.975, "0%_)_)", 0.98),  # half away from zero
        (0.9444, "0.0%", 0.944),
        (2.675, "0.00", 2.68),
        (-0.4, "#,##0", 0.0),
        (1234.5, "#,##0", 1235),
        (24, '#,##0"  R"_)_)', 24),
        (5.0, None, 5.0),
        ("3 of 5", "0%", "3 of 5"),
        (None, "0%", None),
    ],
)
def test_a_figure_has_the_decimals_of_its_format(value: object, number_format: str | None, printed: object) -> None:
    made = as_printed(sheet(Cell(0, 0, value, Role.FIGURE, number_format)))  # type: ignore[arg-type]
    assert shown(made) == {(0, 0): printed}


def test_a_formula_gives_way_to_its_value_at_the_decimals_that_are_printed() -> None:
    made = as_printed(sheet(Cell(0, 0, Formula("=A2/A3", 43 / 44), Role.LATEST, "0%")))
    assert shown(made) == {(0, 0): 0.98}


def test_only_what_is_printed_stays() -> None:
    made = as_printed(
        sheet(
            Cell(0, 0, "Title", Role.TITLE, note="from 'Figures'!B2", link=Link("internal:'Contents'!A1")),
            Cell(1, 0, "Seen", Role.TEXT, link=Link("external:indicators.xlsx#'Figures'!B2")),
            Cell(1, 2, "worked out here", Role.WORKING),
            Cell(2, 1, None, Role.WORKING),
            columns=(ColumnSpec(0, 10), ColumnSpec(1, 10, hidden=True), ColumnSpec(2, 9, 1, collapsed=True)),
            merges=(Area(1, 2, 2, 2),),
            sparklines=(Sparkline(2, 1, Area(1, 2, 1, 2)),),
        )
    )
    assert shown(made) == {(0, 0): "Title", (1, 0): "Seen", (2, 1): None}
    assert [cell.note for cell in made.cells] == [None, None, None]
    assert [cell.link for cell in made.cells] == [Link("internal:'Contents'!A1"), None, None]
    assert (made.merges, made.sparklines) == ((), ())
    assert [(c.column, c.hidden, c.outline_level) for c in made.columns] == [(0, False, 0), (1, False, 0)]


def test_a_rule_becomes_the_look_of_the_cells_that_it_holds_for() -> None:
    """The letter stands beside the table and is not printed: the colour and the printed letter remain."""
    rules = tuple(
        ConditionalRule((Area(0, 0, 2, 0),), f'=$D1="{letter}"', role, f'0%" {letter}"')
        for letter, role in (("R", Role.RED), ("G", Role.GREEN))
    )
    letters = [Cell(row, 3, Formula("=1", letter), Role.WORKING) for row, letter in enumerate("RGR")]
    figures = [Cell(row, 0, 0.5, Role.LATEST, "0%") for row in range(3)]
    made = as_printed(sheet(*figures, *letters, rules=rules))
    assert [(rule.areas, rule.formula, rule.role) for rule in made.rules] == [
        ((Area(0, 0, 0, 0), Area(2, 0, 2, 0)), "=TRUE", Role.RED),
        ((Area(1, 0, 1, 0),), "=TRUE", Role.GREEN),
    ]
    assert [cell.number_format for cell in made.cells] == ['0%" R"', '0%" G"', '0%" R"']


def test_a_rule_may_look_at_the_first_letter_of_its_own_cell() -> None:
    rule = ConditionalRule((Area(0, 1, 2, 1),), '=LEFT($B1,1)="A"', Role.AMBER)
    cells = [Cell(row, 1, text, Role.TEXT) for row, text in enumerate(("A (officer: R)", "R", "-"))]
    made = as_printed(sheet(*cells, rules=(rule,)))
    assert [rule.areas for rule in made.rules] == [(Area(0, 1, 0, 1),)]


def test_a_rule_that_cannot_be_settled_is_refused() -> None:
    rule = ConditionalRule((Area(0, 0, 0, 0),), "=$D1>3", Role.RED)
    with pytest.raises(LayoutError, match="settled"):
        as_printed(sheet(Cell(0, 0, 1, Role.TEXT), rules=(rule,)))


def test_the_figures_of_a_chart_stay_in_sight() -> None:
    """A chart that leaves a gap draws copies beside the page."""
    from cpp_scorecard.core.panel import ChartKind

    chart = Chart(ChartKind.COLUMN, Area(2, 0, 2, 1), Area(0, 0, 0, 1), (ChartSeries(Area(1, 4, 1, 5), "n"),), "words")
    cells = [Cell(0, 0, "a", Role.HEADER), Cell(0, 1, "b", Role.HEADER), Cell(1, 4, 0.126, Role.WORKING, "0%")]
    columns = tuple(ColumnSpec(c, 10, outline_level=int(c > 1)) for c in range(6))
    made = as_printed(sheet(*cells, charts=(chart,), columns=columns))
    assert shown(made)[(1, 4)] == 0.13
    assert [column.outline_level for column in made.columns] == [0] * 5
