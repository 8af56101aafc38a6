"""What kind of content each part has: ``[Content_Types].xml``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cpp_scorecard.sheets.splice.xml_text import Node, XmlText, fragment

if TYPE_CHECKING:
    from cpp_scorecard.sheets.splice.package import Package

PART = "/[Content_Types].xml"
RELATIONSHIPS = "application/vnd.openxmlformats-package.relationships+xml"
MAIN_KINDS = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": ".xlsx",
    "application/vnd.ms-excel.sheet.macroenabled.main+xml": ".xlsm",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml": ".xltx",
    "application/vnd.ms-excel.template.macroenabled.main+xml": ".xltm",
}
"""The workbooks that Excel opens for editing: content type of the main part, lower-case, and extension."""


class ContentTypes:
    """The content types of a package, editable in place."""

    def __init__(self, package: Package) -> None:
        """Read the part, which every package has."""
        self._package = package
        self._text = XmlText(package.read(PART), PART)
        self._overrides: dict[str, tuple[Node | None, str]] = {}
        self._defaults: dict[str, str] = {}
        self._last_default: Node | None = None
        for node in self._text.root.children:
            if node.name == "Override":
                name = "/" + node.get("PartName").lstrip("/")
                self._overrides[name.lower()] = (node, node.get("ContentType"))
            elif node.name == "Default":
                self._defaults[node.get("Extension").lower()] = node.get("ContentType")
                self._last_default = node

    def of(self, part: str) -> str:
        """The content type of a part; empty when none is given."""
        override = self._overrides.get(part.lower())
        return override[1] if override else self._defaults.get(_extension(part), "")

    def overridden(self) -> set[str]:
        """The parts, lower-case, that have an entry of their own, whether they exist or not."""
        return set(self._overrides)

    def add(self, part: str, content_type: str) -> None:
        """Give a new part its type: by its extension where that is free or says so already, else by name."""
        extension = _extension(part)
        if extension not in self._defaults and extension != "xml":
            node = Node("Default", {"Extension": extension, "ContentType": content_type})
            text = fragment(node, self._text.root.prefix)
            if self._last_default is not None:
                self._text.insert_after(self._last_default, text)
            elif self._text.root.children:
                self._text.insert_first(self._text.root, text)
            self._defaults[extension] = content_type
        if self.of(part) != content_type:
            node = Node("Override", {"PartName": part, "ContentType": content_type})
            self._text.append(self._text.root, fragment(node, self._text.root.prefix))
            self._overrides[part.lower()] = (None, content_type)

    def remove(self, part: str) -> None:
        """Take out the entry of a part that is no longer there."""
        node, _ = self._overrides.pop(part.lower(), (None, ""))
        if node is not None:
            self._text.remove(node)

    def save(self) -> None:
        """Write the changes into the package."""
        self._package.replace(PART, self._text.result())


def _extension(part: str) -> str:
    return part.rpartition("/")[2].rpartition(".")[2].lower()
