"""The sheets of the exception dataset as another program opens, works out and prints them; and no word is lost."""

from __future__ import annotations

import csv
import hashlib
import math
import re
import subprocess
from pathlib import Path
from shutil import which

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from tests.tools import html_cells, libreoffice, ooxml

from cpp_scorecard.app.scorecard import make_scorecard
from cpp_scorecard.cli import main
from cpp_scorecard.core.resources import shipped
from cpp_scorecard.reports import differences, exception_dataset, exceptions, strips
from cpp_scorecard.reports.wording import wording

REPORTS = ("dataset", "exceptions", "differences", "strips")
NAMES = (exception_dataset.NAME, exceptions.NAME, differences.NAME, strips.NAME)
FILLS = {"R": "red", "A": "amber", "G": "green"}
NO_OFFICE = pytest.mark.skipif(bool(libreoffice.missing()), reason=libreoffice.missing() or "never")

pytestmark = pytest.mark.xdist_group("dataset")


@pytest.fixture(scope="module")
def workbook() -> Path:
    return shipped("samples") / "wiltshire-2021-22-q2" / "indicators.xlsx"


@pytest.fixture(scope="module")
def pack(workbook: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pack") / "pack.xlsx"
    assert main(["build", str(workbook), "-o", str(path)]) == 0
    return path


@pytest.fixture(scope="module")
def saved(pack: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pack as LibreOffice saves it, every formula worked out anew."""
    return libreoffice.convert(pack, tmp_path_factory.mktemp("saved"), "xlsx")


def values(sheet: Worksheet) -> dict[str, object]:
    return {c.coordinate: c.value for row in sheet.iter_rows() for c in row if c.value not in (None, "")}


def narrative() -> list[str]:
    """The words as people wrote them, from the text file that the sample workbook is made of."""
    path = shipped("samples") / "wiltshire-2021-22-q2" / "data" / "narrative.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [row["Text"] for row in csv.DictReader(file)]


def shown_texts(path: Path) -> list[str]:
    """Every text under "What the officer says", in order."""
    sheet = openpyxl.load_workbook(path)[exceptions.NAME]
    headers = wording()["exceptions"]["headers"]
    header = next(row for row in sheet.iter_rows() if [c.value for c in row[: len(headers)]] == headers)
    column = headers.index("What the officer says")
    rows = sheet.iter_rows(min_row=int(header[0].row or 0) + 1)
    return [str(row[column].value) for row in rows if row[column].value not in (None, "")]


# --- valid, and the same elsewhere ---------------------------------------------------------------


@pytest.mark.skipif(bool(ooxml.missing()), reason=ooxml.missing() or "never")
@pytest.mark.parametrize("reports", [(), *((name,) for name in REPORTS)], ids=lambda chosen: "+".join(chosen) or "all")
def test_the_open_xml_validator_has_nothing_to_say(workbook: Path, tmp_path: Path, reports: tuple[str, ...]) -> None:
    """Each sheet alone and all together: Excel opens them without repairing anything."""
    path = tmp_path / "pack.xlsx"
    chosen = [part for name in reports for part in ("--report", name)]
    assert main(["build", str(workbook), "-o", str(path), *chosen]) == 0
    assert ooxml.validate(path) == []


@pytest.mark.slow
@NO_OFFICE
def test_every_value_is_equal_in_libreoffice(pack: Path, saved: Path) -> None:
    """Every cell of every sheet after recalculation, and none is an error."""
    ours, theirs = (openpyxl.load_workbook(path, data_only=True) for path in (pack, saved))
    assert theirs.sheetnames == ours.sheetnames
    assert set(NAMES) <= set(ours.sheetnames)

    def equal(one: object, other: object) -> bool:
        if isinstance(one, int | float) and isinstance(other, int | float):
            return math.isclose(one, other, rel_tol=1e-14, abs_tol=1e-15)
        return one == other

    for name in ours.sheetnames:
        here, there = values(ours[name]), values(theirs[name])
        differing = {
            place: (here.get(place), there.get(place))
            for place in here.keys() | there.keys()
            if not equal(here.get(place), there.get(place))
        }
        assert differing == {}, name
        assert [
            p for p, v in here.items() if isinstance(v, str) and v.startswith(("#N", "#D", "#R", "#V", "Err:"))
        ] == []


@pytest.mark.slow
@NO_OFFICE
def test_rating_formulas_agree_with_the_rules(workbook: Path, pack: Path, saved: Path) -> None:
    """Each rating of each quarter that is judged, as LibreOffice works it out, against the rule itself."""
    from cpp_scorecard.core.dataset import column_label
    from cpp_scorecard.core.exceptions import rate_row
    from cpp_scorecard.core.rag import RagRating

    report = make_scorecard(workbook).dataset
    assert report is not None
    formulas = openpyxl.load_workbook(pack)[exception_dataset.NAME]
    worked_out = openpyxl.load_workbook(saved, data_only=True)[exception_dataset.NAME]
    prefix = wording()["dataset"]["headers"]["rating"].format(period="")
    columns = {
        str(cell.value).removeprefix(prefix): int(cell.column or 0)
        for row in worked_out.iter_rows(max_row=8)
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith(prefix)
    }
    rows = [
        int(row[0].row or 0) for row in formulas.iter_rows() if isinstance(row[min(columns.values()) - 4].value, float)
    ]
    assert len(rows) == len(report.dataset.rows) == 227
    compared = 0
    for data, at in zip(report.dataset.rows, rows, strict=True):
        assert worked_out.cell(at, 2).value == data.name
        for period in report.dataset.periods:
            column = columns.get(column_label(period))
            if column is not None:
                rating = rate_row(data, period)
                due = rating.rag.value if isinstance(rating, RagRating) else ""
                assert (worked_out.cell(at, column).value or "") == due, (data.name, column_label(period))
                compared += formulas.cell(at, column).data_type == "f"
    assert set(columns) == {"21-22 Q1", "21-22 Q2"}
    assert compared > 200


@pytest.mark.slow
@NO_OFFICE
def test_fills_are_the_ratings(pack: Path, saved: Path, tmp_path: Path) -> None:
    """The colour that is seen is the letter beside it; nothing else in the grid is coloured by a rating."""
    html = libreoffice.convert(pack, tmp_path, "html")
    place = openpyxl.load_workbook(pack).sheetnames.index(exception_dataset.NAME)
    table = html_cells.tables(html)[place]
    sheet = openpyxl.load_workbook(saved, data_only=True)[exception_dataset.NAME]
    prefix = wording()["dataset"]["headers"]["rating"].format(period="")
    ratings = {
        str(c.value).removeprefix(prefix): int(c.column or 0)
        for row in sheet.iter_rows(max_row=8)
        for c in row
        if isinstance(c.value, str) and c.value.startswith(prefix)
    }
    header = next(row for row in sheet.iter_rows(max_row=8) if "21-22 Q2" in [c.value for c in row])
    figures = {str(c.value): int(c.column or 0) for c in header}
    by_letter: dict[str, set[str | None]] = {}
    for label, column in ratings.items():
        for row in range(int(header[0].row or 0) + 2, sheet.max_row + 1):
            letter = str(sheet.cell(row, column).value or "")
            if letter in FILLS:
                by_letter.setdefault(letter, set()).add(table[row - 1, figures[label] - 1].fill)
    assert set(by_letter) == set(FILLS)
    assert all(len(fills) == 1 and None not in fills for fills in by_letter.values()), by_letter
    assert len({fill for fills in by_letter.values() for fill in fills}) == 3


# --- on paper ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pages(pack: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The text of each printed page by sheet, as its footer names it."""
    if libreoffice.missing() or not which("pdftotext"):
        pytest.skip("LibreOffice or pdftotext (Poppler) is not on the path")
    pdf = libreoffice.convert(pack, tmp_path_factory.mktemp("paper"), "pdf")
    command = ["pdftotext", "-layout", "-enc", "UTF-8", str(pdf), "-"]
    text = subprocess.run(command, capture_output=True, check=True, timeout=120).stdout.decode()
    found: dict[str, list[str]] = {}
    for page in text.split("\f"):
        last = page.strip().splitlines()[-1].strip() if page.strip() else ""
        name = next((sheet for sheet in NAMES if re.match(rf"{sheet}( · .+)?\s+Page \d", last)), "")
        found.setdefault(name, []).append(page)
    return found


def areas_of(pack: Path) -> list[tuple[str, list[str]]]:
    """Each area of the grid with the names of its indicators, in order; a section's heading has no indicator."""
    sheet = openpyxl.load_workbook(pack, data_only=True)[exception_dataset.NAME]
    found: list[tuple[str, list[str]]] = []
    for row in sheet.iter_rows(min_row=7):
        if row[0].value:
            found.append((str(row[0].value), []))
        if row[1].value:
            found[-1][1].append(str(row[1].value))
    return [area for area in found if area[1]]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.slow
def test_each_page_repeats_the_headers(pages: dict[str, list[str]]) -> None:
    """A page that is handed round alone says what its columns are and what population they have."""
    words = wording()
    assert len(pages[exception_dataset.NAME]) > 3
    for page in pages[exception_dataset.NAME]:
        for text in (
            "Indicator",
            "Apr-21",
            "21-22 Q2",
            "20-21 FY",
            "Nbours",
            words["dataset"]["headers"]["range"],
        ):
            assert squeezed(text) in squeezed(page), text
        assert "106,274" in page
    for name, key in ((exceptions.NAME, "exceptions"), (differences.NAME, "differences")):
        assert len(pages[name]) >= 2
        for page in pages[name]:
            for text in words[key]["headers"][:3]:
                assert text in page, (name, text)


@pytest.mark.slow
def test_no_area_is_cut_and_no_indicator_is_missing(pack: Path, pages: dict[str, list[str]]) -> None:
    """An area stands whole on one page: every word of its name and of the names of its indicators."""
    on_pages = [set(page.split()) for page in pages[exception_dataset.NAME]]
    areas = areas_of(pack)
    assert sum(len(names) for _, names in areas) == 227
    split = [
        area
        for area, names in areas
        if not any({*area.split(), *" ".join(names).split()} <= words for words in on_pages)
    ]
    assert split == []


@pytest.mark.slow
def test_nothing_is_printed_as_hashes(pages: dict[str, list[str]]) -> None:
    """Every column is wide enough for its figures."""
    for name, of_sheet in pages.items():
        for page in of_sheet:
            assert "##" not in page, name
            assert "Err:" not in page, name


@pytest.mark.slow
def test_every_text_is_printed_whole(pages: dict[str, list[str]]) -> None:
    """No row is too low for its words: each sentence's words stand on the pages, in number."""
    printed = re.findall(r"\w+", " ".join(pages[exceptions.NAME]))
    counted = {word: printed.count(word) for word in set(printed)}
    wanted: dict[str, int] = {}
    for text in narrative():
        for word in re.findall(r"\w+", text):
            wanted[word] = wanted.get(word, 0) + 1
    lacking = {word: (count, counted.get(word, 0)) for word, count in wanted.items() if counted.get(word, 0) < count}
    assert lacking == {}


# --- words ---------------------------------------------------------------------------------------


@pytest.mark.slow
def test_ten_builds_in_a_row_lose_or_change_no_word(workbook: Path, tmp_path: Path) -> None:
    """Each time every text as it was written, once; the workbook itself is never touched."""
    copied = tmp_path / "indicators.xlsx"
    copied.write_bytes(workbook.read_bytes())
    before = hashlib.sha256(copied.read_bytes()).hexdigest()
    written = narrative()
    assert len(written) == 34
    no_text = wording()["exceptions"]["no_text"]
    packs = set()
    for _ in range(10):
        output = tmp_path / "pack.xlsx"
        assert main(["build", str(copied), "-o", str(output)]) == 0
        texts = [text for text in shown_texts(output) if text != no_text]
        assert sorted(texts) == sorted(written)
        packs.add(hashlib.sha256(output.read_bytes()).hexdigest())
        assert hashlib.sha256(copied.read_bytes()).hexdigest() == before
    assert len(packs) == 1


def test_words_with_everything_that_a_text_may_hold(workbook: Path, tmp_path: Path) -> None:
    """Line breaks, quotation marks, signs that begin a formula, accents and blanks inside stay as they were typed."""
    odd = [
        "First line.\nSecond line, after a break.",
        '=SUM(1,2) is no formula here, nor is +4 or "quoted" & <angled>.',
        "Café, naïve, £5, 80–90 and an emoji-free “curly” end…",
        "Two  blanks  inside, a tab\tand a long tail: " + "word " * 600 + "end.",
    ]
    book = openpyxl.load_workbook(workbook)
    sheet = book["Narrative"]
    header = next(row for row in sheet.iter_rows() if "Indicator no." in [cell.value for cell in row])
    column = next(int(cell.column or 0) for cell in header if cell.value == "Text")
    for at, text in enumerate(odd, start=int(header[0].row or 0) + 1):
        cell = sheet.cell(at, column)
        cell.value = text
        cell.data_type = "s"
    copied = tmp_path / "indicators.xlsx"
    book.save(copied)
    assert main(["build", str(copied), "-o", str(tmp_path / "pack.xlsx")]) == 0
    texts = shown_texts(tmp_path / "pack.xlsx")
    assert [text for text in odd if text not in texts] == []
    assert len([t for t in texts if t != wording()["exceptions"]["no_text"]]) == 34
