"""The workbook as it is now, unsaved edits and calculated values included: a copy that Excel saves to be read."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlwings as xw

from cpp_scorecard.app.scorecard import Scorecard, make_scorecard
from cpp_scorecard.core.errors import Refused
from cpp_scorecard.core.period import Month
from cpp_scorecard.excel.conditions import EXTENSIONS
from cpp_scorecard.excel.desk import excel_says, is_busy, is_com_error
from cpp_scorecard.excel.wording import say


@dataclass(frozen=True, slots=True)
class SavedCopy:
    """A copy in a folder of its own. `workbook` is where the original is: its name counts, and the files beside it.

    Where the original is on the web (OneDrive, SharePoint) or was never saved, it is the copy itself.
    """

    path: Path
    workbook: Path

    def scorecard(self, as_of: Month | None) -> Scorecard:
        """Read and assessed, as the server does it. Raises Refused as `make_scorecard` does."""
        return make_scorecard(self.workbook, as_of, copy=self.path)


@contextmanager
def saved_copy(book: xw.Book) -> Iterator[SavedCopy]:
    """Have Excel save a copy of `book` into a temporary folder, which goes again at the end.

    `book` itself, its name and whether it counts as saved stay as they are. Raises Refused when Excel cannot.
    """
    api: Any = book.api
    name, folder = str(api.Name), str(api.Path)
    extension = EXTENSIONS.get(int(api.FileFormat), ".xlsx")
    file_name = name if name.lower().endswith(extension) else f"{name}{extension}"
    with tempfile.TemporaryDirectory(prefix="cpp-scorecard-", ignore_cleanup_errors=True) as temporary:
        path = Path(temporary) / file_name
        try:
            api.SaveCopyAs(str(path))
        except Exception as error:
            if is_busy(error) or not is_com_error(error):
                raise
            raise Refused(say("conditions.copy_failed", book=name, why=excel_says(error))) from error
        if not path.is_file():
            raise Refused(say("conditions.copy_failed", book=name, why=say("build.no_excel")))
        is_local = bool(folder) and "://" not in folder
        yield SavedCopy(path, Path(folder) / name if is_local else path)
