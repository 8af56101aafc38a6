"""Mutations of the file itself: the bytes of the package, its parts, and the XML inside them."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from functools import cache

from tests.mutations.grid_mutations import SAMPLE, TEMPLATE
from tests.mutations.odd_values import NUMBERS, TEXTS

Parts = dict[str, bytes]


@cache
def _base(number: int) -> bytes:
    return (SAMPLE, TEMPLATE)[number].read_bytes()


def damaged(seed: int) -> bytes:
    """The file that `seed` stands for."""
    chance = random.Random(f"file {seed}")
    content = _base(int(chance.random() < 0.7))
    if chance.random() < 0.25:
        return chance.choice(BYTE_DAMAGE)(chance, content)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        chance.choice(PART_DAMAGE)(chance, parts)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return target.getvalue()


def flipped(chance: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 3, 30, 300))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut_short(chance: random.Random, content: bytes) -> bytes:
    return content[: chance.randrange(len(content))]


def beginning_lost(chance: random.Random, content: bytes) -> bytes:
    return content[chance.randrange(1, len(content)) :]


def piece_lost(chance: random.Random, content: bytes) -> bytes:
    start = chance.randrange(len(content))
    return content[:start] + content[start + chance.choice((1, 4, 100, 5000)) :]


def piece_doubled(chance: random.Random, content: bytes) -> bytes:
    start = chance.randrange(len(content))
    return content[:start] + content[start : start + 1000] + content[start:]


def directory_damaged(chance: random.Random, content: bytes) -> bytes:
    """Bytes of the zip's own directory, which names sizes, methods and places."""
    changed = bytearray(content)
    start = content.rfind(b"PK\x01\x02", 0, max(1, len(content) - chance.randrange(2000)))
    for _ in range(chance.choice((1, 2, 8))):
        changed[min(len(changed) - 1, max(0, start) + chance.randrange(46))] = chance.randrange(256)
    return bytes(changed)


BYTE_DAMAGE: tuple[Callable[[random.Random, bytes], bytes], ...] = (
    flipped, cut_short, beginning_lost, piece_lost, piece_doubled, directory_damaged,
)  # fmt: skip


def _xml(chance: random.Random, parts: Parts) -> str:
    sheets = [name for name in parts if "worksheets/sheet" in name]
    names = sheets if sheets and chance.random() < 0.6 else [name for name in parts if name.endswith((".xml", ".rels"))]
    return chance.choice(names or list(parts) or ["xl/workbook.xml"])


def part_dropped(chance: random.Random, parts: Parts) -> None:
    parts.pop(_xml(chance, parts), None)


def parts_swapped(chance: random.Random, parts: Parts) -> None:
    a, b = _xml(chance, parts), _xml(chance, parts)
    parts[a], parts[b] = parts.get(b, b""), parts.get(a, b"")


def part_emptied(chance: random.Random, parts: Parts) -> None:
    parts[_xml(chance, parts)] = chance.choice(
        (b"", b" ", b"<a/>", b"\x00" * 100, b"<?xml version='1.0'?>", b"\xff\xfe<\x00a\x00")
    )


def part_flipped(chance: random.Random, parts: Parts) -> None:
    name = _xml(chance, parts)
    if parts.get(name):
        parts[name] = flipped(chance, parts[name])


def part_cut(chance: random.Random, parts: Parts) -> None:
    name = _xml(chance, parts)
    if parts.get(name):
        parts[name] = cut_short(chance, parts[name])


def attribute_changed(chance: random.Random, parts: Parts) -> None:
    """Another value for an attribute: references, styles, types, ids, spans."""
    name = _xml(chance, parts)
    found = list(re.finditer(rb'([\w:]+)="([^"]*)"', parts.get(name, b"")))
    if not found:
        return
    values = (
        b"",
        b"-1",
        b"0",
        b"99999999999",
        b"A0",
        b"XFE1",
        b"A1:A0",
        b"ZZZZ9",
        b"true",
        b"s",
        b"e",
        b"d",
        b"b",
        b"str",
        b"inlineStr",
        b"n",
    )
    one = chance.choice(found)
    part = parts[name]
    parts[name] = part[: one.start(2)] + chance.choice(values) + part[one.end(2) :]


def attribute_dropped(chance: random.Random, parts: Parts) -> None:
    name = _xml(chance, parts)
    found = list(re.finditer(rb' [\w:]+="[^"]*"', parts.get(name, b"")))
    if found:
        one = chance.choice(found)
        parts[name] = parts[name][: one.start()] + parts[name][one.end() :]


def element_renamed(chance: random.Random, parts: Parts) -> None:
    name = _xml(chance, parts)
    tags = sorted(set(re.findall(rb"<([A-Za-z]\w*)[ >/]", parts.get(name, b""))))
    if tags:
        tag = chance.choice(tags)
        other = chance.choice([*tags, b"x"])
        parts[name] = re.sub(rb"(</?)" + tag + rb"\b", rb"\1" + other, parts[name])


def value_changed(chance: random.Random, parts: Parts) -> None:
    """Another content for a few cells, whatever type they say they are."""
    name = _xml(chance, parts)
    odd = [str(number).encode() for number in NUMBERS] + [
        text.encode("utf-8", "surrogatepass").replace(b"&", b"&amp;").replace(b"<", b"&lt;") for text in TEXTS
    ]

    def changed(found: re.Match[bytes]) -> bytes:
        return b"<v>" + chance.choice(odd) + b"</v>" if chance.random() < 0.02 else found[0]

    parts[name] = re.sub(rb"<v>[^<]*</v>", changed, parts.get(name, b""))


def value_dropped(chance: random.Random, parts: Parts) -> None:
    """Formulas without a value, and formulas where none were."""
    name = _xml(chance, parts)
    to = chance.choice(
        (b"", b"<f>SUM(A1:A3)</f>", b"<f/>", b"<f t='shared' si='0'/>", b"<f t='array' ref='A1'>1</f><v></v>")
    )
    share = chance.random() * 0.2
    parts[name] = re.sub(rb"<v>[^<]*</v>", lambda m: to if chance.random() < share else m[0], parts.get(name, b""))


def other_date_system(chance: random.Random, parts: Parts) -> None:
    book = parts.get("xl/workbook.xml", b"")
    parts["xl/workbook.xml"] = re.sub(rb"<workbookPr[^>]*/?>", b'<workbookPr date1904="1"/>', book, count=1)


def merges_added(chance: random.Random, parts: Parts) -> None:
    name = _xml(chance, parts)
    refs = ("A1:XFD1048576", "A1:A1", "C3:A1", "B5:B400", "A5:Z5", "garbage", "A1", "$A$1:$B$2", "A5:C7")
    merges = "".join(f'<mergeCell ref="{chance.choice(refs)}"/>' for _ in range(3))
    parts[name] = parts.get(name, b"").replace(
        b"</sheetData>", f"</sheetData><mergeCells>{merges}</mergeCells>".encode(), 1
    )


def entity(chance: random.Random, parts: Parts) -> None:
    """A document type with entities in it, harmless and otherwise."""
    name = _xml(chance, parts)
    inner = b"".join(b'<!ENTITY e%d "%s">' % (i, b"&e%d;" % (i - 1) * 10 if i else b"x" * 10) for i in range(9))
    part = re.sub(rb"^<\?xml[^>]*\?>\s*", b"", parts.get(name, b""))
    used = re.sub(rb"<v>[^<]*</v>", lambda m: b"<v>&e8;</v>" if chance.random() < 0.01 else m[0], part)
    parts[name] = b"<!DOCTYPE x [" + inner + b"]>" + used


PART_DAMAGE: tuple[Callable[[random.Random, Parts], None], ...] = (
    part_dropped, parts_swapped, part_emptied, part_flipped, part_cut, attribute_changed, attribute_changed,
    attribute_changed, attribute_dropped, element_renamed, value_changed, value_changed, value_changed, value_dropped,
    value_dropped, other_date_system, other_date_system, merges_added, entity,
)  # fmt: skip
