"""LibreOffice is started apart, given so much time and no more, and ended with everything that it started."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from cpp_scorecard.app.office import convert
from cpp_scorecard.core.errors import Refused

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-ins are shell scripts")


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "pack.xlsx"
    path.write_bytes(b"a workbook")
    return path


def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """A stand-in for LibreOffice on the path; `$out` is the folder that it is told to write to."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "soffice"
    told = 'while [ $# -gt 0 ]; do [ "$1" = --outdir ] && out=$2; last=$1; shift; done\n'
    program.write_text(f"#!/bin/sh\n{told}{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


def test_without_libreoffice_it_says_so(workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(workbook.parent))
    with pytest.raises(Refused, match=r"LibreOffice is not on this computer, so pack\.xlsx cannot become PDF"):
        convert(workbook, "pdf", workbook.parent)


def test_the_file_comes_into_the_folder_under_its_own_name(
    workbook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office(tmp_path, monkeypatch, 'printf done > "$out/pack.ods"')
    made = convert(workbook, "ods", tmp_path)
    assert made == tmp_path / "pack.ods"
    assert made.read_text("utf-8") == "done"


@pytest.mark.parametrize("script", ['echo "no such filter" >&2; exit 1', ": > $out/pack.ods", "exit 0"])
def test_a_conversion_that_fails_or_gives_nothing_is_refused(
    script: str, workbook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office(tmp_path, monkeypatch, script)
    with pytest.raises(Refused, match=r"did not turn pack\.xlsx into ODS"):
        convert(workbook, "ods", tmp_path)
    assert not (tmp_path / "pack.ods").exists()


def test_one_that_takes_too_long_is_ended_with_its_children(
    workbook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office(tmp_path, monkeypatch, f"sleep 300 & echo $! > {tmp_path}/child; wait")
    began = time.monotonic()
    with pytest.raises(Refused, match=r"was not done with pack\.xlsx after 0\.5 seconds"):
        convert(workbook, "pdf", tmp_path, 0.5)
    assert time.monotonic() - began < 10
    assert not _runs(int((tmp_path / "child").read_text("utf-8")))


def _runs(process: int) -> bool:
    """Whether a process is alive; one that has ended and that nobody has buried yet is not."""
    try:
        state = Path(f"/proc/{process}/stat").read_text("utf-8").rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state not in ("Z", "X")
