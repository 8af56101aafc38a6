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
from cpp_scorecard.core.period import PeriodKind, ReportingPeriod
from cpp_scorecard.core.rag import Rag
from cpp_scorecard.core.rounding import round_half_away
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
        """Whether the text is about `row`."""
        return (bool(row.reference) and row.reference in self.references) or (
            bool(row.number_in_name) and row.number_in_name in self.numbers
        )


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
    for match in _RANGE.finditer(entry.text):
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
    low, high = row.expected.low, row.expected.high
    return f"{'' if low is None else f'{low * 100:g}'}-{'' if high is None else f'{high * 100:g}'}%"


def _movement(match: re.Match[str], dataset: Dataset, rows: list[DatasetRow]) -> Iterator[QuotedSlip]:
    """A quoted movement: its direction against how the figures moved into the current period."""
    said_up = match["word"].casefold().startswith(_UP)
    quarters = dataset.of_kind(PeriodKind.QUARTER)
    if len(quarters) < 2:
        return
    last, before = quarters[-1], quarters[-2]
    size = float(match["size"])
    decimals = len(match["size"].partition(".")[2])
    for row in rows:
        now, then = row.figure(last), row.figure(before)
        if now is None or then is None:
            continue
        change = now.number - then.number
        sizes = [change * 100] if row.unit.is_percentage else []
        if then.number:
            sizes.append(change / then.number * 100)
        if any(round_half_away(abs(s), decimals) == size for s in sizes) and change and (change > 0) != said_up:
            fell = "rose" if change > 0 else "fell"
            yield QuotedSlip(match[0], f'"{row.name}" {fell} between {column_label(before)} and {column_label(last)}')
            return
