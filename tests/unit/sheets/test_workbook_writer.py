"""The short way of writing gives what the library gives, to the byte."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from cpp_scorecard.sheets.workbook_writer import QuickWorksheet, WorkbookParts

VALUES = (1, 0.1, -2.5e-9, 1e300, "a text", "<&>", "", True, None, dt.date(2022, 1, 31))
FORMULAS = (
    "=SUM(A1:A2)",
    '=IF(A1<2,"LET(",ROUND(B1,1))',
    "=XLOOKUP(A1,B1:B2,C1:C2)",
    "=IFS(A1=1,2)",
    "=UNIQUE(A1:A3)",
    "{=SUM(A1:A2*B1:B2)}",
    "SUM(A1)",
)


def fill(workbook: Workbook, kind: type[Worksheet]) -> None:
    """Every kind of cell, with a format and without, and each formula in a cell, a rule and a list to choose from."""
    sheet = workbook.add_worksheet("All", kind)
    formats = (workbook.add_format({"num_format": "0.0%"}), None)
    for column, cell_format in enumerate(formats):
        for row, value in enumerate(VALUES):
            sheet.write(row, column, value, cell_format)
        for row, formula in enumerate(FORMULAS, len(VALUES)):
            sheet.write_formula(row, column, formula, cell_format, "text" if row % 2 else 3)
    for row, formula in enumerate(FORMULAS[:4]):
        sheet.conditional_format(row, 0, row, 0, {"type": "formula", "criteria": formula, "format": formats[0]})
    sheet.write_comment(0, 0, "a note")
    sheet.set_row(40, 30, formats[0])


def test_the_parts_are_those_that_the_library_packs() -> None:
    stream = io.BytesIO()
    packed = Workbook(stream, {"in_memory": True})
    quick = WorkbookParts({})
    for workbook, kind in ((packed, Worksheet), (quick, QuickWorksheet)):
        workbook.set_properties({"created": dt.datetime(2000, 1, 1)})
        fill(workbook, kind)
    packed.close()
    with zipfile.ZipFile(stream) as package:
        assert list(quick.parts().items()) == [(name, package.read(name)) for name in package.namelist()]


@pytest.mark.parametrize(("row", "column"), [(1_048_576, 0), (0, 16_384), (-1, 0)])
def test_a_formula_outside_the_sheet_is_not_written(row: int, column: int) -> None:
    sheet = WorkbookParts({}).add_worksheet("One", QuickWorksheet)
    assert sheet.write_formula(row, column, "=SUM(A1)") == -1
    assert not sheet.table
