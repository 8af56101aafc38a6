"""The result of a smoke test: each step passed, failed or skipped, with the evidence, as one JSON document."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

SCHEMA = 1


class Outcome(StrEnum):
    """How a step ended."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class StepResult:
    """One step: its name, what it shows, how it ended, why (unless it passed), and what was seen."""

    step: str
    shows: str
    outcome: Outcome
    reason: str = ""
    evidence: Mapping[str, Any] = field(default_factory=dict)
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class SmokeResult:
    """All steps of one run, and the PC it ran on."""

    machine: Mapping[str, str]
    steps: tuple[StepResult, ...]

    @property
    def passed(self) -> bool:
        """Whether no step failed and at least one passed."""
        outcomes = {step.outcome for step in self.steps}
        return Outcome.FAILED not in outcomes and Outcome.PASSED in outcomes

    def counts(self) -> dict[str, int]:
        """How many steps ended in each way."""
        counted = Counter(step.outcome for step in self.steps)
        return {outcome.value: counted[outcome] for outcome in Outcome}

    def to_json(self) -> str:
        """The document; docs/windows-smoke-test.md describes it."""
        document = {
            "schema": SCHEMA,
            "passed": self.passed,
            "counts": self.counts(),
            "machine": dict(self.machine),
            "steps": [
                {
                    "step": step.step,
                    "shows": step.shows,
                    "outcome": step.outcome.value,
                    "reason": step.reason,
                    "evidence": dict(step.evidence),
                    "seconds": round(step.seconds, 2),
                }
                for step in self.steps
            ],
        }
        return json.dumps(document, ensure_ascii=False, indent=2, default=str) + "\n"
