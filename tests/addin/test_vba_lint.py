"""What VBA or Excel would refuse or silently get wrong is found when the add-in is built."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cpp_scorecard.addin.vba_lint import faults_of_functions, faults_of_modules
from cpp_scorecard.addin.wrappers import Argument, Wrapper

GOOD = Wrapper("some.module", "CPP_RAG", "R, A or G.", "Scorecard", (Argument("value", "The figure."),))
MODULE = 'Attribute VB_Name = "CppRibbon"\nOption Explicit\nPublic Sub Pressed(control As IRibbonControl)\nEnd Sub\n'


def with_argument(name: str, text: str = "Help.") -> Wrapper:
    return replace(GOOD, arguments=(Argument(name, text),))


FUNCTION_FAULTS = {
    "a name like a cell": (replace(GOOD, name="RAG10"), "looks like a cell"),
    "a name like a cell in the other notation": (replace(GOOD, name="R1C1"), "looks like a cell"),
    "a name without the prefix": (replace(GOOD, name="RAG"), "does not begin with CPP_"),
    "a name that VBA does not take": (replace(GOOD, name="CPP_Ä"), "no name that VBA takes"),
    "a reserved word as an argument": (with_argument("string"), "a word that VBA keeps for itself"),
    "a reserved word in capitals": (with_argument("Next"), "a word that VBA keeps for itself"),
    "an argument that VBA does not take": (with_argument("_value"), "no name that VBA takes"),
    "an argument twice": (replace(GOOD, arguments=(Argument("a", "A."), Argument("A", "A."))), "twice"),
    "an argument named as the function": (with_argument("cpp_rag"), "or named as the function"),
    "a description too long": (replace(GOOD, help="x" * 256), "256 characters for its description"),
    "an argument's help too long": (with_argument("value", "x" * 256), "256 characters for the help of value"),
    "no description": (replace(GOOD, help=""), "has no text for its description"),
    "the path that stands in for a docstring": (
        replace(GOOD, help="Python function 'x' defined in '/home/somebody/udfs.py'."),
        "has no text for its description",
    ),
    "a character outside the code page": (replace(GOOD, help="At most −1."), "that VBA cannot hold"),
    "an optional argument first": (
        replace(GOOD, arguments=(Argument("a", "A.", is_optional=True), Argument("b", "B."))),
        "optional argument before",
    ),
}


def test_a_sound_function_has_no_fault() -> None:
    assert faults_of_functions([GOOD]) == []


@pytest.mark.parametrize(("wrapper", "said"), FUNCTION_FAULTS.values(), ids=list(FUNCTION_FAULTS))
def test_a_fault_of_a_function_is_found(wrapper: Wrapper, said: str) -> None:
    assert any(said in fault for fault in faults_of_functions([wrapper]))


def test_two_functions_of_one_name_are_found() -> None:
    assert faults_of_functions([GOOD, GOOD]) == ["CPP_RAG is there more than once."]


MODULE_FAULTS = {
    "another VB_Name": (MODULE.replace("CppRibbon", "Ribbon"), "VB_Name is another"),
    "no Option Explicit": (MODULE.replace("Option Explicit\n", ""), "lacks Option Explicit"),
    "a line too long": (MODULE + "' " + "x" * 1022 + "\n", "1024 characters"),
    "too many continued lines": (MODULE + "x = 1 _\n" + "+ 1 _\n" * 25 + "+ 1\n", "continues more than 24 lines"),
    "a procedure twice": (MODULE + MODULE.split("Explicit\n")[1], "pressed is there more than once"),
    "a character outside the code page": (MODULE + "' −\n", "cannot hold"),
    "a public function that cells could call": (
        MODULE + "Public Function RunPython(text)\nEnd Function\n",
        "RunPython is public",
    ),
    "a function that is public by silence": (MODULE + "Function GetConfig(key)\nEnd Function\n", "GetConfig is public"),
    "a public variable": (MODULE + "Public Server As Object\n", "Server is public"),
}


def test_a_sound_module_has_no_fault() -> None:
    assert faults_of_modules({"CppRibbon": MODULE}) == []


@pytest.mark.parametrize(("text", "said"), MODULE_FAULTS.values(), ids=list(MODULE_FAULTS))
def test_a_fault_of_a_module_is_found(text: str, said: str) -> None:
    assert any(said in fault for fault in faults_of_modules({"CppRibbon": text}))


def test_a_class_may_have_public_functions_which_no_cell_can_call() -> None:
    text = "VERSION 1.0 CLASS\nBEGIN\nEND\n" + MODULE + "Public Function Server() As Object\nEnd Function\n"
    assert faults_of_modules({"CppRibbon": text}) == []
