"""Notes to plain tables: each sentence has one number, and a cell names the numbers."""

from __future__ import annotations

from collections.abc import Iterable

from cpp_scorecard.core.plain_table import PlainCell
from cpp_scorecard.reports.plain_cells import words


class NoteList:
    """The notes of a workbook in the order in which they are first needed."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def cell(self, remarks: Iterable[str]) -> PlainCell:
        """The cell that stands for `remarks`: `[note 1] [note 4]`."""
        said = words()
        markers = [said["note"].format(number=self._number(remark)) for remark in remarks]
        return PlainCell(" ".join(markers) or said["no_note"])

    def _number(self, text: str) -> int:
        if text not in self.texts:
            self.texts.append(text)
        return self.texts.index(text) + 1
