"""The accessible editions of both samples, made once for the tests that look at them."""

from __future__ import annotations

from pathlib import Path

import pytest

from cpp_scorecard.app.build import make_card
from cpp_scorecard.app.editions import editions
from cpp_scorecard.app.scorecard import make_scorecard
from cpp_scorecard.core.resources import shipped
from cpp_scorecard.reports.card import Card
from cpp_scorecard.sheets.theme import Theme, load_theme

SAMPLES = ("wiltshire-2022-01", "wiltshire-2021-22-q2")


@pytest.fixture(scope="session")
def theme() -> Theme:
    """The built-in style template."""
    return load_theme()


@pytest.fixture(scope="session")
def cards() -> dict[str, Card]:
    """What the reports of each sample are made from."""
    return {name: make_card(make_scorecard(shipped("samples") / name / "indicators.xlsx")) for name in SAMPLES}


@pytest.fixture(scope="session")
def card(cards: dict[str, Card]) -> Card:
    """The scorecard's sample."""
    return cards[SAMPLES[0]]


@pytest.fixture(scope="session")
def files(cards: dict[str, Card], theme: Theme) -> dict[str, dict[str, bytes]]:
    """The files of each sample's editions by name."""
    return {name: editions(card, theme) for name, card in cards.items()}


@pytest.fixture(scope="session")
def folder(files: dict[str, dict[str, bytes]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same on disk, a folder for each sample."""
    root = tmp_path_factory.mktemp("editions")
    for sample, made in files.items():
        for name, content in made.items():
            path = root / sample / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return root
