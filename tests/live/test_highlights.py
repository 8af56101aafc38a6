"""The highlights in the built pack: officers' words as written, drafts only where nobody wrote, a page a theme."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader
from tests.tools import libreoffice, ooxml
from tests.tools.workbooks import Row, council, definition

from cpp_scorecard.app.build import build, chosen_reports
from cpp_scorecard.app.scorecard import Scorecard, make_scorecard
from cpp_scorecard.cli import DONE, main
from cpp_scorecard.reports.highlights import NAME
from cpp_scorecard.reports.wording import wording

WORDS = wording()["highlights"]
COMPARES = WORDS["compares"]["month"]
OWN = "We stayed within 10% & are <pleased>:\n  fewer than 2 in 10 moved, and 5 percentage points fewer = better."
OLDER = "These are the words of October."
NEWER = "These are the words of December."
THEMES = ("Highlight theme", "Ref", "Indicator", "Key figure")
TEXTS = (
    "Highlight theme", "Period", "What does the performance tell us this month?", "How does it compare to last month?",
    "Officer", "Date",
)  # fmt: skip


def workbook(path: Path, texts: Iterable[Row] = ()) -> Path:
    definitions = (
        definition("% moved", unit="Percentage", good="Low", low=0.05, high=0.1),
        definition("Children seen"),
        definition("Visits", "Q", good="High", low=10),
    )
    figures = (
        ("Indicator", "Figure", "Sep-21", "Oct-21", "Nov-21", "2021-22 Q1", "2021-22 Q2"),
        ("% moved", None, 0.2, 0.15, 0.1),
        ("Children seen", None, 4, 5, 6),
        ("Visits", None, None, None, None, 8, 12),
    )
    themes = (
        ("Moves", None, "% moved", "Yes"),
        ("Moves", None, "Children seen", None),
        ("Visits", None, "Visits", None),
    )
    return council(path, definitions, figures, Highlights=(THEMES, *themes, (), TEXTS, *texts))


def officers(tells: str | None = OWN, compares: str | None = "Better than in October.") -> tuple[Row, ...]:
    return (
        ("Moves", "Oct-21", OLDER, OLDER, "A manager", "2021-11-03"),
        ("Moves", "Nov-21", tells, compares, "A manager", "2021-12-03"),
        ("Moves", "Dec-21", NEWER, NEWER, "A manager", "2022-01-03"),
    )


def built(path: Path, texts: Iterable[Row] = ()) -> tuple[Path, Scorecard]:
    scorecard = make_scorecard(workbook(path / "book.xlsx", texts))
    return build(scorecard, path / "pack.xlsx", chosen_reports(scorecard, None)).path, scorecard


def everything(pack: Path) -> str:
    """All text of all parts of the file, without mark-up between words."""
    with zipfile.ZipFile(pack) as parts:
        return "\n".join(html.unescape(parts.read(name).decode("utf-8", "replace")) for name in parts.namelist())


def sentences(draft: str) -> list[str]:
    return [sentence for sentence in re.split(r"(?<=\.) (?=[A-Z\d%])", draft) if len(sentence) > 20]


def column(pack: Path) -> list[str]:
    sheet = openpyxl.load_workbook(pack)[NAME]
    return [str(cell.value) for cell in sheet["A"] if cell.value is not None]


def test_a_draft_that_an_officers_text_replaces_is_nowhere_in_the_pack(tmp_path: Path) -> None:
    """Not on a sheet, not in a note, not in a chart, not among the findings."""
    pack, scorecard = built(tmp_path, officers())
    of_others = " ".join(a.text for a in scorecard.highlights[1].answers)
    own = [sentence for a in scorecard.highlights[0].answers for sentence in sentences(a.draft)]
    drafts = [sentence for sentence in own if sentence not in of_others]
    assert len(drafts) > 1
    said = everything(pack)
    assert [sentence for sentence in drafts if sentence in said] == []


def test_the_same_draft_is_in_the_pack_where_nobody_wrote(tmp_path: Path) -> None:
    """So the search would find it."""
    pack, scorecard = built(tmp_path)
    drafts = [sentence for a in scorecard.highlights[0].answers for sentence in sentences(a.draft)]
    said = everything(pack)
    assert [sentence for sentence in drafts if sentence not in said] == []
    assert said.count(WORDS["draft_mark"]) >= 1


def test_an_officers_words_stand_as_written_with_who_and_when(tmp_path: Path) -> None:
    """Line by line, under the question, and the other questions of the pack are drafted and marked."""
    pack, _ = built(tmp_path, officers())
    shown = column(pack)
    at = shown.index(WORDS["tells"])
    lines = [line.strip() for line in OWN.split("\n")]
    assert shown[at + 1 : at + 3] == lines
    assert shown[at + 3 : at + 6] == [COMPARES, "Better than in October.", "Written by A manager, 2021-12-03."]
    visits = shown[shown.index("Visits") :]
    assert WORDS["draft_mark"] in visits
    assert WORDS["draft_mark"] not in shown[: shown.index("Visits")]


def test_the_question_that_an_officer_left_blank_is_drafted_and_marked(tmp_path: Path) -> None:
    pack, scorecard = built(tmp_path, officers(compares=None))
    shown = column(pack)
    tells, compares = scorecard.highlights[0].answers
    at = shown.index(COMPARES)
    assert shown[at - 1] == "Written by A manager, 2021-12-03."
    assert shown[at + 1 : at + 3] == [compares.draft, WORDS["draft_mark"]]
    assert tells.draft not in everything(pack)


def test_a_text_of_another_month_is_nowhere_in_the_pack(tmp_path: Path) -> None:
    said = everything(built(tmp_path, officers())[0])
    assert OLDER not in said
    assert NEWER not in said


def test_a_text_longer_than_a_row_is_high_is_shown_to_its_end(tmp_path: Path) -> None:
    """Over several rows, no word lost."""
    long = " ".join(f"word{number}" for number in range(3000))
    shown = column(built(tmp_path, officers(tells=long))[0])
    start, end = shown.index(WORDS["tells"]), shown.index(COMPARES)
    assert end - start > 2
    assert " ".join(shown[start + 1 : end]) == long


def test_the_key_figure_is_large_beside_its_letter_its_counts_and_what_it_is_compared_with(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(built(tmp_path)[0])[NAME]
    row = next(cell.row for cell in sheet["A"] if cell.value == "% moved")
    figure = next(cell for cell in sheet[row][1:] if isinstance(cell.value, float))
    assert figure.value == 0.1
    assert figure.font.sz > sheet.cell(row + 1, figure.column).font.sz
    assert [cell.value for cell in sheet[row] if isinstance(cell.value, str)] == [
        "% moved",
        "G  Green",
        "Nov-21",
        "5% to 10%",
    ]
    assert [sheet.cell(row + below, 1).value for below in (1, 2, 3)] == [
        "One month ago",
        "One year ago",
        "Similar councils",
    ]
    assert "B  better" in [cell.value for cell in sheet[row + 1]]


def test_similar_councils_are_not_rated_by_our_range(tmp_path: Path) -> None:
    """Their figure and whether ours is better; no colour, and no range that is not theirs."""
    definitions = (definition("% moved", unit="Percentage", good="Low", low=0.05, high=0.1),)
    figures = (("Indicator", "Oct-21", "Nov-21", "Similar councils"), ("% moved", 0.15, 0.1, 0.3))
    path = council(tmp_path / "book.xlsx", definitions, figures, Highlights=(THEMES, ("Moves", None, "% moved", "Yes")))
    scorecard = make_scorecard(path)
    pack = build(scorecard, tmp_path / "pack.xlsx", chosen_reports(scorecard, None)).path
    sheet = openpyxl.load_workbook(pack)[NAME]
    rows = {row[0].value: [cell.value for cell in row[1:] if cell.value is not None] for row in sheet.iter_rows()}
    assert rows["Similar councils"] == [0.3, "B  better"]
    assert rows["One month ago"] == [0.15, "R  Red", "Oct-21", "5% to 10%", "B  better"]


@pytest.mark.parametrize(
    ("how", "periods", "step", "has_row"),
    [
        ("SS", ("Oct-21", "Nov-21"), "month", True),
        ("Q", ("2021-22 Q1", "2021-22 Q2"), "quarter", True),
        ("AY21-22", ("2021-22 Term 1", "2021-22 Term 2"), "term", True),
        ("FY", ("2019/20", "2020/21"), "year", False),
        ("AY", ("2019/20", "2020/21"), "year", False),
    ],
)
def test_the_question_and_the_rows_speak_of_the_step_before(
    tmp_path: Path, how: str, periods: tuple[str, str], step: str, *, has_row: bool
) -> None:
    """A year's figure has no month before it: its year before stands once."""
    definitions = (definition("Visits", how), definition("Children seen"))
    figures = (("Indicator", *periods, "Jan-22"), ("Visits", 8, 12), ("Children seen", None, None, 3))
    path = council(tmp_path / "book.xlsx", definitions, figures, Highlights=(THEMES, ("Visits", None, "Visits", None)))
    scorecard = make_scorecard(path)
    pack = build(scorecard, tmp_path / "pack.xlsx", chosen_reports(scorecard, None)).path
    shown = column(pack)
    asked = [text for text in shown if text.startswith("How does it compare")]
    assert asked == [f"How does it compare to last {step}?"]
    assert (f"One {step} ago" in shown[: shown.index("One year ago")]) is has_row
    assert "One month ago" not in shown or step == "month"


def test_a_draft_is_printed_by_check_only_where_a_text_replaces_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = workbook(tmp_path / "book.xlsx", officers(compares=None))
    assert main(["check", str(path)]) == DONE
    said = capsys.readouterr().out
    assert re.findall(r"^Draft for (\w+) .*?: (.{9})", said, re.MULTILINE) == [("Moves", "% moved: ")]
    assert main(["build", str(path), "-o", str(tmp_path / "pack.xlsx")]) == DONE
    assert "Draft for" not in capsys.readouterr().out


@pytest.mark.skipif(bool(ooxml.missing()), reason=ooxml.missing() or "never")
def test_excel_opens_the_highlights_without_a_repair(tmp_path: Path) -> None:
    assert ooxml.validate(built(tmp_path, officers())[0]) == []


@pytest.mark.skipif(bool(libreoffice.missing()), reason=libreoffice.missing() or "never")
def test_each_theme_is_a_page(tmp_path: Path) -> None:
    """With its questions and its key figure; A3, on its side."""
    scorecard = make_scorecard(workbook(tmp_path / "book.xlsx", officers()))
    pack = build(scorecard, tmp_path / "pack.xlsx", ("highlights",)).path
    pages = PdfReader(libreoffice.convert(pack, tmp_path, "pdf")).pages
    assert len(pages) == 2
    for page, theme, step in zip(pages, ("Moves", "Visits"), ("month", "quarter"), strict=True):
        assert page.mediabox.width == pytest.approx(1190.55, abs=1)
        text = " ".join(page.extract_text().split())
        assert theme in text
        assert WORDS["tells"] in text
        assert f"How does it compare to last {step}?" in text
