"""Whether a workbook can be worked on at all, in sentences, before anything of it is touched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import xlwings as xw

from cpp_scorecard.core.errors import Refused
from cpp_scorecard.excel.wording import say, wording

WITH_SHEETS = {51: ".xlsx", 52: ".xlsm", 61: ".xlsx"}
"""The formats that report sheets can be put into, by Excel's number: .xlsx, .xlsm and strict .xlsx."""
EXTENSIONS = WITH_SHEETS | {50: ".xlsb", 56: ".xls", 60: ".ods"}
"""The formats that can be read."""
CALCULATED = 0
"""xlDone."""


def refuse_changes(book: xw.Book) -> None:
    """Raise Refused with the first reason why no sheet may be put into `book`."""
    for reason in reasons_against(book):
        raise Refused(reason)


def reasons_against(book: xw.Book) -> Iterator[str]:
    """Why no sheet may be put into `book`, the plainest first."""
    api: Any = book.api
    name = str(api.Name)
    kind = int(api.FileFormat)
    if api.Path and kind not in WITH_SHEETS:
        kinds = wording()["conditions"]["kinds"]
        yield say("conditions.kind", book=name, kind=kinds.get(str(kind)) or kinds["other"].format(number=kind))
    if not api.Path:
        yield say("conditions.never_saved", book=name)
    yield from reasons_against_editing(book)
    if api.ProtectStructure:
        yield say("conditions.protected_structure", book=name)
    if api.MultiUserEditing:
        yield say("conditions.shared", book=name)


def refuse_editing(book: xw.Book) -> None:
    """Raise Refused where no cell of `book` may be changed."""
    for reason in reasons_against_editing(book):
        raise Refused(reason)


def reasons_against_editing(book: xw.Book) -> Iterator[str]:
    """Why no cell of `book` may be changed."""
    api: Any = book.api
    name = str(api.Name)
    if api.Final:
        yield say("conditions.final", book=name)
    if api.ReadOnly:
        yield say("conditions.read_only", book=name)
    if _saves_itself(api):
        yield say("conditions.auto_save", book=name)


def is_calculated(book: xw.Book) -> bool:
    """Whether every formula has its value; with manual calculation some may be waiting."""
    return int(book.app.api.CalculationState) == CALCULATED


def _saves_itself(api: Any) -> bool:
    try:
        return bool(api.AutoSaveOn)
    except Exception:  # Excel 2016 and older have no such thing
        return False
