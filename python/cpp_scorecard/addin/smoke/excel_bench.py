"""The bench in real Excel, by xlwings. Runs on Windows only; decides nothing, so that there is little to go wrong."""

from __future__ import annotations

import platform
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import xlwings as xw

from cpp_scorecard import __version__
from cpp_scorecard.addin.deploy.doctor import examine
from cpp_scorecard.addin.deploy.excel_program import bits_of_excel, excel_program
from cpp_scorecard.addin.deploy.places import ADDIN_FILE, is_inside
from cpp_scorecard.addin.smoke.bench import Cell, Pressed, Wrong
from cpp_scorecard.excel import ribbon
from cpp_scorecard.excel.desk import Desk
from cpp_scorecard.excel.failures import COM_ERROR_BASE, NUMBERS

if TYPE_CHECKING:
    from cpp_scorecard.addin.deploy.ports import Machine

_PATIENCE = 90.0
"""Seconds for Excel to start, and for its Python to end."""
_ERRORS = {
    COM_ERROR_BASE + number: text
    for text, number in [*NUMBERS.items(), ("#GETTING_DATA", 2043), ("#SPILL!", 2045), ("#CALC!", 2050)]
}
"""The numbers by which COM hands over error values."""


class ExcelBench:
    """Real Excel on the PC `machine`; `asks` is False where nobody is there to answer."""

    def __init__(self, machine: Machine, *, asks: bool) -> None:
        self._machine = machine
        self._asks = asks
        self._app: xw.App | None = None
        self._version = "not started"
        self._protected: dict[str, Any] = {}

    @property
    def _excel(self) -> Any:
        if self._app is None:
            raise Wrong("Excel was not started.")
        return self._app.api

    def _book(self, book: str) -> Any:
        return self._excel.Workbooks(book)

    def facts(self) -> Mapping[str, str]:
        """As `Bench.facts`."""
        return {
            "windows": platform.platform(),
            "python": sys.version.split()[0],
            "xlwings": str(xw.__version__),
            "cpp-scorecard": __version__,
            "excel_bits": str(bits_of_excel(self._machine)),
            "excel": self._version,
        }

    def doctor(self) -> Sequence[str]:
        """As `Bench.doctor`."""
        return [trouble.code for trouble in examine(self._machine)]

    def start(self, workbook: Path) -> str:
        """As `Bench.start`."""
        program = excel_program(self._machine)
        if program is None:
            raise Wrong("Windows knows no excel.exe.")
        if any(process.name.casefold() == "excel.exe" for process in self._machine.processes.running()):
            raise Wrong("Excel is open already: close it and start the smoke test again.")
        subprocess.Popen([str(program), str(workbook)])
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            with suppress(Exception):
                for app in xw.apps:
                    if workbook.name in [str(book.Name) for book in app.api.Workbooks] and app.api.Ready:
                        self._app = app
                        self._version = f"{app.api.Version}.{app.api.Build}"
                        return workbook.name
            time.sleep(0.5)
        raise Wrong(f"Excel did not open {workbook.name} within {_PATIENCE:.0f} s.")

    def addin_path(self) -> str | None:
        """As `Bench.addin_path`."""
        try:
            return str(self._book(ADDIN_FILE).FullName)
        except Exception:
            return None

    def new(self, path: Path) -> str:
        """As `Bench.new`."""
        self._excel.Workbooks.Add().SaveAs(str(path))
        return path.name

    def open(self, workbook: Path, *, protected_view: bool = False, read_only: bool = False) -> str:
        """As `Bench.open`."""
        if protected_view:
            self._protected[workbook.name] = self._excel.ProtectedViewWindows.Open(str(workbook))
            return workbook.name
        return str(self._excel.Workbooks.Open(str(workbook), 0, read_only).Name)

    def close(self, book: str) -> None:
        """As `Bench.close`."""
        if book in self._protected:
            self._protected.pop(book).Close()
            return
        self._book(book).Close(False)

    def save_as(self, book: str, path: Path) -> str:
        """As `Bench.save_as`."""
        self._book(book).SaveAs(str(path))
        return path.name

    def books(self) -> Sequence[str]:
        """As `Bench.books`."""
        return [str(book.Name) for book in self._excel.Workbooks]

    def sheets(self, book: str) -> Sequence[str]:
        """As `Bench.sheets`."""
        return [str(sheet.Name) for sheet in self._book(book).Worksheets]

    def cells(self, book: str, sheet: str) -> Sequence[Cell]:
        """As `Bench.cells`."""
        used = self._book(book).Worksheets(sheet).UsedRange
        values, formulas = _rows(used.Value2), _rows(used.Formula2)
        return [
            Cell(used.Row + row, used.Column + column, _value(value), text if text.startswith("=") else "")
            for row, (line, texts) in enumerate(zip(values, formulas, strict=True))
            for column, (value, text) in enumerate(zip(line, map(str, texts), strict=True))
            if value is not None
        ]

    def enter(self, book: str, sheet: str, address: str, formula: str) -> Any:
        """As `Bench.enter`."""
        cell = self._book(book).Worksheets(sheet).Range(address)
        cell.Formula2 = formula
        self._settled()
        return _value(cell.Value2)

    def calculate(self, book: str) -> float:
        """As `Bench.calculate`."""
        self._book(book).Activate()
        begun = time.perf_counter()
        self._excel.CalculateFull()
        self._settled()
        return time.perf_counter() - begun

    def _settled(self) -> None:
        until = time.monotonic() + _PATIENCE
        while self._excel.CalculationState != 0 and time.monotonic() < until:
            time.sleep(0.05)

    def select(self, book: str, sheet: str, address: str) -> None:
        """As `Bench.select`."""
        self._book(book).Activate()
        self._book(book).Worksheets(sheet).Activate()
        self._book(book).Worksheets(sheet).Range(address).Select()

    def selected(self) -> tuple[str, str, str]:
        """As `Bench.selected`."""
        excel = self._excel
        return str(excel.ActiveWorkbook.Name), str(excel.ActiveSheet.Name), str(excel.ActiveCell.Address)

    def protect(self, book: str) -> None:
        """As `Bench.protect`."""
        self._book(book).Protect(Structure=True)

    def press(self, book: str, action: str, choice: str = "") -> Pressed:
        """As `Bench.press`."""
        self._front(book)
        said: list[str] = []
        asked: list[str] = []
        real = Desk.tell, Desk.ask

        def tell(_: Desk, text: str) -> None:
            said.append(text)

        def ask(_: Desk, text: str) -> bool:
            asked.append(text)
            return True

        vars_of: Any = Desk
        vars_of.tell, vars_of.ask = tell, ask
        try:
            ribbon.run(action, __version__, choice)
        finally:
            vars_of.tell, vars_of.ask = real
        return Pressed(tuple(said), tuple(asked))

    def _front(self, book: str) -> None:
        (self._protected.get(book) or self._book(book)).Activate()

    def months(self, book: str) -> Sequence[str]:
        """As `Bench.months`."""
        self._front(book)
        return ribbon.months()

    def ask(self, question: str) -> bool | None:
        """As `Bench.ask`."""
        if not self._asks:
            return None
        sys.stderr.write(f"\n{question}\n  y or n, Enter to skip: ")
        sys.stderr.flush()
        return {"y": True, "n": False}.get(sys.stdin.readline().strip().casefold()[:1])

    def quit(self) -> Sequence[str]:
        """As `Bench.quit`."""
        excel = self._excel
        excel.DisplayAlerts = False
        excel.Quit()
        del excel
        self._app = None
        until = time.monotonic() + _PATIENCE
        left = self._left()
        while left and time.monotonic() < until:
            time.sleep(0.5)
            left = self._left()
        return left

    def _left(self) -> list[str]:
        return [
            f"{process.name} {process.identifier}"
            for process in self._machine.processes.running()
            if process.name.casefold() == "excel.exe"
            or (
                process.path
                and is_inside(process.path, self._machine.places.home)
                and process.identifier != self._machine.own_process
            )
        ]


def _rows(value: Any) -> list[list[Any]]:
    return [list(row) for row in value] if isinstance(value, tuple) else [[value]]


def _value(value: Any) -> Any:
    if isinstance(value, int) and value in _ERRORS:
        return _ERRORS[value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
