"""The compression of VBA streams undone, as [MS-OVBA] 2.4.1 describes it: a second reader of what the build writes."""

from __future__ import annotations

_CHUNK = 4096


def decompressed(container: bytes) -> bytes:
    """What a compressed container holds. Raises ValueError where it breaks the format's own rules."""
    if container[:1] != b"\x01":
        raise ValueError("the container does not begin with its signature")
    place, out = 1, bytearray()
    while place < len(container):
        header = int.from_bytes(container[place : place + 2], "little")
        if header >> 12 & 0b111 != 0b011:
            raise ValueError(f"no chunk begins at {place}")
        end = min(len(container), place + (header & 0xFFF) + 3)
        content = container[place + 2 : end]
        out += _tokens(content) if header & 0x8000 else content
        place = end
    return bytes(out)


def _tokens(content: bytes) -> bytes:
    """A chunk of flags, each for eight tokens: a byte as it is, or an offset and a length in what came before."""
    out = bytearray()
    place = 0
    while place < len(content):
        flags, place = content[place], place + 1
        for bit in range(8):
            if place >= len(content):
                break
            if not flags >> bit & 1:
                out.append(content[place])
                place += 1
                continue
            token = int.from_bytes(content[place : place + 2], "little")
            place += 2
            of_offset = max(4, (len(out) - 1).bit_length())
            offset = (token >> (16 - of_offset)) + 1
            length = (token & (0xFFFF >> of_offset)) + 3
            if offset > len(out) or len(out) + length > _CHUNK:
                raise ValueError("a token points outside its chunk")
            for _ in range(length):
                out.append(out[-offset])
    return bytes(out)
