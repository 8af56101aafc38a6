"""Which part refers to which: the ``.rels`` files of a package."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from cpp_scorecard.sheets.splice.refusals import Reason, SpliceRefused
from cpp_scorecard.sheets.splice.xml_text import Node, XmlText, fragment

if TYPE_CHECKING:
    from cpp_scorecard.sheets.splice.package import Package

NAMESPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_EMPTY = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{NAMESPACE}"/>'
ROOT = "/"
"""The package itself, as the source of the relationships in ``/_rels/.rels``."""


@dataclass(frozen=True, slots=True)
class Relationship:
    """One reference. `part` is the part referred to; empty when the target is outside the package."""

    id: str
    kind: str
    """The last word of the type, such as ``worksheet``: it is the same in both dialects of the standard."""
    target: str
    part: str

    @property
    def external(self) -> bool:
        """Whether the target is outside the package."""
        return not self.part


def rels_part(part: str) -> str:
    """The part that holds the relationships of `part`."""
    folder, name = posixpath.split(part)
    return f"{folder.rstrip('/')}/_rels/{name}.rels"


def resolve(source: str, target: str) -> str:
    """The part that `target` means in the relationships of the part `source`."""
    path = unquote(target.partition("#")[0]).replace("\\", "/")
    joined = path if path.startswith("/") else posixpath.join(posixpath.dirname(source), path)
    return "/" + posixpath.normpath(joined).lstrip("/")


def relative(source: str, part: str) -> str:
    """The target to write in the relationships of `source` so that it means `part`."""
    return posixpath.relpath(part, posixpath.dirname(source))


class Relationships:
    """The relationships of one part, editable in place."""

    def __init__(self, package: Package, source: str) -> None:
        """Read the relationships of `source`; a part without a ``.rels`` file has none."""
        self._package = package
        self._source = source
        self._part = rels_part(source)
        content = package.read(self._part) if self._part in package else _EMPTY.encode()
        self._text = XmlText(content, self._part)
        self._nodes = {node.get("Id"): node for node in self._text.root.children if node.name == "Relationship"}
        self._added: set[str] = set()

    def __iter__(self) -> Iterator[Relationship]:
        for node in self._nodes.values():
            yield self._relationship(node)

    def get(self, identifier: str) -> Relationship | None:
        """The relationship of that id."""
        node = self._nodes.get(identifier)
        return None if node is None else self._relationship(node)

    def of_kind(self, kind: str) -> list[Relationship]:
        """The relationships of that kind that lead to a part, in the order of the file."""
        return [relation for relation in self if relation.kind == kind and not relation.external]

    def add(self, type_name: str, part: str) -> str:
        """Refer to `part` under the first free id, which is returned."""
        number = 1
        while f"rId{number}" in self._nodes or f"rId{number}" in self._added:
            number += 1
        identifier = f"rId{number}"
        self._added.add(identifier)
        node = Node(
            "Relationship",
            {"Id": identifier, "Type": type_name, "Target": relative(self._source, part)},
        )
        self._text.append(self._text.root, fragment(node, self._text.root.prefix))
        return identifier

    def retarget(self, identifier: str, part: str) -> None:
        """Let a relationship mean `part`; its text stays as it is when it means that part already."""
        node = self._nodes[identifier]
        if resolve(self._source, node.get("Target")).lower() != part.lower():
            self._text.set_attribute(node, "Target", relative(self._source, part))

    def remove(self, identifier: str) -> None:
        """Take a relationship out."""
        self._text.remove(self._nodes.pop(identifier))

    def save(self) -> None:
        """Write the changes into the package."""
        if self._part in self._package:
            self._package.replace(self._part, self._text.result())
        elif self._added:
            self._package.add(self._part, self._text.result())

    def _relationship(self, node: Node) -> Relationship:
        target = node.get("Target")
        external = node.get("TargetMode").lower() == "external" or target.startswith("#")
        return Relationship(
            id=node.get("Id"),
            kind=node.get("Type").rstrip("/").rpartition("/")[2],
            target=target,
            part="" if external else resolve(self._source, target),
        )


def main_part(package: Package) -> str:
    """The part that the package is about.

    Raises:
        SpliceRefused: the package names none, or names one that is not there.
    """
    found = Relationships(package, ROOT).of_kind("officeDocument")
    if not found or found[0].part not in package:
        raise SpliceRefused(Reason.DAMAGED, found="it does not say which of its parts is the workbook")
    return found[0].part


def reachable(package: Package, sources: Iterable[str], *, without: Iterable[str] = ()) -> set[str]:
    """The parts that `sources` lead to, and `sources` themselves, lower-case; `without` are never entered."""
    closed = {part.lower() for part in without}
    found: set[str] = set()
    waiting = list(sources)
    while waiting:
        part = waiting.pop()
        if part.lower() in found or part.lower() in closed:
            continue
        found.add(part.lower())
        if rels_part(part) in package:
            waiting += [relation.part for relation in Relationships(package, part) if not relation.external]
    return found
