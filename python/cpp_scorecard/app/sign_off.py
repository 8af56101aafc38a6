"""Who approved an edition: the caller's words, else the Settings of the workbook, where sign-offs are kept."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from cpp_scorecard.core.errors import UsageError
from cpp_scorecard.core.period import Month, day_in_words
from cpp_scorecard.core.publication import Approval
from cpp_scorecard.intake.grid import CellKind, GridCell
from cpp_scorecard.intake.tokens import parse_day

if TYPE_CHECKING:
    from cpp_scorecard.intake.settings import Settings


def day_given(text: str) -> dt.date | None:
    """The day that a text such as `2022-01-11` or `11/01/2022` names; None for anything else."""
    return parse_day(GridCell(CellKind.TEXT, text.strip()))


def approval_of(
    settings: Settings, as_of: Month, by: str | None = None, on: dt.date | None = None
) -> tuple[Approval | None, tuple[str, ...]]:
    """The approval of the edition as of `as_of`, or None for a draft, and what an officer should know about it.

    An approval in the Settings is that of the edition it was entered for: one of a day before the month has ended is
    left over from an earlier edition and does not count. Raises UsageError where only one of `by` and `on` is given.
    """
    if (by is None or not by.strip()) is not (on is None):
        missing = "the day" if on is None else "the name"
        raise UsageError(f"An approval needs a name and a day; {missing} is missing.", "Give both, or neither.")
    if by is not None and on is not None:
        early = on < as_of.last_day
        note = f"The approval is of {day_in_words(on)}, before the end of {as_of}: check the day." if early else ""
        return Approval(" ".join(by.split()), on), (note,) if note else ()
    if not settings.approved_by and settings.approved_on is None:
        return None, ("Nobody has approved this edition: every page says that it is a draft.",)
    if not settings.approved_by or settings.approved_on is None:
        lacking = '"Approved on"' if settings.approved_on is None else '"Approved by"'
        return None, (f"The Settings have no {lacking}, so nobody has approved this edition: it is a draft.",)
    if settings.approved_on < as_of.last_day:
        return None, (
            f"The approval in the Settings is of {day_in_words(settings.approved_on)}, before the end of {as_of}: "
            "it is that of an earlier edition, and this one is a draft.",
        )
    return Approval(settings.approved_by, settings.approved_on), ()
