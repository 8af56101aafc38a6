"""The sample workbook gives the card as Wiltshire published it in January 2022, cell by cell.

The published figures stand in `samples/wiltshire-2022-01/data/published.csv`, every token exactly as printed. What
the product computes from `indicators.xlsx` is printed here, by this file's own few lines, at the precision
of the print, and compared. One cell of the card contradicts the rules: Progress 8 has no figure for 2020-21 and yet
a letter against similar councils. That is an error in print, which the product reports and never copies.
"""

from __future__ import annotations

import csv
import json
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.tools import shared

from cpp_scorecard.app.as_json import document
from cpp_scorecard.app.scorecard import make_scorecard
from cpp_scorecard.cli import main

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "wiltshire-2022-01"
GOLDEN = "golden/scorecard_2022-01.csv"
RATINGS = "golden/forensic_rag_scorecard.csv"

PROGRESS_8 = "Average Progress 8 score for KS4 pupils (CLA 12 months)"
FIGURES = ("low", "high", "latest", "actual", "possible", "month_ago", "year_ago", "similar")
DIRECTIONS = ("month_ago_direction", "year_ago_direction", "similar_direction")
NO_FIGURE = {"": "-", "-": "-"}
"""The card leaves cells empty where others print a dash; both say that there is no figure."""

Row = dict[str, str]


def rows_of(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PUBLISHED = rows_of(SAMPLE / "data" / "published.csv")


@cache
def computed() -> list[dict[str, Any]]:
    """What `--json` says of each indicator."""
    return list(document(make_scorecard(SAMPLE / "indicators.xlsx"))["indicators"])


def is_number(text: str) -> bool:
    return text not in ("", "-", "NYA", "NA")


def as_printed(value: float, like: str) -> str:
    """`value` with the decimals and the percent sign of `like`, half away from zero."""
    percent = like.endswith("%")
    decimals = len(like.rstrip("%").partition(".")[2])
    exact = Decimal(repr(round(value * 100 if percent else value, 12)))
    shown = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return f"{shown}{'%' if percent else ''}"


def figure_like(printed: str, indicator: dict[str, Any], column: str) -> str:
    """The computed figure as the card would print it, or the token in its place."""
    value = indicator[column]
    if value is None:
        token = str(indicator.get(f"{column}_token", "-"))
        return NO_FIGURE.get(token, token)
    return as_printed(value, printed) if is_number(printed) else f"{value:g}"


@pytest.fixture(params=range(len(PUBLISHED)), ids=lambda place: f"{place + 1}: {PUBLISHED[place]['indicator'][:60]}")
def pair(request: pytest.FixtureRequest) -> tuple[Row, dict[str, Any]]:
    """A published row and the computed indicator in the same place."""
    return PUBLISHED[request.param], computed()[request.param]


def test_there_are_65_indicators_in_the_published_order() -> None:
    """Councillors look for a row where it was last month."""
    assert len(PUBLISHED) == 65
    assert [(i["domain"], i["indicator"]) for i in computed()] == [(r["domain"], r["indicator"]) for r in PUBLISHED]


def test_the_description_of_each_indicator_is_as_printed(pair: tuple[Row, dict[str, Any]]) -> None:
    """How reported, the period of the latest data and what good looks like: texts, compared exactly."""
    published, indicator = pair
    assert {
        "how_reported": indicator["how_reported"],
        "latest_data_period": indicator["period_label"],
        "polarity": indicator["polarity"],
    } == {name: published[name] for name in ("how_reported", "latest_data_period", "polarity")}


def test_each_figure_is_as_printed(pair: tuple[Row, dict[str, Any]]) -> None:
    """Eight columns of figures at their printed precision; where print has a token, so has the product."""
    published, indicator = pair
    expected = {column: NO_FIGURE.get(published[column], published[column]) for column in FIGURES}
    assert {column: figure_like(published[column], indicator, column) for column in FIGURES} == expected


def test_a_missing_figure_says_why(pair: tuple[Row, dict[str, Any]]) -> None:
    """No cell of the card is empty without a reason that a reader can be given."""
    _, indicator = pair
    for column in FIGURES[2:]:
        assert (indicator[column] is None) == bool(indicator.get(f"{column}_missing")), column
    assert (indicator["rag"] is None) == bool(indicator["rag_missing"])


def test_each_rating_is_the_expected_one(pair: tuple[Row, dict[str, Any]]) -> None:
    """Red, Amber and Green as the report defines them; `-` in the figures file is "not rated"."""
    published, indicator = pair
    assert (indicator["rag"] or "-") == published["rag"], indicator["explanation"]


def test_the_ratings_are_27_green_9_amber_9_red_and_20_not_rated() -> None:
    """The counts that the report's definition gives for its own figures."""
    letters = [indicator["rag"] for indicator in computed()]
    assert {letter: letters.count(letter) for letter in ("G", "A", "R", None)} == {"G": 27, "A": 9, "R": 9, None: 20}


def test_all_41_percentages_are_actual_over_possible() -> None:
    """Print carries the proof of its own percentages: 41 rows show both counts, and each of them agrees."""
    with_both = [row for row in PUBLISHED if row["actual"].isdigit() and row["possible"].isdigit()]
    agreeing = [
        row["indicator"]
        for row in with_both
        if as_printed(int(row["actual"]) / int(row["possible"]), row["latest"]) == row["latest"]
    ]
    assert len(with_both) == 41
    assert agreeing == [row["indicator"] for row in with_both]
    both = [i for i in computed() if i["actual"] is not None and i["possible"] is not None]
    assert [i["indicator"] for i in both] == agreeing
    assert [i["indicator"] for i in both if i["latest"] != i["actual"] / i["possible"]] == []


def test_190_of_the_191_published_directions_follow() -> None:
    """Every printed B, W, S and dash, but for the letter that Progress 8 cannot have."""
    compared, differing = 0, []
    for row, indicator in zip(PUBLISHED, computed(), strict=True):
        for column in DIRECTIONS:
            if row[column]:
                compared += 1
                if indicator[column] != row[column]:
                    differing.append((row["indicator"], column, row[column], indicator[column]))
            else:
                assert indicator[column] == "-", (row["indicator"], column)
    assert compared == 191
    assert differing == [(PROGRESS_8, "similar_direction", "B", "-")]


def test_a_period_label_that_no_rule_gives_is_a_recorded_override() -> None:
    """Three labels of the card are an officer's; the ledger says who decided that, when and why."""
    differing = [i["indicator"] for i in computed() if i["period_label"] != i["period_label_by_rule"]]
    overrides = rows_of(SAMPLE / "data" / "overrides.csv")
    assert sorted(differing) == sorted(o["indicator"] for o in overrides if o["what"] == "Period label")
    assert [o for o in overrides if not (o["reason"] and o["officer"] and o["date"])] == []


def test_the_command_line_gives_the_same_and_exits_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`build --json` is how others read the card; the published tokens in the sample are no errors."""
    code = main(["build", str(SAMPLE / "indicators.xlsx"), "-o", str(tmp_path / "card.xlsx"), "--json"])
    printed = json.loads(capsys.readouterr().out)
    assert code == 0
    assert printed["indicators"] == computed()
    assert (printed["as_of"], printed["complete"]) == ("2021-12", True)
    assert [f for f in printed["findings"] if f["severity"] == "error"] == []
    assert (tmp_path / "card.xlsx").stat().st_size > 0


@pytest.mark.skipif(bool(shared.missing(GOLDEN)), reason=shared.missing(GOLDEN))
def test_the_figures_file_is_the_transcription() -> None:
    """What the backtest holds the product to was not adjusted to what the product gives."""
    golden = shared.path(GOLDEN)
    assert golden is not None
    assert [{name: text for name, text in row.items() if name != "rag"} for row in PUBLISHED] == rows_of(golden)


@pytest.mark.skipif(bool(shared.missing(RATINGS)), reason=shared.missing(RATINGS))
def test_the_ratings_file_is_the_published_definition_worked_out() -> None:
    """The ratings were worked out from print alone: mirrored where low is good, 10 % relative to the threshold."""
    ratings = shared.path(RATINGS)
    assert ratings is not None
    worked_out = [(row["indicator"], row["mirror_rel"]) for row in rows_of(ratings)]
    assert [(row["indicator"], row["rag"]) for row in PUBLISHED] == worked_out
