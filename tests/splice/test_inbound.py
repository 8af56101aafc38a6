"""What points into a report sheet is found wherever it stands, and what only looks like it is not."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.chart import LineChart, Reference
from openpyxl.formatting.rule import FormulaRule
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink

from cpp_scorecard.sheets.splice.inbound import CrossFormula, cross_formulas, pointed_into
from cpp_scorecard.sheets.splice.references import sheets_in


def workbook(change: Callable[[Any], object]) -> bytes:
    """A sheet of the officer's, two of ours and whatever `change` does."""
    book = Workbook()
    book.worksheets[0].title = "Mine"
    for name in ("Our card", "Checks"):
        book.create_sheet(name)["A1"] = 1
    change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def rule(book: Any) -> None:
    book["Mine"].conditional_formatting.add("A1:A3", FormulaRule(formula=["'Our card'!$A$1>0"]))


def validation(book: Any) -> None:
    made = DataValidation(type="list", formula1="'Our card'!$A$1:$A$3")
    made.add("B1")
    book["Mine"].add_data_validation(made)


def chart(book: Any) -> None:
    made = LineChart()
    made.add_data(Reference(book["Our card"], min_col=1, min_row=1, max_row=3))
    book["Mine"].add_chart(made)


def link(book: Any) -> None:
    book["Mine"]["A2"].hyperlink = Hyperlink(ref="A2", location="'Our card'!A1")


POINTING: dict[str, Callable[[Any], object]] = {
    "a formula": lambda book: book["Mine"].__setitem__("A1", "=SUM('OUR CARD'!A1:A3)"),
    "a formula over a span of sheets": lambda book: book["Mine"].__setitem__("A1", "=SUM('Our card:Checks'!A1)"),
    "a name": lambda book: book.defined_names.add(DefinedName("card", attr_text="'Our card'!$A$1")),
    "a name of another sheet": lambda book: book["Mine"].defined_names.add(
        DefinedName("card", attr_text="'Our card'!$A$1")
    ),
    "a conditional format": rule,
    "a validation": validation,
    "a chart": chart,
    "a link": link,
    "a report sheet that is not made anew": lambda book: book["Checks"].__setitem__("A2", "='Our card'!A1"),
}
NOT_POINTING: dict[str, Callable[[Any], object]] = {
    "nothing": lambda book: None,
    "a text": lambda book: book["Mine"].__setitem__("A1", "see 'Our card'!A1"),
    "a text in a formula": lambda book: book["Mine"].__setitem__("A1", "=INDIRECT(\"'Our card'!A1\")"),
    "its own formula": lambda book: book["Our card"].__setitem__("A2", "='Our card'!A1"),
    "its own name": lambda book: book["Our card"].defined_names.add(
        DefinedName("area", attr_text="'Our card'!$A$1:$B$2")
    ),
    "another workbook's sheet": lambda book: book["Mine"].__setitem__("A1", "='[1]Our card'!A1"),
    "a longer name": lambda book: book["Mine"].__setitem__("A1", "='Our card of old'!A1"),
}


@pytest.mark.parametrize("what", sorted(POINTING))
def test_what_points_into_a_sheet_is_found(what: str) -> None:
    assert "Our card" in pointed_into(workbook(POINTING[what]), ["Our card"])


@pytest.mark.parametrize("what", sorted(NOT_POINTING))
def test_what_only_looks_like_it_is_not(what: str) -> None:
    assert pointed_into(workbook(NOT_POINTING[what]), ["Our card"]) == frozenset()


def test_sheets_that_are_made_anew_together_do_not_count_against_each_other() -> None:
    book = workbook(lambda book: book["Checks"].__setitem__("A2", "='Our card'!A1"))
    assert pointed_into(book, ["Our card", "Checks"]) == frozenset()
    assert cross_formulas(book) == (CrossFormula("Checks", "A2", "='Our card'!A1"),)


@pytest.mark.parametrize(
    ("formula", "sheets"),
    [
        ("=A1", []),
        ("=Card!A1+'It''s ours'!B2", ["Card", "It's ours"]),
        ("='A:C'!A1", ["A:C"]),
        ('="Card!A1"', []),
    ],
)
def test_the_sheets_of_a_formula(formula: str, sheets: list[str]) -> None:
    assert list(sheets_in(formula)) == sheets
