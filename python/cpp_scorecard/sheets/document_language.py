"""The language of a workbook's texts in its document properties, which the writing library cannot set."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

_PART = "docProps/core.xml"
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"


def with_language(parts: Mapping[str, bytes], language: str) -> dict[str, bytes]:
    """The `parts` of a workbook, by name, whose properties name its language, such as `en-GB`."""
    root = etree.fromstring(parts[_PART])
    etree.SubElement(root, f"{{{_DUBLIN_CORE}}}language").text = language
    return {**parts, _PART: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)}
