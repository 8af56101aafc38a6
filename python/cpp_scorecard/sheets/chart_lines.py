"""The plan of lines: each named at its end, with an axis in round numbers and gaps where there is no figure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from cpp_scorecard.core.indicator import Unit
from cpp_scorecard.sheets.chart_look import Palette, Stroke, decimals_of
from cpp_scorecard.sheets.chart_plan import AIR, EDGE, MOST_FOR_NAMES, Label, Material, Plan, SeriesPlan

_STEPS = 4
_DASHES = ("solid", "dash", "sysDot", "lgDashDot", "sysDash", "lgDashDotDot")
_GREY_DASH = "sysDash"


def plan_lines(given: Material) -> Plan:
    """Lines over the categories. The first that is no context has the one colour; a single one carries its figures."""
    chart, palette = given.chart, given.palette
    several = len(given.rows) > 1
    low, high, step = axis(given.figures, from_zero=chart.from_zero, grain=_grain(chart.number_format))
    if not several and low > 0 and min(given.figures) - low < step / 2:
        low = round(low - step, 10)  # room for the label under the lowest point
    ticks = [low + step * at for at in range(round((high - low) / step) + 1)]
    ends = [_last(row) for row in given.rows]
    at_ends = [
        (f"{name}  " if several else "") + given.text(row[end])
        for name, row, end in zip(given.names, given.rows, ends, strict=True)
        if end is not None
    ]
    left = palette.widest([given.text(tick) for tick in ticks]) + AIR + (palette.line if chart.unit else 0)
    left += EDGE
    halves = 2 * len(given.categories)  # a line ends half a category before the plot does
    right = (palette.widest(at_ends) * 1.08 + 2 * AIR - (given.width - left) / halves) / (1 - 1 / halves)
    right = max(AIR, min(right, given.width * MOST_FOR_NAMES))
    top, bottom = given.title_height + palette.line, palette.line + AIR
    plot = given.height - top - bottom
    places = {
        place: (high - (row[end] or 0)) / (high - low) * plot
        for place, (row, end) in enumerate(zip(given.rows, ends, strict=True))
        if end is not None
    }
    shifts = apart(places, palette.line, plot)
    each = (given.width - left - right) / len(given.categories)
    drawn = []
    strokes = _strokes(given, palette)
    for place, (series, row, end) in enumerate(zip(chart.series, given.rows, ends, strict=True)):
        ink = palette.quiet if series.context else palette.ink
        labels: dict[int, Label] = {}
        markers = dict.fromkeys(_alone(row), strokes[place].rgb)
        if not several and max(palette.wide(given.text(figure)) for figure in given.figures) + 4 <= each:
            labels = {at: Label(side, ink, boxed=True) for at, side in _sides(row, low)}
        if chart.focus is not None and not series.context and row[chart.focus] is not None:
            labels[chart.focus] = Label(dict(_sides(row, low))[chart.focus], ink, bold=True, boxed=True)
            markers[chart.focus] = strokes[place].rgb
        if end is not None:
            is_point = strokes[place].rgb == palette.point
            shift = shifts[place] / given.height
            labels[end] = Label("r", ink, named=several, shift=shift, bold=is_point, boxed=True)
            if not series.context:
                markers[end] = strokes[place].rgb
        drawn.append(SeriesPlan(stroke=strokes[place], labels=labels, markers=markers))
    return Plan(
        margins=(left, top, right, bottom),
        series=tuple(drawn),
        lowest=low,
        highest=high,
        step=step,
        has_scale=True,
        label_every=max(1, math.ceil((palette.widest(given.categories) + 4) / max(each, 1))),
    )


def _strokes(given: Material, palette: Palette) -> list[Stroke]:
    """Own lines are thick, the first in the one colour and each dashed its own way; context is thin, grey and alike."""
    strokes: list[Stroke] = []
    own = 0
    for series in given.chart.series:
        if series.context:
            strokes.append(Stroke(1.25, palette.middle, _GREY_DASH))
        else:
            strokes.append(Stroke(2.25, palette.quiet if own else palette.point, _DASHES[own % len(_DASHES)]))
            own += 1
    return strokes


def _last(row: Sequence[float | None]) -> int | None:
    return next((at for at in reversed(range(len(row))) if row[at] is not None), None)


def _neighbours(row: Sequence[float | None], at: int) -> list[float]:
    return [figure for near in (at - 1, at + 1) if 0 <= near < len(row) and (figure := row[near]) is not None]


def _alone(row: Sequence[float | None]) -> list[int]:
    """Points between two gaps: no line leads to them, so they are marked."""
    return [at for at, figure in enumerate(row) if figure is not None and not _neighbours(row, at)]


def _sides(row: Sequence[float | None], low: float) -> list[tuple[int, str]]:
    """For each point the side where its line does not run: above, or below where the axis leaves room."""
    sides = []
    for at, figure in enumerate(row):
        if figure is not None:
            near = _neighbours(row, at)
            dips = near and figure < sum(near) / len(near) and figure > low
            sides.append((at, "b" if dips else "t"))
    return sides


def _grain(number_format: str) -> float:
    """The smallest difference that a format shows."""
    unit, decimals = decimals_of(number_format) or (Unit.NUMBER, 4)
    return 10.0 ** -(decimals + (2 if unit.is_percentage else 0))


def axis(figures: Sequence[float], *, from_zero: bool, grain: float) -> tuple[float, float, float]:
    """Ends and step of an axis over `figures` in round numbers that are multiples of `grain`.

    `from_zero` makes zero part of the axis; without it the axis begins near the smallest figure.
    """
    low, high = min(figures), max(figures)
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if high - low < grain:
        around = max(2 * grain, abs(high) * 0.02)
        low, high = (low, low + around) if from_zero else (low - around, high + around)
    raw = max((high - low) / _STEPS, grain)
    size = 10.0 ** math.floor(math.log10(raw))
    nice = (factor * size for factor in (1, 2, 2.5, 5, 10) if factor * size >= raw * 0.999)
    step = next(found for found in nice if abs(found / grain - round(found / grain)) < 1e-6)
    return (
        round(math.floor(low / step + 1e-9) * step, 10),
        round(math.ceil(high / step - 1e-9) * step, 10),
        round(step, 10),
    )


def apart(places: Mapping[int, float], least: float, room: float) -> dict[int, float]:
    """By how much each label moves so that neighbours stand `least` apart, in order, above `room` if it can hold them.

    `places` are heights from the top, `room` the height of the plot, all in points.
    """
    order = sorted(places, key=lambda key: (places[key], key))
    at = [places[key] for key in order]
    for place in range(1, len(at)):
        at[place] = max(at[place], at[place - 1] + least)
    if at and at[-1] > room:
        at[-1] = room
        for place in reversed(range(len(at) - 1)):
            at[place] = min(at[place], at[place + 1] - least)
    return {key: round(new - places[key], 3) for key, new in zip(order, at, strict=True)}
