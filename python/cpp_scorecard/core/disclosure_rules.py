"""What a council decides about small numbers, and the officers' log of what was suppressed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cpp_scorecard.core.folding import folded

if TYPE_CHECKING:
    from cpp_scorecard.core.disclosure import Why

SMALL = 5
"""The largest count that is suppressed. Source: the Department for Education's statistics on children, 1 to 5."""
SMALLEST, LARGEST = 2, 50
"""What a council may choose. With 1 alone the sign of a suppressed count would itself say that it is 1."""


@dataclass(frozen=True, slots=True)
class DisclosureRules:
    """The council's settings for small numbers."""

    small: int = SMALL
    not_people: tuple[str, ...] = ()
    """Names or references of indicators that count no children: their small counts are published."""

    def is_about_people(self, *names: str) -> bool:
        """Whether none of an indicator's names is one that the council says counts no children."""
        said = {folded(name) for name in self.not_people}
        return not any(name and folded(name) in said for name in names)


@dataclass(frozen=True, slots=True)
class Suppression:
    """One line of the log: what was left out of an edition, and why. It quotes no figure."""

    report: str
    item: str
    """The indicator, row or text."""
    figure: str
    """Which of its figures: `latest, Nov-21`, `behind the %, Nov-21`."""
    why: Why
    done: str = "suppressed"
    because_of: str = ""
    """The small count that would have followed from it."""


LOG_HEADERS = ("Report", "Indicator, row or text", "Figure", "What was done", "Why", "Protects")


def log_rows(log: Iterable[Suppression]) -> list[tuple[str, ...]]:
    """The log as a table, one tuple a line in the order of `LOG_HEADERS`."""
    return [(one.report, one.item, one.figure, one.done, one.why.value, one.because_of) for one in log]


def log_text(log: Iterable[Suppression]) -> str:
    """The log as CSV with a header. It is for the officers and no part of an edition."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(LOG_HEADERS)
    writer.writerows([_plain(text) for text in row] for row in log_rows(log))
    return out.getvalue()


def _plain(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
