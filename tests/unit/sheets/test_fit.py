"""Row heights hold the text, because a stored height is what Excel, LibreOffice and the printer use."""

from __future__ import annotations

import pytest

from cpp_scorecard.sheets.fit import MAX_HEIGHT, Block, lines_needed, row_height, text_points
from cpp_scorecard.sheets.look_xml import Look

LONG = "Average time between a child entering care and moving in with its adoptive family (days)"


def test_text_is_measured_with_the_widths_of_arial() -> None:
    """Ten digits at ten points are 55.6 points by Helvetica's published metrics, and W is wider than i."""
    assert text_points("0123456789", 10) == pytest.approx(55.6)
    assert text_points("W", 10) > 4 * text_points("i", 10)
    assert text_points("care", 10, bold=True) > text_points("care", 10)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [("", 10, 1), ("SS", 9, 1), (LONG, 100, 1), (LONG, 60, 2), (LONG, 20, 5), ("one\ntwo\n\nfour", 30, 4)],
)
def test_words_wrap_at_the_width_of_the_column(text: str, width: float, lines: int) -> None:
    """Lines break between words and at line feeds; an empty cell still has one line."""
    assert lines_needed(text, width, 10) == lines


def test_a_word_wider_than_the_column_is_broken() -> None:
    """Long file names and addresses have no space to break at."""
    assert lines_needed("x" * 100, 10, 10) == 11
    assert lines_needed("a " + "x" * 100, 10, 10) == 12


def test_more_room_never_needs_more_lines() -> None:
    """Widening a column must never make a row taller."""
    counts = [lines_needed(LONG, width, 10) for width in range(1, 120)]
    assert counts == sorted(counts, reverse=True)


def test_a_row_is_as_tall_as_its_tallest_cell_and_whole_pixels() -> None:
    """Excel rounds a height to pixels of 0.75 points, so the model holds what the file will hold."""
    short, tall = Block("SS", 9, 10), Block.of(LONG, 30, Look(font_size=10))
    both = row_height([short, tall])
    assert both == row_height([tall]) > row_height([short])
    assert both % 0.75 == 0


def test_heights_stay_within_what_excel_holds() -> None:
    """A row has a least height for calm, and Excel refuses more than 409 points."""
    assert row_height([]) == 15.0
    assert row_height([Block("word " * 5000, 10, 10)]) == MAX_HEIGHT
