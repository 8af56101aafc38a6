"""What no spreadsheet program writes into XML, seen in the bytes as they go by and before a parser has them.

Parsers hold what they are in the middle of: an element without end, a value of a hundred megabytes, entities that
multiply. So the bytes are looked at first. Counting signs is a hundred times quicker than parsing.
"""

from __future__ import annotations

MOST_VALUE_BYTES = 4 << 20
"""Bytes between one tag and the next. A cell of Excel holds 32,767 characters, a few hundred kilobytes at most."""
_DOCTYPE = (b"<!DOCTYPE", b"<!ENTITY")
_KEPT = 9


class XmlWatch:
    """Counts the tags of one part or of several, and knows how far back the last one is."""

    def __init__(self, most_tags: int) -> None:
        """Allow `most_tags` start and end tags."""
        self._left = most_tags
        self._most = most_tags
        self._since = 0
        self._last = b""
        self.deceives = False
        """Whether what was wrong is there to deceive, and not merely too much."""

    def allow(self, more: int) -> None:
        """Allow so many tags more."""
        self._left += more
        self._most += more

    def begin(self) -> None:
        """Another part begins; the tags of those before still count."""
        self._since, self._last = 0, b""

    def wrong(self, piece: bytes) -> str:
        """What is wrong with the next piece of the part, as the rest of a sentence; empty when nothing is."""
        if b"\0" in piece[:4096]:  # two bytes a character
            piece = piece.replace(b"\0", b"")
        if any(sign in self._last + piece for sign in _DOCTYPE):
            self.deceives = True
            return "it declares a document type, which no spreadsheet program writes"
        self._last = piece[-_KEPT:]
        tags = piece.count(b"<")
        self._left -= tags
        if self._left < 0:
            return f"it has more than {self._most:,} tags"
        self._since = len(piece) - piece.rfind(b"<") if tags else self._since + len(piece)
        longest = self._since if tags == 0 else max(self._since, _longest(piece))
        if longest > MOST_VALUE_BYTES:
            return f"one value in it is longer than {MOST_VALUE_BYTES >> 20} MB"
        return ""


def _longest(piece: bytes) -> int:
    """The longest stretch between two tags, where the piece is large enough for one that matters."""
    return max(map(len, piece.split(b"<"))) if len(piece) > MOST_VALUE_BYTES else 0
