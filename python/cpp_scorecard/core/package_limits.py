"""Which zip entries no spreadsheet program writes, and how far an honest workbook may unpack."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

MOST_PARTS = 20_000
MOST_UNPACKED = 512 << 20
MOST_RATIO = 300
RATIO_MATTERS_FROM = 8 << 20
MOST_RATIO_OF_ALL = 60
ALL_MATTERS_FROM = 128 << 20
"""Many parts that are each just below suspicion unpack to a lot together."""
_STORED, _DEFLATED = 0, 8
_ENCRYPTED = 0x1


class ZipEntry(Protocol):
    """What the table of contents of a zip file says of an entry."""

    filename: str
    orig_filename: str
    flag_bits: int
    compress_type: int


def unsafe_sizes(entries: Iterable[tuple[str, int, int]], file_size: int) -> str:
    """What is wrong with the sizes of a package, as a noun phrase; empty when nothing is.

    `entries` are names, packed and unpacked bytes as the table of contents has them; `file_size` the bytes of all.
    """
    listed = list(entries)
    if len(listed) > MOST_PARTS:
        return f"it has {len(listed):,} parts"
    for name, packed, size in listed:
        if size > max(RATIO_MATTERS_FROM, MOST_RATIO * packed):
            return f"{name[:80]} unpacks to {size / 1e6:,.0f} MB, over {MOST_RATIO} times its size"
    total = sum(size for _, _, size in listed)
    if total > MOST_UNPACKED or (total > ALL_MATTERS_FROM and total > MOST_RATIO_OF_ALL * file_size):
        return f"{total / 1e6:,.0f} MB from {file_size / 1e6:,.1f} MB"
    return ""


def unsafe_entry(entry: ZipEntry, seen: set[str]) -> str:
    """What is wrong with an entry, as a noun phrase; empty when nothing is. `seen` collects the names so far."""
    name = entry.filename
    path = name.replace("\\", "/").lstrip("/")
    if ".." in path.split("/") or ":" in path.split("/")[0] or "\0" in entry.orig_filename:
        return f"a part named {name[:80]!r}"
    if path.lower() in seen:
        return f"two parts named {path[:80]}"
    seen.add(path.lower())
    if entry.flag_bits & _ENCRYPTED:
        return f"an encrypted part, {name[:80]}"
    if entry.compress_type not in (_STORED, _DEFLATED):
        return f"a part packed in a way that Excel does not know, {name[:80]}"
    return ""
