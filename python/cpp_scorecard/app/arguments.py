"""The arguments of the analysts' interface, whatever they are: a wrong one is a UsageError that says what to give."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from os import PathLike, fspath
from pathlib import Path

from cpp_scorecard.core.errors import UsageError
from cpp_scorecard.core.period import Month


def path_given(value: object) -> Path:
    """The path that a text or path object names; whether there is a file is for others to see."""
    text = fspath(value) if isinstance(value, str | PathLike) else None
    if not isinstance(text, str) or "\0" in text:
        raise UsageError(f"{_shown(value)} is no path.", "Give the path of a file as text or as a pathlib.Path.")
    return Path(text)


def month_given(value: object) -> Month:
    """The month that `2021-12` names, or that a date lies in: of the standard library, or a Timestamp or Period."""
    text = value if isinstance(value, str) else ""
    if isinstance(value, dt.date) or hasattr(value, "to_timestamp"):
        with contextlib.suppress(ValueError):  # pandas' not-a-time
            text = f"{value:%Y-%m}"
    month = Month.parse(text)
    if month is None:
        raise UsageError(f"{_shown(value)} is not a month.", "Write it as 2021-12, or give a date in it.")
    return month


def council_given(value: object) -> int:
    """The Department's number of a council: 865, or text that holds it."""
    number = _whole(value)
    if number is None:
        raise UsageError(
            f"{_shown(value)} is no number of a council.", "Give the Department's three digits, such as 865."
        )
    return number


def year_given(value: object) -> int:
    """The calendar year in which a reporting year ends: 2021, or text that holds it."""
    year = _whole(value)
    if year is None:
        raise UsageError(
            f"{_shown(value)} is no year.", "Give the year in which the reporting year ends, such as 2021."
        )
    return year


def name_given(value: object, what: str) -> str:
    """A name, which is text; `what` is what it names."""
    if not isinstance(value, str):
        raise UsageError(
            f"{_shown(value)} is no name of a {what}.", "Give it as text; docs/similar-councils.md has the names."
        )
    return value


def _whole(value: object) -> int | None:
    """A whole number, however it was stored: as data frames and CSV files do, `865`, `865.0` or text of them."""
    if isinstance(value, bool):
        return None
    found = re.fullmatch(r"\s*(\d{1,9})(?:\.0*)?\s*", str(value))
    return int(found[1]) if found else None


def _shown(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else repr(value)
