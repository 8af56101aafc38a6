"""The page on adding without code is followed line by line: what it types is typed, and what it promises is found."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from cpp_scorecard.app.scorecard import Scorecard, make_scorecard
from cpp_scorecard.cli import DONE, main
from cpp_scorecard.reports import at_a_glance, exceptions, scorecard
from cpp_scorecard.reports.scorecard_columns import Col

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "adding.md").read_text("utf-8")
SAMPLE = ROOT / "samples" / "wiltshire-2022-01" / "indicators.xlsx"


def table(first_header: str) -> list[list[str]]:
    """The rows of the table of the page whose first header is `first_header`."""
    found = re.search(rf"^ *\| {re.escape(first_header)} \|.*\n *\|[-|]+\|\n((?: *\|.*\n)+)", PAGE, re.MULTILINE)
    assert found is not None, first_header
    return [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in found[1].splitlines()]


def typed(text: str) -> object:
    """What Excel makes of a text that is typed."""
    return float(text) if re.fullmatch(r"\d+", text) else text


@pytest.fixture
def book() -> Workbook:
    """A copy of the sample, open."""
    return openpyxl.load_workbook(SAMPLE)


def headers(sheet: Worksheet) -> Mapping[str, int]:
    """The columns of a sheet by the words at its top: the header's come before any of the rows under it."""
    found: dict[str, int] = {}
    for row in sheet.iter_rows(max_row=7):
        for cell in row:
            found.setdefault(str(cell.value), int(cell.column or 0))
    return found


def type_under_the_last_row(sheet: Worksheet, values: Mapping[str, Any]) -> None:
    """As the page says: each value under the header it names."""
    columns = headers(sheet)
    row = sheet.max_row + 1
    for header, value in values.items():
        sheet.cell(row, columns[header]).value = value


def built(book: Workbook, folder: Path) -> tuple[Scorecard, Workbook]:
    path, pack = folder / "indicators.xlsx", folder / "pack.xlsx"
    book.save(path)
    assert main(["build", str(path), "-o", str(pack)]) == DONE
    return make_scorecard(path), openpyxl.load_workbook(pack, data_only=True)


@pytest.mark.slow
def test_an_indicator_is_two_rows(book: Workbook, tmp_path: Path) -> None:
    """It stands in its domain with its figure, its rating and its month before, and among the exceptions."""
    definition = {header: typed(value) for header, value in table("Definitions")}
    figures = {header: typed(value) for header, value in table("Placements and fostering")}
    type_under_the_last_row(book["Definitions"], definition)
    type_under_the_last_row(book["Placements and fostering"], figures)
    card, pack = built(book, tmp_path)
    found = next(a for a in card.assessments if a.indicator.reference == definition["Ref"])
    assert (found.latest.number, found.period_label, found.letter) == (figures["Dec-21"], "Dec-21", "A")
    assert found.month_ago.measurement.number == figures["Nov-21"]
    rows = [[cell.value for cell in row] for row in pack[scorecard.NAME].iter_rows()]
    shown = next(row for row in rows if row[Col.INDICATOR] == definition["Indicator"])
    assert (shown[Col.LATEST], shown[Col.LOW], shown[Col.RATING]) == (38, 40, "A")
    neighbours = [a.indicator.domain for a in card.assessments]
    assert neighbours == sorted(neighbours, key=neighbours.index), "domains are kept together"
    assert any(cell.value == definition["Indicator"] for cell in pack[exceptions.NAME]["A"])


@pytest.mark.slow
def test_a_pinned_header_gives_the_same_card(book: Workbook, tmp_path: Path) -> None:
    """A word that nobody knows, and one row in Settings."""
    before = make_scorecard(SAMPLE)
    ((setting, value),) = table("Setting")
    word = next(re.finditer(r"were called \*(.+?)\*", PAGE))[1]
    column = setting.rpartition(" ")[2]
    cells = [cell for cell in book["Definitions"][column][:7] if cell.value == value]
    assert len(cells) == 1, "the page names the column that the header stands in"
    cells[0].value = word
    book.save(tmp_path / "unpinned.xlsx")
    assert main(["check", str(tmp_path / "unpinned.xlsx")]) != DONE
    type_under_the_last_row(book["Settings"], {"Setting": setting, "Value": value})
    after, _ = built(book, tmp_path)
    assert [_said(a) for a in after.assessments] == [_said(a) for a in before.assessments]


def _said(a: Any) -> tuple[object, ...]:
    comparisons = (a.month_ago, a.year_ago, a.similar)
    return (
        a.indicator.reference,
        a.period_label,
        a.latest.value,
        a.explanation,
        *((c.measurement.number, c.direction) for c in comparisons),
    )


def test_the_word_may_go_into_the_list_of_words_instead(book: Workbook) -> None:
    """The page names the file and the line."""
    named = re.search(r"`(python/\S+headers\.toml)`", PAGE)
    assert named is not None
    text = (ROOT / named[1]).read_text("utf-8")
    assert re.search(r"^how_reported = \[", text, re.MULTILINE)


@pytest.mark.slow
def test_a_code_set_ends_and_another_begins(book: Workbook, tmp_path: Path) -> None:
    """A code moves from one group to another, and its children with it; nothing else moves, and nothing is asked."""
    card_before = make_scorecard(SAMPLE)
    before = _shares(card_before)
    rows = table("Code set field")
    sheet = book["Code groups"]
    columns = headers(sheet)
    names = ("Code set field", "Group", "Codes", "From year", "To year")
    for ended, begun in zip(rows[::2], rows[1::2], strict=True):
        place = next(
            row
            for row in range(1, sheet.max_row + 1)
            if [sheet.cell(row, columns[n]).value for n in names[:3]] == ended[:3]
        )
        for name, value in zip(names, ended, strict=True):
            sheet.cell(place, columns[name], value or None)
        type_under_the_last_row(sheet, {name: value for name, value in zip(names, begun, strict=True) if value})
    after, pack = built(book, tmp_path)
    assert [str(f) for f in after.findings] == [str(f) for f in card_before.findings]
    children = next(share for name, share in before.items() if name.startswith("Number of CLA"))
    left = len(_children(book, "H5"))
    assert left > 0
    now = _shares(after)
    lost, won = (next(name for name in before if name.endswith(row[1])) for row in rows[1::2])
    assert now[lost] == pytest.approx(before[lost] - left / children)
    assert now[won] == pytest.approx(before[won] + left / children)
    others = set(before) - {lost, won}
    assert {name: now[name] for name in others} == {name: before[name] for name in others}
    for group in (lost, won):
        shown = next(row for row in pack[at_a_glance.NAME].iter_rows() if row[1].value == group)
        assert shown[3].value == pytest.approx(now[group])


def _shares(card: Scorecard) -> dict[str, Any]:
    """The counted column of the caseload by measure."""
    rows = card.glance[0].rows
    return {row.row.measure: row.now for row in rows}


def _children(book: Workbook, placement: str) -> set[object]:
    """The children with that placement at the end of November 2021, counted from the episodes by hand."""
    rows = list(book["Episodes (made up)"].iter_rows(values_only=True))
    header = next(at for at, row in enumerate(rows) if "DECOM" in row)
    names = {name: at for at, name in enumerate(rows[header]) if name}
    day = dt.date(2021, 11, 30)

    def date(value: object) -> dt.date | None:
        return value.date() if isinstance(value, dt.datetime) else None

    return {
        row[names["CHILD"]]
        for row in rows[header + 1 :]
        if (start := date(row[names["DECOM"]])) is not None
        and start <= day
        and ((end := date(row[names["DEC"]])) is None or end > day)
        and row[names["PLACE"]] == placement
    }
