"""The editions of the samples, with all their files: suppressed in every one of them, shown in the internal edition."""

from __future__ import annotations

import csv
import html
import io
import itertools
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import cast

import openpyxl
import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject
from python_calamine import CalamineWorkbook
from tests.publish.edition_files import held
from tests.tools import libreoffice

from cpp_scorecard.app.build import make_card
from cpp_scorecard.app.disclose import disclose, rules_of
from cpp_scorecard.app.disclose_forbidden import forbidden_texts
from cpp_scorecard.app.publish import Published, publish
from cpp_scorecard.core.publication import Profile
from cpp_scorecard.reports.card import Card
from cpp_scorecard.reports.exception_dataset import annual_sheet, dataset_sheet
from cpp_scorecard.sheets.model import SheetModel
from cpp_scorecard.sheets.paper import DEFAULT_HEIGHT, PAPER, print_scale
from cpp_scorecard.sheets.theme import Theme, load_theme

SAMPLES = Path(__file__).parents[2] / "samples"
CARD = SAMPLES / "wiltshire-2022-01" / "indicators.xlsx"
DATASET = SAMPLES / "wiltshire-2021-22-q2" / "indicators.xlsx"
SMALL = {
    "Number of current CLA receiving MOTIV8 treatment": {"latest": "3", "month_ago": "3", "year_ago": "5"},
    "Number of Youth Offending Cases committing a proven offence whilst CLA": {
        "latest": "2",
        "month_ago": "5",
        "year_ago": "3",
    },
    "Number of CLA and young people attending CIC council meetings (unique attendance in month)": {
        "latest": "5",
        "year_ago": "4",
    },
}
"""The counts of one to five that the published card prints as latest figures, and what they are compared with."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(libreoffice.missing()), reason=libreoffice.missing() or "LibreOffice"),
]


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Published]:
    folder = tmp_path_factory.mktemp("editions")
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    return {
        "public": publish(CARD, folder / "january"),
        "again": publish(CARD, elsewhere / "another name"),
        "internal": publish(CARD, folder / "internal", profile="internal"),
        "dataset": publish(DATASET, folder / "quarter"),
    }


def readable(files: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """The text of every file and of every part of a package, as somebody would search it."""
    for name, content in files.items():
        if name.endswith((".xlsx", ".ods")):
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                for part in package.namelist():
                    yield f"{name}/{part}", html.unescape(package.read(part).decode("utf-8", "replace"))
        elif name.endswith(".pdf"):
            pages = PdfReader(io.BytesIO(content)).pages
            yield name, " ".join(" ".join(page.extract_text().split()) for page in pages)
        else:
            yield name, html.unescape(content.decode("utf-8-sig"))


def shown(files: Mapping[str, bytes], indicator: str) -> dict[str, str]:
    rows = csv.DictReader(io.StringIO(files["data.csv"].decode("utf-8-sig")))
    return {row["measure"]: row["shown"] for row in rows if row["indicator"] == indicator}


def rows_of(files: Mapping[str, bytes], indicator: str) -> dict[str, list[str]]:
    """The indicator's row of the scorecard in each workbook, in the pages and in the PDF."""
    found: dict[str, list[str]] = {}
    for name in ("print-pack.xlsx", "accessible-tables.xlsx", "accessible-tables.ods"):
        book = CalamineWorkbook.from_filelike(io.BytesIO(files[name]))
        sheets = [book.get_sheet_by_name(sheet).to_python() for sheet in book.sheet_names]
        row = next(row for sheet in sheets for row in sheet if indicator in row and len(row) > 10)
        found[name] = [f"{cell:g}" if isinstance(cell, float) else str(cell) for cell in row]
    page = files["html/scorecard.html"].decode()
    row_text = next(row for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL) if html.escape(indicator) in row)
    cells = [html.unescape(re.sub(r"<[^>]+>", "", cell)) for cell in re.split(r"</t[hd]>", row_text)]
    found["html"] = [cell.partition(", ")[0].strip() for cell in cells]  # a figure, then whether the latest is better
    text = dict(readable({"print-pack.pdf": files["print-pack.pdf"]}))["print-pack.pdf"]
    found["pdf"] = text.partition(indicator)[2][:60].split()
    return found


@pytest.mark.parametrize("indicator", SMALL)
def test_published_small_counts_are_suppressed_in_every_public_file(
    editions: Mapping[str, Published], indicator: str
) -> None:
    files = held(editions["public"].folder)
    assert {measure: shown(files, indicator)[measure] for measure in SMALL[indicator]} == dict.fromkeys(
        SMALL[indicator], "[c]"
    )
    for file, row in rows_of(files, indicator).items():
        assert sum("[c]" in cell for cell in row) >= len(SMALL[indicator]), (file, row)
        assert not {"1", "2", "3", "4", "5"} & set(row), (file, row)


@pytest.mark.parametrize("indicator", SMALL)
def test_they_are_shown_in_the_internal_edition(editions: Mapping[str, Published], indicator: str) -> None:
    files = held(editions["internal"].folder)
    assert {measure: shown(files, indicator)[measure] for measure in SMALL[indicator]} == SMALL[indicator]
    for file, row in rows_of(files, indicator).items():
        assert set(SMALL[indicator].values()) <= set(row), (file, row)
        assert "[c]" not in row


@pytest.mark.parametrize(("edition", "workbook"), [("public", CARD), ("dataset", DATASET)])
def test_nothing_that_was_taken_from_the_card_is_in_any_part_of_any_file(
    editions: Mapping[str, Published], edition: str, workbook: Path
) -> None:
    done = editions[edition]
    card = make_card(done.scorecard)
    after = disclose(card, Profile.PUBLIC, None, rules_of(done.scorecard.workbook.settings)).card
    forbidden = forbidden_texts(card, after)
    assert forbidden
    search = re.compile("|".join(rf"(?<![\d.,]){re.escape(taken)}(?![\d%])" for taken in sorted(forbidden)))
    for name, text in readable(held(done.folder)):
        if "theme/theme" not in name and "styles.xml" not in name:
            assert not search.findall(text), name


def test_what_was_suppressed_is_in_the_officers_log(editions: Mapping[str, Published]) -> None:
    log = (editions["public"].papers / "suppression.csv").read_text("utf-8-sig")
    assert all(indicator in log for indicator in SMALL)
    assert not (editions["internal"].papers / "suppression.csv").exists()


def test_all_files_are_the_same_in_another_folder(editions: Mapping[str, Published]) -> None:
    """PDF and OpenDocument too: they carry no moment and nothing of the machine."""
    assert held(editions["public"].folder) == held(editions["again"].folder)


def test_the_open_document_holds_what_the_workbook_holds(editions: Mapping[str, Published]) -> None:
    files = held(editions["public"].folder)
    books = [CalamineWorkbook.from_filelike(io.BytesIO(files[f"accessible-tables.{e}"])) for e in ("xlsx", "ods")]
    assert books[0].sheet_names == books[1].sheet_names
    for name in books[0].sheet_names:
        one, other = (book.get_sheet_by_name(name).to_python() for book in books)
        assert one == other, name


def test_the_open_document_says_nothing_of_the_machine(editions: Mapping[str, Published]) -> None:
    content = held(editions["public"].folder)["accessible-tables.ods"]
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        assert package.namelist()[0] == "mimetype"
        assert not [name for name in package.namelist() if name.startswith(("Thumbnails", "Configurations"))]
        assert b"Printer" not in package.read("settings.xml")
        assert b"2022-01-11" in package.read("meta.xml")


@pytest.mark.parametrize("edition", ["public", "internal", "dataset"])
def test_the_pdf_is_tagged_titled_and_in_english(editions: Mapping[str, Published], edition: str) -> None:
    done = editions[edition]
    reader = PdfReader(done.folder / "print-pack.pdf")
    root = reader.root_object
    assert str(root["/Lang"]) == "en-GB"
    for name, said in (("/MarkInfo", "/Marked"), ("/ViewerPreferences", "/DisplayDocTitle")):
        assert str(cast(DictionaryObject, root[name])[said]) == "True"
    assert reader.metadata is not None
    assert str(reader.metadata.title).startswith("Corporate Parenting Panel scorecard, ")
    assert reader.metadata.author == "Wiltshire"
    assert "DRAFT" in str(reader.metadata.subject)
    sheets = openpyxl.load_workbook(done.folder / "print-pack.xlsx", read_only=True).sheetnames
    assert [item.title for item in reader.outline if not isinstance(item, list)] == sheets


@pytest.mark.parametrize("edition", ["public", "internal", "dataset"])
def test_every_page_says_what_the_edition_is_and_which_page_it_is(
    editions: Mapping[str, Published], edition: str
) -> None:
    pages = [" ".join(p.extract_text().split()) for p in PdfReader(editions[edition].folder / "print-pack.pdf").pages]
    for number, text in enumerate(pages, 1):
        assert "DRAFT, not approved for publication" in text
        assert f"Page {number} of {len(pages)}" in text
        assert ("INTERNAL, not for publication" in text) == (edition == "internal")


@pytest.mark.parametrize("sheet", [dataset_sheet, annual_sheet])
def test_no_page_of_the_dataset_runs_on_to_the_next(
    editions: Mapping[str, Published], sheet: Callable[[Card, Theme], SheetModel]
) -> None:
    """At the scale that it prints, each stretch between two breaks fits on its page, under the repeated header."""
    made = sheet(editions["dataset"].card, load_theme())
    setup, heights = made.print_setup, dict(made.row_heights)
    scale = print_scale(setup, {column.column: column.width for column in made.columns}, heights) / 100
    _, _, top, bottom = setup.margins
    room = (PAPER[setup.paper][0] - top - bottom) * 72 / scale
    assert setup.repeat_rows is not None
    header = sum(heights.get(row, DEFAULT_HEIGHT) for row in range(setup.repeat_rows[0], setup.repeat_rows[1] + 1))
    ends = [0, *setup.breaks_before_rows, setup.area.last_row + 1]
    for first, last in itertools.pairwise(ends):
        assert sum(heights.get(row, DEFAULT_HEIGHT) for row in range(first, last)) + header * bool(first) <= room
