"""Ways in which a reader once worked out a small count of a public edition, each held shut."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from cpp_scorecard.app.disclose import Disclosed, cells_from_json, cells_to_json, disclose
from cpp_scorecard.app.disclose_panels import without_order
from cpp_scorecard.core.assessment import Assessment
from cpp_scorecard.core.at_a_glance import MeasureKind
from cpp_scorecard.core.direction import Direction
from cpp_scorecard.core.disclosure import Why
from cpp_scorecard.core.disclosure_texts import WITHHELD
from cpp_scorecard.core.indicator import Unit
from cpp_scorecard.core.panel import ChartKind, Panel, PanelChart, PanelRow, SeriesIn
from cpp_scorecard.core.people import Cohort
from cpp_scorecard.core.publication import Profile
from cpp_scorecard.core.series import SUPPRESSED_SMALL
from cpp_scorecard.reports.card import Card

REVIEWS = "% of CLA reviews in time"


@pytest.fixture(scope="module")
def card(full: Card) -> Card:
    return replace(full, spotlights=(), glance=())


def one(card: Card, name: str) -> Assessment:
    (found,) = [a for a in card.assessments if a.indicator.name == name]
    return found


def month_ago(card: Card, name: str, **measured: Any) -> Card:
    """The card with another figure a month ago, on its scorecard and its highlights."""
    was = one(card, name)
    now = replace(was, month_ago=replace(was.month_ago, measurement=replace(was.month_ago.measurement, **measured)))
    return changed(card, was, now)


def changed(card: Card, was: Assessment, now: Assessment) -> Card:
    return replace(
        card,
        exceptions=None,
        assessments=tuple(now if a is was else a for a in card.assessments),
        highlights=tuple(
            replace(h, key=now if h.key is was else h.key, others=tuple(now if o is was else o for o in h.others))
            for h in card.highlights
        ),
    )


def counts_of_highlight(card: Card, name: str) -> tuple[object, object]:
    """The counts that the highlights print behind the figure of a month ago."""
    (highlight,) = [h for h in card.highlights if h.key.indicator.name == name]
    measured = highlight.key.month_ago.measurement
    return measured.actual, measured.possible


def later(card: Card, previous: Disclosed) -> Disclosed:
    return disclose(card, Profile.PUBLIC, cells_from_json(cells_to_json(previous.cells)))


class TestCountsBehindEarlierFigures:
    """The highlights print them for a key figure, so they are figures of the edition like any other."""

    @pytest.mark.parametrize(("actual", "possible"), [(3.0, 340.0), (337.0, 340.0), (2.0, 4.0)])
    def test_small_ones_go(self, card: Card, actual: float, possible: float) -> None:
        few = month_ago(card, REVIEWS, actual=actual, possible=possible, value=actual / possible)
        assert SUPPRESSED_SMALL in counts_of_highlight(disclose(few, Profile.PUBLIC).card, REVIEWS)

    def test_large_ones_stay(self, card: Card) -> None:
        many = month_ago(card, REVIEWS, actual=340.0, possible=350.0, value=340 / 350)
        assert counts_of_highlight(disclose(many, Profile.PUBLIC).card, REVIEWS) == (340.0, 350.0)

    def test_those_that_no_page_shows_are_not_in_the_card(self, card: Card) -> None:
        name = "% of placements ending due to child's behaviour"
        assert isinstance(one(card, name).month_ago.measurement.actual, float)
        then = one(disclose(card, Profile.PUBLIC).card, name).month_ago.measurement
        assert (then.actual, then.possible) == (SUPPRESSED_SMALL, SUPPRESSED_SMALL)


class TestTheRestOfAYearToDate:
    """392 of 414 by November and 347 of 367 by October: two late in November, though 45 and 47 are many."""

    def test_is_not_given_away_on_one_page(self, card: Card) -> None:
        assert counts_of_highlight(card, REVIEWS) == (347.0, 367.0)
        shown = disclose(card, Profile.PUBLIC).card
        assert counts_of_highlight(shown, REVIEWS) == (SUPPRESSED_SMALL, SUPPRESSED_SMALL)
        latest = one(shown, REVIEWS).latest
        assert (latest.actual, latest.possible) == (392.0, 414.0)

    def test_is_not_given_away_by_two_editions(self, card: Card) -> None:
        was = one(card, REVIEWS)
        assert was.anchor is not None
        october = replace(
            was,
            anchor=replace(was.anchor, number=was.anchor.number - 1),
            latest=replace(was.latest, value=347 / 367, actual=347.0, possible=367.0),
        )
        bare = replace(card, highlights=())
        first = disclose(changed(bare, was, october), Profile.PUBLIC)
        assert (one(first.card, REVIEWS).latest.actual, one(first.card, REVIEWS).latest.possible) == (347.0, 367.0)
        second = later(bare, first)
        latest = one(second.card, REVIEWS).latest
        assert SUPPRESSED_SMALL in (latest.actual, latest.possible)
        assert Why.PREVIOUS in {line.why for line in second.log if line.item == REVIEWS}


class TestTheOrderOfRows:
    """Rows by size say which of two hidden counts is the larger: of three together, two and one."""

    PANEL = Panel(
        "Where they live",
        ("Number",),
        (
            PanelRow("Independent", (20.0,), Unit.NUMBER),
            PanelRow("Lodgings", (2.0,), Unit.NUMBER),
            PanelRow("Custody", (1.0,), Unit.NUMBER),
            PanelRow("Not recorded", (7.0,), Unit.NUMBER),
        ),
        chart=PanelChart(ChartKind.BAR, SeriesIn.COLUMNS, (0,), focus=1),
        by_size=3,
    )

    def hidden(self, *labels: str) -> Panel:
        rows = (replace(r, values=(SUPPRESSED_SMALL,)) if r.label in labels else r for r in self.PANEL.rows)
        return replace(self.PANEL, rows=tuple(rows))

    def test_hidden_rows_stand_after_the_others_by_name(self) -> None:
        shown = without_order(self.hidden("Lodgings", "Custody"))
        assert [row.label for row in shown.rows] == ["Independent", "Custody", "Lodgings", "Not recorded"]
        assert shown.chart is not None
        assert shown.chart.focus == 2, "the row that is meant keeps its colour"

    def test_the_order_is_the_same_whatever_the_hidden_counts_are(self) -> None:
        panel = self.hidden("Lodgings", "Custody")
        first, *rest = panel.rows[:3]
        orders = {
            tuple(r.label for r in without_order(replace(panel, chart=None, rows=(first, *some, panel.rows[3]))).rows)
            for some in permutations(rest)
        }
        assert len(orders) == 1

    def test_a_panel_that_lost_nothing_keeps_its_order(self) -> None:
        assert without_order(self.PANEL) is self.PANEL

    def test_the_sample_spotlight_keeps_no_order_among_hidden_rows(self, full: Card) -> None:
        shown = disclose(replace(full, assessments=(), highlights=(), exceptions=None, glance=()), Profile.PUBLIC).card
        panels = [p for s in shown.spotlights for page in s.pages for p in page.panels if p.by_size]
        assert panels
        for panel in panels:
            labels = [row.label for row in panel.rows[: panel.by_size] if row.values[0] is SUPPRESSED_SMALL]
            assert labels == sorted(labels, key=str.casefold)


def test_children_who_started_since_the_last_edition_are_no_few(full: Card) -> None:
    """102 starts by November and 99 by October are three in a month."""
    bare = replace(full, assessments=(), highlights=(), exceptions=None, spotlights=())
    first = disclose(bare, Profile.PUBLIC)
    (key,) = [key for key in first.cells if "|number starting" in key and key.endswith("|Nov-21")]
    october = key.replace("Nov-21", "Oct-21")

    def total(told: dict[str, str | None]) -> object:
        shown = disclose(bare, Profile.PUBLIC, told).card
        (table,) = [t for t in shown.glance if t.table.cohort is Cohort.STARTING]
        return next(row.now for row in table.rows if row.row.kind is MeasureKind.TOTAL)

    assert total({}) == 102.0
    assert total({october: "99"}) is SUPPRESSED_SMALL
    assert total({october: "80"}) == 102.0
    assert total({key.replace("Nov-21", "Mar-21"): "99"}) == 102.0, "the year before is another year"


def test_a_letter_does_not_tell_a_figure_of_few_from_one_that_prints_alike(card: Card) -> None:
    """Three of 200 and four of 200 both print 2%; better than 1.75% would say which."""
    name = "% of CLA open to Youth Offending Service"
    was = one(card, name)
    latest = replace(was.latest, value=7 / 400, actual=7.0, possible=400.0)
    indicator = replace(was.indicator, decimals=0)
    for actual in (3.0, 4.0):
        then = replace(was.month_ago.measurement, value=actual / 200, actual=actual, possible=200.0, decimals=0)
        judged = Direction.BETTER if actual == 4.0 else Direction.WORSE
        now = replace(
            was,
            indicator=indicator,
            latest=latest,
            month_ago=replace(was.month_ago, measurement=then, direction=judged),
        )
        shown = one(disclose(changed(card, was, now), Profile.PUBLIC).card, name)
        assert shown.latest.actual == 7.0
        assert shown.month_ago.direction is Direction.SAME


class TestTextsAboutSomethingElse:
    """98.9% of plans is 276 of 279; it gives three children away under any heading."""

    @staticmethod
    def told(card: Card, text: str) -> Disclosed:
        theme = next(h for h in card.highlights if h.key.indicator.name == REVIEWS)
        answers = tuple(replace(a, text=text, draft="", is_draft=False) for a in theme.answers[:1])
        return disclose(replace(card, exceptions=None, highlights=(replace(theme, answers=answers),)), Profile.PUBLIC)

    def test_one_that_quotes_a_suppressed_percentage_is_withheld(self, card: Card) -> None:
        told = self.told(card, "Plans were reviewed for 98.9%.")
        assert [a.text for a in told.card.highlights[0].answers] == [WITHHELD]

    def test_one_with_a_number_that_is_suppressed_elsewhere_is_to_be_read(self, card: Card) -> None:
        told = self.told(card, "MOTIV8: 3.")
        assert [a.text for a in told.card.highlights[0].answers] == ["MOTIV8: 3."]
        assert Why.TO_READ in {line.why for line in told.log}

    def test_another_is_shown_and_asks_for_nothing(self, card: Card) -> None:
        told = self.told(card, "Reviews were 94.7% in time.")
        assert [a.text for a in told.card.highlights[0].answers] == ["Reviews were 94.7% in time."]
        assert Why.TO_READ not in {line.why for line in told.log}
