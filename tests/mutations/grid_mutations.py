"""Mutations of worksheets as grids: cheap, because no file is written or parsed.

Every mutation takes its choices from the `random.Random` it is given, so a seed gives the same workbook again.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from tests.mutations.odd_values import CELLS, FORMATS, TEXTS

from cpp_scorecard.intake.grid import CellKind, Grid, GridCell, MergedArea
from cpp_scorecard.intake.open_file import open_grids

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "samples" / "wiltshire-2022-01" / "indicators.xlsx"
TEMPLATE = ROOT / "workbook_templates" / "indicator_workbook.xlsx"
_FAR = (0, 1, 5, 999, 1_048_575)


@dataclass(slots=True)
class Sheet:
    """A grid that can be changed."""

    name: str
    cells: dict[tuple[int, int], GridCell]
    merges: list[MergedArea] = field(default_factory=list)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    is_hidden: bool = False

    def frozen(self) -> Grid:
        cells = {place: self.cells[place] for place in sorted(self.cells)}
        return Grid(self.name, cells, tuple(self.merges), self.hidden_rows, self.hidden_columns, self.is_hidden)

    def rows(self) -> list[int]:
        return sorted({row for row, _ in self.cells}) or [0]

    def columns(self) -> list[int]:
        return sorted({column for _, column in self.cells}) or [0]


@cache
def bases() -> tuple[tuple[Grid, ...], ...]:
    """What mutations start from: the sample, a quarter of it (quick to render) twice, and the blank template."""
    sample = tuple(open_grids(SAMPLE)[0])
    template = tuple(open_grids(TEMPLATE)[0])
    return sample, _part_of(sample, 0), _part_of(sample, 2), template


def _part_of(sample: Sequence[Grid], offset: int) -> tuple[Grid, ...]:
    """The sample with every fourth indicator only, its rows of figures with it."""
    definitions = next(grid for grid in sample if grid.sheet == "Definitions")
    names = [definitions.text(row, 2) for row in definitions.rows if row > 4]
    kept = set(names[offset::4])
    parts = []
    for grid in sample:
        sheet = Sheet(grid.sheet, dict(grid.cells), list(grid.merges), grid.hidden_rows, grid.hidden_columns)
        named = ""
        dropped = []
        for row in grid.rows:
            found = next((t for c in grid.rows[row] if (t := grid.text(row, c)) in names), "")
            named = found or named
            if named and named not in kept:
                dropped.append(row)
        for row in reversed(dropped):
            _shift(sheet, row, -1, by_row=True)
        parts.append(sheet.frozen())
    return tuple(parts)


def mutated(seed: int) -> list[Grid]:
    """The worksheets that `seed` stands for."""
    chance = random.Random(seed)
    base = chance.choices(bases(), weights=(1, 6, 6, 3))[0]
    sheets = [Sheet(g.sheet, dict(g.cells), list(g.merges), g.hidden_rows, g.hidden_columns, g.is_hidden) for g in base]
    for _ in range(chance.choice((1, 1, 2, 3, 5, 8, 13, 40))):
        chance.choices(MUTATIONS, weights=_WEIGHTS)[0](chance, sheets)
    return [sheet.frozen() for sheet in sheets]


def _any_sheet(chance: random.Random, sheets: list[Sheet]) -> Sheet:
    if not sheets:
        sheets.append(Sheet("Sheet1", {}))
    return chance.choice(sheets)


def _any_cell(chance: random.Random, sheet: Sheet) -> tuple[int, int]:
    if not sheet.cells or chance.random() < 0.02:
        return chance.randrange(40), chance.randrange(40)
    return chance.choice(list(sheet.cells))


def _header_cells(sheet: Sheet) -> list[tuple[int, int]]:
    return [place for place in sheet.cells if place[0] <= 6] or [(0, 0)]


def odd_cell(chance: random.Random, sheets: list[Sheet]) -> None:
    sheet = _any_sheet(chance, sheets)
    sheet.cells[_any_cell(chance, sheet)] = chance.choice(CELLS)


def odd_cells_in_a_row(chance: random.Random, sheets: list[Sheet]) -> None:
    sheet = _any_sheet(chance, sheets)
    row = chance.choice(sheet.rows())
    for place in [place for place in sheet.cells if place[0] == row]:
        if chance.random() < 0.5:
            sheet.cells[place] = chance.choice(CELLS)


def odd_cells_in_a_column(chance: random.Random, sheets: list[Sheet]) -> None:
    sheet = _any_sheet(chance, sheets)
    column = chance.choice(sheet.columns())
    for place in [place for place in sheet.cells if place[1] == column]:
        if chance.random() < 0.5:
            sheet.cells[place] = chance.choice(CELLS)


def typed_as_text(chance: random.Random, sheets: list[Sheet]) -> None:
    """Every cell of a sheet becomes text, as after an export and a paste."""
    sheet = _any_sheet(chance, sheets)
    for place, cell in sheet.cells.items():
        if cell.kind is not CellKind.EMPTY:
            sheet.cells[place] = GridCell(CellKind.TEXT, cell.text)


def another_kind(chance: random.Random, sheets: list[Sheet]) -> None:
    """Cells keep their value and say they are of another kind of number, or lose their value."""
    sheet = _any_sheet(chance, sheets)
    for place in chance.sample(sorted(sheet.cells), min(len(sheet.cells), 20)):
        cell = sheet.cells[place]
        choices = [GridCell(CellKind.UNCALCULATED), GridCell(CellKind.ERROR, "#REF!"), GridCell(CellKind.BOOLEAN, True)]
        if isinstance(cell.value, float):
            choices += [GridCell(CellKind.TEXT, f"{cell.value}%"), cell._replace(value=cell.value * 100)]
        sheet.cells[place] = chance.choice(choices)


def number_formats(chance: random.Random, sheets: list[Sheet]) -> None:
    sheet = _any_sheet(chance, sheets)
    shown = chance.choice(FORMATS)
    for place in sheet.cells:
        if chance.random() < 0.3:
            sheet.cells[place] = sheet.cells[place]._replace(number_format=shown)


def renamed_header(chance: random.Random, sheets: list[Sheet]) -> None:
    sheet = _any_sheet(chance, sheets)
    sheet.cells[chance.choice(_header_cells(sheet))] = GridCell(CellKind.TEXT, chance.choice(TEXTS))


def blanked_header(chance: random.Random, sheets: list[Sheet]) -> None:
    sheet = _any_sheet(chance, sheets)
    sheet.cells.pop(chance.choice(_header_cells(sheet)), None)


def doubled_header(chance: random.Random, sheets: list[Sheet]) -> None:
    sheet = _any_sheet(chance, sheets)
    cells = _header_cells(sheet)
    source, target = chance.choice(cells), chance.choice(cells)
    if source in sheet.cells:
        sheet.cells[target] = sheet.cells[source]


def swapped_cells(chance: random.Random, sheets: list[Sheet]) -> None:
    one, other = _any_sheet(chance, sheets), _any_sheet(chance, sheets)
    a, b = _any_cell(chance, one), _any_cell(chance, other)
    left, right = one.cells.get(a), other.cells.get(b)
    if left and right:
        one.cells[a], other.cells[b] = right, left


def _shift(sheet: Sheet, place: int, by: int, *, by_row: bool) -> None:
    """Insert (`by` 1) or delete (`by` -1) the row or column `place`, merges with it as Excel does."""
    axis = 0 if by_row else 1
    moved: dict[tuple[int, int], GridCell] = {}
    for where, cell in sheet.cells.items():
        if by < 0 and where[axis] == place:
            continue
        step = by if where[axis] >= place else 0
        moved[(where[0] + step, where[1]) if by_row else (where[0], where[1] + step)] = cell
    sheet.cells = moved
    merges = []
    for m in sheet.merges:
        first, last = (m.first_row, m.last_row) if by_row else (m.first_column, m.last_column)
        first += by if first > place or (by > 0 and first == place) else 0
        last += by if last >= place else 0
        if last < first:
            continue
        merges.append(
            replace(m, first_row=first, last_row=last) if by_row else replace(m, first_column=first, last_column=last)
        )
    sheet.merges = merges


def inserted(chance: random.Random, sheets: list[Sheet]) -> None:
    sheet = _any_sheet(chance, sheets)
    by_row = chance.random() < 0.5
    _shift(sheet, chance.choice(sheet.rows() if by_row else sheet.columns()), 1, by_row=by_row)


def dropped(chance: random.Random, sheets: list[Sheet]) -> None:
    sheet = _any_sheet(chance, sheets)
    by_row = chance.random() < 0.5
    _shift(sheet, chance.choice(sheet.rows() if by_row else sheet.columns()), -1, by_row=by_row)


def doubled(chance: random.Random, sheets: list[Sheet]) -> None:
    """A row or column copied below or beside itself."""
    sheet = _any_sheet(chance, sheets)
    by_row = chance.random() < 0.5
    place = chance.choice(sheet.rows() if by_row else sheet.columns())
    _shift(sheet, place, 1, by_row=by_row)
    axis = 0 if by_row else 1
    for where, cell in list(sheet.cells.items()):
        if where[axis] == place + 1:
            sheet.cells[(place, where[1]) if by_row else (where[0], place)] = cell


def moved(chance: random.Random, sheets: list[Sheet]) -> None:
    """Rows or columns in another order; merges stay where they were."""
    sheet = _any_sheet(chance, sheets)
    by_row = chance.random() < 0.5
    places = sheet.rows() if by_row else sheet.columns()
    if chance.random() < 0.7 and len(places) > 1:
        a, b = chance.sample(places, 2)
        order = {a: b, b: a}
    else:
        order = dict(zip(places, chance.sample(places, len(places)), strict=True))
    sheet.cells = {
        (order.get(row, row), column) if by_row else (row, order.get(column, column)): cell
        for (row, column), cell in sheet.cells.items()
    }


def merged(chance: random.Random, sheets: list[Sheet]) -> None:
    """Merges anywhere, over others too, and up to the edges of what a sheet can hold."""
    sheet = _any_sheet(chance, sheets)
    row, column = _any_cell(chance, sheet)
    height, width = (chance.choice((0, 0, 1, 2, 5)) for _ in range(2))
    if chance.random() < 0.03:
        height, width = chance.choice(_FAR), chance.choice((0, 3, 16_383))
    sheet.merges.append(MergedArea(row, column, row + height, column + width))


def unmerged(chance: random.Random, sheets: list[Sheet]) -> None:
    sheet = _any_sheet(chance, sheets)
    if chance.random() < 0.3:
        sheet.merges = []
    elif sheet.merges:
        sheet.merges.remove(chance.choice(sheet.merges))


def sheet_gone(chance: random.Random, sheets: list[Sheet]) -> None:
    if sheets:
        sheets.remove(chance.choice(sheets))


def sheet_renamed(chance: random.Random, sheets: list[Sheet]) -> None:
    names = (
        "Numerators",
        "Denominators",
        "Settings",
        "definitions",
        "it's",
        "A'B!C",
        "x" * 31,
        " ",
        "",
        "🙂",
        "Data ",
        "[1]",
    )
    _any_sheet(chance, sheets).name = chance.choice(names)


def sheets_shuffled(chance: random.Random, sheets: list[Sheet]) -> None:
    chance.shuffle(sheets)


def sheet_doubled(chance: random.Random, sheets: list[Sheet]) -> None:
    sheet = _any_sheet(chance, sheets)
    sheets.append(Sheet(chance.choice((sheet.name, f"{sheet.name} (2)")), dict(sheet.cells), list(sheet.merges)))


def hidden(chance: random.Random, sheets: list[Sheet]) -> None:
    sheet = _any_sheet(chance, sheets)
    sheet.is_hidden = chance.random() < 0.5
    sheet.hidden_rows = frozenset(chance.sample(range(60), 10))
    sheet.hidden_columns = frozenset(chance.sample(range(60), 10))


def far_away(chance: random.Random, sheets: list[Sheet]) -> None:
    """A cell in the last row or column, as a slip of the keyboard leaves it."""
    sheet = _any_sheet(chance, sheets)
    sheet.cells[chance.choice(_FAR), chance.choice((0, 16_383))] = chance.choice(CELLS)


def four_years_on(chance: random.Random, sheets: list[Sheet]) -> None:
    """The dates of a sheet pasted between the two date systems: four years and a day out."""
    sheet = _any_sheet(chance, sheets)
    for place, cell in sheet.cells.items():
        if isinstance(cell.value, dt.datetime) and 1900 < cell.value.year < 2090:
            sheet.cells[place] = cell._replace(value=cell.value.replace(year=cell.value.year + 4, day=2))


def turned_round(chance: random.Random, sheets: list[Sheet]) -> None:
    sheet = _any_sheet(chance, sheets)
    sheet.cells = {(column, row): cell for (row, column), cell in sheet.cells.items()}
    sheet.merges = [MergedArea(m.first_column, m.first_row, m.last_column, m.last_row) for m in sheet.merges]


def a_setting(chance: random.Random, sheets: list[Sheet]) -> None:
    """A setting or a pin with any value at all."""
    sheet = next((s for s in sheets if s.name == "Settings"), None)
    if sheet is None:
        return
    row = max(sheet.rows()) + 1
    names = [cell.text for (r, c), cell in sheet.cells.items() if c == 0 and r > 2] or ["Council"]
    target = chance.choice(sheets).name
    pins = [f"Layout: {target}: {what}" for what in ("ignore", "header rows", "column B", "column XFD", "figures")]
    sheet.cells[row, 0] = GridCell(CellKind.TEXT, chance.choice([*names, *pins, *pins]))
    pinned = [
        "yes",
        "1",
        "3-4",
        "4-5",
        "6",
        "1048576",
        "Indicator",
        "low",
        "Apr-21",
        "setting",
        "how_reported",
        "value",
        "Actual",
    ]
    value = GridCell(CellKind.TEXT, chance.choice(pinned)) if chance.random() < 0.6 else chance.choice(CELLS)
    sheet.cells[row, 1] = value


Mutation = Callable[[random.Random, list[Sheet]], None]
_WEIGHTED: dict[Mutation, int] = {
    odd_cell: 14, odd_cells_in_a_row: 4, odd_cells_in_a_column: 4, typed_as_text: 1, another_kind: 3, number_formats: 2,
    renamed_header: 4, blanked_header: 3, doubled_header: 3, swapped_cells: 4, inserted: 4, dropped: 4, doubled: 3,
    moved: 4, merged: 4, unmerged: 3, sheet_gone: 1, sheet_renamed: 2, sheets_shuffled: 1, sheet_doubled: 1, hidden: 1,
    far_away: 1, four_years_on: 1, turned_round: 1, a_setting: 4,
}  # fmt: skip
MUTATIONS = tuple(_WEIGHTED)
_WEIGHTS = tuple(_WEIGHTED.values())
