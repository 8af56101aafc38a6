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
        self._items = [] if root is None else list(root.iterfind("{*}si"))

    def write_inline(self, cell: etree._Element) -> None:
        """Turn a cell that refers to the table into one that holds its text, formatted pieces and all."""
        value = next((child for child in cell if child.tag.endswith("}v")), None)
        if cell.get("t") != "s" or value is None:
            return
        inline = deepcopy(self._items[int(value.text or "0")])
        inline.tag = value.tag[:-1] + "is"  # the same content under another name
        cell.replace(value, inline)
        cell.set("t", "inlineStr")
