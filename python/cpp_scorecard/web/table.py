"""A plain table as HTML: caption, column headers, row headers, inside a region that scrolls by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cpp_scorecard.web.markup import Markup, element, lines, together

if TYPE_CHECKING:
    from cpp_scorecard.core.plain_table import PlainCell, PlainTable, Shorthand

_LONG = 60
"""Characters from which a text gets a wider column."""
_SHORT = 16
"""Characters up to which a text stays on one line."""
_FEW = 5
"""Columns up to which a table is no wider than it has to be."""


def table_markup(table: PlainTable, key: str) -> Markup:
    """The table in a region that can be focused and has the caption as its name; `key` is unique on the page."""
    figures = [_is_figures(table, at) for at in range(len(table.columns))]
    longest = [max(len(row[at].text) for row in table.rows) for at in range(len(table.columns))]
    looks = [
        "figure" if figures[at] else "long" if length > _LONG else "short" if length <= _SHORT else None
        for at, length in enumerate(longest)
    ]
    head = (
        element("th", column.header, scope="col", class_="figure" if figures[at] else None)
        for at, column in enumerate(table.columns)
    )
    rows = (
        element(
            "tr",
            *(
                element("th", _shown(cell), scope="row")
                if table.columns[at].is_row_header
                else element("td", _shown(cell), class_=looks[at])
                for at, cell in enumerate(row)
            ),
        )
        for row in table.rows
    )
    named = f"{key}-caption"
    made = element(
        "table",
        element("caption", element("span", table.title), id=named),
        element("thead", element("tr", *head)),
        element("tbody", *rows),
        class_="narrow" if len(table.columns) <= _FEW and max(longest[1:], default=0) <= _SHORT else None,
    )
    return element("div", made, class_="scroll", role="region", aria_labelledby=named, tabindex="0")


def _is_figures(table: PlainTable, at: int) -> bool:
    return all(row[at].number is not None or row[at].shorthand for row in table.rows)


def _shown(cell: PlainCell) -> Markup:
    words = lines(cell.text)
    return element("span", words, class_=f"chip {cell.tone.value}") if cell.tone else words


def shorthand_terms(shorthands: tuple[Shorthand, ...], meanings: Mapping[str, str]) -> Markup:
    """What the shorthands of a page mean, one line each."""
    return together(*(element("p", f"{meanings[one.value]}.") for one in shorthands))
