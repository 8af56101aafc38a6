"""The workbook part: which sheets there are, in which order, and the names that are defined.

Only three things are ever edited: a sheet is added at the end, and the names that belong to our own sheets
are added, replaced or taken out. Everything else in the part is left to the byte.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cpp_scorecard.core.ownership import SHEET_MARK as MARK
from cpp_scorecard.sheets.splice.ownership import Marked, mark_value, marked_key
from cpp_scorecard.sheets.splice.refusals import Reason, SpliceRefused
from cpp_scorecard.sheets.splice.relationships import OFFICE
from cpp_scorecard.sheets.splice.xml_text import Node, XmlText, fragment

_BEFORE_NAMES = ("sheets", "functionGroups", "externalReferences")
_MANAGED = frozenset(("_xlnm.print_area", "_xlnm.print_titles", "_xlnm._filterdatabase", MARK))
"""Names that a rebuild sets on our sheets, lower-case; any other name on them is somebody's own."""


@dataclass(frozen=True, slots=True)
class ListedSheet:
    """A sheet as the workbook part lists it."""

    place: int
    name: str
    sheet_id: int
    relation: str


@dataclass(frozen=True, slots=True)
class SheetName:
    """A name that belongs to one sheet, such as its print area."""

    name: str
    text: str
    hidden: bool = False


class WorkbookIndex:
    """The workbook part, editable in place."""

    def __init__(self, content: bytes, part: str) -> None:
        """Read the part.

        Raises:
            SpliceRefused: it lists no sheets, or its owner does not want it changed.
        """
        self._text = XmlText(content, part)
        root = self._text.root
        sheets = root.child("sheets")
        if root.name != "workbook" or sheets is None or not sheets.children:
            raise SpliceRefused(Reason.DAMAGED, found="it lists no sheets")
        self._sheets_node = sheets
        self.sheets = [
            ListedSheet(place, node.get("name"), node.number("sheetId"), node.relation())
            for place, node in enumerate(sheets.children)
        ]
        names = root.child("definedNames")
        self._names_node = names
        self._names = [] if names is None else [node for node in names.children if node.name == "definedName"]
        self._new_names: list[Node] = []

    @property
    def dates_from_1904(self) -> bool:
        """Whether the workbook counts dates from 1904."""
        properties = self._text.root.child("workbookPr")
        return properties is not None and properties.flag("date1904")

    def refuse_protected(self) -> None:
        """Raise SpliceRefused when the structure is protected, the file reserved, or revisions are locked."""
        protection = self._text.root.child("workbookProtection")
        if protection is not None and protection.flag("lockStructure"):
            raise SpliceRefused(Reason.PROTECTED_STRUCTURE)
        if protection is not None and protection.flag("lockRevision"):
            raise SpliceRefused(Reason.SHARED)
        sharing = self._text.root.child("fileSharing")
        if sharing is not None and any(sharing.get(name) for name in ("reservationPassword", "hashValue")):
            raise SpliceRefused(Reason.PASSWORD_TO_MODIFY)

    def marked(self) -> list[Marked]:
        """The sheets that carry our mark."""
        found = []
        for node in self._names:
            place, key = node.number("localSheetId", -1), marked_key(node.text)
            if node.get("name").lower() == MARK and key and 0 <= place < len(self.sheets):
                sheet = self.sheets[place]
                found.append(Marked(place, key, sheet.name, sheet.sheet_id))
        return found

    def keyed_sheets(self) -> dict[str, str]:
        """The name of every sheet by the key that its mark says, or by its name where it has no mark."""
        keys = {sheet.place: sheet.key for sheet in self.marked()}
        return {keys.get(sheet.place, sheet.name): sheet.name for sheet in self.sheets}

    def own_names(self, place: int) -> list[SheetName]:
        """The names that belong to the sheet at `place`."""
        return [
            SheetName(node.get("name"), node.text, node.flag("hidden"))
            for node in self._names
            if node.number("localSheetId", -1) == place
        ]

    def shared_names(self) -> list[str]:
        """The names that belong to no sheet."""
        return [node.get("name") for node in self._names if "localSheetId" not in node.attributes]

    def add_sheet(self, name: str, relation: str, strict: bool) -> ListedSheet:
        """List a sheet behind all others."""
        added = ListedSheet(
            place=len(self.sheets),
            name=name,
            sheet_id=max(sheet.sheet_id for sheet in self.sheets) + 1,
            relation=relation,
        )
        self.sheets.append(added)
        attributes = {"name": name, "sheetId": str(added.sheet_id)}
        prefix = self._relations_prefix()
        if not prefix:
            prefix = "r"
            attributes["xmlns:r"] = OFFICE if not strict else "http://purl.oclc.org/ooxml/officeDocument/relationships"
        attributes[f"{prefix}:id"] = relation
        self._text.append(self._sheets_node, fragment(Node("sheet", attributes), self._sheets_node.prefix))
        return added

    def set_names(self, place: int, key: str, names: Iterable[SheetName]) -> None:
        """Give our sheet at `place` its print names and its mark; names that people put there stay."""
        wanted = {name.name.lower(): name for name in (*names, SheetName(MARK, mark_value(key), hidden=True))}
        for node in [node for node in self._names if node.number("localSheetId", -1) == place]:
            name = node.get("name").lower()
            if name in wanted:
                new = wanted.pop(name)
                if node.text != new.text or node.flag("hidden") != new.hidden:
                    self._text.replace(node, fragment(_name_node(new, place), node.prefix))
            elif name in _MANAGED:
                self._text.remove(node)
        self._new_names += [_name_node(name, place) for name in wanted.values()]

    def take_mark(self, place: int) -> None:
        """Take our mark from a sheet that is not ours."""
        for node in self._names:
            if node.get("name").lower() == MARK and node.number("localSheetId", -1) == place:
                self._text.remove(node)

    def result(self) -> bytes:
        """The part with the changes."""
        if self._new_names:
            prefix = self._sheets_node.prefix
            made = "".join(fragment(node, prefix) for node in self._new_names)
            if self._names_node is not None:
                self._text.append(self._names_node, made)
            else:
                tag = f"{prefix}:definedNames" if prefix else "definedNames"
                earlier = [node for node in self._text.root.children if node.name in _BEFORE_NAMES]
                self._text.insert_after(earlier[-1], f"<{tag}>{made}</{tag}>")
            self._new_names = []
        return self._text.result()

    def _relations_prefix(self) -> str:
        """The prefix that stands for relationships where sheets are listed; empty when there is none."""
        scope: Mapping[str, str] = {**self._text.root.declared, **self._sheets_node.declared}
        return next(
            (prefix for prefix, uri in scope.items() if prefix and uri.endswith("/officeDocument/2006/relationships")),
            next(
                (prefix for prefix, uri in scope.items() if prefix and uri.endswith("officeDocument/relationships")), ""
            ),
        )


def _name_node(name: SheetName, place: int) -> Node:
    attributes = {"name": name.name, "localSheetId": str(place)}
    if name.hidden:
        attributes["hidden"] = "1"
    return Node("definedName", attributes, text=name.text)
