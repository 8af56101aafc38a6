"""`cpp_scorecard.read` and the rules by themselves: a wrong argument raises the project's own error."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path

import pandas as pd
import pytest
from tests.tools.workbooks import council, definition

import cpp_scorecard
from cpp_scorecard.core.errors import Refused, ScorecardError, UsageError
from cpp_scorecard.core.rag import Tolerance
from cpp_scorecard.core.rounding import round_half_away


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return council(
        tmp_path / "indicators.xlsx",
        [definition()],
        [("Indicator", "Oct-21", "Nov-21"), ("Children seen", 7, 8)],
    )


@pytest.mark.parametrize("month", ["2021-10", dt.date(2021, 10, 5), pd.Timestamp("2021-10-05"), pd.Period("2021-10")])
def test_a_month_is_text_or_any_date_in_it(month: object, workbook: Path) -> None:
    read = cpp_scorecard.read(str(workbook), as_of=month)  # type: ignore[arg-type]
    assert read.as_of == pd.Period("2021-10", "M")


@pytest.mark.parametrize("month", [202110, 2021.10, True, "", "2021-13", "Oct-21", pd.NaT, ("2021", "10")])
def test_what_is_no_month_says_how_to_write_one(month: object, workbook: Path) -> None:
    with pytest.raises(UsageError, match=r"is not a month.*Write it as 2021-12"):
        cpp_scorecard.read(workbook, as_of=month)  # type: ignore[arg-type]


@pytest.mark.parametrize("place", [None, 7, 1.5, "a\0b", b"indicators.xlsx", ["indicators.xlsx"]])
def test_what_is_no_path_says_what_to_give(place: object) -> None:
    with pytest.raises(UsageError, match=r"is no path.*Give the path of a file"):
        cpp_scorecard.read(place)  # type: ignore[arg-type]


@pytest.mark.parametrize("place", ["", "nowhere.xlsx", "."])
def test_a_path_without_a_workbook_is_refused(place: str) -> None:
    with pytest.raises(Refused):
        cpp_scorecard.read(place)


@pytest.mark.parametrize("number", [math.inf, -math.inf, math.nan])
def test_a_number_that_cannot_be_rounded_is_the_projects_own_error_and_a_value_error(number: float) -> None:
    for kind in (ScorecardError, ValueError):
        with pytest.raises(kind, match="cannot be rounded"):
            round_half_away(number)


@pytest.mark.parametrize("wrong", [{"size": -1.0}, {"size": math.nan}, {"at_zero": -0.01}])
def test_a_tolerance_is_never_negative(wrong: dict[str, float]) -> None:
    with pytest.raises(ScorecardError, match="tolerance"):
        Tolerance(**wrong)  # type: ignore[arg-type]
