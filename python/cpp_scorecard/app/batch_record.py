"""The record of a pack that a batch made, one small JSON file: what it was made from, and the rows of the summary.

A pack is made again unless its record says that it was made by this version, for this month, from the workbook and
the files beside it as they are now, and the pack is still what was made.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cpp_scorecard.app.files import write_atomically
from cpp_scorecard.core.council_result import CouncilIndicator, CouncilResult, Outcome
from cpp_scorecard.core.findings import Severity
from cpp_scorecard.core.indicator import Polarity, Unit
from cpp_scorecard.core.series import Missing, MissingReason

if TYPE_CHECKING:
    from cpp_scorecard.intake.settings import Settings

_FORMAT = "cpp-scorecard batch 1"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Record:
    """What was made of a workbook, and what that rested on."""

    result: CouncilResult
    as_of_asked: str
    """The month that was asked for; empty where the workbook had its own."""
    rests_on: str
    """A hash over the workbook and everything beside it that was read."""


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal, read piece by piece; empty where there is none to be read."""
    found = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(_CHUNK):
                found.update(piece)
    except OSError:
        return ""
    return found.hexdigest()


def named_beside(settings: Settings) -> tuple[str, ...]:
    """What the Settings name beside the workbook: style template, themes of the spotlight, folder of files."""
    named = (settings.style_template, settings.department_files, *settings.spotlight_files)
    return tuple(sorted({name for name in named if name}))


def rests_on(workbook: Path, beside: tuple[str, ...]) -> str:
    """A hash over the contents of the workbook, of its settings file, and of what stands `beside` it."""
    found = [[workbook.name, file_sha256(workbook)]]
    for name in (workbook.with_suffix(".toml").name, *beside):
        place = workbook.parent / name
        found.append([name, file_sha256(place)])
        if place.is_dir():
            files = sorted(one for one in place.rglob("*") if one.is_file())
            found += [[one.relative_to(place).as_posix(), file_sha256(one)] for one in files]
    return hashlib.sha256(json.dumps(found).encode()).hexdigest()


def write_record(path: Path, record: Record) -> None:
    """Write the record to `path`, whole or not at all."""
    document = {
        "format": _FORMAT,
        "as_of_asked": record.as_of_asked,
        "rests_on": record.rests_on,
        "result": result_json(record.result),
    }
    write_atomically(path, (json.dumps(document, indent=1) + "\n").encode())


def read_record(path: Path) -> Record | None:
    """The record at `path`; None where there is none that can be used, and the pack is made again."""
    try:
        document = json.loads(path.read_text("utf-8"))
        if document["format"] != _FORMAT:
            return None
        return Record(_result(document["result"]), document["as_of_asked"], document["rests_on"])
    except (OSError, ValueError, LookupError, TypeError):
        return None


def result_json(result: CouncilResult) -> dict[str, Any]:
    """A result as JSON, as the record and the document of `batch` have it."""
    said = {one.name: getattr(result, one.name) for one in fields(result)}
    del said["is_new"]
    return {
        **said,
        "outcome": result.outcome.value,
        "beside": list(result.beside),
        "findings": {severity.value: count for severity, count in result.findings.items()},
        "indicators": [_indicator_json(one) for one in result.indicators],
    }


def _indicator_json(one: CouncilIndicator) -> dict[str, Any]:
    said = {field.name: getattr(one, field.name) for field in fields(one)}
    said |= {"unit": one.unit.value, "polarity": one.polarity.value, "statuses": list(one.statuses)}
    if isinstance(one.value, Missing):
        said |= {"value": None, "value_missing": one.value.reason.value, "value_token": one.value.token}
    return said


def _result(said: Mapping[str, Any]) -> CouncilResult:
    kept = {name: value for name, value in said.items() if name not in ("outcome", "beside", "findings", "indicators")}
    return CouncilResult(
        **kept,
        outcome=Outcome(said["outcome"]),
        beside=tuple(said["beside"]),
        findings={Severity(name): count for name, count in said["findings"].items()},
        indicators=tuple(_indicator(one) for one in said["indicators"]),
    )


def _indicator(said: Mapping[str, Any]) -> CouncilIndicator:
    kept = {name: value for name, value in said.items() if not name.startswith("value")}
    value = said["value"]
    return CouncilIndicator(
        **{
            **kept,
            "unit": Unit(said["unit"]),
            "polarity": Polarity(said["polarity"]),
            "value": Missing(MissingReason(said["value_missing"]), said["value_token"]) if value is None else value,
            "statuses": tuple(said["statuses"]),
        }
    )
