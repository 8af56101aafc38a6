"""The commands: what they print, the exit codes, and their answer on a computer that is not Windows."""

from __future__ import annotations

import errno
import json
import shutil
import sys
from pathlib import Path

import pytest
from tests.tools.officers_pc import OfficersPc, kitchen

from cpp_scorecard.addin.deploy import windows
from cpp_scorecard.addin.deploy.trusted_locations import SECURITY
from cpp_scorecard.cli import BUSY, DONE, INCOMPLETE, REFUSED, USAGE, main

FOUND = INCOMPLETE


@pytest.fixture(scope="module")
def wheelhouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kitchen")
    return kitchen(folder).make(folder / "wheelhouse")


@pytest.fixture
def pc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OfficersPc:
    found = OfficersPc(tmp_path)
    monkeypatch.setattr(windows, "this_machine", lambda: found.machine)
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="there they work")
@pytest.mark.parametrize(
    "command", [["install", "--from", "."], ["uninstall"], ["doctor", "--json"], ["smoke-test", "-o", "result.json"]]
)
def test_off_windows_the_commands_say_so_and_touch_nothing(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["addin", *command]) == REFUSED
    assert "Excel on Windows" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [["install"], ["wheelhouse", "-o", "house"], ["smoke-test"]])
def test_what_has_to_be_named_is_asked_for(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["addin", *command])
    assert stopped.value.code == USAGE
    assert "required" in capsys.readouterr().err


def test_installed_looked_at_and_removed(pc: OfficersPc, wheelhouse: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A whole life: a dry run, the installation, a second one, doctor, a dry removal, the removal."""
    install = ["addin", "install", "--from", str(wheelhouse)]
    assert main([*install, "--dry-run"]) == DONE
    assert str(pc.places.addin) in capsys.readouterr().out
    assert not pc.places.home.exists()
    assert main(install) == DONE
    assert "Installed. Start Excel" in capsys.readouterr().out
    assert main(install) == DONE
    assert "Nothing to do" in capsys.readouterr().out
    assert main(["addin", "doctor", "--json"]) == FOUND
    document = json.loads(capsys.readouterr().out)
    assert [trouble["code"] for trouble in document["troubles"]] == ["excel-missing"]
    assert main(["addin", "uninstall", "--dry-run"]) == DONE
    assert pc.places.addin.is_file()
    assert main(["addin", "uninstall"]) == DONE
    assert capsys.readouterr().out.endswith("Removed.\n")
    assert not pc.places.home.exists()
    assert pc.registry.subkeys(rf"{SECURITY}\Trusted Locations") == []


def test_what_stays_behind_is_named_and_counts(
    pc: OfficersPc, wheelhouse: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["addin", "install", "--from", str(wheelhouse)])
    (pc.places.home / "workbooks").mkdir()
    assert main(["addin", "uninstall"]) == FOUND
    assert f"Leave {pc.places.home / 'workbooks'}" in capsys.readouterr().out


def test_doctor_says_what_to_do(pc: OfficersPc, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["addin", "doctor"]) == FOUND
    said = capsys.readouterr().out
    assert "not installed for this user" in said
    assert "Do:    Start install.cmd" in said


def test_a_file_that_is_held_is_busy_and_all_is_undone(
    pc: OfficersPc, wheelhouse: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A virus scanner that never lets go."""
    from cpp_scorecard.addin.deploy import own_files

    def held(*_: object) -> None:
        raise PermissionError(13, "The process cannot access the file")

    monkeypatch.setattr(own_files, "_PAUSES", (0.0,))
    monkeypatch.setattr(Path, "rename", held)
    assert main(["addin", "install", "--from", str(wheelhouse)]) == BUSY
    assert "held by another program" in capsys.readouterr().err
    assert pc.files() == {}


@pytest.mark.parametrize("code", [errno.ENOTEMPTY, errno.EBUSY, errno.EACCES])
def test_a_folder_that_is_not_empty_yet_is_removed_a_moment_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    """Windows keeps a deleted file in its folder until whoever reads it lets go; that ended in a traceback."""
    from cpp_scorecard.addin.deploy import own_files

    folder = tmp_path / "python.old"
    (folder / "Lib").mkdir(parents=True)
    real, refusals = shutil.rmtree, [OSError(code, "The directory is not empty")]

    def not_yet(path: Path) -> None:
        if refusals:
            raise refusals.pop()
        real(path)

    monkeypatch.setattr(own_files, "_PAUSES", (0.0,))
    monkeypatch.setattr(shutil, "rmtree", not_yet)
    own_files.remove_tree(folder)
    assert not folder.exists()


def test_a_folder_that_cannot_be_removed_for_another_reason_says_which(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cpp_scorecard.addin.deploy import own_files

    def broken(_: Path) -> None:
        raise OSError(errno.EIO, "The device is not ready")

    monkeypatch.setattr(shutil, "rmtree", broken)
    with pytest.raises(OSError, match="not ready"):
        own_files.remove_tree(tmp_path)
