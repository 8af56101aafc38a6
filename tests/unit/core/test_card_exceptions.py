"""The exceptions of the card: Red and Amber indicators by domain, with texts found by reference, name or number."""

from __future__ import annotations

import pytest
from tests.unit.core.assessed import indicator
from tests.unit.core.assessed import series as figures_of
from tests.unit.core.dataset_rows import PERIODS, entry

from cpp_scorecard.core.assessment import Conventions, assess
from cpp_scorecard.core.card_exceptions import RatedIndicator, card_exceptions, rated_indicators
from cpp_scorecard.core.exception_items import ExceptionItem, owed
from cpp_scorecard.core.indicator import HowReported, Indicator, Override, Polarity, Unit
from cpp_scorecard.core.narrative import Heading, NarrativeEntry, Watch
from cpp_scorecard.core.period import Month
from cpp_scorecard.core.rag import ExpectedRange, RangeHistory, Tolerance
from cpp_scorecard.core.series import CellRef, Figure, Observation, Part, Series

CONVENTIONS = Conventions(Month.of(2021, 12))


def rated(
    figures: str = "Oct:96 Nov:60",
    *,
    name: str = "Children seen",
    domain: str = "Safety",
    reference: str = "S1",
    officer: str = "",
    head: str = "",
) -> RatedIndicator:
    """A snapshot of which 95 or more is expected: 60 is Red, 90 Amber, 96 Green."""
    overrides = (Override("Rating", officer, "A manager", "2021-12-20", "Made up."),) if officer else ()
    indicator = Indicator(
        name, domain, HowReported.parse("SS"), Polarity.HIGH, Unit.NUMBER, 0,
        RangeHistory((ExpectedRange(95, None),)), Tolerance(0.1), reference=reference, overrides=overrides,
        head_of_service=head, where=CellRef("Definitions", 1, 1),
    )  # fmt: skip
    observations = {}
    for at, word in enumerate(figures.split()):
        month, _, number = word.partition(":")
        where = CellRef("Figures", 1, at)
        observations[PERIODS[month]] = Observation(PERIODS[month], {Part.VALUE: Figure(float(number), where)})
    series = Series(observations)
    return rated_indicators([(assess(indicator, series, CONVENTIONS), series)], {"Care": "Head of care"})[0]


def card(*indicators: RatedIndicator) -> tuple[RatedIndicator, ...]:
    return rated_indicators([(one.assessment, one.series) for one in indicators], {"Care": "Head of care"})


def items(indicators: tuple[RatedIndicator, ...], *entries: NarrativeEntry) -> list[ExceptionItem[RatedIndicator]]:
    return card_exceptions(indicators, entries, CONVENTIONS)


def text(words: str, *, names: tuple[str, ...] = (), period: str = "Dec", **more: object) -> NarrativeEntry:
    from dataclasses import replace

    return replace(entry(words, period=PERIODS[period], **more), names=names)  # type: ignore[arg-type]


def test_red_and_amber_are_listed_by_domain_and_green_is_not() -> None:
    """Without a status from people the colour is the heading, Red first."""
    found = items(
        card(
            rated("Nov:90", reference="S1"),
            rated("Nov:60", reference="S2"),
            rated("Nov:96", reference="S3"),
            rated("Nov:60", reference="C1", domain="Care"),
        )
    )
    assert [(i.section, i.heading, i.rows[0].row.reference) for i in found] == [
        ("Safety", Heading.RED, "S2"),
        ("Safety", Heading.AMBER, "S1"),
        ("Care", Heading.RED, "C1"),
    ]
    assert owed(found) == found


@pytest.mark.parametrize(
    ("letter", "watch", "heading"),
    [
        ("Nov:60", Watch.OF_CONCERN, Heading.REDS_OF_CONCERN),
        ("Nov:60", Watch.WATCHING_BRIEF, Heading.REDS_ON_WATCHING_BRIEF),
        ("Nov:60", Watch.NOT_STATED, Heading.RED),
        ("Nov:90", Watch.OF_CONCERN, Heading.AMBERS_OF_CONCERN),
        ("Nov:90", Watch.NOT_STATED, Heading.AMBER),
        ("Nov:96", Watch.NOT_STATED, Heading.OTHER),
    ],
)
def test_a_status_makes_the_published_heading(letter: str, watch: Watch, heading: Heading) -> None:
    """Where people say of concern or watching brief, the five headings hold for the card too."""
    found = items(card(rated(letter)), text("Said.", references=("S1",), watch=watch))
    assert [(i.heading, i.is_owed) for i in found] == [(heading, False)]


@pytest.mark.parametrize(
    ("called", "is_found"),
    [
        ({"references": (" s1 ",)}, True),
        ({"names": ("children  SEEN",)}, True),
        ({"names": ("children seen",), "section": "safety"}, True),
        ({"names": ("children seen",), "section": "Care"}, False),
        ({"numbers": ("7",)}, True),
        ({"numbers": ("7",), "section": "Care"}, False),
        ({"numbers": ("1",)}, False),
        ({"names": ("children",)}, False),
    ],
)
def test_a_text_finds_its_indicator(called: dict[str, tuple[str, ...]], is_found: bool) -> None:
    """By reference, by name, or by the number before the name; the last two inside their own domain."""
    by_number = rated(name="7. Children seen") if "numbers" in called else rated()
    found = items(card(by_number), text("Said.", **called))  # type: ignore[arg-type]
    assert any(i.entry and i.rows for i in found) == is_found
    assert [i for i in found if i.entry], "every text of the period is shown"


def test_a_reference_that_is_a_number_is_the_indicators_number() -> None:
    """Some councils number their indicators in a column of their own."""
    assert items(card(rated(reference="12")), text("Said.", numbers=("12",)))[0].rows


@pytest.mark.parametrize(
    ("period", "carried"), [("Dec", False), ("Nov", False), ("Oct", True), ("Q2", True), ("Apr", True)]
)
def test_a_text_of_the_reports_month_or_of_the_figures_own_is_current(period: str, carried: bool) -> None:
    """The card of December shows the November figure where that is the latest; a text about either explains it."""
    item = items(card(rated("Oct:96 Nov:60")), text("Said.", references=("S1",), period=period))[0]
    assert (item.entry is not None, item.is_owed) == (True, carried)
    assert (item.carried_from == PERIODS[period]) == carried


def test_a_text_of_a_later_month_waits() -> None:
    """It is not this report's."""
    item = items(card(rated()), text("Said.", references=("S1",), period="Jan"))[0]
    assert (item.entry, item.is_owed) == (None, True)


@pytest.mark.parametrize(
    ("figures", "before"), [("Oct:96 Nov:60", "G"), ("Oct:90 Nov:60", "A"), ("Oct:61 Nov:60", None), ("Nov:60", None)]
)
def test_a_change_of_colour_is_against_the_month_before(figures: str, before: str | None) -> None:
    """Nothing is said where the colour is the same or there was none."""
    changed = rated(figures).changed_from
    assert (changed[0].value if changed else None) == before
    assert changed is None or changed[1] == "Oct-21"


def test_an_officers_rating_decides_what_is_listed() -> None:
    """As in the dataset: beside the computed letter, never instead of it."""
    assert items(card(rated("Nov:60", officer="G"))) == []
    found = items(card(rated("Nov:96", officer="Red")))
    assert [(i.heading, i.rows[0].letter) for i in found] == [(Heading.RED, "G")]


def test_numbers_that_a_text_quotes_are_looked_up() -> None:
    """A movement the figures do not bear out is asked about."""
    said = text("An increase of 38% since October.", references=("S1",))
    assert [s.quoted for s in items(card(rated("Oct:96 Nov:60")), said)[0].slips] == ["increase of 38%"]
    right = text("A fall of 38% since October; the range is 95.", references=("S1",))
    assert items(card(rated("Oct:96 Nov:60")), right)[0].slips == ()


def test_a_text_may_say_how_far_a_figure_is_from_those_of_similar_councils() -> None:
    """The words under an exception are held against the same figures as a highlight."""
    series = figures_of("Oct-21=0.5 Nov-21=0.6")
    one = assess(indicator(low=0.9, similar="2020-21=0.7"), series, CONVENTIONS)
    above = text("10 percentage points lower than similar councils, with 40% not seen.", names=("Children seen",))
    below = text("15 percentage points lower than similar councils.", names=("Children seen",))
    listed = rated_indicators([(one, series)], {})
    assert [len(found.slips) for found in items(listed, above, below)] == [0, 1]


@pytest.mark.parametrize(
    ("domain", "head", "who"), [("Care", "", "Head of care"), ("Care", "An officer", "An officer"), ("Safety", "", "")]
)
def test_the_indicators_own_officer_comes_before_the_head_of_the_domain(domain: str, head: str, who: str) -> None:
    """Who owes a text: the officer that the definitions name, else the head of service of the domain."""
    assert card(rated(domain=domain, head=head))[0].row.head_of_service == who
