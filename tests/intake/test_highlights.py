"""The Highlights sheet: themes with their indicators, officers' texts by month, and what is asked about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from tests.tools.workbooks import Row, council, definition

from cpp_scorecard.app.scorecard import Scorecard, make_scorecard
from cpp_scorecard.core.highlights import Question
from cpp_scorecard.core.period import Month

NOVEMBER = Month.of(2021, 11)
THEMES = ("Highlight theme", "Ref", "Indicator", "Key figure")
TEXTS = (
    "Highlight theme", "Period", "What does the performance tell us this month?", "How does it compare to last month?",
    "Officer", "Date",
)  # fmt: skip
DEFINITIONS = (
    definition("% moved", "SS", unit="Percentage", good="Low", high=0.1),
    definition("Children seen", "SS"),
    definition("Carers", "SS"),
    definition("Carers", "SS", domain="Stability"),
)
FIGURES = (
    ("Domain", "Indicator", "Sep-21", "Oct-21", "Nov-21"),
    ("Safety", "% moved", 0.2, 0.15, 0.1),
    ("Safety", "Children seen", 4, 5, 6),
    ("Safety", "Carers", 7, 8, 9),
    ("Stability", "Carers", 1, 2, 3),
)


def made(tmp_path: Path, themes: Iterable[Row] = (), texts: Iterable[Row] = (), **more: Iterable[Row]) -> Scorecard:
    sheet = ([("Highlights",), THEMES, *themes], [(), ("Texts",), TEXTS, *texts] if texts else [])
    path = council(tmp_path / "book.xlsx", DEFINITIONS, FIGURES, Highlights=[*sheet[0], *sheet[1]], **more)
    return make_scorecard(path)


def asked(scorecard: Scorecard, code: str) -> list[tuple[str | None, str]]:
    return [(f.cell, f.message) for f in scorecard.findings if f.code == code]


def shown(scorecard: Scorecard, theme: int = 0) -> list[tuple[str, bool]]:
    return [(a.text, a.is_draft) for a in scorecard.highlights[theme].answers]


def test_a_workbook_without_the_sheet_has_no_highlights(tmp_path: Path) -> None:
    """Nobody chose the themes, so none are made up."""
    assert make_scorecard(council(tmp_path / "book.xlsx", DEFINITIONS, FIGURES)).highlights == ()


@pytest.mark.parametrize(
    ("rows", "order"),
    [
        ([("Moves", None, "% moved", None), ("Moves", None, "Children seen", None)], ["% moved", "Children seen"]),
        ([("Moves", None, "% moved", None), (None, None, "Children seen", "Yes")], ["Children seen", "% moved"]),
        ([("Moves", None, "% moved", "no"), ("moves ", None, "Children seen", "x")], ["Children seen", "% moved"]),
        ([("Moves", None, None, None), (None, None, "% moved", None)], ["% moved"]),
        ([("Moves", None, "% moved", None), ("Moves", None, "% MOVED", None)], ["% moved"]),
    ],
)
def test_the_key_figure_of_a_theme_is_the_marked_one_or_the_first(
    tmp_path: Path, rows: list[Row], order: list[str]
) -> None:
    """A theme may be written once for the rows below it; an indicator named twice counts once."""
    (highlight,) = made(tmp_path, rows).highlights
    assert highlight.theme == "Moves"
    assert [a.indicator.name for a in (highlight.key, *highlight.others)] == order


def test_two_key_figures_are_asked_about(tmp_path: Path) -> None:
    found = made(tmp_path, [("Moves", None, "% moved", "Yes"), ("Moves", None, "Children seen", "Yes")])
    assert asked(found, "key-figure-twice") == [("D4", 'the theme "Moves" has two key figures; % moved was used.')]
    assert found.highlights[0].key.indicator.name == "% moved"


def test_an_indicator_that_is_not_defined_or_fits_two_is_asked_about(tmp_path: Path) -> None:
    """The rest of the theme is shown; a theme with nothing left is not."""
    rows = [("Moves", None, "% moved", None), ("Moves", None, "% moves", None), ("Carers", None, "Carers", None)]
    found = made(tmp_path, rows)
    assert [h.theme for h in found.highlights] == ["Moves"]
    assert asked(found, "indicator-unknown") == [
        ("C4", '"% moves" is not among the definitions. The nearest name that is defined is "% moved".')
    ]
    assert asked(found, "indicator-ambiguous") == [("C5", '"Carers" fits 2 definitions.')]


def test_an_officers_text_of_the_month_stands_and_the_rest_is_drafted(tmp_path: Path) -> None:
    """Letter for letter; a question that was left blank is drafted and says so."""
    own = "  We are pleased.\nFewer moves: 10% of children. "
    found = made(
        tmp_path,
        [("Moves", None, "% moved", None), ("Visits", None, "Children seen", None)],
        [("Moves", "Nov-21", own, None, "A manager", "2021-12-03")],
    )
    moves, visits = found.highlights
    tells, compares = moves.answers
    assert (tells.text, tells.is_draft, tells.officer, tells.date) == (own, False, "A manager", "2021-12-03")
    assert tells.draft.startswith("% moved: 10.0% at the end of Nov 21")
    assert compares.is_draft
    assert compares.text == compares.draft
    assert not visits.has_officers_text
    assert [a.question for a in visits.answers] == [Question.TELLS, Question.COMPARES]


def test_what_is_handed_round_has_no_draft_where_an_officer_wrote(tmp_path: Path) -> None:
    found = made(tmp_path, [("Moves", None, "% moved", None)], [("Moves", "Nov-21", "Mine, of 55%.", None, "", "")])
    (before,) = found.highlights
    after = before.without_drafts()
    assert [a.draft for a in after.answers] == ["", before.answers[1].text]
    assert [a.text for a in after.answers] == [a.text for a in before.answers]
    assert before.answers[0].draft
    assert before.answers[0].slips
    assert not any(a.slips for a in after.answers)


@pytest.mark.parametrize("period", ["Oct-21", "Sep-21", "Dec-21", "2021-22 Q2"])
def test_a_text_of_another_month_waits_for_its_own(tmp_path: Path, period: str) -> None:
    """The last month's words must not pass for this month's."""
    found = made(tmp_path, [("Moves", None, "% moved", None)], [("Moves", period, "Old words", "Old", "", "")])
    assert all(is_draft for _, is_draft in shown(found))
    later = asked(found, "narrative-later")
    assert len(later) == (period == "Dec-21")
    earlier = make_scorecard(found.workbook.path, Month.of(2021, 10))
    assert (shown(earlier)[0] == ("Old words", False)) is (period == "Oct-21")


@pytest.mark.parametrize(
    ("period", "said"),
    [
        (dt.datetime(2026, 11, 21), "the period is the date 21 November 2026, which Excel makes of a typed Nov-21"),
        (dt.datetime(2026, 10, 21), "which Excel makes of a typed Oct-21; the text waits for that month"),
        (dt.datetime(2026, 11, 1), "the text is of Nov-26, after this report's period"),
        (dt.datetime(2022, 1, 31), "the text is of Jan-22, after this report's period"),
    ],
)
def test_a_month_that_excel_made_a_day_of_another_year_is_told_from_a_later_text(
    tmp_path: Path, period: dt.datetime, said: str
) -> None:
    """Typed `Nov-21`, it is 21 November of the year in which it is typed."""
    found = made(tmp_path, [("Moves", None, "% moved", None)], [("Moves", period, "Words", None, "", "")])
    ((cell, message),) = asked(found, "narrative-later")
    assert cell == "A7"
    assert said in message


@pytest.mark.parametrize(
    ("months", "owed"), [(["Sep-21", "Oct-21"], 1), (["Oct-21", "Nov-21"], 0), (["Dec-21"], 0), ([], 0)]
)
def test_a_theme_with_older_words_only_is_owed_new_ones(tmp_path: Path, months: list[str], owed: int) -> None:
    """The draft stands, and check says so; words of every month are kept."""
    texts: list[Row] = [("Moves", month, "Words", None, "", "") for month in months]
    found = made(tmp_path, [("Moves", None, "% moved", None)], texts)
    said = asked(found, "highlight-owed")
    assert len(said) == owed
    if owed:
        assert said[0][0] == "A8"
        assert 'the theme "Moves" has no text of Nov-21; its last one, of Oct-21, is not shown' in said[0][1]


def test_a_text_of_a_quarter_is_of_its_last_month(tmp_path: Path) -> None:
    found = made(tmp_path, [("Moves", None, "% moved", None)], [("Moves", "2021-22 Q2", "Quarterly", None, "", "")])
    assert shown(make_scorecard(found.workbook.path, Month.of(2021, 9)))[0] == ("Quarterly", False)


def test_of_two_texts_for_one_theme_and_month_the_later_stands(tmp_path: Path) -> None:
    """The lower row: people add below."""
    found = made(
        tmp_path,
        [("Moves", None, "% moved", None)],
        [("Moves", "Nov-21", "First", None, "", ""), ("moves", "Nov-21", "Second", None, "", "")],
    )
    assert shown(found)[0] == ("Second", False)
    assert asked(found, "highlight-twice") == [
        ("A7", """the theme "Moves" has two texts for Nov-21; the later one ('Highlights'!A8) is shown.""")
    ]


@pytest.mark.parametrize(
    ("row", "code", "cell", "message"),
    [
        (
            ("Movs", "Nov-21", "Words", None, "", ""),
            "highlight-theme-unknown",
            "A7",
            'a text is about "Movs", which has no indicator among the highlight themes; it is not shown.',
        ),
        (
            (None, "Nov-21", "Words", None, "", ""),
            "highlight-theme-unknown",
            "A7",
            "a text names no highlight theme; it is not shown.",
        ),
        (
            ("Moves", None, "Words", None, "", ""),
            "highlight-period",
            "B7",
            'a text about "Moves" names no period; it is not shown.',
        ),
        (
            ("Moves", "last month", "Words", None, "", ""),
            "highlight-period",
            "B7",
            'a text about "Moves" names "last month", which is no month; it is not shown.',
        ),
    ],
)  # fmt: skip
def test_a_text_that_cannot_be_placed_is_asked_about(
    tmp_path: Path, row: Row, code: str, cell: str, message: str
) -> None:
    found = made(tmp_path, [("Moves", None, "% moved", None)], [row])
    assert asked(found, code) == [(cell, message)]
    assert all(is_draft for _, is_draft in shown(found))


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("10% of children moved.", None),
        ("Down from 20% to 10%.", None),
        ("A fall of 50% since September.", None),
        ("5 percentage points lower than in October.", None),
        ("90% did not move.", None),
        ("An increase of 50% since September.", "increase of 50%"),
        ("This is a 33% increase on last month.", "33% increase"),
        ("5 percentage points higher than in October.", "5 percentage points higher"),
        ("12% of children moved.", "12%"),
    ],
)
def test_numbers_in_a_text_that_the_figures_do_not_have_are_asked_about(
    tmp_path: Path, text: str, quoted: str | None
) -> None:
    """The published slip: an increase for a figure that fell."""
    found = made(tmp_path, [("Moves", None, "% moved", None)], [("Moves", "Nov-21", text, None, "", "")])
    slips = asked(found, "narrative-number")
    assert len(slips) == (quoted is not None), slips
    if quoted:
        assert slips[0][0] == "C7"
        assert slips[0][1].startswith(f'the text about "Moves" quotes "{quoted}"; ')


@pytest.mark.parametrize("broken", ["=1+1", "#N/A"])
def test_a_broken_cell_is_no_text(tmp_path: Path, broken: str) -> None:
    """An error value is nobody's words."""
    found = made(tmp_path, [("Moves", None, "% moved", None)], [("Moves", "Nov-21", broken, "Fine", "", "")])
    assert [cell for cell, _ in asked(found, "cell-unusable")] == ["C7"]
    assert [is_draft for _, is_draft in shown(found)] == [True, False]


def test_the_json_document_has_the_shown_texts_and_the_drafts(tmp_path: Path) -> None:
    from cpp_scorecard.app.as_json import document

    found = made(tmp_path, [("Moves", None, "% moved", None)], [("Moves", "Nov-21", "Mine", None, "A manager", "")])
    (theme,) = document(found)["highlights"]
    given: dict[str, Any] = {name: theme[name] for name in ("theme", "key_indicator", "is_draft", "officer")}
    assert given == {"theme": "Moves", "key_indicator": "% moved", "is_draft": False, "officer": "A manager"}
    assert theme["texts"]["tells"] == {"text": "Mine", "is_draft": False}
    assert theme["texts"]["compares"]["is_draft"] is True
    assert theme["draft"]["tells"].startswith("% moved: 10.0%")
