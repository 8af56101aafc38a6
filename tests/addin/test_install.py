"""Installing: said before it is done, whole or not at all, repeatable, and nothing else touched."""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
from tests.tools.officers_pc import OfficersPc, kitchen

from cpp_scorecard.addin.deploy import install as installing
from cpp_scorecard.addin.deploy import open_values
from cpp_scorecard.addin.deploy.install import TRIAL, install, plan
from cpp_scorecard.addin.deploy.manifest import changed_files, read_manifest
from cpp_scorecard.addin.deploy.places import Places
from cpp_scorecard.addin.deploy.ports import Ended, Kind, Process, Value
from cpp_scorecard.addin.deploy.trusted_locations import SECURITY
from cpp_scorecard.addin.deploy.wheelhouse_folder import read_wheelhouse
from cpp_scorecard.core.errors import Busy, Refused, ScorecardError

PYTHON = Path(__file__).parents[2] / "python"
LOCATIONS = rf"{SECURITY}\Trusted Locations"
EXCELS_OWN = {
    "Path": Value(r"%APPDATA%\Microsoft\Excel\XLSTART", Kind.EXPANDABLE_TEXT),
    "Description": Value("StartUp"),
}


@pytest.fixture(scope="module")
def wheelhouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("first")
    return kitchen(folder).make(folder / "wheelhouse")


@pytest.fixture(scope="module")
def next_wheelhouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("next")
    return kitchen(folder, note="with a better add-in").make(folder / "wheelhouse")


@pytest.fixture
def pc(tmp_path: Path) -> OfficersPc:
    """A PC on which Excel has run: it trusts XLSTART, as Excel sets it up."""
    found = OfficersPc(tmp_path)
    found.registry.keys[rf"{LOCATIONS}\Location2"] = dict(EXCELS_OWN)
    return found


def put_on(pc: OfficersPc, wheelhouse: Path) -> list[str]:
    said: list[str] = []
    made = plan(pc.machine, read_wheelhouse(wheelhouse))
    said += made.sentences()
    install(made, said.append)
    return said


def test_everything_goes_into_two_folders_of_the_user(pc: OfficersPc, wheelhouse: Path) -> None:
    """The private Python and its packages, the add-in where Excel opens it, three files to double-click, a list."""
    before = dict(pc.registry.keys)
    put_on(pc, wheelhouse)
    places = pc.places
    assert places.interpreter.is_file()
    assert (places.python / "xlwings64-0.37.8.dll").is_file(), "where the add-in looks for it"
    assert (places.packages / "cpp_scorecard" / "__init__.py").is_file()
    assert places.addin.read_bytes() == (wheelhouse / "cpp-scorecard.xlam").read_bytes()
    assert {path.name for path in places.home.iterdir()} == {
        "python", "installed.json", "cpp-scorecard.cmd", "doctor.cmd", "uninstall.cmd",
    }  # fmt: skip
    assert {path.name for path in places.startup.iterdir()} == {"cpp-scorecard.xlam"}
    assert pc.registry.keys == before, "Excel trusts XLSTART already"


def test_the_packages_are_installed_without_a_network_and_by_their_hashes(pc: OfficersPc, wheelhouse: Path) -> None:
    put_on(pc, wheelhouse)
    command = pc.processes.commands[0]
    assert command[0] == str(pc.places.incoming / "python.exe"), "by the Python that they are for"
    assert Path(command[3]).parent.name == "pip-26.3-py3-none-any.whl", "pip runs from its wheel"
    assert {"--no-index", "--require-hashes", "--no-deps", "--isolated", "--no-cache-dir"} <= set(command)
    assert not list(pc.places.packages.glob("pip*")), "and is not installed"
    assert not (pc.places.python / "Scripts").exists(), "starters would name the folder they were made in"
    assert pc.processes.commands[1][-1] == TRIAL


def test_the_private_python_sees_only_its_own_folders(pc: OfficersPc, wheelhouse: Path) -> None:
    """Its path file shuts out PYTHONPATH, the user's packages and the current folder."""
    put_on(pc, wheelhouse)
    text = (pc.places.python / "python312._pth").read_text("utf-8")
    assert text.splitlines() == ["python312.zip", ".", r"Lib\site-packages", "import site"]


def test_all_that_will_happen_is_said_first_and_saying_it_touches_nothing(pc: OfficersPc, wheelhouse: Path) -> None:
    pc.registry.keys.clear()
    before = pc.files()
    said = plan(pc.machine, read_wheelhouse(wheelhouse)).sentences()
    assert pc.files() == before
    assert pc.registry.keys == {}
    assert pc.processes.commands == []
    text = "\n".join(said)
    places = pc.places
    for named in (places.python, places.addin, places.manifest, rf"{LOCATIONS}\Location0", "Install 3 packages"):
        assert str(named) in text


def test_the_add_in_cannot_be_written_over_from_excel(pc: OfficersPc, wheelhouse: Path) -> None:
    """Read-only: a second Excel opens it without asking who else has it open."""
    put_on(pc, wheelhouse)
    assert pc.places.addin.stat().st_mode & 0o222 == 0


def test_a_trusted_location_is_written_only_where_excel_has_none(pc: OfficersPc, wheelhouse: Path) -> None:
    pc.registry.keys = {rf"{LOCATIONS}\Location7": {"Path": Value("C:\\Models\\")}}
    put_on(pc, wheelhouse)
    written = pc.registry.keys[rf"{LOCATIONS}\Location8"]
    assert written["Path"].data == f"{pc.places.startup}\\"
    assert written["AllowSubfolders"] == Value(0, Kind.NUMBER)
    assert pc.registry.keys[rf"{LOCATIONS}\Location7"] == {"Path": Value("C:\\Models\\")}
    put_on(pc, wheelhouse)
    assert len(pc.registry.subkeys(LOCATIONS)) == 2, "a second run finds the entry of the first"


def test_a_copy_that_excel_opens_from_elsewhere_is_taken_off_and_the_others_keep_their_order(
    pc: OfficersPc, wheelhouse: Path
) -> None:
    """Excel stops at the first gap in OPEN, OPEN1, OPEN2."""
    theirs = [
        Value('/R "C:\\Tools\\stock.xlam"'),
        Value('"Solver.xlam"'),
        Value('/A "D:\\x.xll"', Kind.EXPANDABLE_TEXT),
    ]
    copy = Value('/R "\\\\server\\share\\CPP-Scorecard.xlam"')
    pc.registry.keys[open_values.KEY] = {
        "OPEN": theirs[0], "OPEN1": copy, "OPEN2": theirs[1], "OPEN10": theirs[2], "Font": Value("Aptos,11"),
    }  # fmt: skip
    said = put_on(pc, wheelhouse)
    assert any("\\\\server\\share\\CPP-Scorecard.xlam" in sentence for sentence in said)
    assert pc.registry.keys[open_values.KEY] == {
        "OPEN": theirs[0], "OPEN1": theirs[1], "OPEN2": theirs[2], "Font": Value("Aptos,11"),
    }  # fmt: skip


def test_a_second_run_of_the_same_wheelhouse_does_nothing(pc: OfficersPc, wheelhouse: Path) -> None:
    put_on(pc, wheelhouse)
    commands, files = len(pc.processes.commands), pc.files()
    assert put_on(pc, wheelhouse) == ["cpp-scorecard 0.1.0 is installed and complete. Nothing to do."]
    assert len(pc.processes.commands) == commands
    assert pc.files() == files


@pytest.mark.parametrize("gone", ["xlwings64-0.37.8.dll", "Lib/site-packages/pandas/core/big.py"])
def test_a_second_run_repairs_what_was_removed(pc: OfficersPc, wheelhouse: Path, gone: str) -> None:
    put_on(pc, wheelhouse)
    files = pc.files()
    (pc.places.python / gone).unlink()
    put_on(pc, wheelhouse)
    assert pc.files() == files


def test_an_upgrade_replaces_all_of_the_old(pc: OfficersPc, wheelhouse: Path, next_wheelhouse: Path) -> None:
    put_on(pc, wheelhouse)
    (pc.places.packages / "left_over.py").write_text("old", "utf-8")
    put_on(pc, next_wheelhouse)
    fresh = OfficersPc(pc.root / "another")
    fresh.registry.keys = dict(pc.registry.keys)
    put_on(fresh, next_wheelhouse)
    assert {name.rpartition("officer/")[2]: data for name, data in pc.files().items() if "another/" not in name} == {
        name.rpartition("officer/")[2]: data for name, data in fresh.files().items()
    }


FAILURES = {
    "pip": lambda pc: pc.processes.__setattr__("fails", {"install": Ended(1, "Access is denied\n")}),
    "the trial": lambda pc: pc.processes.__setattr__("fails", {"-c": Ended(1, "ImportError: DLL load failed\n")}),
    "the registry": lambda pc: pc.registry.__setattr__("refuses", "Trusted Locations"),
}


@pytest.mark.parametrize("before", ["nothing", "an older one"])
@pytest.mark.parametrize("step", FAILURES)
def test_a_failure_leaves_everything_as_it_was(
    pc: OfficersPc, wheelhouse: Path, next_wheelhouse: Path, step: str, before: str
) -> None:
    """Whatever fails, early or at the very last step: files, folders and registry are those of before."""
    pc.registry.keys = {open_values.KEY: {"OPEN": Value('"C:\\old\\cpp-scorecard.xlam"')}}
    if before == "an older one":
        put_on(pc, wheelhouse)
        pc.registry.keys = {open_values.KEY: {"OPEN": Value('"C:\\old\\cpp-scorecard.xlam"')}}
    files, keys = pc.files(), {key: dict(values) for key, values in pc.registry.keys.items()}
    folders = {path for path in pc.root.rglob("*") if path.is_dir()}
    FAILURES[step](pc)
    with pytest.raises(Refused, match="undone"):
        put_on(pc, next_wheelhouse)
    assert pc.files() == files
    assert {path for path in pc.root.rglob("*") if path.is_dir()} == folders
    assert pc.registry.keys == keys


class PowerCut(BaseException):
    """The PC stops: nothing is undone, because nothing runs any more."""


@pytest.mark.parametrize("at", ["_assemble", "_manifest", "_swap", "_register"])
@pytest.mark.parametrize("before", ["nothing", "an older one"])
def test_an_installation_that_was_cut_off_can_be_repeated(
    pc: OfficersPc, wheelhouse: Path, next_wheelhouse: Path, at: str, before: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next run ends where an undisturbed one does."""
    if before == "an older one":
        put_on(pc, wheelhouse)

    def stop(*_: object) -> None:
        raise PowerCut

    class NothingUndone(ExitStack):
        def __exit__(self, *_: object) -> None:
            self.pop_all()

    with monkeypatch.context() as patched:
        patched.setattr(installing, at, stop)
        patched.setattr(installing, "ExitStack", NothingUndone)
        with pytest.raises(PowerCut):
            put_on(pc, next_wheelhouse)
    put_on(pc, next_wheelhouse)
    assert not pc.places.incoming.exists()
    assert not pc.places.outgoing.exists()
    manifest = read_manifest(pc.places.manifest)
    assert manifest is not None
    assert changed_files(manifest, pc.places) == {}
    assert plan(pc.machine, read_wheelhouse(next_wheelhouse)).is_current


def test_cut_off_between_the_two_renames_the_old_python_comes_back(pc: OfficersPc, wheelhouse: Path) -> None:
    put_on(pc, wheelhouse)
    pc.places.python.rename(pc.places.outgoing)
    installing._tidy(pc.machine)
    assert pc.places.interpreter.is_file()
    assert not pc.places.outgoing.exists()


@pytest.mark.parametrize(
    ("running", "says"),
    [
        (Process("EXCEL.EXE", 12, r"C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE"), "Excel is open"),
        (Process("pythonw.exe", 13, "HOME/python/pythonw.exe"), "Python is still running"),
    ],
)
def test_nothing_is_touched_while_excel_or_its_python_runs(
    pc: OfficersPc, wheelhouse: Path, running: Process, says: str
) -> None:
    path = (running.path or "").replace("HOME", str(pc.places.home))
    pc.processes.programs = [Process(running.name, running.identifier, path)]
    before = pc.files()
    with pytest.raises(Busy, match=says):
        put_on(pc, wheelhouse)
    assert pc.files() == before


def test_another_python_does_not_matter(pc: OfficersPc, wheelhouse: Path) -> None:
    pc.processes.programs = [Process("python.exe", 14, r"C:\Python312\python.exe"), Process("python.exe", 15)]
    put_on(pc, wheelhouse)
    assert pc.places.addin.is_file()


@pytest.mark.parametrize("harm", ["changed", "missing", "added"])
def test_a_wheelhouse_that_is_not_as_it_was_made_is_refused(tmp_path: Path, wheelhouse: Path, harm: str) -> None:
    """One byte, one file less, one file more: the officer is told which, and to copy it again."""
    copy = tmp_path / "copy"
    shutil.copytree(wheelhouse, copy)
    if harm == "changed":
        (copy / "cpp-scorecard.xlam").write_bytes(b"something else")
    elif harm == "missing":
        (copy / "python" / "python312.dll").unlink()
    else:
        (copy / "wheels" / "extra-1.0-py3-none-any.whl").write_bytes(b"")
    with pytest.raises(Refused, match=r"(xlam|python312\.dll|extra-1\.0\S+) is (not|missing)"):
        read_wheelhouse(copy)


def test_a_folder_that_is_no_wheelhouse_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="not a wheelhouse"):
        read_wheelhouse(tmp_path)


def test_what_runs_before_anything_is_installed_needs_the_standard_library_only() -> None:
    """The wheelhouse's bare Python imports it from the wheel; `uninstall` runs from a copy without packages."""
    modules = ", ".join(
        f"cpp_scorecard.addin.deploy.{name}" for name in ("install", "uninstall", "doctor", "windows", "commands")
    )
    code = f"import sys; sys.path.insert(0, {str(PYTHON)!r}); import cpp_scorecard.cli, {modules}"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_without_a_profile_nothing_is_guessed() -> None:
    with pytest.raises(ScorecardError, match="APPDATA"):
        Places.of({"LOCALAPPDATA": r"C:\Users\officer\AppData\Local", "USERPROFILE": r"C:\Users\officer"})
