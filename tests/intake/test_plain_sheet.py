"""What may be left to the quick reader of long lists: seen in the bytes of a sheet, wherever they are cut."""

from __future__ import annotations

import pytest

from cpp_scorecard.intake.plain_sheet import PlainSheet, plain_sheet

HEAD, TAIL = b'<worksheet><cols><col min="2" max="2" hidden="1"/></cols>', b'<mergeCells count="0"/></worksheet>'
ERROR = b'<row r="2" hidden="1"><c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B2"><v>2</v></c></row>'


def row(number: int) -> bytes:
    return b'<row r="%d" spans="1:2"><c r="A%d" t="s"><v>1</v></c><c r="B%d"><v>7</v></c></row>' % ((number,) * 3)


def sheet(*rows: bytes) -> bytes:
    return HEAD + b"<sheetData>" + b"".join(rows) + b"</sheetData>" + TAIL


def look(xml: bytes, size: int = 1 << 20) -> PlainSheet | None:
    return plain_sheet(xml[at : at + size] for at in range(0, len(xml), size))


@pytest.mark.parametrize("size", [1, 5, 6, 7, 64, 501, 10_000])
def test_it_does_not_matter_where_the_pieces_are_cut(size: int) -> None:
    xml = sheet(row(1), ERROR, *(row(number) for number in range(3, 40)))
    assert look(xml, size) == PlainSheet({(1, 0): "#DIV/0!"}, frozenset({1}), HEAD + TAIL)


FAR = b'<row r="%d"><c r="%s%d"><v>1</v></c></row>'
ROWS: list[tuple[str, bytes, bool]] = [
    ("the last row that is looked at without a question", FAR % (99_999, b"Z", 99_999), True),
    ("a million rows", FAR % (1_000_000, b"A", 1_000_000), False),
    ("sixty columns near by", FAR % (9_999, b"BH", 9_999), True),
    ("sixty columns of a hundred thousand rows", FAR % (99_999, b"BH", 99_999), False),
    ("a formula with its result", b'<row r="3"><c r="A3"><f>1+1</f><v>2</v></c></row>', True),
    ("a formula without its result", b'<row r="3"><c r="A3"><f>1+1</f></c></row>', False),
    ("a formula shared with a cell above, without its result", b'<row r="3"><c r="A3"><f si="0"/></c></row>', False),
    ("a row without its number", b'<row r=""><c r="A3"><v>2</v></c></row>', False),
    ("a cell without its row", b'<row r="3"><c r="A"><v>2</v></c></row>', False),
    ("a second sheet within the first", b"</sheetData><sheetData>" + row(3), False),
    ("a section that is no markup", b'<row r="3"><c r="A3" t="str"><v><![CDATA[<]]></v></c></row>', False),
]


@pytest.mark.parametrize(("rows", "plain"), [case[1:] for case in ROWS], ids=[case[0] for case in ROWS])
def test_which_rows_are_plain(rows: bytes, plain: bool) -> None:
    assert (look(sheet(row(1), rows)) is not None) is plain


def test_rows_far_down_and_columns_far_out_count_together_wherever_they_stand() -> None:
    """Each of two pieces would be small enough by itself."""
    rows = [row(1), FAR % (2, b"BH", 2), FAR % (99_999, b"A", 99_999)]
    assert look(sheet(*rows), 120) is None
    assert look(sheet(*rows[:2]), 120) is not None


@pytest.mark.parametrize("xml", [HEAD + b"<sheetData/>" + TAIL, HEAD + b"<sheetData>" + row(1), b""])
def test_a_part_without_rows_or_without_its_end_is_not_plain(xml: bytes) -> None:
    assert look(xml) is None


def test_row_breaks_below_the_rows_are_no_rows() -> None:
    xml = sheet(row(1)).replace(b"</worksheet>", b'<rowBreaks count="1"><brk id="1"/></rowBreaks></worksheet>')
    assert look(xml) is not None
