"""Panels as plain tables: the spotlight's one by one, the highlights' lines as one long table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cpp_scorecard.core.plain_table import PlainCell, PlainColumn, PlainTable, figure_cell
from cpp_scorecard.reports.plain_cells import columns, text_cell, words
from cpp_scorecard.reports.plain_headers import apart
from cpp_scorecard.reports.spotlight import source_line
from cpp_scorecard.reports.wording import wording

if TYPE_CHECKING:
    from cpp_scorecard.core.panel import Panel, PanelRow
    from cpp_scorecard.core.spotlight import Spotlight, SpotlightPage
    from cpp_scorecard.reports.card import Card

SPOTLIGHT = "spotlight"
LINES = "highlight-lines"


@dataclass(frozen=True, slots=True)
class PlacedPanel:
    """A panel of the spotlight with the theme and the page that it stands on, and its plain table."""

    spotlight: Spotlight
    page: SpotlightPage
    panel: Panel
    table: PlainTable


def spotlight_tables(card: Card) -> Iterator[PlacedPanel]:
    """Every panel of the spotlights, in order."""
    place = 0
    for spotlight in card.spotlights:
        for page in spotlight.pages:
            for panel in page.panels:
                if not panel.rows:
                    continue
                place += 1
                notes = [panel.unit_label, panel.note, *about(spotlight)]
                table = panel_table(
                    panel,
                    name=words()["spotlight"]["name"].format(place=place, title=panel.title),
                    title=words()["spotlight"]["title"].format(title=f"{page.title}: {panel.title}"),
                    notes=tuple(note for note in notes if note),
                )
                yield PlacedPanel(spotlight, page, panel, table)


def about(spotlight: Spotlight) -> list[str]:
    """What a whole theme rests on, and that nobody on its list is real where nobody is."""
    caution = [wording()["spotlight"]["caution"]] if spotlight.is_made_up else []
    return [text for text in (source_line(spotlight), *caution) if text]


def panel_table(panel: Panel, *, name: str, title: str, notes: tuple[str, ...] = ()) -> PlainTable:
    """One panel as a table: its rows named in the first column. A column that only parts years is left out."""
    kept = [at for at, header in enumerate(panel.columns) if not _is_gap(header)]
    headers = apart([words()["spotlight"]["group"], *(panel.columns[at] for at in kept)])
    return PlainTable(
        key=SPOTLIGHT,
        name=name,
        title=title,
        columns=tuple(PlainColumn(header, 16.0 if at else 50.0, not at) for at, header in enumerate(headers)),
        rows=tuple(
            (text_cell(row.label, panel.title), *(panel_cell(panel, row, at) for at in kept)) for row in panel.rows
        ),
        notes=notes,
    )


def panel_cell(panel: Panel, row: PanelRow, column: int) -> PlainCell:
    """One figure of a panel, with the row's decimals where the column has no unit of its own."""
    unit = panel.unit_at(row, column)
    return figure_cell(row.values[column], unit, row.decimals if unit is row.unit else 0)


def _is_gap(header: str) -> bool:
    return header == str(wording()["highlights"]["year_begins"])


def highlight_lines(card: Card) -> Iterator[PlainTable]:
    """The lines of the highlights as one long table, as their periods differ; none without highlights."""
    rows = [
        (
            PlainCell(highlight.theme),
            PlainCell(highlight.panel.title),
            text_cell(row.label, highlight.panel.title),
            PlainCell(column),
            panel_cell(highlight.panel, row, at),
            PlainCell(row.unit.value),
        )
        for highlight in card.highlights
        for row in highlight.panel.rows
        for at, column in enumerate(highlight.panel.columns)
        if not _is_gap(column)
    ]
    if rows:
        said = words()["highlights"]
        chosen = columns(
            ("theme", 34.0), ("indicator", 50.0), ("series", 22.0), ("when", 16.0), ("figure", 14.0), ("unit", 16.0),
            row_headers=("theme",),
        )  # fmt: skip
        notes = tuple(dict.fromkeys(h.panel.note for h in card.highlights if h.panel.note))
        yield PlainTable(LINES, said["lines_name"], said["lines_title"], chosen, tuple(rows), notes)
