"""Restore previous in the open workbook: which report sheets come back, and whose they were."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.tools.excel_copies import contents
from tests.tools.officer import Officer, model_of, sheet_names

from cpp_scorecard.excel.places import key_of

OWN = ["Definitions", "Figures"]


@pytest.mark.slow
def test_restore_previous_brings_the_sheets_before_back_and_forth(officer: Officer, built: Any) -> None:
    officer.press("build")
    first = own_report(built)
    built.sheets["Figures"]["E2"].value = 14
    officer.press("build")
    second = own_report(built)
    assert first != second
    assert "back" in officer.press("restore_previous")
    assert "Replaced" in officer.asked
    assert own_report(built) == first
    officer.press("restore_previous")
    assert own_report(built) == second
    assert built.sheets["Figures"]["E2"].value == 14, "the officer's figures are no part of it"


def own_report(book: Any) -> Any:
    """The card's texts, figures and formulas."""
    return contents(next(sheet for sheet in model_of(book).sheets_ if sheet.name == "CPP Scorecard"))


@pytest.mark.slow
def test_restore_follows_a_new_name(officer: Officer, built: Any) -> None:
    officer.press("build")
    built.sheets["Figures"]["E2"].value = 14
    officer.press("build")
    built.sheets["CPP Scorecard"].name = "Our card"
    officer.press("restore_previous")
    assert sheet_names(built) == [*OWN, "Contents", "Explained", "Our card", "Exceptions", "Checks"]
    links = {str(link.SubAddress) for link in built.api.Sheets("Contents").Hyperlinks}
    assert any("Our card" in link for link in links)
    assert not any("CPP Scorecard" in link for link in links)


@pytest.mark.slow
def test_report_sheets_that_somebody_else_put_in_can_be_restored(officer: Officer, built: Any, local: Path) -> None:
    assert not (local / "workbooks").exists(), "nothing was built from this computer"
    first = own_report(built)
    built.sheets["Figures"]["E2"].value = 14
    assert "could not be kept" not in officer.press("build")
    officer.press("restore_previous")
    assert own_report(built) == first
    assert [str(one.Name) for one in officer.excel.app.api.Workbooks] == ["indicators.xlsx"]


def test_nothing_to_restore_is_said(officer: Officer, book: Any) -> None:
    assert "There are no earlier report sheets" in officer.press("restore_previous")


@pytest.mark.slow
def test_what_cannot_be_kept_is_said_and_the_build_stands(officer: Officer, built: Any, local: Path) -> None:
    folder = local / "workbooks" / key_of(str(built.api.FullName))
    folder.parent.mkdir(parents=True)
    folder.write_text("a file where the folder should be")
    said = officer.press("build")
    assert "in place" in said
    assert "could not be kept" in said
