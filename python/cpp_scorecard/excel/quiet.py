"""Excel without windows, events and recalculation while sheets come and go, and exactly as before afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import xlwings as xw

from cpp_scorecard.excel.desk import again

MANUAL = -4135
"""xlCalculationManual."""
QUIET = {"ScreenUpdating": False, "DisplayAlerts": False, "EnableEvents": False, "Calculation": MANUAL}
"""What is set while sheets are copied, by the name of the property."""


@contextmanager
def quiet(app: xw.App) -> Iterator[None]:
    """Set Excel to `QUIET`, and back however the work ends."""
    api: Any = app.api
    before: dict[str, Any] = {name: getattr(api, name) for name in QUIET}
    try:
        for name, value in QUIET.items():
            setattr(api, name, value)
        yield
    finally:
        for name, value in reversed(before.items()):
            with suppress(Exception):  # one that cannot be set must not keep the others from being
                again(setattr, api, name, value)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the officer is in a workbook: the sheet in front, its selection, how far it is scrolled."""

    sheet: str
    selection: str | None
    scroll: tuple[int, int] | None

    @classmethod
    def of(cls, book: xw.Book) -> Place:
        """The place now; a chart sheet has neither selection nor scroll."""
        sheet = str(book.api.ActiveSheet.Name)
        try:
            window = book.api.Windows(1)
            selection = str(window.RangeSelection.Address)
            scroll = int(window.ScrollRow), int(window.ScrollColumn)
        except Exception:
            return cls(sheet, None, None)
        return cls(sheet, selection, scroll)

    def restore(self, book: xw.Book) -> None:
        """Go back there. A sheet that took the name of the one in front takes its place too."""
        api: Any = book.api
        with suppress(Exception):  # where the officer looks is not worth an error
            again(api.Activate)
            sheet = api.Sheets(self.sheet)
            again(sheet.Activate)
            if self.selection:
                again(sheet.Range(self.selection).Select)
            if self.scroll:
                window = api.Windows(1)
                window.ScrollRow, window.ScrollColumn = self.scroll
