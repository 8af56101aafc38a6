"""Publish: the edition of the workbook as it is now, in a folder of its month beside it, printed by Excel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.publish.small_council import SETTINGS, small_council, without_office
from tests.tools.officer import Officer, state_of

from cpp_scorecard.app.edition_record import read_record

APPROVED = (("Approved by", "Head of Performance"), ("Approved on", "11/01/2022"))


@pytest.fixture(autouse=True)
def _without_office(monkeypatch: pytest.MonkeyPatch) -> None:
    without_office(monkeypatch)


@pytest.fixture
def council(tmp_path: Path) -> Path:
    (tmp_path / "council").mkdir()
    return small_council(tmp_path / "council" / "indicators.xlsx", settings=(*SETTINGS, *APPROVED))


def test_the_edition_is_of_the_workbook_as_it_is_now(officer: Officer, council: Path) -> None:
    book = officer.open(council)
    book.sheets["Figures"]["E5"].value = 75
    before = state_of(book)
    said = officer.press("publish")
    folder = council.parent / "indicators editions" / "2021-12"
    assert str(folder) in officer.asked
    assert "approved by Head of Performance on 11 January 2022" in officer.asked
    assert "Upload the whole folder" in said
    card = openpyxl.load_workbook(folder / "print-pack.xlsx")["CPP Scorecard"]
    assert any(cell.value == 75 for row in card.iter_rows() for cell in row)
    assert (folder / "print-pack.pdf").read_bytes().startswith(b"%PDF"), "Excel printed it"
    assert state_of(book) == before
    assert [str(one.name) for one in officer.excel.app.books] == ["indicators.xlsx"], "the pack was closed again"
    assert sorted(path.name for path in council.parent.iterdir()) == ["indicators editions", "indicators.xlsx"]


def test_a_month_later_it_is_compared_with_the_approved_edition_before(officer: Officer, council: Path) -> None:
    officer.open(council)
    officer.press("as_of", "Nov-21")
    officer.press("publish")
    officer.press("as_of", "")
    officer.press("publish")
    assert "compared with the edition of 2021-11" in officer.asked
    record = read_record(council.parent / "indicators editions" / "2021-12")
    assert record.previous is not None
    assert record.previous["as_of"] == "2021-11"


def test_a_draft_says_what_is_lacking_and_is_no_edition_to_compare_with(officer: Officer, tmp_path: Path) -> None:
    path = small_council(tmp_path / "drafted.xlsx")
    officer.open(path)
    for _ in range(2):
        said = officer.press("publish")
        assert '"Approved by" and "Approved on"' in officer.asked
        assert "no approved edition" in officer.asked
        assert "draft" in said


def test_cancel_writes_nothing(officer: Officer, council: Path) -> None:
    officer.open(council)
    officer.press("publish", answer="cancel")
    assert [path.name for path in council.parent.iterdir()] == ["indicators.xlsx"]


def test_a_workbook_on_the_web_has_no_folder_to_publish_in(
    officer: Officer, council: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from contextlib import contextmanager

    from cpp_scorecard.excel import publishing
    from cpp_scorecard.excel.saved_copy import SavedCopy

    @contextmanager
    def on_the_web(_book: Any) -> Any:
        yield SavedCopy(council, council)

    officer.open(council)
    monkeypatch.setattr(publishing, "saved_copy", on_the_web)
    assert "Save a copy there" in officer.press("publish")
