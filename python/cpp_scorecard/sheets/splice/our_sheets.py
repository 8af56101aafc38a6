"""Our sheets of one package, and a workbook that holds them alone for another reader."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cpp_scorecard.sheets.splice import content_types
from cpp_scorecard.sheets.splice.dialect import to_transitional
from cpp_scorecard.sheets.splice.relationships import NAMESPACE, OFFICE, Relationships, main_part
from cpp_scorecard.sheets.splice.styles import MAIN
from cpp_scorecard.sheets.splice.written_cells import WrittenCell, number_formats_of, texts_of, written_cells
from cpp_scorecard.sheets.splice.xml_text import Node, fragment

if TYPE_CHECKING:
    from cpp_scorecard.sheets.splice.package import Package
    from cpp_scorecard.sheets.splice.workbook_index import WorkbookIndex

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"


@dataclass(frozen=True, slots=True)
class OurSheets:
    """Sheets by the key of their report, with what they refer to, each as the content of its part."""

    names: Mapping[str, str]
    parts: Mapping[str, bytes]
    styles: bytes
    texts: bytes
    """The common table of texts; empty where the sheets hold their texts themselves."""
    dates_from_1904: bool

    @classmethod
    def of(cls, package: Package, index: WorkbookIndex, names: Mapping[str, str], *, with_texts: bool) -> OurSheets:
        """The sheets `names` (by key) of `package`, those that have a part."""
        relations = Relationships(package, main_part(package))
        listed = {sheet.name: relation for sheet in index.sheets if (relation := relations.get(sheet.relation))}
        there = {key: name for key, name in names.items() if name in listed and listed[name].part in package}
        texts = relations.of_kind("sharedStrings") if with_texts else []
        return cls(
            names=there,
            parts={key: package.read(listed[name].part) for key, name in there.items()},
            styles=package.read(relations.of_kind("styles")[0].part),
            texts=package.read(texts[0].part) if texts else b"",
            dates_from_1904=index.dates_from_1904,
        )

    def cells(self) -> dict[str, dict[bytes, WrittenCell]]:
        """The cells of each sheet, by address. Raises NotOurs, see `written_cells`."""
        number_formats, texts = number_formats_of(self.styles), texts_of(self.texts)
        return {key: written_cells(part, number_formats, texts) for key, part in self.parts.items()}

    def alone(self, *, styles: bool) -> bytes:
        """A workbook that holds these sheets only, with their styles or without, and their count of days.

        The parts have the names that Excel gives them, for readers that look for some of them by name.
        """
        parts = {"xl/styles.xml": ("styles", self.styles)} if styles else {}
        parts |= {"xl/sharedStrings.xml": ("sharedStrings", self.texts)} if self.texts else {}
        sheets = {f"rId{n}": key for n, key in enumerate(self.parts, len(parts) + 1)}
        parts |= {f"xl/worksheets/sheet{n}.xml": ("worksheet", part) for n, part in enumerate(self.parts.values(), 1)}
        listed = [
            Node("sheet", {"name": self.names[key], "sheetId": f"{n}", "r:id": relation})
            for n, (relation, key) in enumerate(sheets.items(), 1)
        ]
        workbook = Node(
            "workbook",
            {"xmlns": MAIN, "xmlns:r": OFFICE},
            Node("workbookPr", {"date1904": "1" if self.dates_from_1904 else "0"}),
            Node("sheets", {}, *listed),
        )
        kinds = {part: kind for part, (kind, _) in parts.items()}
        rels = Node("Default", {"Extension": "rels", "ContentType": content_types.RELATIONSHIPS})
        types = [_override(part, kind) for part, kind in {**kinds, "xl/workbook.xml": "sheet.main"}.items()]
        return _stored(
            {
                "[Content_Types].xml": fragment(Node("Types", {"xmlns": _TYPES}, rels, *types), "").encode(),
                "_rels/.rels": _relations({"xl/workbook.xml": "officeDocument"}),
                "xl/workbook.xml": fragment(workbook, "").encode(),
                "xl/_rels/workbook.xml.rels": _relations(kinds),
                **{part: to_transitional(content) for part, (_, content) in parts.items()},
            }
        )


def _stored(parts: Mapping[str, bytes]) -> bytes:
    """A zip file of `parts` as they are: it is read once and thrown away."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


def _override(part: str, kind: str) -> Node:
    return Node("Override", {"PartName": f"/{part}", "ContentType": f"{_SPREADSHEET}.{kind}+xml"})


def _relations(kinds: Mapping[str, str]) -> bytes:
    """Relationships to parts of those kinds, with the ids rId1, rId2 ... in their order."""
    relations = [
        Node("Relationship", {"Id": f"rId{n}", "Type": f"{OFFICE}/{kind}", "Target": f"/{part}"})
        for n, (part, kind) in enumerate(kinds.items(), 1)
    ]
    return fragment(Node("Relationships", {"xmlns": NAMESPACE}, *relations), "").encode()
