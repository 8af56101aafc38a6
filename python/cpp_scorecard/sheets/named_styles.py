"""Named cell styles in a rendered workbook.

The writing library knows formats but no named styles. This module adds one for each role to the
styles part, and ties the formats of a role's cells to it, so that an officer changes a look once under
Home, Cell Styles and every cell follows, and so that a regenerated workbook keeps its own version.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lxml import etree

from cpp_scorecard.sheets import look_xml
from cpp_scorecard.sheets.look_xml import MAIN, Look
from cpp_scorecard.sheets.model import Role

STYLES_PART = "xl/styles.xml"
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class BuiltInStyle:
    """A cell style that Excel has by itself: its name and number (ECMA-376 part 1, 18.8.7)."""

    name: str
    number: int


HEADING_1, HEADING_2 = BuiltInStyle("Heading 1", 16), BuiltInStyle("Heading 2", 17)
_OURS: Mapping[Role, BuiltInStyle] = {}


def add_named_styles(
    parts: Mapping[str, bytes],
    roles: Mapping[Role, Iterable[int]],
    looks: Mapping[Role, Look],
    built_in: Mapping[Role, BuiltInStyle] = _OURS,
) -> dict[str, bytes]:
    """The `parts` of a workbook, by name, with a named cell style for every role of `looks`.

    `roles` gives, for each role, the places in ``cellXfs`` of the formats made for it. Those formats
    become instances of the style: what they share with it follows the style from now on; only a
    number format of their own stays with the cell. A role of `built_in` is that style of Excel's own.
    The other parts keep their content.
    """
    return {**parts, STYLES_PART: _with_styles(parts[STYLES_PART], roles, looks, built_in)}


def archive(parts: Mapping[str, bytes]) -> bytes:
    """A zip file of `parts` in their order, without anything of the machine or the moment: equal parts, equal bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            entry.external_attr = 0
            package.writestr(entry, content)
    return buffer.getvalue()


def _with_styles(
    content: bytes,
    roles: Mapping[Role, Iterable[int]],
    looks: Mapping[Role, Look],
    built_in: Mapping[Role, BuiltInStyle],
) -> bytes:
    root = etree.fromstring(content)
    cell_xfs = _table(root, "cellXfs")
    style_xfs = _table(root, "cellStyleXfs")
    styles = _table(root, "cellStyles")
    fonts, fills, borders = (_Pool(_table(root, name)) for name in ("fonts", "fills", "borders"))
    formats = _NumberFormats(root)
    for role in (role for role in Role if role in looks):
        look = looks[role]
        shared = {
            "fontId": str(fonts.place(look_xml.font_element(look))),
            "fillId": str(fills.place(look_xml.fill_element(look))),
            "borderId": str(borders.place(look_xml.border_element(look))),
        }
        number_format = str(formats.place(look.number_format))
        style_xf = etree.SubElement(style_xfs, f"{{{MAIN}}}xf", {"numFmtId": number_format, **shared})
        if number_format == "0":
            style_xf.set("applyNumberFormat", "0")
        style_xf.set("applyProtection", "0")
        _align(style_xf, look)
        xf_id = str(len(style_xfs) - 1)
        own = built_in.get(role)
        named = {"name": own.name, "xfId": xf_id, "builtinId": str(own.number)} if own else {}
        etree.SubElement(styles, f"{{{MAIN}}}cellStyle", named or {"name": role.value, "xfId": xf_id})
        for number in roles.get(role, ()):
            _tie(cell_xfs[number], xf_id, shared, number_format, look)
    for table in (cell_xfs, style_xfs, styles, fonts.table, fills.table, borders.table):
        table.set("count", str(len(table)))
    etree.cleanup_namespaces(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _tie(xf: etree._Element, xf_id: str, shared: Mapping[str, str], number_format: str, look: Look) -> None:
    """Make a cell's format an instance of a style: no facet of its own but a number format."""
    own_number = xf.get("numFmtId", "0")
    quoted = xf.get("quotePrefix")
    xf.attrib.clear()
    for child in list(xf):
        xf.remove(child)
    xf.set("numFmtId", own_number)
    for name, value in shared.items():
        xf.set(name, value)
    xf.set("xfId", xf_id)
    if quoted is not None:
        xf.set("quotePrefix", quoted)
    if own_number != number_format:
        xf.set("applyNumberFormat", "1")
    _align(xf, look)


def _align(xf: etree._Element, look: Look) -> None:
    alignment = look_xml.alignment_element(look)
    if alignment is not None:
        xf.append(alignment)


class _Pool:
    """A table of fonts, fills or borders in which equal entries are stored once."""

    def __init__(self, table: etree._Element) -> None:
        self.table = table
        self.places = {_canonical(entry): place for place, entry in reversed(list(enumerate(table)))}

    def place(self, entry: etree._Element) -> int:
        key = _canonical(entry)
        if key not in self.places:
            self.places[key] = len(self.table)
            self.table.append(entry)
        return self.places[key]


def _canonical(entry: etree._Element) -> bytes:
    return etree.tostring(entry, method="c14n")


class _NumberFormats:
    """The workbook's number formats by code, with new ones added as they are asked for."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.numbers = {"General": 0, "0": 1}
        taken = [163]
        for entry in root.iter(f"{{{MAIN}}}numFmt"):
            number = int(entry.get("numFmtId", "0"))
            taken.append(number)
            parent = entry.getparent()
            if parent is not None and parent.tag == f"{{{MAIN}}}numFmts":
                self.numbers.setdefault(entry.get("formatCode", ""), number)
        self.next = max(taken) + 1

    def place(self, code: str) -> int:
        if code not in self.numbers:
            table = self.root.find(f"{{{MAIN}}}numFmts")
            if table is None:
                table = etree.Element(f"{{{MAIN}}}numFmts")
                self.root.insert(0, table)
            etree.SubElement(table, f"{{{MAIN}}}numFmt", {"numFmtId": str(self.next), "formatCode": code})
            table.set("count", str(len(table)))
            self.numbers[code] = self.next
            self.next += 1
        return self.numbers[code]


def _table(root: etree._Element, name: str) -> etree._Element:
    table = root.find(f"{{{MAIN}}}{name}")
    if table is None:
        raise ValueError(f"{STYLES_PART} has no {name}")
    return table
