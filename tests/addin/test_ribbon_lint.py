"""What Excel would answer with an empty tab, a dead button or nothing at all is found when the add-in is built."""

from __future__ import annotations

import pytest

from cpp_scorecard.addin.ribbon_lint import action_ids, faults_of_ribbon
from cpp_scorecard.addin.sources import addin_sources

BUTTON = (
    '<button id="check" tag="workbook|Checking|" label="Check" imageMso="Help" keytip="C" '
    'screentip="Check" supertip="Lists what to look at." onAction="Calls.Pressed"/>'
)
LIST = (
    '<dropDown id="as_of" tag="workbook|Setting|" label="Month" imageMso="Help" keytip="M" screentip="Month" '
    'supertip="The month." onAction="Calls.Chosen" getItemCount="Calls.Count" getItemID="Calls.Name" '
    'getItemLabel="Calls.Label" getSelectedItemIndex="Calls.Selected"/>'
)
RIBBON = (
    '<customUI xmlns="http://schemas.microsoft.com/office/2009/07/customui" onLoad="Calls.Loaded"><ribbon><tabs>'
    f'<tab id="t" label="T" keytip="CP"><group id="g" label="G">{BUTTON}{LIST}</group></tab></tabs></ribbon></customUI>'
)
CALLS = """Public Sub Loaded(ribbon As IRibbonUI)
Public Sub Pressed(control As IRibbonControl)
Public Sub Chosen(control As IRibbonControl, id As String, index As Integer)
Public Sub Count(control As IRibbonControl, ByRef number)
Public Sub Name(control As IRibbonControl, index As Integer, ByRef id)
Public Sub Label(control As IRibbonControl, index As Integer, ByRef text)
Public Sub Selected(control As IRibbonControl, ByRef index)
"""


def faults(ribbon: str = RIBBON, calls: str = CALLS) -> list[str]:
    return faults_of_ribbon(ribbon, frozenset({"Help"}), {"Calls": calls})


def without(attribute: str) -> str:
    start = BUTTON.index(f' {attribute}="')
    end = BUTTON.index('"', BUTTON.index('"', start) + 1) + 1
    return RIBBON.replace(BUTTON, BUTTON[:start] + BUTTON[end:])


FAULTS = {
    "no XML": (RIBBON + "<", "is no XML"),
    "another namespace": (RIBBON.replace("2009/07", "2006/01"), "namespace"),
    "an id twice": (RIBBON.replace('id="as_of"', 'id="check"'), "The id check is there 2 times"),
    "an id that is no action's name": (RIBBON.replace('id="check"', 'id="btnCheck"'), "an action's name"),
    "a keytip twice": (RIBBON.replace('keytip="M"', 'keytip="C"'), "The keytip C is there 2 times"),
    "a keytip that another hides": (RIBBON.replace('keytip="M"', 'keytip="CX"'), "CX cannot be reached"),
    "a keytip too long": (RIBBON.replace('keytip="M"', 'keytip="MMMM"'), "not one to three capitals"),
    "a picture that Office does not have": (RIBBON.replace("Help", "ChekMark"), "ChekMark is not on the list"),
    "no picture": (without("imageMso"), "button check has no imageMso"),
    "no label": (without("label"), "button check has no label"),
    "no screentip": (without("screentip"), "button check has no screentip"),
    "no supertip": (without("supertip"), "button check has no supertip"),
    "no keytip": (without("keytip"), "button check has no keytip"),
    "no action": (without("onAction"), "button check has no onAction"),
    "a tag that does not say what is needed": (RIBBON.replace("workbook|Checking|", "check"), "its tag"),
    "a text too long": (RIBBON.replace("Lists what to look at.", "x" * 1025), "more than 1024 characters"),
    "a tab without a keytip": (RIBBON.replace(' keytip="CP"', ""), "tab t has no keytip"),
}


def test_a_sound_ribbon_has_no_fault() -> None:
    assert faults() == []


@pytest.mark.parametrize(("ribbon", "said"), FAULTS.values(), ids=list(FAULTS))
def test_a_fault_of_the_ribbon_is_found(ribbon: str, said: str) -> None:
    assert ribbon != RIBBON
    assert any(said in fault for fault in faults(ribbon))


CALL_FAULTS = {
    "a callback without a handler": (CALLS.replace("Sub Pressed", "Sub Clicked"), "wants Calls.Pressed, which no"),
    "a handler without a callback": (
        CALLS + "Public Sub Old(control As IRibbonControl)\n",
        "Calls.Old is a handler that the ribbon never calls",
    ),
    "a handler that takes too little": (CALLS.replace(", id As String, index As Integer", ""), "does not take what"),
    "a handler that takes too much": (CALLS.replace("Pressed(control", "Pressed(x, control"), "does not take what"),
    "a private handler": (CALLS.replace("Public Sub Count", "Private Sub Count"), "wants Calls.Count, which no"),
}


@pytest.mark.parametrize(("calls", "said"), CALL_FAULTS.values(), ids=list(CALL_FAULTS))
def test_a_fault_of_the_callbacks_is_found(calls: str, said: str) -> None:
    assert any(said in fault for fault in faults(calls=calls))


def test_a_kind_of_callback_that_nobody_has_checked_is_found() -> None:
    ribbon = RIBBON.replace('label="Check"', 'label="Check" getEnabled="Calls.Pressed"')
    assert "button.getEnabled is a kind of callback that is not known here." in faults(ribbon)


def test_the_actions_are_the_controls_that_do_something() -> None:
    assert action_ids(RIBBON) == ["check", "as_of"]


def test_pictures_are_listed_once_and_in_order() -> None:
    sources = addin_sources()
    text = (sources.folder / "ribbon/image_names.toml").read_text("utf-8")
    names = [line.strip(' ",') for line in text.splitlines() if line.startswith('  "')]
    assert names == sorted(sources.image_names)
