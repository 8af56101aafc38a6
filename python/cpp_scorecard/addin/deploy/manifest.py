"""The list of what an installation wrote, by which it is checked and taken away again.

Files with their SHA-256, folders that were not there before, and registry keys with their values.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cpp_scorecard.addin.deploy.checksums import sha256
from cpp_scorecard.addin.deploy.ports import Value

if TYPE_CHECKING:
    from cpp_scorecard.addin.deploy.places import Places

_SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is installed. Paths are written `local:...` and `roaming:...`, below %LOCALAPPDATA% and %APPDATA%."""

    version: str
    xlwings: str
    python: str
    wheelhouse: str
    """The SHA-256 of the wheelhouse's own list."""

    files: Mapping[str, str]
    folders: tuple[str, ...]
    registry: Mapping[str, Mapping[str, Value]]

    def to_json(self) -> str:
        """The manifest as it is stored."""
        document = {
            "schema": _SCHEMA,
            "version": self.version,
            "xlwings": self.xlwings,
            "python": self.python,
            "wheelhouse": self.wheelhouse,
            "files": dict(sorted(self.files.items())),
            "folders": list(self.folders),
            "registry": {
                key: {name: asdict(value) for name, value in own.items()} for key, own in self.registry.items()
            },
        }
        return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def read_manifest(path: Path) -> Manifest | None:
    """The manifest at `path`, or None when there is none that can be read."""
    try:
        found: Any = json.loads(path.read_text("utf-8"))
        if found["schema"] != _SCHEMA:
            return None
        return Manifest(
            version=str(found["version"]),
            xlwings=str(found["xlwings"]),
            python=str(found["python"]),
            wheelhouse=str(found["wheelhouse"]),
            files={str(name): str(digest) for name, digest in found["files"].items()},
            folders=tuple(map(str, found["folders"])),
            registry={
                str(key): {str(name): Value(value["data"], int(value["kind"])) for name, value in own.items()}
                for key, own in found["registry"].items()
            },
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def noted(path: Path, places: Places) -> str:
    """`path` as the manifest writes it."""
    for name, base in (("local", places.local), ("roaming", places.roaming)):
        if path.is_relative_to(base):
            return f"{name}:{path.relative_to(base).as_posix()}"
    raise ValueError(f"{path} is in no folder that an installation writes to")


def place_of(note: str, places: Places) -> Path:
    """The path that the manifest writes as `note`."""
    name, _, rest = note.partition(":")
    return {"local": places.local, "roaming": places.roaming}[name] / rest


def changed_files(manifest: Manifest, places: Places) -> dict[str, bool]:
    """The listed files that are not as they were written: True for those that are gone, False for other content."""
    found = {}
    for note, digest in manifest.files.items():
        path = place_of(note, places)
        if not path.is_file():
            found[note] = True
        elif sha256(path) != digest:
            found[note] = False
    return found
