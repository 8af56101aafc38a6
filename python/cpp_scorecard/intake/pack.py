"""A pack that an earlier build made, read back to be compared with: the scorecard's rows and the exception dataset."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cpp_scorecard.core.dataset import Dataset, column_label
from cpp_scorecard.core.number_formats import shown_as
from cpp_scorecard.intake.exception_dataset import read_dataset
from cpp_scorecard.intake.grid import CellKind, GridCell
from cpp_scorecard.intake.locate import tables_of
from cpp_scorecard.intake.open_file import open_grids
from cpp_scorecard.intake.table_kinds import is_dataset

if TYPE_CHECKING:
    from cpp_scorecard.core.series import CellRef
    from cpp_scorecard.intake.settings import Settings
    from cpp_scorecard.intake.table import Table

ROLES = ("how_reported", "period_label", "polarity", "low", "high", "latest", "rating")


@dataclass(frozen=True, slots=True)
class PackRow:
    """One indicator on an earlier scorecard, cell by cell."""

    name: str
    domain: str
    cells: Mapping[str, GridCell]

    def text(self, role: str) -> str:
        """The text of a cell, empty where the pack has no such column."""
        cell = self.cells.get(role)
        return "" if cell is None else _text(cell)

    def is_percent(self, role: str) -> bool:
        """Whether the cell is shown with a percent sign."""
        cell = self.cells.get(role)
        return cell is not None and shown_as(cell.number_format)[0]

    def decimals(self, role: str) -> int:
        """The decimals that the cell is shown with."""
        cell = self.cells.get(role)
        return (shown_as(cell.number_format)[1] or 0) if cell is not None else 0


@dataclass(frozen=True, slots=True)
class Pack:
    """What an earlier pack holds; either may be absent."""

    rows: tuple[PackRow, ...]
    dataset: Dataset | None
    ratings: Mapping[CellRef, str]
    """The letters of the dataset's rows in its current period, by the cell of the row's name."""


def _text(cell: GridCell) -> str:
    """A cell's text; a formula that gave an empty text is stored without a value."""
    return "" if cell.kind is CellKind.UNCALCULATED else cell.text.strip()


def read_pack(path: Path, settings: Settings) -> Pack:
    """Read the pack at `path`; `settings` give the tolerances that its dataset is rated by. Raises Refused."""
    grids, _ = open_grids(path)
    tables = [table for grid in grids for table in tables_of(grid)]
    cards = [table for table in tables if table.has("indicator", "latest", "how_reported")]
    rows = [row for table in cards for at in table.body() if (row := _row(table, at))]
    grid_of = next((table.grid.sheet for table in tables if is_dataset(table)), "")
    tables = [table for table in tables if table.grid.sheet == grid_of]  # the annual table shows the same rows again
    dataset, _ = read_dataset(tables, settings)
    ratings = {} if dataset is None or dataset.current is None else _ratings(tables, column_label(dataset.current))
    return Pack(tuple(rows), dataset, ratings)


def _ratings(tables: list[Table], period: str) -> dict[CellRef, str]:
    """The letters under `Rating 21-22 Q2`, the column that an earlier build wrote."""
    found: dict[CellRef, str] = {}
    for table in tables:
        column = next((c.index for c in table.columns if c.header.endswith(f"Rating {period}")), None)
        if is_dataset(table) and column is not None:
            for row in table.body():
                where = table.ref(row, "indicator")
                if where is not None:
                    found[where] = _text(table.grid.own(row, column))
    return found


def _row(table: Table, row: int) -> PackRow | None:
    cells = {role: cell for role in ROLES if (cell := table.cell(row, role)) is not None}
    name = " ".join(table.text(row, "indicator").split())
    if not name or row in table.headings or "latest" not in cells or cells["latest"].is_empty:
        return None
    return PackRow(name, table.domain(row), cells)
