"""What `doctor` looks at on the disk: whether everything that was installed is there, whole and unmarked."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from cpp_scorecard.addin.deploy.checksums import sha256
from cpp_scorecard.addin.deploy.excel_program import bits_of_excel
from cpp_scorecard.addin.deploy.install import TRIAL
from cpp_scorecard.addin.deploy.known_failures import Trouble
from cpp_scorecard.addin.deploy.manifest import noted, read_manifest
from cpp_scorecard.addin.deploy.places import Places, is_inside

if TYPE_CHECKING:
    from cpp_scorecard.addin.deploy.ports import Machine

_MOST_NAMED = 5


def not_installed(machine: Machine) -> Iterator[Trouble]:
    """No list of installed files: nothing was installed, or it is gone."""
    if read_manifest(machine.places.manifest) is None:
        yield Trouble("not-installed", str(machine.places.manifest))


def unfinished(machine: Machine) -> Iterator[Trouble]:
    """The folders that an installation uses on the way."""
    for folder in (machine.places.incoming, machine.places.outgoing):
        if folder.exists():
            yield Trouble("installation-unfinished", str(folder))


def python_missing(machine: Machine) -> Iterator[Trouble]:
    """The program that Excel starts."""
    if not machine.places.interpreter.is_file():
        yield Trouble("python-missing", str(machine.places.interpreter))


def python_blocked(machine: Machine) -> Iterator[Trouble]:
    """Starts it and has it load every package that has compiled parts."""
    program = machine.places.interpreter
    if not program.is_file():
        return
    ended = machine.processes.run([str(program), "-I", "-B", "-c", TRIAL])
    if ended.code:
        yield Trouble("python-blocked", f"{program}: {ended.last_line}")


def packages_changed(machine: Machine) -> Iterator[Trouble]:
    """Each package's own list (RECORD) against the files, as delivered in the wheel."""
    packages = machine.places.packages
    wrong = [path for record in sorted(packages.glob("*.dist-info/RECORD")) for path in _differing(record, packages)]
    for path in islice(wrong, _MOST_NAMED):
        yield Trouble("packages-changed", str(path))
    if len(wrong) > _MOST_NAMED:
        yield Trouble("packages-changed", f"and {len(wrong) - _MOST_NAMED} more")


def _differing(record: Path, packages: Path) -> Iterator[Path]:
    for name, digest, *_ in csv.reader(io.StringIO(record.read_text("utf-8"))):
        path = packages / name
        # The libraries for Excel have a check of their own; starters (Scripts) are left out when installing.
        is_library = path.suffix == ".dll" and path.name.startswith("xlwings")
        if not digest or is_library or path.suffix == ".pyc" or "Scripts" in path.parts:
            continue
        kind, _, expected = digest.partition("=")
        if not path.is_file():
            yield path
        elif kind == "sha256":
            found = base64.urlsafe_b64encode(hashlib.sha256(path.read_bytes()).digest()).rstrip(b"=").decode()
            if found != expected:
                yield path


def versions_differ(machine: Machine) -> Iterator[Trouble]:
    """The version that was installed, that of the package in the private Python, and the add-in that came with it."""
    places = machine.places
    manifest = read_manifest(places.manifest)
    if manifest is None:
        return
    for name, expected in (("cpp_scorecard", manifest.version), ("xlwings", manifest.xlwings)):
        found = _versions(places, name)
        if found and found != [expected]:
            yield Trouble("versions-differ", f"{name} is {' and '.join(found)}, the add-in is made for {expected}")
    if places.addin.is_file() and sha256(places.addin) != manifest.files.get(noted(places.addin, places)):
        yield Trouble("versions-differ", f"{places.addin} is not the file that came with {manifest.version}")


def _versions(places: Places, package: str) -> list[str]:
    found = places.packages.glob(f"{package}-*.dist-info")
    return sorted(path.name.removesuffix(".dist-info").partition("-")[2] for path in found)


def library(machine: Machine) -> Iterator[Trouble]:
    """The library for this Excel (32 or 64 bits) and for the xlwings that the add-in was built with."""
    places = machine.places
    manifest = read_manifest(places.manifest)
    if manifest is None:
        return
    bits = bits_of_excel(machine) or 64
    wanted = places.python / f"xlwings{bits}-{manifest.xlwings}.dll"
    if wanted.is_file():
        return
    pattern = re.compile(rf"xlwings{bits}-.*\.dll", re.IGNORECASE)
    others = [path for path in sorted(places.python.glob("*.dll")) if pattern.fullmatch(path.name)]
    if others:
        yield Trouble("library-other-version", f"{others[0]} in place of {wanted.name}")
    else:
        yield Trouble("excel-32-bit" if bits == 32 else "library-missing", str(wanted))


def addin_missing(machine: Machine) -> Iterator[Trouble]:
    """The add-in in XLSTART."""
    if not machine.places.addin.is_file():
        yield Trouble("addin-missing", str(machine.places.addin))


def marked_from_internet(machine: Machine) -> Iterator[Trouble]:
    """The stream that Windows hangs on a file that came from the internet (zone 3) or a restricted site (4)."""
    places = machine.places
    for path in (places.addin, places.interpreter, *sorted(places.python.glob("xlwings*.dll"))):
        try:
            mark = Path(f"{path}:Zone.Identifier").read_text("utf-8", "replace")
        except OSError:
            continue
        if re.search(r"^ZoneId\s*=\s*[34]", mark, re.MULTILINE):
            yield Trouble("marked-from-internet", str(path))


def folder_name(machine: Machine) -> Iterator[Trouble]:
    """Whether the path goes through VBA, which hands texts to libraries in the code page of the PC."""
    path = str(machine.places.interpreter)
    try:
        path.encode(machine.code_page)
    except UnicodeEncodeError:
        yield Trouble("folder-name", path)


def folder_synced(machine: Machine) -> Iterator[Trouble]:
    """The add-in's folders against those of OneDrive, and against network paths."""
    places = machine.places
    cloud = [machine.environment.get(name) for name in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")]
    for path in (places.addin, places.interpreter):
        inside = next((folder for folder in cloud if folder and is_inside(path, folder)), None)
        if inside:
            yield Trouble("folder-synced", f"{path} is in {inside}")
        elif str(path).startswith("\\\\"):
            yield Trouble("folder-synced", f"{path} is on the network")
