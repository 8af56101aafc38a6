"""The sample's made-up children, counted the long way, give what was published; and nobody could take them for real.

Everything is read back from the cells of the built workbook and counted by plain loops, from the description of the
returns alone: nothing of the product is imported, and nothing of what made the lists.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.tools import shared

SAMPLE = Path(__file__).resolve().parents[2] / "samples/wiltshire-2022-01"
CHILDREN, EPISODES, LEAVERS = "Children (made up)", "Episodes (made up)", "Care leavers (made up)"
AS_AT = dt.date(2021, 11, 30)
YEAR_BEGAN = dt.date(2021, 4, 1)
LIST_DRAWN = dt.date(2021, 12, 15)
A_YEAR_BEFORE = dt.date(2020, 11, 30)
GOLDEN = {
    "CLA Caseload Breakdown": "golden/at_a_glance_caseload.csv",
    "CLA Starts Breakdown": "golden/at_a_glance_starts.csv",
    "Care Leavers Caseload Breakdown": "golden/at_a_glance_care_leavers.csv",
}
EET = {"F1", "F2", "F4", "F5", "P1", "P2", "P4", "P5"}
NEET = {"G4", "G5", "G6"}
IN_WORDS = {"YES", "NO", "DIED", "REFU", "NREQ", "RHOM"}
ACCOMMODATION = set("BCDEGHKRSTUVWXYZ")
LOOKED_AFTER_CODES = {
    "LS": {"C1", "C2", "D1", "E1", "V2", "V3", "V4", "L1", "L2", "L3", "J1", "J2", "J3"},
    "CIN": {f"N{number}" for number in range(1, 9)},
    "PLACE": {*"U1 U2 U3 U4 U5 U6 A3 A4 A5 A6 P1 P2 P3 K1 K2 H5 R1 R2 R3 R5 S1 Z1".split()},
}

Row = dict[str, Any]


@cache
def workbook() -> openpyxl.Workbook:
    return openpyxl.load_workbook(SAMPLE / "indicators.xlsx")


@cache
def rows_of(name: str) -> list[Row]:
    """The rows of a list by its headers; a cell with a date holds the day."""
    sheet = workbook()[name]
    header = next(row for row in range(1, 10) if sheet.cell(row, 2).value is not None)
    names = [str(cell.value) for cell in sheet[header]]
    found = []
    for cells in sheet.iter_rows(min_row=header + 1, values_only=True):
        values = [value.date() if isinstance(value, dt.datetime) else value for value in cells]
        if any(value is not None for value in values):
            found.append(dict(zip(names, values, strict=True)))
    return found


def whole_years(born: dt.date, day: dt.date) -> int:
    years = day.year - born.year
    return years if (day.month, day.day) >= (born.month, born.day) else years - 1


def code(text: object) -> str:
    """The code before the first bracket."""
    return str(text or "").split(")")[0].strip()


@cache
def periods_of_care() -> dict[str, list[list[Row]]]:
    """By child, its episodes in periods without a gap."""
    found: dict[str, list[list[Row]]] = {}
    for episode in sorted(rows_of(EPISODES), key=lambda row: (row["CHILD"], row["DECOM"])):
        periods = found.setdefault(episode["CHILD"], [])
        if periods and periods[-1][-1]["REC"] == "X1":
            periods[-1].append(episode)
        else:
            periods.append([episode])
    return found


@cache
def looked_after() -> list[Row]:
    """Everybody looked after at the end of November, short breaks left out, as they were on that day."""
    header = {row["CHILD"]: row for row in rows_of(CHILDREN)}
    found = []
    for child, periods in periods_of_care().items():
        for period in periods:
            for place, episode in enumerate(period):
                over = episode["DEC"] is not None and episode["DEC"] <= AS_AT
                if episode["DECOM"] > AS_AT or over or episode["LS"] in ("V3", "V4"):
                    continue
                since = episode["DECOM"]
                for earlier in reversed(period[:place]):
                    if earlier["LS"] != episode["LS"]:
                        break
                    since = earlier["DECOM"]
                age = whole_years(header[child]["DOB"], AS_AT)
                found.append(header[child] | episode | {"AGE": age, "LS SINCE": since})
    return found


@cache
def starters() -> list[Row]:
    """Every child who started in the year to date, as at its first start, each of them once."""
    header = {row["CHILD"]: row for row in rows_of(CHILDREN)}
    found = []
    for child, periods in periods_of_care().items():
        starts = [
            period[0]
            for period in periods
            if YEAR_BEGAN <= period[0]["DECOM"] <= AS_AT and period[0]["LS"] not in ("V3", "V4")
        ]
        if starts:
            age = whole_years(header[child]["DOB"], starts[0]["DECOM"])
            found.append(header[child] | starts[0] | {"AGE": age})
    return found


@cache
def care_leavers() -> list[Row]:
    return [row | {"AGE": whole_years(row["Date of Birth"], AS_AT)} for row in rows_of(LEAVERS)]


def is_one_of(column: str, codes: str) -> Callable[[Row], bool]:
    return lambda row: row[column] in codes.split()


def aged(youngest: int, oldest: int = 99) -> Callable[[Row], bool]:
    return lambda row: youngest <= row["AGE"] <= oldest


def is_long_section_20(row: Row) -> bool:
    return bool(row["LS"] == "V2" and row["LS SINCE"] < A_YEAR_BEFORE)


GENDER = {"% Male": lambda row: row["SEX"] == 1, "% Female": lambda row: row["SEX"] == 2}
AGE = {
    "% Under 1": aged(0, 0),
    "% 1 - 4": aged(1, 4),
    "% 5 - 9": aged(5, 9),
    "% 10 - 15": aged(10, 15),
    "% 16+": aged(16),
}
COUNTED_AS: dict[str, dict[str, Callable[[Row], bool]]] = {
    "CLA Caseload Breakdown": {
        **GENDER,
        **AGE,
        "% White": is_one_of("ETHNIC", "WBRI WIRI WIRT WOTH WROM"),
        "% Mixed": is_one_of("ETHNIC", "MWBC MWBA MWAS MOTH"),
        "% Asian or Asian British": is_one_of("ETHNIC", "AIND APKN ABAN AOTH"),
        "% Black or Black British": is_one_of("ETHNIC", "BCRB BAFR BOTH"),
        "% Other ethnic groups": is_one_of("ETHNIC", "OOTH CHNE"),
        "% Other (Unborn/Refused)": is_one_of("ETHNIC", "REFU NOBT"),
        "% Full Care Orders": is_one_of("LS", "C2"),
        "% Interim Care Orders": is_one_of("LS", "C1"),
        "% Section 20": is_one_of("LS", "V2"),
        "% Section 20 more than 1 year": is_long_section_20,
        "% Placement Order": is_one_of("LS", "E1"),
        "% Other": is_one_of("LS", "D1 L1 L2 L3 J1 J2 J3"),
        "% placed in foster care": is_one_of("PLACE", "U1 U2 U3 U4 U5 U6"),
        "% placed for adoption": is_one_of("PLACE", "A3 A4 A5 A6"),
        "% placement with parents": is_one_of("PLACE", "P1"),
        "% placed at other community placement": is_one_of("PLACE", "P2 P3"),
        "% placed in Children's homes, secure units and hostels": is_one_of("PLACE", "K1 K2 H5"),
        "% placed in other residential settings": is_one_of("PLACE", "R1 R2 R3 R5"),
        "% placed in residential schools": is_one_of("PLACE", "S1"),
        "% placed in other placements": is_one_of("PLACE", "Z1"),
        "% Unaccompanied Asylum Seeking Children": lambda row: row["UASC"] == 1,
    },
    "CLA Starts Breakdown": {
        **GENDER,
        **AGE,
        "Abuse or neglect": is_one_of("CIN", "N1"),
        "Child's disability": is_one_of("CIN", "N2"),
        "Parents illness or disability": is_one_of("CIN", "N3"),
        "Family in acute stress": is_one_of("CIN", "N4"),
        "Family dysfunction": is_one_of("CIN", "N5"),
        "Socially unacceptable behaviour": is_one_of("CIN", "N6"),
        "Low income": is_one_of("CIN", "N7"),
        "Absent parenting": is_one_of("CIN", "N8"),
        "% Full Care Orders": is_one_of("LS", "C2"),
        "% Interim Care Orders": is_one_of("LS", "C1"),
        "% Section 20": is_one_of("LS", "V2"),
        "% Placement Order": is_one_of("LS", "E1"),
        "% Detained on child protection grounds": is_one_of("LS", "L1 L2 L3"),
        "% Youth Justice legal statuses": is_one_of("LS", "J1 J2 J3"),
    },
    "Care Leavers Caseload Breakdown": {
        "% Relevant": lambda row: row["Eligibility Category"] == "Relevant",
        "% Former Relevant": lambda row: row["Eligibility Category"] == "Former relevant",
        "% Qualifying": lambda row: row["Eligibility Category"] == "Qualifying",
        "% 16 - 18": aged(16, 18),
        "% 19 - 20": aged(19, 20),
        "% 21+": aged(21),
        "% Male": lambda row: row["Gender"] == "Male",
        "% Female": lambda row: row["Gender"] == "Female",
        "% Former UASC": lambda row: row["Unaccompanied Asylum Seeking Child (UASC)"] == "Y",
    },
}
COHORTS = {
    "CLA Caseload Breakdown": looked_after,
    "CLA Starts Breakdown": starters,
    "Care Leavers Caseload Breakdown": care_leavers,
}


def setting(name: str) -> Any:
    return next(row[1] for row in workbook()["Settings"].iter_rows(values_only=True) if row[0] == name)


def printed(value: Decimal, decimals: int) -> str:
    return str(value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP))


def counted(table: str, measure: str) -> str:
    """The current column of a measure, as it would be printed."""
    people = COHORTS[table]()
    population = Decimal(setting("Population aged 0-17"))
    if measure in ("Number of CLA per 10,000", "Number starting to be CLA (no duplicates)", "Care leavers"):
        return str(len(people))
    if measure == "Rate of CLA per 10,000":
        return printed(len(people) * 10_000 / population, 1)
    if measure == "Children starting to be CLA per 10,000":  # eight months, as a year's rate
        return printed(len(people) * Decimal(12) / 8 * 10_000 / population, 0)
    number = sum(1 for row in people if COUNTED_AS[table][measure](row))
    return printed(Decimal(100 * number) / len(people), 0) + "%"


def published() -> Iterator[tuple[str, str, str]]:
    """Table, measure and current figure of the sample's own data file."""
    with (SAMPLE / "data/at_a_glance.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["table"], row["measure"], row["current"]


@pytest.mark.parametrize(("table", "measure", "figure"), list(published()))
def test_counting_gives_the_published_figure(table: str, measure: str, figure: str) -> None:
    assert counted(table, measure) == figure


def test_there_are_as_many_figures_as_in_print() -> None:
    assert Counter(table for table, _, _ in published()) == dict(zip(GOLDEN, (30, 23, 10), strict=True))


@pytest.mark.parametrize("table", GOLDEN)
def test_the_figures_are_those_of_the_report(table: str) -> None:
    path = shared.path(GOLDEN[table])
    if path is None:
        pytest.skip(shared.missing(GOLDEN[table]))
    with path.open(encoding="utf-8", newline="") as file:
        report = list(csv.reader(file))[1:]
    with (SAMPLE / "data/at_a_glance.csv").open(encoding="utf-8", newline="") as file:
        ours = [row for row in csv.DictReader(file) if row["table"] == table]
    columns = ("category", "measure", "current", "last_year", "year_before", "similar")
    assert [[row[c] for c in columns] for row in ours] == [[*row[:2], *row[-4:]] for row in report]
    if table == "CLA Caseload Breakdown":
        assert [row["polarity"] for row in ours] == [row[2] for row in report]


def test_the_latest_column_of_at_a_glance_is_blank_and_the_others_are_as_published() -> None:
    with (SAMPLE / "data/at_a_glance.csv").open(encoding="utf-8", newline="") as file:
        expected = [
            ("" if c == "current" else row[c])
            for row in csv.DictReader(file)
            for c in ("current", "last_year", "year_before", "similar")
        ]
    shown = []
    for cells in workbook()["At a Glance figures"].iter_rows(min_row=4):
        if cells[1].value in (None, "Measure"):
            continue
        for cell in cells[3:7]:
            value: Any = cell.value
            if isinstance(value, str) or value is None:
                shown.append(value or "")
            elif cell.number_format == "0%":
                shown.append(f"{round(value * 100)}%")
            else:
                shown.append(f"{value:.{len(cell.number_format.partition('.')[2])}f}")
    assert shown == expected


# The Data Spotlight of 15 December.


def of_age(youngest: int, oldest: int) -> list[Row]:
    return [row for row in rows_of(LEAVERS) if youngest <= whole_years(row["Date of Birth"], LIST_DRAWN) <= oldest]


def in_eet(people: list[Row]) -> int:
    return sum(1 for row in people if code(row["Activity Status"]) in EET)


@pytest.mark.parametrize(
    ("youngest", "oldest", "cohort", "eet", "share"),
    [
        (17, 17, 3, 0, "0%"),
        (18, 18, 61, 37, "61%"),
        (17, 18, 64, 37, "58%"),
        (19, 19, 74, 50, "68%"),
        (20, 20, 72, 49, "68%"),
        (21, 21, 38, 20, "53%"),
        (19, 21, 184, 119, "65%"),
    ],
)
def test_cohorts_and_eet_are_those_of_the_spotlight(
    youngest: int, oldest: int, cohort: int, eet: int, share: str
) -> None:
    people = of_age(youngest, oldest)
    assert (len(people), in_eet(people)) == (cohort, eet)
    assert printed(Decimal(100 * eet) / cohort, 0) + "%" == share


@pytest.mark.parametrize(("ages", "in_touch", "suitable", "known"), [((17, 18), 56, 54, 64), ((19, 21), 180, 173, 182)])
def test_contact_and_accommodation_are_those_of_the_card(
    ages: tuple[int, int], in_touch: int, suitable: int, known: int
) -> None:
    people = of_age(*ages)
    suitability = Counter(code(row["Suitability of Accommodation"]) for row in people)
    assert sum(1 for row in people if row["LA In Touch"] == "YES") == in_touch
    assert (suitability["1"], suitability["1"] + suitability["2"]) == (suitable, known)


def test_the_dates_of_contact_and_of_pathway_plans_are_those_of_the_card() -> None:
    contacts = [row["Latest Date of Contact"] for row in rows_of(LEAVERS) if row["Latest Date of Contact"]]
    plans = [row["Latest Pathway Plan Review Date"] for row in rows_of(LEAVERS)]
    plans = [day for day in plans if day]
    assert (sum(1 for day in contacts if day >= dt.date(2021, 9, 30)), len(contacts)) == (230, 266)
    assert (sum(1 for day in plans if day >= dt.date(2021, 6, 30)), len(plans)) == (195, 303)


def test_nobody_has_a_birthday_between_the_two_days() -> None:
    for row in rows_of(LEAVERS):
        age = whole_years(row["Date of Birth"], AS_AT)
        assert age == whole_years(row["Date of Birth"], LIST_DRAWN) == row["Age of Child (Years)"]


def test_the_codes_of_care_leavers_are_those_of_list_9() -> None:
    for row in rows_of(LEAVERS):
        assert code(row["Activity Status"]) in EET | NEET | {""}
        assert code(row["Type of Accommodation"]) in ACCOMMODATION
        assert code(row["Suitability of Accommodation"]) in {"1", "2", ""}
        assert row["LA In Touch"] in IN_WORDS


# Nobody could take them for real.


@pytest.mark.parametrize(("name", "header"), [(CHILDREN, "CHILD"), (EPISODES, "CHILD"), (LEAVERS, "Child Unique ID")])
def test_every_sheet_and_every_identifier_says_made_up(name: str, header: str) -> None:
    title = str(workbook()[name].cell(1, 1).value)
    assert "MADE UP" in title
    assert "Nobody in this list is real" in title
    assert all(re.fullmatch(r"MADE-UP-\d{4}", row[header]) for row in rows_of(name))
    assert setting("Child lists are") == "made up"


def test_nobody_stands_in_a_list_twice_and_no_adult_is_named() -> None:
    children = [row["CHILD"] for row in rows_of(CHILDREN)]
    leavers = [row["Child Unique ID"] for row in rows_of(LEAVERS)]
    assert len({*children, *leavers}) == len(children) + len(leavers)
    assert {row["CHILD"] for row in rows_of(EPISODES)} == set(children)
    assert {row["Allocated Worker"] or row["Allocated Personal Adviser"] for row in rows_of(LEAVERS)} == {None}
    assert {row["Allocated Team"] for row in rows_of(LEAVERS)} == {"Team A", "Team B", "Team C"}


# Episodes are such as the return would accept.


def test_episodes_chain_without_gaps() -> None:
    for child, periods in periods_of_care().items():
        for period in periods:
            assert period[0]["RNE"] == "S", child
            for before, after in pairwise(period):
                assert (before["REC"], before["DEC"]) == ("X1", after["DECOM"]), child
                assert before["DECOM"] < after["DECOM"], child
            last = period[-1]
            assert (last["DEC"] is None) == (last["REC"] is None), child
            assert last["REC"] != "X1", child
        for earlier, later in pairwise(periods):
            assert earlier[-1]["DEC"] < later[0]["DECOM"], child


def test_the_reason_for_a_new_episode_says_what_changed() -> None:
    changes = {(True, False): "L", (False, True): "PT", (True, True): "BU"}
    seen = set()
    for periods in periods_of_care().values():
        for period in periods:
            for before, after in pairwise(period):
                changed = before["LS"] != after["LS"], before["PLACE"] != after["PLACE"]
                assert after["RNE"] in changes[changed]
                assert before["CIN"] == after["CIN"]
                seen.add(after["RNE"])
    assert seen == set("LPBTU")


@pytest.mark.parametrize("column", LOOKED_AFTER_CODES)
def test_the_codes_of_episodes_are_those_of_the_return(column: str) -> None:
    assert {row[column] for row in rows_of(EPISODES)} <= LOOKED_AFTER_CODES[column]


def test_everybody_is_born_before_care_begins_and_leaves_it_by_18() -> None:
    born = {row["CHILD"]: row["DOB"] for row in rows_of(CHILDREN)}
    for episode in rows_of(EPISODES):
        assert born[episode["CHILD"]] <= episode["DECOM"]
        last = episode["DEC"] or LIST_DRAWN
        assert whole_years(born[episode["CHILD"]], last - dt.timedelta(days=1)) < 18


# The lists test a count: each of these would be counted wrongly by a careless one.


def test_there_are_children_whom_a_careless_count_would_get_wrong() -> None:
    episodes = rows_of(EPISODES)
    first_of = [period[0] for periods in periods_of_care().values() for period in periods]
    counted_starts = [e for e in first_of if YEAR_BEGAN <= e["DECOM"] <= AS_AT and e["LS"] != "V3"]
    long = [row for row in looked_after() if is_long_section_20(row)]
    assert {e["DECOM"] for e in first_of} >= {YEAR_BEGAN - dt.timedelta(days=1), YEAR_BEGAN, AS_AT}
    assert len(counted_starts) == len(starters()) + 2, "two children start twice"
    assert any(row["DECOM"] > A_YEAR_BEFORE for row in long), "section 20 goes on through a change of placement"
    assert any(e["LS"] == "V3" and e["DECOM"] <= AS_AT < e["DEC"] for e in episodes), "a short break on the day"
    assert sum(1 for e in first_of if e["DECOM"] > AS_AT) == 3, "starts after the day"
    assert sum(1 for e in episodes if e["DEC"] and e["DEC"] > AS_AT and e["REC"] not in ("X1", "E4A")) == 4
    here = {row["CHILD"] for row in looked_after()}
    assert sum(1 for row in starters() if row["CHILD"] not in here) == 20, "started and left again"
    assert len({row["CHILD"] for row in rows_of(CHILDREN)} - here) > 100


@pytest.mark.parametrize(("reasons", "number"), [("E11 E12", 15), ("E43 E44 E45 E46 E47 E48", 17)])
def test_adoptions_and_special_guardianship_orders_are_those_of_the_card(reasons: str, number: int) -> None:
    ended = [e for e in rows_of(EPISODES) if e["REC"] in reasons.split() and YEAR_BEGAN <= e["DEC"] <= AS_AT]
    assert len(ended) == number


def test_those_looked_after_when_the_year_began_are_as_many_as_published() -> None:
    began = YEAR_BEGAN - dt.timedelta(days=1)
    on_the_day = {
        e["CHILD"]
        for e in rows_of(EPISODES)
        if e["DECOM"] <= began and (e["DEC"] is None or e["DEC"] > began) and e["LS"] != "V3"
    }
    assert len(on_the_day) == 424
