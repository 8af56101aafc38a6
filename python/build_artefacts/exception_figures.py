"""The published exception dataset as data: its columns, its blocks, and each cell as it is typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from build_artefacts.data_tables import FigureCell
from build_artefacts.figure_cells import number_format
from build_artefacts.published_figures import Printed, read_table
from cpp_scorecard.core.period import MONTH_NAMES

EVERY_COLUMN = "*"
"""In `typing.csv`, stands for all the columns of a row."""

Rows = Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column of figures: the band over it, its year, its own heading, and the population it is worked out on."""

    key: str
    band: str
    year: str
    heading: str
    width: float
    population: str

    def month(self) -> dt.date | None:
        """The first day of the month that the heading names, `Apr-21`; None for any other column."""
        name, _, year = self.heading.partition("-")
        if name not in MONTH_NAMES:
            return None
        return dt.date(2000 + int(year), MONTH_NAMES.index(name) + 1, 1)


@dataclass(frozen=True, slots=True)
class GridRow:
    """An indicator of the grid, with its figures as printed by column."""

    ref: str
    block: str
    area: str
    indicator: str
    printed_type: str
    printed: Mapping[str, Printed]
    as_text: frozenset[str]

    def cell(self, column: str) -> FigureCell:
        """The cell as typed: a number at its printed precision, or text for an odd token or where somebody typed it."""
        token = self.printed[column]
        if column in self.as_text or EVERY_COLUMN in self.as_text or not token.is_number:
            return FigureCell(token.text, "@" if token.text else "")
        return FigureCell(token.value, number_format(token.decimals, token.is_percentage))


@dataclass(frozen=True, slots=True)
class NarrativeItem:
    """One paragraph under one of the published headings."""

    heading: str
    numbers: str
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """A section of the report: a header, its rows, and the narrative under them."""

    section: str
    head_of_service: str
    population_label: str
    months_as_dates: bool
    left_blank: frozenset[str]
    """Headings under which nothing is printed, not even None."""
    note: str
    rows: tuple[GridRow, ...]
    narrative: tuple[NarrativeItem, ...]

    @property
    def areas(self) -> tuple[str, ...]:
        """The areas in order, each once."""
        return tuple(dict.fromkeys(row.area for row in self.rows))


@dataclass(frozen=True, slots=True)
class Dataset:
    """The whole grid."""

    columns: tuple[GridColumn, ...]
    blocks: tuple[Block, ...]

    @property
    def by_ref(self) -> dict[str, GridRow]:
        """Every row by the council's own reference."""
        return {row.ref: row for block in self.blocks for row in block.rows}


def load(folder: Path) -> Dataset:
    """Read the grid from the data files; ValueError where they disagree."""
    columns = tuple(
        GridColumn(row["column"], row["band"], row["year"], row["heading"], float(row["width"]), row["population"])
        for row in read_table(folder / "columns.csv")
    )
    rows = _rows(read_table(folder / "grid.csv"), read_table(folder / "typing.csv"), columns)
    items = read_table(folder / "narrative.csv")
    blocks = tuple(_block(row, rows, items) for row in read_table(folder / "blocks.csv"))
    if sum(len(block.rows) for block in blocks) != len(rows):
        raise ValueError("grid.csv has rows of a block that blocks.csv does not list")
    if sum(len(block.narrative) for block in blocks) != len(items):
        raise ValueError("narrative.csv has items of a section that blocks.csv does not list")
    return Dataset(columns, blocks)


def _rows(grid: Rows, typing: Rows, columns: Sequence[GridColumn]) -> list[GridRow]:
    known = {row["ref"] for row in grid}
    if stray := {row["ref"] for row in typing} - known:
        raise ValueError(f"typing.csv names rows that grid.csv does not have: {', '.join(sorted(stray))}")
    return [
        GridRow(
            ref=row["ref"],
            block=row["block"],
            area=row["area"],
            indicator=row["indicator"],
            printed_type=row["type"],
            printed={column.key: Printed(row[column.key]) for column in columns},
            as_text=frozenset(habit["column"] for habit in typing if habit["ref"] == row["ref"]),
        )
        for row in grid
    ]


def _block(row: Mapping[str, str], rows: Sequence[GridRow], items: Rows) -> Block:
    return Block(
        section=row["section"],
        head_of_service=row["head_of_service"],
        population_label=row["population_label"],
        months_as_dates=row["months_typed_as"] == "date",
        left_blank=frozenset(filter(None, row["left_blank"].split("; "))),
        note=row["note"],
        rows=tuple(member for member in rows if member.block == row["block"]),
        narrative=tuple(
            NarrativeItem(item["Heading"], item["Indicator no."], item["Text"])
            for item in items
            if item["Section"] == row["section"]
        ),
    )
