"""What a model says is what the file holds, to every reader, and the same bytes each time."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PdfReader
from tests.tools import libreoffice, ooxml
from tests.tools.pictures import png

from cpp_scorecard.sheets.model import (
    Area,
    BookModel,
    BookProperties,
    Cell,
    CellValue,
    ColumnSpec,
    ConditionalRule,
    Formula,
    LayoutError,
    Link,
    PrintSetup,
    Role,
    SheetModel,
    Sparkline,
)
from cpp_scorecard.sheets.paper import column_inches, print_scale
from cpp_scorecard.sheets.render import render
from cpp_scorecard.sheets.theme import Theme, load_theme

THEME = load_theme()
PAGE = PrintSetup(area=Area(0, 0, 9, 3))
EMPTY = SheetModel(key="card", name="Card", cells=(), print_setup=PAGE)


def rendered(*sheets: SheetModel, theme: Theme = THEME) -> bytes:
    created = dt.datetime(2022, 1, 31)
    return render(BookModel(sheets, BookProperties("A card", author="A council", created=created)), theme)


def opened(*sheets: SheetModel, theme: Theme = THEME) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(rendered(*sheets, theme=theme)))


def one(value: CellValue, **more: object) -> Worksheet:
    cell = replace(Cell(0, 0, value, Role.TEXT), **more)  # type: ignore[arg-type]
    return opened(replace(EMPTY, cells=(cell,)))["Card"]


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name).decode()


def full_card() -> SheetModel:
    """A sheet that uses everything a model can say."""
    cells = [
        Cell(0, 0, "Corporate Parenting Panel", Role.TITLE),
        Cell(2, 0, "Education", Role.DOMAIN),
        Cell(1, 1, "Latest", Role.HEADER_GROUP),
        Cell(9, 0, "NYA: not yet available", Role.FOOTNOTE),
    ]
    for row in range(2, 8):
        cells += [
            Cell(row, 1, 0.5 + row / 20, Role.LATEST, "0.0%", note="48 of 50.\nRule: 95 % or above."),
            Cell(row, 2, Formula(f'=IF(B{row + 1}>0.7,"B","W")', "B" if row > 4 else "W"), Role.DIRECTION),
            Cell(row, 3, dt.date(2022, row, 28), Role.TEXT, "mmm-yy", link=Link("internal:'Card'!A1", "Up")),
        ]
    rated = (Area(2, 1, 4, 1), Area(6, 1, 7, 1))
    return SheetModel(
        key="card",
        name="Card",
        cells=tuple(cells),
        merges=(Area(2, 0, 7, 0), Area(1, 1, 1, 2)),
        columns=(ColumnSpec(0, 5), ColumnSpec(1, 20), ColumnSpec(2, 9, 1), ColumnSpec(3, 9, 1, hidden=True)),
        row_heights=((0, 30.0), (5, 24.75)),
        rules=(
            ConditionalRule(rated, "=B3>=0.8", Role.GREEN, '0.0%" G"'),
            ConditionalRule(rated, "=B3<0.7", Role.RED, '0.0%" R"'),
        ),
        sparklines=(Sparkline(8, 2, Area(2, 1, 7, 1)),),
        freeze=(2, 1),
        zoom=90,
        logo_at=(0, 2),
        print_setup=replace(
            PAGE,
            repeat_rows=(0, 1),
            breaks_before_rows=(5,),
            header="&LCouncil",
            footer="&RPage &P of &N",
        ),
    )


# --- values --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+44 20 7946 0000",
        "@SUM(A1)",
        "-1",
        "https://example.org",
        "007",
        "{=A1}",
        "#N/A",
        "TRUE",
        "_x0041_",
    ],
)
def test_text_stays_text(text: str) -> None:
    """Indicator names and commentary come from people; none may turn into a formula, number or link."""
    cell = one(text)["A1"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


@pytest.mark.parametrize(("text", "quoted"), [("=1+1", True), ("@x", True), ("-5", True), ("-", False), ("SS", False)])
def test_text_like_a_formula_stays_text_when_it_is_edited(text: str, quoted: bool) -> None:
    """Excel would make a formula of it as soon as someone presses Enter in the cell."""
    assert bool(one(text)["A1"].quotePrefix) is quoted


@pytest.mark.parametrize(
    ("value", "read", "kind"),
    [
        (0.941, 0.941, "n"),
        (7, 7, "n"),
        (True, True, "b"),
        (dt.date(2022, 1, 31), dt.datetime(2022, 1, 31), "d"),
        (None, None, "n"),
        ("", None, "n"),
    ],
)
def test_values_keep_their_kind(value: CellValue, read: object, kind: str) -> None:
    """A figure must be a number that can be reckoned with, and a month a date."""
    cell = one(value, number_format="mmm-yy" if kind == "d" else None)["A1"]
    assert (cell.value, cell.data_type) == (read, kind)
    assert cell.style == Role.TEXT.value


@pytest.mark.parametrize("cached", [0.25, 0, "", "B", "#N/A"])
def test_a_formula_carries_its_value(cached: float | str) -> None:
    """Readers that do not recalculate (previews, e-mail, scripts) show the cached value."""
    content = rendered(replace(EMPTY, cells=(Cell(0, 0, Formula("=B1*2", cached), Role.FIGURE),)))
    assert openpyxl.load_workbook(io.BytesIO(content))["Card"]["A1"].value == "=B1*2"
    value = openpyxl.load_workbook(io.BytesIO(content), data_only=True)["Card"]["A1"].value
    assert value == cached or (cached == "" and value is None)


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_number_that_excel_cannot_hold_names_its_cell(number: float) -> None:
    """Such a number is a mistake upstream and must not become a repaired file."""
    with pytest.raises(LayoutError, match="Card!A1"):
        one(number)
    with pytest.raises(LayoutError, match="Card!A1"):
        one(Formula("=1", number))


@pytest.mark.parametrize("formula", ["=[Book2.xlsx]Sheet1!A1", "='C:\\x\\[a.xlsx]S'!A1", "=[1]S!A1+1"])
def test_a_formula_into_another_workbook_is_refused(formula: str) -> None:
    """A published card may not reach into, or name, a council's own files."""
    with pytest.raises(LayoutError, match="another workbook"):
        one(Formula(formula, 0))
    rule = ConditionalRule((Area(0, 0, 0, 0),), formula, Role.RED)
    with pytest.raises(LayoutError, match="another workbook"):
        opened(replace(EMPTY, rules=(rule,)))


def test_a_bracket_inside_text_is_no_reference() -> None:
    """Formulas may well show brackets."""
    assert one(Formula('="[" & A2 & "]"', "[]"))["A1"].value == '="[" & A2 & "]"'


# --- cells and their company ---------------------------------------------------------------------


def test_a_merge_is_formatted_in_all_its_cells() -> None:
    """Otherwise the borders and the fill of a domain band stop at its first row."""
    content = rendered(full_card())
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Card"]
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A3:A8", "B2:C2"}
    xml = part(content, "xl/worksheets/sheet1.xml")
    styles = {re.search(rf'<c r="A{row}" s="(\d+)"', xml).group(1) for row in range(3, 9)}  # type: ignore[union-attr]
    assert len(styles) == 1


def test_a_merge_of_one_cell_is_just_a_cell() -> None:
    """A domain with a single indicator is merged over one row, which Excel does not allow."""
    model = replace(EMPTY, cells=(Cell(0, 0, "Health", Role.DOMAIN),), merges=(Area(0, 0, 0, 0),))
    sheet = opened(model)["Card"]
    assert sheet["A1"].value == "Health"
    assert not sheet.merged_cells.ranges


def test_notes_have_no_author_and_room_for_their_text() -> None:
    """A note of the public edition may not name a member of staff, and must be readable where it pops up."""
    cells = [
        Cell(0, 0, "x", Role.TEXT, note="Short."),
        Cell(1, 0, "x", Role.TEXT, note="Longer words. " * 30),
    ]
    content = rendered(replace(EMPTY, cells=tuple(cells)))
    assert "<authors><author></author></authors>" in part(content, "xl/comments1.xml")
    boxes = re.findall(r"width:([\d.]+)pt;height:([\d.]+)pt;", part(content, "xl/drawings/vmlDrawing1.vml"))
    (width, short), (same_width, long) = [(float(box[0]), float(box[1])) for box in boxes]
    assert width == same_width > 200
    assert long > 4 * short


@pytest.mark.parametrize("value", ["94.1 %", 0.941, Formula("=1", 1.0), dt.date(2022, 1, 1)])
def test_a_link_changes_neither_value_nor_look(value: CellValue) -> None:
    """A figure leads to its source and still looks, and reckons, like a figure."""
    plain = one(value)["A1"]
    linked = one(value, link=Link("internal:'CPP Data'!F17", "To the source"))["A1"]
    assert linked.hyperlink.location == "'CPP Data'!F17"
    assert linked.hyperlink.tooltip == "To the source"
    assert (linked.value, linked.data_type) == (plain.value, plain.data_type)
    assert (linked.style_id, linked.style) == (plain.style_id, plain.style)


def test_a_link_leaves_no_text_behind() -> None:
    """The address must not lie hidden among the file's texts."""
    cell = Cell(0, 0, 1.0, Role.FIGURE, link=Link("internal:'Secret'!A1"))
    content = rendered(replace(EMPTY, cells=(cell,)))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        texts = [package.read(name) for name in package.namelist() if name.endswith("sharedStrings.xml")]
    assert not any(b"Secret" in text for text in texts)


@pytest.mark.parametrize(
    "link",
    [Link("external:" + "x" * 2100), Link("internal:'A'!" + "x" * 2100), Link("internal:'A'!A1", "x" * 256)],
)
def test_a_link_too_long_for_excel_names_its_cell(link: Link) -> None:
    """The library would drop such a link with a warning; a card must not lose its source quietly."""
    with pytest.raises(LayoutError, match="Card!A1"):
        one("x", link=link)


def test_more_links_than_excel_holds_are_refused() -> None:
    """Excel holds 65,530 on a sheet and repairs the file beyond that."""
    link = Link("internal:'Card'!A1")
    cells = tuple(Cell(row, 0, None, Role.TEXT, link=link) for row in range(65_531))
    with pytest.raises(LayoutError, match="65,530"):
        rendered(replace(EMPTY, cells=cells))


# --- rules, columns, view ------------------------------------------------------------------------


def test_a_rule_shows_its_role_over_all_its_areas() -> None:
    """The rating is live: fill, font and the letter come from the rule, in the order they were given."""
    sheet = opened(full_card())["Card"]
    (applied,) = sheet.conditional_formatting
    assert str(applied.sqref) == "B3:B5 B7:B8"
    green, red = sorted(applied.rules, key=lambda rule: rule.priority)
    assert [rule.formula for rule in (green, red)] == [["B3>=0.8"], ["B3<0.7"]]
    assert red.dxf.fill.bgColor.rgb == f"FF{THEME.looks[Role.RED].fill}"
    assert red.dxf.font.color.rgb == f"FF{THEME.looks[Role.RED].rgb}"
    assert red.dxf.numFmt.formatCode == '0.0%" R"'


def test_a_rule_without_cells_is_refused() -> None:
    """It would colour nothing, silently."""
    with pytest.raises(LayoutError, match="has no cells"):
        rendered(replace(EMPTY, rules=(ConditionalRule((), "=TRUE", Role.RED),)))


def test_columns_and_rows_have_the_sizes_of_the_model() -> None:
    """Widths count as Excel's dialog does (the file adds five pixels); heights are points."""
    sheet = opened(full_card())["Card"]
    assert sheet.column_dimensions["B"].width == pytest.approx(20 + 5 / 7, abs=0.01)
    assert sheet.column_dimensions["C"].outlineLevel == 1
    assert sheet.column_dimensions["D"].hidden
    assert (sheet.row_dimensions[1].height, sheet.row_dimensions[6].height) == (30.0, 24.75)


def test_the_template_overrides_widths_by_the_sheets_key() -> None:
    """A council sets widths in its template whatever it calls the tab."""
    theme = replace(THEME, widths={"card": {1: 33.0}})
    sheet = opened(replace(full_card(), name="Our card"), theme=theme)["Our card"]
    assert sheet.column_dimensions["B"].width == pytest.approx(33 + 5 / 7, abs=0.01)
    assert sheet.column_dimensions["A"].width == pytest.approx(5 + 5 / 7, abs=0.01)


def test_a_sheet_opens_where_it_should() -> None:
    """First sheet in front, cursor in A1, headings frozen, no gridlines."""
    book = opened(full_card(), replace(EMPTY, name="Explained"))
    sheet = book["Card"]
    assert book.active is sheet
    assert sheet.freeze_panes == "B3"
    assert sheet.sheet_view.zoomScale == 90
    assert sheet.sheet_view.showGridLines is False
    assert book["Explained"].sheet_view.selection[0].activeCell == "A1"
    assert book["Explained"].sheet_view.tabSelected is not True


def test_a_trend_is_a_grey_line_with_its_last_point_marked() -> None:
    """Grey for context and one colour for the point; the colours come from the template."""
    xml = part(rendered(full_card()), "xl/worksheets/sheet1.xml")
    assert "<xm:f>Card!B3:B8</xm:f><xm:sqref>C9</xm:sqref>" in xml
    assert f'<x14:colorSeries rgb="FF{THEME.looks[Role.WORKING].rgb}"/>' in xml
    assert f'<x14:colorLast rgb="FF{THEME.looks[Role.HEADER].rgb}"/>' in xml
    assert ' last="1"' in xml


@pytest.mark.parametrize(("height", "shown"), [(560, 56), (28, 28)])
def test_the_logo_fits_the_title_block_and_says_what_it_is(height: int, shown: int) -> None:
    """A large picture is made smaller, a small one is left; a screen reader has words for it."""
    theme = replace(THEME, logo=png(140, height))
    content = rendered(full_card(), theme=theme)
    drawing = part(content, "xl/drawings/drawing1.xml")
    assert 'descr="Council logo"' in drawing
    assert re.findall(r"<xdr:from><xdr:col>(\d+)</xdr:col>", drawing) == ["2"]
    extent = re.search(r'<a:ext cx="\d+" cy="(\d+)"/>', drawing)
    assert extent is not None
    assert int(extent.group(1)) == pytest.approx(shown * 9525, rel=0.02)


# --- paper ---------------------------------------------------------------------------------------


def test_without_breaks_excel_fits_the_width() -> None:
    """Excel's own fitting follows later changes of the widths, so it is used wherever it can be."""
    sheet = opened(EMPTY)["Card"]
    assert _fits(sheet)
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)


def test_with_breaks_the_scale_is_worked_out() -> None:
    """Excel ignores manual breaks while it fits pages, so a sheet with breaks has a scale instead."""
    wide = replace(full_card(), columns=tuple(ColumnSpec(column, 60) for column in range(4)))
    sheet = opened(wide)["Card"]
    assert not _fits(sheet)
    assert sheet.page_setup.scale == print_scale(wide.print_setup, dict.fromkeys(range(4), 60.0), {}) < 100
    assert [item.id for item in sheet.row_breaks.brk] == [5]
    assert (sheet.print_title_rows, sheet.print_area) == ("$1:$2", "'Card'!$A$1:$D$10")
    assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "8")
    assert "<oddHeader>&amp;LCouncil</oddHeader><oddFooter>&amp;RPage &amp;P of &amp;N</oddFooter>" in part(
        rendered(full_card()), "xl/worksheets/sheet1.xml"
    )
    assert sheet.print_options.horizontalCentered


def _fits(sheet: Worksheet) -> bool:
    setup = sheet.sheet_properties.pageSetUpPr
    return setup is not None and bool(setup.fitToPage)


WIDE = replace(PAGE, area=Area(0, 0, 9, 19), breaks_before_rows=(5,))


def test_the_scale_puts_the_columns_on_one_page() -> None:
    """At the scale the print area is as wide as the paper allows, less than one per cent short of it."""
    widths = dict.fromkeys(range(20), 14.0)
    scale = print_scale(WIDE, widths, {})
    across = sum(column_inches(width) for width in widths.values())
    room = 16.54 - 0.8
    assert across * scale / 100 <= room < across * (scale + 1) / 100
    on_a4 = print_scale(replace(WIDE, paper=9), widths, {})
    assert on_a4 == pytest.approx(scale * (11.69 - 0.8) / room, abs=1)
    assert print_scale(WIDE, {**widths, 3: 0.0}, {}) > scale


def test_a_section_is_kept_on_one_page_while_text_stays_readable() -> None:
    """A little smaller is better than a domain split from its name, but never below seven points."""
    narrow = dict.fromkeys(range(20), 5.0)
    room = (11.69 - 1.1) * 72
    assert print_scale(WIDE, narrow, dict.fromkeys(range(10), room / 5 / 0.85)) in (82, 83, 84)
    assert print_scale(WIDE, narrow, dict.fromkeys(range(10), room / 2)) == 100


@pytest.mark.parametrize("setup", [replace(PAGE, paper=77), replace(PAGE, margins=(9.0, 9.0, 0.5, 0.5))])
def test_paper_that_cannot_be_used_is_refused(setup: PrintSetup) -> None:
    """The number comes from settings."""
    with pytest.raises(LayoutError):
        rendered(replace(EMPTY, print_setup=setup))


def test_a_footer_too_long_for_excel_is_refused() -> None:
    """The library would leave it out with a warning."""
    with pytest.raises(LayoutError, match="footer"):
        rendered(replace(EMPTY, print_setup=replace(PAGE, footer="x" * 256)))


def test_libreoffice_prints_one_page_for_each_section(tmp_path: Path) -> None:
    """A sheet wider than A3 comes out one page wide, broken where the model says, its heading repeated."""
    if libreoffice.missing():
        pytest.skip(libreoffice.missing())
    places = Area(0, 0, 39, 19).cells()
    cells = tuple(Cell(row, column, f"r{row}c{column}", Role.TEXT) for row, column in places)
    setup = replace(WIDE, area=Area(0, 0, 39, 19), breaks_before_rows=(17,), repeat_rows=(0, 0))
    columns = tuple(ColumnSpec(column, 14) for column in range(20))
    path = tmp_path / "card.xlsx"
    path.write_bytes(rendered(SheetModel("card", "Card", cells, setup, columns=columns)))
    printed = PdfReader(libreoffice.convert(path, tmp_path / "pdf"))
    pages = [page.extract_text().split() for page in printed.pages]
    assert len(pages) == 2
    for page, rows in zip(pages, ((0, 16), (17, 39)), strict=True):
        assert {f"r{row}c{column}" for row in rows for column in (0, 19)} <= set(page)
    assert "r0c19" in pages[1]
    assert "r17c0" not in pages[0]


# --- the file ------------------------------------------------------------------------------------


def test_equal_models_give_equal_bytes() -> None:
    """A pack that is built twice can be compared, signed off and cached."""
    theme = replace(THEME, logo=png(10, 10))
    assert rendered(full_card(), theme=theme) == rendered(full_card(), theme=theme)


def test_the_dates_of_the_file_come_from_the_model() -> None:
    """The clock and the name of the account that ran the program stay out of the file."""
    properties = opened(EMPTY).properties
    assert properties.created == properties.modified == dt.datetime(2022, 1, 31)
    assert properties.title == "A card"
    assert properties.creator == properties.lastModifiedBy == "A council"


def test_the_normal_style_is_arial() -> None:
    """Column widths are counted in digits of the Normal style, and a person's new cells match the card."""
    font = opened(EMPTY)["Card"]["Z99"].font
    assert (font.name, font.sz, font.scheme) == ("Arial", 10.0, None)


def test_the_result_is_valid(tmp_path: Path) -> None:
    """Excel must open a sheet with everything on it without offering to repair it."""
    if ooxml.missing():
        pytest.skip(ooxml.missing())
    path = tmp_path / "card.xlsx"
    path.write_bytes(rendered(full_card(), replace(EMPTY, name="It's"), theme=replace(THEME, logo=png(9, 9))))
    assert ooxml.validate(path) == []


def test_libreoffice_agrees_with_the_cached_values(tmp_path: Path) -> None:
    """The values that were written are the values that the formulas give."""
    if libreoffice.missing():
        pytest.skip(libreoffice.missing())
    path = tmp_path / "card.xlsx"
    path.write_bytes(rendered(full_card()))
    worked_out = libreoffice.convert(path, tmp_path / "out", "xlsx")
    ours, theirs = (
        [row[0] for row in openpyxl.load_workbook(file, data_only=True)["Card"].iter_rows(3, 8, 3, 3, True)]
        for file in (path, worked_out)
    )
    assert ours == theirs == ["W", "W", "W", "B", "B", "B"]
