"""A council's workbook with our sheets in it is the council's workbook, and our sheets."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from tests.splice import books
from tests.tools import panels

from cpp_scorecard.sheets.render import render
from cpp_scorecard.sheets.splice import splice, verify
from cpp_scorecard.sheets.splice.package import Package
from cpp_scorecard.sheets.splice.verification import foreign_parts, index_parts

COUNCILS = {"plain": books.council(), "full": books.full_council()}
PANELS = render(panels.every_kind(), books.THEME)
RENDERED = {
    "panels": (PANELS, None),
    "reports": (books.reports(), books.SHEETS),
    "drawn": (books.drawn_reports(), None),
}


@pytest.fixture(params=COUNCILS)
def council(request: pytest.FixtureRequest) -> bytes:
    return COUNCILS[request.param]


@pytest.mark.parametrize("kind", RENDERED)
def test_every_foreign_part_keeps_every_byte(council: bytes, kind: str) -> None:
    rendered, sheets = RENDERED[kind]
    done = splice(council, rendered, sheets)
    verify(council, done.content, rendered, sheets)
    before, after = books.parts(council), books.parts(done.content)
    assert {name for name in before if before[name] != after.get(name)} == {p.lstrip("/") for p in done.changed_parts}
    assert {p.lower() for p in done.changed_parts} <= index_parts(Package(council))
    assert set(done.foreign_parts) >= set(foreign_parts(Package(council)))


@pytest.mark.parametrize("kind", RENDERED)
def test_a_second_run_gives_the_same_bytes(council: bytes, kind: str) -> None:
    rendered, sheets = RENDERED[kind]
    once = splice(council, rendered, sheets).content
    assert splice(once, rendered, sheets).content == once


def test_the_parts_that_change_only_gain_text() -> None:
    council = books.full_council()
    done = splice(council, books.reports(), books.SHEETS)
    before, after = books.parts(council), books.parts(done.content)
    for name in ("[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        kept = iter(after[name])
        assert all(byte in kept for byte in before[name]), name


def test_sheets_names_and_cells_of_the_council_are_as_they_were() -> None:
    council = books.full_council()
    before, after = books.opened(council), books.opened(splice(council, books.reports(), books.SHEETS).content)
    assert after.sheetnames == [*before.sheetnames, *books.SHEETS.values()]
    assert after.defined_names["Seen"].attr_text == "Figures!$A$2:$A$11"
    assert after["Figures"].defined_names["Local"].attr_text == "Figures!$B$2"
    cells = [(before["Figures"][f"A{row}"], after["Figures"][f"A{row}"]) for row in range(2, 12)]
    assert all((a.value, a.number_format, a.font.b) == (b.value, b.number_format, b.font.b) for a, b in cells)


def test_results_of_formulas_stay_and_nothing_asks_for_a_recalculation() -> None:
    content = splice(books.full_council(), books.reports(), books.SHEETS).content
    sheet = books.parts(content)["xl/worksheets/sheet1.xml"].decode()
    assert re.findall(r"<f>A(\d+)\*2</f><v>(\d+)</v>", sheet) == [(str(n + 1), str(2 * n)) for n in range(1, 11)]
    before = books.parts(books.full_council())["xl/workbook.xml"].decode()
    after = books.parts(content)["xl/workbook.xml"].decode()
    assert re.findall("<calcPr[^>]*>", after) == re.findall("<calcPr[^>]*>", before)


def test_texts_stand_in_the_cells_with_their_blanks_and_pieces() -> None:
    book = books.opened(splice(books.full_council(), books.drawn_reports()).content)
    assert book["Panel One"]["A2"].value == "Plain bold  and blanks  "
    assert books.opened(splice(books.council(), books.reports(), books.SHEETS).content)["CPP Scorecard"][
        "A1"
    ].value == ("Corporate Parenting Panel  ")


def test_every_cell_of_ours_says_its_format() -> None:
    done = splice(books.council(), books.reports(), books.SHEETS)
    for part in done.added_parts:
        if part.startswith("/xl/worksheets/sheet"):
            cells = re.findall("<c [^>]*>", books.parts(done.content)[part.lstrip("/")].decode())
            assert cells
            assert all(" s=" in cell for cell in cells)


def test_no_two_tabs_are_selected() -> None:
    content = splice(books.full_council(), books.reports(), books.SHEETS).content
    selected = [name for name, part in books.parts(content).items() if b'tabSelected="1"' in part]
    assert selected == ["xl/worksheets/sheet1.xml"]


def test_dates_are_the_same_days_in_a_workbook_that_counts_from_1904() -> None:
    council = books.edited(books.council(), "xl/workbook.xml", "<workbookPr", '<workbookPr date1904="1"')
    done = splice(council, books.reports(), books.SHEETS)
    verify(council, done.content, books.reports(), books.SHEETS)
    assert f"{books.opened(done.content)['CPP Scorecard']['B4'].value:%Y-%m-%d}" == "2022-01-31"


def test_a_workbook_without_styles_gets_a_neutral_part_first() -> None:
    council = books.council()
    types = books.parts(council)["[Content_Types].xml"].decode()
    rels = books.parts(council)["xl/_rels/workbook.xml.rels"].decode()
    bare = books.repacked(
        council,
        {
            "xl/styles.xml": None,
            "[Content_Types].xml": re.sub(r'<Override PartName="/xl/styles.xml"[^>]*/>', "", types).encode(),
            "xl/_rels/workbook.xml.rels": re.sub(r'<Relationship [^>]*styles.xml"[^>]*/>', "", rels).encode(),
        },
    )
    done = splice(bare, books.reports(), books.SHEETS)
    verify(bare, done.content, books.reports(), books.SHEETS)
    font = books.opened(done.content)["Figures"]["A1"].font
    assert (font.name, font.sz, font.b) == ("Calibri", 11, False)
    assert splice(done.content, books.reports(), books.SHEETS).content == done.content


@pytest.mark.parametrize("prefix", ["x"])
def test_a_prefix_of_the_council_is_kept(prefix: str) -> None:
    council = books.council()
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    changes = {}
    for name in ("xl/workbook.xml", "xl/styles.xml"):
        text = books.parts(council)[name].decode()
        text = re.sub(r"<(/?)([a-zA-Z])", rf"<\1{prefix}:\2", text).replace(
            f'xmlns="{main}"', f'xmlns:{prefix}="{main}"'
        )
        changes[name] = text.encode()
    prefixed = books.repacked(council, changes)
    done = splice(prefixed, books.reports(), books.SHEETS)
    verify(prefixed, done.content, books.reports(), books.SHEETS)
    assert splice(done.content, books.reports(), books.SHEETS).content == done.content
    for name in changes:
        assert not re.findall(r"<[a-zA-Z]+[ />]", books.parts(done.content)[name].decode().partition("?>")[2])


@pytest.mark.parametrize(
    ("font", "size", "digit"),
    [("Calibri", 11, 7), ("Arial", 10, 7), ("Arial", 12, 9), ("Verdana", 10, 8), ("A font of the council", 30, 7)],
)
def test_columns_are_as_wide_on_paper_whatever_the_standard_font(font: str, size: int, digit: int) -> None:
    styles = f'<name val="{font}"/><family val="2"/><color theme="1"/><sz val="{size}"/>'
    plain = '<name val="Calibri"/><family val="2"/><color theme="1"/><sz val="11"/>'
    council = books.edited(books.council(), "xl/styles.xml", plain, styles)
    widths = [
        float(width)
        for content in (books.drawn_reports(), splice(council, books.drawn_reports()).content)
        for name, part in books.parts(content).items()
        if "worksheets/sheet" in name
        for width in re.findall(r'<col [^>]*width="([\d.]+)"', part.decode())
    ]
    rendered, spliced = widths
    assert abs(rendered * 7 - spliced * digit) < 0.1


def test_a_workbook_of_any_zip_writer_can_be_read() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, part in books.parts(books.council()).items():
            with package.open(name, "w", force_zip64=True) as entry:
                entry.write(part)
    done = splice(stream.getvalue(), books.reports(), books.SHEETS)
    verify(stream.getvalue(), done.content, books.reports(), books.SHEETS)
    assert books.opened(done.content).sheetnames == ["Figures", "Notes", *books.SHEETS.values()]
