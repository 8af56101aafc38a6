"""Material that is not part of the project: published documents and transcriptions of them, where somebody has them.

`CPP_SHARED` names the folder; without it, a folder `shared` beside the checkout is used. Tests that want
something from there skip with `missing(name)` as the reason where it is absent.
"""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "CPP_SHARED"
_BESIDE = Path(__file__).resolve().parents[3] / "shared"


def path(name: str) -> Path | None:
    """The file or folder `name` of the shared material, or None where it is not at hand."""
    found = Path(os.environ.get(VARIABLE) or _BESIDE) / name
    return found if found.exists() else None


def missing(name: str) -> str:
    """Why a test that wants `name` cannot run; empty when it can."""
    return "" if path(name) else f"{name} is not at hand: {VARIABLE} names no folder that has it"
