"""Month after month: our sheets are found again, stay where people put them, and leave nothing behind."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table
from tests.splice import books

from cpp_scorecard.core.ownership import SHEET_MARK as MARK
from cpp_scorecard.sheets.splice import splice, verify

REPORTS = books.reports()


def first_run() -> bytes:
    return splice(books.council(), REPORTS, books.SHEETS).content


def census(content: bytes) -> Counter[str]:
    """How many parts, names, styles, relationships and content types a workbook has."""
    parts = books.parts(content)
    counted = Counter({"parts": len(parts)})
    for name in ("xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"):
        counted[name] = len(re.findall(rb"<\w", parts[name]))
    return counted


def test_24_monthly_rebuilds_grow_nothing() -> None:
    content = books.full_council()
    censuses = []
    for month in range(24):
        rendered = books.reports(0.5 + month / 50)
        done = splice(content, rendered, books.SHEETS)
        verify(content, done.content, rendered, books.SHEETS)
        content = done.content
        censuses.append(census(content))
    assert censuses == [censuses[0]] * 24
    assert books.opened(content)["CPP Scorecard"]["B3"].value == 0.5 + 23 / 50


@pytest.mark.slow
def test_24_rebuilds_with_a_save_in_between_grow_nothing() -> None:
    content = books.full_council()
    censuses = []
    for month in range(24):
        content = splice(content, books.reports(0.5 + month / 50), books.SHEETS).content
        content = books.saved(books.opened(content))
        censuses.append(census(content))
    assert censuses[2:] == [censuses[2]] * 22


def test_a_renamed_and_moved_sheet_keeps_its_name_and_place() -> None:
    book = books.opened(first_run())
    book["CPP Scorecard"].title = "Panel's card (R12M)"
    book.move_sheet("Panel's card (R12M)", -2)
    before = books.saved(book)
    done = splice(before, books.reports(0.5), books.SHEETS)
    verify(before, done.content, books.reports(0.5), books.SHEETS)
    after = books.opened(done.content)
    assert after.sheetnames == ["Panel's card (R12M)", "Figures", "Notes", "Explained"]
    assert done.names == {"card": "Panel's card (R12M)", "explained": "Explained"}
    assert after["Panel's card (R12M)"]["B3"].value == 0.5
    assert after["Notes"].print_title_rows == "$1:$2"
    assert after["Panel's card (R12M)"].print_title_rows == "$1:$2"
    assert splice(done.content, books.reports(0.5), books.SHEETS).content == done.content


def test_our_own_references_follow_a_renamed_sheet() -> None:
    book = books.opened(first_run())
    book["CPP Scorecard"].title = "Our card"
    book["Explained"].title = "It's explained"
    done = splice(books.saved(book), REPORTS, books.SHEETS)
    after = books.opened(done.content)
    assert after["Our card"]["C3"].value == "='It''s explained'!$B$1*B3"
    assert after["It's explained"]["A2"].hyperlink.location == "'Our card'!A1"
    assert after["Our card"]["A4"].hyperlink.location == "'CPP Scorecard'!A1"  # of another workbook
    assert after["Our card"].print_area == "'Our card'!$A$1:$F$10"
    card = next(p for p in books.parts(done.content).values() if b"sparklineGroup" in p)
    assert b"<xm:f>'Our card'!B3:C3</xm:f>" in card
    assert b"$B$3&lt;'It''s explained'!$B$1" in card


def test_charts_pictures_and_text_boxes_follow_a_renamed_sheet() -> None:
    book = books.opened(splice(books.council(), books.drawn_reports()).content)
    book["Panel One"].title = "Two"
    after = books.parts(splice(books.saved(book), books.drawn_reports()).content)
    drawn = [part for name, part in after.items() if "/charts/" in name or "/drawings/" in name]
    assert not [part for part in drawn if b"Panel One" in part]
    assert sum(part.count(b"Two!$B$4:$B$9") for part in drawn) == 6
    assert b'Target="#Two!A1"' in b"".join(part for name, part in after.items() if name.endswith(".rels"))


def test_what_the_council_points_at_our_sheet_keeps_pointing_there() -> None:
    content = splice(first_run(), books.reports(0.5), books.SHEETS).content
    after = books.opened(content)
    assert after["Figures"]["B1"].value == "='CPP Scorecard'!B3"
    assert after["CPP Scorecard"]["B3"].value == 0.5


def test_names_that_people_put_on_our_sheet_stay() -> None:
    book = books.opened(first_run())
    name = DefinedName("Mine", attr_text="'CPP Scorecard'!$B$3")
    book["CPP Scorecard"].defined_names["Mine"] = name
    after = books.opened(splice(books.saved(book), REPORTS, books.SHEETS).content)
    assert after["CPP Scorecard"].defined_names["Mine"].attr_text == "'CPP Scorecard'!$B$3"


def test_visibility_tab_colour_protection_and_code_name_of_our_sheet_stay() -> None:
    book = books.opened(first_run())
    sheet = book["Explained"]
    sheet.sheet_state, sheet.sheet_properties.tabColor, sheet.sheet_properties.codeName = "hidden", "FF1F3A52", "Sheet9"
    sheet.protection.set_password("panel")
    sheet.protection.sheet = True
    before = books.saved(book)
    after = books.opened(splice(before, REPORTS, books.SHEETS).content)["Explained"]
    assert (after.sheet_state, after.sheet_properties.tabColor.rgb, after.sheet_properties.codeName) == (
        "hidden", "FF1F3A52", "Sheet9",
    )  # fmt: skip
    assert after.protection.sheet
    assert after.protection.password == sheet.protection.password


def test_a_copy_of_our_sheet_belongs_to_whoever_made_it() -> None:
    content = first_run()
    book = books.opened(content)
    copy = book.copy_worksheet(book["CPP Scorecard"])
    copy.title = "CPP Scorecard (2)"
    copy["B3"] = 0.1
    # Excel copies the mark with the sheet
    mark = DefinedName(MARK, attr_text='"card"', hidden=True)
    copy.defined_names[MARK] = mark
    before = books.saved(book)
    done = splice(before, books.reports(0.5), books.SHEETS)
    after = books.opened(done.content)
    assert (after["CPP Scorecard"]["B3"].value, after["CPP Scorecard (2)"]["B3"].value) == (0.5, 0.1)
    assert MARK not in after["CPP Scorecard (2)"].defined_names
    assert "copy" in done.notes[0]


def test_a_sheet_that_somebody_deleted_comes_back_at_the_end() -> None:
    book = books.opened(first_run())
    del book["CPP Scorecard"]
    after = books.opened(splice(books.saved(book), REPORTS, books.SHEETS).content)
    assert after.sheetnames == ["Figures", "Notes", "Explained", "CPP Scorecard"]


def test_a_report_that_is_not_made_this_time_stays_as_it_was() -> None:
    before = first_run()
    done = splice(before, books.reports(0.5), {"card": "CPP Scorecard"})
    verify(before, done.content, books.reports(0.5), {"card": "CPP Scorecard"})
    assert books.opened(done.content).sheetnames == books.opened(before).sheetnames
    assert [note for note in done.notes if "Explained" in note]


def test_additions_by_hand_to_our_sheet_are_reported() -> None:
    book = books.opened(first_run())
    sheet = book["CPP Scorecard"]
    sheet["A30"] = "mine"
    sheet.add_table(Table(displayName="Mine", ref="A30:A31"))
    done = splice(books.saved(book), REPORTS, books.SHEETS)
    assert not [name for name in books.parts(done.content) if "tables/" in name]
    assert "table" in done.notes[0]
    assert "CPP Scorecard" in done.notes[0]


def test_the_order_of_calculation_loses_our_cells_only() -> None:
    content = first_run()
    ids = dict(re.findall(r'<sheet name="([^"]+)" sheetId="(\d+)"', books.parts(content)["xl/workbook.xml"].decode()))
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    card = ids["CPP Scorecard"]
    ours, theirs = f'<c r="C3" i="{card}"/><c r="D9"/>', '<c r="B1" i="1"/><c r="B2"/>'
    chain = f'<calcChain xmlns="{main}">{ours}{theirs}{ours}</calcChain>'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    before = books.edited(
        content,
        "xl/_rels/workbook.xml.rels",
        "</Rel",
        f'<Relationship Id="c" Type="{office}/calcChain" Target="calcChain.xml"/></Rel',
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
    before = books.edited(
        before,
        "[Content_Types].xml",
        "</Types",
        f'<Override PartName="/xl/calcChain.xml" ContentType="{kind}"/></Types',
    )
    before = books.repacked(before, {"xl/calcChain.xml": chain.encode()})
    done = splice(before, REPORTS, books.SHEETS)
    verify(before, done.content, REPORTS, books.SHEETS)
    left = books.parts(done.content)["xl/calcChain.xml"].decode()
    assert left == f'<calcChain xmlns="{main}">{theirs}</calcChain>'
    only_ours = books.repacked(before, {"xl/calcChain.xml": chain.replace(theirs, "").encode()})
    gone = splice(only_ours, REPORTS, books.SHEETS)
    verify(only_ours, gone.content, REPORTS, books.SHEETS)
    assert "xl/calcChain.xml" not in books.parts(gone.content)
