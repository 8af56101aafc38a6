"""Numbers that people quote, against the data: percentages, ranges and movements that the figures do not bear out.

A text may quote other figures too (a check after the quarter's end, a share of something else), so a slip asks for a
look and is no error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cpp_scorecard.core import claims
from cpp_scorecard.core.quotable import (
    MOVED_WORD,
    Quotable,
    QuotedSlip,
    agrees,
    change,
    is_sized,
    prints,
    range_in,
)
from cpp_scorecard.core.rounding import round_half_away
from cpp_scorecard.core.sentence_scope import Scope, Sentence, sentences

_SIZE = r"(?P<size>\d{1,3}(?:\.\d+)?)\s?(?P<sign>%|per cent\b|(?:percentage\s+)?points?\b)"
_PERCENT = re.compile(r"(?<![\w.])(\d{1,3}(?:\.\d+)?)\s?%")
_RANGE = re.compile(r"(?<![\w.])(\d{1,4}(?:\.\d+)?)\s?%?\s?(?:-|–|to)\s?(\d{1,4}(?:\.\d+)?)\s?%")
_MOVED = re.compile(rf"\b(?P<word>{MOVED_WORD})\b(?:\s+\w+){{0,3}}?\s+(?:of|by)\s+{_SIZE}", re.IGNORECASE)
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
_OF_OTHERS = re.compile(
    r"\b(?:than|similar|neighbours?|england|national(?:ly)?|region(?:al)?|averages?|councils?|authorit(?:y|ies))\b",
    re.IGNORECASE,
)
_OF_RANGE = re.compile(r"\b(?:range|target|threshold|expected)\b", re.IGNORECASE)


def slips_in(
    text: str, about: Sequence[Quotable], *, has_key: bool = False, compares: bool = False
) -> Iterator[QuotedSlip]:
    """The percentages, ranges, counts and movements in `text` that the data of its indicators do not have.

    With `has_key` the first of `about` is what the text speaks of until it mentions another. `compares` says that
    the text answers how the figure compares with the month (quarter, term) before.
    """
    if not about:
        return
    text = " ".join(text.split())  # a cell full of spaces would keep the patterns busy for hours
    parts = sentences(text, about, has_key=has_key, compares=compares)
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
            yield QuotedSlip(match[0], f"the expected range in the data is {_ranges(counted)}")
    for match in _RANGE.finditer(text):
        if _FROM.search(text[: match.start()]):
            continue  # "from 53% to 64%" is a movement: each figure is looked up
        ranged |= set(range(*match.span()))
        low, high = float(match[1]) / 100, float(match[2]) / 100
        if not any(_is_range(low, high, one) for one in about):
            have = _ranges([one for one in about if one.unit.is_percentage]) or "none in per cent"
            yield QuotedSlip(match[0], f"the expected range in the data is {have}")
    of_step = {at: slip for part in parts for at, slip in claims.step_figures(part) if at not in moved}
    shares = {match.start(1): match for match in _PERCENT.finditer(text)}
    for start in sorted(shares.keys() | moved.keys()):
        if start in ranged:
            continue
        if start in moved:
            yield from _movement(moved[start], about, _part_at(parts, start))
        elif start in of_step:
            yield of_step[start]
        elif not any(prints(value, shares[start][1]) for value in known):
            yield QuotedSlip(shares[start][0], "no such percentage stands in the data of the indicator")
    for part in parts:
        yield from claims.places(part)
        yield from claims.directions(part, list(moved))
        yield from claims.counts(part)


def _part_at(parts: Sequence[Sentence], place: int) -> Sentence:
    return next(part for part in reversed(parts) if part.start <= place)


def _is_range(low: float, high: float, one: Quotable) -> bool:
    return _same(low, one.expected.low) and _same(high, one.expected.high)


def _same(quoted: float, bound: float | None) -> bool:
    return bound is not None and round_half_away(quoted, 6) == round_half_away(bound, 6)


def _ranges(about: Sequence[Quotable]) -> str:
    """The ranges of `about`, each once; those that are not given only where none is."""
    every = dict.fromkeys(range_in(one) for one in about)
    given = dict.fromkeys(range_in(one) for one in about if one.bounds)
    return "; ".join(given or every)


def _movement(match: re.Match[str], about: Sequence[Quotable], part: Sentence) -> Iterator[QuotedSlip]:
    """A quoted movement against how the figures moved: since the periods that its sentence may speak of."""
    in_points = "point" in match["sign"].casefold()
    moves = list(_moves(about, part, in_points=in_points))
    sized = [move for move in moves if is_sized(move[2], match["size"])]
    if not moves or any(agrees(match["word"], moved[0]) for _, _, moved in sized):
        return
    if _is_so_beside(part, about, match, in_points=in_points):
        return
    if sized:
        one, before, moved = sized[0]
        problem = f'"{one.name}" {_went(moved[0])} between {before} and {one.period}'
    elif part.scope is Scope.ANY:
        problem = f"no figure of the indicator moved by that up to {about[0].period}"
    else:
        one, before, moved = moves[0]
        size = f"{round_half_away(abs(moved[-1]), 1):g}{' points' if one.unit.is_percentage else '%'}"
        by = f" by {size}" if moved[-1] else ""
        problem = f'"{one.name}" {_went(moved[0])}{by} between {before} and {one.period}'
    yield QuotedSlip(match[0], problem)


def _went(moved: float) -> str:
    return "rose" if moved > 0 else "fell" if moved < 0 else "did not change"


def _moves(
    about: Sequence[Quotable], part: Sentence, *, in_points: bool
) -> Iterator[tuple[Quotable, str, tuple[float, ...]]]:
    """Every movement into the current figures that the sentence may speak of, from the latest period back."""
    near = [
        (one, step)
        for one in part.subjects
        for step in ((one.before,) if part.scope is Scope.STEP else (one.before, one.year_before))
        if step is not None and one.current is not None
    ]
    if part.scope is not Scope.ANY and near:
        for one, (label, before) in near:
            assert one.current is not None
            yield one, label, change(before, one.current, one.unit, in_points=in_points)
        return
    for one in about:
        for step in (one.before, one.year_before):
            if step is not None and one.current is not None:
                yield one, step[0], change(step[1], one.current, one.unit, in_points=in_points)
    for place in range(max(len(one.earlier) for one in about)):
        for one in about:
            label, figure = one.earlier[place] if place < len(one.earlier) else ("", None)
            if figure is not None and one.current is not None:
                yield one, label, change(figure, one.current, one.unit, in_points=in_points)


def _is_so_beside(part: Sentence, about: Sequence[Quotable], match: re.Match[str], *, in_points: bool) -> bool:
    """Whether a current figure is that far above (or below) somebody else's, or an end of its range."""
    of_others, of_range = _OF_OTHERS.search(part.text), _OF_RANGE.search(part.text)
    return any(
        is_sized(moved, match["size"]) and agrees(match["word"], moved[0])
        for one in about
        if one.current is not None
        for other in (*(one.beside if of_others else ()), *(one.bounds if of_range else ()))
        if (moved := change(other, one.current, one.unit, in_points=in_points))
    )
