"""What the steps of the smoke test do with Excel, as an interface: real Excel on a PC, a stand-in in the tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol


class Skipped(Exception):
    """A step cannot be done here; the text says why."""


class Wrong(Exception):
    """A step showed something that should not be; the text says what."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with a formula or a value: `formula` is empty for a value, an error is text such as `#VALUE!`."""

    row: int
    column: int
    value: Any
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Pressed:
    """What an action of the ribbon said, and what it asked (each question is answered with OK)."""

    said: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()


class Bench(Protocol):
    """An Excel to test. `book` is the name of an open workbook, such as `indicators.xlsx`."""

    def facts(self) -> Mapping[str, str]:
        """The versions of Windows, Excel, Python, xlwings and this product."""

    def doctor(self) -> Sequence[str]:
        """The codes of what `doctor` finds."""

    def start(self, workbook: Path) -> str:
        """Start Excel as a double-click on `workbook` does, wait until it is open, and return its name."""

    def addin_path(self) -> str | None:
        """Where the add-in that Excel has open lies; None when it has none open."""

    def new(self, path: Path) -> str:
        """Make a workbook with one empty sheet, save it at `path` and return its name."""

    def open(self, workbook: Path, *, protected_view: bool = False, read_only: bool = False) -> str:
        """Open a workbook in that Excel and return its name."""

    def close(self, book: str) -> None:
        """Close a workbook without saving it."""

    def save_as(self, book: str, path: Path) -> str:
        """Save a workbook under another name, which is returned."""

    def books(self) -> Sequence[str]:
        """The names of the open workbooks."""

    def sheets(self, book: str) -> Sequence[str]:
        """The names of a workbook's sheets."""

    def cells(self, book: str, sheet: str) -> Sequence[Cell]:
        """Every used cell of a sheet, calculated."""

    def enter(self, book: str, sheet: str, address: str, formula: str) -> Any:
        """Type a formula into a cell, calculate, and return what the cell then shows."""

    def calculate(self, book: str) -> float:
        """Calculate every formula anew; returns the seconds that took."""

    def select(self, book: str, sheet: str, address: str) -> None:
        """Select a cell."""

    def selected(self) -> tuple[str, str, str]:
        """The selected cell: workbook, sheet, address."""

    def protect(self, book: str) -> None:
        """Protect a workbook's structure, without a password."""

    def press(self, book: str, action: str, choice: str = "") -> Pressed:
        """Run a ribbon action with `book` in front, as the add-in would have Python run it."""

    def months(self, book: str) -> Sequence[str]:
        """The months that the ribbon's list shows for `book`."""

    def ask(self, question: str) -> bool | None:
        """Ask the person at the PC; None when nobody is there to be asked."""

    def quit(self) -> Sequence[str]:
        """Close Excel without saving, wait, and return the add-in's programs that still run."""
