"""The workbooks that are never touched: what each is, why not, and what the officer can do instead.

The list is data, so that the documentation and the tests can go through it. Everything that is not on
it is spliced; a workbook that is on it is left exactly as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cpp_scorecard.core.errors import Refused


class Reason(StrEnum):
    """Why a workbook is refused."""

    ENCRYPTED = "encrypted"
    LEGACY = "legacy format"
    NOT_A_WORKBOOK = "not a workbook"
    BINARY = "binary workbook"
    ANOTHER_KIND = "another kind of file"
    WRONG_EXTENSION = "extension and content differ"
    DAMAGED = "damaged"
    UNSAFE = "unsafe content"
    TOO_LARGE = "too large"
    SIGNED = "digitally signed"
    SHARED = "shared workbook"
    PASSWORD_TO_MODIFY = "password to modify"
    PROTECTED_STRUCTURE = "protected structure"
    NAME_TAKEN = "sheet name taken"
    TOO_MANY_FORMATS = "too many cell formats"
    EARLY_DATE = "date before 1904"


@dataclass(frozen=True, slots=True)
class Explanation:
    """What an officer reads. Braces are filled with what was found."""

    message: str
    remedy: str


EXPLANATIONS: Mapping[Reason, Explanation] = {
    Reason.ENCRYPTED: Explanation(
        "The workbook is encrypted: it opens only with a password or with rights to it.",
        "Remove the password (File, Info, Protect Workbook, Encrypt with Password), or have the reports built as "
        "a workbook of their own.",
    ),
    Reason.LEGACY: Explanation(
        "The workbook is in the format of Excel 97-2003 (.xls), which has no parts that could be left untouched.",
        "Save it as an Excel Workbook (.xlsx) or, with macros, as a Macro-Enabled Workbook (.xlsm).",
    ),
    Reason.NOT_A_WORKBOOK: Explanation(
        "The file is not an Excel workbook.", "Choose a workbook saved as .xlsx or .xlsm."
    ),
    Reason.BINARY: Explanation(
        "The workbook is a Binary Workbook (.xlsb), whose parts cannot be edited one by one.",
        "Save it as an Excel Workbook (.xlsx) or, with macros, as a Macro-Enabled Workbook (.xlsm).",
    ),
    Reason.ANOTHER_KIND: Explanation(
        "The file is no workbook but {found}.", "Choose a workbook saved as .xlsx or .xlsm."
    ),
    Reason.WRONG_EXTENSION: Explanation(
        "The file is named {name} but contains {found}; Excel does not open such a file.",
        "Give it the extension {extension}, open it in Excel to see that all is there, and save it.",
    ),
    Reason.DAMAGED: Explanation(
        "The workbook is damaged: {found}.",
        "Open it in Excel, let Excel repair it, check what it says it removed, and save it; or go back to a copy.",
    ),
    Reason.UNSAFE: Explanation(
        "The workbook contains something that no program writes for honest ends: {found}.",
        "Ask where the file comes from. Open it in Excel and save it under another name if it can be trusted.",
    ),
    Reason.TOO_LARGE: Explanation(
        "The workbook is too large to work on: {found}.",
        "Move what the scorecard does not need to another workbook, or have the reports built as one of their own.",
    ),
    Reason.SIGNED: Explanation(
        "The workbook is digitally signed, and any change would make the signature invalid.",
        "Remove the signature (File, Info, View Signatures), or have the reports built as a workbook of their own.",
    ),
    Reason.SHARED: Explanation(
        "The workbook is shared in the old way and keeps a log of revisions, which every change would have to enter.",
        "Stop sharing it (Review, Unshare Workbook); co-authoring from SharePoint or OneDrive needs no such log.",
    ),
    Reason.PASSWORD_TO_MODIFY: Explanation(
        "The workbook has a password to modify, so its owner wants changes from those only who know it.",
        "Remove the password (File, Save As, Tools, General Options), or have the reports built as a workbook of "
        "their own.",
    ),
    Reason.PROTECTED_STRUCTURE: Explanation(
        "The structure of the workbook is protected, so that nobody adds, removes or renames sheets.",
        "Lift the protection (Review, Protect Workbook), regenerate, and protect it again.",
    ),
    Reason.NAME_TAKEN: Explanation(
        'The workbook has a sheet "{found}" of its own, which the scorecard must not overwrite.',
        "Rename that sheet, or give ours another name in the setting Report sheets.",
    ),
    Reason.TOO_MANY_FORMATS: Explanation(
        "The workbook has {found} different cell formats, and the reports' own would go over Excel's limit.",
        "Remove unused cell styles from the workbook, or have the reports built as a workbook of their own.",
    ),
    Reason.EARLY_DATE: Explanation(
        "The workbook counts dates from 1904, and the reports contain an earlier date ({found}).",
        "Untick File, Options, Advanced, Use 1904 date system, and check the dates that are already there.",
    ),
}


class SpliceRefused(Refused):
    """The workbook stays as it is; `reason` says which rule of the list holds."""

    def __init__(self, reason: Reason, **found: str) -> None:
        explanation = EXPLANATIONS[reason]
        super().__init__(explanation.message.format(**found), explanation.remedy.format(**found))
        self.reason = reason
