"""The two dialects of the standard: transitional, which nearly all files speak, and strict.

A workbook saved as Strict Open XML names its elements in other namespaces. What is put into it must speak
the same dialect, because a reader does not look for transitional sheets there.
"""

from __future__ import annotations

_STRICT_FOR = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
    b"http://schemas.openxmlformats.org/drawingml/2006/": b"http://purl.oclc.org/ooxml/drawingml/",
}


def is_strict(workbook: bytes) -> bool:
    """Whether the text of the workbook part is in the strict dialect."""
    return b"http://purl.oclc.org/ooxml/spreadsheetml/main" in workbook[:8192]


def to_strict(text: bytes) -> bytes:
    """The text of a part with the namespaces of the strict dialect."""
    for transitional, strict in _STRICT_FOR.items():
        text = text.replace(transitional, strict)
    return text


def to_transitional(text: bytes) -> bytes:
    """The text of a part with the namespaces of the transitional dialect."""
    for transitional, strict in _STRICT_FOR.items():
        text = text.replace(strict, transitional)
    return text
