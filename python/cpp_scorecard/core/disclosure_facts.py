"""What readers know of a system of counts, arranged so that a change is held against only what it concerns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from cpp_scorecard.core.disclosure import HIDDEN, Constraint, System, between

Answer = Mapping[str, int]
"""By how much each unknown differs from the truth; those that do not differ are not in it."""
Levels = Mapping[str, int]


@dataclass(frozen=True, slots=True, eq=False)
class Fact:
    """A constraint with what its form truly is, so that only what differs from the truth has to be added."""

    terms: Mapping[str, int]
    true: int
    at_least: bool

    @classmethod
    def of(cls, constraint: Constraint, truth: Mapping[str, int]) -> Fact:
        """The fact of a constraint."""
        return cls(dict(constraint.form.terms), constraint.form.value(truth), constraint.at_least)

    def off(self, answer: Answer) -> int:
        """What the form is in an answer."""
        found = self.true
        for name, by in answer.items():
            times = self.terms.get(name)
            if times:
                found += times * by
        return found

    def among(self, names: Mapping[str, None]) -> Fact:
        """The fact where only `names` may differ from the truth."""
        if all(name in names for name in self.terms):
            return self
        return Fact({name: by for name, by in self.terms.items() if name in names}, self.true, self.at_least)

    def holds(self, answer: Answer) -> bool:
        """Whether an answer keeps the constraint."""
        found = self.off(answer)
        return found >= 0 if self.at_least else found == 0


@dataclass(slots=True)
class Knowledge:
    """What readers can know of a system, by the unknown that it speaks of: made once, for every choice of levels."""

    system: System
    always: dict[str, list[Fact]] = field(default_factory=dict)
    """The rules, and that what stands marked as a small count is one."""
    cells: dict[str, list[str]] = field(default_factory=dict)
    signs: dict[Fact, None] = field(default_factory=dict)
    """Of what is always known, that marked counts are small: told by the sign in their place."""
    _said: dict[tuple[str, int], tuple[Fact, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, system: System) -> Knowledge:
        """Index what a system can say."""
        known = cls(system)
        marked = (c for one in system.protected.values() if one.marked for c in between(one.form, 1, system.small))
        known.signs = {Fact.of(constraint, system.truth): None for constraint in marked}
        for fact in (*(Fact.of(rule, system.truth) for rule in system.rules), *known.signs):
            for name in fact.terms:
                known.always.setdefault(name, []).append(fact)
        for key, cell in system.cells.items():
            for name in cell.names:
                known.cells.setdefault(name, []).append(key)
        return known

    def says(self, key: str, level: int) -> tuple[Fact, ...]:
        """What a figure says at a level."""
        found = self._said.get((key, level))
        if found is None:
            truth = self.system.truth
            says = self.system.cells[key].says(level, truth)
            found = self._said[key, level] = tuple(Fact.of(constraint, truth) for constraint in says)
        return found

    def about(self, name: str, levels: Levels) -> Iterator[Fact]:
        """Everything that readers know of one unknown."""
        yield from self.always.get(name, ())
        for key in self.cells.get(name, ()):
            level = levels[key]
            if level != HIDDEN:
                yield from self.says(key, level)

    def without_signs(self) -> Knowledge:
        """What readers know who do not think of what the signs tell."""
        always = {name: [fact for fact in facts if fact not in self.signs] for name, facts in self.always.items()}
        return Knowledge(self.system, always, self.cells, {}, self._said)

    def forget(self, answer: Answer) -> None:
        """Leave out what signs tell where an answer contradicts it: nothing that is published can change it."""
        told = {fact for fact in self.signs if not fact.holds(answer)}
        self.signs = {fact: None for fact in self.signs if fact not in told}
        self.always = {name: [fact for fact in facts if fact not in told] for name, facts in self.always.items()}

    def fits(self, answer: Answer, levels: Levels) -> bool:
        """Whether an answer keeps everything that readers know."""
        truth = self.system.truth
        return all(truth[name] + by >= 0 for name, by in answer.items()) and all(
            fact.holds(answer) for name in answer for fact in self.about(name, levels)
        )
