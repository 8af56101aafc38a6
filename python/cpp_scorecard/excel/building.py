"""Build, Preview and Restore previous: the reports of the workbook as it is now."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

import xlwings as xw

from cpp_scorecard.app.build import chosen_reports, render_reports
from cpp_scorecard.app.state import StateFolder, sha256
from cpp_scorecard.core.errors import Refused, ScorecardError
from cpp_scorecard.core.findings import Severity
from cpp_scorecard.excel.conditions import is_calculated, refuse_changes
from cpp_scorecard.excel.desk import Desk
from cpp_scorecard.excel.live import put_in, workbook_of
from cpp_scorecard.excel.memory import recall, remember
from cpp_scorecard.excel.places import key_of, local_folder
from cpp_scorecard.excel.plan import Plan, plan_build, plan_for
from cpp_scorecard.excel.quiet import quiet
from cpp_scorecard.excel.saved_copy import saved_copy
from cpp_scorecard.excel.wording import counted, say
from cpp_scorecard.sheets.splice import council_looks

_VISIBLE = -1
"""xlSheetVisible."""


def build(desk: Desk, _choice: str = "") -> None:
    """Put the report sheets into the workbook in front, after naming what changes."""
    book = desk.workbook
    refuse_changes(book)
    with saved_copy(book) as copy:
        content = copy.path.read_bytes()
        scorecard = copy.scorecard(recall(book).month)
        plan = plan_build(scorecard, content)
    errors = sum(finding.severity is Severity.ERROR for finding in scorecard.findings)
    question = [say("build.ask", month=scorecard.as_of), str(plan), say("build.own")]
    if errors:
        question.append(say("build.findings", count=counted("check.errors", errors)))
    if not is_calculated(book):
        question.append(say("conditions.not_calculated"))
    if not desk.ask("\n\n".join([*question, say("build.go_on")])):
        desk.tell(say("build.cancelled"))
        return
    desk.progress("copying")
    unkept = _keep_unknown(book, plan)
    notes = put_in(book, plan)
    kept = unkept or _keep(book, plan.rendered)
    desk.tell(_lines(say("build.done", month=scorecard.as_of), *notes, kept))


def restore_previous(desk: Desk, _choice: str = "") -> None:
    """Put the report sheets before the last ones back; doing it twice gives the last ones again."""
    book = desk.workbook
    refuse_changes(book)
    state = _state(book)
    rendered = state.previous() if state.path.is_dir() else None
    if rendered is None:
        raise Refused(say("restore.none", book=book.name))
    with saved_copy(book) as copy:
        plan = plan_for(rendered, copy.path.read_bytes())
    if not desk.ask("\n\n".join([say("restore.ask"), str(plan), say("build.own"), say("build.go_on")])):
        desk.tell(say("build.cancelled"))
        return
    desk.progress("copying")
    notes = put_in(book, plan)
    kept = _keep(book, rendered)
    desk.tell(_lines(say("restore.done"), *notes, kept))


def preview(desk: Desk, _choice: str = "") -> None:
    """Show the reports in a workbook of their own, opened read-only; the one in front stays as it is."""
    book = desk.workbook
    with saved_copy(book) as copy:
        scorecard = copy.scorecard(recall(book).month)
        looks = council_looks(copy.path.read_bytes()) if copy.path.suffix in (".xlsx", ".xlsm") else None
        rendered = render_reports(scorecard, chosen_reports(scorecard, None), looks=looks)
    path = _preview_file(book)
    path.write_bytes(rendered)
    with quiet(desk.app):
        shown = desk.app.books.open(str(path), update_links=False, read_only=True, add_to_mru=False)
    remember(shown, source=str(book.api.FullName))
    desk.tell(say("preview.done", month=scorecard.as_of, book=book.name))


def _state(book: xw.Book) -> StateFolder:
    """Where the report sheets put into `book` from this computer are kept."""
    return StateFolder(local_folder() / "workbooks" / key_of(str(book.api.FullName)))


def _keep(book: xw.Book, rendered: bytes) -> str:
    """Keep the sheets that were just put in as the last ones; returns a sentence where that could not be done."""
    state = _state(book)
    try:
        state.path.parent.mkdir(parents=True, exist_ok=True)
        with state.locked():
            state.keep(rendered, sha256(rendered))
            state.made(sha256(rendered))
    except (OSError, ScorecardError) as error:
        return say("build.done_unkept", why=str(error).rstrip("."))
    return ""


def _keep_unknown(book: xw.Book, plan: Plan) -> str:
    """Keep the report sheets that are about to be replaced where this computer did not put them in.

    A server did, or a colleague. Excel copies them into a workbook of their own; sheets that nobody sees are left out.
    """
    names = [one.name for one in plan.incoming if one.replaces and int(book.api.Sheets(one.name).Visible) == _VISIBLE]
    state = _state(book)
    try:
        if not names or (state.path.is_dir() and state.last() is not None):
            return ""
        return _keep(book, workbook_of(book, names))
    except (OSError, ScorecardError) as error:
        return say("build.done_unkept", why=str(error).rstrip("."))


def _preview_file(book: xw.Book) -> Path:
    """A new file for a preview; those of previews that are closed go."""
    folder = local_folder() / "preview"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        if not _is_open(book, old):
            with suppress(OSError):  # open in another Excel, which holds it
                shutil.rmtree(old)
    number = 1
    while (folder / str(number)).exists():
        number += 1
    (folder / str(number)).mkdir()
    stem = Path(str(book.name)).stem
    open_names = {str(one.name).casefold() for one in book.app.books}
    name, count = f"{stem} preview.xlsx", 1
    while name.casefold() in open_names:
        count += 1
        name = f"{stem} preview {count}.xlsx"
    return folder / str(number) / name


def _is_open(book: xw.Book, folder: Path) -> bool:
    return any(Path(str(one.api.FullName)).parent == folder for one in book.app.books)


def _lines(*sentences: str) -> str:
    return "\n\n".join(sentence for sentence in sentences if sentence)
