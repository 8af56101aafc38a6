"""The record of an edition, ``edition.json``: what it is, what it was made from and what it says, for machines.

It is published with the edition and holds nothing that the other files do not show. The next edition is compared with
it, so that what has changed can be told and nothing can be worked out from the two together.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from cpp_scorecard.core.changes import Snapshot
from cpp_scorecard.core.errors import Refused
from cpp_scorecard.core.publication import Profile, Publication

RECORD = "edition.json"
_FORMAT = "cpp-scorecard edition 1"
_LONGEST = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class EditionRecord:
    """What is on record of an edition. `files` are by relative name, without the record itself."""

    council: str
    title: str
    as_of: str
    """The month as `2021-12`."""
    publication_date: str | None
    profile: str
    approved_by: str | None
    approved_on: str | None
    version: str
    """Of this program."""
    input_sha256: str
    previous: Mapping[str, str] | None
    """As-of month and SHA-256 of the record of the edition that this one was compared with."""
    files: Mapping[str, str]
    """SHA-256 by relative name."""
    snapshots: tuple[Snapshot, ...] = ()
    """What the edition prints of each indicator."""
    published: Mapping[str, Any] = field(default_factory=dict)
    """The published figures in the form that disclosure control compares."""
    sha256: str = ""
    """Of the record as it was read; it does not stand in it."""

    def to_bytes(self) -> bytes:
        """The file."""
        said = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "sha256"}
        document = {
            "format": _FORMAT,
            "status": "draft" if self.approved_by is None else "approved",
            **said,
            "snapshots": [asdict(snapshot) for snapshot in self.snapshots],
        }
        return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def hashes(files: Mapping[str, bytes]) -> dict[str, str]:
    """The SHA-256 of each file."""
    return {name: sha256(content).hexdigest() for name, content in sorted(files.items())}


def read_record(folder: Path) -> EditionRecord:
    """The record of the edition in `folder`. Raises Refused where there is none that this program wrote."""
    path = folder / RECORD
    try:
        if path.stat().st_size > _LONGEST:
            raise ValueError
        content = path.read_bytes()
        document = json.loads(content.decode("utf-8"))
        if document["format"] != _FORMAT:
            raise ValueError
        names = {one.name for one in fields(EditionRecord)} - {"sha256", "snapshots"}
        said = {name: document[name] for name in names}
        snapshots = tuple(Snapshot(**one) for one in document["snapshots"])
        record = EditionRecord(**said, snapshots=snapshots, sha256=sha256(content).hexdigest())
        if not all(isinstance(name, str) for name in record.files):
            raise ValueError
    except OSError as error:
        raise Refused(f"{folder} is no edition: it has no {RECORD}.", "Name the folder of an edition.") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Refused(
            f"{path} is not the record of an edition that this program made.",
            "Name the folder of an edition as `cpp-scorecard publish` wrote it.",
        ) from error
    return record


def files_of(folder: Path) -> set[str]:
    """The relative names of the files that belong to the edition in `folder`; none where it is no edition of ours."""
    try:
        record = read_record(folder)
    except Refused:
        return set()
    return {RECORD, *(PurePosixPath(name).as_posix() for name in record.files)}


def previous_for(publication: Publication, council: str, folder: Path) -> EditionRecord:
    """The record of the edition that one of `council` for `publication` is compared with.

    Raises Refused where it is no edition, that of another council, or one of unsuppressed figures for a public one: to
    tell what has changed would print them.
    """
    record = read_record(folder)
    if record.council != council:
        raise Refused(
            f"{folder} is an edition of {record.council or 'nobody'}, and this one is of {council or 'nobody'}.",
            "Name the council's own last edition, or correct the setting Council.",
        )
    if publication.profile is Profile.PUBLIC and record.profile != Profile.PUBLIC:
        raise Refused(
            f"{folder} is an internal edition: what has changed since would show figures that it does not suppress.",
            "Name the last public edition.",
        )
    return record


def changed_files(folder: Path, record: EditionRecord) -> Iterable[str]:
    """The files of an edition that are not as they were written."""
    for name, known in record.files.items():
        path = folder / name
        if not path.is_file() or sha256(path.read_bytes()).hexdigest() != known:
            yield name
