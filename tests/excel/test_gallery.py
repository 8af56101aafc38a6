"""The gallery: what its formulas give through xlwings, what the file says they give and what was published are one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.formula import ArrayFormula
from tests.tools.worksheet import MISSING, called, grid, reason, shown, udfs

from cpp_scorecard.core.rounding import round_half_away

GALLERY = Path(__file__).parents[2] / "samples" / "worksheet-functions" / "gallery.xlsx"
DIFFERING = {
    ("Periods and directions", "Number of looked after children made subject to an SGO"),
    ("Periods and directions", "Number of looked after children adopted"),
    ("Periods and directions", "Average Progress 8 score for KS4 pupils (CLA 12 months)"),
    ("Rates", "Rate of referrals per 10,000 under 18"),
}
"""An officer's own periods, a letter printed in error, and a rate that its own count does not give."""
WITHOUT_PYTHON = "CPP_REASON"


@pytest.fixture(scope="module")
def formulas() -> Any:
    return load_workbook(GALLERY)


@pytest.fixture(scope="module")
def values() -> Any:
    return load_workbook(GALLERY, data_only=True)


def cpp_formulas(workbook: Any) -> Iterator[tuple[str, str, str]]:
    """Sheet, cells and text of every formula of ours."""
    for sheet in workbook:
        for row in sheet.iter_rows():
            for cell in row:
                spills = isinstance(cell.value, ArrayFormula)
                text = str(cell.value.text if spills else cell.value)
                if text.startswith("=CPP_") and cell.data_type == "f":
                    yield sheet.title, cell.value.ref if spills else cell.coordinate, text


def cells_of(values: Any, sheet: str, reference: str) -> list[list[Any]]:
    if "!" in reference:
        sheet, reference = reference.split("!")
    left, top, right, bottom = range_boundaries(reference)
    rows = values[sheet].iter_rows(top, bottom, left, right, values_only=True)
    return [[float(v) if isinstance(v, int) else v for v in row] for row in rows]


def argument(values: Any, sheet: str, text: str) -> object:
    """What Excel would hand over: a range, a literal, a small sum, or nothing."""
    text = text.strip()
    if not text:
        return MISSING
    if text.startswith('"'):
        return text.strip('"')
    if text in ("TRUE", "FALSE"):
        return text == "TRUE"
    if re.fullmatch(r"(\w+!)?\$?[A-Z]{1,2}\$?\d+(:\$?[A-Z]{1,2}\$?\d+)?", text):
        return cells_of(values, sheet, text.replace("$", ""))
    over, _, under = text.partition("/")
    return float(over) / float(under or 1)


def evaluated(values: Any, sheet: str, text: str) -> Any:
    name, given = re.fullmatch(r"=(CPP_\w+)\((.*)\)", text).groups()  # type: ignore[union-attr]
    pieces = re.findall(r'(?:"[^"]*"|[^,"])*(?:,|$)', given)[:-1] if given else []
    arguments = [argument(values, sheet, piece.removesuffix(",")) for piece in pieces]
    left_out = [MISSING] * (len(getattr(udfs, name).__xlfunc__["args"]) - len(arguments))
    return called(name, *arguments, *left_out)


def test_every_function_is_in_the_gallery(formulas: Any) -> None:
    used = {re.findall(r"CPP_\w+", text)[0] for _, _, text in cpp_formulas(formulas)}
    assert used == {name for name in vars(udfs) if name.startswith("CPP_")} | {WITHOUT_PYTHON}


def test_each_formula_gives_what_the_file_says(formulas: Any, values: Any) -> None:
    """Called through xlwings on the cells as they stand; the values in the file were worked out by `core` alone."""
    for sheet, place, text in cpp_formulas(formulas):
        if WITHOUT_PYTHON in text:
            continue
        found = shown(grid(evaluated(values, sheet, text)))
        held = [["" if cell is None else cell for cell in row] for row in cells_of(values, sheet, place)]
        for ours, theirs in zip(found, held, strict=True):
            assert ours == [pytest.approx(v, rel=1e-12) if isinstance(v, float) else v for v in theirs], (sheet, text)


def test_the_reason_in_the_gallery_is_the_one_that_the_function_gives(formulas: Any, values: Any) -> None:
    sheet, place = next((s, p) for s, p, text in cpp_formulas(formulas) if WITHOUT_PYTHON in text)
    failing = next(text for s, _, text in cpp_formulas(formulas) if '"ninety"' in text)
    assert values[sheet][place].value == reason(evaluated(values, sheet, failing))


def test_all_but_four_values_are_the_published_ones(formulas: Any, values: Any) -> None:
    """The plain formulas beside say so, and are right to."""
    matches = differing = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                found = re.fullmatch(r'=IF\((.+)=(.+),"same","differs"\)', str(cell.value))
                if not found:
                    continue
                sides = [side(values[sheet.title], text) for text in found.groups()]
                same = sides[0] == sides[1]
                assert values[sheet.title][cell.coordinate].value == ("same" if same else "differs")
                matches += 1
                if not same:
                    differing += 1
                    assert (sheet.title, values[sheet.title].cell(cell.row, 1).value) in DIFFERING
    assert (matches, differing) == (405, 4)


def side(sheet: Any, text: str) -> object:
    """One side of a comparison: a cell, or a cell rounded; an empty text is a blank."""
    rounded = re.fullmatch(r"ROUND\((\w+),(\d+)\)", text)
    value = sheet[rounded[1] if rounded else text].value
    return round_half_away(value, int(rounded[2])) if rounded else value or ""
