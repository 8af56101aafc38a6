"""Can readers work out a protected count? The auditor looks for a second answer that fits all they know.

The true counts fit. A second set of whole numbers that fits too, and in which the protected count is another, proves
that the count cannot be worked out: the proof is the set itself, checked constraint by constraint. Where the search
finds none, the count is taken for recoverable, so an error of the search suppresses too much and never too little.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from cpp_scorecard.core.disclosure import Form, Protected, System, is_exactly
from cpp_scorecard.core.disclosure_facts import Answer, Fact, Knowledge, Levels
from cpp_scorecard.core.disclosure_search import Exhaustion

_DEPTH = 9
"""Unknowns that may be changed one after the other."""
THOROUGHLY, QUICKLY = 300, 24
"""Changes that are tried for each number that a protected count might be instead."""
_IN_REACH = 30
"""Unknowns around a protected count that an exhaustive search may change."""
_APART = (1, -1, 2, -2, 3, -3, 4, -4)
"""How far from the truth the second answer is looked for."""


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
            self.steps = 0
            wanted = Fact.of(is_exactly(form, true + apart), truth)
            found = self._repaired({}, (wanted,), wanted, _DEPTH)
            if found is not None:
                yield found

    def surely(self, form: Form) -> Answer | None:
        """The same by exhaustion, for what single changes do not find."""
        truth = self.known.system.truth
        true = form.value(truth)
        names = self._in_reach(form)
        facts = dict.fromkeys(fact for name in names for fact in self.known.about(name, self.levels))
        within = [fact.among(names) for fact in facts]
        for apart in _APART:
            if true + apart >= 0:
                wanted = Fact.of(is_exactly(form, true + apart), truth)
                found = Exhaustion(truth, [wanted, *within]).answer()
                if found is not None and self.known.fits(found, self.levels):
                    return found
        return None

    def _in_reach(self, form: Form) -> dict[str, None]:
        """The unknowns nearest to a count, by the facts that they share."""
        names = dict.fromkeys(name for name, _ in form.terms)
        edge = list(names)
        while edge and len(names) < _IN_REACH:
            facts = [fact for name in edge for fact in self.known.about(name, self.levels)]
            edge = [name for name in dict.fromkeys(n for fact in facts for n in fact.terms) if name not in names]
            names |= dict.fromkeys(edge[: _IN_REACH - len(names)])
        return names

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
        for name, by in _mending(first, answer, self.known.system.truth):
            self.steps += 1
            if self.steps > self.most:
                return None
            own = (wanted,) if name in wanted.terms else ()
            touched = (*pending, *self.known.about(name, self.levels), *own)
            found = self._repaired({**answer, name: by}, touched, wanted, depth - 1)
            if found is not None:
                return found
        return None


def _mending(broken: Fact, answer: Answer, truth: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """Single changes that mend one fact, the smallest first; unknowns changed before stay as they are."""
    off = broken.off(answer)
    options: list[tuple[int, str, int]] = []
    for name, times in broken.terms.items():
        if name in answer:
            continue
        if broken.at_least:  # the form is negative: raise it to zero or just above
            step = -(off // abs(times)) * (1 if times > 0 else -1)
            further = 1 if step > 0 else -1
            options += [(abs(step), name, step), (abs(step) + 1, name, step + further)]
        elif off % times == 0:
            step = -off // times
            options.append((abs(step), name, step))
    for _, name, step in sorted(options):
        if truth[name] + step >= 0:
            yield name, step


def recoverable(system: System, levels: Levels) -> list[Protected]:
    """The protected counts that readers can work out, as far as the auditor can tell."""
    auditor = Auditor(Knowledge.of(system), levels)
    return [
        one
        for one in system.protected.values()
        if auditor.second_answer(one.form) is None and auditor.surely(one.form) is None
    ]
