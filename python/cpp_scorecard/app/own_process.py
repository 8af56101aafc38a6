"""What is left out of a process of our own when libraries are imported."""

from __future__ import annotations

import sys


def import_openpyxl_alone() -> None:
    """Import openpyxl without numpy, which it asks for where it is installed, and which takes as long as all the rest.

    openpyxl needs it only to write numpy's numbers into cells. Only a process that is ours from beginning to end may
    decide that nobody in it will: never call this when the package is used as a library.
    """
    if "numpy" in sys.modules or "openpyxl" in sys.modules:
        return
    sys.modules["numpy"] = None  # type: ignore[assignment]  # Python's own way to say that there is no such module
    try:
        import openpyxl  # noqa: F401
    finally:
        del sys.modules["numpy"]
