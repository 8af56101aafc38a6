"""Readers of an edition and of the one before it cannot work out a small count, whatever the workbook holds.

Random small workbooks go through the whole of `publish` twice, as of November and as of December. What the written
files say is put together by `readers`, which knows nothing of how figures were suppressed.
"""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import Any

import pytest
from tests.publish import readers
from tests.publish.small_council import without_office
from tests.tools.workbooks import Row, council, definition

from cpp_scorecard.app.publish import publish
from cpp_scorecard.core.period import Month

MOST = 60
MONTHS = ("Oct-21", "Nov-21", "Dec-21")
MANY = int(os.environ.get("DISCLOSURE_EDITIONS", "150"))
WORKBOOKS = [pytest.param(range(1), id="1"), pytest.param(range(1, MANY), id="many", marks=pytest.mark.slow)]


Truth = dict[str, dict[str, readers.Pair]]


def random_council(path: Path, chance: random.Random) -> Truth:
    """A workbook of three percentages, a count and a count from April; the true pairs of the percentages by month."""
    definitions: list[Row] = []
    figures: list[Row] = [("Indicator", "Figure", *MONTHS)]
    truth: Truth = {}
    for place in range(3):
        name = f"% of kind {place}"
        first = chance.choice((chance.randint(1, 12), chance.randint(10, MOST)))
        later = [max(1, min(MOST, first + chance.choice((0, 0, 1, -1, 3)))) for _ in range(2)]
        possible = [first, *later]
        actual = [_actual(of, chance) for of in possible]
        decimals = chance.choice((0, 0, 1, 2))
        definitions.append(definition(name, good="High", low=0.9, high=1.0, unit="Percentage", decimals=decimals))
        figures += [(name, "Actual", *actual), (name, "Possible", *possible)]
        truth[name] = dict(zip(MONTHS, zip(actual, possible, strict=True), strict=True))
    definitions.append(definition("Number at a time", good="High", low=6, high=20))
    figures.append(("Number at a time", "Data", *(chance.randint(0, 12) for _ in MONTHS)))
    definitions.append(definition("Number since April", "YTD", good="High", low=6, high=20, figures="Events"))
    figures.append(("Number since April", "Data", *(chance.randint(0, 8) for _ in MONTHS)))
    council(path, definitions, figures)
    return truth


def _actual(possible: int, chance: random.Random) -> int:
    """Few, nearly all, or any number of them."""
    few, nearly = min(possible, chance.randint(0, 6)), max(0, possible - chance.randint(0, 6))
    return chance.choice((few, nearly, chance.randint(0, possible)))


@pytest.mark.parametrize("seeds", WORKBOOKS)
def test_no_small_count_is_given_away_by_two_editions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seeds: range
) -> None:
    without_office(monkeypatch)
    lost: list[str] = []
    for seed in seeds:
        folder = tmp_path / str(seed)
        folder.mkdir()
        truth = random_council(folder / "w.xlsx", random.Random(seed))
        before = publish(folder / "w.xlsx", folder / "november", as_of=Month.of(2021, 11))
        now = publish(folder / "w.xlsx", folder / "december", previous=before.folder)
        known: dict[str, readers.Indicator] = {}
        for done in (before, now):
            readers.read(done.folder, known)
            lost += [f"{seed}, {where}" for where in readers.says_the_same(done.folder)]
        for name, indicator in known.items():
            if name in truth:
                found = readers.given_away(indicator, truth[name])
            else:
                found = readers.counts_given_away(indicator, from_april="April" in name)
            lost += [f"{seed}, {name}, {where}" for where in found]
    assert lost == []


def test_the_readers_find_what_an_internal_edition_says(tmp_path: Path, monkeypatch: Any) -> None:
    """Readers who found nothing in public editions do find it where it stands."""
    without_office(monkeypatch)
    truth = random_council(tmp_path / "w.xlsx", random.Random(1))
    done = publish(tmp_path / "w.xlsx", tmp_path / "internal", profile="internal")
    known: dict[str, readers.Indicator] = {}
    readers.read(done.folder, known)
    found = [where for name in truth for where in readers.given_away(known[name], truth[name])]
    assert found
