"""What LibreOffice writes, without the moment and the machine: equal content gives equal bytes, and no printer's name.

The day in a published file is the publication's, as in the workbook that it was made from.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from hashlib import md5

from lxml import etree

_PDF_DATE = re.compile(rb"(/(?:CreationDate|ModDate) ?\(D:)\d{14}([^)]*)\)")
_PDF_MARKS = re.compile(rb"(?P<before><|/DocChecksum /)(?P<mark>[0-9A-F]{32})(?P<after>>?)")
_TRAILER = b"\ntrailer"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_CONFIG = "{urn:oasis:names:tc:opendocument:xmlns:config:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_MANIFEST = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
_OF_THE_MACHINE = ("PrinterName", "PrinterSetup", "PrinterPaperFromSetup")
_NOT_NEEDED = ("Configurations2/", "Thumbnails/")


def pdf_of_a_day(content: bytes, day: dt.date) -> bytes:
    """The PDF as if made at the beginning of `day`; every byte stays where it is, so that the file stays whole."""
    stamp = f"{day:%Y%m%d}000000".encode()

    def dated(found: re.Match[bytes]) -> bytes:
        zone = b"Z".ljust(len(found[2]))[: len(found[2])]  # in universal time, whatever the machine's
        return found[1] + stamp + zone + b")"

    content = _PDF_DATE.sub(dated, content)
    at = max(content.rfind(_TRAILER), 0)
    body, trailer = content[:at], content[at:]
    mark = md5(body, usedforsecurity=False).hexdigest().upper().encode()
    return body + _PDF_MARKS.sub(lambda found: found["before"] + mark + found["after"], trailer)


def ods_without_machine(content: bytes) -> bytes:
    """The OpenDocument spreadsheet with its parts in order and undated, and without preview, tool bars and printer."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {
            info.filename: package.read(info)
            for info in package.infolist()
            if not info.is_dir() and not info.filename.startswith(_NOT_NEEDED)
        }
    parts["settings.xml"] = _without_printer(parts["settings.xml"])
    parts["styles.xml"] = _with_ordered_pages(parts["styles.xml"])
    parts["META-INF/manifest.xml"] = _without_entries(parts["META-INF/manifest.xml"])
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name in ("mimetype", *sorted(set(parts) - {"mimetype"})):  # first and as it is, by the format's rules
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 0
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            package.writestr(entry, parts[name])
    return buffer.getvalue()


def _without_printer(settings: bytes) -> bytes:
    root = etree.fromstring(settings)
    for item in [*root.iter(f"{_CONFIG}config-item")]:
        if item.get(f"{_CONFIG}name") in _OF_THE_MACHINE:
            parent = item.getparent()
            assert parent is not None
            parent.remove(item)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _with_ordered_pages(styles: bytes) -> bytes:
    """The layouts of pages in the order of the page styles that use them, and named by it: they come in any order."""
    root = etree.fromstring(styles)
    masters = sorted(root.iter(f"{_STYLE}master-page"), key=lambda page: str(page.get(f"{_STYLE}name")))
    layouts = {str(layout.get(f"{_STYLE}name")): layout for layout in root.iter(f"{_STYLE}page-layout")}
    named: dict[str, str] = {}
    for page in masters:
        used = str(page.get(f"{_STYLE}page-layout-name"))
        page.set(f"{_STYLE}page-layout-name", named.setdefault(used, f"Page{len(named) + 1}"))
        _to_the_end(page)
    for used, name in named.items():
        layouts[used].set(f"{_STYLE}name", name)
        _to_the_end(layouts[used])
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _to_the_end(element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None, "it stands in a document"
    parent.append(element)


def _without_entries(manifest: bytes) -> bytes:
    root = etree.fromstring(manifest)
    for entry in [*root.iter(f"{_MANIFEST}file-entry")]:
        if str(entry.get(f"{_MANIFEST}full-path")).startswith(_NOT_NEEDED):
            root.remove(entry)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
