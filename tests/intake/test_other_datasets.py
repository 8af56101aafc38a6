"""Exception datasets of other councils, as they might look: headings, months, comparators and orders of their own.

All figures are made up. Each workbook is read by the code and the words that read the published one.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from tests.tools.workbooks import Row, Shown, write

from cpp_scorecard.cli import main

Document = dict[str, Any]


def checked(capsys: pytest.CaptureFixture[str], path: Path) -> Document:
    code = main(["check", str(path), "--json"])
    document: Document = json.loads(capsys.readouterr().out)
    assert code == 0, document
    return document


def codes(document: Document) -> set[str]:
    return {finding["code"] for finding in document["findings"]}


def row_of(document: Document, name: str, area: str = "") -> Document:
    found = [r for r in document["dataset"] if r["indicator"] == name and area in ("", r["area"])]
    assert len(found) == 1, [r["indicator"] for r in document["dataset"]]
    return dict(found[0])


def differing(document: Document) -> list[tuple[str, str, float, float]]:
    return [(d["indicator"], d["period"], d["published"], d["computed"]) for d in document["differences"]]


BRISTOL: list[Row] = [
    ("Children's services, made-up figures",),
    (),
    (None, None, None, "Target range", None, *[None] * 10),
    (
        "Theme", "Measure", "Data type", "Lower", "Upper", "April 2023", "May 2023", "June 2023", "July 2023",
        "August 2023", "September 2023", "Q1 2023-24", "Q2 2023-24", "2022/23", "Bristol", "England average",
    ),
    (None, "Population 0-17", None, None, None, *[90_000] * 6, 90_000, 90_000, 89_000, None, None),
    ("Front door", "Contacts", "Number", 250, 320, 100, 110, 120, 90, 80, 100, 330, 270, 1_200, None, None),
    (None, "Contacts per 10,000", "Rate", 110, 140, None, None, None, None, None, None, 147, 120, 135, 140, 151.5),
    (None, "Open cases", "Snapshot", None, None, 40, 41, 42, 43, 44, 45, 42, 45, 39, None, None),
    (None, "% seen in time", "%", "90%", "95%", "80%", "82%", "84%", "85%", "86%", "88%", "83%", "87%", "90%", "91%",
     "93%"),
    (None, "Seen in time", "Number", None, None, 80, 90, 101, 77, 69, 88, 271, 234, 1_080, None, None),
]  # fmt: skip


def with_header_group(path: Path, rows: Sequence[Row], **sheets: list[Row]) -> Path:
    return write(path, {"Dataset": rows, **sheets}, {"Dataset": ["D3:E3"]})


MEASURES: list[Row] = [
    ("Theme", "Measure", "Measure type", "Numerator", "Denominator", "Expected range is"),
    ("Front door", "Contacts per 10,000", "Rate of a flow", "Contacts", None, "annual"),
    ("Front door", "% seen in time", "Percentage", "Seen in time", "Contacts", None),
]


def test_other_headings_months_comparators_and_no_references(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Theme, Measure, Data type; full names of months; `2022/23`; a Measures sheet that goes by area and name."""
    found = checked(capsys, with_header_group(tmp_path / "d.xlsx", BRISTOL, Measures=MEASURES))
    assert [row["indicator"] for row in found["dataset"]] == [
        "Contacts", "Contacts per 10,000", "Open cases", "% seen in time", "Seen in time",
    ]  # fmt: skip
    assert {row["area"] for row in found["dataset"]} == {"Front door"}
    contacts, rate = row_of(found, "Contacts"), row_of(found, "Contacts per 10,000")
    assert list(contacts["published"]) == [
        "Apr-23", "May-23", "Jun-23", "Jul-23", "Aug-23", "Sep-23", "23-24 Q1", "23-24 Q2", "22-23 FY",
    ]  # fmt: skip
    assert (contacts["low"], contacts["high"], contacts["rag"]) == (250, 320, "G")
    assert rate["values"]["23-24 Q1"] == pytest.approx(330 * 4 * 10_000 / 90_000)
    assert rate["values"]["22-23 FY"] == pytest.approx(1_200 * 10_000 / 89_000)
    assert rate["values"]["Apr-23"] == pytest.approx(100 * 12 * 10_000 / 90_000)
    assert rate["comparators"] == {"Bristol": 140, "England average": 151.5}
    share = row_of(found, "% seen in time")
    assert share["values"]["23-24 Q1"] == pytest.approx(271 / 330)
    assert (share["low"], share["high"], share["comparators"]) == (
        0.9,
        0.95,
        {"Bristol": 0.91, "England average": 0.93},
    )
    assert (share["rag"], share["outside"]) == ("A", "low")
    assert ("% seen in time", "23-24 Q1", 0.83) in [d[:3] for d in differing(found)]
    assert found["as_of"] == "2023-09"
    assert not codes(found) & {"cell-unusable", "measure-type-unknown", "measure-row-unknown", "counts-not-declared"}


def test_the_same_with_columns_in_another_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Comparators first, then years, quarters, months from the latest, the range at the end: the same dataset."""
    plain = [("Target range / Lower", "Target range / Upper"), BRISTOL[3]]
    order = [0, 1, 2, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 3, 4]

    def turned(row: Row) -> Row:
        whole = (*row, *[None] * (16 - len(row)))
        return [whole[column] for column in order]

    header = [*plain[1]]
    header[3:5] = plain[0]
    rows = [BRISTOL[0], (), turned(header), *[turned(row) for row in BRISTOL[4:]]]
    other = checked(capsys, write(tmp_path / "turned.xlsx", {"Dataset": rows, "Measures": MEASURES}))
    first = checked(capsys, with_header_group(tmp_path / "d.xlsx", BRISTOL, Measures=MEASURES))

    def without_place(document: Document) -> list[Document]:
        return [{k: v for k, v in row.items() if k != "source_row"} for row in document["dataset"]]

    assert without_place(other) == without_place(first)
    assert differing(other) == differing(first)


def test_without_a_measures_sheet_only_what_follows_by_itself_is_worked_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Counts and snapshots add up; rates and percentages stay as printed, and Checks says which."""
    rows = [list(row) for row in BRISTOL]
    rows[5][11] = 331  # 330 by its months
    rows[7][11] = 41  # 42 in June
    found = checked(capsys, with_header_group(tmp_path / "d.xlsx", rows))
    assert differing(found) == [("Contacts", "23-24 Q1", 331, 330), ("Open cases", "23-24 Q1", 41, 42)]
    for name in ("Contacts per 10,000", "% seen in time"):
        assert row_of(found, name)["values"] == row_of(found, name)["published"]
    said = [f for f in found["findings"] if f["code"] == "counts-not-declared"]
    assert [(f["severity"], f["sheet"], f["cell"]) for f in said] == [("warning", "Dataset", "B7")]
    assert "Contacts per 10,000, % seen in time" in said[0]["message"]
    assert "population-missing" not in codes(found)


def test_a_second_block_with_its_columns_in_another_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each block is read by its own header; narrative between the blocks is no row; a block may lack columns."""
    rows: list[Row] = [
        ("Ref", "Area", "Indicator", "Type", "Oct-23", "Nov-23", "Dec-23", "Q3 2023-24", "Low", "High", "Eng"),
        ("A1", "Plans", "Plans started", "number", 1, 2, 3, 6, 5, 9, None),
        ("A2", None, "Plans open", "snapshot", 10, 11, 12, 12, None, None, 14),
        (),
        ("Reds of concern",),
        ("Plans fell in the quarter, and the reviews that were due in November have all been held since then.",),
        (),
        ("Ref", "Area", "Indicator", "Eng", "Type", "Q3 2023-24", "Dec-23", "Nov-23", "Oct-23", "High", "Low"),
        ("B1", "Visits", "Visits made", 44, "number", 60, 30, 20, 10, 70, 50),
        (),
        ("Area", "Indicator", "Type", "Oct-23", "Nov-23", "Dec-23", "Q3 2023-24"),
        ("Staff", "Plans started", "number", 7, 7, 7, 20),
    ]
    found = checked(capsys, write(tmp_path / "d.xlsx", {"Quarter": rows}))
    assert [(r["reference"], r["area"], r["indicator"]) for r in found["dataset"]] == [
        ("A1", "Plans", "Plans started"),
        ("A2", "Plans", "Plans open"),
        ("B1", "Visits", "Visits made"),
        ("", "Staff", "Plans started"),
    ]
    visits = row_of(found, "Visits made")
    assert visits["published"] == {"Oct-23": 10, "Nov-23": 20, "Dec-23": 30, "23-24 Q3": 60}
    assert (visits["low"], visits["high"], visits["comparators"], visits["rag"]) == (50, 70, {"Eng": 44}, "G")
    assert differing(found) == [("Plans started", "23-24 Q3", 20, 21)]
    assert row_of(found, "Plans started", "Staff")["comparators"] == {}


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([Shown(0.94, "0%"), Shown(0.9, "0%"), Shown(0.01, "0%")], [0.94, 0.9, 0.01]),
        ([94, 90, 1], [0.94, 0.9, 0.01]),
        ([0.94, 0.9, 1], [0.94, 0.9, 1]),
        ([94.5, 90, 0.5], [0.945, 0.9, 0.005]),
        (["94%", "90%", "1%"], [0.94, 0.9, 0.01]),
        ([0.94, 0.9, 0.01], [0.94, 0.9, 0.01]),
        ([Shown(0.94, "0.0%"), "90%", 94], [0.94, 0.9, 0.94]),
        (["94.0% (prov)", "1,00%", "-"], None),
    ],
)
def test_percentages_however_they_are_typed(
    cells: list[object], expected: list[float] | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A format, a text, plain per cent, plain fractions: the row tells how a plain number of one or less is meant."""
    rows: list[Row] = [
        ("Area", "Indicator", "Type", "Apr-23", "May-23", "Jun-23", "Q1 2023-24"),
        ("Visits", "In time", "% snapshot", *cells, None),
        ("Visits", "Made", "number", 1, 2, 3, 6),
    ]
    path = write(tmp_path / "d.xlsx", {"Grid": rows})
    if expected is None:
        assert main(["check", str(path), "--json"]) == 3
        found = json.loads(capsys.readouterr().out)
        assert [(f["code"], f["cell"]) for f in found["findings"] if f["severity"] == "error"] == [
            ("cell-unusable", "E2")
        ]
        assert row_of(found, "In time")["published"]["Apr-23"] == 0.94
        return
    found = checked(capsys, path)
    assert list(row_of(found, "In time")["published"].values())[:3] == pytest.approx(expected, rel=1e-12)
    assert differing(found) == []


def test_a_whole_year_of_real_dates_and_quarters_that_are_still_empty(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The report is about the latest quarter with figures; columns that stand ready for later ones do not count."""
    import datetime as dt

    months = [dt.datetime(2024, 4 + n, 1) for n in range(9)] + [dt.datetime(2025, 1 + n, 1) for n in range(3)]
    rows: list[Row] = [
        ("No", "Priority area", "KPI", "Type of measure", *[Shown(month, "mmm-yy") for month in months],
         *[f"Q{n} 2024-25" for n in range(1, 5)], "Expected range low", "Expected range high", "SN", "Eng"),
        ("1", "Front door", "Referrals", "flow", *[10, 20, 30, 20, 20, 20], *[None] * 6, 60, 60, None, None, 70, 90,
         None, None),
        ("2", "Front door", "Open cases", "stock", *[5, 6, 7, 8, 9, 10], *[None] * 6, 7, 11, None, None, None, None,
         12, 13),
    ]  # fmt: skip
    found = checked(capsys, write(tmp_path / "d.xlsx", {"Grid": rows}))
    assert found["as_of"] == "2024-09"
    referrals = row_of(found, "Referrals")
    assert (referrals["rag"], referrals["outside"]) == ("R", "low")
    assert len(referrals["published"]) == 16
    assert differing(found) == [("Open cases", "24-25 Q2", 11, 10)]
    assert row_of(found, "Open cases")["comparators"] == {"SN": 12, "Eng": 13}


def test_months_after_the_last_quarter_and_a_year_that_has_begun_are_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The report is about Q1; July and the part of the year stand in the grid as they were entered."""
    rows: list[Row] = [
        ("Area", "Indicator", "Type", "Apr-23", "May-23", "Jun-23", "Jul-23", "Q1 2023-24", "2023-24", "Low", "High"),
        ("Visits", "Made", "number", 1, 2, 3, 4, 6, "10 (part year)", 5, 7),
    ]
    path = write(tmp_path / "d.xlsx", {"Grid": rows})
    found = checked(capsys, path)
    assert row_of(found, "Made")["published"] == {
        "Apr-23": 1, "May-23": 2, "Jun-23": 3, "Jul-23": 4, "23-24 Q1": 6, "23-24 FY": 10,
    }  # fmt: skip
    assert (found["as_of"], row_of(found, "Made")["rag"]) == ("2023-06", "G")
    assert main(["check", str(path), "--json", "--as-of", "2023-05"]) == 0
    earlier = json.loads(capsys.readouterr().out)
    assert row_of(earlier, "Made")["published"] == {"Apr-23": 1, "May-23": 2}


def test_quarters_and_years_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No months at all: quarters are as given, years follow from them; groups of years above the leaves."""
    rows: list[Row] = [
        (None, None, None, "2022/23", None, None, None, "2023/24", None, None, None, None, "Range", None),
        ("Outcome", "Performance measure", "Count type", "Q1", "Q2", "Q3", "Q4", "Q1", "Q2", "Q3", "Q4", "FY",
         "Low", "High"),
        ("Care", "Children who entered care", "sum", 10, 11, 12, 13, 9, 8, 7, 6, 31, None, 12),
        ("Care", "Children in care", "position", 100, 99, 98, 97, 96, 95, 94, 93, 93, None, 90),
    ]  # fmt: skip
    merges = {"Grid": ["D1:G1", "H1:L1", "M1:N1"]}
    found = checked(capsys, write(tmp_path / "d.xlsx", {"Grid": rows}, merges))
    assert found["as_of"] == "2024-03"
    entered = row_of(found, "Children who entered care")
    assert list(entered["published"]) == [
        "22-23 Q1", "22-23 Q2", "22-23 Q3", "22-23 Q4", "23-24 Q1", "23-24 Q2", "23-24 Q3", "23-24 Q4", "23-24 FY",
    ]  # fmt: skip
    assert differing(found) == [("Children who entered care", "23-24 FY", 31, 30)]
    assert row_of(found, "Children in care")["outside"] == "high"
    assert (entered["low"], entered["high"], entered["rag"]) == (None, 12, "G")


def test_months_alone_across_two_financial_years(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The latest month is the report's; nothing follows from months alone but the ratios of their own column."""
    rows: list[Row] = [
        ("Reference", "Service area", "Indicator", "Type", "Feb-23", "Mar-23", "Apr-23", "Minimum", "Maximum"),
        (None, "Population", None, None, 50_000, 50_000, 51_000, None, None),
        ("K1", "Care", "In care", "snapshot", 250, 255, 260, 240, 250),
        ("K2", "Care", "In care per 10,000", "snapshot rate", 50, 51, 52, None, None),
    ]
    measures: list[Row] = [
        ("Reference", "Indicator", "Measure type", "Numerator"),
        ("K2", "", "Rate of a stock", "K1"),
    ]
    found = checked(capsys, write(tmp_path / "d.xlsx", {"Grid": rows, "How": measures}))
    assert found["as_of"] == "2023-04"
    assert [(*cell, round(computed, 2)) for *cell, computed in differing(found)] == [
        ("In care per 10,000", "Apr-23", 52, 50.98)
    ]
    assert (row_of(found, "In care")["rag"], row_of(found, "In care")["outside"]) == ("A", "high")


def test_a_measures_sheet_by_name_for_a_grid_with_references_and_the_other_way_round(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Names that repeat are told apart by their area; a list may go by what the grid has."""
    header = ("Ref", "Area", "Indicator", "Type", "Apr-23", "May-23", "Jun-23", "Q1 2023-24")
    grid: list[Row] = [
        header,
        ("D1", "Plans", "Due", "number", 10, 10, 10, 30),
        ("D2", "Plans", "Done + checked", "number", 5, 6, 7, 18),
        ("D3", "Plans", "% done", "%", "50%", "60%", "70%", "60%"),
        ("D4", "Visits", "Due", "number", 20, 20, 20, 60),
        ("D5", "Visits", "Done + checked", "number", 20, 20, 19, 59),
        ("D6", "Visits", "% done", "%", "100%", "100%", "95%", "98%"),
    ]
    by_name: list[Row] = [
        ("Area", "Indicator", "Measure type", "Numerator", "Denominator"),
        ("Plans", "% done", "Percentage", "Done + checked", "Due"),
        ("Visits", "% done", "Percentage", "Done + checked", "Due"),
    ]
    without: list[Row] = [row[1:] for row in grid]
    by_both: list[Row] = [
        ("Ref", "Area", "Indicator", "Measure type", "Numerator", "Denominator"),
        ("D3", "Plans", "% done", "Percentage", "Done + checked", "Due"),
        ("D6", "Visits", "% done", "Percentage", "Done + checked", "Due"),
    ]
    for place, (rows, measures) in enumerate([(grid, by_name), (without, by_both), (without, by_name)]):
        found = checked(capsys, write(tmp_path / f"{place}.xlsx", {"Grid": rows, "Measures": measures}))
        assert row_of(found, "% done", "Plans")["values"]["23-24 Q1"] == 18 / 30
        assert row_of(found, "% done", "Visits")["values"]["23-24 Q1"] == 59 / 60
        assert differing(found) == []
        assert not codes(found) & {"counts-not-declared", "measure-row-unknown"}


def test_overrides_reasons_and_sections_without_references(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The lists beside the grid go by area and name too; an officer's rating is carried on until the next one."""
    lists: dict[str, list[Row]] = {
        "Measures": MEASURES,
        "Overrides": [
            ("Theme", "Measure", "What", "Applies to", "Value", "Officer", "Date", "Reason"),
            ("Front door", "Contacts", "Rating", "Q1 2023-24", "Amber", "A manager", "2023-07-30", "Made up: a dip."),
            ("Front door", "Contacts", "Rating", "Q2 2023-24", "Red", "A manager", "2023-10-30", "Made up: it fell."),
            ("Front door", "Contacts", "Rating", "Q3 2023-24", "Green", "A manager", "2024-01-30", "Made up: later."),
            ("Front door", "Open cases", "Rating", "Q1 2023-24", "Amber", "A manager", "2023-07-30", "Made up: kept."),
            ("Front door", "Nothing", "Rating", "Q1 2023-24", "Amber", "A manager", "2023-07-30", "Made up: no row."),
        ],
        "Differences": [
            ("Theme", "Measure", "Period", "Kind of difference", "Reason"),
            ("Front door", "% seen in time", "Q1 2023-24", "slip", "Made up: typed from memory."),
        ],
        "Sections": [("Theme", "Section", "Head of service"), ("Front door", "1 Front door", "Head of the front door")],
    }
    found = checked(capsys, with_header_group(tmp_path / "d.xlsx", BRISTOL, **lists))
    assert row_of(found, "Contacts")["rag_override"] == "Red"
    assert row_of(found, "Contacts")["rag"] == "G"
    assert row_of(found, "Open cases")["rag_override"] == "Amber"
    assert {row["section"] for row in found["dataset"]} == {"1 Front door"}
    recorded = {d["period"]: d["recorded"] for d in found["differences"] if d["indicator"] == "% seen in time"}
    assert recorded["23-24 Q1"] == "slip: Made up: typed from memory."
    assert [f["cell"] for f in found["findings"] if f["code"] == "override-row-unknown"] == ["E6"]


def test_the_pack_of_another_council_has_its_own_columns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was read is what is written: its months, its comparators, nothing of the published dataset's."""
    path = with_header_group(tmp_path / "d.xlsx", BRISTOL, Measures=MEASURES)
    assert main(["build", str(path), "-o", str(tmp_path / "pack.xlsx"), "--report", "dataset"]) == 0
    capsys.readouterr()
    sheet = load_workbook(tmp_path / "pack.xlsx")["Exception Dataset"]
    texts = {str(cell.value) for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)}
    assert {"Apr-23", "Sep-23", "23-24 Q1", "22-23 FY", "Bristol", "England average", "Front door"} <= texts
    assert not texts & {"Apr-21", "Stat Nbours", "Wilts"}
    numbers = [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, int | float)]
    for figure in (330, 147, 0.83, 151.5, 89_000):
        assert figure in numbers
