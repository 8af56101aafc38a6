"""XML edited as text: what is not edited keeps every byte, prefix, blank and order of attributes.

A part is parsed once for the places of its elements; edits are then made at those places. No part of a
council's workbook is ever written out anew from a tree.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from xml.parsers import expat
from xml.sax.saxutils import escape

from cpp_scorecard.core.xml_watch import XmlWatch
from cpp_scorecard.sheets.splice.refusals import Reason, SpliceRefused

MOST_DEPTH = 200
MOST_TAGS = 150_000
"""Tags of one part: every element is held in memory with its place."""
_TAG = re.compile(rb"""<(?:"[^"]*"|'[^']*'|[^"'>])*>""")
_ATTRIBUTE = re.compile(rb"""([^\s=/<>"']+)\s*=\s*("[^"]*"|'[^']*')""")
_ENCODING = re.compile(rb"""\A\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")


class Node:
    """An element: its name without prefix, attributes by the name they have in the text, children, text."""

    __slots__ = ("_close", "_text", "attributes", "children", "declared", "name", "prefix", "start", "text")

    def __init__(self, name: str, attributes: dict[str, str], *children: Node, text: str = "") -> None:
        """An element that stands in no text yet, or that `XmlText` places in one."""
        self.prefix, _, self.name = name.rpartition(":")
        self.attributes = attributes
        self.children = list(children)
        self.text = text
        self.declared: dict[str, str] = {}
        """Namespaces declared here, by prefix."""
        self.start = -1
        self._close = -1
        self._text = b""

    def get(self, name: str, default: str = "") -> str:
        """An attribute that has no prefix."""
        return self.attributes.get(name, default)

    def flag(self, name: str) -> bool:
        """Whether a boolean attribute is there and true."""
        return self.attributes.get(name) in ("1", "true", "on")

    def number(self, name: str, default: int = 0) -> int:
        """A whole-number attribute; `default` when it is absent or no number."""
        try:
            return int(self.attributes.get(name, default))
        except ValueError:
            return default

    def relation(self) -> str:
        """The id of the relationship that the element refers to (``r:id``), or nothing."""
        return next((value for name, value in self.attributes.items() if name.endswith(":id")), "")

    def child(self, name: str) -> Node | None:
        """The first child of that name, whatever its prefix."""
        return next((child for child in self.children if child.name == name), None)

    def walk(self) -> Iterator[Node]:
        """The element and everything in it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def open_end(self) -> int:
        """Where the start tag ends."""
        found = _TAG.match(self._text, self.start)
        return found.end() if found else self.start

    @property
    def empty_tag(self) -> bool:
        """Whether the element is one tag: ``<fonts/>``."""
        return self._text[self.open_end - 2 : self.open_end] == b"/>"

    @property
    def close_start(self) -> int:
        """Where the end tag starts; the end of the only tag where there is none."""
        return self.open_end if self.empty_tag else self._close

    @property
    def end(self) -> int:
        """Where the element ends."""
        return self.open_end if self.empty_tag else self._text.index(b">", self._close) + 1

    def tag(self) -> str:
        """The name as it stands in the text."""
        return f"{self.prefix}:{self.name}" if self.prefix else self.name


class XmlText:
    """The text of one part, its tree of places, and the edits collected so far."""

    def __init__(self, content: bytes, part: str) -> None:
        """Parse `content`.

        Raises:
            SpliceRefused: it is not well-formed, or has a document type, or is nested absurdly deep.
        """
        self._original = content
        self.text = _as_utf8(content, part)
        watch = XmlWatch(MOST_TAGS)
        if wrong := watch.wrong(self.text):
            raise SpliceRefused(Reason.UNSAFE if watch.deceives else Reason.TOO_LARGE, found=f"{part}: {wrong}")
        self.root = _parse(self.text, part)
        self._edits: list[tuple[int, int, bytes]] = []
        self._appended: dict[int, tuple[Node, list[bytes]]] = {}

    def replace(self, node: Node, fragment: str) -> None:
        """Put `fragment` where the element is; an empty one removes the element."""
        self._edits.append((node.start, node.end, fragment.encode()))

    def remove(self, node: Node) -> None:
        """Take the element out, and nothing around it."""
        self.replace(node, "")

    def insert_after(self, node: Node, fragment: str) -> None:
        """Put `fragment` right behind the element."""
        self._edits.append((node.end, node.end, fragment.encode()))

    def insert_first(self, parent: Node, fragment: str) -> None:
        """Put `fragment` before the first child of `parent`, which has at least a start and an end tag."""
        self._edits.append((parent.open_end, parent.open_end, fragment.encode()))

    def append(self, parent: Node, fragment: str) -> None:
        """Put `fragment` behind the last child of `parent`."""
        self._appended.setdefault(parent.start, (parent, []))[1].append(fragment.encode())

    def set_attribute(self, node: Node, name: str, value: str) -> None:
        """Change an attribute where it stands, or add it at the end of the start tag."""
        quoted = b'"' + escape(value, {'"': "&quot;"}).encode() + b'"'
        end = node.open_end
        for found in _ATTRIBUTE.finditer(self.text, node.start, end):
            if found.group(1) == name.encode():
                self._edits.append((found.start(2), found.end(2), quoted))
                return
        at = end - (2 if node.empty_tag else 1)
        self._edits.append((at, at, b" " + name.encode() + b"=" + quoted))

    def result(self) -> bytes:
        """The text with the edits; the very bytes that were read when there are none."""
        edits = list(self._edits)
        for parent, fragments in self._appended.values():
            added = b"".join(fragments)
            if parent.empty_tag:
                edits.append((parent.open_end - 2, parent.open_end, b">" + added + f"</{parent.tag()}>".encode()))
            else:
                at = parent.children[-1].end if parent.children else parent.close_start
                edits.append((at, at, added))
        if not edits:
            return self._original
        pieces, at = [], 0
        for start, end, replacement in sorted(edits, key=lambda edit: edit[:2]):
            pieces += [self.text[at:start], replacement]
            at = end
        return b"".join([*pieces, self.text[at:]])


def fragment(node: Node, prefix: str) -> str:
    """An element as text whose names, with all that is in it, have the namespace prefix `prefix`."""
    tag = f"{prefix}:{node.name}" if prefix else node.name
    attributes = "".join(f' {name}="{escape(value, _IN_ATTRIBUTE)}"' for name, value in node.attributes.items())
    inside = escape(node.text) + "".join(fragment(child, prefix) for child in node.children)
    return f"<{tag}{attributes}>{inside}</{tag}>" if inside else f"<{tag}{attributes}/>"


_IN_ATTRIBUTE: Mapping[str, str] = {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}  # as escape() wants it


def _parse(text: bytes, part: str) -> Node:
    top = Node("", {})
    stack = [top]
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.buffer_size = 1 << 16

    def start(name: str, attributes: dict[str, str]) -> None:
        declared = {key: value for key, value in attributes.items() if key == "xmlns" or key.startswith("xmlns:")}
        node = Node(name, {key: value for key, value in attributes.items() if key not in declared})
        node.declared = {key.partition(":")[2]: value for key, value in declared.items()}
        node.start = parser.CurrentByteIndex
        node._text = text
        stack[-1].children.append(node)
        stack.append(node)
        if len(stack) > MOST_DEPTH:
            raise SpliceRefused(Reason.UNSAFE, found=f"{part} is nested over {MOST_DEPTH} deep")

    def end(_: str) -> None:
        stack.pop()._close = parser.CurrentByteIndex

    def words(characters: str) -> None:
        stack[-1].text += characters

    def doctype(*_: object) -> None:
        raise SpliceRefused(Reason.UNSAFE, found=f"{part} has a document type")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = words
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(text, True)
    except expat.ExpatError as error:
        raise SpliceRefused(Reason.DAMAGED, found=f"{part} is not well-formed ({error})") from error
    return top.children[0]


def _as_utf8(content: bytes, part: str) -> bytes:
    """The text in UTF-8, which is what nearly every workbook has; another encoding is written out as UTF-8."""
    found = _ENCODING.match(content)
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    name = "utf-16" if wide else found.group(1).decode() if found else "utf-8"
    try:
        if codecs.lookup(name).name in ("utf-8", "ascii"):
            return content
        decoded = content.decode(name)
    except (LookupError, UnicodeDecodeError) as error:
        raise SpliceRefused(Reason.DAMAGED, found=f"{part} is not in an encoding that can be read") from error
    return _DECLARATION.sub('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>', decoded, count=1).encode()
