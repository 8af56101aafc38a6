"""A batch over a folder: a pack for each workbook, none that stops the others, nothing done twice."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from openpyxl import load_workbook

from cpp_scorecard.app import batch_local, scorecard
from cpp_scorecard.app.batch import Batch, batch, batch_json
from cpp_scorecard.app.batch_folder import pack_names, workbooks_in
from cpp_scorecard.app.build import build, chosen_reports
from cpp_scorecard.app.scorecard import make_scorecard
from cpp_scorecard.cli import main
from cpp_scorecard.core.council_result import Outcome
from cpp_scorecard.core.errors import Busy, Refused, UsageError
from cpp_scorecard.core.period import Month
from tests.batch.councils import here, region, small

CLOCK = 2_000_000_000
"""A day on which nothing was made."""


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch_local, "on_processes", here)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three councils with the batch of them, made once and copied: where a folder is makes no difference."""
    folder = tmp_path_factory.mktemp("whole")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch_local, "on_processes", here)
        batch(region(folder / "councils", 0.9, 0.7, 0.8), folder / "packs")
    return folder


@pytest.fixture
def councils(tmp_path: Path, whole: Path) -> Path:
    return Path(shutil.copytree(whole / "councils", tmp_path / "councils"))


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    """Where packs are to go."""
    return tmp_path / "packs"


@pytest.fixture
def made(tmp_path: Path, whole: Path) -> None:
    """The packs are there already."""
    shutil.copytree(whole / "packs", tmp_path / "packs")


def outcomes(done: Batch) -> dict[str, str]:
    return {result.file: result.outcome.value for result in done.results}


def made_now(done: Batch) -> list[str]:
    return [result.file for result in done.results if result.is_new]


def test_a_pack_is_what_build_makes_of_the_workbook(councils: Path, packs: Path, made: None, tmp_path: Path) -> None:
    card = make_scorecard(councils / "council-1.xlsx")
    alone = build(card, tmp_path / "alone.xlsx", chosen_reports(card, None)).path
    assert (packs / "council-1-scorecard.xlsx").read_bytes() == alone.read_bytes()


def test_bad_workbooks_are_named_and_stop_no_other(councils: Path, packs: Path, made: None) -> None:
    (councils / "empty.xlsx").write_bytes(b"")
    (councils / "junk.xlsx").write_bytes(b"PK\x03\x04 and nothing more")
    (councils / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 no workbook")
    done = batch(councils, packs)
    assert outcomes(done) == {
        "council-1.xlsx": "done", "council-2.xlsx": "done", "council-3.xlsx": "done",
        "empty.xlsx": "refused", "junk.xlsx": "refused", "old.xls": "refused",
    }  # fmt: skip
    assert all(result.message and result.remedy for result in done.results[3:])
    assert not done.is_complete


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize(
    ("error", "outcome", "says"),
    [
        (KeyError("secret"), Outcome.FAULT, "KeyError"),
        (RecursionError(), Outcome.FAULT, "RecursionError"),
        (MemoryError(), Outcome.ENDED, "memory"),
        (Busy("It is open.", "Close it."), Outcome.IN_USE, "It is open."),
    ],
)
def test_what_goes_wrong_with_one_workbook_is_a_sentence(
    councils: Path,
    packs: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    outcome: Outcome,
    says: str,
) -> None:
    (packs / "council-2-scorecard.xlsx").unlink()

    def failing(path: Path, *more: Any) -> Any:
        if path.name == "council-2.xlsx":
            raise error
        return make_scorecard(path, *more)

    monkeypatch.setattr(scorecard, "make_scorecard", failing)
    lost = batch(councils, packs).results[1]
    assert lost.outcome is outcome
    assert says in lost.message
    assert lost.remedy
    assert "Traceback" not in lost.message
    assert "secret" not in lost.message
    assert str(councils) not in lost.message


def test_a_second_run_does_nothing_and_leaves_every_byte(councils: Path, packs: Path, made: None) -> None:
    before = {path: path.read_bytes() for path in packs.rglob("*") if path.is_file()}
    for path in packs.glob("*-scorecard.xlsx"):
        os.utime(path, (CLOCK, CLOCK))
    done = batch(councils, packs)
    assert made_now(done) == []
    assert {path: path.read_bytes() for path in packs.rglob("*") if path.is_file()} == before
    assert {path.stat().st_mtime for path in packs.glob("*-scorecard.xlsx")} == {CLOCK}


def _workbook(councils: Path, packs: Path) -> None:
    small(councils / "council-2.xlsx", 0.95, Council="Made-up council 2")


def _settings(councils: Path, packs: Path) -> None:
    (councils / "council-2.toml").write_text('Council = "Another name"\n')


def _missing(councils: Path, packs: Path) -> None:
    (packs / "council-2-scorecard.xlsx").unlink()


def _altered(councils: Path, packs: Path) -> None:
    (packs / "council-2-scorecard.xlsx").write_bytes(b"half a pa")


def _no_record(councils: Path, packs: Path) -> None:
    (packs / "summary.xlsx.cpp-scorecard" / "council-2-scorecard.xlsx.json").unlink()


def _half_a_record(councils: Path, packs: Path) -> None:
    record = packs / "summary.xlsx.cpp-scorecard" / "council-2-scorecard.xlsx.json"
    record.write_bytes(record.read_bytes()[:300])


def _of_another_version(councils: Path, packs: Path) -> None:
    record = packs / "summary.xlsx.cpp-scorecard" / "council-2-scorecard.xlsx.json"
    said = json.loads(record.read_text())
    said["result"]["version"] = "0.0.1"
    record.write_text(json.dumps(said))


@pytest.mark.parametrize(
    "change", [_workbook, _settings, _missing, _altered, _no_record, _half_a_record, _of_another_version]
)
def test_a_second_run_does_what_is_missing_or_has_changed(councils: Path, packs: Path, change: Any, made: None) -> None:
    change(councils, packs)
    done = batch(councils, packs)
    assert made_now(done) == ["council-2.xlsx"]
    again = make_scorecard(councils / "council-2.xlsx")
    assert done.results[1].council == again.workbook.settings.council
    assert made_now(batch(councils, packs)) == []


def test_another_month_makes_all_packs_again(councils: Path, packs: Path, made: None) -> None:
    assert len(made_now(batch(councils, packs, as_of=Month.of(2021, 11)))) == 3
    assert made_now(batch(councils, packs, as_of=Month.of(2021, 11))) == []


def test_a_changed_style_template_makes_its_packs_again_and_is_no_council(
    councils: Path, packs: Path, made: None
) -> None:
    template = councils / "styles.xlsx"
    small(councils / "council-2.xlsx", Style_template=template.name)
    shipped = Path(__file__).parents[2] / "workbook_templates" / "style_template.xlsx"
    template.write_bytes(shipped.read_bytes())
    assert set(outcomes(batch(councils, packs))) == {f"council-{number}.xlsx" for number in (1, 2, 3)}
    template.write_bytes(shipped.read_bytes() + b"\0")
    assert made_now(batch(councils, packs)) == ["council-2.xlsx"]


def test_what_failed_is_tried_again(councils: Path, packs: Path) -> None:
    good = (councils / "council-2.xlsx").read_bytes()
    (councils / "council-2.xlsx").write_bytes(b"cut short")
    assert outcomes(batch(councils, packs))["council-2.xlsx"] == "refused"
    (councils / "council-2.xlsx").write_bytes(good)
    done = batch(councils, packs)
    assert (made_now(done), done.is_complete) == (["council-2.xlsx"], True)


def test_a_workbook_that_went_bad_leaves_its_last_pack_and_says_so(councils: Path, packs: Path, made: None) -> None:
    pack = packs / "council-2-scorecard.xlsx"
    before = pack.read_bytes()
    (councils / "council-2.xlsx").write_bytes(b"cut short")
    lost = batch(councils, packs).results[1]
    assert lost.remedy.endswith("council-2-scorecard.xlsx is of an earlier run.")
    assert (lost.pack, pack.read_bytes()) == ("", before)


def test_nothing_reported_is_refused_and_no_summary_is_written(tmp_path: Path, packs: Path) -> None:
    (tmp_path / "councils").mkdir()
    (tmp_path / "councils" / "junk.xlsx").write_bytes(b"junk")
    assert main(["batch", str(tmp_path / "councils"), "-o", str(packs)]) == 4
    assert not (packs / "summary.xlsx").exists()


def test_exit_codes_progress_and_results(councils: Path, packs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["batch", str(councils), "-o", str(packs)]) == 0
    said = capsys.readouterr()
    assert said.err.splitlines() == [
        "1 of 3  council-1.xlsx: done", "2 of 3  council-2.xlsx: done", "3 of 3  council-3.xlsx: done",
        "Writing the summary ...",
    ]  # fmt: skip
    assert said.out.splitlines() == ["3 of 3 workbooks reported.", f"Written: {packs / 'summary.xlsx'}"]
    (councils / "junk.xlsx").write_bytes(b"junk")
    assert main(["batch", str(councils), "-o", str(packs), "--json"]) == 3
    said = capsys.readouterr()
    assert "1 of 4  council-1.xlsx: nothing has changed" in said.err
    assert "junk.xlsx: NOT REPORTED (refused). " in said.err
    document = json.loads(said.out)
    assert (document["complete"], len(document["workbooks"]), len(document["indicators"])) == (False, 4, 3)
    lost = document["workbooks"][-1]
    assert (lost["file"], lost["outcome"], lost["pack"], bool(lost["message"])) == ("junk.xlsx", "refused", "", True)


def test_a_workbook_with_indicators_that_cannot_be_reported_is_reported_in_part(
    councils: Path, packs: Path, made: None
) -> None:
    book = load_workbook(councils / "council-2.xlsx")
    book["Definitions"]["C2"] = "no such code"
    book.save(councils / "council-2.xlsx")
    assert main(["batch", str(councils), "-o", str(packs)]) == 3
    assert outcomes(batch(councils, packs))["council-2.xlsx"] == "incomplete"
    assert (packs / "council-2-scorecard.xlsx").exists()


def test_the_summary_has_the_same_bytes_whatever_came_first(
    councils: Path, packs: Path, whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_local, "on_processes", lambda works, jobs: here(works[::-1], jobs))
    batch(councils, packs)
    assert (packs / "summary.xlsx").read_bytes() == (whole / "packs" / "summary.xlsx").read_bytes()


def test_the_document_says_what_there_is_of_each_council(councils: Path, packs: Path, made: None) -> None:
    document = batch_json(batch(councils, packs))
    first = document["workbooks"][0]
    assert first["rag"] == {"R": 0, "A": 0, "G": 3, "none": 0}
    assert (first["council"], first["as_of"], first["made_now"]) == ("Made-up council 1", "2021-12", False)
    seen = document["indicators"][0]
    assert [(line["council"], line["value"], line["rank"], line["of"]) for line in seen["councils"]] == [
        ("Made-up council 1", 0.9, 1, 3), ("Made-up council 3", 0.8, 2, 3), ("Made-up council 2", 0.7, 3, 3),
    ]  # fmt: skip
    assert json.loads(json.dumps(document)) == document


def test_what_is_no_councils_workbook_is_not_taken(tmp_path: Path) -> None:
    folder = region(tmp_path, 0.9)
    for name in ("~$council-1.xlsx", ".~lock.council-1.xlsx#", ".council-1.xlsx.abc.tmp", "._council-1.xlsx",
                 "council-1-scorecard.xlsx", "summary.xlsx", "council-1.toml", "notes.docx", "form.xltx"):  # fmt: skip
        (folder / name).write_bytes(b"PK")
    for place in ("council-1.xlsx.cpp-scorecard", "january-not-for-publication", "january", ".git", "a folder.xlsx"):
        (folder / place).mkdir()
        (folder / place / "inside.xlsx").write_bytes(b"PK")
    (folder / "january" / "edition.json").write_text("{}")
    assert workbooks_in(folder, folder) == ["council-1.xlsx"]
    assert workbooks_in(folder, folder, sub_folders=True) == ["a folder.xlsx/inside.xlsx", "council-1.xlsx"]
    assert workbooks_in(folder, folder / "packs") == ["council-1.xlsx", "summary.xlsx"], "not the summary of this one"


def test_packs_can_lie_beside_their_workbooks_so_that_links_open(tmp_path: Path) -> None:
    councils = region(tmp_path, 0.9)
    batch(councils, councils)
    done = batch(councils, councils)
    assert (len(done.results), made_now(done)) == (1, [])


def test_sub_folders_are_kept_apart(tmp_path: Path, packs: Path) -> None:
    for name in ("north", "south"):
        small(tmp_path / "councils" / name / "indicators.xlsx", Council=f"Made-up {name}")
    with pytest.raises(Refused, match="no workbook"):
        batch(tmp_path / "councils", packs)
    done = batch(tmp_path / "councils", packs, sub_folders=True)
    assert [result.pack for result in done.results] == [
        "north/indicators-scorecard.xlsx", "south/indicators-scorecard.xlsx"
    ]  # fmt: skip
    assert all((packs / result.pack).is_file() for result in done.results)


def test_packs_of_workbooks_that_differ_in_their_ending_only_have_names_of_their_own() -> None:
    assert pack_names(["A.xlsx", "a.xlsm", "b.xlsm"]) == {
        "A.xlsx": "A.xlsx-scorecard.xlsx", "a.xlsm": "a.xlsm-scorecard.xlsx", "b.xlsm": "b-scorecard.xlsx",
    }  # fmt: skip


HOSTILE = ("=cmd('calc').xlsx", "50% & <b>#1?.xlsx", "'line\nbreak' ✓.xlsx")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_hostile_names_are_texts_and_links_lead_to_their_packs(tmp_path: Path, packs: Path) -> None:
    for name in HOSTILE:
        small(tmp_path / "councils" / name, Council=f"={name}")
    done = batch(tmp_path / "councils", packs)
    assert set(outcomes(done).values()) == {"done"}
    sheet = load_workbook(packs / "summary.xlsx")["Councils"]
    rows = {str(row[1].value): row for row in sheet.iter_rows(min_row=6)}
    assert set(rows) == set(HOSTILE)
    for name, row in rows.items():
        assert {cell.data_type for cell in row} <= {"s", "n"}, name
        assert row[11].value == name.removesuffix(".xlsx") + "-scorecard.xlsx"
        assert row[11].hyperlink is not None


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_name_that_is_no_text_is_named_as_far_as_it_can_be(councils: Path, packs: Path, made: None) -> None:
    try:
        os.link(councils / "council-1.xlsx", os.fsencode(councils) + b"/bad-\xff.xlsx")
    except OSError:
        pytest.skip("this file system has no such names")
    done = batch(councils, packs)
    assert [result.file for result in done.results] == ["bad-?.xlsx", *(f"council-{n}.xlsx" for n in (1, 2, 3))]
    assert done.summary is not None


def test_a_summary_that_no_batch_made_is_not_replaced(councils: Path, packs: Path) -> None:
    packs.mkdir()
    (packs / "summary.xlsx").write_bytes(b"an officer's own")
    with pytest.raises(Refused, match="not the summary of a batch"):
        batch(councils, packs)
    assert (packs / "summary.xlsx").read_bytes() == b"an officer's own"


def test_two_batches_do_not_write_to_one_folder_at_once(councils: Path, packs: Path) -> None:
    state = packs / "summary.xlsx.cpp-scorecard"
    state.mkdir(parents=True)
    with FileLock(state / "lock"), pytest.raises(Busy, match=r"working on summary\.xlsx"):
        batch(councils, packs)


def test_what_an_ended_process_left_half_written_is_cleared_up(councils: Path, packs: Path, made: None) -> None:
    for left in (packs / ".council-1-scorecard.xlsx.x1.tmp", packs / ".summary.xlsx.x2.tmp"):
        left.write_bytes(b"half")
    (packs / ".mine.tmp").write_bytes(b"somebody's")
    batch(councils, packs)
    assert [path.name for path in packs.glob(".*")] == [".mine.tmp"]


def test_nor_does_a_process_that_was_ended_in_this_run_leave_anything(councils: Path, packs: Path) -> None:
    def told(line: str) -> None:
        if line.startswith("1 of"):
            (packs / ".council-2-scorecard.xlsx.x1.tmp").write_bytes(b"half")

    batch(councils, packs, progress=told)
    assert not list(packs.glob(".*"))


@pytest.mark.parametrize(
    ("more", "error"),
    [({"jobs": 0}, UsageError), ({"jobs": -3}, UsageError), ({"jobs": 2, "scheduler": "tcp://x:1"}, UsageError)],
)
def test_arguments_that_do_not_go_together(councils: Path, packs: Path, more: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        batch(councils, packs, **more)
    assert not packs.exists()


def test_a_folder_that_is_not_there_or_is_a_file(councils: Path, packs: Path) -> None:
    for folder, output in ((councils / "x", packs), (councils / "council-1.xlsx", packs),
                           (councils, councils / "council-1.xlsx")):  # fmt: skip
        with pytest.raises(Refused):
            batch(folder, output)


def test_a_workbook_that_changes_while_it_is_read_is_left_for_the_next_run(
    councils: Path, packs: Path, made: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    small(councils / "council-2.xlsx", 0.95)

    def slow(path: Path, *more: Any) -> Any:
        card = make_scorecard(path, *more)
        if path.name == "council-2.xlsx":
            path.write_bytes(path.read_bytes() + b"\0")
        return card

    with monkeypatch.context() as patch:
        patch.setattr(scorecard, "make_scorecard", slow)
        assert outcomes(batch(councils, packs))["council-2.xlsx"] == "in use"
    assert made_now(batch(councils, packs)) == ["council-2.xlsx"]
