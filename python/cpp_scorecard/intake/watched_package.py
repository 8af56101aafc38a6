"""A workbook's package, opened with suspicion: what it claims is checked, and what is read is watched as it goes by.

A reader holds a workbook in memory and takes time for every cell, so both are bounded here, before the parser.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cpp_scorecard.core.errors import Refused
from cpp_scorecard.core.package_limits import unsafe_entry, unsafe_sizes
from cpp_scorecard.core.xml_watch import XmlWatch

MOST_TAGS = 1_200_000
"""Tags in all that is read: some three hundred thousand filled cells, read in a few seconds."""
MORE_TAGS_FOR_LISTS = 2_000_000
"""Allowed beyond that, once, where a list of children begins: room for 50,000 episodes of twelve columns."""
MOST_TAGS_AT_ONCE = 400_000
MOST_BYTES_AT_ONCE = 32 << 20
"""Of a part that the parser takes whole: the styles, the list of sheets."""
MOST_STRICT_BYTES = 128 << 20
"""Unpacked, of a Strict workbook, which is copied in memory."""
_STRICT_NAMESPACES = {
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/drawingml/main": b"http://schemas.openxmlformats.org/drawingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
}
_TOO_MUCH = "Delete unused rows and columns (Ctrl+End shows how far a sheet goes), or move long lists to another file."


def check_package(path: Path) -> bool:
    """Refuse what is no workbook, far too large or made to deceive; returns whether it is Strict Open XML."""
    strict = False
    try:
        # Given a path, zipfile leaves the file open when the package's directory is damaged.
        with path.open("rb") as file, zipfile.ZipFile(file) as package:
            entries = package.infolist()
            _check_entries(path, entries)
            if "xl/workbook.xml" in package.namelist():
                with package.open("xl/workbook.xml") as part:
                    strict = b"purl.oclc.org/ooxml/" in part.read(4096)
    except Refused:
        raise
    except Exception as error:  # zipfile raises a dozen kinds on damaged packages
        raise Refused(
            f"{path.name} is not an Excel workbook (the file is no package).",
            "Check that it opens in Excel, then save it as .xlsx.",
        ) from error
    if not any(entry.filename.endswith("workbook.xml") for entry in entries) and not any(
        "workbook" in entry.filename.lower() or entry.filename.startswith("xl/") for entry in entries
    ):
        raise Refused(f"{path.name} is not an Excel workbook (it has no workbook part).", "Save it as .xlsx in Excel.")
    if strict and sum(entry.file_size for entry in entries) > MOST_STRICT_BYTES:
        raise Refused(
            f"{path.name} is a Strict workbook of more than {MOST_STRICT_BYTES >> 20} MB.",
            "Save it as an Excel Workbook (.xlsx), not as Strict Open XML.",
        )
    return strict


def _check_entries(path: Path, entries: Iterable[zipfile.ZipInfo]) -> None:
    entries = list(entries)
    sizes = [(entry.filename, entry.compress_size, entry.file_size) for entry in entries]
    if wrong := unsafe_sizes(sizes, path.stat().st_size):
        raise Refused(f"{path.name} unpacks to more than any indicator workbook: {wrong}.", _TOO_MUCH)
    seen: set[str] = set()
    for entry in entries:
        if wrong := unsafe_entry(entry, seen):
            raise Refused(
                f"{path.name} was not made by a spreadsheet program: it has {wrong}.",
                "Ask where it comes from; if it can be trusted, open it in Excel and save it under another name.",
            )


def as_transitional(path: Path) -> io.BytesIO:
    """A copy of a Strict workbook under the ordinary names for the same things, which openpyxl knows."""
    copy = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(copy, "w") as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename.endswith((".xml", ".rels")):
                for strict, transitional in _STRICT_NAMESPACES.items():
                    content = content.replace(strict, transitional)
            target.writestr(entry.filename, content)
    copy.seek(0)
    return copy


class WatchedZip(zipfile.ZipFile):
    """A zip file whose parts are watched while they are read; what is wrong with one is a Refused that says so."""

    def __init__(self, file: Any, name: str) -> None:
        """Read the package in `file`; `name` is what officers call it."""
        super().__init__(file)
        self._called = name
        self._watch = XmlWatch(MOST_TAGS)
        self._has_long_list = False

    def open(self, name: Any, *arguments: Any, **options: Any) -> Any:
        """A part to read from, in pieces or whole."""
        info = name if isinstance(name, zipfile.ZipInfo) else self.getinfo(name)
        return _WatchedPart(super().open(info, *arguments, **options), self, info)

    def seen(self, piece: bytes, part: str, watch: XmlWatch | None = None) -> None:
        """Refuse the workbook when something is wrong with the next piece of a part."""
        if wrong := (watch or self._watch).wrong(piece):
            raise self.refusal(part, wrong)

    def begin(self) -> None:
        """Another part begins."""
        self._watch.begin()

    def expect_long_list(self) -> None:
        """A list of children has begun, which may be long; the first one that does lifts the limit."""
        if not self._has_long_list:
            self._has_long_list = True
            self._watch.allow(MORE_TAGS_FOR_LISTS)

    def refusal(self, part: str, wrong: str) -> Refused:
        """The workbook cannot be read because of one part."""
        return Refused(f"{self._called} cannot be read: {part[:80]}: {wrong}.", _TOO_MUCH)


class _WatchedPart:
    """One part that is being read."""

    def __init__(self, source: Any, package: WatchedZip, info: zipfile.ZipInfo) -> None:
        self._source, self._package, self._info = source, package, info
        package.begin()

    @property
    def size(self) -> int:
        """Bytes of the part, unpacked, as the package has them."""
        return self._info.file_size

    def read(self, size: int = -1) -> bytes:
        """The next piece of the part, or all that is left of it."""
        whole = size < 0
        if whole and self._info.file_size > MOST_BYTES_AT_ONCE:
            raise self._package.refusal(self._info.filename, f"it has {self._info.file_size:,} bytes")
        piece: bytes = self._source.read(size)
        if whole:
            self._package.seen(piece, self._info.filename, XmlWatch(MOST_TAGS_AT_ONCE))
        self._package.seen(piece, self._info.filename)
        return piece

    def again(self) -> Any:
        """The same part from its beginning, which need not be watched a second time."""
        return zipfile.ZipFile.open(self._package, self._info)

    def expect_long_list(self) -> None:
        """A list of children begins in this part."""
        self._package.expect_long_list()

    def close(self) -> None:
        """No more is read."""
        self._source.close()

    def __enter__(self) -> _WatchedPart:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
