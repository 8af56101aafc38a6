"""Hostile at the level of the zip file."""

from __future__ import annotations

import io
import random
import struct
import zipfile

from tests.hostile.collection import (
    DEFINITIONS,
    DONE,
    FIGURES,
    OWN,
    STYLES,
    TYPES,
    WORKBOOK,
    good,
    hostile,
)
from tests.hostile.raw_zip import DEFLATED, STORED, Item, assembled, item, items

MIB = 1 << 20


def _changed(name: str, **changes: object) -> bytes:
    return assembled([i.but(**changes) if n == name else i for n, i in items(good()).items()])


def _with(*more: Item) -> bytes:
    return assembled([*items(good()).values(), *more])


@hostile()
def nothing_in_it() -> bytes:
    """A file of no bytes."""
    return b""


@hostile()
def two_letters_only() -> bytes:
    return b"PK"


@hostile()
def an_empty_zip() -> bytes:
    return assembled([])


@hostile()
def cut_in_the_first_header() -> bytes:
    return good()[:20]


@hostile()
def cut_in_the_middle() -> bytes:
    return good()[: len(good()) // 2]


@hostile()
def cut_in_the_directory() -> bytes:
    return good()[: good().rindex(b"PK\x01\x02") + 20]


@hostile()
def cut_before_the_last_byte() -> bytes:
    return good()[:-1]


@hostile()
def beginning_lost() -> bytes:
    return good()[100:]


@hostile()
def directory_only() -> bytes:
    return good()[good().index(b"PK\x01\x02") :]


@hostile()
def middle_overwritten() -> bytes:
    half = len(good()) // 3
    return good()[:half] + b"\xff" * 2000 + good()[half + 2000 :]


@hostile()
def bomb_in_a_sheet() -> bytes:
    """A sheet of 100 MB of blanks in 100 KB."""
    rest = {n: i for n, i in items(good()).items() if n != FIGURES}
    return assembled([*rest.values(), item(FIGURES, b" " * (100 * MIB))])


@hostile()
def bomb_that_says_it_is_small() -> bytes:
    """The same; both headers say that it unpacks to 1,000 bytes."""
    rest = {n: i for n, i in items(good()).items() if n != FIGURES}
    return assembled([*rest.values(), item(FIGURES, b" " * (300 * MIB)).but(size=1000)])


@hostile()
def bomb_of_many_entries() -> bytes:
    """A hundred and twenty parts of 8 MB each, every one below what is suspicious alone."""
    one = item("x", b"\0" * (8 * MIB))
    return _with(*(one.but(name=b"xl/media/%d.bin" % n) for n in range(120)))


@hostile()
def bomb_of_a_million_small_entries() -> bytes:
    """More entries than a zip file of the old kind can count."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for number in range(70_000):
            package.writestr(f"xl/media/{number}.bin", b"")
        for name, one in items(good()).items():
            package.writestr(name, b"" if one.central.size == 0 else zipfile.ZipFile(io.BytesIO(good())).read(name))
    return stream.getvalue()


@hostile(DONE, regenerate=DONE)
def bomb_in_a_zip_in_a_zip() -> bytes:
    """A picture that is a zip of zips of blanks; nobody unpacks it, and the ratio gives it away."""
    inner = assembled([item("a", b" " * (64 * MIB))])
    return _with(item("xl/media/image1.zip", assembled([item(f"{n}.zip", inner) for n in range(200)])))


@hostile()
def overlapping_entries() -> bytes:
    """Every entry of the directory leads to the same bytes."""
    kernel = item(FIGURES, b" " * (7 * MIB))
    names = [i.but(size=kernel.central.size) for i in items(good()).values()]
    rest = [Item(b"", kernel.local.but(name=b"x"), kernel.central.but(name=b"xl/%d.xml" % n), at=0) for n in range(100)]
    return assembled([kernel, *names, *rest])


@hostile()
def size_said_too_small() -> bytes:
    size = items(good())[FIGURES].central.size
    return _changed(FIGURES, size=size - 10)


@hostile(DONE)
def size_said_too_large() -> bytes:
    size = items(good())[FIGURES].central.size
    return _changed(FIGURES, size=size + 10)


@hostile(DONE)
def packed_size_beyond_the_file() -> bytes:
    return _changed(FIGURES, packed=0x7FFFFFFF)


@hostile()
def size_of_four_gigabytes() -> bytes:
    return _changed(FIGURES, size=0xFFFFFFFE)


@hostile()
def wrong_checksum_of_a_sheet() -> bytes:
    return _changed(DEFINITIONS, crc=0x12345678)


@hostile(DONE)
def wrong_checksum_of_the_styles_of_a_chart() -> bytes:
    """A part that reading never opens; what is written to must be whole."""
    return _changed("xl/charts/chart1.xml", crc=0x12345678)


@hostile()
def two_workbook_parts() -> bytes:
    return _with(item(WORKBOOK, b"<workbook/>"))


@hostile()
def two_sheets_of_one_name() -> bytes:
    return _with(item(FIGURES, b"<worksheet/>"))


@hostile()
def two_parts_that_differ_in_case() -> bytes:
    return _with(item(FIGURES.upper(), b"<worksheet/>"))


@hostile()
def two_content_types() -> bytes:
    return _with(item(TYPES, b"<Types/>"))


@hostile()
def name_that_climbs_out() -> bytes:
    return _with(item("xl/../../../etc/passwd", b"x"))


@hostile(DONE, regenerate=DONE)
def absolute_name() -> bytes:
    return _with(item("/etc/passwd", b"x"))


@hostile()
def name_with_backslashes() -> bytes:
    return _with(item("xl\\..\\..\\windows\\win.ini", b"x"))


@hostile()
def name_with_a_drive() -> bytes:
    return _with(item("C:/windows/win.ini", b"x"))


@hostile(DONE, regenerate=DONE)
def name_of_a_network_share() -> bytes:
    return _with(item("//server/share/x", b"x"))


@hostile(DONE, regenerate=DONE)
def name_that_is_empty() -> bytes:
    return _with(item("", b"x"))


@hostile(DONE, regenerate=DONE)
def name_of_sixty_thousand_letters() -> bytes:
    return _with(item("xl/" + "a" * 60_000, b"x"))


@hostile()
def name_with_nul() -> bytes:
    return _with(item(b"xl/media/a.png\0.xml", b"x"))


@hostile()
def name_that_is_no_utf8() -> bytes:
    return _with(item(b"xl/media/\xff\xfe.png", b"x").but(flags=0x800))


@hostile()
def encrypted_flag() -> bytes:
    return _changed(FIGURES, flags=0x1)


@hostile()
def strong_encryption_flag() -> bytes:
    return _changed(WORKBOOK, flags=0x41)


@hostile()
def packed_with_bzip2() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good())) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_BZIP2) as package:
        for name in old.namelist():
            package.writestr(name, old.read(name))
    return stream.getvalue()


@hostile()
def bomb_packed_with_bzip2() -> bytes:
    """A gigabyte of blanks in a few hundred bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_BZIP2) as package:
        for name in items(good()):
            package.writestr(name, b" " * (200 * MIB) if name == FIGURES else b"<a/>")
    return stream.getvalue()


@hostile()
def packed_with_lzma() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good())) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_LZMA) as package:
        for name in old.namelist():
            package.writestr(name, old.read(name))
    return stream.getvalue()


@hostile()
def packed_in_an_unknown_way() -> bytes:
    return _changed(FIGURES, method=99)


@hostile()
def stored_but_said_to_be_deflated() -> bytes:
    one = items(good())
    return assembled([item(n, b"plain" * 99, stored=True).but(method=DEFLATED) if n == FIGURES else i
                      for n, i in one.items()])  # fmt: skip


@hostile()
def deflated_but_said_to_be_stored() -> bytes:
    return _changed(FIGURES, method=STORED)


@hostile(DONE, regenerate=DONE)
def data_descriptors() -> bytes:
    """Sizes behind the content: what every program that writes to a stream does, and no reason to refuse."""
    made = []
    for one in items(good()).values():
        said = one.central
        behind = b"PK\x07\x08" + struct.pack("<3I", said.crc, said.packed, said.size)
        made.append(Item(one.content, said.but(flags=8, crc=0, packed=0, size=0), said.but(flags=8), behind))
    return assembled(made)


@hostile()
def names_differ_between_header_and_directory() -> bytes:
    made = []
    for name, one in items(good()).items():
        made.append(Item(one.content, one.local.but(name=b"xl/other.xml"), one.central) if name == FIGURES else one)
    return assembled(made)


@hostile(DONE, regenerate=DONE)
def sizes_differ_between_header_and_directory() -> bytes:
    """Readers go by the directory; so does the copy."""
    made = []
    for name, one in items(good()).items():
        made.append(Item(one.content, one.local.but(size=5, packed=7), one.central) if name == FIGURES else one)
    return assembled(made)


@hostile()
def methods_differ_between_header_and_directory() -> bytes:
    made = []
    for name, one in items(good()).items():
        made.append(Item(one.content, one.local, one.central.but(method=STORED)) if name == STYLES else one)
    return assembled(made)


@hostile()
def zip64_that_lies() -> bytes:
    """The extra field says sixteen exabytes."""
    extra = struct.pack("<2H2Q", 1, 16, 1 << 62, 1 << 62)
    return _changed(FIGURES, size=0xFFFFFFFF, packed=0xFFFFFFFF, extra=extra)


@hostile()
def zip64_without_its_field() -> bytes:
    return _changed(FIGURES, size=0xFFFFFFFF, packed=0xFFFFFFFF)


@hostile()
def extra_field_cut_off() -> bytes:
    return _changed(FIGURES, size=0xFFFFFFFF, extra=struct.pack("<2H", 1, 400) + b"abc")


@hostile()
def directory_counts_too_many() -> bytes:
    return assembled(list(items(good()).values()), directory_size=1 << 30)


@hostile()
def directory_somewhere_else() -> bytes:
    return assembled(list(items(good()).values()), directory_at=1 << 31)


@hostile()
def places_beyond_the_file() -> bytes:
    return assembled(list(items(good()).values()), shift=1 << 30)


@hostile()
def places_a_little_off() -> bytes:
    return assembled(list(items(good()).values()), shift=3)


@hostile(DONE, regenerate=DONE)
def junk_before_it() -> bytes:
    """A program before the zip: readers find their way, and the copy leaves the program out."""
    return b"MZ" + bytes(random.Random(1).randbytes(5000)) + good()


@hostile(DONE, regenerate=DONE)
def comment_behind_it() -> bytes:
    """A comment as long as it may be."""
    return assembled(list(items(good()).values()), comment=b"A" * 65_535)


@hostile()
def junk_behind_it() -> bytes:
    """More behind the end than a comment can hold."""
    return good() + b"\0" * 70_000


@hostile(DONE, regenerate=DONE)
def an_entry_that_is_a_symbolic_link() -> bytes:
    """Nothing is ever unpacked to the disk, so that it is a part like any other."""
    link = item("xl/media/link", b"/etc/passwd", stored=True)
    return _with(link.but(attributes=0o120777 << 16))


@hostile(DONE, regenerate=DONE)
def folders_among_the_entries() -> bytes:
    return _with(item("xl/", b"", stored=True), item("xl/media/", b"", stored=True))


@hostile(DONE, regenerate=DONE)
def disk_two_of_three() -> bytes:
    return _changed(OWN, disk=2, flags=0x2000)


@hostile(DONE, regenerate=DONE)
def a_sheet_that_is_a_bomb_below_every_ratio() -> bytes:
    """200 MB of empty rows at a ratio that good workbooks have too; only the first are looked at."""
    chance = random.Random(2)
    rows = "".join(f'<row r="{chance.randrange(1 << 20)}" ht="{chance.randrange(409)}"/>' for _ in range(60_000))
    sheet = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    content = (sheet + rows * 100 + "</sheetData></worksheet>").encode()
    rest = {n: i for n, i in items(good()).items() if n != OWN}
    return assembled([*rest.values(), item(OWN, content)])
