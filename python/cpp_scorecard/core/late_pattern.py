"""Patterns that are compiled when they are first asked for.

Compiling takes far longer than matching: a report that quotes nobody is not to wait for the patterns of quotations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class LatePattern:
    """A regular expression with the methods of a compiled one.

    >>> LatePattern(r"range|target", re.IGNORECASE).search("its Target")
    <re.Match object; span=(4, 10), match='Target'>
    """

    source: str
    flags: re.RegexFlag = re.NOFLAG

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern itself."""
        return re.compile(self.source, self.flags)

    def search(self, text: str) -> re.Match[str] | None:
        """The first match anywhere in `text`."""
        return self.compiled.search(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """The match that is all of `text`."""
        return self.compiled.fullmatch(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Every match, in the order of the text."""
        return self.compiled.finditer(text)

    def findall(self, text: str) -> list[str]:
        """The text of every match; the pattern has no groups."""
        return self.compiled.findall(text)
