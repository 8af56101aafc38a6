"""Patterns that nobody asks for cost nothing; one that is asked answers as a compiled one does."""

from __future__ import annotations

import re

import pytest

from cpp_scorecard.core.late_pattern import LatePattern

WORDS = LatePattern("[a-z]+", re.IGNORECASE)
TEXT = "12 Rated red"


def test_a_pattern_is_compiled_when_it_is_first_asked() -> None:
    """A wrong one can be made, and is found out by its first question."""
    wrong = LatePattern("(")
    with pytest.raises(re.error):
        wrong.search(TEXT)


def test_a_pattern_is_compiled_once() -> None:
    """A match says which pattern found it, and it can be told from another by that."""
    found = WORDS.search(TEXT)
    assert found is not None
    assert found.re is WORDS.compiled


def test_every_question_is_answered_as_by_the_compiled_pattern() -> None:
    """With its flags."""
    first = WORDS.search(TEXT)
    assert first is not None
    assert first[0] == "Rated"
    assert [match[0] for match in WORDS.finditer(TEXT)] == WORDS.findall(TEXT) == ["Rated", "red"]
    assert WORDS.fullmatch(TEXT) is None
    assert WORDS.fullmatch("Rated") is not None
