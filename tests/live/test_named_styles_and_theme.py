"""A council restyles its card by changing named cell styles: every cell has one, and a template's are followed."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest
from lxml import etree
from openpyxl.drawing.image import Image
from openpyxl.styles import PatternFill
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.worksheet.worksheet import Worksheet
from tests.tools import html_cells, libreoffice, ooxml
from tests.tools.pictures import png

from cpp_scorecard.cli import DONE, REFUSED, main
from cpp_scorecard.core.colours import rating_of_colour
from cpp_scorecard.reports.scorecard import NAME
from cpp_scorecard.reports.scorecard_columns import PRINTED, Col
from cpp_scorecard.sheets.model import Role
from cpp_scorecard.sheets.theme import built_in_template, load_theme

FILLS = {"Scorecard Red": "C76D5F", "Scorecard Amber": "E8B33F", "Scorecard Green": "B9DDB0"}
"""Another council's three colours."""
LOGO = png(60, 30)


# --- what the shipped template gives -------------------------------------------------------------


def test_every_cell_has_a_scorecard_style(card: Path) -> None:
    """Also the cells of a merge and the empty ones: a cell without a style would not follow."""
    stored = _styles_of_cells(card)
    assert len(stored) > 65 * len(Col)
    roles = {role.value for role in Role}
    assert not {place: style for place, style in stored.items() if style not in roles}


def test_every_row_of_the_table_is_complete(card: Path) -> None:
    """All sixteen columns of all rows hold a styled cell, so that no hairline has a gap."""
    stored, rows = _styles_of_cells(card), _rows(openpyxl.load_workbook(card)[NAME])
    assert len(rows) == 65
    for row in rows:
        assert {(row, column) for column in range(1, PRINTED + 2)} <= stored.keys()


def test_figures_have_the_roles_that_say_what_they_are(card: Path) -> None:
    """Missing ones are grey, figures are figures, names are names."""
    sheet = openpyxl.load_workbook(card)[NAME]
    for row in _rows(sheet):
        assert sheet.cell(row, Col.INDICATOR + 1).style == Role.INDICATOR
        for column in (Col.LOW, Col.HIGH, Col.ACTUAL, Col.POSSIBLE, Col.MONTH_AGO, Col.YEAR_AGO, Col.SIMILAR):
            cell = sheet.cell(row, column + 1)
            assert cell.style == (Role.FIGURE if isinstance(cell.value, int | float) else Role.MISSING), cell.coordinate
        if sheet.cell(row, Col.POLARITY + 1).value == "-":
            assert sheet.cell(row, Col.POLARITY + 1).style == Role.MISSING


# --- a council's own template --------------------------------------------------------------------


@pytest.fixture(scope="module")
def restyled(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The card of a workbook whose Settings name a template beside it."""
    folder = tmp_path_factory.mktemp("council")
    template = openpyxl.load_workbook(built_in_template())
    styles = {style.name: style for style in template._named_styles}  # type: ignore[attr-defined]
    for name, fill in FILLS.items():
        styles[name].fill = PatternFill("solid", fgColor=f"FF{fill}")
    styles["Scorecard Indicator"].font = openpyxl.styles.Font("Verdana", 12, color="FF440044")
    styles["Scorecard Better"].font = openpyxl.styles.Font("Arial", 10, color="FF123456", bold=True)
    template["scorecard"].column_dimensions["B"].width = 50.7109375
    template["scorecard"].column_dimensions["C"].width = 14.7109375
    template["Styles"].add_image(_Picture(LOGO), "E1")
    template.save(folder / "our style.xlsx")
    workbook = _with_template(sample, folder, "our style.xlsx")
    assert main(["build", str(workbook), "-o", str(folder / "card.xlsx")]) == DONE
    return folder / "card.xlsx"


def test_styles_of_the_template_are_the_styles_of_the_card(restyled: Path) -> None:
    """Fills, fonts and colours arrive as named styles, and the styles that were left alone stay as shipped."""
    looks, shipped = load_theme(restyled).looks, load_theme().looks
    changed = {Role.RED, Role.AMBER, Role.GREEN, Role.INDICATOR, Role.BETTER}
    assert {role for role in Role if looks[role] != shipped[role]} == changed
    for style, fill in FILLS.items():
        assert looks[Role(style)].fill == fill
    assert (looks[Role.INDICATOR].font_name, looks[Role.INDICATOR].font_size) == ("Verdana", 12)
    sheet = openpyxl.load_workbook(restyled)[NAME]
    name = sheet.cell(7, Col.INDICATOR + 1)
    assert (name.font.name, name.font.sz, name.font.color.rgb) == ("Verdana", 12, "FF440044")


def test_live_colours_follow_the_template(restyled: Path) -> None:
    """The conditional formats lay the template's fills and inks over the figures."""
    sheet = openpyxl.load_workbook(restyled)[NAME]
    rules = [rule for area in sheet.conditional_formatting for rule in area.rules]
    fills = {rule.dxf.fill.bgColor.rgb[-6:] for rule in rules if rule.dxf.fill is not None}
    assert fills == set(FILLS.values())
    assert "123456" in {rule.dxf.font.color.rgb[-6:] for rule in rules}


def test_widths_follow_the_template_and_rows_their_text(restyled: Path, card: Path) -> None:
    """A narrow column of names in larger letters needs higher rows."""
    ours, shipped = (openpyxl.load_workbook(path)[NAME] for path in (restyled, card))
    assert ours.column_dimensions["B"].width == pytest.approx(50.71, abs=0.01)
    assert ours.column_dimensions["C"].width == pytest.approx(14.71, abs=0.01)
    assert ours.column_dimensions["D"].width == shipped.column_dimensions["D"].width
    longest = max(range(7, 70), key=lambda row: len(str(shipped.cell(row, Col.INDICATOR + 1).value)))
    assert ours.row_dimensions[longest].height > 1.8 * shipped.row_dimensions[longest].height


def test_the_logo_is_on_the_card(restyled: Path, card: Path) -> None:
    """Once, inside the printed columns; without a logo in the template there is none."""
    with zipfile.ZipFile(restyled) as package:
        pictures = [name for name in package.namelist() if name.startswith("xl/media/")]
        assert [package.read(name) for name in pictures] == [LOGO]
        drawing = package.read(next(name for name in package.namelist() if name.startswith("xl/drawings/drawing")))
    assert b'descr="Council logo"' in drawing
    with zipfile.ZipFile(card) as package:
        assert not [name for name in package.namelist() if name.startswith("xl/media/")]


@pytest.mark.skipif(bool(ooxml.missing()), reason=ooxml.missing() or "never")
def test_a_restyled_card_is_valid(restyled: Path) -> None:
    assert ooxml.validate(restyled) == []


@pytest.mark.slow
@pytest.mark.skipif(bool(libreoffice.missing()), reason=libreoffice.missing() or "never")
def test_the_new_colours_show(restyled: Path, tmp_path: Path) -> None:
    """A second program paints the ratings of the sample in the council's own colours."""
    shown = html_cells.tables(libreoffice.convert(restyled, tmp_path, "html"))[2]
    fills = [cell.fill for (_, column), cell in shown.items() if column == Col.LATEST]
    counts = [fills.count(FILLS[name]) for name in ("Scorecard Red", "Scorecard Amber", "Scorecard Green")]
    assert counts == [9, 9, 27]
    assert [rating_of_colour(fill) for fill in FILLS.values()] == ["R", "A", "G"]


# --- a template that cannot be used --------------------------------------------------------------


@pytest.mark.parametrize("content", [None, b"", b"not a workbook", b"PK\x03\x04 cut off"])
def test_a_broken_template_is_refused(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None
) -> None:
    """Exit code 4, the file's name, what to do, and nothing written."""
    workbook = _with_template(sample, tmp_path, "ours.xlsx")
    if content is not None:
        (tmp_path / "ours.xlsx").write_bytes(content)
    target = tmp_path / "card.xlsx"
    assert main(["build", str(workbook), "-o", str(target)]) == REFUSED
    said = capsys.readouterr().err
    assert "ours.xlsx" in said
    assert "copy back the style_template.xlsx" in said
    assert "Traceback" not in said
    assert not target.exists()


def test_a_template_without_its_styles_part_is_refused(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A zip file that is no workbook, such as a renamed document."""
    workbook = _with_template(sample, tmp_path, "ours.xlsx")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("word/document.xml", "<document/>")
    (tmp_path / "ours.xlsx").write_bytes(buffer.getvalue())
    assert main(["build", str(workbook), "-o", str(tmp_path / "card.xlsx"), "--json"]) == REFUSED
    out = capsys.readouterr()
    assert '"error"' in out.out
    assert "ours.xlsx is not a workbook that can be a style template." in out.err


# --- helpers -------------------------------------------------------------------------------------


def _styles_of_cells(path: Path) -> dict[tuple[int, int], str]:
    """The named style of each cell that the card's sheet holds, those inside merges included; from one."""
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    number = openpyxl.load_workbook(path, read_only=True).sheetnames.index(NAME) + 1
    with zipfile.ZipFile(path) as package:
        sheet = etree.fromstring(package.read(f"xl/worksheets/sheet{number}.xml"))
        styles = etree.fromstring(package.read("xl/styles.xml"))
    names = {style.get("xfId"): str(style.get("name")) for style in styles.iter(f"{main}cellStyle")}
    formats = [names[xf.get("xfId")] for xf in styles.iterfind(f"{main}cellXfs/{main}xf")]
    return {
        coordinate_to_tuple(str(cell.get("r"))): formats[int(cell.get("s", "0"))] for cell in sheet.iter(f"{main}c")
    }


def _rows(sheet: Worksheet) -> list[int]:
    """The rows of indicators, those with a tolerance; from one."""
    return [
        number for number, row in enumerate(sheet.iter_rows(), 1) if isinstance(row[Col.TOLERANCE].value, int | float)
    ]


def _with_template(sample: Path, folder: Path, template: str) -> Path:
    """A copy of the sample whose Settings name `template`."""
    path = folder / "indicators.xlsx"
    shutil.copy(sample, path)
    book = openpyxl.load_workbook(path)
    settings = book["Settings"]
    row = next(row for row in settings.iter_rows() if str(row[0].value).casefold() == "style template")
    row[1].value = template
    book.save(path)
    return path


class _Picture(Image):
    """A picture that needs no imaging library."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.width, self.height, self.format = 60, 30, "png"

    def _data(self) -> bytes:
        return self.content
