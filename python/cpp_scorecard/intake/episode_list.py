"""The list of episodes of being looked after, as the SSDA903 return has it: a row an episode."""

from __future__ import annotations

import datetime as dt

from cpp_scorecard.core.episodes import SHORT_BREAKS, Episode, in_time, overlapping
from cpp_scorecard.core.people import Field
from cpp_scorecard.intake.list_cells import ListColumns

_MAY_BE_BLANK = {Field.NEED: "need", Field.PLACEMENT: "placement", Field.LEGAL_STATUS: "legal_status"}


def read_episodes(columns: ListColumns) -> dict[str, tuple[Episode, ...]]:
    """Episodes by child, in time; a row that cannot be used is left out and noted."""
    found: dict[str, list[Episode]] = {}
    reasons, says_reason = columns.texts["episode_reason"], columns.table.has("episode_reason")
    for row, identifier in columns.children():
        at = row - columns.first
        start, start_is_read = columns.day(row, "episode_start", "the episodes were left out")
        end, end_is_read = columns.day(row, "episode_end", "the episodes were left out")
        if start is None:
            if start_is_read:
                columns.ask(
                    "list-date-unusable",
                    row,
                    "episode_start",
                    (
                        "episodes without the day on which they began: {count} ({cells}); they were left out.",
                        "Enter it.",
                    ),
                )
            continue
        if not end_is_read:
            continue
        if end is not None and end < start:
            columns.ask(
                "list-episode-backwards",
                row,
                "episode_end",
                (
                    "episodes that end before they begin: {count} ({cells}); they were left out.",
                    "Correct one of the dates.",
                ),
            )
            continue
        if says_reason and not reasons[at]:
            columns.ask(
                "list-cell-blank",
                row,
                "episode_reason",
                (
                    "episodes that do not say for which reason they began: {count} ({cells}); none of them counts as "
                    "a start of being looked after.",
                    "Enter the reason: S where a child started to be looked after.",
                ),
            )
        need = columns.code(row, Field.NEED, "need", start)
        placement = columns.code(row, Field.PLACEMENT, "placement", start)
        found.setdefault(identifier, []).append(
            Episode(
                start=start,
                end=end,
                reason=reasons[at][:1],
                legal_status=_legal_status(columns, row, start),
                need=need,
                placement=placement,
                where=columns.where(row),
                blank=columns.blank(row, _MAY_BE_BLANK),
            )
        )
    ordered = {identifier: in_time(episodes) for identifier, episodes in found.items()}
    for episodes in ordered.values():
        for episode in overlapping(episodes):
            assert episode.where is not None, "an episode that was read stands somewhere"
            columns.ask(
                "list-episodes-overlap",
                episode.where.row,
                "episode_start",
                (
                    "episodes that begin before an earlier one of the same child has ended: {count} ({cells}); where "
                    "two are open, the one that began last counts.",
                    "Enter the day on which the earlier one ended.",
                ),
            )
    return ordered


def _legal_status(columns: ListColumns, row: int, start: dt.date) -> str:
    status = columns.text(row, "legal_status")[:2].upper()
    if status in SHORT_BREAKS:
        return status  # in no group, and not unknown: short breaks never count
    return columns.code(row, Field.LEGAL_STATUS, "legal_status", start)
