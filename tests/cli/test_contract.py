"""The command line as scripts, servers and dashboards rely on it: documents, streams, exit codes, help."""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from tests.tools.workbooks import council, definition

from cpp_scorecard import __version__
from cpp_scorecard.cli import main

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "wiltshire-2022-01"
INDICATORS = str(SAMPLE / "indicators.xlsx")
SHEETS = {
    "contents": "Contents", "explained": "Explained", "scorecard": "CPP Scorecard", "at-a-glance": "At a Glance",
    "spotlight": "Data spotlight", "exceptions": "Exceptions", "highlights": "Scorecard Highlights", "checks": "Checks",
}  # fmt: skip
REPORTS = list(SHEETS)
"""The pack of the January sample, in the order of its sheets."""

TEXT, NUMBER, FIGURE = (str,), (int, float), (int, float, type(None))
INDICATOR_FIELDS: dict[str, tuple[type, ...]] = {
    "domain": TEXT, "indicator": TEXT, "how_reported": TEXT, "polarity": TEXT, "low": FIGURE, "high": FIGURE,
    "explanation": TEXT, "sources": (list,), "distance_children": (int, type(None)), "period_label": TEXT,
    "latest": FIGURE, "actual": FIGURE, "possible": FIGURE, "rag": (str, type(None)), "month_ago": FIGURE,
    "month_ago_direction": TEXT, "year_ago": FIGURE, "year_ago_direction": TEXT, "similar": FIGURE,
    "similar_direction": TEXT,
}  # fmt: skip
FINDING_FIELDS: dict[str, tuple[type, ...]] = {
    "code": TEXT, "severity": TEXT, "sheet": (str, type(None)), "cell": (str, type(None)), "message": TEXT,
    "remedy": TEXT,
}  # fmt: skip
MISSING = ("latest", "actual", "possible", "month_ago", "year_ago", "similar")


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    """Exit code, standard output, standard error."""
    try:
        code = main([str(a) for a in arguments])
    except SystemExit as stop:
        code = int(stop.code or 0)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.fixture(scope="module", params=["check", "build"])
def document(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The JSON of both commands that carry the whole card."""
    output = ["-o", str(tmp_path_factory.mktemp("card") / "card.xlsx")] if request.param == "build" else []
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([request.param, INDICATORS, "--json", *output])
    assert (code, "Reading indicators.xlsx" in err.getvalue()) == (0, True)
    found: dict[str, Any] = json.loads(out.getvalue())
    assert found["reports"] == (REPORTS if request.param == "build" else [])
    return found


def test_every_field_of_the_contract_is_there_with_its_type(document: dict[str, Any]) -> None:
    """More may be added; nothing may go, change its name or its type."""
    assert document["as_of"] == "2021-12"
    for indicator in document["indicators"]:
        for name, types in INDICATOR_FIELDS.items():
            assert isinstance(indicator[name], types), (indicator["indicator"], name, indicator[name])
            assert not isinstance(indicator[name], bool)
    for finding in document["findings"]:
        for name, types in FINDING_FIELDS.items():
            assert isinstance(finding[name], types), (finding, name)
        assert finding["severity"] in ("error", "warning", "information")
        assert (finding["sheet"] is None) == (finding["cell"] is None)


def test_a_missing_value_is_null_with_its_reason(document: dict[str, Any]) -> None:
    """Never 0, never an empty text: a reader must be able to tell "none" from "nothing"."""
    for indicator in document["indicators"]:
        for name in MISSING:
            if indicator[name] is None:
                assert indicator[f"{name}_missing"], (indicator["indicator"], name)
            else:
                assert indicator.get(f"{name}_missing") is None
        assert (indicator["rag"] is None) == bool(indicator["rag_missing"])


def test_letters_and_directions_are_from_their_closed_sets(document: dict[str, Any]) -> None:
    """A dashboard colours by these."""
    assert {i["rag"] for i in document["indicators"]} == {"R", "A", "G", None}
    for name in ("month_ago", "year_ago", "similar"):
        assert {i[f"{name}_direction"] for i in document["indicators"]} <= {"B", "W", "S", "-"}


def test_percentages_are_fractions_and_counts_are_counts(document: dict[str, Any]) -> None:
    """94 % is 0.94, and 327 children are 327."""
    first = document["indicators"][0]
    assert (first["latest"], first["actual"], first["possible"]) == (307 / 327, 307, 327)
    assert (first["low"], first["high"], first["distance_children"]) == (0.95, 1.0, 4)
    shares = [i for i in document["indicators"] if i["unit"] == "Percentage" and i["latest"] is not None]
    assert all(0 <= i["latest"] <= 1 for i in shares)


def test_sources_name_cells_that_hold_the_figures(document: dict[str, Any]) -> None:
    """Every figure can be traced to the workbook; the sum of the cells is the count on the card."""
    book = load_workbook(INDICATORS, data_only=True)
    reviews = next(i for i in document["indicators"] if i["indicator"] == "% of CLA reviews in time")
    assert reviews["sources"] == ["'Placements and fostering'!P25:W25", "'Placements and fostering'!P26:W26"]
    cells = book["Placements and fostering"]["P25:W25"][0]
    assert sum(cell.value for cell in cells) == reviews["actual"] == 392


def test_json_is_one_document_and_nothing_else_on_standard_output() -> None:
    """As a program sees it, through real streams."""
    done = subprocess.run(
        [sys.executable, "-m", "cpp_scorecard", "check", INDICATORS, "--json"], capture_output=True, check=False
    )
    assert done.returncode == 0
    assert json.loads(done.stdout.decode("utf-8"))["council"] == "Wiltshire"
    assert done.stderr.decode("utf-8").strip() == "Reading indicators.xlsx ..."


def test_two_runs_give_the_same_document(capsys: pytest.CaptureFixture[str]) -> None:
    """The same workbook and month: the same bytes, whenever and wherever."""
    assert run(capsys, "check", INDICATORS, "--json") == run(capsys, "check", INDICATORS, "--json")


def test_as_of_makes_an_earlier_card(capsys: pytest.CaptureFixture[str]) -> None:
    """A card for November from the December workbook: no figure after November, labels that end by then."""
    code, out, _ = run(capsys, "check", INDICATORS, "--json", "--as-of", "2021-11")
    found = json.loads(out)
    labels = {i["period_label"] for i in found["indicators"]}
    assert (code, found["as_of"]) == (0, "2021-11")
    assert not any("Dec-21" in label or label.endswith("Dec 21") for label in labels)
    assert {"Nov-21", "Apr 21 - Nov 21"} <= labels


@pytest.mark.parametrize("month", ["2021-13", "2021-00", "Dec-21", "2021", "21-12", ""])
def test_an_as_of_that_is_no_month_is_a_usage_error(month: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2, and the message shows how to write one."""
    code, out, err = run(capsys, "check", INDICATORS, "--as-of", month)
    assert (code, out) == (2, "")
    assert "write it as 2021-12" in err


def test_an_unknown_report_is_a_usage_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2, the choices are named, and nothing is written."""
    output = tmp_path / "card.xlsx"
    code, _, err = run(capsys, "build", INDICATORS, "-o", output, "--report", "skorecard")
    assert (code, output.exists()) == (2, False)
    assert 'There is no report "skorecard"' in err
    assert all(name in err for name in REPORTS)


@pytest.mark.parametrize("chosen", [["scorecard"], ["checks", "explained"], REPORTS, []])
def test_only_the_chosen_reports_are_written(
    chosen: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the order of the sheets, whatever the order of the options."""
    options = [option for name in chosen for option in ("--report", name)]
    code, out, _ = run(capsys, "build", INDICATORS, "-o", tmp_path / "card.xlsx", "--json", *options)
    expected = [name for name in REPORTS if name in chosen or not chosen]
    assert (code, json.loads(out)["reports"]) == (0, expected)
    assert load_workbook(tmp_path / "card.xlsx", read_only=True).sheetnames == [SHEETS[name] for name in expected]


def test_without_a_name_the_card_goes_beside_the_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And the last line says where."""
    workbook = tmp_path / "March.xlsx"
    workbook.write_bytes(Path(INDICATORS).read_bytes())
    code, out, _ = run(capsys, "build", workbook)
    assert code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["March-scorecard.xlsx", "March.xlsx"]
    assert out.splitlines()[-1] == f"Written: {tmp_path / 'March-scorecard.xlsx'}"
    assert workbook.read_bytes() == Path(INDICATORS).read_bytes()


def test_a_second_build_replaces_the_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The output is the product's own, so making it again is no accident; the bytes are the same."""
    output = tmp_path / "card.xlsx"
    assert run(capsys, "build", INDICATORS, "-o", output)[0] == 0
    before = output.read_bytes()
    assert run(capsys, "build", INDICATORS, "-o", output)[0] == 0
    assert output.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["card.xlsx"]


def test_people_read_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    """Findings first, each with its cell and what to do, then the count of ratings."""
    code, out, _ = run(capsys, "check", INDICATORS)
    lines = out.splitlines()
    assert code == 0
    assert lines[-1] == "65 indicators as of Dec-21: 9 red, 9 amber, 27 green, 20 not rated."
    assert any("'Education'!F19" in line and "Nothing to do if that is so" in line for line in lines)


def test_an_indicator_that_cannot_be_reported_exits_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What can be said is said and written; the rest is listed."""
    workbook = council(
        tmp_path / "March.xlsx",
        [definition("Children seen"), definition("Children heard")],
        [("Indicator", "Oct-21", "Nov-21"), ("Children seen", 11, 12), ("Children heard", 11, "twelve")],
    )
    code, out, _ = run(capsys, "build", workbook, "--json")
    found = json.loads(out)
    assert (code, found["complete"], (tmp_path / "March-scorecard.xlsx").exists()) == (3, False, True)
    assert [i["latest"] for i in found["indicators"]] == [12, 11]
    assert [(f["code"], f["sheet"], f["cell"]) for f in found["findings"] if f["severity"] == "error"] == [
        ("cell-unusable", "Figures", "C3")
    ]


def test_help_names_every_report_in_the_order_of_the_sheets(capsys: pytest.CaptureFixture[str]) -> None:
    """The names are kept apart from the reports, so that help imports none of them; the two lists agree."""
    from cpp_scorecard.app.build import REPORTS as KNOWN
    from cpp_scorecard.app.report_names import REPORT_NAMES

    assert tuple(KNOWN) == REPORT_NAMES
    out = "".join(run(capsys, "build", "--help")[1].split())
    assert f"{','.join(REPORT_NAMES[:-1])}or{REPORT_NAMES[-1]};" in out


@pytest.mark.parametrize("command", ["check", "build", "verify", "sample"])
def test_help_shows_examples_that_can_be_pasted(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each example is a whole command line."""
    code, out, _ = run(capsys, command, "--help")
    assert code == 0
    examples = out.partition("examples:\n")[2].splitlines()
    assert examples
    assert all(line.startswith(f"  cpp-scorecard {command}") for line in examples)


def test_the_first_help_lists_commands_and_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    """What an engineer wiring it into a job looks for."""
    code, out, _ = run(capsys, "--help")
    assert code == 0
    assert all(f"    {name} " in out for name in ("check", "build", "verify", "sample"))
    assert all(f"\n  {number} " in out for number in ("0", "2", "3", "4", "75"))


def test_the_version_is_the_packages(capsys: pytest.CaptureFixture[str]) -> None:
    """For a report of a fault."""
    assert run(capsys, "--version") == (0, f"cpp-scorecard {__version__}\n", "")


@pytest.mark.parametrize("arguments", [[], ["chekc", INDICATORS], ["build"], ["check", INDICATORS, "--jsno"]])
def test_a_command_that_is_not_understood_exits_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Usage on standard error, nothing on standard output."""
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("usage: cpp-scorecard")


def test_help_imports_nothing_heavy() -> None:
    """Help answers at once: no reader, no writer, no pandas."""
    program = """
import contextlib, sys
from cpp_scorecard.cli import main
with contextlib.suppress(SystemExit):
    main(["build", "--help"])
print(sorted({"pandas", "openpyxl", "xlsxwriter", "lxml", "python_calamine"} & set(sys.modules)), file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == "[]"


def test_sample_writes_what_can_be_built_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From nothing to a card in two commands; a second run refuses rather than write over somebody's work."""
    folder = tmp_path / "try it"
    code, out, _ = run(capsys, "sample", "-o", folder)
    written = [Path(line.removeprefix("Written: ")) for line in out.splitlines()]
    assert code == 0
    assert all(path.is_file() for path in written)
    assert run(capsys, "build", folder / "wiltshire-2022-01" / "indicators.xlsx", "-o", tmp_path / "card.xlsx")[0] == 0
    before = {path: path.read_bytes() for path in written}
    code, _, err = run(capsys, "sample", "-o", folder)
    assert (code, "is already there" in err) == (4, True)
    assert {path: path.read_bytes() for path in written} == before


@pytest.mark.parametrize(("arguments", "code"), [([INDICATORS, "--json"], 0), (["no-such-file.xlsx", "--json"], 4)])
def test_a_process_ends_with_its_code_after_the_last_byte_of_its_document(arguments: list[str], code: int) -> None:
    """A process that ends without taking its memory to pieces must still have said everything, into a pipe as well."""
    with subprocess.Popen(
        [sys.executable, "-m", "cpp_scorecard", "check", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        said, warned = process.communicate()
    assert process.returncode == code
    assert json.loads(said)
    assert b"Traceback" not in warned


_WITH_A_THREAD = """
import sys, threading, time
from cpp_scorecard import cli
threading.Thread(target=lambda: (time.sleep(0.5), print("done", flush=True))).start()
sys.argv[1:] = ["check", "no-such-file.xlsx"]
cli.run()
"""


def test_a_thread_of_a_library_is_waited_for() -> None:
    run = subprocess.run([sys.executable, "-c", _WITH_A_THREAD], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (4, "done\n")
