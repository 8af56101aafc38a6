"""Builds the committed add-in file from its sources, in a Python of its own.

xlwings' Windows half is stubbed while the wrappers are generated, which changes the process for good; see
`cpp_scorecard.addin.windows_stub`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def build(path: Path) -> None:
    """Write the add-in to `path`."""
    source = str(Path(__file__).resolve().parents[1])
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, (source, os.environ.get("PYTHONPATH"))))}
    done = subprocess.run(
        [sys.executable, "-m", "cpp_scorecard", "addin", "build", "-o", str(path)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr or done.stdout)
