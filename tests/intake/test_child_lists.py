"""Lists of children: read as councils keep them, asked about without a word that tells of anybody."""

from __future__ import annotations

import datetime as dt
import json
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from tests.tools.workbooks import Row, council, definition, write

from cpp_scorecard.app.as_json import document
from cpp_scorecard.app.build import chosen_reports, render_reports
from cpp_scorecard.app.scorecard import Scorecard, make_scorecard
from cpp_scorecard.core.code_groups import CodeGroups
from cpp_scorecard.core.findings import Finding
from cpp_scorecard.core.people import Cohort, Field
from cpp_scorecard.intake.code_groups import shipped_groups
from cpp_scorecard.intake.grid import CellKind, Grid, GridCell
from cpp_scorecard.intake.list_cells import code_readings
from cpp_scorecard.intake.locate import tables_of
from cpp_scorecard.intake.people import read_people
from cpp_scorecard.intake.settings import Settings

NOVEMBER = dt.date(2021, 11, 30)
FIGURES: list[Row] = [("Indicator", "Oct-21", "Nov-21"), ("Children seen", 3, 4)]
CHILD_HEADER = ("CHILD", "SEX", "DOB", "ETHNIC", "UASC")
EPISODE_HEADER = ("CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "DEC", "REC")
LEAVER_HEADER = (
    "Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age of Child (Years)",
    "Unaccompanied Asylum Seeking Child (UASC)", "Does the Child have a Disability", "Allocated Team",
    "Allocated Worker", "Allocated Personal Adviser", "Eligibility Category", "Latest Pathway Plan Review Date",
    "LA In Touch", "Latest Date of Contact", "Type of Accommodation", "Suitability of Accommodation",
    "Activity Status",
)  # fmt: skip
BORN, BEGAN = dt.datetime(2010, 6, 1), dt.datetime(2021, 5, 1)


def child(identifier: str = "SECRET1", sex: object = 1, born: object = BORN, ethnic: object = "WBRI") -> Row:
    return (identifier, sex, born, ethnic, 0)


def episode(
    identifier: object = "SECRET1",
    began: object = BEGAN,
    ended: object = None,
    *,
    status: str = "C2",
    place: str = "U1",
) -> Row:
    return (identifier, began, "S", status, "N1", place, ended, "X1" if ended is None else "E4")


def leaver(identifier: object = "SECRET1", **cells: object) -> Row:
    said: dict[str, object] = {
        "Gender": "b) Male", "Date of Birth": dt.datetime(2002, 3, 4), "Eligibility Category": "Former relevant child",
        "LA In Touch": "YES", "Type of Accommodation": "U) Independent living",
        "Suitability of Accommodation": "1) Suitable", "Activity Status": "F2 - full time education",
    }  # fmt: skip
    said |= cells
    return (identifier, *(said.get(header) for header in LEAVER_HEADER[1:]))


class Lists:
    """A council's workbook with lists, and what came of it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "council.xlsx"

    def read(
        self,
        children: Sequence[Row] = (),
        episodes: Sequence[Row] = (),
        leavers: Sequence[Row] = (),
        **sheets: Sequence[Row],
    ) -> Scorecard:
        more: dict[str, Sequence[Row]] = dict(sheets)
        if children:
            more["Children"] = [CHILD_HEADER, *children]
        if episodes:
            more["Episodes"] = [EPISODE_HEADER, *episodes]
        if leavers:
            more["Care leavers"] = [LEAVER_HEADER, *leavers]
        return make_scorecard(council(self.path, [definition()], FIGURES, **more))


@pytest.fixture
def lists(tmp_path: Path) -> Lists:
    return Lists(tmp_path)


def said(card: Scorecard, code: str) -> list[Finding]:
    return [finding for finding in card.findings if finding.code == code]


def everybody(card: Scorecard, cohort: Cohort = Cohort.LOOKED_AFTER, on: dt.date = NOVEMBER) -> Any:
    found = card.workbook.child_lists.population(cohort, on)
    assert found is not None
    return found.people


def test_children_with_their_codes_on_the_day(lists: Lists) -> None:
    card = lists.read(
        [child()], [episode(ended=dt.datetime(2021, 8, 1)), episode(began=dt.datetime(2021, 8, 1), place="K2")]
    )
    (person,) = everybody(card)
    assert person.codes == {
        Field.SEX: "1", Field.ETHNICITY: "WBRI", Field.UASC: "0", Field.LEGAL_STATUS: "C2", Field.NEED: "N1",
        Field.PLACEMENT: "K2",
    }  # fmt: skip
    assert person.age_on(NOVEMBER) == 11
    assert person.since[Field.LEGAL_STATUS] == BEGAN.date()
    assert not [f for f in card.findings if f.code.startswith("list")]


def test_care_leavers_of_list_9_whose_cells_hold_code_and_words(lists: Lists) -> None:
    (person,) = everybody(lists.read(leavers=[leaver()]), Cohort.CARE_LEAVERS)
    assert {of: person.codes[of] for of in (Field.SEX, Field.ACCOMMODATION, Field.SUITABILITY, Field.ACTIVITY)} == {
        Field.SEX: "Male", Field.ACCOMMODATION: "U", Field.SUITABILITY: "1", Field.ACTIVITY: "F2",
    }  # fmt: skip
    assert person.codes[Field.ELIGIBILITY] == "Former relevant child"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("U1", "U1"),
        ("U1) Foster placement with a relative", "U1"),
        ("F2 - full time education", "F2"),
        ("F2 – full time education", "F2"),
        ("(1) Suitable", "1"),
        ("Former relevant", "Former relevant"),
        ("Not in touch (see the notes) - later", "Not in touch (see the notes) - later"),
        ("", None),
    ],
)
def test_the_code_is_what_stands_before_the_words(text: str, first: str | None) -> None:
    assert next(iter(code_readings(text)), None) == first


NEXT_YEAR = dt.datetime(2022, 12, 1)
PROBLEMS: list[tuple[str, str, list[Row], list[Row]]] = [
    ("list-code-unknown", "B2", [child(sex="Q")], [episode()]),
    ("list-date-unusable", "C2", [child(born="about 2010")], [episode()]),
    ("list-born-later", "C2", [child(born=NEXT_YEAR)], [episode()]),
    ("list-child-twice", "A3", [child(), child()], [episode()]),
    ("list-child-unknown", "A3", [child()], [episode(), episode("SECRET2")]),
    ("list-episodes-overlap", "B3", [child()], [episode(), episode(began=dt.datetime(2021, 6, 1))]),
    ("list-episode-backwards", "G3", [child()], [episode(), episode(ended=dt.datetime(2021, 4, 1))]),
    ("list-date-unusable", "B3", [child()], [episode(), episode(began="soon")]),
    ("list-date-unusable", "G3", [child()], [episode(), episode(ended="31/02/2021")]),
    ("list-date-unusable", "B3", [child()], [episode(), episode(began=None)]),
    ("list-row-without-child", "A3", [child()], [episode(), episode(None)]),
]


@pytest.mark.parametrize(("code", "cell", "children", "episodes"), PROBLEMS, ids=[f"{p[0]} {p[1]}" for p in PROBLEMS])
def test_what_is_wrong_is_said_with_the_cell_and_the_child_still_counts(
    lists: Lists, code: str, cell: str, children: list[Row], episodes: list[Row]
) -> None:
    card = lists.read(children, episodes)
    (finding,) = said(card, code)
    assert finding.cell == cell
    assert ": 1 (" in finding.message
    assert "SECRET1" in {person.identifier for person in everybody(card)}


def test_a_column_full_of_mistakes_is_one_finding_with_the_count_and_the_first_cells(lists: Lists) -> None:
    children = [child(f"SECRET{place}", sex="Q") for place in range(40)]
    card = lists.read(children, [episode(f"SECRET{place}") for place in range(40)])
    (finding,) = said(card, "list-code-unknown")
    assert "40 (B2, B3, B4 and others)" in finding.message
    assert "count in the total and in no group" in finding.message
    assert len(everybody(card)) == 40


def test_a_code_that_is_known_in_another_year_is_unknown_in_its_own(lists: Lists) -> None:
    groups: list[Row] = [
        ("Code set field", "Group", "Codes", "From year", "To year"),
        ("placement", "Foster care", "U1", None, "2020-21"),
        ("placement", "Foster care", "X1", "2021-22", None),
    ]
    card = lists.read(
        [child()], [episode(place="U1"), episode("SECRET1", dt.datetime(2020, 5, 1), BEGAN)], Groups=groups
    )
    (finding,) = said(card, "list-code-unknown")
    assert finding.cell == "F2", "the episode of 2021-22, not the one of 2020-21"


def test_nothing_that_is_written_or_said_tells_of_anybody(lists: Lists) -> None:
    """Identifiers, dates of birth and codes of the lists stay in the council's workbook."""
    wrong = [row for _, _, children, _ in PROBLEMS for row in children]
    odd = [row for _, _, _, episodes in PROBLEMS for row in episodes]
    glance: list[Row] = [
        ("CLA Caseload Breakdown",),
        ("Category", "Measure", "End Nov 21"),
        ("Total", "Number of CLA", None),
        ("Gender", "% Male", None),
    ]
    odd.append(episode("SECRET4", ended=dt.datetime(2022, 3, 17)))  # the last day that the lists can know of
    card = lists.read([child(), *wrong], odd, [leaver("SECRET3", Gender="tall")], Glance=glance)
    text = json.dumps(document(card)) + "".join(f"{f} {f.message} {f.remedy}" for f in card.findings)
    book = lists.path.with_name("built.xlsx")
    book.write_bytes(render_reports(card, chosen_reports(card, ["at-a-glance", "checks"])))
    with zipfile.ZipFile(book) as package:
        text += "".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())
    for secret in ("SECRET", "2010-06-01", "01/06/2010", "about 2010", "tall", "40330", "17 March 2022"):
        assert secret not in text, secret


@pytest.mark.parametrize(
    "header",
    [
        ("Indicator", "Child", "Oct-21", "Nov-21"),
        ("Indicator", "Age", "Oct-21", "Nov-21"),
        ("Child", "Indicator", "Gender", "Oct-21", "Nov-21"),
        ("Child", "Indicator", "Placement", "Age", "Oct-21", "Nov-21"),
    ],
)
def test_a_header_of_a_list_among_indicators_changes_nothing(tmp_path: Path, header: Row) -> None:
    values = {"Indicator": "Children seen", "Oct-21": 3, "Nov-21": 4}
    figures = [header, tuple(values.get(str(name), "some") for name in header)]
    card = make_scorecard(council(tmp_path / "council.xlsx", [definition()], figures))
    assert card.assessments[0].latest.number == 4
    assert not [f for f in card.findings if f.code.startswith(("list", "header"))]


def test_lists_are_not_read_as_figures_nor_asked_about_as_sheets(lists: Lists) -> None:
    """Dates of birth look like months, and DEC is not December."""
    card = lists.read([child()], [episode()], [leaver(**{"Latest Date of Contact": dt.datetime(2021, 11, 2)})])
    assert not [f for f in card.findings if f.sheet in ("Children", "Episodes", "Care leavers")]
    assert [i.name for i in card.workbook.indicators] == ["Children seen"]


def test_another_list_of_children_is_asked_about(lists: Lists) -> None:
    card = lists.read([child()], [episode()], More=[CHILD_HEADER, child("SECRET9")])
    assert len(said(card, "list-twice")) == 1


def test_a_list_that_settings_ignore_is_not_read(lists: Lists) -> None:
    settings: list[Row] = [("Setting", "Value"), ("Layout: Episodes: ignore", "yes")]
    card = lists.read([child()], [episode()], Settings=settings)
    assert not card.workbook.child_lists.has(Cohort.LOOKED_AFTER)


@pytest.mark.parametrize(
    ("sheet", "settings", "made_up"),
    [("Episodes", [], False), ("Episodes (made up)", [], True), ("Episodes", [("Child lists are", "made up")], True)],
)
def test_made_up_lists_say_so(tmp_path: Path, sheet: str, settings: list[Row], made_up: bool) -> None:
    sheets: dict[str, Sequence[Row]] = {sheet: [EPISODE_HEADER, episode()]}
    if settings:
        sheets["Settings"] = [("Setting", "Value"), *settings]
    card = make_scorecard(council(tmp_path / "council.xlsx", [definition()], FIGURES, **sheets))
    assert card.workbook.child_lists.is_made_up is made_up


def test_a_long_list_of_something_else_is_still_only_looked_into(tmp_path: Path) -> None:
    """A "Child ID" alone is no list of ours: such a sheet may be longer than anything that is read."""
    path = tmp_path / "council.xlsx"
    book = Workbook(write_only=True)
    for name, rows in (("Definitions", None), ("Figures", FIGURES)):
        sheet = book.create_sheet(name)
        for row in rows or []:
            sheet.append(list(row))
    sheet = book.create_sheet("Visits")
    sheet.append(["Child ID", "Visited", "By"])
    for place in range(2500):
        sheet.append([place, "yes", "somebody"])
    book["Definitions"].append(["Indicator", "How reported?"])
    book["Definitions"].append(["Children seen", "SS"])
    book.save(path)
    assert [f.code for f in make_scorecard(path).findings if f.sheet == "Visits"] == ["sheet-not-read"]


@pytest.mark.slow
def test_fifty_thousand_rows_are_read_in_seconds() -> None:
    """From open cells to people on a day; opening the file is the file format's own time."""
    rows = 50_000
    day = GridCell(CellKind.DATE, BEGAN)
    cells = {(0, at): GridCell(CellKind.TEXT, name) for at, name in enumerate(EPISODE_HEADER)}
    for row in range(1, rows + 1):
        cells[row, 0] = GridCell(CellKind.TEXT, f"child {row // 2}")
        cells[row, 1] = day
        for at, code in ((2, "S"), (3, "C2"), (4, "N1"), (5, "U1) Foster placement")):
            cells[row, at] = GridCell(CellKind.TEXT, code)
    began = time.perf_counter()
    found = read_people(tables_of(Grid("Episodes", cells)), Settings())
    people = found.lists.population(Cohort.LOOKED_AFTER, NOVEMBER)
    assert people is not None
    assert len(people.people) == rows // 2 + 1
    assert len(found.findings) < 10
    assert time.perf_counter() - began < 30


def test_the_groups_that_ship_know_every_code_of_the_domain() -> None:
    """SSDA903 and List 9 as the returns' guides have them."""
    groups = shipped_groups()
    assert isinstance(groups, CodeGroups)
    wanted = {
        Field.PLACEMENT: "U1 U2 U3 U4 U5 U6 A3 A4 A5 A6 P1 P2 P3 K1 K2 H5 R1 R2 R3 R5 S1 Z1",
        Field.LEGAL_STATUS: "C1 C2 D1 E1 V2 L1 L2 L3 J1 J2 J3",
        Field.NEED: "N1 N2 N3 N4 N5 N6 N7 N8",
        Field.ACTIVITY: "F1 F2 F4 F5 P1 P2 P4 P5 G4 G5 G6",
        Field.ACCOMMODATION: "B C D E G H K R S T U V W X Y Z",
        Field.IN_TOUCH: "YES NO DIED REFU NREQ RHOM",
        Field.SUITABILITY: "1 2",
    }
    for of, codes in wanted.items():
        assert [code for code in codes.split() if not groups.knows(of, code, NOVEMBER)] == []


def test_a_code_set_is_added_with_data_alone(lists: Lists) -> None:
    """As the page on layouts says: a sheet of code groups replaces the fields that it lists, and only those."""
    groups: list[Row] = [
        ("Code set field", "Group", "Codes", "From year", "To year", "Longer than (months)"),
        ("placement", "Supported accommodation", "K3", "2021-22", None, None),
    ]
    glance: list[Row] = [
        ("CLA Caseload Breakdown",),
        ("Category", "Measure", "End Nov 21"),
        ("Placement", "% supported accommodation", None),
        ("Gender", "% Male", None),
    ]
    card = lists.read([child()], [episode(place="K3")], Groups=groups, Glance=glance)
    assert [row.shown(0) for row in card.glance[0].rows] == ["100%", "100%"]
    assert not [f for f in card.findings if f.code.startswith(("list", "code"))]


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        (("shoe size", "Large", "9"), "A2"),
        (("age", "10 - 15", dt.datetime(2015, 10, 1)), "C2"),
        (("age", "10 - 15", None), "C2"),
        (("age", None, "10-15"), "B2"),
        (("age", "10 - 15", "10-15", "2021"), "D2"),
        (("age", "10 - 15", "10-15", None, "soon"), "E2"),
        (("age", "10 - 15", "10-15", None, None, "a year"), "F2"),
        (("age", "10 - 15", "10-15", None, None, 999_999), "F2"),
    ],
)
def test_a_group_that_cannot_be_used_is_asked_about(lists: Lists, row: Row, cell: str) -> None:
    header = ("Code set field", "Group", "Codes", "From year", "To year", "Longer than (months)")
    card = lists.read([child()], [episode()], Groups=[header, row])
    (finding,) = said(card, "code-group-unusable")
    assert finding.cell == cell


def test_sheets_without_any_of_these_tables_look_nothing_up(tmp_path: Path) -> None:
    path = write(
        tmp_path / "council.xlsx",
        {"Definitions": [("Indicator", "How reported?"), ("Children seen", "SS")], "Figures": FIGURES},
    )
    book = make_scorecard(path).workbook
    assert (book.code_groups.groups, book.summaries, book.child_lists.sheets) == ((), (), {})


GLANCE: list[Row] = [
    row
    for title in ("CLA Caseload Breakdown", "CLA Starts Breakdown")
    for row in (
        (title,),
        ("Category", "Measure", "End Nov 21"),
        ("Total", "Number", None),
        ("Gender", "% Male", None),
        ("Age", "% 10 - 15", None),
        ("Ethnicity", "% White", None),
        ("UASC", "% Unaccompanied Asylum Seeking Children", None),
        ("Legal Status", "% Full Care Orders", None),
    )
]


def printed(card: Scorecard, table: int = 0) -> list[str]:
    """The first column of a summary table: total, gender, age, ethnicity, UASC, legal status."""
    return [row.shown(0) for row in card.glance[table].rows]


BLANKS: list[tuple[str, str, str, tuple[list[Row], list[Row], list[Row]]]] = [
    ("date of birth", "Children", "C2", ([child(born=None)], [episode()], [])),
    ("gender", "Children", "B2", ([child(sex=None)], [episode()], [])),
    ("ethnicity", "Children", "D2", ([child(ethnic="  ")], [episode()], [])),
    ("legal status", "Episodes", "D2", ([child()], [episode(status="")], [])),
    ("date of birth", "Care leavers", "D2", ([], [], [leaver(**{"Date of Birth": None})])),
]


@pytest.mark.parametrize(
    ("what", "sheet", "cell", "rows"), BLANKS, ids=[f"{what} of {sheet}" for what, sheet, *_ in BLANKS]
)
def test_a_blank_cell_of_somebody_who_counts_is_said_with_the_cell(
    lists: Lists, what: str, sheet: str, cell: str, rows: tuple[list[Row], list[Row], list[Row]]
) -> None:
    """Of the children looked after and of those who started, the same cell is asked about once."""
    card = lists.read(*rows, Glance=GLANCE)
    (finding,) = said(card, "list-cell-blank")
    assert (finding.sheet, finding.cell) == (sheet, cell)
    assert f"whose {what} is blank: 1 of 1 ({cell})" in finding.message


def test_blank_cells_of_a_column_are_one_finding_with_the_count(lists: Lists) -> None:
    children = [child(f"SECRET{place}", born=None if place < 5 else BORN) for place in range(8)]
    card = lists.read(children, [episode(f"SECRET{place}") for place in range(8)], Glance=GLANCE)
    (finding,) = said(card, "list-cell-blank")
    assert "5 of 8 (C2, C3, C4 and others)" in finding.message
    assert printed(card)[2] == "38%", "three of eight: whoever has no date of birth is in the total"


def test_blank_cells_of_somebody_who_does_not_count_are_nobodys_business(lists: Lists) -> None:
    long_ago = episode("SECRET2", dt.datetime(2019, 5, 1), dt.datetime(2020, 5, 1), status="")
    card = lists.read([child(), child("SECRET2", born=None)], [episode(), long_ago], Glance=GLANCE)
    assert not said(card, "list-cell-blank")


def test_an_age_that_the_list_states_stands_for_a_date_of_birth(lists: Lists) -> None:
    card = lists.read(leavers=[leaver(**{"Date of Birth": None, "Age of Child (Years)": 19})])
    assert not said(card, "list-cell-blank")


def test_a_blank_that_a_group_counts_is_an_answer(lists: Lists) -> None:
    """Of activities the groups that ship count a blank as No information."""
    glance: list[Row] = [("Care leavers",), ("Category", "Measure", "End Nov 21"), ("Activity", "% EET", None)]
    card = lists.read(leavers=[leaver(), leaver("SECRET2", **{"Activity Status": None})], Glance=glance)
    assert not said(card, "list-cell-blank")
    assert printed(card) == ["50%"]


def test_an_episode_without_a_legal_status_may_be_a_short_break(lists: Lists) -> None:
    (finding,) = said(lists.read([child()], [episode(status="")]), "list-cell-blank")
    assert "short break" in finding.message


def test_what_nobody_has_an_entry_for_is_no_nought_per_cent(lists: Lists) -> None:
    card = lists.read([child(born=None), child("SECRET2", born=None)], [episode(), episode("SECRET2")], Glance=GLANCE)
    for table in (0, 1):
        assert printed(card, table) == ["2", "100%", "-", "100%", "0%", "100%"]
    found = said(card, "summary-not-counted")
    assert [f.cell for f in found] == ["B5", "B13"]
    assert all("nobody in the list has an entry" in f.message for f in found)


def test_without_the_list_of_children_nothing_of_it_is_nought_per_cent(lists: Lists) -> None:
    card = lists.read(episodes=[episode()], Glance=GLANCE)
    for table in (0, 1):
        assert printed(card, table) == ["1", "-", "-", "-", "-", "100%"]


def test_the_list_of_children_alone_does_not_say_who_is_looked_after(lists: Lists) -> None:
    card = lists.read([child()], Glance=GLANCE)
    assert printed(card) == ["-"] * 6
    (missing,) = said(card, "list-missing")
    assert missing.sheet == "Children"
    for finding in (missing, *said(card, "summary-not-counted")):
        assert "episodes" in f"{finding.message} {finding.remedy}"
        assert "Care leavers list as at" not in finding.remedy


def test_care_leavers_without_a_list_are_told_which(lists: Lists) -> None:
    glance: list[Row] = [("Care leavers",), ("Category", "Measure", "End Nov 21"), ("Total", "Care leavers", None)]
    (finding,) = said(lists.read(Glance=glance), "summary-not-counted")
    assert "List 9" in finding.remedy


def test_an_episode_without_its_reason_is_no_start_and_is_asked_about(lists: Lists) -> None:
    blank: Row = ("SECRET2", BEGAN, None, "C2", "N1", "U1", None, None)
    card = lists.read([child(), child("SECRET2")], [episode(), blank], Glance=GLANCE)
    (finding,) = said(card, "list-cell-blank")
    assert finding.cell == "C3"
    assert printed(card)[0] == "2"
    assert printed(card, 1)[0] == "1"


def test_episodes_that_never_give_a_reason_count_no_starts(lists: Lists) -> None:
    blank: Row = ("SECRET1", BEGAN, None, "C2", "N1", "U1", None, None)
    card = lists.read([child()], [blank], Glance=GLANCE)
    assert printed(card)[0] == "1"
    assert printed(card, 1)[0] == "-"


@pytest.mark.parametrize(
    ("as_of", "as_at", "words"),
    [
        ("2021-08", dt.datetime(2021, 12, 15), "after the report's month, Aug-21"),
        ("2021-11", dt.datetime(2021, 12, 1), "after the report's month, Nov-21"),
        ("2021-11", dt.datetime(2021, 11, 30), None),
        ("2021-11", dt.datetime(2021, 10, 1), None),
        ("2021-11", dt.datetime(2021, 9, 30), "2 months before the report's month, Nov-21"),
        ("2021-11", None, None),
    ],
)
def test_a_list_of_care_leavers_of_another_month_is_asked_about(
    lists: Lists, as_of: str, as_at: dt.datetime | None, words: str | None
) -> None:
    figures: list[Row] = [("Indicator", "Aug-21", "Nov-21"), ("Children seen", 3, 4)]
    settings: list[Row] = [("Setting", "Value"), ("Report month", as_of), ("Care leavers list as at", as_at)]
    sheets: dict[str, Sequence[Row]] = {"Care leavers": [LEAVER_HEADER, leaver()], "Settings": settings}
    card = make_scorecard(council(lists.path, [definition()], figures, **sheets))
    found = said(card, "list-other-month")
    assert [words in finding.message for finding in found if words] == ([True] if words else [])
    assert bool(found) is (words is not None)


@pytest.mark.parametrize(
    ("children", "last", "is_asked"),
    [(60, "2021-09-30", True), (60, "2021-10-01", False), (60, "2022-01-15", False), (10, "2021-09-30", False)],
)
def test_a_long_list_of_episodes_in_which_nothing_happens_any_more_may_be_an_old_one(
    lists: Lists, children: int, last: str, is_asked: bool
) -> None:
    """A short list may well be quiet for two months."""
    named = [f"SECRET{place}" for place in range(children)]
    episodes = [*map(episode, named[1:]), episode(named[0], dt.datetime.fromisoformat(last))]
    found = said(lists.read([child(name) for name in named], episodes), "list-other-month")
    assert bool(found) is is_asked
    assert all(last[:4] not in finding.message for finding in found), "no day of a list is quoted"


def test_an_unreadable_date_is_said_in_the_order_of_speech(lists: Lists) -> None:
    (finding,) = said(lists.read([child(born="about 2010")], [episode()]), "list-date-unusable")
    assert 'dates of the column "DOB" that cannot be read: 1 (C2); their ages are not known.' in finding.message
