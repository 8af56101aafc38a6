"""The sample's summary tables print as Wiltshire published them in January 2022: 63 measures, four columns each.

The first column is counted from the sample's made-up lists, which were made to give the published figures; the other
columns are typed there. The sample's data and the independent transcriptions of the published pages are both asked.
One cell cannot print alike: the share of other legal statuses of 2019-20 was printed `0`, without its per cent sign.
"""

from __future__ import annotations

import csv
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.tools import shared

from cpp_scorecard.app.as_json import document
from cpp_scorecard.app.scorecard import make_scorecard

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "wiltshire-2022-01"
TABLES = {
    "CLA Caseload Breakdown": "golden/at_a_glance_caseload.csv",
    "CLA Starts Breakdown": "golden/at_a_glance_starts.csv",
    "Care Leavers Caseload Breakdown": "golden/at_a_glance_care_leavers.csv",
}
MEASURES = 63
PRINTED_WITHOUT_ITS_SIGN = ("CLA Caseload Breakdown", "Legal Status", "% Other", 2)

Key = tuple[str, str, str]


@cache
def computed() -> dict[Key, dict[str, Any]]:
    rows = document(make_scorecard(SAMPLE / "indicators.xlsx"))["at_a_glance"]
    return {(row["table"], row["category"], row["measure"]): row for row in rows}


def published() -> dict[Key, list[str]]:
    """Every printed token of the sample's own data: now, last year, the year before, similar councils."""
    with (SAMPLE / "data" / "at_a_glance.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["table"], row["category"], row["measure"]): [
                row["current"], row["last_year"], row["year_before"], row["similar"]
            ]
            for row in csv.DictReader(file)
        }  # fmt: skip


def transcribed() -> dict[Key, list[str]]:
    """The same from the transcriptions of the published pages."""
    found: dict[Key, list[str]] = {}
    for table, name in TABLES.items():
        path = shared.path(name)
        assert path is not None
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                found[table, row["Category"], row["Measure"]] = list(row.values())[-4:]
    return found


def as_printed(number: float, token: str) -> str:
    """`number` at the precision of the printed `token`."""
    exact = Decimal(repr(number)) * (100 if token.endswith("%") else 1)
    places = len(token.rstrip("%").partition(".")[2])
    return f"{exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)}{'%' if token.endswith('%') else ''}"


def differences(wanted: dict[Key, list[str]]) -> list[tuple[object, ...]]:
    """Every cell that does not print as `wanted`."""
    assert len(wanted) == MEASURES
    assert wanted.keys() == computed().keys()
    found: list[tuple[object, ...]] = []
    for key, tokens in wanted.items():
        row = computed()[key]
        similar = tokens[3] if row["similar"] is None else as_printed(row["similar"], tokens[3])
        given = [*row["printed"], similar]
        found += [
            (*key, place, want, got)
            for place, (want, got) in enumerate(zip(tokens, given, strict=True))
            if want != got and (*key, place) != PRINTED_WITHOUT_ITS_SIGN
        ]
    return found


def test_all_63_measures_print_as_the_samples_data_have_them() -> None:
    assert differences(published()) == []


@pytest.mark.skipif(bool(shared.missing("golden")), reason=shared.missing("golden"))
def test_all_63_measures_print_as_published() -> None:
    assert differences(transcribed()) == []


def test_the_first_column_is_counted_and_not_typed() -> None:
    assert all(row["is_counted"] and row["made_up"] for row in computed().values())


def test_counted_figures_round_to_the_published_ones_by_this_files_own_arithmetic() -> None:
    for key, tokens in published().items():
        row = computed()[key]
        assert as_printed(row["now"], tokens[0]) == tokens[0], key
        if row["unit"] == "Percentage":
            assert row["now"] == row["actual"] / row["possible"]


def test_the_one_exception_is_one() -> None:
    *key, place = PRINTED_WITHOUT_ITS_SIGN
    table, category, measure = (str(part) for part in key)
    assert published()[table, category, measure][int(str(place))] == "0"
    assert computed()[table, category, measure]["printed"][int(str(place))] == "0%"
