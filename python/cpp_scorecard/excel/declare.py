"""How a Python function becomes a worksheet function: its help, its converters, and what becomes of its failures."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import xlwings

from cpp_scorecard.core.errors import ScorecardError
from cpp_scorecard.excel.failures import ExcelError, FailedCell, Failure

CATEGORY = "CPP Scorecard"
"""Where Excel's Insert Function lists them."""
LONGEST_HELP = 255
"""Characters of a description that Excel can show."""

Declared = Callable[..., Any]


def worksheet_function(**arguments: str) -> Callable[[Declared], Declared]:
    """Declare a worksheet function; `arguments` has one line of help for each argument, by name.

    The docstring is the function's help. Each argument arrives as rows of cells, errors as their texts; one that
    was left out arrives as None. An exception becomes a marked failure, never the text of a cell.
    """

    def declare(function: Declared) -> Declared:
        declared = _contained(function)
        for name, text in arguments.items():
            declared = xlwings.arg(name, doc=text, ndim=2, err_to_str=True)(declared)
        return xlwings.func(category=CATEGORY)(declared)

    return declare


def _contained(function: Declared) -> Declared:
    """`function`, whose exceptions are failures of the whole call: a wrong shape, or a mistake of ours."""

    @functools.wraps(function)
    def contained(*given: object) -> Any:
        try:
            return function(*given)
        except FailedCell as failed:
            return failed.failure.marked
        except ScorecardError as error:
            return Failure(ExcelError.VALUE, str(error)).marked
        except Exception as error:
            reason = f"The function failed in a way that was not foreseen ({type(error).__name__}: {error})."
            return Failure(ExcelError.VALUE, f"{reason} Please report it with the formula.").marked

    return contained
