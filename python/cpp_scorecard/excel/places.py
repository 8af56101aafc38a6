r"""Where the add-in keeps what it needs between two clicks: a folder of the user's own on this computer.

Windows: ``%LOCALAPPDATA%\cpp-scorecard``; elsewhere ``~/.local/state/cpp-scorecard``. Nothing in it travels
with a workbook, and all of it may be deleted at any time.

* ``log/excel.log``: errors that nobody foresaw;
* ``sessions/``: the month chosen and the findings shown, a file for each workbook and run of Excel;
* ``workbooks/``: the report sheets put into each workbook last, for Restore previous;
* ``preview/``: the previews that are open.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import traceback
from pathlib import Path

_NAME = "cpp-scorecard"
_LONGEST_LOG = 1_000_000


def local_folder() -> Path:
    """The folder of this user on this computer; it need not exist yet."""
    given = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_STATE_HOME")
    return (Path(given) if given else Path.home() / ".local" / "state") / _NAME


def log_file() -> Path:
    """Where errors are written that nobody foresaw."""
    return local_folder() / "log" / "excel.log"


def key_of(*parts: str) -> str:
    """A file name for what `parts` name together, without saying what they are."""
    return hashlib.sha256("\n".join(parts).casefold().encode()).hexdigest()[:24]


def write_log(action: str, error: BaseException) -> Path:
    """Add `error` with its traceback to the log and return where that is; raises OSError when it cannot be written."""
    path = log_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > _LONGEST_LOG:
        path.replace(path.with_suffix(".log.old"))
    with path.open("a", encoding="utf-8") as log:
        log.write(f"{dt.datetime.now().isoformat(timespec='seconds')} {action}\n")
        log.writelines(traceback.format_exception(error))
        log.write("\n")
    return path
