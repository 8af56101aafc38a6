"""Panels about people: counted by the groups of a field, with shares that are sums of people over sums of people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cpp_scorecard.core.folding import folded
from cpp_scorecard.core.indicator import Unit
from cpp_scorecard.core.panel import MOST_COLUMNS, Panel, PanelChart, PanelRow, SeriesIn
from cpp_scorecard.core.series import Missing, MissingReason, Number
from cpp_scorecard.core.spotlight_counting import NONE_OF_THESE, NOT_RECORDED, CountedGroup, Counting, UnclearPlan
from cpp_scorecard.core.spotlight_words import fill, said

if TYPE_CHECKING:
    from cpp_scorecard.core.spotlight_theme import Drawn, PeoplePanel, ShareByPanel

UNCOUNTED = Missing(MissingReason.NOT_APPLICABLE, detail="left out of the shares")


@dataclass(frozen=True, slots=True)
class PeopleCounted:
    """A panel with its counted groups by name, for whoever wants to compare them."""

    panel: Panel
    groups: dict[str, CountedGroup]


def people_panel(plan: PeoplePanel, counting: Counting, said_of_all: Mapping[str, str]) -> PeopleCounted:
    """Count the people of `counting` (those of the page) by the groups of the plan.

    Raises UnclearPlan or UnknownName where the plan asks for what there is not.
    """
    counting = counting.where(plan.where)
    numbers = {name: len(people) for name, people in counting.split(plan.by, plan.groups).items()}
    if plan.otherwise:
        rest = sum(numbers.pop(name) for name in (NONE_OF_THESE, NOT_RECORDED) if name not in plan.groups)
        numbers[plan.otherwise] = numbers.get(plan.otherwise, 0) + rest
    unknown = [name for name in (*plan.leave_out, *plan.last) if name not in numbers]
    if unknown:
        raise UnclearPlan(f'"{unknown[0]}" is none of the groups of this panel ({", ".join(numbers)})')
    possible = sum(number for name, number in numbers.items() if name not in plan.leave_out)
    tells = counting.tells(plan.by)
    counted = {name: CountedGroup(number, possible, tells or number > 0) for name, number in numbers.items()}
    labels = {name: fill(plan.label, {"group": name}) if name in plan.groups else name for name in numbers}
    order = [name for name in _order(plan, numbers) if _is_shown(plan, name, numbers[name])]
    shares: dict[str, Number] = {
        name: UNCOUNTED if name in plan.leave_out else one.share for name, one in counted.items()
    }
    columns = (plan.numbers_label, plan.shares_label) if plan.with_shares else (plan.numbers_label,)
    panel = Panel(
        title="",
        columns=columns,
        rows=tuple(
            PanelRow(labels[name], (float(numbers[name]), shares[name])[: len(columns)], Unit.NUMBER) for name in order
        ),
        chart=_chart(plan.drawn, SeriesIn.COLUMNS, len(columns) - 1, labels, order),
        column_units=(None, Unit.PERCENTAGE) if plan.with_shares else (),
        by_size=len(set(order) - set(_at_the_end(plan, numbers))) if plan.is_by_size else 0,
    )
    in_words = [
        f"{labels[name]} {numbers[name]:,}"
        + (f" ({said(shares[name], Unit.PERCENTAGE)})" if plan.with_shares and name not in plan.leave_out else "")
        for name in order
    ]
    total = CountedGroup(len(counting.people), possible)
    figures = _figures(said_of_all, {labels[name]: one for name, one in counted.items()}, total, in_words)
    known = {name: one for name, one in counted.items() if name not in plan.leave_out}
    return PeopleCounted(plan.words.on(panel, figures), known)


def _order(plan: PeoplePanel, numbers: Mapping[str, int]) -> list[str]:
    """The groups as they stand: the plan's last ones, those without a share and those in no group at the end."""
    at_the_end = _at_the_end(plan, numbers)
    first = [name for name in numbers if name not in at_the_end]
    if plan.is_by_size:
        first.sort(key=lambda name: -numbers[name])
    return [*first, *at_the_end]


def _at_the_end(plan: PeoplePanel, numbers: Mapping[str, int]) -> list[str]:
    rest = [name for name in numbers if name not in plan.groups]
    return list(dict.fromkeys((*plan.last, *plan.leave_out, *rest)))


def _is_shown(plan: PeoplePanel, name: str, number: int) -> bool:
    """Whether a group has a row: with somebody in it always; without, if it was asked for."""
    return number > 0 or name == plan.otherwise or (name in plan.groups and not plan.hides_empty)


def share_by_panel(plan: ShareByPanel, counting: Counting, said_of_all: Mapping[str, str]) -> PeopleCounted:
    """The share in the plan's group for each column and in total.

    Raises UnclearPlan or UnknownName where the plan asks for what there is not.
    """
    counting = counting.where(plan.where)
    group = counting.group(plan.by, plan.group)
    left_out = [counting.group(plan.by, name) for name in plan.leave_out]
    split = counting.split(plan.across, plan.columns)
    by_column = {name: people for name, people in split.items() if people or name in plan.columns}
    if plan.total in by_column or len(by_column) >= MOST_COLUMNS:
        raise UnclearPlan(f'there may be up to {MOST_COLUMNS - 1} columns, none of them called "{plan.total}"')
    tells = counting.tells(plan.by) or group.holds_code(None)
    counted: dict[str, CountedGroup] = {}
    for name, people in [*by_column.items(), (plan.total, list(counting.people))]:
        known = [p for p in people if not any(g.takes(p, counting.day) for g in left_out)]
        counted[name] = CountedGroup(sum(group.takes(p, counting.day) for p in known), len(known), tells)
    labels = {name: fill(plan.label, {"group": name}) if name in plan.columns else name for name in counted}
    panel = Panel(
        title="",
        columns=tuple(labels.values()),
        rows=(
            PanelRow(plan.numbers_label, tuple(float(one.possible) for one in counted.values()), Unit.NUMBER),
            PanelRow(plan.shares_label or group.name, tuple(one.share for one in counted.values()), Unit.PERCENTAGE),
        ),
        chart=_chart(plan.drawn, SeriesIn.ROWS, 1, labels, counted),
    )
    in_words = [f"{labels[n]} {said(one.share, Unit.PERCENTAGE)} of {one.possible:,}" for n, one in counted.items()]
    total = CountedGroup(len(counting.people), counted[plan.total].possible)
    figures = _figures(said_of_all, {labels[name]: one for name, one in counted.items()}, total, in_words)
    return PeopleCounted(plan.words.on(panel, figures), {plan.group: counted[plan.total]})


def _figures(
    said_of_all: Mapping[str, str], counted: Mapping[str, CountedGroup], total: CountedGroup, in_words: list[str]
) -> dict[str, str]:
    """What sentences can ask for; `total` is everybody over those that shares are shares of."""
    figures = {
        **said_of_all,
        "cohort": f"{total.number:,}",
        "counted": f"{total.possible:,}",
        "left out": f"{total.number - total.possible:,}",
        "figures": ", ".join(in_words),
    }
    for label, one in counted.items():
        figures[folded(f"number of {label}")] = f"{one.number:,}"
        figures[folded(f"share of {label}")] = said(one.share, Unit.PERCENTAGE)
    return figures


def _chart(
    drawn: Drawn, series_in: SeriesIn, shown: int, labels: Mapping[str, str], order: Iterable[str]
) -> PanelChart | None:
    """One series, and the place of what is highlighted. `labels` has those of groups that are not shown, too."""
    if drawn.kind is None:
        return None
    wanted = drawn.highlight.casefold()
    if wanted and wanted not in [word.casefold() for pair in labels.items() for word in pair]:
        raise UnclearPlan(f'highlight "{drawn.highlight}" is none of {", ".join(labels.values())}')
    places = enumerate(order)
    focus = next((at for at, name in places if wanted in (name.casefold(), labels[name].casefold())), None)
    return PanelChart(drawn.kind, series_in, (shown,), focus=focus if wanted else None)


def without_empty_chart(panel: Panel) -> Panel:
    """The panel without its chart where no figure of it could be drawn."""
    chart = panel.chart
    if chart is None:
        return panel
    is_row = chart.series_in is SeriesIn.ROWS
    drawn = (panel.rows[s].values if is_row else (row.values[s] for row in panel.rows) for s in chart.shown)
    if any(not isinstance(value, Missing) for series in drawn for value in series):
        return panel
    return replace(panel, chart=None)
