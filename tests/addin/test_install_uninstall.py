"""Uninstalling: exactly what was written goes, whatever somebody changed or added stays and is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.tools.officers_pc import OfficersPc, kitchen

from cpp_scorecard.addin.deploy import open_values
from cpp_scorecard.addin.deploy.install import install, plan
from cpp_scorecard.addin.deploy.places import KEPT_WHILE_USED
from cpp_scorecard.addin.deploy.ports import Machine, Process, Value
from cpp_scorecard.addin.deploy.trusted_locations import SECURITY
from cpp_scorecard.addin.deploy.uninstall import plan_removal, uninstall
from cpp_scorecard.addin.deploy.wheelhouse_folder import read_wheelhouse
from cpp_scorecard.core.errors import Busy, Refused

STOCK = Value('/R "C:\\Tools\\stock.xlam"')


@pytest.fixture(scope="module")
def wheelhouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kitchen")
    return kitchen(folder).make(folder / "wheelhouse")


@pytest.fixture
def pc(tmp_path: Path) -> OfficersPc:
    """A PC with an add-in and a trusted folder of the officer's own, and no entry for XLSTART."""
    found = OfficersPc(tmp_path)
    found.registry.keys = {
        open_values.KEY: {"OPEN": STOCK},
        rf"{SECURITY}\Trusted Locations\Location0": {"Path": Value("C:\\Models\\")},
    }
    (found.places.roaming / "Microsoft").mkdir(parents=True)
    (found.places.roaming / "Microsoft" / "theirs.txt").write_text("theirs", "utf-8")
    return found


@pytest.fixture
def installed(pc: OfficersPc, wheelhouse: Path) -> OfficersPc:
    install(plan(pc.machine, read_wheelhouse(wheelhouse)), lambda _: None)
    return pc


def remove(pc: OfficersPc) -> tuple[str, ...]:
    removal = plan_removal(pc.machine)
    uninstall(pc.machine, removal)
    return removal.left


def test_the_pc_is_as_it_was_before_the_installation(pc: OfficersPc, wheelhouse: Path) -> None:
    """Files, folders and registry."""
    files, keys = pc.files(), {key: dict(values) for key, values in pc.registry.keys.items()}
    folders = {path for path in pc.root.rglob("*") if path.is_dir()}
    install(plan(pc.machine, read_wheelhouse(wheelhouse)), lambda _: None)
    assert pc.files() != files
    assert pc.registry.keys != keys
    assert remove(pc) == ()
    assert pc.files() == files
    assert {path for path in pc.root.rglob("*") if path.is_dir()} == folders
    assert pc.registry.keys == keys


def test_it_is_said_first_and_saying_it_touches_nothing(installed: OfficersPc) -> None:
    before = installed.files()
    said = "\n".join(plan_removal(installed.machine).sentences())
    assert installed.files() == before
    assert f"Remove {len(before) - 1} files" in said, "all but the one that is theirs"
    assert r"Trusted Locations\Location1" in said


def test_what_was_changed_or_added_stays_and_is_named(installed: OfficersPc) -> None:
    places = installed.places
    changed, added = places.packages / "pandas" / "__init__.py", places.home / "notes.txt"
    changed.write_text("# changed\n", "utf-8")
    added.write_text("mine", "utf-8")
    left = remove(installed)
    assert len(left) == 2
    assert all(any(str(path) in text for text in left) for path in (changed, added))
    assert changed.read_text("utf-8") == "# changed\n"
    assert added.is_file()
    assert not places.interpreter.exists()
    assert not places.addin.exists()


def test_a_trusted_location_that_somebody_changed_stays(installed: OfficersPc) -> None:
    key = rf"{SECURITY}\Trusted Locations\Location1"
    installed.registry.write(key, "Description", Value("kept for another add-in"))
    assert any(key in text for text in remove(installed))
    assert installed.registry.values(key) is not None


def test_what_python_translated_for_itself_goes_too(installed: OfficersPc) -> None:
    cache = installed.places.packages / "pandas" / "__pycache__"
    cache.mkdir()
    (cache / "frames.cpython-312.pyc").write_bytes(b"")
    assert remove(installed) == ()
    assert not installed.places.home.exists()


def test_an_open_value_of_the_add_in_goes_and_the_officers_own_keep_their_order(installed: OfficersPc) -> None:
    """Somebody ticked the add-in in Excel's list, too."""
    last = Value('"Analysis.xlam"')
    other_copy = Value('"\\\\server\\share\\cpp-scorecard.xlam"')
    installed.registry.keys[open_values.KEY] = {
        "OPEN": Value(f'"{installed.places.addin}"'),
        "OPEN1": STOCK,
        "OPEN2": other_copy,
        "OPEN3": last,
    }
    remove(installed)
    assert installed.registry.keys[open_values.KEY] == {"OPEN": STOCK, "OPEN1": other_copy, "OPEN2": last}


def test_what_the_buttons_kept_stays_until_it_is_asked_for(installed: OfficersPc) -> None:
    """Earlier report sheets are the council's figures: they go when somebody says so."""
    kept = [installed.places.home / name for name in KEPT_WHILE_USED]
    for path in kept:
        if path.suffix:
            path.write_text("kept", "utf-8")
        else:
            path.mkdir()
            (path / "file").write_text("kept", "utf-8")
    assert [text.partition(": ")[0] for text in remove(installed)] == [str(path) for path in kept]
    assert all(path.is_file() or (path / "file").is_file() for path in kept)
    assert {path.name for path in installed.places.home.iterdir()} == set(KEPT_WHILE_USED)


def test_with_data_nothing_stays(installed: OfficersPc) -> None:
    (installed.places.home / "workbooks").mkdir()
    (installed.places.home / "workbooks" / "earlier.zip").write_bytes(b"")
    removal = plan_removal(installed.machine, with_data=True)
    uninstall(installed.machine, removal)
    assert removal.left == ()
    assert not installed.places.home.exists()


def test_the_folders_that_the_buttons_use_are_known() -> None:
    modules = (Path(__file__).parents[2] / "python" / "cpp_scorecard" / "excel").glob("*.py")
    used = {name for path in modules for name in re.findall(r'local_folder\(\) / "([\w.]+)"', path.read_text("utf-8"))}
    assert used == set(KEPT_WHILE_USED)


def test_where_nothing_is_installed_nothing_is_done(pc: OfficersPc) -> None:
    before = pc.files()
    assert plan_removal(pc.machine).sentences() == ["cpp-scorecard is not installed for this user. Nothing to do."]
    remove(pc)
    assert pc.files() == before


def test_what_an_interrupted_installation_left_goes(pc: OfficersPc) -> None:
    pc.places.incoming.mkdir(parents=True)
    (pc.places.incoming / "python.exe").write_bytes(b"MZ")
    remove(pc)
    assert not pc.places.home.exists()


def test_an_uninstallation_that_was_cut_off_can_be_repeated(
    installed: OfficersPc, monkeypatch: pytest.MonkeyPatch
) -> None:
    removal = plan_removal(installed.machine)
    half = len(removal.files) // 2
    for path in [path for path in removal.files if path != installed.places.manifest][:half]:
        path.chmod(0o644)
        path.unlink()
    assert remove(installed) == ()
    assert not installed.places.home.exists()


def test_nothing_is_removed_while_excel_is_open(installed: OfficersPc) -> None:
    installed.processes.programs = [Process("EXCEL.EXE", 12)]
    before = installed.files()
    with pytest.raises(Busy, match="Excel is open"):
        remove(installed)
    assert installed.files() == before


def test_the_private_python_does_not_saw_off_its_own_branch(installed: OfficersPc) -> None:
    """Windows cannot delete a program that runs; the file to double-click brings a copy."""
    machine = installed.machine
    itself = Machine(machine.places, machine.registry, machine.processes, machine.excel, installed.places.interpreter)
    before = installed.files()
    with pytest.raises(Refused, match=r"uninstall\.cmd"):
        uninstall(itself, plan_removal(itself))
    assert installed.files() == before


def test_a_key_that_windows_does_not_let_go_is_a_sentence_and_the_rest_can_be_removed_later(
    pc: OfficersPc, wheelhouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ended in a traceback."""
    install(plan(pc.machine, read_wheelhouse(wheelhouse)), lambda _: None)

    def denied(key: str) -> None:
        raise PermissionError(13, "Access is denied", key)

    with monkeypatch.context() as patched:
        patched.setattr(pc.registry, "delete_key", denied)
        with pytest.raises(Refused, match=r"Windows refused a step .*Access is denied"):
            remove(pc)
    assert remove(pc) == ()
    assert not pc.places.home.exists()
