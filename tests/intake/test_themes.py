"""Theme files: what ships is sound, and a mistake in a council's own is named with what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.tools.workbooks import council, definition

from cpp_scorecard.app.scorecard import Scorecard, make_scorecard
from cpp_scorecard.intake.themes import read_themes, shipped_themes

SOUND = """
name = "visits"
title = "Visits"
[[pages]]
title = "A page"
[[pages.panels]]
title = "Children seen, month by month"
shows = "indicators"
rows = [{ name = "Children seen" }]
alternative = "Lines. {figures}."
"""
PEOPLE = SOUND.replace('title = "Visits"', 'title = "Visits"\nlist = "care leavers"')

MISTAKES = {
    "the name is missing": ('name = "visits"', "", '"name" is missing; write name = "..."'),
    "a key is misspelt": (
        'title = "Visits"',
        'title = "Visits"\nintrodution = "x"',
        '"introdution" is no key here; did you mean "introduction"?',
    ),
    "a key of another kind of panel": (
        "rows = [",
        'leave-out = "x"\nrows = [',
        'page 1, panel 1: "leave-out" is no key here',
    ),
    "an unknown kind of panel": (
        '"indicators"',
        '"pie"',
        'page 1, panel 1: "shows" is "pie"; write one of "numbers", "shares"',
    ),
    "an unknown chart": (
        '"indicators"',
        '"indicators"\nchart = "pie"',
        '"chart" is "pie"; write one of "line", "column", "none"',
    ),
    "no rows": ('rows = [{ name = "Children seen" }]', "", '"rows" is missing; write rows = [{ words = "..." }'),
    "a row that names none": ('{ name = "Children seen" }', '{ label = "x" }', "row 1: it names no row"),
    "words that are no pattern": (
        'name = "Children seen"',
        'words = "(seen"',
        '"words" holds "(seen", which is no regular expression',
    ),
    "too many months": ("rows = [", "last = 40\nrows = [", '"last" has to be a whole number from 1 to 13'),
    "a number for a text": ('title = "A page"', "title = 3", 'page 1: "title" has to be a text'),
    "a text for true or false": (
        'name = "Children seen"',
        'name = "Children seen", drawn = "no"',
        '"drawn" has to be true or false',
    ),
    "an unknown list": (
        'title = "Visits"',
        'title = "Visits"\nlist = "foster carers"',
        '"list" is "foster carers"; write one of "children looked after"',
    ),
    "people without a list": (
        'rows = [{ name = "Children seen" }]',
        'by = "gender"\ngroups = "Male"',
        'write list = "care leavers" at the top',
    ),
    "no groups": (
        'rows = [{ name = "Children seen" }]',
        'by = "gender"',
        '"groups" is missing; write groups = ["...", "..."]',
    ),
    "an unknown field": (
        'title = "A page"',
        'title = "A page"\nwho = { shoes = "8" }',
        'page 1, who: "shoes" is no field; the fields are gender',
    ),
    "an unknown set": ('rows = [{ name = "Children seen" }]', 'by = "shoes"', '"by" is "shoes"; write one of "gender"'),
    "a character that cannot be printed": ('"A page"', '"A\\u0001page"', 'page 1: "title" has to be up to'),
    "a text without an end": ('"A page"', f'"{"long " * 500}"', 'page 1: "title" has to be up to 2,000 characters'),
    "not TOML": ('name = "visits"', "name = visits", "it is not a TOML file"),
}


@pytest.mark.parametrize(("old", "new", "said"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_with_its_place_and_what_to_write(old: str, new: str, said: str, tmp_path: Path) -> None:
    assert SOUND.count(old) == 1
    mistaken = SOUND.replace(old, new)
    if "by = " in new:
        mistaken = mistaken.replace('"indicators"', '"shares"')
    (tmp_path / "own.toml").write_text(mistaken, "utf-8")
    themes, findings = read_themes(["own.toml"], tmp_path)
    assert [theme.name for theme in themes] == [theme.name for theme in shipped_themes()]
    assert {(f.code, f.message.startswith("own.toml: ")) for f in findings} == {("theme-unusable", True)}
    assert any(said in f.message for f in findings), [f.message for f in findings]


def test_a_list_that_is_none_is_said_once_and_not_said_to_be_missing(tmp_path: Path) -> None:
    shares = PEOPLE.replace('"indicators"', '"shares"\nby = "activity"\ngroups = ["F1"]')
    shares = shares.replace('rows = [{ name = "Children seen" }]\n', "").replace('"care leavers"', '"pensioners"')
    (tmp_path / "own.toml").write_text(shares, "utf-8")
    _, (finding,) = read_themes(["own.toml"], tmp_path)
    assert '"list" is "pensioners"; write one of' in finding.message


@pytest.mark.parametrize(
    ("key", "text", "advice"),
    [
        ("pages", 'name = "visits"\ntitle = "Visits"\npages = "one"\n', "write [[pages]] above each"),
        ("panels", SOUND.partition("[[pages.panels]]")[0] + "panels = 1\n", "write [[pages.panels]] above each"),
        ("rows", SOUND.replace('[{ name = "Children seen" }]', '"all"'), 'write rows = [{ words = "..." }]'),
    ],
)
def test_what_has_to_be_a_list_of_tables_is_shown_as_it_is_written(
    key: str, text: str, advice: str, tmp_path: Path
) -> None:
    (tmp_path / "own.toml").write_text(text, "utf-8")
    _, findings = read_themes(["own.toml"], tmp_path)
    assert any(f'"{key}" has to be a list of tables; {advice}.' in f.message for f in findings)


def test_a_theme_without_a_page_is_told_to_have_one(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text('name = "visits"\ntitle = "Visits"\n', "utf-8")
    _, (finding,) = read_themes(["own.toml"], tmp_path)
    assert "there is no page; write [[pages]]" in finding.message


def test_every_mistake_of_a_file_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text('nme = "x"\n[[pages]]\n[[pages.panels]]\nshows = "pie"\n', "utf-8")
    _, findings = read_themes(["own.toml"], tmp_path)
    assert len(findings) >= 5


def test_the_shipped_themes_are_sound_and_every_chart_of_theirs_has_words() -> None:
    assert [theme.name for theme in shipped_themes()] == ["care leavers", "missing from care"]
    for theme in shipped_themes():
        assert all(panel.words.alternative for page in theme.pages for panel in page.panels)


@pytest.mark.parametrize("name", ["absent.toml", "../own.toml", "/own.toml", "folder"])
def test_a_file_that_is_not_beside_the_workbook_is_named(name: str, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(SOUND, "utf-8")
    beside = tmp_path / "council"
    (beside / "folder").mkdir(parents=True)
    _, (finding,) = read_themes([name], beside)
    assert finding.code == "theme-unusable"
    assert name in finding.message


def scorecard(folder: Path, files: str, chosen: str = "") -> Scorecard:
    """A council's workbook with one indicator and the two settings."""
    settings = [("Setting", "Value"), ("Spotlight theme files", files), ("Spotlight", chosen or None)]
    figures = [("Indicator", "Figure", "Oct-21", "Nov-21"), ("Children seen", "Data", 4, 5)]
    return make_scorecard(council(folder / "book.xlsx", [definition()], figures, Settings=settings))


def test_a_councils_own_file_gives_a_spotlight_without_any_code(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(SOUND, "utf-8")
    (spotlight,) = scorecard(tmp_path, "own.toml").spotlights
    assert spotlight.pages[0].panels[0].rows[0].values[-2:] == (4, 5)


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(SOUND, "utf-8-sig")
    assert len(scorecard(tmp_path, "own.toml").spotlights) == 1


def test_a_theme_of_the_name_of_one_that_ships_takes_its_place(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(SOUND.replace('"visits"', '"Care Leavers"'), "utf-8")
    themes, findings = read_themes(["own.toml"], tmp_path)
    assert not findings
    assert [theme.title for theme in themes if theme.name.casefold() == "care leavers"] == ["Visits"]


def test_two_files_with_one_name_are_asked_about_and_the_first_is_used(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text(SOUND, "utf-8")
    (tmp_path / "two.toml").write_text(SOUND, "utf-8")
    themes, (finding,) = read_themes(["one.toml", "two.toml"], tmp_path)
    assert "two.toml" in finding.message
    assert [theme.file for theme in themes if theme.name == "visits"] == ["one.toml"]


@pytest.mark.parametrize(
    ("chosen", "made", "code"),
    [
        ("visits", 1, ""),
        ("none", 0, ""),
        ("Vists", 0, "spotlight-unknown"),
        ("Vists; care leavers", 0, "spotlight-unknown"),
        ("care leavers; VISITS", 1, "spotlight-without-data"),
    ],
)
def test_the_setting_chooses_and_what_cannot_be_shown_is_said(
    chosen: str, made: int, code: str, tmp_path: Path
) -> None:
    (tmp_path / "own.toml").write_text(SOUND, "utf-8")
    found = scorecard(tmp_path, "own.toml", chosen)
    assert len(found.spotlights) == made
    assert code in [f.code for f in found.findings if "spotlight" in f.code] or not code
    assert len([f for f in found.findings if f.code in ("spotlight-unknown", "spotlight-not-chosen")]) <= 1


def test_a_theme_whose_file_is_read_but_that_the_setting_does_not_name_is_asked_about(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(SOUND, "utf-8")
    found = scorecard(tmp_path, "own.toml", "missing from care")
    (finding,) = (f for f in found.findings if f.code == "spotlight-not-chosen")
    assert 'the theme "visits" of own.toml was read' in finding.message
    assert 'Add "; visits" to the setting Spotlight' in finding.remedy


def test_a_file_that_was_left_out_is_not_missed_by_name_as_well(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(SOUND.replace('title = "Visits"', ""), "utf-8")
    found = scorecard(tmp_path, "own.toml", "visits")
    assert [f.code for f in found.findings if "spotlight" in f.code or "theme" in f.code] == ["theme-unusable"]


def test_a_theme_without_a_panel_that_can_be_made_is_not_said_to_lack_data(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(SOUND.replace("{figures}", "{figgers}"), "utf-8")
    found = scorecard(tmp_path, "own.toml", "visits")
    assert [f.code for f in found.findings if "spotlight" in f.code] == ["spotlight-unclear"]


def test_a_theme_that_nobody_chose_and_that_has_no_data_is_passed_over_in_silence(tmp_path: Path) -> None:
    figures = [("Indicator", "Figure", "Oct-21", "Nov-21"), ("Children seen", "Data", 4, 5)]
    found = make_scorecard(council(tmp_path / "book.xlsx", [definition()], figures))
    assert not found.spotlights
    assert not [f for f in found.findings if "spotlight" in f.code or "theme" in f.code]
