"""Verify: where a published card and the rules differ, cell by cell."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cpp_scorecard.app.differences import ByName, compare, compare_colour, difference
from cpp_scorecard.core.findings import Finding, in_order
from cpp_scorecard.intake.published import PublishedCard, read_published

if TYPE_CHECKING:
    from cpp_scorecard.app.scorecard import Scorecard


@dataclass(frozen=True, slots=True)
class Verification:
    """What a comparison found: differences, and how many cells were compared."""

    card: PublishedCard
    scorecard: Scorecard
    differences: tuple[Finding, ...]
    cells_compared: int
    colours_compared: int


def verify(scorecard: Scorecard, published: Path) -> Verification:
    """Compare the card published as `published` with what the rules make of the workbook.

    See `differences` for what counts as agreeing. Colours are compared when the card shows any. Raises Refused when
    no card can be read from `published`.
    """
    card = read_published(published)
    by_name = ByName(scorecard.assessments)
    differences: list[Finding] = []
    compared = colours = 0
    matched: set[int] = set()
    for row in card.rows:
        found = by_name.match(row)
        if found is None:
            differences.append(
                difference("row-unknown", f'"{row.name}" is on the card but not in the workbook.', row.name, row)
            )
            continue
        matched.add(id(found))
        differences += compare(row, found)
        compared += len(row.cells)
        if card.has_colours:
            colours += 1
            differences += compare_colour(row, found)
    for assessment in scorecard.assessments:
        if id(assessment) not in matched:
            name = assessment.indicator.name
            differences.append(difference("row-missing", f'"{name}" is in the workbook but not on the card.', name))
    return Verification(card, scorecard, tuple(in_order(differences)), compared, colours)
