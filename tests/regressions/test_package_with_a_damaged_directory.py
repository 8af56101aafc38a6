"""A package whose directory names a part in bytes that are no text left the file open (and on Windows, locked)."""

from __future__ import annotations

import gc
import warnings
from pathlib import Path

import pytest
from tests.tools.workbooks import write

from cpp_scorecard.core.errors import Refused
from cpp_scorecard.intake.open_file import open_grids


def test_a_damaged_directory_leaves_nothing_open(tmp_path: Path) -> None:
    path = write(tmp_path / "damaged.xlsx", {"A": [("a",)]})
    content = bytearray(path.read_bytes())
    entry = content.rfind(b"PK\x01\x02")
    content[entry + 8 : entry + 10] = b"\x00\x08"  # names are UTF-8 ...
    content[entry + 46] = 0xFF  # ... and this one is not
    path.write_bytes(content)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(Refused):
            open_grids(path)
        gc.collect()
    path.unlink()
