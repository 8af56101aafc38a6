"""Can readers work out a protected count? The auditor looks for a second answer that fits all they know.

The true counts fit. A second set of whole numbers that fits too, and in which the protected count is another, proves
that the count cannot be worked out: the proof is the set itself, checked constraint by constraint. Where the search
finds none, the count is taken for recoverable, so an error of the search suppresses too much and never too little.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from cpp_scorecard.core.disclosure import HIDDEN, Constraint, Form, Protected, System, between, is_exactly

_DEPTH = 9
"""Unknowns that may be changed one after the other."""
PATIENTLY, THOROUGHLY, QUICKLY = 2_000, 300, 24
"""Changes that are tried for each number that a protected count might be instead."""
_SEEDED, _ORDERS = 12, 3
"""For a patient search: unknowns that it begins with, and facts of which it tries to mend each first."""
_APART = (1, -1, 2, -2, 3, -3, 4, -4)
"""How far from the truth the second answer is looked for."""

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


@dataclass(slots=True)
class Auditor:
    """Looks for second answers at one choice of levels."""

    known: Knowledge
    levels: Levels
    most: int = THOROUGHLY
    steps: int = 0

    def second_answer(self, form: Form) -> Answer | None:
        """What else the unknowns could be, with `form` another number than it is; None where nothing was found."""
        return next(self.second_answers(form), None)

    def second_answers(self, form: Form) -> Iterator[Answer]:
        """One answer, where there is one, for each number near the truth that `form` could be."""
        truth = self.known.system.truth
        true = form.value(truth)
        for apart in _APART:
            if true + apart < 0:
                continue
            wanted = Fact.of(is_exactly(form, true + apart), truth)
            for seed in self._seeds(form):
                self.steps = 0
                concerned = (wanted, *(fact for name in seed for fact in self.known.about(name, self.levels)))
                found = self._repaired(dict(seed), concerned, wanted, _DEPTH)
                if found is not None:
                    yield found
                    break

    def _seeds(self, form: Form) -> Iterator[Answer]:
        """What is changed to begin with: nothing, and for a patient search one unknown nearby, by a little."""
        yield {}
        if self.most < PATIENTLY:
            return
        truth, own = self.known.system.truth, {name for name, _ in form.terms}
        facts = (fact for name in own for fact in self.known.about(name, self.levels))
        near = dict.fromkeys(name for fact in facts for name in fact.terms if len(own) > 1 or name not in own)
        for name in islice(sorted(near, key=lambda name: truth[name]), _SEEDED):
            yield from ({name: by} for by in (-1, 1, -2, 2) if truth[name] + by >= 0)

    def _repaired(
        self, answer: dict[str, int], concerned: Iterable[Fact], wanted: Fact, depth: int
    ) -> dict[str, int] | None:
        """`answer` with more changes, until every fact is kept; each unknown is changed once.

        `concerned` are the facts that may be broken.
        """
        pending: list[Fact] = []
        first, fewest = None, 0
        for fact in dict.fromkeys(concerned):
            off, terms = fact.true, fact.terms  # as `Fact.holds` has it, written out: this is where the time goes
            for name, by in answer.items():
                times = terms.get(name)
                if times:
                    off += times * by
            if (off >= 0) if fact.at_least else (off == 0):
                continue
            free = len(fact.terms.keys() - answer.keys())
            if free == 0:
                return None  # nothing is left that could mend it
            pending.append(fact)
            if first is None or free < fewest:
                first, fewest = fact, free
        if first is None:
            return answer
        if depth == 0:
            return None
        is_patient = self.most == PATIENTLY
        for fact in pending[:_ORDERS] if is_patient else (first,):
            for name, by in _mending(fact, answer, self.known.system.truth, loose=is_patient):
                self.steps += 1
                if self.steps > self.most:
                    return None
                own = (wanted,) if name in wanted.terms else ()
                touched = (*pending, *self.known.about(name, self.levels), *own)
                found = self._repaired({**answer, name: by}, touched, wanted, depth - 1)
                if found is not None:
                    return found
        return None


def _mending(
    broken: Fact, answer: Answer, truth: Mapping[str, int], *, loose: bool = False
) -> Iterator[tuple[str, int]]:
    """Single changes that mend one fact, the smallest first; unknowns changed before stay as they are.

    With `loose`, changes by one less too, which leave something for the next unknown to mend: two shares of one total
    can only move together.
    """
    off = broken.off(answer)
    options: list[tuple[int, str, int]] = []
    for name, times in broken.terms.items():
        if name in answer:
            continue
        if broken.at_least:  # the form is negative: raise it to zero or just above
            step = -(off // abs(times)) * (1 if times > 0 else -1)
            further = 1 if step > 0 else -1
            options += [(abs(step), name, step), (abs(step) + 1, name, step + further)]
            if loose and abs(step) > 1:
                options.append((abs(step) + 2, name, step - further))
        elif off % times == 0:
            step = -off // times
            options.append((abs(step), name, step))
    for _, name, step in sorted(options):
        if truth[name] + step >= 0:
            yield name, step


def recoverable(system: System, levels: Levels) -> list[Protected]:
    """The protected counts that readers can work out, as far as the auditor can tell."""
    auditor = Auditor(Knowledge.of(system), levels)
    return [one for one in system.protected.values() if auditor.second_answer(one.form) is None]
