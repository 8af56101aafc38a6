"""Hostile at the level of the workbook: its sheets, names, relationships, content types and styles."""

from __future__ import annotations

import random

from tests.hostile.collection import (
    DONE,
    FIGURES,
    MAIN,
    RELATIONS,
    STYLES,
    TEXTS,
    TYPES,
    WORKBOOK,
    before_end,
    good,
    hostile,
    replaced,
    text_of,
    with_part,
)
from tests.splice.books import repacked

_SHEET_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"


def _sheets(inside: str) -> bytes:
    text = text_of(WORKBOOK)
    head, rest = text.split("<sheets>")
    return with_part(WORKBOOK, f"{head}<sheets>{inside}</sheets>{rest.split('</sheets>')[1]}")


@hostile()
def no_sheets() -> bytes:
    return _sheets("")


@hostile()
def no_list_of_sheets() -> bytes:
    return with_part(WORKBOOK, f'<workbook xmlns="{MAIN}"/>')


@hostile()
def sheet_that_is_not_there() -> bytes:
    return with_part(FIGURES, None)


@hostile()
def sheet_outside_the_package() -> bytes:
    return replaced(RELATIONS, 'Target="worksheets/sheet2.xml"', 'Target="../../../../etc/passwd"')


@hostile()
def sheet_on_the_network() -> bytes:
    return replaced(
        RELATIONS, 'Target="worksheets/sheet2.xml"', 'Target="http://127.0.0.1:9/x.xml" TargetMode="External"'
    )


@hostile()
def sheet_that_is_the_styles() -> bytes:
    return replaced(RELATIONS, 'Target="worksheets/sheet2.xml"', 'Target="styles.xml"')


@hostile()
def sheet_that_is_the_workbook() -> bytes:
    return replaced(RELATIONS, 'Target="worksheets/sheet2.xml"', 'Target="workbook.xml"')


@hostile()
def relation_that_nobody_defines() -> bytes:
    return replaced(WORKBOOK, 'r:id="rId2"', 'r:id="rId99"')


@hostile()
def no_relations() -> bytes:
    return with_part(RELATIONS, None)


@hostile(DONE)
def no_root_relations() -> bytes:
    return with_part("_rels/.rels", None)


@hostile()
def no_workbook_part() -> bytes:
    return with_part(WORKBOOK, None)


@hostile()
def no_content_types() -> bytes:
    return with_part(TYPES, None)


@hostile()
def wrong_main_content_type() -> bytes:
    return replaced(TYPES, "spreadsheetml.sheet.main+xml", "presentationml.presentation.main+xml")


@hostile()
def no_content_type_of_the_workbook() -> bytes:
    text = text_of(TYPES)
    begin = text.index('<Override PartName="/xl/workbook.xml"')
    return with_part(TYPES, text[:begin] + text[text.index("/>", begin) + 2 :])


@hostile()
def five_thousand_sheets() -> bytes:
    """Each with a few figures and nothing that heads a table."""
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>'
    listed = "".join(f'<sheet name="S{n}" sheetId="{n + 9}" r:id="rIdS{n}"/>' for n in range(5_000))
    related = "".join(
        f'<Relationship Id="rIdS{n}" Type="{_SHEET_TYPE}" Target="worksheets/s{n}.xml"/>' for n in range(5_000)
    )
    return repacked(
        good(),
        {
            WORKBOOK: text_of(WORKBOOK).replace("</sheets>", f"{listed}</sheets>").encode(),
            RELATIONS: text_of(RELATIONS).replace("</Relationships>", f"{related}</Relationships>").encode(),
            **{f"xl/worksheets/s{n}.xml": sheet.encode() for n in range(5_000)},
        },
    )


@hostile()
def one_sheet_listed_five_thousand_times() -> bytes:
    """A long sheet, read again for every time that it is listed."""
    row = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(10, 3000))
    listed = "".join(f'<sheet name="S{n}" sheetId="{n + 9}" r:id="rId2"/>' for n in range(5_000))
    return repacked(
        good(),
        {
            WORKBOOK: text_of(WORKBOOK).replace("</sheets>", f"{listed}</sheets>").encode(),
            FIGURES: text_of(FIGURES).replace("</sheetData>", f"{row}</sheetData>").encode(),
        },
    )


@hostile(DONE)
def sheets_of_one_name() -> bytes:
    return replaced(WORKBOOK, 'name="Ours alone"', 'name="Figures"')


@hostile(DONE)
def sheets_of_one_id() -> bytes:
    return replaced(WORKBOOK, 'sheetId="3"', 'sheetId="2"')


@hostile(DONE, regenerate=DONE)
def sheet_id_beyond_everything() -> bytes:
    return replaced(WORKBOOK, 'sheetId="3"', 'sheetId="4294967295"')


@hostile(DONE, regenerate=DONE)
def sheet_name_of_a_megabyte() -> bytes:
    return replaced(WORKBOOK, 'name="Ours alone"', 'name="' + "x" * (1 << 20) + '"')


@hostile(DONE, regenerate=DONE)
def sheet_name_that_is_a_formula() -> bytes:
    return replaced(WORKBOOK, 'name="Ours alone"', 'name="=cmd|&apos; /C calc&apos;!A0"')


@hostile(DONE)
def a_hundred_thousand_names() -> bytes:
    names = "".join(f'<definedName name="n{n}">Figures!$A${n + 1}</definedName>' for n in range(100_000))
    return before_end(WORKBOOK, "</definedNames>", names)


@hostile(DONE, regenerate=DONE)
def name_of_a_sheet_that_is_not_there() -> bytes:
    name = '<definedName name="_xlnm.Print_Area" localSheetId="77">Figures!$A$1</definedName>'
    return before_end(WORKBOOK, "</definedNames>", name)


@hostile()
def name_that_is_our_mark_on_everything() -> bytes:
    """Every sheet says that it is ours: then nothing is left to read."""
    names = "".join(
        f'<definedName name="_cpp_scorecard_sheet" localSheetId="{n}">"scorecard"</definedName>' for n in range(3)
    )
    return before_end(WORKBOOK, "</definedNames>", names)


@hostile(DONE, regenerate=DONE)
def relations_in_a_circle() -> bytes:
    """A sheet that refers to the workbook, which refers to the sheet."""
    back = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_SHEET_TYPE}" Target="../workbook.xml"/>'
        f'<Relationship Id="rId2" Type="{_SHEET_TYPE}" Target="sheet2.xml"/></Relationships>'
    )
    return with_part("xl/worksheets/_rels/sheet2.xml.rels", back)


@hostile(DONE, regenerate=DONE)
def main_part_under_another_name() -> bytes:
    text = text_of(TYPES).replace("/xl/workbook.xml", "/xl/book.xml")
    return repacked(
        good(),
        {
            TYPES: text.encode(),
            "_rels/.rels": text_of("_rels/.rels").replace("xl/workbook.xml", "xl/book.xml").encode(),
            "xl/book.xml": text_of(WORKBOOK).encode(),
            "xl/_rels/book.xml.rels": text_of(RELATIONS).encode(),
            WORKBOOK: None,
            RELATIONS: None,
        },
    )


@hostile()
def a_million_relations() -> bytes:
    many = "".join(f'<Relationship Id="x{n}" Type="t" Target="a{n % 9}.xml"/>' for n in range(1_000_000))
    return before_end(RELATIONS, "</Relationships>", many)


@hostile()
def a_million_content_types() -> bytes:
    many = "".join(f'<Override PartName="/a{n}.xml" ContentType="t"/>' for n in range(1_000_000))
    return before_end(TYPES, "</Types>", many)


@hostile()
def seventy_thousand_formats() -> bytes:
    """More cell formats than Excel holds: read, and never written to."""
    formats = "".join(
        f'<xf numFmtId="{n % 40}" fontId="0" fillId="0" borderId="0" xfId="0"><alignment indent="{n}"/></xf>'
        for n in range(70_000)
    )
    return before_end(STYLES, "</cellXfs>", formats)


@hostile()
def a_million_formats() -> bytes:
    formats = "".join(f'<xf numFmtId="{n % 40}" fontId="{n % 7}"/>' for n in range(1_000_000))
    return before_end(STYLES, "</cellXfs>", formats)


@hostile()
def number_format_of_ten_megabytes() -> bytes:
    code = random.Random(5).randbytes(5 << 20).hex()
    return replaced(
        STYLES, "<fonts", f'<numFmts count="1"><numFmt numFmtId="164" formatCode="{code}"/></numFmts><fonts'
    )


@hostile(DONE, regenerate=DONE)
def no_styles() -> bytes:
    return with_part(STYLES, None)


@hostile(DONE)
def styles_that_are_something_else() -> bytes:
    return with_part(STYLES, "<sst/>")


@hostile(DONE, regenerate=DONE)
def styles_that_are_empty() -> bytes:
    return with_part(STYLES, f'<styleSheet xmlns="{MAIN}"/>')


@hostile()
def styles_out_of_their_tables() -> bytes:
    """A format whose font, fill and border do not exist."""
    return replaced(STYLES, '<xf numFmtId="0" fontId="0"', '<xf numFmtId="999999" fontId="999999"')


@hostile()
def a_million_cell_styles() -> bytes:
    many = "".join(f'<cellStyle name="s{n}" xfId="0"/>' for n in range(1_000_000))
    return before_end(STYLES, "</cellStyles>", many)


@hostile()
def no_texts() -> bytes:
    """Cells that refer to texts that are not there."""
    return with_part(TEXTS, None)


@hostile(DONE, regenerate=DONE)
def dates_from_1904_said_oddly() -> bytes:
    return replaced(WORKBOOK, "<workbookPr", '<workbookPr date1904="on"')


@hostile()
def theme_of_fifty_megabytes() -> bytes:
    return before_end("xl/theme/theme1.xml", "</a:theme>", "".join(f"<a:x{n % 99}/>" for n in range(6_000_000)))


@hostile(DONE, regenerate=DONE)
def theme_that_is_no_xml() -> bytes:
    """The standard colours stand in for it."""
    return with_part("xl/theme/theme1.xml", b"\0\1\2 not a theme")
