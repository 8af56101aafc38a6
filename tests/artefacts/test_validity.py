"""The built workbooks are valid, and their drop-down lists offer what the tool understands."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from tests.tools import ooxml

from build_artefacts.__main__ import ARTEFACTS, ROOT
from cpp_scorecard.core.indicator import FigureKind, HowReported, Polarity, Unit
from cpp_scorecard.intake.vocabulary import token, vocabulary

WITH_DEFINITIONS = ("samples/wiltshire-2022-01/indicators.xlsx", "workbook_templates/indicator_workbook.xlsx")


@pytest.mark.skipif(bool(ooxml.missing()), reason=ooxml.missing())
@pytest.mark.parametrize("place", [p for p in ARTEFACTS if p.suffix == ".xlsx"], ids=str)
def test_the_open_xml_validator_has_nothing_to_say(place: Path) -> None:
    assert ooxml.validate(ROOT / place) == []


def lists_of(sheet: Worksheet) -> dict[str, list[str]]:
    """The choices of each drop-down list, by the header of its column."""
    found = {}
    for validation in sheet.data_validations.dataValidation:
        column = next(iter(validation.sqref.ranges)).min_col
        header = next(
            str(cell.value)
            for row in (5, 4)
            for cell in [sheet.cell(row, column)]
            if cell.value and not isinstance(cell, openpyxl.cell.cell.MergedCell)
        )
        found[header] = str(validation.formula1).strip('"').split(",")
    return found


@pytest.mark.parametrize("place", WITH_DEFINITIONS)
def test_the_lists_offer_exactly_what_the_tool_understands(place: str) -> None:
    lists = lists_of(openpyxl.load_workbook(ROOT / place)["Definitions"])
    assert lists["What does good look like?"] == list(Polarity)
    assert lists["Figures are"] == [kind for kind in FigureKind if kind is not FigureKind.NOT_STATED]
    assert lists["Mode"] == ["relative", "points"]
    assert all(HowReported.parse(code).window is not None for code in lists["How reported?"])
    assert [vocabulary().units[token(choice)] for choice in lists["Unit"]] == list(Unit)


@pytest.mark.parametrize("place", WITH_DEFINITIONS)
def test_what_is_typed_in_the_definitions_is_in_the_lists(place: str) -> None:
    """Excel would accept it silently; the next officer who edits the cell would not."""
    sheet = openpyxl.load_workbook(ROOT / place)["Definitions"]
    headers = {str(sheet.cell(row, column).value): column for row in (4, 5) for column in range(1, 14)}
    for header, choices in lists_of(sheet).items():
        typed = {sheet.cell(row, headers[header]).value for row in range(6, sheet.max_row + 1)}
        assert typed - {None} <= set(choices), header


def test_the_template_explains_every_heading() -> None:
    book = openpyxl.load_workbook(ROOT / "workbook_templates/indicator_workbook.xlsx")
    monthly = ("Monthly data", "Quarters", "Annual returns")
    of_the_pack = ("Children", "Episodes", "Care leavers", "Code groups", "At a Glance figures", "Highlights")
    for name in ("Definitions", "Comparators", "Overrides", *monthly, *of_the_pack):
        noted = [cell.coordinate for row in book[name].iter_rows(max_row=6) for cell in row if cell.comment]
        assert len(noted) >= 4, name


def test_the_next_month_has_its_cells_ready() -> None:
    """Typing Apr-26 must stay text: Excel would make it the 26th of April."""
    sheet = openpyxl.load_workbook(ROOT / "workbook_templates/indicator_workbook.xlsx")["Monthly data"]
    heading = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "Mar-26")
    following = sheet.cell(heading.row, heading.column + 1)
    assert following.value is None
    assert following.number_format == "@"
    assert following.fill.fgColor.rgb == heading.fill.fgColor.rgb
