"""How our sheets are known again: a hidden name on the sheet itself.

Part names and ids do not outlive the next save in Excel, and people rename and move sheets. A defined name
that belongs to one sheet goes wherever the sheet goes, and Excel, LibreOffice and openpyxl write it back.
The mark says which report a sheet is: ``_cpp_scorecard_sheet`` = ``"scorecard"``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

_VALUE = re.compile(r'=?"((?:[^"]|"")+)"\Z')


@dataclass(frozen=True, slots=True)
class Marked:
    """A sheet of the council's workbook that carries our mark."""

    place: int
    """Its place among the sheets, from 0."""
    key: str
    name: str
    sheet_id: int


@dataclass(frozen=True, slots=True)
class Owned:
    """Which sheets are ours, and which only look like it."""

    sheets: Mapping[str, Marked]
    """Our sheet of each report, by the report's key."""
    copies: tuple[Marked, ...]
    """Copies that somebody made of our sheets, mark and all. They belong to whoever made them."""


def mark_value(key: str) -> str:
    """What the mark of the sheet of report `key` says, as the text of a defined name."""
    doubled = key.replace('"', '""')
    return f'"{doubled}"'


def marked_key(text: str) -> str:
    """The key in the text of a mark; empty when it is no key."""
    found = _VALUE.match(text.strip())
    return found.group(1).replace('""', '"') if found else ""


def owned_sheets(marked: Sequence[Marked], wanted: Mapping[str, str]) -> Owned:
    """Tell our sheets from copies of them. `wanted` are the names that we gave them, by key.

    Excel copies the mark with the sheet. Of two sheets with one key, ours is the one that still has the name
    we gave it; failing that the older one, which has the lower id.
    """
    sheets: dict[str, Marked] = {}
    copies: list[Marked] = []
    for key in dict.fromkeys(sheet.key for sheet in marked):
        rank = sorted((sheet for sheet in marked if sheet.key == key), key=lambda s: _doubt(s, wanted.get(key, "")))
        sheets[key] = rank[0]
        copies += rank[1:]
    return Owned(sheets, tuple(sorted(copies, key=lambda sheet: sheet.place)))


def _doubt(sheet: Marked, name: str) -> tuple[bool, int]:
    return sheet.name.casefold() != name.casefold(), sheet.sheet_id


def name_taken(name: str, others: Collection[str]) -> str:
    """The sheet among `others` that Excel would hold for the same name; empty when there is none."""
    return next((other for other in others if other.casefold() == name.casefold()), "")
