"""What a sentence of a text speaks of: which of the theme's indicators, and which movement of theirs.

A text about a theme may compare anything with anything. What it compares with a month ago, by its words or because it
answers that question, has one right answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from cpp_scorecard.core.quotable import Quotable, prints

_ENDS = re.compile(r"(?<=[.;!?])\s+|\s+(?=(?:but|while|whereas|although)\b)")
_UNITS = "month|quarter|term|year"
STEP_WORDS = (
    rf"(?:(?:last|previous|preceding|prior)\s+(?:{_UNITS})|(?:{_UNITS})\s+(?:ago|before|earlier|previously)"
    rf"|(?:{_UNITS})[ -]on[ -](?:{_UNITS}))"
)
"""`last month`, `a quarter before`, `month on month`."""
_STEP = re.compile(rf"\b{STEP_WORDS}\b", re.IGNORECASE)
_STRONG = re.compile(
    rf"\b(?:since|years?|annual(?:ly)?|{_UNITS}s?|weeks?|days?|similar|neighbours?|england|national(?:ly)?|region(?:al)?|"
    r"councils?|authorit(?:y|ies)|south west|target|threshold|expected|range)\b"
    r"|\b(?:from|than|to)\s+(?:in\s+)?(?:\d{4}|q\d)",
    re.IGNORECASE,
)
"""Words that compare with something else than the step before. A month by its name counts only in `_TIME`."""
_TIME = re.compile(
    r"\b(?:january|february|march|april|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|"
    r"aug|sept?|oct|nov|dec|q[1-4]|ago|earlier|before|during|over the|(?:19|20)\d\d|\d\d[-/]\d\d|pandemic|covid|summer|"
    r"winter|autumn|spring|christmas|easter)\b",
    re.IGNORECASE,
)
_MAY = re.compile(r"\bMay\b")
_WORD = re.compile(r"[a-z]{4,}|\d+-\d+")
_PERCENT = re.compile(r"(?<![\w.])(\d{1,3}(?:\.\d+)?)\s?%")
_SEVERAL = re.compile(r"\b(?:they|these|both|others?|all|each|every|indicators?|measures?|figures)\b", re.IGNORECASE)
_COMMON = frozenset(
    "that this with from have been were last than which within their percentage number children".split()
)


class Scope(Enum):
    """Which movements a sentence may speak of."""

    STEP = auto()
    """Those since the month (quarter, term) before."""
    NEAR = auto()
    """Those, and those since the year before: no time is named."""
    ANY = auto()
    """Those since any earlier period."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A part of a text with the indicators and the movements that it speaks of."""

    start: int
    text: str
    subjects: tuple[Quotable, ...]
    scope: Scope


def sentences(text: str, about: Sequence[Quotable], *, has_key: bool, compares: bool) -> list[Sentence]:
    """The sentences of `text`.

    With `has_key`, the first of `about` is what a text speaks of until it mentions another; `compares` says that it
    answers how the figure compares with the step before.
    """
    found: list[Sentence] = []
    starts = [0, *(match.end() for match in _ENDS.finditer(text)), len(text)]
    mentioned = list(about[:1]) if has_key else list(about)
    for start, end in pairwise(starts):
        said = text[start:end]
        mentioned += [one for one in about if one not in mentioned and _mentions(said, one, about[0])]
        found.append(Sentence(start, said, tuple(mentioned), _scope(said, about, compares=compares)))
    return found


def _mentions(said: str, one: Quotable, key: Quotable) -> bool:
    if _SEVERAL.search(said):
        return True
    own = _words(one.name) - _words(key.name)
    figure = one.current if one.unit.is_percentage else None
    return bool(own & _words(said)) or (
        figure is not None and any(prints(figure, match[1]) for match in _PERCENT.finditer(said))
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold())) - _COMMON


def _scope(said: str, about: Sequence[Quotable], *, compares: bool) -> Scope:
    own = {one.step for one in about if one.step}
    named = [match for match in _STEP.finditer(said) if any(step in match[0].casefold() for step in own)]
    left = said
    for match in named:
        left = left.replace(match[0], " ")
    if named:
        left = re.sub(r"\bsince\s+(?:the|a|one)?\s*(?=\s|$)", " ", left, count=1) if "since" in left else left
        return Scope.ANY if _STRONG.search(left) else Scope.STEP
    if _STRONG.search(left) or _TIME.search(left) or _MAY.search(left):
        return Scope.ANY
    return Scope.STEP if compares else Scope.NEAR
