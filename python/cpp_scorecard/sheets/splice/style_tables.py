"""The tables of a styles part: fonts, fills, formats and the rest, growing only by what they lack."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from cpp_scorecard.sheets.splice.xml_text import Node, XmlText, fragment

ORDER = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors",
    "extLst",
)  # fmt: skip
"""The tables in the order of the schema."""

_SORTED_CHILDREN = {"font", "rPr"}
_EMPTY_MEANS_ABSENT = {"border"}
_ON = ("1", "true", "on")
_NO_ALIGNMENT = {"horizontal": "general", "vertical": "bottom"}


def likeness(node: Node) -> Hashable:
    """What is equal for two elements that look the same, whatever their prefixes and however they are put.

    A switch that is on by its presence equals one that says so; the children of a font have no order that
    matters; a side without a line equals no side; a rule's number format counts by its code.
    """
    attributes = {name: "1" if value in _ON else value for name, value in node.attributes.items()}
    if attributes == {"val": "single" if node.name == "u" else "1"}:
        attributes = {}
    if node.name == "numFmt":
        attributes.pop("numFmtId", None)
    children = [likeness(child) for child in node.children]
    if node.name in _EMPTY_MEANS_ABSENT:
        children = [likeness(child) for child in node.children if child.attributes.get("style", "none") != "none"]
    if node.name in _SORTED_CHILDREN:
        children.sort(key=repr)
    return node.name, frozenset(attributes.items()), tuple(children), node.text.strip()


def format_likeness(xf: Node) -> Hashable:
    """What is equal for two cell formats that show alike and belong to the same named style.

    Programs write the flags that say which facet is the cell's own (``applyFont`` and so on) as they like.
    """
    alignment, protection = xf.child("alignment"), xf.child("protection")
    placed = {} if alignment is None else dict(alignment.attributes)
    return (
        tuple(xf.number(name) for name in ("numFmtId", "fontId", "fillId", "borderId", "xfId")),
        xf.flag("quotePrefix"),
        frozenset(
            (name, "1" if value == "true" else value)
            for name, value in placed.items()
            if value not in ("0", "false", _NO_ALIGNMENT.get(name, ""))
        ),
        () if protection is None else frozenset(protection.attributes.items()),
    )


class Table:
    """One table: what it has, what is added, and where each entry is found again."""

    def __init__(
        self,
        text: XmlText,
        name: str,
        neutral: tuple[Node, ...] = (),
        key: Callable[[Node], Hashable] = likeness,
    ) -> None:
        """The table `name` of the styles part `text`.

        `neutral` are the entries that an empty table must begin with, because existing cells refer to the
        first ones without saying so.
        """
        self._text = text
        self._name = name
        self._node = text.root.child(name)
        self._key = key
        self.entries: list[Node] = [] if self._node is None else list(self._node.children)
        self._added: list[Node] = []
        self._places: dict[Hashable, int] = {}
        for place, entry in enumerate(self.entries):
            self._places.setdefault(key(entry), place)
        self._neutral = () if self.entries else neutral

    def place(self, entry: Node) -> int:
        """Where an entry like this one is; it is added when there is none."""
        self._begin()
        key = self._key(entry)
        if key not in self._places:
            self._places[key] = self.append(entry)
        return self._places[key]

    def append(self, entry: Node) -> int:
        """Add an entry at the end and return its place."""
        self._begin()
        self._added.append(entry)
        self.entries.append(entry)
        return len(self.entries) - 1

    def _begin(self) -> None:
        neutral, self._neutral = self._neutral, ()
        for entry in neutral:
            self._places.setdefault(self._key(entry), self.append(entry))

    def save(self) -> None:
        """Write what was added, with the number of entries; nothing when nothing was."""
        if not self._added:
            return
        root = self._text.root
        prefix = root.prefix if self._node is None else self._node.prefix
        entries = "".join(fragment(entry, prefix) for entry in self._added)
        count = str(len(self.entries))
        if self._node is not None:
            self._text.append(self._node, entries)
            self._text.set_attribute(self._node, "count", count)
            return
        tag = f"{prefix}:{self._name}" if prefix else self._name
        made = f'<{tag} count="{count}">{entries}</{tag}>'
        earlier = [child for child in root.children if child.name in ORDER[: ORDER.index(self._name)]]
        if earlier:
            self._text.insert_after(earlier[-1], made)
        elif root.children:
            self._text.insert_first(root, made)
        else:
            self._text.append(root, made)
