"""Pages of text: no page ends with a heading, and each says at its foot whose it is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cpp_scorecard.reports.text_page import TextPage
from cpp_scorecard.sheets.model import Area, Role, SheetModel
from cpp_scorecard.sheets.paper import print_scale
from cpp_scorecard.sheets.theme import load_theme

THEME = load_theme()
WIDTHS = (60.0, 120.0, 60.0)


def listed(sections: list[list[int]], *, keeps_headings: bool = True) -> tuple[SheetModel, dict[int, Role]]:
    """A list of sections, each with headings over so many rows; and the role of each row that is no gap."""
    page = TextPage("list", THEME, WIDTHS)
    page.wide("A list", Role.TITLE)
    header = page.row
    page.cells_across([("Left", Role.HEADER), ("Middle", Role.HEADER), ("Right", Role.HEADER)])
    for section in sections:
        page.gap()
        page.wide("A section", Role.HEADING)
        for rows in section:
            page.wide("A part", Role.SUMMARY)
            for _ in range(rows):
                page.cells_across([("Left", Role.TEXT), ("one\ntwo\nthree", Role.TEXT), ("Right", Role.TEXT)])
    model = page.sheet("List", "Council & month", header=header, keeps_headings=keeps_headings)
    return model, {cell.row: cell.role for cell in model.cells if cell.column == 0}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(1, 9), min_size=1, max_size=4), min_size=6, max_size=20))
def test_no_page_ends_with_a_heading_and_no_page_is_longer_than_its_paper(sections: list[list[int]]) -> None:
    """A heading goes to the next page with what it is about."""
    model, roles = listed(sections)
    starts = [0, *model.print_setup.breaks_before_rows]
    ends = [*(start - 1 for start in starts[1:]), model.print_setup.area.last_row]
    for start, end in zip(starts, ends, strict=True):
        last = max(row for row in roles if row <= end)
        assert roles[last] is Role.TEXT
        assert start in roles, "a page does not begin with a gap"
    setup, widths = model.print_setup, dict(enumerate(WIDTHS))
    by_width = print_scale(replace(setup, area=Area(0, 0, 0, 2), breaks_before_rows=()), widths, {})
    assert print_scale(setup, widths, dict(model.row_heights)) == by_width, "every page holds its rows at this scale"


def test_pages_are_as_full_as_headings_allow() -> None:
    """Two pages' worth of rows are two pages, not one for each section."""
    model, _ = listed([[5]] * 6)
    assert len(model.print_setup.breaks_before_rows) == 1


@pytest.mark.parametrize("sections", [[[1]], [[40]] * 4], ids=["one page", "several"])
def test_a_list_without_parts_is_left_to_the_fitting_of_the_spreadsheet(sections: list[list[int]]) -> None:
    """Manual breaks would switch it off."""
    assert listed(sections, keeps_headings=False)[0].print_setup.breaks_before_rows == ()


def test_each_page_says_whose_it_is_and_which_of_how_many() -> None:
    """A page that lies alone on a table can be put back."""
    assert listed([[1]])[0].print_setup.footer == "&L&9List · Council && month&R&9Page &P of &N"
