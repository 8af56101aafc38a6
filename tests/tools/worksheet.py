"""Worksheet functions called as Excel calls them: xlwings' COM server, its converters, its Windows engine.

A range is a list of rows of what Excel's `Range.Value` gives: None for a blank cell, floats, texts, booleans,
dates as COM dates, and error values as their numbers. `MISSING` is an argument that a formula leaves out.
"""

from __future__ import annotations

import datetime as dt
import importlib
from types import SimpleNamespace
from typing import Any

from cpp_scorecard.addin.windows_stub import ComTime, install
from cpp_scorecard.excel.failures import COM_ERROR_BASE, NUMBERS, Failure

install()

from xlwings.com_server import XLPython  # noqa: E402

udfs: Any = importlib.import_module("cpp_scorecard.excel.udfs")
if not hasattr(udfs.CPP_RAG, "__xlfunc__"):  # something imported it before the stand-ins were there
    importlib.reload(udfs)

MISSING = -2147352572
"""How Excel says that an argument was left out."""
ERRORS = {str(error): COM_ERROR_BASE + number for error, number in NUMBERS.items()}
"""Error values as they come over COM."""
SPILL_ERROR = -2146826243
"""An error value that xlwings has no text for."""


class _TypeInfo:
    iid = "{00020846-0000-0000-C000-000000000046}"

    def GetTypeInfo(self) -> _TypeInfo:  # noqa: N802
        return self

    def GetTypeAttr(self) -> _TypeInfo:  # noqa: N802
        return self


class ComRange:
    """As much of a COM range as its values take."""

    def __init__(self, rows: list[list[object]]) -> None:
        one = len(rows) == 1 and len(rows[0]) == 1
        self.Value = rows[0][0] if one else tuple(tuple(row) for row in rows)
        self._oleobj_ = _TypeInfo()
        self.Worksheet = self.Parent = self.Application = self
        self.Row = self.Column = 1
        self.Rows, self.Columns = SimpleNamespace(Count=len(rows)), SimpleNamespace(Count=len(rows[0]))
        self.Hwnd = 1


def com_date(year: int, month: int, day: int = 1) -> ComTime:
    """A date as Excel hands it over."""
    return ComTime(year, month, day, tzinfo=dt.UTC)


def column(*values: object) -> list[list[object]]:
    """A range of one column."""
    return [[value] for value in values]


def called(name: str, *arguments: object) -> Any:
    """What Excel gets back: a value for one cell, a flat list for one row, else a list of rows."""
    given = [ComRange(argument) if isinstance(argument, list) else argument for argument in arguments]
    return XLPython().CallUDF("cpp_scorecard.excel.udfs", name, tuple(given), None, ComRange([[None]]))


def grid(result: Any) -> list[list[Any]]:
    """The cells that a result fills."""
    if not isinstance(result, list):
        return [[result]]
    return result if result and isinstance(result[0], list) else [result]


def shown(result: Any) -> Any:
    """A result with each failure as the error value that its cell shows."""
    if isinstance(result, list):
        return [shown(value) for value in result]
    failure = Failure.of_marked(result)
    return str(failure.error) if failure else result


def reason(result: object) -> str:
    """Why a cell shows an error; nothing where it does not."""
    failure = Failure.of_marked(result)
    return failure.reason if failure else ""


called("CPP_RAG", 0.94, 0.95, 1.0, "High", MISSING, MISSING, MISSING)  # loads what the first call of a process loads
