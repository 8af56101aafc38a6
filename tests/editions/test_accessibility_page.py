"""ACCESSIBILITY.md and the tests hold each other: every item is tested or signed off, every test is an item's."""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent
PAGE = (HERE.parents[1] / "ACCESSIBILITY.md").read_text("utf-8")


def items() -> list[list[str]]:
    """The rows of the checklist: item, essential, what we do, held by."""
    section = PAGE.split("## The spreadsheet, item by item")[1].split("\n## ")[0]
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in row] for row in rows[1:]]


def names_in(name: str) -> set[str]:
    return set(re.findall(r"^def (test_\w+)", (HERE / name).read_text("utf-8"), re.MULTILINE))


def test_every_item_is_tested_or_signed_off_with_a_reason() -> None:
    assert len(items()) == 36
    for item, essential, done, held in items():
        assert essential in ("yes", "no"), item
        assert done, item
        assert re.fullmatch(r"`[\w.:]+`", held) or re.match(r"signed off: .{20}", held), item


def test_every_test_that_is_named_exists() -> None:
    named = re.findall(r"`(?:(test_\w+\.py)::)?(test_\w+)`", PAGE)
    assert len(named) > 30
    for file, test in named:
        assert test in names_in(file or "test_companion.py"), test


def test_every_test_of_the_companion_is_named() -> None:
    assert names_in("test_companion.py") == {name for name in names_in("test_companion.py") if f"`{name}`" in PAGE}
