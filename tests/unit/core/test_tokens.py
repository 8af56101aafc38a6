"""What one cell says, of time and of a figure: tables `parse_period.csv` and `parse_figure.csv`."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.tools.tables import cases

from cpp_scorecard.core.series import CellRef, Missing, MissingReason, Status
from cpp_scorecard.intake.grid import CellKind, GridCell
from cpp_scorecard.intake.tokens import RawFigure, as_figure, parse_figure, parse_period

Row = dict[str, str]
WHERE = CellRef("Health", 11, 5)


def text_cell(text: str) -> GridCell:
    return GridCell(CellKind.TEXT, text)


def number_cell(number: float, number_format: str = "General") -> GridCell:
    return GridCell(CellKind.NUMBER, number, number_format)


@pytest.mark.parametrize("row", cases(__file__, "parse_period.csv"))
def test_a_header_says_which_period_its_column_is(row: Row) -> None:
    """Months, quarters, years and terms as councils write them; what is not certain is no period."""
    found = parse_period(text_cell(row["text"]), row["band"])
    assert ("" if found is None else str(found)) == row["period"]


@pytest.mark.parametrize("day", [dt.datetime(2021, 4, 1), dt.datetime(2021, 4, 30, 23, 59)])
def test_a_real_date_is_its_month(day: dt.datetime) -> None:
    """The first or the last day of a month: both are in use."""
    assert str(parse_period(GridCell(CellKind.DATE, day))) == "Apr-21"


@pytest.mark.parametrize(
    "cell",
    [
        GridCell(CellKind.DATE, dt.datetime(1900, 1, 1)),
        number_cell(44287),
        number_cell(2021),
        GridCell(CellKind.BOOLEAN, True),
        GridCell(CellKind.ERROR, "#REF!"),
        GridCell(CellKind.EMPTY),
        text_cell("x" * 1000),
    ],
)
def test_what_is_no_date_is_no_period(cell: GridCell) -> None:
    """A bare number may be a day count, a year or a figure; nothing is guessed from it."""
    assert parse_period(cell) is None


@pytest.mark.parametrize("row", cases(__file__, "parse_figure.csv"))
def test_text_is_a_figure_or_a_reason(row: Row) -> None:
    """Every token of the published documents; anything else is named, with what stands there."""
    found = parse_figure(text_cell(row["text"]), WHERE)
    if row["number"]:
        status = Status.FINAL if row["outcome"] == "final" else Status(row["outcome"])
        assert isinstance(found, RawFigure), found
        assert found.number == pytest.approx(float(row["number"]), abs=1e-15)
        assert found.status is status
    else:
        reason = MissingReason.UNUSABLE if row["outcome"] == "unusable" else MissingReason(row["outcome"])
        assert isinstance(found, Missing), found
        assert (found.reason, found.where) == (reason, WHERE)
        assert row["text"] in (found.token if reason is not MissingReason.UNUSABLE else found.detail)


@pytest.mark.parametrize(
    ("cell", "quoted"),
    [
        (GridCell(CellKind.ERROR, "#N/A"), "the error #N/A"),
        (GridCell(CellKind.ERROR, "#DIV/0!"), "the error #DIV/0!"),
        (GridCell(CellKind.ERROR, "#REF!"), "the error #REF!"),
        (GridCell(CellKind.DATE, dt.datetime(2021, 4, 1)), "the date 2021-04-01"),
        (GridCell(CellKind.BOOLEAN, True), "the logical value True"),
        (GridCell(CellKind.UNCALCULATED), "a formula that has no calculated value"),
        (number_cell(float("nan")), "nan"),
    ],
)
def test_a_cell_that_cannot_be_used_is_quoted(cell: GridCell, quoted: str) -> None:
    """The officer sees what the tool saw."""
    found = parse_figure(cell, WHERE)
    assert isinstance(found, Missing)
    assert found.reason is MissingReason.UNUSABLE
    assert quoted in found.detail


@pytest.mark.parametrize(
    ("cell", "shown"),
    [(text_cell(" 94.50%\u00a0"), "94.50%"), (text_cell("12 (6m)"), "12 (6m)"), (number_cell(0.1 + 0.2, "0%"), "0.3")],
)
def test_a_figure_is_quoted_as_its_cell_has_it(cell: GridCell, shown: str) -> None:
    """Without the spaces around it, and without what arithmetic leaves behind."""
    found = parse_figure(cell, WHERE)
    assert isinstance(found, RawFigure)
    assert found.shown == shown


def test_an_empty_cell_states_nothing() -> None:
    """Blank is not the same as not applicable, and prints as nothing."""
    for cell in (GridCell(CellKind.EMPTY), text_cell("  "), text_cell("\u00a0")):
        found = parse_figure(cell, WHERE)
        assert isinstance(found, Missing)
        assert (found.reason, found.token) == (MissingReason.BLANK, "")


@pytest.mark.parametrize(
    ("cell", "in_points", "fraction", "decimals"),
    [
        (number_cell(0.94, "0%"), False, 0.94, 0),
        (number_cell(0.946, "0.0%"), False, 0.946, 1),
        (number_cell(0.94, "0.00"), False, 0.94, 0),
        (number_cell(0.94), False, 0.94, None),
        (number_cell(94, "0"), True, 0.94, 0),
        (number_cell(94.5, "0.0"), True, 0.945, 1),
        (text_cell("94%"), False, 0.94, 0),
        (text_cell("94.50%"), True, 0.945, 2),
        (text_cell("94"), True, 0.94, 0),
        (number_cell(1, "0%"), True, 1.0, 0),
        (number_cell(0.94, '0" %"'), False, 0.94, None),
        (number_cell(0.94, "[Red]0.0%;-0.0%"), False, 0.94, 1),
    ],
)
def test_a_percentage_is_a_fraction_however_it_is_typed(
    cell: GridCell, in_points: bool, fraction: float, decimals: int | None
) -> None:
    """0.94 under a percent format, 94 in a row of whole numbers and the text "94%" are one figure."""
    raw = parse_figure(cell, WHERE)
    assert isinstance(raw, RawFigure)
    figure = as_figure(raw, percentage=True, in_points=in_points)
    assert figure.number == pytest.approx(fraction, abs=1e-15)
    if decimals is not None:
        assert figure.decimals == decimals
