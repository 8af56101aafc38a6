"""Publish: the public edition of the workbook as it is now, in a folder beside it, printed by Excel itself.

`indicators editions/2021-12` is the edition of December: each month has a folder of its own, and an edition is compared
with the approved one before it.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from cpp_scorecard.app.edition_record import EditionRecord, read_record
from cpp_scorecard.app.publish import publish as publish_edition
from cpp_scorecard.app.sign_off import approval_of
from cpp_scorecard.core.errors import Refused
from cpp_scorecard.core.publication import Profile
from cpp_scorecard.excel.desk import Desk
from cpp_scorecard.excel.memory import recall
from cpp_scorecard.excel.pdf import export_pdf
from cpp_scorecard.excel.saved_copy import saved_copy
from cpp_scorecard.excel.wording import say


def publish(desk: Desk, _choice: str = "") -> None:
    """Make the edition of the month chosen, after saying where it goes and whether it is approved."""
    book = desk.workbook
    with saved_copy(book) as copy:
        if copy.workbook == copy.path:
            raise Refused(say("publish.nowhere", book=book.name))
        scorecard = copy.scorecard(recall(book).month)
        editions = copy.workbook.with_name(f"{copy.workbook.stem} editions")
        folder = editions / scorecard.as_of.iso
        previous = previous_edition(editions, scorecard.as_of.iso)
        approval, _ = approval_of(scorecard.workbook.settings, scorecard.as_of)
        lines = [
            say("publish.ask", month=scorecard.as_of, folder=folder),
            say("publish.approved", approval=approval.text) if approval else say("publish.draft"),
            say("publish.compared", folder=previous.name) if previous else say("publish.first"),
            say("build.go_on"),
        ]
        if not desk.ask("\n\n".join(lines)):
            desk.tell(say("build.cancelled"))
            return
        desk.progress("publish")
        editions.mkdir(exist_ok=True)
        done = publish_edition(
            copy.workbook,
            folder,
            as_of=scorecard.as_of,
            previous=previous,
            copy=copy.path,
            printer=partial(export_pdf, desk.app),
        )
    said = [say("publish.done", folder=done.folder), say("publish.suppressed", count=done.suppressed, log=done.papers)]
    desk.tell("\n\n".join([*said, *done.notes]))


def previous_edition(editions: Path, month: str) -> Path | None:
    """The approved public edition before that of `month`: of the same month where that is published anew."""
    known = sorted(editions.glob("????-??")) if editions.is_dir() else []
    before = [folder for folder in known if folder.name <= month and _was_published(folder)]
    return before[-1] if before else None


def _was_published(folder: Path) -> bool:
    record = _record(folder)
    return record is not None and record.profile == Profile.PUBLIC and record.approved_by is not None


def _record(folder: Path) -> EditionRecord | None:
    try:
        return read_record(folder)
    except Refused:
        return None
