"""Whatever an officer points it at: a sentence that names what was found and what to do, and nothing written over."""

from __future__ import annotations

import errno
import json
import os
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from tests.tools import libreoffice
from tests.tools.workbooks import DEFINED, Shown, council, definition, write

from cpp_scorecard.cli import main

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "wiltshire-2022-01" / "indicators.xlsx"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096)


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    code = main([str(a) for a in arguments])
    captured = capsys.readouterr()
    assert "Traceback" not in captured.out + captured.err
    return code, captured.out, captured.err


def checked(capsys: pytest.CaptureFixture[str], path: Path, *options: str) -> tuple[int, dict[str, Any]]:
    code, out, _ = run(capsys, "check", path, "--json", *options)
    return code, json.loads(out)


def errors(document: dict[str, Any], severity: str = "error") -> list[tuple[str, str | None, str | None]]:
    return [(f["code"], f["sheet"], f["cell"]) for f in document["findings"] if f["severity"] == severity]


# Files that are no workbook to work on: refused, with exit code 4.


def a_text_file(folder: Path) -> Path:
    path = folder / "figures.xlsx"
    path.write_text("Indicator,Nov-21\nChildren seen,12\n")
    return path


def an_empty_file(folder: Path) -> Path:
    path = folder / "figures.xlsx"
    path.touch()
    return path


def a_folder(folder: Path) -> Path:
    path = folder / "figures.xlsx"
    path.mkdir()
    return path


def nothing_at_all(folder: Path) -> Path:
    return folder / "figures.xlsx"


def an_encrypted_file(folder: Path) -> Path:
    path = folder / "figures.xlsx"
    path.write_bytes(OLE)
    return path


def an_encrypted_binary_workbook(folder: Path) -> Path:
    path = folder / "figures.xlsb"
    path.write_bytes(OLE)
    return path


def a_broken_old_workbook(folder: Path) -> Path:
    path = folder / "figures.xls"
    path.write_bytes(OLE)
    return path


def another_zip(folder: Path) -> Path:
    path = folder / "figures.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("readme.txt", "no workbook in here")
    return path


def a_damaged_workbook(folder: Path) -> Path:
    path = folder / "figures.xlsx"
    with zipfile.ZipFile(SAMPLE) as good, zipfile.ZipFile(path, "w") as bad:
        for name in good.namelist():
            bad.writestr(name, b"<broken" if name.endswith("workbook.xml") else good.read(name))
    return path


def a_cut_off_workbook(folder: Path) -> Path:
    path = folder / "figures.xlsx"
    path.write_bytes(SAMPLE.read_bytes()[:20_000])
    return path


def an_empty_workbook(folder: Path) -> Path:
    path = folder / "figures.xlsx"
    Workbook().save(path)
    return path


def no_header(folder: Path) -> Path:
    return write(folder / "figures.xlsx", {"Minutes": [("Present", "Apologies"), ("Four", "Two")], "Notes": [("Tea",)]})


def no_code_column(folder: Path) -> Path:
    return write(folder / "figures.xlsx", {"List": [("Indicator", "Unit", "Nov-21"), ("Children seen", "Number", 12)]})


def definitions_only(folder: Path) -> Path:
    return write(folder / "figures.xlsx", {"Definitions": [DEFINED]})


def no_figures(folder: Path) -> Path:
    return council(folder / "figures.xlsx", [definition()], [("Indicator", "Nov-21"), ("Children seen", None)])


def a_spreadsheet_of_text(folder: Path) -> Path:
    path = folder / "figures.csv"
    path.write_text("Indicator,Nov-21\n")
    return path


REFUSED: list[tuple[Callable[[Path], Path], list[str]]] = [
    (a_text_file, ["figures.xlsx is not an Excel workbook", "save it as .xlsx"]),
    (an_empty_file, ["figures.xlsx is empty", "Copy it again"]),
    (a_folder, ["is a folder", "Name the workbook inside it"]),
    (nothing_at_all, ["does not exist", "Check the name"]),
    (an_encrypted_file, ["figures.xlsx is encrypted", "take the password off"]),
    (an_encrypted_binary_workbook, ["figures.xlsb is encrypted", "take the password off"]),
    (a_broken_old_workbook, ["figures.xls could not be read", "Save it as .xlsx"]),
    (another_zip, ["figures.xlsx is not an Excel workbook", "Save it as .xlsx"]),
    (a_damaged_workbook, ["figures.xlsx is damaged", "repair"]),
    (a_cut_off_workbook, ["figures.xlsx is not an Excel workbook", "Check that it opens in Excel"]),
    (an_empty_workbook, ["figures.xlsx is empty", "'Sheet'", "Open it in Excel"]),
    (no_header, ["no header row", '"How reported?"', "'Minutes', 'Notes'", "indicator_workbook.xlsx"]),
    (no_code_column, ["'List'", "row 1", '"How reported?"', "Add the column"]),
    (definitions_only, ["no indicator in it", "Enter a name"]),
    (no_figures, ["defines 1 indicator", "no figure", "Enter figures"]),
    (a_spreadsheet_of_text, ["figures.csv is not a workbook this tool reads", ".xlsx"]),
]


@pytest.mark.parametrize("command", ["check", "build", "verify"])
@pytest.mark.parametrize(("make", "said"), REFUSED, ids=[make.__name__ for make, _ in REFUSED])
def test_what_cannot_be_worked_on_is_refused_in_a_sentence(
    make: Callable[[Path], Path], said: list[str], command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 4; the file or sheet is named, and what to do; an existing card keeps its bytes."""
    path = make(tmp_path)
    card = tmp_path / "card.xlsx"
    card.write_bytes(b"last month's card")
    before = sorted(tmp_path.iterdir())
    more: dict[str, list[str | Path]] = {"build": ["-o", card], "verify": [SAMPLE]}
    code, out, err = run(capsys, command, path, *more.get(command, []))
    assert (code, out) == (4, "")
    assert all(words in err for words in said), err
    assert card.read_bytes() == b"last month's card"
    assert sorted(tmp_path.iterdir()) == before


def test_a_refusal_is_a_json_document_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A script that asked for JSON gets JSON."""
    code, out, _ = run(capsys, "check", an_empty_file(tmp_path), "--json")
    assert code == 4
    assert set(json.loads(out)) == {"error", "remedy"}


# Places that cannot be written to.


def test_the_card_never_replaces_the_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nor by another spelling of its path."""
    workbook = tmp_path / "figures.xlsx"
    workbook.write_bytes(SAMPLE.read_bytes())
    (tmp_path / "sub").mkdir()
    for output in (workbook, tmp_path / "sub" / ".." / "figures.xlsx"):
        code, _, err = run(capsys, "build", workbook, "-o", output)
        assert (code, "is the workbook itself" in err) == (4, True)
    assert workbook.read_bytes() == SAMPLE.read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need a right on Windows")
def test_the_card_never_replaces_the_workbook_through_a_link(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A link to the workbook, and a second name of the same file, are the workbook."""
    workbook = tmp_path / "figures.xlsx"
    workbook.write_bytes(SAMPLE.read_bytes())
    (tmp_path / "link.xlsx").symlink_to(workbook)
    assert run(capsys, "build", workbook, "-o", tmp_path / "link.xlsx")[0] == 4
    assert workbook.read_bytes() == SAMPLE.read_bytes()


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("nowhere/card.xlsx", ["nowhere", "Choose another folder"]),
        ("card.pdf", ["card.pdf does not end in .xlsx"]),
        ("card", ["card does not end in .xlsx"]),
        ("folder.xlsx", ["is a folder", "Name a file in it"]),
        ("file.txt/card.xlsx", ["Choose another folder"]),
    ],
)
def test_a_place_that_cannot_be_written_to_is_refused(
    output: str, said: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 4, and nothing half-written is left behind."""
    (tmp_path / "folder.xlsx").mkdir()
    (tmp_path / "file.txt").touch()
    before = sorted(tmp_path.rglob("*"))
    code, _, err = run(capsys, "build", SAMPLE, "-o", tmp_path / output)
    assert code == 4
    assert all(words in err for words in said), err
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the file's rights do not bind this user")
def test_a_folder_without_the_right_to_write_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As on a share that is read-only."""
    folder = tmp_path / "share"
    folder.mkdir(mode=0o500)
    code, _, err = run(capsys, "build", SAMPLE, "-o", folder / "card.xlsx")
    assert (code, "cannot be written to" in err) == (4, True)


def test_a_share_that_is_read_only_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same for whoever may write anywhere: the file system says no, and the message says where."""

    def read_only(**options: object) -> tuple[int, str]:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(tempfile, "mkstemp", read_only)
    code, _, err = run(capsys, "build", SAMPLE, "-o", tmp_path / "card.xlsx")
    assert (code, list(tmp_path.iterdir())) == (4, [])
    assert all(words in err for words in ("cannot be written to", "Read-only file system", "Choose another folder"))


def test_a_write_that_fails_leaves_the_old_card(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full, or the card is open in Excel: the old bytes stay and no temporary file does."""
    card = tmp_path / "card.xlsx"
    card.write_bytes(b"last month's card")

    def held_open(self: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", held_open)
    code, _, err = run(capsys, "build", SAMPLE, "-o", card)
    assert code in (4, 75)
    assert "Close it if it is open in Excel" in err
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("card.xlsx", b"last month's card")]


# Workbooks with faults inside: the rest is reported, the fault is named with its cell.


def test_two_columns_for_one_month_with_different_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Which one is right is not for the tool to say: neither is used, and both cells are named."""
    path = council(
        tmp_path / "figures.xlsx",
        [definition("Children seen"), definition("Children heard")],
        [
            ("Indicator", "Oct-21", "Nov-21", "November 2021"),
            ("Children seen", 10, 12, 13),
            ("Children heard", 5, 6, None),
        ],
    )
    code, found = checked(capsys, path)
    assert code == 3
    assert ("period-twice", "Figures", "D1") in errors(found)
    twice = next(f for f in found["findings"] if f["code"] == "figure-twice")
    assert (twice["sheet"], twice["cell"]) == ("Figures", "D2")
    assert "'Figures'!C2" in twice["message"]
    assert [(i["latest"], i["period_label"]) for i in found["indicators"]] == [(10, "Oct-21"), (6, "Nov-21")]


def test_two_columns_for_one_month_with_equal_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Still a slip in a header, but no figure is in doubt."""
    path = council(
        tmp_path / "figures.xlsx",
        [definition()],
        [("Indicator", "Oct-21", "Nov-21", "Nov 21"), ("Children seen", 10, 12, 12)],
    )
    _, found = checked(capsys, path)
    assert [i["latest"] for i in found["indicators"]] == [12]
    assert {f["code"] for f in found["findings"]} == {"period-twice"}


def test_a_thousand_faults_are_all_listed_and_the_card_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 3, every cell on the Checks sheet, thirty on the screen, and no waiting."""
    months = [f"{name}-{year}" for year in (20, 21) for name in "Jan Feb Mar Apr May Jun Jul Aug Sep Oct".split()]
    names = [f"Indicator {number}" for number in range(1, 51)]
    path = council(
        tmp_path / "figures.xlsx",
        [definition(name) for name in [*names, "Children seen"]],
        [("Indicator", *months), *[(name, *["?!"] * 20) for name in names], ("Children seen", *range(20))],
    )
    begun = time.perf_counter()
    code, out, _ = run(capsys, "build", path)
    assert time.perf_counter() - begun < 20
    assert code == 3
    assert out.count("PUT RIGHT") == 30
    assert "more on the Checks sheet" in out
    sheet = load_workbook(tmp_path / "figures-scorecard.xlsx")["Checks"]
    text = "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)
    wanted = [f"{column}{row}" for column in "BCDEFGHIJKLMNOPQRSTU" for row in range(2, 52)]
    assert len(wanted) == 1000
    assert [cell for cell in wanted if f"Figures'!{cell}" not in text and f"\n{cell}\n" not in f"\n{text}\n"] == []
    code, found = checked(capsys, path)
    assert code == 3
    assert sum(f["code"] == "cell-unusable" for f in found["findings"]) == 1000


def one_row(path: Path, *figures: object, **options: Any) -> Path:
    """One indicator with its figures up to November 2021."""
    header = ["Aug-21", "Sep-21", "Oct-21", "Nov-21"][-len(figures) :]
    return council(
        path, [definition(**options)], [("Indicator", *header), (options.get("name", "Children seen"), *figures)]
    )


@pytest.mark.parametrize(
    ("value", "code", "said"),
    [
        ("=SUM(A1:A2)", "formula-without-value", ["no calculated value", "Open the workbook in Excel and save it"]),
        ("#N/A", "cell-unusable", ["#N/A", "Retype it as a number, or enter NYA"]),
        ("#REF!", "cell-unusable", ["#REF!"]),
        ("#DIV/0!", "cell-unusable", ["#DIV/0!"]),
        ("twelve", "cell-unusable", ['"twelve"', "number was expected"]),
        ("12 or 13", "cell-unusable", ['"12 or 13"']),
        (True, "cell-unusable", ["True"]),
    ],
)
def test_a_cell_that_is_no_figure_is_named_and_the_month_before_shown(
    value: object, code: str, said: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The finding quotes the cell; the card falls back to the latest month that has a figure."""
    path = council(
        tmp_path / "figures.xlsx",
        [definition("Children seen"), definition("Children heard")],
        [("Indicator", "Sep-21", "Oct-21", "Nov-21"), ("Children seen", 10, 11, value), ("Children heard", 1, 2, 3)],
    )
    exit_code, found = checked(capsys, path)
    assert (exit_code, errors(found)) == (3, [(code, "Figures", "D2")])
    finding = next(f for f in found["findings"] if f["code"] == code)
    assert all(words in f"{finding['message']} {finding['remedy']}" for words in said), finding
    assert [(i["latest"], i["period_label"]) for i in found["indicators"]] == [(11, "Oct-21"), (3, "Nov-21")]


def test_a_month_that_holds_nothing_but_errors_is_not_the_reports_month(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Councils put #N/A under months to come, for their charts; those cells are named and October is reported."""
    code, found = checked(capsys, one_row(tmp_path / "figures.xlsx", 10, 11, "#N/A"))
    assert (code, found["as_of"], errors(found)) == (0, "2021-10", [])
    assert errors(found, "warning") == [("cell-unusable", "Figures", "D2")]


def test_a_missing_month_of_events_keeps_the_total_off_the_card(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A total without September would be a wrong total; the finding names the month."""
    path = council(
        tmp_path / "figures.xlsx",
        [definition(how="YTD", figures="Events")],
        [
            ("Indicator", *[f"{m}-21" for m in "Apr May Jun Jul Aug Sep Oct".split()]),
            ("Children seen", 1, 2, 3, 4, 5, None, 7),
        ],
    )
    code, found = checked(capsys, path)
    assert code == 3
    assert found["indicators"][0]["latest"] is None
    finding = next(f for f in found["findings"] if f["code"] == "window-incomplete")
    assert "Sep-21" in finding["message"]
    assert (finding["sheet"], finding["cell"]) == ("Figures", "G2")


def test_figures_that_may_be_events_or_measured_are_asked_about(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is guessed: the question names the definition's cell."""
    code, found = checked(capsys, one_row(tmp_path / "figures.xlsx", 10, 11, 12, how="YTD"))
    assert (code, errors(found)) == (3, [("figures-not-stated", "Definitions", "B2")])
    assert found["indicators"][0]["latest"] is None


def test_a_numerator_over_its_denominator_is_asked_about(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """13 of 12 children were hardly seen; the figure is shown all the same."""
    path = council(
        tmp_path / "figures.xlsx",
        [definition("% seen", unit="Percentage")],
        [("Indicator", "Figure", "Nov-21"), ("% seen", "Actual", 13), ("% seen", "Possible", 12)],
    )
    code, found = checked(capsys, path)
    assert code == 0
    assert ("actual-over-possible", "Figures", "C2") in errors(found, "warning")


@pytest.mark.parametrize(
    ("options", "figures", "code", "place"),
    [
        ({"low": 30, "high": 20}, [10, 11, 12], "range-upside-down", "Definitions!E2"),
        ({"unit": "Percentage"}, ["90%", "95%", "104%"], "percentage-outside-100", "Figures!D2"),
        ({"unit": "Percentage"}, ["90%", "91%", "12%"], "figure-jumps", "Figures!D2"),
        ({}, [100, 100, 900], "figure-jumps", "Figures!D2"),
        ({"good": "Sideways"}, [10, 11, 12], "polarity-unknown", "Definitions!D2"),
        ({"unit": "Furlongs"}, [10, 11, 12], "unit-unknown", "Definitions!G2"),
        ({}, [10, None, 12], "months-missing", "Figures!C2"),
    ],
)
def test_what_looks_wrong_is_a_warning_at_its_cell(
    options: dict[str, object],
    figures: list[object],
    code: str,
    place: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A question, not a verdict: the indicator is reported and the command is done."""
    exit_code, found = checked(capsys, one_row(tmp_path / "figures.xlsx", *figures, **options))
    assert (exit_code, errors(found)) == (0, [])
    assert (code, *place.split("!")) in errors(found, "warning")
    assert found["indicators"][0]["latest"] is not None
    if code == "range-upside-down":
        assert found["indicators"][0]["rag"] is None


def test_a_threshold_that_is_no_number_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without it there is no colour, which somebody would miss."""
    code, found = checked(capsys, one_row(tmp_path / "figures.xlsx", 10, 11, low="#REF!", high=20))
    assert (code, errors(found)) == (3, [("threshold-unusable", "Definitions", "E2")])


def test_an_unknown_reporting_code_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the codes that there are."""
    path = council(
        tmp_path / "figures.xlsx",
        [definition(how="Weekly"), definition("Children heard")],
        [("Indicator", "Nov-21"), ("Children seen", 1), ("Children heard", 2)],
    )
    code, found = checked(capsys, path)
    assert code == 3
    assert ("code-unknown", "Definitions", "C2") in errors(found)
    assert [i["latest"] for i in found["indicators"]] == [None, 2]


def test_a_figure_long_past_is_stale(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Seven months before the report's month: more than the six that Settings allow by default."""
    path = council(
        tmp_path / "figures.xlsx",
        [definition("Children seen"), definition("Children heard")],
        [("Indicator", "Apr-21", "Nov-21"), ("Children seen", 1, None), ("Children heard", 1, 2)],
    )
    code, found = checked(capsys, path)
    assert code == 0
    assert ("figure-stale", "Figures", "B2") in errors(found, "warning")


def test_a_month_without_its_year_is_asked_about(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Which November is not for the tool to guess."""
    path = council(
        tmp_path / "figures.xlsx",
        [definition()],
        [("Indicator", "Oct-21", "Nov"), ("Children seen", 10, 11)],
    )
    code, found = checked(capsys, path)
    assert (code, errors(found)) == (3, [("header-ambiguous", "Figures", "C1")])
    assert found["indicators"][0]["latest"] == 10


def test_percentages_in_three_spellings_are_one_figure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """0.94 under a percent format, 94 among whole numbers and the text "94%"; that a bare 0.94 was read so is said."""
    rows: list[tuple[object, ...]] = [
        ("% one", Shown(0.9, "0%"), Shown(0.94, "0%")),
        ("% two", 90, 94),
        ("% three", "90%", "94%"),
        ("% four", 0.9, 0.94),
    ]
    path = council(
        tmp_path / "figures.xlsx",
        [definition(str(row[0]), unit="Percentage") for row in rows],
        [("Indicator", "Oct-21", "Nov-21"), *rows],
    )
    code, found = checked(capsys, path)
    assert code == 0
    assert [i["latest"] for i in found["indicators"]] == [0.94] * 4
    assert [(f["severity"], f["cell"]) for f in found["findings"]] == [("information", "B5")]


# Other formats of the same workbook.


def card_of(capsys: pytest.CaptureFixture[str], path: Path) -> tuple[list[dict[str, Any]], list[str]]:
    """Figures, letters and labels of each indicator, and the codes of the findings."""
    code, found = checked(capsys, path)
    assert code == 0
    named = ("indicator", "latest", "actual", "possible", "month_ago", "year_ago", "similar", "rag", "period_label",
             "month_ago_direction", "year_ago_direction", "similar_direction", "low", "high")  # fmt: skip
    return [{name: i[name] for name in named} for i in found["indicators"]], [f["code"] for f in found["findings"]]


def test_a_macro_workbook_gives_the_same_card(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`.xlsm` is `.xlsx` with macros, which are not looked at."""
    path = tmp_path / "indicators.xlsm"
    main_type = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    macro_type = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    with zipfile.ZipFile(SAMPLE) as plain, zipfile.ZipFile(path, "w") as macros:
        for name in plain.namelist():
            macros.writestr(name, plain.read(name).replace(main_type, macro_type))
    assert card_of(capsys, path) == card_of(capsys, SAMPLE)


@pytest.mark.skipif(bool(libreoffice.missing()), reason=libreoffice.missing())
@pytest.mark.slow
@pytest.mark.parametrize("to", ["ods", "xls"])
def test_other_formats_give_the_same_figures_and_say_what_they_hide(
    to: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Through calamine: every figure, letter and label, and a finding about what that reader cannot see."""
    monkeypatch.setitem(libreoffice._FILTERS, to, {"ods": "ods:calc8", "xls": "xls:MS Excel 97"}[to])
    path = libreoffice.convert(SAMPLE, tmp_path, to, recalculate=False)
    figures, codes = card_of(capsys, path)
    expected, _ = card_of(capsys, SAMPLE)
    assert figures == expected
    assert "format-partly-read" in codes
