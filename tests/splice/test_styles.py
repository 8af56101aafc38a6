"""The council's own edits of our cell styles win, and what is there already is used again."""

from __future__ import annotations

import re

import pytest
from openpyxl.styles import Font, NamedStyle, PatternFill
from tests.splice import books

from cpp_scorecard.sheets.model import Role
from cpp_scorecard.sheets.splice import SpliceRefused, splice, verify
from cpp_scorecard.sheets.splice.council_looks import council_looks
from cpp_scorecard.sheets.splice.style_tables import likeness
from cpp_scorecard.sheets.splice.styles import MOST_FORMATS, StyleMerge
from cpp_scorecard.sheets.splice.xml_text import XmlText


def node(text: str):
    return XmlText(text.encode(), "styles").root


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<font><b/><sz val='9'/></font>", "<x:font xmlns:x='m'><x:sz val='9'/><x:b val='true'/></x:font>"),
        ("<font><u/></font>", "<font><u val='single'/></font>"),
        ("<border><left/><top style='thin'/></border>", "<border><top style='thin'/><bottom style='none'/></border>"),
        ("<dxf><numFmt numFmtId='170' formatCode='0'/></dxf>", "<dxf><numFmt formatCode='0' numFmtId='9'/></dxf>"),
        ("<fill><patternFill patternType='none'/></fill>", "<fill>\n <patternFill patternType='none'/>\n</fill>"),
    ],
)
def test_entries_that_look_alike_are_alike(one: str, other: str) -> None:
    assert likeness(node(one)) == likeness(node(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<font><b/></font>", "<font><b val='0'/></font>"),
        ("<font><sz val='9'/></font>", "<font><sz val='10'/></font>"),
        ("<border><left style='thin'/></border>", "<border><right style='thin'/></border>"),
        ("<dxf><numFmt numFmtId='1' formatCode='0'/></dxf>", "<dxf><numFmt numFmtId='1' formatCode='0.0'/></dxf>"),
    ],
)
def test_entries_that_look_different_are_not(one: str, other: str) -> None:
    assert likeness(node(one)) != likeness(node(other))


def restyled() -> bytes:
    """A council's workbook in which an officer changed the look of our figures."""
    book = books.opened(splice(books.council(), books.reports(), books.SHEETS).content)
    style = next(style for style in book._named_styles if style.name == Role.FIGURE.value)
    style.font, style.fill = Font(name="Georgia", sz=14, b=True), PatternFill("solid", fgColor="FF00FF00")
    style.bind(book)
    return books.saved(book)


def test_our_cells_take_the_look_that_the_council_gave_to_our_style() -> None:
    before = restyled()
    done = splice(before, books.reports(0.5), books.SHEETS)
    verify(before, done.content, books.reports(0.5), books.SHEETS)
    cell = books.opened(done.content)["CPP Scorecard"]["B3"]
    assert (cell.font.name, cell.font.sz, cell.fill.fgColor.rgb, cell.style) == (
        "Georgia", 14, "FF00FF00", "Scorecard Figure",
    )  # fmt: skip
    assert cell.number_format == "0.0%"


def test_a_style_that_the_council_had_before_the_first_run_wins() -> None:
    def edit(book) -> None:
        book.add_named_style(NamedStyle("scorecard figure", font=Font(name="Georgia", sz=14)))
        book["Notes"]["A1"].style = "scorecard figure"

    done = splice(books.council(edit), books.reports(), books.SHEETS)
    assert books.opened(done.content)["CPP Scorecard"]["B3"].font.name == "Georgia"
    names = re.findall(r'<cellStyle [^>]*name="([^"]+)"', books.parts(done.content)["xl/styles.xml"].decode())
    assert [name.lower() for name in names].count("scorecard figure") == 1


def test_rules_follow_when_the_sheets_are_rendered_with_the_councils_looks() -> None:
    looks = council_looks(restyled())
    assert (looks[Role.FIGURE].font_name, looks[Role.FIGURE].fill) == ("Georgia", "00FF00")
    assert looks[Role.RED] == books.THEME.looks[Role.RED]
    assert council_looks(books.council()) == {}


def test_looks_that_nobody_changed_come_back_as_they_were() -> None:
    assert council_looks(splice(books.council(), books.reports(), books.SHEETS).content) == books.THEME.looks


def test_cells_of_the_council_keep_their_formats_by_place() -> None:
    council = books.full_council()
    before = node(books.parts(council)["xl/styles.xml"].decode())
    after = node(books.parts(splice(council, books.reports(), books.SHEETS).content)["xl/styles.xml"].decode())
    for name in ("fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs"):
        old, new = before.child(name), after.child(name)
        assert [likeness(entry) for entry in new.children[: len(old.children)]] == [likeness(e) for e in old.children]
        assert new.number("count") == len(new.children)


def test_a_workbook_at_the_limit_of_formats_is_refused() -> None:
    many = "".join(f'<xf numFmtId="{number}"/>' for number in range(MOST_FORMATS))
    target = XmlText(f"<styleSheet><cellXfs>{many}</cellXfs></styleSheet>".encode(), "styles")
    merge = StyleMerge(target, XmlText(books.parts(books.reports())["xl/styles.xml"], "styles"))
    with pytest.raises(SpliceRefused, match="64,000"):
        merge.cell(1)


def test_named_styles_come_once_and_rules_find_their_look() -> None:
    content = books.parts(splice(books.full_council(), books.reports(), books.SHEETS).content)
    styles = node(content["xl/styles.xml"].decode())
    assert {role.value for role in Role} <= {style.get("name") for style in styles.child("cellStyles").children}
    rules = re.findall(r'dxfId="(\d+)"', "".join(p.decode() for n, p in content.items() if "worksheets/sheet2" in n))
    fills = [
        next(f.get("rgb") for f in styles.child("dxfs").children[int(n)].walk() if f.name == "bgColor") for n in rules
    ]
    assert fills == [f"FF{books.THEME.looks[role].fill}" for role in (Role.RED, Role.GREEN)]
