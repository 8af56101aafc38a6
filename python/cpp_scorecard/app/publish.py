"""Publish: an edition in a folder of its own, made afresh from the council's workbook and checked before it is there.

A print pack as a workbook and as PDF, and what `app.editions` makes of the same card for readers with other needs. What
was suppressed, and what the edition rests on, stays outside that folder.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cpp_scorecard.app.edition_check import check_edition
from cpp_scorecard.app.edition_folder import EditionFolder
from cpp_scorecard.app.edition_made import Printer, make_edition, print_with_office
from cpp_scorecard.app.edition_record import RECORD, EditionRecord, changed_files, previous_for, read_record
from cpp_scorecard.app.quality_log import publish_entry
from cpp_scorecard.app.scorecard import Scorecard, make_scorecard
from cpp_scorecard.app.sign_off import approval_of
from cpp_scorecard.app.state import sha256
from cpp_scorecard.core.errors import Busy, Refused, ScorecardError, UsageError
from cpp_scorecard.core.publication import Profile, Publication

if TYPE_CHECKING:
    from cpp_scorecard.core.period import Month
    from cpp_scorecard.reports.card import Card

QUALITY = "quality-assurance.json"


@dataclass(frozen=True, slots=True)
class Published:
    """What was published."""

    folder: Path
    inside: Path
    """The folder beside it, of what must not be published."""
    papers: Path
    """The papers of this edition in it."""
    scorecard: Scorecard
    """With every number, for the officers."""
    card: Card
    """What the edition shows."""
    record: EditionRecord
    reports: tuple[str, ...]
    notes: tuple[str, ...]
    """What an officer should know although the run did what it was asked."""
    suppressed: int
    """How many figures and texts were left out."""


def publish(
    workbook: Path,
    folder: Path,
    *,
    as_of: Month | None = None,
    profile: str = Profile.PUBLIC,
    previous: Path | None = None,
    approved_by: str | None = None,
    approved_on: dt.date | None = None,
    copy: Path | None = None,
    printer: Printer | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Published:
    """Make an edition of `workbook` in `folder`; an edition that is there already is replaced as a whole.

    `previous` is the folder of the edition before. `copy` is the workbook as it is now, where that is not as it was
    saved; its name and the files beside it are still the workbook's. `printer` prints the pack where LibreOffice does
    not; `progress` is told what is being done.
    Raises UsageError for arguments that do not go together; Busy when another run publishes there, a file of the old
    edition is open, or the workbook changes meanwhile; Refused when the workbook cannot be reported, the folder is not
    ours to replace, or what was made does not pass its check. Either way the folder is as it was.
    """
    if profile not in list(Profile):
        raise UsageError(f'There is no profile "{profile}".', f"Choose {' or '.join(Profile)}.")
    place = EditionFolder.of(folder)
    place.refuse_what_is_not_ours()
    progress(f"Reading {workbook.name} ...")
    source = copy or workbook
    before = sha256(_read(source))
    scorecard = make_scorecard(workbook, as_of, copy=copy)
    approval, notes = approval_of(scorecard.workbook.settings, scorecard.as_of, approved_by, approved_on)
    publication = Publication(Profile(profile), approval)
    council = scorecard.workbook.settings.council
    last = previous_for(publication, council, previous) if previous is not None else None
    with place.locked():
        progress("Making the edition ...")
        made = make_edition(scorecard, publication, last, before, printer or print_with_office)
        if sha256(_read(source)) != before:
            raise Busy(f"{workbook.name} was changed while its edition was being made.", "Try again.")
        notes = (*notes, *made.notes, *_of_the_one_replaced(place, previous))
        quality = publish_entry(scorecard, made, notes)
        papers = {**made.papers, QUALITY: (json.dumps(quality, ensure_ascii=False, indent=1) + "\n").encode()}
        place.place(made.name, made.files, papers, lambda staged: check_edition(staged, made.files, made.sheets))
        notes = (*notes, *_logged(place, quality))
    papers_of = place.papers / made.name
    return Published(
        folder=place.edition,
        inside=place.inside,
        papers=papers_of,
        scorecard=scorecard,
        card=made.shown.card,
        record=made.record,
        reports=made.shown.reports,
        notes=notes,
        suppressed=made.suppressed,
    )


def _of_the_one_replaced(place: EditionFolder, previous: Path | None) -> tuple[str, ...]:
    """What to know about an edition that is being replaced: it may have been published, it may have been changed."""
    if not (place.edition / RECORD).is_file():
        return ()
    replaced = read_record(place.edition)
    notes = []
    if previous is None and replaced.approved_by is not None:
        notes.append(
            f"{place.edition.name} held an approved edition of data up to {replaced.as_of}, now in {place.previous}. "
            "If it was published, name it with --previous, so that nothing can be worked out from the two together."
        )
    changed = sorted(changed_files(place.edition, replaced))
    if changed:
        notes.append(f"{', '.join(changed)} had been changed by somebody; what it was is kept in {place.previous}.")
    return tuple(notes)


def _logged(place: EditionFolder, quality: dict[str, Any]) -> tuple[str, ...]:
    """Record an edition that is in place already: what fails from here on is a note, not a failure."""
    try:
        place.tidy()
        place.write_log((json.dumps(quality, ensure_ascii=False) + "\n").encode())
    except (OSError, ScorecardError) as error:
        return (f"The run could not be recorded in {place.inside.name} ({error}); the edition itself is in order.",)
    return ()


def _read(workbook: Path) -> bytes:
    try:
        return workbook.read_bytes()
    except FileNotFoundError as error:
        raise Refused(f"{workbook} does not exist.", "Check the name and the folder.") from error
    except IsADirectoryError as error:
        raise Refused(f"{workbook} is a folder.", "Name the workbook inside it.") from error
    except OSError as error:
        raise Busy(
            f"{workbook.name} could not be read ({error.strerror}).", "Close it elsewhere and try again."
        ) from error
