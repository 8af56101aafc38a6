"""The pack as one workbook: its contents, the ways there and back, and the exceptions of the card, read by others."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from shutil import which

import openpyxl
import pytest
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from tests.tools import libreoffice, ooxml
from tests.tools.workbooks import council, definition

from cpp_scorecard.app.build import REPORTS
from cpp_scorecard.app.scorecard import Scorecard, make_scorecard
from cpp_scorecard.cli import main
from cpp_scorecard.core.rag import Rag
from cpp_scorecard.core.resources import shipped
from cpp_scorecard.reports import contents, exceptions, explained
from cpp_scorecard.reports.wording import wording

SAMPLES = ("wiltshire-2022-01", "wiltshire-2021-22-q2")
NO_OFFICE = pytest.mark.skipif(bool(libreoffice.missing()), reason=libreoffice.missing() or "never")
NO_VALIDATOR = pytest.mark.skipif(bool(ooxml.missing()), reason=ooxml.missing() or "never")

pytestmark = pytest.mark.xdist_group("contents")


@pytest.fixture(scope="module", params=SAMPLES)
def pack(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Scorecard]:
    """The whole pack of a sample, and what was assessed for it."""
    source = shipped("samples") / request.param / "indicators.xlsx"
    path = tmp_path_factory.mktemp("pack") / "pack.xlsx"
    assert main(["build", str(source), "-o", str(path)]) == 0
    return path, make_scorecard(source)


def built(source: Path, target: Path, *reports: str) -> Workbook:
    chosen = [part for name in reports for part in ("--report", name)]
    assert main(["build", str(source), "-o", str(target), *chosen]) == 0
    return openpyxl.load_workbook(target)


def lines(sheet: Worksheet) -> Iterator[tuple[str, str, str, str]]:
    """Each line of the contents: tab, what it answers, what is in it, and where its link leads."""
    for row in sheet.iter_rows(max_col=3):
        if row[0].hyperlink is not None:
            shown = [str(cell.value or "") for cell in row]
            yield shown[0], shown[1], shown[2], str(row[0].hyperlink.location)


def below(sheet: Worksheet, title: str) -> list[str]:
    """The texts under a heading of the first column."""
    texts = [str(cell.value) for cell in sheet["A"] if cell.value]
    return texts[texts.index(title) + 1 :] if title in texts else []


# --- the contents --------------------------------------------------------------------------------


def test_the_first_sheet_lists_every_other_with_a_link_that_leads_there(pack: tuple[Path, Scorecard]) -> None:
    """One line a sheet, in the order of the sheets, saying what it answers; each link is to a cell that exists."""
    book = openpyxl.load_workbook(pack[0])
    assert book.sheetnames[0] == contents.NAME
    found = list(lines(book[contents.NAME]))
    assert [tab for tab, *_ in found] == book.sheetnames[1:]
    for tab, answers, _, link in found:
        sheet, cell = re.fullmatch(r"'(.+)'!([A-Z]+\d+)", link).groups()  # type: ignore[union-attr]
        assert sheet == tab
        assert book[sheet].cell(*coordinate_to_tuple(cell)).value, "the link leads to the title"
        assert answers.endswith("?")


def test_the_title_of_every_sheet_leads_back(pack: tuple[Path, Scorecard]) -> None:
    """Over the whole title, not its first cell alone, with no cell added."""
    book = openpyxl.load_workbook(pack[0])
    for sheet in book.worksheets[1:]:
        link = sheet["A1"].hyperlink
        assert link is not None, sheet.title
        assert link.location == "'Contents'!A1"
        assert any(str(area).startswith("A1:") for area in sheet.merged_cells.ranges), sheet.title


def test_the_pack_opens_on_its_contents(pack: tuple[Path, Scorecard]) -> None:
    """The cursor is in A1 of the first sheet."""
    book = openpyxl.load_workbook(pack[0])
    assert book.active is book[contents.NAME]
    assert book[contents.NAME].sheet_view.selection[0].activeCell == "A1"


def test_counts_are_those_of_the_sheets(pack: tuple[Path, Scorecard]) -> None:
    """What is in a sheet is counted, never typed; the ratings follow an edit of the card."""
    path, scorecard = pack
    shown = {tab: count for tab, _, count, _ in lines(openpyxl.load_workbook(path, data_only=True)[contents.NAME])}
    assert shown["Checks"].startswith(f"{len(scorecard.findings)} findings")
    of_card, dataset = scorecard.exceptions.items if scorecard.exceptions else (), scorecard.dataset
    of_dataset = dataset.items if dataset else ()
    outside = sum(bool(item.rows) for item in of_card) + sum(bool(item.rows) for item in of_dataset)
    waiting = sum(item.is_owed for item in of_card) + sum(item.is_owed for item in of_dataset)
    assert shown["Exceptions"] == f"{outside} exceptions, {waiting} texts owed"
    if dataset is not None:
        letters = [rated.letter for rated in dataset.rated]
        assert shown["Exception Dataset"] == f"227 rows: {letters.count('R')} red, {letters.count('A')} amber"
        assert shown["Differences"] == f"{len(dataset.differences)} differences"
        assert shown["Annual strips"] == f"{len(dataset.strips)} indicators"
    if scorecard.assessments:
        letters = [a.letter for a in scorecard.assessments]
        numbers = [letters.count(rag.value) for rag in Rag]
        expected = "{} red, {} amber, {} green, {} not rated".format(*numbers, len(letters) - sum(numbers))
        assert shown["CPP Scorecard"] == expected


def test_what_the_pack_lacks_says_what_it_would_need(pack: tuple[Path, Scorecard]) -> None:
    """One line a report that the workbook has no data for, and no other."""
    path, scorecard = pack
    found = below(openpyxl.load_workbook(path)[contents.NAME], wording()["contents"]["lacking"])
    titles = {name: words["title"] for name, words in wording()["contents"]["reports"].items()}
    lacking = [name for name, report in REPORTS.items() if not report.has_data(scorecard)]
    assert "since" in lacking
    assert [line.partition(": would need ")[0] for line in found] == [titles[name] for name in lacking]
    assert all(len(line.partition(": would need ")[2]) > 10 for line in found)
    assert not [line for line in found if "--" in line], "councillors have no command line"


def test_every_report_has_its_words() -> None:
    """A report without a line of the contents would be a sheet that nobody is told of."""
    assert set(wording()["contents"]["reports"]) == set(REPORTS) - {"contents"}


def test_only_what_was_chosen_is_listed(tmp_path: Path) -> None:
    """With some reports left out, the contents name them; alone, they have no line to link."""
    source = shipped("samples") / SAMPLES[0] / "indicators.xlsx"
    book = built(source, tmp_path / "some.xlsx", "contents", "checks")
    assert [tab for tab, *_ in lines(book["Contents"])] == ["Checks"]
    last = below(book["Contents"], wording()["contents"]["lacking"])[-1]
    assert last.startswith("Left out when the pack was made: Explained, CPP Scorecard")
    alone = built(source, tmp_path / "alone.xlsx", "contents")
    assert alone.sheetnames == ["Contents"]
    assert list(lines(alone["Contents"])) == []


def test_without_contents_no_title_is_a_link(tmp_path: Path) -> None:
    """A link to a sheet that is not there would be an error in Excel."""
    source = shipped("samples") / SAMPLES[0] / "indicators.xlsx"
    book = built(source, tmp_path / "card.xlsx", "scorecard", "checks")
    assert [sheet["A1"].hyperlink for sheet in book.worksheets] == [None, None]


@pytest.mark.slow
def test_explained_speaks_of_the_sheets_that_are_there(tmp_path: Path) -> None:
    """A term for a sheet that the pack lacks would puzzle a reader."""
    source = shipped("samples") / SAMPLES[0] / "indicators.xlsx"
    heading = wording()["explained"]["others"]["heading"]
    with_some = built(source, tmp_path / "some.xlsx", "explained", "scorecard", "exceptions")[explained.NAME]
    assert below(with_some, heading) == ["Exceptions"]
    without = built(source, tmp_path / "none.xlsx", "explained", "scorecard")[explained.NAME]
    assert below(without, heading) == []


@NO_VALIDATOR
@pytest.mark.parametrize("reports", [(), ("contents",), ("contents", "exceptions")], ids=lambda r: "+".join(r) or "all")
@pytest.mark.parametrize("sample", [SAMPLES[0], pytest.param(SAMPLES[1], marks=pytest.mark.slow)])
def test_the_open_xml_validator_has_nothing_to_say(sample: str, reports: tuple[str, ...], tmp_path: Path) -> None:
    """The links within the workbook and the live counts open without a repair."""
    built(shipped("samples") / sample / "indicators.xlsx", tmp_path / "pack.xlsx", *reports)
    assert ooxml.validate(tmp_path / "pack.xlsx") == []


@pytest.mark.slow
@NO_OFFICE
def test_the_live_counts_are_worked_out_alike_elsewhere(tmp_path: Path) -> None:
    """LibreOffice counts the letters of the card anew and comes to the same line."""
    source = shipped("samples") / SAMPLES[0] / "indicators.xlsx"
    built(source, tmp_path / "pack.xlsx", "contents", "scorecard")
    saved = libreoffice.convert(tmp_path / "pack.xlsx", tmp_path / "saved", "xlsx")
    ours, theirs = (
        list(lines(openpyxl.load_workbook(path, data_only=True)["Contents"]))
        for path in (tmp_path / "pack.xlsx", saved)
    )
    assert ours == theirs
    assert openpyxl.load_workbook(tmp_path / "pack.xlsx")["Contents"]["C5"].data_type == "f"


@NO_OFFICE
@pytest.mark.skipif(not which("pdftotext"), reason="pdftotext (Poppler) is not on the path")
@pytest.mark.slow
@pytest.mark.parametrize("sample", SAMPLES)
def test_the_contents_are_one_upright_page(sample: str, tmp_path: Path) -> None:
    """Every line whole, on one A4 page."""
    source = shipped("samples") / sample / "indicators.xlsx"
    built(source, tmp_path / "pack.xlsx")
    book = openpyxl.load_workbook(tmp_path / "pack.xlsx", data_only=True)
    text = _pdf_text(tmp_path / "pack.xlsx", tmp_path)
    first = " ".join(text.split("\f")[0].split())
    for tab, _, count, _ in lines(book["Contents"]):
        assert tab in first
        assert count in first
    assert "Page 1 of" in first


def _pdf_text(path: Path, folder: Path) -> str:
    pdf = libreoffice.convert(path, folder / "pdf", "pdf")
    command = ["pdftotext", "-layout", "-enc", "UTF-8", str(pdf), "-"]
    return subprocess.run(command, capture_output=True, check=True, timeout=60).stdout.decode()


# --- the exceptions of the card ------------------------------------------------------------------

FIGURES = (
    ("Indicator", "Oct-21", "Nov-21", "Dec-21"),
    ("Children seen", 96, 96, 60),
    ("Visits made", 90, 90, 90),
    ("Plans reviewed", 99, 99, 99),
)
DEFINITIONS = [definition(name, low=95) for name in ("Children seen", "Visits made", "Plans reviewed")]
NARRATIVE = (
    ("Indicator", "Period", "Status", "Text", "Author", "Date"),
    ("Children seen", "Dec-21", "of concern", "Two workers have left; posts are advertised.", "A manager", "4 January"),
    ("Visits made", "Nov-21", "", "Recording is behind.", "A manager", "6 December"),
)
HEADS = (("Domain", "Head of service"), ("Safety", "Head of safety"))


def rows_of(book: Workbook) -> list[list[str]]:
    return [
        [str(cell.value) for cell in row if cell.value not in (None, "")]
        for row in book[exceptions.NAME].iter_rows()
        if any(cell.value not in (None, "") for cell in row)
    ]


def test_a_red_and_an_amber_with_words_of_this_month_and_an_earlier(tmp_path: Path) -> None:
    """Latest figure with its period, range, letter with what it was, distance, words, who owes the next."""
    source = council(tmp_path / "March.xlsx", DEFINITIONS, FIGURES, Narrative=NARRATIVE, Sections=HEADS)
    found = rows_of(built(source, tmp_path / "pack.xlsx", "exceptions"))
    assert found[2] == ["1 exception waits for a text of this period; it is named at the end."]
    assert found[4:] == [
        ["Safety: Head of safety"],
        ["Reds of concern"],
        [
            "Children seen", "60\nDec-21", "from 95", "R\nwas G, Nov-21",
            "60 is 35 below the low threshold of 95: 36.8% of the threshold (Red from 10.0%).",
            "Two workers have left; posts are advertised.", "A manager, 4 January",
        ],
        ["Amber"],
        [
            "Visits made", "90\nDec-21", "from 95", "A",
            "90 is 5 below the low threshold of 95: 5.3% of the threshold (Red from 10.0%).",
            "Carried forward from Nov-21:\nRecording is behind.", "A manager, 6 December",
        ],
        ["Texts that are still owed"],
        ["Head of safety (Safety): Visits made"],
    ]  # fmt: skip


def test_a_rating_is_centred_and_coloured_by_its_letter(tmp_path: Path) -> None:
    """The styles of Red and Amber are those of figures and keep to the right; what it was before stands below."""
    source = council(tmp_path / "March.xlsx", DEFINITIONS, FIGURES, Narrative=NARRATIVE, Sections=HEADS)
    sheet = built(source, tmp_path / "pack.xlsx", "exceptions")[exceptions.NAME]
    found = next(cell for cell in sheet["D"] if str(cell.value).startswith("R\nwas G"))
    assert (found.style, found.alignment.horizontal, found.alignment.wrap_text) == ("Scorecard Centred", "center", True)
    (area,) = sheet.conditional_formatting
    assert found.coordinate in area.cells
    (span,) = area.cells.ranges
    first = span.min_row
    assert [rule.formula for rule in area.rules] == [[f'LEFT($D{first},1)="{letter}"'] for letter in "RAG"]


@pytest.mark.slow
@NO_OFFICE
@pytest.mark.skipif(not which("pdftotext"), reason="pdftotext (Poppler) is not on the path")
def test_nothing_of_a_rating_is_cut_off_and_each_page_says_whose_it_is(tmp_path: Path) -> None:
    """A period of two months is the longest that stands in the cell."""
    source = shipped("samples") / SAMPLES[0] / "indicators.xlsx"
    built(source, tmp_path / "pack.xlsx", "exceptions")
    pages = _pdf_text(tmp_path / "pack.xlsx", tmp_path).split("\f")[:-1]
    assert "was A, Apr 21 - Oct 21" in "".join(pages)
    assert all("Wiltshire · January 2022" in page.splitlines()[-1] for page in pages)


def test_a_workbook_without_narrative_says_where_to_write(tmp_path: Path) -> None:
    """Every exception is owed, and the Checks sheet is not filled with it."""
    source = council(tmp_path / "March.xlsx", DEFINITIONS, FIGURES)
    found = rows_of(built(source, tmp_path / "pack.xlsx", "exceptions"))
    assert found[-1][0].startswith("Texts are kept on a sheet of March.xlsx with the columns Indicator")
    assert [f.code for f in make_scorecard(source).findings if f.code.startswith("narrative")] == []


def test_nothing_outside_its_range_is_said(tmp_path: Path) -> None:
    """A sheet that is empty would look like a fault."""
    source = council(tmp_path / "March.xlsx", DEFINITIONS[2:], (FIGURES[0], FIGURES[3]))
    found = rows_of(built(source, tmp_path / "pack.xlsx", "exceptions"))
    assert found[2] == found[-1] == ["No indicator is outside its expected range."]


def test_a_text_about_no_indicator_is_asked_about(tmp_path: Path) -> None:
    """A slip in a name must not lose a head of service's words: they are shown, and found."""
    narrative = (*NARRATIVE, ("Children sene", "Dec-21", "", "Words.", "A manager", "4 January"))
    source = council(tmp_path / "March.xlsx", DEFINITIONS, FIGURES, Narrative=narrative)
    finding = next(f for f in make_scorecard(source).findings if f.code == "narrative-indicator-unknown")
    assert (finding.sheet, finding.cell, "Children sene" in finding.message) == ("Narrative", "D4", True)
    shown = rows_of(built(source, tmp_path / "pack.xlsx", "exceptions"))
    assert ["Words.", "A manager, 4 January"] in shown


def test_a_column_with_the_responsible_officer_is_who_owes(tmp_path: Path) -> None:
    """Definitions may name somebody for each indicator."""
    from tests.tools.workbooks import DEFINED, write

    rows = [(*DEFINED, "Responsible officer"), *((*row, "An officer") for row in DEFINITIONS)]
    source = write(tmp_path / "March.xlsx", {"Definitions": rows, "Figures": FIGURES})
    found = rows_of(built(source, tmp_path / "pack.xlsx", "exceptions"))
    assert ["An officer (Safety): Children seen; Visits made"] in found


def test_card_and_dataset_in_one_workbook_have_a_part_each(tmp_path: Path) -> None:
    """A number is the dataset's, a name may be the card's; each text stands where it belongs."""
    grid = (
        ("Area", "Ref", "Indicator", "Type", "21-22 Q2", "21-22 Q3", "Expected range lower", "Expected range higher"),
        ("Safety", "D1", "1. No. of visits", "Number", 60, 60, 100, 200),
    )
    narrative = (
        ("Section", "Indicator no.", "Indicator", "Period", "Status", "Text"),
        (None, None, "Children seen", "Dec-21", None, "About the card."),
        ("Safety", "1", None, "21-22 Q3", None, "About the dataset."),
    )
    source = council(tmp_path / "March.xlsx", DEFINITIONS, FIGURES, Grid=grid, Narrative=narrative)
    texts = [row[0] if len(row) == 1 else row[-1] for row in rows_of(built(source, tmp_path / "p.xlsx", "exceptions"))]
    words = wording()["exceptions"]
    places = [texts.index(t) for t in (words["of_card"], "About the card.", words["of_dataset"], "About the dataset.")]
    assert places == sorted(places)
    assert len([t for t in texts if t.startswith("About")]) == 2


def test_json_has_the_exceptions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """For a dashboard that reminds people."""
    import json

    source = council(tmp_path / "March.xlsx", DEFINITIONS, FIGURES, Narrative=NARRATIVE, Sections=HEADS)
    assert main(["check", str(source), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["exceptions"]
    assert [
        (e["report"], e["heading"], e["indicators"][0]["indicator"], e["owed"], e["carried_from"]) for e in found
    ] == [
        ("scorecard", "Reds of concern", "Children seen", False, None),
        ("scorecard", "Amber", "Visits made", True, "Nov-21"),
    ]
    assert found[0]["head_of_service"] == "Head of safety"
    assert found[0]["text"] == NARRATIVE[1][3]
