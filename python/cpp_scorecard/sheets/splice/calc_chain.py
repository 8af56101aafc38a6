"""The order of calculation (``calcChain.xml``). An entry for a cell without a formula makes Excel repair the file."""

from __future__ import annotations

from collections.abc import Collection

from cpp_scorecard.sheets.splice.xml_text import XmlText


def without_sheets(content: bytes, part: str, sheet_ids: Collection[int]) -> bytes:
    """The part without the entries of the sheets in `sheet_ids`; empty when no entry is left.

    An entry may leave out the sheet it is about when that is the sheet of the entry before, so the first
    entry that stays behind one that goes is made to say it. Formulas that are not listed are found by Excel
    when it opens the file.
    """
    text = XmlText(content, part)
    sheet, said = "", ""
    left = 0
    for entry in text.root.children:
        sheet = entry.get("i") or sheet
        if sheet.isdigit() and int(sheet) in sheet_ids:
            text.remove(entry)
            continue
        left += 1
        if sheet != said and not entry.get("i"):
            text.set_attribute(entry, "i", sheet)
        said = sheet
    return text.result() if left else b""
