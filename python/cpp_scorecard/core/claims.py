"""What a text claims of a figure: where it lies, which way it went, what it was before, how many of how many."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cpp_scorecard.core.printing import decimals_needed, printed
from cpp_scorecard.core.quotable import Quotable, QuotedSlip, agrees, prints, range_in
from cpp_scorecard.core.rounding import comparable, round_half_away
from cpp_scorecard.core.sentence_scope import STEP_WORDS, Scope, Sentence

FEWEST = 5
"""A smaller count may be anybody's: `3 of 4 were seen`."""
_PLACE = re.compile(
    r"\b(?P<place>within|inside|outside|out of|below|under|above|over|in)\s+(?:of\s+)?(?:the|our|its|their)?\s*"
    r"(?:(?:low|lower|bottom|top|high|higher|upper)\s+(?:end\s+)?of\s+(?:the|our|its|their)\s+)?"
    r"(?P<word>expected\s+|target\s+)?range\b(?P<other>\s*(?:of|is|was)?\s*[(:]?\s*\d)?",
    re.IGNORECASE,
)
_HELD_BACK = re.compile(
    r"\b(?:not|no longer|never|was|were|been|had|would|could|should|will|may|might|be|to|until|if|than|back|brings?"
    r"|brought|near(?:er)?|close(?:r)?|moved?|return(?:ed)?|previously|target|aim|from|n't)\W+(?:\w+\W+){0,2}$",
    re.IGNORECASE,
)
"""Before a place, words that make it another time's, or a wish."""
_SIDES = {
    "within": ("within",), "inside": ("within",), "in": ("within",), "outside": ("below", "above"),
    "out of": ("below", "above"), "below": ("below",), "under": ("below",), "above": ("above",), "over": ("above",),
}  # fmt: skip
_VERB = r"rose|risen|increased|grew|grown|fell|fallen|decreased|dropped|declined|reduced"
_WENT = re.compile(
    r"\b(?:it|this|which|(?:the|our|this)\s+(?:figure|percentage|share|proportion|rate|number|performance|result|"
    r"indicator))\s+(?:has\s+|have\s+|had\s+)?(?:also\s+|again\s+|slightly\s+|only\s+|then\s+)?"
    rf"(?P<word>{_VERB})\b|%[^%]{{0,40}}\band\s+(?:has\s+|then\s+)?(?P<and>{_VERB})\b",
    re.IGNORECASE,
)
_SINCE = re.compile(
    r"\b(?P<word>increase|rise|growth|decrease|fall|drop|reduction|decline|higher|lower)\s+"
    rf"(?:on|from|since|than|over|compared\s+(?:to|with))\s+(?:(?:in|the|a|one)\s+)*{STEP_WORDS}",
    re.IGNORECASE,
)
_NUMBER = r"(?P<pct>\d{1,3}(?:\.\d+)?)\s?%"
_WAS = re.compile(
    rf"(?<![\w.]){_NUMBER}\s*,?\s*(?:(?:in|at|at\s+the\s+end\s+of)\s+)?(?:(?:a|one|the)\s+)?{STEP_WORDS}", re.IGNORECASE
)
"""`62% a month ago`, `60% last month`."""
_IT_WAS = re.compile(
    rf"\b{STEP_WORDS}\s*,?\s*(?:(?:it|this|they|the\s+\w+)\s+)?(?:was|were|stood\s+at|had\s+been)\s+{_NUMBER}",
    re.IGNORECASE,
)
"""`a month before it was 60%`."""
_TO = re.compile(r"\b(?:to|at)\s+$", re.IGNORECASE)
_OF = re.compile(
    r"(?:(?<![\w.,])(?P<pct>\d{1,3}(?:\.\d+)?)\s?%\s?\(\s?)?(?<![\w.,/-])(?P<n>\d[\d,]*)\s+(?:out\s+)?of\s+"
    r"(?:(?:the|our|all|those|these)\s+)*(?P<m>\d[\d,]*)(?![\w.,/-]*\d)(?!\s?%)",
    re.IGNORECASE,
)


def places(sentence: Sentence) -> Iterator[QuotedSlip]:
    """`within the expected range` of a figure that is not."""
    for match in _PLACE.finditer(sentence.text):
        judged = [one for one in sentence.subjects if one.current is not None and one.bounds]
        is_vague = match["place"].casefold() == "in" and not match["word"]
        if not judged or is_vague or _HELD_BACK.search(sentence.text[max(0, match.start() - 60) : match.start()]):
            continue
        if any(one.expected.is_upside_down for one in judged) or (match["other"] and not _is_own(match, sentence)):
            continue
        sides = _SIDES[" ".join(match["place"].casefold().split())]
        lies = [one.expected.side(one.current) for one in judged if one.current is not None]
        if not any(side in sides for side in lies):
            figure = _figure(judged[0], judged[0].current)
            problem = f'"{judged[0].name}" is {lies[0]} its range: {figure} against {range_in(judged[0])}'
            yield QuotedSlip(match[0].removesuffix(match["other"] or "").strip(), problem)


def _is_own(match: re.Match[str], sentence: Sentence) -> bool:
    """Whether the range that a text goes on to quote is that of an indicator it speaks of."""
    quoted = re.findall(r"\d[\d,]*(?:\.\d+)?", sentence.text[match.start("other") :])[:2]
    numbers = [float(number.replace(",", "")) for number in quoted]
    for one in sentence.subjects:
        scale = 100 if one.unit.is_percentage else 1
        if numbers == [comparable(bound * scale) for bound in one.bounds]:
            return True
    return False


def directions(sentence: Sentence, sized: Sequence[int]) -> Iterator[QuotedSlip]:
    """`it rose` since a month ago, of figures that all did not. `sized` are the places of movements judged by size."""
    known = [(one, one.before, one.current) for one in sentence.subjects if one.before and one.current is not None]
    found = [match for pattern in (_WENT, _SINCE) for match in pattern.finditer(sentence.text)]
    for match in found:
        group = "word" if match["word"] else "and"
        if not known or (match.re is _WENT and sentence.scope is not Scope.STEP):
            continue
        at = sentence.start + match.start(group)
        if any(at - 30 <= place < at + 40 for place in sized):
            continue
        word = match[group]
        moves = [(one, before, comparable(now - before[1])) for one, before, now in known]
        if not any(agrees(word, moved) for _, _, moved in moves):
            one, before, moved = moves[0]
            yield QuotedSlip(match[0].lstrip("% "), _went(one, before[0], moved))


def _went(one: Quotable, since: str, moved: float) -> str:
    how = "rose" if moved > 0 else "fell" if moved < 0 else "did not change"
    return f'"{one.name}" {how} between {since} and {one.period}'


def step_figures(sentence: Sentence) -> Iterator[tuple[int, QuotedSlip]]:
    """`62% a month ago` of a figure that was another; each with the place of its number in the whole text."""
    known = [one for one in sentence.subjects if one.before and one.unit.is_percentage]
    for pattern in (_WAS, _IT_WAS):
        for match in pattern.finditer(sentence.text):
            own = [one for one in known if one.step in match[0].casefold()]
            is_to = _TO.search(sentence.text[max(0, match.start() - 5) : match.start()]) is not None
            now = [one.current for one in own if one.current is not None and is_to]
            then = [one.before[1] for one in own if one.before is not None]
            if own and not any(prints(figure, match["pct"]) for figure in (*then, *now)):
                problem = f'a {own[0].step} before, "{own[0].name}" was {_figure(own[0], then[0])}'
                yield sentence.start + match.start("pct"), QuotedSlip(match[0], problem)


def counts(sentence: Sentence) -> Iterator[QuotedSlip]:
    """`37 of 46` of a figure that is 37 of 64, and a percentage that is not what its own brackets give."""
    for match in _OF.finditer(sentence.text):
        n, m = (float(match[name].replace(",", "")) for name in "nm")
        quoted = match[0].partition("(")[2].strip() or match[0]
        if match["pct"] and m and not prints(n / m, match["pct"]):
            shown = printed(n / m, sentence.subjects[0].unit.PERCENTAGE, len(match["pct"].partition(".")[2]))
            yield QuotedSlip(match[0], f"{quoted} is {shown}")
            continue
        pairs = {pair for one in sentence.subjects for pair in one.counts}
        if n < FEWEST or (n, m) in pairs or (m - n, m) in pairs:
            continue
        current = [one.counts[0] for one in sentence.subjects if one.counts]
        near = next((pair for pair in current if pair[0] == n or (pair[1] == m and n > m)), None)
        if near is not None:
            yield QuotedSlip(quoted, f"the data have {near[0]:,.0f} of {near[1]:,.0f}")


def _figure(one: Quotable, value: float | None) -> str:
    """A figure with at most one decimal more than a percentage is quoted with."""
    if value is None:
        return "-"
    shown = round_half_away(value, 3) if one.unit.is_percentage else value
    return printed(shown, one.unit, decimals_needed(shown, one.unit))
