"""The scorecard as published: every cell the printed text, in the printed layout, with ratings as fills."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from xlsxwriter.worksheet import Worksheet

from build_artefacts.looks import Looks, add_sheet, lines_needed, new_workbook, write_block
from build_artefacts.published_figures import PublishedIndicator, load

NOTE = (
    "Every cell is the published text. The public text carries no colours: the fills here follow the "
    "report's printed definition of Red, Amber and Green."
)
SECOND_PAGE = "Fostering"
"""The domain with which the second printed page begins."""

_FILLS = {"R": "#FF0000", "A": "#FFC000", "G": "#00B050"}
_DIRECTION = "Latest is better, worse or same"
_HEADINGS: tuple[tuple[str, str, str, float], ...] = (
    ("Domain", "", "domain", 15),
    ("Indicator", "", "indicator", 52),
    ("How reported?", "", "how_reported", 10),
    ("Latest Data", "", "latest_data_period", 17),
    ("What does good look like?", "", "polarity", 11),
    ("Expected Range", "Low", "low", 8),
    ("Expected Range", "High", "high", 8),
    ("Latest Data and RAG Rating", "", "latest", 11),
    ("Behind the %", "Actual", "actual", 8),
    ("Behind the %", "Possible", "possible", 8),
    ("One Month Ago", "Data", "month_ago", 9),
    ("One Month Ago", _DIRECTION, "month_ago_direction", 11),
    ("One Year Ago", "Data", "year_ago", 9),
    ("One Year Ago", _DIRECTION, "year_ago_direction", 11),
    ("Similar Councils", "Data", "similar", 9),
    ("Similar Councils", _DIRECTION, "similar_direction", 11),
)


def build(data: Path, path: Path) -> None:
    """Write the published card from the data files in the folder `data`."""
    workbook = new_workbook(path, "CPP Scorecard, January 2022, as published", NOTE)
    looks = Looks(workbook)
    sheet = add_sheet(workbook, "CPP Scorecard")
    sheet.set_print_scale(67)  # two A3 pages, as printed: a fitted sheet would ignore the page break
    for column, (_, _, _, width) in enumerate(_HEADINGS):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, "Corporate Parenting Performance Report", looks.get("title"))
    sheet.write_string(1, 0, "January 2022", looks.get("heading"))
    sheet.write_string(2, 0, NOTE, looks.get("subtitle"))
    row = _write_header(sheet, looks, 4)
    sheet.freeze_panes(row, 2)
    for domain, members in groupby(load(data), key=lambda indicator: indicator.domain):
        if domain == SECOND_PAGE:
            sheet.set_h_pagebreaks([row + 1])
            row = _write_header(sheet, looks, row + 1)
        row = _write_domain(sheet, looks, row, domain, list(members))
    sheet.ignore_errors({"number_stored_as_text": f"A1:P{row}", "two_digit_text_year": f"A1:P{row}"})
    workbook.close()


def _write_header(sheet: Worksheet, looks: Looks, row: int) -> int:
    """A title line and the two header rows; returns the first row after them."""
    sheet.write_string(row, 0, "CPP Scorecard", looks.get("heading"))
    sheet.set_row(row + 2, 54)
    at = 0
    for group, members in groupby(_HEADINGS, key=lambda heading: heading[0]):
        leaves = [leaf for _, leaf, _, _ in members]
        if leaves == [""]:
            write_block(sheet, (row + 1, at), (row + 2, at), group, looks.get("header"))
        else:
            write_block(sheet, (row + 1, at), (row + 1, at + len(leaves) - 1), group, looks.get("header"))
            for offset, leaf in enumerate(leaves):
                sheet.write_string(row + 2, at + offset, leaf, looks.get("header"))
        at += len(leaves)
    return row + 3


def _write_domain(sheet: Worksheet, looks: Looks, row: int, domain: str, members: Sequence[PublishedIndicator]) -> int:
    write_block(sheet, (row, 0), (row + len(members) - 1, 0), domain, looks.get("domain"))
    for indicator in members:
        for column, (_, _, name, _) in enumerate(_HEADINGS[1:], start=1):
            extra: dict[str, object] = {"valign": "vcenter"}
            if name == "latest" and (fill := _FILLS.get(indicator.printed["rag"])):
                extra |= {"bg_color": fill, "bold": True, "font_color": "#000000"}
            look = looks.get("text" if name == "indicator" else "centre", "@", **extra)
            write_block(sheet, (row, column), (row, column), indicator.printed[name], look)
        sheet.set_row(row, 13.5 * lines_needed(indicator.name, 58) + 3)
        row += 1
    return row
