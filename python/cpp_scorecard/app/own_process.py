"""What a process of our own does before it begins. A library must not: others live in its process as well."""

from __future__ import annotations

import gc
import sys

_COLLECT_EVERY = (100_000, 10, 10)
"""How many new objects there are before Python looks for circles among them. Its own 700 suit programs that make
circles; a reader makes hundreds of thousands of cells and hardly one, and the looking takes a sixth of its time."""


def prepare_own_process() -> None:
    """Make a process that is ours from beginning to end start and read quickly: never call this in anybody else's."""
    gc.set_threshold(*_COLLECT_EVERY)
    _import_openpyxl_alone()


def _import_openpyxl_alone() -> None:
    """Import openpyxl without numpy, which it asks for where it is installed, and which takes as long as all the rest.

    openpyxl needs it only to write numpy's numbers into cells.
    """
    if "numpy" in sys.modules or "openpyxl" in sys.modules:
        return
    sys.modules["numpy"] = None  # type: ignore[assignment]  # Python's own way to say that there is no such module
    try:
        import openpyxl  # noqa: F401
    finally:
        del sys.modules["numpy"]
