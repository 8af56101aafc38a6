"""Texts that cells share: the quick way gives what the XML parser gives, or leaves the part to it."""

from __future__ import annotations

import io
import tracemalloc
from pathlib import Path
from xml.etree.ElementTree import ParseError

import pytest
from openpyxl import Workbook

from cpp_scorecard.intake import shared_texts as module
from cpp_scorecard.intake.excel_file import read_excel
from cpp_scorecard.intake.shared_texts import shared_texts

NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
PLAIN = {
    "plain": ("<si><t>Foster care</t></si>", ["Foster care"]),
    "spaces kept": ('<si><t xml:space="preserve"> a\n b </t></si>', [" a\n b "]),
    "empty": ("<si><t/></si><si><t></t></si>", ["", ""]),
    "escaped": ("<si><t>A &amp; B &lt;1&gt; &#233; &quot;</t></si><si><t>C</t></si>", ['A & B <1> é "', "C"]),
    "not ASCII": ("<si><t>É – “x”</t></si>", ["É – “x”"]),
    "an escape of Excel's own": ("<si><t>_x005F_a</t></si>", ["_a"]),
    "none": ("", []),
}
OTHER = {
    "rich": ("<si><r><t>Foster </t></r><r><rPr><b/></rPr><t>care</t></r></si>", ["Foster care"]),
    "with a reading aid": ('<si><t>a</t><rPh sb="0" eb="1"><t>b</t></rPh></si>', ["a"]),
    "on lines of their own": ("\n <si>\n <t>a</t></si>", ["a"]),
    "carriage returns": ("<si><t>a\r\nb</t></si>", ["a\nb"]),
    "a remark": ("<si><t>a</t></si><!-- <si><t>b</t></si> -->", ["a"]),
    "not markup": ("<si><t><![CDATA[<a>]]></t></si>", ["<a>"]),
}


class Part(io.BytesIO):
    """A part as the watched package gives it."""

    size = 1_000


def part(strings: str, declared: str = "UTF-8") -> bytes:
    head = f'<?xml version="1.0" encoding="{declared}" standalone="yes"?>\n<sst {NAMESPACE} count="9" uniqueCount="2">'
    return f"{head}{strings}</sst>".encode(declared)


@pytest.mark.parametrize("what", PLAIN)
def test_plain_texts_are_read_the_quick_way(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    strings, expected = PLAIN[what]
    assert shared_texts(Part(part(strings))) == expected
    monkeypatch.setattr(module, "_plain_texts", lambda _: None)
    assert shared_texts(Part(part(strings))) == expected
    monkeypatch.undo()
    monkeypatch.setattr(module, "_any_texts", lambda _: pytest.fail("left to the parser"))
    assert shared_texts(Part(part(strings))) == expected


@pytest.mark.parametrize("what", OTHER)
def test_anything_else_is_left_to_the_parser(what: str) -> None:
    strings, expected = OTHER[what]
    assert shared_texts(Part(part(strings))) == expected


def test_another_encoding_is_left_to_the_parser() -> None:
    assert shared_texts(Part(part("<si><t>É</t></si>", "ISO-8859-1"))) == ["É"]
    assert shared_texts(Part(part("<si><t>É</t></si>", "UTF-16"))) == ["É"]


@pytest.mark.parametrize("damage", ["</sst>", "&nbsp;", "\x01"])
def test_a_damaged_part_is_damaged_either_way(damage: str) -> None:
    with pytest.raises(ParseError):
        shared_texts(Part(part(f"<si><t>a{damage}</t></si>")))


def test_a_part_too_large_to_be_held_is_read_by_the_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES_OF_PLAIN", 10)
    monkeypatch.setattr(module, "_plain_texts", lambda _: pytest.fail("held as a whole"))
    assert shared_texts(Part(part("<si><t>a</t></si>"))) == ["a"]


def test_sheets_come_in_the_order_of_the_workbook_whichever_is_begun_first(tmp_path: Path) -> None:
    """The largest is begun first."""
    workbook = Workbook()
    for name, rows in (("Small", 1), ("Large", 60), ("Middle", 20)):
        page = workbook.create_sheet(name)
        for number in range(rows):
            page.append([f"{name} {number}"])
    del workbook["Sheet"]
    workbook.save(tmp_path / "book.xlsx")
    grids = read_excel(tmp_path / "book.xlsx")
    assert [(grid.sheet, len(grid.cells), grid.text(0, 0)) for grid in grids] == [
        ("Small", 1, "Small 0"),
        ("Large", 60, "Large 0"),
        ("Middle", 20, "Middle 0"),
    ]


def test_a_hundred_thousand_short_texts_take_little_more_room_than_the_part() -> None:
    xml = f"<sst {NAMESPACE}>{'<si><t>a</t></si>' * 100_000}</sst>".encode()
    tracemalloc.start()
    try:
        assert module._ONLY_PLAIN_TEXTS.fullmatch(xml, len(f"<sst {NAMESPACE}>"))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < len(xml)
