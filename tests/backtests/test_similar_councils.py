"""The published "similar councils" follow from the Department's own files: the mean of the set of April 2021.

The January 2022 card prints six figures that the files hold. What was published stands in
`samples/wiltshire-2022-01/data/published.csv`; the files are shared material and may be absent.
"""

from __future__ import annotations

import csv
import shutil
import time
from pathlib import Path

import pytest
from tests.tools import shared
from tests.tools.department import WILTSHIRE
from tests.tools.workbooks import Row, write

import cpp_scorecard
from cpp_scorecard.app.as_json import document
from cpp_scorecard.app.scorecard import make_scorecard
from cpp_scorecard.core.indicator import Unit
from cpp_scorecard.core.printing import printed

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "wiltshire-2022-01"
FILES = shared.path("ees")
pytestmark = pytest.mark.skipif(bool(shared.missing("ees")), reason=shared.missing("ees"))

MEASURES = {
    "% of looked after children with 3 or more placement moves in last 12 months": "3 or more placements in the year",
    "% of children looked after for more than 2.5 years and in placement for at least 2 years": "long term stability",
    "% Care leavers in EET (17-18) - Latest Contact (Ofsted List 9)": "EET 17-18",
    "% Care leavers in EET (19-21) - Latest Contact (Ofsted List 9)": "EET 19-21",
    "% Care leavers in Suitable Accommodation (17-18) (Ofsted List 9)": "suitable accommodation 17-18",
    "% Care leavers in Suitable Accommodation(19-21) (Ofsted List 9)": "suitable accommodation 19-21",
}  # fmt: skip
"""The indicators of the card that the Department measures, and what it calls them."""


def published() -> dict[str, float]:
    """The similar councils' figure of each indicator of the card that has one, as printed: 11 means 11 %."""
    with (SAMPLE / "data" / "published.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["indicator"]: row["similar"] for row in csv.DictReader(file)}
    return {name: float(rows[name].removesuffix("%")) for name in MEASURES}


def test_the_card_has_all_six() -> None:
    assert len(published()) == 6


@pytest.mark.parametrize("indicator", MEASURES)
def test_the_mean_of_the_april_2021_set_is_what_was_published(indicator: str) -> None:
    """To the nearest whole per cent, as the Department prints: 69.5 % was published as 70 %."""
    assert FILES is not None
    answer = cpp_scorecard.similar_councils(FILES, MEASURES[indicator], WILTSHIRE, set="April 2021", year=2021)
    assert answer.printed == printed(published()[indicator] / 100, Unit.PERCENTAGE, 0)
    assert answer.councils()["counts"].all()
    assert answer.warnings == ()


@pytest.mark.parametrize("other", [{"set": "May 2025"}, {"method": "median"}, {"method": "pooled"}])
def test_no_other_set_or_method_gives_all_six(other: dict[str, str]) -> None:
    """The comparison can fail: it tells the set and the method apart."""
    assert FILES is not None
    agreeing = [
        cpp_scorecard.similar_councils(FILES, measure, WILTSHIRE, year=2021, **other).printed
        == printed(published()[indicator] / 100, Unit.PERCENTAGE, 0)
        for indicator, measure in MEASURES.items()
    ]
    assert not all(agreeing)


def workbook(folder: Path, *, typed: bool) -> Path:
    """The six indicators with their comparators as printed, or left blank, and the Department's files beside them."""
    assert FILES is not None
    (folder / "dfe").mkdir()
    for path in FILES.glob("*la*_*.csv"):
        shutil.copy(path, folder / "dfe")
    comparators: list[Row] = [("Indicator", "Similar councils", "Similar councils period", "Department measure")]
    for indicator, measure in MEASURES.items():
        figure = f"{published()[indicator]:g}%" if typed else None
        comparators.append((indicator, figure, "2020-21" if typed else None, measure))
    return write(
        folder / "council.xlsx",
        {
            "Definitions": [
                ("Indicator", "How reported?", "Good is", "Unit", "Decimals"),
                *((name, "SS", "High", "Percentage", 1) for name in MEASURES),
            ],
            "Figures": [("Indicator", "Dec-21"), *((name, 0.5) for name in MEASURES)],
            "Comparators": comparators,
            "Settings": [
                ("Setting", "Value"),
                ("Local authority number", WILTSHIRE),
                ("Department files", "dfe"),
                ("Similar councils set", "April 2021"),
            ],
        },
    )


def test_a_workbook_with_blank_comparators_gets_the_published_ones(tmp_path: Path) -> None:
    card = make_scorecard(workbook(tmp_path, typed=False))
    for one in document(card)["indicators"]:
        assert printed(one["similar"], Unit.PERCENTAGE, 0) == printed(
            published()[one["indicator"]] / 100, Unit.PERCENTAGE, 0
        )
        assert one["similar_period"] == "2020-21"
        assert "mean of 10 councils of the April 2021 set" in one["similar_source"]
    assert [finding.code for finding in card.findings if finding.code.startswith(("similar", "department"))] == []


def test_the_published_comparators_agree_with_their_source(tmp_path: Path) -> None:
    card = make_scorecard(workbook(tmp_path, typed=True))
    assert [finding.code for finding in card.findings if finding.code.startswith(("similar", "department"))] == []


def test_the_largest_file_is_read_in_well_under_a_second() -> None:
    """3.3 MB with 20,000 lines, measured at 0.04 s; the bound leaves room for a machine that is busy."""
    assert FILES is not None
    started = time.perf_counter()
    cpp_scorecard.similar_councils(FILES / "la_care_leavers_activity.csv", "EET 17-18", WILTSHIRE)
    assert time.perf_counter() - started < 2
