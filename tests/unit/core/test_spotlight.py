"""What a theme makes of a list: counts, shares, denominators, those who are not recorded, and what it says of them."""

from __future__ import annotations

import tomllib

import pytest
from tests.unit.core.dataset_rows import dataset, row
from tests.unit.core.listed_people import ON, listed

from cpp_scorecard.core.findings import Finding
from cpp_scorecard.core.panel import MOST_COLUMNS, ChartKind, Panel, SeriesIn
from cpp_scorecard.core.people import Cohort, Population
from cpp_scorecard.core.series import Missing, MissingReason
from cpp_scorecard.core.spotlight import Sources, Spotlight, make_spotlight
from cpp_scorecard.intake.themes import parse_theme
from cpp_scorecard.reports import panel_pages

NO_LIST = Missing(MissingReason.NO_LIST, detail=Cohort.CARE_LEAVERS.value)
TOP = """
name = "test"
title = "A test"
list = "care leavers"
source = "The list"
people = "young people"
[sets.eet]
field = "activity"
groups."EET" = ["F*", "P*"]
groups."NEET" = ["G*"]
[[pages]]
title = "A page"
who = { age = "17-18" }
[[pages.panels]]
title = "A panel"
"""
SHARES = TOP + 'shows = "shares"\nby = "eet"\n'
BY_AGE = TOP + 'shows = "share by"\nby = "eet"\ngroup = "EET"\nacross = "age"\ncolumns = [17, 18]\n'


def make(
    toml: str, population: Population | Missing = NO_LIST, sources: Sources | None = None
) -> tuple[Spotlight | Missing, list[Finding]]:
    """The theme of `toml` with the list."""
    theme, mistakes = parse_theme(tomllib.loads(toml), "test.toml")
    assert theme is not None, mistakes
    return make_spotlight(theme, sources or Sources(lambda _: population))


def panel(toml: str, population: Population) -> Panel:
    """The only panel of the theme."""
    made, findings = make(toml, population)
    assert not findings
    assert isinstance(made, Spotlight)
    return made.pages[0].panels[0]


def table(of: Panel) -> list[tuple[object, ...]]:
    """The rows as label and values, what is missing by its reason."""
    return [(r.label, *(v.reason if isinstance(v, Missing) else round(v, 4) for v in r.values)) for r in of.rows]


EIGHT = ("5 x 17 F1 1", "18 G5 1", "18 - 1", "18 X9 -", "40 F1 1")


def test_shares_are_people_over_everybody_of_the_page_with_the_unrecorded_kept_in_sight() -> None:
    assert table(panel(SHARES, listed(*EIGHT))) == [
        ("EET", 5, 0.625), ("NEET", 1, 0.125), ("None of these", 1, 0.125), ("Not recorded", 1, 0.125),
    ]  # fmt: skip


def test_nobody_unrecorded_needs_no_row_unless_the_theme_names_it() -> None:
    everybody = listed("17 F1", "18 G4")
    assert [r.label for r in panel(SHARES, everybody).rows] == ["EET", "NEET"]
    named = panel(SHARES + 'otherwise = "No information"\n', everybody)
    assert table(named)[-1] == ("No information", 0, 0)


def test_a_group_that_is_left_out_has_a_count_and_no_share_and_is_not_divided_by() -> None:
    found = panel(SHARES + 'otherwise = "Not known"\nleave-out = "Not known"\n', listed(*EIGHT))
    assert table(found) == [
        ("EET", 5, 0.8333), ("NEET", 1, 0.1667), ("Not known", 2, MissingReason.NOT_APPLICABLE),
    ]  # fmt: skip


def test_by_size_the_largest_stands_first_and_the_unrecorded_last() -> None:
    found = panel(SHARES + 'order = "size"\n', listed("17 F1", "2 x 18 G4", "5 x 18 -"))
    assert [r.label for r in found.rows] == ["NEET", "EET", "Not recorded"]


def test_groups_that_the_theme_wants_last_keep_to_the_end_in_its_order() -> None:
    found = panel(SHARES + 'order = "size"\nlast = ["NEET"]\n', listed("17 F1", "2 x 18 G4", "5 x 18 -"))
    assert [r.label for r in found.rows] == ["EET", "NEET", "Not recorded"]


def test_empty_groups_are_hidden_only_on_request() -> None:
    people = listed("2 x 18 G4")
    assert table(panel(SHARES, people)) == [("EET", 0, 0), ("NEET", 2, 1)]
    assert table(panel(SHARES + "hide-empty = true\n", people)) == [("NEET", 2, 1)]


def test_the_share_by_age_has_the_numbers_in_each_cohort_and_a_total() -> None:
    found = panel(BY_AGE + 'shares-label = "In EET"\nlabel = "Aged {group}"\n', listed("17 G5", "17 -", "2 x 18 F2"))
    assert found.columns == ("Aged 17", "Aged 18", "Total")
    assert table(found) == [("Numbers in cohort", 2, 2, 4), ("In EET", 0, 1, 0.5)]


def test_what_nobody_has_an_entry_for_is_no_nought_per_cent() -> None:
    """A column, or a whole list, that is not there."""
    nobody = listed("17 -", "2 x 18 -")
    assert table(panel(SHARES, nobody)) == [
        ("EET", 0, MissingReason.NO_ENTRY), ("NEET", 0, MissingReason.NO_ENTRY), ("Not recorded", 3, 1),
    ]  # fmt: skip
    assert table(panel(BY_AGE, nobody))[1] == ("EET", *[MissingReason.NO_ENTRY] * 3)


def test_an_age_with_nobody_has_no_share_and_says_why() -> None:
    found = panel(BY_AGE, listed("2 x 18 F2"))
    assert table(found)[1] == ("EET", MissingReason.ZERO_DENOMINATOR, 1, 1)


def test_those_of_the_page_in_no_column_get_one_so_that_columns_add_up_to_the_total() -> None:
    found = panel(BY_AGE.replace("[17, 18]", "[17]"), listed("17 F1", "2 x 18 F2"))
    assert found.columns == ("17", "None of these", "Total")
    assert table(found)[0] == ("Numbers in cohort", 1, 2, 3)


def test_a_group_that_the_theme_also_calls_the_rest_takes_those_in_none() -> None:
    found = panel(SHARES + 'otherwise = "NEET"\n', listed("17 F1", "18 G4", "18 -"))
    assert table(found) == [("EET", 1, 0.3333), ("NEET", 2, 0.6667)]


def test_more_columns_than_a_page_has_room_for_are_a_finding() -> None:
    ages = ", ".join(str(age) for age in range(1, MOST_COLUMNS + 1))
    made, (finding,) = make(BY_AGE.replace("17, 18", ages), listed("17 F1"))
    assert isinstance(made, Missing)
    assert f"up to {MOST_COLUMNS - 1} columns" in finding.message
    assert panel_pages.COLUMNS >= MOST_COLUMNS


def test_a_list_without_anybody_of_the_page_counts_nobody_and_draws_nothing() -> None:
    found = panel(SHARES, listed("30 F1 1"))
    assert table(found) == [
        ("EET", 0, MissingReason.ZERO_DENOMINATOR), ("NEET", 0, MissingReason.ZERO_DENOMINATOR),
    ]  # fmt: skip
    assert found.chart is None


def test_without_the_list_there_is_no_spotlight_and_its_reason_stays() -> None:
    assert make(SHARES) == (NO_LIST, [])


def test_one_person_is_a_cohort() -> None:
    assert table(panel(SHARES, listed("17 F1"))) == [("EET", 1, 1), ("NEET", 0, 0)]


def test_the_chart_shows_the_shares_and_the_place_of_what_the_theme_highlights() -> None:
    chart = panel(SHARES + 'highlight = "NEET"\n', listed(*EIGHT)).chart
    assert chart is not None
    assert (chart.kind, chart.series_in, chart.shown, chart.focus) == (ChartKind.BAR, SeriesIn.COLUMNS, (1,), 1)


def test_sentences_carry_the_figures() -> None:
    words = """
otherwise = "Not known"
leave-out = "Not known"
unit = "% of {counted} of {cohort} {people}, {left out} left out"
alternative = "{list}, {day}: {figures}."
note = "{share of EET} are in EET, {number of neet} NEET."
"""
    found = panel(SHARES + words, listed(*EIGHT))
    assert found.unit_label == "% of 6 of 8 young people, 2 left out"
    assert found.alternative == "The list, 15/12/2021: EET 5 (83%), NEET 1 (17%), Not known 2."
    assert found.note == "83% are in EET, 1 NEET."


@pytest.mark.parametrize(
    ("mistake", "named"),
    [
        ('note = "{nmber of EET}"\n', '"{nmber of EET}"'),
        ('leave-out = "Unknown"\n', '"Unknown" is none of the groups'),
        ('groups = ["EET", "Neat people"]\n', '"Neat people" is no group of activity'),
        ('highlight = "Neat"\n', 'highlight "Neat" is none of EET, NEET'),
        ('agrees = { group = "ETE", words = "x" }\n', '"ETE" is none of the groups'),
    ],
)
def test_a_panel_that_asks_for_what_there_is_not_is_left_out_with_a_finding_that_names_it(
    mistake: str, named: str
) -> None:
    another = '[[pages.panels]]\ntitle = "Another"\nshows = "numbers"\nby = "eet"\n'
    made, findings = make(SHARES + mistake + another, listed(*EIGHT))
    assert isinstance(made, Spotlight)
    assert [p.title for p in made.pages[0].panels] == ["Another"]
    (finding,) = findings
    assert finding.code == "spotlight-unclear"
    assert finding.message.startswith('test.toml: the panel "A panel"')
    assert named in finding.message


def test_the_list_is_named_with_its_day_its_size_and_that_it_is_made_up() -> None:
    made, _ = make(SHARES, listed(*EIGHT))
    assert isinstance(made, Spotlight)
    assert (made.source, made.on, made.counted, made.is_made_up) == ("The list", ON, 9, True)


ROWS = """
name = "test"
title = "A test"
[[pages]]
title = "A page"
[[pages.panels]]
title = "A panel"
shows = "dataset"
"""
GRID = dataset(
    [
        row("Apr:4 May:5 Jun:- Q1:9", place=0, name="Episodes", section="Missing", reference="D1"),
        row("Apr:3 May:3", place=1, name="- in county", section="Missing"),
        row("Apr:2 May:4", place=2, name="Children", section="Missing"),
        row("Apr:1 May:2", place=3, name="- in county", section="Missing"),
        row("Apr:8 May:9", place=4, name="Visits", section="Social work"),
    ]
)


def rows_panel(rows: str, more: str = "") -> tuple[Spotlight | Missing, list[Finding]]:
    return make(f"{ROWS}rows = [{rows}]\n{more}", sources=Sources(lambda _: NO_LIST, dataset=GRID))


@pytest.mark.parametrize(
    ("wanted", "values"),
    [
        ('{ reference = "d1" }', (4, 5)),
        ('{ name = "visits" }', (8, 9)),
        ('{ words = ["^chil"] }', (2, 4)),
        ('{ words = "county", below = "children" }', (1, 2)),
        ('{ words = "county", below = "episodes", area = "missing" }', (3, 3)),
    ],
)
def test_rows_are_found_by_reference_name_words_and_by_what_they_stand_below(
    wanted: str, values: tuple[float, ...]
) -> None:
    made, findings = rows_panel(wanted)
    assert not findings
    assert isinstance(made, Spotlight)
    assert made.pages[0].panels[0].rows[0].values[:2] == values


def test_words_that_fit_several_rows_are_a_finding_and_no_guess() -> None:
    made, (finding,) = rows_panel('{ words = "county" }')
    assert isinstance(made, Missing)
    assert "2 rows fit" in finding.message


def test_a_dataset_without_the_rows_gives_no_spotlight() -> None:
    made, findings = rows_panel('{ name = "Adoptions" }')
    assert isinstance(made, Missing)
    assert not findings


def test_the_latest_periods_with_a_figure_are_shown_and_gaps_stay_gaps() -> None:
    made, _ = rows_panel('{ reference = "D1" }, { name = "Visits" }', 'last = 1\nover = "quarters"\n')
    assert isinstance(made, Spotlight)
    found = made.pages[0].panels[0]
    assert found.columns == ("21-22 Q1",)
    assert table(found) == [("Episodes", 9), ("Visits", MissingReason.NO_PERIOD)]


def test_a_highlighted_row_makes_the_others_context_and_a_row_can_stay_out_of_the_chart() -> None:
    made, _ = rows_panel(
        '{ reference = "D1" }, { name = "Visits" }, { name = "Children", drawn = false }', 'highlight = "Episodes"\n'
    )
    assert isinstance(made, Spotlight)
    chart = made.pages[0].panels[0].chart
    assert chart is not None
    assert (chart.shown, chart.context) == ((0, 1), (1,))
