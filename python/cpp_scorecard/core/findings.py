"""Findings: what the reader and the rules have to say to the person who keeps the workbook.

A finding names the cell, what was found and what to do. The same finding feeds the command line and
the Checks sheet. Severities: an *error* keeps a figure off the card (or makes it older than
it should be), a *warning* asks for a look, *information* explains a choice.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cpp_scorecard.core.series import CellRef


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"

    @property
    def rank(self) -> int:
        """0 for the most severe."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at.

    `code` is stable and documented in `docs/findings.md`; `message` says what was found where, `remedy`
    what to do about it; `indicator` names the row of the card that it concerns, when there is one.
    """

    code: str
    severity: Severity
    message: str
    remedy: str
    where: CellRef | None = None
    indicator: str = ""

    @property
    def sheet(self) -> str | None:
        """The sheet of the cell, if the finding has one."""
        return self.where.sheet if self.where else None

    @property
    def cell(self) -> str | None:
        """The address of the cell, such as ``F17``, if the finding has one."""
        return self.where.address if self.where else None

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.message} {self.remedy}".rstrip()


def in_order(findings: list[Finding]) -> list[Finding]:
    """Most severe first, then by sheet and cell, each finding once."""
    unique = dict.fromkeys(findings)
    return sorted(
        unique,
        key=lambda f: (
            f.severity.rank,
            f.sheet or "",
            f.where.row if f.where else -1,
            f.where.column if f.where else -1,
            f.code,
        ),
    )
