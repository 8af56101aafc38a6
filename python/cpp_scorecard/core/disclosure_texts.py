"""What people wrote, held against what an edition suppresses: does a text quote a suppressed figure?

A text that does is withheld whole. To take out the number alone would leave a sentence that says how large it was, or
one that is no longer true; the officer who wrote it can write another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

WITHHELD = "This text is not shown, because it quotes a figure that is suppressed so that no child can be identified."
"""What stands in place of a text."""
SIGN = "[c]"
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBER = re.compile(r"(?<![\w.,/-])(?P<number>\d[\d,]*(?:\.\d+)?)(?P<percent>\s?%|\s?per\s?cent\b)?(?![\w/-]|[.,]\d)")
_WORD = re.compile(rf"\b(?P<word>{'|'.join(_WORDS)})\b(?!\s*-)", re.IGNORECASE)
_NO_COUNT = re.compile(
    r"\s*(?:or\s+(?:more|over|fewer|less)|months?|weeks?|days?|years?|hours?|working|quarters?|(?:percentage\s+)?points?|"
    r"of\s+the\s+(?:\w+\s+)?(?:most|main)|(?:january|february|march|april|may|june|july|august|september|october|"
    r"november|december)\b)",
    re.IGNORECASE,
)
"""What follows a number that counts no children: `3 or more placements`, `12 months`."""
_NO_COUNT_BEFORE = re.compile(
    r"(?:\b(?:aged?|over|under|term|quarter|stage|ks|tier|list|q)\s*|\bone\s+of\s+)$", re.IGNORECASE
)
_PEOPLE = re.compile(
    r"\s+(?:\w+\s+){0,3}?(?:child(?:ren)?|young\s+(?:people|persons?)|care\s+leavers?|bab(?:y|ies)|girls?|boys?|siblings?|"
    r"pupils?|cases?|famil(?:y|ies)|individuals?|placements?)\b",
    re.IGNORECASE,
)


def numbers_in(text: str) -> Iterator[tuple[str, str, re.Match[str]]]:
    """Every number that may count people or be a share: as digits, with `%` or nothing, and where it stands."""
    for match in _NUMBER.finditer(text):
        percent = "%" if match["percent"] else ""
        if percent or not (_NO_COUNT.match(text, match.end()) or _NO_COUNT_BEFORE.search(text[: match.start()])):
            yield match["number"].replace(",", ""), percent, match
    for match in _WORD.finditer(text):
        if not (_NO_COUNT.match(text, match.end()) or _NO_COUNT_BEFORE.search(text[: match.start()])):
            yield str(_WORDS.index(match["word"].lower()) + 1), "", match


def quotes(text: str, figures: Iterable[str]) -> bool:
    """Whether a text quotes one of the figures, given as they are printed: `3`, `276`, `98.9%`."""
    hidden = set(figures)
    return any(number + percent in hidden for number, percent, _ in numbers_in(text))


def without(text: str, figures: Iterable[str]) -> str:
    """A short text with the sign of a suppressed figure in place of each of the figures."""
    hidden = set(figures)
    places = [match.span() for number, percent, match in numbers_in(text) if number + percent in hidden]
    for first, last in sorted(places, reverse=True):
        text = text[:first] + SIGN + text[last:]
    return text


def counts_few_people(text: str, small: int) -> bool:
    """Whether a text speaks of a small count of people, such as `three young people`, wherever it may be from."""
    return any(
        not percent and "." not in number and 1 <= int(number) <= small and _PEOPLE.match(text, match.end())
        for number, percent, match in numbers_in(text)
    )
