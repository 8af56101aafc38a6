"""The January 2022 sample in public: which figures go, which stay, and that nothing of what went is in the card."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from cpp_scorecard.app.build import make_card
from cpp_scorecard.app.disclose import Disclosed, cells_from_json, cells_to_json, disclose, rules_of
from cpp_scorecard.app.disclose_forbidden import forbidden_texts
from cpp_scorecard.app.scorecard import make_scorecard
from cpp_scorecard.core.assessment import Assessment
from cpp_scorecard.core.dataset import parts_of
from cpp_scorecard.core.direction import Direction
from cpp_scorecard.core.disclosure import Why
from cpp_scorecard.core.disclosure_rules import LOG_HEADERS, DisclosureRules, log_rows, log_text
from cpp_scorecard.core.disclosure_texts import WITHHELD
from cpp_scorecard.core.indicator import Unit
from cpp_scorecard.core.narrative import NarrativeEntry, Watch
from cpp_scorecard.core.panel import Panel
from cpp_scorecard.core.printing import printed
from cpp_scorecard.core.publication import Profile
from cpp_scorecard.core.series import SUPPRESSED_SMALL, CellRef, Figure, Missing, Number
from cpp_scorecard.intake.settings import Settings
from cpp_scorecard.reports.card import Card, DatasetReport

SAMPLE = Path(__file__).parents[2] / "samples" / "wiltshire-2022-01" / "indicators.xlsx"
DATASET = SAMPLE.parents[1] / "wiltshire-2021-22-q2" / "indicators.xlsx"
GONE = "[c]"


@pytest.fixture(scope="module")
def card(full: Card) -> Card:
    return full


@pytest.fixture(scope="module")
def public(card: Card) -> Disclosed:
    return disclose(card, Profile.PUBLIC)


def one(card: Card, words: str) -> Assessment:
    (found,) = [a for a in card.assessments if words in a.indicator.name]
    return found


def said(value: Number, unit: Unit = Unit.NUMBER, decimals: int = 0) -> str:
    return value.token if isinstance(value, Missing) else printed(value, unit, decimals)


def row(a: Assessment) -> tuple[str, ...]:
    """Latest, actual, possible, a month ago and a year ago as the card prints them."""
    unit, decimals = a.indicator.unit, a.indicator.decimals
    then = (c.measurement for c in (a.month_ago, a.year_ago))
    return (
        said(a.latest.value, unit, decimals),
        said(a.latest.actual),
        said(a.latest.possible),
        *(said(m.value, unit, m.shown_decimals(decimals)) for m in then),
    )


NAMED = {
    # the indicator: what the internal card prints, and what the public one does
    "MOTIV8": (("3", "-", "-", "3", "5"), (GONE, "-", "-", GONE, GONE)),
    "proven offence": (("2", "-", "-", "5", "3"), (GONE, "-", "-", GONE, GONE)),
    "CIC council meetings": (("5", "-", "-", "7", "4"), (GONE, "-", "-", "7", GONE)),
    "Personal Education Plans": (("98.9%", "276", "279", "100.0%", "100%"), ("99%", GONE, "279", "100.0%", "100%")),
    "aged 19-21 we are in touch": (("98%", "180", "184", "91%", "100%"), ("98%", GONE, "184", "91%", "100%")),
    "Y1 pupils": (("60.0%", "3", "5", "-", "67.0%"), (GONE, GONE, GONE, "-", "67.0%")),
    "end of KS1": (("20%", "1", "5", "-", "33.0%"), (GONE, GONE, GONE, "-", "33.0%")),
    "Early Years": (("50%", "5", "10", "-", "-"), ("50%", GONE, GONE, "-", "-")),
    "Permanent Exclusion": (("0%", "0", "279", "0.0%", "0%"), ("0%", "0", "279", "0.0%", "0%")),
    "Fixed Term Exclusion": (("7.9%", "22", "279", "11.6%", "10.2%"), ("7.9%", "22", "279", "11.6%", "10.2%")),
    "in EET (17-18)": (("57.8%", "37", "64", "60%", "64%"), ("57.8%", "37", "64", "60%", "64%")),
}


@pytest.mark.parametrize("words", NAMED)
def test_the_small_counts_are_suppressed_in_public_and_shown_inside(words: str, card: Card, public: Disclosed) -> None:
    inside, outside = NAMED[words]
    assert row(one(disclose(card, Profile.INTERNAL).card, words)) == inside
    assert row(one(public.card, words)) == outside


def test_nothing_is_said_of_a_figure_that_is_suppressed(public: Disclosed) -> None:
    for a in public.card.assessments:
        if isinstance(a.latest.value, Missing):
            assert a.letter is None
            assert a.children is None
            assert {c.direction for c in (a.month_ago, a.year_ago, a.similar)} == {Direction.NONE}
        if isinstance(a.latest.actual, Missing) or isinstance(a.latest.possible, Missing):
            assert a.interval is None, "with the percentage it would say how many there were"
            assert a.small_number is None
            assert a.children is None


def test_most_of_the_card_stays(card: Card, public: Disclosed) -> None:
    """Every latest figure but those of three to five children stays, and nine tenths of everything else."""
    before = [text for a in card.assessments for text in row(a)]
    after = [text for a in public.card.assessments for text in row(a)]
    latest = [a.indicator.name for a in public.card.assessments if said(a.latest.value) == GONE]
    assert len(latest) == 5
    assert after.count(GONE) < 0.1 * sum(text != "-" for text in before)


def test_two_windows_of_a_year_do_not_give_the_months_between_away(public: Disclosed) -> None:
    """22 matches by December and 18 by November would be four in a month."""
    matches = one(public.card, "Matches to Independent Visitor")
    assert row(matches)[0] == "22"
    assert said(matches.month_ago.measurement.value) == GONE
    shown = [value for value in matches.trend if value is not None]
    assert shown, "the trend keeps months that are far apart"


def test_no_heading_says_which_colour_a_suppressed_figure_had(card: Card, public: Disclosed) -> None:
    """Amber for three of five: no other share of so few lies within 10 % of 64 %."""

    def listed(of: Card) -> set[str]:
        return {r.row.name for item in (of.exceptions.items if of.exceptions else ()) for r in item.rows}

    assert any("Y1 pupils" in name for name in listed(card))
    gone = {a.indicator.name for a in public.card.assessments if isinstance(a.latest.value, Missing)}
    assert not gone & listed(public.card)


def panels(card: Card) -> dict[str, Panel]:
    return {f"{page.title}: {p.title}": p for s in card.spotlights for page in s.pages for p in page.panels}


def test_small_groups_of_the_spotlight_go_with_what_gives_them_away(card: Card, public: Disclosed) -> None:
    title = "Aged 17 and 18: education, employment and training: Education, employment or training (EET), by age"
    before, after = panels(card)[title], panels(public.card)[title]
    assert [said(value) for value in before.rows[0].values] == ["3", "61", "64"]
    assert [said(value) for value in after.rows[0].values] == [GONE, GONE, "64"]
    assert [said(value, Unit.PERCENTAGE) for value in after.rows[1].values] == [GONE, GONE, "58%"]
    assert "Aged 17 3" not in after.alternative
    assert "Aged 17 [c]" in after.alternative


def test_a_panel_that_lost_nothing_keeps_its_words(card: Card, public: Disclosed) -> None:
    title = "Aged 17 and 18: education, employment and training: EET, NEET or no information"
    assert panels(public.card)[title].alternative == panels(card)[title].alternative


def test_no_share_is_more_exact_than_it_is_printed(public: Disclosed) -> None:
    for panel in panels(public.card).values():
        for r in panel.rows:
            for at, value in enumerate(r.values):
                if panel.unit_at(r, at).is_percentage and not isinstance(value, Missing):
                    assert value == float(printed(value, Unit.PERCENTAGE, 2).rstrip("%")) / 100 or r.decimals > 2


def test_at_a_glance_holds_no_counts_behind_its_shares(public: Disclosed) -> None:
    for table in public.card.glance:
        assert table.population is None or table.population.people == ()
    hidden = [r.row.measure for t in public.card.glance for r in t.rows if said(r.now) == GONE]
    assert "% Relevant" in hidden


def test_nothing_of_what_was_taken_is_left_in_the_card(card: Card, public: Disclosed) -> None:
    everything = repr(replace(public.card, link_to=card.link_to))
    forbidden = forbidden_texts(card, public.card)
    assert len(forbidden) > 20
    assert [text for text in forbidden if text in everything] == []


def test_findings_and_drafts_stay_with_the_officers(public: Disclosed) -> None:
    assert public.card.findings == ()
    assert public.card.changes is None
    assert all(not item.slips for item in (public.card.exceptions.items if public.card.exceptions else ()))


def test_the_log_says_what_went_and_why_without_a_figure(public: Disclosed) -> None:
    lines = list(csv.reader(io.StringIO(log_text(public.log))))
    assert tuple(lines[0]) == LOG_HEADERS
    assert len(lines) == len(public.log) + 1 == len(log_rows(public.log)) + 1
    plans = [line for line in public.log if "Personal Education Plans" in line.item]
    assert {(line.done, line.why) for line in plans} == {
        ("suppressed", Why.COMPLEMENT),
        ("printed with 0 decimals", Why.DECIMALS),
    }


def test_the_internal_profile_shows_all(card: Card) -> None:
    inside = disclose(card, Profile.INTERNAL)
    assert inside.card is card
    assert (inside.log, dict(inside.cells)) == ((), {})


def test_a_council_may_say_what_counts_no_children(card: Card) -> None:
    name = one(card, "CIC council meetings").indicator.name
    few = replace(card, spotlights=(), glance=())
    shown = disclose(few, Profile.PUBLIC, rules=DisclosureRules(not_people=(name.upper(),))).card
    assert row(one(shown, "CIC council meetings")) == ("5", "-", "-", "7", "4")


def test_a_council_may_choose_another_number(card: Card) -> None:
    few = replace(card, spotlights=(), glance=())
    rules = rules_of(Settings(small_count=10))
    shown = disclose(few, Profile.PUBLIC, rules=rules).card
    assert row(one(shown, "CIC council meetings"))[3] == GONE, "seven a month ago"


class TestTheEditionBefore:
    """Figures of two editions can be subtracted."""

    @staticmethod
    def edition(card: Card, previous: Disclosed | None = None) -> Disclosed:
        few = replace(card, spotlights=(), glance=())
        before = cells_from_json(cells_to_json(previous.cells)) if previous else None
        return disclose(few, Profile.PUBLIC, before)

    @staticmethod
    def reviews(card: Card, value: float, actual: float, possible: float, back: int = 0) -> Card:
        """The card with so many reviews in time up to a month."""
        a = one(card, "CLA reviews in time")
        assert a.anchor is not None
        anchor = replace(a.anchor, number=a.anchor.number - back)
        latest = replace(a.latest, value=value, actual=actual, possible=possible)
        changed = replace(a, anchor=anchor, latest=latest)
        return replace(card, assessments=tuple(changed if b is a else b for b in card.assessments))

    def test_counts_that_grew_by_a_few_go(self, card: Card) -> None:
        """392 of 414 by November; 389 of 411 by October would be three of three in a month."""
        october = self.edition(self.reviews(card, 389 / 411, 389.0, 411.0, back=1))
        assert row(one(october.card, "reviews in time"))[1:3] == ("389", "411")
        november = self.edition(card, october)
        assert row(one(november.card, "reviews in time"))[:3] == ("94.7%", GONE, GONE)
        lines = [line for line in november.log if "reviews in time" in line.item]
        assert {line.why for line in lines} == {Why.PREVIOUS}

    def test_counts_that_grew_by_many_stay(self, card: Card) -> None:
        october = self.edition(self.reviews(card, 340 / 355, 340.0, 355.0, back=1))
        november = self.edition(card, october)
        assert row(one(november.card, "reviews in time"))[:3] == ("94.7%", "392", "414")

    def test_an_edition_of_the_same_month_changes_nothing(self, card: Card) -> None:
        first = self.edition(card)
        again = self.edition(card, first)
        assert [row(a) for a in again.card.assessments] == [row(a) for a in first.card.assessments]
        assert dict(again.cells) == dict(first.cells)

    def test_what_was_out_already_is_told(self, card: Card) -> None:
        before = self.edition(card)
        key = next(key for key in before.cells if "motiv8" in key and key.endswith("2021-22 Q2|value"))
        told = disclose(replace(card, spotlights=(), glance=()), Profile.PUBLIC, {**before.cells, key: "3"})
        (line,) = [line for line in told.log if line.why is Why.PUBLISHED]
        assert "MOTIV8" in line.item
        assert row(one(told.card, "MOTIV8"))[0] == GONE

    def test_a_file_that_holds_no_figures_is_refused(self) -> None:
        with pytest.raises(ValueError, match="no file of published figures"):
            cells_from_json('{"format": 99}')


def test_a_text_that_quotes_a_suppressed_figure_is_withheld(card: Card) -> None:
    """Six of 39 may be said where it is shown; five of 39 may not."""
    assert with_text(card, "Six of 39 pupils passed.") == "Six of 39 pupils passed."
    few = counted(card, "GCSE Grade 4", 5 / 39, 5.0, 39.0)
    assert with_text(few, "Only five pupils of the 39 passed.") == WITHHELD
    assert with_text(few, "Pupils had 5 or more lessons a week.") == "Pupils had 5 or more lessons a week."


def counted(card: Card, words: str, value: float, actual: float, possible: float) -> Card:
    """The card with other counts behind an indicator."""
    a = one(card, words)
    other = replace(a, latest=replace(a.latest, value=value, actual=actual, possible=possible))
    assert card.exceptions is not None
    items = tuple(
        replace(i, rows=tuple(replace(r, assessment=other) if r.assessment is a else r for r in i.rows))
        for i in card.exceptions.items
    )
    return replace(
        card,
        assessments=tuple(other if b is a else b for b in card.assessments),
        exceptions=replace(card.exceptions, items=items),
    )


def with_text(card: Card, text: str) -> str:
    """What is shown of a text about the GCSE results."""
    assert card.exceptions is not None
    where = CellRef("Texts", 1, 1)
    item = next(i for i in card.exceptions.items if any("GCSE" in r.row.name for r in i.rows))
    entry = NarrativeEntry(item.section, None, (), (), None, Watch.NOT_STATED, text, "", "", where)
    items = tuple(replace(i, entry=entry) if i is item else i for i in card.exceptions.items)
    told = replace(card, exceptions=replace(card.exceptions, items=items), spotlights=(), glance=())
    shown = disclose(told, Profile.PUBLIC).card.exceptions
    assert shown is not None
    (found,) = [i.entry.text for i in shown.items if i.entry and i.entry.where == where]
    return found


@pytest.fixture(scope="module")
def reports() -> tuple[DatasetReport, DatasetReport]:
    card = make_card(make_scorecard(DATASET))
    shown = disclose(replace(card, spotlights=()), Profile.PUBLIC).card
    assert card.dataset is not None
    assert shown.dataset is not None
    return card.dataset, shown.dataset


@pytest.mark.slow
class TestTheExceptionDataset:
    """Months, quarters and years add up, and percentages are of rows that stand beside them."""

    def test_no_small_count_is_left(self, reports: tuple[DatasetReport, DatasetReport]) -> None:
        left = [
            (row.name, str(period))
            for row in reports[1].dataset.rows
            if row.unit is Unit.NUMBER
            for period, found in row.values.items()
            if isinstance(found, Figure) and found.number in range(1, 6)
        ]
        assert left == []

    def test_no_single_part_is_missing_from_a_total(self, reports: tuple[DatasetReport, DatasetReport]) -> None:
        """A quarter that is its months' sum less two known ones would be the third."""
        for row in reports[1].dataset.rows:
            for period, whole in row.values.items():
                parts = [row.values.get(part) for part in parts_of(period)]
                hidden = [part for part in parts if part is SUPPRESSED_SMALL]
                before = reports[0].dataset.rows[row.place]
                numbers = [figure.number for part in parts_of(period) if (figure := before.figure(part))]
                total = before.figure(period)
                adds_up = total is not None and len(numbers) == len(parts) and sum(numbers) == total.number
                if isinstance(whole, Figure) and row.unit is Unit.NUMBER and adds_up:
                    assert len(hidden) != 1, (row.name, period)

    def test_most_of_it_stays(self, reports: tuple[DatasetReport, DatasetReport]) -> None:
        """Of its figures, 4 % are small counts; less than half as many go with them."""
        shown = [found for row in reports[1].dataset.rows for found in row.values.values()]
        figures = sum(isinstance(found, Figure) for row in reports[0].dataset.rows for found in row.values.values())
        hidden = sum(found is SUPPRESSED_SMALL for found in shown)
        small = sum(
            isinstance(found, Figure) and row.unit is Unit.NUMBER and found.number in range(1, 6)
            for row in reports[0].dataset.rows
            for found in row.values.values()
        )
        assert small < hidden < 2 * small
        assert hidden < 0.1 * figures
