"""A rendered sheet and the parts it draws on, copied under names that nothing else has or refers to."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from cpp_scorecard.sheets.splice import sheet_xml
from cpp_scorecard.sheets.splice.content_types import RELATIONSHIPS, ContentTypes
from cpp_scorecard.sheets.splice.dialect import to_strict
from cpp_scorecard.sheets.splice.relationships import Relationships, relative, rels_part, resolve
from cpp_scorecard.sheets.splice.xml_text import XmlText

if TYPE_CHECKING:
    from cpp_scorecard.sheets.splice.package import Package
    from cpp_scorecard.sheets.splice.sheet_state import SheetState
    from cpp_scorecard.sheets.splice.sheet_xml import Surroundings

OWN_KINDS = frozenset(("drawing", "chart", "image", "vmlDrawing", "comments", "hyperlink"))
"""What our renderer makes besides sheets. Another kind of part would need rules of its own here."""


def names_in_use(package: Package, content_types: ContentTypes) -> set[str]:
    """Every part name, lower-case, that exists, has a content type, or is referred to though it is not there."""
    used = {part.lower() for part in package} | content_types.overridden()
    for part in list(package):
        folder, name = posixpath.split(part)
        if name.endswith(".rels") and folder.endswith("/_rels"):
            source = posixpath.join(folder.removesuffix("_rels"), name.removesuffix(".rels"))
            used |= {relation.part.lower() for relation in Relationships(package, source) if relation.part}
    return used


class PartCopier:
    """Copies parts of the rendered workbook into another one, each once."""

    def __init__(
        self,
        rendered: Package,
        target: Package,
        content_types: ContentTypes,
        around: Surroundings,
        *,
        free: Collection[str],
        strict: bool,
    ) -> None:
        """Copy from `rendered` to `target`, whose dialect is strict or not.

        `free` are the parts, lower-case, of our sheets of the run before, which only their own sheets refer to.
        """
        self._rendered = rendered
        self._types = ContentTypes(rendered)
        self._target = target
        self._target_types = content_types
        self._around = around
        self._strict = strict
        self._used = names_in_use(target, content_types) - set(free)
        self._copied: dict[str, str] = {}

    def sheet(self, part: str, name: str, state: SheetState) -> str:
        """Copy the worksheet `part`, called `name`, with all it draws on, and return the new part."""
        return self._copy(part, lambda content: sheet_xml.worksheet(content, name, self._around, state))

    def _copy(self, part: str, fit: Callable[[bytes], bytes]) -> str:
        if part in self._copied:
            return self._copied[part]
        new = self._copied[part] = self._free_name(part)
        self._target.add(new, self._in_dialect(new, fit(self._rendered.read(part))))
        self._target_types.add(new, self._types.of(part))
        if rels_part(part) in self._rendered:
            self._target.add(rels_part(new), self._in_dialect(rels_part(new), self._relations(part, new)))
            if not self._target_types.of(rels_part(new)):  # some producers name each of them and give no default
                self._target_types.add(rels_part(new), RELATIONSHIPS)
        return new

    def _relations(self, part: str, new: str) -> bytes:
        """The relationships of a part, leading to the copies."""
        text = XmlText(self._rendered.read(rels_part(part)), rels_part(part))
        relations = Relationships(self._rendered, part)
        for node in text.root.children:
            relation = relations.get(node.get("Id"))
            if relation is None or relation.kind not in OWN_KINDS:
                raise ValueError(f"{part} has a part of a kind that cannot be copied: {node.get('Type')}")
            if relation.part:
                copied = self._copy(resolve(part, relation.target), self._fit_for(relation.kind))
                text.set_attribute(node, "Target", relative(new, copied))
            elif relation.target.startswith("#"):
                renamed = self._around.names.in_formula(relation.target[1:])
                text.set_attribute(node, "Target", f"#{renamed}")
        return text.result()

    def _fit_for(self, kind: str) -> Callable[[bytes], bytes]:
        names = self._around.names
        if kind == "chart":
            return lambda content: sheet_xml.chart(content, names)
        if kind == "drawing":
            return lambda content: sheet_xml.drawing(content, names)
        return bytes

    def _free_name(self, part: str) -> str:
        stem, extension = posixpath.splitext(part)
        stem = stem.rstrip("0123456789")
        number = 1
        while f"{stem}{number}{extension}".lower() in self._used:
            number += 1
        name = f"{stem}{number}{extension}"
        self._used |= {name.lower(), rels_part(name).lower()}
        return name

    def _in_dialect(self, part: str, content: bytes) -> bytes:
        return to_strict(content) if self._strict and part.endswith((".xml", ".rels")) else content
