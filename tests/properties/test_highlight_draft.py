"""What must hold of every draft: each number in it is one of the figures, and its words agree with their signs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st
from tests.unit.core.assessed import assessed, indicator

from cpp_scorecard.core.assessment import Assessment, Comparison
from cpp_scorecard.core.direction import Direction
from cpp_scorecard.core.highlight_draft import FEW, draft_compares, draft_tells
from cpp_scorecard.core.indicator import Polarity, Unit
from cpp_scorecard.core.quoted import slips_in
from cpp_scorecard.core.rounding import comparable, round_half_away
from cpp_scorecard.core.timeline import quotable
from cpp_scorecard.reports.wording import wording

WORDS = wording()["highlights"]["draft"]
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_WHEN = re.compile(r"at the end of Nov 21|in the 12 months to Nov 21|per 10,000|2020-21|April 2021 set")


@st.composite
def percentages(draw: st.DrawFn) -> str:
    possible = draw(st.integers(1, 60) | st.integers(61, 3000))
    return f"{draw(st.integers(0, possible))}/{possible}"


NUMBERS = st.integers(0, 3000).map(str) | st.floats(0, 500).map(lambda x: str(round(x, 3)))
BOUNDS = st.none() | st.integers(0, 20).map(lambda x: x / 20)


@st.composite
def assessments(draw: st.DrawFn) -> Assessment:
    unit = draw(st.sampled_from(Unit))
    figure = percentages() if unit.is_percentage else NUMBERS
    words = [f"{column}={draw(figure)}" for column in ("Nov-20", "Oct-21", "Nov-21") if draw(st.integers(0, 5))]
    assume(any(word.startswith("Nov-21") for word in words))
    similar = draw(st.none() | st.integers(0, 1000))
    one = indicator(
        draw(st.sampled_from(("SS", "R12M"))),
        good=draw(st.sampled_from(Polarity)),
        unit=unit,
        decimals=draw(st.integers(0, 2)),
        low=draw(BOUNDS),
        high=draw(BOUNDS),
        similar="" if similar is None else f"2020-21={similar / 1000 if unit.is_percentage else similar}",
    )
    return assessed(" ".join(words), one)


def scaled(a: Assessment, value: float) -> float:
    return comparable(value * 100) if a.indicator.unit.is_percentage else value


def compared(a: Assessment) -> Iterator[tuple[Comparison, float]]:
    for comparison in (a.month_ago, a.year_ago, a.similar):
        if comparison.measurement.number is not None:
            yield comparison, comparison.measurement.number


def known(a: Assessment) -> Iterator[float]:
    """Every number that a draft may have: figures, counts, bounds, differences, children and the weight of one."""
    assert a.latest.number is not None
    yield from (scaled(a, n) for n in (a.latest.number, a.expected.low, a.expected.high) if n is not None)
    yield from (n for n in (a.latest.actual, a.latest.possible) if isinstance(n, float))
    for _, number in compared(a):
        yield scaled(a, number)
        yield abs(scaled(a, comparable(a.latest.number - number)))
    if a.children is not None:
        yield abs(a.children.children)
    if isinstance(a.latest.possible, float) and 0 < a.latest.possible <= FEW:
        yield 100 / a.latest.possible


def both(a: Assessment) -> str:
    return f"{draft_tells(a, WORDS)} {draft_compares(a, WORDS, 'April 2021 set')}"


@given(assessments())
def test_every_number_of_a_draft_is_one_of_the_figures(a: Assessment) -> None:
    """At the decimals at which it is printed."""
    for quoted in _NUMBER.findall(_WHEN.sub("", both(a))):
        decimals = len(quoted.partition(".")[2])
        number = float(quoted.replace(",", ""))
        assert any(round_half_away(comparable(value), decimals) == number for value in known(a)), (quoted, both(a))


@given(assessments())
def test_the_words_of_a_comparison_agree_with_its_sign_and_its_letter(a: Assessment) -> None:
    """Higher or more where the latest is above; better and worse as the card's own letter has it."""
    sentences = re.findall(
        r"(?:a month before|now|here): (.+?)(?:, which is (better|worse))?\.(?: |$)", draft_compares(a, WORDS)
    )
    assert a.latest.number is not None
    comparisons = list(compared(a))
    assert len(sentences) == len(comparisons), (sentences, draft_compares(a, WORDS))
    for (sentence, judged), (comparison, number) in zip(sentences, comparisons, strict=True):
        difference = comparable(a.latest.number - number)
        assert bool(re.search(r"\b(higher|more)\b", sentence)) is (difference > 0)
        assert bool(re.search(r"\b(lower|fewer)\b", sentence)) is (difference < 0)
        assert (sentence in ("no change", "no difference")) is (difference == 0)
        assert judged == {Direction.BETTER: "better", Direction.WORSE: "worse"}.get(comparison.direction, "")


@given(assessments())
def test_a_draft_never_says_per_cent_of_a_movement_in_points(a: Assessment) -> None:
    """A percentage that moves is so many percentage points higher or lower."""
    assert not re.search(r"[\d.]+% (?:higher|lower|more|fewer)", both(a))


@given(assessments())
def test_what_a_reader_subtracts_on_the_page_is_what_the_draft_says(a: Assessment) -> None:
    for line in re.findall(
        r"([\d,.]+)%[^:%]*?([\d,.]+)% a month before: ([\d.]+) percentage point", draft_compares(a, WORDS)
    ):
        now, then, size = (float(number.replace(",", "")) for number in line)
        if "." in line[2] and len(line[2].partition(".")[2]) >= 4:
            continue
        assert comparable(abs(now - then)) == comparable(size)


@given(assessments())
def test_a_draft_has_no_number_that_the_checker_of_texts_would_ask_about(a: Assessment) -> None:
    """An officer may begin from the draft, and reads no question about it, in either answer."""
    before = [(c.period, c.measurement.number) for c in (a.month_ago, a.year_ago)]
    about = replace(quotable(a, ()), earlier=tuple(before))
    assert list(slips_in(both(a), [about])) == []
    for text in (draft_tells(a, WORDS), draft_compares(a, WORDS, "April 2021 set")):
        for compares in (False, True):
            assert list(slips_in(text, [about], has_key=True, compares=compares)) == []
