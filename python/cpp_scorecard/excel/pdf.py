"""A PDF of a report workbook by Excel's own export: the page set-up of the sheets decides what it looks like."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import xlwings as xw

from cpp_scorecard.core.errors import Refused
from cpp_scorecard.excel.desk import again, excel_says, is_busy, is_com_error
from cpp_scorecard.excel.quiet import quiet
from cpp_scorecard.excel.wording import say

_PDF, _STANDARD_QUALITY = 0, 0


def export_pdf(app: xw.App, workbook: Path, pdf: Path) -> None:
    """Print every sheet of the workbook file `workbook` to `pdf`, in the Excel that is running.

    The workbook is opened read-only and closed again; the one in front stays in front. Raises Refused when
    Excel cannot, and then leaves no PDF.
    """
    front = app.api.ActiveWorkbook
    with quiet(app):
        book = app.books.open(str(workbook), update_links=False, read_only=True, add_to_mru=False)
        try:
            book.api.ExportAsFixedFormat(
                Type=_PDF,
                Filename=str(pdf),
                Quality=_STANDARD_QUALITY,
                IncludeDocProperties=True,
                IgnorePrintAreas=False,
                OpenAfterPublish=False,
            )
        except Exception as error:
            pdf.unlink(missing_ok=True)
            if is_busy(error) or not is_com_error(error):
                raise
            raise Refused(say("pdf.failed", path=pdf, why=excel_says(error))) from error
        finally:
            with suppress(Exception):
                again(book.close)
            if front is not None:
                with suppress(Exception):
                    again(front.Activate)
