"""Numbers quoted in people's texts against the data: what is wrong is asked about, what is right is left alone."""

from __future__ import annotations

import pytest
from tests.unit.core.dataset_rows import PERIODS, dataset, entry, row

from cpp_scorecard.core.indicator import Unit
from cpp_scorecard.core.measure_type import MeasureType
from cpp_scorecard.core.narrative import PUBLISHED_HEADINGS, slips
from cpp_scorecard.core.rag import Rag

SHARE = row(
    "Apr:0.5 May:0.525 Q1:0.64 Q2:0.53", MeasureType.PERCENTAGE_SNAPSHOT, name="15. % offered", low=0.85, high=0.95
)
COUNT = row("Q1:120 Q2:100", name="12. Plans ceased", place=1, low=105, high=153)
RATE = row("Q1:28.5 Q2:26", MeasureType.RATE_OF_STOCK, name="12. Rate", place=2, low=40, high=58, unit=Unit.RATE)
DATA = dataset([SHARE, COUNT, RATE])


def problems(text: str) -> list[tuple[str, str]]:
    return [(slip.quoted, slip.problem) for slip in slips(entry(text), DATA, [SHARE, COUNT, RATE])]


@pytest.mark.parametrize(
    "text",
    [
        "Down to 53% in Q2.",
        "It was 50% in April and 52.5% in May; rounded, 53%.",
        "Our range is 85-95%.",
        "Our range is 85% to 95%, and 85 – 95 % it stays.",
        "The top of the range is 95%.",
        "Below the range of 105-153.",
        "The expected range (40 to 58) is above us.",
        "A fall of 17% since Q1.",
        "This is a decrease of 16.7% on the quarter before.",
        "The share dropped by 11% in points.",
        "It fell by 17.2%.",
        "It went from 64% to 53%.",
        "10-12 carers asked; 3 of 4 were seen; paragraph 12.5 applies.",
        "No numbers at all.",
        "",
    ],
)
def test_what_the_data_bear_out_is_left_alone(text: str) -> None:
    """Figures at whatever decimals they are quoted, both ends of a range, movements in points or per cent."""
    assert problems(text) == []


@pytest.mark.parametrize(
    ("text", "quoted", "problem"),
    [
        ("Down to 54% in Q2.", "54%", "no such percentage stands in the data of the indicator"),
        ("It was 52.4% in May.", "52.4%", "no such percentage stands in the data of the indicator"),
        ("Our range is 80-95%.", "80-95%", "the expected range in the data is 85-95%"),
        ("Our range is 85 to 90%.", "85 to 90%", "the expected range in the data is 85-95%"),
        ("Below the range of 100-153.", "range of 100-153", "the expected range in the data is 105-153; 40-58"),
        ("An increase of 17% since Q1.", "increase of 17%", "fell between 21-22 Q1 and 21-22 Q2"),
        ("Plans have risen by 11%.", "risen by 11%", "fell between 21-22 Q1 and 21-22 Q2"),
        ("A fall of 40% since Q1.", "fall of 40%", "no figure of the indicator moved by that up to 21-22 Q2"),
        ("It went from 65% to 53%.", "65%", "no such percentage stands in the data of the indicator"),
    ],
)
def test_what_they_do_not_is_asked_about(text: str, quoted: str, problem: str) -> None:
    """Once, in the words of the text, with what the data have."""
    found = problems(text)
    assert len(found) == 1, found
    assert found[0][0] == quoted
    assert found[0][1].endswith(problem), found


def test_an_increase_for_a_fall_names_the_indicator_that_fell() -> None:
    """100 after 120 is 17 % down: the published slip."""
    found = slips(entry("An increase of 17%."), DATA, [COUNT, RATE])
    assert [(slip.quoted, slip.problem) for slip in found] == [
        ("increase of 17%", '"12. Plans ceased" fell between 21-22 Q1 and 21-22 Q2')
    ]


def test_a_movement_since_an_earlier_quarter_counts() -> None:
    """Texts compare with last year as well as with last quarter."""
    data = dataset([row("Q1:80 Q2:120 Q3:100")])
    text = entry("An increase of 25% since Q1, a fall of 17% since Q2.", period=PERIODS["Q3"])
    assert list(slips(text, data, data.rows)) == []


def test_a_text_about_no_indicator_is_not_checked() -> None:
    """There is nothing to check it against."""
    assert list(slips(entry("87% of texts quote 17-19%."), DATA, [])) == []


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [(0.9, None, "from 90%"), (None, 0.04, "up to 4%"), (None, None, "not given"), (0.065, 0.1, "6.5-10%")],
)
def test_the_range_in_the_data_is_shown_as_it_is(low: float | None, high: float | None, shown: str) -> None:
    """One end may be open."""
    judged = row("Q1:0.5", MeasureType.PERCENTAGE_SNAPSHOT, low=low, high=high)
    found = list(slips(entry("A range of 1-2%."), dataset([judged]), [judged]))
    assert [slip.problem for slip in found] == [f"the expected range in the data is {shown}"]


def test_a_number_that_two_sections_use_counts_inside_its_own() -> None:
    """The published dataset has 15 in sections 4 and 5."""
    here = row(name="15. % CP visits in time", section="4 Plans")
    there = row(name="15. % interviews offered", section="5 Missing", place=1)
    text = entry("", numbers=("15",), section="5 missing ")
    assert [text.concerns(one) for one in (here, there)] == [False, True]
    anywhere = entry("", numbers=("15",))
    assert [anywhere.concerns(one) for one in (here, there)] == [True, True]


def test_a_reference_is_one_row_however_it_is_typed() -> None:
    """A row without a number can be written about by its reference, from any section."""
    named, other = row(reference="D065", section="4 Plans"), row(reference="D066", place=1)
    text = entry("", references=(" d065",), section="5 Missing")
    assert [text.concerns(one) for one in (named, other)] == [True, False]
    assert not entry("", references=("",)).concerns(row())


def test_the_headings_are_the_published_ones_in_their_order() -> None:
    """Councillors look for a section where it was last quarter."""
    assert [heading.value for heading in PUBLISHED_HEADINGS] == [
        "Reds of concern",
        "Reds on watching brief",
        "Ambers of concern",
        "Ambers on watching brief",
        "Other exceptions",
    ]
    assert [heading.rag for heading in PUBLISHED_HEADINGS] == [Rag.RED, Rag.RED, Rag.AMBER, Rag.AMBER, None]
