"""Headers of the definitions that are not known: each is named; one that leaves a card unrated is to be put right."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.tools.workbooks import Row, write

from cpp_scorecard.app.scorecard import Scorecard, make_scorecard
from cpp_scorecard.cli import DONE, INCOMPLETE, main
from cpp_scorecard.core.findings import Finding, Severity

KNOWN = ("Indicator", "How reported?", "Good is", "Low", "High")
BODY: list[Row] = [
    ("Children seen", "SS", "High", 2, 5, "A team", 1),
    ("Children heard", "SS", "Low", 1, 4, "Another", 2),
    ("Carers", "SS", "-", None, None, None, 3),
]
FIGURES: list[Row] = [
    ("Indicator", "Oct-21", "Nov-21"), ("Children seen", 1, 3), ("Children heard", 2, 2), ("Carers", 4, 5),
]  # fmt: skip
NO_FINDING: list[tuple[str, Severity]] = []
FIRST_RANGES: list[Row] = [("Indicator", "Low", "High", "Valid from"), ("Children seen", 2, 5, "Apr-21")]


def path_of(tmp_path: Path, header: Row, **more: list[Row]) -> Path:
    return write(tmp_path / "book.xlsx", {"Definitions": [header, *BODY], "Figures": FIGURES, **more})


def read(tmp_path: Path, header: Row, **more: list[Row]) -> Scorecard:
    return make_scorecard(path_of(tmp_path, header, **more))


def said(card: Scorecard) -> list[Finding]:
    return [finding for finding in card.findings if finding.code == "column-not-read"]


def named(card: Scorecard) -> list[tuple[str | None, Severity]]:
    return [(finding.cell, finding.severity) for finding in said(card)]


@pytest.mark.parametrize(
    ("header", "where", "words"),
    [
        (("Indicator", "How reported?", "Good is", "Floor", "Ceiling"), "D1", ["Floor", "Ceiling", "not rated"]),
        (("Indicator", "How reported?", "Good is", "Floor", "High"), "D1", ["Floor", "Low", "rated without it"]),
        (("Indicator", "How reported?", "Good is", "Low", "Ceiling"), "E1", ["Ceiling", "High", "rated without it"]),
        (("Indicator", "How reported?", "Desired", "Low", "High"), "C1", ["Desired", "good look like", "not rated"]),
    ],
)
def test_a_header_that_leaves_the_card_unrated_is_to_be_put_right(
    tmp_path: Path, header: Row, where: str, words: list[str]
) -> None:
    """It holds what the table lacks, and the message names it and what is lacking."""
    card = read(tmp_path, header)
    (found,) = said(card)
    assert (found.cell, found.severity) == (where, Severity.ERROR)
    assert [word for word in words if word not in f"{found.message} {found.remedy}"] == []
    assert not card.is_complete


def test_check_exits_3_for_it_and_the_pin_that_it_advises_settles_it(tmp_path: Path) -> None:
    header = ("Indicator", "How reported?", "Desired", "Low", "High")
    assert main(["check", str(path_of(tmp_path, header))]) == INCOMPLETE
    pin: list[Row] = [("Setting", "Value"), ("Layout: Definitions: column C", "What does good look like?")]
    assert main(["check", str(path_of(tmp_path, header, Settings=pin))]) == DONE


def test_headers_that_are_known_are_not_mentioned(tmp_path: Path) -> None:
    assert named(read(tmp_path, KNOWN)) == NO_FINDING


def test_other_columns_that_are_not_known_are_one_information(tmp_path: Path) -> None:
    """An owner and a number are no part of the card; the officer sees that they were left alone."""
    card = read(tmp_path, (*KNOWN, "Owner", "Weight"))
    (found,) = said(card)
    assert (found.cell, found.severity) == ("F1", Severity.INFORMATION)
    assert '"Owner" (F) and "Weight" (G) mean nothing that is known' in found.message
    assert card.is_complete


def test_a_column_without_values_is_not_mentioned(tmp_path: Path) -> None:
    assert named(read(tmp_path, (*KNOWN, None, None, "Empty"))) == NO_FINDING


def test_a_column_that_only_counts_the_rows_is_no_threshold(tmp_path: Path) -> None:
    """A council that expects no range keeps none."""
    body = [(name, how, good, place) for place, (name, how, good, *_) in enumerate(BODY, 1)]
    path = write(
        tmp_path / "book.xlsx",
        {"Definitions": [("Indicator", "How reported?", "Good is", "Order"), *body], "Figures": FIGURES},
    )
    assert [severity for _, severity in named(make_scorecard(path))] == [Severity.INFORMATION]


def test_ranges_that_another_sheet_gives_are_not_missed_here(tmp_path: Path) -> None:
    card = read(tmp_path, ("Indicator", "How reported?", "Good is", "Floor", "Ceiling"), Ranges=FIRST_RANGES)
    assert [severity for _, severity in named(card)] == [Severity.INFORMATION]


def test_nothing_is_missed_where_nobody_says_what_good_looks_like(tmp_path: Path) -> None:
    """Without polarity no range is judged, so none is lacking."""
    body = [(name, how, None, low) for name, how, _, low, *_ in BODY]
    path = write(
        tmp_path / "book.xlsx",
        {"Definitions": [("Indicator", "How reported?", None, "Floor"), *body], "Figures": FIGURES},
    )
    assert [severity for _, severity in named(make_scorecard(path))] == [Severity.INFORMATION]
