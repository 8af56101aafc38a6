"""Texts as people compare them where the words are what matters: case and spacing make no difference."""

from __future__ import annotations


def folded(text: str) -> str:
    """`text` without case, outer spaces and differences of inner spacing; its punctuation stays.

    >>> folded("  Children  SEEN ")
    'children seen'
    """
    return " ".join(text.casefold().split())


def is_same(one: str, other: str) -> bool:
    """Whether two texts differ in nothing but case and spacing."""
    return folded(one) == folded(other)
