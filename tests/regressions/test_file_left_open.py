"""A damaged package was left open (on Windows: locked) by zipfile and by openpyxl, which give up without closing it."""

from __future__ import annotations

import gc
import warnings
import zipfile
from pathlib import Path

import pytest
from tests.tools.workbooks import write

from cpp_scorecard.core.errors import Refused
from cpp_scorecard.intake.open_file import open_grids


def _is_refused_and_closed(path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(Refused):
            open_grids(path)
        gc.collect()
    path.unlink()


def test_a_directory_that_is_no_text(tmp_path: Path) -> None:
    path = write(tmp_path / "damaged.xlsx", {"A": [("a",)]})
    content = bytearray(path.read_bytes())
    entry = content.rfind(b"PK\x01\x02")
    content[entry + 8 : entry + 10] = b"\x00\x08"  # names are UTF-8 ...
    content[entry + 46] = 0xFF  # ... and this one is not
    path.write_bytes(content)
    _is_refused_and_closed(path)


@pytest.mark.parametrize("part", ["xl/workbook.xml", "[Content_Types].xml", "xl/styles.xml"])
def test_a_part_that_is_no_xml(part: str, tmp_path: Path) -> None:
    whole = write(tmp_path / "whole.xlsx", {"A": [("a",)]})
    path = tmp_path / "damaged.xlsx"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            target.writestr(name, b"<broken" if name == part else source.read(name))
    _is_refused_and_closed(path)
