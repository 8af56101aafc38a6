"""Regenerate: the report sheets inside somebody else's workbook, and nothing else of it changed.

The workbook is replaced by one rename, after the staged copy has been read back and compared, and only if nobody
changed the workbook meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from cpp_scorecard.app.build import chosen_reports, load_writers, render_reports
from cpp_scorecard.app.files import write_atomically
from cpp_scorecard.app.quality_log import log_entry
from cpp_scorecard.app.scorecard import Scorecard, make_scorecard
from cpp_scorecard.app.state import StateFolder, sha256
from cpp_scorecard.core.errors import Busy, Refused

if TYPE_CHECKING:
    from cpp_scorecard.core.period import Month
    from cpp_scorecard.sheets.splice import CheckedZip

_KINDS = (".xlsx", ".xlsm")


@dataclass(frozen=True, slots=True)
class Regenerated:
    """What a run did. `scorecard` is None where earlier sheets were restored."""

    path: Path
    reports: tuple[str, ...]
    changed: bool
    input_sha256: str
    output_sha256: str
    scorecard: Scorecard | None
    notes: tuple[str, ...] = ()
    """What an officer should know although the run did what it was asked."""


def regenerate(workbook: Path, *, figures_from: Path | None = None, as_of: Month | None = None) -> Regenerated:
    """Put the reports of `figures_from` (or of the workbook itself) into `workbook`, in place.

    The setting "Report sheets" chooses them and their names. Raises Busy when another run or a person has the workbook
    open or changes it meanwhile; Refused when it cannot be done without a loss, or the staged result is not exactly
    what it should be. Either way it is as it was.
    """
    with _opened(workbook) as (path, state, content):
        with ThreadPoolExecutor(max_workers=1) as aside:
            aside.submit(load_writers)  # while calamine reads a long list nobody else is at work
            scorecard = make_scorecard(figures_from or path, as_of)
        from cpp_scorecard.sheets.splice import CheckedZip, council_looks

        names = chosen_reports(scorecard, None)
        original = CheckedZip(content)
        rendered = render_reports(scorecard, names, inside=figures_from is None, looks=council_looks(original))
        done = _put_in(path, state, original, CheckedZip(rendered), scorecard, names)
        return _logged(state, done, "regenerate", figures_from)


def restore(workbook: Path) -> Regenerated:
    """Put the report sheets before the last ones back into `workbook`; everything else stays as it is now.

    Doing it twice gives the last ones again. Raises as `regenerate` does, and Refused when nothing is kept.
    """
    from cpp_scorecard.sheets.splice import CheckedZip

    with _opened(workbook) as (path, state, content):
        rendered = state.previous()
        if rendered is None:
            raise Refused(
                f"There are no earlier report sheets of {path.name} to put back.",
                f"They are kept in {state.path.name} from the second regeneration on.",
            )
        done = _put_in(path, state, CheckedZip(content), CheckedZip(rendered), None, ())
        return _logged(state, done, "restore", None)


@contextmanager
def _opened(workbook: Path) -> Iterator[tuple[Path, StateFolder, bytes]]:
    """The workbook's real place (links resolved), its state folder, locked and tidied, and its bytes."""
    path = workbook.resolve()
    if path.is_dir():
        raise Refused(f"{workbook} is a folder.", "Name the workbook inside it.")
    if not path.is_file():
        raise Refused(f"{workbook} does not exist.", "Check the name and the folder.")
    if path.suffix.lower() not in _KINDS:
        raise Refused(
            f"{path.name} is not a workbook that report sheets can be put into.",
            "Save it as .xlsx or .xlsm; `build` writes the reports as a workbook of their own.",
        )
    state = StateFolder.of(path)
    try:
        with state.locked():
            _refuse_open(path)
            original = _read(path)
            state.sweep(original)
            yield path, state, original
    except OSError as error:
        raise Refused(
            f"{path.name} was left as it is: {error.strerror or error}.",
            f"Look at the disk that holds {path.parent}, and try again.",
        ) from error


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Busy(f"{path.name} could not be read ({error.strerror}).", "Close it elsewhere and try again.") from error


def _refuse_open(path: Path) -> None:
    """Excel (`~$name`) and LibreOffice (`.~lock.name#`) say by a file beside the workbook that someone has it open."""
    for sign in (path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#")):
        if sign.exists():
            raise Busy(
                f"{path.name} is open: {sign.name} lies beside it.",
                "Close it and try again; if nobody has it open, delete that file.",
            )


def _put_in(
    path: Path,
    state: StateFolder,
    original: CheckedZip,
    rendered: CheckedZip,
    scorecard: Scorecard | None,
    reports: tuple[str, ...],
) -> Regenerated:
    from cpp_scorecard.sheets.splice import splice, verify

    spliced = splice(original, rendered, file_name=path.name)
    before, after = sha256(original.data), sha256(spliced.content)
    if spliced.content != original.data:

        def check(staged: Path) -> None:
            verify(original, staged.read_bytes(), rendered)
            _refuse_open(path)
            _refuse_changed(path, before)

        state.keep(rendered.data, after)
        write_atomically(path, spliced.content, staged=state.staged, before_replacing=check)
    return Regenerated(path, reports, spliced.content != original.data, before, after, scorecard, spliced.notes)


def _logged(state: StateFolder, done: Regenerated, command: str, figures_from: Path | None) -> Regenerated:
    """Record a run whose workbook is in place already: what fails from here on is a note, not a failure."""
    try:
        state.made(done.output_sha256)
        state.write_log(log_entry(command, done, figures_from))
    except (OSError, Refused) as error:
        note = f"The run could not be recorded in {state.path.name} ({error}); the workbook itself is in order."
        return replace(done, notes=(*done.notes, note))
    return done


def _refuse_changed(path: Path, before: str) -> None:
    """Raise Busy where the workbook is no longer the one that was read."""
    first = path.stat()
    same = sha256(_read(path)) == before
    then = path.stat()
    if not same or (first.st_mtime_ns, first.st_size, first.st_ino) != (then.st_mtime_ns, then.st_size, then.st_ino):
        raise Busy(f"{path.name} was changed while its reports were being made.", "Try again; nothing was written.")
