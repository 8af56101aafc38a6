"""A part of the package that is remembered while it is read, for as long as it may have to be looked at otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

PIECE = 1 << 20


class KeptPart:
    """Reads from a part, in pieces; as long as nothing is forgotten, `pieces` gives all of them."""

    def __init__(self, source: Any) -> None:
        """Read from `source`."""
        self._source = source
        self._kept: list[bytes] | None = []

    def read(self, size: int = -1) -> bytes:
        """The next piece."""
        piece: bytes = self._source.read(size)
        if self._kept is not None:
            self._kept.append(piece)
        return piece

    def pieces(self) -> Iterator[bytes]:
        """All of the part, what was read before and then what is left. Nothing may be forgotten yet."""
        assert self._kept is not None, "asked for before `forget`"
        kept, self._kept = self._kept, None
        yield from kept
        while piece := self._source.read(PIECE):
            yield piece

    def forget(self) -> None:
        """Remember no more of what was read before."""
        self._kept = None
