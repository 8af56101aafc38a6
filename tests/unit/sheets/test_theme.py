"""A council restyles the card in Excel, by changing the named cell styles of a template workbook."""

from __future__ import annotations

import io
import shutil
import zipfile
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from openpyxl.drawing.image import Image
from openpyxl.styles import Font, NamedStyle, PatternFill
from openpyxl.styles.colors import Color
from tests.tools.pictures import png

from build_artefacts import style_template
from cpp_scorecard.core.colours import contrast, luminance, rating_of_colour
from cpp_scorecard.sheets.model import Role
from cpp_scorecard.sheets.theme import Border, ThemeError, built_in_template, load_theme

THEME = load_theme()


def test_the_shipped_template_is_what_its_builder_builds(tmp_path: Path) -> None:
    """The committed file and the code that describes it may not drift apart, and a build is repeatable."""
    built = tmp_path / "built.xlsx"
    style_template.build(built)
    first = built.read_bytes()
    style_template.build(built)
    assert built.read_bytes() == first
    assert _parts(first) == _parts(built_in_template().read_bytes())


def test_every_role_survives_the_way_through_the_workbook() -> None:
    """What the builder describes is what the reader finds, in every facet of a look."""
    assert THEME.looks == style_template.LOOKS


@pytest.mark.parametrize("role", Role)
def test_text_can_be_read_on_its_fill(role: Role) -> None:
    """WCAG 2.2 asks for 4.5 to 1; missing figures are grey, but not too grey."""
    look = THEME.looks[role]
    assert contrast(look.rgb, look.fill or "FFFFFF") >= 4.5


def test_ratings_can_be_told_apart_without_colour() -> None:
    """Cards are photocopied: green is lightest, red darkest, with a clear step between each."""
    fills = [THEME.looks[role].fill or "" for role in (Role.GREEN, Role.AMBER, Role.RED)]
    assert [rating_of_colour(fill) for fill in fills] == ["G", "A", "R"]
    for lighter, darker in pairwise(fills):
        assert luminance(lighter) / luminance(darker) > 1.25


def test_only_ratings_the_header_and_the_domain_band_have_a_fill() -> None:
    """Colour means one thing on the card."""
    filled = {role for role in Role if THEME.looks[role].fill}
    assert filled == {Role.RED, Role.AMBER, Role.GREEN, Role.HEADER, Role.HEADER_GROUP, Role.DOMAIN}


def test_one_family_in_two_sizes_and_a_title() -> None:
    """A calm page has few kinds of letters."""
    assert {look.font_name for look in THEME.looks.values()} == {"Arial"}
    sizes = {look.font_size for role, look in THEME.looks.items() if role is not Role.TITLE}
    assert len(sizes) == 2
    assert max(sizes) < THEME.looks[Role.TITLE].font_size


def test_the_template_sets_the_widths_of_the_scorecard() -> None:
    """A width reads back as the number that Excel shows, and other sheets keep the model's widths."""
    widths = THEME.widths["scorecard"]
    typed = [width for _, width in style_template.SCORECARD_COLUMNS]
    assert [widths[column] for column in range(16)] == pytest.approx(typed, abs=0.08)
    assert THEME.width("Scorecard", 1, 30) == widths[1]
    assert THEME.width("explained", 0, 30) == 30


def test_a_style_changed_in_the_template_is_followed(tmp_path: Path) -> None:
    """Theme colours, tints and old colour numbers are what Excel's own dialogs write."""
    book = openpyxl.Workbook()
    font = Font("Verdana", 11, italic=True, color=Color(theme=4, tint=0.8))
    style = NamedStyle("Scorecard Header", font=font)
    style.fill = PatternFill("solid", fgColor=Color(indexed=42))
    style.number_format = "0.00%"
    book.add_named_style(style)
    path = tmp_path / "council.xlsx"
    book.save(path)
    look = load_theme(path).looks[Role.HEADER]
    assert (look.font_name, look.font_size, look.italic, look.bold) == ("Verdana", 11, True, False)
    assert (look.rgb, look.fill, look.number_format) == ("DCE6F2", "CCFFCC", "0.00%")
    assert look.bottom is None


def test_a_style_that_the_template_lost_looks_as_shipped(tmp_path: Path) -> None:
    """Someone who deletes a style by accident still gets a card."""
    path = tmp_path / "empty.xlsx"
    openpyxl.Workbook().save(path)
    assert load_theme(path).looks == THEME.looks


def test_a_template_saved_by_another_program_means_the_same(tmp_path: Path) -> None:
    """Reading and writing it elsewhere reorders every table of the styles part."""
    path = tmp_path / "saved.xlsx"
    book = openpyxl.load_workbook(built_in_template())
    book.save(path)
    assert load_theme(path).looks == THEME.looks
    assert load_theme(path).looks[Role.HEADER].bottom == Border("thin", "8A98A5")


def test_the_first_picture_is_the_logo(tmp_path: Path) -> None:
    """A council pastes its logo into the template; kinds that cannot be drawn are passed over."""
    logo = png(8, 4)
    book = openpyxl.load_workbook(built_in_template())
    book["Styles"].add_image(_Picture(logo), "E1")
    path = tmp_path / "logo.xlsx"
    book.save(path)
    assert load_theme(path).logo == logo
    assert THEME.logo is None
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/media/a_drawing.emf", b"\x01\x00\x00\x00")
    assert load_theme(path).logo == logo


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04 cut off"])
def test_a_file_that_is_no_workbook_is_named_with_a_remedy(tmp_path: Path, content: bytes) -> None:
    """The path comes from settings, so the message must say which file and what to do."""
    path = tmp_path / "theme.xlsx"
    path.write_bytes(content)
    with pytest.raises(ThemeError, match=r"theme\.xlsx .* copy back the style_template\.xlsx"):
        load_theme(path)


def test_a_template_that_is_not_there_is_named() -> None:
    """A moved template is the most likely mistake."""
    with pytest.raises(ThemeError, match=r"gone\.xlsx cannot be opened"):
        load_theme(Path("gone.xlsx"))


def test_a_damaged_styles_part_is_no_traceback(tmp_path: Path) -> None:
    """A style that points at a font which is not there is a damaged file, not a mistake of the program."""
    path = tmp_path / "damaged.xlsx"
    shutil.copyfile(built_in_template(), path)
    parts = _parts(path.read_bytes())
    parts["xl/styles.xml"] = parts["xl/styles.xml"].replace(b'fontId="1"', b'fontId="999"')
    with zipfile.ZipFile(path, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    with pytest.raises(ThemeError, match=r"damaged\.xlsx"):
        load_theme(path)


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


class _Picture(Image):
    """A picture that needs no imaging library."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.width, self.height, self.format = 8, 4, "png"

    def _data(self) -> bytes:
        return self.content
