"""The data file: tidy, exact to what is printed, described, and harmless when a spreadsheet opens it."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from cpp_scorecard.core.indicator import Unit
from cpp_scorecard.core.printing import printed
from cpp_scorecard.reports.card import Card
from cpp_scorecard.reports.data_file import DATA, DICTIONARY, data_files


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.fixture(scope="module")
def data(files: dict[str, dict[str, bytes]]) -> list[dict[str, str]]:
    return rows(files["wiltshire-2022-01"][DATA])


def test_it_is_utf_8_with_a_mark_and_lines_as_the_standard_has_them(files: dict[str, dict[str, bytes]]) -> None:
    content = files["wiltshire-2022-01"][DATA]
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == content.count(b"\n") == len(rows(content)) + 1


def test_each_latest_figure_is_there_as_it_is_printed(data: list[dict[str, str]], card: Card) -> None:
    latest = [row for row in data if row["report"] == "scorecard" and row["measure"] == "latest"]
    assert len(latest) == len(card.assessments)
    for row, a in zip(latest, card.assessments, strict=True):
        number = a.latest.number
        shown = "" if number is None else printed(number, a.indicator.unit, a.indicator.decimals)
        assert row["value"] == shown.rstrip("%").replace(",", ""), row
        assert bool(row["value"]) != bool(row["status"] and row["shown"] != shown)


def test_value_and_shown_say_the_same(files: dict[str, dict[str, bytes]]) -> None:
    for made in files.values():
        for row in rows(made[DATA]):
            if row["value"]:
                assert row["shown"].rstrip("%").replace(",", "") == row["value"]
                assert row["shown"].endswith("%") == (row["unit"] == Unit.PERCENTAGE.value)
            else:
                assert row["shown"] in ("[c]", "[x]", "[z]", "NYA")
                assert row["status"]


def test_no_figure_stands_twice(data: list[dict[str, str]]) -> None:
    keys = [(r["report"], r["group"], r["indicator"], r["measure"], r["period"]) for r in data]
    assert len(set(keys)) == len(keys)


def test_the_dictionary_describes_every_column_and_every_value(files: dict[str, dict[str, bytes]]) -> None:
    for made in files.values():
        described = rows(made[DICTIONARY])
        found = rows(made[DATA])
        assert [row["column"] for row in described if row["type"]] == list(found[0])
        values = {(row["column"], row["value"]) for row in described if row["value"]}
        assert {("report", row["report"]) for row in found} <= values
        assert {("measure", row["measure"]) for row in found if row["report"] == "scorecard"} <= values
        assert {("shown", row["shown"]) for row in found if not row["value"]} <= values


@pytest.mark.parametrize("name", ['=HYPERLINK("x")', "+1", "-2 children", "@SUM(A1)", "\t=1", "a\r\nb"])
def test_a_text_that_a_spreadsheet_would_run_is_no_formula(name: str, card: Card) -> None:
    a = card.assessments[0]
    hostile = replace(
        card, assessments=(replace(a, indicator=replace(a.indicator, name=name)),), glance=(), spotlights=()
    )
    for row in rows(data_files(hostile)[DATA]):
        assert not row["indicator"].startswith(("=", "+", "-", "@", "\t", "\r"))
        assert "\n" not in row["indicator"]
