"""The one way in from the add-in: which versions may meet, what needs a workbook, and that nothing bad gets out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from tests.tools.com_excel import REJECTED, com_error
from tests.tools.officer import Officer, state_of

from cpp_scorecard import __version__
from cpp_scorecard.excel import ribbon
from cpp_scorecard.excel.wording import wording

BUTTONS = (
    "check", "build", "preview", "publish", "go_to_source", "next_finding", "as_of", "restore_previous",
    "new_workbook", "add_month", "options", "help", "version",
)  # fmt: skip
WITHOUT_WORKBOOK = {"new_workbook", "help", "version"}


def test_every_button_has_an_action_a_help_and_a_word_for_the_status_bar() -> None:
    words = wording()
    assert set(ribbon.ACTIONS) == set(BUTTONS)
    assert [button["id"] for button in words["buttons"]] == list(BUTTONS)
    assert set(BUTTONS) <= set(words["progress"])
    assert {name for name, action in ribbon.ACTIONS.items() if not action.needs_workbook} == WITHOUT_WORKBOOK


@pytest.mark.parametrize("action", sorted(set(BUTTONS) - {"help", "version"}))
def test_an_add_in_of_another_version_does_nothing_but_say_so(officer: Officer, book: Any, action: str) -> None:
    before = state_of(book)
    said = officer.press(action, version="0.0.9")
    assert "0.0.9" in said
    assert __version__ in said
    assert len(officer.excel.told) == 1
    assert state_of(book) == before
    assert not officer.excel.calls("SaveCopyAs")


@pytest.mark.parametrize("action", ["help", "version"])
def test_help_and_version_work_across_versions(officer: Officer, book: Any, action: str) -> None:
    assert "nothing was done" not in officer.press(action, version="0.0.9")


def test_version_names_what_is_at_work_and_says_when_versions_differ(officer: Officer, book: Any, local: Path) -> None:
    same, other = officer.press("version"), officer.press("version", version="0.0.9")
    assert f"Scorecard {__version__}" in same
    assert "Excel 16.0." in same
    assert str(local / "log" / "excel.log") in same
    assert "different versions" not in same
    assert "add-in 0.0.9" in other
    assert "different versions" in other


def test_a_button_that_this_version_does_not_know_is_named(officer: Officer, book: Any) -> None:
    assert '"publish_everything"' in officer.press("publish_everything")


@pytest.mark.parametrize("action", sorted(set(BUTTONS) - WITHOUT_WORKBOOK))
def test_without_a_workbook_a_button_says_so(officer: Officer, action: str) -> None:
    assert "No workbook is open" in officer.press(action, "Nov-21")


def test_a_workbook_in_protected_view_is_told_from_none(officer: Officer) -> None:
    officer.excel.members.app_states["ActiveProtectedViewWindow"] = True
    assert "Enable Editing" in officer.press("check")


@pytest.mark.parametrize("action", sorted(set(BUTTONS)))
def test_an_unforeseen_error_is_a_sentence_and_an_entry_in_the_log(
    officer: Officer, book: Any, local: Path, monkeypatch: pytest.MonkeyPatch, action: str
) -> None:
    def broken(*_args: object) -> None:
        raise ZeroDivisionError("a secret of the code")

    known = ribbon.ACTIONS[action]
    monkeypatch.setattr(ribbon, "ACTIONS", {action: ribbon.Action(broken, known.needs_workbook, known.any_version)})
    said = officer.press(action)
    log = local / "log" / "excel.log"
    assert str(log) in said
    assert "ZeroDivisionError" not in said
    assert "Traceback" not in said
    assert "a secret of the code" in log.read_text("utf-8")
    assert officer.excel.app.api.StatusBar is False


def test_a_log_that_cannot_be_written_does_not_hide_the_error(
    officer: Officer, book: Any, local: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    local.parent.mkdir(parents=True, exist_ok=True)
    local.write_text("a file where the folder should be")
    monkeypatch.setattr(ribbon, "ACTIONS", {"check": ribbon.Action(lambda *_: 1 / 0)})  # type: ignore[arg-type]
    assert "could not be written down" in officer.press("check")


def test_what_excel_says_reaches_the_officer(officer: Officer, book: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_args: object) -> None:
        raise com_error("The disk is full.")

    monkeypatch.setattr(ribbon, "ACTIONS", {"check": ribbon.Action(refused)})
    assert "The disk is full" in officer.press("check")


def test_a_cell_that_is_being_edited_is_no_error_of_anybody(officer: Officer, book: Any) -> None:
    officer.excel.members.app_states["Ready"] = False
    assert "Press Enter or Esc" in officer.press("check")
    officer.excel.members.app_states["Ready"] = True
    officer.excel.fail_on("SaveCopyAs", com_error("", REJECTED))
    assert "Press Enter or Esc" in officer.press("build")


def test_excel_that_is_gone_ends_quietly(officer: Officer, book: Any) -> None:
    officer.excel.on_call = lambda _call: (_ for _ in ()).throw(com_error("The server is gone", -2147023174))
    ribbon.run("check", __version__)
    assert officer.excel.told == []


def test_the_status_bar_says_what_is_going_on_and_is_given_back(officer: Officer, book: Any) -> None:
    officer.press("check")
    shown = [call.given[0] for call in officer.excel.log if call.member == "StatusBar"]
    assert shown[0] == wording()["progress"]["check"]
    assert shown[-1] is False


def test_a_refusal_that_names_a_cell_selects_it(officer: Officer, book: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from cpp_scorecard.core.errors import Refused

    def refused(*_args: object) -> None:
        raise Refused("'Figures'!D3: cannot be read.", "Correct it.")

    monkeypatch.setattr(ribbon, "ACTIONS", {"check": ribbon.Action(refused)})
    assert "'Figures'!D3" in officer.press("check")
    assert book.sheets.active.name == "Figures"
    assert officer.excel.app.selection.address == "$D$3"


@pytest.mark.parametrize("action", ["check", "preview", "next_finding", "go_to_source", "help", "version", "options"])
def test_buttons_that_change_nothing_change_nothing(officer: Officer, book: Any, action: str) -> None:
    before = state_of(book)
    officer.press(action, answer="cancel")
    assert state_of(book) == before


def test_no_button_saves_closes_or_takes_the_focus(officer: Officer, book: Any) -> None:
    for action in BUTTONS:
        officer.press(action, "Nov-21")
        book.api.Activate()
    wrong = {("call", name) for name in ("Save", "SaveAs", "Close", "Protect", "Unprotect")} | {("set", "AutoSaveOn")}
    mine = "Workbook(indicators.xlsx)"
    assert [call for call in officer.excel.log if (call.kind, call.member) in wrong and call.on == mine] == []
    windows = {"Visible", "WindowState", "Caption"}
    assert [call for call in officer.excel.log if call.kind == "set" and call.member in windows] == []
    assert any(call.member == "Copy" for call in officer.excel.log), "sheets were copied, so there was something to see"


def test_messages_speak_no_word_of_the_machinery() -> None:
    banned = re.compile(r"[Tt]raceback|[Ee]xception\b|\bCOM\b|\bxl[A-Z]")

    def texts(part: Any) -> list[str]:
        if isinstance(part, dict):
            return [text for one in part.values() for text in texts(one)]
        if isinstance(part, list):
            return [text for one in part for text in texts(one)]
        return [str(part)]

    assert len(texts(wording())) > 100
    assert [text for text in texts(wording()) if banned.search(text)] == []


def test_months_are_the_workbooks_own_latest_first(officer: Officer, book: Any) -> None:
    assert ribbon.months() == ("Nov-21", "Oct-21", "Sep-21")
    copies = len(officer.excel.calls("SaveCopyAs"))
    assert ribbon.months() == ("Nov-21", "Oct-21", "Sep-21")
    assert len(officer.excel.calls("SaveCopyAs")) == copies, "the list is remembered"


def test_months_of_no_workbook_or_another_kind_are_none_and_no_message(officer: Officer) -> None:
    assert ribbon.months() == ()
    officer.excel.new()
    assert ribbon.months() == ()
    assert officer.excel.told == []


def test_the_page_for_officers_says_what_the_help_says() -> None:
    page = (Path(__file__).parents[2] / "docs" / "officers.md").read_text("utf-8")
    for button in wording()["buttons"]:
        assert f"| {button['label']} | {button['does']} | {button['changes']} |" in page
    for one in wording()["when"]:
        assert f"| {one['happens']} | {one['do']} |" in page
