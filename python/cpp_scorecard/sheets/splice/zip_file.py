"""A zip file read with suspicion: every entry is unpacked once, to see that it is what the table of contents says.

Names and sizes of a workbook that came by e-mail may be there to deceive, so nothing is believed before it is seen.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from cpp_scorecard.core.package_limits import (
    ALL_MATTERS_FROM,
    MOST_PARTS,
    MOST_RATIO,
    MOST_RATIO_OF_ALL,
    MOST_UNPACKED,
    RATIO_MATTERS_FROM,
)
from cpp_scorecard.sheets.splice.refusals import Reason, SpliceRefused

MOST_FILE = 96 << 20
"""Bytes of the whole file, of which several copies are held at a time."""

UTF8_NAME = 0x800
"""The flag of an entry whose name is in UTF-8."""
LOCAL = b"PK\x03\x04"
"""What stands in front of an entry."""
STORED, DEFLATED = 0, 8

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_LOCAL_SIZE = 30
_ENCRYPTED = 0x1
_FED = 1 << 16
_CHUNK = 1 << 20
"""Compressed bytes that are unpacked at a time, and the most that they may become before they are looked at."""


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


class CheckedZip:
    """The entries of a zip file, each of which unpacks to what it says."""

    __slots__ = ("data", "entries")

    def __init__(self, data: bytes, known: CheckedZip | None = None) -> None:
        """Check the file `data`. An entry that `known` has too, to the compressed byte, need not be unpacked again.

        Raises:
            SpliceRefused: it is encrypted, no zip file, damaged, too large, or built to deceive.
        """
        self.data = data
        self.entries = _entries(data)
        seen = set() if known is None else {_content(known.data, entry) for entry in known.entries}
        for entry in self.entries:
            if _content(data, entry) not in seen:
                for _ in self.unpacked(entry):
                    pass

    def packed(self, entry: Entry) -> bytes:
        """The compressed bytes of an entry."""
        return self.data[entry.begin : entry.end]

    def unpacked(self, entry: Entry) -> Iterator[bytes]:
        """The content of an entry in pieces; refused as soon as it is not what the table of contents says."""
        return _unpacked(self.data, entry)


def _content(data: bytes, entry: Entry) -> tuple[bytes, int, int, int]:
    """All that decides whether an entry unpacks to what it says: its bytes, how they are packed, and the promise."""
    return data[entry.begin : entry.end], entry.method, entry.crc, entry.size


def _entries(data: bytes) -> list[Entry]:
    """Every entry of the zip file as its table of contents has it."""
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
    if info.compress_type not in (STORED, DEFLATED):
        raise SpliceRefused(Reason.DAMAGED, found=f"{name} is packed in a way that Excel does not know")
    path = name.replace("\\", "/").lstrip("/")
    if ".." in path.split("/") or ":" in path.split("/")[0] or "\0" in info.orig_filename:
        raise SpliceRefused(Reason.UNSAFE, found=f"a part named {name!r}")
    header = data[info.header_offset : info.header_offset + _LOCAL_SIZE]
    if len(header) < _LOCAL_SIZE or not header.startswith(LOCAL):
        raise SpliceRefused(Reason.DAMAGED, found=f"{name} is not where it should be")
    name_size, extra_size = struct.unpack("<2H", header[26:30])
    begin = info.header_offset + _LOCAL_SIZE + name_size + extra_size
    end = begin + info.compress_size
    if end > len(data):
        raise SpliceRefused(Reason.DAMAGED, found=f"{name} is cut off")
    utf8 = bool(info.flag_bits & UTF8_NAME)
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
        for piece in (packed,) if entry.method == STORED else _inflated(packed):
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
    for at in range(0, len(packed), _FED):
        rest: bytes | memoryview = packed[at : at + _FED]
        while rest and not unpacker.eof:
            yield unpacker.decompress(rest, _CHUNK)
            rest = unpacker.unconsumed_tail
    yield unpacker.flush()
