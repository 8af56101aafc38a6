"""Every way in which a spliced workbook could be wrong is noticed before it takes the original's place."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from tests.splice import books

from cpp_scorecard.core.errors import Refused
from cpp_scorecard.sheets.model import (
    Area,
    BookModel,
    BookProperties,
    Cell,
    Formula,
    PrintSetup,
    Role,
    SheetModel,
)
from cpp_scorecard.sheets.render import render
from cpp_scorecard.sheets.splice import splice, verify
from cpp_scorecard.sheets.splice.verification import problems

COUNCIL = books.full_council()
STAGED = splice(COUNCIL, books.reports(), books.SHEETS).content
CARD = "xl/worksheets/sheet2.xml"


def found(staged: bytes) -> list[str]:
    return list(problems(COUNCIL, staged, books.reports(), books.SHEETS))


def without_order() -> bytes:
    text = books.parts(STAGED)["xl/workbook.xml"].decode()
    names = re.search("<definedNames>.*</definedNames>", text)
    assert names
    moved = text.replace(names.group(), "").replace("<sheets>", names.group() + "<sheets>")
    return books.repacked(STAGED, {"xl/workbook.xml": moved.encode()})


def miscounted() -> bytes:
    styles = books.parts(STAGED)["xl/styles.xml"]
    return books.repacked(STAGED, {"xl/styles.xml": re.sub(rb'<cellXfs count="\d+"', b'<cellXfs count="1"', styles)})


def in_card(old: str, new: str) -> bytes:
    return books.edited(STAGED, CARD, old, new)


SPOILED = {
    "/xl/comments1.xml is lost": lambda: books.repacked(STAGED, {"xl/comments1.xml": None}),
    "/xl/charts/chart1.xml has changed": lambda: books.edited(STAGED, "xl/charts/chart1.xml", "Figures", "Figurez"),
    "the elements of /xl/workbook.xml are not in the order": without_order,
    "/xl/styles.xml counts 1 cellXfs": miscounted,
    "which is not there": lambda: books.edited(
        STAGED, "xl/_rels/workbook.xml.rels", "worksheets/sheet2.xml", "gone.xml"
    ),
    "/xl/orphan.xml": lambda: books.repacked(STAGED, {"xl/orphan.xml": b"<a/>"}),
    "/xl/new.bin has no content type": lambda: books.repacked(STAGED, {"xl/new.bin": b""}),
    "'CPP Scorecard'!B3 is 0.75 and should be 0.875": lambda: in_card("<v>0.875</v>", "<v>0.75</v>"),
    "'CPP Scorecard'!C3 is '=Explained!$B$2*B3'": lambda: books.edited(
        STAGED, CARD, "Explained!$B$1*B3", "Explained!$B$2*B3"
    ),
    "'CPP Scorecard'!C3 is 1.5 and should be 1.75": lambda: in_card("<v>1.75</v>", "<v>1.5</v>"),
    "'CPP Scorecard'!A1 is 'Corporate'": lambda: in_card("Corporate Parenting Panel  ", "Corporate"),
    'the sheet "Explained" is not there': lambda: books.edited(STAGED, "xl/workbook.xml", '"explained"', '"other"'),
}


def test_a_right_result_has_no_problems() -> None:
    assert found(STAGED) == []
    verify(COUNCIL, STAGED, books.reports(), books.SHEETS)


@pytest.mark.parametrize("expected", SPOILED)
def test_a_wrong_result_is_noticed(expected: str) -> None:
    spoiled = SPOILED[expected]()
    assert [problem for problem in found(spoiled) if expected in problem]
    with pytest.raises(Refused, match="Nothing was written"):
        verify(COUNCIL, spoiled, books.reports(), books.SHEETS)


def test_a_cell_in_another_format_is_noticed() -> None:
    sheet = books.parts(STAGED)[CARD]
    wrong = re.sub(rb'(<c r="B3" s=)"\d+"', rb'\1"0"', sheet)
    assert wrong != sheet
    assert [line for line in found(books.repacked(STAGED, {CARD: wrong})) if "'CPP Scorecard'!B3" in line]


def test_formats_that_the_second_reader_cannot_read_do_not_stop_the_comparison_of_values() -> None:
    odd = books.edited(COUNCIL, "xl/styles.xml", '<fonts count="', '<fonts odd="1" count="')
    odd = books.edited(odd, "xl/styles.xml", 'numFmtId="', 'numFmtId="x')
    with pytest.raises((TypeError, ValueError)):
        books.opened(odd)
    staged = splice(odd, books.reports(), books.SHEETS).content
    verify(odd, staged, books.reports(), books.SHEETS)
    wrong = books.edited(staged, CARD, "<v>0.875</v>", "<v>0.75</v>")
    assert [line for line in problems(odd, wrong, books.reports(), books.SHEETS) if "!B3" in line]


COUNTS_FROM_1904 = books.edited(books.council(), "xl/workbook.xml", "<workbookPr", '<workbookPr date1904="1"')
DATED = render(
    BookModel(
        (
            SheetModel(
                key="card",
                name="Card",
                cells=(
                    Cell(0, 0, dt.date(2022, 1, 31), Role.CENTRED, number_format="dd mmm yyyy"),
                    Cell(1, 0, Formula("=A1+1", 44_593.0), Role.CENTRED, number_format="dd mmm yyyy"),
                    Cell(2, 0, 0.5, Role.FIGURE, number_format="0%"),
                ),
                print_setup=PrintSetup(area=Area(0, 0, 2, 0)),
            ),
        ),
        BookProperties("Dated"),
    ),
    books.THEME,
)
AS_SPLICED = {"a date": "43130", "the result of a formula that is a date": "43131", "another figure": "0.5"}
"""The numbers of the sheet in a workbook that counts days from 1904: 1,462 less where they are dates."""


@pytest.mark.parametrize("case", AS_SPLICED)
def test_a_wrong_number_is_noticed_in_a_workbook_that_counts_days_from_another_year(case: str) -> None:
    staged = splice(COUNTS_FROM_1904, DATED).content
    assert list(problems(COUNTS_FROM_1904, staged, DATED)) == []
    part = next(name for name, text in books.parts(staged).items() if b"A1+1" in text)
    wrong = books.edited(staged, part, f"<v>{AS_SPLICED[case]}</v>", "<v>44592</v>")
    assert len(list(problems(COUNTS_FROM_1904, wrong, DATED))) == 1
