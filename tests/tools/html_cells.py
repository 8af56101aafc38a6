"""The cells of a workbook as LibreOffice exports them to HTML: what each shows, on which fill, in which ink.

Conditional fills and font colours are in the export; conditional number formats are not (print to PDF for those).
"""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One cell; colours as ``RRGGBB``, None where it has none of its own."""

    text: str
    fill: str | None
    ink: str | None


Table = dict[tuple[int, int], ShownCell]
"""Cells by zero-based row and column; of a merge, the top left one."""


def tables(path: Path) -> list[Table]:
    """One table for each sheet, in order."""
    reader = _Reader()
    reader.feed(path.read_text("utf-8", errors="replace"))
    return reader.tables


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tables: list[Table] = []
        self._taken: set[tuple[int, int]] = set()
        self._row = -1
        self._cell: tuple[int, int] | None = None
        self._text: list[str] = []
        self._fill: str | None = None
        self._ink: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "table":
            self.tables.append({})
            self._taken, self._row = set(), -1
        elif tag == "tr":
            self._row += 1
        elif tag == "td" and self.tables:
            column = 0
            while (self._row, column) in self._taken:
                column += 1
            down, across = int(given.get("rowspan") or 1), int(given.get("colspan") or 1)
            self._taken |= {(self._row + r, column + c) for r in range(down) for c in range(across)}
            self._cell, self._text, self._ink = (self._row, column), [], None
            self._fill = (given.get("bgcolor") or "").lstrip("#").upper() or None
        elif tag == "font" and self._cell and given.get("color"):
            self._ink = str(given["color"]).lstrip("#").upper()

    def handle_endtag(self, tag: str) -> None:
        if tag == "td" and self._cell:
            self.tables[-1][self._cell] = ShownCell("".join(self._text).strip(), self._fill, self._ink)
            self._cell = None

    def handle_data(self, data: str) -> None:
        if self._cell:
            self._text.append(data)
