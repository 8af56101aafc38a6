"""Making a wheelhouse: one folder with everything that an officer's PC needs, for IT to look at and hand out.

The only thing in this product that uses a network, and it is pip that does, where IT makes the wheelhouse: never on
an officer's PC. Every package is checked against the lock file; the folder then carries its own list of sums.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cpp_scorecard.addin.deploy import shims
from cpp_scorecard.addin.deploy.checksums import files_in, sha256, write_list
from cpp_scorecard.addin.deploy.lock_file import LOCK, Pin, for_windows, read_pins
from cpp_scorecard.addin.deploy.places import ADDIN_FILE, PRODUCT
from cpp_scorecard.addin.deploy.ports import Ended
from cpp_scorecard.addin.deploy.private_python import PythonArchive, read_archive, unpack
from cpp_scorecard.addin.deploy.sbom import FILE as SBOM
from cpp_scorecard.addin.deploy.sbom import INSTALLER, Part, bill, licences_of
from cpp_scorecard.addin.deploy.wheelhouse_folder import ABOUT, REQUIREMENTS
from cpp_scorecard.core.errors import Refused
from cpp_scorecard.core.resources import shipped

Run = Callable[[Sequence[str]], Ended]


@dataclass(frozen=True, slots=True)
class Ingredients:
    """What a wheelhouse is made of, as the command line names it."""

    python: Path
    """The archive with the private Python, as IT got it."""

    wheel: Path | None = None
    """This product's own wheel; None builds it from the checkout."""

    addin: Path | None = None
    """The add-in file, for one that IT has signed; None takes the one that ships."""

    packages: Path | None = None
    """A folder that already has the packages; None has pip fetch them."""


@dataclass(frozen=True, slots=True)
class Made:
    """A wheelhouse that was made: where, for which Python, how many packages, and its size in bytes."""

    folder: Path
    python: str
    packages: int
    size: int


def make_wheelhouse(ingredients: Ingredients, folder: Path, run: Run, recipe: Path | None = None) -> Made:
    """Make a wheelhouse at `folder`, whole or not at all. Raises Refused with the reason when it cannot.

    `recipe` is the folder with the lock file, the list of software and the add-in file: the one that ships.
    """
    recipe = recipe or shipped("addin")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(f"{folder} is already there.", "Choose an empty folder with -o; nothing was written.")
    addin = ingredients.addin or recipe / ADDIN_FILE
    if not addin.is_file():
        raise Refused(f"{addin} is missing.", "Build it with: cpp-scorecard addin build")
    archive = read_archive(ingredients.python)
    pins = for_windows(read_pins((recipe / LOCK).read_text("utf-8")), archive.version)
    licences = licences_of((recipe / SBOM).read_text("utf-8"))
    unknown = [pin.name for pin in pins if (pin.name, pin.version) not in licences]
    if unknown:
        raise Refused(f"{SBOM} does not have {', '.join(unknown)} as locked.", "Rebuild it: poe artefacts")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as temporary:
            new = Path(temporary) / "wheelhouse"
            made = _fill(new, ingredients, _Chosen(archive, addin, pins, licences), run)
            if folder.exists():
                folder.rmdir()
            new.rename(folder)
    except OSError as error:
        raise Refused(f"{folder} cannot be written ({error.strerror}).", "Choose another folder with -o.") from error
    return Made(folder, made.python, made.packages, made.size)


@dataclass(frozen=True, slots=True)
class _Chosen:
    archive: PythonArchive
    addin: Path
    pins: Sequence[Pin]
    licences: Mapping[tuple[str, str], str]


def _fill(new: Path, ingredients: Ingredients, chosen: _Chosen, run: Run) -> Made:
    archive, addin, pins, licences = chosen.archive, chosen.addin, chosen.pins, chosen.licences
    wheels = new / "wheels"
    wheels.mkdir(parents=True)
    _fetch(pins, archive.version, wheels, ingredients.packages, run)
    fetched = {_distribution(wheel): sha256(wheel) for wheel in files_in(wheels)}
    missing = [pin.name for pin in pins if fetched.get((pin.name, pin.version)) not in pin.hashes]
    if missing or len(fetched) != len(pins):
        raise Refused(f"pip did not bring what is locked: {', '.join(missing) or 'too many packages'}.", "Try again.")
    own = _own_wheel(ingredients.wheel, wheels, run)
    own_pin = Pin(*_distribution(own), marker="", hashes=(sha256(own),))
    installed = [pin for pin in pins if pin.name != INSTALLER]
    lines = [own_pin.requirement(), *(pin.requirement([fetched[pin.name, pin.version]]) for pin in installed)]
    (new / REQUIREMENTS).write_text("".join(f"{line}\n" for line in lines), "utf-8", newline="\n")
    unpack(archive, new / "python")
    python = _version_of(archive)
    (new / ADDIN_FILE).write_bytes(addin.read_bytes())
    for name, text in shims.WHEELHOUSE.items():
        (new / name).write_bytes(shims.as_windows_writes(text))
    versions = {pin.name: pin.version for pin in [own_pin, *pins]} | {"python": python}
    (new / ABOUT).write_text(json.dumps({"schema": 1, "versions": versions}, indent=1) + "\n", "utf-8", newline="\n")
    parts = [
        Part(pin.name, pin.version, licences[pin.name, pin.version], fetched[pin.name, pin.version]) for pin in pins
    ]
    parts.append(Part("python", python, "PSF-2.0", sha256(archive.path), "platform"))
    parts.append(Part(ADDIN_FILE, own_pin.version, "MIT", sha256(addin), "file"))
    product = Part(PRODUCT, own_pin.version, "MIT", own_pin.hashes[0], "application")
    (new / SBOM).write_text(bill(product, parts), "utf-8", newline="\n")
    write_list(new)
    return Made(new, python, len(installed) + 1, sum(path.stat().st_size for path in files_in(new)))


def _fetch(pins: Sequence[Pin], python: tuple[int, int], wheels: Path, packages: Path | None, run: Run) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        wanted = Path(temporary) / REQUIREMENTS
        wanted.write_text("".join(f"{pin.requirement()}\n" for pin in pins), "utf-8")
        options = "-q --disable-pip-version-check --no-deps --require-hashes --only-binary=:all: --implementation cp"
        target = ["--platform", "win_amd64", "--python-version", f"{python[0]}.{python[1]}"]
        source = ["--no-index", "--find-links", str(packages)] if packages else []
        command = [sys.executable, "-m", "pip", "download", *options.split(), *target, *source]
        done = run([*command, "-r", str(wanted), "-d", str(wheels)])
    if done.code:
        raise Refused(f"The packages could not be fetched: {done.last_line}", "Ask IT about the package index.")


def _own_wheel(given: Path | None, wheels: Path, run: Run) -> Path:
    """This product's wheel, put among the others."""
    if given is not None:
        if not given.is_file() or _distribution(given)[0] != PRODUCT:
            raise Refused(f"{given} is not a wheel of {PRODUCT}.", "Name the file cpp_scorecard-...-py3-none-any.whl.")
        target = wheels / given.name
        target.write_bytes(given.read_bytes())
        return target
    checkout = shipped("addin").parent
    if not (checkout / "pyproject.toml").is_file():
        raise Refused("There is no checkout here to build the wheel from.", "Name the wheel with --wheel.")
    options = ["--no-deps", "-q", "--disable-pip-version-check", "-w", str(wheels)]
    done = run([sys.executable, "-m", "pip", "wheel", *options, str(checkout)])
    built = list(wheels.glob("cpp_scorecard-*.whl"))
    if done.code or not built:
        raise Refused(f"The wheel could not be built: {done.last_line}", "Name a wheel with --wheel.")
    return built[0]


def _distribution(wheel: Path) -> tuple[str, str]:
    """The name and version that a wheel's file name has."""
    name, version = wheel.name.split("-")[:2]
    return re.sub(r"[-_.]+", "-", name).lower(), version


def _version_of(archive: PythonArchive) -> str:
    """The Python's version, as exactly as the archive says it: by its name, or by NuGet's description in it."""
    short = f"{archive.version[0]}.{archive.version[1]}"
    texts = [archive.path.name]
    with zipfile.ZipFile(archive.path) as content:
        texts += [
            content.read(name).decode("utf-8", "replace") for name in content.namelist() if name == "python.nuspec"
        ]
    found = [match[0] for text in texts if (match := re.search(rf"(?<![\d.]){re.escape(short)}\.\d+", text))]
    return found[0] if found else short
