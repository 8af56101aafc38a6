"""An edition from end to end: what is in its files, what is in none of them, and when there is none."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.publish.edition_files import held
from tests.publish.small_council import MENTORED, MONTHS, SETTINGS, small_council, without_office

from cpp_scorecard.app.publish import Published, publish
from cpp_scorecard.cli import BUSY, DONE, REFUSED, USAGE, main
from cpp_scorecard.core.errors import Busy, Refused, UsageError

TEXTS = (".html", ".csv", ".json")
RECORD = "edition.json"


@pytest.fixture(autouse=True)
def _without_office(monkeypatch: pytest.MonkeyPatch) -> None:
    without_office(monkeypatch)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    (tmp_path / "council").mkdir()
    return small_council(tmp_path / "council" / "indicators-of-ours.xlsx")


def parts(content: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            yield name, package.read(name)


def everything(folder: Path) -> dict[str, bytes]:
    """Every file of an edition; of a package, every part of it."""
    found: dict[str, bytes] = {}
    for name, content in held(folder).items():
        found |= (
            {f"{name}/{part}": data for part, data in parts(content)} if name.endswith(".xlsx") else {name: content}
        )
    return found


def row_of(folder: Path, indicator: str) -> dict[str, str]:
    """What the data file shows of an indicator, by measure."""
    rows = csv.DictReader(io.StringIO((folder / "data.csv").read_text("utf-8-sig")))
    return {row["measure"]: row["shown"] for row in rows if row["indicator"] == indicator}


def printed_row(folder: Path, indicator: str) -> list[object]:
    """The indicator's row on the scorecard of the print pack."""
    sheet = openpyxl.load_workbook(folder / "print-pack.xlsx")["CPP Scorecard"]
    return [cell.value for row in sheet.iter_rows() for cell in row if row[1].value == indicator]


# --- what is published ---------------------------------------------------------------------------


def test_small_counts_are_in_no_public_file_and_in_the_internal_ones(
    january: Published, workbook: Path, tmp_path: Path
) -> None:
    public = january
    internal = publish(workbook, tmp_path / "internal", profile="internal")
    assert (row_of(public.folder, MENTORED)["latest"], row_of(public.folder, MENTORED)["month_ago"]) == ("[c]", "[c]")
    assert (row_of(internal.folder, MENTORED)["latest"], row_of(internal.folder, MENTORED)["month_ago"]) == ("3", "4")
    assert printed_row(public.folder, MENTORED).count("[c]") == 2
    assert [cell for cell in printed_row(internal.folder, MENTORED) if cell in (3, 4)] == [3, 4]
    assert public.suppressed
    assert not internal.suppressed


def test_readers_cannot_tell_one_small_count_from_another(tmp_path: Path) -> None:
    """The strictest test for anything left behind, wherever: the files are the same bytes whatever was suppressed."""
    editions = []
    for place, counts in enumerate([(3, 4, 3), (2, 1, 5)]):
        workbook = small_council(tmp_path / f"{place}.xlsx", mentored=counts)
        done = publish(workbook, tmp_path / f"edition {place}")
        files = held(done.folder)
        record = json.loads(files.pop(RECORD))
        assert record.pop("input_sha256") == done.record.input_sha256
        editions.append((files, record))
    assert editions[0] == editions[1]


def test_the_log_of_what_was_suppressed_is_beside_the_folder_and_not_in_it(january: Published) -> None:
    done = january
    assert done.inside == done.folder.with_name("january-not-for-publication")
    log = (done.papers / "suppression.csv").read_text("utf-8-sig")
    assert MENTORED in log
    assert json.loads((done.papers / "quality-assurance.json").read_text())["suppressed"] == done.suppressed
    assert not [name for name in held(done.folder) if "suppress" in name or "quality" in name]
    assert "a small count," not in b"".join(held(done.folder).values()).decode("utf-8", "replace")


def test_nothing_hides_in_the_workbooks(january: Published) -> None:
    done = january
    for name in ("print-pack.xlsx", "accessible-tables.xlsx"):
        content = (done.folder / name).read_bytes()
        named = dict(parts(content))
        assert not [p for p in named if re.search(r"comment|vml|external|custom|person|printer|embed|calcChain", p)]
        assert b"External" not in b"".join(data for part, data in named.items() if part.endswith(".rels"))
        book = openpyxl.load_workbook(io.BytesIO(content))
        assert all(sheet.sheet_state == "visible" for sheet in book.worksheets)
        assert not [d for s in book.worksheets for d in s.column_dimensions.values() if d.hidden or d.outlineLevel]
        assert not [cell for sheet in book.worksheets for row in sheet for cell in row if cell.data_type == "f"]
        assert not [name for s in book.worksheets for name in s.defined_names if not name.startswith("Print_")]
        assert (book.properties.creator, book.properties.lastModifiedBy) == ("Made up", "Made up")


def test_nothing_names_the_councils_workbook_or_its_cells(january: Published) -> None:
    done = january
    for name, content in everything(done.folder).items():
        for text in ("indicators-of-ours", str(done.folder.parent), "Figures!", "'Figures'", "'Definitions'"):
            assert text.encode() not in content, (name, text)


def test_figures_have_the_decimals_that_are_printed_and_no_more(january: Published) -> None:
    """43 of 44 is 98 %, and 0.977 nowhere: from it, and not from 98 %, the count could be worked out."""
    done = january
    assert 0.98 in printed_row(done.folder, "% of children seen")
    for name, content in everything(done.folder).items():
        assert not re.search(rb"\b97\.[67]\d*|\b0?\.97[67]\d*", content), name


def test_reports_for_those_who_keep_the_workbook_are_left_out(january: Published) -> None:
    done = january
    names = openpyxl.load_workbook(done.folder / "print-pack.xlsx").sheetnames
    assert names == ["Contents", "Explained", "CPP Scorecard", "Exceptions"]
    shown = [c.value for s in openpyxl.load_workbook(done.folder / "print-pack.xlsx") for row in s for c in row]
    said = " ".join(str(value) for value in shown if value is not None)
    assert not re.search(r"owed|No text yet|Texts are kept|Numbers to check|note that says|would need", said)


def test_the_same_workbook_gives_the_same_files_wherever_and_whenever(january: Published, tmp_path: Path) -> None:
    first = january
    (tmp_path / "elsewhere").mkdir()
    copy = tmp_path / "elsewhere" / "another name.xlsx"
    copy.write_bytes(first.scorecard.workbook.path.read_bytes())
    second = publish(copy, tmp_path / "elsewhere" / "edition")
    assert held(first.folder) == held(second.folder)


def test_every_file_is_on_record_with_its_hash(january: Published) -> None:
    from hashlib import sha256

    done = january
    files = held(done.folder)
    record = json.loads(files.pop(RECORD))
    assert record["files"] == {name: sha256(content).hexdigest() for name, content in files.items()}
    assert record["input_sha256"] == sha256(done.scorecard.workbook.path.read_bytes()).hexdigest()
    assert (record["as_of"], record["profile"], record["status"]) == ("2021-12", "public", "draft")


@pytest.mark.slow
def test_an_exception_whose_figure_is_suppressed_is_listed_nowhere(tmp_path: Path) -> None:
    """Its heading would say that it is red, and how far it is outside would say how many."""
    workbook = small_council(tmp_path / "w.xlsx", seen=(30, 30, 30), mentored=(2, 2, 2))
    public = publish(workbook, tmp_path / "public").folder
    internal = publish(workbook, tmp_path / "internal", profile="internal").folder
    listed = {
        folder.name: [row[0].value for row in openpyxl.load_workbook(folder / "print-pack.xlsx")["Exceptions"]]
        for folder in (public, internal)
    }
    assert MENTORED in listed["internal"]
    assert "% of children seen" in listed["public"]
    assert MENTORED not in listed["public"]
    assert MENTORED not in (public / "html" / "exceptions.html").read_text("utf-8")


# --- sign-off ------------------------------------------------------------------------------------


def said_in(done: Published, text: str) -> set[str]:
    """The files of an edition that say something."""
    pattern = text.encode()
    return {
        name.partition("/")[0] if ".xlsx" in name else name
        for name, c in everything(done.folder).items()
        if pattern in c
    }


def test_an_edition_that_nobody_approved_says_so_everywhere(january: Published) -> None:
    done = january
    marked = said_in(done, "DRAFT, not approved for publication")
    pages = {name for name in held(done.folder) if name.endswith((".html", ".xlsx"))}
    assert pages <= marked
    sheets = dict(parts((done.folder / "print-pack.xlsx").read_bytes()))
    footers = [re.search(rb"<oddFooter>(.*?)</oddFooter>", c) for n, c in sheets.items() if "worksheets/sheet" in n]
    assert all(footer is not None and b"DRAFT" in footer[1] for footer in footers)
    assert any("draft" in note for note in done.notes)


def test_an_approval_is_printed_and_on_record(
    workbook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "january"
    signed = ("--approved-by", "Head of Performance", "--approved-on", "2022-01-11")
    assert main(["publish", str(workbook), "-o", str(folder), *signed, "--json"]) == DONE
    document = json.loads(capsys.readouterr().out)
    assert (document["status"], document["approved_by"], document["approved_on"]) == (
        "approved", "Head of Performance", "2022-01-11",
    )  # fmt: skip
    assert not [name for name, content in everything(folder).items() if b"DRAFT" in content]
    text = "approved by Head of Performance on 11 January 2022"
    assert text in (folder / "html" / "index.html").read_text("utf-8")
    book = openpyxl.load_workbook(folder / "print-pack.xlsx")
    assert text in str(book.properties.subject)
    assert any(text in str(cell.value) for row in book["Explained"].iter_rows() for cell in row if cell.value)


@pytest.mark.parametrize(
    ("settings", "by", "because"),
    [
        pytest.param((("Approved by", "A"), ("Approved on", "11/01/2022")), "A", "", id="both"),
        pytest.param((("Approved by", "A"),), None, "Approved on", id="no day", marks=pytest.mark.slow),
        pytest.param((("Approved on", "11/01/2022"),), None, "Approved by", id="no name", marks=pytest.mark.slow),
        pytest.param((("Approved by", "A"), ("Approved on", "10/12/2021")), None, "earlier edition", id="last month's"),
    ],
)
def test_a_sign_off_may_stand_in_the_settings(
    tmp_path: Path, settings: tuple[tuple[str, str], ...], by: str | None, because: str
) -> None:
    workbook = small_council(tmp_path / "w.xlsx", settings=(*SETTINGS, *settings))
    done = publish(workbook, tmp_path / "january")
    assert done.record.approved_by == by
    assert not because or any(because in note for note in done.notes)


def test_the_callers_sign_off_wins(tmp_path: Path) -> None:
    stands = (("Approved by", "A"), ("Approved on", "11/01/2022"))
    workbook = small_council(tmp_path / "w.xlsx", settings=(*SETTINGS, *stands))
    done = publish(workbook, tmp_path / "january", approved_by="B", approved_on=dt.date(2022, 1, 12))
    assert (done.record.approved_by, done.record.approved_on) == ("B", "2022-01-12")
    with pytest.raises(UsageError, match="day"):
        publish(workbook, tmp_path / "january", approved_by="B")


def test_the_document_on_standard_output_says_no_more_than_the_edition(
    workbook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever keeps it beside the edition gives nothing away."""
    assert main(["publish", str(workbook), "-o", str(tmp_path / "january"), "--json"]) == DONE
    document = json.loads(capsys.readouterr().out)
    (found,) = (one for one in document["indicators"] if one["indicator"] == MENTORED)
    assert (found["latest"], found["month_ago"], found["rag"]) == (None, None, None)
    assert found["latest_missing"]
    assert document["findings"] == []


# --- the edition before --------------------------------------------------------------------------


@pytest.fixture
def two_editions(workbook: Path, tmp_path: Path) -> tuple[Published, Published]:
    from cpp_scorecard.core.period import Month

    before = publish(workbook, tmp_path / "november", as_of=Month.of(2021, 11))
    return before, publish(workbook, tmp_path / "december", previous=before.folder)


def test_what_has_changed_since_the_last_edition_has_a_sheet(two_editions: tuple[Published, Published]) -> None:
    before, now = two_editions
    sheet = openpyxl.load_workbook(now.folder / "print-pack.xlsx")["Since last time"]
    lines = [row for row in sheet.iter_rows(values_only=True) if row[0]]
    assert lines[0][0] == "What has changed since the last edition"
    assert any(row[2:6] == ("Visits", "Dec-21", "72 (Nov-21)", "73 (Dec-21)") for row in lines)
    assert any(row[2] == MENTORED and row[4:6] == ("[c] (Nov-21)", "[c] (Dec-21)") for row in lines)
    assert now.record.previous == {"as_of": "2021-11", "sha256": now.record.previous["sha256"]}  # type: ignore[index]
    assert "Since last time" not in openpyxl.load_workbook(before.folder / "print-pack.xlsx").sheetnames


def test_an_internal_edition_is_no_measure_for_a_public_one(workbook: Path, tmp_path: Path) -> None:
    """Its figures would be printed as what they were."""
    internal = publish(workbook, tmp_path / "internal", profile="internal")
    with pytest.raises(Refused, match="internal"):
        publish(workbook, tmp_path / "january", previous=internal.folder)
    assert not (tmp_path / "january").exists()


def test_an_edition_of_another_council_is_no_measure(january: Published, tmp_path: Path) -> None:
    other = small_council(tmp_path / "other.xlsx", settings=(("Council", "Somewhere else"),))
    with pytest.raises(Refused, match="Made up"):
        publish(other, tmp_path / "other", previous=january.folder)


@pytest.mark.slow
def test_an_edition_may_be_replaced_by_the_next_one_that_is_compared_with_it(workbook: Path, tmp_path: Path) -> None:
    folder = tmp_path / "current"
    publish(workbook, folder)
    done = publish(workbook, folder, previous=folder)
    assert done.record.previous is not None
    assert not [note for note in done.notes if "--previous" in note]
    again = publish(workbook, folder, approved_by="A", approved_on=dt.date(2022, 1, 11))
    assert not [note for note in again.notes if "--previous" in note], "a draft was never published"
    again = publish(workbook, folder)
    assert [note for note in again.notes if "--previous" in note], "it says what it was not compared with"


@pytest.mark.slow
def test_a_file_that_somebody_changed_is_kept_and_told(workbook: Path, tmp_path: Path) -> None:
    done = publish(workbook, tmp_path / "january")
    (done.folder / "data.csv").write_bytes(b"mine")
    again = publish(workbook, tmp_path / "january")
    assert any("data.csv" in note for note in again.notes)
    assert (again.inside / "previous" / "data.csv").read_bytes() == b"mine"


# --- when there is none --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["w.xlsx"], USAGE),
        (["w.xlsx", "-o", "january", "--approved-by", "A"], USAGE),
        (["w.xlsx", "-o", "january", "--approved-on", "soon"], USAGE),
        (["w.xlsx", "-o", "january", "--profile", "secret"], USAGE),
        (["missing.xlsx", "-o", "january"], REFUSED),
        (["w.xlsx", "-o", "w.xlsx"], REFUSED),
        (["w.xlsx", "-o", "."], REFUSED),
        (["w.xlsx", "-o", "nowhere/january"], REFUSED),
        (["w.xlsx", "-o", "january", "--previous", "empty"], REFUSED),
        (["w.xlsx", "-o", "january", "--as-of", "2019-01"], REFUSED),
    ],
)
def test_refusals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int
) -> None:
    small_council(tmp_path / "w.xlsx")
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    try:
        found = main(["publish", *arguments])
    except SystemExit as usage:  # argparse's own way out
        found = int(usage.code or 0)
    assert found == code
    assert {path.name for path in tmp_path.iterdir()} == {"w.xlsx", "empty"}, "nothing was written"
    assert "Traceback" not in capsys.readouterr().err


def test_a_workbook_that_changes_meanwhile_is_busy(workbook: Path, tmp_path: Path, capsys: Any) -> None:
    def progress(text: str) -> None:
        if "Making" in text:
            small_council(workbook, seen=(1, 2, 3))

    with pytest.raises(Busy, match="changed"):
        publish(workbook, tmp_path / "january", progress=progress)
    assert not (tmp_path / "january").exists()


def test_another_run_is_busy(workbook: Path, tmp_path: Path) -> None:
    from cpp_scorecard.app.edition_folder import EditionFolder

    with EditionFolder.of(tmp_path / "january").locked():
        assert main(["publish", str(workbook), "-o", str(tmp_path / "january")]) == BUSY


def test_an_indicator_that_cannot_be_reported_leaves_the_rest(tmp_path: Path) -> None:
    from tests.tools.workbooks import council, definition

    workbook = council(
        tmp_path / "w.xlsx",
        [definition("Visits"), definition("Calls")],
        [("Indicator", *MONTHS), ("Visits", 71, 72, 73), ("Calls", 8, 9, "many")],
    )
    assert main(["publish", str(workbook), "-o", str(tmp_path / "january")]) == 3
    assert row_of(tmp_path / "january", "Visits")["latest"] == "73"
