"""What else in a workbook points into some of its sheets, so that these must not be deleted.

Formulas of other sheets, their conditional formats, validations and sparklines, charts, pivot tables, controls,
links and defined names. A name that a formula puts together as text (INDIRECT) is found by name when it is
calculated and needs no looking for.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from lxml import etree

from cpp_scorecard.sheets.splice.package import Package
from cpp_scorecard.sheets.splice.references import sheets_in
from cpp_scorecard.sheets.splice.relationships import ROOT, Relationships, main_part, reachable
from cpp_scorecard.sheets.splice.workbook_index import WorkbookIndex

_FORMULAS = ("f", "formula", "formula1", "formula2", "definedName", "FmlaLink", "FmlaRange", "FmlaMacro", "FmlaTxbx")
"""Elements whose text is a formula or a reference, whatever vocabulary they belong to."""
_REFERENCES = ("location", "fmlaLink", "fmlaRange", "fmlaTxbx")
"""Attributes that are one."""
_WITHOUT = ("sharedstrings.xml", "styles.xml", ".rels", "calcchain.xml")
"""Parts without formulas, by the end of the name."""


@dataclass(frozen=True, slots=True)
class CrossFormula:
    """A formula that mentions another sheet."""

    sheet: str
    cell: str
    formula: str


def pointed_into(workbook: bytes, sheets: Collection[str]) -> frozenset[str]:
    """Those of `sheets` that anything outside them points into.

    Raises:
        SpliceRefused: the workbook cannot be read.
    """
    package = Package(workbook)
    main = main_part(package)
    index = WorkbookIndex(package.read(main), main)
    relations = Relationships(package, main)
    ours = {name.casefold(): name for name in sheets}
    listed = [sheet for sheet in index.sheets if sheet.name.casefold() in ours]
    places = {str(sheet.place) for sheet in listed}
    own = [relation.part for sheet in listed if (relation := relations.get(sheet.relation)) is not None]
    found: set[str] = set()
    for part in sorted(reachable(package, [ROOT], without=own)):
        if part in package and part not in own and not part.lower().endswith(_WITHOUT):
            for mentioned in _mentioned(package.read(part), places):
                if ":" in mentioned:  # a span of sheets may have any of them in between
                    return frozenset(ours.values())
                if mentioned.casefold() in ours:
                    found.add(ours[mentioned.casefold()])
    return frozenset(found)


def cross_formulas(workbook: bytes) -> tuple[CrossFormula, ...]:
    """The formulas in cells of `workbook` that mention a sheet other than their own."""
    package = Package(workbook)
    main = main_part(package)
    relations = Relationships(package, main)
    found = []
    for sheet in WorkbookIndex(package.read(main), main).sheets:
        relation = relations.get(sheet.relation)
        if relation is None or relation.part not in package:
            continue
        for _, cell in _elements(package.read(relation.part), ("c",)):
            formula = next((child.text for child in cell if etree.QName(child).localname == "f"), None) or ""
            if any(name.casefold() != sheet.name.casefold() for name in sheets_in(formula)):
                found.append(CrossFormula(sheet.name, cell.get("r", ""), f"={formula}"))
    return tuple(found)


def _mentioned(content: bytes, own_places: Collection[str]) -> Iterator[str]:
    """The sheets that a part mentions; names that belong to a sheet of `own_places` say nothing."""
    if b"<" not in content[:200]:
        return
    try:
        for name, element in _elements(content, (*_FORMULAS, "hyperlink", "worksheetSource", "formControlPr")):
            if name == "definedName" and element.get("localSheetId") in own_places:
                continue
            if name in _FORMULAS:
                yield from sheets_in(element.text or "")
            if name == "worksheetSource" and element.get("sheet"):
                yield element.get("sheet", "")
            for attribute in _REFERENCES:
                yield from sheets_in(element.get(attribute) or "")
    except etree.XMLSyntaxError:
        return  # a picture, or a part that Excel keeps as it is


def _elements(content: bytes, names: tuple[str, ...]) -> Iterator[tuple[str, etree._Element]]:
    wanted = [f"{{*}}{name}" for name in names] + list(names)
    for _, element in etree.iterparse(
        io.BytesIO(content), tag=wanted, resolve_entities=False, no_network=True, load_dtd=False
    ):
        yield etree.QName(element).localname, element
        if element.tag.rpartition("}")[2] not in ("f", "v", "is"):
            element.clear()
