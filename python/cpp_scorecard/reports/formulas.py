"""The rules of `core.rag` and `core.direction` in Excel's language, so that a sheet stays live without Python.

One function a rule; the property tests let LibreOffice evaluate them beside the Python rules. Only functions
that Excel 2010 and LibreOffice both have.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cpp_scorecard.core.rounding import COMPARISON_DECIMALS

_UNCHANGED_DECIMALS = 6
"""A number in a formula keeps 15 digits, so one of a million can be told at six decimals, and no edit is smaller."""


@dataclass(frozen=True, slots=True)
class RatingCells:
    """Where a row keeps what its rating depends on; each a reference such as ``$H7``, or a literal."""

    value: str
    low: str
    high: str
    polarity: str
    tolerance: str
    mode: str
    at_zero: str


def rating_formula(cells: RatingCells) -> str:
    """R, A, G, or an empty text where there is nothing to rate. The same rule as `core.rag.rate`."""
    c = cells
    below = _judged(f"{c.low}-{c.value}", c.low, c)
    above = _judged(f"{c.value}-{c.high}", c.high, c)
    high = f'IF(ISNUMBER({c.low}),{below},"")'
    low = f'IF(ISNUMBER({c.high}),{above},"")'
    # Outside one end of a range means inside the other, so the end that is exceeded is the one to judge.
    either = (
        f"IF(OR(ISNUMBER({c.low}),ISNUMBER({c.high})),"
        f"IF(IF(ISNUMBER({c.low}),{c.low}>{c.value},FALSE),{below},"
        f'IF(IF(ISNUMBER({c.high}),{c.value}>{c.high},FALSE),{above},"G")),"")'
    )
    upside_down = f"IF(ISNUMBER({c.low}),IF(ISNUMBER({c.high}),{c.low}>{c.high},FALSE),FALSE)"
    by_polarity = f'IF({c.polarity}="High",{high},IF({c.polarity}="Low",{low},IF({c.polarity}="Range",{either},"")))'
    return f'=IF(NOT(ISNUMBER({c.value})),"",IF({upside_down},"",{by_polarity}))'


def _judged(outside: str, bound: str, c: RatingCells) -> str:
    """The colour for being `outside` a `bound`; inside, the distance is negative."""
    points = f'{c.mode}="points"'
    distance = (
        f"ROUND(IF(OR({points},{bound}=0),{outside},({outside})/IF({bound}=0,1,ABS({bound}))),{COMPARISON_DECIMALS})"
    )
    limit = f"ROUND(IF(AND(NOT({points}),{bound}=0),{c.at_zero},{c.tolerance}),{COMPARISON_DECIMALS})"
    return f'IF({distance}<=0,"G",IF({distance}>={limit},"R","A"))'


def direction_formula(latest: str, earlier: str, polarity: str) -> str:
    """B, W, S or -. The same rule as `core.direction.direction`."""
    difference = f"ROUND({latest}-{earlier},{COMPARISON_DECIMALS})"
    judged = f'IF({difference}=0,"S",IF(({difference}>0)=({polarity}="High"),"B","W"))'
    comparable = f'AND(ISNUMBER({latest}),ISNUMBER({earlier}),OR({polarity}="High",{polarity}="Low"))'
    return f'=IF({comparable},{judged},"-")'


def ratio_formula(actual: str, possible: str) -> str:
    """The figure behind a percentage: actual over possible."""
    return f'=IFERROR({actual}/{possible},"-")'


def below_formula(count: str, threshold: float, word: str) -> str:
    """`word` where `count` is a number below `threshold`, else an empty text. The rule of `core.small_numbers`."""
    return f'=IF(ISNUMBER({count}),IF({count}<{threshold!r},"{word}",""),"")'


def while_unchanged(figures: Mapping[str, float], word: str) -> str:
    """`word` while each cell still holds the figure that was judged, else an empty text. Not a formula by itself."""
    same = ",".join(
        f"IF(ISNUMBER({cell}),ROUND({cell}-({number!r}),{_UNCHANGED_DECIMALS})=0,FALSE)"
        for cell, number in figures.items()
    )
    return f'IF(AND({same}),"{word}","")'
