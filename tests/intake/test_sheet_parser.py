"""A plain cell is read at once, and is then the cell that openpyxl's parser reads."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any

import pytest
from openpyxl.utils.datetime import WINDOWS_EPOCH

from cpp_scorecard.intake.cell_styles import CellStyles
from cpp_scorecard.intake.grid import CellKind, GridCell
from cpp_scorecard.intake.sheet_parser import PlacedCell, SheetParser

NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
DATE = 1
"""The style of dates; style 0 shows two decimals."""
BOOK: Any = SimpleNamespace(
    epoch=WINDOWS_EPOCH,
    _date_formats={DATE},
    _timedelta_formats=set(),
    _cell_styles=[SimpleNamespace(numFmtId=2), SimpleNamespace(numFmtId=14)],
    _number_formats=[],
)
SHEET: Any = SimpleNamespace(_shared_strings=["Foster care", ""])

PLAIN = (
    '<c r="B2"><v>94.5</v></c>', '<c r="B2" t="n"><v>-3</v></c>', '<c r="B2" s="0"><v>1E-5</v></c>',
    '<c r="B2"><v> 12 </v></c>', '<c r="B2" t="s"><v>0</v></c>', '<c r="B2" t="s"><v>1</v></c>',
    '<c r="B2"><f>A1*2</f><v>8</v></c>', '<c r="XFD1048576"><v>1</v></c>', '<c r="B7"><v>1</v></c>',
    '<c r="B2" s="77"><v>1</v></c>', '<c r="b2"><v>1</v></c>',
)  # fmt: skip
OTHER = (
    "<c><v>5</v></c>", '<c r="B2"/>', '<c r="B2"><v/></c>', '<c r="B2"><f>A1</f></c>', '<c r="B2"><v>nan</v></c>',
    '<c r="B2"><v>1e999</v></c>', '<c r="B2"><v>five</v></c>', '<c r="B2" t="s"><v>9</v></c>',
    '<c r="B2" t="s"><v>x</v></c>', '<c r="B2" t="b"><v>1</v></c>', '<c r="B2" t="e"><v>#N/A</v></c>',
    '<c r="B2" t="str"><f>""</f><v></v></c>', '<c r="B2" t="str"><v>text</v></c>', '<c r="B2" s="1"><v>44500</v></c>',
    '<c r="B2" t="inlineStr"><is><t>text</t></is></c>', '<c r="B2"><v>1</v><v>2</v></c>',
)  # fmt: skip


def cells(row: str, monkeypatch: pytest.MonkeyPatch | None = None) -> list[PlacedCell]:
    """The cells of row 2; with `monkeypatch` all of them by openpyxl's parser."""
    if monkeypatch:
        monkeypatch.setattr(SheetParser, "_plain_cell", lambda *_: None)
    xml = f'<worksheet {NAMESPACE}><sheetData><row r="2">{row}</row></sheetData></worksheet>'
    parser = SheetParser(BOOK, SHEET, CellStyles(BOOK, fills=False), io.BytesIO(xml.encode()))
    return [cell for _, of_row in parser.parse() for cell in of_row]


@pytest.mark.parametrize("cell", [*PLAIN, *OTHER])
def test_either_way_gives_the_same_cell(cell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With one before and one after it that does not say where it is."""
    row = f'<c r="A2"><v>1</v></c>{cell}<c><v>3</v></c>'
    assert cells(row) == cells(row, monkeypatch)


@pytest.mark.parametrize("cell", PLAIN)
def test_a_plain_cell_does_without_openpyxl(cell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SheetParser, "_any_cell", lambda *_: pytest.fail("left to openpyxl"))
    assert len(cells(cell)) == 1


def test_a_number_and_a_text_with_the_format_of_their_style() -> None:
    assert cells('<c r="B2"><v>94.5</v></c><c r="C2" s="1" t="s"><v>0</v></c>') == [
        ((1, 1), GridCell(CellKind.NUMBER, 94.5, "0.00")),
        ((1, 2), GridCell(CellKind.TEXT, "Foster care", "mm-dd-yy")),
    ]
