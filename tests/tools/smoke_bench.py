"""A stand-in for real Excel in the smoke test: workbooks of dictionaries that do what the steps hope for.

It is no Excel: that the steps pass on it shows only that they run, judge and report as they say.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cpp_scorecard import __version__
from cpp_scorecard.addin.smoke.bench import Cell, Pressed

LINK_KINDS = "http://schemas.microsoft.com/office/2006/relationships/xlExternalLinkPath"
ADDIN = r"C:\Users\officer\AppData\Roaming\Microsoft\Excel\XLSTART\cpp-scorecard.xlam"
GALLERY = [
    Cell(1, 1, "Result"),
    Cell(1, 2, "Published"),
    Cell(2, 1, 3, "=CPP_ROUND(2.5,0)"),
    Cell(2, 2, 3),
    Cell(3, 1, "G", "=CPP_RAG(0.96,0.95,1,1)"),
    Cell(3, 2, "G"),
]
FIGURES = [Cell(1, 1, "Indicator"), Cell(2, 1, "Reviews in time"), Cell(2, 2, 0.94)]


@dataclass
class StandIn:
    """Excel as it should be; each field is something that a test can spoil."""

    troubles: list[str] = field(default_factory=list)
    addin: str | None = ADDIN
    link: tuple[str, str] = ("xlStartup", "cpp-scorecard.xlam")
    version: str = __version__
    error: Any = "#VALUE!"
    reason: Any = "The text is no number."
    spilled: Any = "G"
    seconds: float = 0.2
    rounded: Any = 3
    answer: bool | None = True
    says: dict[str, Pressed] = field(default_factory=dict)
    builds: bool = True
    changes: bool = False
    refuses: bool = True
    opens_preview: bool = True
    moves: bool = True
    month_labels: tuple[str, ...] = ("Nov-21", "Oct-21")
    left: tuple[str, ...] = ()
    open_books: dict[str, dict[str, list[Cell]]] = field(default_factory=dict)
    at: tuple[str, str, str] = ("", "", "A1")
    moved: int = 0

    def facts(self) -> Mapping[str, str]:
        return {"excel": "none: a stand-in"}

    def doctor(self) -> Sequence[str]:
        return self.troubles

    def start(self, workbook: Path) -> str:
        return self.open(workbook)

    def addin_path(self) -> str | None:
        return self.addin

    def new(self, path: Path) -> str:
        self.open_books[path.name] = {"Sheet1": []}
        return path.name

    def open(self, workbook: Path, *, protected_view: bool = False, read_only: bool = False) -> str:
        if workbook.name == "saved.xlsx":
            self.open_books[workbook.name] = {"Sheet1": [Cell(1, 10, self.rounded, "=CPP_ROUND(2.5,0)")]}
        else:
            cells = GALLERY if "gallery" in workbook.parts[-1] else FIGURES
            self.open_books[workbook.name] = {"Figures": list(cells)}
        return workbook.name

    def close(self, book: str) -> None:
        del self.open_books[book]

    def save_as(self, book: str, path: Path) -> str:
        kind, target = self.link
        with zipfile.ZipFile(path, "w") as package:
            link = f'<Relationship Id="rId1" Type="{LINK_KINDS}/{kind}" Target="{target}"/>'
            name = "xl/externalLinks/_rels/externalLink1.xml.rels"
            package.writestr(name, f"<Relationships>{link}</Relationships>")
        self.open_books[path.name] = self.open_books.pop(book)
        return path.name

    def books(self) -> Sequence[str]:
        return list(self.open_books)

    def sheets(self, book: str) -> Sequence[str]:
        return list(self.open_books[book])

    def cells(self, book: str, sheet: str) -> Sequence[Cell]:
        return self.open_books[book][sheet]

    def enter(self, book: str, sheet: str, address: str, formula: str) -> Any:
        if "no number" in formula:
            return self.error
        if formula.startswith("=CPP_REASON"):
            return self.reason
        if formula.startswith("=CPP_VERSION"):
            return self.version
        if "#" in formula:
            self.open_books[book][sheet].append(Cell(1000, 7, self.spilled))
        return self.rounded if re.search(r"2\.5", formula) else None

    def calculate(self, book: str) -> float:
        return self.seconds

    def select(self, book: str, sheet: str, address: str) -> None:
        self.at = (book, sheet, address)

    def selected(self) -> tuple[str, str, str]:
        return self.at

    def protect(self, book: str) -> None:
        self.open_books[book]["protected"] = []

    def press(self, book: str, action: str, choice: str = "") -> Pressed:
        if action in self.says:
            return self.says[action]
        if action == "build":
            return self._build(book)
        if action == "preview" and self.opens_preview:
            self.open_books["preview.xlsx"] = {"CPP Scorecard": []}
        if action in ("next_finding", "go_to_source", "options") and self.moves:
            self.moved += 1
            self.at = (book, "Figures", f"B{self.moved}")
            return Pressed()
        return (
            Pressed(said=(f"{action} is done.",))
            if action in ("version", "check", "restore_previous", "publish", "add_month")
            else Pressed()
        )

    def _build(self, book: str) -> Pressed:
        if book in ("from-the-internet.xlsx", "protected.xlsx", "read-only.xlsx"):
            if not self.refuses:
                self.open_books[book]["CPP Scorecard"] = []
                return Pressed()
            why = {"from": "is in Protected View", "prot": "is protected", "read": "is open read-only"}[book[:4]]
            return Pressed(said=(f"{book} {why}.",))
        if self.builds:
            self.open_books[book]["CPP Scorecard"] = [Cell(1, 1, "Indicator"), Cell(8, 8, 0.94)]
        if self.changes:
            self.open_books[book]["Figures"][2] = Cell(2, 2, 0.95)
        return Pressed(said=("In place.",), asked=("Added at the end: CPP Scorecard.",))

    def months(self, book: str) -> Sequence[str]:
        return self.month_labels

    def ask(self, question: str) -> bool | None:
        return self.answer

    def quit(self) -> Sequence[str]:
        return self.left
