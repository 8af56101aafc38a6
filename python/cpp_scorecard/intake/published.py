"""A card as somebody published it: 16 columns under two header rows, every cell as printed.

The same header words and the same table finder as for a council's own workbook; a card is the table that has
both the latest figure and the reporting code beside the indicator.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cpp_scorecard.core.colours import rating_of_colour
from cpp_scorecard.core.errors import Refused
from cpp_scorecard.intake.definitions import is_card
from cpp_scorecard.intake.locate import tables_of
from cpp_scorecard.intake.open_file import open_grids
from cpp_scorecard.intake.tokens import parse_period

if TYPE_CHECKING:
    from cpp_scorecard.core.period import ReportingPeriod
    from cpp_scorecard.core.series import CellRef
    from cpp_scorecard.intake.grid import GridCell
    from cpp_scorecard.intake.table import Table

COMPARED = (
    "how_reported", "period_label", "polarity", "low", "high", "latest", "actual", "possible", "month_ago",
    "month_ago_direction", "year_ago", "year_ago_direction", "similar", "similar_direction",
)  # fmt: skip

LETTERS = ("month_ago_direction", "year_ago_direction", "similar_direction")


@dataclass(frozen=True, slots=True)
class PublishedCell:
    """A cell of a published card: what it holds and where it is."""

    cell: GridCell
    where: CellRef


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """One indicator as published. `colour` is the rating that the fill of the latest figure shows, if any."""

    name: str
    domain: str
    where: CellRef
    cells: Mapping[str, PublishedCell]
    colour: str | None
    latest_at: CellRef | None
    applies_to: ReportingPeriod | None = None
    """The report month of the card, where the table says so."""


@dataclass(frozen=True, slots=True)
class PublishedCard:
    """Every indicator of a published card, and whether the card shows colours as fills at all."""

    path: Path
    rows: tuple[PublishedRow, ...]

    @property
    def has_colours(self) -> bool:
        """Whether any rating is shown as a fill. A card that colours by conditional formats has none."""
        return any(row.colour for row in self.rows)


def read_published(path: Path) -> PublishedCard:
    """Read the published card at `path`. Raises Refused when no table in it looks like one."""
    grids, _ = open_grids(path, fills=True)
    tables = [table for grid in grids for table in tables_of(grid) if table.has("indicator", "latest")]
    cards = [table for table in tables if is_card(table)]
    rows = published_rows(cards or tables)  # a list of exceptions in the same file repeats some of the card
    if not rows:
        raise Refused(
            f'{path.name} has no table with "Indicator" and "Latest Data and RAG Rating" in its header.',
            "Name the workbook of a published card.",
        )
    return PublishedCard(path, rows)


def shows_published(table: Table) -> bool:
    """Whether the table holds what was printed: a card, or the letters of one kept in the council's workbook."""
    return table.has("indicator") and any(table.has(letters) for letters in LETTERS)


def published_rows(tables: Iterable[Table]) -> tuple[PublishedRow, ...]:
    """Every row of the tables that shows something printed; a domain written once holds for the rows below."""
    rows: list[PublishedRow] = []
    domain = ""
    for table in tables:
        for row in table.body():
            domain = table.text(row, "domain") or domain
            read = _row(table, row, domain)
            if read is not None:
                rows.append(read)
    return tuple(rows)


def _row(table: Table, row: int, domain: str) -> PublishedRow | None:
    name = " ".join(table.text(row, "indicator").split())
    where = table.ref(row, "indicator")
    cells: dict[str, PublishedCell] = {}
    for role in COMPARED:
        cell, at = table.cell(row, role), table.ref(row, role)
        if cell is not None and at is not None:
            cells[role] = PublishedCell(cell, at)
    if not name or where is None or all(c.cell.is_empty or c.where == where for c in cells.values()):
        return None  # nothing, or a note that may be merged across the table
    latest = cells.get("latest")
    fill = latest.cell.fill if latest else None
    colour = rating_of_colour(fill) if fill else None
    month = table.cell(row, "applies_to")
    applies_to = parse_period(month) if month is not None else None
    return PublishedRow(name, domain, where, cells, colour, latest.where if latest else None, applies_to)
