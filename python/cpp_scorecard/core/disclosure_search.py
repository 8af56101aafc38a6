"""A second answer by exhaustion: bounds of every unknown, narrowed fact by fact, and branching where they stay apart.

Slower than mending one fact after the other (`disclosure_audit`), and surer: figures that can only move together, such
as two shares of one total, are found. Unknowns that are not in reach stay as they are, which is only stricter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cpp_scorecard.core.disclosure_facts import Answer, Fact

_WIDEST = 4
"""How many times its true value (and a little) an unknown may be."""
_ROOM = 60
_NODES = 400
"""Choices that are made before the search gives up."""
_ROUNDS = 40

Bounds = dict[str, tuple[int, int]]


@dataclass(slots=True)
class Exhaustion:
    """A search among the unknowns of `facts`, all of which have to hold."""

    truth: Mapping[str, int]
    facts: Sequence[Fact]
    nodes: int = 0
    _by_name: dict[str, list[Fact]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Know which facts speak of which unknown."""
        for fact in self.facts:
            for name in fact.terms:
                self._by_name.setdefault(name, []).append(fact)

    def answer(self) -> Answer | None:
        """By how much the unknowns differ in an answer; None where none was found."""
        wide = {name: (0, self.truth[name] * _WIDEST + _ROOM) for name in self._by_name}
        found = self._search(wide, self.facts)
        return None if found is None else {n: by for n, value in found.items() if (by := value - self.truth[n])}

    def _search(self, bounds: Bounds, changed: Iterable[Fact]) -> dict[str, int] | None:
        self.nodes += 1
        if self.nodes > _NODES:
            return None
        narrow = self._narrowed(dict(bounds), changed)
        if narrow is None:
            return None
        undecided = [name for name, (low, high) in narrow.items() if low < high]
        if not undecided:
            return {name: low for name, (low, _) in narrow.items()}
        name = min(undecided, key=lambda name: narrow[name][1] - narrow[name][0])
        low, high = narrow[name]
        near = min(max(self.truth[name], low), high)
        middle = (low + high) // 2
        for value in dict.fromkeys((near, middle, low, high)):
            found = self._search({**narrow, name: (value, value)}, self._by_name[name])
            if found is not None:
                return found
        return None

    def _narrowed(self, bounds: Bounds, changed: Iterable[Fact]) -> Bounds | None:
        """Bounds without what no fact allows; None where nothing is left of one."""
        waiting = dict.fromkeys(changed)
        for _ in range(_ROUNDS * len(self.facts)):
            if not waiting:
                return bounds
            fact = next(iter(waiting))
            del waiting[fact]
            moved = _narrow(fact, bounds, self.truth)
            if moved is None:
                return None
            for name in moved:
                waiting |= dict.fromkeys(self._by_name[name])
        return bounds if all(_may_hold(fact, bounds, self.truth) for fact in self.facts) else None


def _most(fact: Fact, bounds: Bounds, truth: Mapping[str, int], sign: int) -> int:
    """The largest that a form (times `sign`) can be."""
    total = sign * fact.true
    for name, by in fact.terms.items():
        low, high = bounds[name]
        times = sign * by
        total += times * ((high if times > 0 else low) - truth[name])
    return total


def _may_hold(fact: Fact, bounds: Bounds, truth: Mapping[str, int]) -> bool:
    signs = (1,) if fact.at_least else (1, -1)
    return all(_most(fact, bounds, truth, sign) >= 0 for sign in signs)


def _narrow(fact: Fact, bounds: Bounds, truth: Mapping[str, int]) -> list[str] | None:
    """Narrow the bounds of a fact's unknowns by it; the names of those that moved, None where it cannot hold."""
    moved = []
    for sign in (1,) if fact.at_least else (1, -1):
        room = _most(fact, bounds, truth, sign)
        if room < 0:
            return None
        for name, by in fact.terms.items():
            low, high = bounds[name]
            times = sign * by
            if (times * (high - low) <= room and times > 0) or (-times * (high - low) <= room and times < 0):
                continue
            most = room // abs(times)  # how far it may be from the end that is best for the fact
            new = (high - most, high) if times > 0 else (low, low + most)
            if new != (low, high):
                bounds[name] = new
                moved.append(name)
    return moved
