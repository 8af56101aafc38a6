"""The schedules in samples/server: well formed, and their command is one that the product understands."""

from __future__ import annotations

import configparser
import shlex
import shutil
import subprocess
from pathlib import Path, PureWindowsPath
from xml.etree import ElementTree

import pytest

from cpp_scorecard.cli import make_parser

SERVER = Path(__file__).parents[2] / "samples" / "server"
TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def unit(name: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(SERVER / name, "utf-8")
    return parser


def test_the_service_runs_a_command_of_the_product() -> None:
    command = shlex.split(unit("cpp-scorecard.service")["Service"]["ExecStart"])
    assert Path(command[0]).name == "cpp-scorecard"
    chosen = make_parser().parse_args(command[1:])
    assert chosen.command == "regenerate"
    writable = Path(unit("cpp-scorecard.service")["Service"]["ReadWritePaths"])
    assert chosen.workbook.is_relative_to(writable)


def test_the_windows_task_runs_a_command_of_the_product() -> None:
    task = ElementTree.parse(SERVER / "cpp-scorecard-task.xml").getroot()
    action = task.find(f"{TASK}Actions/{TASK}Exec")
    assert action is not None
    assert PureWindowsPath(action.findtext(f"{TASK}Command", "")).name == "cpp-scorecard.exe"
    arguments = action.findtext(f"{TASK}Arguments", "").replace("\\", "/")
    assert make_parser().parse_args(shlex.split(arguments)).command == "regenerate"


def test_a_busy_workbook_is_no_failure_of_the_service() -> None:
    assert unit("cpp-scorecard.service")["Service"]["SuccessExitStatus"].split() == ["3", "75"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not on this machine")
def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    for name in ("cpp-scorecard.service", "cpp-scorecard.timer"):
        text = (SERVER / name).read_text("utf-8").replace("/opt/cpp-scorecard/bin/cpp-scorecard", "/bin/true")
        (tmp_path / name).write_text(text, "utf-8")
    units = [str(tmp_path / "cpp-scorecard.service"), str(tmp_path / "cpp-scorecard.timer")]
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "cpp-scorecard" not in done.stderr
