"""What has been read of an exception dataset so far, and what has to be said about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cpp_scorecard.core.findings import Finding, Severity

if TYPE_CHECKING:
    from cpp_scorecard.core.dataset import DatasetRow
    from cpp_scorecard.core.period import ReportingPeriod
    from cpp_scorecard.core.series import CellRef
    from cpp_scorecard.intake.settings import Settings


@dataclass(slots=True)
class DatasetReading:
    """Rows, populations, columns and comparators in the order they were met, with the findings."""

    settings: Settings
    rows: list[DatasetRow] = field(default_factory=list)
    population: dict[ReportingPeriod, float] = field(default_factory=dict)
    periods: dict[ReportingPeriod, None] = field(default_factory=dict)
    comparators: dict[str, None] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def ask(
        self, code: str, severity: Severity, message: str, remedy: str, where: CellRef | None, name: str = ""
    ) -> None:
        """Record a finding."""
        self.findings.append(Finding(code, severity, message, remedy, where, name))
