"""Indicators outside their range, under the published headings, with people's words of this period or an earlier."""

from __future__ import annotations

import pytest
from tests.unit.core.dataset_rows import PERIODS, dataset, entry, row

from cpp_scorecard.core.dataset import Dataset, DatasetRow, RangeBasis, up_to
from cpp_scorecard.core.exception_items import ExceptionItem, owed
from cpp_scorecard.core.exceptions import RatedRow, can_be_rated, exception_items, rate_row, rated_rows
from cpp_scorecard.core.indicator import Override, Unit
from cpp_scorecard.core.measure_type import MeasureType
from cpp_scorecard.core.narrative import Heading, NarrativeEntry, Watch
from cpp_scorecard.core.period import Month
from cpp_scorecard.core.rag import NotRated, Rag, RagRating

RED = row("Q1:50 Q2:50", name="1. Red", section="A", low=100, high=200, reference="D1")
AMBER = row("Q1:90 Q2:90", name="2. Amber", section="A", place=1, low=100, high=200, reference="D2")
GREEN = row("Q1:150 Q2:150", name="3. Green", section="A", place=2, low=100, high=200, reference="D3")
HIGH = row("Q1:210 Q2:210", name="High", section="B", place=3, low=100, high=200, reference="D4")
DATA = dataset([RED, AMBER, GREEN, HIGH])


def items(*entries: NarrativeEntry, of: Dataset = DATA) -> list[ExceptionItem[RatedRow]]:
    return exception_items(of, rated_rows(of), entries)


def shown(found: list[ExceptionItem[RatedRow]]) -> list[tuple[str, str, list[str], str]]:
    """Section, heading, rows and text of each."""
    return [
        (i.section, i.heading.value, [r.row.reference for r in i.rows], i.entry.text if i.entry else "") for i in found
    ]


@pytest.mark.parametrize(
    ("number", "watch", "stated", "heading"),
    [
        ("1", Watch.OF_CONCERN, None, Heading.REDS_OF_CONCERN),
        ("1", Watch.WATCHING_BRIEF, None, Heading.REDS_ON_WATCHING_BRIEF),
        ("2", Watch.OF_CONCERN, None, Heading.AMBERS_OF_CONCERN),
        ("2", Watch.WATCHING_BRIEF, None, Heading.AMBERS_ON_WATCHING_BRIEF),
        ("2", Watch.OF_CONCERN, Heading.REDS_OF_CONCERN, Heading.AMBERS_OF_CONCERN),
        ("1", Watch.NOT_STATED, Heading.REDS_OF_CONCERN, Heading.REDS_OF_CONCERN),
        ("1", Watch.NOT_STATED, None, Heading.OTHER),
        ("3", Watch.OF_CONCERN, None, Heading.OTHER),
        ("3", Watch.OF_CONCERN, Heading.AMBERS_OF_CONCERN, Heading.AMBERS_OF_CONCERN),
    ],
)
def test_rating_and_status_make_the_heading(
    number: str, watch: Watch, stated: Heading | None, heading: Heading
) -> None:
    """The colour is worked out, the status is people's; where one lacks, the heading that the text was put under."""
    text = entry("Said.", numbers=(number,), section="A", watch=watch, heading=stated)
    assert [item.heading for item in items(text) if item.entry is text] == [heading]


def test_sections_headings_and_rows_are_in_order() -> None:
    """Whatever order the texts were entered in."""
    found = items(
        entry("b", references=("D4",), section="B", watch=Watch.OF_CONCERN),
        entry("general", section="A", heading=Heading.OTHER),
        entry("a2", numbers=("2",), section="A", watch=Watch.OF_CONCERN),
        entry("a1", numbers=("1",), section="A", watch=Watch.OF_CONCERN),
    )
    assert shown(found) == [
        ("A", "Reds of concern", ["D1"], "a1"),
        ("A", "Ambers of concern", ["D2"], "a2"),
        ("A", "Other exceptions", [], "general"),
        ("B", "Ambers of concern", ["D4"], "b"),
    ]
    assert owed(found) == []


def test_an_exception_without_a_text_is_owed() -> None:
    """By whoever answers for its section."""
    found = owed(items(entry("a1", numbers=("1",), section="A")))
    assert [[rated.row.reference for rated in item.rows] for item in found] == [["D2"], ["D4"]]
    assert {item.rows[0].row.head_of_service for item in found} == {"Head of A", "Head of B"}


def test_a_text_of_last_period_is_carried_forward_and_marked() -> None:
    """Word for word, still owed, the latest of several."""
    old = entry("From Q4.", numbers=("1",), section="A", period=PERIODS["Q1"].quarters_back(1))
    last = entry("From Q1.", numbers=("1",), section="A", period=PERIODS["Q1"], watch=Watch.WATCHING_BRIEF)
    item = next(i for i in items(last, old) if i.rows and i.rows[0].row is RED)
    assert (item.entry, item.carried_from, item.heading) == (last, PERIODS["Q1"], Heading.REDS_ON_WATCHING_BRIEF)
    assert item in owed(items(last, old))


def test_a_text_of_this_period_ends_the_carrying() -> None:
    """And the earlier one is not shown beside it."""
    old, new = (entry(q, numbers=("1",), section="A", period=PERIODS[q]) for q in ("Q1", "Q2"))
    assert [i.entry for i in items(old, new) if i.entry] == [new]


def test_a_text_about_what_is_no_exception_any_more_is_not_carried() -> None:
    """What has come back into its range needs no words."""
    old = entry("Was red.", numbers=("3",), section="A", period=PERIODS["Q1"])
    assert [i for i in items(old) if i.entry is old] == []


@pytest.mark.parametrize("period", ["Jul", "Aug", "Sep", "Q2"])
def test_a_text_of_a_month_of_the_quarter_is_of_the_quarter(period: str) -> None:
    """Some write by month."""
    text = entry("Said.", numbers=("1",), section="A", period=PERIODS[period])
    assert next(i for i in items(text) if i.entry is text).carried_from is None


def test_every_text_of_the_period_stands_once() -> None:
    """Two texts about one indicator are both shown; so is one about nothing."""
    texts = [entry(f"Text {n}", numbers=("1",) if n < 2 else (), section="A") for n in range(4)]
    assert sorted(i.entry.text for i in items(*texts) if i.entry) == [f"Text {n}" for n in range(4)]


def test_rows_of_one_number_stand_together_inside_a_section() -> None:
    """A number and its rate are one exception; the same number in another section is another."""
    rows = [
        row("Q2:50", name="12. No.", section="A", low=100, reference="D1"),
        row("Q2:50", name="12. Rate", section="A", place=1, low=100, reference="D2"),
        row("Q2:50", name="12. Other", section="B", place=2, low=100, reference="D3"),
        row("Q2:50", name="Nameless", section="B", place=3, low=100, reference="D4"),
    ]
    assert [refs for _, _, refs, _ in shown(items(of=dataset(rows)))] == [["D1", "D2"], ["D3"], ["D4"]]


@pytest.mark.parametrize(
    ("measure", "basis", "judged"),
    [
        (MeasureType.NUMBER, RangeBasis.QUARTERLY, {"Q2"}),
        (MeasureType.NUMBER, RangeBasis.ANNUAL, {"FY"}),
        (MeasureType.NUMBER, RangeBasis.PER_ANNUM, {"FY"}),
        (MeasureType.DISTINCT, RangeBasis.QUARTERLY, {"Q2"}),
        (MeasureType.SNAPSHOT, RangeBasis.QUARTERLY, {"Apr", "Q2", "FY"}),
        (MeasureType.SNAPSHOT, RangeBasis.PER_ANNUM, {"FY"}),
        (MeasureType.RATE_OF_FLOW, RangeBasis.ANNUAL, {"Apr", "Q2", "FY"}),
        (MeasureType.PERCENTAGE, RangeBasis.QUARTERLY, {"Apr", "Q2", "FY"}),
    ],
)
def test_a_range_judges_the_columns_it_speaks_of(measure: MeasureType, basis: RangeBasis, judged: set[str]) -> None:
    """20 adoptions per annum say nothing of a quarter; rates are annual in every column."""
    of = row("Apr:1 Q2:1 FY:1", measure, low=10, basis=basis)
    assert {name for name in ("Apr", "Q2", "FY") if can_be_rated(of, PERIODS[name])} == judged
    for name in ("Apr", "Q2", "FY"):
        assert isinstance(rate_row(of, PERIODS[name]), RagRating) == (name in judged)


@pytest.mark.parametrize(
    ("of", "value", "low", "high", "letter", "outside"),
    [
        ("counts", 99, 100, 200, "A", "low"), ("counts", 72, 100, 200, "R", "low"),
        ("counts", 72.1, 100, 200, "A", "low"), ("counts", 100, 100, 200, "G", None),
        ("counts", 200, 100, 200, "G", None), ("counts", 201, 100, 200, "A", "high"),
        ("counts", 256, 100, 200, "R", "high"), ("counts", 255, 100, 200, "A", "high"),
        ("counts", 50, None, 200, "G", None), ("counts", 500, 100, None, "G", None),
        ("counts", 5, 200, 100, None, None), ("counts", 5, None, None, None, None),
        ("percentages", 0.85, 0.9, 0.95, "R", "low"), ("percentages", 0.851, 0.9, 0.95, "A", "low"),
        ("percentages", 0.96, 0.9, 0.95, "A", "high"), ("percentages", 1.0, 0.9, 0.95, "R", "high"),
        ("percentages", 0.9, 0.9, 0.95, "G", None),
    ],
)  # fmt: skip
def test_both_ends_of_a_range_count(
    of: str, value: float, low: float | None, high: float | None, letter: str | None, outside: str | None
) -> None:
    """Amber outside, Red from the tolerance on: 28 % of the threshold, 5 points for percentages."""
    unit = Unit.PERCENTAGE if of == "percentages" else Unit.NUMBER
    rated = rated_rows(dataset([row(f"Q2:{value}", low=low, high=high, unit=unit)]))[0]
    assert (rated.letter, rated.outside) == (letter, outside)


def test_no_figure_is_no_exception() -> None:
    """And neither is a range that speaks of other columns."""
    rows = [row("Q1:1 Q2:-", low=10), row("Q2:1", low=10, basis=RangeBasis.PER_ANNUM, place=1)]
    assert [rated.rating for rated in rated_rows(dataset(rows))] == [NotRated.NO_VALUE, NotRated.NO_RANGE]
    assert items(of=dataset(rows)) == []


def overridden(of: DatasetRow, *letters: str) -> DatasetRow:
    """`of` with officers' ratings, one after the other."""
    decided = tuple(Override("Rating", letter, "A manager", "2021-10-29", "Made up.") for letter in letters)
    return row(
        "Q1:90 Q2:90", name=of.name, section=of.section, low=100, high=200, reference=of.reference, overrides=decided
    )


@pytest.mark.parametrize(
    ("letter", "rag"), [("R", Rag.RED), ("red", Rag.RED), (" Amber ", Rag.AMBER), ("g", Rag.GREEN)]
)
def test_an_officers_rating_stands_beside_the_computed_one(letter: str, rag: Rag) -> None:
    """It decides the heading and never hides the rule's own."""
    rated = rated_rows(dataset([overridden(AMBER, letter)]))[0]
    assert (rated.letter, rated.shown) == ("A", rag)
    assert rated.override is not None
    assert rated.override.value == letter


def test_the_last_of_several_ratings_counts() -> None:
    """Rows are added, never changed."""
    assert rated_rows(dataset([overridden(AMBER, "G", "R")]))[0].shown is Rag.RED


def test_a_rating_that_is_no_colour_changes_nothing() -> None:
    """The word stays visible."""
    rated = rated_rows(dataset([overridden(AMBER, "purple")]))[0]
    assert (rated.shown, rated.override.value if rated.override else "") == (Rag.AMBER, "purple")


def test_what_an_officer_calls_green_is_not_owed_and_what_is_called_red_is() -> None:
    """The exceptions follow what was decided."""
    assert items(of=dataset([overridden(AMBER, "G")])) == []
    text = entry("Said.", numbers=("2",), section="A", watch=Watch.OF_CONCERN)
    found = items(text, of=dataset([overridden(AMBER, "R")]))
    assert [item.heading for item in found] == [Heading.REDS_OF_CONCERN]


def test_columns_that_stand_empty_are_not_the_current_period() -> None:
    """A grid may have all four quarters from April on."""
    rows = [row("Q1:50 Q2:90 Q3:blank Q4:-", low=100, high=200)]
    data = dataset(rows)
    assert data.current == PERIODS["Q2"]
    assert rated_rows(data)[0].letter == "A"
    assert up_to(data, Month.of(2021, 6)).current == PERIODS["Q1"]
    assert rated_rows(up_to(data, Month.of(2021, 6)))[0].letter == "R"
    assert up_to(data, Month.of(2021, 9)) is data
