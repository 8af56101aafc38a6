"""The add-in's file: a workbook of one sheet, a VBA project and a ribbon, zipped so that two builds are equal.

Every part is written here but the VBA project. Times, order and the packing of the zip are fixed.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest moment that a zip can name."""
_TYPES = {
    "/xl/workbook.xml": "application/vnd.ms-excel.addin.macroEnabled.main+xml",
    "/xl/worksheets/sheet1.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml",
    "/xl/styles.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml",
    "/xl/vbaProject.bin": "application/vnd.ms-office.vbaProject",
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
}
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def package(
    *, title: str, version: str, settings_sheet: str, conf: Mapping[str, str], notices: str, ribbon: str, vba: bytes
) -> bytes:
    """The bytes of the .xlam. `notices` are put beside the settings, so that they travel with the file."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            ("rId1", f"{_OFFICE}/relationships/officeDocument", "xl/workbook.xml"),
            ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            ("rId3", f"{_OFFICE}/relationships/extended-properties", "docProps/app.xml"),
            (
                "rId4",
                "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility",
                "customUI/customUI14.xml",
            ),
        ),
        "customUI/customUI14.xml": ribbon,
        "docProps/app.xml": _HEAD + f'<Properties xmlns="{_OFFICE}/extended-properties">'
        "<Application>Microsoft Excel</Application></Properties>",
        "docProps/core.xml": _core(title, version),
        "xl/_rels/workbook.xml.rels": _relations(
            ("rId1", f"{_OFFICE}/relationships/worksheet", "worksheets/sheet1.xml"),
            ("rId2", f"{_OFFICE}/relationships/styles", "styles.xml"),
            ("rId3", "http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vbaProject.bin"),
        ),
        "xl/styles.xml": _HEAD + _STYLES,
        "xl/vbaProject.bin": vba,
        "xl/workbook.xml": _HEAD + f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}/relationships">'
        '<workbookPr codeName="ThisWorkbook"/><bookViews><workbookView/></bookViews>'
        f'<sheets><sheet name="{escape(settings_sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": _settings(conf, notices.splitlines()),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as out:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 0  # or the zip says on which system it was made
            out.writestr(entry, content, zipfile.ZIP_STORED)  # what zlib makes differs between its versions
    return buffer.getvalue()


def _content_types() -> str:
    overrides = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in _TYPES.items())
    return (
        _HEAD + f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(*rows: tuple[str, str, str]) -> str:
    each = "".join(f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>' for name, kind, target in rows)
    return _HEAD + f'<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'


def _core(title: str, version: str) -> str:
    return (
        _HEAD + f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
        f"<dc:title>{escape(title)}</dc:title><dc:description>Version {escape(version)}</dc:description>"
        "</cp:coreProperties>"
    )


def _settings(conf: Mapping[str, str], notices: Sequence[str]) -> str:
    """Settings in columns A and B; the licence notices in column D, a line a cell."""
    rows, settings = [], list(conf.items())
    for place in range(max(len(settings), len(notices))):
        line = place + 1
        cells = ""
        if place < len(settings):
            cells += _text(f"A{line}", settings[place][0]) + _text(f"B{line}", settings[place][1])
        if place < len(notices) and notices[place].strip():
            cells += _text(f"D{line}", notices[place])
        rows.append(f'<row r="{line}">{cells}</row>')
    return (
        _HEAD + f'<worksheet xmlns="{_MAIN}"><sheetPr codeName="Sheet1"/><sheetData>{"".join(rows)}</sheetData>'
        "</worksheet>"
    )


def _text(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
