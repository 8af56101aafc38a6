"""Writing and removing the add-in's own files, with the patience that Windows asks for.

A virus scanner opens what was just written; until it lets go, Windows refuses to rename or delete. The add-in file
is marked read-only, so that a second Excel opens it without asking who else has it open.
"""

from __future__ import annotations

import contextlib
import errno
import shutil
import stat
import time
from collections.abc import Callable
from pathlib import Path

from cpp_scorecard.app.files import write_atomically
from cpp_scorecard.core.errors import Busy

_PAUSES = (0.1, 0.3, 0.6, 1.0, 2.0)
"""Seconds between tries."""
_HELD = frozenset({errno.EACCES, errno.EPERM, errno.EBUSY, errno.ENOTEMPTY})
"""What Windows says while somebody has a file open. A folder whose last file still is, counts as not empty."""


def put(path: Path, content: bytes, *, read_only: bool = False) -> None:
    """Put `content` at `path`, whole or not at all. Raises Busy while another program holds the file."""
    unlock(path)
    write_atomically(path, content)
    if read_only:
        path.chmod(stat.S_IREAD | stat.S_IRGRP | stat.S_IROTH)


def unlock(path: Path) -> None:
    """Let a read-only file be replaced or removed."""
    with contextlib.suppress(FileNotFoundError):
        path.chmod(path.stat().st_mode | stat.S_IWRITE)


def remove(path: Path) -> None:
    """Remove a file; one that is not there is removed already. Raises Busy while another program holds it."""
    unlock(path)
    _patiently(lambda: path.unlink(missing_ok=True), path)


def move(path: Path, to: Path) -> None:
    """Rename a folder. Raises Busy while another program holds something in it."""
    _patiently(lambda: path.rename(to), path)


def remove_tree(folder: Path) -> None:
    """Remove a folder with all that is in it. Raises Busy while another program holds something in it."""
    _patiently(lambda: shutil.rmtree(folder) if folder.is_dir() else None, folder)


def _patiently(action: Callable[[], object], path: Path) -> None:
    for pause in (*_PAUSES, None):
        try:
            action()
        except OSError as error:
            if error.errno not in _HELD:
                raise
            if pause is None:
                raise Busy(
                    f"{path} is held by another program.",
                    "Close Excel. If none is open, sign out of Windows and in again, then repeat this.",
                ) from error
            time.sleep(pause)
        else:
            return
