"""A folder's list of SHA-256 sums, in the form that `sha256sum -c` and IT's own tools read."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

LIST = "SHA256SUMS"


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_in(folder: Path) -> list[Path]:
    """Every file below `folder`, in a fixed order."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def write_list(folder: Path) -> None:
    """List every file below `folder` in `SHA256SUMS`, in place of what the list says now."""
    lines = [
        f"{sha256(path)}  {path.relative_to(folder).as_posix()}\n" for path in files_in(folder) if path != folder / LIST
    ]
    (folder / LIST).write_text("".join(lines), "utf-8", newline="\n")


def differences(folder: Path) -> list[str]:
    """How the files below `folder` differ from its list, a sentence each; none when all are as listed."""
    try:
        text = (folder / LIST).read_text("utf-8")
    except OSError:
        return [f"{LIST} is missing."]
    listed = {name: digest for digest, name in re.findall(r"^([0-9a-f]{64})  (.+)$", text, re.MULTILINE)}
    there = {path.relative_to(folder).as_posix(): path for path in files_in(folder) if path != folder / LIST}
    return [
        *(f"{name} is missing." for name in sorted(listed.keys() - there.keys())),
        *(f"{name} is not listed." for name in sorted(there.keys() - listed.keys())),
        *(
            f"{name} is not the file that was listed."
            for name in sorted(listed.keys() & there.keys())
            if sha256(there[name]) != listed[name]
        ),
    ]
