"""One edition under disclosure control: its system of figures, what editions before it said, and the names of both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cpp_scorecard.core.disclosure import EXACT, HIDDEN, PERCENT, Cell, Form, System, Why
from cpp_scorecard.core.disclosure_rules import DisclosureRules, Suppression
from cpp_scorecard.core.disclosure_suppression import suppress

Published = Mapping[str, str | None]
"""Figures of an edition by key, as printed (`17`, `94.7`, `43/77`); None for a figure that was suppressed."""
_BEFORE = "before|"
_MOST_QUOTED = 1
"""Decimals with which people quote percentages."""


@dataclass(slots=True)
class Edition:
    """What is collected of an edition before anything is decided, and the decision."""

    rules: DisclosureRules
    previous: Published = field(default_factory=dict)
    system: System = field(default_factory=System)
    levels: dict[str, int] = field(default_factory=dict)
    log: list[Suppression] = field(default_factory=list)
    _names: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    _hidden: dict[str, Why] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """The system protects what the council's Settings call small."""
        self.system.small = self.rules.small

    def name(self, key: str, report: str, item: str, figure: str) -> None:
        """What the log calls a figure or a protected count."""
        self._names.setdefault(key, (report, item, figure))

    def suppressed(self, report: str, item: str, figure: str, why: Why) -> None:
        """Write something that is left out, and is no cell of the system, into the log."""
        self.log.append(Suppression(report, item, figure, why))

    def protect(self, key: str, form: Form, why: Why = Why.SMALL, *, marked: bool = False) -> None:
        """Protect a count where it is small."""
        self.system.protect(key, form, why, marked=marked)

    def known_before(self, cell: Cell) -> None:
        """A figure that this edition does not show and an earlier one may have."""
        said = self.previous.get(cell.key)
        if said is None:
            return
        level = _level(cell, said)
        if cell.printed(level, self.system.truth) == said:  # else it was restated since, and tells nothing
            fixed = replace(cell, key=_BEFORE + cell.key, decimals=max(0, level), exact=level == EXACT, may_hide=False)
            self.system.cell(fixed)

    def chain(self, shown: Sequence[str], every: Sequence[str], name: str, *, together: Sequence[str] = ()) -> None:
        """Counts that accumulate from one day: two that differ by a small count give it away.

        `shown` are the windows of this edition, what readers need most first, `every` all windows from that day; the
        count is the figure `name` of each. The first one stands, and each other one that is no small count away from
        those that do. With one that goes, the figures `together` of its window go.
        """
        kept = [(number, Why.PREVIOUS) for one in every if (number := self._said_before(one, name)) is not None]
        for window in shown:
            cell = self.system.cells.get(f"{window}|{name}")
            if cell is None or cell.out_of is not None:
                continue
            number = cell.number.value(self.system.truth)
            self._keep_or_hide(kept, number, window, together or (name,), is_small=self.system.is_small(cell.number))

    def chain_of_rest(self, shown: Sequence[str], every: Sequence[str]) -> None:
        """The same for what is left of the possible: 22 late by November and 20 by October are two in a month."""
        before = ((self._said_before(one, "possible"), self._said_before(one, "actual")) for one in every)
        kept = [
            (possible - actual, Why.PREVIOUS)
            for possible, actual in before
            if possible is not None and actual is not None
        ]
        for window in shown:
            keys = (f"{window}|actual", f"{window}|possible")
            actual, possible = (self.system.cells.get(key) for key in keys)
            if actual is None or possible is None or not self._hidden.keys().isdisjoint(keys):
                continue
            rest = possible.number.plus(actual.number, -1)
            number, is_small = rest.value(self.system.truth), self.system.is_small(rest)
            self._keep_or_hide(kept, number, window, ("actual", "possible"), is_small=is_small)

    def hold_against(self, key: str, before: Iterable[str]) -> None:
        """The same for a count that this edition shows once: those of editions before it, by their keys."""
        kept = [(int(said), Why.PREVIOUS) for one in before if (said := self.previous.get(one)) and said.isdecimal()]
        form, (window, _, name) = self.system.cells[key].number, key.rpartition("|")
        self._keep_or_hide(kept, form.value(self.system.truth), window, (name,), is_small=self.system.is_small(form))

    def _said_before(self, window: str, name: str) -> int | None:
        said = self.previous.get(f"{window}|{name}")
        return int(said) if said and said.isdecimal() else None

    def _keep_or_hide(
        self, kept: list[tuple[int, Why]], number: int, window: str, names: Sequence[str], *, is_small: bool
    ) -> None:
        near = next((why for one, why in kept if 1 <= abs(one - number) <= self.rules.small), None)
        if near is None:
            kept.append((number, Why.DIFFERENCE))
        elif not is_small:
            for name in names:
                self._hidden.setdefault(f"{window}|{name}", near)

    def decide(self) -> None:
        """Suppress, and write the log."""
        for cell in list(self.system.cells.values()):
            self.known_before(cell)
        outcome = suppress(self.system, self._hidden)
        self.levels = dict(outcome.levels)
        for key, cell in self.system.cells.items():
            stem = key.removesuffix("|value")
            has_lost = any(self.is_hidden(f"{stem}|{count}") for count in ("actual", "possible"))
            if cell.out_of is not None and self.levels[key] == EXACT and has_lost:
                self.levels[key] = cell.decimals  # without its counts a figure holds no more than it prints
        for one in outcome.suppressed:
            report, item, figure = self._names.get(one.key, ("", one.key, ""))
            done = "suppressed" if one.level == HIDDEN else f"printed with {one.level} decimals"
            if one.level == EXACT:
                continue
            self.log.append(Suppression(report, item, figure, one.why, done, self._called(one.because_of)))
        for protected in outcome.lost:
            report, item, figure = self._names.get(protected.key, ("", protected.key, ""))
            self.log.append(Suppression(report, item, figure, Why.PUBLISHED, "not to be helped"))

    def _called(self, key: str) -> str:
        if not key:
            return ""
        _, item, figure = self._names.get(key, ("", key, ""))
        return f"{item}: {figure}" if figure else item

    def level(self, key: str) -> int | None:
        """What is published of a figure; None for one that is not under control."""
        return self.levels.get(key)

    def is_hidden(self, key: str) -> bool:
        """Whether a figure is left out."""
        return self.levels.get(key) == HIDDEN

    def hidden_figures(self, stem: str) -> set[str]:
        """What is suppressed of the figures whose keys begin with `stem`, as a text would quote it: `3`, `98.9%`."""
        found: set[str] = set()
        truth = self.system.truth
        for key, cell in self.system.cells.items():
            if not key.startswith(f"{stem}|") or self.levels[key] == cell.first_level:
                continue
            if cell.out_of is None:
                found.add(str(cell.number.value(truth)))
                continue
            sign = "%" if cell.scale == PERCENT else ""
            finest = max(cell.decimals, _MOST_QUOTED)
            said = {level: cell.printed(level, truth) for level in range(finest, self.levels[key], -1)}
            shown = cell.printed(self.levels[key], truth)
            found |= {f"{one}{sign}" for one in said.values() if one and one != shown}
        for key, one in self.system.protected.items():
            if key.startswith(f"{stem}|"):
                found.add(str(one.form.value(truth)))
        return found

    def is_guarded(self, stem: str) -> bool:
        """Whether one of the counts whose keys begin with `stem` is protected."""
        return any(key.startswith(f"{stem}|") for key in self.system.protected)

    def is_coarser(self, key: str) -> bool:
        """Whether a figure is left out, or printed with fewer decimals than it has elsewhere."""
        cell = self.system.cells.get(key)
        return cell is not None and cell.out_of is not None and self.levels[key] < cell.decimals

    @property
    def cells(self) -> dict[str, str | None]:
        """Every figure of this edition and of those before it, for the edition after it."""
        own = {
            key: cell.printed(self.levels[key], self.system.truth)
            for key, cell in self.system.cells.items()
            if not key.startswith(_BEFORE)
        }
        return {**self.previous, **{key: said for key, said in own.items() if said or not self.previous.get(key)}}


def _level(cell: Cell, said: str) -> int:
    if cell.out_of is None or "/" in said:
        return EXACT
    return len(said.partition(".")[2])
