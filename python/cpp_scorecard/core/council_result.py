"""What a batch keeps of a council's workbook: plain rows, small enough to hold hundreds of them at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from cpp_scorecard.core.series import Missing, Status

if TYPE_CHECKING:
    from cpp_scorecard.core.assessment import Assessment
    from cpp_scorecard.core.findings import Severity
    from cpp_scorecard.core.indicator import Polarity, Unit
    from cpp_scorecard.core.rag import Rag


class Outcome(StrEnum):
    """What became of a workbook in a batch. The value is stable: scripts read it."""

    DONE = "done"
    INCOMPLETE = "incomplete"
    """Its pack is there, but some indicators could not be reported as the workbook has them."""
    REFUSED = "refused"
    IN_USE = "in use"
    FAULT = "fault"
    """The program failed, not the workbook."""
    ENDED = "ended"
    """The process that worked on it was ended from outside, or nobody knows how it ended."""

    @property
    def is_reported(self) -> bool:
        """Whether there is a pack."""
        return self in (Outcome.DONE, Outcome.INCOMPLETE)


@dataclass(frozen=True, slots=True)
class CouncilIndicator:
    """The latest figure of one indicator of one council. A percentage is a fraction, a rate is per 10,000."""

    reference: str
    domain: str
    name: str
    how_reported: str
    window: str
    """The window that the code stands for (`core.indicator.Window`); empty for an unknown code."""
    unit: Unit
    decimals: int
    polarity: Polarity
    value: float | Missing
    period: str
    letter: str | None
    """R, A, G or None."""
    rests_on: float | None = None
    """How many the figure rests on, where they are fewer than the council's Settings want."""
    statuses: tuple[str, ...] = ()
    """What the workbook says of the figure, such as provisional; nothing of a final one."""

    @classmethod
    def of(cls, a: Assessment) -> CouncilIndicator:
        """What is kept of an assessed indicator."""
        indicator, value = a.indicator, a.latest.value
        window = indicator.how_reported.window
        return cls(
            reference=indicator.reference,
            domain=indicator.domain,
            name=indicator.name,
            how_reported=indicator.how_reported.code,
            window=window.value if window else "",
            unit=indicator.unit,
            decimals=indicator.decimals,
            polarity=indicator.polarity,
            value=Missing(value.reason, value.token) if isinstance(value, Missing) else value,
            period=a.period_label,
            letter=a.letter,
            rests_on=a.small_number,
            statuses=tuple(sorted(status.value for status in a.latest.statuses if status is not Status.FINAL)),
        )


@dataclass(frozen=True, slots=True)
class CouncilResult:
    """One workbook of a batch: what became of it, and the rows of its card."""

    file: str
    """The workbook, seen from the folder of the batch, with forward slashes."""
    outcome: Outcome
    message: str = ""
    """What was found, for a workbook without a pack."""
    remedy: str = ""
    pack: str = ""
    """The pack, seen from the folder it was written to; empty where there is none."""
    council: str = ""
    council_number: int | None = None
    """The Department's number of the council, where its Settings give it."""
    as_of: str = ""
    """The month of the report as `2021-12`."""
    version: str = ""
    """Of the program that made the pack."""
    input_sha256: str = ""
    output_sha256: str = ""
    findings: Mapping[Severity, int] = field(default_factory=dict)
    indicators: tuple[CouncilIndicator, ...] = ()
    dataset_rows: int = 0
    """Rows of its exception dataset, which are not compared across councils."""
    beside: tuple[str, ...] = ()
    """Files and folders beside the workbook that its Settings name."""
    is_new: bool = True
    """Whether this run made the pack; an earlier one did where nothing had changed."""

    @property
    def label(self) -> str:
        """How reports name the council: its own name, or that of the file where the Settings give none."""
        return self.council or self.file

    def count(self, letter: Rag | None) -> int:
        """How many indicators have that letter; None for those without one."""
        return sum(one.letter == (letter.value if letter else None) for one in self.indicators)
