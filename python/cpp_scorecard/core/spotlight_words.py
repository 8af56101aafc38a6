"""The sentences of a spotlight: templates whose names in braces stand for computed figures.

Every panel knows `{people}` (what the theme calls them), `{list}` and `{day}`. Panels of people know `{cohort}` (how
many they are about), `{counted}` (the denominator), `{left out}`, `{figures}` (the table in words), and for each label
`{number of LABEL}` and `{share of LABEL}`. Panels over time know `{first}` and `{last}` (periods), `{figures}`, and for
each row `{first of LABEL}` and `{latest of LABEL}`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from cpp_scorecard.core.folding import folded
from cpp_scorecard.core.printing import printed
from cpp_scorecard.core.series import Missing, Number

if TYPE_CHECKING:
    from cpp_scorecard.core.indicator import Unit
    from cpp_scorecard.core.panel import Panel, PanelRow

_NAME = re.compile(r"\{([^{}]*)\}")
Figures = Mapping[str, str]


class UnknownName(ValueError):
    """A template asks for a figure that its panel does not have."""


def fill(template: str, figures: Figures) -> str:
    """`template` with its names replaced, names compared without case.

    Raises UnknownName with what it may ask for.
    """

    def figure(name: re.Match[str]) -> str:
        wanted = folded(name[1])
        if wanted not in figures:
            known = ", ".join(f"{{{one}}}" for one in figures)
            raise UnknownName(f'"{{{name[1]}}}" is no figure of this panel; it has {known}')
        return figures[wanted]

    return _NAME.sub(figure, template)


def said(value: Number, unit: Unit, decimals: int = 0) -> str:
    """One figure in a sentence; what is missing says so."""
    return "no figure" if isinstance(value, Missing) else printed(value, unit, decimals)


def row_in_words(panel: Panel, row: PanelRow) -> str:
    """A row over its columns: `Missing episodes: Apr-21 42, May-21 67`."""
    parts = [
        f"{column} {said(value, panel.unit_at(row, at), row.decimals)}"
        for at, (column, value) in enumerate(zip(panel.columns, row.values, strict=True))
    ]
    return f"{row.label}: {', '.join(parts)}"
