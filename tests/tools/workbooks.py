"""Small workbooks written as they look: rows of cells, so that a test shows the sheet it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook

Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """A value with the number format that shows it: ``Shown(0.94, "0%")``."""

    value: Any
    number_format: str


def write(path: Path, sheets: Mapping[str, Iterable[Row]], merges: Mapping[str, Sequence[str]] | None = None) -> Path:
    """A workbook of `sheets`: name to rows of values, formulas or `Shown`. `merges` lists areas such as ``B4:D4``."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                if isinstance(value, Shown):
                    cell: Any = sheet.cell(number, column, value.value)
                    cell.number_format = value.number_format
                elif value is not None:
                    sheet.cell(number, column, value)
        for area in (merges or {}).get(name, ()):
            sheet.merge_cells(area)
    book.save(path)
    return path


DEFINED = (
    "Domain", "Indicator", "How reported?", "What does good look like?", "Low", "High", "Unit", "Decimals",
    "Figures are",
)  # fmt: skip


def definition(
    name: str = "Children seen",
    how: str = "SS",
    *,
    domain: str = "Safety",
    good: str = "High",
    low: object = None,
    high: object = None,
    unit: str = "Number",
    decimals: object = None,
    figures: object = None,
) -> Row:
    """One row under `DEFINED`."""
    return (domain, name, how, good, low, high, unit, decimals, figures)


def council(path: Path, definitions: Sequence[Row], figures: Iterable[Row], **more: Iterable[Row]) -> Path:
    """The least that is an indicator workbook: Definitions, Figures, and whatever sheets a test adds.

    `figures` begins with its header: ``("Indicator", "Figure", "Oct-21", "Nov-21")``.
    """
    return write(path, {"Definitions": [DEFINED, *definitions], "Figures": figures, **more})
