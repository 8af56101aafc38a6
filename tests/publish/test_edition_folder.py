"""The folder of an edition: what may be replaced, and that it is replaced whole or not at all."""

from __future__ import annotations

import errno
import os
import signal
from pathlib import Path

import pytest
from tests.publish.edition_files import Files, edition_files, held
from tests.tools.failing_disk import FailingDisk, in_a_child

from cpp_scorecard.app.edition_folder import EditionFolder
from cpp_scorecard.core.errors import Busy, Refused, ScorecardError

OLD, NEW = edition_files("old "), edition_files("new ")
PAPERS = {"suppression.csv": b"Report\r\n", "quality-assurance.json": b"{}\n"}
STEPS = 200
"""More file operations than a run makes: the tests end with the first run that meets nothing."""


def put(folder: Path, files: Files, name: str) -> None:
    place = EditionFolder.of(folder)
    place.refuse_what_is_not_ours()
    with place.locked():
        place.place(name, files, PAPERS, lambda _: None)
        place.tidy()
        place.write_log(b'{"edition": "' + name.encode() + b'"}\n')


@pytest.fixture
def january(tmp_path: Path) -> Path:
    return tmp_path / "january"


def test_an_edition_is_in_its_folder_and_the_papers_are_not(january: Path) -> None:
    put(january, NEW, "2021-12-new")
    assert held(january) == NEW
    inside = held(january.with_name("january-not-for-publication"))
    assert set(inside) == {"lock", "log.jsonl", *(f"papers/2021-12-new/{name}" for name in PAPERS)}


def test_an_empty_folder_may_be_used(january: Path) -> None:
    january.mkdir()
    put(january, NEW, "new")
    assert held(january) == NEW


def test_an_edition_is_replaced_whole_and_the_old_one_is_kept_beside_it(january: Path) -> None:
    put(january, OLD, "old")
    put(january, NEW, "new")
    place = EditionFolder.of(january)
    assert held(january) == NEW
    assert held(place.previous) == OLD
    assert {path.name for path in place.papers.iterdir()} == {"old", "new"}
    assert place.log.read_bytes().count(b"\n") == 2


def test_what_file_managers_leave_behind_is_no_stranger(january: Path) -> None:
    put(january, OLD, "old")
    (january / "Thumbs.db").write_bytes(b"x")
    put(january, NEW, "new")
    assert held(january) == NEW


@pytest.mark.parametrize("name", ["letter.docx", "html/mine.html", "edition.json.bak"])
def test_a_file_that_is_none_of_ours_is_never_lost(january: Path, name: str) -> None:
    put(january, OLD, "old")
    (january / name).write_bytes(b"mine")
    with pytest.raises(Refused, match=Path(name).name):
        put(january, NEW, "new")
    assert held(january) == {**OLD, name: b"mine"}


def test_a_folder_that_is_no_edition_is_left_alone(january: Path) -> None:
    january.mkdir()
    (january / "minutes.txt").write_bytes(b"mine")
    with pytest.raises(Refused, match=r"no edition.*minutes\.txt"):
        put(january, NEW, "new")
    assert [path.name for path in january.parent.iterdir()] == ["january"], "not even a folder beside it"


@pytest.mark.parametrize("record", [b"", b"{}", b"[1]", b"\xff", b'{"format": "another"}', b"[" * 100_000])
def test_a_record_that_is_not_ours_makes_no_edition(january: Path, record: bytes) -> None:
    january.mkdir()
    (january / "edition.json").write_bytes(record)
    with pytest.raises(Refused):
        put(january, NEW, "new")
    assert held(january) == {"edition.json": record}


@pytest.mark.parametrize(
    "name", ["january-not-for-publication", "january-not-for-publication/papers", "missing/january", "a.txt"]
)
def test_places_where_no_edition_can_be(tmp_path: Path, name: str) -> None:
    (tmp_path / "january-not-for-publication").mkdir()
    (tmp_path / "a.txt").write_bytes(b"mine")
    with pytest.raises(Refused):
        put(tmp_path / name, NEW, "new")


@pytest.mark.parametrize("sign", ["~$print-pack.xlsx", ".~lock.print-pack.xlsx#"])
def test_an_edition_that_somebody_has_open_is_busy(january: Path, sign: str) -> None:
    put(january, OLD, "old")
    (january / sign).write_bytes(b"")
    with pytest.raises(Busy, match="open"):
        put(january, NEW, "new")
    assert held(january) == {**OLD, sign: b""}


def test_a_second_run_does_not_wait(january: Path) -> None:
    with EditionFolder.of(january).locked(), pytest.raises(Busy), EditionFolder.of(january).locked():
        pass


def test_what_does_not_pass_its_check_does_not_get_there(january: Path) -> None:
    put(january, OLD, "old")
    place = EditionFolder.of(january)

    def fail(staged: Path) -> None:
        assert held(staged) == NEW
        raise Refused("It is not what it should be.")

    with pytest.raises(Refused, match="should be"), place.locked():
        place.place("new", NEW, PAPERS, fail)
    assert held(january) == OLD
    assert not list(place.inside.glob("staged"))


def is_sound(january: Path) -> bool:
    """Old or new and whole; or, between two renames, moved aside and whole."""
    aside = january.with_name("january-not-for-publication") / "replaced"
    return held(january) in (OLD, NEW) if january.exists() else held(aside) == OLD


def is_in_order(january: Path) -> bool:
    place = EditionFolder.of(january)
    left = {path.name for path in place.inside.iterdir()}
    strays = [path for path in place.papers.iterdir() if path.suffix == ".tmp"]
    return held(january) == NEW and left <= {"lock", "log.jsonl", "papers", "previous"} and not strays


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the test forks")
@pytest.mark.parametrize(
    "stride", [pytest.param(8, id="some"), pytest.param(1, id="every one", marks=pytest.mark.slow)]
)
def test_a_kill_at_any_file_operation_leaves_an_edition_whole(tmp_path: Path, stride: int) -> None:
    for step in range(1, STEPS, stride):
        january = tmp_path / str(step) / "january"
        january.parent.mkdir()
        put(january, OLD, "old")

        def work(step: int = step, january: Path = january) -> None:
            FailingDisk(pytest.MonkeyPatch(), step, lambda _: os.kill(os.getpid(), signal.SIGKILL))
            put(january, NEW, "new")

        _, status = os.waitpid(in_a_child(work), 0)
        if not os.WIFSIGNALED(status):
            assert os.waitstatus_to_exitcode(status) == 0
            break
        assert is_sound(january), f"after a kill at step {step}"
        put(january, NEW, "new")
        assert is_in_order(january), f"after a kill at step {step}"
    assert 25 < step < STEPS - stride


@pytest.mark.parametrize(
    ("reason", "stride"),
    [
        pytest.param(errno.ENOSPC, 6, id="full, some"),
        *(
            pytest.param(reason, 1, id=f"{name}, every one", marks=pytest.mark.slow)
            for reason, name in ((errno.ENOSPC, "full"), (errno.EIO, "failing"), (errno.EACCES, "forbidden"))
        ),
    ],
)
def test_a_disk_that_fails_at_any_file_operation_leaves_the_old_edition_or_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reason: int, stride: int
) -> None:
    failures = 0

    def fail(_: str) -> None:
        raise OSError(reason, os.strerror(reason))

    for step in range(1, STEPS, stride):
        january = tmp_path / str(step) / "january"
        january.parent.mkdir()
        put(january, OLD, "old")
        with monkeypatch.context() as patched:
            disk = FailingDisk(patched, step, fail)
            place = EditionFolder.of(january)
            try:
                with place.locked():
                    place.place("new", NEW, PAPERS, lambda _: None)
            except ScorecardError:
                failures += 1
                assert held(january) == OLD, f"after a failure at step {step}"
        if disk.left > 0:
            break
        assert held(january) in (OLD, NEW), f"after a failure at step {step}"
        put(january, NEW, "new")
        assert is_in_order(january), f"after a failure at step {step}"
    assert failures * stride > 20
    assert step < STEPS - stride
