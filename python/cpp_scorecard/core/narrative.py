"""People's words about exceptions: kept as written, carried forward marked so, and their numbers checked.

A status (of concern, on watching brief) and a text are an officer's; nothing here computes or changes them. What can
be checked is whether the numbers that a text quotes stand in the data of the indicators it is about.

Source of the five headings: the published quarterly exception report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from cpp_scorecard.core.dataset import Dataset, DatasetRow, column_label
from cpp_scorecard.core.period import ReportingPeriod
from cpp_scorecard.core.printing import printed_exactly
from cpp_scorecard.core.rag import Rag
from cpp_scorecard.core.rounding import comparable, round_half_away
from cpp_scorecard.core.series import CellRef, Figure


class Heading(StrEnum):
    """The published headings, in their order."""

    REDS_OF_CONCERN = "Reds of concern"
    REDS_ON_WATCHING_BRIEF = "Reds on watching brief"
    AMBERS_OF_CONCERN = "Ambers of concern"
    AMBERS_ON_WATCHING_BRIEF = "Ambers on watching brief"
    OTHER = "Other exceptions"

    @property
    def rag(self) -> Rag | None:
        """The rating that the heading names."""
        return Rag.RED if self.value.startswith("Reds") else Rag.AMBER if self.value.startswith("Ambers") else None


class Watch(StrEnum):
    """The second, human axis: what is done about an exception."""

    OF_CONCERN = "of concern"
    WATCHING_BRIEF = "watching brief"
    NOT_STATED = ""


@dataclass(frozen=True, slots=True)
class NarrativeEntry:
    """One text as an officer wrote it. `numbers` are the indicator numbers it is about; `references` their rows."""

    section: str
    heading: Heading | None
    numbers: tuple[str, ...]
    references: tuple[str, ...]
    period: ReportingPeriod | None
    watch: Watch
    text: str
    author: str
    date: str
    where: CellRef

    def concerns(self, row: DatasetRow) -> bool:
        """Whether the text is about `row`: by its reference, or by its number where the text's section has it.

        The published dataset uses one number in two sections, so a number counts inside its own.
        """
        if row.reference and row.reference.strip().casefold() in {r.strip().casefold() for r in self.references}:
            return True
        is_elsewhere = bool(self.section) and bool(row.section) and not _is_same(self.section, row.section)
        return bool(row.number_in_name) and row.number_in_name in self.numbers and not is_elsewhere


def _is_same(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())


@dataclass(frozen=True, slots=True)
class QuotedSlip:
    """A number in a text that the data do not bear out."""

    quoted: str
    problem: str


_PERCENT = re.compile(r"(?<![\w.])(\d{1,3}(?:\.\d+)?)\s?%")
_RANGE = re.compile(r"(?<![\w.])(\d{1,4}(?:\.\d+)?)\s?%?\s?(?:-|–|to)\s?(\d{1,4}(?:\.\d+)?)\s?%")
_MOVED = re.compile(
    r"\b(?P<word>increase[sd]?|rise[ns]?|rose|grew|growth|improve[ds]?|decrease[sd]?|fall[s]?|fell|fallen|drop(?:s|ped)?|"
    r"reduc(?:ed|tion|es)|declin(?:e|ed|es))\b(?:\s+\w+){0,3}?\s+(?:of|by)\s+(?P<size>\d{1,3}(?:\.\d+)?)\s?%",
    re.IGNORECASE,
)
_COUNTS = re.compile(
    r"\brange\s*(?:of|is|was|being)?\s*[(:]?\s*(\d[\d,]*(?:\.\d+)?)\s?(?:-|–|to)\s?(\d[\d,]*(?:\.\d+)?)(?![\d,.]*\d)(?!\s?%)",
    re.IGNORECASE,
)
_FROM = re.compile(r"\bfrom\s*$", re.IGNORECASE)
_UP = ("increas", "rise", "rose", "grew", "growth", "improve")


def slips(entry: NarrativeEntry, dataset: Dataset, rows: Iterable[DatasetRow]) -> Iterator[QuotedSlip]:
    """The percentages, ranges and movements in a text that its indicators' data do not have.

    A text may quote other figures too (a check after the quarter's end, a share of something else), so a slip asks
    for a look and is no error. `rows` are the indicators that the text is about.
    """
    about = list(rows)
    if not about:
        return
    known = list(_known_percentages(about))
    bounds = [(row.expected.low, row.expected.high) for row in about]
    moved = {match.span("size"): match for match in _MOVED.finditer(entry.text)}
    ranged: set[int] = set()
    for match in _COUNTS.finditer(entry.text):
        quoted = [float(text.replace(",", "")) for text in match.groups()]
        counted = [row for row in about if not row.unit.is_percentage]
        if counted and not any(_same(quoted[0], r.expected.low) and _same(quoted[1], r.expected.high) for r in counted):
            have = "; ".join(_range_text(row) for row in counted)
            yield QuotedSlip(match[0], f"the expected range in the data is {have}")
    for match in _RANGE.finditer(entry.text):
        if _FROM.search(entry.text[: match.start()]):
            continue  # "from 53% to 64%" is a movement: each figure is looked up
        ranged |= set(range(*match.span()))
        low, high = float(match[1]) / 100, float(match[2]) / 100
        if not any(_same(low, b[0]) and _same(high, b[1]) for b in bounds):
            have = "; ".join(_range_text(row) for row in about if row.unit.is_percentage) or "none in per cent"
            yield QuotedSlip(match[0], f"the expected range in the data is {have}")
    for match in _PERCENT.finditer(entry.text):
        span = match.span(1)
        if span[0] in ranged:
            continue
        if span in moved:
            yield from _movement(moved[span], dataset, about)
        elif not any(_prints(value, match[1]) for value in known):
            yield QuotedSlip(match[0], "no such percentage stands in the data of the indicator")


def _known_percentages(rows: list[DatasetRow]) -> Iterator[float]:
    for row in rows:
        if not row.unit.is_percentage:
            continue
        for figure in (*row.values.values(), *row.comparators.values()):
            if isinstance(figure, Figure):
                yield figure.number
        yield from (bound for bound in (row.expected.low, row.expected.high) if bound is not None)


def _same(quoted: float, bound: float | None) -> bool:
    return bound is not None and round_half_away(quoted, 6) == round_half_away(bound, 6)


def _prints(value: float, quoted: str) -> bool:
    decimals = len(quoted.partition(".")[2])
    return round_half_away(value * 100, decimals) == float(quoted)


def _range_text(row: DatasetRow) -> str:
    """`7-10%`, `305-445`, `from 95%`, `up to 4%` or `not given`."""
    low, high = (
        None if bound is None else printed_exactly(bound, row.unit) for bound in (row.expected.low, row.expected.high)
    )
    if low is None or high is None:
        return f"from {low}" if low else f"up to {high}" if high else "not given"
    return f"{low.removesuffix('%')}-{high}"


def _movement(match: re.Match[str], dataset: Dataset, rows: list[DatasetRow]) -> Iterator[QuotedSlip]:
    """A quoted movement against how the figures moved: into the current period, or since any earlier column."""
    current = dataset.current
    if current is None:
        return
    said_up = match["word"].casefold().startswith(_UP)
    earlier = [period for period in dataset.of_kind(current.kind) if period < current]
    moves = [
        (row, before, change)
        for before in reversed(earlier)
        for row in rows
        if (change := _change(row, before, current)) is not None
    ]
    sized = [(row, before, change) for row, before, change in moves if change and _is_sized(change, match["size"])]
    if not moves or any((change[0] > 0) is said_up for _, _, change in sized):
        return
    if sized:
        row, before, change = sized[0]
        went = "rose" if change[0] > 0 else "fell"
        problem = f'"{row.name}" {went} between {column_label(before)} and {column_label(current)}'
    else:
        problem = f"no figure of the indicator moved by that up to {column_label(current)}"
    yield QuotedSlip(match[0], problem)


def _change(row: DatasetRow, before: ReportingPeriod, now: ReportingPeriod) -> tuple[float, ...] | None:
    """How far a figure moved, in per cent of what it was and for percentages in points; None where it lacks an end."""
    old, new = row.figure(before), row.figure(now)
    if old is None or new is None:
        return None
    change = comparable(new.number - old.number)
    relative = (comparable(change / abs(old.number) * 100),) if old.number else ()
    return (*relative, comparable(change * 100)) if row.unit.is_percentage else relative


def _is_sized(change: tuple[float, ...], quoted: str) -> bool:
    decimals = len(quoted.partition(".")[2])
    return any(size and round_half_away(abs(size), decimals) == float(quoted) for size in change)
