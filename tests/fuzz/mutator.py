"""How the fuzzers change a workbook: mostly the XML of one part inside a whole package, now and then the zip itself.

Bytes changed at random in a zip file end at its checksum. So an input is taken apart, one part is changed (its
bytes by libFuzzer, or its elements and attributes by us), and it is put together again.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable

_TAG = re.compile(rb"<[^<>]{1,400}>")
_VALUE = re.compile(rb'="([^"]{0,200})"')
_ODD = (
    b"", b"0", b"-1", b"rId1", b"1e999", b"NaN", b"4294967296", b"A1:XFD1048576", b"XFD1048576",
    b"rId99", b"../../x", b"/xl/workbook.xml", b"sheet1.xml", b"External", b"true", b"\xc3\xa9", b"&#10;",
    b"&lt;", b"_cpp_scorecard_sheet", b'&quot;card&quot;', b"inlineStr", b"s", b"e", b"b", b"d", b"veryHidden",
    b" ", b"styles.xml", b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"xl/", b"#", b"%2e%2e/%00",
)  # fmt: skip
_INSIDE = (
    b"<!-- x -->", b"<?x y?>", b"<![CDATA[]]>", b"<a/>", b"<a><b></b></a>", b"\xef\xbb\xbf", b"<!DOCTYPE a>", b"&x;",
    b"<extLst/>", b"<sheetPr codeName='x'><tabColor rgb='x'/></sheetPr>", b"<mergeCell ref='A1:B2'/>", b"<f>1</f>",
)  # fmt: skip
_FEW_PARTS = 60


def unpacked(data: bytes) -> dict[str, bytes] | None:
    """The parts of a package; None where it is none, or too large to be worth a try."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            infos = package.infolist()
            if not infos or len(infos) > _FEW_PARTS or sum(info.file_size for info in infos) > 1 << 20:
                return None
            return {info.filename: package.read(info) for info in infos}
    except Exception:  # the mutator's own input may be anything
        return None


def packed(parts: dict[str, bytes]) -> bytes:
    """The parts as a package, packed lightly."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def mutated(data: bytes, most: int, seed: int, of_bytes: Callable[[bytes, int], bytes], fallback: bytes) -> bytes:
    """Another input made of `data`, of no more than `most` bytes; `of_bytes` is libFuzzer's own mutation."""
    chance = random.Random(seed)
    parts = unpacked(data)
    if parts is None:
        parts = unpacked(fallback) if chance.random() < 0.5 else None
    if parts is None or chance.random() < 0.08:
        return of_bytes(data, most)
    for _ in range(chance.choice((1, 1, 2, 4))):
        _change(parts, chance, of_bytes)
    made = packed(parts)
    return made if len(made) <= most else data


def _change(parts: dict[str, bytes], chance: random.Random, of_bytes: Callable[[bytes, int], bytes]) -> None:
    name = chance.choice(sorted(parts))
    content = parts[name]
    kind = chance.random()
    if kind < 0.15:
        parts[name] = of_bytes(content, len(content) + 200)
    elif kind < 0.45:
        parts[name] = _other_value(content, chance)
    elif kind < 0.8:
        parts[name] = _other_elements(content, chance)
    elif kind < 0.87:
        at = chance.randrange(len(content) + 1)
        parts[name] = content[:at] + chance.choice(_INSIDE) + content[at:]
    elif kind < 0.9:
        del parts[name]
    elif kind < 0.93:
        parts[name] = parts[chance.choice(sorted(parts))]
    elif kind < 0.96:
        parts[_other_name(name, chance)] = parts.pop(name)
    else:
        text = content.replace(b"UTF-8", chance.choice((b"UTF-16", b"ASCII", b"cp037", b"x")))
        parts[name] = text.decode("utf-8", "replace").encode(chance.choice(("utf-16", "utf-8-sig", "utf-8")))


def _other_name(name: str, chance: random.Random) -> str:
    return chance.choice((name.upper(), f"/{name}", name.replace("/", "\\"), f"{name}x", f"x/{name}", name[1:] or "x"))


def _other_value(content: bytes, chance: random.Random) -> bytes:
    """Another value of an attribute: an odd one, or that of another attribute."""
    found = list(_VALUE.finditer(content))
    if not found:
        return content
    one = chance.choice(found)
    value = chance.choice(_ODD) if chance.random() < 0.7 else chance.choice(found).group(1)
    return content[: one.start(1)] + value + content[one.end(1) :]


def _other_elements(content: bytes, chance: random.Random) -> bytes:
    """Tags taken out, doubled, swapped, renamed, emptied, or a stretch between two of them moved."""
    found = list(_TAG.finditer(content))
    if len(found) < 3:
        return content
    first, second = sorted(chance.sample(range(len(found)), 2))
    one, two = found[first], found[second]
    between = content[one.start() : two.end()]
    kind = chance.randrange(6)
    if kind == 0:
        return content[: one.start()] + content[one.end() :]
    if kind == 1:
        return content[: one.end()] + one.group() + content[one.end() :]
    if kind == 2:
        return (
            content[: one.start()] + two.group() + content[one.end() : two.start()] + one.group() + content[two.end() :]
        )
    if kind == 3:
        return content[: one.start()] + content[two.end() :]
    if kind == 4:
        return content[: two.end()] + between + content[two.end() :] if len(between) < 5000 else content
    renamed = re.sub(
        rb"[\w:]+", chance.choice((b"row", b"c", b"x:sheet", b"font", b"definedName", b"col")), one.group(), count=1
    )
    return content[: one.start()] + renamed + content[one.end() :]


def seed_of(data: bytes, seed: int) -> int:
    """A seed that differs for each input, so that equal seeds do not change all inputs alike."""
    return seed ^ zlib.crc32(data)
