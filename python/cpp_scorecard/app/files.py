"""Writing a result: atomically, beside its final place, and never over something that was not ours to replace."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from cpp_scorecard.core.errors import Refused


def write_atomically(path: Path, content: bytes) -> None:
    """Put `content` at `path` whole or not at all: a temporary file in the same folder, then one rename.

    Raises Refused when the folder is missing or cannot be written to, or the file is open elsewhere.
    """
    if path.is_dir():
        raise Refused(f"{path} is a folder.", "Name a file in it.")
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    except OSError as error:
        raise Refused(
            f"{path.parent} cannot be written to ({error.strerror}).", "Choose another folder with -o."
        ) from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise Refused(
            f"{path} could not be written ({error.strerror}).",
            "Close it if it is open in Excel, or choose another name with -o.",
        ) from error
