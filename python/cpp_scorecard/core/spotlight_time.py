"""Panels over time: rows of the exception dataset, or indicators of the card, over their latest periods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from cpp_scorecard.core.assessment import TREND_MONTHS, Assessment
from cpp_scorecard.core.dataset import Dataset, DatasetRow, column_label
from cpp_scorecard.core.folding import folded
from cpp_scorecard.core.panel import ChartKind, Panel, PanelChart, PanelRow, SeriesIn
from cpp_scorecard.core.recompute import shown_decimals
from cpp_scorecard.core.series import NO_PERIOD, Figure, Number
from cpp_scorecard.core.spotlight_counting import UnclearPlan
from cpp_scorecard.core.spotlight_theme import DatasetPanel, Drawn, IndicatorsPanel, PanelWords, Wanted, found_in
from cpp_scorecard.core.spotlight_words import row_in_words, said

if TYPE_CHECKING:
    from cpp_scorecard.core.indicator import Unit
    from cpp_scorecard.core.period import Month

_Row = TypeVar("_Row", DatasetRow, Assessment)


def matching(wanted: Wanted, rows: Sequence[_Row]) -> list[_Row]:
    """The rows or indicators that `wanted` may mean, in their order; with `below`, the first after it in its area."""
    if not wanted.below:
        return [row for row in rows if wanted.fits(*_identity(row))]
    for at, head in enumerate(rows):
        _, name, area = _identity(head)
        if found_in(wanted.below, name) and found_in(wanted.area, area):
            below = (row for row in rows[at + 1 :] if _identity(row)[2] == area)
            return [row for row in below if wanted.fits(*_identity(row))][:1]
    return []


def _identity(row: DatasetRow | Assessment) -> tuple[str, str, str]:
    if isinstance(row, DatasetRow):
        return row.reference, row.name, row.area
    return row.indicator.reference, row.indicator.name, row.indicator.domain


def the_one(wanted: Wanted, rows: Sequence[_Row]) -> _Row | None:
    """The one row or indicator that is meant; None where nothing fits.

    Raises UnclearPlan where several fit.
    """
    found = matching(wanted, rows)
    if len(found) > 1:
        names = ", ".join(f'"{_identity(row)[1]}"' for row in found[:3])
        raise UnclearPlan(f"{len(found)} rows fit ({wanted}): {names}; narrow it with area, below or reference")
    return found[0] if found else None


def dataset_panel(plan: DatasetPanel, dataset: Dataset, said_of_all: dict[str, str]) -> Panel | None:
    """The plan's rows over their latest periods with a figure; None where the dataset has none of them.

    Raises UnclearPlan or UnknownName where the plan asks for what there is not.
    """
    found = [(wanted, row) for wanted in plan.rows if (row := the_one(wanted, dataset.rows)) is not None]
    periods = [p for p in dataset.of_kind(plan.over) if any(row.figure(p) for _, row in found)][-plan.last :]
    if not periods:
        return None
    rows = []
    for wanted, row in found:
        figures = [row.values.get(period, NO_PERIOD) for period in periods]
        decimals = max((shown_decimals(f, row.unit) for f in figures if isinstance(f, Figure)), default=0)
        values = tuple(f.number if isinstance(f, Figure) else f for f in figures)
        rows.append(PanelRow(wanted.label or row.name.lstrip("- "), values, row.unit, decimals))
    drawn = [wanted.is_drawn for wanted, _ in found]
    return _panel(plan.words, plan.drawn, [column_label(p) for p in periods], rows, drawn, said_of_all)


def indicators_panel(
    plan: IndicatorsPanel, assessments: Sequence[Assessment], said_of_all: dict[str, str]
) -> Panel | None:
    """The plan's indicators over the months up to the latest of theirs; None where the card has no trend of any.

    Raises UnclearPlan or UnknownName where the plan asks for what there is not.
    """
    found = [(wanted, a) for wanted in plan.rows if (a := the_one(wanted, assessments)) is not None and a.trend]
    if not found:
        return None
    latest = max(_latest(a) for _, a in found)
    months = [latest - back for back in range(min(plan.last, TREND_MONTHS) - 1, -1, -1)]
    rows = [
        PanelRow(
            wanted.label or a.indicator.name,
            tuple(_in_month(a, month) for month in months),
            a.indicator.unit,
            a.indicator.decimals,
        )
        for wanted, a in found
    ]
    drawn = [wanted.is_drawn for wanted, _ in found]
    return _panel(plan.words, plan.drawn, [month.dashed for month in months], rows, drawn, said_of_all)


def _latest(a: Assessment) -> Month:
    assert a.anchor is not None, "a trend ends in the latest period"
    return a.anchor.first_month


def _in_month(a: Assessment, month: Month) -> Number:
    back = _latest(a).index - month.index
    value = a.trend[-1 - back] if 0 <= back < len(a.trend) else None
    return NO_PERIOD if value is None else value


def _panel(
    words: PanelWords,
    drawn: Drawn,
    columns: list[str],
    rows: list[PanelRow],
    is_drawn: list[bool],
    said_of_all: dict[str, str],
) -> Panel:
    bare = Panel("", tuple(columns), tuple(rows))
    figures = dict(said_of_all) | {"first": columns[0], "last": columns[-1]}
    for row in rows:
        figures[folded(f"first of {row.label}")] = said(row.values[0], row.unit, row.decimals)
        figures[folded(f"latest of {row.label}")] = said(row.values[-1], row.unit, row.decimals)
    figures["figures"] = "; ".join(
        row_in_words(bare, row) for row, shown in zip(rows, is_drawn, strict=True) if shown or not drawn.kind
    )
    return words.on(replace(bare, chart=_chart(drawn, rows, is_drawn, len(columns))), figures)


def _chart(drawn: Drawn, rows: list[PanelRow], is_drawn: list[bool], columns: int) -> PanelChart | None:
    shown = tuple(at for at, yes in enumerate(is_drawn) if yes)
    if drawn.kind is None or not shown:
        return None
    units: set[Unit] = {rows[at].unit for at in shown}
    if len(units) > 1:
        raise UnclearPlan(
            "the rows that are drawn have different units; write drawn = false at those for the table alone"
        )
    highlighted = [at for at in shown if rows[at].label.casefold() == drawn.highlight.casefold()]
    if drawn.highlight and not highlighted:
        labels = ", ".join(f'"{rows[at].label}"' for at in shown)
        raise UnclearPlan(f'highlight "{drawn.highlight}" is none of the rows that are drawn ({labels})')
    context = tuple(at for at in shown if at not in highlighted) if highlighted else ()
    focus = columns - 1 if drawn.kind is ChartKind.COLUMN and len(shown) == 1 else None
    return PanelChart(drawn.kind, SeriesIn.ROWS, shown, context, focus)
