"""Plain tables: words for what colours and letters say, figures as printed, and a shorthand where there is none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cpp_scorecard.core.indicator import Unit
from cpp_scorecard.core.plain_table import PlainCell, PlainColumn, PlainTable, Shorthand, figure_cell, shorthand_of
from cpp_scorecard.core.rag import NotRated
from cpp_scorecard.core.series import SUPPRESSED_SMALL, Missing, MissingReason
from cpp_scorecard.core.windows import Measurement
from cpp_scorecard.reports.card import Card
from cpp_scorecard.reports.companion import plain_tables
from cpp_scorecard.reports.plain_notes import NoteList
from cpp_scorecard.reports.plain_scorecard import domain_table, scorecard_table

NAME, FIGURE = PlainColumn("Indicator", is_row_header=True), PlainColumn("Figure")

REFUSED = {
    "an empty cell": ((NAME, FIGURE), ((PlainCell("Reviews"), PlainCell(" ")),)),
    "an uneven row": ((NAME, FIGURE), ((PlainCell("Reviews"),),)),
    "no row": ((NAME, FIGURE), ()),
    "two columns of one header": ((NAME, PlainColumn("indicator")), ((PlainCell("a"), PlainCell("b")),)),
    "a column without a header": ((NAME, PlainColumn("")), ((PlainCell("a"), PlainCell("b")),)),
}


@pytest.mark.parametrize("why", REFUSED)
def test_a_table_that_could_not_be_read_aloud_is_refused(why: str) -> None:
    columns, rows = REFUSED[why]
    with pytest.raises(ValueError, match="A table:"):
        PlainTable("key", "name", "A table", columns, rows)


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "text", "number"),
    [
        (43 / 77, Unit.PERCENTAGE, 0, "56%", 0.56),
        (0.9475, Unit.PERCENTAGE, 1, "94.8%", 0.948),
        (-0.00001, Unit.NUMBER, 0, "0", 0.0),
        (1438.4, Unit.NUMBER, 0, "1,438", 1438.0),
    ],
)
def test_a_figure_holds_no_decimal_that_nobody_sees(
    value: float, unit: Unit, decimals: int, text: str, number: float
) -> None:
    """Hidden decimals could give away the count behind a percentage: 55.84 % is 43 of 77 and nothing else."""
    cell = figure_cell(value, unit, decimals)
    assert (cell.text, cell.number) == (text, number)


@pytest.mark.parametrize(
    ("missing", "shorthand"),
    [
        (SUPPRESSED_SMALL, "[c]"),
        (Missing(MissingReason.SUPPRESSED), "[c]"),
        (Missing(MissingReason.BLANK, token=""), "[x]"),
        (Missing(MissingReason.NOT_AVAILABLE, token="NA"), "[x]"),
        (Missing(MissingReason.NO_COMPARISON), "[z]"),
        (Missing(MissingReason.NOT_YET_AVAILABLE, token="NYA"), "NYA"),
    ],
)
def test_every_missing_figure_has_a_shorthand(missing: Missing, shorthand: str) -> None:
    assert shorthand_of(missing) == shorthand


def test_the_scorecard_has_a_row_for_each_indicator_and_says_ratings_in_words(card: Card) -> None:
    table = scorecard_table(card, NoteList())
    assert len(table.rows) == len(card.assessments)
    by_header = {column.header: at for at, column in enumerate(table.columns)}
    words = {"R": "Red", "A": "Amber", "G": "Green", None: "Not rated"}
    said = [row[by_header["Rating"]].text for row in table.rows]
    assert said == [words[a.letter] for a in card.assessments]
    judged = {row[by_header["Latest against one year ago"]].text.split(",")[0] for row in table.rows}
    assert judged == {"Better", "Worse", "The same", "Not compared"}


def test_a_domain_table_says_the_same_in_fewer_columns(card: Card) -> None:
    domain = card.assessments[0].indicator.domain
    members = tuple(a for a in card.assessments if a.indicator.domain == domain)
    short, wide = domain_table(card, domain, members), scorecard_table(card, NoteList())
    for row, full in zip(short.rows, wide.rows, strict=False):
        named = dict(zip((c.header for c in wide.columns), full, strict=True))
        shown = dict(zip((c.header for c in short.columns), row, strict=True))
        for header in ("Indicator", "Latest period", "Latest figure", "Rating"):
            assert shown[header] == named[header]
        assert named["One year ago"].text in shown["One year ago"].text


def test_what_is_suppressed_is_confidential_in_every_cell_that_rests_on_it(card: Card) -> None:
    """A card that went through disclosure control holds no number there any more: the tables say so."""
    a = next(a for a in card.assessments if a.letter == "R" and isinstance(a.latest.actual, float))
    hidden = replace(
        a,
        latest=Measurement(SUPPRESSED_SMALL, SUPPRESSED_SMALL, SUPPRESSED_SMALL),
        rating=NotRated.NO_VALUE,
        interval=None,
        small_number=None,
    )
    table = scorecard_table(replace(card, assessments=(hidden,)), NoteList())
    cells = dict(zip((column.header for column in table.columns), table.rows[0], strict=True))
    for header in (
        "Latest figure",
        "Behind the percentage: actual",
        "Behind the percentage: possible",
        "Rating",
        "95% interval: low",
    ):
        assert cells[header].text == "[c]", header
    assert table.shorthands[0] is Shorthand.CONFIDENTIAL


def test_notes_are_numbered_once_and_named_by_their_rows(card: Card) -> None:
    notes = NoteList()
    table = scorecard_table(card, notes)
    named = {word for row in table.rows for word in row[-1].text.replace("[note ", "").replace("]", "").split()}
    assert {f"{number}" for number in range(1, len(notes.texts) + 1)} <= named
    assert len(set(notes.texts)) == len(notes.texts)


def test_every_part_of_the_pack_has_its_table(cards: dict[str, Card]) -> None:
    found = {name: [table.key for table in plain_tables(card, NoteList())] for name, card in cards.items()}
    first, second = found.values()
    assert set(first) == {"scorecard", "at-a-glance", "spotlight", "highlights", "highlight-lines", "exceptions"}
    assert set(second) == {"spotlight", "exceptions", "dataset", "strips"}
