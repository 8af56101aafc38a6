"""The formats of one workbook that is being written: one for each role and number format in use.

A cell's format carries its number format only. Font, fill, borders and alignment come from the named
style of its role, which `sheets.named_styles` adds and ties to the format: looks are written there, once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

if TYPE_CHECKING:
    from cpp_scorecard.sheets.model import Role
    from cpp_scorecard.sheets.theme import Theme


class FormatBook:
    """Hands out formats and remembers which places in the file the formats of each role have.

    Two roles never share a format, even when they look alike, because each has its own named style.
    """

    def __init__(self, workbook: Workbook, theme: Theme) -> None:
        """Formats for `workbook` with the looks of `theme`."""
        self._workbook = workbook
        self._theme = theme
        self._cells: dict[tuple[Role, str, bool], Format] = {}
        self._rules: dict[tuple[Role, str | None], Format] = {}
        self.places: dict[Role, list[int]] = {}
        """The places in the file's cell formats (``cellXfs``), by role."""

    def cell(self, role: Role, number_format: str | None = None, *, literal: bool = False) -> Format:
        """The format of cells of `role`; `literal` keeps text such as ``=A1`` text when someone edits it."""
        code = number_format or self._theme.looks[role].number_format
        key = (role, code, literal)
        if key not in self._cells:
            made = self._workbook.add_format({"num_format": code, "quote_prefix": literal})
            place = len(self._cells) + 1
            made.set_xf_index(place)
            self._cells[key] = made
            self.places.setdefault(role, []).append(place)
        return self._cells[key]

    def rule(self, role: Role, number_format: str | None = None) -> Format:
        """What a conditional rule lays over a cell: fill, font colour, weight and number format."""
        key = (role, number_format)
        if key not in self._rules:
            look = self._theme.looks[role]
            properties: dict[str, Any] = {
                "font_color": f"#{look.rgb}",
                "bold": look.bold,
                "italic": look.italic,
            }
            if look.fill:
                properties["bg_color"] = f"#{look.fill}"
            if number_format:
                properties["num_format"] = number_format
            self._rules[key] = self._workbook.add_format(properties)
        return self._rules[key]
