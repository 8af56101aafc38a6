"""The files of a small edition, for tests of the folder that they go to."""

from __future__ import annotations

from pathlib import Path

from cpp_scorecard.app.edition_record import RECORD, EditionRecord, hashes

Files = dict[str, bytes]


def edition_files(marker: str, *, profile: str = "public") -> Files:
    """Three files, one of them in a folder, with their record."""
    files = {"print-pack.txt": marker.encode() * 40, "html/index.html": marker.encode(), "data.csv": b"a,b\r\n"}
    record = EditionRecord(
        council="Made up",
        title=marker,
        as_of="2021-12",
        publication_date=None,
        profile=profile,
        approved_by=None,
        approved_on=None,
        version="0",
        input_sha256="0" * 64,
        previous=None,
        files=hashes(files),
    )
    return {**files, RECORD: record.to_bytes()}


def held(folder: Path) -> Files:
    """Every file of a folder and of the folders in it."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
