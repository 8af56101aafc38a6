"""An officer's PC made of dictionaries and temporary folders, and a wheelhouse of tiny packages to install on it."""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
import shutil
import struct
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cpp_scorecard import __version__
from cpp_scorecard.addin.deploy.lock_file import LOCK
from cpp_scorecard.addin.deploy.places import ADDIN_FILE, Places
from cpp_scorecard.addin.deploy.ports import Ended, ExcelState, Machine, Process, Value
from cpp_scorecard.addin.deploy.sbom import FILE, Part, bill
from cpp_scorecard.addin.deploy.wheelhouse import Ingredients, make_wheelhouse

XLWINGS = "0.37.8"


@dataclass
class FakeRegistry:
    """Keys and values as Windows keeps them: case does not matter when looking, and is kept when listing."""

    keys: dict[str, dict[str, Value]] = field(default_factory=dict)
    refuses: str | None = None
    """A part of a key that nobody may write to."""

    def _stored(self, key: str) -> str:
        return next((k for k in self.keys if k.casefold() == key.casefold()), key)

    def values(self, key: str) -> dict[str, Value] | None:
        found = self.keys.get(self._stored(key))
        if found is None:
            return {} if self.subkeys(key) else None
        return dict(found)

    def subkeys(self, key: str) -> list[str]:
        start = key.casefold() + "\\"
        below = (k[len(start) :].split("\\")[0] for k in self.keys if k.casefold().startswith(start))
        return list(dict.fromkeys(below))

    def write(self, key: str, name: str, value: Value) -> None:
        if self.refuses and self.refuses in key:
            raise PermissionError(13, "Access is denied", key)
        self.keys.setdefault(self._stored(key), {})[name] = value

    def delete_value(self, key: str, name: str) -> None:
        self.keys.get(self._stored(key), {}).pop(name, None)

    def delete_key(self, key: str) -> None:
        self.keys.pop(self._stored(key), None)


@dataclass
class FakeProcesses:
    """Programs that are said to run; running pip unpacks wheels, running the new Python says its version."""

    programs: list[Process] = field(default_factory=list)
    commands: list[list[str]] = field(default_factory=list)
    fails: Mapping[str, Ended] = field(default_factory=dict)
    """How a command ends that has this word in it."""

    def running(self) -> Sequence[Process]:
        return self.programs

    def run(self, command: Sequence[str]) -> Ended:
        self.commands.append(list(command))
        for word, ended in self.fails.items():
            if any(word in part for part in command):
                return ended
        if "install" in command:
            _install(command)
            return Ended(0)
        return Ended(0, f"{__version__}\r\n") if "-c" in command else Ended(0)


def _install(command: Sequence[str]) -> None:
    option = dict(itertools.pairwise(command))
    prefix, wheels = Path(option["--prefix"]), Path(option["--find-links"])
    for line in Path(option["-r"]).read_text("utf-8").splitlines():
        digest = line.rpartition("sha256:")[2]
        (wheel,) = (w for w in wheels.glob("*.whl") if hashlib.sha256(w.read_bytes()).hexdigest() == digest)
        with zipfile.ZipFile(wheel) as archive:
            for name in (entry for entry in archive.namelist() if not entry.endswith("/")):
                folder, _, rest = name.partition(".data/data/")
                target = prefix / rest if rest else prefix / "Lib" / "site-packages" / folder
                target.parent.mkdir(parents=True, exist_ok=True)
                content = archive.read(name)
                if target.name == "RECORD":  # pip writes where each file went
                    content = re.sub(rb"\S+\.data/data/", b"../../", content)
                target.write_bytes(content)
    (prefix / "Scripts").mkdir(exist_ok=True)
    (prefix / "Scripts" / "cpp-scorecard.exe").write_bytes(b"MZ")


@dataclass
class FakeExcel:
    """The Excel that runs, as it would say of itself."""

    says: ExcelState = field(default_factory=ExcelState)

    def state(self) -> ExcelState:
        return self.says


@dataclass
class OfficersPc:
    """The PC: its folders below `root`, its registry, its programs and its Excel."""

    root: Path
    registry: FakeRegistry = field(default_factory=FakeRegistry)
    processes: FakeProcesses = field(default_factory=FakeProcesses)
    excel: FakeExcel = field(default_factory=FakeExcel)
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        profile = self.root / "Users" / "officer"
        folders = {"LOCALAPPDATA": profile / "AppData/Local", "APPDATA": profile / "AppData/Roaming"}
        for folder in folders.values():
            folder.mkdir(parents=True, exist_ok=True)
        self.environment |= {name: str(path) for name, path in folders.items()} | {"USERPROFILE": str(profile)}

    @property
    def places(self) -> Places:
        return Places.of(self.environment)

    @property
    def machine(self) -> Machine:
        return Machine(
            places=self.places,
            registry=self.registry,
            processes=self.processes,
            excel=self.excel,
            running_from=self.root / "wheelhouse" / "python" / "python.exe",
            environment=self.environment,
        )

    def files(self) -> dict[str, bytes]:
        """Every file on the PC, with what is in it."""
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for path in sorted((self.root / "Users").rglob("*"))
            if path.is_file()
        }


def program(machine: int = 0x8664) -> bytes:
    """The beginning of a Windows program for 64-bit processors, or for another `machine`."""
    header = bytearray(0x80)
    header[:2] = b"MZ"
    struct.pack_into("<I", header, 0x3C, 0x40)
    header[0x40:0x44] = b"PE\0\0"
    struct.pack_into("<H", header, 0x44, machine)
    return bytes(header)


def python_archive(path: Path, *, version: str = "312", inside: str = "", machine: int = 0x8664) -> Path:
    """An archive as the embeddable package is: enough of one to be recognised."""
    content = {
        "python.exe": program(machine),
        "pythonw.exe": program(machine),
        f"python{version}.dll": b"library",
        f"python{version}.zip": b"standard library",
        f"python{version}._pth": f"python{version}.zip\n.\n#import site\n".encode(),
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in content.items():
            archive.writestr(zipfile.ZipInfo(inside + name), data)
    return path


def wheel(folder: Path, name: str, version: str, files: Mapping[str, bytes]) -> Path:
    """A wheel with these files and a RECORD of them."""
    info = f"{name}-{version}.dist-info"
    content = dict(files) | {f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode()}
    rows = [f"{file},sha256={_record_hash(data)},{len(data)}" for file, data in content.items()]
    content[f"{info}/WHEEL"] = b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    content[f"{info}/RECORD"] = "".join(f"{row}\n" for row in [*rows, f"{info}/RECORD,,"]).encode()
    path = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for file, data in content.items():
            archive.writestr(zipfile.ZipInfo(file), data)
    return path


def _record_hash(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


@dataclass(frozen=True)
class Kitchen:
    """What a wheelhouse of tiny packages is made of."""

    recipe: Path
    packages: Path
    ingredients: Ingredients

    def fetch(self, command: Sequence[str]) -> Ended:
        """Stands in for `pip download`: copies every package."""
        into = Path(command[command.index("-d") + 1])
        for path in self.packages.iterdir():
            shutil.copyfile(path, into / path.name)
        return Ended(0)

    def make(self, folder: Path) -> Path:
        """A wheelhouse at `folder`."""
        return make_wheelhouse(self.ingredients, folder, self.fetch, self.recipe).folder


def kitchen(folder: Path, *, version: str = __version__, note: str = "") -> Kitchen:
    """Tiny packages named as those that are locked, and our own wheel of `version`; `note` tells two apart."""
    recipe, packages = folder / "recipe", folder / "packages"
    recipe.mkdir(parents=True)
    packages.mkdir()
    dlls = {f"xlwings-{XLWINGS}.data/data/xlwings{bits}-{XLWINGS}.dll": program() for bits in (32, 64)}
    tiny = [
        ("xlwings", XLWINGS, {"xlwings/__init__.py": b"", **dlls}, "BSD-3-Clause"),
        ("pandas", "3.1.1", {"pandas/__init__.py": b"# frames\n", "pandas/core/big.py": b"x = 1\n"}, "BSD-3-Clause"),
        ("pip", "26.3", {"pip/__main__.py": b""}, "MIT"),
    ]
    lines, parts = [], []
    for name, number, files, licence in tiny:
        digest = hashlib.sha256(wheel(packages, name, number, files).read_bytes()).hexdigest()
        lines.append(f"{name}=={number} \\\n    --hash=sha256:{digest}\n")
        parts.append(Part(name, number, licence))
    (recipe / LOCK).write_text("".join(lines), "utf-8")
    (recipe / FILE).write_text(bill(Part("cpp-scorecard", version, "MIT", kind="application"), parts), "utf-8")
    (recipe / ADDIN_FILE).write_bytes(f"the add-in {version} {note}".encode())
    own = wheel(folder, "cpp_scorecard", version, {"cpp_scorecard/__init__.py": f"# {version} {note}\n".encode()})
    archive = python_archive(folder / "python-3.12.10-embed-amd64.zip")
    return Kitchen(recipe, packages, Ingredients(python=archive, wheel=own))
