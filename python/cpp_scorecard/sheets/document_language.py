"""The language of a workbook's texts in its document properties, which the writing library cannot set."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

from cpp_scorecard.sheets.named_styles import archive

_PART = "docProps/core.xml"
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"


def with_language(xlsx: bytes, language: str) -> bytes:
    """A copy of the workbook `xlsx` whose properties name its language, such as `en-GB`."""
    with zipfile.ZipFile(io.BytesIO(xlsx)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    root = etree.fromstring(parts[_PART])
    etree.SubElement(root, f"{{{_DUBLIN_CORE}}}language").text = language
    parts[_PART] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return archive(parts)
