"""The smoke test's own machinery, without Excel: steps run in order, judge what they see, and report it as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from tests.tools import smoke_bench
from tests.tools.smoke_bench import ADDIN, GALLERY, StandIn

from cpp_scorecard import __version__
from cpp_scorecard.addin.smoke.bench import Bench, Cell, Pressed
from cpp_scorecard.addin.smoke.button_steps import BUTTONS, BY_HAND, address
from cpp_scorecard.addin.smoke.result import Outcome, SmokeResult
from cpp_scorecard.addin.smoke.run import STEPS, run_steps
from cpp_scorecard.addin.smoke.steps import Trial, alike, values_in

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A workbook with the values of the stand-in's gallery."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Figures"
    for cell in GALLERY:
        sheet.cell(cell.row, cell.column, cell.value)
    path = tmp_path_factory.mktemp("gallery") / "gallery.xlsx"
    book.save(path)
    return path.read_bytes()


@pytest.fixture
def folder(tmp_path: Path, gallery: bytes) -> Path:
    (tmp_path / "gallery.xlsx").write_bytes(gallery)
    (tmp_path / "indicators.xlsx").write_bytes(b"a workbook")
    return tmp_path


def run(folder: Path, bench: Bench, said: list[str] | None = None) -> SmokeResult:
    trial = Trial(bench, folder, folder / "gallery.xlsx", folder / "indicators.xlsx", Path(ADDIN), __version__)
    return run_steps(trial, (said if said is not None else []).append)


def outcomes(result: SmokeResult) -> dict[str, Outcome]:
    return {step.step: step.outcome for step in result.steps}


def test_where_all_is_well_every_step_passes_with_its_evidence(folder: Path) -> None:
    said: list[str] = []
    result = run(folder, StandIn(), said)
    assert [(step.step, step.reason) for step in result.steps if step.outcome is not Outcome.PASSED] == []
    assert all(step.evidence for step in result.steps)
    assert [line.split(maxsplit=1)[1] for line in said] == [step.name for step in STEPS]
    assert result.passed


SPOILT: Mapping[str, tuple[dict[str, Any], str]] = {
    "doctor": ({"troubles": ["library-missing"]}, "library-missing"),
    "gallery": ({}, "'A', not 'G'"),
    "versions": ({"version": "0.0.9"}, "0.0.9"),
    "real errors": ({"error": "no number"}, "not an error value"),
    "thousand rows": ({"seconds": 30.0}, "30.0 s"),
    "button: build": ({"builds": False}, "no sheet CPP Scorecard"),
    "own sheets": ({"changes": True}, "Changed: Figures"),
    "button: as_of": ({"month_labels": ()}, "empty"),
    "button: preview": ({"opens_preview": False}, "opened no workbook"),
    "button: check": ({"says": {"check": Pressed()}}, "said nothing"),
    "nothing stays": ({"left": ("pythonw.exe 7",)}, "pythonw.exe 7"),
}


@pytest.mark.parametrize("step", SPOILT)
def test_what_is_wrong_fails_its_step_and_the_others_go_on(
    folder: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoilt, reason = SPOILT[step]
    if step == "gallery":
        wrong = Cell(3, 1, "A", "=CPP_RAG(0.9,0.95,1,1)")
        monkeypatch.setattr(smoke_bench, "GALLERY", [*GALLERY[:4], wrong, GALLERY[5]])
    result = run(folder, StandIn(**spoilt))
    (failed,) = (found for found in result.steps if found.step == step)
    assert failed.outcome is Outcome.FAILED
    assert reason in failed.reason
    assert not result.passed
    assert outcomes(result)["links"] is Outcome.PASSED


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        (
            "externalLinkPath",
            "file:///C:\\Users\\officer\\AppData\\Roaming\\Microsoft\\Excel\\XLSTART\\cpp-scorecard.xlam",
        ),
        ("xlPathMissing", "cpp-scorecard.xlam"),
    ],
)
def test_a_link_that_only_this_pc_understands_fails(folder: Path, kind: str, target: str) -> None:
    result = run(folder, StandIn(link=(kind, target)))
    assert {step for step, outcome in outcomes(result).items() if outcome is Outcome.FAILED} == {"links"}


@pytest.mark.parametrize("addin", [None, r"C:\Users\officer\Downloads\cpp-scorecard.xlam"])
def test_without_the_add_in_nothing_else_is_tried(folder: Path, addin: str | None) -> None:
    """The rest would fail for the same reason: it is skipped, and says so."""
    result = run(folder, StandIn(addin=addin))
    after = result.steps[2:]
    assert {step.outcome for step in after} == {Outcome.SKIPPED}
    assert {step.reason for step in after} == {"Excel did not start with the add-in."}
    assert not result.passed


def test_with_nobody_there_what_needs_eyes_is_skipped(folder: Path) -> None:
    result = run(folder, StandIn(answer=None))
    skipped = {step for step, outcome in outcomes(result).items() if outcome is Outcome.SKIPPED}
    assert skipped == {
        "quiet start", "ribbon", "button: new_workbook", "button: help", "buttons on the ribbon", "second Excel",
        "edit mode",
    }  # fmt: skip
    assert result.passed


def test_a_no_from_the_person_fails(folder: Path) -> None:
    assert outcomes(run(folder, StandIn(answer=False)))["ribbon"] is Outcome.FAILED


def test_workbooks_that_cannot_be_changed_must_be_refused(folder: Path) -> None:
    found = outcomes(run(folder, StandIn(refuses=False)))
    assert {found[step] for step in ("protected structure", "read-only", "Protected View")} == {Outcome.FAILED}


def test_an_error_of_excel_is_a_failed_step_and_no_end(folder: Path) -> None:
    class Broken(StandIn):
        def calculate(self, book: str) -> float:
            raise OSError("the server threw an exception")

    result = run(folder, Broken())
    assert "OSError: the server threw an exception" in {step.reason for step in result.steps}
    assert outcomes(result)["nothing stays"] is Outcome.PASSED


def test_every_button_of_the_ribbon_is_tried() -> None:
    from cpp_scorecard.excel.ribbon import ACTIONS

    assert {*BUTTONS, *BY_HAND} == set(ACTIONS)
    assert len({step.name for step in STEPS}) == len(STEPS)


def test_the_document_is_as_the_page_describes_it(folder: Path) -> None:
    """Field by field: what a release note quotes."""
    document = json.loads(run(folder, StandIn(answer=None)).to_json())
    page = (ROOT / "docs" / "windows-smoke-test.md").read_text("utf-8")
    described = set(re.findall(r"^\| `([a-z_\[\].]+)` \|", page, re.MULTILINE))
    fields = {*document, *(f"steps[].{name}" for name in document["steps"][0])}
    assert described == fields
    assert document["counts"] == {"passed": len(STEPS) - 7, "failed": 0, "skipped": 7}
    rows = [f"| {step.name} | {step.shows} |" for step in STEPS]
    assert [row for row in rows if row not in page] == []


def test_the_gallery_that_ships_is_what_excel_is_compared_with() -> None:
    """Values of every function, spilled ones and errors among them, and no date."""
    values = values_in(ROOT / "samples" / "worksheet-functions" / "gallery.xlsx")
    assert values["Ratings"][69, 9] in ("R", "A", "G"), "the last cell that a formula 64 rows above spills into"
    everything = [value for sheet in values.values() for value in sheet.values()]
    assert any(str(value).startswith("#") for value in everything)
    assert len(everything) > 500


COMPARED: list[tuple[Any, Any, bool]] = [
    (0.1 + 0.2, 0.3, True), (0.94, 0.95, False), ("R", "R", True), ("#N/A", "#N/A", True), ("", None, False),
    (1e12, 1e12 + 1e-3, True),
]  # fmt: skip


@pytest.mark.parametrize(("found", "expected", "same"), COMPARED)
def test_values_agree_to_the_precision_of_excel(found: Any, expected: Any, same: bool) -> None:
    assert alike(found, expected) is same


@pytest.mark.parametrize(("row", "column", "name"), [(1, 1, "A1"), (8, 26, "Z8"), (8, 28, "AB8"), (5, 16384, "XFD5")])
def test_addresses(row: int, column: int, name: str) -> None:
    assert address(row, column) == name
