"""Periods of care as the SSDA903 return has them: episodes that follow each other without a gap.

A new episode begins on the day on which the one before it ends with `X1`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

CONTINUES = "X1"
SAME_CARERS = {("U6", "U4"), ("U3", "U1"), ("U5", "A5")}
"""Placements that may become another with the same carers: then the reason is T, or U with a new legal status."""


@dataclass(frozen=True, slots=True)
class Stage:
    """From a day on: this legal status, in this placement."""

    since: dt.date
    legal: str
    placement: str


@dataclass(frozen=True, slots=True)
class Ending:
    """The day on which a period of care ends, and its reason."""

    on: dt.date
    reason: str


@dataclass(frozen=True, slots=True)
class Episode:
    """One row of the episodes list; `ended` is None while it lasts."""

    began: dt.date
    reason_new: str
    legal: str
    need: str
    placement: str
    ended: dt.date | None
    reason_ended: str


def episodes(stages: Sequence[Stage], need: str, ending: Ending | None) -> tuple[Episode, ...]:
    """The episodes of one period of care. Stages that change nothing are joined; ValueError where days do not rise."""
    changes = [stages[0]]
    for stage in stages[1:]:
        if stage.since <= changes[-1].since:
            raise ValueError(f"{stage} does not come after {changes[-1]}")
        if (stage.legal, stage.placement) != (changes[-1].legal, changes[-1].placement):
            changes.append(stage)
    if ending and ending.on <= changes[-1].since:
        raise ValueError(f"{ending} does not come after {changes[-1]}")
    last = (ending.on, ending.reason) if ending else (None, "")
    ends: list[tuple[dt.date | None, str]] = [*((stage.since, CONTINUES) for stage in changes[1:]), last]
    reasons = ["S", *(_reason(before, after) for before, after in pairwise(changes))]
    return tuple(
        Episode(stage.since, reason, stage.legal, need, stage.placement, *end)
        for stage, reason, end in zip(changes, reasons, ends, strict=True)
    )


def _reason(before: Stage, after: Stage) -> str:
    """Why a new episode begins: L legal status, P placement and carers, B both; T and U with the same carers."""
    if before.placement == after.placement:
        return "L"
    same_carers = (before.placement, after.placement) in SAME_CARERS
    if before.legal == after.legal:
        return "T" if same_carers else "P"
    return "U" if same_carers else "B"


def stages(
    began: dt.date, legal: Sequence[tuple[dt.date, str]], placements: Sequence[tuple[dt.date, str]]
) -> list[Stage]:
    """The stages that follow from changes of legal status and of placement; the first of each is on `began`."""
    days = sorted({began, *(day for day, _ in legal), *(day for day, _ in placements)})
    return [Stage(day, _holding(legal, day), _holding(placements, day)) for day in days]


def _holding(changes: Sequence[tuple[dt.date, str]], day: dt.date) -> str:
    return [code for since, code in changes if since <= day][-1]
