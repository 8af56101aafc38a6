"""Open whatever the officer points at: the right reader for the file, or a sentence that says why not."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from cpp_scorecard.core.errors import Refused
from cpp_scorecard.intake.locate import heads_table, is_list_header

if TYPE_CHECKING:
    from cpp_scorecard.core.findings import Finding
    from cpp_scorecard.intake.grid import Grid

_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
EXCEL = (".xlsx", ".xlsm", ".xltx", ".xltm")
OTHER = (".xls", ".xlsb", ".ods")


def open_grids(
    path: Path, *, fills: bool = False, reports: bool = True, lists: bool = True
) -> tuple[list[Grid], list[Finding]]:
    """Every worksheet of the file at `path` with what has to be said about the format.

    Without `reports`, the sheets that this product put into a workbook are left out; without `lists`, the rows of
    lists of children where the format allows to pass them over.

    Raises Refused, with nothing read or touched, when it is no workbook, is encrypted or is damaged.
    """
    if path.is_dir():
        raise Refused(f"{path} is a folder.", "Name the workbook inside it.")
    try:
        with path.open("rb") as file:
            magic = file.read(8)
    except FileNotFoundError as error:
        raise Refused(f"{path} does not exist.", "Check the name and the folder.") from error
    except OSError as error:
        raise Refused(f"{path} could not be opened ({error.strerror}).", "Close it elsewhere and try again.") from error
    if not magic:
        raise Refused(f"{path.name} is empty.", "Copy it again from where it came; nothing was in this file.")
    suffix = path.suffix.lower()
    if suffix in OTHER:
        from cpp_scorecard.intake.other_formats import read_other

        if suffix != ".xls" and magic == _OLE_MAGIC:
            raise _encrypted(path)
        grids, finding = read_other(path)
        return grids, [finding]
    if magic == _OLE_MAGIC:
        raise _encrypted(path)
    if suffix not in EXCEL and not zipfile.is_zipfile(path):
        raise Refused(
            f"{path.name} is not a workbook this tool reads ({suffix or 'no ending'}).",
            f"It reads {', '.join((*EXCEL[:2], *OTHER))}.",
        )
    from cpp_scorecard.intake.excel_file import read_excel

    grids = read_excel(
        path, fills=fills, reports=reports, lists=lists, heads_table=heads_table, heads_long_list=is_list_header
    )
    return grids, []


def _encrypted(path: Path) -> Refused:
    return Refused(
        f"{path.name} is encrypted, or an old .xls under another name.",
        "Open it in Excel, take the password off (File, Info, Protect Workbook) and save it as .xlsx.",
    )
