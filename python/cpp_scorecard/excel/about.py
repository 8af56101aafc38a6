"""Help, Version and the blank template: what needs no figure of a workbook."""

from __future__ import annotations

import html
import platform
import webbrowser
from importlib.resources import files
from pathlib import Path
from typing import Any

import xlwings as xw

from cpp_scorecard import __version__
from cpp_scorecard.app.files import write_atomically
from cpp_scorecard.core.errors import Refused
from cpp_scorecard.core.resources import shipped
from cpp_scorecard.excel.desk import Desk
from cpp_scorecard.excel.places import local_folder, log_file
from cpp_scorecard.excel.wording import say, wording

TEMPLATE = "indicator_workbook.xlsx"


def version(desk: Desk, _choice: str = "") -> None:
    """Say which versions are at work and where the log is."""
    api: Any = desk.app.api
    text = say(
        "version.text",
        package=__version__,
        addin=desk.addin_version or "?",
        python=platform.python_version(),
        xlwings=xw.__version__,
        excel=f"{api.Version}.{api.Build}",
        folder=Path(__file__).resolve().parents[1],
        log=log_file(),
    )
    if desk.addin_version and desk.addin_version != __version__:
        text = f"{text}\n\n{say('version.differ')}"
    desk.tell(text)


def help_page() -> str:
    """The help as a page that needs nothing but itself."""
    words = wording()
    buttons = "".join(
        f"<tr><th scope='row'>{html.escape(one['label'])}</th><td>{html.escape(one['does'])}</td>"
        f"<td>{html.escape(one['changes'])}</td></tr>"
        for one in words["buttons"]
    )
    when = "".join(f"<dt>{html.escape(one['happens'])}</dt><dd>{html.escape(one['do'])}</dd>" for one in words["when"])
    frame = files("cpp_scorecard.excel").joinpath("help.html").read_text("utf-8")
    for name in ("heading", "intro", "when"):
        frame = frame.replace(f"{{{name}}}", html.escape(words["help"][name]))
    return frame.replace("{buttons}", buttons).replace("{answers}", when).replace("{version}", html.escape(__version__))


def show_help(desk: Desk, _choice: str = "") -> None:
    """Write the help into the user's own folder and open it in the browser."""
    path = local_folder() / "help.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, help_page().encode())
    webbrowser.open(path.as_uri())
    desk.tell(say("help.opened", path=path))


def new_workbook(desk: Desk, _choice: str = "") -> None:
    """Save the blank template where the officer chooses, and open it. Raises Refused where a file is there."""
    api: Any = desk.app.api
    chosen = api.GetSaveAsFilename(
        InitialFileName=say("new_workbook.name"),
        FileFilter=say("new_workbook.kinds"),
        Title=say("new_workbook.dialog"),
    )
    if not isinstance(chosen, str) or not chosen:
        return
    path = Path(chosen)
    path = path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx")
    if path.exists():
        raise Refused(say("new_workbook.there", path=path))
    try:
        write_atomically(path, (shipped("workbook_templates") / TEMPLATE).read_bytes())
    except OSError as error:
        raise Refused(say("new_workbook.failed", path=path, why=error.strerror or error)) from error
    desk.app.books.open(str(path))
