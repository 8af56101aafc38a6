"""The PROJECT stream's three encrypted fields, which depend on the project's id.

Excel reads from them that the project is not protected, has no password and is visible. The method is published
in [MS-OVBA] 2.4.3, data encryption; it hides and protects nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_VERSION = 2
_NOT_PROTECTED, _NO_PASSWORD, _VISIBLE = bytes(4), bytes(1), bytes([0xFF])
_SEED = 0x4E
"""Any byte; a fixed one, so that two builds agree."""


def encrypted(data: bytes, project_id: str, seed: int = _SEED) -> str:
    """`data` as the PROJECT stream writes it, in hexadecimal digits."""
    key = sum(project_id.encode("ascii")) % 256
    written = [seed, seed ^ _VERSION, seed ^ key]
    plain, last, before = key, written[2], written[1]
    ignored = bytes((seed & 6) // 2)
    for byte in ignored + len(data).to_bytes(4, "little") + data:
        now = byte ^ ((before + plain) % 256)
        written.append(now)
        before, last, plain = last, now, byte
    return bytes(written).hex().upper()


def project_stream(text: str, name: str, project_id: str) -> str:
    """A PROJECT stream with the project's name and id; the other lines stay."""
    fields = {
        "ID": project_id,
        "Name": name,
        "CMG": encrypted(_NOT_PROTECTED, project_id),
        "DPB": encrypted(_NO_PASSWORD, project_id),
        "GC": encrypted(_VISIBLE, project_id),
    }
    return "".join(_replaced(text.splitlines(keepends=True), fields))


def _replaced(lines: Iterable[str], fields: dict[str, str]) -> Iterable[str]:
    for line in lines:
        field = re.match(r'(\w+)="', line)
        if field and field[1] in fields:
            yield f'{field[1]}="{fields[field[1]]}"\r\n'
        else:
            yield line
