"""The cells of one of our sheets, told apart in the text of its part without building a tree of it.

Only our renderer and the splice write these parts, so their grammar is narrow: no prefix, no comment, the address
first. Whatever departs from it is no cell of ours and is reported, never passed over.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape, unescape

from cpp_scorecard.sheets.look_xml import BUILT_IN_FORMATS
from cpp_scorecard.sheets.splice.xml_text import Node, XmlText

if TYPE_CHECKING:
    from cpp_scorecard.sheets.splice.references import SheetNames

_CELL = b'<c r="'
_STARTS = (b"<c ", b"<c>", b"<c/")
_ATTRIBUTE = re.compile(rb'([a-z]+)="([^"<>]*)"')
_TEXT_ITEM = re.compile(rb"<si>(.*?)</si>", re.DOTALL)
_FORMULA = re.compile(rb"(<f[^<>]*>)(.*?)</f>", re.DOTALL)
_EMPTY = re.compile(rb"<([a-z]+)([^<>]*)></\1>")
_VALUE = re.compile(rb"(?<=<v>)[^<]*(?=</v>)")
_TAG = re.compile(rb"<[^<>]*>")
_GENERAL = BUILT_IN_FORMATS[0]


class Kind(NamedTuple):
    """What kind of value a cell has, and how it shows."""

    type: bytes
    """``n`` a number, ``t`` a text, ``str`` the text of a formula, ``b`` and ``e`` as in the file."""
    number_format: str
    """The code of its number format."""


WrittenCell = tuple[bytes, Kind]
"""The elements in a cell (a formula, a value, the content of a text wherever it stands), and the kind of value."""


class NotOurs(ValueError):
    """A part that neither our renderer nor the splice has written; the message says what is wrong with it."""


def texts_of(shared_strings: bytes) -> list[bytes]:
    """The content of each text of the common table."""
    return _TEXT_ITEM.findall(shared_strings)


def number_formats_of(styles: bytes) -> list[str]:
    """The code of the number format of each cell format, by its place in the styles part."""
    tables: Mapping[str, list[Node]] = {table.name: table.children for table in XmlText(styles, "styles").root.children}
    codes = {node.number("numFmtId", -1): node.get("formatCode") or _GENERAL for node in tables.get("numFmts", ())}
    numbers = [xf.number("numFmtId") for xf in tables.get("cellXfs", ())]
    return [codes.get(number, BUILT_IN_FORMATS.get(number, f"number {number}")) for number in numbers]


def written_cells(sheet: bytes, number_formats: list[str], texts: list[bytes]) -> dict[bytes, WrittenCell]:
    """Every cell of the part `sheet` by its address, in the order of the part.

    Raises:
        NotOurs: the part is no sheet as we write it, has two cells with one address, or refers to a format or text
            that is not there.
    """

    @cache
    def kind_of(attributes: bytes) -> Kind:
        said = dict(_ATTRIBUTE.findall(attributes))
        return Kind(said.get(b"t", b"n"), number_formats[int(said.get(b"s", b"0"))])

    @cache
    def text_of(kind: Kind) -> Kind:
        return kind._replace(type=b"t")

    cells: dict[bytes, WrittenCell] = {}
    found = sheet.split(_CELL)[1:]
    try:
        for piece in found:
            start, _, rest = piece.partition(b">")
            address, _, attributes = start.partition(b'"')
            kind = kind_of(attributes)
            content = b"" if attributes.endswith(b"/") else rest[: rest.index(b"</c>")]
            if kind.type == b"s":
                cells[address] = _closed(texts[int(content.removeprefix(b"<v>").removesuffix(b"</v>"))]), text_of(kind)
            elif kind.type == b"inlineStr":
                cells[address] = _closed(content.removeprefix(b"<is>").removesuffix(b"</is>")), text_of(kind)
            else:
                cells[address] = _closed(content), kind
    except (LookupError, ValueError) as error:
        raise NotOurs(f"a cell refers to what is not there ({error})") from error
    if len(found) != sum(map(sheet.count, _STARTS)):
        raise NotOurs("it has cells in another form than ours")
    if len(cells) != len(found):
        raise NotOurs("it has two cells with one address")
    return cells


def under_names(cell: WrittenCell, names: SheetNames) -> WrittenCell:
    """The cell with the sheets in its formula under their names in use."""
    content, kind = cell
    if b"!" not in content:
        return cell
    return _FORMULA.sub(
        lambda found: found.group(1) + escape(names.in_formula(_plain(found.group(2)))).encode() + b"</f>", content
    ), kind


def entered(cell: WrittenCell) -> str:
    """The formula, or the value or text where there is none."""
    formula = _FORMULA.search(cell[0])
    return repr(f"={_plain(formula.group(2))}") if formula else shown(cell)


def shown(cell: WrittenCell) -> str:
    """The value, or the text between quotation marks; empty where there is none."""
    content, kind = cell
    text = _plain(_TAG.sub(b"", _FORMULA.sub(b"", content)))
    return repr(text) if kind.type in (b"t", b"str") else text


def differ_in_number(cell: WrittenCell, other: WrittenCell) -> bool:
    """Whether two cells show numbers, typed or the results of one formula, and are alike but for these."""
    (content, kind), (other_content, other_kind) = cell, other
    return kind == other_kind and kind.type == b"n" and _VALUE.sub(b"", content) == _VALUE.sub(b"", other_content)


def _closed(content: bytes) -> bytes:
    """The content with every empty element as one tag: programs write it either way."""
    return _EMPTY.sub(rb"<\1\2/>", content) if b"></" in content else content


def _plain(content: bytes) -> str:
    return unescape(content.decode())
