"""Every worksheet function of the add-in: its VBA hands its arguments to Python, and failures become error values."""

from __future__ import annotations

import inspect
import re
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from pyopenvba import ExcelFile
from pyopenvba.interpreter import EMPTY, MISSING, NOTHING, VBAErrorValue
from pyopenvba.interpreter._values import error
from tests.tools.addin_excel import AddinExcel, Python, array

from cpp_scorecard.addin import windows_stub
from cpp_scorecard.addin.sources import addin_sources
from cpp_scorecard.addin.wrappers import Argument, Wrapper, stock_text, wrappers_of
from cpp_scorecard.core.errors import Refused
from cpp_scorecard.excel.failures import NUMBERS, ExcelError, Failure

SOURCES = addin_sources()
FILE = SOURCES.folder / SOURCES.file_name
VBA = ExcelFile(FILE).vba_modules()
SIGNATURES = {
    name: [part for part in arguments.split(", ") if part]
    for name, arguments in re.findall(r"^Public Function (CPP_\w+)\((.*)\)", VBA["CppFunctions"], re.M)
    if name != "CPP_REASON"
}


def failure(kind: ExcelError = ExcelError.VALUE, reason: str = "Give a number.") -> str:
    return Failure(kind, reason).marked


def excel_with(answer: Any, **options: Any) -> tuple[AddinExcel, Python]:
    python = Python(answer if callable(answer) else lambda _name, _arguments: answer)
    return AddinExcel(FILE, python, **options), python


@pytest.fixture(scope="module")
def shared() -> tuple[AddinExcel, Python]:
    """For tests that leave nothing behind."""
    return excel_with(1.0)


@pytest.mark.parametrize("name", SIGNATURES)
def test_a_function_hands_its_arguments_to_its_own_python(name: str, shared: tuple[AddinExcel, Python]) -> None:
    excel, python = shared
    given = [float(place) for place in range(len(SIGNATURES[name]))]
    python.log.clear()
    assert excel.function(name, *given) == 1.0
    ((kind, module, function, arguments, book, caller),) = python.log
    assert (kind, module, function, arguments) == ("udf", "cpp_scorecard.excel.udfs", name, given)
    assert book is NOTHING, "nothing of the open workbook may play a part"
    assert caller is excel.host.calling_cell


@pytest.mark.parametrize("name", SIGNATURES)
def test_what_is_left_out_arrives_as_left_out(name: str, shared: tuple[AddinExcel, Python]) -> None:
    excel, python = shared
    needed = [part for part in SIGNATURES[name] if not part.startswith("Optional ")]
    python.log.clear()
    excel.function(name, *[1.0] * len(needed))
    assert python.log[0][3] == [1.0] * len(needed) + [MISSING] * (len(SIGNATURES[name]) - len(needed))


def test_the_addin_has_every_function_that_python_has() -> None:
    windows_stub.install()
    from cpp_scorecard.excel import udfs

    functions = {name: thing for name, thing in vars(udfs).items() if name.startswith("CPP_")}
    declared = {
        name: [
            parameter.name if parameter.default is parameter.empty else f"Optional {parameter.name}"
            for parameter in inspect.signature(function).parameters.values()
        ]
        for name, function in functions.items()
    }
    assert declared == SIGNATURES


@pytest.mark.parametrize("kind", ExcelError)
def test_a_failure_becomes_the_error_value_that_it_names(kind: ExcelError) -> None:
    excel, _ = excel_with(failure(kind))
    value = excel.function("CPP_ROUND", 1.0, 0.0)
    assert isinstance(value, VBAErrorValue)
    assert value.number == NUMBERS[kind]


def shown(excel: AddinExcel, place: str, value: Any) -> Any:
    """Put a function's value into its cell, as Excel does, and ask for the reason."""
    excel.cell(place).vba_set("Value", value)
    return excel.app.interpreter.run("CPP_REASON", [excel.cell(place)])


def test_the_reason_of_a_failure_is_kept_for_its_cell() -> None:
    excel, _ = excel_with(failure(reason='"Hihg" does not say what good looks like. Give High or Low.'))
    value = excel.function("CPP_ROUND", 1.0, 0.0, at="B2")
    assert shown(excel, "B2", value) == '"Hihg" does not say what good looks like. Give High or Low.'


def test_a_cell_in_order_has_no_reason() -> None:
    excel, _ = excel_with(2.0)
    assert shown(excel, "B2", excel.function("CPP_ROUND", 1.6, 0.0, at="B2")) == ""


def test_a_reason_goes_when_the_call_succeeds() -> None:
    excel, python = excel_with(failure())
    shown(excel, "B2", excel.function("CPP_ROUND", 1.0, 0.0, at="B2"))
    python.answer = lambda _name, _arguments: 2.0
    excel.function("CPP_ROUND", 1.0, 0.0, at="B2")
    # Another error, which is not ours, must not inherit the old reason.
    assert "not known. Recalculate" in shown(excel, "B2", VBAErrorValue(2015))


def test_an_error_of_somebody_elses_formula_has_no_reason_of_ours() -> None:
    excel, _ = excel_with(1.0)
    assert "lacks an argument" in shown(excel, "C3", VBAErrorValue(2042))


def test_each_failed_element_of_a_range_has_its_own_reason() -> None:
    excel, _ = excel_with(array([["R", failure(reason="One.")], [failure(ExcelError.NOT_AVAILABLE, "Two."), "G"]]))
    value = excel.function("CPP_RAG", 1.0, 1.0, 1.0, "High", at="B2")
    assert (value.get([0, 0]), value.get([1, 1])) == ("R", "G")
    assert (value.get([0, 1]).number, value.get([1, 0]).number) == (2015, 2042)
    assert shown(excel, "C2", value.get([0, 1])) == "One."
    assert shown(excel, "B3", value.get([1, 0])) == "Two."


def test_a_single_row_of_results_is_taken_too() -> None:
    excel, _ = excel_with(array(["R", failure(reason="One.")]))
    value = excel.function("CPP_RAG", 1.0, 1.0, 1.0, "High", at="B2")
    assert value.get([0]) == "R"
    assert shown(excel, "C2", value.get([1])) == "One."


def test_the_reasons_of_a_range_spill_in_its_shape() -> None:
    excel, _ = excel_with(array([["R"], [failure(reason="Two.")]]))
    value = excel.function("CPP_RAG", 1.0, 1.0, 1.0, "High", at="B2")
    excel.cell("B2").vba_set("Value", "R")
    excel.cell("B3").vba_set("Value", value.get([1, 0]))
    reasons = excel.app.interpreter.run("CPP_REASON", [excel.cell("B2:B3")])
    assert [reasons.get([row, 1]) for row in (1, 2)] == ["", "Two."]


def test_the_reason_of_something_that_is_no_cell_says_what_to_give() -> None:
    excel, _ = excel_with(1.0)
    assert excel.app.interpreter.run("CPP_REASON", ["B2"]) == "Give a cell, for example =CPP_REASON(B2)."


RESULTS = """Private results As New CppResults
Public Sub Fail(ByVal cell As Range, ByVal why As String)
    Dim value As Variant
    value = results.Broken(cell, why)
End Sub
Public Function WhyNot(ByVal cell As Range) As String
    WhyNot = results.Reason(cell)
End Function
Public Function Kept() As Variant
    Kept = results.Kept
End Function
"""


def test_a_reason_follows_its_cell_when_rows_are_inserted_above() -> None:
    excel, _ = excel_with(1.0)
    excel.add("CppResults", VBA["CppResults"] + "Public Function Kept()\r\nKept = mReasons.Items\r\nEnd Function\r\n")
    excel.add("Probe", RESULTS)
    for row in (4, 5):
        excel.app.run("Fail", excel.cell(f"B{row}"), f"Row {row}.")
        excel.cell(f"B{row + 1}").vba_set("Value", VBAErrorValue(2015))
    for kept in excel.app.interpreter.run("Kept", []).elements():
        cell = kept.get([0])  # Excel itself moves a range with its cells; the model of it here does not
        cell.areas = [replace(cell.first, top=cell.first.top + 1, bottom=cell.first.bottom + 1)]
    assert [excel.app.run("WhyNot", excel.cell(place)) for place in ("B5", "B6")] == ["Row 4.", "Row 5."]


def test_a_python_that_does_not_start_is_an_error_value_with_the_remedy() -> None:
    excel = AddinExcel(FILE, None, trouble="The scorecard's Python is not there.")
    value = excel.function("CPP_ROUND", 1.0, 0.0, at="B2")
    assert value.number == NUMBERS[ExcelError.VALUE]
    assert shown(excel, "B2", value) == "The scorecard's Python is not there."
    assert excel.told == []


def test_an_exception_in_python_is_an_error_value_without_its_traceback() -> None:
    def fails(_name: str, _arguments: list[Any]) -> Any:
        raise error(1000, "Unexpected Python Error: Traceback (most recent call last): ...")

    excel, _ = excel_with(fails)
    value = excel.function("CPP_ROUND", 1.0, 0.0, at="B2")
    assert value.number == NUMBERS[ExcelError.VALUE]
    reason = shown(excel, "B2", value)
    assert reason.startswith("Python stopped with an error")
    assert "Traceback" not in reason


def test_a_function_called_from_vba_has_no_cell_to_keep_a_reason_for() -> None:
    excel, _ = excel_with(failure())
    excel.host.calling_cell = VBAErrorValue(2023)
    assert excel.app.interpreter.run("CPP_ROUND", [1.0, 0.0]).number == 2015


def test_the_mark_of_a_failure_is_the_one_that_the_vba_looks_for() -> None:
    reason = "A reason."
    word = re.search(r'MARK_WORD As String = "(.+)"', VBA["CppResults"])
    assert word is not None
    assert Failure(ExcelError.VALUE, reason).marked.split("\x1f") == ["", word[1], "#VALUE!", reason]


def test_the_functions_are_described_to_excel_with_every_argument() -> None:
    excel, _ = excel_with(1.0)
    excel.app.interpreter.run("RibbonLoaded", [NOTHING])
    described = {macro.split("!")[1]: (text, arguments) for macro, text, _, arguments in excel.host.described}
    assert set(described) == {*SIGNATURES, "CPP_REASON"}
    for name, arguments in SIGNATURES.items():
        text, told = described[name]
        assert text
        assert len(arguments) == (0 if told is MISSING else len(list(told.elements())))


def through_xlwings(name: str, arguments: list[Any]) -> Any:
    """What xlwings' own server answers on Windows, through its converters."""
    windows_stub.install()
    from xlwings.com_server import XLPython

    sent = {id(MISSING): -2147352572, id(EMPTY): None}
    given = [sent.get(id(argument), argument) for argument in arguments]
    value = XLPython().CallUDF("cpp_scorecard.excel.udfs", name, given, None, None)
    return array(value) if isinstance(value, list) else value


CHAIN = {
    "a number": ("CPP_ROUND", [2.675, 2.0], 2.68),
    "a letter": ("CPP_RAG", [0.5, 0.9, EMPTY, "High"], "R"),
    "an error value": ("CPP_RAG", [0.5, 0.9, EMPTY, "Hihg"], 2015),
}


@pytest.mark.parametrize(("name", "arguments", "shown"), CHAIN.values(), ids=list(CHAIN))
def test_a_formula_goes_through_vba_and_xlwings_to_the_rule_and_back(
    name: str, arguments: list[Any], shown: object
) -> None:
    excel, _ = excel_with(through_xlwings)
    value = excel.function(name, *arguments)
    assert getattr(value, "number", value) == shown


def test_a_varying_number_of_arguments_is_handed_on_as_ranges_and_values() -> None:
    wrapper = Wrapper("m", "CPP_MANY", "Many.", "S", (Argument("a", "A."), Argument("more", "B.", is_vararg=True)))
    excel, python = excel_with(1.0)
    from cpp_scorecard.addin.vba_sources import vba_sources

    text = vba_sources(SOURCES, [wrapper], addin_version="1", xlwings_version="2")["CppFunctions"]
    excel.add("CppFunctions", text)
    cell = excel.cell("A1")
    excel.function("CPP_MANY", 1.0, cell, 3.0)
    assert python.log[0][3] == [1.0, cell, 3.0]


GENERATED = {
    "another way to call": ("XLPy.CallUDF", "XLPy.Invoke", "in an unexpected way"),
    "other values": ("Array(value)", "Array(value, other)", "other values"),
    "something more": ("End Function\n", "End Function\nPublic Extra As Long\n", "something unexpected"),
}


@pytest.mark.parametrize(("old", "new", "said"), GENERATED.values(), ids=list(GENERATED))
def test_a_generator_that_writes_otherwise_is_refused(old: str, new: str, said: str) -> None:
    windows_stub.install()
    import xlwings

    def CPP_ONE(value: object) -> object:  # noqa: N802
        """One."""
        return value

    module: Any = SimpleNamespace(CPP_ONE=xlwings.func(xlwings.arg("value", doc="A value.")(CPP_ONE)))
    text = stock_text("some.module", module)
    assert [wrapper.name for wrapper in wrappers_of("some.module", module, text)] == ["CPP_ONE"]
    assert old in text
    with pytest.raises(Refused, match=said):
        wrappers_of("some.module", module, text.replace(old, new))
