"""Stored colours come out as a person sees them, because a published card carries its ratings in fills."""

from __future__ import annotations

import pytest

from cpp_scorecard.core import colours

SEEN = {
    "R": "FF0000 C00000 FFC7CE E6B8B7 F2DCDB DA9694 963634 C0504D FF5050 F8696B E2968B",
    "A": "FFC000 FFEB9C FFFF00 F4B183 ED7D31 FFA500 F79646 FABF8F FFE699 FFF2CC FFFF99 FFEB84 F2C869",
    "G": "00B050 92D050 C6EFCE 00FF00 A9D08E C6E0B4 E2EFDA 70AD47 9BBB59 D8E4BC 63BE7B 008000 D9EDD3",
    None: "FFFFFF 000000 F2F2F2 BFBFBF 808080 DDEBF7 4F81BD 00B0F0 002060 EEECE1 DDD9C4 7030A0 FF99FF 1F497D",
}


@pytest.mark.parametrize(("rating", "rgb"), [(rating, rgb) for rating, row in SEEN.items() for rgb in row.split()])
def test_a_fill_is_the_rating_that_its_hue_says(rating: str | None, rgb: str) -> None:
    """Councils pick their own shades, so the rule is the hue and no list of exact colours."""
    assert colours.rating_of_colour(rgb) == rating


@pytest.mark.parametrize("nothing", [None, "", "auto", "12345", "GGGGGG"])
def test_what_is_no_colour_is_no_rating(nothing: str | None) -> None:
    """An unfilled cell must not be read as rated."""
    assert colours.rating_of_colour(nothing) is None


@pytest.mark.parametrize(
    ("theme", "tint", "seen"),
    [  # as Excel's own colour menu shows the Office 2007 theme
        (0, 0.0, "FFFFFF"),
        (1, 0.0, "000000"),
        (0, -0.249977111117893, "BFBFBF"),
        (4, 0.799981688894314, "DCE6F1"),
        (5, 0.599993896298105, "E6B8B7"),
        (5, -0.249977111117893, "963634"),
        (6, 0.399975585192419, "C4D79B"),
        (9, 0.599993896298105, "FCD5B4"),
    ],
)
def test_theme_colours_and_tints_match_what_excel_shows(theme: int, tint: float, seen: str) -> None:
    """Most fills are picked from the theme row of the menu; a channel may differ by one through rounding."""
    found = colours.resolve(theme=theme, tint=tint)
    assert found is not None
    differences = [abs(int(found[at : at + 2], 16) - int(seen[at : at + 2], 16)) for at in (0, 2, 4)]
    assert max(differences) <= 1


def test_theme_numbers_swap_dark_and_light_against_the_xml() -> None:
    """Theme number 0 is the paper although the theme's XML names the ink first."""
    xml = """<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements>
    <a:clrScheme name="x"><a:dk1><a:sysClr val="windowText" lastClr="010101"/></a:dk1>
    <a:lt1><a:sysClr val="window" lastClr="FEFEFE"/></a:lt1><a:dk2><a:srgbClr val="222222"/></a:dk2>
    <a:lt2><a:srgbClr val="DDDDDD"/></a:lt2><a:accent1><a:srgbClr val="ABCDEF"/></a:accent1>
    </a:clrScheme></a:themeElements></a:theme>"""
    assert colours.theme_palette(xml)[:6] == ("FEFEFE", "010101", "DDDDDD", "222222", "ABCDEF", "C0504D")


@pytest.mark.parametrize("xml", [None, b"", b"<broken", "<a/>"])
def test_a_workbook_without_a_readable_theme_has_the_office_colours(xml: bytes | str | None) -> None:
    """Files of other programs leave the theme out; their theme numbers still mean something."""
    assert colours.theme_palette(xml) == colours.OFFICE_PALETTE


def test_opacity_is_ignored_and_old_numbers_are_looked_up() -> None:
    """Writers differ in the first two of eight digits; workbooks from before 2007 number their colours."""
    assert colours.resolve(rgb="00ffc7ce") == colours.resolve(rgb="FFFFC7CE") == "FFC7CE"
    numbered = [colours.resolve(indexed=number) for number in (2, 10, 17, 64)]
    assert numbered == ["FF0000", "FF0000", "008000", "000000"]


def test_a_colour_outside_its_table_is_none() -> None:
    """A damaged file must not stop a card from being read."""
    assert colours.resolve(theme=40) is colours.resolve(indexed=400) is colours.resolve(rgb="auto") is None


def test_contrast_spans_the_published_range() -> None:
    """The theme's tests lean on this ratio, so its two ends are pinned."""
    assert colours.contrast("000000", "FFFFFF") == pytest.approx(21.0)
    assert colours.contrast("777777", "777777") == pytest.approx(1.0)
