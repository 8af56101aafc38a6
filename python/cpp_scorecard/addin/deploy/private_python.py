"""The Python that only the add-in uses: unpacked from an archive, registered nowhere, shut off from all others.

An archive, not an installer: an installer writes to the registry, may refuse when the same Python is already there
for another program, and is updated and removed behind the add-in's back. Two kinds will do, both published by the
Python Software Foundation: the "Windows embeddable package (64-bit)" and the package `python` in NuGet's format.
"""

from __future__ import annotations

import re
import struct
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from cpp_scorecard.core.errors import Refused

OLDEST = (3, 11)
_AMD64 = 0x8664
_PROGRAM = "python.exe"
_WHICH = (
    'Give the "Windows embeddable package (64-bit)" (python-3.xx.x-embed-amd64.zip) or the NuGet package of Python.'
)


@dataclass(frozen=True, slots=True)
class PythonArchive:
    """An archive with a Windows Python: the folder in it that has python.exe, and its version, such as (3, 12)."""

    path: Path
    inside: str
    version: tuple[int, int]


def machine_type(file: IO[bytes]) -> int | None:
    """For which kind of processor a Windows program was built, as its header has it; None when it is no program."""
    start = file.read(4096)
    if start[:2] != b"MZ" or len(start) < 0x40:
        return None
    (header,) = struct.unpack_from("<I", start, 0x3C)
    if start[header : header + 4] != b"PE\0\0" or len(start) < header + 6:
        return None
    (machine,) = struct.unpack_from("<H", start, header + 4)
    return int(machine)


def read_archive(path: Path) -> PythonArchive:
    """What `path` holds. Raises Refused unless it is a 64-bit Windows Python that the packages work with."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            programs = [name for name in names if PurePosixPath(name).name == _PROGRAM]
            program = min(programs, key=len, default=None)
            if program is None:
                raise Refused(f"{path.name} holds no {_PROGRAM}.", _WHICH)
            with archive.open(program) as file:
                if machine_type(file) != _AMD64:
                    raise Refused(f"{path.name} is not a Python for 64-bit Windows.", _WHICH)
    except OSError as error:
        raise Refused(f"{path} cannot be read ({error.strerror}).", _WHICH) from error
    except zipfile.BadZipFile as error:
        raise Refused(f"{path.name} is not an archive.", f"{_WHICH} An installer (.exe) is not used.") from error
    inside = program.removesuffix(_PROGRAM)
    library = next(
        (found[1] for name in names if (found := re.fullmatch(rf"{re.escape(inside)}python3(\d+)\.dll", name))), None
    )
    if library is None or (3, int(library)) < OLDEST:
        raise Refused(
            f"{path.name} is not Python {OLDEST[0]}.{OLDEST[1]} or newer.", "Give the one that the wheelhouse is for."
        )
    return PythonArchive(path, inside, (3, int(library)))


def unpack(archive: PythonArchive, into: Path) -> None:
    """Unpack the archive's Python into the new folder `into` and shut it off from everything outside."""
    with zipfile.ZipFile(archive.path) as content:
        for entry in content.infolist():
            name = entry.filename
            if entry.is_dir() or not name.startswith(archive.inside):
                continue
            parts = PurePosixPath(name.removeprefix(archive.inside)).parts
            if ".." in parts or any(":" in part or "\\" in part for part in parts) or PurePosixPath(name).is_absolute():
                raise Refused(f"{archive.path.name} names a file outside its folder: {name}.", _WHICH)
            target = into.joinpath(*parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.read(entry))
    shut_off(into, archive.version)


def shut_off(folder: Path, version: tuple[int, int]) -> None:
    """Write the path file by which this Python sees its own folders only.

    With it, PYTHONPATH and PYTHONHOME, the registry, the user's other packages and the current folder count for
    nothing: no Python file beside a workbook can get in.
    """
    short = f"python{version[0]}{version[1]}"
    library = [f"{short}.zip"] if (folder / f"{short}.zip").is_file() else ["Lib", "DLLs"]
    lines = [*library, ".", r"Lib\site-packages", "import site"]
    (folder / f"{short}._pth").write_text("".join(f"{line}\n" for line in lines), "utf-8", newline="\r\n")
