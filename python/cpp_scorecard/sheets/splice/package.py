"""A workbook file as a zip of parts: read with suspicion, written with every untouched entry as it was.

A part is named as in the packaging standard, with a leading slash: ``/xl/workbook.xml``. Names are
compared without regard to case. The compressed bytes of an entry that nobody changes are copied, not
packed again, so that not even the zip stream of a foreign part differs.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from cpp_scorecard.core.package_limits import (
    ALL_MATTERS_FROM,
    MOST_PARTS,
    MOST_RATIO,
    MOST_RATIO_OF_ALL,
    MOST_UNPACKED,
    RATIO_MATTERS_FROM,
)
from cpp_scorecard.core.xml_watch import XmlWatch
from cpp_scorecard.sheets.splice.refusals import Reason, SpliceRefused

MOST_FILE = 96 << 20
"""Bytes of the whole file, of which several copies are held at a time."""
MOST_INDEX_PART = 32 << 20
"""Bytes of one part that has to be read and not just copied."""
MOST_TAGS = 1_200_000
"""Tags in such a part."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_LOCAL_SIZE = 30
_ENCRYPTED, _DESCRIPTOR, _UTF8 = 0x1, 0x8, 0x800
_STORED, _DEFLATED = 0, 8
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the file that was read: where its compressed bytes are and what they unpack to."""

    part: str
    stored_name: bytes
    flags: int
    method: int
    date: tuple[int, int, int, int, int, int]
    crc: int
    size: int
    attributes: int
    begin: int
    end: int


class Package:
    """The parts of a workbook: those of the file that was read, and the changes made to them since."""

    def __init__(self, data: bytes) -> None:
        """Read and check the file `data`.

        Raises:
            SpliceRefused: it is encrypted, no zip file, damaged, too large, or built to deceive.
        """
        self._data = data
        self._entries = _entries(data)
        self._by_name = {entry.part.lower(): entry for entry in self._entries if not entry.part.endswith("/")}
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
        content = b"".join(_unpacked(self._data, entry))
        watch = XmlWatch(MOST_TAGS)
        if wrong := watch.wrong(content):
            raise SpliceRefused(Reason.UNSAFE if watch.deceives else Reason.TOO_LARGE, found=f"{part}: {wrong}")
        return content

    def packed(self, part: str) -> bytes:
        """The compressed bytes of a part of the file, as they were read."""
        entry = self._by_name[part.lower()]
        return self._data[entry.begin : entry.end]

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
        for entry in self._entries:
            key = entry.part.lower()
            if key in self._removed and not entry.part.endswith("/"):
                continue
            if key in self._replaced:
                writer.pack(entry.stored_name, entry.flags & _UTF8, self._replaced[key])
            else:
                writer.copy(entry, self._data[entry.begin : entry.end])
        for part, content in self._added.values():
            name = part.lstrip("/")
            writer.pack(name.encode(), 0 if name.isascii() else _UTF8, content)
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
        self._write(Entry("", name, flags, _DEFLATED, _FIRST_DAY, crc, size, 0, 0, 0), packed)

    def _write(self, entry: Entry, packed: bytes) -> None:
        year, month, day, hour, minute, second = entry.date
        day_bits = (max(year, 1980) - 1980) << 9 | month << 5 | day
        time_bits = hour << 11 | minute << 5 | second // 2
        name = entry.stored_name
        sizes = (entry.crc, len(packed), entry.size, len(name), 0)
        shared = struct.pack("<4H3I2H", entry.flags, entry.method, time_bits, day_bits, *sizes)
        at = self._file.tell()
        self._file.write(_LOCAL + struct.pack("<H", 20) + shared + name + packed)
        place = struct.pack("<3H2I", 0, 0, 0, entry.attributes, at)
        self._directory.append(_CENTRAL + struct.pack("<2H", 20, 20) + shared + place + name)

    def finish(self) -> bytes:
        at = self._file.tell()
        directory = b"".join(self._directory)
        number = len(self._directory)
        self._file.write(directory + _END + struct.pack("<4H2IH", 0, 0, number, number, len(directory), at, 0))
        return self._file.getvalue()


def _entries(data: bytes) -> list[Entry]:
    """Every entry of the zip file, each unpacked once to see that it is what it says."""
    if data.startswith(_OLE):
        raise SpliceRefused(Reason.ENCRYPTED if _ENCRYPTED_STREAM in data else Reason.LEGACY)
    try:
        infos = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error) as error:
        if data.startswith(b"PK"):
            raise SpliceRefused(Reason.DAMAGED, found="its table of contents cannot be read") from error
        raise SpliceRefused(Reason.NOT_A_WORKBOOK) from error
    _check_sizes(infos, len(data))
    entries = [_entry(data, info) for info in infos]
    _check_places(entries)
    for entry in entries:
        for _ in _unpacked(data, entry):
            pass
    return entries


def _check_sizes(infos: list[zipfile.ZipInfo], file_size: int) -> None:
    if file_size > MOST_FILE:
        raise SpliceRefused(Reason.TOO_LARGE, found=f"it has {file_size:,} bytes")
    if len(infos) > MOST_PARTS:
        raise SpliceRefused(Reason.TOO_LARGE, found=f"it has {len(infos):,} parts")
    total = sum(info.file_size for info in infos)
    if total > MOST_UNPACKED or (total > ALL_MATTERS_FROM and total > MOST_RATIO_OF_ALL * file_size):
        raise SpliceRefused(Reason.TOO_LARGE, found=f"it unpacks to {total:,} bytes")
    for info in infos:
        if info.file_size > max(RATIO_MATTERS_FROM, MOST_RATIO * info.compress_size):
            raise SpliceRefused(Reason.UNSAFE, found=f"{info.filename} unpacks to over {MOST_RATIO} times its size")


def _entry(data: bytes, info: zipfile.ZipInfo) -> Entry:
    name = info.filename
    if info.flag_bits & _ENCRYPTED:
        raise SpliceRefused(Reason.ENCRYPTED)
    if info.compress_type not in (_STORED, _DEFLATED):
        raise SpliceRefused(Reason.DAMAGED, found=f"{name} is packed in a way that Excel does not know")
    path = name.replace("\\", "/").lstrip("/")
    if ".." in path.split("/") or ":" in path.split("/")[0] or "\0" in info.orig_filename:
        raise SpliceRefused(Reason.UNSAFE, found=f"a part named {name!r}")
    header = data[info.header_offset : info.header_offset + _LOCAL_SIZE]
    if len(header) < _LOCAL_SIZE or not header.startswith(_LOCAL):
        raise SpliceRefused(Reason.DAMAGED, found=f"{name} is not where it should be")
    name_size, extra_size = struct.unpack("<2H", header[26:30])
    begin = info.header_offset + _LOCAL_SIZE + name_size + extra_size
    end = begin + info.compress_size
    if end > len(data):
        raise SpliceRefused(Reason.DAMAGED, found=f"{name} is cut off")
    utf8 = bool(info.flag_bits & _UTF8)
    return Entry(
        part="/" + path,
        stored_name=info.orig_filename.encode("utf-8" if utf8 else "cp437"),
        flags=info.flag_bits,
        method=info.compress_type,
        date=info.date_time,
        crc=info.CRC,
        size=info.file_size,
        attributes=info.external_attr,
        begin=begin,
        end=end,
    )


def _check_places(entries: list[Entry]) -> None:
    """Refuse two entries of one name, which readers resolve differently, and entries that overlap."""
    names: set[str] = set()
    for entry in entries:
        if entry.part.lower() in names:
            raise SpliceRefused(Reason.UNSAFE, found=f"two parts named {entry.part}")
        names.add(entry.part.lower())
    last = 0
    for entry in sorted(entries, key=lambda entry: (entry.begin, entry.end)):
        if entry.begin < last:
            raise SpliceRefused(Reason.UNSAFE, found=f"{entry.part} shares its bytes with another part")
        last = entry.end


def _unpacked(data: bytes, entry: Entry) -> Iterator[bytes]:
    """The content of an entry in pieces; refused as soon as it is not what the table of contents says."""
    damaged = SpliceRefused(Reason.DAMAGED, found=f"{entry.part} does not have the content it should have")
    packed = memoryview(data)[entry.begin : entry.end]
    crc, size = 0, 0
    try:
        for piece in (packed,) if entry.method == _STORED else _inflated(packed):
            size += len(piece)
            if size > entry.size:
                raise damaged
            crc = zlib.crc32(piece, crc)
            yield bytes(piece)
    except zlib.error as error:
        raise damaged from error
    if size != entry.size or crc != entry.crc:
        raise damaged


def _inflated(packed: memoryview) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    rest: bytes | memoryview = packed
    while rest and not unpacker.eof:
        yield unpacker.decompress(rest, _CHUNK)
        rest = unpacker.unconsumed_tail
    yield unpacker.flush()
