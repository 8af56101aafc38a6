"""The built add-in in an Excel of memory: its VBA runs in pyOpenVBA's interpreter, its Python is a stand-in.

The interpreter checks syntax and wiring; it is not Excel's compiler.
"""

# ruff: noqa: N802, N803  # members are named as VBA calls them
# mypy: allow-subclassing-any, allow-untyped-decorators

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pyopenvba import ExcelFile
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.apps.excel._model import Application
from pyopenvba.interpreter import NOTHING, VBAArray, VBAInt, VBAObject, member, method
from pyopenvba.interpreter._objects import MemberSpec
from pyopenvba.interpreter._parse import parse_module
from pyopenvba.interpreter._runtime import ModuleRuntime
from pyopenvba.interpreter._values import error

_CONNECTION = """Attribute VB_Base = "0"
Option Explicit
Public Function Server() As Object
    If Len(ConnectionTrouble) > 0 Then Err.Raise 600, , ConnectionTrouble
    Set Server = ConnectionServer
End Function
Public Function IsSentence(ByVal number As Long) As Boolean
    IsSentence = (number = 600)
End Function
"""
"""Stands in for CppPython, whose Windows library cannot be called here."""

_HOLDER = """Public ConnectionServer As Object
Public ConnectionTrouble As String
Public Sub SetConnection(ByVal server As Object, ByVal trouble As String)
    Set ConnectionServer = server
    ConnectionTrouble = trouble
End Sub
"""

Application.vba_add_member(
    MemberSpec(name="Caller", kind="property", getter=lambda self: getattr(self, "calling_cell", NOTHING))
)
Application.vba_add_member(
    MemberSpec(
        name="MacroOptions",
        kind="method",
        getter=lambda self, *given: self.described.append(given),
        parameters=("Macro", "Description", "Category", "ArgumentDescriptions"),
    )
)


@cache
def _modules(addin: Path) -> tuple[tuple[str, str], ...]:
    """The file's modules but the two that stand for the workbook and its sheet."""
    found = ExcelFile(addin).vba_modules()
    return tuple((name, text) for name, text in found.items() if name not in ("ThisWorkbook", "Sheet1"))


@cache
def _parsed(name: str, text: str) -> Any:
    """A module without what the interpreter does not know: attributes of procedures, events of other objects."""
    known = re.sub(r"(?m)^Attribute \w+\.[^\r\n]*\r?\n", "", text.replace("WithEvents ", ""))
    return parse_module(known, name=name, kind="class" if "Attribute VB_Base" in text else "standard")


class Python(VBAObject):
    """What the VBA reaches of Python, as xlwings' server offers it: every call is noted."""

    vba_type_name = "XLPython"

    def __init__(self, answer: Callable[[str, list[Any]], Any] = lambda _name, _arguments: 1.0) -> None:
        self.answer = answer
        self.log: list[tuple[Any, ...]] = []

    @method
    def Module(self, name: object) -> object:
        return f"module {name}"

    @method
    def Tuple(self, *items: object) -> object:
        return Items(items)

    @method
    def SetAttr(self, owner: object, name: object, value: object) -> object:
        self.log.append(("set", owner, name, value))
        return None

    @method
    def Call(self, *given: Any) -> object:
        owner, name, *rest = given
        arguments = tuple(rest[0].items) if rest else ()
        self.log.append(("call", owner, name, *arguments))
        return Items((self.answer(name, list(arguments)),))

    @method
    def Var(self, given: Any) -> object:
        (value,) = given.items
        return array(value)

    @method
    def CallUDF(self, module: object, name: object, given: Any, book: object, caller: object) -> object:
        arguments = list(given.elements())
        self.log.append(("udf", module, name, arguments, book, caller))
        return self.answer(str(name), arguments)


class Items(VBAObject):
    """A Python object that VBA holds and does not look into."""

    vba_type_name = "XLPythonObject"

    def __init__(self, items: tuple[Any, ...]) -> None:
        self.items = items


class Control(VBAObject):
    """A control of the ribbon."""

    vba_type_name = "IRibbonControl"

    def __init__(self, id_: str, tag: str) -> None:
        self._id, self._tag = id_, tag

    @member
    def ID(self) -> object:
        return self._id

    @member
    def Tag(self) -> object:
        return self._tag


class Ribbon(VBAObject):
    """The ribbon itself, which is asked to draw controls again."""

    vba_type_name = "IRibbonUI"

    def __init__(self) -> None:
        self.redrawn: list[str] = []

    @method
    def InvalidateControl(self, ControlID: object) -> object:
        self.redrawn.append(str(ControlID))
        return None


def array(values: list[Any]) -> VBAArray:
    """A list, or a list of rows, as the array that pywin32 makes of it."""
    if values and isinstance(values[0], list):
        made = VBAArray([(0, len(values) - 1), (0, len(values[0]) - 1)])
        for row, line in enumerate(values):
            for column, value in enumerate(line):
                made.set([row, column], value)
        return made
    made = VBAArray([(0, len(values) - 1)])
    for place, value in enumerate(values):
        made.set([place], value)
    return made


class AddinExcel:
    """Excel with the add-in and one workbook of an officer's; `python` is None for the add-in's own connection."""

    def __init__(self, addin: Path, python: Python | None, *, trouble: str = "", workbook: Path | None = None) -> None:
        self.app = ExcelApplication.open(addin, with_vba=False)
        for name, text in _modules(addin):
            self.add(name, text)
        self.host = self.app.application
        self.host.described = []
        self.addin = self.app.workbooks()[0]
        self.host.workbooks_.books.remove(self.addin)  # an add-in is in no list of workbooks
        self.host.active_book = None
        if python is not None or trouble:
            self.add("TestConnection", _HOLDER)
            self.add("CppPython", _CONNECTION)
            self.app.run("SetConnection", python or NOTHING, trouble)
        self.book = self.app.open_workbook(workbook) if workbook else self.app.add_workbook()
        self.app.answer_dialogs(*[1] * 50)

    def add(self, name: str, text: str) -> None:
        """Put a module into the project, in place of one of its name."""
        parsed = _parsed(name, text)
        self.app.interpreter.modules[name.lower()] = ModuleRuntime(parsed, self.app.interpreter)

    def close_workbook(self) -> None:
        """Leave Excel without a workbook."""
        self.host.workbooks_.books.clear()
        self.host.active_book = None

    def cell(self, place: str) -> Any:
        """A cell of the officer's first sheet."""
        return self.app.sheet(1).sheet.vba_get("Range", [place])

    def function(self, name: str, *arguments: Any, at: str = "H1") -> Any:
        """What the worksheet function gives when the cell `at` calls it."""
        self.host.calling_cell = self.cell(at)
        return self.app.interpreter.run(name, list(arguments))

    def press(self, handler: str, *arguments: Any) -> None:
        """Run a callback of the ribbon, such as `CppRibbon.ButtonPressed`."""
        module, sub = handler.split(".")
        self.app.interpreter.run(sub, list(arguments), module=module)

    @property
    def told(self) -> list[str]:
        """The message boxes so far."""
        return [dialog[1] for dialog in self.app.dialogs]

    def windows(self, environment: Mapping[str, str], files: set[str]) -> None:
        """What the connection finds of Windows: environment variables and files. No Python ever starts."""
        known: dict[str, Any] = self.app.interpreter._intrinsics
        known["environ"] = lambda _interpreter, args, _named: environment.get(str(args[0]), "")

        def attributes(_interpreter: Any, args: list[Any], _named: Any) -> Any:
            if str(args[0]) not in files:
                raise error(53, "File not found")
            return VBAInt(32, "Long")

        known["getattr"] = attributes
        known["loadlibrary"] = lambda _interpreter, _args, _named: VBAInt(1, "Long")
        self.started: list[Any] = []

        def start(_interpreter: Any, args: list[Any], _named: Any) -> Any:
            self.started.append(args[1])
            return VBAInt(1)

        known["xlpydllactivateauto"] = start
        connection = self.app.interpreter.module("CppPython")
        connection.initialise()
        connection.declares.clear()
