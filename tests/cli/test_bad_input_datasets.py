"""What may be wrong in an exception dataset: the cell is named with what to do, and the rest is still reported."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from tests.tools.workbooks import Row, write

from cpp_scorecard.cli import main

HEADER = ("Ref", "Area", "Indicator", "Type", "Apr-23", "May-23", "Jun-23", "Q1 2023-24", "Low", "High", "Eng")
POPULATION = (None, None, "Population", None, 50_000, 50_000, 50_000, 50_000, None, None, None)
COUNT = ("D1", "Visits", "Visits made", "number", 1, 2, 3, 6, 5, 9, 7)
RATE = ("D2", "Visits", "Visit rate", "rate", None, None, None, 5, None, None, None)
MEASURES: list[Row] = [("Ref", "Indicator", "Measure type", "Numerator"), ("D2", "Visit rate", "Rate of a flow", "D1")]
NARRATIVE = ("Section", "Heading", "Indicator no.", "Ref", "Period", "Status", "Text", "Author", "Date")


def checked(
    capsys: pytest.CaptureFixture[str], path: Path, rows: list[Row], **sheets: list[Row]
) -> tuple[int, dict[str, Any]]:
    code = main(["check", str(write(path / "d.xlsx", {"Grid": rows, **sheets})), "--json"])
    captured = capsys.readouterr()
    assert "Traceback" not in captured.out + captured.err
    return code, json.loads(captured.out)


def put(row: Row, column: str, value: object) -> Row:
    changed = list(row)
    changed[HEADER.index(column)] = value
    return tuple(changed)


def findings(document: dict[str, Any], code: str) -> list[tuple[str, str | None, str | None]]:
    return [(f["severity"], f["sheet"], f["cell"]) for f in document["findings"] if f["code"] == code]


def said(document: dict[str, Any], code: str) -> str:
    return " ".join(f"{f['message']} {f['remedy']}" for f in document["findings"] if f["code"] == code)


def test_a_dataset_without_faults_has_no_findings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, document = checked(capsys, tmp_path, [HEADER, POPULATION, COUNT, RATE], Measures=MEASURES)
    assert (code, document["findings"], document["complete"]) == (0, [], True)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("about 2", '"about 2"'), ("#REF!", "#REF!"), ("#N/A", "#N/A"), (True, "True"), ("=1+1", "no calculated value"),
        ("2 (est)", '"2 (est)"'),
    ],
)  # fmt: skip
@pytest.mark.parametrize(("column", "cell"), [("May-23", "F3"), ("Q1 2023-24", "H3"), ("Eng", "K3")])
def test_a_cell_that_is_no_figure_is_named(
    value: object, words: str, column: str, cell: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 3; the row's other figures stand, and the quarter is not worked out without its month."""
    rows = [HEADER, POPULATION, put(COUNT, column, value), RATE, put(put(COUNT, "Ref", "D3"), "Indicator", "Others")]
    code, document = checked(capsys, tmp_path, rows, Measures=MEASURES)
    assert code == 3
    assert findings(document, "cell-unusable") == [("error", "Grid", cell)]
    assert words in said(document, "cell-unusable")
    assert "Retype it as a number" in said(document, "cell-unusable")
    row = document["dataset"][0]
    assert row["published"]["Apr-23"] == 1
    assert row["published"].get(column) is None
    assert document["differences"] == []
    assert len(document["dataset"]) == 3


def test_a_type_that_is_not_known_leaves_the_figures_as_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is worked out for the row, and it is said."""
    rows = [HEADER, put(put(COUNT, "Type", "furlongs"), "Q1 2023-24", 99), put(COUNT, "Type", None)]
    code, document = checked(capsys, tmp_path, rows)
    assert code == 0
    assert findings(document, "measure-type-unknown") == [("warning", "Grid", "D2"), ("warning", "Grid", "D3")]
    assert '"furlongs"' in said(document, "measure-type-unknown")
    assert document["differences"] == []
    assert {row["measure_type"] for row in document["dataset"]} == {"As given"}


def test_a_type_of_the_measures_sheet_that_is_not_known(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The printed type is used."""
    measures: list[Row] = [*MEASURES, ("D1", "Visits made", "Furlongs", None)]
    code, document = checked(capsys, tmp_path, [HEADER, POPULATION, COUNT, RATE], Measures=measures)
    assert (code, findings(document, "measure-type-unknown")) == (0, [("warning", "Measures", "C3")])
    assert document["dataset"][0]["measure_type"] == "Number"


@pytest.mark.parametrize("named", ["D9", "D1 + D9", "Visits never made"])
def test_a_numerator_that_names_no_row(named: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The rate stays as printed; half a numerator is none."""
    measures: list[Row] = [MEASURES[0], ("D2", "Visit rate", "Rate of a flow", named)]
    code, document = checked(capsys, tmp_path, [HEADER, POPULATION, COUNT, RATE], Measures=measures)
    assert (code, findings(document, "measure-row-unknown")) == (0, [("warning", "Measures", "B2")])
    assert named.rpartition("+ ")[2] in said(document, "measure-row-unknown")
    assert document["dataset"][1]["values"] == document["dataset"][1]["published"]
    assert findings(document, "counts-not-declared") == []


def test_a_reference_that_two_rows_have(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Which one is meant is not for the tool to say."""
    rows = [HEADER, POPULATION, COUNT, put(COUNT, "Indicator", "Others"), RATE]
    code, document = checked(capsys, tmp_path, rows, Measures=MEASURES)
    assert (code, findings(document, "reference-twice")) == (0, [("warning", "Grid", "C4")])
    assert document["dataset"][2]["values"]["23-24 Q1"] == 5


def test_two_populations_for_one_column(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The first is used, the second is named."""
    second = put(POPULATION, "May-23", 51_000)
    rows = [HEADER, POPULATION, COUNT, RATE, (), HEADER, second, put(put(COUNT, "Ref", "D3"), "Indicator", "Others")]
    code, document = checked(capsys, tmp_path, rows, Measures=MEASURES)
    assert (code, findings(document, "population-differs")) == (0, [("warning", "Grid", "F7")])
    assert "51,000 here and 50,000" in said(document, "population-differs")


@pytest.mark.parametrize(("value", "code"), [(None, 0), ("-", 0), ("fifty thousand", 3)])
def test_a_population_that_is_missing_or_no_number(
    value: object, code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rates of its column are not worked out, which is said."""
    rows = [HEADER, put(POPULATION, "Q1 2023-24", value), COUNT, RATE]
    found, document = checked(capsys, tmp_path, rows, Measures=MEASURES)
    assert found == code
    assert findings(document, "population-missing") == [("warning", "Grid", "C4")]
    assert "23-24 Q1" in said(document, "population-missing")
    assert findings(document, "cell-unusable") == ([("error", "Grid", "H2")] if code else [])
    assert document["dataset"][1]["values"]["23-24 Q1"] == 5


def test_a_range_upside_down_is_not_rated(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, document = checked(capsys, tmp_path, [HEADER, put(put(COUNT, "Low", 9), "High", 5)])
    assert (code, findings(document, "range-upside-down")) == (0, [("warning", "Grid", "I2")])
    assert "Swap the two" in said(document, "range-upside-down")
    assert (document["dataset"][0]["rag"], document["dataset"][0]["outside"]) == (None, None)


@pytest.mark.parametrize("column", ["Low", "High"])
def test_a_threshold_that_is_no_number(column: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A colour would be missing or wrong without a word: exit code 3, as for the scorecard."""
    code, document = checked(capsys, tmp_path, [HEADER, put(COUNT, column, "five")])
    assert (code, [severity for severity, *_ in findings(document, "threshold-unusable")]) == (3, ["error"])
    assert '"five"' in said(document, "threshold-unusable")


def test_two_columns_for_one_period(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The first is used, and the header of the second is named."""
    header = put(HEADER, "Jun-23", "May-23")
    code, document = checked(capsys, tmp_path, [header, COUNT])
    assert (code, findings(document, "period-twice")) == (3, [("error", "Grid", "G1")])
    assert document["dataset"][0]["published"] == {"Apr-23": 1, "May-23": 2, "23-24 Q1": 6}


def test_a_month_without_its_year_is_asked_about(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, document = checked(capsys, tmp_path, [put(HEADER, "Jun-23", "Jun"), COUNT])
    assert (code, findings(document, "header-ambiguous")) == (3, [("error", "Grid", "G1")])
    assert list(document["dataset"][0]["published"]) == ["Apr-23", "May-23", "23-24 Q1"]


def test_a_heading_or_a_period_of_a_text_that_is_not_known(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The words are kept all the same."""
    texts: list[Row] = [
        NARRATIVE,
        ("", "Purple", "", "D1", "Q1 2023-24", "of concern", "Made up: one.", "A manager", "2023-07-30"),
        ("", "Other exceptions", "", "D1", "last quarter", "", "Made up: two.", "A manager", "2023-07-30"),
    ]
    path = tmp_path / "d.xlsx"
    rows: list[Row] = [HEADER, POPULATION, COUNT, RATE]
    code, document = checked(capsys, tmp_path, rows, Measures=MEASURES, Narrative=texts)
    assert code == 0
    assert findings(document, "heading-unknown") == [("warning", "Narrative", "B2")]
    assert findings(document, "period-unknown") == [("warning", "Narrative", "E3")]
    assert main(["build", str(path), "-o", str(tmp_path / "pack.xlsx"), "--report", "exceptions"]) == 0
    capsys.readouterr()
    sheet = load_workbook(tmp_path / "pack.xlsx")["Exceptions"]
    shown = [cell.value for row in sheet.iter_rows() for cell in row]
    assert shown.count("Made up: one.") == shown.count("Made up: two.") == 1


def test_a_dataset_without_a_single_figure_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing to report, and nothing written."""
    path = write(tmp_path / "d.xlsx", {"Grid": [HEADER, ("D1", "Visits", "Visits made", "number", *["-"] * 4)]})
    code = main(["build", str(path), "-o", str(tmp_path / "pack.xlsx")])
    captured = capsys.readouterr()
    assert (code, (tmp_path / "pack.xlsx").exists()) == (4, False)
    assert "no figure" in captured.err


def test_a_fault_does_not_keep_the_pack_from_being_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 3: done, and the cell is on the Checks sheet."""
    path = write(tmp_path / "d.xlsx", {"Grid": [HEADER, put(COUNT, "May-23", "two"), put(COUNT, "Ref", "D5")]})
    assert main(["build", str(path), "-o", str(tmp_path / "pack.xlsx")]) == 3
    assert "PUT RIGHT 'Grid'!F2" in capsys.readouterr().out
    checks = load_workbook(tmp_path / "pack.xlsx")["Checks"]
    assert any("'Grid'!F2" in str(cell.value) for row in checks.iter_rows() for cell in row)
