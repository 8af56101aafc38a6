"""`regenerate`: the report sheets in the council's own workbook, and what it does when something is in the way."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.styles import PatternFill
from tests.regenerate.council_workbook import beside, council_workbook, foreign_parts, holds, untouched

from cpp_scorecard.app.state import StateFolder, sha256
from cpp_scorecard.cli import main


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    folder = tmp_path / "council"
    folder.mkdir()
    return council_workbook(folder / "indicators.xlsx")


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    code = main(["regenerate", *map(str, arguments)])
    captured = capsys.readouterr()
    assert "Traceback" not in captured.out + captured.err
    return code, captured.out, captured.err


def log_of(workbook: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in StateFolder.of(workbook).log.read_text("utf-8").splitlines()]


def scorecard_figure(workbook: Path) -> object:
    """The latest figure of the first indicator on the scorecard."""
    sheet = load_workbook(workbook, data_only=True)["CPP Scorecard"]
    row = next(cells for cells in sheet.iter_rows() if cells[1].value == "Children seen")
    return row[7].value


def test_the_reports_stand_in_the_workbook_and_everything_else_is_as_it_was(workbook, capsys):
    before = foreign_parts(workbook.read_bytes())
    code, out, _ = run(capsys, workbook)
    assert code == 0
    assert f"Regenerated: {workbook}" in out
    after = foreign_parts(workbook.read_bytes())
    assert {name: after.get(name) for name in before} == before
    assert scorecard_figure(workbook) == 14
    assert load_workbook(workbook, data_only=True)["Ours alone"]["A2"].value == 50


def test_a_second_run_finds_nothing_to_change(workbook, capsys):
    run(capsys, workbook)
    with untouched(workbook):
        code, out, _ = run(capsys, workbook)
    assert (code, out.splitlines()[-1]) == (0, f"Nothing to change: {workbook} is up to date.")


def test_report_sheets_are_never_read_back(workbook, capsys):
    main(["check", str(workbook), "--json"])
    before = json.loads(capsys.readouterr().out)
    run(capsys, workbook)
    main(["check", str(workbook), "--json"])
    after = json.loads(capsys.readouterr().out)
    assert after == before


def test_figures_may_come_from_another_workbook(workbook, tmp_path, capsys):
    pack = tmp_path / "pack.xlsx"
    council_workbook(pack, latest=19, marker="the board's own workbook")
    code, _, _ = run(capsys, pack, "--from", workbook)
    assert code == 0
    assert scorecard_figure(pack) == 14
    assert holds(pack.read_bytes(), "the board's own workbook")
    assert log_of(pack)[0]["figures_from"] == {"workbook": "indicators.xlsx", "sha256": sha256(workbook.read_bytes())}


def test_links_lead_into_the_workbook_itself_or_to_the_one_named(workbook, tmp_path, capsys):
    run(capsys, workbook)
    inside = [c.hyperlink for row in load_workbook(workbook)["CPP Scorecard"].iter_rows() for c in row if c.hyperlink]
    assert inside
    assert all(link.location and not link.target for link in inside)
    pack = council_workbook(tmp_path / "council" / "pack.xlsx")
    run(capsys, pack, "--from", workbook)
    rows = load_workbook(pack)["CPP Scorecard"].iter_rows()
    outside = [c.hyperlink for row in rows for c in row if c.hyperlink and c.hyperlink.target]
    assert {link.target for link in outside} == {"indicators.xlsx"}


def test_the_earlier_sheets_can_be_put_back_without_undoing_the_councils_own_work(workbook, capsys):
    run(capsys, workbook)
    first = workbook.read_bytes()
    council_workbook(workbook, latest=19, marker="edited since")
    run(capsys, workbook)
    assert scorecard_figure(workbook) == 19
    code, _, _ = run(capsys, workbook, "--restore")
    assert code == 0
    assert scorecard_figure(workbook) == 14
    assert holds(workbook.read_bytes(), "edited since")
    assert workbook.read_bytes() != first
    run(capsys, workbook, "--restore")
    assert scorecard_figure(workbook) == 19
    assert [line["command"] for line in log_of(workbook)] == ["regenerate", "regenerate", "restore", "restore"]


def test_nothing_is_put_back_where_nothing_is_kept(workbook, capsys):
    with untouched(workbook):
        code, _, err = run(capsys, workbook, "--restore")
    assert code == 4
    assert "no earlier report sheets" in err


@pytest.mark.parametrize("option", [("--as-of", "2021-11"), ("--from", "other.xlsx")])
def test_putting_back_takes_no_other_choice(workbook, capsys, option):
    with untouched(workbook):
        code, _, _ = run(capsys, workbook, "--restore", *option)
    assert code == 2


def test_the_log_says_what_was_read_decided_and_written(workbook, capsys):
    before = sha256(workbook.read_bytes())
    run(capsys, workbook, "--as-of", "2021-11")
    (entry,) = log_of(workbook)
    assert entry["input_sha256"] == before
    assert entry["output_sha256"] == sha256(workbook.read_bytes())
    assert entry["as_of"] == "2021-11"
    assert entry["rule_hits"]["ratings"] == {"G": 1, "not rated: there is no expected range": 1}
    assert entry["settings"]["tolerance"] == "0.1"
    assert set(entry["versions"]) >= {"cpp-scorecard", "python", "openpyxl", "xlsxwriter", "lxml"}


def test_json_is_one_document(workbook, capsys):
    code, out, _ = run(capsys, workbook, "--json")
    document = json.loads(out)
    assert code == 0
    assert document["changed"] is True
    assert document["output_sha256"] == sha256(workbook.read_bytes())
    assert [i["indicator"] for i in document["indicators"]] == ["Children seen", "Visits"]


def test_the_same_workbook_gives_the_same_bytes_in_another_place(workbook, tmp_path, capsys):
    other = tmp_path / "elsewhere"
    other.mkdir()
    twin = other / "indicators.xlsx"
    twin.write_bytes(workbook.read_bytes())
    run(capsys, workbook)
    run(capsys, twin)
    assert workbook.read_bytes() == twin.read_bytes()


@pytest.mark.parametrize("sign", ["~$indicators.xlsx", ".~lock.indicators.xlsx#"])
def test_a_workbook_that_somebody_has_open_is_left_alone(workbook, capsys, sign):
    workbook.with_name(sign).touch()
    with untouched(workbook):
        code, _, err = run(capsys, workbook)
    assert code == 75
    assert sign in err


def test_a_workbook_that_another_run_works_on_is_left_alone(workbook, capsys):
    with StateFolder.of(workbook).locked(), untouched(workbook):
        code, _, err = run(capsys, workbook)
    assert code == 75
    assert "Another run" in err


@pytest.mark.parametrize("name", ["indicators.xls", "indicators.ods", "indicators.xlsb", "indicators.txt"])
def test_only_workbooks_that_can_take_sheets(workbook, capsys, name):
    other = workbook.rename(workbook.with_name(name))
    with untouched(other):
        code, _, err = run(capsys, other)
    assert code == 4
    assert "Save it as .xlsx" in err
    assert beside(other.parent) == {name}


def test_a_link_to_the_workbook_stays_a_link(workbook, tmp_path, capsys):
    link = tmp_path / "link.xlsx"
    link.symlink_to(workbook)
    assert run(capsys, link)[0] == 0
    assert link.is_symlink()
    assert scorecard_figure(workbook) == 14


def test_the_rights_of_the_file_stay(workbook, capsys):
    workbook.chmod(0o640)
    run(capsys, workbook)
    assert workbook.stat().st_mode & 0o777 == 0o640


def test_leftovers_of_a_run_that_was_cut_short_are_cleared_away(workbook, capsys):
    run(capsys, workbook)
    usual = beside(workbook.parent)
    state = StateFolder.of(workbook)
    for name in ("staged.xlsx", ".order.json.x1.tmp", "reports-0000000000000000.xlsx"):
        (state.path / name).write_bytes(b"half")
    run(capsys, workbook)
    assert beside(workbook.parent) == usual


def test_a_run_that_died_after_the_rename_is_remembered(workbook, capsys, monkeypatch):
    run(capsys, workbook)
    council_workbook(workbook, latest=19)
    monkeypatch.setattr(StateFolder, "made", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    assert main(["regenerate", str(workbook)]) == 130
    monkeypatch.undo()
    assert scorecard_figure(workbook) == 19
    run(capsys, workbook, "--restore")
    assert scorecard_figure(workbook) == 14


def test_half_a_line_in_the_log_spoils_no_other(workbook, capsys):
    run(capsys, workbook)
    log = StateFolder.of(workbook).log
    log.write_bytes(log.read_bytes() + b'{"when": "20')
    run(capsys, workbook)
    lines = log.read_text("utf-8").splitlines()
    assert len(lines) == 3
    assert json.loads(lines[-1])["changed"] is False


@pytest.mark.skipif(os.name == "nt", reason="folders have no such rights on Windows")
@pytest.mark.skipif(os.name != "nt" and os.geteuid() == 0, reason="an administrator may write anywhere")
def test_a_folder_that_cannot_be_written_to(workbook, capsys):
    workbook.parent.chmod(0o500)
    try:
        code, _, err = run(capsys, workbook)
    finally:
        workbook.parent.chmod(0o700)
    assert code == 4
    assert "cannot be written to" in err


def with_setting(path: Path, name: str, value: str) -> Path:
    book = load_workbook(path)
    sheet = book.create_sheet("Settings")
    sheet.append(("Setting", "Value"))
    sheet.append((name, value))
    book.save(path)
    return path


def test_the_council_chooses_the_sheets_and_their_names(workbook, capsys):
    with_setting(workbook, "Report sheets", "contents = Pack contents; scorecard")
    before = load_workbook(workbook).sheetnames
    assert run(capsys, workbook)[0] == 0
    book = load_workbook(workbook)
    assert book.sheetnames == [*before, "Pack contents", "CPP Scorecard"]
    assert book["CPP Scorecard"]["A1"].hyperlink.location == "'Pack contents'!A1"


def test_a_sheet_of_the_councils_own_with_our_name_is_never_written_over(workbook, capsys):
    book = load_workbook(workbook)
    book.create_sheet("cpp scorecard")
    book.save(workbook)
    with untouched(workbook):
        code, _, err = run(capsys, workbook)
    assert code == 4
    assert '"cpp scorecard"' in err
    assert "Report sheets" in err


def test_a_report_that_is_none_is_named(workbook, capsys):
    with_setting(workbook, "Report sheets", "scorecrad")
    with untouched(workbook):
        code, _, err = run(capsys, workbook)
    assert code == 4
    assert '"scorecrad"' in err


def test_what_the_council_restyled_stays_restyled(workbook, capsys):
    """The style "Scorecard Red" of the council's own workbook wins in cells and in live colours alike."""
    run(capsys, workbook)
    book = load_workbook(workbook)
    styles = book._named_styles  # type: ignore[attr-defined]
    red = next(style for style in styles if style.name == "Scorecard Red")
    red.fill = PatternFill("solid", fgColor="FF7F3F3F")
    book.save(workbook)
    council_workbook(workbook.with_name("newer.xlsx"), latest=5)
    run(capsys, workbook, "--from", workbook.with_name("newer.xlsx"))
    rules = load_workbook(workbook)["CPP Scorecard"].conditional_formatting
    fills = {rule.dxf.fill.bgColor.rgb for area in rules for rule in area.rules if rule.dxf and rule.dxf.fill}
    assert "FF7F3F3F" in fills
