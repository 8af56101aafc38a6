"""The quality-assurance log: what each run read, decided and wrote, as one JSON object.

What the Aqua Book (HM Treasury's guidance on producing quality analysis) asks of a model that runs by itself:
versions, inputs, assumptions and outputs are on record. The moment of a run stands here and nowhere else.
"""

from __future__ import annotations

import datetime as dt
import platform
from collections import Counter
from collections.abc import Iterable
from dataclasses import fields
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cpp_scorecard.app.state import sha256
from cpp_scorecard.core.indicator import in_force
from cpp_scorecard.core.rag import NotRated

if TYPE_CHECKING:
    from cpp_scorecard.app.edition_made import Made
    from cpp_scorecard.app.regenerate import Regenerated
    from cpp_scorecard.app.scorecard import Scorecard
    from cpp_scorecard.core.assessment import Assessment
    from cpp_scorecard.intake.settings import Settings

_PACKAGES = ("cpp-scorecard", "openpyxl", "xlsxwriter", "lxml", "python-calamine", "filelock")


def log_entry(command: str, done: Regenerated, figures_from: Path | None) -> dict[str, Any]:
    """The line of the log for a run that ended well."""
    scorecard = done.scorecard
    entry: dict[str, Any] = {
        **_run(command, done.path.name, done.input_sha256),
        "output_sha256": done.output_sha256,
        "changed": done.changed,
        "notes": list(done.notes),
        "versions": _versions(),
    }
    if figures_from is not None:
        entry["figures_from"] = {"workbook": figures_from.name, "sha256": sha256(figures_from.read_bytes())}
    if scorecard is not None:
        entry |= _judgements(scorecard, done.reports)
    return entry


def publish_entry(scorecard: Scorecard, made: Made, notes: Iterable[str]) -> dict[str, Any]:
    """The record of an edition for the officers: what it was made from, how, and what of it was suppressed."""
    record = made.record
    return {
        **_run("publish", scorecard.workbook.path.name, record.input_sha256),
        "edition": made.name,
        "profile": record.profile,
        "approved_by": record.approved_by,
        "approved_on": record.approved_on,
        "previous": record.previous,
        "files": dict(record.files),
        "suppressed": made.suppressed,
        "notes": list(notes),
        "versions": _versions(),
        **_judgements(scorecard, made.shown.reports),
    }


def _run(command: str, workbook: str, input_sha256: str) -> dict[str, Any]:
    return {
        "when": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "command": command,
        "workbook": workbook,
        "input_sha256": input_sha256,
    }


def _versions() -> dict[str, str]:
    return {"python": platform.python_version(), **{name: version(name) for name in _PACKAGES}}


def _judgements(scorecard: Scorecard, reports: tuple[str, ...]) -> dict[str, Any]:
    return {
        "as_of": scorecard.as_of.iso,
        "reports": list(reports),
        "complete": scorecard.is_complete,
        "settings": _settings(scorecard.workbook.settings),
        "rule_hits": {
            "ratings": dict(_counted(_rating(a) for a in scorecard.assessments)),
            "windows": dict(_counted(a.indicator.how_reported.code for a in scorecard.assessments)),
        },
        "overrides": [
            {
                "indicator": a.indicator.name,
                "what": override.what,
                "by_rule": a.rule_label if override.what == "Period label" else a.letter,
                "decided": override.value,
                "officer": override.officer,
                "date": override.date,
                "reason": override.reason,
            }
            for a in scorecard.assessments
            for what in ("Period label", "Rating")
            if (override := in_force(a.indicator.overrides, what, scorecard.as_of, carried=what == "Rating"))
        ],
        "findings": dict(_counted(f"{finding.severity}: {finding.code}" for finding in scorecard.findings)),
    }


def _rating(a: Assessment) -> str:
    return f"not rated: {a.rating.value}" if isinstance(a.rating, NotRated) else a.rating.rag.value


def _counted(words: Iterable[str]) -> list[tuple[str, int]]:
    return sorted(Counter(words).items())


def _settings(settings: Settings) -> dict[str, str]:
    """Every setting that is not empty, in words."""
    said = {field.name: getattr(settings, field.name) for field in fields(settings)}
    return {name: str(value) for name, value in said.items() if value not in (None, "", (), {})}
