"""The cells of our own sheets are told apart in the text, and whatever is not written as we write it is reported."""

from __future__ import annotations

import pytest
from tests.splice import books

from cpp_scorecard.sheets.splice import splice
from cpp_scorecard.sheets.splice.references import SheetNames
from cpp_scorecard.sheets.splice.verification import problems
from cpp_scorecard.sheets.splice.written_cells import (
    NotOurs,
    entered,
    number_formats_of,
    shown,
    texts_of,
    under_names,
    written_cells,
)

STYLES = (
    b'<styleSheet><numFmts count="2"><numFmt numFmtId="164" formatCode="0.0%"/>'
    b'<numFmt numFmtId="165" formatCode=""/></numFmts>'
    b'<cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/><xf numFmtId="165"/></cellXfs>'
    b"</styleSheet>"
)
FORMATS = number_formats_of(STYLES)
TEXTS = texts_of(b"<sst><si><t>Seen</t></si><si><t>a &amp; b</t></si></sst>")

CELLS = {
    '<c r="B2" s="1"><v>0.5</v></c>': ("0.5", "0.5", "0.0%"),
    '<c r="B2"><v>7</v></c>': ("7", "7", "General"),
    '<c r="B2" s="2"/>': ("", "", "dd/mm/yyyy"),
    '<c r="B2" s="1" t="s"><v>1</v></c>': ("'a & b'", "'a & b'", "0.0%"),
    '<c r="B2" t="inlineStr" s="3"><is><t>Seen</t></is></c>': ("'Seen'", "'Seen'", "General"),
    '<c r="B2" s="1"><f>A1&lt;2</f><v>1</v></c>': ("'=A1<2'", "1", "0.0%"),
    '<c r="B2" t="str"><f>"x"</f><v>x</v></c>': ("'=\"x\"'", "'x'", "General"),
}


def cells(xml: str) -> dict[bytes, tuple[bytes, object]]:
    return dict(written_cells(f"<sheetData><row>{xml}</row></sheetData>".encode(), FORMATS, TEXTS))


@pytest.mark.parametrize("xml", CELLS)
def test_a_cell_is_what_is_entered_what_shows_and_how(xml: str) -> None:
    (address, cell), *others = written_cells(xml.encode(), FORMATS, TEXTS).items()
    assert (address, others) == (b"B2", [])
    assert (entered(cell), shown(cell), cell[1].number_format) == CELLS[xml]


ALIKE = {
    "a text in the common table and in the cell": (
        '<c r="A1" s="1" t="s"><v>0</v></c>',
        '<c r="A1" t="inlineStr" s="1"><is><t>Seen</t></is></c>',
    ),
    "an empty result as one tag and as two": (
        '<c r="A1" t="str"><f>B1</f><v></v></c>',
        '<c r="A1" t="str"><f>B1</f><v/></c>',
    ),
}


@pytest.mark.parametrize("case", ALIKE)
def test_two_ways_of_writing_one_cell_are_the_same(case: str) -> None:
    one, other = ALIKE[case]
    assert cells(one) == cells(other)


def test_a_formula_is_compared_under_the_names_in_use_and_its_text_is_left_alone() -> None:
    written = '<c r="A1" s="1"><f>Card!B1&amp;"Card!"</f><v>2</v></c>'
    expected = '<c r="A1" s="1"><f>\'Our card\'!B1&amp;"Card!"</f><v>2</v></c>'
    (cell,) = written_cells(written.encode(), FORMATS, TEXTS).values()
    assert {b"A1": under_names(cell, SheetNames({"Card": "Our card"}))} == cells(expected)


OTHERWISE = {
    "another form than ours": '<c s="1" r="A1"><v>1</v></c>',
    "a cell without an address": '<c r="A1"/><c><v>1</v></c>',
    "two cells with one address": '<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>',
    "a format that is not there": '<c r="A1" s="9"><v>1</v></c>',
    "a text that is not there": '<c r="A1" t="s"><v>9</v></c>',
    "a cell without an end": '<c r="A1"><v>1</v>',
}


@pytest.mark.parametrize("case", OTHERWISE)
def test_a_sheet_that_is_not_as_we_write_it_is_refused(case: str) -> None:
    with pytest.raises(NotOurs):
        cells(OTHERWISE[case])


SPOILED = {
    "</row></sheetData>": "</sheetData></row>",
    '<c r="B3"': '<c  r="B3"',
    '<c r="A1"': '<c r="A9"/><c r="A1"',
    't="inlineStr"': 't="s"',
}


@pytest.mark.parametrize("old", SPOILED)
def test_such_a_sheet_does_not_take_the_original_s_place(old: str) -> None:
    council = books.council()
    staged = splice(council, books.reports(), books.SHEETS).content
    part = next(name for name, text in books.parts(staged).items() if b"Corporate Parenting Panel" in text)
    assert list(problems(council, staged, books.reports(), books.SHEETS)) == []
    spoiled = books.edited(staged, part, old, SPOILED[old])
    assert list(problems(council, spoiled, books.reports(), books.SHEETS))
