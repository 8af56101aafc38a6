"""The scorecard on paper, as LibreOffice prints it: two A3 pages, whole, readable, with its headings on each."""

from __future__ import annotations

import csv
import math
import re
import subprocess
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from shutil import which

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PdfReader
from tests.tools import libreoffice

from cpp_scorecard.cli import main
from cpp_scorecard.core.printing import printed
from cpp_scorecard.core.resources import shipped
from cpp_scorecard.core.series import Missing
from cpp_scorecard.reports.scorecard import NAME
from cpp_scorecard.reports.scorecard_columns import Col
from cpp_scorecard.reports.wording import wording

pytestmark = [
    pytest.mark.xdist_group("printed"),
    pytest.mark.skipif(bool(libreoffice.missing()), reason=libreoffice.missing() or "never"),
    pytest.mark.skipif(not which("pdftotext"), reason="pdftotext (Poppler) is not on the path"),
]

A3_LANDSCAPE, A4, A4_LANDSCAPE = (1190.55, 841.89), (595.3, 841.89), (841.89, 595.3)
SECOND_PAGE_BEGINS_WITH = "Fostering"
"""As the card of January 2022 was published, page 1 ends with Education."""
SMALLEST = 7.0


@dataclass(frozen=True)
class Word:
    """A word on a page, in points from the top left."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Page:
    """One page: its size, its words, and its text with single spaces."""

    width: float
    height: float
    words: tuple[Word, ...]
    text: str


@dataclass(frozen=True)
class Paper:
    """All pages by sheet, and the sheet of the card as values."""

    path: Path
    explained: list[Page]
    scorecard: list[Page]
    checks: list[Page]
    sheet: Worksheet


@pytest.fixture(scope="module")
def card(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scorecard between the sheets that explain it and that check it."""
    path = tmp_path_factory.mktemp("printed") / "card.xlsx"
    chosen = [part for name in ("explained", "scorecard", "checks") for part in ("--report", name)]
    assert main(["build", str(sample), "-o", str(path), *chosen]) == 0
    return path


@pytest.fixture(scope="module")
def paper(card: Path, tmp_path_factory: pytest.TempPathFactory) -> Paper:
    pdf = libreoffice.convert(card, tmp_path_factory.mktemp("paper"), "pdf")
    pages = _pages(pdf)
    wide = [n for n, page in enumerate(pages) if _is(page, A3_LANDSCAPE)]
    assert wide == list(range(wide[0], wide[-1] + 1))
    return Paper(
        pdf,
        pages[: wide[0]],
        pages[wide[0] : wide[-1] + 1],
        pages[wide[-1] + 1 :],
        openpyxl.load_workbook(card, data_only=True)[NAME],
    )


def _pages(pdf: Path) -> list[Page]:
    def poppler(*options: str) -> str:
        command = ["pdftotext", *options, "-enc", "UTF-8", str(pdf), "-"]
        return subprocess.run(command, capture_output=True, check=True, timeout=60).stdout.decode()

    texts = poppler("-layout").split("\f")
    boxes = re.findall(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', poppler("-bbox"), re.DOTALL)
    found = []
    for (width, height, content), text in zip(boxes, texts, strict=False):
        words = tuple(
            Word(unescape(word), *(float(number) for number in (left, top, right, bottom)))
            for left, top, right, bottom, word in re.findall(
                r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>', content
            )
        )
        found.append(Page(float(width), float(height), words, " ".join(text.split())))
    return found


def _is(page: Page, size: tuple[float, float]) -> bool:
    return abs(page.width - size[0]) < 2 and abs(page.height - size[1]) < 2


def _indicator_rows(sheet: Worksheet) -> list[int]:
    return [int(row[0].row or 0) for row in sheet.iter_rows() if isinstance(row[Col.TOLERANCE].value, int | float)]


# --- the scorecard -------------------------------------------------------------------------------


def test_two_pages_of_a3_one_page_wide(paper: Paper) -> None:
    """As many pages as the card was published on, with the first and the last column of the card on each."""
    assert len(paper.scorecard) == 2
    for page in paper.scorecard:
        words = wording()["scorecard"]["headers"]
        assert words["domain"] in page.text
        assert words["similar"] in page.text
    names = [str(paper.sheet.cell(row, Col.INDICATOR + 1).value) for row in _indicator_rows(paper.sheet)]
    assert len(names) == 65
    assert all(any(name in page.text for page in paper.scorecard) for name in names)


def test_the_second_page_begins_where_the_published_one_does(paper: Paper) -> None:
    """No domain is split, and the split is the published one."""
    with (shipped("samples") / "wiltshire-2022-01" / "data" / "published.csv").open(encoding="utf-8-sig") as file:
        published = list(csv.DictReader(file))
    column = next(name for name in published[0] if name.strip().casefold() == "domain")
    domains = list(dict.fromkeys(row[column] for row in published))
    assert len(domains) == 8
    first, second = paper.scorecard
    at = domains.index(SECOND_PAGE_BEGINS_WITH)
    rows = {row: str(paper.sheet.cell(row, Col.INDICATOR + 1).value) for row in _indicator_rows(paper.sheet)}
    tops = [row for row in rows if paper.sheet.cell(row, Col.DOMAIN + 1).value]
    split = tops[at]
    assert paper.sheet.cell(split, 1).value == SECOND_PAGE_BEGINS_WITH
    assert all(rows[row] in first.text for row in rows if row < split)
    assert all(rows[row] in second.text for row in rows if row >= split)


def test_title_and_both_header_rows_stand_on_each_page(paper: Paper) -> None:
    """A page that is handed round alone still says what it is."""
    words = wording()["scorecard"]
    for page in paper.scorecard:
        assert words["title"] in page.text
        for group in ("range", "behind", "month_ago", "year_ago", "similar"):
            assert words["headers"][group] in page.text
        for leaf in ("low", "high", "actual", "possible", "data"):
            assert words["headers"][leaf] in page.text
        assert page.text.count("worse or") == 3


def test_pages_are_numbered(paper: Paper) -> None:
    """Page x of y on every page of the workbook."""
    pages = [*paper.explained, *paper.scorecard, *paper.checks]
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page.text


def test_every_figure_is_shown(paper: Paper) -> None:
    """Each row prints its name, label, latest figure with its letter and its comparators, and nothing is hashes."""
    from cpp_scorecard.app.scorecard import make_scorecard

    assessments = make_scorecard(shipped("samples") / "wiltshire-2022-01" / "indicators.xlsx").assessments
    lines = [line for page in paper.scorecard for line in _lines(page)]
    for a in assessments:
        line = next((line for line in lines if a.indicator.name in line), None)
        assert line is not None, a.indicator.name
        rest = line.split(a.indicator.name, 1)[1]
        shown = [a.period_label, a.indicator.how_reported.code]
        if isinstance(a.latest.value, Missing):
            shown.append(a.latest.value.token)
        else:
            figure = printed(a.latest.value, a.indicator.unit, a.indicator.decimals)
            shown.append(f"{figure} {a.letter}" if a.letter else figure)
        for comparison in (a.month_ago, a.year_ago, a.similar):
            if comparison.measurement.number is not None:
                decimals = comparison.measurement.decimals
                decimals = a.indicator.decimals if decimals is None else decimals
                shown.append(printed(comparison.measurement.number, a.indicator.unit, decimals))
        shown += [printed(bound, a.indicator.unit, 0) for bound in (a.expected.low, a.expected.high) if bound in (0, 1)]
        for text in shown:
            assert f" {text} " in f" {rest} ", (a.indicator.name, text, rest)
    for page in (*paper.explained, *paper.scorecard, *paper.checks):
        assert "##" not in page.text
        assert "Err:" not in page.text


def _lines(page: Page) -> list[str]:
    """The words of each row of the table from left to right."""
    rows: dict[int, list[Word]] = {}
    for word in page.words:
        middle = round((word.top + word.bottom) / 2)
        place = next(
            (near for near in (middle, middle - 1, middle + 1, middle - 2, middle + 2) if near in rows), middle
        )
        rows.setdefault(place, []).append(word)
    return [" ".join(word.text for word in sorted(words, key=lambda w: w.left)) for words in rows.values()]


def test_figures_line_up(paper: Paper) -> None:
    """The right edges of a column's figures are one line: LibreOffice loses the indent of some cells otherwise."""
    page = paper.scorecard[0]
    for head in ("Low", "High", "Actual", "Possible"):
        heading = min((word for word in page.words if word.text == head), key=lambda word: word.top)
        middle = (heading.left + heading.right) / 2
        column = [w for w in page.words if w.left - 12 < middle < w.right + 12 and w.top > heading.bottom]
        edges = [w.right for w in column if re.fullmatch(r"-?[\d,.]*\d%?", w.text)]
        assert len(edges) > 20
        assert max(edges) - min(edges) < 1, head


def test_nothing_reaches_over_the_edge(paper: Paper) -> None:
    """Every word lies inside the page, a printer's margin away from its edge."""
    for page in (*paper.explained, *paper.scorecard, *paper.checks):
        assert min(word.left for word in page.words) > 14
        assert max(word.right for word in page.words) < page.width - 14
        assert max(word.bottom for word in page.words) < page.height - 12


def test_names_stand_on_one_line_and_domains_are_whole(paper: Paper) -> None:
    """Nearly all names need one line; the words of a domain's name, read upwards, are all there."""
    for page in paper.scorecard:
        band = [word for word in page.words if word.right < 75]
        text = " ".join(word.text for word in band)
        there = {str(paper.sheet.cell(row, 1).value) for row in _indicator_rows(paper.sheet)} - {"None"}
        found = [domain for domain in there if all(word in text for word in domain.split())]
        assert len(found) in (3, 5), text
    single = sum((paper.sheet.row_dimensions[row].height or 0) <= 18 for row in _indicator_rows(paper.sheet))
    assert single >= 63


def test_text_is_large_enough_to_read(paper: Paper) -> None:
    """No letter on the A3 pages is smaller than 7 points, footnotes and footers included."""
    reader = PdfReader(paper.path)
    sizes: set[float] = set()

    def visit(text: str, outer: list[float], inner: list[float], _font: object, size: float) -> None:
        if text.strip():
            scale = math.sqrt(abs(_area(outer) * _area(inner)))  # also for text that reads upwards
            sizes.add(round(size * scale, 2))

    for number in range(len(paper.explained), len(paper.explained) + len(paper.scorecard)):
        reader.pages[number].extract_text(visitor_text=visit)
    assert len(sizes) >= 3
    assert min(sizes) >= SMALLEST, sorted(sizes)


def _area(matrix: list[float]) -> float:
    """By how much a PDF transformation enlarges an area."""
    return matrix[0] * matrix[3] - matrix[1] * matrix[2]


def test_trend_and_workings_are_not_printed(paper: Paper) -> None:
    """They are for the screen: outside the print area."""
    words = wording()["scorecard"]["headers"]
    text = " ".join(page.text for page in paper.scorecard)
    for heading in ("workings", "trend_data", "tolerance", "rating_before"):
        assert words[heading] not in text
    assert "Trend, last" not in text


# --- the other sheets ----------------------------------------------------------------------------


def test_explained_is_one_upright_page(paper: Paper) -> None:
    """The cover sheet stands on one A4 page, nothing of it lost."""
    assert len(paper.explained) == 1
    page = paper.explained[0]
    assert _is(page, A4)
    for section in wording()["explained"]["sections"]:
        assert section["heading"] in page.text
        assert all(term in page.text.replace("▲ ,", "▲,") for term, _ in section["rows"])


def test_checks_repeat_their_header(paper: Paper, card: Path) -> None:
    """However long the list, each of its pages has the headings and whole rows."""
    assert paper.checks
    book = openpyxl.load_workbook(card)
    sheet = book["Checks"]
    codes = [str(row[5].value) for row in sheet.iter_rows() if row[5].value][1:]
    printed_text = " ".join(page.text for page in paper.checks)
    assert sum(printed_text.count(code) for code in set(codes)) >= len(codes) > 10
    for page in paper.checks:
        assert _is(page, A4_LANDSCAPE)
        for heading in wording()["checks"]["headers"]:
            assert heading in page.text
