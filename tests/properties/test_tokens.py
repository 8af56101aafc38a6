"""The cell readers: they never raise, they read what the product prints, and labels lead back to their periods."""

from __future__ import annotations

import datetime as dt

from hypothesis import example, given
from hypothesis import strategies as st

from cpp_scorecard.core.indicator import Unit
from cpp_scorecard.core.period import Month, PeriodKind, ReportingPeriod, month_range, year_span
from cpp_scorecard.core.printing import printed
from cpp_scorecard.core.rounding import round_half_away
from cpp_scorecard.core.series import CellRef, Missing, MissingReason
from cpp_scorecard.intake.grid import CellKind, GridCell
from cpp_scorecard.intake.locate import is_anchor
from cpp_scorecard.intake.tokens import RawFigure, as_figure, header_status, parse_figure, parse_period, period_of_text
from cpp_scorecard.intake.vocabulary import plain

HERE = CellRef("Data", 0, 0)
NEAR_TOKENS = st.text(alphabet="0123456789.,%+-−£()/ abmnprtyNYAQ½²٣\u00a0", max_size=24)
TEXTS = st.text(max_size=60) | NEAR_TOKENS
FORMATS = st.sampled_from(("", "General", "0%", "0.00%", "yyyy", "mmm-yy", '"%"0')) | st.text(max_size=20)
CELLS = st.one_of(
    st.builds(GridCell, st.just(CellKind.TEXT), TEXTS, FORMATS),
    st.builds(GridCell, st.just(CellKind.NUMBER), st.floats(), FORMATS),
    st.builds(GridCell, st.just(CellKind.DATE), st.datetimes(), FORMATS),
    st.builds(GridCell, st.just(CellKind.BOOLEAN), st.booleans()),
    st.builds(GridCell, st.just(CellKind.ERROR), TEXTS),
    st.sampled_from((GridCell(CellKind.EMPTY), GridCell(CellKind.UNCALCULATED))),
)
MONTHS = st.integers(1990 * 12, 2089 * 12).map(Month)


@given(cell=CELLS)
@example(cell=GridCell(CellKind.TEXT, "²"))
@example(cell=GridCell(CellKind.TEXT, "9" * 400))
@example(cell=GridCell(CellKind.NUMBER, 1e308))
@example(cell=GridCell(CellKind.NUMBER, 5e-324))
def test_any_cell_is_a_figure_or_a_reason(cell: GridCell) -> None:
    found = parse_figure(cell, HERE)
    if isinstance(found, Missing):
        assert found.text
        assert found.reason is not MissingReason.UNUSABLE or found.detail
        return
    assert abs(found.number) <= 1e12
    for percentage in (True, False):
        figure = as_figure(found, percentage=percentage, in_points=not found.is_percent and abs(found.number) > 1)
        assert round_half_away(figure.number, 6) == round_half_away(figure.number, 6)


@given(cell=CELLS, band=st.text(max_size=20) | st.sampled_from(("2021/22", "2098/99", "AY 2020-21", "1999/00")))
@example(cell=GridCell(CellKind.TEXT, "30/02/2021"), band="")
@example(cell=GridCell(CellKind.TEXT, "٣/٤/٢٠٢١"), band="")
def test_any_cell_is_a_period_or_none(cell: GridCell, band: str) -> None:
    found = parse_period(cell, band)
    assert found is None or 1990 <= found.year <= 2100
    header_status(cell)
    is_anchor(cell)


@given(value=st.floats(-1e6, 1e6), decimals=st.integers(0, 4), unit=st.sampled_from(Unit))
def test_what_is_printed_can_be_read(value: float, decimals: int, unit: Unit) -> None:
    text = printed(value, unit, decimals)
    found = parse_figure(GridCell(CellKind.TEXT, text), HERE)
    assert isinstance(found, RawFigure)
    assert found.is_percent is unit.is_percentage
    assert found.decimals == decimals
    figure = as_figure(found, percentage=unit.is_percentage)
    scale = 100 if unit.is_percentage else 1
    assert round_half_away(figure.number * scale, decimals) == round_half_away(value * scale, decimals)


@given(month=MONTHS)
def test_a_month_is_read_back_from_every_way_to_write_it(month: Month) -> None:
    expected = ReportingPeriod.of_month(month)
    first = dt.datetime(month.year, month.month, 1)
    texts = [
        f"{first:%B} {month.year}", f"{first:%b}-{month.year}", f"{first:%b} {month.year}".upper(),
        first.strftime("%d/%m/%Y"), first.strftime("%Y-%m-%d"), f"{month.month:02d}/{month.year}",
    ]  # fmt: skip
    if month.year >= 2000:  # two digits are this century's
        texts += [month.dashed, month.spaced, f"{first:%B} '{month.year % 100:02d}"]
    for text in texts:
        assert parse_period(GridCell(CellKind.TEXT, text)) == expected, text
    assert parse_period(GridCell(CellKind.DATE, first)) == expected
    band = year_span(month.financial_year, "/")
    assert parse_period(GridCell(CellKind.TEXT, f"{first:%b}"), band) == (expected if month.year >= 1990 else None)


@given(
    year=st.integers(2000, 2088), number=st.integers(1, 4), kind=st.sampled_from((PeriodKind.QUARTER, PeriodKind.TERM))
)
def test_a_quarter_or_term_is_read_back_from_its_label(year: int, number: int, kind: PeriodKind) -> None:
    period = ReportingPeriod(kind, year, number)
    assert period_of_text(str(period)) == period
    word = "Q" if kind is PeriodKind.QUARTER else "Term "
    assert parse_period(GridCell(CellKind.TEXT, f"{word}{number}"), year_span(year, "/")) == period
    if kind is PeriodKind.QUARTER:
        assert period_of_text(month_range(period.first_month, period.first_month + 2)) == period


@given(year=st.integers(1990, 2088), separator=st.sampled_from("/-"))
def test_a_year_is_read_back_from_its_label(year: int, separator: str) -> None:
    period = ReportingPeriod(PeriodKind.YEAR, year)
    assert period_of_text(year_span(year, separator)) == period
    assert period_of_text(f"FY {year_span(year, separator)}") == period


@given(month=MONTHS.filter(lambda m: m.year >= 2000), length=st.integers(0, 30))
def test_a_span_of_months_is_a_quarter_a_year_or_nothing(month: Month, length: int) -> None:
    """`Apr 21 - Nov 21` is no period of a column: nothing is guessed from it."""
    found = period_of_text(month_range(month, month + length))
    is_quarter = length == 2 and month.month % 3 == 1
    is_year = length == 11 and month.month in (4, 9)
    assert (found is not None) == (is_quarter or is_year)


@given(text=TEXTS)
def test_plain_text_is_plain_already(text: str) -> None:
    assert plain(plain(text)) == plain(text)
