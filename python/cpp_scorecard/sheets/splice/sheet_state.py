"""What people set on one of our sheets that a rebuild keeps: protection, tab colour, selection, code name.

Place, name and visibility of a sheet stand in the workbook part, which a rebuild does not touch for a
sheet that is there already. What stands in the sheet itself is carried over from the old one to the new.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from cpp_scorecard.sheets.splice.refusals import Reason, SpliceRefused

_BEFORE_PROTECTION = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr",
)  # fmt: skip
_PROLOGUE = 4096
_READ = ("sheetPr", "tabColor", "sheetView", "sheetProtection")


@dataclass(frozen=True, slots=True)
class SheetState:
    """What is carried over. The defaults are those of a sheet that is new."""

    selected: bool = False
    """Whether its tab was selected. Two selected tabs are edited together, so a new sheet never is."""
    code_name: str = ""
    """The name by which macros know the sheet."""
    tab_colour: Mapping[str, str] = field(default_factory=dict)
    protection: Mapping[str, str] = field(default_factory=dict)


def read_state(sheet: bytes, part: str) -> SheetState:
    """What people set on the sheet."""
    selected, code_name = False, ""
    tab_colour: dict[str, str] = {}
    protection: dict[str, str] = {}
    if b"<!DOCTYPE" in sheet[:_PROLOGUE]:
        raise SpliceRefused(Reason.UNSAFE, found=f"{part} has a document type")
    try:
        events = etree.iterparse(
            io.BytesIO(sheet),
            events=("end",),
            tag=tuple(f"{{*}}{name}" for name in (*_READ, "row")),
            resolve_entities=False,
            no_network=True,
        )
        for _, element in events:
            name = etree.QName(element).localname
            attributes = {str(key): str(value) for key, value in element.attrib.items()}
            if name == "row":
                element.clear()
            elif name == "sheetPr":
                code_name = attributes.get("codeName", "")
            elif name == "tabColor":
                tab_colour = attributes
            elif name == "sheetView":
                selected = selected or attributes.get("tabSelected") in ("1", "true")
            else:
                protection = attributes
    except etree.XMLSyntaxError as error:
        raise SpliceRefused(Reason.DAMAGED, found=f"{part} is not well-formed ({error})") from error
    return SheetState(selected, code_name, tab_colour, protection)


def apply_state(worksheet: etree._Element, state: SheetState) -> None:
    """Set on the tree of a new worksheet what its predecessor had."""
    namespace = etree.QName(worksheet).namespace
    for view in worksheet.iterfind("{*}sheetViews/{*}sheetView"):
        if state.selected:
            view.set("tabSelected", "1")
        elif "tabSelected" in view.attrib:
            del view.attrib["tabSelected"]
    if state.code_name or state.tab_colour:
        properties = worksheet.find("{*}sheetPr")
        if properties is None:
            properties = etree.Element(f"{{{namespace}}}sheetPr")
            worksheet.insert(0, properties)
        if state.code_name:
            properties.set("codeName", state.code_name)
        if state.tab_colour:
            for old in properties.findall("{*}tabColor"):
                properties.remove(old)
            properties.insert(0, etree.Element(f"{{{namespace}}}tabColor", dict(state.tab_colour)))
    if state.protection:
        place = sum(1 for child in worksheet if etree.QName(child).localname in _BEFORE_PROTECTION)
        worksheet.insert(place, etree.Element(f"{{{namespace}}}sheetProtection", dict(state.protection)))
