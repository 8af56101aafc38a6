"""One rendered worksheet, rewritten for the workbook that it goes into."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from cpp_scorecard.sheets.splice.column_widths import digit_pixels, width_for
from cpp_scorecard.sheets.splice.epoch import shift_date, shows_date
from cpp_scorecard.sheets.splice.sheet_state import SheetState, apply_state

if TYPE_CHECKING:
    from cpp_scorecard.sheets.splice.references import SheetNames
    from cpp_scorecard.sheets.splice.strings import SharedTexts
    from cpp_scorecard.sheets.splice.styles import StyleMerge

_FORMULAS = ("{*}f", "{*}formula", "{*}formula1", "{*}formula2")
"""Formulas of cells, sparklines and charts; of conditional rules; of lists to choose from."""
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a rendered part has to be made to fit."""

    styles: StyleMerge
    texts: SharedTexts
    names: SheetNames
    days: int = 0
    """What to add to a date: not 0 where the workbook counts days from another year."""


def worksheet(content: bytes, sheet: str, around: Surroundings, state: SheetState) -> bytes:
    """The worksheet part with the formats, widths, texts, names and dates of the workbook around it.

    Every cell says its format: format 0 of another workbook is another format.
    """
    root = _parse(content)
    digit = digit_pixels(*around.styles.normal_font())
    for column in list(root.iterfind("{*}cols/{*}col")):
        if column.get("style") is not None:
            column.set("style", str(around.styles.cell(int(column.get("style", "0")))))
        if column.get("width") is not None:
            column.set("width", width_for(column.get("width", ""), digit))
    for row in root.iterfind("{*}sheetData/{*}row[@s]"):
        row.set("s", str(around.styles.cell(int(row.get("s", "0")))))
    _fit_cells(root, sheet, around)
    for rule in list(root.iterfind("{*}conditionalFormatting/{*}cfRule[@dxfId]")):
        rule.set("dxfId", str(around.styles.rule(int(rule.get("dxfId", "0")))))
    for link in list(root.iterfind("{*}hyperlinks/{*}hyperlink[@location]")):
        if link.get(_RELATION) is None:  # otherwise it leads into another workbook, whose sheets have their own names
            link.set("location", around.names.in_formula(link.get("location", "")))
    _rename_in_formulas(root, around.names)
    apply_state(root, state)
    return _text(root)


def chart(content: bytes, names: SheetNames) -> bytes:
    """The chart part with the sheets under their names in use.

    The renderer writes out every default, because newer versions of Excel fill gaps differently from the version
    that the rendered workbook names.
    """
    root = _parse(content)
    _rename_in_formulas(root, names)
    return _text(root)


def drawing(content: bytes, names: SheetNames) -> bytes:
    """The drawing part; a text box may show a cell."""
    root = _parse(content)
    for shape in list(root.iterfind(".//{*}sp[@textlink]")):
        shape.set("textlink", names.in_formula(shape.get("textlink", "")))
    return _text(root)


def _fit_cells(root: etree._Element, sheet: str, around: Surroundings) -> None:
    """Give every cell its format and its text in the workbook around it, and every date its number there."""
    formats: dict[str, str] = {}
    for cell in root.iter("{*}c"):
        number = cell.get("s", "0")
        if number not in formats:
            formats[number] = str(around.styles.cell(int(number)))
        cell.set("s", formats[number])
        if cell.get("t") == "s":
            around.texts.write_inline(cell)
        elif around.days and shows_date(around.styles.format_code(int(number))):
            shift_date(cell, around.days, f"'{sheet}'!{cell.get('r')}")


def _rename_in_formulas(root: etree._Element, names: SheetNames) -> None:
    if not names:
        return
    for formula in list(root.iter(*_FORMULAS)):
        if formula.text:
            formula.text = names.in_formula(formula.text)


def _parse(content: bytes) -> etree._Element:
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def _text(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
