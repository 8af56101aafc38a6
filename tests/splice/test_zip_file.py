"""An entry that was seen is not unpacked again; one that differs in anything is."""

from __future__ import annotations

import struct

import pytest
from tests.splice import books

from cpp_scorecard.sheets.splice import CheckedZip, SpliceRefused
from cpp_scorecard.sheets.splice.zip_file import Entry

KNOWN = CheckedZip(books.council())


def unpacked(monkeypatch: pytest.MonkeyPatch, content: bytes) -> list[str]:
    """The entries that are unpacked when a file is checked by one that was seen."""
    seen: list[str] = []
    original = CheckedZip.unpacked

    def noted(file: CheckedZip, entry: Entry) -> object:
        seen.append(entry.part)
        return original(file, entry)

    monkeypatch.setattr(CheckedZip, "unpacked", noted)
    CheckedZip(content, known=KNOWN)
    return seen


def test_a_file_that_was_seen_is_not_unpacked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    assert unpacked(monkeypatch, KNOWN.data) == []


def test_only_what_is_new_in_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    part = "xl/worksheets/sheet1.xml"
    changed = books.parts(KNOWN.data)[part].replace(b"Children seen", b"Children met")
    new = books.repacked(KNOWN.data, {part: changed})
    assert f"/{part}" in unpacked(monkeypatch, new)


PROMISES = {"its checksum": (14, 16), "its size": (22, 24)}
"""Where an entry's promise stands in its local header, and in the table of contents."""


@pytest.mark.parametrize("promise", PROMISES)
def test_the_same_bytes_with_another_promise_are_refused(promise: str) -> None:
    content = bytearray(KNOWN.data)
    local, central = PROMISES[promise]
    for signature, place in ((b"PK\x03\x04", local), (b"PK\x01\x02", central)):
        at = content.find(signature) + place
        (value,) = struct.unpack_from("<I", content, at)
        struct.pack_into("<I", content, at, value + 1)
    with pytest.raises(SpliceRefused):
        CheckedZip(bytes(content), known=KNOWN)
