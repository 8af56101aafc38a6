"""The summary of a batch: how every workbook fared, and each indicator across the councils that have it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cpp_scorecard.core.across_councils import (
    AcrossCouncils,
    ComparedIndicator,
    Line,
    Place,
    compare,
    second_workbooks,
)
from cpp_scorecard.core.period import Month
from cpp_scorecard.core.series import Missing

if TYPE_CHECKING:
    from cpp_scorecard.core.comparator import NeighbourSet
    from cpp_scorecard.core.council_result import CouncilResult

Json = dict[str, Any]


def across_councils(results: Sequence[CouncilResult]) -> AcrossCouncils:
    """The results of a batch, compared. The order in which they became ready makes no difference."""
    from cpp_scorecard.app.batch_matching import matched
    from cpp_scorecard.intake.council_names import council_key, number_of
    from cpp_scorecard.intake.neighbours import neighbour_sets, set_in_force

    ordered = in_order(results)
    reported = [result for result in ordered if result.outcome.is_reported]
    shipped = neighbour_sets()
    sets = {result.file: set_in_force(shipped, _month(result)) for result in reported}
    numbers = {
        result.file: result.council_number or number_of(result.council, sets[result.file]) for result in reported
    }
    keys = {
        result.file: f"number {numbers[result.file]}" if numbers[result.file] else council_key(result.council)
        for result in reported
    }
    second = second_workbooks(reported, keys)
    near = _neighbours([result for result in reported if result.file not in second], sets, numbers)
    by_file = {result.file: result for result in reported}
    indicators = [
        compare(own, {file: frozenset(others) for file, others in near.items()}, second) for own in matched(reported)
    ]
    return AcrossCouncils(
        results=ordered,
        indicators=tuple(sorted(indicators, key=lambda one: one.councils == 1)),
        neighbours={file: tuple(by_file[other].label for other in others) for file, others in near.items()},
        set_names=tuple(sorted({sets[file].name for file in near}, key=[one.name for one in shipped].index)),
        second=second,
    )


def in_order(results: Sequence[CouncilResult]) -> tuple[CouncilResult, ...]:
    """The results in the order of their workbooks' names."""
    return tuple(sorted(results, key=lambda one: (one.file.casefold(), one.file)))


def _month(result: CouncilResult) -> Month:
    month = Month.parse(result.as_of)
    assert month is not None, "a reported workbook has a month"
    return month


def _neighbours(
    results: Sequence[CouncilResult], sets: Mapping[str, NeighbourSet], numbers: Mapping[str, int | None]
) -> dict[str, tuple[str, ...]]:
    """For each file whose council is in its set the files of its neighbours in the batch, nearest first."""
    file_of = {number: result.file for result in results if (number := numbers[result.file]) is not None}
    found: dict[str, tuple[str, ...]] = {}
    for result in results:
        number = numbers[result.file]
        known = sets[result.file].neighbours.get(number) if number is not None else None
        if known is not None:
            found[result.file] = tuple(file_of[other] for other in known if other in file_of)
    return found


def summary_bytes(across: AcrossCouncils) -> bytes:
    """The summary workbook: the same bytes for the same workbooks and version, whoever did them in what order."""
    from cpp_scorecard.reports.across_councils import across_sheet
    from cpp_scorecard.reports.batch_councils import councils_sheet
    from cpp_scorecard.reports.wording import wording
    from cpp_scorecard.sheets.model import BookModel, BookProperties
    from cpp_scorecard.sheets.render import render
    from cpp_scorecard.sheets.theme import load_theme

    theme = load_theme()
    month = max(_month(result) for result in across.reported)
    properties = BookProperties(
        title=wording()["batch_councils"]["title"],
        subject=f"Data up to {month}",
        created=dt.datetime(month.year, month.month, 1),
    )
    sheets = [councils_sheet(across, theme)]
    if across.indicators:
        sheets.append(across_sheet(across, theme))
    return render(BookModel(tuple(sheets), properties), theme)


def indicators_json(across: AcrossCouncils) -> list[Json]:
    """Every indicator with the place of each council, as the document of `batch` has it."""
    return [_indicator_json(one) for one in across.indicators]


def _indicator_json(one: ComparedIndicator) -> Json:
    return {
        "reference": one.reference,
        "domain": one.domain,
        "indicator": one.name,
        "median": one.median,
        "period_label": one.period or None,
        "councils": [_line_json(line) for line in one.lines],
    }


def _line_json(line: Line) -> Json:
    value, place, near = line.indicator.value, line.place, line.among_neighbours
    return {
        "workbook": line.result.file,
        "council": line.result.council,
        "named": line.other_name or line.indicator.name,
        "how_reported": line.indicator.how_reported,
        "unit": line.indicator.unit.value,
        "polarity": line.indicator.polarity.value,
        "period_label": line.indicator.period,
        "value": None if isinstance(value, Missing) else value,
        "value_missing": value.reason.value if isinstance(value, Missing) else None,
        "rag": line.indicator.letter,
        "rank": place.rank if isinstance(place, Place) else None,
        "of": place.of if isinstance(place, Place) else None,
        "not_ranked": None if isinstance(place, Place) else place.value,
        "quartile": line.quartile,
        "rank_among_neighbours": near.rank if near else None,
        "of_neighbours": near.of if near else None,
    }
