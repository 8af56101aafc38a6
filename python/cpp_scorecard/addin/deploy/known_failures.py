"""Every failure that `doctor` knows: what was found, and what to do about it. The page for IT shows this table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Known:
    """A failure in general: what is wrong, in a sentence, and the remedy."""

    found: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """A failure that was found here: its code in `KNOWN`, and what exactly was found (a file, a value, a process)."""

    code: str
    detail: str

    @property
    def known(self) -> Known:
        """What the table has about it."""
        return KNOWN[self.code]


_AGAIN = "Close Excel and start install.cmd in the wheelhouse again"
_POLICY = "IT has to decide it in Group Policy"

KNOWN: Mapping[str, Known] = {
    "not-installed": Known(
        "The add-in is not installed for this user.",
        "Start install.cmd in the wheelhouse, as the officer who will use it.",
    ),
    "installation-unfinished": Known("An installation was cut off.", f"{_AGAIN}: it finishes what was begun."),
    "python-missing": Known(
        "The add-in's Python is not where the add-in looks for it.",
        f"{_AGAIN}. If it goes missing again, a virus scanner removes it: ask IT to except the folder.",
    ),
    "python-blocked": Known(
        "The add-in's Python does not start, or a package in it does not load.",
        "Send the detail to IT: a virus scanner or a rule about programs (AppLocker, WDAC) stops it.",
    ),
    "packages-changed": Known(
        "Files of the installed packages are missing or not as they were delivered.",
        f"{_AGAIN}: it repairs them. If it happens again, ask IT what changes files in that folder.",
    ),
    "versions-differ": Known("The add-in and its Python are of different versions.", f"{_AGAIN}: it brings both."),
    "library-missing": Known(
        "The library that connects Excel with Python is missing; virus scanners remove it now and then.",
        f"Ask IT to except the file by its SHA-256 from the wheelhouse's sbom.cdx.json or SHA256SUMS. {_AGAIN}.",
    ),
    "library-other-version": Known(
        "The library that connects Excel with Python is of another version than the add-in asks for.",
        f"{_AGAIN}. Do not copy xlwings files in by hand.",
    ),
    "addin-missing": Known("The add-in's file is not in the folder that Excel opens at its start.", f"{_AGAIN}."),
    "marked-from-internet": Known(
        "A file is marked as coming from the internet, so that Windows or Excel blocks it.",
        "Delete it and start install.cmd again (what it writes carries no mark); do not copy the file in by hand.",
    ),
    "folder-name": Known(
        "The name of this user's folder has a letter that Excel's macros cannot hand on, so that Python is not found.",
        "Ask IT for a Windows account whose folder has letters of this PC's language only.",
    ),
    "folder-synced": Known(
        "The add-in lies in a folder that OneDrive synchronises or that is on a network drive.",
        "Ask IT to keep AppData on the PC: Excel must find the add-in at its start, and Python must be local.",
    ),
    "excel-missing": Known(
        "Excel is not installed here.", "Install Excel for Windows (2016 or later). The web version cannot run add-ins."
    ),
    "excel-32-bit": Known(
        "Excel is a 32-bit one and its library is missing. With it, 32-bit Excel and the 64-bit Python work together.",
        f"{_AGAIN}: it brings both libraries.",
    ),
    "excel-busy": Known(
        "Excel does not listen: a cell is being edited or a dialog is open.",
        "Press Esc in Excel, close its dialogs, and try again.",
    ),
    "excel-left-over": Known(
        "An Excel is running that nobody can see.",
        "Save your work. In Task Manager, on the tab Details, end the EXCEL.EXE that has no window.",
    ),
    "python-left-over": Known(
        "The add-in's Python is running although no Excel is.",
        "In Task Manager, on the tab Details, end the python.exe with this number, or sign out and in again.",
    ),
    "workbook-online": Known(
        "An open workbook says that it is at a web address: it was opened from OneDrive or SharePoint.",
        "Open it from the synchronised folder in Explorer, or save a copy on the PC, before using the ribbon.",
    ),
    "formulas-elsewhere": Known(
        "Formulas of an open workbook point at the add-in in another place.",
        "In Excel: Data, Workbook Links, the add-in's line, Change Source, and choose the installed file.",
    ),
    "other-copy": Known(
        "Excel opens another copy of the add-in, which keeps the installed one out.",
        "Take the other copy off Excel's list (File, Options, Add-ins, Go) or delete it, and start install.cmd again.",
    ),
    "other-settings": Known(
        "A settings file for all xlwings add-ins is there: xlwings reads from it where OneDrive's folders are.",
        "Remove the lines about OneDrive and SharePoint from it, or the file if nothing else uses xlwings.",
    ),
    "not-trusted": Known(
        "Excel does not trust the folder of the add-in, so that its macros do not run.",
        f"{_AGAIN}: it adds the folder to the trusted locations.",
    ),
    "trust-forbidden": Known(
        "Policy has Excel ignore trusted locations, or those of users.",
        f"{_POLICY}: a trusted location for the XLSTART folder, or the add-in signed by a trusted publisher.",
    ),
    "macros-off": Known(
        "Macros are switched off, and no trusted location excepts the add-in.",
        f"{_POLICY}: a trusted location for the XLSTART folder, or the add-in signed by a trusted publisher.",
    ),
    "addins-off": Known("Policy has switched add-ins or all macros off.", f"{_POLICY}. There is no way round it."),
    "signature-required": Known(
        "Policy lets Excel run signed add-ins only.",
        f"{_POLICY}, or IT signs the add-in and makes the wheelhouse with the signed file (option --addin).",
    ),
    "addin-disabled": Known(
        "Excel has switched the add-in off after a crash.",
        "In Excel: File, Options, Add-ins, Manage: Disabled Items, Go; enable it, and start Excel again.",
    ),
    "not-looked-at": Known(
        "Windows or Excel did not let doctor look at one thing; everything else was looked at.",
        "Close Excel and run doctor again. If it stays, send the detail to IT.",
    ),
}
"""By code, in the order in which `doctor` looks."""
