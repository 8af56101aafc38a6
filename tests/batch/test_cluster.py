"""A batch on a Dask cluster: the function that runs here runs there."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cpp_scorecard.app.batch import batch
from cpp_scorecard.cli import main
from tests.batch.councils import region


def test_without_dask_a_sentence_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    councils = region(tmp_path / "councils", 0.9)
    assert main(["batch", str(councils), "-o", str(tmp_path / "packs"), "--scheduler", "tcp://localhost:1"]) == 4
    assert "pip install 'cpp-scorecard[cluster]'" in capsys.readouterr().err
    assert not list((tmp_path / "packs").glob("*.xlsx"))


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The scheduler of a cluster on this machine, with two workers that are processes of their own."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0", host="127.0.0.1"
    ) as cluster:
        yield cluster.scheduler_address


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
class TestOnACluster:
    def test_it_makes_the_very_files_that_this_machine_makes(self, tmp_path: Path, address: str) -> None:
        councils = region(tmp_path / "councils", 0.9, 0.7, 0.8)
        (councils / "junk.xlsx").write_bytes(b"junk")
        there, here = tmp_path / "there", tmp_path / "here"
        assert main(["batch", str(councils), "-o", str(there), "--scheduler", address]) == 3
        assert main(["batch", str(councils), "-o", str(here), "--jobs", "1"]) == 3
        assert {path.name for path in there.glob("*.xlsx")} == {path.name for path in here.glob("*.xlsx")}
        for path in here.glob("*.xlsx"):
            assert (there / path.name).read_bytes() == path.read_bytes()

    def test_it_does_nothing_twice(self, tmp_path: Path, address: str) -> None:
        councils = region(tmp_path / "councils", 0.9, 0.7)
        batch(councils, tmp_path / "packs", scheduler=address)
        done = batch(councils, tmp_path / "packs", scheduler=address)
        assert [result.is_new for result in done.results] == [False, False]

    def test_a_worker_that_dies_stops_no_other_workbook(self, tmp_path: Path, address: str) -> None:
        """Dask gives a workbook up after it has ended a few workers; ours names it."""
        from distributed import LocalCluster

        from cpp_scorecard.app import batch_cluster
        from cpp_scorecard.app.batch_folder import Work
        from tests.batch import deadly

        works = [Work(name, "", "", str(tmp_path / name), "", "") for name in ("a", "b deadly", "c")]
        with (
            pytest.MonkeyPatch.context() as patch,
            LocalCluster(
                n_workers=2, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0", host="127.0.0.1"
            ) as cluster,
        ):
            patch.setattr(batch_cluster, "bring_up_to_date", deadly.do)
            results = {
                result.file: result
                for result in batch_cluster.on_cluster(works, cluster.scheduler_address, lambda _: None)
            }
        assert {name: result.outcome.value for name, result in results.items()} == {
            "a": "done", "b deadly": "ended", "c": "done"
        }  # fmt: skip

    def test_no_scheduler_or_no_address_is_a_sentence(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        from cpp_scorecard.app import batch_cluster

        monkeypatch.setattr(batch_cluster, "SECONDS", 1)
        councils = region(tmp_path / "councils", 0.9)
        for wrong, code in (("tcp://127.0.0.1:9", 75), ("nonsense://x", 2)):
            assert main(["batch", str(councils), "-o", str(tmp_path / "packs"), "--scheduler", wrong]) == code
            assert wrong in capsys.readouterr().err
