"""An officer at Excel: a workbook in front, buttons to press, and what is said."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cpp_scorecard import __version__
from cpp_scorecard.core.ownership import SHEET_MARK
from cpp_scorecard.core.period import Month
from tests.tools.com_excel import FakeExcel
from tests.tools.excel_copies import Snapshot, contents, snapshot
from tests.tools.excel_things import extras
from tests.tools.workbooks import council, definition

MONTHS = ("Sep-21", "Oct-21", "Nov-21")
FIGURES = (
    ("Indicator", "Figure", *MONTHS),
    ("Children seen", "Data", 11, 12, 9),
    ("Visits", "Data", 4, 3, 5),
)


def indicators(path: Path, **sheets: Any) -> Path:
    """A small indicator workbook: two indicators, three months."""
    return council(path, [definition(low=10), definition("Visits", high=4)], FIGURES, **sheets)


@dataclass
class Officer:
    """Presses buttons in an Excel of the tests."""

    excel: FakeExcel = field(default_factory=FakeExcel)

    def open(self, path: Path) -> Any:
        return self.excel.open(path)

    def press(self, action: str, choice: str = "", *, version: str = __version__, answer: str = "ok") -> str:
        """Press a button and answer what it asks; returns the last thing it said."""
        from cpp_scorecard.excel import ribbon

        self.excel.told.clear()
        self.excel.answers = [answer]
        ribbon.run(action, version, choice)
        return self.excel.said()

    @property
    def asked(self) -> str:
        """What was said first: the question, where the button asks one."""
        return self.excel.told[0] if self.excel.told else ""

    def select(self, book: Any, sheet: str, cell: str) -> None:
        book.sheets[sheet].api.Activate()
        book.sheets[sheet].api.Range(cell).Select()


def model_of(book: Any) -> Any:
    """The model behind a workbook of xlwings."""
    return book.api._thing


def state_of(book: Any) -> Snapshot:
    """Everything that a change to `book` would show in: sheets, cells, names."""
    found = snapshot(model_of(book))
    return Snapshot(found.sheets, found.cells, found.names)


def looks_of(book: Any) -> dict[str, tuple[int, int, tuple[str, ...]]]:
    """Notes, rules and series of charts of every sheet."""
    return {
        sheet.name: (
            len(sheet.notes),
            extras(sheet).rules,
            tuple(formula for chart in extras(sheet).charts for formula in chart.series),
        )
        for sheet in model_of(book).sheets_
    }


def own_cells(book: Any) -> dict[str, Any]:
    """The cells of the officer's own sheets, by sheet."""
    return {sheet.name: contents(sheet) for sheet in model_of(book).sheets_ if sheet.name not in reports_in(book)}


def reports_in(book: Any) -> dict[str, str]:
    """Our sheets in `book` by name, with their keys."""
    from pyopenvba.formula._parse import split_sheet

    return {
        split_sheet(entry.name)[0]: entry.refers_to.strip('="')
        for entry in model_of(book).names_.entries
        if split_sheet(entry.name)[1] == SHEET_MARK
    }


def sheet_names(book: Any) -> list[str]:
    return [sheet.name for sheet in model_of(book).sheets_]


NOVEMBER, OCTOBER = Month.of(2021, 11), Month.of(2021, 10)
