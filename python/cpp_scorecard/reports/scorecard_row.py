"""One indicator's row on the scorecard: figures with their notes and links, letters and workings as live formulas."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cpp_scorecard.core.assessment import TREND_MONTHS, Assessment, Comparison, is_ordinary
from cpp_scorecard.core.indicator import Polarity, Unit
from cpp_scorecard.core.printing import decimals_needed
from cpp_scorecard.core.rag import RagRating
from cpp_scorecard.core.series import Missing
from cpp_scorecard.reports.formulas import (
    RatingCells,
    below_formula,
    direction_formula,
    rating_formula,
    ratio_formula,
    while_unchanged,
)
from cpp_scorecard.reports.notes import SIMILAR, comparison_note, latest_note
from cpp_scorecard.reports.numbers import number_format, with_margin, with_room, with_room_for_mark
from cpp_scorecard.reports.scorecard_columns import COMPARISONS, ORDINARY, SAID, SMALL, Col
from cpp_scorecard.sheets.fit import Block, row_height
from cpp_scorecard.sheets.model import Area, CellValue, Formula, Role, Sparkline, a1

if TYPE_CHECKING:
    from cpp_scorecard.reports.layout import SheetLayout


def write_row(sheet: SheetLayout, row: int, a: Assessment) -> None:
    """Everything the card says about `a`, in one row."""
    indicator, card = a.indicator, sheet.card
    unit = indicator.unit

    def ref(column: Col) -> str:
        return a1(row, column, fixed_column=True)

    sheet.put(row, Col.INDICATOR, indicator.name, Role.INDICATOR)
    look = sheet.theme.looks[Role.INDICATOR]
    sheet.heights[row] = row_height([Block.of(indicator.name, sheet.width(Col.INDICATOR), look)], minimum=18)
    sheet.put(row, Col.HOW_REPORTED, indicator.how_reported.code, Role.CENTRED)
    overridden = a.label_override
    note = (
        f"By the rules: {a.rule_label}. {overridden.officer}, {overridden.date}: {overridden.reason}"
        if overridden
        else None
    )
    is_token = a.latest.missing is not None and a.period_label == a.latest.missing.token
    sheet.put(row, Col.PERIOD, a.period_label, Role.MISSING if is_token else Role.CENTRED, note=note)
    polarity = indicator.polarity
    sheet.put(row, Col.POLARITY, polarity.value, Role.MISSING if polarity is Polarity.NONE else Role.CENTRED)
    for column, bound in ((Col.LOW, a.expected.low), (Col.HIGH, a.expected.high)):
        if bound is None:
            sheet.put(row, column, "-", Role.MISSING)
        else:
            fmt = with_margin(number_format(unit, decimals_needed(bound, unit)))
            sheet.put(row, column, bound, Role.FIGURE, number_format=fmt)
    counts = {Col.ACTUAL: a.latest.actual, Col.POSSIBLE: a.latest.possible}
    for column, count in counts.items():
        if isinstance(count, Missing):
            sheet.put(row, column, count.token or "-", Role.MISSING)
        else:
            sheet.put(row, column, count, Role.FIGURE, number_format=with_room_for_mark(count_format(count)))
    shown = _latest_value(a, ref(Col.ACTUAL), ref(Col.POSSIBLE))
    source = next(iter(a.latest.cells), None)
    sheet.put(
        row,
        Col.LATEST,
        shown,
        Role.MISSING if isinstance(a.latest.value, Missing) else Role.LATEST,
        number_format=with_room(latest_format(a)),
        note=latest_note(a),
        link=card.link_to(source) if source else None,
    )
    for columns in COMPARISONS:
        _comparison(sheet, row, a, columns)
    _trend(sheet, row, a)
    _workings(sheet, row, a)
    _doubts(sheet, row, a)


def latest_format(a: Assessment) -> str:
    """The number format of the latest figure, without its letter."""
    return number_format(a.indicator.unit, a.indicator.decimals)


def count_format(count: float) -> str:
    """The number format of a count behind a figure, without its mark."""
    return number_format(Unit.NUMBER, decimals_needed(count, Unit.NUMBER))


def rests_on_column(a: Assessment) -> Col | None:
    """The column of the count that the figure rests on: what a percentage is of, the events of a rate."""
    column = {Unit.PERCENTAGE: Col.POSSIBLE, Unit.RATE: Col.ACTUAL}.get(a.indicator.unit)
    count = {Col.POSSIBLE: a.latest.possible, Col.ACTUAL: a.latest.actual}.get(column) if column else None
    return column if isinstance(count, float | int) else None


def _latest_value(a: Assessment, actual: str, possible: str) -> CellValue:
    """The latest figure: live over its counts where it is their ratio."""
    value, counts = a.latest.value, (a.latest.actual, a.latest.possible)
    if isinstance(value, Missing):
        return value.token or "-"
    if any(isinstance(count, Missing) for count in counts) or a.indicator.unit in (Unit.NUMBER, Unit.RATE):
        return value
    return Formula(ratio_formula(actual, possible), value)


def _comparison(sheet: SheetLayout, row: int, a: Assessment, columns: tuple[Col, Col, str]) -> None:
    data, judged, name = columns
    comparison: Comparison = getattr(a, name)
    measured = comparison.measurement
    unit = a.indicator.unit
    link = None
    if isinstance(measured.value, Missing):
        sheet.put(row, data, measured.value.token or "-", Role.MISSING)
    else:
        first = next(iter(measured.cells), None)
        link = sheet.card.link_to(first) if first else None
        fmt = with_margin(number_format(unit, measured.shown_decimals(a.indicator.decimals)))
        note = comparison_note(a, comparison, SIMILAR if name == "similar" else name)
        sheet.put(row, data, measured.value, Role.FIGURE, number_format=fmt, note=note, link=link)
    formula = direction_formula(
        a1(row, Col.LATEST, fixed_column=True), a1(row, data), a1(row, Col.POLARITY, fixed_column=True)
    )
    sheet.put(row, judged, Formula(formula, comparison.direction.value), Role.DIRECTION)


def _trend(sheet: SheetLayout, row: int, a: Assessment) -> None:
    fmt = number_format(a.indicator.unit, a.indicator.decimals)
    for offset, value in enumerate(a.trend or (None,) * TREND_MONTHS):
        sheet.put(row, Col.TREND_DATA + offset, value, Role.WORKING, number_format=None if value is None else fmt)
    sheet.put(row, Col.TREND, None, Role.WORKING)
    if a.trend:
        source = Area(row, Col.TREND_DATA, row, Col.TREND_DATA + TREND_MONTHS - 1)
        sheet.sparklines.append(Sparkline(row, Col.TREND, source))


def _workings(sheet: SheetLayout, row: int, a: Assessment) -> None:
    def cell(column: Col) -> str:
        return a1(row, column, fixed_column=True)

    tolerance = a.indicator.tolerance
    cells = RatingCells(
        value=cell(Col.LATEST),
        low=cell(Col.LOW),
        high=cell(Col.HIGH),
        polarity=cell(Col.POLARITY),
        tolerance=cell(Col.TOLERANCE),
        mode=cell(Col.MODE),
        at_zero=cell(Col.AT_ZERO),
    )
    then = a.month_ago.expected
    before = replace(cells, value=cell(Col.MONTH_AGO))
    if (then.low, then.high) != (a.expected.low, a.expected.high):
        before = replace(before, low=_literal(then.low), high=_literal(then.high))
    earlier = a.month_ago.rating
    sheet.put(row, Col.RATING, Formula(rating_formula(cells), a.letter or ""), Role.WORKING)
    sheet.put(
        row,
        Col.RATING_BEFORE,
        Formula(rating_formula(before), earlier.rag.value if isinstance(earlier, RagRating) else ""),
        Role.WORKING,
    )
    unit = a.indicator.unit
    for column, size, counted in (
        (Col.TOLERANCE, tolerance.size, Unit.PERCENTAGE),
        (Col.AT_ZERO, tolerance.at_zero, unit),
    ):
        fmt = number_format(counted, decimals_needed(size, counted))
        sheet.put(row, column, size, Role.WORKING, number_format=fmt)
    sheet.put(row, Col.MODE, tolerance.mode.value, Role.WORKING)
    decided = a.override
    text = f"{decided.value} ({decided.officer}, {decided.date})" if decided else None
    sheet.put(row, Col.OVERRIDE, text, Role.WORKING, note=decided.reason if decided else None)


def _literal(bound: float | None) -> str:
    """A bound as it stands in a formula, where no cell holds it; an empty text where there is none."""
    return '""' if bound is None else f"({bound!r})".upper()


def _doubts(sheet: SheetLayout, row: int, a: Assessment) -> None:
    """The letters once more with a word where they are ordinary variation, and whether a small number is behind it all.

    What was judged is the figures as they are now; the words go when one of them is changed.
    """
    latest = a1(row, Col.LATEST, fixed_column=True)
    for data, judged, name in COMPARISONS:
        comparison: Comparison = getattr(a, name)
        letter, said = a1(row, judged, fixed_column=True), comparison.direction.value
        formula = f"={letter}"
        if is_ordinary(a, comparison) and a.latest.number is not None and comparison.measurement.number is not None:
            figures = {latest: a.latest.number, a1(row, data, fixed_column=True): comparison.measurement.number}
            formula = f"={letter}&{while_unchanged(figures, f' {ORDINARY}')}"
            said = f"{said} {ORDINARY}"
        sheet.put(row, SAID[judged], Formula(formula, said), Role.WORKING)
    rests = rests_on_column(a)
    counted: CellValue = None
    if rests is not None:
        threshold = sheet.card.small_number
        formula = below_formula(a1(row, rests, fixed_column=True), threshold, SMALL)
        counted = Formula(formula, "" if a.small_number is None else SMALL)
    sheet.put(row, Col.COUNTED_SAID, counted, Role.WORKING)
