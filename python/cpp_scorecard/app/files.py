"""Writing a result: atomically, beside its final place, and never over something that was not ours to replace."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from cpp_scorecard.core.errors import Busy, Refused, ScorecardError

PAUSES = (0.1, 0.3, 0.6)
"""Seconds between tries, while a virus scanner or Excel holds the file."""


def write_atomically(
    path: Path,
    content: bytes,
    *,
    staged: Path | None = None,
    before_replacing: Callable[[Path], None] = lambda _: None,
) -> None:
    """Put `content` at `path` whole or not at all: a temporary file on the same disk, then one rename.

    `staged` names the temporary file, where a caller keeps an eye on it; `before_replacing` gets it once it is on
    disk and may raise: then `path` stays as it is. Raises Refused when the folder is missing or cannot be written to,
    Busy when the file stays open elsewhere.
    """
    if path.is_dir():
        raise Refused(f"{path} is a folder.", "Name a file in it.")
    try:
        handle, temporary = _create(path, staged)
    except OSError as error:
        raise Refused(
            f"{path.parent} cannot be written to ({error.strerror}).", "Choose another folder with -o."
        ) from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _as_if_created_here(temporary, path)
        before_replacing(temporary)
        _replace(temporary, path)
        flush_folder(path.parent)
    except ScorecardError:
        temporary.unlink(missing_ok=True)
        raise
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise Refused(
            f"{path} could not be written ({error.strerror}).",
            "Close it if it is open in Excel, or choose another name with -o.",
        ) from error


def _create(path: Path, staged: Path | None) -> tuple[int, Path]:
    if staged is not None:
        return os.open(staged, os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600), staged
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    return handle, Path(name)


def _as_if_created_here(temporary: Path, path: Path) -> None:
    """Give the file the rights and the owner of the one it replaces, or those that a new file would have."""
    if path.exists():
        there = path.stat()
        if hasattr(os, "chown"):
            with contextlib.suppress(OSError):  # only an administrator may give files away
                os.chown(temporary, there.st_uid, there.st_gid)
        shutil.copymode(path, temporary)
        return
    mask = os.umask(0)
    os.umask(mask)
    temporary.chmod(0o666 & ~mask)


def _replace(temporary: Path, path: Path) -> None:
    """Rename over `path`; while another program holds the file (Windows says so), try again for a moment."""
    for pause in (*PAUSES, None):
        try:
            temporary.replace(path)
        except PermissionError as error:
            if pause is None:
                raise Busy(f"{path} is in use.", "Close it if it is open in Excel, and try again.") from error
            time.sleep(pause)
        else:
            return


def flush_folder(folder: Path) -> None:
    """Make the rename last through a power cut, where the system lets folders be flushed."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # some network file systems cannot; the file itself is flushed
            os.fsync(handle)
    finally:
        os.close(handle)
