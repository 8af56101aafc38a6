"""Since last time: what is different between the last pack and this one, as plain sentences' worth of data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class ChangeKind(StrEnum):
    """What kind of change a line reports."""

    COLOUR = "changed colour"
    LATEST = "new figure"
    RESTATED = "restated"
    RANGE = "expected range changed"
    DEFINITION = "definition changed"
    NEW = "new indicator"
    GONE = "no longer reported"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What one pack says about one indicator, as printed. `figures` are by period, for telling a restatement."""

    area: str
    indicator: str
    rating: str
    latest: str
    period: str
    expected_range: str
    definition: str
    figures: Mapping[str, str]

    @property
    def key(self) -> tuple[str, str]:
        """What the same indicator has in common in both packs."""
        return self.area.casefold(), self.indicator.casefold()


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is different: where, what it was and what it is."""

    kind: ChangeKind
    area: str
    indicator: str
    period: str
    before: str
    now: str


def changes(before: Iterable[Snapshot], now: Iterable[Snapshot]) -> list[Change]:
    """Everything that is different, colours first, then in the order of this pack.

    A name that repeats inside an area is matched by its place among its namesakes.
    """
    earlier = _numbered(before)
    current = _numbered(now)
    found = [change for key, one in current.items() for change in _of(earlier.get(key), one)]
    found += [
        Change(ChangeKind.GONE, one.area, one.indicator, one.period, one.latest, "")
        for key, one in earlier.items()
        if key not in current
    ]
    order = list(ChangeKind)
    return sorted(found, key=lambda change: order.index(change.kind))


def _numbered(snapshots: Iterable[Snapshot]) -> dict[tuple[str, str, int], Snapshot]:
    numbered: dict[tuple[str, str, int], Snapshot] = {}
    seen: dict[tuple[str, str], int] = {}
    for snapshot in snapshots:
        place = seen[snapshot.key] = seen.get(snapshot.key, -1) + 1
        numbered[(*snapshot.key, place)] = snapshot
    return numbered


def _of(before: Snapshot | None, now: Snapshot) -> Iterator[Change]:
    def change(kind: ChangeKind, was: str, is_now: str, period: str = "") -> Change:
        return Change(kind, now.area, now.indicator, period or now.period, was, is_now)

    if before is None:
        yield change(ChangeKind.NEW, "", now.latest)
        return
    if before.rating != now.rating:
        yield change(ChangeKind.COLOUR, before.rating or "not rated", now.rating or "not rated")
    if before.period != now.period:
        yield change(ChangeKind.LATEST, _dated(before), _dated(now))
    elif before.latest != now.latest:
        yield change(ChangeKind.RESTATED, before.latest, now.latest)
    for period, figure in now.figures.items():
        was = before.figures.get(period)
        if was is not None and was != figure and period != now.period:
            yield change(ChangeKind.RESTATED, was or "no figure", figure or "no figure", period)
    if before.expected_range != now.expected_range:
        yield change(ChangeKind.RANGE, before.expected_range or "none", now.expected_range or "none")
    if before.definition != now.definition:
        yield change(ChangeKind.DEFINITION, before.definition, now.definition)


def _dated(snapshot: Snapshot) -> str:
    """The latest figure with its period, where that is more than a token for none."""
    return f"{snapshot.latest} ({snapshot.period})" if snapshot.period.strip("- ") else snapshot.latest
