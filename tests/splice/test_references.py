"""Sheet names in formulas, and nothing else in them."""

from __future__ import annotations

import pytest

from cpp_scorecard.sheets.splice.ownership import Marked, mark_value, marked_key, owned_sheets
from cpp_scorecard.sheets.splice.references import SheetNames, quoted

RENAMED = SheetNames({"CPP Scorecard": "Panel's card", "Checks": "Checked", "Explained": "A1", "Same": "Same"})


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("='CPP Scorecard'!A1+B2", "='Panel''s card'!A1+B2"),
        ("='cpp scorecard'!A1", "='Panel''s card'!A1"),
        ("=SUM(Checks!$A$1:$A$9,Checks!B1)", "=SUM(Checked!$A$1:$A$9,Checked!B1)"),
        ("Explained!A1", "'A1'!A1"),
        ('=IF(A1="Checks!A1",Checks!A1,"say ""Checks!B2""")', '=IF(A1="Checks!A1",Checked!A1,"say ""Checks!B2""")'),
        ("=MyChecks!A1+'My Checks'!A1+[1]Checks!A1", "=MyChecks!A1+'My Checks'!A1+[1]Checks!A1"),
        ("='[1]Checks'!A1", "='[1]Checks'!A1"),
        ("=Same!A1+Notes!A1+A1", "=Same!A1+Notes!A1+A1"),
    ],
)
def test_mentions_of_renamed_sheets_follow(before: str, after: str) -> None:
    assert RENAMED.in_formula(before) == after


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Checks", "Checks"),
        ("Ängste", "Ängste"),
        ("At a Glance", "'At a Glance'"),
        ("Panel's", "'Panel''s'"),
        ("2022", "'2022'"),
        ("FY22", "'FY22'"),
        ("R1C1", "'R1C1'"),
        ("true", "'true'"),
    ],
)
def test_a_name_is_quoted_unless_it_is_a_plain_word(name: str, written: str) -> None:
    assert quoted(name) == written


@pytest.mark.parametrize("key", ["scorecard", "at a glance", 'say "no"', "Ä"])
def test_a_mark_says_its_key(key: str) -> None:
    assert marked_key(mark_value(key)) == key
    assert marked_key(f"={mark_value(key)}") == key


@pytest.mark.parametrize("text", ["", "scorecard", '""', "#REF!", "'Card'!$A$1"])
def test_other_names_are_no_marks(text: str) -> None:
    assert marked_key(text) == ""


@pytest.mark.parametrize(
    ("sheets", "ours"),
    [
        ([("Card", 2)], "Card"),
        ([("Card (2)", 5), ("Card", 9)], "Card"),
        ([("Mine", 2), ("Mine (2)", 5)], "Mine"),
        ([("Mine (2)", 5), ("Mine", 2)], "Mine"),
    ],
)
def test_of_two_sheets_with_one_mark_ours_has_our_name_or_is_older(sheets: list[tuple[str, int]], ours: str) -> None:
    marked = [Marked(place, "card", name, number) for place, (name, number) in enumerate(sheets)]
    owned = owned_sheets(marked, {"card": "Card"})
    assert owned.sheets["card"].name == ours
    assert len(owned.copies) == len(sheets) - 1
