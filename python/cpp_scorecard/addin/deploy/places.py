"""Where the add-in lives on an officer's PC. Two folders of the user's own profile and nothing else.

The add-in file goes to the user's XLSTART folder. Excel opens whatever is there when it starts and trusts it by
default, so that neither an `OPEN` value nor, as a rule, a trusted location has to be written. And Excel stores a
link into XLSTART without its path (Microsoft, KB 284869: "the path to XLSTART is virtualized"): a formula with a
`CPP_` function saved by one officer finds the add-in of the next, whose profile has another path.
"""

from __future__ import annotations

import ntpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cpp_scorecard.core.errors import Refused

PRODUCT = "cpp-scorecard"
ADDIN_FILE = "cpp-scorecard.xlam"
KEPT_WHILE_USED = ("help.html", "log", "preview", "sessions", "workbooks")
"""What the buttons write to in the add-in's own folder: what Restore previous needs, previews, a log, the help."""


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of one user: `local` is %LOCALAPPDATA%, `roaming` %APPDATA%, `profile` %USERPROFILE%."""

    local: Path
    roaming: Path
    profile: Path

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Places:
        """The places of the user whose environment this is. Raises Refused when Windows names no profile."""
        names = ("LOCALAPPDATA", "APPDATA", "USERPROFILE")
        absent = [name for name in names if not environment.get(name)]
        if absent:
            raise Refused(
                f"Windows does not say where this user's folders are ({', '.join(absent)} is not set).",
                "Run the command as the officer who will use the add-in, from an ordinary command window.",
            )
        return cls(*(Path(environment[name]) for name in names))

    @property
    def home(self) -> Path:
        """The add-in's own folder."""
        return self.local / PRODUCT

    @property
    def python(self) -> Path:
        """The private Python with its packages."""
        return self.home / "python"

    @property
    def incoming(self) -> Path:
        """Where the next private Python is put together before it takes its place."""
        return self.home / "python.new"

    @property
    def outgoing(self) -> Path:
        """Where the last private Python waits until its successor works."""
        return self.home / "python.old"

    @property
    def interpreter(self) -> Path:
        """The program that commands start, and the add-in by its own settings; a test holds the two together."""
        return self.python / "python.exe"

    @property
    def packages(self) -> Path:
        """The packages of the private Python."""
        return self.python / "Lib" / "site-packages"

    @property
    def startup(self) -> Path:
        """The user's XLSTART folder."""
        return self.roaming / "Microsoft" / "Excel" / "XLSTART"

    @property
    def addin(self) -> Path:
        """The add-in file."""
        return self.startup / ADDIN_FILE

    @property
    def manifest(self) -> Path:
        """The list of what was installed."""
        return self.home / "installed.json"


def expanded(path: str, environment: Mapping[str, str]) -> str:
    """`path` with `%NAME%` replaced, as Windows does it: whatever the case, and unknown names stay."""
    known = {name.casefold(): value for name, value in environment.items()}
    return re.sub(r"%([^%]+)%", lambda found: known.get(found[1].casefold(), found[0]), path)


def same_path(one: str | Path, other: str | Path) -> bool:
    """Whether Windows takes the two for one: case, direction of slashes and a slash at the end do not matter."""
    return _comparable(one) == _comparable(other)


def is_inside(path: str | Path, folder: str | Path) -> bool:
    """Whether `path` is somewhere below `folder`."""
    return _comparable(path).startswith(_comparable(folder) + "\\")


def _comparable(path: str | Path) -> str:
    return ntpath.normcase(ntpath.normpath(str(path))).rstrip("\\")
