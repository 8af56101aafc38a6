"""A workbook file as a zip of parts: read with suspicion, written with every untouched entry as it was.

A part is named as in the packaging standard, with a leading slash: ``/xl/workbook.xml``. Names are
compared without regard to case. The compressed bytes of an entry that nobody changes are copied, not
packed again, so that not even the zip stream of a foreign part differs.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import replace

from cpp_scorecard.core.xml_watch import XmlWatch
from cpp_scorecard.sheets.splice.refusals import Reason, SpliceRefused
from cpp_scorecard.sheets.splice.zip_file import DEFLATED, LOCAL, UTF8_NAME, CheckedZip, Entry

MOST_INDEX_PART = 32 << 20
"""Bytes of one part that has to be read and not just copied."""
MOST_TAGS = 1_200_000
"""Tags in such a part."""

_CENTRAL, _END = b"PK\x01\x02", b"PK\x05\x06"
_DESCRIPTOR = 0x8
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


class Package:
    """The parts of a workbook: those of the file that was read, and the changes made to them since."""

    def __init__(self, file: bytes | CheckedZip) -> None:
        """Read the file, and check it where that has not been done; see `CheckedZip`."""
        self._file = CheckedZip(file) if isinstance(file, bytes) else file
        self._by_name = {entry.part.lower(): entry for entry in self._file.entries if not entry.part.endswith("/")}
        self._replaced: dict[str, bytes] = {}
        self._added: dict[str, tuple[str, bytes]] = {}
        self._removed: set[str] = set()

    def __contains__(self, part: str) -> bool:
        key = part.lower()
        return key in self._added or (key in self._by_name and key not in self._removed)

    def __iter__(self) -> Iterator[str]:
        """The names of all parts, those of the file first."""
        for key, entry in self._by_name.items():
            if key not in self._removed:
                yield entry.part
        for part, _ in self._added.values():
            yield part

    def read(self, part: str) -> bytes:
        """The content of a part, with the changes made to it.

        Raises:
            SpliceRefused: there is no such part, or it is larger than a part can be that is read whole.
        """
        key = part.lower()
        if key in self._added:
            return self._added[key][1]
        if key in self._replaced:
            return self._replaced[key]
        entry = self._by_name.get(key)
        if entry is None or key in self._removed:
            raise SpliceRefused(Reason.DAMAGED, found=f"its part {part} is missing")
        if entry.size > MOST_INDEX_PART:
            raise SpliceRefused(Reason.TOO_LARGE, found=f"{part} has {entry.size:,} bytes")
        content = b"".join(self._file.unpacked(entry))
        watch = XmlWatch(MOST_TAGS)
        if wrong := watch.wrong(content):
            raise SpliceRefused(Reason.UNSAFE if watch.deceives else Reason.TOO_LARGE, found=f"{part}: {wrong}")
        return content

    def packed(self, part: str) -> bytes:
        """The compressed bytes of a part of the file, as they were read."""
        return self._file.packed(self._by_name[part.lower()])

    def fingerprint(self, part: str) -> tuple[int, int]:
        """Checksum and size of the unpacked content of a part of the file, checked when it was read."""
        entry = self._by_name[part.lower()]
        return entry.crc, entry.size

    def added(self) -> set[str]:
        """The parts, lower-case, that were added."""
        return set(self._added)

    def changed(self) -> set[str]:
        """The parts of the file, lower-case, that have another content now."""
        return set(self._replaced)

    def replace(self, part: str, content: bytes) -> None:
        """Give an existing part another content; nothing happens when it has that content already."""
        if self.read(part) == content:
            return
        if part.lower() in self._added:
            self._added[part.lower()] = (part, content)
        else:
            self._replaced[part.lower()] = content

    def add(self, part: str, content: bytes) -> None:
        """Add a part at the end of the file."""
        if part in self:
            raise ValueError(f"{part} exists")
        self._added[part.lower()] = (part, content)

    def remove(self, part: str) -> None:
        """Take a part out; nothing happens when it is not there."""
        key = part.lower()
        self._added.pop(key, None)
        self._replaced.pop(key, None)
        if key in self._by_name:
            self._removed.add(key)

    def to_bytes(self) -> bytes:
        """The file with all changes. Equal content and changes give equal bytes."""
        writer = _Writer()
        for entry in self._file.entries:
            key = entry.part.lower()
            if key in self._removed and not entry.part.endswith("/"):
                continue
            if key in self._replaced:
                writer.pack(entry.stored_name, entry.flags & UTF8_NAME, self._replaced[key])
            else:
                writer.copy(entry, self._file.packed(entry))
        for part, content in self._added.values():
            name = part.lstrip("/")
            writer.pack(name.encode(), 0 if name.isascii() else UTF8_NAME, content)
        return writer.finish()


class _Writer:
    """A zip file in the making, without anything of the machine or the moment."""

    def __init__(self) -> None:
        self._file = io.BytesIO()
        self._directory: list[bytes] = []

    def copy(self, entry: Entry, packed: bytes) -> None:
        """Add an entry of another file; the sizes stand in front of the content now, never behind it."""
        self._write(replace(entry, flags=entry.flags & ~_DESCRIPTOR), packed)

    def pack(self, name: bytes, flags: int, content: bytes) -> None:
        """Add new content."""
        packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
        packed = packer.compress(content) + packer.flush()
        crc, size = zlib.crc32(content), len(content)
        self._write(Entry("", name, flags, DEFLATED, _FIRST_DAY, crc, size, 0, 0, 0), packed)

    def _write(self, entry: Entry, packed: bytes) -> None:
        year, month, day, hour, minute, second = entry.date
        day_bits = (max(year, 1980) - 1980) << 9 | month << 5 | day
        time_bits = hour << 11 | minute << 5 | second // 2
        name = entry.stored_name
        sizes = (entry.crc, len(packed), entry.size, len(name), 0)
        shared = struct.pack("<4H3I2H", entry.flags, entry.method, time_bits, day_bits, *sizes)
        at = self._file.tell()
        self._file.write(LOCAL + struct.pack("<H", 20) + shared + name + packed)
        place = struct.pack("<3H2I", 0, 0, 0, entry.attributes, at)
        self._directory.append(_CENTRAL + struct.pack("<2H", 20, 20) + shared + place + name)

    def finish(self) -> bytes:
        at = self._file.tell()
        directory = b"".join(self._directory)
        number = len(self._directory)
        self._file.write(directory + _END + struct.pack("<4H2IH", 0, 0, number, number, len(directory), at, 0))
        return self._file.getvalue()
