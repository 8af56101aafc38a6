"""The Department's files, old and new, well and badly kept: read, or asked about with file and line."""

from __future__ import annotations

import tracemalloc
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.tools import shared
from tests.tools.department import (
    EET,
    NAMES_2025,
    NAMES_BEFORE,
    NEIGHBOURS,
    Cell,
    activity,
    shares,
)

from cpp_scorecard.core.comparator import CouncilFigure
from cpp_scorecard.core.errors import Refused
from cpp_scorecard.core.findings import Finding
from cpp_scorecard.core.series import CellRef, Missing, MissingReason
from cpp_scorecard.intake.department import Years, department_files, read_measures
from cpp_scorecard.intake.department_cells import council_number, figure, reporting_year, year_label
from cpp_scorecard.intake.department_measures import OWN, catalogue, shipped_catalogue

PLAIN = shares("55 53 45 61 67 62 59 52 68 65")


def read(paths: Path | Sequence[Path], measure: str = EET) -> tuple[Years, list[Finding]]:
    known = catalogue()
    wanted = known.find(measure)
    assert wanted is not None
    files = department_files(paths) if isinstance(paths, Path) else paths
    found, findings = read_measures(files, [wanted], frozenset(NEIGHBOURS), known, any_name=True)
    return found.get(wanted.name, {}), findings


def printed(years: Years, year: int = 2021) -> list[float | Missing]:
    return [years[year].of(council, year_label(year)).value for council in NEIGHBOURS]


def one(years: Years, council: int = NEIGHBOURS[0], year: int = 2021) -> CouncilFigure:
    return years[year].of(council, year_label(year))


@pytest.mark.parametrize(
    ("names", "age"),
    [
        (NAMES_2025, "17 to 18 years"),
        (NAMES_BEFORE, "Aged 17 to 18"),
        (NAMES_BEFORE, "17 to 18 years"),
        (("age", "characteristic", "number", "percentage"), "17 to 18 years"),
    ],
)
def test_the_names_of_columns_and_words_of_each_release(names: Sequence[str], age: str, tmp_path: Path) -> None:
    years, findings = read(activity(tmp_path / "a.csv", {"2021": PLAIN}, names=names, age=age))
    assert printed(years) == [55, 53, 45, 61, 67, 62, 59, 52, 68, 65]
    assert (one(years).count, one(years).out_of) == (55, 100)
    assert findings == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_separators(encoding: str, delimiter: str, tmp_path: Path) -> None:
    """A name with an accent stands in the file, so that a wrong encoding would not go unnoticed."""
    more = [["2021", "", "Regional", "Café", "", "", "", "", "", "", ""]]
    path = activity(tmp_path / "a.csv", {"2021": PLAIN}, encoding=encoding, delimiter=delimiter, more=more)
    years, findings = read(path)
    assert printed(years)[0] == 55
    assert findings == []


def test_several_years_and_ways_to_write_them(tmp_path: Path) -> None:
    years, findings = read(activity(tmp_path / "a.csv", {"2019": PLAIN, "202021": PLAIN}))
    assert set(years) == {2019, 2021}
    assert findings == []


def test_a_figure_knows_its_file_line_and_field(tmp_path: Path) -> None:
    """Line 1 is the header, line 2 the nation's row: the first council's figure is in line 3."""
    years, _ = read(activity(tmp_path / "activity.csv", {"2021": PLAIN}))
    assert str(one(years).cells[0]) == "'activity.csv'!K3"
    assert [str(cell) for cell in one(years).cells[1:]] == ["'activity.csv'!J3", "'activity.csv'!J4"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("69", 69),
        (" 69 ", 69),
        ("1,438", 1438),
        ("10.5", 10.5),
        ("69%", 69),
        ("0", 0),
        ("c", MissingReason.SUPPRESSED),
        ("C", MissingReason.SUPPRESSED),
        ("[c]", MissingReason.SUPPRESSED),
        ("z", MissingReason.NOT_APPLICABLE),
        ("x", MissingReason.NOT_AVAILABLE),
        ("k", MissingReason.NOT_AVAILABLE),
        ("[low]", MissingReason.NOT_AVAILABLE),
        ("~", MissingReason.NOT_AVAILABLE),
        (":", MissingReason.NOT_AVAILABLE),
        ("u", MissingReason.NOT_AVAILABLE),
        ("", MissingReason.BLANK),
        ("1,43", MissingReason.UNUSABLE),
        ("about 69", MissingReason.UNUSABLE),
        ("-5", MissingReason.UNUSABLE),
        ("nan", MissingReason.UNUSABLE),
        ("1e3", MissingReason.UNUSABLE),
    ],
)
def test_figures_and_markers(text: str, expected: float | MissingReason) -> None:
    found = figure(text, CellRef("a.csv", 1, 1), shipped_catalogue().markers)
    assert (found.reason if isinstance(found, Missing) else found) == expected


@pytest.mark.parametrize(
    ("text", "number"),
    [("865", 865), (" 865", 865), ("865.0", 865), ("0865", 865), ("", None), ("E06000054", None), ("8650", None)],
)
def test_numbers_of_councils_stored_as_text(text: str, number: int | None) -> None:
    assert council_number(text) == number


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2021", 2021),
        ("202021", 2021),
        ("2020/21", 2021),
        ("2020-21", 2021),
        ("2020-2021", 2021),
        ("199900", 2000),
        ("202022", None),
        ("21", None),
        ("1066", None),
        ("", None),
        ("2021 Q1", None),
    ],
)
def test_reporting_years_by_the_year_in_which_they_end(text: str, year: int | None) -> None:
    assert reporting_year(text) == year


@pytest.mark.parametrize(("marker", "reason"), [("c", "suppressed"), ("z", "not applicable"), ("k", "rounds to 0")])
def test_a_marker_keeps_its_reason(marker: str, reason: str, tmp_path: Path) -> None:
    years, findings = read(activity(tmp_path / "a.csv", {"2021": shares(f"{marker} 53 45 61 67 62 59 52 68 65")}))
    value = one(years).value
    assert isinstance(value, Missing)
    assert reason in value.text
    assert findings == []


def test_a_council_without_a_row_says_which_file_has_none(tmp_path: Path) -> None:
    few = {council: cell for council, cell in PLAIN.items() if council != 838}
    value = one(read(activity(tmp_path / "a.csv", {"2021": few}))[0], 838).value
    assert isinstance(value, Missing)
    assert value.text == "not available: a.csv has no row of it for 2020-21"


def test_a_text_where_a_figure_was_expected_names_file_and_line(tmp_path: Path) -> None:
    years, findings = read(activity(tmp_path / "a.csv", {"2021": shares("lots 53 45 61 67 62 59 52 68 65")}))
    value = one(years).value
    assert isinstance(value, Missing)
    assert value.reason is MissingReason.UNUSABLE
    cells = [(f.code, f.sheet, f.cell) for f in findings]
    assert cells == [("department-cell-unusable", "a.csv", "K3"), ("department-cell-unusable", "a.csv", "J3")]
    assert 'a.csv, line 3: the text "lots"' in findings[0].message
    assert findings[0].remedy


ROW = ["2021", "", "Local authority", "England", "916", "x", "E1", "17 to 18 years"]
EET_WORDS = "Total in education, employment or training"


def test_a_second_row_with_another_figure_is_a_conflict(tmp_path: Path) -> None:
    years, findings = read(activity(tmp_path / "a.csv", {"2021": PLAIN}, more=[[*ROW, EET_WORDS, "70", "70"]]))
    value = one(years).value
    assert isinstance(value, Missing)
    assert value.reason is MissingReason.CONFLICT
    assert {f.code for f in findings} == {"department-row-twice"}
    assert "has 70 here and 55 in line 3" in findings[0].message


@pytest.mark.parametrize("again", [("55", "55"), ("z", "z")])
def test_a_second_row_that_says_the_same_or_nothing_does_no_harm(again: tuple[str, str], tmp_path: Path) -> None:
    """A boundary change leaves a council's old code with markers beside the new code with figures."""
    years, findings = read(activity(tmp_path / "a.csv", {"2021": PLAIN}, more=[[*ROW, EET_WORDS, *again]]))
    assert one(years).value == 55
    assert findings == []


def test_a_row_with_a_figure_counts_over_one_with_a_marker(tmp_path: Path) -> None:
    councils = shares("z 53 45 61 67 62 59 52 68 65")
    years, findings = read(activity(tmp_path / "a.csv", {"2021": councils}, more=[[*ROW, EET_WORDS, "70", "70"]]))
    assert one(years).value == 70
    assert findings == []


def test_a_file_that_is_broken_throughout_makes_a_handful_of_findings(tmp_path: Path) -> None:
    broken = [["last year", *ROW[1:], EET_WORDS, "70", "70"]] * 1_000
    _, findings = read(activity(tmp_path / "a.csv", {"2021": PLAIN}, more=broken))
    assert len(findings) < 10
    assert "995 more of the same" in findings[-1].message


def test_one_letter_of_an_older_encoding_at_the_very_end(tmp_path: Path) -> None:
    """A file of an older program is read whole, wherever its first accent stands."""
    file = activity(tmp_path / "a.csv", {"2021": PLAIN}, encoding="cp1252")
    file.write_bytes(file.read_bytes().rstrip() + b"\r\n\xe9")
    years, findings = read(file)
    assert (one(years).value, findings) == (55, [])


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (["2021", "", "Local authority", "England", "916", "x"], "6 fields"),
        (["last year", *ROW[1:], EET_WORDS, "70", "70"], '"last year"'),
    ],
)
def test_a_broken_line_is_left_out_and_named(row: list[str], says: str, tmp_path: Path) -> None:
    years, findings = read(activity(tmp_path / "a.csv", {"2021": PLAIN}, more=[row]))
    assert one(years).value == 55
    assert [f.code for f in findings] == ["department-cell-unusable"]
    assert says in findings[0].message
    assert findings[0].where is not None
    assert findings[0].where.row + 1 == 23


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "its header has nothing"),
        (b"name,age\nAnn,17\n", "no column old_la_code"),
        (b"time_period,old_la_code,la_name\n2021,916,x\n", "no column care_leaver_age or age"),
        (b"PK\x03\x04 and so on", "an Excel workbook"),
        (b"\xd0\xcf\x11\xe0 and so on", "an old Excel workbook"),
        (b"time_period,old_la_code,age,activity,number,percentage\n", "no row"),
        (b"time_period,old_la_code,age,activity,number,percentage\n2021,865,17 to 18 years,Total,1,100\n", "no row"),
    ],
)
def test_a_wrong_file_is_named_with_what_is_missing(content: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / "la_care_leavers_activity.csv"
    path.write_bytes(content)
    years, findings = read(path)
    assert years == {}
    assert [f.code for f in findings] == ["department-file-unusable"]
    assert "la_care_leavers_activity.csv, line 1: " in findings[0].message
    assert says in findings[0].message
    assert findings[0].remedy


def test_of_two_releases_the_later_counts_for_each_year_that_it_has(tmp_path: Path) -> None:
    old = activity(tmp_path / "activity_2021.csv", {"2020": shares("1 " * 10), "2021": shares("2 " * 10)})
    new = activity(tmp_path / "activity_2025.csv", {"2021": shares("3 " * 10), "2025": shares("4 " * 10)})
    for files in ([old, new], [new, old]):
        years, _ = read(files)
        assert {year: printed(years, year)[0] for year in years} == {2020: 1, 2021: 3, 2025: 4}


def test_files_stand_in_the_folder_or_in_its_folder_data(tmp_path: Path) -> None:
    for name in ("b.CSV", "data/a.csv", "readme.txt", "neighbours/c.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("", "utf-8")
    assert [path.name for path in department_files(tmp_path)] == ["b.CSV", "a.csv"]


def test_every_measure_can_be_named_in_several_ways() -> None:
    known = catalogue()
    names = [word for measure in known.measures for word in (measure.name, *measure.also)]
    assert len({known.find(name) for name in names}) == len(known.measures) >= 8
    assert known.find("eet 17–18") is known.find("Care leavers in EET 17-18")
    assert known.find("Weather") is None
    assert known.nearest("EET 17 18 years") == f'Did you mean "{EET}"?'
    assert EET in known.nearest("Weather")


MEASURE = """\
[[measures]]
name = "Young people in higher education"
files = ["*activity*"]
unit = "Percentage"
decimals = 0
value = ["care_leaver_percent"]
count = ["care_leaver_count"]
[[measures.rows]]
columns = ["breakdown"]
words = ["Higher education"]
"""


def test_a_measure_is_added_by_an_entry_in_a_file(tmp_path: Path) -> None:
    """No code: an entry of `measures.toml` beside the files is a measure like those that ship."""
    (tmp_path / OWN).write_text(MEASURE, "utf-8")
    activity(tmp_path / "activity.csv", {"2021": PLAIN}, more=[[*ROW, "Higher education", "4", "4"]])
    known = catalogue(tmp_path)
    wanted = known.find("young people in higher education")
    assert wanted is not None
    found, findings = read_measures(department_files(tmp_path), [wanted], frozenset(NEIGHBOURS), known)
    assert found[wanted.name][2021].of(916, "2020-21").value == 4
    assert findings == []


@pytest.mark.parametrize(
    "text",
    [
        "[[measures]]\nname = ",
        '[[measures]]\nname = "x"\n',
        MEASURE.replace('["*activity*"]', '["*activity*"]\nalso = 3'),
        MEASURE.replace("Percentage", "Furlongs"),
        MEASURE.replace('["care_leaver_percent"]', '"care_leaver_percent"'),
    ],
)
def test_a_file_of_measures_that_cannot_be_understood_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / OWN).write_text(text, "utf-8")
    with pytest.raises(Refused, match=r"measures\.toml does not describe measures"):
        catalogue(tmp_path)


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    """Rows of other councils are gone as soon as they are read."""
    others: dict[int, Cell] = {number: ("50", "50", "100") for number in range(100, 900) if number not in NEIGHBOURS}
    small = activity(tmp_path / "small.csv", {"2021": PLAIN})
    large = activity(tmp_path / "large.csv", {str(year): {**others, **PLAIN} for year in range(2012, 2022)})
    assert large.stat().st_size > 50 * small.stat().st_size
    peaks = []
    for path in (small, small, large):
        tracemalloc.start()
        read(path)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[2] < peaks[1] + 1_000_000


@pytest.mark.skipif(bool(shared.missing("ees")), reason=shared.missing("ees"))
@pytest.mark.parametrize("measure", [measure.name for measure in shipped_catalogue().measures])
def test_the_departments_own_files_give_every_measure(measure: str) -> None:
    """Five years, ten councils, printed figures that agree with their counts, and nothing to ask about."""
    folder, known = shared.path("ees"), catalogue()
    wanted = known.find(measure)
    assert folder is not None
    assert wanted is not None
    found, findings = read_measures(department_files(folder), [wanted], frozenset(NEIGHBOURS), known)
    assert findings == []
    years = found[measure]
    assert set(years) == {2021, 2022, 2023, 2024, 2025}
    scale = 100 if wanted.unit.is_percentage else 10_000
    compared = 0
    for year in years:
        for council in NEIGHBOURS:
            one = years[year].of(council, year_label(year))
            if isinstance(one.value, Missing) or isinstance(one.count, Missing) or isinstance(one.out_of, Missing):
                continue
            assert abs(one.value - scale * one.count / one.out_of) <= 0.5 + 1e-9, (year, council)
            compared += 1
    assert compared >= 40
