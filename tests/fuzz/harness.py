"""What must hold of any input, for the splice and for the reader; the fuzzers and the regression test both ask here."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from cpp_scorecard.core.errors import ScorecardError
from cpp_scorecard.intake.workbook import read_workbook
from cpp_scorecard.sheets.splice import splice, verify
from cpp_scorecard.sheets.splice.council_looks import council_looks

MOST_SECONDS = 10.0


class Broken(AssertionError):
    """Something that must hold does not."""


@cache
def _rendered() -> bytes:
    from tests.splice.books import reports

    return reports()


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="cpp-fuzz-"))


def try_splice(data: bytes) -> None:
    """The splice refuses by name, or its result is verified and splicing again changes nothing."""
    started = time.monotonic()
    rendered = _rendered()
    try:
        council_looks(data)
        once = splice(data, rendered)
        verify(data, once.content, rendered)
    except ScorecardError as error:
        _has_words(error)
        if "not what it should be" in error.message:
            raise Broken(str(error)) from error
    else:
        twice = splice(once.content, rendered)
        if twice.content != once.content:
            raise Broken("a second run changes the result of the first")
    _in_time(started)


def try_reader(data: bytes) -> None:
    """The reader gives a workbook or refuses by name."""
    started = time.monotonic()
    path = _folder() / "fuzzed.xlsx"
    path.write_bytes(data)
    try:
        read_workbook(path)
    except ScorecardError as error:
        _has_words(error)
    _in_time(started)


def _has_words(error: ScorecardError) -> None:
    if not error.message or not error.remedy:
        raise Broken(f"an error without a remedy: {error}")


def _in_time(started: float) -> None:
    if time.monotonic() - started > MOST_SECONDS:
        raise Broken(f"over {MOST_SECONDS:.0f} seconds")


HARNESSES: Mapping[str, Callable[[bytes], None]] = {"splice": try_splice, "reader": try_reader}
