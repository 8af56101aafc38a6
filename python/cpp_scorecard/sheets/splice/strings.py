"""Texts of the rendered sheets, written into the cells themselves.

A text can stand in a cell or in the workbook's common table of texts. Ours stand in the cells, so that the
council's table stays as it is and a rebuild leaves no texts behind in it.
"""

from __future__ import annotations

from copy import deepcopy

from lxml import etree


class SharedTexts:
    """The common table of texts of the rendered workbook."""

    def __init__(self, content: bytes | None) -> None:
        """Read the part; None is a workbook without texts."""
        root = None if content is None else etree.fromstring(content)
        self._items = [] if root is None else [list(item) for item in root.iterfind("{*}si")]

    def write_inline(self, cell: etree._Element) -> None:
        """Turn a cell that refers to the table into one that holds its text, formatted pieces and all."""
        value = cell.find("{*}v")
        if value is None:
            return
        pieces = self._items[int(value.text or "0")]
        value.tag, value.text = value.tag[:-1] + "is", None
        for piece in pieces:
            if len(piece):  # formatted, or read aloud
                value.append(deepcopy(piece))
            else:
                made = etree.SubElement(value, piece.tag)
                made.text = piece.text
                for name, said in piece.items():
                    made.set(name, said)
        cell.set("t", "inlineStr")
