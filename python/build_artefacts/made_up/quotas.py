"""How many of each: whole counts that print as published shares, and people dealt out to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from build_artefacts.published_figures import Printed, read_table
from cpp_scorecard.core.rounding import round_half_away

if TYPE_CHECKING:
    from build_artefacts.made_up.dice import Dice

Counts = dict[str, int]


class Somebody(Protocol):
    """What it depends on whether a code suits a person."""

    age: int
    legal: str
    uasc: bool


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code that a measure counts, and whom it suits. Empty `legal` suits every legal status."""

    table: str
    category: str
    measure: str
    code: str
    weight: float
    youngest: int
    oldest: int
    legal: tuple[str, ...]
    uasc: bool
    """Whether it also suits unaccompanied asylum seekers."""

    def suits(self, person: Somebody) -> bool:
        """Whether the made-up person could have this code."""
        return (
            self.youngest <= person.age <= self.oldest
            and (not self.legal or person.legal in self.legal)
            and (self.uasc or not person.uasc)
        )


@dataclass(frozen=True, slots=True)
class Codes:
    """The rows of `made_up_codes.csv` for one table and category."""

    rows: tuple[CodeRow, ...]

    def for_measure(self, measure: str) -> tuple[CodeRow, ...]:
        """The codes of one measure."""
        return tuple(row for row in self.rows if row.measure == measure)

    def suits(self, measure: str, person: Somebody) -> bool:
        """Whether any code of the measure suits the person."""
        return any(row.suits(person) for row in self.for_measure(measure))

    def draw(self, person: Somebody, dice: Dice, measure: str = "") -> str:
        """A code that suits the person, of one measure or of any; ValueError where there is none."""
        fit = [row for row in self.rows if row.measure in (measure or row.measure) and row.suits(person)]
        if not fit:
            raise ValueError(f"no code of {measure or 'any measure'} suits age {person.age}, {person.legal}")
        return dice.one(fit, [row.weight for row in fit]).code


@dataclass(frozen=True, slots=True)
class Targets:
    """What is to be counted: the printed figures of At a Glance, and the codes behind them."""

    printed: tuple[Mapping[str, str], ...]
    codes: tuple[CodeRow, ...]

    @classmethod
    def load(cls, data: Path) -> Targets:
        """Read `at_a_glance.csv` and `made_up_codes.csv`."""
        codes = tuple(
            CodeRow(
                row["table"],
                row["category"],
                row["measure"],
                row["code"],
                float(row["weight"]),
                int(row["youngest"] or 0),
                int(row["oldest"] or 99),
                tuple(row["legal"].split()),
                row["uasc"] != "no",
            )
            for row in read_table(data / "made_up_codes.csv")
        )
        return cls(tuple(read_table(data / "at_a_glance.csv")), codes)

    def total(self, table: str) -> int:
        """The printed number of people of a table."""
        return next(
            Printed(row["current"]).whole
            for row in self.printed
            if row["table"] == table and row["category"] == "Total"
        )

    def counts(self, table: str, category: str, *, but: str = "") -> Counts:
        """How many of each measure, `but` for one that counts people of another measure once more."""
        shares = {
            row["measure"]: Printed(row["current"])
            for row in self.printed
            if row["table"] == table and row["category"] == category and row["measure"] != but
        }
        return counts_that_print(shares, self.total(table))

    def one_count(self, table: str, measure: str) -> int:
        """How many of a measure that stands alone: the count nearest to its printed share."""
        share = next(r["current"] for r in self.printed if r["table"] == table and r["measure"] == measure)
        rest = Printed(f"{100 - int(share.rstrip('%'))}%")
        return counts_that_print({measure: Printed(share), "the others": rest}, self.total(table))[measure]

    def of(self, table: str, category: str) -> Codes:
        """The codes of a table's category."""
        return Codes(tuple(row for row in self.codes if row.table == table and row.category == category))


def counts_that_print(shares: Mapping[str, Printed], total: int) -> Counts:
    """Whole counts that add up to `total` and print as `shares`, as near to them as that allows.

    Printed shares may add up to 99 or 101. ValueError where no counts will do.
    """
    possible = {
        name: [n for n in range(total + 1) if round_half_away(n / total, share.places) == share.value]
        for name, share in shares.items()
    }
    if any(not counts for counts in possible.values()):
        raise ValueError(f"a share of {shares} is nobody's of {total}")
    printed_total = sum(share.value for share in shares.values())
    ideal = {name: share.value / printed_total * total for name, share in shares.items()}
    counts = {name: choices[0] for name, choices in possible.items()}
    while sum(counts.values()) < total:
        room = [name for name in counts if counts[name] < possible[name][-1]]
        if not room:
            break
        counts[min(room, key=lambda name: counts[name] - ideal[name])] += 1
    if sum(counts.values()) != total:
        raise ValueError(f"no counts of {total} print as {shares}")
    return counts


def deal(people: Sequence[Somebody], counts: Counts, suits: Callable[[str, Somebody], bool], dice: Dice) -> list[str]:
    """A measure for each person, as many times as `counts` says; ValueError where it cannot be done.

    The measure with the least choice is dealt first, and within it the people whom the fewest other measures suit.
    """
    if sum(counts.values()) != len(people):
        raise ValueError(f"{counts} are not {len(people)}")
    given: dict[int, str] = {}
    waiting = dice.shuffled(range(len(people)))
    left = {name: count for name, count in counts.items() if count}
    fits = {place: {name for name in left if suits(name, people[place])} for place in waiting}
    while left:
        choices = {name: [place for place in waiting if name in fits[place]] for name in left}
        tightest = min(left, key=lambda name: len(choices[name]) - left[name])
        chosen = sorted(choices[tightest], key=lambda place: len(fits[place] & left.keys()))[: left[tightest]]
        if len(chosen) < left[tightest]:
            raise ValueError(f"{tightest} suits {len(chosen)} people and is wanted for {left[tightest]}")
        given |= dict.fromkeys(chosen, tightest)
        waiting = [place for place in waiting if place not in given]
        del left[tightest]
    return [given[place] for place in range(len(people))]
