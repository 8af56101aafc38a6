"""Other formats, disguises, and sheets of ours gone mad."""

from __future__ import annotations

import io
import struct
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from tests.hostile.collection import DONE, INCOMPLETE, good, hostile
from tests.hostile.raw_zip import assembled, item
from tests.regenerate.council_workbook import MONTHS
from tests.tools.pictures import png
from tests.tools.workbooks import DEFINED, definition
from xlsxwriter import Workbook

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ODS = "application/vnd.oasis.opendocument.spreadsheet"


def _ods(rows: str) -> bytes:
    content = (
        '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Figures">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return assembled([item("mimetype", _ODS.encode(), stored=True), item("content.xml", content.encode())])


_ODS_CELL = '<table:table-cell office:value-type="float" office:value="1"/>'


@hostile(suffix=".ods")
def ods_with_a_cell_in_the_far_corner() -> bytes:
    return _ods(
        '<table:table-row table:number-rows-repeated="1048575"><table:table-cell/></table:table-row><table:table-row>'
        f'<table:table-cell table:number-columns-repeated="16383"/>{_ODS_CELL}</table:table-row>'
    )


@hostile(suffix=".ods")
def ods_that_repeats_without_end() -> bytes:
    cell = _ODS_CELL.replace("/>", ' table:number-columns-repeated="2000000000"/>')
    return _ods(f'<table:table-row table:number-rows-repeated="2000000000">{cell}</table:table-row>')


@hostile(suffix=".ods")
def ods_that_is_a_bomb() -> bytes:
    return assembled([item("mimetype", _ODS.encode(), stored=True), item("content.xml", b" " * (400 << 20))])


@hostile(suffix=".ods")
def ods_of_laughs() -> bytes:
    laughs = "".join(f"<!ENTITY l{n} '" + f"&l{n - 1};" * 10 + "'>" for n in range(1, 10))
    content = f"<!DOCTYPE a [<!ENTITY l0 'l'>{laughs}]><a>&l9;</a>"
    return assembled([item("mimetype", _ODS.encode(), stored=True), item("content.xml", content.encode())])


@hostile(suffix=".ods")
def ods_cut_short() -> bytes:
    return _ods("")[:150]


@hostile(suffix=".ods")
def ods_nested_deep() -> bytes:
    return _ods("<table:table-row>" * 200_000)


@hostile(suffix=".xls")
def xls_cut_short() -> bytes:
    return _OLE + b"\0" * 40


@hostile(suffix=".xls")
def xls_whose_chain_is_a_circle() -> bytes:
    """A compound file whose only table of sectors leads to itself."""
    header = _OLE + b"\0" * 16 + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 10
    header += struct.pack("<6I", 1, 1, 0, 4096, 0, 0) + struct.pack("<2I", 0, 0) + struct.pack("<I", 0)
    return (header + b"\xff" * 512)[:512] + struct.pack("<I", 0) * 128 + b"\0" * 512


def _biff(*records: tuple[int, bytes]) -> bytes:
    return b"".join(struct.pack("<2H", kind, len(content)) + content for kind, content in records)


@hostile(suffix=".xls")
def xls_with_a_cell_in_the_far_corner() -> bytes:
    """A plain stream of records, as the oldest versions wrote them: one figure in the last row and column."""
    number = struct.pack("<3Hd", 65_535, 16_383, 0, 1.0)
    return _biff((0x0809, struct.pack("<4H", 0x0500, 0x10, 0, 0)), (0x0203, number), (0x000A, b""))


@hostile(suffix=".xls")
def xls_that_is_a_web_page() -> bytes:
    return b"<html><table><tr><td>Indicator</td></tr></table></html>"


@hostile(suffix=".xlsb")
def xlsb_without_anything() -> bytes:
    return assembled([item("xl/workbook.bin", b"\0" * 100)])


@hostile(suffix=".xlsb")
def xlsb_that_is_a_bomb() -> bytes:
    return assembled([item("xl/workbook.bin", b"\0" * (400 << 20))])


@hostile(suffix=".xlsb")
def xlsb_cut_short() -> bytes:
    return good()[:3000]


def _xlsb(sheet: bytes) -> bytes:
    def record(kind: int, content: bytes = b"") -> bytes:
        number = bytes((kind,)) if kind < 128 else bytes((kind & 0x7F | 0x80, kind >> 7))
        assert len(content) < 128
        return number + bytes((len(content),)) + content

    def text(value: str) -> bytes:
        return struct.pack("<I", len(value)) + value.encode("utf-16-le")

    listed = struct.pack("<2I", 0, 1) + text("rId1") + text("Figures")
    book = record(131) + record(143) + record(156, listed) + record(144) + record(132)
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
        'Target="worksheets/sheet1.bin"/></Relationships>'
    )
    first = record(129) + record(148, struct.pack("<4I", 0, 0x7FFFFFFF, 0, 0x7FFFFFFF)) + record(145)
    return assembled(
        [
            item("xl/workbook.bin", book),
            item("xl/_rels/workbook.bin.rels", rels.encode()),
            item("xl/worksheets/sheet1.bin", first + sheet + record(146) + record(130)),
        ]
    )


@hostile(suffix=".xlsb")
def xlsb_with_a_cell_in_the_far_corner() -> bytes:
    row = bytes((0, 17)) + struct.pack("<I", 0x7FFFFFF0) + b"\0" * 13
    return _xlsb(row + bytes((5, 16)) + struct.pack("<2Id", 0x3FFF, 0, 1.0))


@hostile(suffix=".xlsb")
def xlsb_whose_records_end_early() -> bytes:
    return _xlsb(bytes((0, 127)) + b"\0\0")


@hostile()
def encrypted_workbook() -> bytes:
    """What Excel makes of a workbook with a password."""
    return _OLE + b"\0" * 2000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 2000


@hostile()
def old_workbook_under_a_new_name() -> bytes:
    return _OLE + b"\0" * 4000


@hostile()
def web_page_under_a_workbooks_name() -> bytes:
    return b"<!DOCTYPE html><html><body>Please sign in</body></html>"


@hostile()
def list_under_a_workbooks_name() -> bytes:
    return b"Indicator,Apr-21\nChildren seen,5\n"


@hostile()
def picture_under_a_workbooks_name() -> bytes:
    return png(8, 8)


@hostile()
def document_under_a_workbooks_name() -> bytes:
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
        'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.document.main+xml"/></Types>'
    )
    return assembled([item("[Content_Types].xml", types.encode()), item("word/document.xml", b"<document/>")])


@hostile()
def zip_of_holiday_pictures() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for number in range(5):
            package.writestr(f"picture{number}.png", png(4, 4))
    return stream.getvalue()


@hostile()
def zeros() -> bytes:
    return b"\0" * 1_000_000


@hostile(suffix=".csv")
def list_of_values() -> bytes:
    return b"Indicator,Apr-21\nChildren seen,5\n"


def _book(*more: tuple[str, list[Any]]) -> bytes:
    """A small indicator workbook with more sheets."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        figures = [("Indicator", *MONTHS), ("Children seen", 11, 12, 13, 14)]
        defined = [DEFINED, definition("Children seen", low=10, high=20)]
        own: list[tuple[str, list[Any]]] = [("Definitions", defined), ("Figures", figures)]
        with Workbook(path, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
            for name, rows in [*own, *more]:
                sheet = book.add_worksheet(name)
                for number, row in enumerate(rows):
                    for column, value in enumerate(row):
                        if value is not None:
                            sheet.write(number, column, value)
        return path.read_bytes()


_GLANCE = ("Category", "Measure", "What does good look like?", "End Nov 21", "2020-21")


@hostile(DONE, regenerate=DONE)
def patterns_that_would_hang_an_expression() -> bytes:
    """Codes that look like the worst of regular expressions are plain texts."""
    bad = "(a+)+$, (.*)*b, [[[[, " + "*" * 500 + ", (?R), " + "a?" * 200
    groups: list[Any] = [("Code set field", "Group", "Codes", "From year", "To year", "Longer than (months)")]
    groups += [("placement", f"Group {n}", bad, None, None, None) for n in range(50)]
    children: list[Any] = [
        ("CHILD", "SEX", "DOB", "ETHNIC", "UASC"),
        ("a" * 3000, 1, "01/01/2010", "a" * 5000 + "!", 0),
    ]
    episodes: list[Any] = [("CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "DEC", "REC")]
    episodes += [("a" * 3000, "01/04/2021", "S", "a" * 5000 + "b", "N1", "a" * 30_000, None, None)]
    glance: list[Any] = [("CLA Caseload Breakdown",), _GLANCE, ("Placement", "Group 1", "Low", None, 5)]
    return _book(("Code groups", groups), ("Children", children), ("Episodes", episodes), ("Glance", glance))


@hostile(DONE, regenerate=DONE)
def a_hundred_thousand_patterns() -> bytes:
    groups: list[Any] = [("Code set field", "Group", "Codes", "From year", "To year", "Longer than (months)")]
    groups += [("placement", f"G{n}", ", ".join(f"U{n}{m}" for m in range(1000)), None, None, None) for n in range(100)]
    episodes: list[Any] = [("CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "DEC", "REC")]
    episodes += [(f"MADE-UP-{n}", "01/04/2021", "S", "C2", "N1", "U1", None, None) for n in range(2000)]
    glance: list[Any] = [
        ("CLA Caseload Breakdown",),
        _GLANCE,
        *(("Placement", f"G{n}", "Low", None, 5) for n in range(100)),
    ]
    return _book(("Code groups", groups), ("Episodes", episodes), ("Glance", glance))


@hostile()
def at_a_glance_of_twenty_thousand_measures() -> bytes:
    rows: list[Any] = [("CLA Caseload Breakdown",), _GLANCE]
    rows += [("Placement", f"Measure {n}", "Low", n, 5) for n in range(20_000)]
    return _book(("Glance", rows))


@hostile()
def highlights_of_five_thousand_themes() -> bytes:
    rows: list[Any] = [("Highlight theme", "Ref", "Indicator", "Key figure")]
    rows += [(f"Theme {n}", None, "Children seen", "yes") for n in range(5000)]
    return _book(("Themes", rows))


@hostile(DONE, regenerate=DONE)
def sixty_highlight_themes() -> bytes:
    rows: list[Any] = [("Highlight theme", "Ref", "Indicator", "Key figure")]
    rows += [(f"Theme {n}", None, "Children seen", "yes") for n in range(60)]
    return _book(("Themes", rows))


@hostile(DONE, regenerate=DONE)
def as_many_measures_as_are_allowed() -> bytes:
    rows: list[Any] = [("CLA Caseload Breakdown",), _GLANCE]
    rows += [("Placement", f"Measure {n}", "Low", n, 5) for n in range(990)]
    return _book(("Glance", rows))


@hostile(INCOMPLETE, regenerate=INCOMPLETE)
def as_many_indicators_as_are_allowed() -> bytes:
    return _book(("More", [DEFINED, *(definition(f"Indicator {n}") for n in range(990))]))


@hostile()
def twenty_thousand_indicators() -> bytes:
    return _book(("More", [DEFINED, *(definition(f"Indicator {n}") for n in range(20_000))]))


@hostile(DONE, regenerate=DONE)
def twenty_thousand_episodes_of_one_child() -> bytes:
    episodes: list[Any] = [("CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "DEC", "REC")]
    episodes += [("MADE-UP-1", "01/04/2021", "S", "C2", "N1", "U1", None, None)] * 20_000
    return _book(("Episodes", episodes))


@hostile(DONE, regenerate=DONE)
def settings_that_point_everywhere() -> bytes:
    settings: list[Any] = [("Setting", "Value")]
    settings += [
        ("Spotlight theme files", "../../../../../../etc/passwd; /dev/zero; \\\\server\\share\\x.toml; a\0b; ~root"),
        ("Department files", "/proc/self"),
        ("Local authority number", "9" * 5000),
        ("Report month", "9999-99"),
        *((f"Layout: Figures: column {c * 300}", "low") for c in "ABC"),
    ]
    return _book(("Settings", settings))
