"""What an action works at: Excel, the workbook in front, and the person before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import xlwings as xw

from cpp_scorecard.core.errors import Refused
from cpp_scorecard.excel.wording import say

_REJECTED = (-2147418111, -2147417846, -2146777998)
"""What COM answers while Excel edits a cell or shows a window of its own."""
_LONGEST = 1_800
"""Characters of a message box that still fits on a small screen."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Excel, the workbook in front (None where none is open) and the versions that met."""

    app: xw.App
    book: xw.Book | None
    addin_version: str = ""

    @classmethod
    def in_excel(cls, addin_version: str = "") -> Desk:
        """The desk of the Excel from which this was called.

        The caller's workbook is asked for its Excel only: which workbook is in front, Excel itself knows.
        """
        try:
            app: xw.App | None = xw.Book.caller().app
        except Exception:  # no caller, or one whose name xlwings cannot take apart
            app = xw.apps.active
        if app is None:
            raise Refused(say("run.no_excel"))
        return cls(app, None if app.api.ActiveWorkbook is None else app.books.active, addin_version)

    @property
    def workbook(self) -> xw.Book:
        """The workbook in front, for actions that are run only where there is one."""
        assert self.book is not None, "run() looks for a workbook first"
        return self.book

    def tell(self, text: str) -> None:
        """Say something in a message box and wait until it is read."""
        self.app.alert(_fitting(text), say("title"), "ok")

    def ask(self, text: str) -> bool:
        """Ask whether to go on: OK or Cancel."""
        return bool(self.app.alert(_fitting(text), say("title"), "ok_cancel") == "ok")

    def progress(self, place: str) -> None:
        """Show in the status bar what is going on."""
        self.app.api.StatusBar = say(f"progress.{place}")


def _fitting(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} ..."


def is_busy(error: BaseException) -> bool:
    """Whether `error` is Excel's refusal to listen, because a cell is being edited or a window is open."""
    if type(error).__name__ == "ExcelBusyError":
        return True
    details: Any = getattr(error, "excepinfo", None)
    code = details[5] if isinstance(details, tuple) and len(details) > 5 else None
    return getattr(error, "hresult", None) in _REJECTED or code in _REJECTED


def is_com_error(error: BaseException) -> bool:
    """Whether `error` came from Excel; its class exists on Windows only."""
    return hasattr(error, "hresult") and hasattr(error, "excepinfo")


def excel_says(error: BaseException) -> str:
    """The sentence in which Excel says why it would not; our own words where it gives none."""
    details: Any = getattr(error, "excepinfo", None)
    said = details[2] if isinstance(details, tuple) and len(details) > 2 else None
    return str(said).strip().rstrip(".") if said else say("build.no_excel")


def again(step: Callable[..., object], *given: object) -> None:
    """Do `step`, and once more where it fails: for what must not stay undone."""
    try:
        step(*given)
    except Exception:
        step(*given)
