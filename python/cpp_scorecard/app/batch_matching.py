"""The same indicator in the workbooks of many councils: found by name, and by reference where references are shared.

A row is looked up as the reader looks up a row of one workbook (`intake.name_index`). But a reference is an identity
inside one workbook only: councils count 1, 2, 3 each in its own order. So a council's references tell only where it
numbers as the others do: where at least half of the references that it shares with them stand for the same names.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cpp_scorecard.intake.name_index import NameIndex, name_key

if TYPE_CHECKING:
    from cpp_scorecard.core.across_councils import Own
    from cpp_scorecard.core.council_result import CouncilIndicator, CouncilResult


def matched(results: Iterable[CouncilResult]) -> list[list[Own]]:
    """For each indicator the councils that have it; the indicators in the order of the first workbook with each."""
    index = NameIndex()
    found: list[list[Own]] = []
    for result in results:
        numbered = _numbers_alike(index, found, result)
        places: list[int | None] = []
        for one in result.indicators:
            fits = index.find(one.reference if numbered else "", one.name, one.domain)
            place = fits[0] if len(fits) == 1 and fits[0] not in places else None
            places.append(place)
        for one, place in zip(result.indicators, places, strict=True):
            if place is None:
                index.add(len(found), one.reference if numbered else "", one.name, one.domain)
                found.append([(result, one)])
            else:
                found[place].append((result, one))
    return found


def _numbers_alike(index: NameIndex, found: list[list[Own]], result: CouncilResult) -> bool:
    """Whether the references of a council mean what those of the councils before it mean."""
    shared = same = 0
    for one in result.indicators:
        for place in index.referred(one.reference):
            shared += 1
            same += any(_same(one, other) for _, other in found[place])
    return same * 2 >= shared


def _same(one: CouncilIndicator, other: CouncilIndicator) -> bool:
    return name_key(one.name) == name_key(other.name)
