"""The files to double-click: which Python they start, from where, and who is waited for at the end."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from cpp_scorecard.addin.deploy.shims import INSTALLED, WHEELHOUSE, as_windows_writes

STARTERS = {name: text for name, text in {**INSTALLED, **WHEELHOUSE}.items() if name.endswith(".cmd")}


@pytest.mark.parametrize("name", STARTERS)
def test_a_starter_runs_the_python_beside_it_isolated(name: str) -> None:
    """In quotation marks, because the name of a user's folder may have a space."""
    programs = re.findall(r'^@?"([^"]*\\)?python\.exe" (.*)$', STARTERS[name], re.MULTILINE)
    assert programs
    for folder, options in programs:
        assert folder in ("%~dp0python\\", "%AWAY%\\")
        assert options.startswith("-I -B ")
        assert options.endswith(" %*"), "arguments are handed on"


@pytest.mark.parametrize("name", STARTERS)
def test_a_starter_with_arguments_never_waits_for_a_key(name: str) -> None:
    """`doctor.cmd --json > ticket.json` waited for a key that it asked for in the file."""
    waits = [line for line in STARTERS[name].splitlines() if "pause" in line]
    assert waits == ([] if name == "cpp-scorecard.cmd" else ['if "%~1"=="" pause'])


@pytest.mark.parametrize("name", STARTERS)
def test_a_starter_is_written_as_windows_reads_it(name: str) -> None:
    content = as_windows_writes(STARTERS[name])
    assert content.count(b"\r\n") == content.count(b"\n") == STARTERS[name].count("\n")
    assert content.isascii(), "the command interpreter reads the code page of the PC"


def test_every_starter_is_named_on_the_page_for_it() -> None:
    page = (Path(__file__).parents[2] / "docs" / "it.md").read_text("utf-8")
    assert [name for name in STARTERS if name not in page] == []
    assert "install.cmd <nul" in page, "how it ends where nobody can press a key"


def test_the_starter_of_the_wheelhouse_hands_its_folder_and_arguments_to_the_command(tmp_path: Path) -> None:
    """In a folder with a space; the package of the wheel is a stand-in that says what it is given."""
    house = tmp_path / "wheel house"
    package = house / "wheels" / "cpp_scorecard-1-py3-none-any.whl" / "cpp_scorecard"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "cli.py").write_text("def main(given):\n    print(given)\n    return 75\n")
    (house / "install.py").write_text(WHEELHOUSE["install.py"])
    done = subprocess.run(
        [sys.executable, "-I", "-B", str(house / "install.py"), "--dry-run"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 75, done.stderr
    assert done.stdout.strip() == str(["addin", "install", "--from", str(house.resolve()), "--dry-run"])
