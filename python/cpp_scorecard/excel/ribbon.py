"""The buttons of the ribbon: what each one runs, and the one way in from the add-in.

The add-in passes a control's id to `run`. A new button is an entry in the ribbon's XML, one here and one in
`wording.toml`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from cpp_scorecard import __version__
from cpp_scorecard.core.errors import ScorecardError
from cpp_scorecard.excel import about, add_month, as_of, building, checking, publishing, settings_sheet, source
from cpp_scorecard.excel.desk import Desk, again, excel_says, is_busy, is_com_error
from cpp_scorecard.excel.going import go_to, places_in
from cpp_scorecard.excel.places import log_file, write_log
from cpp_scorecard.excel.wording import say

Handler = Callable[[Desk, str], None]


@dataclass(frozen=True, slots=True)
class Action:
    """What a button runs."""

    handler: Handler
    needs_workbook: bool = True
    any_version: bool = False
    """Whether it also runs where the add-in and the package are of different versions."""


ACTIONS: Mapping[str, Action] = {
    "check": Action(checking.check),
    "build": Action(building.build),
    "preview": Action(building.preview),
    "publish": Action(publishing.publish),
    "go_to_source": Action(source.go_to_source),
    "next_finding": Action(checking.next_finding),
    "as_of": Action(as_of.as_of),
    "restore_previous": Action(building.restore_previous),
    "new_workbook": Action(about.new_workbook, needs_workbook=False),
    "add_month": Action(add_month.add_month),
    "options": Action(settings_sheet.options),
    "help": Action(about.show_help, needs_workbook=False, any_version=True),
    "version": Action(about.version, needs_workbook=False, any_version=True),
}
"""Every button by the id of its control."""


def run(action: str, addin_version: str, choice: str = "") -> None:
    """Run the action of the control `action`; `choice` is what was chosen in a drop-down.

    Nothing that goes wrong leaves this function: the officer reads a sentence.
    """
    desk: Desk | None = None
    try:
        desk = Desk.in_excel(addin_version)
        _run(desk, action, choice)
    except Exception as error:
        with suppress(Exception):  # with Excel gone there is nobody left to tell
            _explain(desk or Desk.in_excel(addin_version), action, error)


def months() -> tuple[str, ...]:
    """The months of the workbook in front for the drop-down, as `Nov-21`, latest first.

    A workbook that is none of ours, or cannot be read, has none: filling a list is no occasion for messages.
    """
    try:
        return as_of.months_at(Desk.in_excel())
    except ScorecardError:
        return ()
    except Exception as error:
        if not is_com_error(error):
            with suppress(OSError):
                write_log("months", error)
        return ()


def _run(desk: Desk, name: str, choice: str) -> None:
    action = ACTIONS.get(name)
    if desk.addin_version != __version__ and not (action and action.any_version):
        desk.tell(say("run.differ", addin=desk.addin_version or "?", package=__version__))
        return
    if action is None:
        desk.tell(say("run.unknown", action=name))
        return
    if action.needs_workbook and desk.book is None:
        protected = desk.app.api.ActiveProtectedViewWindow is not None
        desk.tell(say("run.protected_view" if protected else "run.no_workbook"))
        return
    if not desk.app.api.Ready:
        desk.tell(say("run.busy"))
        return
    try:
        desk.progress(name)
        action.handler(desk, choice)
    finally:
        with suppress(Exception):
            again(setattr, desk.app.api, "StatusBar", False)


def _explain(desk: Desk, action: str, error: Exception) -> None:
    """Say what went wrong, with the cell selected that the sentence names."""
    if isinstance(error, ScorecardError):
        _select_first(desk, str(error))
        desk.tell(str(error))
    elif is_busy(error):
        desk.tell(say("run.busy"))
    else:
        left = say("run.left_maybe" if action == "add_month" else "run.left")
        if is_com_error(error):
            left = f"{say('run.excel', why=excel_says(error))} {left}"
        try:
            write_log(action, error)
        except OSError as second:
            desk.tell(say("run.failed_unlogged", left=left, why=second.strerror or second))
        else:
            desk.tell(say("run.failed", left=left, log=log_file()))


def _select_first(desk: Desk, text: str) -> None:
    places = places_in(text)
    if places and desk.book is not None:
        with suppress(Exception):  # the sentence is what counts
            go_to(desk.book, places[0])
