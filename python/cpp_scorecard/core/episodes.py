"""Episodes of being looked after, as the SSDA903 return has them: who is looked after on a day, and who started when.

An episode is a spell under one legal status in one placement; the next begins on the day on which it ends.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from cpp_scorecard.core.people import Field
    from cpp_scorecard.core.series import CellRef

SHORT_BREAKS = frozenset({"V3", "V4"})
"""Legal statuses of a series of short breaks. Children looked after under them are left out of every count of children
looked after: the convention of the Department's guide to the SSDA903 return and of its published statistics."""
STARTS_CARE = "S"
"""The reason for a new episode (RNE) of a child who starts to be looked after."""
_SAME_SPELL = dt.timedelta(days=1)


class Episode(NamedTuple):
    """One episode; `end` is None while it is open. Codes that the list leaves blank are empty.

    A named tuple as `CellRef` is one: a list has tens of thousands.
    """

    start: dt.date
    end: dt.date | None = None
    reason: str = ""
    legal_status: str = ""
    need: str = ""
    placement: str = ""
    where: CellRef | None = None
    blank: Mapping[Field, CellRef] = MappingProxyType({})
    """The cells of the codes that the list leaves empty."""

    def is_open_on(self, day: dt.date) -> bool:
        """Whether the episode is open at the end of `day`: one that ends on the day is not."""
        return self.start <= day and (self.end is None or self.end > day)

    @property
    def is_counted(self) -> bool:
        """Whether the child counts as looked after, which a short break does not."""
        return self.legal_status.upper() not in SHORT_BREAKS


def follows(earlier: Episode, later: Episode) -> bool:
    """Whether `later` begins after `earlier` has begun and not before it has ended, as in a list in good order."""
    return earlier.end is not None and earlier.start < later.start and earlier.end <= later.start


def in_time(episodes: Iterable[Episode]) -> tuple[Episode, ...]:
    """Episodes of one child by their beginning; of those that begin on one day, the one that ends first."""
    return tuple(sorted(episodes, key=lambda episode: (episode.start, episode.end or dt.date.max)))


def open_on(episodes: Sequence[Episode], day: dt.date) -> Episode | None:
    """The counted episode of one child that is open on `day`; where several overlap, the one that began last."""
    return next((e for e in reversed(episodes) if e.is_open_on(day) and e.is_counted), None)


def legal_status_since(episodes: Sequence[Episode], current: Episode) -> dt.date:
    """Since when the legal status of `current` has held without a break: a change of placement is none.

    `episodes` are those of one child, in time.
    """
    since = current.start
    for episode in reversed(episodes):
        if episode.start >= since:
            continue
        adjoins = episode.end is not None and since - episode.end <= _SAME_SPELL
        if not adjoins or episode.legal_status.upper() != current.legal_status.upper():
            break
        since = episode.start
    return since


def first_start(episodes: Sequence[Episode], first: dt.date, last: dt.date) -> Episode | None:
    """The first episode with which one child starts to be looked after between two days, both included."""
    return next(
        (e for e in episodes if first <= e.start <= last and e.reason.upper() == STARTS_CARE and e.is_counted), None
    )


def overlapping(episodes: Sequence[Episode]) -> Iterable[Episode]:
    """Episodes of one child, in time, that begin before an earlier one has ended."""
    latest: dt.date | None = None
    for place, episode in enumerate(episodes):
        if place and latest is not None and episode.start < latest:
            yield episode
        latest = max(latest or dt.date.min, episode.end or dt.date.max)
