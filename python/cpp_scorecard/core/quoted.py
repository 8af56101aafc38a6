"""Numbers that people quote, against the data: percentages, ranges and movements that the figures do not bear out.

A text may quote other figures too (a check after the quarter's end, a share of something else), so a slip asks for a
look and is no error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cpp_scorecard.core.indicator import Unit
from cpp_scorecard.core.printing import printed_exactly
from cpp_scorecard.core.rag import ExpectedRange
from cpp_scorecard.core.rounding import comparable, round_half_away

_NO_RANGE = ExpectedRange(None, None)


@dataclass(frozen=True, slots=True)
class QuotedSlip:
    """A number in a text that the data do not bear out."""

    quoted: str
    problem: str


@dataclass(frozen=True, slots=True)
class Quotable:
    """What a text about one indicator may quote. Percentages are fractions.

    `earlier` are the figures before the current one, latest first, each with its period's label; where several
    indicators are quoted from together, the same place is the same period. `others` are figures that a text may
    quote and that are no earlier ones of its own: longer periods, other councils.
    """

    name: str
    unit: Unit
    period: str
    current: float | None
    earlier: tuple[tuple[str, float | None], ...] = ()
    others: tuple[float, ...] = ()
    beside: tuple[float, ...] = ()
    """Figures of others that the current one may be said to be higher or lower than."""
    expected: ExpectedRange = _NO_RANGE

    @property
    def figures(self) -> tuple[float, ...]:
        """Every figure and both ends of the range."""
        known = (self.current, *(number for _, number in self.earlier), *self.others, *self.beside)
        return tuple(n for n in (*known, self.expected.low, self.expected.high) if n is not None)


_UP = r"increase[sd]?|rise[ns]?|rose|risen|grew|growth|improve(?:d|s|ment)?|higher|up"
_DOWN = r"decrease[sd]?|fall[s]?|fell|fallen|drop(?:s|ped)?|reduc(?:ed|tion|es)|declin(?:e|ed|es)|lower|down"
_SIZE = r"(?P<size>\d{1,3}(?:\.\d+)?)\s?(?P<sign>%|per cent\b|(?:percentage\s+)?points?\b)"
_PERCENT = re.compile(r"(?<![\w.])(\d{1,3}(?:\.\d+)?)\s?%")
_RANGE = re.compile(r"(?<![\w.])(\d{1,4}(?:\.\d+)?)\s?%?\s?(?:-|–|to)\s?(\d{1,4}(?:\.\d+)?)\s?%")
_MOVED = re.compile(rf"\b(?P<word>{_UP}|{_DOWN})\b(?:\s+\w+){{0,3}}?\s+(?:of|by)\s+{_SIZE}", re.IGNORECASE)
"""`an increase of 17%`, `fell by 2 percentage points`."""
_MOVE = re.compile(
    rf"(?<![\w.]){_SIZE}\s+(?:overall\s+)?"
    r"(?P<word>increase|rise|growth|improvement|higher|decrease|fall|drop|reduction|decline|lower)\b",
    re.IGNORECASE,
)
"""`a 5% decrease`, `0.2 percentage points higher`. `95% improved` is a share and no movement."""
_COUNTS = re.compile(
    r"\brange\s*(?:of|is|was|being)?\s*[(:]?\s*(\d[\d,]*(?:\.\d+)?)\s?(?:-|–|to)\s?(\d[\d,]*(?:\.\d+)?)(?![\d,.]*\d)(?!\s?%)",
    re.IGNORECASE,
)
_FROM = re.compile(r"\bfrom\s*$", re.IGNORECASE)
_SAYS_UP = re.compile(rf"(?:{_UP})", re.IGNORECASE)


def slips_in(text: str, about: Sequence[Quotable]) -> Iterator[QuotedSlip]:
    """The percentages, ranges and movements in `text` that the data of the indicators it is about do not have."""
    if not about:
        return
    known = [figure for one in about if one.unit.is_percentage for figure in one.figures]
    moved = {
        match.start("size"): match
        for pattern in (_MOVE, _MOVED)
        for match in pattern.finditer(text)
        if not (pattern is _MOVE and _FROM.search(text[: match.start()]))
    }
    ranged: set[int] = set()
    for match in _COUNTS.finditer(text):
        quoted = [float(bound.replace(",", "")) for bound in match.groups()]
        counted = [one for one in about if not one.unit.is_percentage]
        if counted and not any(_is_range(quoted[0], quoted[1], one) for one in counted):
            have = "; ".join(_range_text(one) for one in counted)
            yield QuotedSlip(match[0], f"the expected range in the data is {have}")
    for match in _RANGE.finditer(text):
        if _FROM.search(text[: match.start()]):
            continue  # "from 53% to 64%" is a movement: each figure is looked up
        ranged |= set(range(*match.span()))
        low, high = float(match[1]) / 100, float(match[2]) / 100
        if not any(_is_range(low, high, one) for one in about):
            have = "; ".join(_range_text(one) for one in about if one.unit.is_percentage) or "none in per cent"
            yield QuotedSlip(match[0], f"the expected range in the data is {have}")
    shares = {match.start(1): match for match in _PERCENT.finditer(text)}
    for start in sorted(shares.keys() | moved.keys()):
        if start in ranged:
            continue
        if start in moved:
            yield from _movement(moved[start], about)
        elif not any(_prints(value, shares[start][1]) for value in known):
            yield QuotedSlip(shares[start][0], "no such percentage stands in the data of the indicator")


def _is_range(low: float, high: float, one: Quotable) -> bool:
    return _same(low, one.expected.low) and _same(high, one.expected.high)


def _same(quoted: float, bound: float | None) -> bool:
    return bound is not None and round_half_away(quoted, 6) == round_half_away(bound, 6)


def _prints(value: float, quoted: str) -> bool:
    decimals = len(quoted.partition(".")[2])
    return round_half_away(value * 100, decimals) == float(quoted)


def _range_text(one: Quotable) -> str:
    """`7-10%`, `305-445`, `from 95%`, `up to 4%` or `not given`."""
    low, high = (
        None if bound is None else printed_exactly(bound, one.unit) for bound in (one.expected.low, one.expected.high)
    )
    if low is None or high is None:
        return f"from {low}" if low else f"up to {high}" if high else "not given"
    return f"{low.removesuffix('%')}-{high}"


def _movement(match: re.Match[str], about: Sequence[Quotable]) -> Iterator[QuotedSlip]:
    """A quoted movement against how the figures moved: into the current period, or since any earlier one."""
    said_up = _SAYS_UP.fullmatch(match["word"]) is not None
    in_points = "point" in match["sign"].casefold()
    moves = list(_moves(about, in_points=in_points))
    sized = [move for move in moves if _is_sized(move[2], match["size"])]
    if not moves or any((change[0] > 0) is said_up for _, _, change in sized):
        return
    if _is_so_beside(about, match["size"], said_up=said_up, in_points=in_points):
        return
    if sized:
        one, before, change = sized[0]
        went = "rose" if change[0] > 0 else "fell"
        problem = f'"{one.name}" {went} between {before} and {one.period}'
    else:
        problem = f"no figure of the indicator moved by that up to {about[0].period}"
    yield QuotedSlip(match[0], problem)


def _moves(about: Sequence[Quotable], *, in_points: bool) -> Iterator[tuple[Quotable, str, tuple[float, ...]]]:
    """Every movement into the current figures, from the latest period back."""
    for place in range(max(len(one.earlier) for one in about)):
        for one in about:
            label, before = one.earlier[place] if place < len(one.earlier) else ("", None)
            if before is not None and one.current is not None:
                yield one, label, _change(before, one.current, one.unit, in_points=in_points)


def _is_so_beside(about: Sequence[Quotable], quoted: str, *, said_up: bool, in_points: bool) -> bool:
    """Whether a current figure is that far above (or below) somebody else's."""
    return any(
        _is_sized(change, quoted) and (change[0] > 0) is said_up
        for one in about
        if one.current is not None
        for other in one.beside
        if (change := _change(other, one.current, one.unit, in_points=in_points))
    )


def _change(before: float, now: float, unit: Unit, *, in_points: bool) -> tuple[float, ...]:
    """How far a figure moved: in per cent of what it was and for percentages in points; `in_points`, in nothing else.

    A score moves in points of its own.
    """
    change = comparable(now - before)
    points = comparable(change * 100) if unit.is_percentage else change
    if in_points:
        return (points,)
    relative = (comparable(change / abs(before) * 100),) if before else ()
    return (*relative, points) if unit.is_percentage else relative


def _is_sized(change: tuple[float, ...], quoted: str) -> bool:
    decimals = len(quoted.partition(".")[2])
    return any(size and round_half_away(abs(size), decimals) == float(quoted) for size in change)
