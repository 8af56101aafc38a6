"""The same workbook gives the same bytes: in any folder, process, time zone and language, at any time."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import cpp_scorecard

PACKAGE = Path(cpp_scorecard.__file__).parents[1]
SURROUNDINGS = {
    "another-hash-seed": {"PYTHONHASHSEED": "1"},
    "a-third-hash-seed-in-kiritimati": {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Kiritimati"},
    "west-of-the-date-line": {"TZ": "Etc/GMT+12", "LC_ALL": "C"},
    "german": {"LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8", "PYTHONHASHSEED": "7"},
    "turkish-without-utf-8": {"LC_ALL": "tr_TR", "LANG": "tr_TR", "PYTHONUTF8": "0"},
}

ALWAYS = ("a-third-hash-seed-in-kiritimati", "turkish-without-utf-8")


def _build(workbook: Path, output: Path, **surroundings: str) -> bytes:
    """Build in a process of its own and return the bytes."""
    subprocess.run(
        [sys.executable, "-m", "cpp_scorecard", "build", str(workbook), "-o", str(output)],
        env={**os.environ, "PYTHONPATH": str(PACKAGE), "PYTHONHASHSEED": "0", **surroundings},
        cwd=output.parent,
        capture_output=True,
        check=True,
        timeout=60,
    )
    return output.read_bytes()


def test_two_builds_are_equal(card: Path, sample: Path, tmp_path: Path) -> None:
    """In this process and in another one."""
    assert _hash(_build(sample, tmp_path / "again.xlsx")) == _hash(card.read_bytes())


def test_the_folder_plays_no_part(card: Path, sample: Path, tmp_path: Path) -> None:
    """A copy of the workbook elsewhere, newer than the original, named through a relative path and written beside."""
    folder = tmp_path / "Ein Ordner – with (odd) & 'names'"
    folder.mkdir()
    shutil.copy(sample, folder)
    built = _build(Path(sample.name), folder / "card of another name.xlsx")
    assert _hash(built) == _hash(card.read_bytes())


@pytest.mark.parametrize(
    "surroundings",
    [
        pytest.param(given, id=name, marks=() if name in ALWAYS else pytest.mark.slow)
        for name, given in SURROUNDINGS.items()
    ],
)
def test_surroundings_play_no_part(card: Path, sample: Path, tmp_path: Path, surroundings: dict[str, str]) -> None:
    """Hash seeds, time zones and languages of the machine leave no trace in the file."""
    assert _hash(_build(sample, tmp_path / "card.xlsx", **surroundings)) == _hash(card.read_bytes())


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
