"""Opening a CSV file whatever wrote it: encoding and separator are found out, lines come one at a time."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_BLOCK = 1 << 20
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_WORKBOOKS = {b"PK\x03\x04": "an Excel workbook", b"\xd0\xcf\x11\xe0": "an old Excel workbook"}
_SEPARATORS = ",;\t|"


@contextmanager
def open_csv(path: Path) -> Iterator[Iterator[list[str]]]:
    """The rows of the file at `path`, header first; the iterator is a `csv.reader` and counts its lines.

    Raises csv.Error for a workbook under a CSV's name and for what cannot be parsed, OSError for a file that
    cannot be opened.
    """
    encoding = _encoding(path)
    with path.open(encoding=encoding, errors="strict", newline="") as file:
        header = file.readline()
        file.seek(0)
        yield csv.reader(file, delimiter=max(_SEPARATORS, key=header.count))


def _encoding(path: Path) -> str:
    """UTF-8 where every byte of the file fits, else what older programs on Windows write."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        block = file.read(_BLOCK)
        for signature, name in _WORKBOOKS.items():
            if block.startswith(signature):
                raise csv.Error(f"it is {name}")
        for mark, encoding in _MARKS.items():
            if block.startswith(mark):
                return encoding
        while True:
            try:
                decoder.decode(block, final=not block)
            except UnicodeDecodeError:
                return "latin-1"
            if not block:
                return "utf-8"
            block = file.read(_BLOCK)
