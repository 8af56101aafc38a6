"""Where the files that ship with the package are: inside an installed wheel, or in the checkout it runs from."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def shipped(folder: str) -> Path:
    """The top-level folder `folder` (`samples` or `workbook_templates`) with its files."""
    installed = _PACKAGE / "_data" / folder
    return installed if installed.is_dir() else _PACKAGE.parents[1] / folder
