"""The wheelhouse: everything that an officer's PC needs, as locked, in one folder that says what it holds."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from tests.tools.officers_pc import Kitchen, kitchen, program, python_archive

from build_artefacts import software_bill
from cpp_scorecard.addin.deploy.checksums import differences
from cpp_scorecard.addin.deploy.lock_file import LOCK, Pin, for_windows, read_pins
from cpp_scorecard.addin.deploy.places import ADDIN_FILE, Places, expanded, same_path
from cpp_scorecard.addin.deploy.ports import Ended
from cpp_scorecard.addin.deploy.private_python import read_archive, unpack
from cpp_scorecard.addin.deploy.running import run_program
from cpp_scorecard.addin.deploy.sbom import FILE, Part, bill, licences_of
from cpp_scorecard.addin.deploy.wheelhouse import Ingredients, make_wheelhouse
from cpp_scorecard.addin.deploy.wheelhouse_folder import read_wheelhouse
from cpp_scorecard.addin.sources import addin_sources
from cpp_scorecard.core.errors import Refused

ROOT = Path(__file__).parents[2]
DIGEST = "a" * 64


@pytest.fixture(scope="module")
def cook(tmp_path_factory: pytest.TempPathFactory) -> Kitchen:
    return kitchen(tmp_path_factory.mktemp("kitchen"))


@pytest.fixture(scope="module")
def made(cook: Kitchen, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cook.make(tmp_path_factory.mktemp("made") / "wheelhouse")


def test_it_has_everything_and_a_list_of_it(made: Path) -> None:
    assert {path.name for path in made.iterdir()} == {
        "cpp-scorecard.xlam", "install.cmd", "install.py", "python", "requirements.txt", "sbom.cdx.json", "SHA256SUMS",
        "wheelhouse.json", "wheels",
    }  # fmt: skip
    assert differences(made) == []
    house = read_wheelhouse(made)
    assert house.versions["python"] == "3.12.10"
    assert house.installer.is_file()


def test_two_that_are_made_of_the_same_are_the_same(cook: Kitchen, made: Path, tmp_path: Path) -> None:
    again = cook.make(tmp_path / "again")
    assert (again / "SHA256SUMS").read_bytes() == (made / "SHA256SUMS").read_bytes()


def test_what_is_installed_is_pinned_to_the_very_files(made: Path) -> None:
    """A requirement has one hash, that of the wheel in the folder; pip itself is not among them."""
    lines = (made / "requirements.txt").read_text("utf-8").splitlines()
    hashes = {path.name.split("-")[0]: hashlib.sha256(path.read_bytes()).hexdigest() for path in made.glob("wheels/*")}
    assert {line.partition("==")[0] for line in lines} == {"cpp-scorecard", "pandas", "xlwings"}
    for line in lines:
        name = line.partition("==")[0].replace("-", "_")
        assert line.endswith(f" --hash=sha256:{hashes[name]}")
        assert line.count("--hash") == 1


def test_its_bill_names_every_file_with_its_hash_and_licence(made: Path) -> None:
    document: Any = json.loads((made / FILE).read_text("utf-8"))
    parts = {part["name"]: part for part in document["components"]}
    assert set(parts) == {"xlwings", "pandas", "pip", "python", ADDIN_FILE}
    assert parts["pip"]["scope"] == "excluded"
    assert parts["python"]["licenses"] == [{"license": {"id": "PSF-2.0"}}]
    for path in [*made.glob("wheels/pandas-*.whl"), made / ADDIN_FILE]:
        name = path.name.split("-")[0] if path.suffix == ".whl" else path.name
        assert parts[name]["hashes"] == [{"alg": "SHA-256", "content": hashlib.sha256(path.read_bytes()).hexdigest()}]
    assert document["metadata"]["component"]["hashes"], "our own wheel"


def test_pip_is_asked_for_windows_by_hashes_only(cook: Kitchen, tmp_path: Path) -> None:
    asked: list[list[str]] = []

    def fetch(command: Any) -> Ended:
        asked.append(list(command))
        return cook.fetch(command)

    make_wheelhouse(cook.ingredients, tmp_path / "house", fetch, cook.recipe)
    (command,) = asked
    text = " ".join(command)
    for wanted in ("--require-hashes", "--only-binary=:all:", "--platform win_amd64", "--python-version 3.12"):
        assert wanted in text


def test_a_folder_of_packages_stands_in_for_the_network(cook: Kitchen, tmp_path: Path) -> None:
    given = cook.ingredients
    ingredients = Ingredients(given.python, given.wheel, packages=cook.packages)
    asked: list[list[str]] = []

    def fetch(command: Any) -> Ended:
        asked.append(list(command))
        return cook.fetch(command)

    make_wheelhouse(ingredients, tmp_path / "house", fetch, cook.recipe)
    assert "--no-index" in asked[0]


def test_an_add_in_that_it_signed_goes_in_its_place(cook: Kitchen, tmp_path: Path) -> None:
    signed = tmp_path / "signed.xlam"
    signed.write_bytes(b"signed")
    given = cook.ingredients
    house = make_wheelhouse(
        Ingredients(given.python, given.wheel, signed), tmp_path / "house", cook.fetch, cook.recipe
    ).folder
    assert (house / ADDIN_FILE).read_bytes() == b"signed"
    assert differences(house) == []


def broken_fetch(cook: Kitchen, how: str) -> Any:
    def fetch(command: Any) -> Ended:
        into = Path(command[command.index("-d") + 1])
        cook.fetch(command)
        if how == "fails":
            return Ended(1, "ERROR: No matching distribution found for pandas\n")
        wheel = next(into.glob("pandas-*.whl"))
        if how == "other":
            wheel.write_bytes(b"not what was locked")
        else:
            wheel.unlink()
        return Ended(0)

    return fetch


@pytest.mark.parametrize(("how", "says"), [("fails", "No matching"), ("other", "pandas"), ("less", "pandas")])
def test_what_was_not_locked_does_not_get_in_and_nothing_is_left(
    cook: Kitchen, tmp_path: Path, how: str, says: str
) -> None:
    with pytest.raises(Refused, match=says):
        make_wheelhouse(cook.ingredients, tmp_path / "house", broken_fetch(cook, how), cook.recipe)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_something_in_it_is_left_alone(cook: Kitchen, tmp_path: Path) -> None:
    (tmp_path / "theirs.txt").write_text("theirs", "utf-8")
    with pytest.raises(Refused, match="already there"):
        make_wheelhouse(cook.ingredients, tmp_path, cook.fetch, cook.recipe)
    assert [path.name for path in tmp_path.iterdir()] == ["theirs.txt"]


def test_a_package_without_a_licence_on_record_is_refused(cook: Kitchen, tmp_path: Path) -> None:
    recipe = tmp_path / "recipe"
    shutil.copytree(cook.recipe, recipe)
    (recipe / FILE).write_text(bill(Part("cpp-scorecard", "1", "MIT", kind="application"), []), "utf-8")
    with pytest.raises(Refused, match="pandas"):
        make_wheelhouse(cook.ingredients, tmp_path / "house", cook.fetch, recipe)


@pytest.mark.parametrize("inside", ["", "tools/"])
def test_both_kinds_of_archive_are_read(tmp_path: Path, inside: str) -> None:
    """The embeddable package has Python at the top, the NuGet package in `tools`."""
    archive = read_archive(python_archive(tmp_path / "python.zip", inside=inside))
    assert archive.version == (3, 12)
    unpack(archive, tmp_path / "out")
    assert (tmp_path / "out" / "python.exe").read_bytes() == program()
    assert "import site" in (tmp_path / "out" / "python312._pth").read_text("utf-8").splitlines()


@pytest.mark.parametrize(
    ("make", "says"),
    [
        pytest.param(lambda p: python_archive(p, machine=0x014C), "64-bit", id="32 bits"),
        pytest.param(lambda p: python_archive(p, machine=0xAA64), "64-bit", id="ARM"),
        pytest.param(lambda p: python_archive(p, version="310"), "3.11 or newer", id="too old"),
        pytest.param(lambda p: p.write_bytes(program()), "not an archive", id="an installer"),
        pytest.param(lambda p: zipfile.ZipFile(p, "w").close(), "no python.exe", id="empty"),
    ],
)
def test_any_other_archive_is_refused(tmp_path: Path, make: Any, says: str) -> None:
    make(tmp_path / "python.zip")
    with pytest.raises(Refused, match=says):
        read_archive(tmp_path / "python.zip")


def test_an_archive_that_climbs_out_of_its_folder_is_refused(tmp_path: Path) -> None:
    path = python_archive(tmp_path / "python.zip")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../../Startup/evil.cmd", "calc")
    with pytest.raises(Refused, match="outside its folder"):
        unpack(read_archive(path), tmp_path / "into" / "python")
    assert not list(tmp_path.rglob("evil.cmd"))


MARKERS = [
    ("", (3, 12), True),
    ("sys_platform == 'win32'", (3, 12), True),
    ("sys_platform == 'darwin'", (3, 12), False),
    ("python_full_version < '3.12'", (3, 11), True),
    ("python_full_version < '3.12'", (3, 12), False),
    ("python_full_version >= '3.12'", (3, 14), True),
    ("python_full_version >= '3.12' and sys_platform != 'win32'", (3, 14), False),
    ("python_full_version < '3.12' or sys_platform == 'win32'", (3, 14), True),
]


@pytest.mark.parametrize(("marker", "python", "wanted"), MARKERS)
def test_markers_are_judged_for_the_officers_pc(marker: str, python: tuple[int, int], wanted: bool) -> None:
    """pip would judge them by the computer that it fetches on."""
    pin = Pin("package", "1.0", marker, (DIGEST,))
    assert for_windows([pin], python) == ([pin] if wanted else [])


@pytest.mark.parametrize("marker", ["platform_machine == 'AMD64'", "python_full_version < '3.12.4'", "extra == 'x'"])
def test_a_marker_that_is_not_known_is_no_guess(marker: str) -> None:
    with pytest.raises(ValueError, match="not known"):
        for_windows([Pin("package", "1.0", marker, (DIGEST,))], (3, 12))


def test_a_line_without_a_hash_is_no_pin() -> None:
    with pytest.raises(ValueError, match="hashes"):
        read_pins("pandas==3.1.1\n")


@pytest.mark.parametrize("python", [(3, 11), (3, 12), (3, 13), (3, 14)])
def test_the_lock_has_one_version_of_each_for_every_python(python: tuple[int, int]) -> None:
    pins = for_windows(read_pins((ROOT / "addin" / LOCK).read_text("utf-8")), python)
    names = [pin.name for pin in pins]
    assert len(set(names)) == len(names)
    assert {"xlwings", "pywin32", "pandas", "lxml", "pip"} <= set(names)


def test_the_packages_are_the_versions_that_everybody_else_gets() -> None:
    runtime = {(pin.name, pin.version) for pin in read_pins((ROOT / "requirements.lock").read_text("utf-8"))}
    assert runtime <= {(pin.name, pin.version) for pin in read_pins((ROOT / "addin" / LOCK).read_text("utf-8"))}


def test_the_add_in_looks_where_the_private_python_is_put() -> None:
    sources = addin_sources()
    assert sources.file_name == ADDIN_FILE
    settings = tomllib.loads((ROOT / "addin" / "addin.toml").read_text("utf-8"))
    officer = r"C:\Users\officer"
    environment = {
        "LOCALAPPDATA": rf"{officer}\AppData\Local", "APPDATA": rf"{officer}\AppData\Roaming", "USERPROFILE": officer,
    }  # fmt: skip
    wanted = expanded(settings["conf"]["INTERPRETER_WIN"], environment)
    assert same_path(wanted, Places.of(environment).interpreter)


def test_a_rebuilt_bill_of_software_is_the_committed_one(tmp_path: Path) -> None:
    """It has every package of the lock, with the licence that is on record."""
    software_bill.build(tmp_path / FILE)
    committed = (ROOT / "addin" / FILE).read_text("utf-8")
    assert (tmp_path / FILE).read_text("utf-8") == committed
    pins = read_pins((ROOT / "addin" / LOCK).read_text("utf-8"))
    assert set(licences_of(committed)) == {(pin.name, pin.version) for pin in pins}
    assert not re.search(r"://", committed.replace("http://cyclonedx.org", "")), "and no address"


@pytest.mark.slow
def test_real_pip_installs_from_a_wheelhouse_and_the_wheel_runs_from_its_archive(tmp_path: Path) -> None:
    """Not simulated: pip from its wheel, without an index, by hashes; and install.py by a bare Python.

    The only stand-in is Python itself, which is this computer's. Installing ends where Windows is asked for.
    """
    bundled = list((Path(sys.base_prefix) / "lib").glob("python3.*/ensurepip/_bundled/pip-*.whl"))
    if not bundled:
        pytest.skip("this Python ships without pip's wheel")
    cook = kitchen(tmp_path / "kitchen")
    built = run_program([sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(tmp_path), str(ROOT)])
    assert built.code == 0, built.output
    (own,) = tmp_path.glob("cpp_scorecard-*.whl")
    ingredients = Ingredients(cook.ingredients.python, own)
    house = read_wheelhouse(make_wheelhouse(ingredients, tmp_path / "house", cook.fetch, cook.recipe).folder)
    target = tmp_path / "target"
    options = "install --isolated --no-index --require-hashes --no-deps --only-binary=:all: --no-cache-dir"
    command = [sys.executable, "-I", "-B", str(bundled[0] / "pip"), *options.split(), "--ignore-installed"]
    places = ["--prefix", str(target), "--find-links", str(house.wheels), "-r", str(house.requirements)]
    done = run_program([*command, *places])
    assert done.code == 0, done.output
    assert (target / "xlwings64-0.37.8.dll").read_bytes() == program(), "beside python.exe on Windows"
    assert list(target.rglob("cpp_scorecard/_data/addin/cpp-scorecard.xlam")), "the add-in ships in the wheel"
    started = subprocess.run(
        [sys.executable, "-I", "-S", "-B", str(house.folder / "install.py"), "--dry-run"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert started.returncode == 4
    assert "Excel on Windows" in started.stderr
    assert "Traceback" not in started.stderr
