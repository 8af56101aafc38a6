"""Zip files put together by hand, so that any field of them can lie."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

STORED, DEFLATED = 0, 8


@dataclass(frozen=True, slots=True)
class Fields:
    """What a header says of an entry."""

    name: bytes
    flags: int = 0
    method: int = DEFLATED
    crc: int = 0
    packed: int = 0
    size: int = 0
    extra: bytes = b""
    attributes: int = 0
    disk: int = 0

    def but(self, **changes: object) -> Fields:
        return replace(self, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Item:
    """An entry: its bytes, and what its own header and the table of contents say."""

    content: bytes
    local: Fields
    central: Fields
    behind: bytes = b""
    """What stands behind the content: a data descriptor, or junk."""
    at: int | None = field(default=None)
    """Where the table of contents says that the entry begins; None is the truth."""

    def but(self, **changes: object) -> Item:
        """The entry with both headers saying so."""
        return replace(self, local=self.local.but(**changes), central=self.central.but(**changes))


def item(name: str | bytes, content: bytes, *, stored: bool = False) -> Item:
    """An honest entry."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = content if stored else packer.compress(content) + packer.flush()
    fields = Fields(
        name=name.encode() if isinstance(name, str) else name,
        method=STORED if stored else DEFLATED,
        crc=zlib.crc32(content),
        packed=len(packed),
        size=len(content),
    )
    return Item(packed, fields, fields)


def items(content: bytes) -> dict[str, Item]:
    """The entries of an honest file, by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: item(name, package.read(name)) for name in package.namelist()}


def assembled(
    entries: Sequence[Item],
    *,
    before: bytes = b"",
    comment: bytes = b"",
    count: int | None = None,
    shift: int = 0,
    directory_at: int | None = None,
    directory_size: int | None = None,
) -> bytes:
    """The file; `shift` is added to every place, the other arguments stand in for the truth about the directory."""
    out = io.BytesIO()
    out.write(before)
    directory = b""
    for entry in entries:
        at = out.tell()
        one, two = entry.local, entry.central
        out.write(b"PK\x03\x04" + struct.pack("<5H3I2H", 20, one.flags, one.method, 0, 0x21, *_sizes(one)))
        out.write(one.name + one.extra + entry.content + entry.behind)
        directory += b"PK\x01\x02" + struct.pack("<6H3I2H", 20, 20, two.flags, two.method, 0, 0x21, *_sizes(two))
        place = at + shift if entry.at is None else entry.at
        directory += struct.pack("<3H2I", 0, two.disk, 0, two.attributes, place) + two.name + two.extra
    at = out.tell() if directory_at is None else directory_at
    number = len(entries) if count is None else count
    size = len(directory) if directory_size is None else directory_size
    out.write(directory)
    out.write(b"PK\x05\x06" + struct.pack("<4H2IH", 0, 0, number & 0xFFFF, number & 0xFFFF, size, at, len(comment)))
    out.write(comment)
    return out.getvalue()


def _sizes(fields: Fields) -> tuple[int, ...]:
    return fields.crc, fields.packed, fields.size, len(fields.name), len(fields.extra)
