"""Panels after suppression: their figures as the rest of the edition shows them, and words that say no more.

A panel over time shows figures of the dataset or of the card. It takes them from where they were decided; what stands
nowhere else is suppressed where it is a small count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cpp_scorecard.app.disclose_card import CardCells, trend_months
from cpp_scorecard.app.disclose_indicator import value_of
from cpp_scorecard.app.disclose_people import PeopleCells, disclosed_people
from cpp_scorecard.core.dataset import Dataset, column_label
from cpp_scorecard.core.disclosure import Why
from cpp_scorecard.core.disclosure_rules import Suppression
from cpp_scorecard.core.disclosure_texts import SIGN, without
from cpp_scorecard.core.folding import folded
from cpp_scorecard.core.indicator import Unit
from cpp_scorecard.core.printing import decimals_needed, printed
from cpp_scorecard.core.rounding import comparable, round_half_away
from cpp_scorecard.core.series import SUPPRESSED_SMALL, Figure, Missing, Number

if TYPE_CHECKING:
    from cpp_scorecard.app.disclose_edition import Edition
    from cpp_scorecard.core.assessment import Assessment
    from cpp_scorecard.core.highlights import Highlight
    from cpp_scorecard.core.panel import Panel, PanelRow
    from cpp_scorecard.core.spotlight import Spotlight

Shown = Mapping[str, Number]
"""Figures over time as they were, and as the edition shows them, by the label of their period."""


@dataclass(frozen=True, slots=True)
class Timelines:
    """What the edition shows over time: for each row or indicator its figures before and after."""

    known: tuple[tuple[Shown, Shown], ...]

    @classmethod
    def of(
        cls,
        datasets: tuple[Dataset, Dataset] | None,
        before: Sequence[Assessment],
        after: Sequence[Assessment],
        cells: CardCells,
    ) -> Timelines:
        """Collect them from the dataset and the card, before and after."""
        found: list[tuple[Shown, Shown]] = []
        if datasets is not None:
            for was, row in zip(datasets[0].rows, datasets[1].rows, strict=True):
                found.append(
                    tuple({column_label(p): _number(v) for p, v in one.values.items()} for one in (was, row))  # type: ignore[arg-type]
                )
        for place, (old, new) in enumerate(zip(before, after, strict=True)):
            shown = cells.shown.get(place, [])
            was_of: dict[str, Number] = {str(one.period): one.measured.value for one in shown}
            now_of: dict[str, Number] = {str(month): SUPPRESSED_SMALL for month, _ in trend_months(old)}
            now_of |= {str(one.period): value_of(new, one, cells.edition) for one in shown}
            found.append((was_of, now_of))
        return cls(tuple(found))

    def disclosed(self, columns: Sequence[str], row: PanelRow) -> tuple[Number, ...] | None:
        """A row of a panel as the edition shows it elsewhere; None where it is shown nowhere else.

        Rows that look alike are all taken for the one that is meant: what is suppressed in any of them is here too.
        """
        mine = {
            label: value for label, value in zip(columns, row.values, strict=True) if not isinstance(value, Missing)
        }
        found: list[Number] | None = None
        for was, now in self.known:
            common = [label for label in mine if label in was and not isinstance(was[label], Missing)]
            if not common or any(was[label] != mine[label] for label in common):
                continue
            found = found or list(row.values)
            for at, label in enumerate(columns):
                if label in common and not isinstance(found[at], Missing):
                    found[at] = now[label]
        return None if found is None else tuple(found)


def _number(found: Figure | Missing) -> Number:
    return found.number if isinstance(found, Figure) else found


def disclosed_spotlights(
    spotlights: Sequence[Spotlight], people: PeopleCells, timelines: Timelines, edition: Edition
) -> tuple[Spotlight, ...]:
    """The themes as the edition shows them."""
    found = []
    for at, spotlight in enumerate(spotlights):
        hidden: set[str] = set()
        pages = []
        for on, page in enumerate(spotlight.pages):
            panels = []
            for place, panel in enumerate(page.panels):
                key = people.keys.get((at, on, place))
                if key is not None:
                    new = disclosed_people(panel, key, people)
                else:
                    new = over_time(panel, timelines, edition)
                    _log_time(panel, new, edition)
                quoted = suppressed_in(panel, new) | people.unsaid.get((at, on, place), set())
                hidden |= quoted
                panels.append(with_words(panel, without_order(new), quoted))
            pages.append(replace(page, panels=tuple(panels)))
        few = 1 <= spotlight.counted <= edition.rules.small
        hidden |= {str(spotlight.counted)} if few else set()
        introduction = without(spotlight.introduction, hidden)
        found.append(
            replace(
                spotlight,
                pages=tuple(pages),
                introduction=introduction,
                on=None if few else spotlight.on,
                counted=0 if few else spotlight.counted,
            )
        )
    return tuple(found)


def without_order(panel: Panel) -> Panel:
    """A panel whose order says nothing of suppressed numbers: their rows go after the others, by what they are called.

    Two small counts that are three together are two and one; by size, the order would say which is which.
    """
    ordered, rest = panel.rows[: panel.by_size], panel.rows[panel.by_size :]
    hidden = [row for row in ordered if row.values[0] is SUPPRESSED_SMALL]
    if not hidden:
        return panel
    shown = [row for row in ordered if row.values[0] is not SUPPRESSED_SMALL]
    rows = (*shown, *sorted(hidden, key=lambda row: folded(row.label)), *rest)
    chart = panel.chart
    if chart is not None and chart.focus is not None:
        chart = replace(chart, focus=next(at for at, row in enumerate(rows) if row is panel.rows[chart.focus]))
    return replace(panel, rows=rows, chart=chart)


def _log_time(panel: Panel, new: Panel, edition: Edition) -> None:
    for row, now in zip(panel.rows, new.rows, strict=True):
        for column, was, value in zip(panel.columns, row.values, now.values, strict=True):
            if value is SUPPRESSED_SMALL and was is not SUPPRESSED_SMALL:
                edition.log.append(Suppression("spotlight", f"{panel.title}: {row.label}", column, Why.SAME))


def over_time(panel: Panel, timelines: Timelines, edition: Edition) -> Panel:
    """A panel of figures over time, with what is shown elsewhere and without small counts."""
    return replace(panel, rows=tuple(_over_time(panel, row, timelines, edition) for row in panel.rows))


def _over_time(panel: Panel, row: PanelRow, timelines: Timelines, edition: Edition) -> PanelRow:
    values = timelines.disclosed(panel.columns, row) or row.values
    return replace(row, values=tuple(_plain(value, row, edition) for value in values))


def _plain(value: Number, row: PanelRow, edition: Edition) -> Number:
    if isinstance(value, Missing):
        return value
    if row.unit is Unit.NUMBER:
        return SUPPRESSED_SMALL if value % 1 == 0 and 1 <= value <= edition.rules.small else value
    by = 100 if row.unit.is_percentage else 1
    return comparable(round_half_away(comparable(value * by), row.decimals) / by)


def disclosed_highlight_panel(highlight: Highlight, timelines: Timelines, edition: Edition) -> Panel:
    """The panel of a key figure: its own row as the edition shows it; the rows of its range are nobody's figures."""
    panel = highlight.panel
    if not panel.rows:
        return panel
    first, *bounds = panel.rows
    values = [_over_time(panel, first, timelines, edition)]
    new = replace(panel, rows=(*values, *bounds))
    for column, was, value in zip(panel.columns, first.values, new.rows[0].values, strict=True):
        if value is SUPPRESSED_SMALL and was is not SUPPRESSED_SMALL:
            edition.log.append(Suppression("highlights", panel.title, column, Why.SAME))
    return with_words(panel, new, suppressed_in(panel, new))


def suppressed_in(panel: Panel, new: Panel) -> set[str]:
    """The figures that were taken from a panel, as they are printed."""
    found: set[str] = set()
    for row, now in zip(panel.rows, new.rows, strict=True):
        for at, (was, value) in enumerate(zip(row.values, now.values, strict=True)):
            if isinstance(value, Missing) and not isinstance(was, Missing):
                unit = panel.unit_at(row, at)
                found |= {printed(was, unit, decimals).replace(",", "") for decimals in range(row.decimals + 2)}
                found.add(printed(was, unit, decimals_needed(was, unit)).replace(",", ""))
    return found


def with_words(panel: Panel, new: Panel, hidden: set[str]) -> Panel:
    """A panel that lost a figure with words that say what its table shows; another with its own."""
    if not hidden:
        return new
    chart = new.chart
    if chart is not None and not any(not isinstance(v, Missing) for row in new.rows for v in row.values):
        chart = None
    return replace(
        new,
        chart=chart,
        title=without(panel.title, hidden),
        unit_label=without(panel.unit_label, hidden),
        note=without(panel.note, hidden),
        alternative=f"{without(panel.title, hidden)}. {'; '.join(_rows_in_words(new))}.",
    )


def _rows_in_words(panel: Panel) -> Iterator[str]:
    for row in panel.rows:
        parts = [
            f"{column} {_said(panel, row, at, value)}"
            for at, (column, value) in enumerate(zip(panel.columns, row.values, strict=True))
            if not isinstance(value, Missing) or value is SUPPRESSED_SMALL
        ]
        yield f"{row.label}: {', '.join(parts)}"


def _said(panel: Panel, row: PanelRow, at: int, value: Number) -> str:
    unit = panel.unit_at(row, at)
    return SIGN if isinstance(value, Missing) else printed(value, unit, row.decimals if unit is row.unit else 0)
