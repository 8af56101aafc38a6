"""The VBA functions that cells call, made from what xlwings' own generator makes of our Python functions.

The generator decides names, arguments and how they travel. The body is ours: a failure becomes an error value
whose reason is kept (CppResults.cls), where xlwings would put a text into the cell.
"""

from __future__ import annotations

import importlib
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import ModuleType, SimpleNamespace
from typing import Any

from cpp_scorecard.addin import windows_stub
from cpp_scorecard.core.errors import Refused

_FUNCTION = re.compile(r"^Function (\w+)\(([^\n]*)\)\n(.*?)^End Function\n", re.M | re.S)
_CALL = re.compile(
    r'^\s*(\w+) = XLPy\.CallUDF\("([\w.]+)", "(\w+)", (.+), ActiveWorkbook, Application\.Caller\)$', re.M
)
_NOT_IN_WIZARD = 'If (Not Application.CommandBars("Standard").Controls(1).Enabled) Then Exit Function'
_VOLATILE = "Application.Volatile"


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument as officers see it."""

    name: str
    help: str
    is_optional: bool = False
    is_vararg: bool = False

    @property
    def declared(self) -> str:
        """The argument in the function's first line."""
        if self.is_vararg:
            return f"ParamArray {self.name}()"
        return f"Optional {self.name}" if self.is_optional else self.name


@dataclass(frozen=True, slots=True)
class Wrapper:
    """One worksheet function: `module` and `name` are what Python is asked for."""

    module: str
    name: str
    help: str
    category: str
    arguments: tuple[Argument, ...]
    is_volatile: bool = False
    in_wizard: bool = True

    @property
    def vba(self) -> str:
        """The function's source, without the attributes' line ends."""
        caller, name = "Application.Caller", self.name
        lines = [
            f"Public Function {name}({', '.join(argument.declared for argument in self.arguments)})",
            f'Attribute {name}.VB_Description = "{_quoted(self.help)}"',
            f'Attribute {name}.VB_ProcData.VB_Invoke_Func = " \\n14"',
        ]
        if not self.in_wizard:
            lines.append(f"    {_NOT_IN_WIZARD}")
        if self.is_volatile:
            lines.append(f"    {_VOLATILE}")
        gathered, array = self._gathered()
        lines += [
            "    On Error GoTo failed",
            *gathered,
            f'    {name} = mResults.Finished(mPython.Server.CallUDF("{self.module}", "{name}", {array}, Nothing, '
            f"{caller}), {caller})",
            "    Exit Function",
            "failed:",
            f"    {name} = mResults.Broken({caller}, SentenceFor(Err.Number, Err.Description))",
            "End Function",
        ]
        return "\n".join(lines) + "\n"

    def _gathered(self) -> tuple[list[str], str]:
        """The lines that gather a ParamArray with the arguments before it, and the array to send."""
        plain = [argument.name for argument in self.arguments if not argument.is_vararg]
        varying = [argument.name for argument in self.arguments if argument.is_vararg]
        if not varying:
            return [], f"Array({', '.join(plain)})"
        first = len(plain)
        lines = [
            "    Dim sent() As Variant",
            "    Dim place As Long",
            "    Dim further As Long",
            f"    ReDim sent(0 To {first} + UBound({varying[0]}))",
            *(f"    SetItem sent, {place}, {name}" for place, name in enumerate(plain)),
            f"    For further = 0 To UBound({varying[0]})",
            f"        SetItem sent, {first} + further, {varying[0]}(further)",
            "    Next further",
        ]
        return lines, "sent"


def generated_by_xlwings(module_names: Iterable[str]) -> list[Wrapper]:
    """Every worksheet function of the Python modules, as xlwings generates it, in the order of their names.

    Raises Refused when xlwings' generator writes anything that is not expected here.
    """
    windows_stub.install()
    found = []
    for name in module_names:
        module = importlib.import_module(name)
        found += wrappers_of(name, module, stock_text(name, module))
    return sorted(found, key=lambda wrapper: wrapper.name)


def stock_text(name: str, module: ModuleType) -> str:
    """What xlwings' generator writes for the functions of a module, for an add-in."""
    udfs: Any = importlib.import_module("xlwings.udfs")
    text = io.StringIO()
    udfs.generate_vba_wrapper(name, module, text, SimpleNamespace(Name="any.xlam"))
    return text.getvalue()


def wrappers_of(name: str, module: ModuleType, text: str) -> list[Wrapper]:
    """The functions that `text`, made by xlwings' generator, has for `module`."""
    declared = {
        thing.__xlfunc__["name"]: thing.__xlfunc__ for thing in vars(module).values() if hasattr(thing, "__xlfunc__")
    }
    found = [_wrapper(name, declared, *match.groups()) for match in _FUNCTION.finditer(text)]
    left = _FUNCTION.sub("", text).strip()
    if left or len(found) != len(declared):
        raise Refused(
            f"xlwings' generator wrote something unexpected for {name}: {left[:80] or 'a function is missing'}",
            "Compare xlwings.udfs.generate_vba_wrapper with cpp_scorecard.addin.wrappers.",
        )
    return found


def _wrapper(module: str, declared: Mapping[str, Any], name: str, signature: str, body: str) -> Wrapper:
    calls = _CALL.findall(body)
    if [(call[0], call[1], call[2]) for call in calls] != [(name, module, name)] or name not in declared:
        raise Refused(f"xlwings' generator calls Python for {name} in an unexpected way.", "See addin/wrappers.py.")
    said = {argument["name"]: argument["doc"] for argument in declared[name]["args"]}
    arguments = tuple(_argument(part, said) for part in signature.split(", ") if part)
    sent = ", ".join(argument.name for argument in arguments)
    if calls[0][3] not in (f"Array({sent})", "argsArray"):
        raise Refused(f"xlwings' generator hands other values to {name} than its arguments.", "See addin/wrappers.py.")
    return Wrapper(
        module=module,
        name=name,
        help=" ".join(declared[name]["ret"]["doc"].split()),
        category=declared[name]["category"],
        arguments=arguments,
        is_volatile=_VOLATILE in body,
        in_wizard=_NOT_IN_WIZARD not in body,
    )


def _argument(part: str, said: Mapping[str, str]) -> Argument:
    optional, vararg = part.startswith("Optional "), part.startswith("ParamArray ")
    name = part.removeprefix("Optional ").removeprefix("ParamArray ").removesuffix("()")
    return Argument(name, " ".join(said[name].split()), optional, vararg)


def function_help(wrappers: Iterable[Wrapper]) -> str:
    """The Sub of CppFunctionHelp that tells Excel what each function and its arguments are for."""
    lines = ["", "Private Sub DescribeGenerated()"]
    for wrapper in wrappers:
        texts = [f'"{_quoted(argument.help)}"' for argument in wrapper.arguments]
        lines.append(f'    Describe "{wrapper.name}", _')
        lines.append(f'        "{_quoted(wrapper.help)}", _')
        lines += [
            f"        {'Array(' if not place else ''}{text}{')' if place == len(texts) - 1 else ', _'}"
            for place, text in enumerate(texts)
        ] or ["        Array()"]
    return "\n".join([*lines, "End Sub", ""])


def _quoted(text: str) -> str:
    return text.replace('"', '""')
