"""Chance that falls the same way each time, in every version of Python."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Choices from a seed. Only `random()` is used: its sequence is the one that Python promises to keep."""

    def __init__(self, seed: int) -> None:
        self._source = random.Random(seed)

    def share(self) -> float:
        """A number from 0 up to, but not including, 1."""
        return self._source.random()

    def whole(self, lowest: int, highest: int) -> int:
        """A whole number, both ends included."""
        return lowest + int(self.share() * (highest - lowest + 1))

    def day(self, first: dt.date, last: dt.date) -> dt.date:
        """A day, both ends included; ValueError where there is none."""
        if last < first:
            raise ValueError(f"no day from {first} to {last}")
        return first + dt.timedelta(self.whole(0, (last - first).days))

    def shuffled(self, things: Sequence[T]) -> list[T]:
        """The same things in another order."""
        return [thing for _, thing in sorted(((self.share(), thing) for thing in things), key=lambda pair: pair[0])]

    def one(self, things: Sequence[T], weights: Sequence[float] | None = None) -> T:
        """One of them, with the chance that its weight gives it."""
        chances = list(weights) if weights else [1.0] * len(things)
        at = self.share() * sum(chances)
        for thing, chance in zip(things, chances, strict=True):
            at -= chance
            if at < 0:
                return thing
        return things[-1]
