"""How a workbook shows its cells: the number format and the colour of each style."""

from __future__ import annotations

from typing import Any

from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE

from cpp_scorecard.core.colours import resolve, theme_palette


class CellStyles(dict[int, tuple[str, str | None]]):
    """Number format and fill (RRGGBB) by style, looked up in the workbook when first asked for.

    Without `fills` no style has one.
    """

    def __init__(self, book: Any, *, fills: bool) -> None:
        """Read from openpyxl's `book`."""
        super().__init__()
        self._book = book
        self._fills = fills
        self._palette = theme_palette(book.loaded_theme) if fills else ()

    def __missing__(self, style: int) -> tuple[str, str | None]:
        """Look one style up."""
        found = self[style] = self._number_format(style), self._fill(style) if self._fills else None
        return found

    def _number_format(self, style: int) -> str:
        try:
            number = self._book._cell_styles[style].numFmtId
            if number < BUILTIN_FORMATS_MAX_SIZE:
                return str(BUILTIN_FORMATS.get(number, "General"))
            return str(self._book._number_formats[number - BUILTIN_FORMATS_MAX_SIZE])
        except IndexError:  # a style that the workbook does not define looks like General
            return "General"

    def _fill(self, style: int) -> str | None:
        fill = self._book._fills[self._book._cell_styles[style].fillId]
        if getattr(fill, "fill_type", None) != "solid":
            return None
        colour = fill.fgColor
        return resolve(
            rgb=colour.rgb if colour.type == "rgb" else None,
            theme=colour.theme if colour.type == "theme" else None,
            tint=colour.tint or 0.0,
            indexed=colour.indexed if colour.type == "indexed" else None,
            palette=self._palette,
        )
