"""Which figures to leave out so that no protected count can be worked out, with as little left out as can be found.

Small counts go first. Then, for each protected count that the auditor still finds, the figure that readers lose least
by is taken away: a decimal of a percentage, a count behind it, a smaller cell before a larger one, totals and headline
figures last. In the end every figure that turned out not to be needed is put back.

For each protected count its second answer is kept: while figures are taken away it stays true, and when one is put
back only the answers that it contradicts have to be found again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations, islice

from cpp_scorecard.core.disclosure import EXACT, HIDDEN, Cell, Protected, System, Why
from cpp_scorecard.core.disclosure_audit import QUICKLY, Auditor
from cpp_scorecard.core.disclosure_facts import Answer, Knowledge

_NEAR = 24
"""Figures around a protected count that are considered."""
_ONE_BY_ONE = 10
"""Of what could be taken away, how much is tried by itself, the cheapest first."""

_IN_PAIRS, _ANSWERS = 5, 4
_DEAR = 5.0
"""Before readers lose so much, figures that they need less are tried two at a time."""

Action = tuple[str, int]
"""A figure and the level that it is taken down to."""


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A figure that is left out or printed with fewer decimals, why, and which small count it gave away."""

    key: str
    level: int
    why: Why
    because_of: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is published at which level, what was taken away, and what no suppression can protect any more."""

    levels: Mapping[str, int]
    suppressed: tuple[Suppressed, ...]
    lost: tuple[Protected, ...]
    """Empty unless an earlier edition gave a count away."""
    answers: Mapping[str, Answer]
    """For each protected count what else it could be: the proof that it cannot be worked out."""


def suppress(system: System, hidden: Mapping[str, Why] | None = None, *, secondary: bool = True) -> Outcome:
    """Decide what an edition publishes. `hidden` are figures that stay out for reasons of their own.

    Without `secondary` only the small counts themselves go, which protects little: for tests of the auditor.
    """
    work = _Work(system, Knowledge.of(system), system.levels())
    for key, why in (hidden or {}).items():
        if key in work.levels:
            work.take(key, HIDDEN, why)
    forms = {one.form for one in system.protected.values()}
    for key, cell in system.cells.items():
        if not cell.may_hide or work.levels[key] == HIDDEN:
            continue
        if cell.out_of is None and cell.number in forms:
            work.take(key, HIDDEN, Why.SMALL)
        elif cell.out_of is not None and cell.out_of in forms:
            work.take(key, HIDDEN, Why.OF_FEW)
    for_good = set(work.found)
    lost = []
    if secondary:
        lost = work.protect_all(list(system.protected.values()))
        given_away = {one.key for one in lost}
        work.put_back(for_good | {key for key, one in work.found.items() if one.because_of in given_away})
        lost += work.protect_all([one for one in system.protected.values() if one not in lost])
    return Outcome(work.levels, tuple(work.found.values()), tuple(lost), work.answers)


@dataclass(slots=True)
class _Work:
    system: System
    known: Knowledge
    levels: dict[str, int]
    found: dict[str, Suppressed] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)

    def take(self, key: str, level: int, why: Why, because_of: str = "") -> None:
        """Take a figure down to a level."""
        self.levels[key] = level
        self.found[key] = Suppressed(key, level, why, because_of)

    def answer(self, one: Protected) -> Answer | None:
        """What else a protected count could be."""
        return Auditor(self.known, self.levels).second_answer(one.form)

    def answer_with(self, one: Protected, *actions: Action) -> Answer | None:
        """What else it could be with figures at other levels, if that is soon found."""
        return Auditor(self.known, {**self.levels, **dict(actions)}, QUICKLY).second_answer(one.form)

    def protect_all(self, those: list[Protected]) -> list[Protected]:
        """Protect every count; those that cannot be protected any more.

        A figure with fewer decimals may contradict an answer that fitted it with more (2.48 prints as 2.5 and as 2),
        so all are looked at again until every answer fits.
        """
        lost: list[Protected] = []
        open_still = [one for one in those if one.key not in self.answers or not self._fits(one)]
        while open_still:
            lost += [one for one in open_still if not self.protect(one)]
            open_still = [one for one in those if one not in lost and not self._fits(one)]
        return lost

    def _fits(self, one: Protected) -> bool:
        return self.known.fits(self.answers[one.key], self.levels)

    def protect(self, one: Protected) -> bool:
        """Take figures away until a count cannot be worked out; whether that is so in the end."""
        answer = self.answer(one)
        while answer is None:
            near = list(islice(self._near(one), _NEAR))
            actions = [(key, level) for key in near for level in _lower(self.system.cells[key], self.levels[key])]
            if not actions:
                answer = Auditor(self.known, self.levels).surely(one.form)
                if answer is None:
                    answer = Auditor(self.known.without_signs(), self.levels).surely(one.form)
                    if answer is None:
                        return False
                    self.known.forget(answer)
                break
            actions.sort(key=self._cost)
            taken, answer = self._least(one, actions)
            for key, level in taken:
                why = Why.DECIMALS if level != HIDDEN else Why.FOLLOWS if one.why is Why.SMALL else one.why
                self.take(key, level, why, one.key)
        self.answers[one.key] = answer
        return True

    def _least(self, one: Protected, actions: list[Action]) -> tuple[tuple[Action, ...], Answer | None]:
        """The cheapest of the sets that second answers ask for, or a single action that is cheaper still.

        With the second answer that it makes possible. There is none where more must go, further away.
        """
        hidden = {key: HIDDEN for key, _ in actions}
        least: tuple[tuple[Action, ...], Answer | None] = tuple(hidden.items()), None
        answers = Auditor(self.known, {**self.levels, **hidden}).second_answers(one.form)
        for answer in islice(answers, _ANSWERS):
            asked = tuple(self._contradicted(answer, hidden))
            if least[1] is None or self._cost_of(asked) < self._cost_of(least[0]):
                least = asked, answer
        for action in actions[:_ONE_BY_ONE]:
            if self._cost(action) >= self._cost_of(least[0]):
                break
            found = self.answer_with(one, action)
            if found is not None:
                least = (action,), found
                break
        if self._cost_of(least[0]) >= _DEAR:
            pairs = [pair for pair in combinations(actions[:_IN_PAIRS], 2) if pair[0][0] != pair[1][0]]
            for pair in sorted(pairs, key=self._cost_of):
                if self._cost_of(pair) >= self._cost_of(least[0]):
                    break
                found = self.answer_with(one, *pair)
                if found is not None:
                    return pair, found
        return least

    def _cost_of(self, actions: Iterable[Action]) -> float:
        return sum(map(self._cost, actions))

    def _contradicted(self, answer: Answer, free: Mapping[str, int]) -> Iterator[Action]:
        """The figures that an answer contradicts, each with the highest level at which it does not."""
        for key in free:
            for level in (self.levels[key], *_lower(self.system.cells[key], self.levels[key])):
                if level == HIDDEN or all(fact.holds(answer) for fact in self.known.says(key, level)):
                    break
            if level != self.levels[key]:
                yield key, level

    def _cost(self, action: Action) -> float:
        """What readers lose. Fewer decimals cost a little, hiding costs the weight."""
        cell, now, level = self.system.cells[action[0]], self.levels[action[0]], action[1]
        if level == HIDDEN:
            return cell.weight
        first = cell.decimals if now == EXACT else now
        return cell.weight * 0.2 * (0.1 if level == first else first - level)

    def _near(self, one: Protected) -> Iterator[str]:
        """Published figures that share unknowns with a protected count, nearest first."""
        names = dict.fromkeys(name for name, _ in one.form.terms)
        met: set[str] = set(names)
        seen: set[str] = set()
        while names:
            wider: dict[str, None] = {}
            for name in names:
                for fact in self.known.always.get(name, ()):
                    wider |= dict.fromkeys(fact.terms)
                for key in self.known.cells.get(name, ()):
                    if key in seen:
                        continue
                    seen.add(key)
                    cell = self.system.cells[key]
                    wider |= dict.fromkeys(cell.names)
                    if self.levels[key] != HIDDEN and cell.may_hide:
                        yield key
            names = {name: None for name in wider if name not in met}
            met |= set(names)

    def put_back(self, for_good: set[str]) -> None:
        """Publish again whatever is not needed, the figures that readers would miss most first."""
        for key in sorted(self.found, key=lambda key: -self.system.cells[key].weight):
            if key in for_good:
                continue
            cell = self.system.cells[key]
            every = [cell.first_level, *_lower(cell, cell.first_level)]
            for level in every[: every.index(self.levels[key])]:
                answers = self._answers_with(key, level)
                if answers is None:
                    continue
                self.answers |= answers
                self.levels[key] = level
                if level == cell.first_level:
                    del self.found[key]
                else:
                    self.found[key] = Suppressed(key, level, Why.DECIMALS, self.found[key].because_of)
                break

    def _answers_with(self, key: str, level: int) -> dict[str, Answer] | None:
        """New answers for the counts whose answers a figure contradicts; None where one of them has no other."""
        names = set(self.system.cells[key].names)
        says = self.known.says(key, level)
        found: dict[str, Answer] = {}
        for at, answer in self.answers.items():
            if names.isdisjoint(answer):
                continue
            if all(fact.holds(answer) for fact in says):
                continue
            another = self.answer_with(self.system.protected[at], (key, level))
            if another is None:
                return None
            found[at] = another
        return found


def _lower(cell: Cell, level: int) -> Iterator[int]:
    below = cell.lower(level)
    while below is not None:
        yield below
        below = cell.lower(below)
