"""Officers restyle a finished card under Home, Cell Styles, so each role must be a named style there."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from lxml import etree
from tests.tools import libreoffice, ooxml

from cpp_scorecard.sheets.model import Area, BookModel, BookProperties, Cell, PrintSetup, Role, SheetModel
from cpp_scorecard.sheets.named_styles import archive
from cpp_scorecard.sheets.render import render
from cpp_scorecard.sheets.theme import Theme, load_theme

THEME = load_theme()
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def card(theme: Theme = THEME) -> bytes:
    """One cell of each role in column A, and each with a number format of its own in column B."""
    cells = [Cell(row, 0, role.value, role) for row, role in enumerate(Role)]
    cells += [Cell(row, 1, 0.941, role, "0.0%") for row, role in enumerate(Role)]
    page = PrintSetup(area=Area(0, 0, len(Role) - 1, 1))
    model = SheetModel("card", "Card", tuple(cells), page)
    return render(BookModel((model,), BookProperties("Card")), theme)


def test_every_cell_has_the_style_of_its_role() -> None:
    """Without the name on the cell, changing the style in Excel would change nothing."""
    sheet = openpyxl.load_workbook(io.BytesIO(card()))["Card"]
    for row, role in enumerate(Role, 1):
        assert sheet.cell(row, 1).style == role.value
        assert sheet.cell(row, 2).style == role.value
        assert sheet.cell(row, 2).number_format == "0.0%"


def test_roles_that_look_alike_stay_apart() -> None:
    """A council may want two roles to differ that the shipped theme draws the same."""
    alike = Theme(looks=dict.fromkeys(Role, THEME.looks[Role.TEXT]), widths={})
    sheet = openpyxl.load_workbook(io.BytesIO(card(alike)))["Card"]
    assert [sheet.cell(row, 1).style for row in range(1, len(Role) + 1)] == [role.value for role in Role]


def test_a_card_can_serve_as_its_own_template(tmp_path: Path) -> None:
    """A regenerated workbook keeps its styles: the looks read from a card are the looks it was given."""
    path = tmp_path / "card.xlsx"
    missing = THEME.looks[Role.MISSING]
    changed = replace(missing, number_format='0.0"x"', font_size=11.5, fill="ABCDEF", rotation=45)
    theme = Theme(looks={**THEME.looks, Role.MISSING: changed}, widths={})
    path.write_bytes(card(theme))
    assert load_theme(path).looks == theme.looks


def test_cells_keep_nothing_of_their_own_but_the_number_format() -> None:
    """Excel lets a cell follow its style only in the facets that the cell does not claim for itself."""
    root = _styles(card())
    formats = root.find(f"{MAIN}cellXfs")
    assert formats is not None
    claims = {name for xf in list(formats)[1:] for name in xf.attrib if str(name).startswith("apply")}
    assert claims == {"applyNumberFormat"}


def test_a_style_leaves_number_formats_and_locking_alone() -> None:
    """Applying a style by hand to a percentage must not turn it into 0.941."""
    root = _styles(card())
    style_xfs = root.find(f"{MAIN}cellStyleXfs")
    assert style_xfs is not None
    assert {xf.get("applyNumberFormat") for xf in list(style_xfs)[1:]} == {"0"}
    assert {xf.get("applyProtection") for xf in list(style_xfs)[1:]} == {"0"}


def test_counts_say_what_the_tables_hold() -> None:
    """Excel repairs a styles part whose counts are wrong."""
    root = _styles(card())
    for table in root:
        if table.get("count") is not None:
            assert int(table.get("count", "")) == len(table), table.tag


def test_an_archive_says_nothing_of_when_or_where_it_was_made() -> None:
    """The same workbook must give the same bytes on a server and on a desk."""
    parts = {"b.xml": b"<b/>", "a.xml": b"<a/>"}
    assert archive(parts) == archive(dict(parts))
    assert b"\x00\x00\x21\x00" in archive(parts)[:20]  # 1 January 1980, the zip format's first day


def test_the_result_is_valid(tmp_path: Path) -> None:
    """Excel must open the file without offering to repair it."""
    if ooxml.missing():
        pytest.skip(ooxml.missing())
    path = tmp_path / "card.xlsx"
    path.write_bytes(card())
    assert ooxml.validate(path) == []


def test_libreoffice_reads_the_styles_as_excel_does(tmp_path: Path) -> None:
    """A second reader finds the style by its name, and its fill on the cell of that style."""
    if libreoffice.missing():
        pytest.skip(libreoffice.missing())
    path = tmp_path / "card.xlsx"
    own_red = replace(THEME.looks[Role.RED], fill="AB3456")
    path.write_bytes(card(Theme(looks={**THEME.looks, Role.RED: own_red}, widths={})))
    saved = libreoffice.convert(path, tmp_path / "out", "xlsx")
    assert load_theme(saved).looks[Role.RED].fill == "AB3456"
    cell = openpyxl.load_workbook(saved)["Card"].cell(list(Role).index(Role.RED) + 1, 1)
    assert cell.fill.fgColor.rgb == "FFAB3456"
    assert cell.font.b


def _styles(content: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return etree.fromstring(package.read("xl/styles.xml"))
