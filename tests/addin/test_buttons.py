"""Every control of the ribbon: its id, through the add-in's VBA, to the Python entry point and what it is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from lxml import etree
from tests.tools.addin_excel import AddinExcel, Control, Python, Ribbon

from cpp_scorecard import __version__
from cpp_scorecard.addin.ribbon_lint import action_ids
from cpp_scorecard.addin.sources import addin_sources
from cpp_scorecard.addin.vba_project import module_stream
from cpp_scorecard.excel.ribbon import ACTIONS

SOURCES = addin_sources()
FILE = SOURCES.folder / SOURCES.file_name
ELEMENTS: dict[str, dict[str, Any]] = {
    str(element.get("id")): {"kind": etree.QName(element).localname} | {str(k): str(v) for k, v in element.items()}
    for element in etree.fromstring(SOURCES.ribbon.encode("utf-8")).iter("{*}button", "{*}dropDown")
}
BUTTONS = [name for name, element in ELEMENTS.items() if element["kind"] == "button"]
MONTH = ELEMENTS["as_of"]
ENTRY = "module cpp_scorecard.excel.ribbon"


@dataclass
class Desk:
    python: Python
    excel: AddinExcel
    ribbon: Ribbon

    def press(self, name: str) -> None:
        element = ELEMENTS[name]
        self.excel.press(element["onAction"], Control(name, element["tag"]))

    def ask(self, callback: str, *arguments: Any) -> Any:
        """What a callback of the list of months puts into its last argument."""
        self.excel.app.interpreter.initialise()
        sub = MONTH[callback].split(".")[1]
        given = ", ".join(["TheControl", *map(str, arguments)])
        probe = "Public TheControl As Object\nPublic Sub Hold(c)\nSet TheControl = c\nEnd Sub\n"
        probe += f"Public Function Ask()\nDim answer\n{sub} {given}, answer\nAsk = answer\nEnd Function\n"
        self.excel.add("Probe", probe)
        self.excel.app.run("Hold", Control("as_of", MONTH["tag"]))
        return self.excel.app.run("Ask")

    def months(self) -> list[str]:
        return [self.ask("getItemLabel", index) for index in range(self.ask("getItemCount"))]

    def choose(self, index: int) -> None:
        control = Control("as_of", MONTH["tag"])
        self.excel.press(MONTH["onAction"], control, self.ask("getItemID", index), index)

    @property
    def called(self) -> list[tuple[Any, ...]]:
        return [entry[1:] for entry in self.python.log if entry[0] == "call"]


@pytest.fixture
def desk() -> Desk:
    python = Python(lambda name, _arguments: ["Nov-21", "Oct-21", "Sep-21"] if name == "months" else None)
    excel = AddinExcel(FILE, python)
    ribbon = Ribbon()
    excel.press("CppRibbon.RibbonLoaded", ribbon)
    return Desk(python, excel, ribbon)


def test_the_ribbon_has_exactly_the_actions_that_python_has() -> None:
    assert set(action_ids(SOURCES.ribbon)) == set(ACTIONS)


@pytest.mark.parametrize("name", ELEMENTS)
def test_a_control_needs_a_workbook_exactly_where_its_action_does(name: str) -> None:
    assert (ELEMENTS[name]["tag"].split("|")[0] == "workbook") == ACTIONS[name].needs_workbook


@pytest.mark.parametrize("name", BUTTONS)
def test_a_button_reaches_its_action_with_the_version_of_the_addin(desk: Desk, name: str) -> None:
    desk.press(name)
    assert desk.called == [(ENTRY, "run", name, __version__, "")]
    assert desk.excel.told == []
    assert desk.excel.host.status_bar is False


@pytest.mark.parametrize("name", BUTTONS)
def test_the_status_bar_says_what_is_going_on_before_python_is_reached(desk: Desk, name: str) -> None:
    seen = []
    desk.python.answer = lambda _name, _arguments: seen.append(desk.excel.host.status_bar)
    desk.press(name)
    assert seen == [f"{SOURCES.title}: {ELEMENTS[name]['tag'].split('|')[1]} ..."]


def test_what_python_leaves_in_the_status_bar_stays(desk: Desk) -> None:
    def work(_name: str, _arguments: list[Any]) -> None:
        desk.excel.host.status_bar = "Check: nothing to put right."

    desk.python.answer = work
    desk.press("check")
    assert desk.excel.host.status_bar == "Check: nothing to put right."


def test_python_gets_the_workbook_itself_and_no_name_of_it(desk: Desk) -> None:
    desk.press("check")
    assert ("set", "module xlwings._xlwindows", "BOOK_CALLER", desk.excel.book) in desk.python.log


@pytest.mark.parametrize("name", ["a=b.xlsx", 'it\'s "so".xlsx', "a;b;..;c.xlsx", "100% & more.xlsx"])
def test_a_workbooks_name_changes_nothing_of_what_python_is_told(desk: Desk, name: str) -> None:
    desk.press("check")
    plain = desk.called
    desk.python.log.clear()
    desk.excel.book.name = name
    desk.press("check")
    assert desk.called == plain
    assert desk.excel.told == []


@pytest.mark.parametrize("name", ELEMENTS)
def test_without_a_workbook_an_action_that_needs_one_says_so(desk: Desk, name: str) -> None:
    desk.excel.close_workbook()
    if name == "as_of":
        desk.choose(0)
    else:
        desk.press(name)
    if ACTIONS[name].needs_workbook:
        assert desk.called == []
        (sentence,) = desk.excel.told
        assert sentence.startswith("Open the indicator workbook first")
    else:
        assert desk.called == [(ENTRY, "run", name, __version__, "")]
        assert ("set", "module xlwings._xlwindows", "BOOK_CALLER", desk.excel.addin) in desk.python.log


@pytest.mark.parametrize("name", BUTTONS)
def test_a_failure_of_python_is_one_sentence_and_no_traceback(desk: Desk, name: str) -> None:
    from pyopenvba.interpreter._values import error

    def fails(_name: str, _arguments: list[Any]) -> None:
        raise error(1000, "Unexpected Python Error: Traceback (most recent call last): ...")

    desk.python.answer = fails
    desk.press(name)
    (sentence,) = desk.excel.told
    assert sentence.startswith("The scorecard could not finish this.")
    assert "Traceback" not in sentence
    assert desk.excel.host.status_bar is False


def test_a_python_that_does_not_start_is_said_in_its_own_words() -> None:
    excel = AddinExcel(FILE, None, trouble="The scorecard's Python is not there.")
    excel.press("CppRibbon.ButtonPressed", Control("check", ELEMENTS["check"]["tag"]))
    assert excel.told == ["The scorecard's Python is not there."]
    assert excel.host.status_bar is False


def test_drawing_the_ribbon_does_not_start_python(desk: Desk) -> None:
    assert desk.months() == ["As the workbook says", "List the months"]
    assert desk.ask("getSelectedItemIndex") == 0
    assert desk.python.log == []


def test_the_months_are_read_once_when_they_are_asked_for(desk: Desk) -> None:
    desk.choose(1)
    assert desk.called == [(ENTRY, "months")]
    assert desk.ribbon.redrawn == ["as_of"]
    assert desk.months() == ["As the workbook says", "Nov-21", "Oct-21", "Sep-21"]
    assert desk.called == [(ENTRY, "months")]


def test_a_chosen_month_goes_to_its_action_and_stays_selected(desk: Desk) -> None:
    desk.choose(1)
    desk.choose(2)
    assert desk.called[-1] == (ENTRY, "run", "as_of", __version__, "Oct-21")
    assert desk.months()[desk.ask("getSelectedItemIndex")] == "Oct-21"


def test_going_back_to_the_workbooks_own_month_sends_no_month(desk: Desk) -> None:
    desk.choose(1)
    desk.choose(2)
    desk.choose(0)
    assert desk.called[-1] == (ENTRY, "run", "as_of", __version__, "")
    assert desk.ask("getSelectedItemIndex") == 0


@pytest.mark.parametrize("name", BUTTONS)
def test_the_list_is_stale_after_an_action_that_may_change_the_months(desk: Desk, name: str) -> None:
    desk.choose(1)
    desk.choose(2)
    desk.press(name)
    if ELEMENTS[name]["tag"].endswith("|months"):
        assert desk.months() == ["As the workbook says", "Oct-21", "List the months"]
    else:
        assert desk.months() == ["As the workbook says", "Nov-21", "Oct-21", "Sep-21"]
    assert desk.months()[desk.ask("getSelectedItemIndex")] == "Oct-21"


def test_each_workbook_has_its_own_months(desk: Desk) -> None:
    desk.choose(1)
    desk.excel.app.add_workbook()
    assert desk.months() == ["As the workbook says", "List the months"]


def test_another_workbook_in_front_has_the_list_drawn_again(desk: Desk) -> None:
    probe = (
        "Public Sub Bring(ribbon)\nDim events As New CppRibbonEvents\nevents.Listen Application, ribbon\n"
        "events.mExcel_WorkbookActivate ActiveWorkbook\nEnd Sub\n"
    )
    text = module_stream(SOURCES.vba["CppRibbonEvents"]).replace("Private Sub mExcel", "Public Sub mExcel")
    desk.excel.add("CppRibbonEvents", text)
    desk.excel.add("Probe", probe)
    desk.excel.app.run("Bring", desk.ribbon)
    assert desk.ribbon.redrawn == ["as_of"]
