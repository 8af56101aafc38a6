"""What Excel makes of a month that is typed with two digits: `Dec-21` becomes 21 December of the present year."""

from __future__ import annotations

import datetime as dt

from cpp_scorecard.core.period import Month

_MONTHS_BACK = 12


def month_meant(typed: dt.date | None, as_of: Month) -> Month | None:
    """The month that was probably typed where a cell holds the day `typed`: `as_of` or one of the year up to it.

    >>> str(month_meant(dt.date(2026, 12, 21), Month.of(2021, 12)))
    'Dec-21'
    """
    if typed is None:
        return None
    meant = Month.of(2000 + typed.day, typed.month)
    return meant if 0 <= as_of.index - meant.index < _MONTHS_BACK else None


def typed_in_excel(typed: dt.date, meant: Month) -> tuple[str, str]:
    """What to say and to advise of a cell that holds the day `typed` where `meant` was probably typed."""
    return (
        f"the period is the date {typed.day} {typed:%B %Y}, which Excel makes of a typed {meant}; "
        "the text waits for that month.",
        f"Type the month in full ({meant.last_day:%B %Y}).",
    )
