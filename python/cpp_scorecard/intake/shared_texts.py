"""The texts that the cells of a workbook share.

Nearly all are plain, and a part that holds nothing else is read by one pattern, in a third of the time of a parser.
Any other way of writing is left to the XML parser, which also says what is wrong with a damaged part.
"""

from __future__ import annotations

import io
import re
from typing import Any
from xml.etree.ElementTree import fromstring, iterparse

from openpyxl.cell.text import Text
from openpyxl.xml.constants import SHEET_MAIN_NS

from cpp_scorecard.intake.kept_part import KeptPart

MOST_BYTES_OF_PLAIN = 32 << 20
"""Held in memory, beside the texts themselves."""
_STRING_TAG, _TEXT_TAG = f"{{{SHEET_MAIN_NS}}}si", f"{{{SHEET_MAIN_NS}}}t"
_BEGINNING = re.compile(
    rb'\s*(?:<\?xml version="1\.0"(?: encoding="(?:UTF|utf)-8")?(?: standalone="(?:yes|no)")?\s*\?>)?\s*'
    rb'<sst(?: (?:count|uniqueCount)="\d+")* xmlns="' + re.escape(SHEET_MAIN_NS.encode()) + rb'"'
    rb'(?: (?:count|uniqueCount)="\d+")*>'
)
_PLAIN = rb'<si><t(?: xml:space="preserve")?(?:/>|>([^<\x00-\x08\x0b-\x1f]*)</t>)</si>'
_PLAIN_TEXT = re.compile(_PLAIN)
_ONLY_PLAIN_TEXTS = re.compile(rb"(?:" + _PLAIN + rb")*+</sst>\s*")
"""Possessive: to remember a way back from each text would take 300 bytes for it."""


def shared_texts(part: Any) -> list[str]:
    """Every text of the `part` of shared strings, which is read to its end."""
    texts: list[str] | None = None
    source = part
    if part.size <= MOST_BYTES_OF_PLAIN:
        xml = b"".join(KeptPart(part).pieces())
        texts, source = _plain_texts(xml), io.BytesIO(xml)
    if texts is None:
        texts = _any_texts(source)
    return [text.replace("x005F_", "") for text in texts]  # as openpyxl does


def _plain_texts(xml: bytes) -> list[str] | None:
    """The texts of a part that holds plain ones and nothing else; None where a parser has to look."""
    beginning = _BEGINNING.match(xml)
    if not beginning or b"]]>" in xml or not _ONLY_PLAIN_TEXTS.fullmatch(xml, beginning.end()):
        return None
    try:
        found = [text.decode() for text in _PLAIN_TEXT.findall(xml, beginning.end())]
    except UnicodeDecodeError:
        return None
    return [_unescaped(text) if "&" in text else text for text in found] if b"&" in xml else found


def _unescaped(text: str) -> str:
    return fromstring(f"<t>{text}</t>").text or ""


def _any_texts(source: Any) -> list[str]:
    texts: list[str] = []
    for _, node in iterparse(source):
        if node.tag == _STRING_TAG:
            plain = len(node) == 1 and node[0].tag == _TEXT_TAG
            texts.append((node[0].text or "") if plain else _rich_text(node))
            node.clear()
    return texts


def _rich_text(node: Any) -> str:
    text: Any = Text.from_tree(node)
    return str(text.content)
