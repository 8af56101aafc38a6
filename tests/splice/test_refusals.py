"""What is never touched, and what the officer reads instead."""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest
from tests.splice import books

from cpp_scorecard.core.errors import Refused
from cpp_scorecard.sheets.splice import Reason, SpliceRefused, splice, verify
from cpp_scorecard.sheets.splice.package import Package
from cpp_scorecard.sheets.splice.refusals import EXPLANATIONS
from cpp_scorecard.sheets.splice.zip_file import CheckedZip

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORKBOOK = "xl/workbook.xml"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def protected(how: str) -> bytes:
    return books.edited(books.council(), WORKBOOK, "<workbookProtection", f"<workbookProtection {how}")


def shared(how: str) -> bytes:
    return books.edited(books.council(), WORKBOOK, "<workbookPr", f"<fileSharing {how}/><workbookPr")


def replaced(content: bytes | None) -> bytes:
    return books.repacked(books.council(), {WORKBOOK: content})


def of_type(content_type: str) -> bytes:
    return books.edited(books.council(), "[Content_Types].xml", XLSX, content_type)


def with_entry(name: str, content: bytes = b"x") -> bytes:
    stream = io.BytesIO(books.council())
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr(name, content)
    return stream.getvalue()


def zip_encrypted() -> bytes:
    content = bytearray(books.council())
    for signature, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = content.find(signature)
        content[at + place] |= 1
    return bytes(content)


def bent() -> bytes:
    """A workbook with one flipped bit in the middle of a sheet."""
    content = bytearray(books.council())
    entry = next(e for e in CheckedZip(bytes(content)).entries if e.part.endswith("sheet1.xml"))
    content[(entry.begin + entry.end) // 2] ^= 0x10
    return bytes(content)


def lying_about_its_size() -> bytes:
    """A zip bomb that declares a harmless size."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", bytes(9 << 20))
    content = bytearray(stream.getvalue())
    for signature, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = content.find(signature)
        content[at + place : at + place + 4] = struct.pack("<I", 100)
    return bytes(content)


def bomb() -> bytes:
    return books.repacked(books.council(), {"xl/media/big.bin": bytes(64 << 20)})


def too_many_parts() -> bytes:
    return books.repacked(books.council(), {f"p/{number}": b"" for number in range(20_000)})


def overlapping() -> bytes:
    """Two entries of the table of contents that unpack the same bytes."""
    content = with_entry("xl/one.bin")
    end = content.rindex(b"PK\x05\x06")
    count, size, at = struct.unpack("<HII", content[end + 10 : end + 20])
    directory = content[at:end]
    last = directory[directory.rindex(b"PK\x01\x02") :].replace(b"xl/one.bin", b"xl/two.bin")
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count + 1, count + 1, size + len(last), at, 0)
    return content[:at] + directory + last + tail


DOCTYPE = b'<!DOCTYPE w [<!ENTITY a "aaaa">]><workbook>&a;</workbook>'

CASES: dict[str, tuple[Reason, Callable[[], bytes]]] = {
    "an encrypted workbook": (Reason.ENCRYPTED, lambda: OLE + "EncryptedPackage".encode("utf-16-le")),
    "zip encryption": (Reason.ENCRYPTED, zip_encrypted),
    "an .xls": (Reason.LEGACY, lambda: OLE + bytes(600)),
    "a text": (Reason.NOT_A_WORKBOOK, lambda: b"Domain,Indicator\n"),
    "an empty file": (Reason.NOT_A_WORKBOOK, lambda: b""),
    "an .xlsb": (Reason.BINARY, lambda: of_type("application/vnd.ms-excel.sheet.binary.macroEnabled.main")),
    "a letter": (
        Reason.ANOTHER_KIND,
        lambda: of_type("application/vnd.ms-word.document.macroEnabled.main+xml"),
    ),
    "an add-in": (Reason.ANOTHER_KIND, lambda: of_type("application/vnd.ms-excel.addin.macroEnabled.main+xml")),
    "half a file": (Reason.DAMAGED, lambda: books.council()[:4000]),
    "a flipped bit": (Reason.DAMAGED, bent),
    "a part that is missing": (Reason.DAMAGED, lambda: replaced(None)),
    "a part that is not well-formed": (
        Reason.DAMAGED,
        lambda: replaced(b"<workbook"),
    ),
    "a size that is a lie": (Reason.DAMAGED, lying_about_its_size),
    "a document type": (Reason.UNSAFE, lambda: replaced(DOCTYPE)),
    "a zip bomb": (Reason.UNSAFE, bomb),
    "a way out of the folder": (Reason.UNSAFE, lambda: with_entry("xl/../../passwords")),
    "a drive": (Reason.UNSAFE, lambda: with_entry("C:/passwords")),
    "two parts of one name": (Reason.UNSAFE, lambda: with_entry("XL/Workbook.xml")),
    "parts that share their bytes": (Reason.UNSAFE, overlapping),
    "endless nesting": (
        Reason.UNSAFE,
        lambda: replaced(b"<a>" * 900 + b"</a>" * 900),
    ),
    "too many parts": (
        Reason.TOO_LARGE,
        too_many_parts,
    ),
    "a signature": (Reason.SIGNED, lambda: with_entry("_xmlsignatures/sig1.xml")),
    "a revision log": (Reason.SHARED, lambda: with_entry("xl/revisions/revisionHeaders.xml")),
    "a locked revision log": (Reason.SHARED, lambda: protected('lockRevision="1"')),
    "a protected structure": (Reason.PROTECTED_STRUCTURE, lambda: protected('lockStructure="1"')),
    "a password to modify": (
        Reason.PASSWORD_TO_MODIFY,
        lambda: shared('userName="x" reservationPassword="C258"'),
    ),
    "a sheet of the council's by our name": (
        Reason.NAME_TAKEN,
        lambda: books.council(lambda book: book.create_sheet("cpp SCORECARD")),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_it_is_refused_with_a_reason_and_a_remedy(case: str) -> None:
    reason, made = CASES[case]
    with pytest.raises(SpliceRefused) as refused:
        splice(made(), books.reports(), books.SHEETS)
    assert refused.value.reason == reason
    assert isinstance(refused.value, Refused)
    assert refused.value.message
    assert refused.value.remedy
    assert "{" not in str(refused.value)


@pytest.mark.parametrize("name", ["figures.xlsm", "figures.xls", "figures.zip"])
def test_an_extension_that_does_not_fit_the_content_is_refused(name: str) -> None:
    with pytest.raises(SpliceRefused) as refused:
        splice(books.council(), books.reports(), books.SHEETS, file_name=name)
    assert refused.value.reason == Reason.WRONG_EXTENSION
    assert ".xlsx" in refused.value.remedy


def test_a_date_that_the_other_count_cannot_hold_is_refused() -> None:
    council = books.edited(books.council(), WORKBOOK, "<workbookPr", '<workbookPr date1904="1"')
    rendered = books.parts(books.reports())
    sheet = rendered["xl/worksheets/sheet1.xml"].decode().replace("<v>44592</v>", "<v>1000</v>")
    with pytest.raises(SpliceRefused) as refused:
        splice(council, books.repacked(books.reports(), {"xl/worksheets/sheet1.xml": sheet.encode()}), books.SHEETS)
    assert refused.value.reason == Reason.EARLY_DATE
    assert "26.09.1902" in refused.value.message


def test_every_reason_is_explained_and_met_by_a_test() -> None:
    assert set(EXPLANATIONS) == set(Reason)
    elsewhere = {Reason.WRONG_EXTENSION, Reason.EARLY_DATE, Reason.TOO_MANY_FORMATS}
    assert {reason for reason, _ in CASES.values()} | elsewhere == set(Reason)


@pytest.mark.parametrize("how", ['lockWindows="1"', 'lockStructure="0"'])
def test_protection_that_does_not_concern_sheets_is_no_hindrance(how: str) -> None:
    assert splice(protected(how), books.reports(), books.SHEETS).foreign_parts


def test_a_recommendation_to_open_read_only_is_no_hindrance() -> None:
    assert splice(shared('readOnlyRecommended="1"'), books.reports(), books.SHEETS).foreign_parts


def test_sizes_behind_the_content_are_no_hindrance() -> None:
    """Programs that write as they go put sizes behind each part."""

    class Stream(io.RawIOBase):
        def __init__(self) -> None:
            self.pieces: list[bytes] = []

        def writable(self) -> bool:
            return True

        def write(self, piece) -> int:
            self.pieces.append(bytes(piece))
            return len(piece)

    stream = Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in books.parts(books.council()).items():
            package.writestr(name, part)
    council = b"".join(stream.pieces)
    assert zipfile.ZipFile(io.BytesIO(council)).infolist()[0].flag_bits & 8
    done = splice(council, books.reports(), books.SHEETS)
    assert zipfile.ZipFile(io.BytesIO(done.content)).testzip() is None
    assert not any(info.flag_bits & 8 for info in zipfile.ZipFile(io.BytesIO(done.content)).infolist())


def test_compressed_bytes_of_foreign_parts_are_copied() -> None:
    content = zlib.compress(b"the council's", 9)
    council = with_entry("xl/media/kept.bin", content)
    done = splice(council, books.reports(), books.SHEETS)
    for part in done.foreign_parts:
        assert Package(council).packed(part) == Package(done.content).packed(part)


def spoiled(seed: int) -> bytes:
    """A workbook with one part that lists things spoiled at random, as a broken program might."""
    chance = random.Random(seed)
    workbook = chance.choice(
        (books.full_council(), splice(books.full_council(), books.reports(), books.SHEETS).content)
    )
    parts = books.parts(workbook)
    name = chance.choice([n for n in parts if n.endswith((".rels", "styles.xml", "workbook.xml", "app.xml", "s].xml"))])
    text = bytearray(parts[name])
    for _ in range(chance.randint(1, 3)):
        value = chance.choice(list(re.finditer(rb'"[^"]*"', text)))
        place = chance.randrange(len(text))
        if chance.random() < 0.7:
            text[value.start() : value.end()] = chance.choice([b'""', b'"-1"', b'"99999"', b'"x"', b'"\xc3\xa9"'])
        else:
            text[place : place + chance.randint(0, 9)] = bytes([chance.randrange(256)])
    return books.repacked(workbook, {name: bytes(text)})


@pytest.mark.parametrize("seed", range(60))
def test_a_spoiled_workbook_is_done_rightly_or_refused(seed: int) -> None:
    workbook = spoiled(seed)
    try:
        content = splice(workbook, books.reports(), books.SHEETS).content
    except SpliceRefused:
        return
    verify(workbook, content, books.reports(), books.SHEETS)
