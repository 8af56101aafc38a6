"""Check, Next finding, Go to source, Options, New indicator workbook and Help: what they show and where they lead."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl.utils import get_column_letter
from tests.tools.excel_copies import contents
from tests.tools.officer import FIGURES, Officer, indicators, model_of, sheet_names, state_of
from tests.tools.workbooks import council, definition

from cpp_scorecard.excel.going import CellPlace, places_in
from cpp_scorecard.excel.wording import wording


@pytest.fixture
def faulty(officer: Officer, tmp_path: Path) -> Any:
    """A workbook with figures that cannot be read, in Figures!D2 and on a hidden sheet."""
    rows = [list(row) for row in FIGURES]
    rows[1][3], rows[2][4] = "about twelve", "five or so"
    path = council(tmp_path / "faulty.xlsx", [definition(low=10), definition("Visits", high=4)], rows)
    return officer.open(path)


def here(officer: Officer) -> tuple[str, str]:
    app = officer.excel.app
    return app.books.active.sheets.active.name, app.selection.address


def test_check_counts_the_findings_and_lists_the_first(officer: Officer, faulty: Any) -> None:
    before = state_of(faulty)
    said = officer.press("check")
    assert re.search(r"\d+ things? to put right", said)
    assert "'Figures'!D2" in said
    assert "about twelve" in said
    assert "Next finding goes to each of them" in said
    assert state_of(faulty) == before


def test_next_finding_walks_through_them_and_begins_again(officer: Officer, faulty: Any) -> None:
    officer.press("check")
    copies = len(officer.excel.calls("SaveCopyAs"))
    said = [officer.press("next_finding")]
    count = int(re.search(r"Finding 1 of (\d+)", said[0])[1])  # type: ignore[index]
    places = [here(officer)]
    for _ in range(count - 1):
        said.append(officer.press("next_finding"))
        places.append(here(officer))
    assert len(officer.excel.calls("SaveCopyAs")) == copies, "what Check found is remembered"
    assert ("Figures", "$D$2") in places
    assert "That was the last one" in said[-1]
    assert f"Finding 1 of {count}" in officer.press("next_finding")
    for text, place in zip(said, places, strict=True):
        if "no single cell" not in text:
            assert place[1].replace("$", "") in text


def test_next_finding_checks_where_nobody_did(officer: Officer, faulty: Any) -> None:
    assert "Finding 1 of" in officer.press("next_finding")
    assert len(officer.excel.told) == 1


@pytest.mark.parametrize(("visible", "sentence"), [(0, "is on a hidden sheet"), (2, "only the Visual Basic editor")])
def test_a_finding_on_a_hidden_sheet_is_said_to_be_there(
    officer: Officer, faulty: Any, visible: int, sentence: str
) -> None:
    officer.press("check")
    faulty.sheets["Definitions"].api.Activate()
    faulty.sheets["Figures"].api.Visible = visible
    said = [officer.press("next_finding") for _ in range(3)]
    assert any(sentence in text for text in said)
    assert here(officer)[0] == "Definitions"


@pytest.fixture
def card(officer: Officer, built_file: Path) -> Any:
    return officer.open(built_file)


def cell_of(book: Any, sheet: str, value: object) -> str:
    model = next(one for one in model_of(book).sheets_ if one.name == sheet)
    row, column = min(place for place, (found, _) in contents(model).items() if found == value)
    return f"${get_column_letter(column)}${row}"


def test_go_to_source_selects_the_cells_behind_a_figure(officer: Officer, card: Any) -> None:
    officer.select(card, "CPP Scorecard", cell_of(card, "CPP Scorecard", 9))
    officer.press("go_to_source")
    assert officer.excel.told == []
    assert here(officer) == ("Figures", "$E$2")


def test_go_to_source_works_from_any_cell_of_the_row(officer: Officer, card: Any) -> None:
    row = int(re.sub(r"\D", "", cell_of(card, "CPP Scorecard", "Visits")))
    officer.select(card, "CPP Scorecard", f"A{row}")
    officer.press("go_to_source")
    assert here(officer)[0] == "Figures"
    assert here(officer)[1].endswith("$3")


def test_several_cells_are_named_and_the_first_selected(officer: Officer, card: Any) -> None:
    address = cell_of(card, "CPP Scorecard", 9)
    officer.select(card, "CPP Scorecard", address)
    card.sheets["CPP Scorecard"].range(address).api.Comment.Text("R12M: from 'Figures'!C2:E2, 'Definitions'!E2.")
    said = officer.press("go_to_source")
    assert "'Definitions'!E2" in said or "Definitions!E2" in said
    assert here(officer) == ("Figures", "$C$2:$E$2")


def test_go_to_source_says_where_there_is_none(officer: Officer, card: Any) -> None:
    officer.select(card, "CPP Scorecard", "A1")
    assert "has no source" in officer.press("go_to_source")
    officer.select(card, "Figures", "C3")
    assert "one of your own sheets" in officer.press("go_to_source")


def test_go_to_source_leads_from_a_preview_to_the_workbook(officer: Officer, book: Any) -> None:
    officer.press("preview")
    preview = officer.excel.app.books.active
    officer.select(preview, "CPP Scorecard", cell_of(preview, "CPP Scorecard", 9))
    officer.press("go_to_source")
    assert (officer.excel.app.books.active.name, *here(officer)) == ("indicators.xlsx", "Figures", "$E$2")
    preview.api.Activate()
    book.close()
    assert "is not open" in officer.press("go_to_source")


def test_a_source_that_is_gone_is_said(officer: Officer, card: Any) -> None:
    officer.select(card, "CPP Scorecard", cell_of(card, "CPP Scorecard", 9))
    card.sheets["Figures"].name = "Old figures"
    assert "which is not a sheet of indicators.xlsx" in officer.press("go_to_source")


def test_places_are_read_as_reports_write_them() -> None:
    text = "R12M: from 'Health'!N12:U12, 'It''s ours'!B2. Expected range: 'Definitions'!F$3."
    assert places_in(text) == [
        CellPlace("Health", "N12:U12"), CellPlace("It's ours", "B2"), CellPlace("Definitions", "F3"),
    ]  # fmt: skip
    assert places_in("Children's homes! A1") == []


def test_options_goes_to_the_first_setting(officer: Officer, tmp_path: Path) -> None:
    settings = [("Our settings",), ("Setting", "Value"), ("Council", "Wiltshire")]
    officer.open(indicators(tmp_path / "with.xlsx", Mine=settings))
    assert "These are the settings" in officer.press("options")
    assert here(officer) == ("Mine", "$B$3")


@pytest.mark.slow
def test_options_offers_a_sheet_of_settings_and_adds_it_at_the_end(officer: Officer, book: Any) -> None:
    before = state_of(book)
    officer.press("options", answer="cancel")
    assert state_of(book) == before
    officer.press("options")
    assert 'a sheet "Settings" at the end' in officer.asked
    assert sheet_names(book) == ["Definitions", "Figures", "Settings"]
    assert here(officer)[0] == "Settings"
    assert "These are the settings" in officer.press("options")
    assert "ready for the report" in officer.press("check") or "look at" in officer.excel.said()


def test_a_sheet_called_settings_without_any_is_refused(officer: Officer, tmp_path: Path) -> None:
    officer.open(indicators(tmp_path / "own.xlsx", Settings=[("My colours",)]))
    assert "in which no setting could be found" in officer.press("options")


@pytest.mark.slow
def test_a_new_workbook_is_the_template_where_the_officer_wants_it(officer: Officer, tmp_path: Path) -> None:
    from cpp_scorecard.core.resources import shipped

    members = officer.excel.members
    assert officer.press("new_workbook") == ""
    members.save_as = str(tmp_path / "ours")
    officer.press("new_workbook")
    made = tmp_path / "ours.xlsx"
    assert made.read_bytes() == (shipped("workbook_templates") / "indicator_workbook.xlsx").read_bytes()
    assert officer.excel.app.books.active.name == "ours.xlsx"
    assert "already there" in officer.press("new_workbook")
    members.save_as = str(tmp_path / "no such folder" / "ours.xlsx")
    assert "cannot be written to" in officer.press("new_workbook")


def test_the_help_is_a_page_on_this_computer_with_every_button(officer: Officer, local: Path) -> None:
    said = officer.press("help")
    page = (local / "help.html").read_text("utf-8")
    assert str(local / "help.html") in said
    assert "http" not in page
    assert "{" not in re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    for button in wording()["buttons"]:
        assert html.escape(button["label"]) in page
        assert html.escape(button["does"]) in page
