"""`cpp_scorecard.similar_councils`: what an analyst asks, and what a wrong question is told."""

from __future__ import annotations

import math
import subprocess
import sys
from pathlib import Path

import pytest
from tests.tools.department import WILTSHIRE, activity, shares

import cpp_scorecard
from cpp_scorecard.core.errors import Refused, UsageError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Nine of ten councils have a figure; file names mean nothing when a file is named itself."""
    return activity(
        tmp_path / "downloaded (1).csv",
        {"2020": shares("50 " * 10), "2021": shares("c 53 45 61 67 62 59 52 68 65")},
    )


def test_the_figure_with_its_period_source_and_councils(file: Path) -> None:
    answer = cpp_scorecard.similar_councils(file, "EET 17-18", la=WILTSHIRE)
    assert answer.value == pytest.approx(532 / 900)
    assert (answer.printed, answer.period, answer.missing) == ("59%", "2020-21", "")
    assert answer.source == "DfE, downloaded (1).csv, mean of 9 of the 10 councils of the April 2021 set"
    councils = answer.councils()
    assert list(councils["council"][:2]) == [916, 893]
    assert list(councils["name"][:2]) == ["Gloucestershire", "Shropshire"]
    assert councils["counts"].sum() == councils["value"].notna().sum() == 9
    assert councils.loc[0, "missing"] == "suppressed in the source"
    assert list(councils["value"][1:3]) == list(councils["count"][1:3]) == [53, 45]


def test_a_year_a_set_and_a_method_may_be_chosen(file: Path) -> None:
    assert cpp_scorecard.similar_councils(file, "EET 17-18", WILTSHIRE, year=2020).printed == "50%"
    assert cpp_scorecard.similar_councils(file, "EET 17-18", WILTSHIRE, method="median").printed == "61%"


def test_too_few_councils_give_no_figure_and_say_so(file: Path) -> None:
    """The set of 2025 shares four councils with the file, and one of those is suppressed."""
    answer = cpp_scorecard.similar_councils(file, "EET 17-18", WILTSHIRE, set="May 2025")
    assert math.isnan(answer.value)
    assert answer.printed == "-"
    assert "3 of the 10 similar councils have a figure and 5 are needed" in answer.missing


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"measure": "Weather"}, "no measure"),
        ({"set": "April 1921"}, "April 2021, May 2025"),
        ({"la": 999}, "no council 999"),
        ({"method": "mode"}, "mean, median, pooled"),
        ({"year": 2019}, "2020, 2021"),
        ({"csv_or_folder": "nowhere.csv"}, "does not exist"),
    ],
)
def test_a_question_that_cannot_be_answered_says_what_could(change: dict[str, object], says: str, file: Path) -> None:
    asked: dict[str, object] = {"csv_or_folder": file, "measure": "EET 17-18", "la": WILTSHIRE, **change}
    with pytest.raises(UsageError, match=says):
        cpp_scorecard.similar_councils(**asked)  # type: ignore[arg-type]


def test_a_folder_without_the_file_says_its_name(tmp_path: Path, file: Path) -> None:
    with pytest.raises(Refused, match="care_leavers_activity"):
        cpp_scorecard.similar_councils(tmp_path, "EET 17-18", WILTSHIRE)


def test_a_file_of_something_else_says_what_it_lacks(file: Path) -> None:
    with pytest.raises(Refused, match="no column cla_group"):
        cpp_scorecard.similar_councils(file, "3+ placements", WILTSHIRE)


def test_reading_settings_loads_no_reader_of_files() -> None:
    """A workbook without similar councils pays nothing for them."""
    code = (
        "import sys; import cpp_scorecard.app.scorecard; "
        "print([m for m in ('department', 'neighbours') if 'cpp_scorecard.intake.' + m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("number", ["865", " 865 ", "865.0", 865.0])
def test_the_number_of_a_council_may_be_text(number: object, file: Path) -> None:
    """A number that comes from a spreadsheet or a CSV file often is."""
    assert cpp_scorecard.similar_councils(file, "EET 17-18", number).printed == "59%"  # type: ignore[arg-type]


def test_the_year_may_be_text(file: Path) -> None:
    assert cpp_scorecard.similar_councils(file, "EET 17-18", WILTSHIRE, year="2020").printed == "50%"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"la": "Wiltshire"}, '"Wiltshire" is no number of a council'),
        ({"la": None}, "None is no number of a council"),
        ({"la": True}, "True is no number of a council"),
        ({"la": float("nan")}, "nan is no number of a council"),
        ({"measure": None}, "None is no name of a measure"),
        ({"set": 2021}, "2021 is no name of a set"),
        ({"method": None}, "None is no name of a method"),
        ({"year": "last"}, '"last" is no year'),
        ({"year": 2020.5}, "2020.5 is no year"),
        ({"csv_or_folder": None}, "None is no path"),
        ({"csv_or_folder": "a\0b"}, "is no path"),
    ],
)
def test_an_argument_of_the_wrong_kind_is_a_question_that_cannot_be_answered(
    change: dict[str, object], says: str, file: Path
) -> None:
    asked: dict[str, object] = {"csv_or_folder": file, "measure": "EET 17-18", "la": WILTSHIRE, **change}
    with pytest.raises(UsageError, match=says):
        cpp_scorecard.similar_councils(**asked)  # type: ignore[arg-type]
