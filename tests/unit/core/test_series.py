"""What a series knows of its own figures, and how its periods stand in time."""

from __future__ import annotations

import pytest

from cpp_scorecard.core.indicator import FigureKind, HowReported
from cpp_scorecard.core.period import Month, PeriodKind, ReportingPeriod
from cpp_scorecard.core.series import CellRef, Figure, Missing, MissingReason, Observation, Part, Series
from cpp_scorecard.core.windows import anchors
from cpp_scorecard.intake.tokens import period_of_text

BLANK = Missing(MissingReason.BLANK, token="")
FOUR = Figure(4.0, CellRef("Figures", 1, 1))


def observation(text: str, **parts: Figure | Missing) -> Observation:
    found = period_of_text(text)
    assert found is not None, text
    return Observation(found, {Part(name): figure for name, figure in parts.items()})


def series(*observations: Observation) -> Series:
    return Series({one.period: one for one in observations})


def test_a_series_knows_its_parts_and_its_gaps() -> None:
    """A part counts where it has a number anywhere; a month with one part of two is a gap, one with both is none."""
    whole = observation("Apr-21", actual=FOUR, possible=FOUR)
    half = observation("May-21", actual=FOUR, possible=BLANK)
    none = observation("Jun-21", actual=BLANK, possible=BLANK)
    found = series(whole, half, none)
    assert found.parts == {Part.ACTUAL, Part.POSSIBLE}
    assert found.gaps == (half, none)
    assert [one.has_figure for one in found.gaps] == [True, False]


@pytest.mark.parametrize(
    ("code", "known"),
    [
        ("SS", ["Dec-21", "Nov-21", "Mar-21"]),
        ("Q", ["2021-22 Q3", "2020-21 Q4"]),
        ("FY", ["2020-21"]),
        ("AY", ["2021-22", "2020-21"]),
        ("AY21-22", ["2021-22 Term 2", "2021-22 Term 1"]),
        ("no code", []),
    ],
)
def test_periods_that_are_known_come_latest_first(code: str, known: list[str]) -> None:
    """Whatever the order of the columns. Months make quarters and years known, and none is known before its end."""
    texts = ("Nov-21", "Jan-22", "Mar-21", "Dec-21", "Term 2 2021-22", "Term 1 2021-22", "Term 6 2020-21")
    months = series(*(observation(text, value=FOUR) for text in texts))
    found = anchors(HowReported.parse(code), FigureKind.EVENTS, months, Month.of(2021, 12))
    assert [str(period) for period in found] == known


@pytest.mark.parametrize("month", [Month.of(1990, 1), Month.of(2021, 12)])
def test_a_month_is_one_period_however_it_was_made(month: Month) -> None:
    """As a key one is as good as the other."""
    asked, made = ReportingPeriod.of_month(month), ReportingPeriod(PeriodKind.MONTH, month.year, month.month)
    assert asked == made
    assert {asked: "held"}[made] == "held"
    assert asked.first_month == made.first_month == month


def test_periods_stand_in_order_within_their_kind() -> None:
    """Months, quarters, terms and years are each a time line of their own."""
    texts = ("Dec-21", "Jan-22", "Q4 2020-21", "Q1 2021-22", "Term 6 2020-21", "Term 1 2021-22", "2019-20", "2020-21")
    in_order = [observation(text).period for text in texts]
    backwards = in_order[::-1]
    assert sorted(backwards) == in_order
