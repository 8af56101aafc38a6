"""Since last time: what counts as a change, and that nothing else does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cpp_scorecard.core.changes import ChangeKind, Snapshot, changes

ROW = Snapshot(
    area="Health",
    indicator="% seen",
    rating="G",
    latest="94%",
    period="Nov-21",
    expected_range="90% to 95%",
    definition="SS, High",
    figures={"Oct-21": "93%", "Nov-21": "94%"},
)


def test_nothing_is_different_from_itself() -> None:
    assert changes([ROW, ROW], [ROW, ROW]) == []


@pytest.mark.parametrize(
    ("now", "kinds"),
    [
        (replace(ROW, rating="A"), [ChangeKind.COLOUR]),
        (replace(ROW, latest="95%"), [ChangeKind.RESTATED]),
        (replace(ROW, latest="95%", period="Dec-21"), [ChangeKind.LATEST]),
        (replace(ROW, figures={"Oct-21": "92%", "Nov-21": "94%"}), [ChangeKind.RESTATED]),
        (replace(ROW, expected_range="85% to 95%"), [ChangeKind.RANGE]),
        (replace(ROW, definition="SS, Low"), [ChangeKind.DEFINITION]),
        (replace(ROW, indicator="% heard"), [ChangeKind.NEW, ChangeKind.GONE]),
        (replace(ROW, rating="R", expected_range=""), [ChangeKind.COLOUR, ChangeKind.RANGE]),
    ],
)
def test_each_difference_is_told_once(now: Snapshot, kinds: list[ChangeKind]) -> None:
    """Colours come first: they are what a councillor asks about."""
    assert [change.kind for change in changes([ROW], [now])] == kinds


def test_names_that_repeat_are_told_apart_by_their_place() -> None:
    """The published dataset repeats names inside an area."""
    other = replace(ROW, latest="10%", figures={})
    found = changes([ROW, other], [ROW, replace(other, latest="12%")])
    assert [(change.kind, change.before, change.now) for change in found] == [(ChangeKind.RESTATED, "10%", "12%")]
