"""The list of episodes of being looked after, as the SSDA903 return has it: a row an episode."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cpp_scorecard.core.episodes import SHORT_BREAKS, Episode, follows, in_time, overlapping
from cpp_scorecard.core.people import Field

if TYPE_CHECKING:
    from cpp_scorecard.core.series import CellRef
    from cpp_scorecard.intake.list_cells import ListColumns

_MAY_BE_BLANK = {Field.NEED: "need", Field.PLACEMENT: "placement", Field.LEGAL_STATUS: "legal_status"}
_NONE: Mapping[Field, CellRef] = {}
_WITHOUT_START = ("episodes without the day on which they began: {count} ({cells}); they were left out.", "Enter it.")
_BACKWARDS = (
    "episodes that end before they begin: {count} ({cells}); they were left out.",
    "Correct one of the dates.",
)
_WITHOUT_REASON = (
    "episodes that do not say for which reason they began: {count} ({cells}); none of them counts as a start of being "
    "looked after.",
    "Enter the reason: S where a child started to be looked after.",
)
_OVERLAPPING = (
    "episodes that begin before an earlier one of the same child has ended: {count} ({cells}); where two are open, the "
    "one that began last counts.",
    "Enter the day on which the earlier one ended.",
)


@dataclass(frozen=True, slots=True)
class _Usable:
    """The rows that are episodes, column by column."""

    rows: list[int] = field(default_factory=list)
    children: list[str] = field(default_factory=list)
    starts: list[dt.date] = field(default_factory=list)
    ends: list[dt.date | None] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


def read_episodes(columns: ListColumns) -> dict[str, tuple[Episode, ...]]:
    """Episodes by child, in time; a row that cannot be used is left out and noted."""
    used = _usable_rows(columns)
    needs = columns.codes(Field.NEED, "need", used.rows, used.starts)
    placements = columns.codes(Field.PLACEMENT, "placement", used.rows, used.starts)
    statuses = columns.codes(Field.LEGAL_STATUS, "legal_status", used.rows, used.starts, beside=_short_break)
    blanks = columns.blanks(_MAY_BE_BLANK)
    blank = [blanks.get(row, _NONE) for row in used.rows]
    where = columns.places(used.rows)
    episodes = map(Episode, used.starts, used.ends, used.reasons, statuses, needs, placements, where, blank)
    found: dict[str, list[Episode]] = {}
    untidy: set[str] = set()
    for child, episode in zip(used.children, episodes, strict=True):
        of_child = found.setdefault(child, [])
        if of_child and not follows(of_child[-1], episode):
            untidy.add(child)
        of_child.append(episode)
    ordered = {child: in_time(of_child) if child in untidy else tuple(of_child) for child, of_child in found.items()}
    for child in filter(untidy.__contains__, ordered):
        _note_overlapping(columns, ordered[child])
    return ordered


def _usable_rows(columns: ListColumns) -> _Usable:
    """The rows that are episodes; any other that names a child is noted."""
    starts, ends, ended = columns.days["episode_start"], columns.days["episode_end"], columns.cells["episode_end"]
    reasons, says_reason = columns.texts["episode_reason"], columns.table.has("episode_reason")
    used = _Usable()
    for row, child in columns.children():
        at = row - columns.first
        start, end, reason = starts[at], ends[at], reasons[at]
        if start is None or (end < start if end is not None else ended[at] is not None):
            _note_unusable(columns, row, start)
            continue
        if says_reason and not reason:
            columns.ask("list-cell-blank", row, "episode_reason", _WITHOUT_REASON)
        used.rows.append(row)
        used.children.append(child)
        used.starts.append(start)
        used.ends.append(end)
        used.reasons.append(reason[:1])
    return used


def _note_unusable(columns: ListColumns, row: int, start: dt.date | None) -> None:
    """Why a row with a child is no episode: a day that is missing, cannot be read or comes before the other."""
    _, start_is_read = columns.day(row, "episode_start", "the episodes were left out")
    _, end_is_read = columns.day(row, "episode_end", "the episodes were left out")
    if start is None and start_is_read:
        columns.ask("list-date-unusable", row, "episode_start", _WITHOUT_START)
    elif start is not None and end_is_read:
        columns.ask("list-episode-backwards", row, "episode_end", _BACKWARDS)


def _note_overlapping(columns: ListColumns, episodes: tuple[Episode, ...]) -> None:
    for episode in overlapping(episodes):
        assert episode.where is not None, "an episode that was read stands somewhere"
        columns.ask("list-episodes-overlap", episode.where.row, "episode_start", _OVERLAPPING)


def _short_break(status: str) -> str:
    """The legal status of a short break, which is in no group, and not unknown: short breaks never count."""
    code = status[:2].upper()
    return code if code in SHORT_BREAKS else ""
