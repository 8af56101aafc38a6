"""The spotlight of the two samples: the published tables, the card's own figures, the dataset's, and sound sheets.

The published tables stand in the transcription that `tests.tools.shared` may find.
"""

from __future__ import annotations

import contextlib
import csv
import html
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.tools import ooxml, shared

from cpp_scorecard.cli import main
from cpp_scorecard.core.indicator import Unit
from cpp_scorecard.core.printing import printed
from cpp_scorecard.reports.spotlight import NAME
from cpp_scorecard.sheets.model import a1

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
CARD, DATASET = "wiltshire-2022-01", "wiltshire-2021-22-q2"
PUBLISHED = {"17-18": "golden/spotlight_eet_17-18.csv", "19-21": "golden/spotlight_eet_19-21.csv"}
ON_CARD = {
    ("17 and 18", "EET, NEET or no information", "EET"): (37, 64),
    ("17 and 18", "Suitability of accommodation", "Suitable"): (54, 64),
    ("19 to 21", "Suitability of accommodation", "Suitable"): (173, 182),
}
"""Actual and possible of the card of January 2022 that the list gives too."""
Document = dict[str, Any]


def built(sample: str, folder: Path) -> tuple[Document, Path]:
    """What `build --json` says of the spotlight of a sample, and where the sheet is."""
    output = folder / f"{sample}.xlsx"
    arguments = [
        "build",
        str(SAMPLES / sample / "indicators.xlsx"),
        "-o",
        str(output),
        "--report",
        "spotlight",
        "--json",
    ]
    with contextlib.redirect_stdout(io.StringIO()) as said, contextlib.redirect_stderr(io.StringIO()):
        assert main(arguments) == 0
    return json.loads(said.getvalue()), output


@pytest.fixture(scope="module")
def leavers(tmp_path_factory: pytest.TempPathFactory) -> tuple[Document, Path]:
    return built(CARD, tmp_path_factory.mktemp("card"))


@pytest.fixture(scope="module")
def missing(tmp_path_factory: pytest.TempPathFactory) -> tuple[Document, Path]:
    return built(DATASET, tmp_path_factory.mktemp("dataset"))


def panels(document: Document) -> Iterator[Document]:
    (spotlight,) = document["spotlight"]
    yield from spotlight["panels"]


@pytest.mark.parametrize("ages", PUBLISHED)
def test_the_published_tables_come_out_exactly(ages: str, leavers: tuple[Document, Path]) -> None:
    file = shared.path(PUBLISHED[ages])
    if file is None:
        pytest.skip(shared.missing(PUBLISHED[ages]))
    with file.open(encoding="utf-8", newline="") as lines:
        header, *rows = csv.reader(lines)
    found = next(p for p in panels(leavers[0]) if p["columns"] == header[1:])
    ours = [
        [row["label"], *(printed(v, Unit(u), 0) for v, u in zip(row["values"], row["units"], strict=True))]
        for row in found["rows"]
    ]
    assert ours == rows


@pytest.mark.parametrize(("panel", "counted"), ON_CARD.items())
def test_the_list_gives_the_actual_and_possible_of_the_card(
    panel: tuple[str, str, str], counted: tuple[int, int], leavers: tuple[Document, Path]
) -> None:
    page, title, group = panel
    found = next(p for p in panels(leavers[0]) if page in p["page"] and p["title"] == title)
    number, share = next(row["values"] for row in found["rows"] if row["label"] == group)
    assert (number, share) == (counted[0], pytest.approx(counted[0] / counted[1]))


@pytest.mark.parametrize(("ages", "counted"), [("17 and 18", (56, 64)), ("19 to 21", (180, 184))])
def test_in_touch_is_that_of_list_9_and_says_so(
    ages: str, counted: tuple[int, int], leavers: tuple[Document, Path]
) -> None:
    found = next(p for p in panels(leavers[0]) if "Contact" in p["title"] and ages in p["title"])
    assert "List 9" in found["title"]
    number, share = next(row["values"] for row in found["rows"] if row["label"] == "In touch")
    assert (number, share) == (counted[0], pytest.approx(counted[0] / counted[1]))


def test_the_one_figure_that_the_list_does_not_give_is_a_finding_that_names_both(
    leavers: tuple[Document, Path],
) -> None:
    (finding,) = [f for f in leavers[0]["findings"] if f["code"] == "list-differs-from-card"]
    assert finding["severity"] == "warning"
    assert finding["indicator"] == "% Care leavers in EET (19-21) - Latest Contact (Ofsted List 9)"
    assert "120 of 184" in finding["message"]
    assert "119 of 184" in finding["message"]
    assert finding["sheet"]


def test_the_sheet_says_what_it_rests_on_and_that_nobody_on_the_list_is_real(leavers: tuple[Document, Path]) -> None:
    sheet = openpyxl.load_workbook(leavers[1])[NAME]
    texts = [str(cell.value) for row in sheet.iter_rows(max_col=1) for cell in row if cell.value]
    assert any("as at 15/12/2021: 311 young people in all, made up" in text for text in texts)
    assert any(text.startswith("Made up:") for text in texts)


def test_missing_children_are_the_figures_of_the_dataset(missing: tuple[Document, Path]) -> None:
    names = {
        "Missing episodes": "Number Missing Episodes",
        "Children missing": "MISSING - Count of young people missing",
        "Interview offered": "Episodes where Return Interview offered",
        "Interview accepted": "- RI accepted",
        "All looked after": "Number of Missing Episodes for CLA",
    }
    grid = {row["indicator"]: row["published"] for row in reversed(missing[0]["dataset"])}
    seen = set()
    for panel in panels(missing[0]):
        for row in panel["rows"]:
            if row["label"] in names:
                seen.add(row["label"])
                assert row["values"] == [grid[names[row["label"]]][column] for column in panel["columns"]]
    assert seen == set(names)


def test_in_and_out_of_county_are_the_rows_under_their_own_heading(missing: tuple[Document, Path]) -> None:
    by_reference = {row["reference"]: row["published"] for row in missing[0]["dataset"]}
    references = {
        "Ours, in county": "D090",
        "Ours, out of county": "D091",
        "In county": "D082",
        "Out of county": "D085",
    }
    found = {row["label"]: (p["columns"], row["values"]) for p in panels(missing[0]) for row in p["rows"]}
    for label, reference in references.items():
        columns, values = found[label]
        assert values == [by_reference[reference][column] for column in columns], label


@pytest.mark.parametrize("sample", ["leavers", "missing"])
def test_every_panel_has_a_native_chart_and_the_same_in_words(sample: str, request: pytest.FixtureRequest) -> None:
    document, path = request.getfixturevalue(sample)
    with zipfile.ZipFile(path) as package:
        charts = [name for name in package.namelist() if name.startswith("xl/charts/chart")]
        drawing = package.read("xl/drawings/drawing1.xml").decode("utf-8")
    wanted = [panel["alternative"] for panel in panels(document)]
    assert len(charts) == len(wanted)
    assert [html.unescape(words) for words in re.findall(r'descr="([^"]*)"', drawing)] == wanted
    assert all(re.search(r"\d", words) for words in wanted), "with the figures"


@pytest.mark.parametrize("sample", ["leavers", "missing"])
def test_the_sheet_needs_no_repair(sample: str, request: pytest.FixtureRequest) -> None:
    if ooxml.missing():
        pytest.skip(ooxml.missing())
    assert ooxml.validate(request.getfixturevalue(sample)[1]) == []


@pytest.mark.parametrize("sample", ["leavers", "missing"])
def test_the_tables_of_the_sheet_hold_the_figures_of_the_document(sample: str, request: pytest.FixtureRequest) -> None:
    document, path = request.getfixturevalue(sample)
    sheet = openpyxl.load_workbook(path)[NAME]
    top = 1
    for panel in panels(document):
        top = next(r for r in range(top, sheet.max_row + 1) if sheet.cell(r, 1).value == panel["title"])
        header = next(r for r in range(top, top + 4) if sheet.cell(r, 2).value == panel["columns"][0])
        for at, row in enumerate(panel["rows"], header + 1):
            assert sheet.cell(at, 1).value == row["label"], a1(at - 1, 0)
            shown = [sheet.cell(at, 2 + place).value for place in range(len(row["values"]))]
            for cell, value in zip(shown, row["values"], strict=True):
                assert not isinstance(cell, int | float) if value is None else cell == pytest.approx(value)
