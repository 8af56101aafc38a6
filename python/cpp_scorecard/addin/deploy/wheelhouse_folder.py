"""A finished wheelhouse: what is in it, checked against its own list before anything of it is used."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cpp_scorecard.addin.deploy.checksums import LIST, differences, files_in
from cpp_scorecard.addin.deploy.places import ADDIN_FILE
from cpp_scorecard.core.errors import Refused

ABOUT = "wheelhouse.json"
REQUIREMENTS = "requirements.txt"
_COPY_AGAIN = "Copy the whole wheelhouse again from where IT keeps it; nothing was touched."


@dataclass(frozen=True, slots=True)
class Wheelhouse:
    """Where the wheelhouse is, the versions it holds by name (`cpp-scorecard`, `xlwings`, `python` ...), its size."""

    folder: Path
    versions: Mapping[str, str]
    digest: str
    """The SHA-256 of its list of SHA-256 sums: it changes when anything in the wheelhouse does."""

    size: int
    """Bytes of all its files."""

    @property
    def version(self) -> str:
        """The version of this product."""
        return self.versions["cpp-scorecard"]

    @property
    def python(self) -> Path:
        """The Python, unpacked and shut off."""
        return self.folder / "python"

    @property
    def wheels(self) -> Path:
        """The folder of the packages."""
        return self.folder / "wheels"

    @property
    def installer(self) -> Path:
        """The program that installs wheels. It runs from its own wheel and is not installed."""
        return next(self.wheels.glob("pip-*.whl"))

    @property
    def requirements(self) -> Path:
        """The packages to install, each with the SHA-256 of its wheel."""
        return self.folder / REQUIREMENTS

    @property
    def addin(self) -> Path:
        """The add-in file."""
        return self.folder / ADDIN_FILE


def read_wheelhouse(folder: Path) -> Wheelhouse:
    """The wheelhouse in `folder`. Raises Refused when a file is missing, changed or not listed."""
    if not (folder / ABOUT).is_file():
        raise Refused(f"{folder} is not a wheelhouse: it has no {ABOUT}.", "Name the folder that install.cmd is in.")
    wrong = differences(folder)
    if wrong:
        more = f" And {len(wrong) - 3} more." if len(wrong) > 3 else ""
        raise Refused(f"The wheelhouse {folder} is not as it was made: {' '.join(wrong[:3])}{more}", _COPY_AGAIN)
    try:
        about: Any = json.loads((folder / ABOUT).read_text("utf-8"))
        versions = {str(name): str(version) for name, version in about["versions"].items()}
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise Refused(f"{folder / ABOUT} cannot be read.", _COPY_AGAIN) from error
    return Wheelhouse(
        folder=folder,
        versions=versions,
        digest=hashlib.sha256((folder / LIST).read_bytes()).hexdigest(),
        size=sum(path.stat().st_size for path in files_in(folder)),
    )
