"""What readers of an edition, and of the one before it, can work out: every count that fits all that the files say.

Written from the files alone, and without any of the product's own search: a reader tries every pair of an actual and a
possible up to `MOST`, and keeps those that print as the files do. A count is given away when one number is left for it.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from pathlib import Path

import openpyxl

from cpp_scorecard.core.intervals import wilson

MOST = 180
"""The largest possible that readers try; three times those in the workbooks, as nothing in the files bounds them."""
SMALL = 5
LATEST, BEFORE = "latest", "month_ago"
Pair = tuple[int, int]


@dataclass(slots=True)
class Said:
    """What files say of one window of one indicator. Decimals come with the text, as readers see them."""

    percentages: set[str] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)
    intervals: list[tuple[str, str]] = field(default_factory=list)
    letters: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Indicator:
    """Everything that files say of one indicator: its windows by month, and how they compare."""

    windows: dict[str, Said] = field(default_factory=dict)
    compared: list[tuple[str, str, str]] = field(default_factory=list)
    """Later month, earlier month, and the word that the edition prints."""
    low: Fraction = Fraction(0)

    def at(self, month: str) -> Said:
        return self.windows.setdefault(month, Said())


def read(folder: Path, indicators: dict[str, Indicator]) -> None:
    """Add what the data file of an edition says."""
    rows = list(csv.DictReader(io.StringIO((folder / "data.csv").read_text("utf-8-sig"))))
    for name in dict.fromkeys(row["indicator"] for row in rows):
        of_it = {row["measure"]: row for row in rows if row["indicator"] == name}
        found = indicators.setdefault(name, Indicator())
        latest, before = of_it[LATEST], of_it[BEFORE]
        for row in (latest, before):
            if row["shown"].endswith("%"):
                found.at(row["period"]).percentages.add(row["shown"])
            elif row["value"]:
                found.at(row["period"]).counts["value"] = int(row["value"])
        for part in ("actual", "possible"):
            if of_it[part]["value"]:
                found.at(latest["period"]).counts[part] = int(of_it[part]["value"])
        limits = of_it["interval_low"]["shown"], of_it["interval_high"]["shown"]
        if limits[0].endswith("%"):
            found.at(latest["period"]).intervals.append(limits)
        if latest["rating"]:
            found.at(latest["period"]).letters.add(latest["rating"])
        if of_it["range_low"]["value"]:
            found.low = Fraction(of_it["range_low"]["value"]) / 100
        if before["direction"]:
            found.compared.append((latest["period"], before["period"], before["direction"]))


def says_the_same(folder: Path) -> Iterator[str]:
    """Where the print pack shows a figure that the data file does not, or the other way round."""
    rows = csv.DictReader(io.StringIO((folder / "data.csv").read_text("utf-8-sig")))
    shown: dict[str, list[str]] = {}
    for row in rows:
        if row["measure"] in (LATEST, "actual", "possible", BEFORE):
            shown.setdefault(row["indicator"], []).append("" if row["shown"].startswith("[z") else row["value"])
    sheet = openpyxl.load_workbook(folder / "print-pack.xlsx")["CPP Scorecard"]
    for line in sheet.iter_rows():
        name = str(line[1].value)
        if name in shown:
            cells = [line[place] for place in (7, 8, 9, 10)]
            printed = ["" if not isinstance(c.value, int | float) else _number(c.value, c.number_format) for c in cells]
            if printed != shown[name]:
                yield f"{name}: {printed} against {shown[name]}"


def _number(value: float, number_format: str) -> str:
    if "%" not in number_format:
        return f"{value:g}"
    decimals = re.match(r"0(?:\.(0+))?%", number_format)
    assert decimals is not None
    return f"{value * 100:.{len(decimals[1] or '')}f}"


def printed(pair: Pair, decimals: int) -> str:
    """A percentage as it is printed: half away from zero."""
    actual, possible = pair
    whole = (200 * actual * 10**decimals + possible) // (2 * possible)
    return f"{whole / 10**decimals:.{decimals}f}%"


@cache
def every_pair() -> frozenset[Pair]:
    return frozenset((actual, possible) for possible in range(1, MOST + 1) for actual in range(possible + 1))


@cache
def printing(decimals: int) -> dict[str, set[Pair]]:
    """The pairs by the percentage that they print."""
    found: dict[str, set[Pair]] = {}
    for pair in every_pair():
        found.setdefault(printed(pair, decimals), set()).add(pair)
    return found


@cache
def having_limits(decimals: int) -> dict[tuple[str, str], set[Pair]]:
    """The pairs by the interval that they print."""
    found: dict[tuple[str, str], set[Pair]] = {}
    for pair in every_pair():
        limits = wilson(*pair)
        low, high = (math.floor(end * 100 * 10**decimals + 0.5) / 10**decimals for end in (limits.low, limits.high))
        found.setdefault((f"{low:.{decimals}f}%", f"{high:.{decimals}f}%"), set()).add(pair)
    return found


def decimals_of(text: str) -> int:
    return len(text.rstrip("%").partition(".")[2])


def fitting(said: Said, low: Fraction) -> set[Pair]:
    """The pairs of an actual and a possible that would print as the files do."""
    known = [printing(decimals_of(text)).get(text, set()) for text in said.percentages]
    known += [having_limits(decimals_of(ends[0])).get(ends, set()) for ends in said.intervals]
    found = set(every_pair()).intersection(*known)
    for place, name in enumerate(("actual", "possible")):
        if name in said.counts:
            found = {pair for pair in found if pair[place] == said.counts[name]}
    return {pair for pair in found if all(letter == rated(*pair, low) for letter in said.letters)}


def rated(actual: int, possible: int, low: Fraction) -> str:
    """The published rule for indicators of which high is good, at 10 %."""
    if actual >= low * possible:
        return "Green"
    return "Red" if 10 * (low * possible - actual) >= low * possible else "Amber"


def _has_partner(share: Fraction, others: set[Fraction], low: Fraction, high: Fraction, word: str) -> bool:
    """Whether a share can be better or worse than, or the same as, one of the others. High is good."""
    if word.startswith("Better"):
        return share > low
    return share < high if word.startswith("Worse") else share in others


def pairs_of(indicator: Indicator) -> dict[str, set[Pair]]:
    """Every pair that fits, by month: those that print alike, and that have a partner in each month compared."""
    kept = {month: fitting(said, indicator.low) for month, said in indicator.windows.items()}
    for _ in indicator.compared:  # a chain of months: as many rounds as links settle it
        for later, earlier, word in indicator.compared:
            after, before = ({Fraction(*pair) for pair in kept[month]} for month in (later, earlier))
            low, high = min(before), max(before)
            kept[later] = {p for p in kept[later] if _has_partner(Fraction(*p), before, low, high, word)}
            low, high = min(after), max(after)
            other = {"Better": "Worse", "Worse": "Better"}.get(word.partition(",")[0], word)
            kept[earlier] = {q for q in kept[earlier] if _has_partner(Fraction(*q), after, low, high, other)}
    return kept


def given_away(indicator: Indicator, truth: dict[str, Pair]) -> Iterator[str]:
    """Small counts of a percentage that one number alone fits: actual, the rest, and all."""
    for month, pairs in pairs_of(indicator).items():
        actual, possible = truth[month]
        assert (actual, possible) in pairs, f"the files do not say what is true of {month}"
        parts: Iterable[tuple[str, int, set[int]]] = (
            ("actual", actual, {a for a, _ in pairs}),
            ("rest", possible - actual, {p - a for a, p in pairs}),
            ("possible", possible, {p for _, p in pairs}),
        )
        for name, count, fitting in parts:
            if 1 <= count <= SMALL and len(fitting) == 1:
                yield f"{month}: {name} {count}"


def counts_given_away(indicator: Indicator, *, from_april: bool) -> Iterator[str]:
    """Small counts that are printed, and small counts of single months between two totals of one year."""
    known = {month: said.counts["value"] for month, said in indicator.windows.items() if "value" in said.counts}
    for month, count in known.items():
        if 1 <= count <= SMALL:
            yield f"{month}: {count}"
    if from_april:
        for one, first in known.items():
            for other, second in known.items():
                if 1 <= second - first <= SMALL:
                    yield f"{one} to {other}: {second - first}"
