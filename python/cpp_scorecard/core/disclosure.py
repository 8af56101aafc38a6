"""What readers can work out from published figures: unknown counts, and figures as linear constraints on them.

Every count of people is a whole number that is not negative. A published count says what a sum of such numbers is; a
published percentage or rate, printed with so many decimals, says between which two bounds a ratio of such sums lies.
Both are linear constraints with whole coefficients, so nothing here depends on floating point.

A count is *recoverable* when exactly one whole number fits every constraint.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import gcd

EXACT = 99
"""The level of a figure that is published as it is."""
HIDDEN = -1
"""The level of a figure that is not published. Between the two, a level is a number of decimals."""
PERCENT = 100
"""The scale of a percentage."""

Values = Mapping[str, int]


class Why(StrEnum):
    """Why a figure is not published. The value is the sentence in the officers' log."""

    SMALL = "a small count"
    COMPLEMENT = "the rest of its total is a small count"
    FOLLOWS = "a small count would follow from it and other figures"
    OF_FEW = "a share of a small number of people: it speaks of every one of them"
    DIFFERENCE = "less an earlier figure of the same year it gives a small count"
    PREVIOUS = "with the edition before, a small count would follow from it"
    SAME = "the same figure is suppressed elsewhere"
    LISTED = "its heading would say on which side of the range a suppressed figure lies"
    NARRATIVE = "the text quotes a suppressed figure"
    INTERNAL = "for officers only"
    PUBLISHED = "an earlier edition gave it away already: suppressing it now does not take that back"
    TO_READ = "it speaks of a small number of people: an officer should read it before it goes out"
    DECIMALS = "printed with fewer decimals, as a small count would follow from the exact figure"


@dataclass(frozen=True, slots=True)
class Form:
    """A sum of unknown counts with whole coefficients, and a constant."""

    terms: tuple[tuple[str, int], ...] = ()
    constant: int = 0

    @classmethod
    def of(cls, *names: str) -> Form:
        """The sum of unknowns, each once."""
        return cls(tuple((name, 1) for name in names))

    def value(self, values: Values) -> int:
        """What the form is where the unknowns are `values`."""
        return self.constant + sum(by * values[name] for name, by in self.terms)

    def plus(self, other: Form, times: int = 1) -> Form:
        """This form and `times` another."""
        found = dict(self.terms)
        for name, by in other.terms:
            found[name] = found.get(name, 0) + by * times
        terms = tuple((name, by) for name, by in found.items() if by)
        return Form(terms, self.constant + other.constant * times)

    def times(self, by: int) -> Form:
        """The form multiplied."""
        return Form(tuple((name, one * by) for name, one in self.terms), self.constant * by)

    def coefficient(self, name: str) -> int:
        """What the unknown `name` counts in it."""
        return next((by for one, by in self.terms if one == name), 0)


ONE = Form((), 1)


@dataclass(frozen=True, slots=True)
class Constraint:
    """A form that is zero, or with `at_least` not negative."""

    form: Form
    at_least: bool = False

    def holds(self, values: Values) -> bool:
        """Whether the constraint is kept where the unknowns are `values`."""
        found = self.form.value(values)
        return found >= 0 if self.at_least else found == 0


def is_exactly(form: Form, number: int) -> Constraint:
    """`form` is `number`."""
    return Constraint(form.plus(ONE, -number))


def between(form: Form, low: int, high: int) -> tuple[Constraint, Constraint]:
    """`form` is from `low` to `high`, both included."""
    return Constraint(form.plus(ONE, -low), True), Constraint(ONE.times(high).plus(form, -1), True)


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure that may be published: a count, or `scale` times a count over another, printed with `decimals`.

    `exact` says that the file would hold more than is printed. `weight` is how much readers lose with it.
    """

    key: str
    number: Form
    out_of: Form | None = None
    scale: int = PERCENT
    decimals: int = 0
    exact: bool = False
    weight: float = 1.0
    may_hide: bool = True
    """Whether it can be left out: what the edition before says cannot."""

    @property
    def names(self) -> tuple[str, ...]:
        """The unknowns that it speaks of."""
        forms = (self.number,) if self.out_of is None else (self.number, self.out_of)
        return tuple(dict.fromkeys(name for form in forms for name, _ in form.terms))

    @property
    def first_level(self) -> int:
        """The most that can be published of it."""
        return EXACT if self.out_of is None or self.exact else self.decimals

    def lower(self, level: int) -> int | None:
        """The next level down, or None where nothing is left to take away."""
        if level == HIDDEN or not self.may_hide:
            return None
        if self.out_of is None:
            return HIDDEN
        return self.decimals if level == EXACT else level - 1

    def printed(self, level: int, truth: Values) -> str | None:
        """The figure at a level as data of an edition: `17`, `94.7`, `43/77` where it is exact; None where hidden."""
        number = self.number.value(truth)
        if level == HIDDEN:
            return None
        if self.out_of is None:
            return str(number)
        out_of = self.out_of.value(truth)
        if out_of <= 0:
            return None
        if level == EXACT:
            common = gcd(number, out_of)
            return f"{number // common}/{out_of // common}"
        places = 10**level
        printed = (2 * self.scale * places * number + out_of) // (2 * out_of)
        return f"{printed // places}.{printed % places:0{level}d}" if level else str(printed)

    def says(self, level: int, truth: Values) -> tuple[Constraint, ...]:
        """What readers know from the figure at a level."""
        if level == HIDDEN:
            return ()
        if self.out_of is None:
            return (is_exactly(self.number, self.number.value(truth)),)
        number, out_of = self.number.value(truth), self.out_of.value(truth)
        if out_of <= 0:
            return (is_exactly(self.out_of, 0),)  # a share of nobody is no number, and says so
        if level == EXACT:
            common = gcd(number, out_of)
            ratio = self.number.times(out_of // common).plus(self.out_of, -number // common)
            return (Constraint(ratio), Constraint(self.out_of.plus(ONE, -1), True))
        places = 2 * self.scale * 10**level
        # Half away from zero: what is printed as R lies from R - 1/2 to just under R + 1/2 of the last place.
        printed = (places * number + out_of) // (2 * out_of)
        above = self.number.times(places).plus(self.out_of, -(2 * printed - 1))
        below = self.out_of.times(2 * printed + 1).plus(self.number, -places).plus(ONE, -1)
        positive = Constraint(self.out_of.plus(ONE, -1), True)
        return (Constraint(above, True), Constraint(below, True), positive)


@dataclass(frozen=True, slots=True)
class Protected:
    """A small count that readers must not be able to work out, and why figures near it are left out."""

    key: str
    form: Form
    why: Why = Why.SMALL
    marked: bool = False
    """Whether it stands in the edition with the sign of a small count, so that readers know that it is one."""


@dataclass(slots=True)
class System:
    """Unknown counts with their true values, the figures that may be published, and what everybody knows of both."""

    small: int = 5
    """The largest count that is small. Zero is none."""
    truth: dict[str, int] = field(default_factory=dict)
    cells: dict[str, Cell] = field(default_factory=dict)
    rules: list[Constraint] = field(default_factory=list)
    protected: dict[str, Protected] = field(default_factory=dict)

    def unknown(self, name: str, value: int) -> Form:
        """Add an unknown count (once) and return it as a form."""
        self.truth.setdefault(name, value)
        return Form.of(name)

    def rule(self, constraint: Constraint) -> None:
        """Add what everybody knows. Where the true figures do not keep it, nobody finds anything with it."""
        if constraint.holds(self.truth):
            self.rules.append(constraint)

    def cell(self, cell: Cell) -> None:
        """Add a figure that may be published."""
        self.cells[cell.key] = cell

    def is_small(self, form: Form) -> bool:
        """Whether a count is one to protect."""
        return 1 <= form.value(self.truth) <= self.small

    def protect(self, key: str, form: Form, why: Why = Why.SMALL, *, marked: bool = False) -> bool:
        """Protect a count where it is small; whether it is."""
        if not self.is_small(form):
            return False
        known = self.protected.get(key)
        self.protected[key] = Protected(key, form, why, marked or (known.marked if known else False))
        return True

    def levels(self) -> dict[str, int]:
        """Every figure at the most that can be published of it."""
        return {key: cell.first_level for key, cell in self.cells.items()}
