"""One indicator across councils: like is ranked with like, everything else is listed with the reason."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from cpp_scorecard.core.across_councils import ComparedIndicator, Own, Place, Unranked, compare, second_workbooks
from cpp_scorecard.core.council_result import CouncilIndicator, CouncilResult, Outcome
from cpp_scorecard.core.indicator import Polarity, Unit
from cpp_scorecard.core.series import Missing, MissingReason

FIGURE = CouncilIndicator(
    "1", "Safety", "% seen", "SS", "SS", Unit.PERCENTAGE, 0, Polarity.HIGH, 0.9, "Dec-21", "G"
)  # fmt: skip
NOT_YET = Missing(MissingReason.NOT_YET_AVAILABLE, "NYA")


def own(file: str, value: float | Missing = 0.9, **more: Any) -> Own:
    result = CouncilResult(file, Outcome.DONE, council=file.upper(), as_of="2021-12")
    return result, replace(FIGURE, value=value, **more)


def compared(*pairs: Own, **more: Any) -> ComparedIndicator:
    return compare(pairs, more.get("neighbours", {}), more.get("second", frozenset()))


def places(found: ComparedIndicator) -> dict[str, str]:
    """For each council its rank as it is printed, or the reason."""
    return {
        line.result.file: line.place.value
        if isinstance(line.place, Unranked)
        else f"{line.place.rank}{'=' * line.place.is_shared} of {line.place.of}"
        for line in found.lines
    }


def test_the_best_come_first_equal_ones_share_a_rank_and_the_rest_come_last() -> None:
    found = compared(own("d", NOT_YET), own("c", 0.7), own("b", 0.9), own("a", 0.9), own("e", 0.8))
    assert list(places(found).items()) == [
        ("a", "1= of 4"), ("b", "1= of 4"), ("e", "3 of 4"), ("c", "4 of 4"), ("d", "no_figure"),
    ]  # fmt: skip
    assert [line.quartile for line in found.lines] == [1, 1, 3, 4, None]
    assert found.median == pytest.approx(0.85)
    assert found.councils == 5


UNLIKE = [
    # how one of four councils differs, and why it has no rank
    ({"unit": Unit.DAYS}, "other_unit"),
    ({"window": "YTD", "how_reported": "YTD"}, "other_window"),
    ({"polarity": Polarity.LOW}, "other_polarity"),
]


@pytest.mark.parametrize(("difference", "reason"), UNLIKE)
def test_only_like_is_ranked_with_like(difference: dict[str, Any], reason: str) -> None:
    found = compared(own("a", 0.99, **difference), own("b", 0.7), own("c", 0.8), own("d", 0.9))
    assert places(found) == {"d": "1 of 3", "c": "2 of 3", "b": "3 of 3", "a": reason}


NEVER = [({"unit": Unit.NUMBER}, "count"), ({"polarity": Polarity.RANGE}, "no_polarity"),
         ({"polarity": Polarity.NONE}, "no_polarity")]  # fmt: skip


@pytest.mark.parametrize(("all_of_them", "reason"), NEVER)
def test_counts_and_what_has_no_better_end_are_not_ranked(all_of_them: dict[str, Any], reason: str) -> None:
    found = compared(own("a", 3.0, **all_of_them), own("b", 4.0, **all_of_them))
    assert places(found) == {"a": reason, "b": reason}
    assert (found.median, found.is_ranked) == (None, False)


def test_a_single_figure_is_not_ranked() -> None:
    assert places(compared(own("a"))) == {"a": "alone"}
    assert places(compared(own("a"), own("b", NOT_YET))) == {"a": "alone", "b": "no_figure"}


def test_a_second_workbook_of_a_council_takes_no_rank() -> None:
    found = compared(own("a", 0.99), own("b", 0.7), own("c", 0.8), second=frozenset({"a"}))
    assert places(found) == {"c": "1 of 2", "b": "2 of 2", "a": "second_workbook"}


def test_a_figure_of_another_period_is_ranked_and_marked() -> None:
    found = compared(own("a", 0.9), own("b", 0.8), own("c", 0.7, period="Nov-21"))
    assert {line.result.file: line.is_other_period for line in found.lines} == {"a": False, "b": False, "c": True}
    assert found.period == "Dec-21"


def test_a_councils_own_name_for_it_is_kept() -> None:
    found = compared(own("a"), own("b", name="Percentage seen"))
    assert {line.result.file: line.other_name for line in found.lines} == {"a": "", "b": "Percentage seen"}


def test_the_place_among_neighbours_counts_those_with_a_rank() -> None:
    neighbours = {"a": frozenset("bcd"), "b": frozenset("d"), "c": frozenset()}
    found = compared(own("a", 0.8), own("b", 0.9), own("c", 0.7), own("d", NOT_YET), neighbours=neighbours)
    assert {line.result.file: line.among_neighbours for line in found.lines} == {
        "b": None, "a": Place(2, 3), "c": None, "d": None,
    }  # fmt: skip
    tied = compared(own("a", 0.8), own("b", 0.8), own("c", 0.9), neighbours={"a": frozenset("b")})
    assert next(line for line in tied.lines if line.result.file == "a").among_neighbours == Place(1, 2, True)


def test_of_two_workbooks_of_one_council_the_later_month_stands_for_it() -> None:
    def result(file: str, as_of: str) -> CouncilResult:
        return CouncilResult(file, Outcome.DONE, as_of=as_of)

    keys = {"nov": "x", "dec": "x", "other": "y", "again": "x", "nameless": "", "nameless too": ""}
    results = [result(file, "2021-11" if file == "nov" else "2021-12") for file in keys]
    assert second_workbooks(results, keys) == {"nov", "dec"}
    assert second_workbooks(results[::-1], keys) == {"nov", "dec"}
